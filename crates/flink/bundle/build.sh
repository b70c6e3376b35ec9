#!/bin/sh
# Compiles the functions into rillcut-functions.jar, which holds job.sql, too. Needs Java 17 and the jars of Flink 2.3: those of FLINK_LIB, or
# of the PyPI package apache-flink-libraries, which is installed beside this file when neither is there.
# Jars that are named (sh build.sh CONNECTOR.jar) are put into it, for the functions to use, too: with the connector for Kinesis it is the whole application.
set -eu
cd "$(dirname "$0")"
lib="${FLINK_LIB:-flink/pyflink/lib}"
if [ ! -d "$lib" ]; then
  python3 -m pip install --quiet --no-deps --target flink apache-flink-libraries==2.3.0
fi
jars="$(printf '%s:' "$lib"/*.jar)"
rm -rf build && mkdir -p build
for more in "$@"; do
  more="$(cd "$(dirname "$more")" && pwd)/$(basename "$more")"
  (cd build && jar --extract --file "$more")
done
javac -parameters -nowarn -cp "build:$jars" -d build functions/*.java RunSql.java
cp job.sql build/
jar --create --file rillcut-functions.jar --main-class RunSql -C build .
