/* SPDX-License-Identifier: MIT */
/* What was learnt, at work: score, probability and contributions of a row. */
#include <stdlib.h>

#include "base/mem.h"
#include "predict.h"

void predictor_settle(struct predictor *predictor)
{
	if (predictor->learner == PREDICT_TREES) {
		trees_paths_new(&predictor->paths, &predictor->trees);
		trees_walk_new(&predictor->walk, &predictor->trees);
	}
}

void predictor_release(struct predictor *predictor)
{
	features_release(&predictor->features);
	free(predictor->features.column);
	free(predictor->coefficient);
	free(predictor->se);
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

static void encode(
	const struct predictor *predictor, struct predict_scratch *scratch, const float *value)
{
	features_encode(&predictor->features, value, scratch->feature);
	for (size_t i = 0; i < predictor->features.width; i++)
		scratch->single[i] = (float)scratch->feature[i];
}

double predict_score(
	const struct predictor *predictor, struct predict_scratch *scratch, const float *value)
{
	double score;

	encode(predictor, scratch, value);
	if (predictor->learner == PREDICT_TREES)
		return trees_walk_margin(&predictor->walk, scratch->single);
	score = predictor->coefficient[0];
	for (size_t i = 0; i < predictor->features.width; i++)
		score += predictor->coefficient[i + 1] * scratch->feature[i];
	return score;
}

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

/* The features' contributions, in the scratch. */
static void explain_features(
	const struct predictor *predictor, struct predict_scratch *scratch, const float *value)
{
	size_t width = predictor->features.width;

	encode(predictor, scratch, value);
	for (size_t i = 0; i < width; i++)
		scratch->contribution[i] =
			predictor->learner == PREDICT_TREES
				? 0
				: predictor->coefficient[i + 1] * scratch->feature[i];
	if (predictor->learner == PREDICT_TREES)
		trees_explain(&predictor->paths, scratch->single, scratch->contribution);
}

void predict_explain(const struct predictor *predictor, struct predict_scratch *scratch,
	const float *value, double *contribution)
{
	explain_features(predictor, scratch, value);
	for (size_t i = 0; i < predictor->features.columns; i++) {
		const struct features_column *column = &predictor->features.column[i];
		double sum = 0;

		for (size_t j = 0; j < column->width; j++)
			sum += scratch->contribution[column->first + j];
		contribution[i] = slope_of(predictor) * sum;
	}
}
