#!/usr/bin/env bash
# Fetches Trino from Maven Central and unpacks, into FOLDER, what reads a lake: the server's jars and the Hive connector,
# without its HDFS client.
set -euo pipefail
version=$1 folder=$2

fetch() {
  # What Maven has to say, it says on standard output.
  mvn -q -B dependency:copy -Dartifact="$1" -DoutputDirectory="$folder/fetched" >&2
}

fetch "io.trino:trino-server-core:$version:tar.gz"
fetch "io.trino:trino-hive:$version:zip"
mkdir "$folder/plugin"
tar -xzf "$folder/fetched/trino-server-core-$version.tar.gz" -C "$folder" --strip-components=1 "trino-server-core-$version/lib"
unzip -q "$folder/fetched/trino-hive-$version.zip" -d "$folder/plugin" -x '*/hdfs/*'
rm -r "$folder/fetched"
