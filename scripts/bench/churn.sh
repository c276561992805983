#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Who leaves: crm-churn's two learners beside scikit-learn's logistic regression and XGBoost. First
# the AUC of each on the same five folds, which may not be below theirs by more than 0.002: of
# customers made up here, and of IBM Telco where CRM_DATA has it. Then the time to fit many rows of
# 50 columns and to predict a tenth as many.
#
#   BENCH_CHURN_ROWS   rows to fit (default: 1000000, or BENCH_ROWS if that is less)
. "$(dirname "$0")/shared.sh"

"$python" -c 'import pandas, sklearn, xgboost' 2>/dev/null || {
  echo 'churn: skipped: there is no scikit-learn or XGBoost: run scripts/install-deps.sh bench'
  exit 0
}
many=${BENCH_CHURN_ROWS:-$((rows < 1000000 ? rows : 1000000))}
folds=5
export OMP_NUM_THREADS=$jobs OPENBLAS_NUM_THREADS=$jobs

# ours NAME LEARNER TARGET=VALUE TRAIN TEST OUT: the probabilities, a line for each row of TEST.
ours() {
  measure "$1-fit" crm-churn -q -j "$jobs" --predict --learner "$2" --folds 0 --target "$3" \
    --fit "$scratch/model" "$4"
  measure "$1-predict" crm-churn -q -j "$jobs" --predict --model "$scratch/model" \
    -o "$scratch/scored" "$5"
  awk -F '\t' '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "churn_probability") at = i; next }
    { print $at }' "$scratch/scored" >"$6"
}

# theirs NAME LEARNER TARGET=VALUE TRAIN TEST OUT
theirs() {
  measure "$1" "$python" scripts/bench/churn.py "$2" "$jobs" "${@:3}"
}

# compare WHAT FILE TARGET=VALUE: the mean AUC of the folds.
compare() {
  local fold learner aucs=$scratch/aucs

  : >"$aucs"
  for ((fold = 0; fold < folds; fold++)); do
    awk -v k="$folds" -v fold="$fold" 'NR == 1 || NR % k != fold' "$2" >"$scratch/train.tsv"
    awk -v k="$folds" -v fold="$fold" 'NR == 1 || NR % k == fold' "$2" >"$scratch/test.tsv"
    for learner in logistic trees; do
      ours x "$learner" "$3" "$scratch/train.tsv" "$scratch/test.tsv" "$scratch/ours-$learner"
      theirs x "$learner" "$3" "$scratch/train.tsv" "$scratch/test.tsv" "$scratch/theirs-$learner"
    done
    "$python" scripts/bench/churn.py auc "$3" "$scratch/test.tsv" "$scratch/ours-logistic" \
      "$scratch/theirs-logistic" "$scratch/ours-trees" "$scratch/theirs-trees" >>"$aucs"
  done
  awk -v what="$1" '
    { for (i = 1; i <= 4; i++) sum[i] += $i }
    END {
      printf "  %-14s logistic %.4f, scikit-learn %.4f; trees %.4f, XGBoost %.4f\n", what,
        sum[1] / NR, sum[2] / NR, sum[3] / NR, sum[4] / NR
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
  theirs sklearn logistic left=yes "$large" "$small" "$scratch/out"
}

run_xgboost() {
  theirs xgboost trees left=yes "$large" "$small" "$scratch/out"
}

large=$work/churn-$many.tsv
small=$scratch/small.tsv
[ -e "$large" ] || mawk -v rows="$many" -f scripts/bench/churn.awk >"$large"
awk 'NR == 1 || NR % 10 == 0' "$large" >"$small"
table_rows=$many
table_bytes=$(wc -c <"$large")

printf 'who leaves, AUC of %d folds\n' "$folds"
awk 'NR <= 20001' "$large" >"$scratch/part.tsv"
compare 'made up' "$scratch/part.tsv" left=yes
telco=${CRM_DATA:-../shared/data}/telco-churn/Telco-Customer-Churn.csv
if [ -r "$telco" ]; then
  crm-import -q -o "$scratch/telco.tsv" "$telco"
  compare 'IBM Telco' "$scratch/telco.tsv" churn=Yes
fi

printf 'fitting %d rows of 50 columns, %d threads; theirs with predicting a tenth as many\n' \
  "$many" "$jobs"
rm "$scratch"/times-*
in_turns logistic sklearn trees xgboost
table 'logistic' logistic-fit 'its predicting' logistic-predict scikit-learn sklearn
table 'trees' trees-fit 'its predicting' trees-predict XGBoost xgboost
