#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Measure the speed of the tools, beside that of others doing the same work on the same file in
# the same run; only the ratios say something, the seconds are those of the machine.
#
#   BENCH_ROWS   rows of the ledger (default: 20000000), with a customer for every 20
#   BENCH_JOBS   threads of each contestant that has threads (default: the number of processors)
#   BENCH_RUNS   times that each is run, in turns (default: 3)
#
# Before anything is timed, the answers are compared: a difference ends the run. A time is that of
# the whole process, from its start to its end, with the file in the page cache. The data are kept
# in build/bench for the next time.
set -euo pipefail

cd "$(dirname "$0")/.."
BIN=$(realpath -m "${BIN:-bin}")
PATH=$BIN:$PATH
export LC_ALL=C

rows=${BENCH_ROWS:-20000000}
jobs=${BENCH_JOBS:-$(nproc)}
runs=${BENCH_RUNS:-3}
customers=$(((rows + 19) / 20))
python=build/venv/bin/python
work=build/bench
ledger=$work/ledger-$rows.tsv

fail() {
  printf 'bench.sh: %s\n' "$1" >&2
  exit 1
}

# measure NAME COMMAND …: run it, and add "seconds kilobytes" to the record of NAME.
measure() {
  local record=$scratch/times-$1
  shift

  /usr/bin/time -f '%e %M' -a -o "$record" "$@" ||
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

# best NAME, median NAME, peak NAME: of what was measured, in seconds and megabytes.
best() {
  sort -n "$scratch/times-$1" | awk 'NR == 1 { print $1 }'
}

median() {
  sort -n "$scratch/times-$1" | awk '{ time[NR] = $1 } END { print time[int((NR + 1) / 2)] }'
}

peak() {
  awk '$2 > most { most = $2 } END { printf "%.0f", most / 1024 }' "$scratch/times-$1"
}

# A table of those that were measured: LABEL NAME …, the first being what the others are held to.
# $table_rows and $table_bytes are what each has read.
table() {
  local first=$2 label name

  printf '  %-18s %9s %9s %11s %8s %9s  %s\n' '' best median 'rows/s' MB/s 'peak MB' "to $1"
  while [ $# -gt 0 ]; do
    label=$1 name=$2
    shift 2
    awk -v label="$label" -v best="$(best "$name")" -v median="$(median "$name")" \
      -v peak="$(peak "$name")" -v first="$(median "$first")" \
      -v rows="$table_rows" -v bytes="$table_bytes" '
      BEGIN {
        divisor = median > 0.005 ? median : 0.005
        printf "  %-18s %7.2f s %7.2f s %9.2f M %8.0f %9d  %.2f\n", label, best, median,
          rows / divisor / 1e6, bytes / divisor / 1e6, peak,
          median / (first > 0.005 ? first : 0.005)
      }'
  done
}

make_ledger() {
  [ ! -e "$ledger" ] || return 0
  echo "making $ledger"
  crm-sample --rows "$rows" --customers "$customers" --seed 1 -o "$ledger"
}

# ---- profiles ----------------------------------------------------------------------------------

run_profile() {
  measure profile crm-profile -j "$jobs" -o "$scratch/profile.tsv" "$ledger"
}

run_duckdb() {
  measure duckdb "$python" scripts/bench/run-sql.py scripts/bench/profile.sql "$jobs" \
    input="$ledger" output="$scratch/duckdb.tsv"
}

run_mawk() {
  # Sorted like the others; the sort is not measured, and costs next to nothing.
  measure mawk mawk -f scripts/bench/profile.awk "$ledger" >"$scratch/mawk"
}

run_wc() {
  measure wc wc -l "$ledger" >"$scratch/wc"
}

compare_profiles() {
  run_profile
  run_duckdb
  printf '  crm-profile and duckdb: '
  mawk -v other="$scratch/duckdb.tsv" -v loose=gap_mean,gap_sd -v unit=0.0001 \
    -f scripts/bench/compare.awk "$scratch/profile.tsv" || fail "crm-profile and duckdb disagree"

  # The columns that mawk has too, but for first and last, which are of purchase days elsewhere.
  run_mawk
  printf '  crm-profile and mawk, 6 columns: '
  {
    printf 'customer_id\torders\tamount\tamount_mean\treturns\treturned_amount\n'
    sort "$scratch/mawk" | cut -f 1,2,5-8
  } >"$scratch/mawk.tsv"
  cut -f 1,2,9,10,12,13 "$scratch/profile.tsv" >"$scratch/part.tsv"
  mawk -v other="$scratch/mawk.tsv" -v loose=amount_mean -v unit=0.000001 \
    -f scripts/bench/compare.awk "$scratch/part.tsv" ||
    fail "crm-profile and mawk disagree"
  rm "$scratch"/times-*
}

bench_profile() {
  make_ledger
  table_rows=$(($(wc -l <"$ledger") - 1))
  table_bytes=$(wc -c <"$ledger")
  cat "$ledger" >/dev/null

  printf '\ncustomer profiles of %d rows, %d MB, %d customers, %d threads\n' "$table_rows" \
    $((table_bytes / 1000000)) "$customers" "$jobs"
  compare_profiles
  in_turns profile duckdb mawk wc
  table crm-profile profile "duckdb $duckdb_version" duckdb 'mawk (a part)' mawk 'wc -l' wc
}

# ---- making a ledger ---------------------------------------------------------------------------

run_sample() {
  measure sample crm-sample -j "$jobs" --rows "$rows" --customers "$customers" --seed 1 >/dev/null
}

bench_sample() {
  printf '\nmaking the ledger\n'
  in_turns sample
  table crm-sample sample
}

# ---- reading a CSV file ------------------------------------------------------------------------

run_import() {
  measure import crm-import --quiet -j "$jobs" --kind transactions -m order_id=InvoiceNo \
    -m date=InvoiceDate -m customer_id=CustomerID -m product_id=StockCode -m product=Description \
    -m category=Category -m channel=Channel -m quantity=Quantity -m price=UnitPrice \
    -s 'amount=Quantity*UnitPrice' -o "$scratch/import.tsv" "$export"
}

run_copy() {
  measure copy "$python" scripts/bench/run-sql.py scripts/bench/import.sql "$jobs" \
    input="$export" output="$scratch/copy.tsv"
}

bench_import() {
  local count=$((rows / 10))

  [ -x "$BIN/crm-import" ] || return 0
  export=$work/export-$count.csv
  [ -e "$export" ] || crm-sample --format csv --rows "$count" --seed 1 -o "$export"
  table_rows=$(($(wc -l <"$export") - 1))
  table_bytes=$(wc -c <"$export")
  cat "$export" >/dev/null

  printf '\nCSV to TSV, %d rows, %d MB, %d threads\n' "$table_rows" $((table_bytes / 1000000)) \
    "$jobs"
  run_import
  run_copy
  printf '  crm-import and duckdb: '
  mawk -v other="$scratch/copy.tsv" -f scripts/bench/compare.awk "$scratch/import.tsv" ||
    fail "crm-import and duckdb disagree"
  rm "$scratch"/times-*
  in_turns import copy
  table crm-import import "duckdb $duckdb_version" copy
}

# ---- starting ----------------------------------------------------------------------------------

# started COMMAND: print the mean of its seconds, over many runs.
started() {
  local start count

  if command -v hyperfine >/dev/null; then
    hyperfine --shell none --warmup 3 --runs 20 --export-csv "$scratch/start.csv" "$1" \
      >/dev/null 2>&1 || fail "'$1' failed"
    awk -F , 'END { print $(NF - 6) }' "$scratch/start.csv"
    return
  fi
  start=$(date +%s%N)
  for ((count = 0; count < 20; count++)); do
    bash -c "exec $1" >/dev/null || fail "'$1' failed"
  done
  echo "$start $(date +%s%N)" | awk '{ print ($2 - $1) / 20 / 1e9 }'
}

bench_start() {
  local empty=$scratch/empty.tsv command

  head -n 1 "$ledger" >"$empty"
  printf '\nstarting, mean of 20 runs\n'
  for command in "crm-profile --version" "crm-profile $empty" "$python -c 'import duckdb'"; do
    printf '  %-36s %8.1f ms\n' "${command//$scratch\//}" \
      "$(started "$command" | awk '{ print $1 * 1000 }')"
  done
}

[ -x "$BIN/crm-profile" ] || fail "no tools in $BIN: run make first"
mkdir -p "$work"
scratch=$(mktemp -d "$work/run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

duckdb_version=$("$python" scripts/bench/run-sql.py)
bench_profile
bench_sample
bench_import
bench_start
