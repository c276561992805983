# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# Dealings: opportunities, campaigns, complaints and surveys.

# An opportunity that nobody has engaged in has reached no stage on any day.
take deals crm-opportunities/sales_pipeline.csv
figure 8300 rows
figure 4238 rows '' stage=Won
figure 2473 rows '' stage=Lost
figure 1589 rows '' stage=Engaging
figure 10005534 sum amount stage=Won
rejected 500 date missing

take - crm-opportunities/sales_pipeline.csv
figure 8800 rows
figure 8800 distinct opportunity_id
figure 500 rows '' deal_stage=Prospecting
figure 500 missing engage_date
figure 2089 missing close_date
figure 1425 missing account
figure 85 distinct account
figure 30 distinct sales_agent

take customers crm-opportunities/accounts.csv
figure 85 rows
figure 85 distinct customer_id

take - crm-opportunities/sales_teams.csv
figure 35 distinct sales_agent

take - crm-opportunities/products.csv
figure 7 rows

take - crm-opportunities/data_dictionary.csv
figure 21 rows

take responses hillstrom/hillstrom.csv.gz -s 'customer_id=row()' -s "campaign='e-mail test'" \
  -m treatment=segment -m responded=visit -m amount=spend
figure 64000 rows
for arm in 'Mens E-Mail 21307 3894 267 30311.69' 'Womens E-Mail 21387 3238 189 23038.11' \
  'No E-Mail 21306 2262 122 13908.33'; do
  read -r one two count visits conversions spend <<<"$arm"
  figure "$count" rows '' "treatment=$one $two"
  figure "$visits" sum responded "treatment=$one $two"
  figure "$conversions" sum conversion "treatment=$one $two"
  figure "$spend" sum amount "treatment=$one $two"
done

take responses fastfood-promotion/WA_Fn-UseC_-Marketing-Campaign-Eff-UseC_-FastF.csv \
  -m customer_id=LocationID -m treatment=Promotion -m amount=SalesInThousands \
  -s "campaign='new item'"
figure 548 rows
figure 137 distinct customer_id
for arm in '1 172 58.099' '2 188 47.3294' '3 188 55.3645'; do
  read -r promotion count mean <<<"$arm"
  figure "$count" rows '' "treatment=$promotion"
  figure "$mean" mean amount "treatment=$promotion"
done

take cases cfpb-complaints/consumer_complaints.csv.gz -s "event='opened'" \
  -m 'status=Company response'
figure 28156 rows
figure 28156 distinct case_id
while read -r count product; do
  figure "$count" rows '' "product=$product"
done <<'END'
7494 Debt collection
6612 Mortgage
5717 Credit reporting
2830 Credit card
2609 Bank account or service
1314 Consumer loan
785 Student loan
348 Payday loan
232 Money transfers
175 Prepaid card
END
figure 27444 rows '' timely_response=Yes
figure 4708 rows '' consumer_disputed=Yes
figure 1298 rows '' consumer_disputed=No
figure 22150 missing consumer_disputed
figure 2015-01-01 first date
figure 2015-03-19 last date

take cases support-tickets/customer_support_tickets.csv.gz -m 'customer_id=Customer Email' \
  -m 'date=Date of Purchase' -s "event='opened'"
figure 8469 rows
figure 2881 rows '' 'status=Pending Customer Response'
figure 2819 rows '' status=Open
figure 2769 rows '' status=Closed
for rating in '1 553' '2 549' '3 580' '4 543' '5 544'; do
  figure "${rating#* }" rows '' "score=${rating% *}"
done
said 'day before month'

# A question is a column; an answer a row of it.
questions=('In-flight Wifi Service 2.7287' 'Ease of Online Booking 2.7569' 'Online Boarding 3.2526'
  'In-flight Service 3.6422')
for question in "${questions[@]}"; do
  take answers airline-satisfaction/airline_passenger_satisfaction.csv.gz -m customer_id=ID \
    -m "score=${question% *}" -s "question='${question% *}'"
  figure 129880 rows
  figure "${question##* }" mean score
done
figure 129880 distinct customer_id
figure 56428 rows '' satisfaction=Satisfied
figure 73452 rows '' 'satisfaction=Neutral or Dissatisfied'
figure 393 missing arrival_delay
