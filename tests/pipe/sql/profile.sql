-- SPDX-License-Identifier: MIT
--
-- Profiles by another road, from the table ledger: what man/crm-profile.1 says of its columns, in SQL.
-- The table setting has one row: as_of, a day or nothing, and rule, which days are purchases. Amounts
-- are whole millionths, so that all sums are exact; quotients are rounded as whole numbers.
.mode tabs
.headers on

create temp table row as
  select customer_id as id, cast(julianday(substr(date, 1, 10)) - 2440587.5 as integer) as day,
    substr(date, 1, 10) as date, cast(round(amount * 1e6) as integer) as micros,
    nullif(nullif(order_id, ''), '\N') as order_id
  from ledger
  where substr(date, 1, 10) <= coalesce(nullif((select as_of from setting), ''), '9999');
create temp table today as
  select cast(julianday(coalesce(nullif(as_of, ''), (select max(date) from row))) - 2440587.5 as integer) as day
  from setting;

create temp table days as
  select id, day, date, sum(micros) as net, sum(micros > 0) as sales from row group by id, day;
create temp table purchase as
  select days.* from days, setting
  where case rule when 'net' then net > 0 when 'sale' then sales > 0 else 1 end;
create temp table placed as -- orders, each on its first day
  select id, min(day) as day from row where order_id is not null group by id, order_id
  union all select id, day from row where order_id is null;

create temp table bought as
  select id, min(day) as first, max(day) as last, count(*) - 1 as x from purchase group by id;
create temp table again as -- of the purchase days after the first
  select id, sum(net) as net, sum(gap * gap) as squares
  from (select id, net, day - lag(day) over (partition by id order by day) as gap from purchase)
  where gap is not null group by id;
create temp table ordered as
  select id, count(*) as orders, sum(today.day - placed.day < 90) as orders_90d,
    sum(today.day - placed.day < 365) as orders_365d
  from placed, today group by id;
create temp table told as
  select id, min(row.day) as first, max(row.day) as last, sum(micros) as amount,
    sum(micros < 0) as returns, -sum(min(micros, 0)) as returned,
    sum(case when today.day - row.day < 90 then micros else 0 end) as amount_90d,
    sum(case when today.day - row.day < 365 then micros else 0 end) as amount_365d
  from row, today group by id;

create temp table profile as
  select t.id, o.*, t.amount, t.returns, t.returned, t.amount_90d, t.amount_365d,
    coalesce(b.first, t.first) as first, coalesce(b.last, t.last) as last, coalesce(b.x, 0) as x,
    coalesce(b.last - b.first, 0) as t_x, a.net as repeat_net, a.squares, today.day as today
  from told t join ordered o using (id) left join bought b using (id) left join again a using (id), today;

-- Millionths as the shortest decimal, and quotients of whole numbers, half away from zero.
create temp view text as
  select id, orders, date(first * 86400, 'unixepoch') as first_date,
    date(last * 86400, 'unixepoch') as last_date, today - last as recency, today - first as tenure, x, t_x,
    amount, (case when amount < 0 then -1 else 1 end) * ((2 * abs(amount) + orders) / (2 * orders)) as mean,
    case when x > 0 then (case when repeat_net < 0 then -1 else 1 end) *
      ((2 * abs(repeat_net) + x) / (2 * x)) end as repeat_mean,
    returns, returned, case when x > 0 then (2 * t_x * 10000 + x) / (2 * x) * 100 end as gap_mean,
    case when x > 1 then cast(sqrt((x * squares - t_x * t_x) * 1.0 / x / (x - 1)) * 10000 + 0.5 as integer) * 100
      end as gap_sd,
    amount_90d, amount_365d, orders_90d, orders_365d
  from profile;
create temp view decimal as
  select id, orders, first_date, last_date, recency, tenure, x, t_x,
    printf('%s%d.%06d', iif(amount < 0, '-', ''), abs(amount) / 1000000, abs(amount) % 1000000) as amount,
    printf('%s%d.%06d', iif(mean < 0, '-', ''), abs(mean) / 1000000, abs(mean) % 1000000) as mean,
    printf('%s%d.%06d', iif(repeat_mean < 0, '-', ''), abs(repeat_mean) / 1000000,
      abs(repeat_mean) % 1000000) as repeat_mean,
    returns, printf('%d.%06d', returned / 1000000, returned % 1000000) as returned,
    printf('%d.%06d', gap_mean / 1000000, gap_mean % 1000000) as gap_mean,
    printf('%d.%06d', gap_sd / 1000000, gap_sd % 1000000) as gap_sd,
    printf('%s%d.%06d', iif(amount_90d < 0, '-', ''), abs(amount_90d) / 1000000,
      abs(amount_90d) % 1000000) as amount_90d,
    printf('%s%d.%06d', iif(amount_365d < 0, '-', ''), abs(amount_365d) / 1000000,
      abs(amount_365d) % 1000000) as amount_365d,
    orders_90d, orders_365d
  from text;
select id as customer_id, orders, first_date, last_date, recency, tenure, x as frequency, t_x,
  rtrim(rtrim(amount, '0'), '.') as amount, rtrim(rtrim(mean, '0'), '.') as amount_mean,
  iif(x > 0, rtrim(rtrim(repeat_mean, '0'), '.'), '') as repeat_amount_mean,
  returns, rtrim(rtrim(returned, '0'), '.') as returned_amount,
  iif(x > 0, rtrim(rtrim(gap_mean, '0'), '.'), '') as gap_mean,
  iif(x > 1, rtrim(rtrim(gap_sd, '0'), '.'), '') as gap_sd,
  rtrim(rtrim(amount_90d, '0'), '.') as amount_90d, rtrim(rtrim(amount_365d, '0'), '.') as amount_365d,
  orders_90d, orders_365d
from decimal order by id;
