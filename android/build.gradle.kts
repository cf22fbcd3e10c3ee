// A library module with the bindings of an app core. README.md says how its two inputs come into place.
plugins {
    id("com.android.library") version "8.13.0"
    id("org.jetbrains.kotlin.android") version "2.4.21"
}

// The same folder as the build on a JVM (bindings/kotlin/pom.xml): what `larder bindings` wrote.
val generated = providers.gradleProperty("larder.generated").orElse("../bindings/kotlin/generated")

android {
    namespace = "dev.larder.notes.android"
    compileSdk = 36

    defaultConfig {
        // java.time is part of the system from 26 on. Below it the app must desugar the core library.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
        ndk { abiFilters += listOf("arm64-v8a", "x86_64") }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    sourceSets.named("main") {
        kotlin.srcDir(generated)
        // src/main/jniLibs/<abi>/libnotes.so, as cargo-ndk writes them.
        jniLibs.srcDir("src/main/jniLibs")
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    // The archive for Android carries JNA's own native part; that of a JVM does not load there.
    implementation("net.java.dev.jna:jna:5.19.1@aar")
    // What the generated code imports with `android = true`.
    implementation("androidx.annotation:annotation:1.9.1")
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
}
