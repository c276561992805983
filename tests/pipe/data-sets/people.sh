# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# People: who the customers are, whether they stay, whom two records mean.

take customers telco-churn/Telco-Customer-Churn.csv -s 'total_charges=trim(TotalCharges)'
figure 7043 rows
figure 7043 distinct customer_id
figure 1869 rows '' churn=Yes
figure 11 missing total_charges

take customers churn-3333/Cell2Cell.csv -m customer_id=phonenumber
figure 3333 rows
figure 3333 distinct customer_id
figure 483 rows '' churn=T

take customers customer-value/WA_Fn-UseC_-Marketing-Customer-Value-Analysis.csv.gz
figure 9134 rows
figure 9134 distinct customer_id
figure 1308 rows '' response=Yes
figure 8004.9405 mean customer_lifetime_value
said 'CR ends a line'

# Applicants and clients have no number: that of their record is as good.
take customers german-credit/german.data --skip-lines 1 --columns \
  checking,duration,history,purpose,amount,savings,employed_since,rate,status,debtors,residence_since,property,age,plans,housing,credits,job,liable,telephone,foreign,class \
  -s 'customer_id=row()'
figure 1000 rows
figure 700 rows '' class=1
figure 300 rows '' class=2
figure 1000 distinct customer_id

take customers bank-marketing/bank-full.csv.gz -s 'customer_id=row()'
figure 45211 rows
figure 5289 rows '' y=yes
figure 45211 distinct customer_id

take customers bank-marketing/bank.csv -s 'customer_id=row()'
figure 4521 rows
figure 521 rows '' y=yes

take customers bank-marketing/bank-additional-full.csv.gz -s 'customer_id=row()'
figure 41188 rows
figure 4640 rows '' y=yes

# Some duplicates were given birthdays that no calendar has. Who wants them calls the column
# something else.
febrl() {
  local file=febrl/$1 originals=$2 duplicates=$3 pairs=$4 impossible=$5

  take customers "$file" -m customer_id=rec_id
  figure $((originals + duplicates - impossible)) rows
  rejected "$impossible" birth_date not-a-date

  take customers "$file" -m customer_id=rec_id -m date_of_birth=date_of_birth
  figure "$originals" rows '' 'customer_id~-org$'
  figure "$duplicates" rows '' 'customer_id~-dup-[0-9]+$'
  figure "$pairs" pairs customer_id
  rejected 0
}

febrl dataset1.csv 500 500 500 3
febrl dataset2.csv 4000 1000 1934 10
febrl dataset3.csv 2000 3000 6538 35

take customers rldata500/RLdata500.csv --missing NA -m customer_id=rec_id -m given_name=fname_c1 \
  -m family_name=lname_c1 -s "birth_date=concat(by,'-',bm,'-',bd)"
figure 500 rows
figure 450 distinct ent_id
figure 50 pairs ent_id
