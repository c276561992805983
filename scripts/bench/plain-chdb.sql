-- Four plain figures of each customer, in ClickHouse: the same as in plain.sql. To reduce to orders
-- first was faster than uniqExact(order_id). {input}, {output} and {others}, the columns between, are
-- put in by run-chdb.py.
SELECT
  customer_id,
  count() AS orders,
  min(first_date) AS first_date,
  max(last_date) AS last_date,
  sum(amount) AS amount
FROM (
  SELECT
    customer_id,
    order_id,
    min(date) AS first_date,
    max(date) AS last_date,
    sum(amount) AS amount
  FROM file('{input}', TabSeparatedWithNames, 'customer_id String, order_id String, date Date,
    {others} amount Decimal(18, 2)')
  GROUP BY customer_id, order_id
)
GROUP BY customer_id
ORDER BY customer_id
INTO OUTFILE '{output}' TRUNCATE
FORMAT TabSeparatedWithNames
