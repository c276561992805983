/* SPDX-License-Identifier: MIT */
/*
 * crm-score: profiles → the same rows with what the customer is worth behind.
 *
 * The work is in cmd/score, a mode each: lifetime value by a model of buying, value as the books
 * have it, points by a scorecard.
 */
#include <assert.h>

#include "cli/app.h"
#include "score/mode.h"

const struct score_mode *const score_modes[] = { &score_clv, &score_value, &score_card,
	&score_target, NULL };

static struct score_settings settings;

static const struct opt own_options[] = {
	OPT_GROUP("Profit"),
	OPT_TEXT(0, "margin", "RATE|COLUMN", &settings.margin,
		"the part of what customers pay that is profit: a rate like 30%, or a column with "
		"each customer's own (default: all of it)"),
	OPT_GROUP("Models"),
	OPT_TEXT(0, "fit", "FILE", &settings.fit,
		"learn, write what was learnt to FILE, and write no rows"),
	OPT_TEXT(0, "model", "FILE", &settings.model,
		"learn nothing, go by what --fit has written to FILE"),
	FILTER_OPTIONS(settings.filter),
	OPT_END,
};

enum { MOST_ROWS = 96 };

static struct opt rows[MOST_ROWS];
static size_t row_count;

static void add_row(struct opt row)
{
	assert(row_count < MOST_ROWS);
	rows[row_count++] = row;
}

static void add_rows(const struct opt *more)
{
	for (; more->kind != OPT_KIND_END; more++)
		add_row(*more);
}

/* The option table, put together from those of the modes. */
static const struct opt *join_options(void)
{
	add_row((struct opt)OPT_GROUP("What to score by"));
	for (size_t i = 0; score_modes[i] != NULL; i++)
		add_row(score_modes[i]->ask);
	for (size_t i = 0; score_modes[i] != NULL; i++)
		add_rows(score_modes[i]->options);
	add_rows(own_options);
	add_row((struct opt)OPT_END);
	return rows;
}

static bool is_asked_for(const struct score_mode *mode)
{
	const struct opt ask[] = { mode->ask, OPT_END };

	return app_given(ask) != NULL;
}

/* The one mode that is asked for, with no options but its own. */
static int choose(const struct score_mode **chosen, struct diag *why)
{
	const struct score_mode *mode;

	*chosen = NULL;
	for (size_t i = 0; (mode = score_modes[i]) != NULL; i++) {
		if (!is_asked_for(mode))
			continue;
		if (*chosen != NULL)
			return diag_usage(why,
				"--%s and --%s exclude each other; put two runs in a pipe",
				(*chosen)->ask.name, mode->ask.name);
		*chosen = mode;
	}
	if (*chosen == NULL)
		return diag_usage(
			why, "score by what? give --clv, --value, --scorecard or --target");
	for (size_t i = 0; (mode = score_modes[i]) != NULL; i++) {
		const char *given = app_given(mode->options);

		if (mode != *chosen && given != NULL)
			return diag_usage(why, "--%s goes with --%s", given, mode->ask.name);
	}
	return 0;
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	const struct score_mode *mode;

	if (choose(&mode, why) < 0)
		return -1;
	if (settings.fit != NULL && settings.model != NULL)
		return diag_usage(why, "--fit and --model exclude each other");
	if (settings.fit != NULL && app_common()->output != NULL)
		return diag_usage(why,
			"--fit writes no rows; leave --output to the run with --model '%s'",
			settings.fit);
	if (settings.margin != NULL && !mode->takes_margin)
		return diag_usage(why, "--margin does not go with --%s", mode->ask.name);
	return mode->run(&settings, paths, count, why);
}

int main(int argc, char **argv)
{
	const struct app app = {
		.name = "crm-score",
		.summary = "add lifetime value, value in the books, or points to profiles",
		.usage = "--clv [OPTION …] [FILE …]\n--value [OPTION …] [FILE …]\n"
			 "--scorecard FILE [OPTION …] [FILE …]\n"
			 "--target COLUMN=VALUE [OPTION …] [FILE …]",
		.details = "Reads the rows of crm-profile, or any with the columns that are "
			   "needed, and writes them with a few columns more. Columns of the same "
			   "name are replaced in their places.",
		.options = join_options(),
		.run = run,
	};

	return app_main(&app, argc, argv);
}
