#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Files that were damaged on purpose, read by crm-import and by DuckDB: which become what they
# should be? The files are no part of the project; skipped where they are not at hand.
. "$(dirname "$0")/shared.sh"

echo 'damaged files'
PATH=$PWD/$(dirname "$python"):$PATH
for test in pollock csv-spectrum; do
  tests/pipe/$test.sh >"$scratch/said" || fail "$test: $(cat "$scratch/said")"
  printf '  %-14s %s\n' "$test:" "$(cat "$scratch/said")"
done
