-- SPDX-License-Identifier: MIT
--
-- Behind figures.sql, what is shown where crm-churn has found no order: the silent ones of class A.

create temp table silent as select customer_id from c
  where abc = 'A' and lifecycle in ('dormant', 'lost') order by micros desc, customer_id limit 10;
create temp view silent_values as
  select customer_id, value as figure, case value
      when 'amount' then amount when 'last_date' then last_date when 'recency' then recency
      when 'gap_mean' then gap_mean when 'churn_probability' then churn_probability
      when 'expected_loss' then expected_loss when 'lifecycle' then lifecycle
      else rfm_segment end as said
  from silent join customers using (customer_id), json_each('["amount","last_date","recency","gap_mean",
    "churn_probability","expected_loss","lifecycle","rfm_segment"]');
select 'winback', customer_id, figure, said from silent_values where said <> '';
