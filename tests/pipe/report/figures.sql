-- SPDX-License-Identifier: MIT
--
-- The figures of a report by another road: chart, row, figure and value of every one of them, from
-- the tables customers (scored profiles), before (those of the time before) and ledger. Amounts are
-- calculated in whole micros.
.mode tabs

create temp view c as
  select customer_id, cast(round(amount * 1e6) as integer) as micros, cast(orders as integer) as orders,
    cast(frequency as integer) as frequency, cast(recency as integer) as recency,
    cast(tenure as integer) as tenure, cast(round(returned_amount * 1e6) as integer) as returned,
    cast(round(clv * 1e6) as integer) as clv_micros, cast(churn_probability as real) as churn,
    cast(round(expected_loss * 1e6) as integer) as loss_micros, cast(warning as real) as warning,
    cast(r as integer) as r, cast(f as integer) as f, abc, pyramid, lifecycle, rfm_segment,
    first_date, last_date, cast(referrals as integer) as referrals
  from customers;
create temp view b as
  select customer_id, cast(round(amount * 1e6) as integer) as micros, cast(orders as integer) as orders,
    cast(frequency as integer) as frequency, cast(recency as integer) as recency,
    cast(tenure as integer) as tenure, cast(round(returned_amount * 1e6) as integer) as returned,
    lifecycle
  from before;
create temp table days as
  select customer_id, date, sum(cast(round(amount * 1e6) as integer)) as micros, count(*) as rows
  from ledger group by 1, 2;
create temp table purchases as select * from days where micros > 0;
create temp table firsts as
  select customer_id, min(date) as date, substr(min(date), 1, 7) as month from purchases group by 1;
create temp table first_orders as
  select customer_id, order_id, substr(min(date), 1, 7) as month from ledger group by 1, 2;
create temp table months as select distinct substr(date, 1, 7) as month from ledger;

-- ---- headline ----------------------------------------------------------------------------------

create temp view now as
  select 'revenue' as figure, sum(micros) / 1e6 as value from c
  union all select 'customers', count(*) from c
  union all select 'orders', sum(orders) from c
  union all select 'order_mean', sum(micros) / 1e6 / sum(orders) from c
  union all select 'repeat_rate', avg(frequency >= 1) from c
  union all select 'active_90d', sum(recency < 90) from c
  union all select 'active_365d', sum(recency < 365) from c
  union all select 'new_90d', sum(tenure < 90) from c
  union all select 'lost', sum(lifecycle = 'lost') from c
  union all select 'returned', sum(returned) / 1e6 from c;
create temp view earlier as
  select 'revenue' as figure, sum(micros) / 1e6 as value from b
  union all select 'customers', count(*) from b
  union all select 'orders', sum(orders) from b
  union all select 'order_mean', sum(micros) / 1e6 / sum(orders) from b
  union all select 'repeat_rate', avg(frequency >= 1) from b
  union all select 'active_90d', sum(recency < 90) from b
  union all select 'active_365d', sum(recency < 365) from b
  union all select 'new_90d', sum(tenure < 90) from b
  union all select 'lost', sum(lifecycle = 'lost') from b
  union all select 'returned', sum(returned) / 1e6 from b;
select 'headline', '', figure, value from now;
select 'headline', '', figure || '_change', now.value - earlier.value from now join earlier using (figure);
select 'headline', '', 'expected_value', sum(clv_micros) / 1e6 from c;
select 'headline', '', 'expected_loss', sum(loss_micros) / 1e6 from c;

-- ---- time --------------------------------------------------------------------------------------

create temp table by_month as
  select month, (select sum(micros) from days where substr(date, 1, 7) = month) as micros,
    (select count(*) from first_orders o where o.month = months.month) as orders,
    (select count(distinct customer_id) from purchases where substr(date, 1, 7) = month) as customers,
    (select count(*) from firsts f where f.month = months.month) as new_customers,
    (select sum(d.micros) from days d join firsts f using (customer_id)
      where f.month = months.month and substr(d.date, 1, 7) = f.month and d.date >= f.date) as new_micros
  from months;
