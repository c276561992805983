# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# What the measurements have in common; each of them begins with
#
#   . "$(dirname "$0")/shared.sh"
#
# and is then in the root of the repository, with the tools first in PATH, and has a folder
# $scratch of its own, which goes away with it. Data are kept in $work for the next time.
# scripts/bench.sh tells what is set from outside.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
BIN=$(realpath -m "${BIN:-bin}")
PATH=$BIN:$PATH
export LC_ALL=C

# shellcheck disable=SC2034 # for those who read this file
{
  rows=${BENCH_ROWS:-20000000}
  jobs=${BENCH_JOBS:-$(nproc)}
  runs=${BENCH_RUNS:-5}
  customers=$(((rows + 19) / 20))
  python=build/venv/bin/python
  work=build/bench
  ledger=$work/ledger-$rows.tsv
  wide=$work/wide-$rows.tsv
}

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 1
}

# measure NAME COMMAND …: run it, and add "seconds kilobytes user system" to the record of NAME.
measure() {
  local record=$scratch/times-$1
  shift

  /usr/bin/time -f '%e %M %U %S' -a -o "$record" "$@" ||
    fail "'$*' failed"
}

# in_turns NAME …: measure the functions run_NAME, one after the other, again and again.
in_turns() {
  local turn name

  for ((turn = 0; turn < runs; turn++)); do
    for name; do
      "run_$name"
    done
  done
}

# best NAME, most NAME, median NAME, worked NAME, peak NAME: of what was measured, in seconds and megabytes.
best() {
  sort -n "$scratch/times-$1" | awk 'NR == 1 { print $1 }'
}

most() {
  sort -n "$scratch/times-$1" | awk 'END { print $1 }'
}

median() {
  sort -n "$scratch/times-$1" | awk '{ time[NR] = $1 } END { print time[int((NR + 1) / 2)] }'
}

# The median of the processors' seconds, in which the rest of a busy machine shows less.
worked() {
  awk '{ print $3 + $4 }' "$scratch/times-$1" | sort -n |
    awk '{ time[NR] = $1 } END { print time[int((NR + 1) / 2)] }'
}

peak() {
  awk '$2 > most { most = $2 } END { printf "%.0f", most / 1024 }' "$scratch/times-$1"
}

# shellcheck disable=SC2154 # table_rows and table_bytes are set by those who read this file
# A table of those that were measured: LABEL NAME …, the first being what the others are held to.
# $table_rows and $table_bytes are what each has read. The results go to a file too, under the
# question that `title` has named. A contestant that was not measured is left out.
table() {
  local first=$2 label name

  printf '  %-20s %9s %9s %9s %9s %11s %8s %9s  %s\n' '' best median most processor 'rows/s' MB/s \
    'peak MB' "to $1"
  while [ $# -gt 0 ]; do
    label=$1 name=$2
    shift 2
    [ -e "$scratch/times-$name" ] || continue
    awk -v label="$label" -v best="$(best "$name")" -v median="$(median "$name")" \
      -v most="$(most "$name")" -v question="$question" -v results="$work/results.tsv" \
      -v worked="$(worked "$name")" -v peak="$(peak "$name")" -v first="$(median "$first")" \
      -v rows="$table_rows" -v bytes="$table_bytes" '
      BEGIN {
        divisor = median > 0.005 ? median : 0.005
        ratio = median / (first > 0.005 ? first : 0.005)
        printf "  %-20s %7.2f s %7.2f s %7.2f s %7.2f s %9.2f M %8.0f %9d  %.2f\n", label, best,
          median, most, worked, rows / divisor / 1e6, bytes / divisor / 1e6, peak, ratio
        printf "%s\t%s\t%.2f\t%.2f\t%.2f\t%.2f\t%d\t%d\t%d\t%.3f\n", question, label, best, median,
          most, worked, rows, bytes, peak, ratio >>results
      }'
  done
}

# Name what is measured, on one line, for the reader and for the file of results.
question=$(basename "$0" .sh)
title() {
  # shellcheck disable=SC2059 # it is a format, with what goes into it
  question=$(printf "$@")
  printf '%s\n' "$question"
}

# has_module NAME: can Python import it? If not, a word about it.
has_module() {
  "$python" -c "import $1" 2>/dev/null && return
  printf '  (no %s: skipped)\n' "$1"
  return 1
}

# read_ledger FILE: what is known of the ledger that is being read, and its bytes in the page cache.
read_ledger() {
  cat "$1" >/dev/null
  table_rows=$(($(wc -l <"$1") - 1))
  table_bytes=$(wc -c <"$1")
}

# The four columns that are asked for: customer, order, date, amount.
make_ledger() {
  [ ! -e "$ledger" ] || return 0
  echo "making $ledger"
  crm-sample --rows "$rows" --customers "$customers" --seed 1 | cut -f 1-3,10 >"$ledger.part"
  mv "$ledger.part" "$ledger"
}

# The same shop with all that crm-sample tells of it: ten columns, twice the bytes.
make_wide_ledger() {
  [ ! -e "$wide" ] || return 0
  echo "making $wide"
  crm-sample --rows "$rows" --customers "$customers" --seed 1 -o "$wide"
}

# spread_ledger NAME CUSTOMER: the same ledger with other customers, as an expression of awk.
spread_ledger() {
  local source=$work/ledger-$rows.tsv

  ledger=$source
  make_ledger
  ledger=$work/ledger-$rows-$1.tsv
  [ ! -e "$ledger" ] || return 0
  echo "making $ledger"
  mawk "BEGIN { FS = OFS = \"\\t\" } NR > 1 { \$1 = $2 } { print }" "$source" >"$ledger.part"
  mv "$ledger.part" "$ledger"
}

# agree ONE OTHER FILE FILE [NAME=VALUE …]: the same table, or the end; see compare.awk.
agree() {
  local option options=()

  for option in "${@:5}"; do
    options+=(-v "$option")
  done
  printf '  %s and %s: ' "$1" "$2"
  mawk -v other="$4" ${options[@]+"${options[@]}"} -f scripts/bench/compare.awk "$3" ||
    fail "$1 and $2 disagree"
}

# run_sql NAME FILE [NAME=VALUE …]: measure DuckDB.
run_sql() {
  measure "$1" "$python" scripts/bench/run-sql.py "scripts/bench/$2" "$jobs" "${@:3}"
}

mkdir -p "$work"
scratch=$(mktemp -d "$work/run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
# shellcheck disable=SC2034 # for those who read this file
duckdb="duckdb $("$python" scripts/bench/run-sql.py 2>/dev/null)" || duckdb=

# For questions that make no sense without it.
wants_duckdb() {
  [ -z "$duckdb" ] || return 0
  echo "$question: there is no DuckDB: skipped"
  exit 0
}
