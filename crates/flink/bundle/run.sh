#!/bin/sh
# Runs job_local.sql and compares what it gives with what the lab gave.
set -eu
cd "$(dirname "$0")"
lib="${FLINK_LIB:-flink/pyflink/lib}"
jars="$(printf '%s:' "$lib"/*.jar)"
rm -rf out
opens=""
for name in java.lang java.net java.nio java.time java.util java.util.concurrent java.util.concurrent.atomic; do
  opens="$opens --add-opens=java.base/$name=ALL-UNNAMED"
done
# shellcheck disable=SC2086
java $opens --add-opens=java.base/sun.nio.ch=ALL-UNNAMED -cp "rillcut-functions.jar:$jars" RunSql "$@" job_local.sql
python3 compare.py .
