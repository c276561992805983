/* SPDX-License-Identifier: MIT */
/*
 * clv: lifetime value, by a model of how often customers buy and until when, and one of what they
 * pay.
 *
 * The histories of all customers are gathered (a fold), the models are learnt from them, and say of
 * each row what is to be expected (a map). --fit ends after the models, --model begins with them.
 */
#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "clv_options.h"
#include "clv_predict.h"
#include "clv_validate.h"
#include "margin.h"
#include "mode.h"
#include "run/each.h"
#include "tab/added.h"

/* What is made, in the order of the columns. */
enum {
	MADE_P_ALIVE,
	MADE_P_ALIVE_LATER,
	MADE_ORDERS,
	MADE_P_NO_ORDER,
	MADE_RESIDUAL_ORDERS,
	MADE_SPEND,
	MADE_CLV,
	MADE_RESIDUAL_VALUE,
	MADE_P_ALIVE_SD,
	MADE_ORDERS_SD,
	MADE_SPEND_SD,
	MADE_CLV_SD,
	MADE_COLUMNS,
};

static const struct {
	const char *name;
	int decimals;
	bool of_spend; /* only where there is a model of spending */
} made[MADE_COLUMNS] = {
	{ "p_alive", 6, false },
	{ "p_alive_later", 6, false },
	{ "expected_orders", 6, false },
	{ "p_no_order", 6, false },
	{ "residual_orders", 6, false },
	{ "expected_spend", 4, true },
	{ "clv", 4, true },
	{ "residual_value", 4, true },
	{ "p_alive_sd", 6, false },
	{ "expected_orders_sd", 6, false },
	{ "expected_spend_sd", 4, true },
	{ "clv_sd", 4, true },
};

/* What the threads have gathered. */
struct gatherers {
	struct clv_gatherer **item;
	size_t count, capacity;
};

struct tool {
	const struct score_settings *settings;
	struct clv_model model;
	struct clv_question question;
	struct gatherers gatherers;
	struct margin margin;
	double margin_rate;                                   /* without a column of it */
	int frequency, t_x, tenure, spend, weight, margin_at; /* columns; -1: none */
	struct added added;
	const char *name[MADE_COLUMNS];
	int figure[MADE_COLUMNS]; /* what each added column holds */
	size_t count;
};

/* A customer as the row has it. */
struct customer {
	bool has_history; /* else a value of it is missing */
	struct clv_history history;
	bool has_mean;
	int64_t mean;
	uint64_t weight;
	double margin;
};

/* ---- a row ---- */

/* Read an amount. Returns 1, 0 if it is missing, -1 if it is none. */
static int read_value(
	const struct row *row, int column, const char *name, int64_t *value, struct diag *why)
{
	struct slice field = row_field(row, (size_t)column);

	if (escape_is_missing(field))
		return 0;
	if (amount_parse(field, value, why) < 0)
		return diag_column(why, slice_of(name));
	return 1;
}

/* The history must be one that the model can have seen; told in the units of the columns. */
static int check_history(
	const struct tool *tool, const struct clv_history *history, struct diag *why)
{
	const struct clv_columns *name = &tool->model.column;
	const struct purchase_model *purchase = tool->model.purchase;
	const struct purchase_history seen = { (double)history->frequency / AMOUNT_UNIT,
		(double)history->t_x / AMOUNT_UNIT, (double)history->tenure / AMOUNT_UNIT };

	if (purchase_history_check(purchase != NULL ? purchase : purchase_models[0], &seen, why) ==
		0)
		return 0;
	diag_code(why, "impossible-history");
	if (history->frequency < 0 || history->frequency % AMOUNT_UNIT != 0)
		return diag_column(why, slice_of(name->frequency));
	return diag_column(why, slice_of(history->tenure < 0 ? name->tenure : name->t_x));
}

static int read_history(
	const struct tool *tool, const struct row *row, struct customer *customer, struct diag *why)
{
	const struct clv_columns *name = &tool->model.column;
	struct clv_history *history = &customer->history;
	int frequency = read_value(row, tool->frequency, name->frequency, &history->frequency, why);
	int t_x = frequency < 0 ? -1 : read_value(row, tool->t_x, name->t_x, &history->t_x, why);
	int tenure =
		t_x < 0 ? -1 : read_value(row, tool->tenure, name->tenure, &history->tenure, why);

	if (tenure < 0)
		return -1;
	customer->has_history = frequency > 0 && t_x > 0 && tenure > 0;
	return customer->has_history ? check_history(tool, history, why) : 0;
}

