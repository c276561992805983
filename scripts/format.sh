#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Lay out the C sources as .clang-format says.
#
#   format.sh            change the files that differ
#   format.sh --check    change nothing; fail and show the difference if one would
#
# Macros that stand for a value in braces, as in `#define BUF_EMPTY { NULL, 0, 0 }`, are taken by
# clang-format 14 for the body of a function. It is shown a call in place of the braces.
set -euo pipefail

cd "$(dirname "$0")/.."

hide='s/^(#define [A-Z0-9_]+) \{ (.*) \}$/\1 BRACED__(\2)/'
show='s/^(#define [A-Z0-9_]+) BRACED__\((.*)\)$/\1 { \2 }/'

mode=${1-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

count=0
differing=0
while IFS= read -r -d '' file; do
  count=$((count + 1))
  sed -E "$hide" "$file" | clang-format --assume-filename="$file" | sed -E "$show" >"$scratch/new"
  cmp -s "$file" "$scratch/new" && continue
  differing=$((differing + 1))
  if [ "$mode" = --check ]; then
    diff -u --label "$file" --label "$file, formatted" "$file" "$scratch/new" || true
  else
    cat "$scratch/new" >"$file"
    echo "$file"
  fi
done < <(find lib cmd tests -name '*.[ch]' -print0 | sort -z)

[ "$mode" = --check ] || exit 0
if [ "$differing" -gt 0 ]; then
  echo "$differing of $count files: run make format"
  exit 1
fi
echo "$count files"
