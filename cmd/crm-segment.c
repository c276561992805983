/* SPDX-License-Identifier: MIT */
/*
 * crm-segment: profiles → the same rows with the customer's segments behind.
 *
 * The values that the methods learn from are gathered (a fold), each method makes its parameters
 * of them (a model), and puts each row in its segments by these alone (a map). --fit ends after
 * the model, --model begins with it. The methods are in cmd/segment, a file each.
 */
#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "run/each.h"
#include "segment/method.h"
#include "segment/options.h"
#include "stat/quantile.h"
#include "tab/added.h"
#include "tab/escape.h"

enum {
	MODEL_VERSION = 1,
	MOST_VALUES = OPTIONS_MOST_VALUES,
	MOST_TEXTS = OPTIONS_MOST_METHODS * SEGMENT_MOST_OUTPUTS,
};

static struct {
	const char *fit, *model;
	struct filter_options filter;
} opt;

static const struct opt own_options[] = {
	OPT_GROUP("Models"),
	OPT_TEXT(0, "fit", "FILE", &opt.fit,
		"learn, write what was learnt to FILE, and write no rows"),
	OPT_TEXT(0, "model", "FILE", &opt.model,
		"learn nothing, go by what --fit has written to FILE"),
	FILTER_OPTIONS(opt.filter),
	OPT_END,
};

/* Values of one kind, of all customers. */
struct sample {
	int64_t *value;
	size_t count, capacity;
};

/* A value of a customer that one method or several look at. */
struct measure {
	bool used, needed, learns;
	int position;         /* of the column */
	struct sample sample; /* what is learnt from, all of the stream */
};

/* A method at work. */
struct part {
	const struct segment_method *method;
	void *self;
	size_t inputs;
	size_t measure[SEGMENT_MOST_INPUTS];
	size_t first_text; /* of the row's texts */
};

struct tool {
	const struct options *options;
	struct measure measure[MOST_VALUES]; /* as many as the options have values … */
	size_t used[MOST_VALUES];            /* … and which of them are used */
	size_t used_count;
	struct part part[OPTIONS_MOST_METHODS];
	size_t parts;
	const char *output[MOST_TEXTS]; /* the columns that are made */
	size_t outputs;
	struct added added;
	struct model model; /* the one given */
};

/* What a worker gathers in the fold. */
struct gathered {
	const struct tool *tool;
	struct sample sample[MOST_VALUES];
};

static int no_method(struct diag *why)
{
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; segment_methods[i] != NULL; i++)
		buf_printf(&list, "%s--%s", i > 0 ? ", " : "", segment_methods[i]->name);
	diag_usage(why, "which segments? give one or more of %s", buf_string(&list));
	buf_release(&list);
	return -1;
}

static int check_options(const struct tool *tool, struct diag *why)
{
	if (opt.fit != NULL && opt.model != NULL)
		return diag_usage(why, "--fit and --model exclude each other");
	if (opt.fit != NULL && app_common()->output != NULL)
		return diag_usage(why,
			"--fit writes no rows; leave --output to the run with --model '%s'",
			opt.fit);
	if (options_check(opt.model == NULL, why) < 0)
		return -1;
	return opt.model == NULL && !tool->options->any_wanted ? no_method(why) : 0;
}

static struct part *add_part(struct tool *tool, const struct segment_method *method)
{
	struct part *part = &tool->part[tool->parts++];

	*part = (struct part){ .method = method, .first_text = tool->outputs };
	for (const char *const *output = method->outputs; *output != NULL; output++)
		tool->output[tool->outputs++] = *output;
	for (const struct segment_input *input = method->inputs; input->name != NULL; input++) {
		size_t value = options_value(input->name);
		struct measure *measure = &tool->measure[value];

		measure->used = true;
		measure->learns |= input->use != SEGMENT_READS;
		measure->needed |= input->use == SEGMENT_NEEDS;
		part->measure[part->inputs++] = value;
	}
	return part;
}

