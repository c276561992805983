# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# Purchases: what was bought, billed and paid.
# shellcheck disable=SC2154 # data

take transactions cdnow/CDNOW_master.txt.gz -m quantity=number_of_cds -m amount=dollar_value
figure 69659 rows
figure 23570 distinct customer_id
figure 167881 sum quantity
figure 2500315.63 sum amount

take transactions cdnow/CDNOW_sample.txt --missing NULL \
  --columns customer_id,sample_id,date,quantity,amount
figure 6919 rows
figure 2357 distinct customer_id

take transactions cdnow/cdnowElog.csv -m customer_id=masterid -m quantity=cds -m amount=sales
figure 6919 rows
figure 2357 distinct customer_id
figure 2357 distinct sampleid

take customers cdnow/cdnow_customers_summary.csv -m customer_id=ID
figure 2357 rows
figure 2457 sum frequency
figure 946 rows '' 'frequency~^[1-9]'

take customers cdnow/cdnow_customers_summary_with_transactions.csv -m customer_id=ID
figure 2357 rows
figure 2457 sum x
figure 946 rows '' 'x~^[1-9]'

take - bgbb-donations/donations.csv
figure 22 rows
figure 11104 sum weights

# The lines of a day are a file, and all files a folder; one stream of them gives the same.
mkdir online-retail
tar xzf "$data/online-retail/online-retail-by-day.tar.gz" -C online-retail
take_folder - online-retail/by-day -s 'amount=Quantity*UnitPrice'
figure 541909 rows
figure 25900 distinct invoice_no
figure 3836 distinct invoice_no 'invoice_no~^C'
figure 4070 distinct stock_code
figure 4372 distinct customer_id
figure 38 distinct country
figure 135080 missing customer_id
figure 1454 missing description
figure 5176450 sum quantity
figure 9747747.934 sum amount

take_folder transactions online-retail/by-day -s 'amount=Quantity*UnitPrice'
figure 406829 rows
figure 4372 distinct customer_id
rejected 135080 customer_id missing
rm -r online-retail

take invoices accounts-receivable/WA_Fn-UseC_-Accounts-Receivable.csv
figure 2466 rows
figure 100 distinct customer_id
figure 147703.18 sum amount
figure 561 rows '' disputed=1
figure 877 rows '' 'days_late~^[1-9]'
said 'month before day'

take transactions chinese-restaurant/meal_order_info.csv --missing NA -m customer_id=phone \
  -m date=use_start_time -m amount=expenditure
figure 945 rows
figure 945 distinct order_id
figure 465214 sum amount
figure 933 rows '' order_status=1
figure 9 rows '' order_status=0
figure 3 rows '' order_status=2
said gb18030

take transactions chinese-restaurant/meal_order_detail.csv.gz --missing NA -m customer_id=order_id \
  -m order_id=order_id -m line=detail_id -m date=place_order_time -m product=dishes_name \
  -s 'amount=counts*amounts'
figure 10037 rows
figure 10037 missing logicprn_name

# Orders with their states, and what belongs to them.
take customers classicmodels/Customers.txt --missing NULL --columns \
  customer_id,name,family_name,given_name,phone,address,address_2,city,region,postcode,country,owner,credit_limit
figure 122 rows
figure 122 distinct customer_id
figure 0 rows '' address_2=NULL

take deals classicmodels/Orders.txt --missing NULL --columns \
  order_number,date,required_date,shipped_date,status,comments,customer_id \
  -m deal_id=order_number -m stage=status
figure 326 rows
figure 2003-01-06 first date
figure 2005-05-31 last date
for state in 'Shipped 303' 'Cancelled 6' 'In Process 6' 'On Hold 4' 'Resolved 4' 'Disputed 3'; do
  figure "${state##* }" rows '' "stage=${state% *}"
done

take - classicmodels/OrderDetails.txt --missing NULL \
  --columns order_id,product_id,quantity,price,line -s 'amount=quantity*price'
figure 2996 rows
figure 326 distinct order_id
figure 9604190.61 sum amount

take payments classicmodels/Payments.txt --missing NULL \
  --columns customer_id,payment_id,date,amount
figure 273 rows
figure 8853839.23 sum amount

take - classicmodels/Products.txt --missing NULL --columns \
  product_id,product,product_line,scale,vendor,description,stock,price,list_price
figure 110 rows

take - classicmodels/Employees.txt --missing NULL --columns \
  employee_id,family_name,given_name,extension,email,office_id,reports_to,title
figure 23 rows

take - classicmodels/Offices.txt --missing NULL \
  --columns office_id,city,phone,address,address_2,region,country,postcode,territory
figure 7 rows

take - classicmodels/ProductLines.txt --missing NULL --columns product_line,description
figure 7 rows
