/* SPDX-License-Identifier: MIT */
#include "layout.h"

#include "base/mem.h"
#include "tab/escape.h"

static void add_column(struct columns *columns, struct slice name)
{
	if (columns_find(columns, name) < 0)
		columns_add(columns, name);
}

/* All columns of the kind, since a header cannot be changed later; then those that are named. */
static void make_columns(struct work *work)
{
	const struct kind_column *column = work->kind != NULL ? work->kind->columns : NULL;

	for (; column != NULL && column->name != NULL; column++)
		add_column(&work->columns, slice_of(column->name));
	if (work->settings->from != NULL) {
		const struct columns *in = stream_columns(work->filter.in);

		for (size_t i = 0; i < in->count; i++)
			add_column(&work->columns, in->name[i]);
	}
	for (size_t i = 0; i < work->given_count; i++)
		add_column(&work->columns, work->given[i].name);
}

static int read_header(struct work *work, struct diag *why)
{
	struct slice bytes = append_content(work->ledger), line;

	if (slice_starts(bytes, slice_of("\xef\xbb\xbf")))
		bytes.at += 3, bytes.length -= 3;
	if (!slice_cut(&bytes, '\n', &line))
		line = bytes;
	work->content = bytes;
	if (line.length > 0 && memchr(line.at, '\0', line.length) != NULL)
		return diag_fail(why, "NUL byte in the header; this is no text");
	if (slice_ends(line, slice_of("\r")))
		return diag_fail(why, "line ends in CR LF; take off the CR first, e.g. with "
				      "tr -d '\\r'");
	return columns_add_header(&work->columns, line, why);
}

static int no_such_column(
	const struct work *work, const char *what, struct slice name, bool usage, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	columns_put_list(&work->columns, &list);
	diag_fail(why, "%sthe ledger has no column '" SLICE "'; there are: %s", what,
		SLICE_ARG(name), buf_string(&list));
	diag_code(why, "missing-column");
	why->usage = usage;
	buf_release(&list);
	return -1;
}

static int plan_given(struct work *work, struct diag *why)
{
	for (size_t i = 0; i < work->given_count; i++) {
		struct slice name = work->given[i].name;
		int column = columns_find(&work->columns, name);

		if (column < 0)
			return no_such_column(work, "", name, true, why);
		work->target[column].given = &work->given[i];
	}
	return 0;
}

static int plan_stream(struct work *work, struct diag *why)
{
	const struct columns *in = stream_columns(work->filter.in);
	const char *file = stream_input_name(work->filter.in, 0);

	for (size_t i = 0; i < in->count; i++) {
		int column = columns_find(&work->columns, in->name[i]);

		if (column < 0) {
			no_such_column(work, "", in->name[i], false, why);
			return diag_line(why, file, 1);
		}
		if (work->target[column].given != NULL)
			return diag_usage(why, "'%s' has a column '" SLICE "' already", file,
				SLICE_ARG(in->name[i]));
		work->target[column].source = (int)i;
	}
	for (size_t i = 0; i < work->columns.count; i++) {
		const struct target *target = &work->target[i];
		int unused;

		if (target->required && target->given == NULL && target->source < 0) {
			columns_need(in, target->name.at, &unused, why);
			return diag_line(why, file, 1);
		}
	}
	return 0;
}

static int plan_kind(struct work *work, struct diag *why)
{
	const struct kind_column *column = work->kind != NULL ? work->kind->columns : NULL;

	for (; column != NULL && column->name != NULL; column++) {
		int found = columns_find(&work->columns, slice_of(column->name));
		struct target *target;
		struct buf list = BUF_EMPTY;

		if (found < 0 && column->required) {
			columns_put_list(&work->columns, &list);
			diag_fail(why, "a ledger of %s needs a column '%s'; there are: %s",
				work->kind->name, column->name, buf_string(&list));
			buf_release(&list);
			return diag_line(why, work->path, 1);
		}
		if (found < 0)
			continue;
		target = &work->target[found];
		target->typed = true;
		target->type = column->type;
		target->required = column->required;
	}
	return 0;
}

/* The moment of logging does not make a fact another one, unless the key says so. */
static int plan_key(struct work *work, struct diag *why)
{
	const char *key = work->settings->key, *stamp = work->settings->stamp;
	struct slice list = slice_of(key != NULL ? key : ""), name;

	for (size_t i = 0; key == NULL && i < work->columns.count; i++)
		work->target[i].in_key = true;
	while (key != NULL && slice_cut(&list, ',', &name)) {
		int column = columns_find(&work->columns, name);

		if (column < 0)
			return no_such_column(work, "--key: ", name, true, why);
		work->target[column].in_key = true;
	}
	for (size_t i = 0; i < work->columns.count; i++) {
		struct target *target = &work->target[i];

		target->compared =
			target->in_key || stamp == NULL || !slice_is(target->name, stamp);
	}
	return 0;
}

int layout_make(struct work *work, struct diag *why)
{
	if (append_is_new(work->ledger))
		make_columns(work);
	else if (read_header(work, why) < 0)
		return diag_line(why, work->path, 1);
	work->target = mem_zero(work->columns.count, sizeof *work->target);
	for (size_t i = 0; i < work->columns.count; i++)
		work->target[i] = (struct target){ .name = work->columns.name[i], .source = -1 };
	if (plan_kind(work, why) < 0 || plan_given(work, why) < 0 ||
		(work->settings->from != NULL && plan_stream(work, why) < 0))
		return -1;
	return plan_key(work, why);
}

/* What stands in a column, as plain text. */
static struct slice text_of(struct work *work, const struct target *target, const struct row *row)
{
	if (target->given != NULL)
		return target->given->value;
	if (target->source < 0)
		return (struct slice){ NULL, 0 };
	return row_text(row, (size_t)target->source, &work->scratch);
}

static int no_value(const struct target *target, struct diag *why)
{
	if (target->required)
		diag_fail(why, "no value, and every fact must have one");
	else
		diag_fail(why, "no value, and it belongs to the key");
	diag_code(why, "missing");
	return diag_column(why, target->name);
}

static int put_value(struct work *work, const struct target *target, const struct row *row,
	bool *left_out, struct diag *why)
{
	struct slice text = text_of(work, target, row);
	size_t start = work->line.length;

	if (!target->typed)
		escape_put(&work->line, text);
	else if (type_put(target->type, text, left_out, &work->line, why) < 0 &&
		 (!type_may_be_text(target->type) ||
			 type_put(TYPE_TEXT, text, NULL, &work->line, why) < 0))
		return diag_column(why, target->name);
	if (work->line.length == start &&
		(target->required || (target->in_key && work->settings->key)))
		return no_value(target, why);
	if (target->in_key) {
		buf_put(&work->key,
			(struct slice){ work->line.at + start, work->line.length - start });
		buf_char(&work->key, '\t');
	}
	return 0;
}

int layout_fill(struct work *work, const struct row *row, bool *left_out, struct diag *why)
{
	arena_reset(&work->scratch);
	buf_reset(&work->line);
	buf_reset(&work->key);
	for (size_t i = 0; i < work->columns.count; i++) {
		if (i > 0)
			buf_char(&work->line, '\t');
		if (put_value(work, &work->target[i], row, left_out, why) < 0)
			return -1;
	}
	if (work->key.length > 0)
		work->key.length--;
	return 0;
}
