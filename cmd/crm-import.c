/* SPDX-License-Identifier: MIT */
/*
 * crm-import: the tables that people have → checked, typed streams.
 *
 * From the header and the options a plan is made: what each column of the output is called, where
 * it comes from, and what it must be. Then every row goes by the plan, or to the rejects.
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "tab/expr.h"
#include "tab/kind.h"
#include "tab/type.h"

static struct {
	const char *kind;
	struct opt_list map, set, type;
	const char *where;
	bool only;
	const char *separator, *quote;
	struct filter_options filter;
} opt;

static const struct opt options[] = {
	OPT_GROUP("What the columns become"),
	OPT_TEXT('k', "kind", "KIND", &opt.kind,
		"the kind of ledger, which says what the columns are called and must hold: "
		"transactions or customers"),
	OPT_LIST('m', "map", "NAME=COLUMN", &opt.map, "call the COLUMN of the input NAME"),
	OPT_LIST('s', "set", "NAME=EXPRESSION", &opt.set,
		"make the column NAME of an expression over the columns of the input"),
	OPT_LIST('t', "type", "NAME=TYPE", &opt.type,
		"check NAME as id, text, date, time, amount, number, integer or flag"),
	OPT_FLAG(0, "only", &opt.only, "leave out columns that are neither of the kind nor named"),
	OPT_GROUP("Which rows"),
	OPT_TEXT(0, "where", "EXPRESSION", &opt.where,
		"take the rows for which this is true, by the columns of the input"),
	OPT_GROUP("What the input looks like"),
	OPT_TEXT(0, "separator", "CHAR", &opt.separator,
		"what divides fields; tab is written \\t (default: found in the header)"),
	OPT_TEXT(0, "quote", "CHAR", &opt.quote, "what encloses fields, or none (default: \")"),
	FILTER_OPTIONS(opt.filter),
	OPT_END,
};

/* A column of the output. */
struct target {
	struct slice name;
	int source;        /* column of the input, or -1: */
	struct expr *expr; /* made of this */
	bool typed;        /* checked as `type`; else passed on as it is */
	enum type type;
	bool required;
	bool loses_time; /* a date, and no other column keeps its time of day */
};

struct plan {
	const struct columns *columns; /* of the input */
	const struct kind *kind;       /* or NULL */
	struct target *target;
	size_t count, capacity;
	bool *used; /* columns of the input that a target is made of by -m */
	struct expr *where;
	struct arena texts;
	atomic_uint_least64_t left_out; /* rows of which a time of day was … */
	struct slice time_column;       /* … and where it is, if that can be in one place only */
};

/* A worker's memory. */
struct scratch {
	struct plan *plan;
	struct slice *field;
	struct expr_scratch expr;
	struct arena text;
	struct buf value;
	uint64_t left_out;
};

static struct target *find_target(const struct plan *plan, struct slice name)
{
	for (size_t i = 0; i < plan->count; i++)
		if (slice_equal(plan->target[i].name, name))
			return &plan->target[i];
	return NULL;
}

static void put_names(const struct plan *plan, const char *between, struct buf *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (i > 0)
			buf_text(out, between);
		escape_put(out, plan->target[i].name);
	}
}

static struct target *add_target(struct plan *plan, struct slice name)
{
	const struct kind_column *column = kind_column(plan->kind, name);
	struct target *target;

	plan->target =
		mem_grow(plan->target, &plan->capacity, plan->count + 1, sizeof *plan->target);
	target = &plan->target[plan->count++];
	*target = (struct target){ .name = arena_copy(&plan->texts, name), .source = -1 };
	if (column != NULL) {
		target->typed = true;
		target->type = column->type;
		target->required = column->required;
	}
	return target;
}

/* Take NAME=REST apart. */
static int split_option(const char *option, const char *text, struct slice *name,
	struct slice *rest, struct diag *why)
{
	*rest = slice_of(text);
	if (strchr(text, '=') == NULL || !slice_cut(rest, '=', name) || name->length == 0 ||
		rest->length == 0)
		return diag_usage(why, "%s: expected NAME=…, got '%s'", option, text);
	return 0;
}

