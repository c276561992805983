#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Customers of the UCI Online Retail export with ABC and RFM, and a page with the figures:
#
#   shop-duckdb.py EXPORT CUSTOMERS PAGE
#
# Rows without a customer are left out, as crm-import rejects them. A customer is in A if the
# customers before, in falling order of amount, have not yet made up 80 % of the total.
import html
import sys

import duckdb

CUSTOMERS = """
CREATE TEMP TABLE customers AS
WITH profiles AS (
  SELECT
    CAST(CustomerID AS VARCHAR) AS customer_id,
    count(DISTINCT InvoiceNo) AS orders,
    max(InvoiceDate)::DATE AS last_date,
    sum((Quantity * UnitPrice)::DECIMAL(18, 3)) AS amount
  FROM read_csv(?, header = true, types = {'InvoiceNo': 'VARCHAR', 'CustomerID': 'VARCHAR',
    'UnitPrice': 'DECIMAL(12, 3)'})
  WHERE CustomerID IS NOT NULL
  GROUP BY 1
),
shares AS (
  SELECT
    *,
    coalesce(sum(amount) OVER (ORDER BY amount DESC RANGE BETWEEN UNBOUNDED PRECEDING
      AND CURRENT ROW EXCLUDE GROUP), 0) AS before,
    sum(amount) OVER () AS total
  FROM profiles
)
SELECT
  customer_id, orders, amount,
  CASE WHEN amount > 0 AND before < total * 0.80 THEN 'A'
    WHEN amount > 0 AND before < total * 0.95 THEN 'B' ELSE 'C' END AS abc,
  ntile(5) OVER (ORDER BY last_date) AS r,
  ntile(5) OVER (ORDER BY orders) AS f,
  ntile(5) OVER (ORDER BY amount) AS m
FROM shares
"""


def table(connection, title, query):
    cursor = connection.execute(query)
    head = "".join(f"<th>{html.escape(column[0])}" for column in cursor.description)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(value))}" for value in row)
        for row in cursor.fetchall()
    )
    return f"<h2>{title}</h2><table><tr>{head}{rows}</table>"


def main(export, customers, page):
    connection = duckdb.connect()
    connection.execute(CUSTOMERS, [export])
    connection.execute(
        f"COPY (SELECT customer_id, orders, amount, abc FROM customers ORDER BY customer_id) "
        f"TO '{customers}' (FORMAT csv, DELIMITER '\\t', HEADER)"
    )
    with open(page, "w", encoding="utf-8") as file:
        file.write("<!doctype html><meta charset=utf-8><title>Customers</title>")
        file.write(
            table(
                connection,
                "All",
                "SELECT count(*) AS customers, sum(orders) AS orders, sum(amount) AS amount "
                "FROM customers",
            )
        )
        file.write(
            table(
                connection,
                "ABC",
                "SELECT abc, count(*) AS customers, sum(amount) AS amount FROM customers "
                "GROUP BY abc ORDER BY abc",
            )
        )
        file.write(
            table(
                connection,
                "RFM",
                "SELECT r, f, count(*) AS customers, avg(m) AS m FROM customers "
                "GROUP BY r, f ORDER BY r DESC, f DESC",
            )
        )
        file.write(
            table(connection, "Best", "SELECT * FROM customers ORDER BY amount DESC LIMIT 20")
        )


main(*sys.argv[1:])
