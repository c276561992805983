#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What every tool keeps to, looped over all tools in $BIN (bin/ if it is not set).
#
#   tests/every/contracts.sh            all tools
#   tests/every/contracts.sh TOOL …     these
#
# A failure is a line "TOOL: contract: what was seen". Quiet but for the count when all is well.
set -u

# The tools that read a stream: the tool, its input (a function below makes it), its options.
# A tool that is missing in $BIN is a failure.
streams=(
  "crm-profile ledger"
  "crm-segment profiles --abc --rfm --pyramid --lifecycle"
  "crm-score profiles --value --margin 30%"
  "crm-score profiles --clv --sd --residual --model clv-model"
  "crm-churn profiles --predict --model churn-model --reasons 2"
  "crm-report profiles"
)

# A ledger of $1 rows, of about one customer for each five.
make_ledger() {
  awk -v rows="$1" 'BEGIN {
    printf "customer_id\tdate\tamount\n"
    for (i = 0; i < rows; i++) {
      seed = (seed * 1103 + 12345) % 1048576
      printf "C-%05d\t2026-%02d-%02d\t%d.%02d\n", seed % (rows / 5 + 1), seed % 11 + 1,
        seed % 28 + 1, seed % 997 + 1, seed % 100
    }
  }'
}

make_profiles() {
  make_ledger "$1" | crm-profile
}

here=$(realpath "$(dirname "$0")")
BIN=$(realpath -m "${BIN:-$here/../../bin}")
PATH=$BIN:$PATH
LC_ALL=C
export PATH LC_ALL

scratch=$(mktemp -d)
trap 'chmod -R u+rwx "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch" || exit 1

count=0
failures=0

# Say that contract $1 is broken by the current tool, and how.
fail() {
  failures=$((failures + 1))
  printf '%s: %s: %s\n' "$tool" "$1" "$2"
}

# run COMMAND …: leaves its output in the files out and err, its status in $status.
run() {
  status=0
  "$@" >out 2>err || status=$?
}

seen() {
  printf 'exit %s, %s bytes of output, message: %s' "$status" "$(wc -c <out)" \
    "$(head -n 2 err | tr '\n' '|')"
}

# expect CONTRACT STATUS [PATTERN]: how the last run ended, and what its message has in it.
expect() {
  count=$((count + 1))
  if [ "$status" -ne "$2" ]; then
    fail "$1" "$(seen); expected exit $2"
  elif [ -n "${3-}" ] && ! grep -qE -- "$3" err; then
    fail "$1" "$(seen); expected a message like '$3'"
  fi
}

# holds CONTRACT SEEN COMMAND …: the command must succeed.
holds() {
  local contract=$1 what=$2
  shift 2
  count=$((count + 1))
  "$@" >/dev/null 2>&1 || fail "$contract" "$what"
}

# The same bytes in two files.
same() {
  holds "$1" "$(cmp "$2" "$3" 2>&1 | head -n 1)" cmp "$2" "$3"
}

# A wrong command line: exit 2, nothing on standard output, a message with the tool and the way out.
expect_usage() {
  expect "$1" 2 "^$tool: $2"
  holds "$1: says try --help" "$(seen)" grep -q -- "$tool --help" err
  holds "$1: prints nothing" "$(seen)" test ! -s out
}

# A fault in the data: exit 1, and the message begins with the tool and what follows.
expect_fault() {
  expect "$1" 1 "^$tool: $2"
}

# Lines "letter name value" of the current tool's options, "-" for what is not there.
options() {
  "$tool" --help |
    sed -nE 's/^  (-(.), |    )--([a-z0-9-]+)(\[=[^]]*\])?( ([^ ]+))?( .*)?$/\2 \3 \6/p' |
    awk '{ print (NF && substr($0, 1, 1) != " ") ? $0 : "-" $0 }'
}

# ---- every tool --------------------------------------------------------------------------------

help_and_version() {
  run "$tool" --help
  expect "--help" 0
  holds "--help: says how to call it" "$(head -n 1 out)" grep -q "^usage: $tool " out
  holds "--help: no message" "$(seen)" test ! -s err
  tr -s ' \n' ' ' <out | grep -oE '\(default: [^)]*\) \(default: [^)]*\)' >twice
  holds "--help: at most 80 columns" "widest line: $(LC_ALL=C.UTF-8 wc -L <out)" \
    test "$(LC_ALL=C.UTF-8 wc -L <out)" -le 80
  mv out help
  # A default that the text of an option names is not named again behind it.
  holds "--help: each option has one default" "$(cat twice)" test ! -s twice
  run "$tool" -h
  same "-h is --help" help out
  run "$tool" --version
  expect "--version" 0
  holds "--version: name and number" "$(seen)" grep -qxE "$tool [0-9]+\.[0-9]+\.[0-9]+" out
  holds "--version: no message" "$(seen)" test ! -s err
  mv out version
  run "$tool" -V
  same "-V is --version" version out
  run "$tool" --completion
  expect "--completion" 0
  holds "--completion: is bash" "$(bash -n out 2>&1 | head -n 1)" bash -n out
  holds "--completion: completes $tool" "$(tail -n 1 out)" grep -q "^complete .* $tool\$" out
}

