/* SPDX-License-Identifier: MIT */
#include "tab/model.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/output.h"
#include "tab/escape.h"
#include "tab/stream.h"

enum { SECTION, NAME, VALUE, SE, COLUMNS };

static const char *const column_name[COLUMNS] = { "section", "name", "value", "se" };

void model_release(struct model *model)
{
	free(model->entry);
	free(model->sorted);
	arena_release(&model->texts);
	*model = (struct model)MODEL_EMPTY;
}

static struct model_entry *add_entry(struct model *model)
{
	model->entry =
		mem_grow(model->entry, &model->capacity, model->count + 1, sizeof *model->entry);
	return &model->entry[model->count++];
}

void model_add(struct model *model, const char *section, const char *name, struct slice value)
{
	*add_entry(model) = (struct model_entry){
		.section = arena_copy(&model->texts, slice_of(section)),
		.name = arena_copy(&model->texts, slice_of(name)),
		.value = arena_copy(&model->texts, value),
	};
}

void model_begin(struct model *model, const char *kind, int64_t version)
{
	model_add(model, "model", "kind", slice_of(kind));
	model_add_int(model, "model", "version", version);
}

void model_add_int(struct model *model, const char *section, const char *name, int64_t value)
{
	struct buf text = BUF_EMPTY;

	num_put_int(&text, value);
	model_add(model, section, name, buf_slice(&text));
	buf_release(&text);
}

void model_add_amount(struct model *model, const char *section, const char *name, int64_t micros)
{
	model_add_amounts(model, section, name, &micros, 1);
}

void model_add_amounts(struct model *model, const char *section, const char *name,
	const int64_t *micros, size_t count)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(&text, ',');
		amount_put(&text, micros[i]);
	}
	model_add(model, section, name, buf_slice(&text));
	buf_release(&text);
}

/* With as few digits as will do: 15 often, 17 always. */
static void put_real(struct buf *out, double value)
{
	double back;

	for (int digits = 15; digits <= 17; digits++) {
		buf_reset(out);
		buf_printf(out, "%.*g", digits, value);
		if (num_parse_real(buf_slice(out), &back) && back == value)
			return;
	}
}

void model_add_real(
	struct model *model, const char *section, const char *name, double value, double se)
{
	struct buf text = BUF_EMPTY;

	put_real(&text, value);
	model_add(model, section, name, buf_slice(&text));
	if (!isnan(se)) {
		put_real(&text, se);
		model->entry[model->count - 1].se = arena_copy(&model->texts, buf_slice(&text));
	}
	buf_release(&text);
}

static void put_entry(struct buf *out, const struct model_entry *entry)
{
	const struct slice field[COLUMNS] = { entry->section, entry->name, entry->value,
		entry->se };

	for (size_t i = 0; i < COLUMNS; i++) {
		escape_put(out, field[i]);
		buf_char(out, i + 1 < COLUMNS ? '\t' : '\n');
	}
}

int model_write(const struct model *model, const char *path, struct diag *why)
{
	static const struct model_entry end = { .section = { "model", 5 }, .name = { "end", 3 } };
	struct buf text = BUF_EMPTY;
	struct output *out;
	int result = output_open(&out, path, why);

	for (size_t i = 0; i < COLUMNS; i++)
		buf_printf(&text, "%s%c", column_name[i], i + 1 < COLUMNS ? '\t' : '\n');
	for (size_t i = 0; i < model->count; i++)
		put_entry(&text, &model->entry[i]);
	put_entry(&text, &end);
	result = output_finish(out, result, buf_slice(&text), why);
	buf_release(&text);
	return result;
}

static int compare_keys(const struct model_entry *a, const struct model_entry *b)
{
	int order = slice_compare(a->section, b->section);

	return order != 0 ? order : slice_compare(a->name, b->name);
}

