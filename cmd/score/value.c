/* SPDX-License-Identifier: MIT */
/*
 * value: what the books say that a customer is worth.
 *
 * Each figure is an expression over columns, so that anybody can check it with a pocket calculator.
 * A figure whose columns are not in the stream is left out.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "margin.h"
#include "mode.h"
#include "tab/added.h"
#include "tab/expr.h"

static struct {
	bool asked;
	const char *contact_cost;
} opt;

static const struct opt options[] = {
	OPT_GROUP("Value in the books"),
	OPT_TEXT(0, "contact-cost", "AMOUNT", &opt.contact_cost,
		"what a contact costs; the column contacts says how many there were"),
	OPT_END,
};

/*
 * What is reckoned of what. In braces stands a column, or one of the words that the command line
 * gives a meaning: {margin}, {cost}, {each}, what a contact costs. Of two rows with the same name
 * the first that can be reckoned counts.
 */
static const struct {
	const char *name, *formula;
} figures[] = {
	{ "annual_sales", "{amount_365d}" },
	{ "total_revenue", "{amount}" },
	{ "contact_cost", "{contact_cost}" },
	{ "contact_cost", "round({contacts} * {each}, 6)" },
	{ "net_profit", "round({amount} * {margin} - coalesce({cost}, 0), 6)" },
	{ "relation_days", "{tenure}" },
	{ "expected_profit", "round({expected_orders} * {expected_spend} * {margin}, 6)" },
};

enum { FIGURES = sizeof figures / sizeof *figures };

struct tool {
	const struct columns *columns;
	struct margin margin;
	struct decimal each; /* what a contact costs, if has_each */
	bool has_each;
	struct expr *expr[FIGURES];
	const char *name[FIGURES];
	size_t count;
	bool *used; /* columns of the stream */
	struct added added;
};

/* A worker's memory. */
struct scratch {
	const struct tool *tool;
	struct slice *field;
	struct arena texts;
	struct expr_scratch expr;
	struct buf values;
	size_t end[FIGURES]; /* of each value */
};

/* Append a column as an expression names it. Returns false if the stream has none. */
static bool put_column(const struct tool *tool, struct slice name, struct buf *out)
{
	if (columns_find(tool->columns, name) < 0)
		return false;
	buf_char(out, '`');
	for (size_t i = 0; i < name.length; i++) {
		if (name.at[i] == '`')
			buf_char(out, '`');
		buf_char(out, name.at[i]);
	}
	buf_char(out, '`');
	return true;
}

/* What it costs to keep in touch with a customer, as far as it is known. */
static void put_cost(const struct tool *tool, struct buf *out)
{
	size_t start = out->length;

	if (put_column(tool, slice_of("contact_cost"), out))
		return;
	if (tool->has_each && put_column(tool, slice_of("contacts"), out)) {
		buf_text(out, " * ");
		decimal_put(out, tool->each);
		return;
	}
	out->length = start;
	buf_text(out, "0");
}

/* Append what stands for `word`. Returns false if nothing does. */
static bool put_word(const struct tool *tool, struct slice word, struct buf *out)
{
	if (slice_is(word, "cost")) {
		put_cost(tool, out);
		return true;
	}
	if (slice_is(word, "each")) {
		decimal_put(out, tool->each);
		return tool->has_each;
	}
	if (!slice_is(word, "margin"))
		return put_column(tool, word, out);
	if (tool->margin.column != NULL)
		return put_column(tool, slice_of(tool->margin.column), out);
	decimal_put(out, tool->margin.rate);
	return true;
}

/* Put the words in. Returns false if one is missing. */
static bool put_formula(const struct tool *tool, const char *formula, struct buf *out)
{
	struct slice rest = slice_of(formula), text, word;

	while (slice_cut(&rest, '{', &text)) {
		buf_put(out, text);
		if (!slice_cut(&rest, '}', &word))
			break;
		if (!put_word(tool, word, out))
			return false;
	}
	return true;
}

static bool has_figure(const struct tool *tool, const char *name)
{
	return tool->count > 0 && strcmp(tool->name[tool->count - 1], name) == 0;
}

static int add_figure(struct tool *tool, size_t figure, struct slice formula, struct diag *why)
{
	struct expr **expr = &tool->expr[tool->count];

	if (expr_compile(
		    expr, formula, EXPR_NUMBER, tool->columns->name, tool->columns->count, why) < 0)
		return -1;
	for (size_t i = 0; i < tool->columns->count; i++)
		tool->used[i] |= expr_uses(*expr, i);
	tool->name[tool->count++] = figures[figure].name;
	return 0;
}