static int read_mean(
	const struct tool *tool, const struct row *row, struct customer *customer, struct diag *why)
{
	const char *name = tool->model.column.spend;
	int found = read_value(row, tool->spend, name, &customer->mean, why);

	if (found < 0)
		return -1;
	customer->has_mean = found > 0 && customer->history.frequency > 0;
	if (!customer->has_mean || customer->mean > 0)
		return 0;
	diag_fail(why,
		"what a customer pays per purchase must be above zero to be learnt from: '" SLICE
		"'",
		SLICE_ARG(row_field(row, (size_t)tool->spend)));
	diag_code(why, "spend-not-above-zero");
	return diag_column(why, slice_of(name));
}

static int read_weight(
	const struct tool *tool, const struct row *row, struct customer *customer, struct diag *why)
{
	struct slice field = row_field(row, (size_t)tool->weight);
	int64_t weight;

	if (!num_parse_int(field, &weight) || weight < 0) {
		diag_fail(why, "not a number of customers: '" SLICE "'", SLICE_ARG(field));
		diag_code(why, "not-a-number");
		return diag_column(why, slice_of(clv_options()->weight));
	}
	customer->weight = (uint64_t)weight;
	return 0;
}

static int read_margin(
	const struct tool *tool, const struct row *row, struct customer *customer, struct diag *why)
{
	struct slice field = row_field(row, (size_t)tool->margin_at);

	customer->margin = NAN;
	if (escape_is_missing(field) || num_parse_real(field, &customer->margin))
		return 0;
	diag_fail(why, "not a number: '" SLICE "'", SLICE_ARG(field));
	diag_code(why, "not-a-number");
	return diag_column(why, slice_of(tool->margin.column));
}

static int read_customer(
	const struct tool *tool, const struct row *row, struct customer *customer, struct diag *why)
{
	*customer = (struct customer){
		.weight = 1,
		.margin = tool->margin_rate,
	};
	if (read_history(tool, row, customer, why) < 0)
		return -1;
	if (tool->spend >= 0 && read_mean(tool, row, customer, why) < 0)
		return -1;
	if (tool->weight >= 0 && read_weight(tool, row, customer, why) < 0)
		return -1;
	return tool->margin_at >= 0 ? read_margin(tool, row, customer, why) : 0;
}

/* ---- learning ---- */

struct gathered {
	const struct tool *tool;
	struct clv_gatherer *gatherer;
};

static void *begin_fold(void *tool)
{
	struct gathered *gathered = mem_zero(1, sizeof *gathered);

	gathered->tool = tool;
	gathered->gatherer = clv_gatherer_new();
	return gathered;
}

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct gathered *gathered = state;
	struct customer customer;

	if (read_customer(gathered->tool, row, &customer, why) < 0)
		return -1;
	if (!customer.has_history || customer.weight == 0)
		return RUN_ROW_USED;
	clv_gather(gathered->gatherer, &customer.history, customer.weight);
	if (customer.has_mean)
		clv_gather_spend(gathered->gatherer, customer.history.frequency, customer.mean,
			customer.weight);
	return RUN_ROW_USED;
}

static void end_fold(void *tool, void *state)
{
	struct gatherers *all = &((struct tool *)tool)->gatherers;
	struct gathered *gathered = state;

	all->item = mem_grow(all->item, &all->capacity, all->count + 1, sizeof *all->item);
	all->item[all->count++] = gathered->gatherer;
	free(gathered);
}

static void note_model(const struct clv_model *model)
{
	struct buf notes = BUF_EMPTY;

	clv_model_put_notes(model, &notes);
	app_note_lines(buf_slice(&notes));
	buf_release(&notes);
}

/* What was gathered is made a sample of in any case, so that it is released with it. */
static int gather(
	struct tool *tool, struct filter *filter, struct clv_sample *sample, struct diag *why)
{
	static const struct run_fold fold = { begin_fold, fold_row, end_fold, NULL };
	const struct pieces pieces = run_each_pieces((int)app_common()->jobs);
	struct gatherers *all = &tool->gatherers;
	int result = run_fold(&filter->run, filter->in, &fold, tool, &filter->counts, why);

	clv_sample_make(sample, all->item, all->count, &pieces);
	free(all->item);
	return result;
}

static int learn(struct tool *tool, struct filter *filter, struct diag *why)
{
	struct clv_sample sample;
	int result;

	if (tool->settings->fit == NULL)
		stream_keep(filter->in, app_common()->memory);
	result = gather(tool, filter, &sample, why);
	if (result == 0 && (filter->counts.used > 0 || tool->settings->fit != NULL)) {
		result = clv_model_fit(&tool->model, &sample, why);
		if (result == 0)
			note_model(&tool->model);
	}
	clv_sample_release(&sample);
	return result;
}

static int save(const struct tool *tool, struct diag *why)
{
	struct model file = MODEL_EMPTY;
	int result;

	clv_model_put(&tool->model, &file);
	result = model_write(&file, tool->settings->fit, why);
	model_release(&file);
	return result;
}

