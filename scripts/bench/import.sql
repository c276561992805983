-- What crm-import makes of an exported CSV file, in DuckDB: the rows of a ledger in their order,
-- with the names and types of a ledger, and the amount of each row.
--
-- {input} and {output} are put in by run-sql.py.

COPY (
  SELECT
    CustomerID AS customer_id,
    InvoiceNo AS order_id,
    InvoiceDate::DATE AS date,
    StockCode AS product_id,
    Description AS product,
    Category AS category,
    Channel AS channel,
    Quantity AS quantity,
    UnitPrice AS price,
    Quantity * UnitPrice AS amount
  FROM read_csv('{input}', delim = ',', quote = '"', escape = '"', header = true,
    auto_detect = false, timestampformat = '%Y-%m-%d %H:%M',
    columns = {
      'InvoiceNo': 'VARCHAR', 'InvoiceDate': 'TIMESTAMP', 'CustomerID': 'VARCHAR',
      'StockCode': 'VARCHAR', 'Description': 'VARCHAR', 'Category': 'VARCHAR',
      'Channel': 'VARCHAR', 'Quantity': 'INTEGER', 'UnitPrice': 'DECIMAL(9, 2)'
    })
) TO '{output}' (FORMAT csv, DELIMITER '\t', HEADER, QUOTE '');