static int make_figures(struct tool *tool, struct diag *why)
{
	struct buf formula = BUF_EMPTY;
	int result = 0;

	for (size_t i = 0; result == 0 && i < FIGURES; i++) {
		buf_reset(&formula);
		if (!has_figure(tool, figures[i].name) &&
			put_formula(tool, figures[i].formula, &formula))
			result = add_figure(tool, i, buf_slice(&formula), why);
	}
	buf_release(&formula);
	if (result == 0 && tool->count == 0)
		return diag_fail(why, "no column to reckon a value of; expected one or more of "
				      "amount, amount_365d, tenure, contact_cost, contacts, or "
				      "expected_orders with expected_spend");
	return result;
}

static int resolve(struct tool *tool, const struct stream *in, struct diag *why)
{
	int position, result;

	tool->columns = stream_columns(in);
	tool->used = mem_zero(tool->columns->count, sizeof *tool->used);
	result = tool->margin.column != NULL
			 ? columns_need(tool->columns, tool->margin.column, &position, why)
			 : 0;
	if (result == 0 && tool->has_each)
		result = columns_need(tool->columns, "contacts", &position, why);
	if (result == 0)
		result = make_figures(tool, why);
	return result < 0 ? diag_line(why, stream_input_name(in, 0), 1) : 0;
}

static void *begin_map(void *tool)
{
	struct scratch *scratch = mem_zero(1, sizeof *scratch);

	scratch->tool = tool;
	scratch->field = mem_zero(scratch->tool->columns->count, sizeof *scratch->field);
	return scratch;
}

static void end_map(void *tool, void *state)
{
	struct scratch *scratch = state;

	(void)tool;
	arena_release(&scratch->texts);
	expr_scratch_release(&scratch->expr);
	buf_release(&scratch->values);
	free(scratch->field);
	free(scratch);
}

static int reckon(struct scratch *scratch, struct diag *why)
{
	const struct tool *tool = scratch->tool;
	struct expr_value value;

	for (size_t i = 0; i < tool->count; i++) {
		if (expr_eval(tool->expr[i], scratch->field, &scratch->expr, &value, why) < 0)
			return -1;
		expr_put(&scratch->values, &value);
		scratch->end[i] = scratch->values.length;
	}
	return 0;
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct scratch *scratch = state;
	const struct tool *tool = scratch->tool;
	struct slice value[FIGURES];

	arena_reset(&scratch->texts);
	expr_scratch_reset(&scratch->expr);
	buf_reset(&scratch->values);
	for (size_t i = 0; i < tool->columns->count; i++)
		if (tool->used[i])
			scratch->field[i] = row_text(row, i, &scratch->texts);
	if (reckon(scratch, why) < 0)
		return -1;
	for (size_t i = 0; i < tool->count; i++) {
		size_t start = i > 0 ? scratch->end[i - 1] : 0;

		value[i] = (struct slice){ scratch->values.at + start, scratch->end[i] - start };
	}
	added_put_row(&tool->added, row, value, out);
	return RUN_ROW_USED;
}

static int work(struct tool *tool, struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin_map, map_row, end_map };
	struct buf header = BUF_EMPTY;
	int result;

	if (resolve(tool, filter->in, why) < 0)
		return -1;
	added_begin(&tool->added, tool->name, tool->count, tool->columns);
	added_put_header(&tool->added, stream_header(filter->in), &header);
	result = filter_put_header(filter, buf_slice(&header), why);
	buf_release(&header);
	if (result < 0)
		return -1;
	return run_map(&filter->run, filter->in, &map, tool, filter->out, &filter->counts, why);
}

static int check_options(struct tool *tool, const struct score_settings *settings, struct diag *why)
{
	if (settings->fit != NULL || settings->model != NULL)
		return diag_usage(why, "--value learns nothing: leave out --%s",
			settings->fit != NULL ? "fit" : "model");
	tool->has_each = opt.contact_cost != NULL;
	if (tool->has_each && !decimal_parse(slice_of(opt.contact_cost), &tool->each))
		return diag_usage(
			why, "--contact-cost: expected an amount, got '%s'", opt.contact_cost);
	return margin_parse(&tool->margin, settings->margin, why);
}

static int run(
	const struct score_settings *settings, char *const *paths, size_t count, struct diag *why)
{
	struct tool tool = { .count = 0 };
	struct filter filter;
	int result;

	if (check_options(&tool, settings, why) < 0)
		return -1;
	result = filter_open(&filter, &settings->filter, NULL, paths, count, why);
	if (result == 0)
		result = work(&tool, &filter, why);
	result = filter_close(&filter, result, why);
	if (result == 0)
		filter_note_counts(&filter, "written", false);
	for (size_t i = 0; i < tool.count; i++)
		expr_free(tool.expr[i]);
	added_release(&tool.added);
	free(tool.used);
	return result;
}

const struct score_mode score_value = {
	.ask = OPT_FLAG(0, "value", &opt.asked,
		"sales, revenue, profit and length of the relation, as they stand in the books"),
	.options = options,
	.takes_margin = true,
	.run = run,
};