static int no_such_column(
	const struct plan *plan, const char *option, struct slice name, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	columns_put_list(plan->columns, &list);
	diag_usage(why, "%s: the input has no column '" SLICE "'; there are: %s", option,
		SLICE_ARG(name), buf_string(&list));
	buf_release(&list);
	return -1;
}

static int refuse_twice(
	const struct plan *plan, const char *option, struct slice name, struct diag *why)
{
	if (find_target(plan, name) == NULL)
		return 0;
	return diag_usage(why, "%s: '" SLICE "' is given twice", option, SLICE_ARG(name));
}

static int plan_maps(struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < opt.map.count; i++) {
		struct slice name, column;
		struct target *target;
		int source;

		if (split_option("--map", opt.map.item[i], &name, &column, why) < 0 ||
			refuse_twice(plan, "--map", name, why) < 0)
			return -1;
		source = columns_find(plan->columns, column);
		if (source < 0)
			return no_such_column(plan, "--map", column, why);
		target = add_target(plan, name);
		target->source = source;
		plan->used[source] = true;
	}
	return 0;
}

static int plan_sets(struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < opt.set.count; i++) {
		struct slice name, text;

		if (split_option("--set", opt.set.item[i], &name, &text, why) < 0 ||
			refuse_twice(plan, "--set", name, why) < 0)
			return -1;
		if (expr_compile(&add_target(plan, name)->expr, text, EXPR_ANY, plan->columns->name,
			    plan->columns->count, why) < 0)
			return -1;
	}
	return 0;
}

/* What a column is called if nobody says otherwise. */
static struct slice usual_name(struct plan *plan, size_t source)
{
	struct buf name = BUF_EMPTY;
	struct slice kept;

	kind_put_name(&name, plan->columns->name[source]);
	if (name.length == 0)
		buf_printf(&name, "column_%zu", source + 1);
	kept = arena_copy(&plan->texts, buf_slice(&name));
	buf_release(&name);
	return kept;
}

static bool is_set(const struct target *target)
{
	return target->expr != NULL;
}

/*
 * Columns that no option speaks of keep their place in the stream, under their usual names. One
 * that would have the name of another gives way if --only allows to leave it out.
 */
static int plan_others(struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < plan->columns->count; i++) {
		struct slice name = usual_name(plan, i);
		const struct target *there = find_target(plan, name);

		if (plan->used[i] || (opt.only && kind_column(plan->kind, name) == NULL))
			continue;
		if (there == NULL) {
			add_target(plan, name)->source = (int)i;
		} else if (!is_set(there) && !(opt.only && plan->used[there->source])) {
			return diag_usage(why,
				"the columns '" SLICE "' and '" SLICE "' would both "
				"be called '" SLICE "'; name one of them with --map",
				SLICE_ARG(plan->columns->name[there->source]),
				SLICE_ARG(plan->columns->name[i]), SLICE_ARG(name));
		}
	}
	return 0;
}

static int no_such_target(const struct plan *plan, struct slice name, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	put_names(plan, ", ", &list);
	diag_usage(why, "--type: the output has no column '" SLICE "'; there are: %s",
		SLICE_ARG(name), buf_string(&list));
	buf_release(&list);
	return -1;
}

static int plan_types(struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < opt.type.count; i++) {
		struct slice name, word;
		struct target *target;

		if (split_option("--type", opt.type.item[i], &name, &word, why) < 0)
			return -1;
		target = find_target(plan, name);
		if (target == NULL)
			return no_such_target(plan, name, why);
		if (!type_find(word, &target->type))
			return diag_usage(why,
				"--type: '" SLICE "' is no type; there are: id, "
				"text, date, time, amount, number, integer, flag",
				SLICE_ARG(word));
		target->typed = true;
	}
	return 0;
}

static int check_required(const struct plan *plan, struct diag *why)
{
	const struct kind_column *column = plan->kind ? plan->kind->columns : NULL;
	struct buf list = BUF_EMPTY;

	for (; column != NULL && column->name != NULL; column++) {
		if (!column->required || find_target(plan, slice_of(column->name)) != NULL)
			continue;
		columns_put_list(plan->columns, &list);
		diag_usage(why,
			"a ledger of %s needs '%s': name the column that has it with "
			"-m %s=COLUMN, or make it with -s %s=EXPRESSION; there are: %s",
			plan->kind->name, column->name, column->name, column->name,
			buf_string(&list));
		buf_release(&list);
		return -1;
	}
	return 0;
}

