/* SPDX-License-Identifier: MIT */
#include "crm/scorecard_quality.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "stat/roc.h"
#include "stat/scaling.h"

/* ---- folds ---- */

struct dealt {
	uint64_t hash;
	size_t row;
	bool event;
};

static int compare_dealt(const void *a, const void *b)
{
	const struct dealt *one = a, *other = b;

	if (one->event != other->event)
		return one->event ? 1 : -1;
	return (one->hash > other->hash) - (one->hash < other->hash);
}

static uint64_t hash_row(const struct scorecard_sample *sample, size_t row, double *value)
{
	for (size_t j = 0; j < sample->columns; j++) {
		const struct scorecard_column *column = &sample->column[j];

		if (column->number == NULL)
			value[j] = column->word[row];
		else
			value[j] = isnan(column->number[row]) ? NAN : column->number[row] + 0.0;
	}
	return hash_bytes((struct slice){ (const char *)value, sample->columns * sizeof *value });
}

/* Rows with the same hash have the same values, and which of them goes where is all one. */
int scorecard_quality_fold(
	const struct scorecard_sample *sample, size_t folds, unsigned char *fold, struct diag *why)
{
	struct dealt *dealt = mem_alloc(sample->count * sizeof *dealt);
	double *value = mem_alloc(sample->columns * sizeof *value);
	size_t events = 0;

	for (size_t i = 0; i < sample->count; i++) {
		dealt[i] = (struct dealt){ hash_row(sample, i, value), i, sample->event[i] != 0 };
		events += dealt[i].event;
	}
	qsort(dealt, sample->count, sizeof *dealt, compare_dealt);
	for (size_t i = 0; i < sample->count; i++)
		fold[dealt[i].row] = (unsigned char)(i % folds);
	free(dealt);
	free(value);
	if (events >= folds && sample->count - events >= folds)
		return 0;
	return diag_fail(why,
		"%zu folds need as many rows of each kind; there are %zu with the target and %zu "
		"without",
		folds, events, sample->count - events);
}

/* ---- plain logistic regression ---- */

/* How the columns of a sample become columns of numbers. */
struct design {
	const struct scorecard_sample *sample;
	const unsigned char *use;
	size_t columns;
	size_t *first;  /* where those of each column of the sample begin */
	size_t **place; /* of each word, behind the first; 0: it is rare and has none */
};

static const double rare = 0.01; /* of the rows */

/* The first says whether the value is missing, the next are the number, or the words. */
static void design_begin(struct design *design)
{
	const struct scorecard_sample *sample = design->sample;

	design->first = mem_alloc(sample->columns * sizeof *design->first);
	design->place = mem_zero(sample->columns, sizeof *design->place);
	for (size_t j = 0; j < sample->columns; j++) {
		const struct scorecard_column *column = &sample->column[j];
		size_t *place, words = 0;

		design->first[j] = design->columns;
		if (column->number != NULL) {
			design->columns += 2;
			continue;
		}
		place = design->place[j] = mem_zero(column->words, sizeof *place);
		for (size_t i = 0; i < sample->count; i++)
			if (column->word[i] != SCORECARD_NO_WORD)
				place[column->word[i]]++;
		for (size_t word = 0; word < column->words; word++)
			place[word] =
				(double)place[word] >= rare * (double)sample->count ? ++words : 0;
		design->columns += words + 1;
	}
}

static void design_end(struct design *design)
{
	for (size_t j = 0; j < design->sample->columns; j++)
		free(design->place[j]);
	free(design->place);
	free(design->first);
}

static void fill_row(const struct design *design, size_t row, double *x)
{
	memset(x, 0, design->columns * sizeof *x);
	for (size_t j = 0; j < design->sample->columns; j++) {
		const struct scorecard_column *column = &design->sample->column[j];
		double *to = x + design->first[j];

		if (column->number != NULL ? isnan(column->number[row])
					   : column->word[row] == SCORECARD_NO_WORD)
			to[0] = 1;
		else if (column->number != NULL)
			to[1] = column->number[row];
		else if (design->place[j][column->word[row]] > 0)
			to[design->place[j][column->word[row]]] = 1;
	}
}

/* Bring numbers to mean 0 and deviation 1, by the rows to learn from that have them. */
static int scale_numbers(const struct design *design, double *x, struct diag *why)
{
	const struct scorecard_sample *sample = design->sample;
	double *weight = mem_alloc(sample->count * sizeof *weight);
	double *value = mem_alloc(sample->count * sizeof *value);
	struct regressors rows = REGRESSORS(value, sample->count, 1);
	int result = 0;

	for (size_t j = 0; result == 0 && j < sample->columns; j++) {
		const double *number = sample->column[j].number;
		struct scaling scaling;
		bool some = false;

		if (number == NULL)
			continue;
		for (size_t i = 0; i < sample->count; i++) {
			bool counts = design->use[i] && !isnan(number[i]);

			weight[i] = counts;
			value[i] = isnan(number[i]) ? 0 : number[i];
			some |= counts;
		}
		if (!some)
			continue;
		result = scaling_new(&scaling, &rows, weight, NULL, why);
		for (size_t i = 0; result == 0 && i < sample->count; i++)
			if (!isnan(number[i]))
				x[i * design->columns + design->first[j] + 1] =
					(number[i] - scaling.mean[0]) * scaling.factor[0];
		scaling_release(&scaling);
	}
	free(weight);
	free(value);
	return result;
}

