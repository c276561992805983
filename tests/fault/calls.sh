#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Every call of every tool fails once. A job, one run of a tool, is made again and again with a shim
# that makes its first, second, third … read, write, open, rename, fsync, close, mmap, malloc,
# pthread_create and the like fail, or send it a signal, until there are no more calls of the kind.
# However that ends,
#
#   exit 0 has written what an undisturbed run writes, byte for byte;
#   exit 1 has said why in one line;
#   a signal has ended it as that signal does, without a word;
#   and every file is either as it was or as it should be, with no other beside it.
#
# Reads and writes that give little at a time or are interrupted must not be noticed at all, nor a clock
# that is set back, but by models, which have a date. Then the job is made with ever more memory and open files, from hardly any to what is enough.
#
#   tests/fault/calls.sh              of the many calls of a kind about 8, others each time
#   SEED=N tests/fault/calls.sh       the same ones again
#   FAULT_MOST=N tests/fault/calls.sh about N; a million is all of them, but for churn_fit, which has more
#   tests/fault/calls.sh JOB …        these jobs
# shellcheck disable=SC2317 # the jobs are called by their names
set -euo pipefail

here=$(realpath "$(dirname "$0")")
BIN=$(realpath "${BIN:-$here/../../build/check/bin}")
shim=$(dirname "$BIN")/fault/shim.so
PATH=$BIN:$PATH
LC_ALL=C
most=${FAULT_MOST:-8}
export PATH LC_ALL

# ---- the jobs: options, and files that are there before; in the current folder, `in` beside it --

jobs=(sample sample_stdout import import_pipe import_quoted import_gzip import_zstd import_gbk
  import_xlsx import_seen import_large import_named log log_new log_stream profile profile_stdout
  profile_large profile_state profile_named profile_partial profile_merge segment segment_fit segment_model
  score_fit score_model score_validate value card card_fit churn_label churn_suggest churn_signs churn_fit
  churn_model churn_logistic survival cox_fit cox_model retention winback what_if report report_text
  report_json report_ledger report_spilled report_cards report_mail)

