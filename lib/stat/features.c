/* SPDX-License-Identifier: MIT */
#include "stat/features.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

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

static void encode_words(const struct features *features, const struct features_column *column,
	float value, double *out)
{
	int32_t place = column->shared ? (int32_t)column->width - 1 : -1;

	if (!isnan(value))
		place = column->place[(size_t)value];
	for (size_t i = 0; i < column->width; i++) {
		double is = place == (int32_t)i ? 1 : 0;

		if (features->use == FEATURES_TREES)
			out[i] = is;
		else
			out[i] = place < 0 ? 0 : is - column->share[i];
	}
}

/* ---- numbers ---- */

static double above(const struct features_piece *piece, double value)
{
	return isinf(piece->from) ? value : fmax(0, value - piece->from);
}

/* Add a piece, with its mean and deviation over the values. */
static void add_piece(struct features_column *column, double from, const float *value, size_t count)
{
	struct features_piece *piece = &column->piece[column->pieces++];
	double sum = 0, squares = 0;

	*piece = (struct features_piece){ .from = from };
	for (size_t i = 0; i < count; i++)
		sum += above(piece, (double)value[i]);
	piece->mean = count > 0 ? sum / (double)count : 0;
	for (size_t i = 0; i < count; i++) {
		double apart = above(piece, (double)value[i]) - piece->mean;

		squares += apart * apart;
	}
	piece->deviation = count > 0 ? sqrt(squares / (double)count) : 0;
	if (!(piece->deviation > 0))
		piece->deviation = 1;
}

/* A line can bend where there are values on both sides. */
static void add_bends(struct features_column *column, const float *value, size_t count)
{
	float last = count > 0 ? value[0] : 0;

	for (size_t i = 1; i <= FEATURES_BENDS && count > 0; i++) {
		float from = value[(i * count - 1) / (FEATURES_BENDS + 1)];

		if (from > last && from < value[count - 1])
			add_piece(column, (double)from, value, count);
		last = from > last ? from : last;
	}
}

static void fit_number(
	struct features_column *column, enum features_use use, const struct view *view)
{
	float *value;
	size_t count;

	column->width = 1;
	if (use == FEATURES_TREES)
		return;
	value = dataset_ascending(view->set, view->column, view->fitted, &count);
	column->pieces = 0;
	column->low = count > 0 ? (double)value[0] : 0;
	column->high = count > 0 ? (double)value[count - 1] : 0;
	add_piece(column, -INFINITY, value, count);
	add_bends(column, value, count);
	free(value);
	column->gaps = count < view->rows;
	column->width = column->pieces + column->gaps;
	if (!column->gaps)
		return;
	column->share = mem_zero(column->width, sizeof *column->share);
	column->share[column->pieces] = (double)(view->rows - count) / (double)view->rows;
}

static void encode_number(const struct features *features, const struct features_column *column,
	float value, double *out)
{
	bool missing = isnan(value);
	double within = fmin(fmax((double)value, column->low), column->high);

	if (features->use == FEATURES_TREES) {
		out[0] = (double)value;
		return;
	}
	for (size_t i = 0; i < column->pieces; i++) {
		const struct features_piece *piece = &column->piece[i];

		out[i] = missing ? 0 : (above(piece, within) - piece->mean) / piece->deviation;
	}
	if (column->gaps)
		out[column->pieces] = (missing ? 1 : 0) - column->share[column->pieces];
}

/* ---- both ---- */

void features_lay_out(struct features *features)
{
	features->width = 0;
	for (size_t i = 0; i < features->columns; i++) {
		features->column[i].first = features->width;
		features->width += features->column[i].width;
	}
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

void features_encode(const struct features *features, const float *value, double *out)
{
	for (size_t i = 0; i < features->columns; i++) {
		const struct features_column *column = &features->column[i];

		if (column->words)
			encode_words(features, column, value[i], out + column->first);
		else
			encode_number(features, column, value[i], out + column->first);
	}
}

void features_release(struct features *features)
{
	for (size_t i = 0; i < features->columns; i++) {
		free(features->column[i].place);
		free(features->column[i].share);
		features->column[i].place = NULL;
		features->column[i].share = NULL;
	}
}
