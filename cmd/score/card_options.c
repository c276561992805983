/* SPDX-License-Identifier: MIT */
#include "card_options.h"

#include <math.h>

#include "base/diag.h"

static struct {
	const char *target, *features, *exclude, *words;
	bool wanted;
	int trend;
	int64_t bins, folds;
	double smallest, gain, least_iv, penalty, points, odds, twice;
} opt = {
	.trend = BINS_MONOTONE,
	.bins = 8,
	.folds = 5,
	.smallest = 5,
	.gain = 1,
	.least_iv = 0.02,
	.penalty = 1,
	.points = 600,
	.odds = 19,
	.twice = 50,
};

/* In the order of enum bins_trend. */
static const char *const trends[] = { "any", "ascending", "descending", "monotone", NULL };

static const struct opt rows[] = {
	OPT_GROUP("Learning a card"),
	OPT_FLAG(0, "wanted", &opt.wanted,
		"the target is good, as with leads that are won: more points where it is likelier, "
		"not fewer"),
	OPT_TEXT(0, "features", "NAME,…", &opt.features,
		"learn from these columns (default: all but the target and customer_id)"),
	OPT_TEXT(0, "exclude", "NAME,…", &opt.exclude, "do not learn from these"),
	OPT_TEXT(0, "words", "NAME,…", &opt.words,
		"take the numbers in these columns as words, in no order"),
	OPT_CHOICE(0, "trend", "WHICH", &opt.trend, trends,
		"how the share of the target goes from bin to bin of a number: any way, ascending, "
		"descending, or monotone, whichever of the two tells more"),
	OPT_INT(0, "bins", "N", &opt.bins, 2, BINS_MOST, "at most N bins of a column"),
	OPT_REAL(0, "smallest", "PERCENT", &opt.smallest, 0.1, 50,
		"the least share of the rows in a bin"),
	OPT_REAL(0, "gain", "PERCENT", &opt.gain, 0, 1000,
		"one more bin must raise the information value by so much"),
	OPT_REAL(0, "least-iv", "X", &opt.least_iv, 0, INFINITY,
		"leave columns out whose information value is below X"),
	OPT_REAL(0, "penalty", "X", &opt.penalty, 0, INFINITY,
		"of the logistic regression, on squared coefficients"),
	OPT_INT(0, "folds", "K", &opt.folds, 0, SCORECARD_MOST_FOLDS,
		"parts of the cross-validation; 0 is none"),
	OPT_REAL(0, "points", "X", &opt.points, -1e6, 1e6, "points at the odds of --odds"),
	OPT_REAL(0, "odds", "X", &opt.odds, 1e-6, 1e6,
		"good against bad, at the points of --points"),
	OPT_REAL(0, "double", "X", &opt.twice, 1, 1e6, "points that double the odds"),
	OPT_END,
};

int card_options_settle(struct card_options *options, struct diag *why)
{
	const struct scorecard_options learn = SCORECARD_OPTIONS;
	struct slice rest = slice_of(opt.target);

	*options = (struct card_options){ .learn = learn, .folds = (size_t)opt.folds };
	if (!slice_cut(&rest, '=', &options->column) || options->column.length == 0 ||
		rest.length == 0)
		return diag_usage(why, "--target: expected COLUMN=VALUE, got '%s'", opt.target);
	options->value = rest;
	if (opt.folds == 1)
		return diag_usage(why, "--folds: expected 0, or 2 and more");
	if (opt.features != NULL && opt.exclude != NULL)
		return diag_usage(why, "--features and --exclude exclude each other");
	options->learn.bins.most = (size_t)opt.bins;
	options->learn.bins.smallest = opt.smallest / 100;
	options->learn.bins.gain = opt.gain / 100;
	options->learn.bins.trend = (enum bins_trend)opt.trend;
	options->learn.least_iv = opt.least_iv;
	options->learn.penalty = opt.penalty;
	options->learn.wanted = opt.wanted;
	options->learn.scale = (struct scorecard_scale){ opt.points, opt.odds, opt.twice };
	return 0;
}

/* Is it one of the names between commas? */
static bool is_named(const char *names, struct slice name)
{
	struct slice rest = { names, names != NULL ? strlen(names) : 0 }, item;

	while (slice_cut(&rest, ',', &item))
		if (slice_equal(item, name))
			return true;
	return false;
}

/* Are all names between commas columns of the stream? */
static int check_names(
	const char *option, const char *names, const struct columns *columns, struct diag *why)
{
	struct slice rest = { names, names != NULL ? strlen(names) : 0 }, item;

	while (slice_cut(&rest, ',', &item))
		if (columns_find(columns, item) < 0)
			return diag_usage(why, "--%s: there is no column '" SLICE "'", option,
				SLICE_ARG(item));
	return 0;
}

int card_options_choose(const struct card_options *options, const struct columns *columns,
	unsigned char *use, struct diag *why)
{
	size_t count = 0;

	if (check_names("features", opt.features, columns, why) < 0 ||
		check_names("exclude", opt.exclude, columns, why) < 0 ||
		check_names("words", opt.words, columns, why) < 0)
		return -1;
	if (is_named(opt.features, options->column))
		return diag_usage(why,
			"--features: column '" SLICE "' is the target and cannot tell of itself",
			SLICE_ARG(options->column));
	for (size_t i = 0; i < columns->count; i++) {
		struct slice name = columns->name[i];

		use[i] = opt.features != NULL ? is_named(opt.features, name)
					      : !slice_equal(name, options->column) &&
							!slice_is(name, "customer_id") &&
							!is_named(opt.exclude, name);
		count += use[i];
	}
	return count > 0 ? 0 : diag_fail(why, "there is no column to learn from");
}

bool card_options_is_words(struct slice column)
{
	return is_named(opt.words, column);
}

const struct score_mode score_target = {
	.ask = OPT_TEXT(0, "target", "COLUMN=VALUE", &opt.target,
		"learn a card that tells the rows with this value from the others"),
	.options = rows,
	.run = card_learn_run,
};