static int open_parts(struct tool *tool, struct diag *why)
{
	for (size_t i = 0; segment_methods[i] != NULL; i++) {
		struct part *part;

		if (!tool->options->wanted[i])
			continue;
		part = add_part(tool, segment_methods[i]);
		if (part->method->open(&part->self, why) < 0)
			return -1;
	}
	return 0;
}

/* Which methods are in the model. */
static int read_list(
	const struct model *model, const struct model_entry *list, bool *in_model, struct diag *why)
{
	struct slice rest = list->value, name;

	while (slice_cut(&rest, ',', &name)) {
		size_t i = 0;

		while (segment_methods[i] != NULL && !slice_is(name, segment_methods[i]->name))
			i++;
		if (segment_methods[i] == NULL)
			return model_fault(
				model, list, why, "unknown method '" SLICE "'", SLICE_ARG(name));
		in_model[i] = true;
	}
	return 0;
}

/* Load the methods that are wanted; all of the model if none is named. */
static int load_parts(struct tool *tool, struct diag *why)
{
	const struct model_entry *list;
	bool in_model[OPTIONS_MOST_METHODS] = { false };

	if (model_need(&tool->model, "model", "methods", &list, why) < 0 ||
		read_list(&tool->model, list, in_model, why) < 0)
		return -1;
	for (size_t i = 0; segment_methods[i] != NULL; i++) {
		bool wanted = tool->options->wanted[i];
		struct part *part;

		if (wanted && !in_model[i])
			return diag_usage(why, "--%s: '%s' was fitted without it, with: " SLICE,
				segment_methods[i]->name, opt.model, SLICE_ARG(list->value));
		if (!in_model[i] || (tool->options->any_wanted && !wanted))
			continue;
		part = add_part(tool, segment_methods[i]);
		if (part->method->load(&part->self, &tool->model, why) < 0)
			return -1;
	}
	return 0;
}

/* Columns are called what they were called when the model was fitted, unless an option says. */
static int load_columns(const struct tool *tool, struct diag *why)
{
	const struct model_entry *entry;

	for (size_t i = 0; i < tool->options->values; i++) {
		if (!tool->measure[i].used)
			continue;
		if (model_need(&tool->model, "column", tool->options->value[i]->name, &entry, why) <
			0)
			return -1;
		if (entry->value.length == 0)
			return model_fault(
				&tool->model, entry, why, "expected the name of a column");
		options_set_column(i, entry->value.at);
	}
	return 0;
}

static int load_model(struct tool *tool, struct diag *why)
{
	if (model_read(&tool->model, opt.model, "segment", MODEL_VERSION, why) < 0 ||
		load_parts(tool, why) < 0)
		return -1;
	return load_columns(tool, why);
}

static void add_list(const struct tool *tool, struct model *model)
{
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; i < tool->parts; i++)
		buf_printf(&list, "%s%s", i > 0 ? "," : "", tool->part[i].method->name);
	model_add(model, "model", "methods", buf_slice(&list));
	buf_release(&list);
}

static int save_model(const struct tool *tool, uint64_t learnt_from, struct diag *why)
{
	struct model model = MODEL_EMPTY;
	struct buf today = BUF_EMPTY;
	int result;

	date_put(&today, date_today());
	model_begin(&model, "segment", MODEL_VERSION);
	add_list(tool, &model);
	model_add(&model, "fit", "date", buf_slice(&today));
	model_add_int(&model, "fit", "rows", (int64_t)learnt_from);
	for (size_t i = 0; i < tool->options->values; i++)
		if (tool->measure[i].used)
			model_add(&model, "column", tool->options->value[i]->name,
				slice_of(tool->options->column[i]));
	for (size_t i = 0; i < tool->parts; i++)
		tool->part[i].method->save(tool->part[i].self, &model);
	result = model_write(&model, opt.fit, why);
	buf_release(&today);
	model_release(&model);
	return result;
}

