#!/usr/bin/env bash
# JDK 25 (JEP 483/514), serial collector: an AOT cache and a young generation as large as the initial heap (-Xmn = -Xms) do
# not start at all: "Error occurred during initialization of VM, Unable to use AOT cache". The default mode of the cache is
# documented as falling back to a start without it; and each of the two alone starts, as does one MB more of initial heap,
# and the same words with G1.
set -euo pipefail
java=${JAVA_HOME:?JAVA_HOME must be a JDK 25}/bin
"$java/java" -version 2>&1 | head -n 1
"$java/java" -version 2>&1 | grep -q '"25\.' || { echo "this is about JDK 25"; exit 2; }
work=$(mktemp -d "${TMPDIR:-/tmp}/finding-XXXXXX"); trap 'rm -rf "$work"' EXIT; cd "$work"
printf 'public class Hello { public static void main(String[] a) { System.out.println("hello"); } }\n' >Hello.java
"$java/javac" Hello.java && "$java/jar" cf hello.jar Hello.class
"$java/java" -XX:AOTCacheOutput=hello.aot -XX:+UseSerialGC -cp hello.jar Hello >/dev/null 2>&1
[ -s hello.aot ] || { echo "changed: no cache was made"; exit 1; }
try() { printf '%-62s ' "$*"; "$java/java" "$@" -cp hello.jar Hello 2>&1 | tr '\n' ' ' | tee said; echo; }
fine() { grep -q 'hello $' said || { echo "changed: this started before"; exit 1; }; }
cache=-XX:AOTCache=hello.aot
try $cache -XX:+UseSerialGC -Xms17m -Xmn16m || true; fine
try -XX:+UseSerialGC -Xms16m -Xmn16m || true; fine
try $cache -XX:+UseG1GC -Xms16m -Xmn16m || true; fine
try $cache -XX:+UseSerialGC -Xms16m -Xmn16m || true
grep -q 'Unable to use AOT cache' said || { echo "changed: it starts now"; exit 1; }
echo "as described"