static int compare_entries(const void *a, const void *b)
{
	const struct model_entry *left = *(const struct model_entry *const *)a;
	const struct model_entry *right = *(const struct model_entry *const *)b;
	int order = compare_keys(left, right);

	return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

int model_fault(const struct model *model, const struct model_entry *entry, struct diag *why,
	const char *format, ...)
{
	struct buf text = BUF_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(&text, format, arguments);
	va_end(arguments);
	diag_fail(why, "'" SLICE " " SLICE "': " SLICE, SLICE_ARG(entry->section),
		SLICE_ARG(entry->name), SLICE_ARG(buf_slice(&text)));
	diag_code(why, "bad-model");
	buf_release(&text);
	return diag_line(why, model->file, entry->line);
}

/* Sort for model_find, and see that nothing is said twice. */
static int sort_entries(struct model *model, struct diag *why)
{
	model->sorted = mem_zero(model->count, sizeof *model->sorted);
	for (size_t i = 0; i < model->count; i++)
		model->sorted[i] = &model->entry[i];
	qsort(model->sorted, model->count, sizeof *model->sorted, compare_entries);
	for (size_t i = 1; i < model->count; i++) {
		const struct model_entry *before = model->sorted[i - 1], *entry = model->sorted[i];

		if (compare_keys(before, entry) == 0)
			return model_fault(model, entry, why, "is there already, in line %" PRIu64,
				before->line);
	}
	return 0;
}

/* The model as a whole is at fault. */
static int refuse(const struct model *model, struct diag *why, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int refuse(const struct model *model, struct diag *why, const char *format, ...)
{
	struct buf text = BUF_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(&text, format, arguments);
	va_end(arguments);
	diag_fail(why, SLICE, SLICE_ARG(buf_slice(&text)));
	diag_code(why, "bad-model");
	buf_release(&text);
	return diag_line(why, model->file, 0);
}

static int find_columns(
	const struct model *model, const struct stream *in, int *column, struct diag *why)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		column[i] = columns_find(stream_columns(in), slice_of(column_name[i]));
		if (column[i] < 0)
			return refuse(model, why,
				"not a model: expected the columns section, name, value, se");
	}
	return 0;
}

static void take_row(struct model *model, const struct row *row, const int *column, uint64_t line)
{
	struct slice text[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++)
		text[i] =
			arena_copy(&model->texts, row_text(row, (size_t)column[i], &model->texts));
	*add_entry(model) = (struct model_entry){
		.section = text[SECTION],
		.name = text[NAME],
		.value = text[VALUE],
		.se = text[SE],
		.line = line,
	};
}

static int take_block(struct model *model, struct reader *reader, const struct block *block,
	const int *column, uint64_t *lines, struct diag *why)
{
	struct row row;
	int more;

	*lines += block->lines_before;
	reader_begin(reader, block);
	while ((more = reader_next(reader, &row, why)) > 0)
		take_row(model, &row, column, *lines + row.line + 1);
	if (more < 0)
		return diag_line(why, model->file, *lines + row.line + 1);
	*lines += reader_lines(reader);
	return 0;
}

static int take_rows(struct model *model, struct stream *in, struct diag *why)
{
	struct reader *reader = reader_new(in);
	struct block block = BLOCK_EMPTY;
	int column[COLUMNS], more = find_columns(model, in, column, why) < 0 ? -1 : 1;
	uint64_t lines = 0;

	while (more > 0 && (more = stream_next(in, &block, why)) > 0)
		if (take_block(model, reader, &block, column, &lines, why) < 0)
			more = -1;
	chunk_release(&block.chunk);
	reader_free(reader);
	return more;
}

/* Is it a model, whole, of the kind and of a version that is known? */
static int check(const struct model *model, const char *kind, int64_t version, struct diag *why)
{
	const struct model_entry *found = model_find(model, "model", "kind"), *last;
	int64_t is;

	if (found == NULL)
		return refuse(model, why, "not a model: it does not say of which kind it is");
	if (!slice_is(found->value, kind))
		return model_fault(model, found, why, "expected '%s'; got '" SLICE "'", kind,
			SLICE_ARG(found->value));
	if (model_need_int(model, "model", "version", 1, INT64_MAX, &is, why) < 0)
		return -1;
	if (is > version)
		return model_fault(model, model_find(model, "model", "version"), why,
			"%" PRId64 " is newer than this program, which knows up to %" PRId64
			"; take a newer one",
			is, version);
	last = &model->entry[model->count - 1];
	if (!slice_is(last->section, "model") || !slice_is(last->name, "end"))
		return refuse(model, why, "the last row is not 'model end': is the file cut off?");
	return 0;
}

