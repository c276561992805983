/* SPDX-License-Identifier: MIT */
/* --predict: who will leave, by what those were like who have left. */
#include "predict.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/folds.h"
#include "stat/leak.h"

static struct predict_options opt = {
	.learner = PREDICT_TREES,
	.rule = CALIBRATE_PLATT,
	.folds = 5,
	.seed = 1,
	.cut = 0.5,
	.rounds = 1000,
	.rate = 0.05,
	.penalty = NAN,
};

static const struct opt options[] = {
	OPT_TEXT(0, "target", "COLUMN=VALUE", &opt.target,
		"learn who has this VALUE (1, if it is left out) in COLUMN; rows without any are "
		"not learnt from"),
	OPT_CHOICE(0, "learner", "WORD", &opt.learner, predict_learners, "what learns"),
	OPT_TEXT(0, "features", "COLUMN,…", &opt.features,
		"learn from these columns only, instead of all"),
	OPT_TEXT(0, "exclude", "COLUMN,…", &opt.exclude, "do not learn from these"),
	OPT_TEXT(0, "trust", "COLUMN,…", &opt.trust,
		"learn from these even if they give the answer away"),
	OPT_INT(0, "reasons", "N", &opt.reasons, 0, PREDICT_MOST_REASONS,
		"add the N columns that moved the customer most, in words and signed"),
	OPT_INT(0, "folds", "K", &opt.folds, 0, FOLDS_MOST,
		"judge by K parts, each by a model of the others; 0: do not judge"),
	OPT_REAL(0, "hold-out", "SHARE", &opt.hold_out, 0, 0.9,
		"judge by this share of the rows instead, drawn by lot"),
	OPT_DATE(0, "hold-out-since", "DATE", &opt.hold_out_since,
		"judge by the rows from DATE on instead; goes by --date"),
	OPT_TEXT(0, "date", "COLUMN", &opt.date,
		"the column of dates that --hold-out-since goes by"),
	OPT_REAL(0, "cut", "P", &opt.cut, 0, 1,
		"count as leaving from this probability on, where hits and misses are told"),
	OPT_CHOICE(
		0, "calibrate", "WORD", &opt.rule, predict_rules, "make probabilities of scores"),
	OPT_FLAG(0, "balance", &opt.balance, "let rows with and without the value weigh the same"),
	OPT_INT(0, "seed", "N", &opt.seed, 0, INT32_MAX, "draw lots by N"),
	OPT_REAL(0, "penalty", "X", &opt.penalty, 0, INFINITY,
		"on the squares of weights, and of what leaves say (1; of weights 1, 10 or "
		"100, whatever does best on rows held out)"),
	OPT_INT(0, "depth", "N", &opt.depth, 0, 12,
		"questions of a tree before a leaf, at most; 0: 1, 2 or 4, whatever does best on "
		"rows held out"),
	OPT_INT(0, "rounds", "N", &opt.rounds, 1, 100000,
		"trees, at most; it ends earlier where more do not help"),
	OPT_REAL(0, "rate", "X", &opt.rate, 0.0001, 1, "the share of each tree's answer to take"),
	OPT_END,
};

static int check_options(struct diag *why)
{
	if (churn_given()->model != NULL)
		return opt.target == NULL
			       ? 0
			       : diag_usage(why, "--target goes with learning, and --model learns "
						 "nothing");
	if (opt.target == NULL)
		return diag_usage(why, "--predict learns from a known answer; give --target "
				       "COLUMN=VALUE, or a --model");
	if (opt.folds == 1)
		return diag_usage(why, "--folds: 1 leaves nothing to learn from; expected 0, or 2 "
				       "and more");
	if (opt.hold_out_since.given != (opt.date != NULL))
		return diag_usage(why, "--hold-out-since and --date go together");
	if (opt.hold_out_since.given && opt.hold_out > 0)
		return diag_usage(why, "--hold-out and --hold-out-since exclude each other");
	return 0;
}

