plugins {
    alias(libs.plugins.kotlin.jvm)
}

kotlin { jvmToolchain(17) }

dependencies {
    api(project(":domain"))
    // Android's classes, to compile against.
    compileOnly(libs.android.all)
}
