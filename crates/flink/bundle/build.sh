#!/bin/sh
# Compiles the functions into rillcut-functions.jar. Needs Java 17 and the jars of Flink 2.3: those of FLINK_LIB, or
# of the PyPI package apache-flink-libraries, which is installed beside this file when neither is there.
set -eu
cd "$(dirname "$0")"
lib="${FLINK_LIB:-flink/pyflink/lib}"
if [ ! -d "$lib" ]; then
  python3 -m pip install --quiet --no-deps --target flink apache-flink-libraries==2.3.0
fi
jars="$(printf '%s:' "$lib"/*.jar)"
rm -rf build && mkdir -p build
javac -parameters -nowarn -cp "$jars" -d build functions/*.java RunSql.java
jar --create --file rillcut-functions.jar -C build .
