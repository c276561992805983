#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The tools do no harm, whatever is in the data, in names and in the folder:
#
#   - no shell sees data, and nothing in them is run
#   - outputs have the permissions that the user's umask leaves, and go to no link that somebody has
#     planted where they or their temporary files will be
#   - temporary files are the user's alone
#   - what a model or state says of its size is not believed before there is so much
#   - no control character of data reaches a terminal, in messages and in pages for it
#   - formulas can be defused in all tables for spreadsheets
set -euo pipefail

export LC_ALL=C
BIN=$(realpath -m "${BIN:-bin}")
PATH=$BIN:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
checks=0

fail() {
  echo "$1"
  exit 1
}

# holds WHAT COMMAND …
holds() {
  local what=$1
  shift
  checks=$((checks + 1))
  "$@" >/dev/null 2>&1 || fail "$what: not so: $*"
}

# A run of each tool with the output of -o, by a name for it and a command that has its input.
make_inputs() {
  mkdir in
  crm-sample -q --customers 300 --seed 5 >in/ledger.tsv
  crm-profile -q in/ledger.tsv | crm-segment --abc --rfm --pyramid --lifecycle >in/profiles.tsv
  crm-segment --abc --rfm --pyramid --lifecycle --fit in/segment.model in/profiles.tsv
  crm-score -q --clv --fit in/clv.model in/profiles.tsv
  crm-churn -q --predict --learner trees --folds 0 --features recency,amount,orders --target lifecycle=lost \
    --fit in/trees.model in/profiles.tsv
  crm-churn -q --predict --learner logistic --folds 0 --features recency,amount,orders \
    --target lifecycle=lost --fit in/logistic.model in/profiles.tsv
  cut -f 1,3,10 in/ledger.tsv | crm-profile -q --partial >in/state.tsv
}

runs() {
  cat <<'END'
crm-sample -q --customers 20 -o
crm-import -q -k transactions in/ledger.tsv -o
crm-profile -q in/ledger.tsv -o
crm-profile -q --partial in/ledger.tsv -o
crm-profile -q in/ledger.tsv --state
crm-segment -q --abc in/profiles.tsv -o
crm-segment -q --abc in/profiles.tsv --fit
crm-score -q --value --margin 0.3 in/profiles.tsv -o
crm-score -q --clv in/profiles.tsv --fit
crm-churn -q --label --transactions in/ledger.tsv in/profiles.tsv -o
crm-churn -q --predict --model in/trees.model in/profiles.tsv -o
crm-report -q in/profiles.tsv -t html -o
crm-report -q in/profiles.tsv -t tsv -o
crm-import -q -k transactions in/ledger.tsv --summary
crm-import -q -k transactions in/ledger.tsv --rejects
crm-log -q -k transactions --from in/ledger.tsv
END
}

# ---- no shell ----------------------------------------------------------------------------------

no_shell() {
  local name evil

  # Nothing that starts a shell is linked; crm and crm-report start programs, by lists of arguments.
  for name in "$BIN"/crm*; do
    ! nm -D "$name" | grep -Ew 'system|popen|wordexp|execlp?' || fail "$name can start a shell"
    checks=$((checks + 1))
  done
  # shellcheck disable=SC2016 # it is to stand in the data
  evil='$(touch "$HARM")`touch "$HARM"`;touch "$HARM"|touch "$HARM"&'
  export HARM=$work/harm
  mkdir "evil;touch \$HARM"
  EVIL=$evil awk -F '\t' -v OFS='\t' 'NR == 2 { $1 = ENVIRON["EVIL"] } { print }' in/ledger.tsv \
    >"evil;touch \$HARM/| touch \$HARM"
  (
    cd evil*
    crm-import -q -k transactions "./| touch \$HARM" | crm-profile -q | crm-segment --abc --rfm |
      tee profiles.tsv | crm-report -q -t html --title "$evil" --by abc -o "page;touch \$HARM"
    crm-report -q -o chart.png pareto profiles.tsv || true # there may be no program for it
    crm-log -q -k transactions "ledger;touch \$HARM" customer_id="$evil" date=2026-01-01 amount=1
    crm report -q -t tsv best profiles.tsv
    crm-import -q -k transactions --where "customer_id != '$evil'" "./| touch \$HARM"
  ) >/dev/null
  holds "nothing in data is run" test ! -e harm
}

