#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Starting: what each tool costs that has next to nothing to do, and ten rows that go through a
# pipe of five. Beside them, Python with DuckDB, if it is there.
. "$(dirname "$0")/shared.sh"

# started COMMAND: print the mean of its milliseconds, over many runs.
started() {
  if command -v hyperfine >/dev/null; then
    hyperfine --shell none --warmup 3 --runs 30 --export-csv "$scratch/start.csv" "$1" \
      >/dev/null 2>&1 || fail "'$1' failed"
    awk -F , 'END { printf "%.2f", $(NF - 6) * 1000 }' "$scratch/start.csv"
    return
  fi
  local start count
  start=$(date +%s%N)
  for ((count = 0; count < 30; count++)); do
    bash -c "exec $1" >/dev/null || fail "'$1' failed"
  done
  echo "$start $(date +%s%N)" | awk '{ printf "%.2f", ($2 - $1) / 30 / 1e6 }'
}

# show LABEL COMMAND [LESS]: say it, and keep it; LESS is what does not count.
show() {
  local milliseconds
  milliseconds=$(awk -v all="$(started "$2")" -v less="${3:-0}" 'BEGIN { print all - less }')
  printf '  %-36s %8.1f ms\n' "$1" "$milliseconds"
  printf 'starting\t%s\t\t%.4f\t\t\t\t\t\t\n' "$1" "$(awk "BEGIN { print $milliseconds / 1000 }")" \
    >>"$work/results.tsv"
}

title 'starting, mean of 30 runs'
for tool in "$BIN"/crm*; do
  show "$(basename "$tool") --version" "$tool --version"
done

crm-sample --quiet --rows 10 --seed 1 -o "$scratch/ten.tsv"
cat >"$scratch/pipe.sh" <<EOF
crm-import -q -k transactions "$scratch/ten.tsv" | crm-profile -q |
  crm-segment -q --abc --rfm | crm-score -q --value --margin 20 | crm-report -q
EOF
if bash -eu -o pipefail "$scratch/pipe.sh" >/dev/null; then
  # The shell that starts the five is not one of them.
  show 'ten rows through five tools' "bash $scratch/pipe.sh" "$(started 'bash -c :')"
fi
if has_module duckdb; then
  show 'python, import duckdb' "$python -c 'import duckdb'"
fi