select 'revenue_by_month', month, 'amount', micros / 1e6 from by_month;
select 'revenue_by_month', month, 'orders', orders from by_month;
select 'revenue_by_month', month, 'order_mean', micros / 1e6 / orders from by_month;
select 'customers_by_month', month, 'customers', customers from by_month;
select 'customers_by_month', month, 'new_customers', new_customers from by_month;
select 'new_customers', month, 'new_customers', new_customers from by_month;
select 'new_customers', month, 'amount', coalesce(new_micros, 0) / 1e6 from by_month;
select 'new_customers', month, 'share', coalesce(new_micros, 0) * 1.0 / micros from by_month;
-- Without the last month, unless the ledger ends with it.
create temp view whole_months as
  select * from by_month, (select max(date) as newest from ledger)
  where month < substr(newest, 1, 7) or date(newest, '+1 day') = date(newest, '+1 day', 'start of month');
select 'season_by_month', cast(substr(month, 6, 2) as integer), 'amount_mean', avg(micros) / 1e6
  from whole_months group by 2;
select 'season_by_month', cast(substr(month, 6, 2) as integer), 'months', count(*)
  from whole_months group by 2;
create temp view weekdays as
  select (strftime('%w', date) + 6) % 7 + 1 as day, sum(micros) as micros from days group by 1;
select 'season_by_weekday', day, 'amount', micros / 1e6 from weekdays;
select 'season_by_weekday', day, 'share', micros * 1.0 / (select sum(micros) from weekdays) from weekdays;

-- ---- who ---------------------------------------------------------------------------------------

create temp table ranked as
  select row_number() over (order by micros desc) as place,
    sum(micros) over (order by micros desc rows unbounded preceding) as passed from c;
create temp view ends as
  with recursive step(n) as (select 1 union all select n + 1 from step where n < 20)
  select distinct ((select count(*) from c) * n + 10) / 20 as place from step;
create temp view curve as
  select place, passed, (select count(*) from c) as customers, (select sum(micros) from c) as total
  from ends join ranked using (place);
select 'pareto', place, 'share_of_customers', place * 1.0 / customers from curve;
select 'pareto', place, 'amount', passed / 1e6 from curve;
select 'pareto', place, 'share_of_amount', passed * 1.0 / total from curve;

create temp view divided as
  select 'grades' as chart, abc as value, micros from c
  union all select 'pyramid', pyramid, micros from c
  union all select 'rfm_segment', rfm_segment, micros from c
  union all select 'lifecycle', lifecycle, micros from c;
create temp table division as
  select chart, value, count(*) as customers, sum(micros) as micros from divided group by 1, 2;
create temp view totals as select count(*) as customers, sum(micros) as micros from c;
select chart, value, 'customers', customers from division;
select chart, value, 'share_of_customers', d.customers * 1.0 / t.customers from division d, totals t;
select chart, value, 'amount', micros / 1e6 from division;
select chart, value, 'share_of_amount', d.micros * 1.0 / t.micros from division d, totals t;
select chart, value, 'mean', micros / 1e6 / customers from division;

create temp view scores as
  with recursive s(n) as (select 1 union all select n + 1 from s where n < 5)
  select a.n as r, o.n as f from s a, s o;
select 'rfm_heat', 'R' || s.r || ' F' || s.f, 'customers',
    (select count(*) from c where c.r = s.r and c.f = s.f) from scores s;
select 'rfm_heat', 'R' || s.r || ' F' || s.f, 'amount',
    (select coalesce(sum(micros), 0) / 1e6 from c where c.r = s.r and c.f = s.f) from scores s;

-- Every pair of a stage that somebody came from and one that somebody is in, or has gone to.
create temp table moves as
  select coalesce(b.lifecycle, 'lifecycle.came') as old, c.lifecycle as new
  from c left join b using (customer_id)
  union all select lifecycle, 'gone' from b where customer_id not in (select customer_id from c);
select 'lifecycle_flow', old, new,
    (select count(*) from moves m where m.old = a.old and m.new = z.new)
  from (select distinct old from moves) a, (select distinct new from moves) z
  where old <> 'lifecycle.came' or new <> 'gone';

