/* SPDX-License-Identifier: MIT */
/*
 * crm-segment: profiles → the same rows with the customer's segments behind.
 *
 * The values that the methods learn from are gathered (a fold), each method makes its parameters
 * of them (a model), and puts each row in its segments by these alone (a map). --fit ends after
 * the model, --model begins with it. The methods are in cmd/segment, a file each.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "run/each.h"
#include "segment/method.h"
#include "stat/quantile.h"
#include "tab/escape.h"

enum {
	MODEL_VERSION = 1,
	MOST_METHODS = 16,
	MOST_MEASURES = 32,
	MOST_ROWS = 128, /* of options */
	MOST_TEXTS = MOST_METHODS * SEGMENT_MOST_OUTPUTS,
};

static struct {
	bool wanted[MOST_METHODS];
	const char *fit, *model;
	struct filter_options filter;
} opt;

/* A value of a customer that one method or several look at. */
static struct measure {
	const struct segment_input *input;
	const char *column; /* what the option says */
	bool used, needed, learns;
	int position;   /* of the column */
	int64_t *value; /* what is learnt from, all of the stream */
	size_t count;
} measures[MOST_MEASURES];

static size_t measure_count;

/* The table of options, put together from that of the tool and those of the methods. */
static struct opt rows[MOST_ROWS];

/* Whose option each is, and what it was before the command line was read. */
static struct {
	const struct segment_method *method; /* or NULL */
	const char *text;
	int64_t integer;
} origin[MOST_ROWS];

static size_t row_count;

/* A method at work. */
struct part {
	const struct segment_method *method;
	void *self;
	size_t inputs;
	size_t measure[SEGMENT_MOST_INPUTS];
	size_t first_text; /* of the row's texts */
};

struct tool {
	struct part part[MOST_METHODS];
	size_t parts;
	const char *output[MOST_TEXTS]; /* the columns that are made */
	int place[MOST_TEXTS];          /* the column each replaces; -1: it comes behind */
	size_t outputs;
	int *replaced_by; /* for each column of the stream: its output, or -1 */
	bool replaces;
	struct model model; /* the one given */
};

/* What a worker gathers in the fold. */
struct gathered {
	struct {
		int64_t *value;
		size_t count, capacity;
	} of[MOST_MEASURES];
};

static void add_row(struct opt row, const struct segment_method *method)
{
	assert(row_count < MOST_ROWS);
	origin[row_count].method = method;
	if (row.kind == OPT_KIND_TEXT)
		origin[row_count].text = *row.to.text;
	if (row.kind == OPT_KIND_INT)
		origin[row_count].integer = *row.to.integer;
	rows[row_count++] = row;
}

static struct measure *measure_named(const char *name)
{
	for (size_t i = 0; i < measure_count; i++)
		if (strcmp(measures[i].input->name, name) == 0)
			return &measures[i];
	return NULL;
}

/* An option for each value that the method looks at, unless another one has it already. */
static void add_measures(const struct segment_method *method)
{
	for (const struct segment_input *input = method->inputs; input->name != NULL; input++) {
		struct measure *measure = &measures[measure_count];

		if (measure_named(input->name) != NULL)
			continue;
		assert(measure_count < MOST_MEASURES);
		measure->input = input;
		measure->column = input->column;
		measure_count++;
		add_row((struct opt)OPT_TEXT(
				0, input->name, "COLUMN", &measure->column, input->help),
			NULL);
	}
}