/* A column that is read and replaced would be another one the second time. */
static int check_columns(const struct tool *tool, struct diag *why)
{
	const struct options *options = tool->options;

	for (size_t i = 0; i < options->values; i++)
		for (size_t n = 0; tool->measure[i].used && n < tool->outputs; n++)
			if (strcmp(tool->output[n], options->column[i]) == 0)
				return diag_usage(why,
					"--%s: column '%s' is made here and cannot be read",
					options->value[i]->name, options->column[i]);
	return 0;
}

static int resolve(struct tool *tool, struct stream *in, struct diag *why)
{
	const struct columns *columns = stream_columns(in);

	for (size_t i = 0; i < tool->options->values; i++) {
		struct measure *measure = &tool->measure[i];

		if (!measure->used)
			continue;
		if (columns_need(columns, tool->options->column[i], &measure->position, why) < 0)
			return diag_line(why, stream_input_name(in, 0), 1);
		tool->used[tool->used_count++] = i;
	}
	added_begin(&tool->added, tool->output, tool->outputs, columns);
	return 0;
}

static int put_header(const struct tool *tool, struct filter *filter, struct diag *why)
{
	struct buf header = BUF_EMPTY;
	int result;

	added_put_header(&tool->added, stream_header(filter->in), &header);
	result = filter_put_header(filter, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

static int read_values(
	const struct tool *tool, const struct row *row, int64_t *value, struct diag *why)
{
	for (size_t n = 0; n < tool->used_count; n++) {
		size_t i = tool->used[n];
		struct slice field = row_field(row, (size_t)tool->measure[i].position);

		if (escape_is_missing(field))
			value[i] = SEGMENT_MISSING;
		else if (amount_parse(field, &value[i], why) < 0)
			return diag_column(why, slice_of(tool->options->column[i]));
	}
	return 0;
}

static void *begin_fold(void *tool)
{
	struct gathered *gathered = mem_zero(1, sizeof *gathered);

	gathered->tool = tool;
	return gathered;
}

/* Values that are only read are looked at too, so that the pass to come meets no surprise. */
static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct gathered *gathered = state;
	const struct tool *tool = gathered->tool;
	int64_t value[MOST_VALUES];

	if (read_values(tool, row, value, why) < 0)
		return -1;
	for (size_t i = 0; i < tool->options->values; i++) {
		struct sample *sample = &gathered->sample[i];

		if (!tool->measure[i].learns || value[i] == SEGMENT_MISSING)
			continue;
		sample->value = mem_grow(
			sample->value, &sample->capacity, sample->count + 1, sizeof *sample->value);
		sample->value[sample->count++] = value[i];
	}
	return RUN_ROW_USED;
}

static void end_fold(void *context, void *state)
{
	struct tool *tool = context;
	struct gathered *gathered = state;

	for (size_t i = 0; i < tool->options->values; i++) {
		struct sample *sample = &tool->measure[i].sample, *more = &gathered->sample[i];

		if (more->count > 0) {
			sample->value = mem_grow(sample->value, &sample->capacity,
				sample->count + more->count, sizeof *sample->value);
			memcpy(sample->value + sample->count, more->value,
				more->count * sizeof *more->value);
			sample->count += more->count;
		}
		free(more->value);
	}
	free(gathered);
}

static int sort_sample(void *context, int worker, size_t index, struct diag *why)
{
	const struct tool *tool = context;
	const struct sample *sample = &tool->measure[index].sample;

	(void)worker;
	(void)why;
	quantile_sort(sample->value, sample->count);
	return 0;
}

static void fit_part(const struct tool *tool, const struct part *part)
{
	struct segment_sample given[SEGMENT_MOST_INPUTS];

	for (size_t i = 0; i < part->inputs; i++) {
		const struct sample *sample = &tool->measure[part->measure[i]].sample;

		given[i] = (struct segment_sample){ sample->value, sample->count };
	}
	part->method->fit(part->self, given);
}

static int fit_parts(struct tool *tool, struct diag *why)
{
	size_t values = tool->options->values;

	for (size_t i = 0; i < values; i++)
		if (tool->measure[i].needed && tool->measure[i].sample.count == 0)
			return diag_fail(why, "no row has a value in column '%s' to learn from",
				tool->options->column[i]);
	if (run_each((int)app_common()->jobs, values, sort_sample, tool, why) < 0)
		return -1;
	for (size_t i = 0; i < tool->parts; i++)
		fit_part(tool, &tool->part[i]);
	return 0;
}

static void apply_parts(const struct tool *tool, const int64_t *value, struct slice *text)
{
	for (size_t i = 0; i < tool->parts; i++) {
		const struct part *part = &tool->part[i];
		int64_t own[SEGMENT_MOST_INPUTS];

		for (size_t n = 0; n < part->inputs; n++)
			own[n] = value[part->measure[n]];
		part->method->apply(part->self, own, text + part->first_text);
	}
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	const struct tool *tool = state;
	struct slice text[MOST_TEXTS];
	int64_t value[MOST_VALUES];

	if (read_values(tool, row, value, why) < 0)
		return -1;
	for (size_t i = 0; i < tool->outputs; i++)
		text[i] = (struct slice){ NULL, 0 };
	apply_parts(tool, value, text);
	added_put_row(&tool->added, row, text, out);
	return RUN_ROW_USED;
}

static void *begin_map(void *tool)
{
	return tool;
}

static void end_map(void *tool, void *state)
{
	(void)tool;
	(void)state;
}

static int learn(struct tool *tool, struct filter *filter, struct diag *why)
{
	static const struct run_fold fold = { begin_fold, fold_row, end_fold, NULL };

	if (opt.fit == NULL)
		stream_keep(filter->in, app_common()->memory);
	if (run_fold(&filter->run, filter->in, &fold, tool, &filter->counts, why) < 0)
		return -1;
	if (filter->counts.used > 0)
		return fit_parts(tool, why);
	return opt.fit != NULL ? diag_fail(why, "no rows to learn from") : 0;
}

static int work(struct tool *tool, struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin_map, map_row, end_map };

	if (resolve(tool, filter->in, why) < 0)
		return -1;
	if (opt.model == NULL && learn(tool, filter, why) < 0)
		return -1;
	if (opt.fit != NULL)
		return save_model(tool, filter->counts.used, why);
	if (opt.model == NULL) {
		filter->run.seen = true;
		if (stream_rewind(filter->in, why) < 0)
			return -1;
	}
	if (put_header(tool, filter, why) < 0)
		return -1;
	return run_map(&filter->run, filter->in, &map, tool, filter->out, &filter->counts, why);
}

