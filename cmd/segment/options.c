/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <assert.h>

#include "cli/app.h"

enum { MOST_ROWS = 128 };

static struct options options;
static struct opt rows[MOST_ROWS];
static size_t row_count;

static void add_row(struct opt row)
{
	assert(row_count < MOST_ROWS);
	rows[row_count++] = row;
}

static void add_group(const char *title)
{
	add_row((struct opt)OPT_GROUP(title));
}

/* Returns options.values if there is none. */
static size_t find_value(const char *name)
{
	size_t i = 0;

	while (i < options.values && strcmp(options.value[i]->name, name) != 0)
		i++;
	return i;
}

/* An option for each value that the method looks at, unless another one has it already. */
static void add_values(const struct segment_method *method)
{
	for (const struct segment_input *input = method->inputs; input->name != NULL; input++) {
		size_t i = find_value(input->name);

		if (i < options.values)
			continue;
		assert(i < OPTIONS_MOST_VALUES);
		options.value[i] = input;
		options.column[i] = input->column;
		options.values++;
		add_row((struct opt)OPT_TEXT(
			0, input->name, "COLUMN", &options.column[i], input->help));
	}
}

const struct opt *options_join(const struct opt *own)
{
	const struct segment_method *method;

	add_group("Methods");
	for (size_t i = 0; (method = segment_methods[i]) != NULL; i++) {
		assert(i < OPTIONS_MOST_METHODS);
		add_row((struct opt)OPT_FLAG(0, method->name, &options.wanted[i], method->help));
	}
	for (size_t i = 0; (method = segment_methods[i]) != NULL; i++) {
		add_group(method->title);
		for (const struct opt *row = method->options; row->kind != OPT_KIND_END; row++)
			add_row(*row);
	}
	add_group("Columns of the profiles");
	for (size_t i = 0; segment_methods[i] != NULL; i++)
		add_values(segment_methods[i]);
	do
		add_row(*own);
	while (own++->kind != OPT_KIND_END);
	return rows;
}

int options_check(bool learns, struct diag *why)
{
	const struct segment_method *method;

	for (size_t i = 0; segment_methods[i] != NULL; i++)
		options.any_wanted |= options.wanted[i];
	for (size_t i = 0; (method = segment_methods[i]) != NULL; i++) {
		const char *given = app_given(method->options);

		if (given == NULL)
			continue;
		if (!learns)
			return diag_usage(
				why, "--%s goes with learning, and --model learns nothing", given);
		if (!options.wanted[i])
			return diag_usage(why, "--%s goes with --%s", given, method->name);
	}
	return 0;
}

const struct options *options_given(void)
{
	return &options;
}

size_t options_value(const char *name)
{
	size_t i = find_value(name);

	assert(i < options.values);
	return i;
}

void options_set_column(size_t value, const char *column)
{
	if (options.column[value] == options.value[value]->column)
		options.column[value] = column;
}