static void join_options(void)
{
	static const struct opt last[] = {
		OPT_GROUP("Models"),
		OPT_TEXT(0, "fit", "FILE", &opt.fit,
			"learn, write what was learnt to FILE, and write no rows"),
		OPT_TEXT(0, "model", "FILE", &opt.model,
			"learn nothing, go by what --fit has written to FILE"),
		FILTER_OPTIONS(opt.filter),
		OPT_END,
	};
	const struct segment_method *method;

	add_row((struct opt)OPT_GROUP("Methods"), NULL);
	for (size_t i = 0; (method = segment_methods[i]) != NULL; i++)
		add_row((struct opt)OPT_FLAG(0, method->name, &opt.wanted[i], method->help), NULL);
	for (size_t i = 0; (method = segment_methods[i]) != NULL; i++) {
		add_row((struct opt)OPT_GROUP(method->title), NULL);
		for (const struct opt *row = method->options; row->kind != OPT_KIND_END; row++)
			add_row(*row, method);
	}
	add_row((struct opt)OPT_GROUP("Columns of the profiles"), NULL);
	for (size_t i = 0; segment_methods[i] != NULL; i++)
		add_measures(segment_methods[i]);
	for (size_t i = 0; i < sizeof last / sizeof *last; i++)
		add_row(last[i], NULL);
}

/* Does the command line say something else than what goes without saying? */
static bool is_given(size_t row)
{
	if (rows[row].kind == OPT_KIND_TEXT)
		return *rows[row].to.text != origin[row].text;
	if (rows[row].kind == OPT_KIND_INT)
		return *rows[row].to.integer != origin[row].integer;
	return false;
}

static bool is_wanted(const struct segment_method *method)
{
	for (size_t i = 0; segment_methods[i] != NULL; i++)
		if (segment_methods[i] == method)
			return opt.wanted[i];
	return false;
}

static bool any_wanted(void)
{
	for (size_t i = 0; segment_methods[i] != NULL; i++)
		if (opt.wanted[i])
			return true;
	return false;
}

/* No option of a method may go without effect. */
static int check_rows(struct diag *why)
{
	for (size_t i = 0; i < row_count; i++) {
		if (origin[i].method == NULL || !is_given(i))
			continue;
		if (opt.model != NULL)
			return diag_usage(why,
				"--%s goes with learning, and --model learns nothing",
				rows[i].name);
		if (!is_wanted(origin[i].method))
			return diag_usage(
				why, "--%s goes with --%s", rows[i].name, origin[i].method->name);
	}
	return 0;
}

static int no_method(struct diag *why)
{
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; segment_methods[i] != NULL; i++)
		buf_printf(&list, "%s--%s", i > 0 ? ", " : "", segment_methods[i]->name);
	diag_usage(why, "which segments? give one or more of %s", buf_string(&list));
	buf_release(&list);
	return -1;
}

static int check_options(struct diag *why)
{
	if (opt.model == NULL && !any_wanted())
		return no_method(why);
	if (opt.fit != NULL && opt.model != NULL)
		return diag_usage(why, "--fit and --model exclude each other");
	if (opt.fit != NULL && app_common()->output != NULL)
		return diag_usage(why,
			"--fit writes no rows; leave --output to the run with --model '%s'",
			opt.fit);
	return check_rows(why);
}

static struct part *add_part(struct tool *tool, const struct segment_method *method)
{
	struct part *part = &tool->part[tool->parts++];

	*part = (struct part){ .method = method, .first_text = tool->outputs };
	for (const char *const *output = method->outputs; *output != NULL; output++)
		tool->output[tool->outputs++] = *output;
	for (const struct segment_input *input = method->inputs; input->name != NULL; input++) {
		struct measure *measure = measure_named(input->name);

		measure->used = true;
		measure->learns |= input->use != SEGMENT_READS;
		measure->needed |= input->use == SEGMENT_NEEDS;
		part->measure[part->inputs++] = (size_t)(measure - measures);
	}
	return part;
}

