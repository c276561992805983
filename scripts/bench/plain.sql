-- Four plain figures of each customer, in DuckDB. Reduced to orders first, as in profile.sql:
-- count(DISTINCT order_id) was slower. {input}, {output} and {others}, the columns between, are put in
-- by run-sql.py.
SET preserve_insertion_order = false;

COPY (
  WITH orders AS (
    SELECT
      customer_id,
      order_id,
      min(date) AS first_date,
      max(date) AS last_date,
      sum((amount * 100)::DOUBLE) AS amount
    FROM read_csv('{input}', delim = '\t', header = true, quote = '', escape = '',
      auto_detect = false,
      columns = {
        'customer_id': 'VARCHAR', 'order_id': 'VARCHAR', 'date': 'DATE', {others}
        'amount': 'DECIMAL(9, 2)'
      })
    GROUP BY customer_id, order_id
  )
  SELECT
    customer_id,
    count(*) AS orders,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    sum(amount) / 100 AS amount
  FROM orders
  GROUP BY customer_id
  ORDER BY customer_id
) TO '{output}' (FORMAT csv, DELIMITER '\t', HEADER, QUOTE '');
