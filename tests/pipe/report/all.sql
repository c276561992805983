-- SPDX-License-Identifier: MIT
--
-- Behind figures.sql, what is shown where profiles have profit, grades, towns and the order of winning
-- back, the ledger cost, city and campaign, and there is a model.

-- ---- profiling ---------------------------------------------------------------------------------

create temp view classified as
  select 'by_grade' as chart, grade as value, cast(round(amount * 1e6) as integer) as micros from customers
  union all select 'by_town', town, cast(round(amount * 1e6) as integer) from customers;
-- The best 19 values, and the others added up; grades are few.
create temp table places as
  select chart, value, count(*) as customers, sum(micros) as micros,
    row_number() over (partition by chart order by sum(micros) desc, value) as place
  from classified group by 1, 2;
create temp view classes as
  select chart, case when place < 20 then value else '…' end as value, sum(customers) as customers,
    sum(micros) as micros
  from places group by 1, 2;
select chart, value, 'customers', customers from classes;
select chart, value, 'share_of_customers', classes.customers * 1.0 / t.customers from classes, totals t;
select chart, value, 'amount', micros / 1e6 from classes;
select chart, value, 'share_of_amount', classes.micros * 1.0 / t.micros from classes, totals t;
select chart, value, 'mean', micros / 1e6 / customers from classes;

-- ---- profit ------------------------------------------------------------------------------------

select 'profit_by_class', abc, 'customers', count(*) from customers group by 2;
select 'profit_by_class', abc, 'profit', sum(cast(round(net_profit * 1e6) as integer)) / 1e6
  from customers group by 2;
select 'profit_by_class', abc, 'profit_mean', sum(cast(round(net_profit * 1e6) as integer)) / 1e6 / count(*)
  from customers group by 2;
create temp view earned as
  select category, sum(cast(round(amount * 1e6) as integer) - cast(round(cost * 1e6) as integer)) as micros
  from ledger where cost <> '' group by 1;
select 'profit_by_category', category, 'profit', micros / 1e6 from earned;
select 'profit_by_category', category, 'share', micros * 1.0 / (select sum(micros) from earned) from earned;

-- ---- places and campaigns ----------------------------------------------------------------------

create temp view more_sold as
  select 'sales_by_place' as chart, city as value, cast(round(amount * 1e6) as integer) as micros from ledger
  union all select 'sales_by_campaign', campaign, cast(round(amount * 1e6) as integer) from ledger;
create temp view more_sales as
  select chart, value, count(*) as rows, sum(micros) as micros from more_sold group by 1, 2;
select chart, value, 'rows', rows from more_sales;
select chart, value, 'amount', micros / 1e6 from more_sales;
select chart, value, 'share', micros * 1.0 / (select sum(micros) from days) from more_sales;

-- ---- the order of winning back, and what other lists say now -----------------------------------

create temp table to_win as
  select * from customers where winback_rank <> '' order by cast(winback_rank as integer), customer_id limit 10;
create temp view won_values as
  select customer_id, value as figure, case value
      when 'policy' then policy when 'amount' then amount when 'last_date' then last_date
      when 'recency' then recency when 'churn_probability' then churn_probability
      when 'expected_loss' then expected_loss when 'return_chance' then return_chance
      when 'contact_worth' then contact_worth when 'lifecycle' then lifecycle
      else rfm_segment end as said
  from to_win, json_each('["policy","amount","last_date","recency","churn_probability","expected_loss",
    "return_chance","contact_worth","lifecycle","rfm_segment"]');
select 'winback_order', customer_id, figure, said from won_values where said <> '';
create temp view all_listed as
  select chart, customer_id from listed union all select 'winback_order', customer_id from to_win;
select chart, customer_id, 'grade', grade from all_listed join customers using (customer_id)
  where grade <> '';
select chart, customer_id, 'town', town from all_listed join customers using (customer_id);

-- ---- the model ---------------------------------------------------------------------------------

-- The number behind a word of a value; what follows it is no part of a number.
select 'calibration', cast(cast(substr(value, instr(value, 'predicted=') + 10) as real) as text), 'observed',
    cast(substr(value, instr(value, 'observed=') + 9) as real)
  from model where section = 'calibration';
create temp table lifts as
  select row_number() over (order by rowid) as place, value from model where section = 'lift';
select 'lift', place, 'lift', cast(substr(value, instr(value, 'lift=') + 5) as real) from lifts;
select 'lift', place, 'gain', cast(substr(value, instr(value, 'gain=') + 5) as real) from lifts;
select 'model_quality', name, 'value', value from model
  where section = 'quality' and value not glob '*[^0-9.]*';
