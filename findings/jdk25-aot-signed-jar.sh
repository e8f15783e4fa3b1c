#!/usr/bin/env bash
# JDK 25 (JEP 483/514): no class of a signed jar gets into an AOT cache, and a program whose start is mostly such classes
# gains little from one. BouncyCastle's provider is signed: of some 500 classes that its construction loads none is
# archived, while of the same classes in a jar without the signature files all are, and the second starts several times as
# fast. Making the cache says "Skipping ...: Signed JAR" for each; using it says nothing.
set -euo pipefail
java=${JAVA_HOME:?JAVA_HOME must be a JDK 25}/bin
"$java/java" -version 2>&1 | head -n 1
"$java/java" -version 2>&1 | grep -q '"25\.' || { echo "this is about JDK 25"; exit 2; }
work=$(mktemp -d "${TMPDIR:-/tmp}/finding-XXXXXX"); trap 'rm -rf "$work"' EXIT; cd "$work"
mvn -B -ntp -q dependency:copy -Dartifact=org.bouncycastle:bcprov-jdk18on:1.86 -DoutputDirectory=. >/dev/null 2>&1
mv bcprov-jdk18on-1.86.jar signed.jar
python3 - <<'P'
import sys, zipfile
leave = {n for n in zipfile.ZipFile("signed.jar").namelist() if n.startswith("META-INF/") and n.rsplit(".", 1)[-1] in ("SF", "RSA", "DSA", "EC")}
with zipfile.ZipFile("signed.jar") as a, zipfile.ZipFile("plain.jar", "w", zipfile.ZIP_DEFLATED) as b:
    for n in a.namelist():
        if n not in leave:
            b.writestr(n, a.read(n))
P
cat >Start.java <<'J'
public class Start {
    public static void main(String[] arguments) throws Exception {
        long began = System.nanoTime();
        Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider").getDeclaredConstructor().newInstance();
        System.out.println((System.nanoTime() - began) / 1_000_000 + " ms");
    }
}
J
"$java/javac" Start.java && "$java/jar" cf start.jar Start.class
for jar in signed plain; do
  "$java/java" -XX:AOTCacheOutput=$jar.aot -cp start.jar:$jar.jar Start >made 2>&1
  [ -s $jar.aot ] || { echo "changed: no cache was made"; exit 1; }
  "$java/java" -XX:AOTCache=$jar.aot -Xlog:class+load -cp start.jar:$jar.jar Start | grep ' org\.bouncycastle\.' >loaded
  all=$(wc -l <loaded); archived=$(grep -c 'shared objects file' loaded || true)
  echo "$jar.jar: $all classes of the provider loaded, $archived from the cache, $(grep -c 'Signed JAR' made || true) skipped as signed when it was made; $("$java/java" -XX:AOTCache=$jar.aot -cp start.jar:$jar.jar Start)"
  [ "$all" -gt 100 ] || { echo "changed: the provider loads fewer classes"; exit 1; }
  case $jar in
    signed) [ "$archived" = 0 ] || { echo "changed: classes of a signed jar are archived"; exit 1; } ;;
    plain) [ "$archived" -gt $((all * 9 / 10)) ] || { echo "changed: classes of a plain jar are not archived"; exit 1; } ;;
  esac
done
echo "as described"