# ---- outputs -----------------------------------------------------------------------------------

# output COMMAND: run it, the name `out` being the last argument.
output() {
  local words

  read -r -a words <<<"$1"
  "${words[@]}" out >/dev/null
}

outputs() {
  local command mask

  while IFS= read -r command; do
    for mask in 022 077 002; do
      rm -f out
      (umask "$mask" && output "$command")
      holds "umask $mask: $command" test "$(stat -c %a out)" = "$(printf %o $((0666 & ~mask)))"
    done
    holds "nothing beside: $command" test "$(find . -maxdepth 1 -name 'out*' | wc -l)" = 1

    # A link that leads nowhere is replaced, and what it names is not made.
    if [[ $command != crm-log* && $command != *--state ]]; then
      rm -f out
      ln -s "$work/elsewhere" out
      output "$command"
      holds "a dangling link is not followed: $command" test ! -e elsewhere -a ! -L out
      # A link of the user's is: the file that it leads to is replaced, not written into.
      echo old >kept
      ln -f kept other
      ln -sf kept out
      output "$command"
      holds "the old file is left to who has it: $command" test "$(cat other)" = old
      holds "the new one is where the link leads: $command" test -L out -a "$(cat kept)" != old
      rm -f kept other
    fi
    rm -f out
  done < <(runs)
}

# ---- temporary files ---------------------------------------------------------------------------

