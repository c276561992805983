#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# What crm-profile computes, in polars: the same columns of the same ledger, in the same order.
#
#   profile-polars.py FILE OUTPUT
#
# As in profile.sql, the ledger is reduced to customer, order and day while it is read, and amounts
# are whole cents. The lazy engine reads four columns of the file and no others. To read it as a
# stream was tried too, and was slower.
import sys

import polars as pl


def amounts(cents):
    return (cents / 100).round(2).alias(cents.meta.output_name())


def mean(total, count):
    """Of cents, in millionths, rounded half away from zero."""
    half = total.abs() * 20000 + count
    return total.sign() * (half // (2 * count))


def main(source, target):
    parts = (
        pl.scan_csv(
            source,
            separator="\t",
            quote_char=None,
            schema_overrides={"date": pl.Date, "amount": pl.Float64},
            infer_schema_length=0,
        )
        .select(
            "customer_id",
            "order_id",
            pl.col("date").cast(pl.Date),
            (pl.col("amount").cast(pl.Float64) * 100).round().cast(pl.Int64),
        )
        .group_by("customer_id", "order_id", "date")
        .agg(
            pl.col("amount").sum(),
            (pl.col("amount") < 0).sum().cast(pl.Int64).alias("returns"),
            (-pl.col("amount").clip(upper_bound=0)).sum().alias("returned"),
        )
        .collect()
    )
    as_of = parts["date"].max()
    age = (pl.lit(as_of) - pl.col("date")).dt.total_days()

    days = (
        parts.lazy()
        .group_by("customer_id", "date")
        .agg(pl.col("amount", "returns", "returned").sum())
        .sort("customer_id", "date")
    )
    bought = pl.col("amount") > 0
    gap = pl.col("date").filter(bought).diff().dt.total_days().drop_nulls()
    customers = days.group_by("customer_id").agg(
        pl.coalesce(pl.col("date").filter(bought).min(), pl.col("date").min()).alias("first_date"),
        pl.coalesce(pl.col("date").filter(bought).max(), pl.col("date").max()).alias("last_date"),
        gap.len().cast(pl.Int64).alias("frequency"),
        gap.sum().alias("t_x"),
        pl.col("amount").sum(),
        pl.col("amount").filter(bought).slice(1).sum().alias("repeat_amount"),
        pl.col("returns").sum(),
        pl.col("returned").sum(),
        gap.mean().round(4).alias("gap_mean"),
        gap.std().round(4).alias("gap_sd"),
        pl.col("amount").filter(age < 90).sum().alias("amount_90d"),
        pl.col("amount").filter(age < 365).sum().alias("amount_365d"),
    )
    # An order counts once, on its first day.
    orders = (
        parts.lazy()
        .group_by("customer_id", "order_id")
        .agg(pl.col("date").min())
        .group_by("customer_id")
        .agg(
            pl.len().cast(pl.Int64).alias("orders"),
            (age < 90).sum().alias("orders_90d"),
            (age < 365).sum().alias("orders_365d"),
        )
    )
    first, last = pl.col("first_date"), pl.col("last_date")
    (
        customers.join(orders, on="customer_id")
        .sort("customer_id")
        .select(
            "customer_id",
            "orders",
            "first_date",
            "last_date",
            (pl.lit(as_of) - last).dt.total_days().alias("recency"),
            (pl.lit(as_of) - first).dt.total_days().alias("tenure"),
            "frequency",
            "t_x",
            amounts(pl.col("amount")),
            (mean(pl.col("amount"), pl.col("orders")) / 1_000_000).round(6).alias("amount_mean"),
            pl.when(pl.col("frequency") > 0)
            .then((mean(pl.col("repeat_amount"), pl.col("frequency")) / 1_000_000).round(6))
            .alias("repeat_amount_mean"),
            "returns",
            (pl.col("returned") / 100).round(2).alias("returned_amount"),
            "gap_mean",
            "gap_sd",
            amounts(pl.col("amount_90d")),
            amounts(pl.col("amount_365d")),
            "orders_90d",
            "orders_365d",
        )
        .collect()
        .write_csv(target, separator="\t", quote_style="never")
    )


main(*sys.argv[1:])