create temp view rungs as
  select case when referrals > 0 then 'advocate'
      when frequency >= 9 and lifecycle not in ('lost', 'dormant') then 'supporter'
      when frequency >= 3 then 'client' when frequency >= 1 then 'customer' else 'tester' end as rung,
    micros from c;
create temp view ladder as
  select rung, count(*) as customers, sum(micros) as micros from rungs group by 1;
select 'ladder', rung, 'customers', customers from ladder;
select 'ladder', rung, 'share_of_customers', l.customers * 1.0 / t.customers from ladder l, totals t;
select 'ladder', rung, 'amount', micros / 1e6 from ladder;
select 'ladder', rung, 'share_of_amount', l.micros * 1.0 / t.micros from ladder l, totals t;

-- ---- cohorts: the ledger has 24 months ---------------------------------------------------------

create temp table active as
  select distinct f.month as cohort, customer_id,
    (substr(p.date, 1, 4) - substr(f.month, 1, 4)) * 12 + substr(p.date, 6, 2) - substr(f.month, 6, 2) as later
  from purchases p join firsts f using (customer_id);
create temp table cohorts as
  select months.month as cohort,
    (select count(*) from firsts f where f.month = months.month) as size,
    (select count(*) from months later where later.month > months.month) as periods
  from months;
select 'cohorts', cohort, 'customers', size from cohorts;
with recursive later(n) as (select 1 union all select n + 1 from later where n < 23)
select 'cohorts', cohort, n,
    (select count(*) from active a where a.cohort = cohorts.cohort and a.later = n) * 1.0 / size
  from cohorts, later where n <= periods and size > 0;

-- ---- value and risk ----------------------------------------------------------------------------

create temp table valued as
  select row_number() over (order by clv_micros desc, micros desc) as place, clv_micros, micros from c;
create temp table deciles as
  select (select min(d) from (select value as d from json_each('[1,2,3,4,5,6,7,8,9,10]'))
      where place <= (select count(*) from c) * d / 10) as decile, clv_micros, micros from valued;
create temp view tenths as
  select decile, count(*) as customers, sum(clv_micros) as clv, sum(micros) as micros
  from deciles group by 1;
select 'value_deciles', decile, 'customers', customers from tenths;
select 'value_deciles', decile, 'clv', clv / 1e6 from tenths;
select 'value_deciles', decile, 'share', clv * 1.0 / (select sum(clv) from tenths) from tenths;
select 'value_deciles', decile, 'clv_mean', clv / 1e6 / customers from tenths;
select 'value_deciles', decile, 'amount', micros / 1e6 from tenths;

create temp view banded as
  select *, case when churn >= 0.6 then 'high' when churn >= 0.3 then 'medium' else 'low' end as band from c;
create temp view bands as
  select band, count(*) as customers, sum(loss_micros) as loss from banded group by 1;
select 'risk_bands', band, 'customers', customers from bands;
select 'risk_bands', band, 'share', bands.customers * 1.0 / t.customers from bands, totals t;
select 'risk_bands', band, 'expected_loss', loss / 1e6 from bands;
select 'risk_bands', band, 'share_of_loss', loss * 1.0 / (select sum(loss) from bands) from bands;
select 'value_risk', abc || ' ' || band, 'customers', count(*) from banded group by 2;
select 'value_risk', abc || ' ' || band, 'clv', sum(clv_micros) / 1e6 from banded group by 2;
select 'value_risk', abc || ' ' || band, 'expected_loss', sum(loss_micros) / 1e6 from banded group by 2;

-- ---- lists: who is on them, in which order, and all that they say ------------------------------

create temp table listed as
  select 'best' as chart, customer_id from (select * from c order by micros desc, customer_id limit 10)
  union all select 'call', customer_id from (select * from banded
    where abc = 'A' and band = 'high' order by loss_micros desc, customer_id limit 10)
  union all select 'warnings', customer_id from (select * from c
    where warning > 0 order by warning desc, customer_id limit 10);
