plugins {
    alias(libs.plugins.kotlin.jvm)
    alias(libs.plugins.kotlin.compose)
}

kotlin {
    jvmToolchain(17)
    // Pictures are made by the desktop's renderer, so these are no tests of an Android build.
    sourceSets["test"].kotlin.setSrcDirs(listOf("src/desktopTest/kotlin"))
}

// Of Google's repository; collection-desktop has the classes that are used.
configurations.configureEach {
    for (group in listOf("annotation", "collection", "lifecycle", "arch.core")) exclude(group = "androidx.$group")
    exclude(group = "org.jetbrains.compose.annotation-internal")
}

dependencies {
    api(project(":domain"))
    api(libs.compose.desktop.material3)
    api(libs.compose.desktop.collection)
    testImplementation(libs.kotlin.test)
    testImplementation(platform(libs.junit.bom))
    testImplementation(libs.junit.jupiter)
    testImplementation(libs.coroutines.test)
    testRuntimeOnly(libs.junit.launcher)
    testRuntimeOnly(libs.skiko.linux.x64)
}

tasks.test {
    useJUnitPlatform()
    systemProperty("java.awt.headless", "true")
}
