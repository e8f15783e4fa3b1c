#!/usr/bin/env bash
# OpenAPI Generator 7.18.0: a schema that is called Override becomes a class of that name in the package of all models, and
# every other model's @Override then means that class. `validate` finds nothing; what is generated does not compile.
set -euo pipefail
work=$(mktemp -d "${TMPDIR:-/tmp}/finding-XXXXXX"); trap 'rm -rf "$work"' EXIT
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cd "$work"
mvn -B -q -ntp org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -Dartifact=org.openapitools:openapi-generator-cli:7.18.0 \
  -DoutputDirectory="$work" -Dmdep.stripVersion=true >/dev/null 2>&1
contract() { # NAME
  cat <<Y
openapi: 3.1.0
info: {title: t, version: "1", license: {name: MIT, identifier: MIT}}
servers: [{url: "https://example.org"}]
tags: [{name: a}]
paths:
  /rule:
    get:
      operationId: rule
      tags: [a]
      responses: {"200": {description: ok, content: {application/json: {schema: {\$ref: '#/components/schemas/$1'}}}}}
components:
  schemas:
    $1: {type: object, properties: {low: {type: integer}}}
Y
}
try() { # NAME -> how many annotations were taken for the class
  contract "$1" >"$1.yaml"
  "$java" -jar openapi-generator-cli.jar validate -i "$1.yaml" 2>/dev/null | grep -q 'No validation issues' || exit 2
  "$java" -jar openapi-generator-cli.jar generate -g java --library native -i "$1.yaml" -o "$1" >/dev/null 2>&1
  # Libraries are absent here, so other errors come too; only this one is counted.
  { "$javac" -proc:none -Xmaxerrs 10000 -d "$1/out" $(find "$1/src/main" -name '*.java') 2>&1 || :; } \
    | grep -c 'Override cannot be converted to \(java.lang.annotation.\)\?Annotation' || :
}
named=$(try Override); other=$(try OwnersRule)
echo "openapi-generator-cli 7.18.0, java/native: schema Override: validates, $named uses of @Override mean the schema; schema OwnersRule: $other"
[ "$named" -gt 0 ] && [ "$other" = 0 ] || { echo "changed"; exit 1; }
