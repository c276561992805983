#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Measure the speed of the tools, beside that of others doing the same work on the same file in
# the same run; only the ratios say something, the seconds are those of the machine.
#
#   bench.sh                all questions
#   bench.sh NAME …         these: scripts/bench/NAME.sh
#
#   BENCH_ROWS   rows of the ledger (default: 20000000), with a customer for every 20
#   BENCH_JOBS   threads of each contestant that has threads (default: the number of processors)
#   BENCH_RUNS   times that each is run, in turns (default: 5)
#   CRM_DATA     a folder of public data, with online-retail/online_retail.csv
#
# Peers that are not there are skipped with a word. All that is measured is also kept in
# build/bench/results.tsv, to be looked at with column -t; scripts/bench-tables.sh puts it in the
# README and the man page.
#
# Before anything is timed, the answers are compared: a difference ends the run. A time is that of
# the whole process, from its start to its end, with the file in the page cache. The data are kept
# in build/bench for the next time.
set -euo pipefail

cd "$(dirname "$0")/.."
BIN=$(realpath -m "${BIN:-bin}")
export BIN
if [ ! -x "$BIN/crm-profile" ]; then
  echo "bench.sh: no tools in $BIN: run make first" >&2
  exit 1
fi

# Each question is a program; what they share is not.
questions=("$@")
if [ $# -eq 0 ]; then
  for file in scripts/bench/*.sh; do
    [ ! -x "$file" ] || questions+=("$(basename "$file" .sh)")
  done
fi

# The machine, and who is measured: figures of others than these say nothing about these.
about() {
  printf '%-12s %s\n' "$1" "$2"
  printf '%s\t%s\n' "$1" "$2" >>build/bench/about.tsv
}
mkdir -p build/bench
: >build/bench/about.tsv
about machine "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(nproc) processors, $(
  awk '/^MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo
)"
about system "$(uname -sr)"
about toolkit "$("$BIN/crm-profile" --version)"
for name in duckdb polars chdb; do
  about "$name" "$(build/venv/bin/python -c "import $name; print($name.__version__)" 2>/dev/null ||
    echo 'not there: skipped')"
done
about miller "$(mlr --version 2>/dev/null || echo 'not there: skipped')"
about mawk "$(mawk -W version 2>&1 </dev/null | head -n 1)"
echo

printf 'question\tcontestant\tbest\tmedian\tmost\tprocessor\trows\tbytes\tpeak_mb\tratio\n' \
  >build/bench/results.tsv
first=yes
for question in "${questions[@]}"; do
  [ -n "$first" ] || echo
  first=
  "scripts/bench/$question.sh"
done
