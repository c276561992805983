#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Every public data set becomes a ledger by -k, and by no more of -m and -s than what its columns
# are called makes necessary. What comes out has the published row counts and totals; what is read
# is written, rejected or filtered; and it is the same from a file, a pipe or packed, on one thread
# or eight. Skipped where the data are not at hand: they are no part of the project.
#
#   tests/pipe/data-sets.sh -v    say what is checked
set -euo pipefail

PATH=$(realpath -m "${BIN:-bin}"):$PATH
helpers=$(realpath "$(dirname "$0")/data-sets")
data=$(realpath -m "${CRM_DATA:-../shared/data}")
verbose=${1-}
export LC_ALL=C
if [ ! -r "$data/README.md" ]; then
  echo "skipped: there is no ../shared/data"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"
faults=0
imports=0
figures=0
rows=0

fault() {
  printf '%s: %s\n' "$set" "$1"
  faults=$((faults + 1))
}

# import NAME OPTION …: leaves NAME.tsv and NAME.rejects.
import() {
  local name=$1
  shift

  crm-import "$@" "${options[@]}" --rejects "$name.rejects" -o "$name.tsv" 2>"$name.notes"
}

# same NAME: what was imported again is what was imported first, but for the file's name.
same() {
  cmp -s table.tsv "$1.tsv" || fault "another table $2"
  cmp -s <(cut -f 2- table.rejects) <(cut -f 2- "$1.rejects") || fault "other rejects $2"
}

# Count what was read: read = written + rejected + filtered, and so many rows are in both files.
count() {
  local read

  read=$(awk -F '\t' -v table="$(wc -l <table.tsv)" -v rejects="$(wc -l <table.rejects)" '
      NR > 1 && $1 == "" && $3 == "" { count[$2] = $5 }
      END {
        print count["read"]
        exit count["read"] != count["written"] + count["rejected"] + count["filtered"] ||
          count["written"] != table - 1 || count["rejected"] != rejects - 1
      }' summary.tsv) || fault "the counts do not add up: $(tail -n 1 table.notes)"
  rows=$((rows + read))
  [ -z "$verbose" ] || printf '%s: %d rows; %s\n' "$set" "$read" \
    "$(cut -c -300 table.notes | paste -sd '|')"
}

# take KIND FILE OPTION …: import a file of the data in every way. KIND -: none.
take() {
  local kind=$1

  set=$2
  options=("${@:3}")
  [ "$kind" = - ] || options+=(-k "$kind")
  imports=$((imports + 1))
  case $set in
    *.gz) gzip -dc "$data/$set" >input ;;
    *) cat "$data/$set" >input ;;
  esac
  gzip -1 -c input >input.gz
  rm -f table.*
  if ! import table -j 1 --summary summary.tsv input; then
    fault "$(cat table.notes)"
    return
  fi
  count
  import again -j 8 input && same again "on eight threads"
  import again -j 8 < <(cat input) && same again "from a pipe"
  import again -j 1 input.gz && same again "from a packed file"
}

# take_folder KIND FOLDER OPTION …: import a folder of files, and all of them as one stream.
take_folder() {
  local kind=$1

  set=$2
  options=("${@:3}")
  [ "$kind" = - ] || options+=(-k "$kind")
  imports=$((imports + 1))
  rm -f table.*
  if ! import table --summary summary.tsv "$set"; then
    fault "$(cat table.notes)"
    return
  fi
  count
  import again -j 8 < <(cat "$set"/*.csv | awk 'NR == 1 { header = $0; print } $0 != header')
  cmp -s table.tsv again.tsv || fault "another table from one stream"
}

# figure EXPECTED WHAT [COLUMN [WHERE]]: as figure.awk finds it.
figure() {
  local found what="${*:2}"

  figures=$((figures + 1))
  [ -e table.tsv ] || return 0
  found=$(mawk -v what="$2" -v column="${3-}" -v where="${4-}" -f "$helpers/figure.awk" table.tsv) ||
    true
  [ "$found" = "$1" ] || fault "$what: found $found, expected $1"
}

# rejected EXPECTED [COLUMN REASON]: so many rows, all for this reason.
rejected() {
  figures=$((figures + 1))
  [ -e table.rejects ] || return 0
  awk -F '\t' -v wanted="$1" -v column="${2-}" -v reason="${3-}" '
    NR > 1 && ($4 != column || $5 != reason) { other++ }
    END { exit NR - 1 != wanted || other > 0 }' table.rejects ||
    fault "rejected: $(tail -n +2 table.rejects | cut -f 4,5 | sort | uniq -c | paste -s), expected ${*-}"
}

# said TEXT: a note has it.
said() {
  figures=$((figures + 1))
  grep -qF -e "$1" table.notes || fault "no note says '$1': $(cat table.notes)"
}

for part in "$helpers"/*.sh; do
  # shellcheck source=/dev/null
  . "$part"
done

if [ "$faults" -gt 0 ]; then
  echo "$faults faults in $imports imports and $figures figures"
  exit 1
fi
echo "$imports imports of $rows rows, $figures figures as published"
