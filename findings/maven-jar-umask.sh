#!/usr/bin/env bash
# maven-jar-plugin 3.5.1 with project.build.outputTimestamp: two people's masks make two jars of the same bytes.
# The permissions of each class file, resource and even of the added pom.xml go into the jar's directory of entries.
set -euo pipefail
work=$(mktemp -d "${TMPDIR:-/tmp}/finding-XXXXXX"); trap 'rm -rf "$work"' EXIT
make_one() { # MASK NAME
  (
    umask "$1"; mkdir -p "$work/$2/src/main/resources"; cd "$work/$2"
    printf 'one=1\n' >src/main/resources/one.properties
    cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>x</groupId><artifactId>mask</artifactId><version>1</version>
  <properties>
    <project.build.outputTimestamp>2026-11-01T00:00:00Z</project.build.outputTimestamp>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <build><pluginManagement><plugins>
    <plugin><artifactId>maven-jar-plugin</artifactId><version>3.5.1</version></plugin>
    <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
  </plugins></pluginManagement></build>
</project>
POM
    mvn -B -q -ntp process-resources jar:jar
  )
  (cd "$work/$2/target" && unzip -Z mask-1.jar | awk '/one.properties|pom.xml/ { print $1, $NF }')
  sha256sum "$work/$2/target/mask-1.jar" | cut -c1-16
}
echo "maven-jar-plugin 3.5.1, umask 022:"; one=$(make_one 022 a); echo "$one"
echo "maven-jar-plugin 3.5.1, umask 077:"; two=$(make_one 077 b); echo "$two"
cmp -s "$work/a/src/main/resources/one.properties" "$work/b/src/main/resources/one.properties" || exit 2
[ "$one" != "$two" ] || { echo "changed: the jars are the same now"; exit 1; }
grep -q '^-rw-r--r-- .*pom.xml' <<<"$one" && grep -q '^-rw------- .*pom.xml' <<<"$two" || { echo "changed: other permissions"; exit 1; }
echo "as described: the same content and time stamps, other jars"