create temp view listed_values as
  select l.chart, l.customer_id, k.figure, case k.figure
      when 'amount' then amount when 'orders' then orders when 'last_date' then last_date
      when 'recency' then recency when 'gap_mean' then gap_mean when 'clv' then clv
      when 'churn_probability' then churn_probability when 'p_alive' then p_alive
      when 'expected_loss' then expected_loss when 'reason_1' then reason_1
      when 'warning' then warning when 'signs' then signs when 'newest_sign' then newest_sign
      when 'lifecycle' then lifecycle else rfm_segment end as value
  from listed l join customers using (customer_id) join (
    select 'best' as chart, value as figure
      from json_each('["amount","orders","last_date","clv","lifecycle","rfm_segment"]')
    union all select 'call', value from json_each('["amount","clv","churn_probability",
      "expected_loss","reason_1","last_date","lifecycle","rfm_segment"]')
    union all select 'warnings', value from json_each('["warning","signs","newest_sign","amount",
      "churn_probability","expected_loss","lifecycle","rfm_segment"]')) k using (chart);
select chart, customer_id, figure, value from listed_values where value <> '';

-- ---- sales -------------------------------------------------------------------------------------

create temp view sold as
  select 'sales_by_category' as chart, category as value, cast(round(amount * 1e6) as integer) as micros from ledger
  union all select 'sales_by_channel', channel, cast(round(amount * 1e6) as integer) from ledger;
create temp view sales as select chart, value, count(*) as rows, sum(micros) as micros from sold group by 1, 2;
select chart, value, 'rows', rows from sales;
select chart, value, 'amount', micros / 1e6 from sales;
select chart, value, 'share', micros * 1.0 / (select sum(micros) from days) from sales;

-- The best 19 products, and the others added up.
create temp table products as
  select product as value, count(*) as rows, sum(cast(round(amount * 1e6) as integer)) as micros,
    row_number() over (order by sum(cast(round(amount * 1e6) as integer)) desc, product) as place
  from ledger group by 1;
create temp view shown_products as
  select case when place < 20 then value else '…' end as value, sum(rows) as rows, sum(micros) as micros
  from products group by 1;
select 'sales_by_product', value, 'rows', rows from shown_products;
select 'sales_by_product', value, 'amount', micros / 1e6 from shown_products;
select 'sales_by_product', value, 'share', micros * 1.0 / (select sum(micros) from days) from shown_products;
create temp table baskets as
  select distinct order_id, product from ledger where cast(amount as real) > 0;
create temp table baskets_of_best as
  select order_id, product from baskets join products on value = product and place <= 10;
create temp table all_baskets as select count(distinct order_id) as n from baskets;
create temp table holding as select product, count(*) as n from baskets_of_best group by 1;
select 'product_pairs', product, 'orders', n from holding;
select 'product_pairs', x.product, y.product,
    (select count(*) from baskets_of_best p join baskets_of_best q using (order_id)
      where p.product = x.product and q.product = y.product) * 1.0 * a.n / (x.n * y.n)
  from holding x, holding y, all_baskets a where x.product <> y.product;

-- ---- survival: Kaplan and Meier, Greenwood, limits symmetric in log(-log S) --------------------

create temp table lives as
  select lifecycle in ('lost', 'dormant') as lost, case when lifecycle in ('lost', 'dormant')
      then cast(julianday(last_date) - julianday(first_date) as integer) else tenure end as days from c;
create temp table events as select days, sum(lost) as d from lives group by 1 having d > 0;
create temp table risks as
  select days, d, (select count(*) from lives where lives.days >= events.days) as n from events;
create temp table survivals as
  select days, exp(sum(ln(1 - d * 1.0 / n)) over w) as s,
    sum(d * 1.0 / (n * (n - d))) over w as v
  from risks window w as (order by days rows unbounded preceding);
create temp table read_at as
  with recursive at(day) as (select 0 union all select day + 30 from at
    where day + 30 <= (select max(days) from lives))
  select day, (select max(days) from survivals where days <= day) as days from at;
select 'survival', day, 'survival', s from read_at join survivals using (days);
select 'survival', day, 'low', pow(s, exp(-1.959963984540054 * sqrt(v) / ln(s)))
  from read_at join survivals using (days);
select 'survival', day, 'high', pow(s, exp(1.959963984540054 * sqrt(v) / ln(s)))
  from read_at join survivals using (days);
