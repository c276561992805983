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
#   BENCH_RUNS   times that each is run, in turns (default: 3)
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

first=yes
for question in "${questions[@]}"; do
  [ -n "$first" ] || echo
  first=
  "scripts/bench/$question.sh"
done
