// Only with -PjvmOnly=true.
plugins {
    alias(libs.plugins.kotlin.jvm)
    alias(libs.plugins.kotlin.compose)
    application
}

kotlin { jvmToolchain(17) }

// The words of the screens.
sourceSets.main { resources { srcDir("../app/src/main/res") } }

configurations.configureEach {
    for (group in listOf("annotation", "collection", "lifecycle", "arch.core")) exclude(group = "androidx.$group")
    exclude(group = "org.jetbrains.compose.annotation-internal")
}

dependencies {
    implementation(project(":ui"))
    implementation(project(":data"))
    implementation(libs.okhttp)
    implementation(libs.coroutines.swing)
    runtimeOnly(libs.skiko.linux.x64)
    testImplementation(libs.kotlin.test)
    testImplementation(platform(libs.junit.bom))
    testImplementation(libs.junit.jupiter)
    testRuntimeOnly(libs.junit.launcher)
}

application { mainClass.set("chordwork.clockworkred.desktop.MainKt") }

tasks.test { useJUnitPlatform() }
