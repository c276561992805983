#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Read the files of a folder with DuckDB as it comes, which finds their dialect by itself:
#
#   duckdb.py INPUT OUTPUT
#
# For INPUT/NAME, OUTPUT/NAME.tsv becomes the table, OUTPUT/NAME.rejects the records that were put
# aside, OUTPUT/NAME.status 0 or 1. Values stay text, which is the easier task. Prints the version.
import os
import sys

# The folder of this script has its name, too.
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != os.path.dirname(
    os.path.abspath(__file__))]

import duckdb  # noqa: E402


def field(value):
    text = "" if value is None else str(value)
    for byte, escape in ("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"):
        text = text.replace(byte, escape)
    return text


def write(path, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.writelines(line + "\n" for line in lines)


def read(connection, path):
    quoted = path.replace("'", "''")
    found = connection.execute(
        f"SELECT * FROM read_csv('{quoted}', all_varchar = true, store_rejects = true)")
    rows = [[column[0] for column in found.description]] + found.fetchall()
    rejects = connection.execute(
        "SELECT line, error_type, csv_line FROM reject_errors").fetchall()
    return ["\t".join(map(field, row)) for row in rows], rejects


def main(source, target):
    # What DuckDB calls the defects, in our words.
    reasons = {"TOO MANY COLUMNS": "ragged", "MISSING COLUMNS": "ragged",
               "UNQUOTED VALUE": "bad-quoting"}
    for name in sorted(os.listdir(source)):
        table, rejects, status = [], [], 0
        with duckdb.connect() as connection:
            try:
                table, rejects = read(connection, os.path.join(source, name))
            except duckdb.Error:
                status = 1
        place = os.path.join(target, name)
        write(place + ".tsv", table)
        write(place + ".rejects", ["file\tline\toffset\tcolumn\treason"] + [
            f"\t{line}\t\t\t{reasons.get(str(kind), str(kind))}" for line, kind, _ in rejects])
        write(place + ".status", [str(status)])
    print(duckdb.__version__)


main(*sys.argv[1:])