job_sample() { exec crm-sample -q -j2 -c 3000 -o out; }
job_sample_stdout() { exec crm-sample -q -c 20; }
job_import() { exec crm-import -q "${shop[@]}" --rejects bad ../in/shop.csv -o out; }
job_import_pipe() { exec crm-import -q "${shop[@]}" --rejects bad <../in/shop.csv; }
job_import_quoted() { exec crm-import -q -j2 ../in/quoted.csv -o out; }
job_import_gzip() { exec crm-import -q -k transactions ../in/ledger.tsv.gz -o out.gz; }
job_import_zstd() { exec crm-import -q -k transactions ../in/ledger.tsv.zst -o out.zst; }
job_import_gbk() { exec crm-import -q ../in/gbk.csv -o out; }
job_import_xlsx() { exec crm-import -q -k transactions ../in/book.xlsx -o out; }
job_import_seen() {
  exec crm-import -q -k transactions --unique order_id,product_id --seen seen --rejects bad \
    ../in/ledger.tsv -o out
}
job_import_large() { exec crm-import -q -j2 --memory 1M -k transactions ../in/large.tsv -o out; }
job_import_named() {
  FAULT_NAMED=1 exec crm-import -q -j2 --rejects bad -k transactions ../in/ledger.tsv -o out
}
job_log() { exec crm-log -q ledger.tsv customer_id=C1 date=2026-11-01 amount=3.50; }
job_log_new() { exec crm-log -q new.tsv customer_id=C1 date=2026-11-01 amount=3.50; }
job_log_stream() { exec crm-log -q -k transactions --rejects bad --from ../in/ledger.tsv ledger.tsv; }
job_profile() { exec crm-profile -q ../in/ledger.tsv -o out; }
job_profile_stdout() { exec crm-profile -q <../in/ledger.tsv; }
job_profile_large() { exec crm-profile -q -j2 --memory 1M ../in/large.tsv -o out; }
job_profile_state() { exec crm-profile -q --state state ../in/ledger.tsv -o out; }
job_profile_named() { FAULT_NAMED=1 exec crm-profile -q -j2 --memory 1M ../in/large.tsv -o out; }
job_profile_partial() { exec crm-profile -q --partial ../in/ledger.tsv -o out; }
job_profile_merge() { exec crm-profile -q --merge ../in/part.tsv ../in/part.tsv -o out; }
job_segment() { exec crm-segment -q "${methods[@]}" ../in/profiles.tsv -o out; }
job_segment_fit() { exec crm-segment -q "${methods[@]}" --fit model <../in/profiles.tsv; }
job_segment_model() { exec crm-segment -q --model ../in/segment.model ../in/profiles.tsv -o out; }
job_score_fit() { exec crm-score -q -j2 --clv --fit model ../in/profiles.tsv; }
job_score_model() { exec crm-score -q --clv --model ../in/clv.model ../in/profiles.tsv -o out; }
job_score_validate() { exec crm-score -q --clv --validate 2025-06-30 ../in/more.tsv -o out; }
job_card() { exec crm-score -q --scorecard ../in/card.model ../in/labels.tsv -o out; }
job_card_fit() {
  exec crm-score -q --target churned=1 --exclude recency --fit model ../in/labels.tsv
}
job_value() { exec crm-score -q --value --margin 30% ../in/profiles.tsv -o out; }
job_churn_label() {
  exec crm-churn -q --label --transactions ../in/ledger.tsv ../in/profiles.tsv -o out
}
job_churn_suggest() { exec crm-churn -q --suggest --try days:180 --try own:95 ../in/more.tsv -o out; }
job_churn_signs() {
  exec crm-churn -q --signs --transactions ../in/ledger.tsv ../in/profiles.tsv -o out
}
job_churn_logistic() {
  exec crm-churn -q -j2 --predict --learner logistic --penalty 10 --target churned=1 ../in/labels.tsv -o out
}
job_survival() { exec crm-churn -q --survival ../in/labels.tsv -o out; }
job_cox_fit() { exec crm-churn -q --survival --cox t_x --fit model ../in/labels.tsv; }
job_cox_model() { exec crm-churn -q --survival --model ../in/cox.model ../in/labels.tsv -o out; }
job_retention() { exec crm-churn -q --retention --wide ../in/ledger.tsv -o out; }
job_winback() {
  exec crm-churn -q --winback --list --cost 5 --value amount --transactions ../in/more.tsv \
    ../in/labels.tsv -o out
}
job_what_if() { exec crm-churn -q --what-if retention=+5% --value amount ../in/labels.tsv -o out; }
job_churn_fit() { exec crm-churn -q --predict --target churned=1 --fit model ../in/labels.tsv; }
job_churn_model() { exec crm-churn -q --predict --model ../in/churn.model ../in/labels.tsv -o out; }
job_report() { exec crm-report -q ../in/segments.tsv -o out.html; }
job_report_text() { exec crm-report -q --lang zh <../in/segments.tsv; }
job_report_json() { exec crm-report -q -t json --by abc ../in/segments.tsv -o out; }

job_report_ledger() {
  exec crm-report -q --compare ../in/profiles.tsv ../in/segments.tsv ../in/clv.model ../in/ledger.tsv -o out.html
}
# More customers than a report keeps in memory: what is put in order goes to temporary files.
job_report_spilled() {
  exec crm-report -q -j2 --memory 1M -t json --compare ../in/many.tsv ../in/many.tsv -o out
}
job_report_cards() {
  exec crm-report -q --cards cards --card C0000001 --card C0000002 ../in/segments.tsv ../in/ledger.tsv
}
job_report_mail() {
  exec crm-report -q --mail boss@example.com ../in/segments.tsv ../in/clv.model -o out
}

shop=(-k transactions -s 'amount=Quantity*UnitPrice' -m date=InvoiceDate)
methods=(--abc --rfm --pyramid --lifecycle)

