#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-churn --survival on the data with which others teach survival analysis: the recidivism data of
# Rossi, as lifelines (its documentation) and Fox ("Cox Proportional-Hazards Regression for Survival
# Data", 2002) have published them, and the customers of IBM Telco, as an example of lifelines has.
# ROSSI names a copy of the first, which comes with lifelines as datasets/rossi.csv. Each is skipped
# where it is not at hand: neither is part of the project.
set -euo pipefail

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
telco=$(realpath -m "${CRM_DATA:-../shared/data}/telco-churn/Telco-Customer-Churn.csv")
rossi=$(realpath -m "${ROSSI:-rossi.csv}")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
faults=0
done_with=()

# same WHAT EXPECTED <FOUND
same() {
  local found

  found=$(cat)
  if [ "$found" != "$2" ]; then
    printf '%s: expected\n%s\nfound\n%s\n' "$1" "$2" "$found"
    faults=$((faults + 1))
  fi
}

# figures COLUMN … <TABLE: the covariates, and these columns to two decimals.
figures() {
  awk -F '\t' -v wanted="$*" '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; count = split(wanted, name, " "); next }
    {
      line = $1
      for (i = 1; i <= count; i++)
        line = line " " sprintf("%.2f", $at[name[i]])
      print line
    }'
}

if [ -r "$rossi" ]; then
  tr ',' '\t' <"$rossi" >rossi.tsv
  crm-churn --survival --time week --event arrest --cox fin,age,race,wexp,mar,paro,prio \
    rossi.tsv >table 2>notes
  # As lifelines prints them.
  figures coefficient se <table | same "Rossi, coefficients" "fin -0.38 0.19
age -0.06 0.02
race 0.31 0.31
wexp -0.15 0.21
mar -0.43 0.38
paro -0.08 0.20
prio 0.09 0.03"
  head -n 1 notes | same "Rossi, fit" "crm-churn: 114 of 432 customers have left; log-likelihood \
-658.75; likelihood ratio 33.27 on 7 degrees; concordance 0.6403"
  # Of the model with three covariates, the check as Fox prints it.
  crm-churn -q --survival --time week --event arrest --cox fin,age,prio rossi.tsv |
    awk -F '\t' 'NR > 1 { printf "%s %.5f %.4f\n", $1, $9, $10 }' |
    same "Rossi, check" "fin 0.00507 0.9433
age 6.54147 0.0105
prio 0.77288 0.3793"
  # survdiff(Surv(week, arrest) ~ fin): chi-square 3.8 on 1 degree, p = 0.05.
  crm-churn --survival --time week --event arrest --by fin --groups rossi.tsv |
    awk -F '\t' 'NR == 2 { printf "%.1f %d %.2f\n", $11, $12, $13 }' |
    same "Rossi, log-rank" "3.8 1 0.05"
  (head -n 1 rossi.tsv && tail -n +2 rossi.tsv | sort -r) |
    crm-churn -q --survival --time week --event arrest --cox fin,age,race,wexp,mar,paro,prio \
      2>notes | cmp - table || faults=$((faults + 1))
  done_with+=(Rossi)
fi

if [ -r "$telco" ]; then
  # Services of services that a customer has not got are not had: "No internet service" is "No".
  sed 's/,No [a-z]* service/,No/g; s/\r//' "$telco" | tr ',' '\t' >telco.tsv
  crm-churn --survival --time tenure --event Churn=Yes \
    --cox MonthlyCharges,Contract,Dependents,DeviceProtection,MultipleLines,OnlineBackup,OnlineSecurity,PaperlessBilling,Partner,PaymentMethod,SeniorCitizen,TechSupport,gender \
    --strata InternetService,StreamingMovies,StreamingTV,PhoneService telco.tsv >table 2>notes
  figures coefficient se <table | same "Telco, coefficients" "MonthlyCharges -0.01 0.02
Contract=One year -1.59 0.09
Contract=Two year -3.11 0.17
Dependents=Yes -0.05 0.07
DeviceProtection=Yes -0.32 0.13
MultipleLines=Yes -0.44 0.13
OnlineBackup=Yes -0.65 0.13
OnlineSecurity=Yes -0.62 0.13
PaperlessBilling=Yes 0.19 0.06
Partner=Yes -0.53 0.06
PaymentMethod=Credit card (automatic) -0.11 0.09
PaymentMethod=Electronic check 0.56 0.07
PaymentMethod=Mailed check 0.51 0.09
SeniorCitizen -0.06 0.06
TechSupport=Yes -0.40 0.13
gender=Male -0.09 0.05"
  head -n 1 notes | same "Telco, fit" "crm-churn: 1869 of 7043 customers have left; log-likelihood \
-10106.05; likelihood ratio 2614.83 on 16 degrees; concordance 0.832"
  done_with+=(Telco)
fi

if [ "$faults" -gt 0 ]; then
  echo "$faults comparisons failed"
  exit 1
fi
if [ ${#done_with[@]} -eq 0 ]; then
  echo "skipped: there is neither ../shared/data/telco-churn nor rossi.csv"
else
  echo "as published: ${done_with[*]}"
fi
