/* SPDX-License-Identifier: MIT */
#include "returning.h"

#include "base/amount.h"
#include "base/num.h"
#include "cases.h"
#include "tab/columns.h"
#include "tab/escape.h"

struct returning_names returning_given = { .churned = "churned=1" };

const struct opt returning_rows[] = {
	OPT_TEXT(0, "value", "COLUMN", &returning_given.value,
		"what the customer is worth (clv, if there is one, else amount_365d)"),
	OPT_TEXT(0, "probability", "COLUMN", &returning_given.probability,
		"of leaving (churn_probability, if there is one)"),
	OPT_TEXT(0, "lost", "COLUMN=VALUE", &returning_given.churned, "who is lost already"),
	OPT_END,
};

static int find_value(struct returning_columns *columns, const char *name,
	const struct columns *of_stream, struct diag *why)
{
	columns->value_name = name != NULL ? name : "clv";
	columns->value = columns_find(of_stream, slice_of(columns->value_name));
	if (columns->value >= 0 || name != NULL)
		return columns_need(of_stream, columns->value_name, &columns->value, why);
	columns->value_name = "amount_365d";
	return columns_need(of_stream, columns->value_name, &columns->value, why);
}

int returning_resolve(struct returning_columns *columns, const struct returning_names *names,
	const struct columns *of_stream, struct diag *why)
{
	struct slice churned;

	if (find_value(columns, names->value, of_stream, why) < 0)
		return -1;
	columns->probability_name =
		names->probability != NULL ? names->probability : "churn_probability";
	columns->probability = columns_find(of_stream, slice_of(columns->probability_name));
	if (columns->probability < 0 && names->probability != NULL)
		return columns_need(
			of_stream, columns->probability_name, &columns->probability, why);
	cases_split_event(names->churned, &churned, &columns->lost);
	columns->churned = columns_find(of_stream, churned);
	if (columns->churned < 0 && columns->probability < 0) {
		diag_fail(why,
			"there is neither a column 'churn_probability' nor '" SLICE
			"': make one with --predict or --label",
			SLICE_ARG(churned));
		return diag_code(why, "missing-column");
	}
	return 0;
}

int returning_read(const struct returning_columns *columns, const struct row *row,
	struct returning_row *read, struct diag *why)
{
	struct slice value = row_field(row, (size_t)columns->value), probability = { NULL, 0 };

	*read = (struct returning_row){ 0, 0, false };
	if (escape_is_missing(value))
		return 0;
	if (amount_parse(value, &read->value, why) < 0)
		return diag_column(why, slice_of(columns->value_name));
	read->is_lost = columns->churned >= 0 &&
			slice_equal(row_field(row, (size_t)columns->churned), columns->lost);
	if (read->is_lost) {
		read->probability = 1;
		return 1;
	}
	if (columns->probability < 0)
		return 1;
	probability = row_field(row, (size_t)columns->probability);
	if (escape_is_missing(probability))
		return 0;
	if (num_parse_real(probability, &read->probability) && read->probability >= 0 &&
		read->probability <= 1)
		return 1;
	diag_fail(why, "not a probability from 0 to 1: '" SLICE "'", SLICE_ARG(probability));
	diag_code(why, "bad-value");
	return diag_column(why, slice_of(columns->probability_name));
}
