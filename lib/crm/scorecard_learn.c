/* SPDX-License-Identifier: MIT */
#include "crm/scorecard_learn.h"

#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "crm/scorecard_rule.h"

static bool is_used(const unsigned char *use, size_t row)
{
	return use == NULL || use[row] != 0;
}

/* ---- bins ---- */

static void bin_numbers(const struct scorecard_learnt *learnt, const unsigned char *use,
	size_t column, struct bins *bins)
{
	const struct scorecard_sample *sample = learnt->sample;
	const struct scorecard_column *from = &sample->column[column];
	double *value = mem_alloc(sample->count * sizeof *value);
	unsigned char *event = mem_alloc(sample->count);
	size_t count = 0;

	for (size_t i = 0; i < sample->count; i++) {
		if (!is_used(use, i))
			continue;
		value[count] = from->number[i];
		event[count++] = sample->event[i];
	}
	bins_of_numbers(bins, value, event, count, &learnt->options.bins);
	free(value);
	free(event);
}

static void bin_words(const struct scorecard_learnt *learnt, const unsigned char *use,
	size_t column, struct bins *bins)
{
	const struct scorecard_sample *sample = learnt->sample;
	const struct scorecard_column *from = &sample->column[column];
	struct bins_count *word = mem_zero(from->words, sizeof *word), missing = { 0, 0 };

	for (size_t i = 0; i < sample->count; i++) {
		struct bins_count *to =
			from->word[i] == SCORECARD_NO_WORD ? &missing : &word[from->word[i]];

		to->events += is_used(use, i) && sample->event[i];
		to->others += is_used(use, i) && !sample->event[i];
	}
	bins_of_words(bins, word, from->words, missing, &learnt->options.bins);
	free(word);
}

static int bin_columns(struct scorecard_learnt *learnt, const unsigned char *use, struct diag *why)
{
	double best = 0;

	for (size_t j = 0; j < learnt->sample->columns; j++) {
		struct scorecard_part *part = &learnt->part[j];

		if (learnt->sample->column[j].number != NULL)
			bin_numbers(learnt, use, j, &part->bins);
		else
			bin_words(learnt, use, j, &part->bins);
		part->use =
			part->bins.iv >= learnt->options.least_iv ? SCORECARD_USED : SCORECARD_WEAK;
		learnt->used += part->use == SCORECARD_USED;
		best = fmax(best, part->bins.iv);
	}
	if (learnt->used > 0)
		return 0;
	return diag_fail(why,
		"no column tells the two kinds of rows apart: the greatest information value is "
		"%.4f, expected at least %g",
		best, learnt->options.least_iv);
}

size_t scorecard_learnt_bin(const struct scorecard_learnt *learnt, size_t column, size_t row)
{
	const struct scorecard_column *from = &learnt->sample->column[column];
	const struct bins *bins = &learnt->part[column].bins;

	if (from->number != NULL)
		return bins_find_number(bins, from->number[row]);
	if (from->word[row] == SCORECARD_NO_WORD)
		return BINS_MISSING;
	return bins_find_word(bins, from->word[row]);
}

/* ---- coefficients ---- */

/* The weights of evidence of all rows, of the columns that are used. */
static double *weigh_rows(const struct scorecard_learnt *learnt)
{
	const struct scorecard_sample *sample = learnt->sample;
	double *x = mem_alloc(sample->count * learnt->used * sizeof *x);
	size_t to = 0;

	for (size_t j = 0; j < sample->columns; j++) {
		if (learnt->part[j].use != SCORECARD_USED)
			continue;
		for (size_t i = 0; i < sample->count; i++) {
			size_t bin = scorecard_learnt_bin(learnt, j, i);

			x[i * learnt->used + to] = bins_at(&learnt->part[j].bins, bin)->woe;
		}
		to++;
	}
	return x;
}

static int fit_weights(struct scorecard_learnt *learnt, const double *weight, struct diag *why)
{
	double *x = weigh_rows(learnt);
	struct logistic_data data = { REGRESSORS(x, learnt->sample->count, learnt->used),
		learnt->sample->event, weight };
	struct logistic_options options = { .penalty = learnt->options.penalty,
		.pieces = learnt->options.pieces };
	size_t at = 0;
	int result;

	logistic_release(&learnt->fit);
	result = logistic_fit(&data, &options, &learnt->fit, why);
	free(x);
	for (size_t j = 0; result == 0 && j < learnt->sample->columns; j++) {
		struct scorecard_part *part = &learnt->part[j];

		if (part->use != SCORECARD_USED)
			continue;
		at++;
		part->coefficient = learnt->fit.coefficient[at];
		part->se = learnt->fit.se[at];
	}
	return result;
}

/* Leave out the column whose sign is most wrong. Returns false if there is none. */
static bool drop_wrong(struct scorecard_learnt *learnt)
{
	struct scorecard_part *worst = NULL;

	for (size_t j = 0; j < learnt->sample->columns; j++) {
		struct scorecard_part *part = &learnt->part[j];

		if (part->use == SCORECARD_USED && part->coefficient < 0 &&
			(worst == NULL || part->coefficient < worst->coefficient))
			worst = part;
	}
	if (worst == NULL || learnt->used == 1)
		return false;
	worst->use = SCORECARD_WRONG;
	worst->coefficient = 0;
	learnt->used--;
	return true;
}

