#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Starting: what a tool costs that has next to nothing to do.
. "$(dirname "$0")/shared.sh"

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

make_ledger
empty=$scratch/empty.tsv
head -n 1 "$ledger" >"$empty"
echo 'starting, mean of 20 runs'
for command in "crm-profile --version" "crm-profile $empty" "$python -c 'import duckdb'"; do
  printf '  %-36s %8.1f ms\n' "${command//$scratch\//}" \
    "$(started "$command" | awk '{ print $1 * 1000 }')"
done
