#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Run the test scripts (*.sh) of a folder, or the programs, several at a time, and count.
#
#   run-scripts.sh FOLDER [WORD …]    those whose name contains one of the words, or all
#
# Each runs in the root of the repository with the tools ($BIN, bin/ if it is not set) first in
# PATH, LC_ALL=C, and TMPDIR a scratch folder that is removed behind it. It passes by exiting 0;
# what it prints is shown only if it fails.
set -euo pipefail

if [ "${1-}" = --worker ]; then
  test=$2
  scratch=$3/$(basename "$test")
  mkdir "$scratch" "$scratch/tmp"
  status=0
  run=("$test")
  [[ "$test" != *.sh ]] || run=(bash "$test")
  TMPDIR=$scratch/tmp timeout "$TIMEOUT" "${run[@]}" </dev/null >"$scratch/log" 2>&1 || status=$?
  echo "$status" >"$scratch/status"
  exit 0
fi

self=$(realpath "$0")
cd "$(dirname "$self")/.."
BIN=$(realpath -m "${BIN:-bin}")
TESTS=$PWD/tests
TIMEOUT=${TIMEOUT:-300}
PATH=$BIN:$PATH
LC_ALL=C
# Check gives a test four seconds, which a busy machine may need for less than it thinks.
CK_DEFAULT_TIMEOUT=${CK_DEFAULT_TIMEOUT:-60}
export BIN TESTS TIMEOUT PATH LC_ALL CK_DEFAULT_TIMEOUT

folder=${1:?usage: run-scripts.sh FOLDER [WORD …]}
shift
[ $# -gt 0 ] || set -- ""

tests=()
for test in "$folder"/*; do
  [ -x "$test" ] || [[ "$test" == *.sh ]] || continue
  [ -f "$test" ] || continue
  for word; do
    if [[ "$(basename "$test")" == *"$word"* ]]; then
      tests+=("$(realpath "$test")")
      break
    fi
  done
done
if [ ${#tests[@]} -eq 0 ]; then
  echo "no tests found in $folder"
  exit 1
fi

scratch=$(mktemp -d)
chmod 711 "$scratch" # a test that gives up root's rights must still find its folder
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

printf '%s\0' "${tests[@]}" |
  xargs -0 -I '{}' -P "${JOBS:-$(nproc)}" "$self" --worker '{}' "$scratch" || true

# A test that left no status did not run to its end, and so has failed.
failed=0
for test in "${tests[@]}"; do
  result=$scratch/$(basename "$test")
  status=$(cat "$result/status" 2>/dev/null || echo lost)
  [ "$status" != 0 ] || continue
  failed=$((failed + 1))
  echo "not ok - ${test#"$PWD"/} (exit status $status)"
  [ "$status" != 124 ] || echo "stopped after $TIMEOUT seconds"
  cat "$result/log" 2>/dev/null || true
done

if [ "$failed" -gt 0 ]; then
  echo "$failed of ${#tests[@]} failed"
  exit 1
fi
echo "${#tests[@]} passed"
