#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What a file exports tells where it is: a symbol of lib/run/keyed.c begins with `keyed_` or
# `run_keyed`, or with the name of a struct that lib/run/keyed.h declares, as `moment_` does in
# base/date. The objects are looked at ($BUILD, build/release if it is not set), not the text.
set -euo pipefail

cd "$(dirname "$0")/.."
build=${BUILD:-build/release}

# Files that fill in another file's header: FILE PREFIX.
exceptions='
lib/io/gzip.c codec_
lib/io/zstd.c codec_
'

# The structs that a header declares, without those that are modules of their own.
structs_of() {
  local name

  [ -e "$1" ] || return 0
  while read -r name; do
    compgen -G "lib/*/$name.h" >/dev/null || echo "$name"_
  done < <(sed -nE 's/^struct ([a-z0-9_]+)( \{|;).*/\1/p' "$1")
}

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
  name=$(basename "$source" .c)
  folder=$(basename "$(dirname "$source")")
  prefixes=$(
    printf '%s\n' "${name}_" "${folder}_${name}"
    awk -v source="$source" '$1 == source { print $2 }' <<<"$exceptions"
    structs_of "${source%.c}.h"
  )
  while read -r symbol; do
    line=$(grep -nE -m 1 "(^|[^A-Za-z0-9_])$symbol([^A-Za-z0-9_]|\$)" "$source" | cut -d: -f1)
    echo "$source:${line:-1}: '$symbol' must begin with '${name}_' or be static"
    status=1
  done < <(nm --defined-only --extern-only --format=posix "$object" |
    awk -v prefixes="$prefixes" '
      BEGIN { count = split(prefixes, prefix, "\n") }
      $1 !~ /^_|\./ {
        for (i = 1; i <= count; i++)
          if (index($1, prefix[i]) == 1)
            next
        print $1
      }')
done < <(find lib -name '*.c' | LC_ALL=C sort)

[ "$status" -ne 0 ] || echo "$count files"
exit "$status"