int scorecard_learnt_fit(const struct scorecard_sample *sample, const unsigned char *use,
	const struct scorecard_options *options, struct scorecard_learnt *learnt, struct diag *why)
{
	double *weight = NULL;
	int result;

	*learnt = (struct scorecard_learnt){ .sample = sample, .options = *options };
	learnt->part = mem_zero(sample->columns, sizeof *learnt->part);
	if (bin_columns(learnt, use, why) < 0)
		return -1;
	if (use != NULL) {
		weight = mem_alloc(sample->count * sizeof *weight);
		for (size_t i = 0; i < sample->count; i++)
			weight[i] = use[i] != 0;
	}
	do
		result = fit_weights(learnt, weight, why);
	while (result == 0 && drop_wrong(learnt));
	free(weight);
	return result;
}

void scorecard_learnt_release(struct scorecard_learnt *learnt)
{
	for (size_t j = 0; learnt->part != NULL && j < learnt->sample->columns; j++)
		bins_release(&learnt->part[j].bins);
	free(learnt->part);
	logistic_release(&learnt->fit);
	*learnt = (struct scorecard_learnt){ 0 };
}

/* ---- points ---- */

static double factor_of(const struct scorecard_learnt *learnt)
{
	double factor = scorecard_factor(&learnt->options.scale);

	return learnt->options.wanted ? factor : -factor;
}

int64_t scorecard_learnt_base(const struct scorecard_learnt *learnt)
{
	return llround(scorecard_offset(&learnt->options.scale) +
		       factor_of(learnt) * learnt->fit.coefficient[0]);
}

int64_t scorecard_learnt_points(const struct scorecard_learnt *learnt, size_t column, size_t bin)
{
	const struct scorecard_part *part = &learnt->part[column];

	if (part->use != SCORECARD_USED)
		return 0;
	return llround(factor_of(learnt) * part->coefficient * bins_at(&part->bins, bin)->woe);
}

int64_t scorecard_learnt_score(const struct scorecard_learnt *learnt, size_t row)
{
	int64_t score = scorecard_learnt_base(learnt);

	for (size_t j = 0; j < learnt->sample->columns; j++)
		if (learnt->part[j].use == SCORECARD_USED)
			score += scorecard_learnt_points(
				learnt, j, scorecard_learnt_bin(learnt, j, row));
	return score;
}

/* ---- the card ---- */

static int add_rule(const struct scorecard_learnt *learnt, size_t column, size_t bin,
	struct slice condition, struct scorecard *card, struct diag *why)
{
	return scorecard_add(card, learnt->sample->column[column].name, condition,
		scorecard_learnt_points(learnt, column, bin) * AMOUNT_UNIT,
		(struct slice){ NULL, 0 }, why);
}

static int add_range(const struct scorecard_learnt *learnt, size_t column, size_t bin,
	struct scorecard *card, struct diag *why)
{
	const struct bins *bins = &learnt->part[column].bins;
	struct buf condition = BUF_EMPTY;
	int result = 0;

	/* One bin of all numbers: whatever is not missing. */
	if (bins->count > 1) {
		scorecard_rule_put_range(&condition, bins->bin[bin].from,
			bin + 1 < bins->count ? bins->bin[bin + 1].from : INFINITY);
		result = add_rule(learnt, column, bin, buf_slice(&condition), card, why);
	}
	buf_release(&condition);
	return result;
}

/* The words of a bin that are frequent enough to be named; the others are `else`. */
static int add_words(const struct scorecard_learnt *learnt, size_t column, size_t bin,
	struct scorecard *card, struct diag *why)
{
	const struct scorecard_column *from = &learnt->sample->column[column];
	const struct bins *bins = &learnt->part[column].bins;
	struct buf condition = BUF_EMPTY;
	int result = 0;

	for (size_t i = 0; i < from->words; i++)
		if (bins->home[i] == bin)
			scorecard_rule_put_word(&condition, from->text[i]);
	if (condition.length > 0)
		result = add_rule(learnt, column, bin, buf_slice(&condition), card, why);
	buf_release(&condition);
	return result;
}

static int add_feature(const struct scorecard_learnt *learnt, size_t column, struct scorecard *card,
	struct diag *why)
{
	const struct bins *bins = &learnt->part[column].bins;
	bool numbers = learnt->sample->column[column].number != NULL;
	size_t otherwise = numbers ? bins->count == 1 ? 0 : BINS_NONE : bins->rest;

	for (size_t bin = 0; bin < bins->count; bin++)
		if ((numbers ? add_range : add_words)(learnt, column, bin, card, why) < 0)
			return -1;
	if (add_rule(learnt, column, BINS_MISSING, slice_of("missing"), card, why) < 0)
		return -1;
	return numbers && bins->count > 1
		       ? 0
		       : add_rule(learnt, column, otherwise, slice_of("else"), card, why);
}

int scorecard_learnt_card(
	const struct scorecard_learnt *learnt, struct scorecard *card, struct diag *why)
{
	card->base = scorecard_learnt_base(learnt) * AMOUNT_UNIT;
	for (size_t j = 0; j < learnt->sample->columns; j++)
		if (learnt->part[j].use == SCORECARD_USED && add_feature(learnt, j, card, why) < 0)
			return -1;
	return scorecard_close(card, why);
}

const char *scorecard_learn_use_name(enum scorecard_use use)
{
	static const char *const name[] = { "used", "weak", "wrong_sign" };

	return name[use];
}