int model_read(
	struct model *model, const char *path, const char *kind, int64_t version, struct diag *why)
{
	char *paths[] = { mem_text(path, strlen(path)), NULL };
	struct stream *in;
	int result;

	*model = (struct model)MODEL_EMPTY;
	model->file = arena_copy(&model->texts, slice_of(path)).at;
	result = stream_open(&in, paths, 1, NULL, why);
	if (result == 0)
		result = take_rows(model, in, why);
	if (result == 0)
		result = sort_entries(model, why);
	if (result == 0)
		result = check(model, kind, version, why);
	stream_close(in);
	free(paths[0]);
	return result;
}

const struct model_entry *model_find(
	const struct model *model, const char *section, const char *name)
{
	struct model_entry key = { .section = slice_of(section), .name = slice_of(name) };
	size_t low = 0, high = model->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_keys(&key, model->sorted[middle]);

		if (order == 0)
			return model->sorted[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

int model_need(const struct model *model, const char *section, const char *name,
	const struct model_entry **entry, struct diag *why)
{
	*entry = model_find(model, section, name);
	if (*entry != NULL)
		return 0;
	return refuse(model, why, "no '%s %s' in the model; fit it again", section, name);
}

int model_need_int(const struct model *model, const char *section, const char *name, int64_t least,
	int64_t most, int64_t *value, struct diag *why)
{
	const struct model_entry *entry;

	if (model_need(model, section, name, &entry, why) < 0)
		return -1;
	if (num_parse_int(entry->value, value) && *value >= least && *value <= most)
		return 0;
	if (most == INT64_MAX)
		return model_fault(model, entry, why,
			"expected a whole number of at least %" PRId64 "; got '" SLICE "'", least,
			SLICE_ARG(entry->value));
	return model_fault(model, entry, why,
		"expected a whole number from %" PRId64 " to %" PRId64 "; got '" SLICE "'", least,
		most, SLICE_ARG(entry->value));
}

/* Not an amount, or not one between the limits. */
static int refuse_amount(const struct model *model, const struct model_entry *entry, int64_t least,
	int64_t most, struct slice text, struct diag *why)
{
	struct buf limits = BUF_EMPTY;

	if (least > -INT64_MAX) {
		buf_text(&limits, " from ");
		amount_put(&limits, least);
	}
	if (most < INT64_MAX) {
		buf_text(&limits, " to ");
		amount_put(&limits, most);
	}
	model_fault(model, entry, why, "expected a number%s; got '" SLICE "'",
		limits.length > 0 ? buf_string(&limits) : "", SLICE_ARG(text));
	buf_release(&limits);
	return -1;
}

int model_need_amount(const struct model *model, const char *section, const char *name,
	int64_t least, int64_t most, int64_t *micros, struct diag *why)
{
	const struct model_entry *entry;

	if (model_need(model, section, name, &entry, why) < 0)
		return -1;
	if (amount_parse(entry->value, micros, why) == 0 && *micros >= least && *micros <= most)
		return 0;
	return refuse_amount(model, entry, least, most, entry->value, why);
}

int model_need_real(const struct model *model, const char *section, const char *name, double low,
	double high, double *value, struct diag *why)
{
	const struct model_entry *entry;

	if (model_need(model, section, name, &entry, why) < 0)
		return -1;
	if (num_parse_real(entry->value, value) && *value >= low && *value <= high)
		return 0;
	return model_fault(model, entry, why, "expected a number from %g to %g; got '" SLICE "'",
		low, high, SLICE_ARG(entry->value));
}

int model_need_amounts(const struct model *model, const char *section, const char *name,
	int64_t *micros, size_t count, struct diag *why)
{
	const struct model_entry *entry;
	struct slice rest, text;
	size_t found = 0;

	if (model_need(model, section, name, &entry, why) < 0)
		return -1;
	for (rest = entry->value; slice_cut(&rest, ',', &text); found++)
		if (found < count && amount_parse(text, &micros[found], why) < 0)
			return refuse_amount(model, entry, -INT64_MAX, INT64_MAX, text, why);
	if (found != count)
		return model_fault(model, entry, why, "expected %zu number%s; got '" SLICE "'",
			count, count == 1 ? "" : "s", SLICE_ARG(entry->value));
	return 0;
}
