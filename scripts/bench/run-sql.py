#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Run the statements of an SQL file in DuckDB, in memory, with a number of threads:
#
#   run-sql.py FILE THREADS [NAME=VALUE …]
#
# {NAME} in the file becomes VALUE, as what stands between quotes, or as it is if it was NAME:=VALUE. Without arguments: print the version of DuckDB.
import sys

import duckdb


def main(arguments):
    if not arguments:
        print(duckdb.__version__)
        return
    with open(arguments[0], encoding="utf-8") as file:
        text = file.read()
    for setting in arguments[2:]:
        name, value = setting.split("=", 1)
        if not name.endswith(":"):
            value = value.replace("'", "''")
        text = text.replace("{" + name.rstrip(":") + "}", value)
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {int(arguments[1])}")
        connection.execute("SET enable_progress_bar = false")
        connection.execute(text)


main(sys.argv[1:])