make_inputs() {
  crm-sample -q -c 40 -o ledger.tsv
  crm-sample -q -c 40 --format csv --mess 0.02 -o shop.csv
  crm-sample -q -c 700 --seed 2 -o large.tsv
  gzip -k ledger.tsv
  zstd -q -k ledger.tsv
  cp "$here/book.xlsx" .
  awk 'BEGIN {
    print "id,text"
    for (i = 0; i < 300; i++)
      print i ",\"said \"\"no\"\",\nand left; " i "\""
  }' >quoted.csv
  printf '客户编号,姓名\n1,张三\n2,李四\n3,王五\n' | iconv -f utf-8 -t gbk >gbk.csv
  crm-profile -q ledger.tsv -o profiles.tsv
  crm-segment -q "${methods[@]}" profiles.tsv -o segments.tsv
  crm-segment -q "${methods[@]}" profiles.tsv --fit segment.model
  awk 'BEGIN {
    print "customer_id\tamount\tlifecycle\tclv"
    for (i = 0; i < 2500; i++)
      print "C" i "\t" i * 37 % 1000 "\t" (i % 3 ? "mature" : "lost") "\t" i % 7
  }' >many.tsv
  crm-score -q --clv --fit clv.model profiles.tsv
  crm-sample -q -c 150 --seed 3 -o more.tsv
  # Of the profiles and labels: what cases of prediction need, and a probability for those of value.
  crm-profile -q more.tsv | crm-churn -q --label --transactions more.tsv | cut -f 1,5-9,20 |
    sed -e '1s/$/\tchurn_probability/' -e '1!s/$/\t0.25/' >labels.tsv
  crm-churn -q --predict --target churned=1 --fit churn.model labels.tsv
  crm-churn -q --survival --cox t_x --fit cox.model labels.tsv
  crm-score -q --target churned=1 --exclude recency --fit card.model labels.tsv
  crm-profile -q --partial ledger.tsv -o part.tsv
}

# What is there before the job $1.
make_old() {
  case $1 in
    log) printf 'customer_id\tdate\tamount\nC0\t2026-10-01\t1\n' >ledger.tsv ;;
    log_new) ;;
    log_stream) (head -n 100 ../in/ledger.tsv && echo old >bad) >ledger.tsv ;;
    import_seen)
      head -n 50 ../in/ledger.tsv | crm-import -q -k transactions --unique order_id,product_id \
        --seen seen -o out
      echo old >bad
      ;;
    report_cards) mkdir cards && echo old >cards/C0000002.html ;;
    profile_state) head -n 100 ../in/ledger.tsv | crm-profile -q --state state -o out ;;
    *) touch out out.gz out.zst out.html model bad ;;
  esac
}

# ---- one run ------------------------------------------------------------------------------------

fail() {
  failures=$((failures + 1))
  printf '%s: FAULT=%s: %s\n' "$job" "$fault" "$1"
}

# The files that differ from those in $1, and those that are there in one place only.
differing() {
  diff -rq "$1" work | sed -E "s/^Files $1\/(.*) and .* differ$/\1/; s/^Only in (.*): /\1\//" || true
}

