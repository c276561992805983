/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "survive.h"
#include "tab/escape.h"

/* Number the combinations of values, in the order of the columns' values. */
struct combination {
	const struct cases *cases;
	size_t *row; /* to be sorted */
};

static int compare_rows(const void *left, const void *right, void *context)
{
	const struct cases *cases = context;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;

	for (size_t i = cases->own_columns; i < cases->columns; i++) {
		const uint32_t *level = cases->column[i].of_row;

		if (level[a] != level[b])
			return level[a] < level[b] ? -1 : 1;
	}
	return 0;
}

static void add_stratum(struct survive_terms *terms, const struct cases *cases, size_t row)
{
	for (size_t i = 0; i < terms->bys; i++) {
		const struct cases_column *column = &cases->column[cases->own_columns + i];

		terms->stratum[terms->strata * terms->bys + i] =
			arena_copy(&terms->texts, column->level[column->of_row[row]]);
	}
	terms->strata++;
}

static int find_strata(
	struct survive_terms *terms, const struct cases *cases, uint32_t *stratum, struct diag *why)
{
	size_t *row = mem_alloc(cases->rows * sizeof *row);

	terms->bys = cases->columns - cases->own_columns;
	terms->by = mem_alloc(terms->bys * sizeof *terms->by);
	for (size_t i = 0; i < terms->bys; i++)
		terms->by[i] =
			arena_copy(&terms->texts, cases->column[cases->own_columns + i].name);
	for (size_t i = 0; i < cases->rows; i++)
		row[i] = i;
	if (cases->rows > 1)
		qsort_r(row, cases->rows, sizeof *row, compare_rows, (void *)(uintptr_t)cases);
	for (size_t i = 0; i < cases->rows && terms->strata <= SURVIVE_MOST_STRATA; i++) {
		if (i == 0 || compare_rows(&row[i - 1], &row[i], (void *)(uintptr_t)cases) != 0) {
			terms->stratum = mem_resize(terms->stratum,
				(terms->strata + 1) * (terms->bys + 1), sizeof *terms->stratum);
			add_stratum(terms, cases, row[i]);
		}
		stratum[row[i]] = (uint32_t)terms->strata - 1;
	}
	free(row);
	if (terms->strata > SURVIVE_MOST_STRATA)
		return diag_fail(why, "--strata: more than %d combinations", SURVIVE_MOST_STRATA);
	return 0;
}

static int add_term(struct survive_terms *terms, size_t source, struct slice column,
	struct slice level, struct diag *why)
{
	if (terms->count == SURVIVE_MOST_TERMS)
		return diag_fail(why,
			"column '" SLICE "': more than %d covariates; is it no category but an id?",
			SLICE_ARG(column), SURVIVE_MOST_TERMS);
	terms->term = mem_resize(terms->term, terms->count + 1, sizeof *terms->term);
	terms->term[terms->count++] = (struct survive_term){ column, level, source };
	return 0;
}

/* A column of words: its first value is what the others are compared with. */
static int add_levels(struct survive_terms *terms, const struct cases_column *column, size_t source,
	struct diag *why)
{
	terms->base[source] = arena_copy(&terms->texts, column->level[0]);
	for (size_t i = 1; i < column->levels; i++)
		if (add_term(terms, source, terms->column[source],
			    arena_copy(&terms->texts, column->level[i]), why) < 0)
			return -1;
	return 0;
}

int survive_terms_find(
	struct survive_terms *terms, const struct cases *cases, uint32_t *stratum, struct diag *why)
{
	struct slice none = { NULL, 0 };

	*terms = (struct survive_terms){ .columns = cases->own_columns,
		.column = mem_zero(cases->own_columns, sizeof *terms->column),
		.base = mem_zero(cases->own_columns, sizeof *terms->base) };
	for (size_t i = 0; i < terms->columns; i++) {
		const struct cases_column *column = &cases->column[i];
		int result;

		terms->column[i] = arena_copy(&terms->texts, column->name);
		result = column->is_number ? add_term(terms, i, terms->column[i], none, why)
					   : add_levels(terms, column, i, why);
		if (result < 0)
			return -1;
	}
	return find_strata(terms, cases, stratum, why);
}

void survive_put_term(struct buf *out, const struct survive_term *term)
{
	buf_put(out, term->column);
	if (term->level.at == NULL)
		return;
	buf_char(out, '=');
	buf_put(out, term->level);
}

void survive_terms_release(struct survive_terms *terms)
{
	free(terms->term);
	free(terms->base);
	free(terms->column);
	free(terms->by);
	free(terms->stratum);
	arena_release(&terms->texts);
	*terms = (struct survive_terms){ .count = 0 };
}
