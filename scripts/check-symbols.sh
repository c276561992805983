#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What lib/X/name.c exports begins with `name_`, so that a call tells its file. The objects are
# looked at ($BUILD, build/release if it is not set), not the text.
set -euo pipefail

cd "$(dirname "$0")/.."
build=${BUILD:-build/release}

# A file that fills in a part of another file's header: FILE PREFIX.
exceptions='
lib/io/gzip.c codec_
lib/io/zstd.c codec_
'

status=0
count=0
while IFS= read -r source; do
  object=$build/${source%.c}.o
  if [ ! -e "$object" ]; then
    echo "$source:1: not compiled: no $object"
    status=1
    continue
  fi
  count=$((count + 1))
  prefix=$(basename "$source" .c)_
  other=$(awk -v source="$source" '$1 == source { print $2 }' <<<"$exceptions")
  while read -r symbol; do
    [ -n "$symbol" ] || continue
    case $symbol in
      "$prefix"* | "${other:-$prefix}"*) ;;
      *)
        line=$(grep -nE -m 1 "(^|[^A-Za-z0-9_])$symbol([^A-Za-z0-9_]|\$)" "$source" | cut -d: -f1)
        echo "$source:${line:-1}: '$symbol' must begin with '$prefix' or be static"
        status=1
        ;;
    esac
  done < <(nm --defined-only --extern-only --format=posix "$object" |
    awk '$1 !~ /^_|\./ { print $1 }')
done < <(find lib -name '*.c' | LC_ALL=C sort)

[ "$status" -ne 0 ] || echo "$count files"
exit "$status"