# Look at the files without a name, or below TMPDIR, that a run has open while it waits for more.
temporary_files() {
  local pid file mode found=0

  mkdir -m 777 tmp
  mkfifo pipe
  (umask 000 && TMPDIR=$work/tmp exec crm-profile -q -j 1 --memory 1M -o tmp/out) <pipe &
  pid=$!
  exec 5>pipe
  for i in 1 2 3 4 5 6 7 8; do
    awk -v i="$i" 'NR > 1 || i == 1 { if (NR > 1) $1 = i $1; print }' FS='\t' OFS='\t' in/ledger.tsv
  done >&5
  for _ in $(seq 100); do
    found=0
    for file in /proc/"$pid"/fd/*; do
      [[ $(readlink "$file") == "$work"/tmp/* ]] || continue
      mode=$(stat -Lc %a "$file")
      found=$((found + 1))
      holds "a file that is not whole is the user's alone: $(readlink "$file")" test "$mode" = 600
    done
    [ "$found" -lt 2 ] || break
    sleep 0.1
  done
  exec 5>&-
  wait "$pid"
  [ "$found" -ge 2 ] || fail "temporary files: $found were seen, not the one for memory and that of -o"
  holds "the output has its own permissions in the end" test "$(stat -c %a tmp/out)" = 666
  holds "nothing is left in TMPDIR" test "$(find tmp -type f | wc -l)" = 1
}

# ---- sizes that files claim --------------------------------------------------------------------

# Each number of a model or state, one after the other, as one that no memory is enough for: the run
# is to end by itself, with what it found or with a message, and not by lack of memory.
claimed_sizes() {
  local file command lines line huge status

  while read -r file number command; do
    lines=$(awk -F '\t' '{ for (i = 1; i <= NF; i++) if ($i ~ /[0-9]/) { print NR ":" i; next } }' "in/$file" |
      awk -v most=60 '{ line[NR] = $0 } END { step = NR > most ? NR / most : 1
        for (i = 1; i <= NR; i += step) print line[int(i)] }')
    for line in $lines; do
      for huge in 999999999999999 4294967295; do
        awk -F '\t' -v OFS='\t' -v place="$line" -v huge="$huge" -v number="$number" '
          BEGIN { split(place, at, ":") }
          NR == at[1] { for (i = NF; i >= 1; i--) if ($i ~ /[0-9]/ && !done) { sub(number, huge, $i); done = 1 } }
          { print }' "in/$file" >claims
        status=0
        # shellcheck disable=SC2086 # these are words
        (ulimit -v 600000 && timeout 60 $command) >found 2>complaint || status=$?
        checks=$((checks + 1))
        if [ "$status" -gt 1 ] || grep -qi 'memory' complaint; then
          fail "$command, line:column $line as $huge: status $status, $(head -n 1 complaint)"
        fi
      done
    done
  done <<'END'
segment.model [0-9]+ crm-segment -q -j 1 --model claims in/profiles.tsv
clv.model [0-9]+ crm-score -q -j 1 --clv --model claims in/profiles.tsv
trees.model [0-9]+ crm-churn -q -j 1 --predict --model claims in/profiles.tsv
logistic.model [0-9]+ crm-churn -q -j 1 --predict --model claims in/profiles.tsv
state.tsv [0-9]+$ crm-profile -q -j 1 --merge claims
END
}

# ---- terminals ---------------------------------------------------------------------------------

# Nothing but letters, LF and tabs: no C0 or C1, DEL, or what turns the direction of writing.
is_clean() {
  ! perl -CSD -ne '
    exit 3 if /[\x00-\x08\x0b-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}]/; END { }' "$1" ||
    return 0
  return 1
}

terminals() {
  local evil=$'\e]0;x\a\e[2J\xc2\x9b31m\xe2\x80\xae\x7f\x01\b' column

  for column in 1 2 3 5; do
    printf 'customer_id\tdate\tamount\torder_id\tname\nC1\t2026-01-01\t5\tO1\tWang\n' >good.tsv
    awk -F '\t' -v OFS='\t' -v column="$column" -v evil="$evil" \
      'NR > 1 { $column = $column evil } { print }' good.tsv >hostile.tsv
    for command in "crm-import -k transactions" "crm-import -k transactions --rejects r" crm-profile \
      "crm-profile --rejects r" "crm-segment --abc" "crm-score --value" "crm-churn --retention" crm-report; do
      # shellcheck disable=SC2086 # these are words
      $command hostile.tsv >found 2>complaint || true
      holds "$command says nothing to the terminal" is_clean complaint
    done
  done
  # Columns and files are called so, too.
  printf 'customer%s\tdate\n1\t2\n' "$evil" >"file$evil"
  for command in crm-import crm-profile "crm-segment --abc" "crm-score --value" "crm-churn --retention" \
    crm-report "crm-import -t x=date" "crm-log -k transactions --from"; do
    # shellcheck disable=SC2086 # these are words
    $command "file$evil" "no$evil" >found 2>complaint || true
    holds "$command says nothing of names to the terminal" is_clean complaint
  done
  # The page for the terminal, with names that are hostile everywhere.
  awk -F '\t' -v OFS='\t' -v evil="$evil" 'NR > 1 { $1 = $1 evil } { print $0, (NR > 1 ? evil NR : "name") }' \
    in/profiles.tsv >hostile.tsv
  crm-report --title "T$evil" hostile.tsv >found 2>complaint
  sed 's/\x1b\[[0-9;]*m//g' found >plain # its own colours, if there were any
  holds "the page sends nothing" is_clean plain
  holds "what is said beside it neither" is_clean complaint
}

# ---- spreadsheets ------------------------------------------------------------------------------

formulas() {
  local start

  for start in = + - @; do
    awk -F '\t' -v OFS='\t' -v start="$start" 'NR > 1 { $1 = start "cmd" NR } { print }' in/profiles.tsv >odd.tsv
    crm-report -q -t tsv --defuse odd.tsv >found
    # shellcheck disable=SC2016 # the program is awk's
    holds "no text begins with $start" awk -F '\t' -v start="$start" \
      '{ for (i = 1; i <= NF; i++) if (index($i, start "cmd") == 1) exit 1 }' found
    holds "it is there with an apostrophe" grep -qF "'${start}cmd" found
  done
}

make_inputs
no_shell
outputs
temporary_files
claimed_sizes
terminals
formulas
echo "$checks checks"
