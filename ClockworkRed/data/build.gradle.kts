plugins {
    alias(libs.plugins.kotlin.jvm)
    alias(libs.plugins.kotlin.serialization)
}

// The server that a fresh installation talks to. 10.0.2.2 is the computer on which an emulator runs; for a phone write the
// computer's address in the network at home. It can be changed in the app's settings.
val BASE_URL = "http://10.0.2.2:8765"

val baseUrl =
    tasks.register("baseUrl") {
        val url = BASE_URL
        val folder = layout.buildDirectory.dir("generated/base-url")
        inputs.property("url", url)
        outputs.dir(folder)
        doLast {
            folder.get().file("BaseUrl.kt").asFile.writeText(
                """
                package chordwork.clockworkred.data

                /** The server that a fresh installation talks to; set in `data/build.gradle.kts`. */
                const val BASE_URL: String = "$url"

                """.trimIndent(),
            )
        }
    }

kotlin {
    jvmToolchain(17)
    sourceSets["main"].kotlin.srcDir(baseUrl)
}

dependencies {
    api(project(":domain"))
    implementation(libs.okhttp)
    implementation(libs.serialization.json)
    testImplementation(libs.kotlin.test)
    testImplementation(platform(libs.junit.bom))
    testImplementation(libs.junit.jupiter)
    testImplementation(libs.coroutines.test)
    testImplementation(libs.okhttp.mockwebserver)
    testRuntimeOnly(libs.junit.launcher)
}

tasks.test { useJUnitPlatform() }
