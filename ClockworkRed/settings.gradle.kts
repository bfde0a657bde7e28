// One tree, two modes. -PjvmOnly=true builds everything but :app from Maven Central alone: where a module differs, its
// script is then jvm.gradle.kts instead of build.gradle.kts. No script that is read in that mode names the Android plugin.
pluginManagement {
    val jvmOnly = providers.gradleProperty("jvmOnly").getOrElse("false").toBoolean()
    repositories {
        if (!jvmOnly) {
            google()
            gradlePluginPortal()
        }
        mavenCentral()
    }
}

val jvmOnly = providers.gradleProperty("jvmOnly").getOrElse("false").toBoolean()

dependencyResolutionManagement {
    repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)
    repositories {
        if (!jvmOnly) google()
        mavenCentral()
    }
}

rootProject.name = "ClockworkRed"
include(":domain", ":data", ":ui", ":platform")
if (jvmOnly) {
    include(":desktop")
    rootProject.buildFileName = "jvm.gradle.kts"
    project(":ui").buildFileName = "jvm.gradle.kts"
    project(":platform").buildFileName = "jvm.gradle.kts"
} else {
    include(":app")
}
