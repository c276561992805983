#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-churn --predict on two public sets of customers, IBM Telco and churn-3333: the AUC of five
# folds and the calibration error over ten bins, means of three seeds, must be what is to be had.
# None of it is measured on rows that decided anything. Then the reasons: those of all columns and
# the average add up to the probability. Skipped where the data are not at hand: they are no part of
# the project. Last, what needs no data: no damage to a model makes the tool crash.
#
#   SEED=N tests/pipe/churn.sh    repeat the damages of the run whose seed was N
set -euo pipefail

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
own=$(realpath "$(dirname "$0")/../data/churn.tsv")
data=$(realpath -m "${CRM_DATA:-../shared/data}")
seed=${SEED:-$(((RANDOM << 15 | RANDOM) % 1000000 + 1))}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
faults=0

fail() {
  echo "$1"
  faults=$((faults + 1))
}

# measure NAME LEARNER AUC ERROR OPTION …: the least AUC and the greatest calibration error.
measure() {
  local name=$1 learner=$2 auc=$3 error=$4
  shift 4
  for i in 1 2 3; do
    crm-churn -q --predict --learner "$learner" --seed "$i" --fit "$name-$learner.$i" "$@" \
      "$name.tsv" || fail "$name, $learner: does not fit"
  done
  awk -F '\t' -v what="$name, $learner" -v auc="$auc" -v error="$error" '
    $1 == "quality" && $2 == "auc" { aucs += $3; runs++ }
    $1 == "quality" && $2 == "calibration_error" { errors += $3 }
    END {
      printf "%s: AUC %.4f, calibration error %.4f\n", what, aucs / runs, errors / runs
      exit runs != 3 || aucs / runs < auc || errors / runs > error
    }' "$name-$learner".[123] >figures ||
    fail "$(cat figures); expected at least $auc, at most $error"
  cat figures
}

# explain NAME LEARNER: do the columns and the average make up the log-odds?
explain() {
  crm-churn -q --predict --model "$1-$2.1" --reasons 20 "$1.tsv" |
    awk -F '\t' -v what="$1, $2" '
      NR == FNR {
        if ($1 == "calibration_rule" && $2 == "slope") slope = $3
        if ($1 == "calibration_rule" && $2 == "offset") offset = $3
        if ($1 == "intercept") average = $3
        next
      }
      FNR == 1 {
        for (i = 1; i <= NF; i++) at[$i] = i
        next
      }
      {
        sum = 0
        for (i = at["reason_1"]; i <= NF; i++) {
          if ($i == "") continue
          by = $i
          sub(/.*\(/, "", by)
          sum += by
        }
        p = $at["churn_probability"]
        rest = log(p / (1 - p)) - sum
        if (average == "" && FNR == 2) first = rest
        else if (average == "") wrong += rest - first > 0.02 || first - rest > 0.02
        else wrong += (d = rest - slope * average - offset) > 0.02 || d < -0.02
      }
      END {
        if (wrong) print what ": the reasons of " wrong " rows do not add up"
        exit wrong > 0
      }' "$1-$2.1" - || faults=$((faults + 1))
}

if [ -r "$data/telco-churn/Telco-Customer-Churn.csv" ]; then
  crm-import -q -o telco.tsv "$data/telco-churn/Telco-Customer-Churn.csv"
  measure telco trees 0.845 0.02 --target churn=Yes
  measure telco logistic 0.845 0.02 --target churn=Yes
  explain telco trees
  explain telco logistic
else
  echo "skipped: there is no ../shared/data/telco-churn"
fi
if [ -r "$data/churn-3333/Cell2Cell.csv" ]; then
  crm-import -q -o churn3333.tsv "$data/churn-3333/Cell2Cell.csv"
  measure churn3333 trees 0.91 0.02 --target churn=T --exclude phonenumber
  explain churn3333 trees
else
  echo "skipped: there is no ../shared/data/churn-3333"
fi

# A damaged model: used or refused, but nothing else.
crm-churn -q --predict --learner logistic --calibrate isotonic --folds 0 --target left=yes \
  --exclude ended --fit logistic "$own"
crm-churn -q --predict --learner trees --rounds 5 --folds 0 --target left=yes \
  --exclude ended --fit trees "$own"
head -n 20 "$own" >few
for ((i = 0; i < 300; i++)); do
  model=trees
  [ $((i % 3)) -gt 0 ] || model=logistic
  awk -v seed="$((seed + i))" -v size="$(wc -c <"$model")" 'BEGIN {
    RS = "\001"
    srand(seed)
    at = 1 + int(rand() * size)
    split("\t,\n,9,-,,.,0,other,e,\\,\r,\377", by, ",")
  }
  {
    printf "%s%s%s", substr($0, 1, at - 1), by[1 + int(rand() * 12)], \
      substr($0, at + int(rand() * 4), rand() < 0.1 ? int(rand() * size) : size)
  }' "$model" >damaged
  status=0
  crm-churn --predict --reasons 3 --model damaged few >found 2>message || status=$?
  [ "$status" -le 1 ] || fail "a damaged model ends with $status (SEED=$seed): $(cat message)"
  [ "$status" -eq 0 ] || [ -s message ] ||
    fail "a damaged model is refused without a reason (SEED=$seed)"
done

[ "$faults" -eq 0 ] || exit 1
echo "as good as can be had, and none of 300 damages crashes it"