/* The kind's columns come first, in its order; the others keep theirs. */
static void order_targets(struct plan *plan)
{
	const struct kind_column *column = plan->kind ? plan->kind->columns : NULL;
	size_t placed = 0;

	for (; column != NULL && column->name != NULL; column++) {
		struct target *found = find_target(plan, slice_of(column->name));
		struct target moving;

		if (found == NULL)
			continue;
		moving = *found;
		memmove(&plan->target[placed + 1], &plan->target[placed],
			(size_t)(found - &plan->target[placed]) * sizeof moving);
		plan->target[placed++] = moving;
	}
}

static bool keeps_time_of(const struct target *target, const struct target *date)
{
	if (target->typed && target->type == TYPE_TIME)
		return true;
	return date->source >= 0 && target->source == date->source &&
	       !(target->typed && target->type == TYPE_DATE);
}

static void find_lost_times(struct plan *plan)
{
	const struct target *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++) {
		struct target *date = &plan->target[i];

		date->loses_time = date->typed && date->type == TYPE_DATE;
		for (size_t k = 0; k < plan->count; k++)
			if (keeps_time_of(&plan->target[k], date))
				date->loses_time = false;
		found = date->loses_time ? date : found;
		count += date->loses_time;
	}
	if (count == 1 && found->source >= 0)
		plan->time_column = arena_copy(&plan->texts, plan->columns->name[found->source]);
}

static int make_plan(struct plan *plan, const struct columns *columns, struct diag *why)
{
	plan->columns = columns;
	plan->used = mem_zero(columns->count, sizeof *plan->used);
	if (opt.kind != NULL && (plan->kind = kind_find(opt.kind)) == NULL)
		return diag_usage(why,
			"--kind: there is no kind '%s'; there are: transactions, "
			"customers",
			opt.kind);
	if (plan_maps(plan, why) < 0 || plan_sets(plan, why) < 0 || plan_others(plan, why) < 0 ||
		plan_types(plan, why) < 0 || check_required(plan, why) < 0)
		return -1;
	if (plan->count == 0)
		return diag_usage(why, "--only leaves no column; name some with -m, -s or -k");
	order_targets(plan);
	find_lost_times(plan);
	if (opt.where == NULL)
		return 0;
	return expr_compile(
		&plan->where, slice_of(opt.where), EXPR_FLAG, columns->name, columns->count, why);
}

static void release_plan(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		expr_free(plan->target[i].expr);
	expr_free(plan->where);
	free(plan->target);
	free(plan->used);
	arena_release(&plan->texts);
}

static void *begin_map(void *tool)
{
	struct scratch *scratch = mem_zero(1, sizeof *scratch);

	scratch->plan = tool;
	scratch->field = mem_zero(scratch->plan->columns->count, sizeof *scratch->field);
	return scratch;
}

static void end_map(void *tool, void *state)
{
	struct plan *plan = tool;
	struct scratch *scratch = state;

	plan->left_out += scratch->left_out;
	expr_scratch_release(&scratch->expr);
	arena_release(&scratch->text);
	buf_release(&scratch->value);
	free(scratch->field);
	free(scratch);
}

/* The value that a target has in this row, as plain text. */
static int value_of(
	const struct target *target, struct scratch *scratch, struct slice *text, struct diag *why)
{
	struct expr_value value;

	if (target->expr == NULL) {
		*text = scratch->field[target->source];
		return 0;
	}
	if (expr_eval(target->expr, scratch->field, &scratch->expr, &value, why) < 0)
		return -1;
	buf_reset(&scratch->value);
	expr_put(&scratch->value, &value);
	*text = buf_slice(&scratch->value);
	return 0;
}

static int put_target(const struct target *target, struct scratch *scratch, bool *left_out,
	struct buf *out, struct diag *why)
{
	size_t start = out->length;
	bool *losing = target->loses_time ? left_out : NULL;
	struct slice text;

	if (value_of(target, scratch, &text, why) < 0)
		return diag_column(why, target->name);
	if (!target->typed)
		escape_put(out, text);
	else if (type_put(target->type, text, losing, out, why) < 0)
		return diag_column(why, target->name);
	if (!target->required || out->length > start)
		return 0;
	diag_fail(why, "no value, and every row must have one");
	diag_code(why, "missing");
	return diag_column(why, target->name);
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct scratch *scratch = state;
	const struct plan *plan = scratch->plan;
	bool left_out = false;
	int taken = 1;

