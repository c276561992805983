/* SPDX-License-Identifier: MIT */
/*
 * crm-churn: profiles → the same rows with what is known of their leaving behind.
 *
 * What it does is in parts, of which a run does one; they are in cmd/churn, a file or a few each
 * (part.h). Here their options are put together and checked.
 */
#include <assert.h>
#include <string.h>

#include "churn/part.h"
#include "churn/past.h"
#include "churn/returning.h"
#include "cli/app.h"

enum { MOST_ROWS = 128, MOST_PARTS = 16 };

static struct churn_options opt;
static bool wanted[MOST_PARTS]; /* in the order of churn_parts */

static const struct opt common_options[] = {
	OPT_GROUP("Models"),
	OPT_TEXT(0, "fit", "FILE", &opt.fit,
		"learn, write what was learnt to FILE, and write no rows"),
	OPT_TEXT(0, "model", "FILE", &opt.model,
		"learn nothing, go by what --fit has written to FILE"),
	OPT_GROUP("Columns"),
	OPT_TEXT(0, "id", "COLUMN", &opt.id,
		"who the row is about; never learnt from (customer_id, if there is one)"),
	FILTER_OPTIONS(opt.filter),
	OPT_END,
};

static struct opt rows[MOST_ROWS];
static size_t row_count;

const struct churn_options *churn_given(void)
{
	return &opt;
}

static void add_row(struct opt row)
{
	assert(row_count < MOST_ROWS);
	rows[row_count++] = row;
}

static void add_rows(const struct opt *row)
{
	for (; row->kind != OPT_KIND_END; row++)
		add_row(*row);
}

static const struct opt *join_options(void)
{
	const struct churn_part *part;

	add_row((struct opt)OPT_GROUP("What to do"));
	for (size_t i = 0; (part = churn_parts[i]) != NULL; i++) {
		assert(i < MOST_PARTS);
		add_row((struct opt)OPT_FLAG(0, part->name, &wanted[i], part->help));
	}
	for (size_t i = 0; (part = churn_parts[i]) != NULL; i++) {
		add_row((struct opt)OPT_GROUP(part->title));
		add_rows(part->options);
	}
	add_row((struct opt)OPT_GROUP("Ledgers"));
	add_rows(past_rows);
	add_row((struct opt)OPT_GROUP("What customers are worth"));
	add_rows(returning_rows);
	add_rows(common_options);
	add_row((struct opt)OPT_END);
	return rows;
}

static const struct churn_part *find_part(struct diag *why)
{
	const struct churn_part *found = NULL;
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; churn_parts[i] != NULL; i++) {
		buf_printf(&list, "%s--%s", i > 0 ? ", " : "", churn_parts[i]->name);
		if (!wanted[i])
			continue;
		if (found != NULL) {
			diag_usage(why, "--%s and --%s are two runs", found->name,
				churn_parts[i]->name);
			buf_release(&list);
			return NULL;
		}
		found = churn_parts[i];
	}
	if (found == NULL)
		diag_usage(why, "what is to be done? give one of %s", buf_string(&list));
	buf_release(&list);
	return found;
}

static bool shares(const struct churn_part *part, const char *name)
{
	const char *const *shared = part->shares;

	while (shared != NULL && *shared != NULL && strcmp(*shared, name) != 0)
		shared++;
	return shared != NULL && *shared != NULL;
}

/* Is one of the options of `row` given that the part does not take? */
static int check_shared(const struct churn_part *part, const struct opt *row, struct diag *why)
{
	for (; row->kind != OPT_KIND_END; row++) {
		const struct opt one[] = { *row, OPT_END };

		if (app_given(one) != NULL && !shares(part, row->name))
			return diag_usage(why, "--%s is of no use to --%s", row->name, part->name);
	}
	return 0;
}

static int check_options(const struct churn_part *part, struct diag *why)
{
	if (part->no_model && (opt.fit != NULL || opt.model != NULL))
		return diag_usage(why, "--%s keeps no model: --fit and --model are of no use to it",
			part->name);
	if (opt.fit != NULL && opt.model != NULL)
		return diag_usage(why, "--fit and --model exclude each other");
	if (opt.fit != NULL && app_common()->output != NULL)
		return diag_usage(why,
			"--fit writes no rows; leave --output to the run with --model '%s'",
			opt.fit);
	for (size_t i = 0; churn_parts[i] != NULL; i++) {
		const char *given = app_given(churn_parts[i]->options);

		if (given != NULL && churn_parts[i] != part)
			return diag_usage(why, "--%s goes with --%s", given, churn_parts[i]->name);
	}
	if (check_shared(part, past_rows, why) < 0)
		return -1;
	return check_shared(part, returning_rows, why);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	const struct churn_part *part = find_part(why);

	if (part == NULL || check_options(part, why) < 0)
		return -1;
	return part->run(paths, count, why);
}

int main(int argc, char **argv)
{
	const struct app app = {
		.name = "crm-churn",
		.summary = "say who is leaving, and why",
		.usage = "--label --transactions FILE [--rule RULE] [FILE …]\n"
			 "--label (--end COLUMN | --churned COLUMN=VALUE | --rule alive:P) [FILE "
			 "…]\n"
			 "--suggest [--window DAYS] [LEDGER …]\n"
			 "--signs --transactions FILE [--cases FILE …] [FILE …]\n"
			 "--predict --target COLUMN=VALUE [--fit FILE] [OPTION …] [FILE …]\n"
			 "--predict --model FILE [OPTION …] [FILE …]\n"
			 "--survival [--by COLUMN] [OPTION …] [FILE …]\n"
			 "--survival --cox COLUMN,… [--fit FILE] [OPTION …] [FILE …]\n"
			 "--survival --model FILE [--ahead TIME] [FILE …]\n"
			 "--retention [--cohort UNIT] [--project N] [LEDGER …]\n"
			 "--winback --transactions FILE [--list] [OPTION …] [FILE …]\n"
			 "--what-if retention=+5% [OPTION …] [FILE …]",
		.details = "Reads the rows of crm-profile, or any others of one customer each, and "
			   "writes them with a few columns more. Columns of the same name are "
			   "replaced in their places.",
		.options = join_options(),
		.run = run,
	};

	return app_main(&app, argc, argv);
}
