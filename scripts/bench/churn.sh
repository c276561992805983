#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Who leaves: crm-churn's two learners beside scikit-learn's logistic regression and XGBoost. First
# the AUC of each on the same five folds, which may not be below theirs by more than 0.002, and the
# time that they take: of customers made up here, and of IBM Telco and churn-3333 where CRM_DATA has
# them. Then the time to fit many rows of 50 columns and to predict a tenth as many, once.
#
# Ours read the file, fit twice (to calibrate, or to see how many trees), and write a model; theirs
# read it by pandas, put words into columns of 0 and 1, fit (trees twice, too), and predict.
#
#   BENCH_CHURN_ROWS   rows to fit (default: 1000000, or BENCH_ROWS if that is less)
#   BENCH_FOLDS        so many of the folds are tried (default: 5)
#   BENCH_CHURN_RUNS   times that these are fitted (default: 1)
. "$(dirname "$0")/shared.sh"

"$python" -c 'import pandas, sklearn, xgboost' 2>/dev/null || {
  echo 'churn: skipped: there is no scikit-learn or XGBoost: run scripts/install-deps.sh bench'
  exit 0
}
many=${BENCH_CHURN_ROWS:-$((rows < 1000000 ? rows : 1000000))}
runs=${BENCH_CHURN_RUNS:-1}
folds=5
tried=${BENCH_FOLDS:-$folds}

# Threads that spin while they wait are taken for busy; crm-churn lets those of XGBoost sleep.
export OMP_NUM_THREADS=$jobs OPENBLAS_NUM_THREADS=$jobs OMP_WAIT_POLICY=passive

# ours NAME LEARNER TARGET=VALUE TRAIN TEST OUT [OPTION …]: the probabilities, a line for each row of
# TEST.
ours() {
  measure "$1-fit" crm-churn -q -j "$jobs" --predict --learner "$2" --folds 0 --target "$3" \
    --fit "$scratch/model" "${@:7}" "$4"
  measure "$1-predict" crm-churn -q -j "$jobs" --predict --model "$scratch/model" \
    -o "$scratch/scored" "$5"
  awk -F '\t' '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "churn_probability") at = i; next }
    { print $at }' "$scratch/scored" >"$6"
}

# theirs NAME LEARNER TARGET=VALUE TRAIN TEST OUT
theirs() {
  measure "$1" "$python" scripts/bench/churn.py "$2" "$jobs" "${@:3:4}"
}

# compare WHAT FILE TARGET=VALUE [OPTION …]: the mean AUC of the folds, and the processor's seconds
# of one.
compare() {
  local fold learner aucs=$scratch/aucs

  rm -f "$scratch"/times-* "$aucs"
  for ((fold = 0; fold < tried; fold++)); do
    awk -v k="$folds" -v fold="$fold" 'NR == 1 || NR % k != fold' "$2" >"$scratch/train.tsv"
    awk -v k="$folds" -v fold="$fold" 'NR == 1 || NR % k == fold' "$2" >"$scratch/test.tsv"
    for learner in logistic trees; do
      ours "$learner" "$learner" "$3" "$scratch/train.tsv" "$scratch/test.tsv" \
        "$scratch/ours-$learner" "${@:4}"
      theirs "their-$learner" "$learner" "$3" "$scratch/train.tsv" "$scratch/test.tsv" \
        "$scratch/theirs-$learner"
    done
    "$python" scripts/bench/churn.py auc "$3" "$scratch/test.tsv" "$scratch/ours-logistic" \
      "$scratch/theirs-logistic" "$scratch/ours-trees" "$scratch/theirs-trees" >>"$aucs"
  done
  awk -v what="$1" -v ours="$(worked logistic-fit) $(worked trees-fit)" \
    -v theirs="$(worked their-logistic) $(worked their-trees)" '
    { for (i = 1; i <= 4; i++) sum[i] += $i }
    END {
      split(ours, own)
      split(theirs, their)
      printf "  %-11s logistic %.4f, %.2f s; scikit-learn %.4f, %.2f s\n", what, sum[1] / NR, own[1],
        sum[2] / NR, their[1]
      printf "  %-11s trees    %.4f, %.2f s; XGBoost      %.4f, %.2f s\n", "", sum[3] / NR, own[2],
        sum[4] / NR, their[2]
      exit sum[1] < sum[2] - 0.002 * NR || sum[3] < sum[4] - 0.002 * NR
    }' "$aucs" || fail "$1: an AUC is more than 0.002 below theirs"
}

run_logistic() {
  ours logistic logistic left=yes "$large" "$small" "$scratch/out"
}

run_trees() {
  ours trees trees left=yes "$large" "$small" "$scratch/out"
}

run_sklearn() {
  theirs sklearn logistic left=yes "$large" "$small" "$scratch/sklearn"
}

run_xgboost() {
  theirs xgboost trees left=yes "$large" "$small" "$scratch/xgboost"
}

large=$work/churn-$many.tsv
small=$scratch/small.tsv
[ -e "$large" ] || mawk -v rows="$many" -f scripts/bench/churn.awk >"$large"
awk 'NR == 1 || NR % 10 == 0' "$large" >"$small"
table_rows=$many
table_bytes=$(wc -c <"$large")

printf 'who leaves: AUC of %d of %d folds, and seconds of the processor for one\n' "$tried" "$folds"
awk 'NR <= 20001' "$large" >"$scratch/part.tsv"
compare 'made up' "$scratch/part.tsv" left=yes
data=${CRM_DATA:-../shared/data}
if [ -r "$data/telco-churn/Telco-Customer-Churn.csv" ]; then
  crm-import -q -o "$scratch/telco.tsv" "$data/telco-churn/Telco-Customer-Churn.csv"
  compare 'IBM Telco' "$scratch/telco.tsv" churn=Yes
fi
if [ -r "$data/churn-3333/Cell2Cell.csv" ]; then
  crm-import -q -o "$scratch/3333.tsv" "$data/churn-3333/Cell2Cell.csv"
  compare 'churn-3333' "$scratch/3333.tsv" churn=T --exclude phonenumber
fi

rm -f "$scratch"/times-*
in_turns logistic sklearn trees xgboost
title 'who leaves, of %d rows of 50 columns, %d threads' "$many" "$jobs"
table 'logistic' logistic-fit 'its predicting' logistic-predict scikit-learn sklearn
printf '  %s without reading: %s s of the processor\n' scikit-learn "$(cat "$scratch/sklearn.time")"
table 'trees' trees-fit 'its predicting' trees-predict XGBoost xgboost
printf '  %s without reading: %s s of the processor\n' XGBoost "$(cat "$scratch/xgboost.time")"