wrong_options() {
  run "$tool" --no-such-option
  expect_usage "unknown option" "unknown option '--no-such-option'"
  run "$tool" -@
  expect_usage "unknown letter" "unknown option '-@'"
  run "$tool" --hel
  expect_usage "abbreviated option" "unknown option '--hel'; did you mean '--help'"
  run "$tool" --help=yes
  expect_usage "value for a flag" "--help: takes no value; got 'yes'"
}

missing_values() {
  local letter name value

  while read -r letter name value; do
    [ -n "$value" ] || continue
    run "$tool" "--$name"
    expect_usage "--$name without its value" "--$name: needs a value"
    [ "$letter" != - ] || continue
    run "$tool" "-$letter"
    expect_usage "-$letter without its value" "-$letter: needs a value"
  done < <(options)
}

lost_output() {
  run eval "$tool --help >/dev/full"
  expect_fault "--help to a full disk" "standard output: No space left on device"
  run eval "$tool --help >&-"
  expect_fault "--help to a closed output" "standard output: "
}

front_door() {
  local name=${tool#crm-} summary

  holds "has golden cases" "no folder tests/cli/$tool" test -d "$here/../cli/$tool"
  [ "$tool" != crm ] || return
  run crm "$name" --version
  same "crm $name --version" version out
  summary=$(crm | sed -nE "s/^  $name +(.*)/\1/p")
  holds "is in the list of crm" "no line for it" test -n "$summary"
  [ -n "$summary" ] || return
  summary="${summary^}."
  # The summary is the paragraph behind the usage; help breaks it into lines.
  holds "crm says the same of it" "crm: $summary" \
    test "$(awk 'blank && !NF { exit } blank { print } !NF { blank = 1 }' help |
      tr '\n' ' ')" = "$summary "
}

# ---- tools that read a stream ------------------------------------------------------------------

places_to_read_from() {
  run "$tool" "${with[@]}" small
  expect "a file" 0
  mv out expected
  run "$tool" "${with[@]}" - <small
  expect "- as operand" 0
  same "- is standard input" expected out
  run "$tool" "${with[@]}" <small
  expect "no operand" 0
  same "no operand is standard input" expected out
  run eval 'cat small | "$tool" "${with[@]}"'
  same "a pipe is like a file" expected out
  run "$tool" "${with[@]}" small
  same "two runs give the same" expected out
  { head -n 1 small && sed -n '2,40p' small; } >first
  { head -n 1 small && sed -n '41,$p' small; } >second
  run "$tool" "${with[@]}" first second
  expect "two files" 0
  same "two files are one stream" expected out
  run eval '"$tool" "${with[@]}" first - <second'
  same "a file and standard input are one stream" expected out
  head -c -1 small >unended
  run "$tool" "${with[@]}" unended
  same "the last line may lack its end" expected out
}

threads_and_compression() {
  local jobs

  run "$tool" "${with[@]}" -j1 large
  expect "-j1" 0
  mv out expected
  for jobs in 2 8; do
    run "$tool" "${with[@]}" -j$jobs large
    same "-j$jobs gives what -j1 gives" expected out
    run eval 'cat large | "$tool" "${with[@]}" -j$jobs'
    same "-j$jobs from a pipe gives what -j1 gives" expected out
  done
  run "$tool" "${with[@]}" large.gz
  same "gzip gives the same" expected out
  run "$tool" "${with[@]}" - <large.zst
  same "zstd from standard input gives the same" expected out
  run "$tool" "${with[@]}" --memory 1M large
  same "--memory 1M gives the same" expected out
}

