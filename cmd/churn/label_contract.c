/* SPDX-License-Identifier: MIT */
#include "label.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "past.h"
#include "tab/added.h"
#include "tab/escape.h"

/* What a column says: who has `value`, whose date has come, or whose probability is too low. */
enum contract_kind { BY_VALUE, BY_DATE, BY_ALIVE };

struct contract {
	enum contract_kind kind;
	struct added added;
	int column;
	const char *name;
	struct slice value;
	int32_t as_of;
	double least;    /* probability of who is kept */
	struct buf text; /* a worker's: lost since */
};

static void *begin_contract(void *context)
{
	struct contract *contract = mem_alloc(sizeof *contract);

	*contract = *(const struct contract *)context;
	contract->text = (struct buf)BUF_EMPTY;
	return contract;
}

static int refuse(
	const struct contract *contract, const char *expected, struct slice field, struct diag *why)
{
	diag_fail(why, "not a %s: '" SLICE "'", expected, SLICE_ARG(field));
	diag_code(why, "bad-value");
	return diag_column(why, slice_of(contract->name));
}

/* Whoever has no date there has an open contract; of who has no probability nothing is known. */
static int judge(
	struct contract *contract, struct slice field, const char **churned, struct diag *why)
{
	bool missing = escape_is_missing(field), lost = false;
	double alive;
	int32_t date;

	switch (contract->kind) {
	case BY_VALUE:
		lost = slice_equal(field, contract->value);
		break;
	case BY_DATE:
		if (!missing && !date_parse_start(field, &date))
			return refuse(contract, "date like 2026-11-22", field, why);
		lost = !missing && date <= contract->as_of;
		if (lost)
			date_put(&contract->text, date);
		break;
	case BY_ALIVE:
		if (missing)
			break;
		if (!num_parse_real(field, &alive) || alive < 0 || alive > 1)
			return refuse(contract, "probability from 0 to 1", field, why);
		lost = alive < contract->least;
		break;
	}
	*churned = lost ? "1" : contract->kind == BY_ALIVE && missing ? "" : "0";
	return 0;
}

static int map_contract(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct contract *contract = state;
	struct slice value[LABEL_OUTPUTS] = { { NULL, 0 } };
	const char *churned = NULL;

	buf_reset(&contract->text);
	if (judge(contract, row_field(row, (size_t)contract->column), &churned, why) < 0)
		return -1;
	value[0] = slice_of(churned);
	value[1] = buf_slice(&contract->text);
	added_put_row(&contract->added, row, value, out);
	return RUN_ROW_USED;
}

static void end_contract(void *context, void *state)
{
	struct contract *contract = state;

	(void)context;
	buf_release(&contract->text);
	free(contract);
}

static int label_by_column(struct filter *filter, struct contract *contract, struct diag *why)
{
	static const struct run_map map = { begin_contract, map_contract, end_contract };
	struct buf header = BUF_EMPTY;
	int result;

	if (columns_need(stream_columns(filter->in), contract->name, &contract->column, why) < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	added_begin(&contract->added, label_outputs, contract->kind == BY_DATE ? 2 : 1,
		stream_columns(filter->in));
	added_put_header(&contract->added, stream_header(filter->in), &header);
	result = filter_put_header(filter, buf_slice(&header), why);
	if (result == 0)
		result = run_map(&filter->run, filter->in, &map, contract, filter->out,
			&filter->counts, why);
	added_release(&contract->added);
	buf_release(&header);
	return result;
}

int label_by_end(struct filter *filter, const char *end, struct diag *why)
{
	struct contract contract = {
		.kind = BY_DATE,
		.name = end,
		.as_of = past_given.as_of.given ? past_given.as_of.date : date_today(),
	};

	return label_by_column(filter, &contract, why);
}

int label_by_alive(struct filter *filter, const char *alive, double least, struct diag *why)
{
	struct contract contract = { .kind = BY_ALIVE, .name = alive, .least = least };

	return label_by_column(filter, &contract, why);
}

int label_by_value(struct filter *filter, const char *churned, struct diag *why)
{
	struct slice rest = slice_of(churned), name;
	struct contract contract = { .kind = BY_VALUE };
	char *column;
	int result;

	slice_cut(&rest, '=', &name);
	if (rest.at == NULL)
		return diag_usage(why, "--churned: expected COLUMN=VALUE, got '%s'", churned);
	contract.value = rest;
	contract.name = column = mem_text(name.at, name.length);
	result = label_by_column(filter, &contract, why);
	free(column);
	return result;
}
