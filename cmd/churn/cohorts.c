/* SPDX-License-Identifier: MIT */
#include "cohorts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "crm/retention.h"
#include "projection.h"
#include "shop.h"

enum { DIGITS = 4 };

static const char *const unit_words[] = { "week", "month", "quarter", "year", NULL };

static struct {
	int unit;
	bool wide, kept;
	int64_t project, unsure;
} opt = { .unit = RETENTION_MONTH, .unsure = 3 };

static const struct opt cohorts_options[] = {
	OPT_CHOICE(0, "cohort", "UNIT", &opt.unit, unit_words,
		"put customers together by the week, month … of their first purchase"),
	OPT_FLAG(0, "wide", &opt.wide, "a row for each cohort, a column for each period since"),
	OPT_FLAG(0, "kept", &opt.kept,
		"in the wide table, the share of those who have not left, not of the active"),
	OPT_INT(0, "project", "N", &opt.project, 0, PROJECTION_MOST,
		"no cohorts but all together, and the curve that goes on for N periods more"),
	OPT_INT(0, "unsure", "N", &opt.unsure, 0, PROJECTION_MOST,
		"leave the newest N periods out of --project: it is not known yet who is lost"),
	OPT_END,
};

static const char *const cohorts_shares[] = { "purchase-day", "as-of", NULL };

static void put_share(struct buf *out, int64_t part, int64_t whole)
{
	buf_char(out, '\t');
	if (whole > 0)
		num_put_real(out, (double)part / (double)whole, DIGITS);
}

static void put_name(struct buf *out, const struct retention *table, size_t cohort)
{
	retention_put_name(out, table->unit, table->first + (int32_t)cohort);
	buf_char(out, '\t');
	num_put_int(out, retention_cell(table, cohort, 0)->active);
}

static void put_long(struct buf *out, const struct retention *table)
{
	buf_text(out, "cohort\tcustomers\tage\tactive\tkept\tactive_share\tkept_share\n");
	for (size_t cohort = 0; cohort < table->cohorts; cohort++)
		for (size_t age = 0; age < retention_ages(table, cohort); age++) {
			const struct retention_cell *cell = retention_cell(table, cohort, age);
			int64_t whole = retention_cell(table, cohort, 0)->active;

			if (whole == 0)
				continue;
			put_name(out, table, cohort);
			buf_printf(out, "\t%zu\t", age);
			num_put_int(out, cell->active);
			buf_char(out, '\t');
			num_put_int(out, cell->kept);
			put_share(out, cell->active, whole);
			put_share(out, cell->kept, whole);
			buf_char(out, '\n');
		}
}

static void put_wide(struct buf *out, const struct retention *table)
{
	buf_text(out, "cohort\tcustomers");
	for (size_t age = 0; age < table->ages; age++)
		buf_printf(out, "\t%zu", age);
	buf_char(out, '\n');
	for (size_t cohort = 0; cohort < table->cohorts; cohort++) {
		put_name(out, table, cohort);
		for (size_t age = 0; age < table->ages; age++) {
			const struct retention_cell *cell = retention_cell(table, cohort, age);

			if (age < retention_ages(table, cohort))
				put_share(out, opt.kept ? cell->kept : cell->active,
					retention_cell(table, cohort, 0)->active);
			else
				buf_char(out, '\t');
		}
		buf_char(out, '\n');
	}
}

static int put_projection(struct buf *out, const struct retention *table, struct diag *why)
{
	struct sbg_period *period = mem_zero(table->ages, sizeof *period);
	size_t count = retention_periods(table, (size_t)opt.unsure, period);
	int result = projection_put(out, period, count, (size_t)opt.project, why);

	free(period);
	return result;
}

static int put_table(struct buf *out, const struct shop *shop, struct diag *why)
{
	struct retention table = RETENTION_EMPTY((enum retention_unit)opt.unit);
	int result;

	for (size_t i = 0; i < shop->count; i++)
		retention_add(&table, shop->days[i].date, shop->days[i].count);
	result = retention_end(&table, shop->as_of, why);
	if (result == 0 && table.cohorts == 0)
		result = diag_fail(why, "no %s is over: take shorter ones with --cohort",
			unit_words[opt.unit]);
	if (result == 0 && opt.project > 0)
		result = put_projection(out, &table, why);
	else if (result == 0 && opt.wide)
		put_wide(out, &table);
	else if (result == 0)
		put_long(out, &table);
	retention_release(&table);
	return result;
}

static int run_retention(char *const *paths, size_t count, struct diag *why)
{
	struct shop shop = { .count = 0 };
	struct output *out;
	struct buf text = BUF_EMPTY;
	int result;

	if (opt.kept && !opt.wide)
		return diag_usage(why, "--kept goes with --wide");
	if (opt.wide && opt.project > 0)
		return diag_usage(why, "--wide and --project are two tables");
	if (output_open(&out, app_common()->output, why) < 0)
		return -1;
	result = shop_read_operands(&shop, paths, count, why);
	if (result == 0)
		result = put_table(&text, &shop, why);
	result = output_finish(out, result, buf_slice(&text), why);
	shop_release(&shop);
	buf_release(&text);
	return result;
}

const struct churn_part cohorts_part = {
	.name = "retention",
	.title = "Who is still there (--retention)",
	.help = "of those who came in one month, how many are still there, from a ledger",
	.options = cohorts_options,
	.shares = cohorts_shares,
	.no_model = true,
	.run = run_retention,
};
