#!/bin/sh
# System.console() is null in a pipe on JDK 25, and Error Prone 2.50.0 fails a build that checks for it.
#
# JDK 22 to 24 gave a Console to every program, and Error Prone's SystemConsoleNull says that a test for null is outdated
# "in JDK 22 and newer". JDK 25 made java.base the default provider again: without a terminal there is no Console. Code
# that follows the warning works at a desk and throws NullPointerException in a pipe, in cron and in CI.
# Needs JAVA_HOME of a JDK 25 and Maven. Ends with 0 while both are so, with 1 when that changes.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >Here.java <<'J'
public class Here {
    public static void main(String[] args) {
        var console = System.console();
        System.out.println(Runtime.version() + ": System.console() is " + (console == null ? "null" : "an object"));
    }
}
J
cat >pom.xml <<'X'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies><dependency>
<groupId>com.google.errorprone</groupId><artifactId>error_prone_core</artifactId><version>2.50.0</version>
</dependency></dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -Dmdep.outputFile=path >/dev/null
flags=""
for package in api file main model parser processing tree util; do
  flags="$flags -J--add-exports=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"
done
for package in code comp; do flags="$flags -J--add-opens=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"; done
# shellcheck disable=SC2086
"$JAVA_HOME/bin/javac" $flags -XDcompilePolicy=simple --should-stop=ifError=FLOW -XDaddTypeAnnotationsToSymbol=true \
  -processorpath "$(cat path)" -Xplugin:ErrorProne -d out Here.java 2>said || { cat said; exit 1; }
echo "error_prone_core 2.50.0 says: $(grep -o '\[SystemConsoleNull\].*' said || echo nothing)"
said_null=$(echo | "$JAVA_HOME/bin/java" -cp out Here)
echo "$said_null"
grep -q SystemConsoleNull said && case "$said_null" in *"is null") exit 0 ;; *) exit 1 ;; esac