/* ---- scoring ---- */

/* What is said of a customer: the texts of the added columns, one behind the other. */
struct told {
	bool known;
	int64_t tenure, mean; /* of whom: of those who have bought once … */
	double margin;        /* … this is all that it depends on */
	struct buf text;
	size_t end[MADE_COLUMNS];
};

/* Most customers have bought once, in not so many days: what was said of one is kept for others. */
enum { TOLD = 1 << 11 };

struct scratch {
	const struct tool *tool;
	struct clv_predictor *predictor;
	struct told own;
	struct told *once; /* TOLD of them, each in the place of its tenure */
};

static void *begin_map(void *tool)
{
	struct scratch *scratch = mem_zero(1, sizeof *scratch);

	scratch->tool = tool;
	scratch->predictor = clv_predictor_new(&scratch->tool->model, &scratch->tool->question);
	scratch->once = mem_zero(TOLD, sizeof *scratch->once);
	return scratch;
}

static void end_map(void *tool, void *state)
{
	struct scratch *scratch = state;

	(void)tool;
	clv_predictor_free(scratch->predictor);
	buf_release(&scratch->own.text);
	for (size_t i = 0; i < TOLD; i++)
		buf_release(&scratch->once[i].text);
	free(scratch->once);
	free(scratch);
}

/* The figures in the order of `made`. */
static void list_figures(const struct clv_prediction *prediction, double *value)
{
	value[MADE_P_ALIVE] = prediction->p_alive.value;
	value[MADE_P_ALIVE_LATER] = prediction->p_alive_later;
	value[MADE_ORDERS] = prediction->orders.value;
	value[MADE_P_NO_ORDER] = prediction->p_no_order;
	value[MADE_RESIDUAL_ORDERS] = prediction->residual_orders;
	value[MADE_SPEND] = prediction->spend.value;
	value[MADE_CLV] = prediction->clv.value;
	value[MADE_RESIDUAL_VALUE] = prediction->residual_value;
	value[MADE_P_ALIVE_SD] = prediction->p_alive.sd;
	value[MADE_ORDERS_SD] = prediction->orders.sd;
	value[MADE_SPEND_SD] = prediction->spend.sd;
	value[MADE_CLV_SD] = prediction->clv.sd;
}

static void tell(struct scratch *scratch, const struct customer *customer, struct told *told)
{
	const struct tool *tool = scratch->tool;
	struct clv_prediction prediction;
	double value[MADE_COLUMNS];

	for (size_t i = 0; i < MADE_COLUMNS; i++)
		value[i] = NAN;
	if (customer->has_history) {
		clv_predict(scratch->predictor, &customer->history, customer->has_mean,
			customer->mean, customer->margin, &prediction);
		list_figures(&prediction, value);
	}
	buf_reset(&told->text);
	for (size_t i = 0; i < tool->count; i++) {
		int figure = tool->figure[i];

		num_put_real(&told->text, value[figure], made[figure].decimals);
		told->end[i] = told->text.length;
	}
}

/* The same of a customer who has bought once. */
static const struct told *tell_once(struct scratch *scratch, const struct customer *customer)
{
	int64_t tenure = customer->history.tenure;
	struct told *told = &scratch->once[(uint64_t)tenure / AMOUNT_UNIT % TOLD];

	if (told->known && told->tenure == tenure && told->mean == customer->mean &&
		told->margin == customer->margin)
		return told;
	tell(scratch, customer, told);
	told->known = true;
	told->tenure = tenure;
	told->mean = customer->mean;
	told->margin = customer->margin;
	return told;
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct scratch *scratch = state;
	const struct tool *tool = scratch->tool;
	const struct told *told = &scratch->own;
	struct slice field[MADE_COLUMNS];
	struct customer customer;

	if (read_customer(tool, row, &customer, why) < 0)
		return -1;
	if (customer.has_history && customer.history.frequency == 0)
		told = tell_once(scratch, &customer);
	else
		tell(scratch, &customer, &scratch->own);
	for (size_t i = 0, start = 0; i < tool->count; start = told->end[i++])
		field[i] = (struct slice){ told->text.at + start, told->end[i] - start };
	added_put_row(&tool->added, row, field, out);
	return RUN_ROW_USED;
}

static bool is_made(const struct tool *tool, int figure)
{
	const struct clv_question *question = &tool->question;

	if (made[figure].of_spend && !tool->model.has_spend)
		return false;
	if (figure == MADE_P_ALIVE_LATER)
		return question->later > 0;
	if (figure == MADE_RESIDUAL_ORDERS || figure == MADE_RESIDUAL_VALUE)
		return question->residual;
	return figure < MADE_P_ALIVE_SD || question->sd;
}

