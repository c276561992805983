#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Run the golden cases: what a command prints, complains and returns, byte for byte.
#
#   tests/run.sh                    all cases, quietly
#   tests/run.sh crm-profile/       those whose path contains one of the words
#   tests/run.sh -v                 a line for each case
#   EVERY=N tests/run.sh            one in N of them, for what is slow
#   UPDATE=1 tests/run.sh NAME      take what happens now as what is expected
#
# A case is a folder tests/cli/TOOL/CASE, named after the behaviour that it shows, of
#
#   cmd          shell text, run by `bash -u` in a fresh copy of the folder
#   out          what it prints on standard output; nothing if there is no such file
#   err          the same for standard error
#   exit         its exit status; 0 if there is no such file
#   native       if there is such a file, the case is left out where tools are wrapped ($WRAPPED): it
#                makes copies of them, which would run the tool where it was, or has them start what
#                is not there, of which they are not told under valgrind
#   expect/NAME  what must be in the file NAME that it wrote (make it empty, then UPDATE=1)
#
# and any other files, as input. The environment is empty but for PATH (the tools first), HOME and
# TMPDIR (scratch), LC_ALL=C, and TESTS (the folder tests/, for tests/data). Standard input is
# empty. The tools are taken from $BIN, bin/ if it is not set.
set -euo pipefail

fail() {
  printf 'run.sh: %s\n' "$1" >&2
  exit 2
}

# Print how the file $2 differs from the expected file $1, called $3, if it does.
compare() {
  local expected=$1

  [ -e "$expected" ] || expected=/dev/null
  cmp -s "$expected" "$2" || diff -a -u --label "$3, expected" --label "$3" "$expected" "$2"
}

# Make the expectation $1 a copy of $2; $3 is what would go without saying.
update() {
  if cmp -s "$3" "$2"; then
    rm -f "$1"
  else
    cp "$2" "$1"
  fi
}

# Run the case $2 in the scratch folder $1, which then holds `differences`, empty when all is well.
run_case() {
  local scratch=$1 case=$2 name status=0

  mkdir -p "$scratch/home" "$scratch/tmp"
  cp -R "$case" "$scratch/work"
  (cd "$scratch/work" && rm -rf out err exit expect)
  (
    cd "$scratch/work"
    env -i PATH="$BIN:$PATH" HOME="$scratch/home" TMPDIR="$scratch/tmp" LC_ALL=C TESTS="$TESTS" \
      ASAN_OPTIONS="${ASAN_OPTIONS-}" UBSAN_OPTIONS="${UBSAN_OPTIONS-}" \
      TSAN_OPTIONS="${TSAN_OPTIONS-}" timeout "$TIMEOUT" bash -u cmd </dev/null >"$scratch/out" 2>"$scratch/err"
  ) || status=$?
  echo "$status" >"$scratch/exit"
  echo 0 >"$scratch/zero"

  # A command that was not found, or did not come to its end, is nothing to expect.
  if [ -n "${UPDATE-}" ] && { [ "$status" -lt 124 ] || [ "$status" -gt 127 ]; }; then
    update "$case/out" "$scratch/out" /dev/null
    update "$case/err" "$scratch/err" /dev/null
    update "$case/exit" "$scratch/exit" "$scratch/zero"
  fi
  {
    compare "$case/out" "$scratch/out" out
    compare "$case/err" "$scratch/err" err
    if [ -e "$case/exit" ]; then
      compare "$case/exit" "$scratch/exit" exit
    else
      compare "$scratch/zero" "$scratch/exit" exit
    fi
    [ "$status" -ne 124 ] || echo "stopped after $TIMEOUT seconds"
    if [ -d "$case/expect" ]; then
      (cd "$case/expect" && find . -type f -printf '%P\n') | while IFS= read -r name; do
        if [ ! -f "$scratch/work/$name" ]; then
          echo "$name: was not written"
          continue
        fi
        [ -z "${UPDATE-}" ] || cp "$scratch/work/$name" "$case/expect/$name"
        compare "$case/expect/$name" "$scratch/work/$name" "$name"
      done
    fi
  } >"$scratch/found" 2>&1 || true
  mv "$scratch/found" "$scratch/differences"
  chmod -R u+w "$scratch/work"
  (cd "$scratch" && rm -rf work home tmp)
}

# The workers: this script calls itself with pairs of a scratch folder and a case.
if [ "${1-}" = --worker ]; then
  shift
  while [ $# -gt 0 ]; do
    run_case "$1" "$2"
    shift 2
  done
  exit 0
fi

self=$(realpath "$0")
cd "$(dirname "$self")/.."
TESTS=$PWD/tests
BIN=$(realpath -m "${BIN:-bin}")
TIMEOUT=${TIMEOUT:-60}
export TESTS BIN TIMEOUT

verbose=
words=()
for argument; do
  case $argument in
    -v) verbose=1 ;;
    -*) fail "unknown option '$argument'" ;;
    *) words+=("$argument") ;;
  esac
done
[ -d "$BIN" ] || fail "no tools in $BIN: run make first"

[ ${#words[@]} -gt 0 ] || words=("")

cases=()
number=0
for case in tests/cli/*/*/; do
  [ -d "$case" ] || continue
  number=$((number + 1))
  [ $((number % ${EVERY:-1})) -eq 0 ] || continue
  [ -z "${WRAPPED-}" ] || [ ! -e "$case/native" ] || continue
  for word in "${words[@]}"; do
    if [[ "$case" == *"$word"* ]]; then
      cases+=("${case%/}")
      break
    fi
  done
done
[ ${#cases[@]} -gt 0 ] || fail "no cases found"

scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

for i in "${!cases[@]}"; do
  mkdir "$scratch/$i"
  printf '%s\0%s\0' "$scratch/$i" "$PWD/${cases[i]}"
done | xargs -0 -n 8 -P "${JOBS:-$(nproc)}" "$self" --worker || true

# A case without its file of differences did not run to its end, and so has failed.
failed=0
[ -z "$verbose" ] || echo "1..${#cases[@]}"
for i in "${!cases[@]}"; do
  name=${cases[i]#tests/cli/}
  if [ -e "$scratch/$i/differences" ] && [ ! -s "$scratch/$i/differences" ]; then
    [ -z "$verbose" ] || echo "ok $((i + 1)) - $name"
  else
    failed=$((failed + 1))
    echo "not ok $((i + 1)) - $name"
    cat "$scratch/$i/differences" 2>/dev/null || echo "the case could not be run"
  fi
done

if [ "$failed" -gt 0 ]; then
  echo "$failed of ${#cases[@]} cases failed"
  exit 1
fi
echo "${#cases[@]} cases passed"