places_to_write_to() {
  run "$tool" "${with[@]}" small
  mv out expected
  run "$tool" "${with[@]}" -o written small
  expect "-o" 0
  holds "-o: nothing on standard output" "$(seen)" test ! -s out
  same "-o writes the same" expected written
  echo old >kept
  run "$tool" "${with[@]}" -o kept missing
  expect_fault "-o of a run that fails" ".*missing"
  holds "-o of a run that fails: keeps the old file" "$(head -n 1 kept)" grep -qx old kept
  holds "-o of a run that fails: leaves nothing else" "$(echo kept?*)" test ! -e "$(echo kept?*)"
  run "$tool" "${with[@]}" -o nowhere/file small
  expect_fault "-o in a folder that is not there" ".*nowhere/file.*: No such file or directory"
  run eval '"$tool" "${with[@]}" small >/dev/full'
  expect_fault "full disk" "standard output: No space left on device"
  run eval '"$tool" "${with[@]}" small >&-'
  expect_fault "closed output" "standard output: "
}

readers_that_go_away() {
  local ended

  : >out
  ended=$("$tool" "${with[@]}" large 2>err | head -n 1 >/dev/null; echo "${PIPESTATUS[0]}")
  status=$ended
  holds "head -n 1: ends quietly" "$(seen)" test ! -s err
  holds "head -n 1: ends by SIGPIPE" "$(seen)" test "$status" -eq 141 -o "$status" -eq 0
  ended=$(trap '' PIPE; "$tool" "${with[@]}" large 2>err | head -n 1 >/dev/null
    echo "${PIPESTATUS[0]}")
  status=$ended
  holds "head -n 1, SIGPIPE ignored: ends quietly" "$(seen)" test ! -s err
}

inputs_that_cannot_be_read() {
  run "$tool" "${with[@]}" missing
  expect_fault "missing file" ".*missing.*: No such file or directory"
  holds "missing file: prints nothing" "$(seen)" test ! -s out
  run "$tool" "${with[@]}" folder
  expect_fault "directory" ".*folder.*: Is a directory"
  if [ ! -r secret ]; then
    run "$tool" "${with[@]}" secret
    expect_fault "unreadable file" ".*secret.*: Permission denied"
  fi
  run eval '"$tool" "${with[@]}" <&-'
  expect_fault "closed input" ".*standard input"
  head -c 1000 large.gz >cut.gz
  run "$tool" "${with[@]}" cut.gz
  expect_fault "cut gzip file" "cut.gz: "
}

streams_that_are_none() {
  : >empty
  run "$tool" "${with[@]}" empty
  expect_fault "empty file" "empty: "
  run "$tool" "${with[@]}" </dev/null
  expect_fault "empty input" "standard input: "
  head -n 1 small >header
  run "$tool" "${with[@]}" header
  expect "header only" 0
  sed 's/$/\r/' small >crlf
  run "$tool" "${with[@]}" crlf
  expect_fault "CR LF" "crlf:1: .*CR LF"
  sed '3s/$/\r/' small >crlf
  run "$tool" "${with[@]}" crlf
  expect_fault "CR LF in a row" "crlf:3: .*CR LF"
  sed '3s/^/\x00/' small >nul
  run "$tool" "${with[@]}" nul
  expect_fault "NUL byte" "nul:3: .*NUL"
  sed '3s/$/\textra/' small >ragged
  run "$tool" "${with[@]}" ragged
  expect_fault "row with a field too many" "ragged:3: "
  sed '4s/\t[^\t]*$//' small >ragged
  run "$tool" "${with[@]}" - <ragged
  expect_fault "row with a field too few" "standard input:4: "
  run "$tool" "${with[@]}" small ragged
  expect_fault "bad row in the second file" "ragged:4: "
  run "$tool" "${with[@]}" -j8 ragged
  expect_fault "bad row, many threads" "ragged:4: "
  sed '1s/^/x/' small >other
  run "$tool" "${with[@]}" small other
  expect_fault "two files with different headers" "other:1: "
}

# A row that is set aside leaves the others as if it had never been there.
rejected_rows() {
  sed '3d' small >without
  run "$tool" "${with[@]}" without
  mv out expected
  sed '3s/$/\textra/' small >ragged
  run "$tool" "${with[@]}" --rejects aside ragged
  expect "--rejects" 0
  same "--rejects: goes on" expected out
  holds "--rejects: says where and why" "$(tail -n 1 aside | tr '\t' '|')" \
    grep -q "^ragged"$'\t'"3"$'\t'".*"$'\t'"ragged"$'\t' aside
  holds "--rejects: says that it did" "$(seen)" grep -q "^$tool: .*1 .*reject" err
}

