/* SPDX-License-Identifier: MIT */
#include "run/frame.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"

/* The values of a column, numbered as they come, and the numbers of the rows. */
struct codes {
	struct slice *text;
	size_t texts, text_capacity;
	uint32_t *slot; /* hash table: 1 + number, 0 for none */
	size_t slots;
	uint32_t *code;
	size_t count, capacity;
	struct arena arena;
};

/* All columns; what a worker gathers, and in the end what all have. */
struct gathered {
	const int *position;
	struct codes *codes;
	size_t columns;
	struct arena scratch;
};

static uint32_t *slot_of(const struct codes *codes, struct slice text)
{
	size_t mask = codes->slots - 1, at = hash_bytes(text) & mask;

	while (codes->slot[at] != 0 && !slice_equal(codes->text[codes->slot[at] - 1], text))
		at = (at + 1) & mask;
	return &codes->slot[at];
}

static void grow_slots(struct codes *codes)
{
	codes->slots = codes->slots == 0 ? 64 : 2 * codes->slots;
	free(codes->slot);
	codes->slot = mem_zero(codes->slots, sizeof *codes->slot);
	for (size_t i = 0; i < codes->texts; i++)
		*slot_of(codes, codes->text[i]) = (uint32_t)i + 1;
}

static uint32_t number_of(struct codes *codes, struct slice text)
{
	uint32_t *slot;

	if (codes->slots <= 2 * codes->texts)
		grow_slots(codes);
	slot = slot_of(codes, text);
	if (*slot != 0)
		return *slot - 1;
	codes->text =
		mem_grow(codes->text, &codes->text_capacity, codes->texts + 1, sizeof *codes->text);
	codes->text[codes->texts] = arena_copy(&codes->arena, text);
	*slot = (uint32_t)++codes->texts;
	return *slot - 1;
}

static void add_code(struct codes *codes, uint32_t code)
{
	codes->code =
		mem_grow(codes->code, &codes->capacity, codes->count + 1, sizeof *codes->code);
	codes->code[codes->count++] = code;
}

static void codes_release(struct codes *codes)
{
	free(codes->text);
	free(codes->slot);
	free(codes->code);
	arena_release(&codes->arena);
}

static void *begin_fold(void *tool)
{
	const struct gathered *all = tool;
	struct gathered *gathered = mem_zero(1, sizeof *gathered);

	gathered->position = all->position;
	gathered->columns = all->columns;
	gathered->codes = mem_zero(all->columns, sizeof *gathered->codes);
	return gathered;
}

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct gathered *gathered = state;

	(void)why;
	arena_reset(&gathered->scratch);
	for (size_t j = 0; j < gathered->columns; j++) {
		struct codes *codes = &gathered->codes[j];
		struct slice text =
			row_text(row, (size_t)gathered->position[j], &gathered->scratch);

		add_code(codes, text.length > 0 ? number_of(codes, text) : FRAME_MISSING);
	}
	return RUN_ROW_USED;
}

static void merge(struct codes *codes, struct codes *more)
{
	uint32_t *now = mem_alloc(more->texts * sizeof *now);

	for (size_t i = 0; i < more->texts; i++)
		now[i] = number_of(codes, more->text[i]);
	for (size_t i = 0; i < more->count; i++)
		add_code(
			codes, more->code[i] == FRAME_MISSING ? FRAME_MISSING : now[more->code[i]]);
	free(now);
	codes_release(more);
}

static void end_fold(void *tool, void *state)
{
	struct gathered *all = tool, *gathered = state;

	for (size_t j = 0; j < all->columns; j++)
		merge(&all->codes[j], &gathered->codes[j]);
	free(gathered->codes);
	arena_release(&gathered->scratch);
	free(gathered);
}

/* ---- a column of its codes ---- */

struct sorted {
	struct slice text;
	uint32_t code;
};

static int compare_texts(const void *a, const void *b)
{
	return slice_compare(((const struct sorted *)a)->text, ((const struct sorted *)b)->text);
}

/* Number the texts in their order, and the rows with them. */
static void sort_texts(struct frame_column *column, size_t count)
{
	struct sorted *sorted = mem_alloc(column->texts * sizeof *sorted);
	uint32_t *now = mem_alloc(column->texts * sizeof *now);

	for (size_t i = 0; i < column->texts; i++)
		sorted[i] = (struct sorted){ column->text[i], (uint32_t)i };
	qsort(sorted, column->texts, sizeof *sorted, compare_texts);
	for (size_t i = 0; i < column->texts; i++) {
		column->text[i] = sorted[i].text;
		now[sorted[i].code] = (uint32_t)i;
	}
	for (size_t i = 0; i < count; i++)
		if (column->code[i] != FRAME_MISSING)
			column->code[i] = now[column->code[i]];
	free(sorted);
	free(now);
}

static void read_numbers(struct frame_column *column, size_t count)
{
	double *value = mem_alloc(column->texts * sizeof *value);
	size_t read = 0;

	while (read < column->texts && num_parse_real(column->text[read], &value[read]))
		read++;
	if (read == column->texts) {
		column->number = mem_alloc(count * sizeof *column->number);
		for (size_t i = 0; i < count; i++)
			column->number[i] =
				column->code[i] == FRAME_MISSING ? NAN : value[column->code[i]];
	}
	free(value);
}

/* What the column needs goes over to it. */
static void take(struct frame *frame, size_t number, struct codes *codes)
{
	struct frame_column *column = &frame->column[number];

	frame->count = codes->count;
	*column = (struct frame_column){ codes->code, codes->text, codes->texts, NULL };
	frame->texts[number] = codes->arena;
	free(codes->slot);
	sort_texts(column, frame->count);
	read_numbers(column, frame->count);
}

int frame_read(struct frame *frame, const struct run *run, struct stream *in, const int *position,
	size_t columns, struct run_counts *counts, struct diag *why)
{
	static const struct run_fold fold = { begin_fold, fold_row, end_fold, NULL };
	struct gathered all = { .position = position, .columns = columns };
	int result;

	*frame = (struct frame){ .columns = columns };
	frame->column = mem_zero(columns, sizeof *frame->column);
	frame->texts = mem_zero(columns, sizeof *frame->texts);
	all.codes = mem_zero(columns, sizeof *all.codes);
	result = run_fold(run, in, &fold, &all, counts, why);
	for (size_t j = 0; j < columns; j++)
		take(frame, j, &all.codes[j]);
	free(all.codes);
	return result;
}

uint32_t frame_find(const struct frame_column *column, struct slice text)
{
	size_t low = 0, high = column->texts;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = slice_compare(column->text[middle], text);

		if (order == 0)
			return (uint32_t)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return FRAME_MISSING;
}

void frame_keep(struct frame *frame, const unsigned char *keep)
{
	size_t kept = 0;

	for (size_t i = 0; i < frame->count; i++) {
		for (size_t j = 0; keep[i] && j < frame->columns; j++) {
			struct frame_column *column = &frame->column[j];

			column->code[kept] = column->code[i];
			if (column->number != NULL)
				column->number[kept] = column->number[i];
		}
		kept += keep[i] != 0;
	}
	frame->count = kept;
}

void frame_release(struct frame *frame)
{
	for (size_t j = 0; j < frame->columns; j++) {
		free(frame->column[j].code);
		free(frame->column[j].text);
		free(frame->column[j].number);
		arena_release(&frame->texts[j]);
	}
	free(frame->column);
	free(frame->texts);
	*frame = (struct frame){ 0 };
}
