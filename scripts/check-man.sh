#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The manual says what the tools do:
#
#   - each tool has its page, man/TOOL.1, and mandoc finds nothing to complain about in any page;
#   - the options of the page are those of `TOOL --help`, with the same values. In the page an
#     option is an item as `.It Fl b , Fl Fl by Ar column`, its value in either case;
#   - the examples are true. In the section EXAMPLES, a display of the kind `.Bd -literal` with
#     lines that start with "$ " is run: those lines are commands, lines right behind one that
#     start with "> " continue it, and what follows is its output, both standard output and
#     standard error. Displays without "$ " are not run. The commands of a page run one after the
#     other, each in a shell of its own, in one folder, empty at first: an example may use the
#     file that one before it wrote. Blank lines at the end of an output do not count.
#
#   check-man.sh             all tools and pages
#   check-man.sh PAGE …      these pages
#
# The tools are taken from $BIN, bin/ if it is not set.
set -euo pipefail

cd "$(dirname "$0")/.."
BIN=$(realpath -m "${BIN:-bin}")

scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT

faults=0
examples=0

complain() {
  printf '%s\n' "$1"
  faults=$((faults + 1))
}

# "-b --by COLUMN", one option a line, from the help of a tool.
options_of_help() {
  "$BIN/$1" --help | awk '
    /^ +(-[A-Za-z0-9], )?--[a-z]/ {
      sub(/^ +/, "")
      sub(/  .*/, "")
      words = split($0, word, /[ =[]+/)
      names = value = ""
      for (i = 1; i <= words; i++) {
        gsub(/[^A-Za-z0-9_-]/, "", word[i])
        if (word[i] ~ /^-/)
          names = names word[i] " "
        else
          value = value toupper(word[i])
      }
      print names value
    }' | LC_ALL=C sort
}

# The same from a page.
options_of_page() {
  awk '
    /^\.It Fl / {
      names = value = macro = before = ""
      words = split($0, word, " ")
      for (i = 2; i <= words; i++) {
        if (word[i] == "Fl") {
          dashes = before == "Fl" ? dashes "-" : "-"
          macro = "Fl"
        } else if (word[i] == "Ar") {
          macro = "Ar"
        } else if (word[i] !~ /^(Ns|Op|Oo|Oc|Xo|Xc|Cm|Li|[^A-Za-z0-9_-]+)$/) {
          gsub(/\\-/, "-", word[i])
          gsub(/[^A-Za-z0-9_-]/, "", word[i])
          if (macro == "Fl")
            names = names dashes word[i] " "
          else
            value = value toupper(word[i])
        }
        before = word[i]
      }
      print names value
    }' "$1" | LC_ALL=C sort
}

check_options() {
  local tool=$1 page=man/$1.1

  options_of_help "$tool" >"$scratch/help"
  options_of_page "$page" >"$scratch/page"
  if ! diff -U 0 --label "$tool --help" --label "$page" "$scratch/help" "$scratch/page" \
    >"$scratch/differences"; then
    complain "$page:1: other options than those of $tool --help:"
    grep -v '^@@' "$scratch/differences"
  fi
}

# Run a command of page $1, line $2, and compare its output with that in $scratch/expected.
check_example() {
  local page=$1 line=$2 command=$3 status=0

  examples=$((examples + 1))
  (
    cd "$scratch/work"
    env PATH="$BIN:$PATH" HOME="$scratch/home" TMPDIR="$scratch" LC_ALL=C \
      timeout 60 bash -c "$command" </dev/null >"$scratch/printed" 2>&1
  ) || status=$?
  # Without the blank lines at the end.
  printf '%s\n' "$(tr -d '\0' <"$scratch/printed")" >"$scratch/actual"
  printf '%s\n' "$(cat "$scratch/expected")" >"$scratch/wanted"
  if ! diff -a -u --label "$page" --label "what happens" "$scratch/wanted" "$scratch/actual" \
    >"$scratch/differences"; then
    complain "$page:$line: this example gives another output (exit status $status): $command"
    cat "$scratch/differences"
  fi
}

check_examples() {
  local page=$1 lines line number=0 section='' display='' command='' at=0 printed=''

  (cd "$scratch" && rm -rf work home && mkdir work home)
  mapfile -t lines <"$page"
  for line in "${lines[@]}"; do
    number=$((number + 1))
    case $line in
      .Sh*) section=${line#.Sh } ;;
      '.Bd -literal'*) display=$section ;;
    esac
    if [ "$display" = EXAMPLES ]; then
      line=${line#'\&'}
      line=${line//'\&'/}
      line=${line//'\-'/-}
      line=${line//'\(aq'/\'}
      line=${line//'\(dq'/\"}
      line=${line//'\(ti'/'~'}
      line=${line//'\(ha'/^}
      line=${line//'\e'/\\}
      if [[ "$line" == '$ '* || "$line" == .Ed* ]]; then
        [ -z "$command" ] || check_example "$page" "$at" "$command"
        command=
        if [[ "$line" == .Ed* ]]; then
          display=
        else
          command=${line#'$ '}
          at=$number
          printed=
          : >"$scratch/expected"
        fi
      elif [[ -n "$command" && -z "$printed" && "$line" == '> '* ]]; then
        command+=$'\n'${line#'> '}
      elif [ -n "$command" ]; then
        printed=yes
        printf '%s\n' "$line" >>"$scratch/expected"
      fi
    fi
  done
}

pages=("$@")
if [ $# -eq 0 ]; then
  for source in cmd/*.c; do
    tool=$(basename "$source" .c)
    [ -e "man/$tool.1" ] || complain "$source:1: has no page man/$tool.1"
  done
  for page in man/*.[157]; do
    [ ! -e "$page" ] || pages+=("$page")
  done
fi

for page in "${pages[@]}"; do
  tool=$(basename "$page" .1)
  mandoc -T lint -W warning "$page" || faults=$((faults + 1))
  [ ! -e "cmd/$tool.c" ] || check_options "$tool"
  check_examples "$page"
done

if [ "$faults" -gt 0 ]; then
  echo "$faults faults in the manual"
  exit 1
fi
echo "${#pages[@]} pages, $examples examples"