static int put_header(struct tool *tool, struct filter *filter, struct diag *why)
{
	struct buf header = BUF_EMPTY;
	int result;

	for (int i = 0; i < MADE_COLUMNS; i++) {
		if (!is_made(tool, i))
			continue;
		tool->name[tool->count] = made[i].name;
		tool->figure[tool->count++] = i;
	}
	added_begin(&tool->added, tool->name, tool->count, stream_columns(filter->in));
	added_put_header(&tool->added, stream_header(filter->in), &header);
	result = filter_put_header(filter, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

static int score(struct tool *tool, struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin_map, map_row, end_map };

	if (tool->question.residual && tool->model.purchase != NULL &&
		tool->model.purchase->lasts == NULL)
		return diag_usage(why,
			"--residual: %s knows no value beyond a horizon; paretonbd and bgbb do",
			tool->model.purchase->title);
	if (put_header(tool, filter, why) < 0)
		return -1;
	return run_map(&filter->run, filter->in, &map, tool, filter->out, &filter->counts, why);
}

/* ---- the run ---- */

static int find_columns(struct tool *tool, const struct columns *columns, struct diag *why)
{
	const struct clv_columns *name = &tool->model.column;

	tool->spend = tool->weight = tool->margin_at = -1;
	if (columns_need(columns, name->frequency, &tool->frequency, why) < 0 ||
		columns_need(columns, name->t_x, &tool->t_x, why) < 0 ||
		columns_need(columns, name->tenure, &tool->tenure, why) < 0)
		return -1;
	if (tool->model.has_spend && columns_need(columns, name->spend, &tool->spend, why) < 0)
		return -1;
	if (clv_options()->weight != NULL &&
		columns_need(columns, clv_options()->weight, &tool->weight, why) < 0)
		return -1;
	if (tool->margin.column != NULL)
		return columns_need(columns, tool->margin.column, &tool->margin_at, why);
	return 0;
}

/* Spending is learnt if there is a column to learn it from, or if one is named. */
static void look_for_spend(struct tool *tool, const struct columns *columns)
{
	if (tool->settings->model != NULL)
		return;
	tool->model.has_spend = clv_options_spend_is_given() ||
				columns_find(columns, slice_of(tool->model.column.spend)) >= 0;
	if (!tool->model.has_spend)
		app_note("no column '%s': orders are predicted, and not what they bring",
			tool->model.column.spend);
}

static int work(struct tool *tool, struct filter *filter, struct diag *why)
{
	look_for_spend(tool, stream_columns(filter->in));
	if (find_columns(tool, stream_columns(filter->in), why) < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	if (tool->settings->model != NULL)
		return score(tool, filter, why);
	if (learn(tool, filter, why) < 0)
		return -1;
	if (tool->settings->fit != NULL)
		return save(tool, why);
	filter->run.seen = true;
	if (stream_rewind(filter->in, why) < 0)
		return -1;
	/* The model may be known only now. */
	if (clv_options_in_units(&tool->model, &tool->question, why) < 0)
		return -1;
	return score(tool, filter, why);
}

static int prepare(struct tool *tool, struct diag *why)
{
	if (clv_options_settle(&tool->model, &tool->question, tool->settings, why) < 0)
		return -1;
	if (margin_parse(&tool->margin, tool->settings->margin, why) < 0)
		return -1;
	tool->margin_rate = decimal_real(tool->margin.rate);
	if (tool->settings->fit != NULL && tool->settings->margin != NULL)
		return diag_usage(why, "--margin goes with scoring, and --fit scores nothing");
	if (tool->settings->model == NULL)
		return 0;
	if (clv_model_load(&tool->model, tool->settings->model, why) < 0)
		return -1;
	return clv_options_in_units(&tool->model, &tool->question, why);
}

static int run(
	const struct score_settings *settings, char *const *paths, size_t count, struct diag *why)
{
	struct tool tool = { .settings = settings };
	struct filter filter;
	int result = prepare(&tool, why);

	if (result == 0 && clv_options()->validate.given)
		result = clv_validate(&tool.model, settings, paths, count, why);
	else if (result == 0) {
		result = filter_open(&filter, &settings->filter, NULL, paths, count, why);
		if (result == 0)
			result = work(&tool, &filter, why);
		result = filter_close(&filter, result, why);
		if (result == 0)
			filter_note_counts(
				&filter, settings->fit != NULL ? "learnt from" : "written", false);
	}
	clv_model_release(&tool.model);
	added_release(&tool.added);
	return result;
}

const struct score_mode score_clv = {
	.ask = OPT_FLAG(0, "clv", &clv_options_asked,
		"lifetime value: P(alive), expected orders, what they bring, learnt from all"),
	.options = clv_option_rows,
	.takes_margin = true,
	.run = run,
};
