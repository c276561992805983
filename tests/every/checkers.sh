#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# A rule check that finds nothing proves nothing unless it would find something: each is given a
# small tree that keeps the rules, and must pass, and then one that breaks its rule, and must name
# the place.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cd "$tree"

failures=0
fail() {
  printf '%s\n' "$1"
  failures=$((failures + 1))
}

# A tree that keeps all rules: two layers, a tool with its page, a case.
plant() {
  rm -rf ./*
  mkdir -p lib/base lib/io lib/stat cmd man bin build/lib/base tests/cli/toy/says-hi
  cp -R "$root/scripts" .
  cp "$root/.clang-format" .
  cp "$root/tests/run.sh" tests
  cat >lib/base/sum.h <<'END'
/* SPDX-License-Identifier: MIT */
#ifndef BASE_SUM_H
#define BASE_SUM_H

int sum_of(int a, int b);

#endif
END
  cat >lib/base/sum.c <<'END'
/* SPDX-License-Identifier: MIT */
#include "base/sum.h"

#include <zstd.h>

/* Not a call: printf("sum") and exit(1). */
int sum_of(int a, int b)
{
	return a + b;
}
END
  cat >cmd/toy.c <<'END'
/* SPDX-License-Identifier: MIT */
#include "base/sum.h"

int main(void)
{
	return sum_of(0, 0);
}
END
  cat >bin/toy <<'END'
#!/bin/sh
case $1 in
  --help) printf 'usage: toy\n\n  -b, --by COLUMN  help\n      --level[=N]  help\n' ;;
  *) echo hi ;;
esac
END
  chmod +x bin/toy
  cat >man/toy.1 <<'END'
.Dd November 22, 2026
.Dt TOY 1
.Os
.Sh NAME
.Nm toy
.Nd say hi
.Sh OPTIONS
.Bl -tag -width Ds
.It Fl b , Fl Fl by Ar column
Text.
.It Fl Fl level Ns Op = Ns Ar n
Text.
.El
.Sh EXAMPLES
.Bd -literal
$ toy > greeting; toy |
> cat - greeting
hi
hi
.Ed
END
  echo toy >tests/cli/toy/says-hi/cmd
  echo hi >tests/cli/toy/says-hi/out
}

compile='gcc -Ilib -c -o build/lib/base/sum.o lib/base/sum.c'

# passes COMMAND …: on the tree as planted.
passes() {
  plant
  $compile
  BUILD=build BIN=bin "$@" >log 2>&1 || fail "$*: fails on a good tree: $(cat log)"
}

# catches TEXT CHANGE COMMAND …: after the change, the command fails and says TEXT.
catches() {
  local text=$1 change=$2
  shift 2

  plant
  bash -euc "$change"
  if BUILD=build BIN=bin "$@" >log 2>&1; then
    fail "$*: does not see: $change"
  elif ! grep -qF -e "$text" log; then
    fail "$*: does not say '$text' but: $(cat log)"
  fi
}

# The change that sed script $2 makes in file $1.
edit() {
  printf "sed -i '%s' %s" "$2" "$1"
}

for check in layers headers quiet doors symbols; do
  passes "scripts/check-$check.sh"
done
passes scripts/check-man.sh
passes scripts/format.sh --check
passes tests/run.sh

catches 'lib/base/sum.c:4: lib/base may not include "io/x.h"' \
  "$(edit lib/base/sum.c '4s|.*|#include "io/x.h"|')" scripts/check-layers.sh
catches 'lib/base/sum.c:4: "sum.h": write "folder/name.h"' \
  "$(edit lib/base/sum.c '4s|.*|#include "sum.h"|')" scripts/check-layers.sh
catches 'lib/new/a.h:1: lib/new is no layer' \
  'mkdir lib/new; cp lib/base/sum.h lib/new/a.h' scripts/check-layers.sh

catches 'lib/base/sum.h:2: the guard must be BASE_SUM_H' \
  "$(edit lib/base/sum.h s/BASE_SUM_H/SUM_H/)" scripts/check-headers.sh
catches 'lib/base/sum.h:1: does not compile alone' \
  "$(edit lib/base/sum.h 's/int a/size_t a/')" scripts/check-headers.sh
catches 'cmd/toy.c:1: must begin with' \
  "$(edit cmd/toy.c 1d)" scripts/check-headers.sh

catches 'lib/base/sum.c:9: the library neither prints nor exits: puts("");' \
  "$(edit lib/base/sum.c '9s/.*/\tputs("hi");/')" scripts/check-quiet.sh
catches 'lib/base/sum.c:9: the library neither prints nor exits: fprintf(stderr' \
  "$(edit lib/base/sum.c '9s/.*/\tfprintf(stderr, "\\"");/')" scripts/check-quiet.sh
catches 'lib/base/sum.c:9: the library neither prints nor exits: if (a) exit(1);' \
  "$(edit lib/base/sum.c '9s/.*/\tif (a) exit(1);/')" scripts/check-quiet.sh

catches 'lib/base/sum.c:4: <zstd.h> is included in cmd/toy.c already' \
  "$(edit cmd/toy.c '3s/.*/#include <zstd.h>/')" scripts/check-doors.sh
catches 'cmd/toy.c:3: <pthread.h> belongs below' \
  "$(edit cmd/toy.c '3s/.*/#include <pthread.h>/')" scripts/check-doors.sh

catches "lib/base/sum.c:7: 'total_of' must begin with 'sum_'" \
  "sed -i s/sum_of/total_of/ lib/base/sum.[ch]; $compile" scripts/check-symbols.sh
catches 'lib/base/sum.c:1: not compiled' : scripts/check-symbols.sh

catches 'cmd/toy.c:1: has no page man/toy.1' 'rm man/toy.1' scripts/check-man.sh
catches '+-b --by ROW' "$(edit man/toy.1 's/Ar column/Ar row/')" scripts/check-man.sh
catches '---level N' "$(edit man/toy.1 /level/,+1d)" scripts/check-man.sh
catches 'man/toy.1:16: this example gives another output' \
  "$(edit man/toy.1 's/^hi/ho/')" scripts/check-man.sh
catches 'WARNING' "$(edit man/toy.1 's/^.Os/.Zz/')" scripts/check-man.sh

catches '+	return a + b;' "$(edit lib/base/sum.c 's/^\treturn/\treturn  /')" \
  scripts/format.sh --check

catches 'not ok 1 - toy/says-hi' 'echo ho > tests/cli/toy/says-hi/out' tests/run.sh
catches 'not ok 1 - toy/says-hi' 'rm tests/cli/toy/says-hi/out' tests/run.sh
catches 'not ok 1 - toy/says-hi' 'echo "exit 3" >> tests/cli/toy/says-hi/cmd' tests/run.sh
catches 'not ok 1 - toy/says-hi' 'echo "echo ho >&2" >> tests/cli/toy/says-hi/cmd' tests/run.sh
catches 'made: was not written' \
  'mkdir tests/cli/toy/says-hi/expect; echo > tests/cli/toy/says-hi/expect/made' tests/run.sh
catches 'stopped after 1 seconds' 'echo "sleep 9" > tests/cli/toy/says-hi/cmd' \
  env TIMEOUT=1 tests/run.sh
catches 'no cases found' : tests/run.sh nothing-like-this
catches 'no tests found' 'mkdir tests/none' scripts/run-scripts.sh tests/none
catches 'not ok - tests/some/bad.sh (exit status 7)' \
  'mkdir tests/some; echo "exit 7" > tests/some/bad.sh' scripts/run-scripts.sh tests/some

[ "$failures" -eq 0 ]
