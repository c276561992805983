#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Run the fuzz targets, one after the other, on what is kept in tests/fuzz/corpus and what earlier
# runs have found (build/fuzz/corpus, which is not kept).
#
#   fuzz.sh [TARGET …]          each for FUZZ_SECONDS, a minute if it is not set
#   fuzz.sh --kept [TARGET …]   the kept files only, each once: what make check does
#   fuzz.sh --keep [TARGET …]   keep what was found: of what reaches something new, about 60 files of
#                               all sizes for each target
#
# What ends a target is left in build/fuzz/crash/TARGET; once it is mended, it goes to the corpus,
# under a name that says what it was.
set -euo pipefail

cd "$(dirname "$0")/.."
targets=build/fuzz/fuzz
most=4096       # bytes of an input
most_kept=34000 # bytes of what is kept for a target

# Standard output is the targets' own.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1}

kept() {
  local target=$1 files

  mapfile -t files < <(find "tests/fuzz/corpus/$target" -type f | LC_ALL=C sort)
  [ ${#files[@]} -gt 0 ] || { echo "$target: nothing is kept" && return 1; }
  "$targets/$target" -rss_limit_mb=2000 -timeout=60 "${files[@]}" >"$log" 2>&1 || {
    echo "$target: ended by $(grep -a '^Running: ' "$log" | tail -n 1 | cut -d ' ' -f 2)"
    grep -av '^Running: \|^Executed ' "$log" | head -n 40
    return 1
  }
  count=$((count + ${#files[@]}))
}

search() {
  local target=$1

  mkdir -p "build/fuzz/corpus/$target" "build/fuzz/crash/$target"
  "$targets/$target" -max_total_time="${FUZZ_SECONDS:-60}" -max_len="$most" -rss_limit_mb=2000 \
    -timeout=60 -artifact_prefix="build/fuzz/crash/$target/" -print_final_stats=1 \
    "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1 || {
    echo "$target: see build/fuzz/crash/$target"
    tail -n 60 "$log"
    return 1
  }
  awk -v target="$target" '/number_of_executed_units/ { print target ": " $2 " inputs" }' "$log"
  count=$((count + 1))
}

keep() {
  local target=$1 fresh

  fresh=$(mktemp -d)
  "$targets/$target" -merge=1 -max_len="$most" -rss_limit_mb=2000 "$fresh" \
    "tests/fuzz/corpus/$target" "build/fuzz/corpus/$target" >"$log" 2>&1
  find "tests/fuzz/corpus/$target" -type f ! -name '*-*' -delete
  find "$fresh" -type f -printf '%s %p\n' | LC_ALL=C sort -n |
    awk -v most="$most_kept" '
      { size[NR] = $1; path[NR] = $2 }
      END {
        for (i = 1; i <= NR; i += NR > 60 ? NR / 60 : 1)
          if ((sum += size[int(i)]) <= most)
            print path[int(i)]
      }' |
    xargs -d '\n' -r cp -t "tests/fuzz/corpus/$target"
  rm -rf "$fresh"
  echo "$target: $(find "tests/fuzz/corpus/$target" -type f | wc -l) files are kept"
  count=$((count + 1))
}

action=search
case ${1-} in
  --kept) action=kept && shift ;;
  --keep) action=keep && shift ;;
  -*)
    echo "usage: fuzz.sh [--kept | --keep] [TARGET …]" >&2
    exit 2
    ;;
esac
[ $# -gt 0 ] || mapfile -t all < <(find tests/fuzz -name '*.c' -printf '%f\n' | sed 's/\.c$//' | LC_ALL=C sort)
[ $# -gt 0 ] || set -- "${all[@]}"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM
count=0
status=0
for target; do
  case $action in
    kept) kept "$target" || status=1 ;;
    keep) keep "$target" || status=1 ;;
    search) search "$target" || status=1 ;;
  esac
done
if [ $status -eq 0 ]; then
  case $action in
    kept) echo "$count inputs of $# targets" ;;
    *) echo "$count targets" ;;
  esac
fi
exit $status
