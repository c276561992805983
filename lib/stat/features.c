/* SPDX-License-Identifier: MIT */
#include "stat/features.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/processor.h"
#include "stat/ranked.h"

/* The rows to learn from, and one of their columns. */
struct view {
	const struct dataset *set;
	const unsigned char *fitted;
	size_t column;
	size_t rows; /* fitted */
};

static float value_at(const struct view *view, size_t row)
{
	return dataset_values(view->set, row)[view->column];
}

/* ---- words ---- */

/* A word and how often it came. */
struct word {
	uint32_t level;
	uint64_t count;
};

/* The commonest first, equally common ones in their order. */
static int compare_words(const void *left, const void *right)
{
	const struct word *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return (a->level > b->level) - (a->level < b->level);
}

static struct word *count_words(const struct view *view, size_t levels)
{
	struct word *word = mem_zero(levels, sizeof *word);

	for (size_t i = 0; i < levels; i++)
		word[i].level = (uint32_t)i;
	for (size_t i = 0; i < view->set->rows; i++) {
		float value = value_at(view, i);

		if (view->fitted[i] && !isnan(value))
			word[(size_t)value].count++;
	}
	return word;
}

/* Choose who gets a feature; those who did not come at all are of the shared one, if there is. */
static void fit_words(struct features_column *column, const struct view *view)
{
	struct word *word = count_words(view, column->levels);
	size_t own = 0;
	uint64_t rest = 0;

	qsort(word, column->levels, sizeof *word, compare_words);
	while (own < column->levels && own < FEATURES_MOST && word[own].count >= FEATURES_LEAST)
		own++;
	for (size_t i = own; i < column->levels; i++)
		rest += word[i].count;
	column->shared = rest > 0;
	column->width = own + column->shared;
	column->place = mem_alloc(column->levels * sizeof *column->place);
	column->share = mem_alloc(column->width * sizeof *column->share);
	for (size_t i = 0; i < column->levels; i++)
		column->place[word[i].level] = i < own          ? (int32_t)i
					       : column->shared ? (int32_t)own
								: -1;
	for (size_t i = 0; i < own; i++)
		column->share[i] = (double)word[i].count / (double)view->rows;
	if (column->shared)
		column->share[own] = (double)rest / (double)view->rows;
	free(word);
}

int32_t features_place(const struct features_column *column, float value)
{
	if (!isnan(value))
		return column->place[(size_t)value];
	return column->shared ? (int32_t)column->width - 1 : -1;
}

/* ---- numbers ---- */

static double above(const struct features_piece *piece, double value)
{
	double over = value - piece->from;

	if (piece->from == -INFINITY)
		return value;
	return over > 0 ? over : 0;
}

/* The mean and the deviation of each piece over the values. */
static void measure_pieces(struct features_column *column, const float *value, size_t count)
{
	double sum[1 + FEATURES_BENDS] = { 0 }, squares[1 + FEATURES_BENDS] = { 0 };
	double rows = count > 0 ? (double)count : 1;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < column->pieces; j++)
			sum[j] += above(&column->piece[j], (double)value[i]);
	for (size_t j = 0; j < column->pieces; j++)
		column->piece[j].mean = sum[j] / rows;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < column->pieces; j++) {
			const struct features_piece *piece = &column->piece[j];
			double apart = above(piece, (double)value[i]) - piece->mean;

			squares[j] += apart * apart;
		}
	for (size_t j = 0; j < column->pieces; j++) {
		double deviation = sqrt(squares[j] / rows);

		column->piece[j].deviation = deviation > 0 ? deviation : 1;
	}
}

static void add_piece(struct features_column *column, double from)
{
	column->piece[column->pieces++] = (struct features_piece){ .from = from };
}

/* The number itself, and bends at quartiles that have values on both sides. */
static void find_pieces(struct features_column *column, const float *value, size_t count)
{
	size_t rank[FEATURES_BENDS + 2] = { 0 };
	float at[FEATURES_BENDS + 2];

	column->pieces = 0;
	column->low = column->high = 0;
	add_piece(column, -INFINITY);
	if (count == 0)
		return;
	for (size_t i = 1; i <= FEATURES_BENDS + 1; i++)
		rank[i] = (i * count - 1) / (FEATURES_BENDS + 1);
	ranked_find(value, count, rank, FEATURES_BENDS + 2, at);
	column->low = (double)at[0];
	column->high = (double)at[FEATURES_BENDS + 1];
	for (size_t i = 1; i <= FEATURES_BENDS; i++)
		if (at[i] > at[i - 1] && at[i] < at[FEATURES_BENDS + 1])
			add_piece(column, (double)at[i]);
}

static void fit_number(
	struct features_column *column, enum features_use use, const struct view *view)
{
	float *value;
	size_t count;

	column->width = 1;
	if (use == FEATURES_TREES)
		return;
	value = dataset_column(view->set, view->column, view->fitted, &count);
	find_pieces(column, value, count);
	measure_pieces(column, value, count);
	free(value);
	column->gaps = count < view->rows;
	column->width = column->pieces + column->gaps;
	if (!column->gaps)
		return;
	column->share = mem_zero(column->width, sizeof *column->share);
	column->share[column->pieces] = (double)(view->rows - count) / (double)view->rows;
}