	arena_reset(&scratch->text);
	expr_scratch_reset(&scratch->expr);
	for (size_t i = 0; i < plan->columns->count; i++)
		scratch->field[i] = row_text(row, i, &scratch->text);
	if (plan->where != NULL)
		taken = expr_test(plan->where, scratch->field, &scratch->expr, why);
	if (taken <= 0)
		return taken;
	for (size_t i = 0; i < plan->count; i++) {
		if (i > 0)
			buf_char(out, '\t');
		if (put_target(&plan->target[i], scratch, &left_out, out, why) < 0)
			return -1;
	}
	scratch->left_out += left_out;
	buf_char(out, '\n');
	return RUN_ROW_USED;
}

static int put_header(const struct plan *plan, struct filter *filter, struct diag *why)
{
	struct buf header = BUF_EMPTY;
	int result;

	put_names(plan, "\t", &header);
	buf_char(&header, '\n');
	result = filter_put_header(filter, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

static void note_left_out(const struct plan *plan)
{
	bool known = plan->time_column.length > 0;
	struct buf count = BUF_EMPTY;

	if (plan->left_out == 0)
		return;
	num_put_grouped(&count, (int64_t)plan->left_out);
	app_note("the time of day was left out in %s row%s; -m 'time=" SLICE "' keeps it",
		buf_string(&count), plan->left_out == 1 ? "" : "s",
		SLICE_ARG(known ? plan->time_column : slice_of("COLUMN")));
	buf_release(&count);
}

static int work(struct plan *plan, struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin_map, map_row, end_map };

	if (make_plan(plan, stream_columns(filter->in), why) < 0 ||
		put_header(plan, filter, why) < 0)
		return -1;
	return run_map(&filter->run, filter->in, &map, plan, filter->out, &filter->counts, why);
}

/* One character, or a word for one that the shell makes hard to write. */
static int parse_char(const char *option, const char *text, char *result, struct diag *why)
{
	if (strcmp(text, "\\t") == 0 || strcmp(text, "tab") == 0)
		*result = '\t';
	else if (strcmp(text, "none") == 0)
		*result = '\0';
	else if (strlen(text) == 1 && text[0] != '\n' && text[0] != '\r')
		*result = text[0];
	else
		return diag_usage(why, "%s: expected one ASCII character, got '%s'", option, text);
	return 0;
}

static int describe_input(struct stream_options *input, struct diag *why)
{
	*input = (struct stream_options){
		.format = STREAM_ANY,
		.dialect = { .separator = '\0', .quote = '"' },
		.take_cr = true,
	};
	if (opt.quote != NULL) {
		input->format = STREAM_CSV;
		if (parse_char("--quote", opt.quote, &input->dialect.quote, why) < 0)
			return -1;
	}
	if (opt.separator == NULL)
		return 0;
	if (parse_char("--separator", opt.separator, &input->dialect.separator, why) < 0)
		return -1;
	if (input->dialect.separator == '\0' || input->dialect.separator == input->dialect.quote)
		return diag_usage(why, "--separator: '%s' divides nothing", opt.separator);
	return 0;
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct plan plan = { .target = NULL };
	struct stream_options input;
	struct filter filter;
	int result;

	if (describe_input(&input, why) < 0)
		return -1;
	result = filter_open(&filter, &opt.filter, &input, paths, count, why);
	if (result == 0)
		result = work(&plan, &filter, why);
	result = filter_close(&filter, result, why);
	if (result == 0) {
		note_left_out(&plan);
		filter_note_counts(&filter, "written", true);
	}
	release_plan(&plan);
	return result;
}

static const struct app app = {
	.name = "crm-import",
	.summary = "make a checked, typed stream of a CSV or TSV file",
	.usage = "[OPTION …] [FILE …]",
	.details =
		"Reads CSV or TSV with a header line and writes TSV. Columns that no option speaks "
		"of are passed on under their names in lower case with underscores.",
	.options = options,
	.run = run,
};

int main(int argc, char **argv)
{
	return app_main(&app, argc, argv);
}
