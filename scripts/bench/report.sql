-- SPDX-License-Identifier: MIT
--
-- The figures of a report of profiles, as chart, row, figure and value: what crm-report -t tsv says.
create table c as
select customer_id, amount, orders, frequency, recency, tenure, returned_amount, abc, pyramid, lifecycle,
  rfm_segment, r, f, last_date
from read_csv('{input}', delim = '\t', header = true, quote = '', escape = '', columns = {
  'customer_id': 'varchar', 'orders': 'bigint', 'first_date': 'date', 'last_date': 'date',
  'recency': 'bigint', 'tenure': 'bigint', 'frequency': 'bigint', 't_x': 'bigint',
  'amount': 'decimal(18,6)', 'amount_mean': 'varchar', 'repeat_amount_mean': 'varchar',
  'returns': 'bigint', 'returned_amount': 'decimal(18,6)', 'gap_mean': 'varchar', 'gap_sd': 'varchar',
  'amount_90d': 'decimal(18,6)', 'amount_365d': 'decimal(18,6)', 'orders_90d': 'bigint',
  'orders_365d': 'bigint', 'abc': 'varchar', 'r': 'bigint', 'f': 'bigint', 'm': 'bigint',
  'rfm': 'varchar', 'rfm_segment': 'varchar', 'pyramid': 'varchar', 'lifecycle': 'varchar' });

create table totals as
select count(*) as customers, sum(amount) as amount, sum(orders) as orders,
  sum(cast(frequency >= 1 as int)) as repeaters, sum(cast(recency < 90 as int)) as quarter,
  sum(cast(recency < 365 as int)) as year, sum(cast(tenure < 90 as int)) as newcomers,
  sum(cast(lifecycle = 'lost' as int)) as lost, sum(returned_amount) as returned
from c;

create table division as
select 'grades' as chart, abc as value, count(*) as customers, sum(amount) as amount from c group by abc
union all select 'pyramid', pyramid, count(*), sum(amount) from c group by pyramid
union all select 'lifecycle', lifecycle, count(*), sum(amount) from c group by lifecycle
union all select 'rfm_segment', rfm_segment, count(*), sum(amount) from c group by rfm_segment
union all select 'ladder', case when frequency >= 9 and lifecycle not in ('lost', 'dormant') then 'supporter'
    when frequency >= 3 then 'client' when frequency >= 1 then 'customer' else 'tester' end,
  count(*), sum(amount) from c group by 2;

create table cells as select r, f, count(*) as customers, sum(amount) as amount from c group by r, f;

-- The steps are those of the report: every 5 % of the customers, the first half a customer rounded up.
create table curve as
select place, sum(part) over (order by place) as passed
from (
  select max(place) as place, sum(amount) as part
  from (select amount, row_number() over (order by amount desc) as place from c),
    (select customers as n from totals)
  group by (place * 20 - 10 + n - 1) // n
);

copy (
  select 'headline' as chart, '' as "row", 'revenue' as figure, cast(amount as double) as value from totals
  union all select 'headline', '', 'customers', customers from totals
  union all select 'headline', '', 'orders', orders from totals
  union all select 'headline', '', 'order_mean', cast(amount as double) / orders from totals
  union all select 'headline', '', 'repeat_rate', repeaters / customers from totals
  union all select 'headline', '', 'active_90d', quarter from totals
  union all select 'headline', '', 'active_365d', year from totals
  union all select 'headline', '', 'new_90d', newcomers from totals
  union all select 'headline', '', 'lost', lost from totals
  union all select 'headline', '', 'returned', cast(returned as double) from totals
  union all select chart, value, 'customers', customers from division
  union all select chart, value, 'amount', cast(amount as double) from division
  union all select 'rfm_heat', 'R' || r || ' F' || f, 'customers', customers from cells
  union all select 'rfm_heat', 'R' || r || ' F' || f, 'amount', cast(amount as double) from cells
  union all select 'best', customer_id, 'amount', cast(amount as double)
    from (select * from c order by amount desc, customer_id limit 10)
  union all select 'winback', customer_id, 'amount', cast(amount as double)
    from (select * from c where abc = 'A' and lifecycle in ('lost', 'dormant')
      order by amount desc, customer_id limit 10)
  union all select 'pareto', cast(place as varchar), 'amount', cast(passed as double) from curve
) to '{output}' (delimiter '\t', header true, quote '', escape '');