check_stream() {
  read -r -a with <<<"$1"
  tool=${with[0]}
  input=${with[1]}
  with=("${with[@]:2}")
  count=$((count + 1))
  if ! command -v "$tool" >/dev/null; then
    fail "is there" "no such program in $BIN"
    return
  fi
  if ! "make_$input" 500 >small || ! "make_$input" 100000 >large; then
    fail "has its input" "cannot make $input"
    return
  fi
  gzip -c large >large.gz
  zstd -q -f large
  places_to_read_from
  threads_and_compression
  places_to_write_to
  readers_that_go_away
  inputs_that_cannot_be_read
  streams_that_are_none
  ! "$tool" --help | grep -q -- --rejects || rejected_rows
}

# ---- all tools together ------------------------------------------------------------------------

# A letter stands for one name everywhere, and a name has one letter or none.
letters() {
  local clash

  tool="all tools"
  clash=$(sort -u all-letters | awk '$1 != "-"' | awk '
    $1 in name && name[$1] != $2 { print "-" $1 " is --" name[$1] " and --" $2 }
    $2 in letter && letter[$2] != $1 { print "--" $2 " is -" letter[$2] " and -" $1 }
    { name[$1] = $2; letter[$2] = $1 }')
  holds "a letter means the same everywhere" "$clash" test -z "$clash"
}

# What crm lists is there.
listed() {
  local name

  tool=crm
  while read -r name; do
    holds "what it lists is there" "no crm-$name in $BIN" test -x "$BIN/crm-$name"
  done < <(crm | sed -nE '/^Common options:/q; s/^  ([a-z]+) .*/\1/p')
}

is_wanted() {
  local word

  [ ${#wanted[@]} -gt 0 ] || return 0
  for word in "${wanted[@]}"; do
    [ "$word" != "$1" ] || return 0
  done
  return 1
}

# What crm-churn goes by: a model of two columns.
make_churn_model() {
  awk -v OFS='\t' '
    BEGIN { print "section", "name", "value", "se"; add("model", "kind", "churn-predict") }
    function add(section, name, value) { print section, name, value, "" }
    END {
      add("model", "version", 1)
      add("model", "learner", "logistic")
      add("calibration_rule", "kind", "none")
      add("intercept", "all", -1)
      split("recency frequency", column, " ")
      for (i = 1; i <= 2; i++) {
        add("column", column[i], "number")
        add("least", column[i], 0)
        add("most", column[i], 1000)
        add("mean", column[i], 10 * i)
        add("deviation", column[i], 5)
        add("weight", column[i], i - 1.5)
      }
      add("model", "end")
    }' </dev/null
}

# What crm-score --clv goes by: the Pareto/NBD model of the CDNOW data, and its Gamma-Gamma model.
make_clv_model() {
  awk -v OFS='\t' '
    BEGIN { print "section", "name", "value", "se"; add("model", "kind", "clv") }
    function add(section, name, value) { print section, name, value, "" }
    function add_all(section, names, values,    name, value, count, i) {
      count = split(names, name, " ")
      split(values, value, " ")
      for (i = 1; i <= count; i++)
        add(section, name[i], value[i])
    }
    # Errors of a hundredth, which know nothing of each other.
    function add_covariance(section, names,    name, count, i, k) {
      count = split(names, name, " ")
      for (i = 1; i <= count; i++)
        for (k = i; k <= count; k++)
          add(section, name[i] "," name[k], i == k ? 1e-4 : 0)
    }
    END {
      add_all("model", "version purchase_model spend_model unit times_in",
        "1 paretonbd gammagamma week day")
      add_all("parameter", "r alpha s beta", "0.5533 10.58 0.6062 11.67")
      add_covariance("log_covariance", "r alpha s beta")
      add_all("spend", "p q gamma", "6.25 3.744 15.44")
      add_covariance("spend_log_covariance", "p q gamma")
      add_all("column", "frequency t_x tenure spend", "frequency t_x tenure repeat_amount_mean")
      add("model", "end")
    }' </dev/null
}

wanted=("$@")
make_churn_model >churn-model
make_clv_model >clv-model
mkdir folder
echo secret >secret
chmod 0 secret
: >all-letters

for path in "$BIN"/*; do
  tool=$(basename "$path")
  is_wanted "$tool" || continue
  help_and_version
  wrong_options
  missing_values
  lost_output
  front_door
  options >>all-letters
done
for stream in "${streams[@]}"; do
  ! is_wanted "${stream%% *}" || check_stream "$stream"
done
if [ ${#wanted[@]} -eq 0 ]; then
  letters
  listed
fi

if [ "$failures" -gt 0 ]; then
  echo "$failures of $count contracts broken"
  exit 1
fi
echo "$count contracts kept"
