/* SPDX-License-Identifier: MIT */
/* What was learnt, at work: score, probability and contributions of a row. */
#include <stdlib.h>

#include "base/mem.h"
#include "predict.h"
#include "stat/logistic.h"

void predictor_settle(struct predictor *predictor)
{
	if (predictor->learner == PREDICT_TREES) {
		trees_paths_new(&predictor->paths, &predictor->trees);
		trees_walk_new(&predictor->walk, &predictor->trees);
	} else {
		effects_new(&predictor->effects, &predictor->features, predictor->coefficient + 1);
	}
}

void predictor_release(struct predictor *predictor)
{
	features_release(&predictor->features);
	free(predictor->features.column);
	free(predictor->coefficient);
	free(predictor->se);
	effects_release(&predictor->effects);
	trees_release(&predictor->trees);
	trees_paths_release(&predictor->paths);
	trees_walk_release(&predictor->walk);
	calibrate_release(&predictor->rule);
	*predictor = (struct predictor){ .shape = NULL };
}

struct predict_scratch *predict_scratch_new(const struct predictor *predictor)
{
	struct predict_scratch *scratch = mem_zero(1, sizeof *scratch);
	size_t width = predictor->features.width;

	scratch->feature = mem_zero(width, sizeof *scratch->feature);
	scratch->contribution = mem_zero(width, sizeof *scratch->contribution);
	scratch->single = mem_zero(width, sizeof *scratch->single);
	return scratch;
}

void predict_scratch_free(struct predict_scratch *scratch)
{
	free(scratch->feature);
	free(scratch->contribution);
	free(scratch->single);
	free(scratch);
}

/* ---- log-odds ---- */

/* What a step of the score is worth in log-odds. */
static double slope_of(const struct predictor *predictor)
{
	return predictor->rule.kind == CALIBRATE_PLATT ? predictor->rule.slope : 1;
}

double predict_mean(const struct predictor *predictor)
{
	double mean = predictor->learner == PREDICT_TREES ? predictor->paths.mean
							  : predictor->coefficient[0];

	if (predictor->rule.kind == CALIBRATE_PLATT)
		return slope_of(predictor) * mean + predictor->rule.offset;
	return mean;
}

static void encode_for_trees(
	const struct predictor *predictor, struct predict_scratch *scratch, const float *value)
{
	features_encode(&predictor->features, value, scratch->feature);
	for (size_t i = 0; i < predictor->features.width; i++)
		scratch->single[i] = (float)scratch->feature[i];
}

/* What each column of a logistic model adds to the log-odds; returns them added to the mean. */
static inline double add_effects(
	const struct predictor *predictor, const float *value, double *contribution)
{
	const struct effects *effects = &predictor->effects;
	double slope = slope_of(predictor), all = predict_mean(predictor);

	for (size_t i = 0; i < effects->columns; i++) {
		double effect = slope * effects_of(&effects->column[i], value[i]);

		all += effect;
		if (contribution != NULL)
			contribution[i] = effect;
	}
	return all;
}

double predict_log_odds(
	const struct predictor *predictor, struct predict_scratch *scratch, const float *value)
{
	if (predictor->learner == PREDICT_TREES) {
		double margin;

		encode_for_trees(predictor, scratch, value);
		margin = trees_walk_margin(&predictor->walk, scratch->single);
		return predictor->rule.kind == CALIBRATE_PLATT
			       ? predictor->rule.slope * margin + predictor->rule.offset
			       : margin;
	}
	return add_effects(predictor, value, NULL);
}

double predict_probability(
	const struct predictor *predictor, struct predict_scratch *scratch, const float *value)
{
	double log_odds = predict_log_odds(predictor, scratch, value);

	return predictor->rule.kind == CALIBRATE_ISOTONIC
		       ? calibrate_apply(&predictor->rule, log_odds)
		       : logistic_probability(log_odds);
}

/* ---- what each column contributes ---- */

static void explain_trees(const struct predictor *predictor, struct predict_scratch *scratch,
	const float *value, double *contribution)
{
	memset(scratch->contribution, 0, predictor->features.width * sizeof *scratch->contribution);
	encode_for_trees(predictor, scratch, value);
	trees_explain(&predictor->paths, scratch->single, scratch->contribution);
	for (size_t i = 0; i < predictor->features.columns; i++) {
		const struct features_column *column = &predictor->features.column[i];
		double sum = 0;

		for (size_t j = 0; j < column->width; j++)
			sum += scratch->contribution[column->first + j];
		contribution[i] = slope_of(predictor) * sum;
	}
}

void predict_explain(const struct predictor *predictor, struct predict_scratch *scratch,
	const float *value, double *contribution)
{
	if (predictor->learner == PREDICT_TREES) {
		explain_trees(predictor, scratch, value, contribution);
		return;
	}
	add_effects(predictor, value, contribution);
}
