#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Everything that must hold, part by part, a line for each; `make check`, `make lint`, `make sanitize`
# and `make memcheck` come here.
#
#   check.sh [all|lint|sanitize|memcheck|memcheck-cases]
#
# EVERY=N takes one in N command cases, for what is slow.
#
# A part that fails shows what it printed, and the others go on, so that one run tells all.
set -euo pipefail

cd "$(dirname "$0")/.."
count=0
failed=()
built=

# part NAME COMMAND …: run it; print its last line if it passed, all lines if it did not.
part() {
  local name=$1 log start=$SECONDS status=0
  shift

  count=$((count + 1))
  log=$logs/${name// /-}
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -eq 0 ]; then
    printf 'ok      %-18s %s (%d s)\n' "$name" "$(tail -n 1 "$log")" $((SECONDS - start))
    return
  fi
  failed+=("$name")
  printf 'FAILED  %s\n' "$name"
  sed 's/^/        /' "$log"
}

# The same for a part that needs the tools.
part_of_tools() {
  if [ -n "$built" ]; then
    part "$@"
  else
    count=$((count + 1))
    failed+=("$1")
    printf 'FAILED  %-18s not run, there are no tools\n' "$1"
  fi
}

# build FLAVOUR TARGET …: build without a word, but for what is wrong.
build() {
  local flavour=$1
  shift

  # On all cores, whatever -j the make above was given.
  env -u MAKEFLAGS make --no-print-directory -s -k -j"$(nproc)" FLAVOUR="$flavour" "$@" && find "build/$flavour" -name '*.o' | wc -l |
    sed 's/$/ objects/'
}

build_tools() {
  built=
  part "build" build "$1" all unit fault
  [[ " ${failed[*]} " == *" build "* ]] || built=yes
  export BIN=$PWD/build/$1/bin BUILD=build/$1
}

check_scripts() {
  local scripts

  mapfile -t scripts < <(find .ci scripts tests -name '*.sh' -o -path .ci/run | LC_ALL=C sort)
  shellcheck "${scripts[@]}"
  echo "${#scripts[@]} scripts"
}

check_pages() {
  local pages

  mapfile -t pages < <(find man -name '*.[157]' | LC_ALL=C sort)
  [ ${#pages[@]} -eq 0 ] || mandoc -T lint -W warning "${pages[@]}"
  echo "${#pages[@]} pages"
}

text_rules() {
  part "layers" scripts/check-layers.sh
  part "headers" scripts/check-headers.sh
  part "quiet library" scripts/check-quiet.sh
  part "doors" scripts/check-doors.sh
  part "format" scripts/format.sh --check
  part "scripts" check_scripts
}

all() {
  build_tools check
  part_of_tools "unit tests" scripts/run-scripts.sh build/check/unit
  part_of_tools "command cases" tests/run.sh
  part_of_tools "every tool" scripts/run-scripts.sh tests/every
  part_of_tools "pipelines" scripts/run-scripts.sh tests/pipe
  part_of_tools "faults" env TIMEOUT=900 scripts/run-scripts.sh tests/fault
  part "fuzz build" build fuzz fuzz-targets
  part "fuzz corpus" scripts/fuzz.sh --kept
  text_rules
  part_of_tools "symbols" scripts/check-symbols.sh
  part_of_tools "manual" scripts/check-man.sh
  part_of_tools "troubles" scripts/check-troubles.sh
  part "clang" build clang objects
}

lint() {
  text_rules
  part "man pages" check_pages
}

sanitize() {
  # A status of its own, so that a fault found is never taken for an expected failure.
  export ASAN_OPTIONS=exitcode=99:detect_leaks=1
  export UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
  export TSAN_OPTIONS=exitcode=99
  build_tools sanitize
  part_of_tools "unit tests" scripts/run-scripts.sh build/sanitize/unit
  part_of_tools "command cases" tests/run.sh
}

# Programs with the names of those in $1 that run them under valgrind. What it finds is written to
# standard error, which no case expects, and ends with a status that none expects.
wrap() {
  local program wrapper valgrind

  valgrind=$(command -v valgrind) # some cases have another PATH
  rm -rf "build/memcheck/${1##*/}"
  mkdir -p "build/memcheck/${1##*/}"
  for program in "$1"/*; do
    wrapper=build/memcheck/${1##*/}/${program##*/}
    cat >"$wrapper" <<EOF
#!/bin/sh
exec $valgrind -q --error-exitcode=99 --suppressions=$PWD/tests/memcheck.supp $PWD/$program "\$@"
EOF
    chmod +x "$wrapper"
  done
}

# Memory that is read before it is written, which no sanitizer of GCC sees, in what is shipped:
# vectors too, but for those of AVX-512, which valgrind's processor has not.
memcheck-cases() {
  build_tools check
  wrap build/check/bin
  export BIN=$PWD/build/memcheck/bin WRAPPED=yes TIMEOUT=3600 CK_TIMEOUT_MULTIPLIER=100
  part_of_tools "command cases" tests/run.sh
}

memcheck() {
  memcheck-cases
  wrap build/check/unit
  part_of_tools "unit tests" scripts/run-scripts.sh build/memcheck/unit
}

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

case ${1-all} in
  all | lint | sanitize | memcheck | memcheck-cases) "${1-all}" ;;
  *)
    echo "usage: check.sh [all|lint|sanitize|memcheck|memcheck-cases]" >&2
    exit 2
    ;;
esac

if [ ${#failed[@]} -gt 0 ]; then
  printf '%d of %d parts failed:' "${#failed[@]}" "$count"
  printf ' %s,' "${failed[@]}" | sed 's/,$/\n/'
  exit 1
fi
echo "all $count parts passed"
