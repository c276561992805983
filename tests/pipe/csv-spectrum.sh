#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# csv-spectrum, small files that each have a trap for readers of CSV: crm-import makes of them what
# the JSON beside them says, with no option. Skipped where they, or python3, are not at hand.
#
# DuckDB is asked to read the same files if python3 has it, and must not do better.
set -euo pipefail

BIN=$(realpath -m "${BIN:-bin}")
helpers=$(realpath "$(dirname "$0")/pollock")
data=$(realpath -m "${CRM_DATA:-../shared/data}/csv-spectrum")
export LC_ALL=C

if [ ! -d "$data" ] || ! python3 -c 'import json' 2>/dev/null; then
  echo "skipped: there is no ../shared/data/csv-spectrum, or no python3"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/wanted" "$work/ours" "$work/duckdb"
python3 "$helpers/json-tables.py" "$data/json" "$work/wanted"
for file in "$data"/csvs/*.csv; do
  "$BIN/crm-import" -q "$file" >"$work/ours/$(basename "$file").tsv" || true
done

# right READER: how many files it has read right, and how many there are; names the others.
right() {
  local wanted good=0 all=0

  for wanted in "$work"/wanted/*; do
    all=$((all + 1))
    if cmp -s "$wanted" "$work/$1/$(basename "$wanted")"; then
      good=$((good + 1))
    else
      basename "$wanted" .tsv >>"$work/$1.wrong"
    fi
  done
  echo "$good $all"
}

sum_up() {
  awk '{ printf "%.1f %% of %d files right", 100 * $1 / $2, $2 }' <<<"$1"
}

ours=$(right ours)
theirs=
if version=$(python3 "$helpers/duckdb.py" "$data/csvs" "$work/duckdb" 2>"$work/why"); then
  theirs="; DuckDB $version: $(sum_up "$(right duckdb)")"
elif ! grep -q 'No module named' "$work/why"; then
  cat "$work/why"
  exit 1
fi
if [ -e "$work/ours.wrong" ]; then
  sed 's/^/not right: /' "$work/ours.wrong"
  exit 1
fi
echo "crm-import: $(sum_up "$ours")$theirs"