/* A column that foretells all by itself is more likely to be a part of the answer. */
static int check_leaks(
	const struct predict_shape *shape, const struct dataset *set, struct diag *why)
{
	for (size_t i = 0; i < shape->columns; i++) {
		const struct levels *levels = &shape->levels[i];
		double auc;

		if (predict_in_list(opt.trust, shape->name[i]))
			continue;
		auc = leak_auc(set, i, levels->kind == LEVELS_WORDS, levels->count);
		if (auc > LEAK_AUC)
			return diag_fail(why,
				"column '" SLICE "' gives the answer away (its AUC alone is %.4f): "
				"give --exclude '" SLICE "', or --trust '" SLICE
				"' if it is known beforehand",
				SLICE_ARG(shape->name[i]), auc, SLICE_ARG(shape->name[i]),
				SLICE_ARG(shape->name[i]));
	}
	return 0;
}

static int judge(const struct predict_shape *shape, const struct dataset *set,
	struct predict_quality *quality, struct diag *why)
{
	*quality = (struct predict_quality){ .rows = 0 };
	if (opt.folds == 0 && !(opt.hold_out > 0) && !opt.hold_out_since.given)
		return 0;
	return predict_judge(&opt, shape, set, (int)app_common()->jobs, quality, why);
}

static int save(const struct predictor *predictor, const struct dataset *set,
	const struct predict_quality *quality, struct diag *why)
{
	struct model model = MODEL_EMPTY;
	int result;

	predict_save(&opt, predictor, set, quality, &model);
	result = model_write(&model, churn_given()->fit, why);
	model_release(&model);
	return result;
}

/* In one line, what to think of it. */
static void note_quality(const struct predict_quality *quality)
{
	if (quality->rows > 0)
		app_note("judged by %.*s: AUC %.4f ± %.4f, calibration error %.4f",
			(int)quality->how.length, quality->how.at, quality->auc,
			1.959964 * quality->auc_se, quality->calibration_error);
}

static int learn(struct filter *filter, struct predict_shape *shape, struct predictor *predictor,
	struct diag *why)
{
	struct predict_stream stream = { .target = -1 };
	struct dataset set = DATASET_EMPTY;
	struct predict_quality quality = { .rows = 0 };
	unsigned char *all = NULL;
	int result = predict_read(&opt, filter, &stream, shape, &set, why);

	if (result == 0)
		result = check_leaks(shape, &set, why);
	if (result == 0)
		result = judge(shape, &set, &quality, why);
	if (result == 0) {
		all = mem_alloc(set.rows);
		memset(all, 1, set.rows);
		result = predict_learn(
			&opt, shape, &set, all, (int)app_common()->jobs, predictor, why);
	}
	if (result == 0)
		note_quality(&quality);
	if (result == 0 && churn_given()->fit != NULL)
		result = save(predictor, &set, &quality, why);
	free(all);
	predict_quality_release(&quality);
	dataset_release(&set);
	predict_stream_release(&stream);
	return result;
}

static int load(struct predict_shape *shape, struct predictor *predictor, struct diag *why)
{
	struct model model = MODEL_EMPTY;
	int result =
		model_read(&model, churn_given()->model, "churn-predict", PREDICT_VERSION, why);

	if (result == 0)
		result = predict_load(&model, shape, predictor, why);
	model_release(&model);
	return result;
}

static int work(struct filter *filter, struct predict_shape *shape, struct predictor *predictor,
	struct diag *why)
{
	if (churn_given()->model == NULL && learn(filter, shape, predictor, why) < 0)
		return -1;
	if (churn_given()->fit != NULL)
		return 0;
	if (churn_given()->model == NULL && stream_rewind(filter->in, why) < 0)
		return -1;
	return predict_apply(&opt, predictor, filter, why);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	const struct churn_options *common = churn_given();
	struct predict_shape shape = { .columns = 0 };
	struct predictor predictor = { .shape = NULL };
	struct filter filter;
	int result = check_options(why);

	if (result == 0 && common->model != NULL)
		result = load(&shape, &predictor, why);
	if (result == 0) {
		result = filter_open(&filter, &common->filter, NULL, paths, count, why);
		if (result == 0)
			result = work(&filter, &shape, &predictor, why);
		result = filter_close(&filter, result, why);
		if (result == 0)
			filter_note_counts(&filter, common->fit ? "learnt from" : "written", false);
	}
	predictor_release(&predictor);
	predict_shape_release(&shape);
	return result;
}

const struct churn_part predict_part = {
	.name = "predict",
	.title = "Prediction",
	.help = "add the probability of leaving, learnt from those who have left",
	.options = options,
	.run = run,
};
