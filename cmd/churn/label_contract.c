/* SPDX-License-Identifier: MIT */
#include "label.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "past.h"
#include "tab/added.h"
#include "tab/escape.h"

struct contract {
	struct added added;
	int column;
	const char *name;
	struct slice value; /* of --churned; else a date is read */
	int32_t as_of;
	bool is_date;
	struct buf text; /* a worker's */
};

static void *begin_contract(void *context)
{
	struct contract *contract = mem_alloc(sizeof *contract);

	*contract = *(const struct contract *)context;
	contract->text = (struct buf)BUF_EMPTY;
	return contract;
}

static int map_contract(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct contract *contract = state;
	struct slice field = row_field(row, (size_t)contract->column);
	struct slice value[LABEL_OUTPUTS] = { slice_of("0"), { NULL, 0 }, { NULL, 0 } };
	bool lost = slice_equal(field, contract->value);
	int32_t date;

	buf_reset(&contract->text);
	if (contract->is_date) {
		bool missing = escape_is_missing(field);

		if (!missing && !date_parse_start(field, &date)) {
			diag_fail(why, "not a date like 2026-11-22: '" SLICE "'", SLICE_ARG(field));
			diag_code(why, "bad-value");
			return diag_column(why, slice_of(contract->name));
		}
		lost = !missing && date <= contract->as_of;
		if (lost)
			date_put(&contract->text, date);
	}
	if (lost)
		value[0] = slice_of("1");
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

int label_by_contract(struct filter *filter, const char *end, const char *churned, struct diag *why)
{
	static const struct run_map map = { begin_contract, map_contract, end_contract };
	struct contract contract = { .is_date = end != NULL,
		.as_of = past_given.as_of.given ? past_given.as_of.date : date_today() };
	struct slice rest = slice_of(end != NULL ? end : churned), name = rest;
	struct buf text = BUF_EMPTY;
	int result = 0;

	if (!contract.is_date) {
		slice_cut(&rest, '=', &name);
		contract.value = rest;
	}
	buf_put(&text, name);
	contract.name = buf_string(&text);
	if (!contract.is_date && rest.at == NULL)
		result = diag_usage(why, "--churned: expected COLUMN=VALUE, got '%s'", churned);
	else if (columns_need(stream_columns(filter->in), contract.name, &contract.column, why) < 0)
		result = diag_line(why, stream_input_name(filter->in, 0), 1);
	if (result == 0) {
		struct buf header = BUF_EMPTY;

		added_begin(&contract.added, label_outputs, contract.is_date ? 2 : 1,
			stream_columns(filter->in));
		added_put_header(&contract.added, stream_header(filter->in), &header);
		result = filter_put_header(filter, buf_slice(&header), why);
		buf_release(&header);
	}
	if (result == 0)
		result = run_map(&filter->run, filter->in, &map, &contract, filter->out,
			&filter->counts, why);
	added_release(&contract.added);
	buf_release(&text);
	return result;
}