static int prepare(struct tool *tool, struct diag *why)
{
	if (check_options(tool, why) < 0)
		return -1;
	if ((opt.model != NULL ? load_model(tool, why) : open_parts(tool, why)) < 0)
		return -1;
	return check_columns(tool, why);
}

static void release(struct tool *tool)
{
	for (size_t i = 0; i < tool->parts; i++)
		if (tool->part[i].self != NULL)
			tool->part[i].method->free(tool->part[i].self);
	for (size_t i = 0; i < tool->options->values; i++)
		free(tool->measure[i].sample.value);
	added_release(&tool->added);
	model_release(&tool->model);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct tool tool = { .options = options_given() };
	struct filter filter;
	int result = prepare(&tool, why);

	if (result == 0) {
		result = filter_open(&filter, &opt.filter, NULL, paths, count, why);
		if (result == 0)
			result = work(&tool, &filter, why);
		result = filter_close(&filter, result, why);
		if (result == 0)
			filter_note_counts(&filter, opt.fit ? "learnt from" : "written", false);
	}
	release(&tool);
	return result;
}

int main(int argc, char **argv)
{
	const struct app app = {
		.name = "crm-segment",
		.summary = "add ABC, RFM, pyramid and life cycle to profiles",
		.usage = "METHOD … [OPTION …] [FILE …]\n--model FILE [OPTION …] [FILE …]",
		.details =
			"Reads the rows of crm-profile, or any with the columns that the methods "
			"need, and writes them with a few columns more. Columns of the same name "
			"are replaced in their places.",
		.options = options_join(own_options),
		.run = run,
	};

	return app_main(&app, argc, argv);
}
