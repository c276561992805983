#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Run a query of an SQL file in ClickHouse, inside this process, with a number of threads:
#
#   run-chdb.py FILE THREADS [NAME=VALUE …]
#
# {NAME} in the file becomes VALUE, as what stands between quotes, or as it is if it was NAME:=VALUE.
import sys

import chdb


def main(arguments):
    with open(arguments[0], encoding="utf-8") as file:
        text = file.read()
    for setting in arguments[2:]:
        name, value = setting.split("=", 1)
        if not name.endswith(":"):
            value = value.replace("'", "''")
        text = text.replace("{" + name.rstrip(":") + "}", value)
    chdb.query(text.rstrip().rstrip(";") + f"\nSETTINGS max_threads = {int(arguments[1])}")


main(sys.argv[1:])
