#!/usr/bin/env bash
# kotlin-maven-plugin 2.2.21
#
# One would guess: an incremental build (`kotlin.compiler.incremental`) compiles anew whatever calls something that has changed,
#   as Gradle's does; tests, too.
# What happens: the goals compile and test-compile each look at their own sources only. A constructor that is given another parameter
#   with a default is compiled anew, the test that calls it is not, and running it ends with NoSuchMethodError.
# What our users meet: a build that fails, or worse does not, after a change that is right.
# What we do: ClockworkRed is compiled as a whole each time (`<kotlin.compiler.incremental>false`).
set -euo pipefail
command -v mvn >/dev/null || { echo "install Maven and a JDK first (Debian: apt install maven openjdk-17-jdk-headless)" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p src/main/kotlin src/test/kotlin
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>try</groupId><artifactId>try</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-stdlib</artifactId><version>2.2.21</version></dependency>
  </dependencies>
  <build>
    <sourceDirectory>src/main/kotlin</sourceDirectory>
    <testSourceDirectory>src/test/kotlin</testSourceDirectory>
    <plugins>
      <plugin>
        <groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-maven-plugin</artifactId><version>2.2.21</version>
        <executions>
          <execution><id>main</id><phase>compile</phase><goals><goal>compile</goal></goals></execution>
          <execution><id>test</id><phase>test-compile</phase><goals><goal>test-compile</goal></goals></execution>
        </executions>
      </plugin>
    </plugins>
  </build>
</project>
POM
echo 'class Chord(val name: String)' >src/main/kotlin/Chord.kt
echo 'object Check { @JvmStatic fun main(args: Array<String>) = println(Chord("C").name) }' >src/test/kotlin/Check.kt
build() { mvn -B -ntp -q -Dkotlin.compiler.incremental="$1" test-compile >log 2>&1 || { cat log; exit 1; }; }
run() { { java -cp "target/classes:target/test-classes:$stdlib" Check 2>&1 || true; } | grep -oE "^C$|NoSuchMethodError" | head -n 1; }
build true
stdlib=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}"/org/jetbrains/kotlin/kotlin-stdlib/2.2.21 -name 'kotlin-stdlib-2.2.21.jar')
first=$(run)
echo 'class Chord(val name: String, val confidence: Double = 1.0)' >src/main/kotlin/Chord.kt
build true
changed=$(run)
build false
whole=$(run)
echo "kotlin-maven-plugin 2.2.21: before $first, after a change $changed, compiled as a whole $whole"
[ "$first $changed $whole" = "C NoSuchMethodError C" ]