static int fit_plain(
	const struct design *design, const struct pieces *pieces, double *score, struct diag *why)
{
	const struct scorecard_sample *sample = design->sample;
	double *x = mem_alloc(sample->count * design->columns * sizeof *x);
	double *weight = mem_alloc(sample->count * sizeof *weight);
	struct logistic_data data = { REGRESSORS(x, sample->count, design->columns), sample->event,
		weight };
	struct logistic_options options = { .penalty = 1, .pieces = pieces };
	struct logistic fit;
	int result;

	for (size_t i = 0; i < sample->count; i++) {
		weight[i] = design->use[i] != 0;
		fill_row(design, i, x + i * design->columns);
	}
	result = scale_numbers(design, x, why);
	if (result == 0) {
		result = logistic_fit(&data, &options, &fit, why);
		for (size_t i = 0; result == 0 && i < sample->count; i++)
			score[i] = logistic_score(&fit, x + i * design->columns);
		logistic_release(&fit);
	}
	free(x);
	free(weight);
	return result;
}

int scorecard_quality_plain(const struct scorecard_sample *sample, const unsigned char *use,
	const struct pieces *pieces, double *score, struct diag *why)
{
	struct design design = { .sample = sample, .use = use };
	int result;

	design_begin(&design);
	result = fit_plain(&design, pieces, score, why);
	design_end(&design);
	return result;
}

/* ---- validation ---- */

struct validation {
	const struct scorecard_sample *sample;
	const struct scorecard_options *options;
	unsigned char *fold, *use, *event;
	double *score, *plain, *part; /* part: scores of the rows of a fold */
	double auc[SCORECARD_MOST_FOLDS], plain_auc[SCORECARD_MOST_FOLDS];
};

/* The AUC among the rows of a fold. */
static double auc_of(struct validation *work, size_t fold, const double *score)
{
	struct roc roc;
	size_t count = 0;
	double auc;

	for (size_t i = 0; i < work->sample->count; i++) {
		if (work->fold[i] != fold)
			continue;
		work->part[count] = score[i];
		work->event[count++] = work->sample->event[i];
	}
	roc_new(&roc, work->part, work->event, count);
	auc = roc_auc(&roc);
	roc_release(&roc);
	return auc;
}

/* Scores grow with the probability of the event here: those of a card are turned if need be. */
static int score_fold(struct validation *work, size_t fold, struct diag *why)
{
	const struct scorecard_sample *sample = work->sample;
	struct scorecard_learnt learnt;
	int result;

	for (size_t i = 0; i < sample->count; i++)
		work->use[i] = work->fold[i] != fold;
	result = scorecard_learnt_fit(sample, work->use, work->options, &learnt, why);
	for (size_t i = 0; result == 0 && i < sample->count; i++)
		if (work->fold[i] == fold) {
			double score = (double)scorecard_learnt_score(&learnt, i);

			work->score[i] = work->options->wanted ? score : -score;
		}
	scorecard_learnt_release(&learnt);
	if (result == 0)
		result = scorecard_quality_plain(
			sample, work->use, work->options->pieces, work->plain, why);
	if (result < 0)
		return -1;
	work->auc[fold] = auc_of(work, fold, work->score);
	work->plain_auc[fold] = auc_of(work, fold, work->plain);
	return 0;
}

static double mean_of(const double *value, size_t count, double *deviation)
{
	double mean = 0, square = 0;

	for (size_t i = 0; i < count; i++)
		mean += value[i] / (double)count;
	for (size_t i = 0; i < count; i++)
		square += (value[i] - mean) * (value[i] - mean);
	*deviation = sqrt(square / (double)(count - 1));
	return mean;
}

static void sum_up(const struct validation *work, struct scorecard_quality *quality)
{
	struct roc roc;

	quality->auc = mean_of(work->auc, quality->folds, &quality->auc_deviation);
	quality->plain = mean_of(work->plain_auc, quality->folds, &quality->plain_deviation);
	roc_new(&roc, work->score, work->sample->event, work->sample->count);
	quality->all_auc = roc_auc(&roc);
	roc_auc_interval(&roc, 1.959964, &quality->low, &quality->high);
	quality->gini = roc_gini(&roc);
	quality->ks = roc_ks(&roc, NULL);
	roc_release(&roc);
}

int scorecard_quality_measure(const struct scorecard_sample *sample,
	const struct scorecard_options *options, size_t folds, struct scorecard_quality *quality,
	struct diag *why)
{
	struct validation work = { .sample = sample, .options = options };
	int result;

	work.fold = mem_alloc(sample->count);
	work.use = mem_alloc(sample->count);
	work.event = mem_alloc(sample->count);
	work.score = mem_zero(sample->count, sizeof *work.score);
	work.plain = mem_zero(sample->count, sizeof *work.plain);
	work.part = mem_alloc(sample->count * sizeof *work.part);
	*quality = (struct scorecard_quality){ .folds = folds };
	result = scorecard_quality_fold(sample, folds, work.fold, why);
	for (size_t fold = 0; result == 0 && fold < folds; fold++)
		result = score_fold(&work, fold, why);
	if (result == 0)
		sum_up(&work, quality);
	free(work.fold);
	free(work.use);
	free(work.event);
	free(work.score);
	free(work.plain);
	free(work.part);
	return result;
}