static int open_parts(struct tool *tool, struct diag *why)
{
	for (size_t i = 0; segment_methods[i] != NULL; i++) {
		struct part *part;

		if (!opt.wanted[i])
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
	bool in_model[MOST_METHODS] = { false };

	if (model_need(&tool->model, "model", "methods", &list, why) < 0 ||
		read_list(&tool->model, list, in_model, why) < 0)
		return -1;
	for (size_t i = 0; segment_methods[i] != NULL; i++) {
		struct part *part;

		if (opt.wanted[i] && !in_model[i])
			return diag_usage(why, "--%s: '%s' was fitted without it, with: " SLICE,
				segment_methods[i]->name, opt.model, SLICE_ARG(list->value));
		if (!in_model[i] || (any_wanted() && !opt.wanted[i]))
			continue;
		part = add_part(tool, segment_methods[i]);
		if (part->method->load(&part->self, &tool->model, why) < 0)
			return -1;
	}
	return 0;
}

/* Columns are called what they were called when the model was fitted, unless an option says. */
static int load_columns(const struct model *model, struct diag *why)
{
	for (size_t i = 0; i < measure_count; i++) {
		struct measure *measure = &measures[i];
		const struct model_entry *entry;

		if (!measure->used)
			continue;
		if (model_need(model, "column", measure->input->name, &entry, why) < 0)
			return -1;
		if (entry->value.length == 0)
			return model_fault(model, entry, why, "expected the name of a column");
		if (measure->column == measure->input->column)
			measure->column = entry->value.at;
	}
	return 0;
}

static int load_model(struct tool *tool, struct diag *why)
{
	if (model_read(&tool->model, opt.model, "segment", MODEL_VERSION, why) < 0 ||
		load_parts(tool, why) < 0)
		return -1;
	return load_columns(&tool->model, why);
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
	for (size_t i = 0; i < measure_count; i++)
		if (measures[i].used)
			model_add(&model, "column", measures[i].input->name,
				slice_of(measures[i].column));
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
	for (size_t i = 0; i < measure_count; i++)
		for (size_t n = 0; measures[i].used && n < tool->outputs; n++)
			if (strcmp(tool->output[n], measures[i].column) == 0)
				return diag_usage(why,
					"--%s: column '%s' is made here and cannot be read",
					measures[i].input->name, measures[i].column);
	return 0;
}

static int resolve(struct tool *tool, struct stream *in, struct diag *why)
{
	const struct columns *columns = stream_columns(in);

	for (size_t i = 0; i < measure_count; i++) {
		struct measure *measure = &measures[i];

		if (measure->used &&
			columns_need(columns, measure->column, &measure->position, why) < 0)
			return diag_line(why, stream_input_name(in, 0), 1);
	}
	tool->replaced_by = mem_alloc(columns->count * sizeof *tool->replaced_by);
	for (size_t i = 0; i < columns->count; i++)
		tool->replaced_by[i] = -1;
	for (size_t i = 0; i < tool->outputs; i++) {
		tool->place[i] = columns_find(columns, slice_of(tool->output[i]));
		if (tool->place[i] < 0)
			continue;
		tool->replaced_by[tool->place[i]] = (int)i;
		tool->replaces = true;
	}
	return 0;
}

/* The header as it is, byte for byte, and the new names behind. */
static int put_header(const struct tool *tool, struct filter *filter, struct diag *why)
{
	struct slice old = stream_header(filter->in);
	struct buf header = BUF_EMPTY;
	int result;

	if (slice_ends(old, slice_of("\n")))
		old.length--;
	buf_put(&header, old);
	for (size_t i = 0; i < tool->outputs; i++)
		if (tool->place[i] < 0)
			buf_printf(&header, "\t%s", tool->output[i]);
	buf_char(&header, '\n');
	result = filter_put_header(filter, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

static int read_values(const struct row *row, int64_t *value, struct diag *why)
{
	for (size_t i = 0; i < measure_count; i++) {
		const struct measure *measure = &measures[i];
		struct slice field;

		if (!measure->used)
			continue;
		field = row_field(row, (size_t)measure->position);
		if (escape_is_missing(field))
			value[i] = SEGMENT_MISSING;
		else if (amount_parse(field, &value[i], why) < 0)
			return diag_column(why, slice_of(measure->column));
	}
	return 0;
}

static void *begin_fold(void *tool)
{
	(void)tool;
	return mem_zero(1, sizeof(struct gathered));
}

/* Values that are only read are looked at too, so that the pass to come meets no surprise. */
static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct gathered *gathered = state;
	int64_t value[MOST_MEASURES];

	if (read_values(row, value, why) < 0)
		return -1;
	for (size_t i = 0; i < measure_count; i++) {
		if (!measures[i].learns || value[i] == SEGMENT_MISSING)
			continue;
		gathered->of[i].value = mem_grow(gathered->of[i].value, &gathered->of[i].capacity,
			gathered->of[i].count + 1, sizeof(int64_t));
		gathered->of[i].value[gathered->of[i].count++] = value[i];
	}
	return RUN_ROW_USED;
}

static void end_fold(void *tool, void *state)
{
	struct gathered *gathered = state;

	(void)tool;
	for (size_t i = 0; i < measure_count; i++) {
		struct measure *measure = &measures[i];
		size_t more = gathered->of[i].count;

		if (more > 0) {
			measure->value = mem_resize(
				measure->value, measure->count + more, sizeof *measure->value);
			memcpy(measure->value + measure->count, gathered->of[i].value,
				more * sizeof *measure->value);
			measure->count += more;
		}
		free(gathered->of[i].value);
	}
	free(gathered);
}

static int sort_measure(void *context, int worker, size_t index, struct diag *why)
{
	(void)context;
	(void)worker;
	(void)why;
	quantile_sort(measures[index].value, measures[index].count);
	return 0;
}

static void fit_part(struct part *part)
{
	struct segment_sample sample[SEGMENT_MOST_INPUTS];

	for (size_t i = 0; i < part->inputs; i++) {
		const struct measure *measure = &measures[part->measure[i]];

		sample[i] = (struct segment_sample){ measure->value, measure->count };
	}
	part->method->fit(part->self, sample);
}

static int fit_parts(struct tool *tool, struct diag *why)
{
	for (size_t i = 0; i < measure_count; i++)
		if (measures[i].needed && measures[i].count == 0)
			return diag_fail(why, "no row has a value in column '%s' to learn from",
				measures[i].column);
	if (run_each((int)app_common()->jobs, measure_count, sort_measure, NULL, why) < 0)
		return -1;
	for (size_t i = 0; i < tool->parts; i++)
		fit_part(&tool->part[i]);
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

/* The row's own fields, but those that are replaced. */
static void put_fields(
	const struct tool *tool, const struct row *row, const struct slice *text, struct buf *out)
{
	if (!tool->replaces) {
		buf_put(out, (struct slice){ row->base + row->start, row->end - row->start });
		return;
	}
	for (size_t i = 0; i < row->count; i++) {
		int output = tool->replaced_by[i];

		if (i > 0)
			buf_char(out, '\t');
		buf_put(out, output >= 0 ? text[output] : row_field(row, i));
	}
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	const struct tool *tool = state;
	struct slice text[MOST_TEXTS];
	int64_t value[MOST_MEASURES];

	if (read_values(row, value, why) < 0)
		return -1;
	for (size_t i = 0; i < tool->outputs; i++)
		text[i] = (struct slice){ NULL, 0 };
	apply_parts(tool, value, text);
	put_fields(tool, row, text, out);
	for (size_t i = 0; i < tool->outputs; i++) {
		if (tool->place[i] >= 0)
			continue;
		buf_char(out, '\t');
		buf_put(out, text[i]);
	}
	buf_char(out, '\n');
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
	if (check_options(why) < 0)
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
	for (size_t i = 0; i < measure_count; i++)
		free(measures[i].value);
	free(tool->replaced_by);
	model_release(&tool->model);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct tool tool = { .parts = 0 };
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
	static const struct app app = {
		.name = "crm-segment",
		.summary = "add ABC, RFM, pyramid and life cycle to profiles",
		.usage = "METHOD … [OPTION …] [FILE …]\n--model FILE [OPTION …] [FILE …]",
		.details =
			"Reads the rows of crm-profile, or any with the columns that the methods "
			"need, and writes them with a few columns more. Columns of the same name "
			"are replaced in their places.",
		.options = rows,
		.run = run,
	};

	join_options();
	return app_main(&app, argc, argv);
}