/* ---- both ---- */

static void lay_out_column(struct features *features, const struct features_column *column)
{
	for (size_t i = 0; i < column->width; i++) {
		const struct features_piece *piece = i < column->pieces ? &column->piece[i] : NULL;
		size_t at = column->first + i;

		features->source[at] = (uint32_t)(column - features->column);
		features->low[at] = piece != NULL ? column->low : 0;
		features->high[at] = piece != NULL ? column->high : 0;
		features->from[at] = piece != NULL && i > 0 ? piece->from : 0;
		features->least[at] = piece != NULL && i == 0 ? -INFINITY : 0;
		features->mean[at] = piece != NULL ? piece->mean : column->share[i];
		features->factor[at] = piece != NULL ? 1 / piece->deviation : 1;
	}
}

void features_lay_out(struct features *features)
{
	features->width = 0;
	for (size_t i = 0; i < features->columns; i++) {
		struct features_column *column = &features->column[i];

		column->first = features->width;
		features->width += column->width;
	}
	if (features->use == FEATURES_TREES)
		return;
	features->source = mem_alloc(features->width * sizeof *features->source);
	features->low = mem_alloc(features->width * sizeof *features->low);
	features->high = mem_alloc(features->width * sizeof *features->high);
	features->from = mem_alloc(features->width * sizeof *features->from);
	features->least = mem_alloc(features->width * sizeof *features->least);
	features->mean = mem_alloc(features->width * sizeof *features->mean);
	features->factor = mem_alloc(features->width * sizeof *features->factor);
	for (size_t i = 0; i < features->columns; i++)
		lay_out_column(features, &features->column[i]);
}

void features_fit(struct features *features, enum features_use use, const struct dataset *set,
	const unsigned char *fitted)
{
	struct view view = { .set = set, .fitted = fitted };

	for (size_t i = 0; i < set->rows; i++)
		view.rows += fitted[i] != 0;
	assert(view.rows > 0);
	features->use = use;
	for (size_t i = 0; i < features->columns; i++) {
		struct features_column *column = &features->column[i];

		view.column = i;
		if (column->words)
			fit_words(column, &view);
		else
			fit_number(column, use, &view);
	}
	features_lay_out(features);
}

static void encode_for_trees(const struct features *features, const float *value, double *out)
{
	memset(out, 0, features->width * sizeof *out);
	for (size_t i = 0; i < features->columns; i++) {
		const struct features_column *column = &features->column[i];

		if (!column->words)
			out[column->first] = (double)value[i];
		else if (features_place(column, value[i]) >= 0)
			out[column->first + (size_t)features_place(column, value[i])] = 1;
	}
}

/* Every feature as if it was a piece of a number: what is missing is at the low end. */
FOR_EACH_PROCESSOR
static void make_pieces(const struct features *features, const float *value, double *restrict out)
{
	const uint32_t *source = features->source;
	const double *low = features->low, *high = features->high;
	const double *from = features->from, *least = features->least;
	const double *mean = features->mean, *factor = features->factor;

	for (size_t i = 0; i < features->width; i++) {
		double within = (double)value[source[i]], over;

		within = within > low[i] ? within : low[i];
		within = within < high[i] ? within : high[i];
		over = within - from[i];
		out[i] = ((over > least[i] ? over : least[i]) - mean[i]) * factor[i];
	}
}

static void clear(double *out, size_t count)
{
	for (size_t i = 0; i < count; i++)
		out[i] = 0;
}

/* The features of words and of gaps are -mean so far: what they are instead. */
static void put_place(const struct features_column *column, int32_t place, double *own)
{
	if (place < 0)
		clear(own, column->width);
	else
		own[place] += 1;
}

static void put_gap(const struct features_column *column, double *own)
{
	clear(own, column->pieces);
	if (column->gaps)
		own[column->pieces] += 1;
}

static void encode_for_lines(const struct features *features, const float *value, double *out)
{
	make_pieces(features, value, out);
	for (size_t i = 0; i < features->columns; i++) {
		const struct features_column *column = &features->column[i];

		if (column->words)
			put_place(column, features_place(column, value[i]), out + column->first);
		else if (isnan(value[i]))
			put_gap(column, out + column->first);
	}
}

void features_encode(const struct features *features, const float *value, double *out)
{
	if (features->use == FEATURES_TREES)
		encode_for_trees(features, value, out);
	else
		encode_for_lines(features, value, out);
}

void features_release(struct features *features)
{
	for (size_t i = 0; i < features->columns; i++) {
		free(features->column[i].place);
		free(features->column[i].share);
		features->column[i].place = NULL;
		features->column[i].share = NULL;
	}
	free(features->source);
	free(features->low);
	free(features->high);
	free(features->from);
	free(features->least);
	free(features->mean);
	free(features->factor);
	features->source = NULL;
	features->low = features->high = NULL;
	features->from = features->least = features->mean = features->factor = NULL;
}
