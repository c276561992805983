/* SPDX-License-Identifier: MIT */
#include "survive.h"

#include <math.h>

#include "projection.h"

static const char *const interval_words[] = { "log", "log-log", "plain", NULL };
static const char *const ties_words[] = { "efron", "breslow", NULL };
static const char *const scale_words[] = { "rank", "km", "time", NULL };

static struct survive_options opt = {
	.time = "tenure",
	.event = "churned=1",
	.level = 0.95,
	.until = INFINITY,
	.ahead = 12,
	.scale = COX_SCALE_KM,
};

static const struct opt survive_options[] = {
	OPT_TEXT(0, "time", "COLUMN", &opt.time, "how long the customer has stayed, a number"),
	OPT_TEXT(0, "event", "COLUMN=VALUE", &opt.event,
		"who has left at the end of that time; the others were still there"),
	OPT_TEXT(0, "weight", "COLUMN", &opt.weight, "how many customers a row stands for"),
	OPT_TEXT(0, "by", "COLUMN", &opt.by, "a curve for each value of COLUMN"),
	OPT_TEXT(0, "at", "TIME,…", &opt.at, "the curve at these times only"),
	OPT_FLAG(0, "groups", &opt.groups,
		"no curves but medians and means, and the log-rank test whether groups differ"),
	OPT_CHOICE(0, "interval", "SCALE", &opt.interval, interval_words,
		"make intervals symmetric on the scale of the logarithm of survival, of the "
		"logarithm of minus that, or of survival itself: log, log-log or plain"),
	OPT_REAL(0, "level", "SHARE", &opt.level, 0.01, 0.9999, "the level of intervals"),
	OPT_REAL(0, "until", "TIME", &opt.until, 0, 1e15,
		"means are of the time up to here (the last time of all)"),
	OPT_INT(0, "periods", "N", &opt.project, 0, PROJECTION_MOST,
		"no curves but, with --time as whole periods of a contract, the curve that goes on "
		"for N periods more"),
	OPT_TEXT(0, "cox", "COLUMN,…", &opt.cox,
		"learn by Cox regression what these columns do to staying"),
	OPT_TEXT(0, "strata", "COLUMN,…", &opt.strata,
		"let each combination of their values have its own course of time"),
	OPT_CHOICE(0, "ties", "METHOD", &opt.ties, ties_words, "for events at the same time"),
	OPT_CHOICE(0, "check", "SCALE", &opt.scale, scale_words,
		"the scale of time on which effects are checked for change"),
	OPT_REAL(0, "ahead", "TIME", &opt.ahead, 0, 1e15,
		"how far ahead --model looks, in the unit of --time"),
	OPT_END,
};

static int check_options(struct diag *why)
{
	bool cox = opt.cox != NULL, model = churn_given()->model != NULL;

	if (cox && model)
		return diag_usage(why, "--cox learns, and --model goes by what was learnt");
	if (churn_given()->fit != NULL && !cox)
		return diag_usage(why, "--fit goes with --cox");
	if ((cox || model || opt.project > 0) && (opt.by != NULL || opt.groups || opt.at != NULL))
		return diag_usage(why, "--by, --groups and --at are of curves alone");
	if (opt.project > 0 && (cox || model))
		return diag_usage(why, "--periods and --cox are two runs");
	if (opt.strata != NULL && !cox)
		return diag_usage(why, "--strata goes with --cox");
	return 0;
}

static int run_survival(char *const *paths, size_t count, struct diag *why)
{
	struct filter filter;
	int result;

	if (check_options(why) < 0)
		return -1;
	if (churn_given()->model != NULL)
		return survive_apply(&opt, paths, count, why);
	result = filter_open(&filter, &churn_given()->filter, NULL, paths, count, why);
	if (result == 0 && opt.cox != NULL)
		result = survive_learn(&opt, &filter, why);
	else if (result == 0)
		result = survive_curves(&opt, &filter, why);
	if (result == 0)
		filter_note_counts(&filter, "used", false);
	return filter_close(&filter, result, why);
}

const struct churn_part survive_part = {
	.name = "survival",
	.title = "Time to leave (--survival)",
	.help = "how long customers stay: curves, groups compared, and Cox regression",
	.options = survive_options,
	.run = run_survival,
};
