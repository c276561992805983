-- SPDX-License-Identifier: MIT
--
-- Segments by another road, from the table profiles: what man/crm-segment.1 says of ABC, RFM and the
-- pyramid, in SQL. The table setting has one row, bins; the table eleven is the segment table of that
-- name. Who is a set of top customers is told by a window over equal amounts, not by a walk.
.mode tabs
.headers on

create temp table value as
  select customer_id as id, cast(recency as integer) as recency, cast(frequency as integer) as frequency,
    cast(round(amount * 1e6) as integer) as micros
  from profiles;

-- A customer is in a class if those with more do not make up its share yet.
create temp view abc as
  select id, case when total <= 0 or micros <= 0 then 'C'
      when (sum_with_equals - equals) * 100 < total * 80 then 'A'
      when (sum_with_equals - equals) * 100 < total * 95 then 'B' else 'C' end as abc
  from (select id, micros, sum(micros) over () as total,
      sum(micros) over (order by micros desc range between unbounded preceding and current row) as sum_with_equals,
      sum(micros) over (partition by micros) as equals
    from value);
create temp view pyramid as
  select id, case when micros <= 0 then 'small' when above * 100 < all_of_them then 'vip'
      when above * 100 < all_of_them * 5 then 'major'
      when above * 100 < all_of_them * 20 then 'ordinary' else 'small' end as pyramid
  from (select id, micros, rank() over (order by micros desc) - 1 as above, count(*) over () as all_of_them
    from value);

-- How many fifths have less; for recency, how many fifths have more.
create temp view score as
  select id, bins - recency_less * bins / all_of_them as r, 1 + frequency_less * bins / all_of_them as f,
    1 + micros_less * bins / all_of_them as m
  from (select id, bins, count(*) over () as all_of_them,
      rank() over (order by recency) - 1 as recency_less,
      rank() over (order by frequency) - 1 as frequency_less,
      rank() over (order by micros) - 1 as micros_less
    from value, setting);

create temp table rule as
  select rowid as place, segment, iif(r = '*', 1, substr(r, 1, 1)) + 0 as r_from, iif(r = '*', 9, substr(r, -1)) + 0 as r_to,
    iif(f = '*', 1, substr(f, 1, 1)) + 0 as f_from, iif(f = '*', 9, substr(f, -1)) + 0 as f_to,
    iif(m = '*', 1, substr(m, 1, 1)) + 0 as m_from, iif(m = '*', 9, substr(m, -1)) + 0 as m_to
  from eleven;
select p.*, abc, r, f, m, r || f || m as rfm,
  iif(bins <> 5, '', coalesce((select segment from rule
    where r between r_from and r_to and f between f_from and f_to and m between m_from and m_to
    order by place limit 1), 'other')) as rfm_segment,
  pyramid
from profiles p join abc on abc.id = p.customer_id join score on score.id = p.customer_id
  join pyramid on pyramid.id = p.customer_id, setting
order by p.rowid;
