/* SPDX-License-Identifier: MIT */
/* How good is it? By rows that had no part in the learning, each judged once. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "predict.h"
#include "run/each.h"
#include "stat/folds.h"

/* So few numbers are dealt with faster by one thread each than by all together. */
static const size_t few_numbers = 2000000;

struct judging {
	const struct predict_options *options;
	const struct predict_shape *shape;
	const struct dataset *set;
	unsigned char *fold; /* of each row; judged is fold 0 … folds - 1 */
	int folds;
	int threads;         /* of each fold */
	double *probability; /* of each row */
};

static int judge_fold(void *context, int worker, size_t index, struct diag *why)
{
	struct judging *judging = context;
	const struct dataset *set = judging->set;
	unsigned char *fitted = mem_alloc(set->rows);
	struct predictor predictor;
	int result;

	(void)worker;
	for (size_t i = 0; i < set->rows; i++)
		fitted[i] = judging->fold[i] != index;
	result = predict_learn(
		judging->options, judging->shape, set, fitted, judging->threads, &predictor, why);
	if (result == 0) {
		struct predict_scratch *scratch = predict_scratch_new(&predictor);

		for (size_t i = 0; i < set->rows; i++)
			if (!fitted[i])
				judging->probability[i] = predict_probability(
					&predictor, scratch, dataset_values(set, i));
		predict_scratch_free(scratch);
	}
	predictor_release(&predictor);
	free(fitted);
	return result;
}

/* ---- who is judged ---- */

static bool is_split(const struct predict_options *options)
{
	return options->hold_out > 0 || options->hold_out_since.given;
}

/* Fold 0 is held out, all others are fold 1, which is never judged. */
static void split(struct judging *judging, struct predict_quality *quality)
{
	const struct predict_options *options = judging->options;
	const struct dataset *set = judging->set;

	judging->folds = 1;
	if (options->hold_out_since.given) {
		buf_text(&quality->how, "hold-out since ");
		date_put(&quality->how, options->hold_out_since.date);
		for (size_t i = 0; i < set->rows; i++)
			judging->fold[i] = !set->late[i];
		return;
	}
	buf_printf(&quality->how, "hold-out of %g", options->hold_out);
	folds_hold_out(set->key, set->event, set->rows, options->hold_out, (uint64_t)options->seed,
		judging->fold);
	for (size_t i = 0; i < set->rows; i++)
		judging->fold[i] = !judging->fold[i];
}

static void deal(struct judging *judging, struct predict_quality *quality)
{
	const struct predict_options *options = judging->options;
	const struct dataset *set = judging->set;

	if (is_split(options)) {
		split(judging, quality);
		return;
	}
	judging->folds = (int)options->folds;
	buf_printf(&quality->how, "%d folds", judging->folds);
	folds_deal(set->key, set->event, set->rows, judging->folds, (uint64_t)options->seed,
		judging->fold);
}

/* Each side needs rows of both kinds: to learn from, and to judge by. */
static int check_folds(const struct judging *judging, struct diag *why)
{
	const struct dataset *set = judging->set;

	for (int fold = 0; fold < judging->folds; fold++) {
		size_t count[2][2] = { { 0 } };

		for (size_t i = 0; i < set->rows; i++)
			count[judging->fold[i] == fold][set->event[i]]++;
		for (int i = 0; i < 2; i++)
			for (int event = 0; event < 2; event++)
				if (count[i][event] < (i == 1 ? 1 : PREDICT_LEAST / 2))
					return diag_fail(why,
						"too few rows %s: %zu %s the event, %zu without",
						i == 1 ? "to judge by" : "to learn from",
						count[i][1], count[i][1] == 1 ? "has" : "have",
						count[i][0]);
	}
	return 0;
}

/* ---- what is said of them ---- */

/* Put the judged rows of a fold, or of all if it is -1, in front. Returns how many there are. */
static size_t select_rows(
	const struct judging *judging, int fold, double *probability, unsigned char *event)
{
	size_t rows = 0;

	for (size_t i = 0; i < judging->set->rows; i++) {
		if (fold >= 0 ? judging->fold[i] != fold : judging->fold[i] >= judging->folds)
			continue;
		probability[rows] = judging->probability[i];
		event[rows++] = judging->set->event[i];
	}
	return rows;
}

/*
 * The mean AUC of the folds, each of which was judged by a predictor of its own: probabilities of
 * two of them are not compared.
 */
static void measure_order(const struct judging *judging, double *probability, unsigned char *event,
	struct predict_quality *quality)
{
	double variance = 0;

	for (int fold = 0; fold < judging->folds; fold++) {
		struct roc roc;

		roc_new(&roc, probability, event, select_rows(judging, fold, probability, event));
		quality->auc += roc_auc(&roc) / judging->folds;
		variance += roc_auc_variance(&roc);
		roc_release(&roc);
	}
	quality->auc_se = sqrt(variance) / judging->folds;
}

static void measure(const struct judging *judging, struct predict_quality *quality)
{
	const struct dataset *set = judging->set;
	double *probability = mem_alloc(set->rows * sizeof *probability);
	unsigned char *event = mem_alloc(set->rows);
	struct roc roc;

	measure_order(judging, probability, event, quality);
	quality->rows = select_rows(judging, -1, probability, event);
	roc_new(&roc, probability, event, quality->rows);
	quality->log_loss = roc_log_loss(&roc);
	quality->brier = roc_brier(&roc);
	quality->ks = roc_ks(&roc, &quality->ks_cut);
	roc_calibration(&roc, ROC_EQUAL_WIDTH, quality->bin, PREDICT_BINS);
	quality->calibration_error = roc_calibration_error(quality->bin, PREDICT_BINS);
	if (quality->rows >= PREDICT_PARTS)
		roc_lift(&roc, quality->part, PREDICT_PARTS);
	quality->confusion = roc_confusion(&roc, judging->options->cut);
	roc_release(&roc);
	free(probability);
	free(event);
}

static int judge_all(struct judging *judging, int jobs, struct diag *why)
{
	if (judging->set->rows * judging->set->columns <= few_numbers)
		return run_each(jobs, (size_t)judging->folds, judge_fold, judging, why);
	judging->threads = jobs;
	for (int fold = 0; fold < judging->folds; fold++)
		if (judge_fold(judging, 0, (size_t)fold, why) < 0)
			return -1;
	return 0;
}

int predict_judge(const struct predict_options *options, const struct predict_shape *shape,
	const struct dataset *set, int jobs, struct predict_quality *quality, struct diag *why)
{
	struct judging judging = {
		.options = options,
		.shape = shape,
		.set = set,
		.fold = mem_alloc(set->rows),
		.threads = 1,
		.probability = mem_zero(set->rows, sizeof *judging.probability),
	};
	int result;

	*quality = (struct predict_quality){ .rows = 0 };
	deal(&judging, quality);
	result = check_folds(&judging, why);
	if (result == 0)
		result = judge_all(&judging, jobs, why);
	if (result == 0)
		measure(&judging, quality);
	free(judging.fold);
	free(judging.probability);
	return result;
}

void predict_quality_release(struct predict_quality *quality)
{
	buf_release(&quality->how);
}
