#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The Pollock benchmark: crm-import, with no option that says how a file is written, reads files
# that were damaged on purpose. A file is right if it becomes exactly the table that is expected,
# or if what is missing has been put aside for a reason that names the defect. 95 of 100 must be.
#
# The files are no part of the project; the test is skipped where they are not at hand. DuckDB is
# asked to read the same files if python3 has it, with its own rejects, and must not do better.
#
#   tests/pipe/pollock.sh -v    name the files that are not right, with the measures of each
set -euo pipefail

BIN=$(realpath -m "${BIN:-bin}")
helpers=$(realpath "$(dirname "$0")/pollock")
data=${CRM_DATA:-../shared/data}/pollock/pollock-dev.tar.gz
export LC_ALL=C

if [ ! -e "$data" ]; then
  echo "skipped: the files of the benchmark are not here"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
tar xzf "$data" -C "$work"
mkdir "$work/ours" "$work/duckdb"

# import FILE: read it into ours/, as default options do.
import() {
  local place
  place=$work/ours/$(basename "$1")

  : >"$place.tsv"
  : >"$place.rejects"
  echo 0 >"$place.status"
  if ! "$BIN/crm-import" -o "$place.tsv" --rejects "$place.rejects" "$1" 2>"$place.notes"; then
    echo 1 >"$place.status"
    ! grep -q 'empty input' "$place.notes" || echo empty >"$place.status"
  fi
}

# score READER: a line for each file, its name in front.
score() {
  local file name place

  for file in "$work"/pollock/csv/*.csv; do
    name=$(basename "$file")
    place=$work/$1/$name
    printf '%s ' "$name"
    awk -v status="$(cat "$place.status")" -f "$helpers/score.awk" \
      "$work/pollock/clean/$name" "$place.tsv" "$place.rejects"
  done
}

# sum_up READER: the share of files that are right, and the mean sum of the ten measures.
sum_up() {
  awk '{ right += $2; for (i = 3; i <= NF; i++) sum += $i }
    END { printf "%.1f %% of %d files right, %.2f of 10 points", 100 * right / NR, NR, sum / NR }
  ' "$work/$1.scores"
}

share() {
  awk '{ right += $2 } END { printf "%d\n", 1000 * right / NR }' "$work/$1.scores"
}

for file in "$work"/pollock/csv/*.csv; do
  import "$file"
done
score ours >"$work/ours.scores"
[ "${1-}" != -v ] || awk '$2 == 0' "$work/ours.scores"

theirs=
if version=$(python3 "$helpers/duckdb.py" "$work/pollock/csv" "$work/duckdb" 2>"$work/why"); then
  score duckdb >"$work/duckdb.scores"
  theirs="; DuckDB $version: $(sum_up duckdb)"
  if [ "$(share ours)" -le "$(share duckdb)" ]; then
    echo "DuckDB reads as many files right: $(sum_up duckdb)"
    exit 1
  fi
elif ! grep -q 'No module named' "$work/why"; then
  cat "$work/why"
  exit 1
fi

if [ "$(share ours)" -lt 950 ]; then
  awk '$2 == 0 { print "not right: " $1 }' "$work/ours.scores"
  sum_up ours
  exit 1
fi
echo "crm-import: $(sum_up ours)$theirs"
