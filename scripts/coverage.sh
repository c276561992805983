#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Which lines of lib/ the tests run: builds the flavour coverage, runs unit tests, command cases,
# contracts and pipelines, and prints a line for each file, the worst ones first, and one for all.
# Fails if less than $LEAST percent of all lines were run, 90 if it is not set.
#
#   coverage.sh          all of that
#   coverage.sh report   only count what earlier runs have left in build/coverage
#
# The lines that were not run are in build/coverage/lines.txt, one a line as FILE:LINE: TEXT.
#
# Tests that make calls fail are left out: the counters are written by such calls. So what only they
# come to, such as the ends of failed reads, counts as not run; and what ends in a signal. Memory is
# not measured either.
set -euo pipefail

cd "$(dirname "$0")/.."
build=build/coverage
export LC_ALL=C

run_tests() {
  local folder cases scripts failed=0

  find "$build" -name '*.gcda' -delete
  export BIN=$PWD/$build/bin BUILD=$build TIMEOUT=1200 CK_DEFAULT_TIMEOUT=600
  scripts/run-scripts.sh "$build/unit" || failed=1
  # A limit on the size of files would cut off the counters, too.
  mapfile -t cases < <(find tests/cli -mindepth 2 -maxdepth 2 ! -name '*file-limit*' -printf '%P/\n')
  tests/run.sh "${cases[@]}" || failed=1
  for folder in tests/every tests/pipe; do
    mapfile -t scripts < <(find "$folder" -name '*.sh' ! -name memory.sh -printf '%f\n')
    scripts/run-scripts.sh "$folder" "${scripts[@]}" || failed=1
  done
  [ "$failed" -eq 0 ] || echo "some tests failed; what they ran counts all the same"
}

# FILE:LINE<TAB>COUNT<TAB>TEXT for each line of lib/ with code, 0 for those that were not run.
count_lines() {
  local source folder

  # Some unit tests include a file of lib/, to try what only other processors would run.
  while IFS= read -r source; do
    folder=$build/$(dirname "$source")
    [ -e "$folder/$(basename "$source" .c).gcda" ] || continue # nothing of it was ever run
    gcov -t -o "$folder" "$folder/$(basename "$source" .c).o" 2>/dev/null |
      awk -v OFS='\t' '
        $2 ~ /^0:Source:/ || $0 ~ /:Source:/ { file = $0; sub(/.*:Source:/, "", file); next }
        file !~ /^lib\// { next }
        {
          count = line = text = $0
          sub(/:.*/, "", count)
          gsub(/[ *]/, "", count)
          sub(/^[^:]*: */, "", line)
          sub(/:.*/, "", line)
          sub(/^[^:]*:[^:]*:[ \t]*/, "", text)
          if (count == "-" || line == 0)
            next
          print file, line, (count ~ /^[#=]/ ? 0 : 1), text
        }'
  done < <(find lib tests/unit -name '*.c' | sort) |
    # A line of a header is in many objects, and was run if it was in one.
    awk -F '\t' -v OFS='\t' '
      { key = $1 OFS $2; if (!(key in run)) order[++count] = key; run[key] += $3; text[key] = $4 }
      END { for (i = 1; i <= count; i++) print order[i], (run[order[i]] > 0), text[order[i]] }'
}

report() {
  count_lines >"$build/counts.tsv"
  awk -F '\t' '!$3 { print $1 ":" $2 ": " $4 }' "$build/counts.tsv" >"$build/lines.txt"
  awk -F '\t' '{ all[$1]++; run[$1] += $3 }
    END { for (file in all) printf "%6.2f %%  %5d of %5d  %s\n", 100 * run[file] / all[file], run[file], all[file], file }
  ' "$build/counts.tsv" | sort -n
  awk -F '\t' -v least="${LEAST:-90}" '{ all++; run += $3 }
    END {
      printf "%.2f %% of the %d lines of lib/ were run, %d were not: build/coverage/lines.txt\n", 100 * run / all, all, all - run
      exit 100 * run < least * all
    }' "$build/counts.tsv"
}

if [ "${1-}" != report ]; then
  run_tests
fi
report