# Each file is old or new.
check_files() {
  local name

  while read -r name; do
    case $name in
      work/*) name=${name#work/} ;;
      old/*) fail "${name#old/} is gone" && continue ;;
    esac
    cmp -s "new/$name" "work/$name" || fail "$name is neither as it was nor as it should be"
  done < <(differing old)
}

restore() {
  rm -rf work
  cp -R old work
}

# Run the job with $fault; $1 is how it may end: done, failed (or done), SIGNAL number (or done).
attempt() {
  local status=0 lines

  runs=$((runs + 1))
  # Bash has something to say of signals, too.
  { (cd work && FAULT=$fault LD_PRELOAD=$shim "job_$job" >../stdout 2>../stderr); } 2>/dev/null ||
    status=$?
  mapfile -t lines <stderr
  echo "${fault%%:*} $status" >>ends
  if [ "$status" -eq 0 ]; then
    finished=$((finished + 1))
    cmp -s stdout.new stdout || fail "exit 0, and other output than undisturbed"
    diff -rq new work >differences || fail "exit 0, and $(head -n 1 differences)"
    [ ${#lines[@]} -eq 0 ] || fail "exit 0, and says '${lines[0]}'"
    restore
    return
  fi
  if [ "$1" = failed ] && [ "$status" -eq 1 ]; then
    [ ${#lines[@]} -eq 1 ] || fail "exit 1, and ${#lines[@]} lines of message: ${lines[*]-}"
    [[ ${lines[0]-} == crm-*": "* ]] || fail "exit 1, and an odd message: ${lines[0]-}"
  elif [ "$1" = "$((status - 128))" ]; then
    [ ${#lines[@]} -eq 0 ] || fail "ended by its signal, and says '${lines[0]}'"
  else
    fail "exit $status: ${lines[*]-}"
  fi
  cmp -s -n "$(stat -c %s stdout)" stdout.new stdout || fail "exit $status, and wrong output"
  if ! diff -rq old work >/dev/null; then
    check_files
    restore
  fi
}

# The call numbers of a kind that has $1 calls: the first ones, then an even choice.
numbers() {
  local count=$1 first=$((most / 2)) step

  [ "$count" -gt "$most" ] || first=$count
  seq 1 "$first"
  [ "$count" -gt "$first" ] || return 0
  step=$(((count - first - 1) / (most - first) + 1))
  seq $((first + 1 + RANDOM % step)) "$step" "$count"
}

# crm-log writes its line at once or not at all: a disk that takes a part of it is full.
may_stay_short() {
  [[ $job == log* ]] && echo failed || echo 'done'
}

# Ever more, until it has been enough three times.
try_limits() {
  local number before

  for number in 3 4 5 6 7 8 10 12; do
    fault=files:$number && attempt failed
  done
  before=$finished
  for ((number = 2000; number < 8000000 && finished < before + 3; number += number / 4)); do
    fault=space:$number && attempt failed
  done
}

run_job() {
  local kind count number finished=0 runs=0 failures=0 fault=

  job=$1
  RANDOM=$seed
  mkdir "$scratch/$job"
  cd "$scratch/$job"
  ln -s ../in in
  mkdir old
  (cd old && make_old "$job")
  restore
  (cd work && FAULT_COUNTS=$PWD/../counts LD_PRELOAD=$shim "job_$job" >../stdout.new)
  mv work new
  restore
  while read -r kind count; do
    for number in $(numbers "$count"); do
      case $kind in
        signal)
          fault=signal:$number:2 && attempt 2
          fault=signal:$number:15 && attempt 15
          ;;
        memory)
          # NLopt that lacks memory once tries another way, without a word.
          [ "$job" = score_fit ] || { fault=memory:$number && attempt failed; }
          fault=memory:$number- && attempt failed
          ;;
        *) fault=$kind:$number && attempt failed ;;
      esac
    done
  done <counts
  for fault in read:short read:again write:again flock:again copy:short; do
    attempt 'done'
  done
  [[ $job == *_fit ]] || { fault=clock:86400 && attempt 'done'; }
  fault=write:short && attempt "$(may_stay_short)"
  try_limits
  echo "$runs $finished $failures" >result
}

if [ "${1-}" = --worker ]; then
  run_job "$2"
  exit
fi

# ---- all of them --------------------------------------------------------------------------------

[ -e "$shim" ] || { echo "there is no $shim: run make fault" && exit 1; }
[ $# -eq 0 ] || jobs=("$@")
seed=${SEED:-$((RANDOM * 32768 + RANDOM))}
echo "SEED=$seed"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
export scratch seed
mkdir "$scratch/in"
(cd "$scratch/in" && make_inputs)
printf '%s\0' "${jobs[@]}" | xargs -0 -I '{}' -P "${JOBS:-$(nproc)}" "$0" --worker '{}' || true

status=0
for job in "${jobs[@]}"; do
  [ -e "$scratch/$job/result" ] || { echo "$job: was not run to its end" && status=1; }
done
# Of each kind of fault: how many runs, and how they ended.
cat "$scratch"/*/ends | awk '
  { runs[$1]++; done[$1] += $2 == 0; failed[$1] += $2 == 1; stopped[$1] += $2 > 1 }
  END {
    for (kind in runs)
      printf "%-10s %6d runs: %6d done, %6d with a message, %6d by a signal\n",
        kind, runs[kind], done[kind], failed[kind], stopped[kind]
  }' | sort
cat "$scratch"/*/result | awk '
  { runs += $1; finished += $2; failures += $3 }
  END {
    printf "%d runs of %d jobs: %d done, %d ended with a fault", runs, NR, finished, runs - finished
    printf failures ? "; %d FAILED\n" : "\n", failures
    exit failures > 0
  }' || status=1
exit "$status"
