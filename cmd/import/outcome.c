/* SPDX-License-Identifier: MIT */
#include "outcome.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "tab/escape.h"

static void add_counts(struct run_counts *to, const struct run_counts *counts)
{
	to->read += counts->read;
	to->used += counts->used;
	to->rejected += counts->rejected;
	to->filtered += counts->filtered;
}

static void watch_rows(void *context, size_t input, const struct run_counts *counts)
{
	struct outcome *outcome = context;

	outcome->input =
		mem_grow(outcome->input, &outcome->capacity, input + 1, sizeof *outcome->input);
	while (outcome->inputs <= input)
		outcome->input[outcome->inputs++] = (struct run_counts){ 0, 0, 0, 0 };
	add_counts(&outcome->input[input], counts);
}

/* The newest ones are looked at first: bad rows come in bunches. */
static struct outcome_reason *find_reason(
	struct outcome *outcome, size_t input, bool none, struct slice column, struct slice reason)
{
	struct outcome_reason *last;

	for (size_t i = outcome->reasons; i > 0 && outcome->reason[i - 1].input == input; i--) {
		last = &outcome->reason[i - 1];
		if (last->none == none && slice_equal(last->reason, reason) &&
			slice_equal(last->column, column))
			return last;
	}
	outcome->reason = mem_grow(outcome->reason, &outcome->reason_capacity, outcome->reasons + 1,
		sizeof *outcome->reason);
	last = &outcome->reason[outcome->reasons++];
	*last = (struct outcome_reason){
		.input = input,
		.none = none,
		.reason = arena_copy(&outcome->texts, reason),
		.column = arena_copy(&outcome->texts, column),
	};
	return last;
}

static void watch_reject(void *context, size_t input, struct slice column, struct slice reason)
{
	find_reason(context, input, false, column, reason)->rows++;
}

static void watch_none(
	void *context, size_t input, uint64_t line, struct slice what, struct slice record)
{
	struct slice no_column = { NULL, 0 };
	struct outcome *outcome = context;
	struct outcome_reason *reason = find_reason(outcome, input, true, no_column, what);

	if (reason->rows++ > 0)
		return;
	reason->line = line;
	reason->record = arena_copy(&outcome->texts, record);
}

void outcome_begin(struct outcome *outcome)
{
	*outcome = (struct outcome){ .watch = { outcome, watch_reject, watch_none, watch_rows } };
}

static int compare_reasons(const void *a, const void *b)
{
	const struct outcome_reason *one = a, *other = b;
	int order = one->none - other->none;

	if (order == 0)
		order = slice_compare(one->reason, other->reason);
	if (order == 0)
		order = slice_compare(one->column, other->column);
	return order != 0 ? order : (one->input > other->input) - (one->input < other->input);
}

static void put_line(struct buf *out, const char *file, const char *what, struct slice reason,
	struct slice column, uint64_t rows)
{
	escape_put(out, slice_of(file));
	buf_printf(out, "\t%s\t", what);
	buf_put(out, reason);
	buf_char(out, '\t');
	buf_put(out, column);
	buf_char(out, '\t');
	num_put_int(out, (int64_t)rows);
	buf_char(out, '\n');
}

static void put_counts(struct buf *out, const char *file, const struct run_counts *counts)
{
	struct slice none = { NULL, 0 };

	put_line(out, file, "read", none, none, counts->read);
	put_line(out, file, "written", none, none, counts->used);
	put_line(out, file, "rejected", none, none, counts->rejected);
	put_line(out, file, "filtered", none, none, counts->filtered);
}

static bool same_reason(const struct outcome_reason *a, const struct outcome_reason *b)
{
	return a->none == b->none && slice_equal(a->reason, b->reason) &&
	       slice_equal(a->column, b->column);
}

static const char *outcome_of(const struct outcome_reason *reason)
{
	return reason->none ? "filtered" : "rejected";
}

/* The reasons are in order: those that are the same, of one file after the other, are together. */
static void put_all_reasons(const struct outcome *outcome, struct buf *out)
{
	for (size_t i = 0, next; i < outcome->reasons; i = next) {
		const struct outcome_reason *reason = &outcome->reason[i];
		uint64_t rows = 0;

		for (next = i;
			next < outcome->reasons && same_reason(reason, &outcome->reason[next]);
			next++)
			rows += outcome->reason[next].rows;
		put_line(out, "", outcome_of(reason), reason->reason, reason->column, rows);
	}
}

void outcome_put(struct outcome *outcome, const struct stream *in, struct buf *out)
{
	struct run_counts all = { 0, 0, 0, 0 };

	for (size_t i = 0; i < outcome->inputs; i++)
		add_counts(&all, &outcome->input[i]);
	if (outcome->reasons > 1)
		qsort(outcome->reason, outcome->reasons, sizeof *outcome->reason, compare_reasons);
	buf_text(out, "file\toutcome\treason\tcolumn\trows\n");
	put_counts(out, "", &all);
	put_all_reasons(outcome, out);
	for (size_t i = 0; i < outcome->inputs; i++) {
		const char *file = stream_input_name(in, i);

		put_counts(out, file, &outcome->input[i]);
		for (size_t k = 0; k < outcome->reasons; k++)
			if (outcome->reason[k].input == i)
				put_line(out, file, outcome_of(&outcome->reason[k]),
					outcome->reason[k].reason, outcome->reason[k].column,
					outcome->reason[k].rows);
	}
}

/* The beginning of a record, as far as a note has room for it; nothing if it is withheld. */
static void put_beginning(struct buf *out, struct slice record)
{
	size_t most = 60;

	if (record.length == 0)
		return;
	buf_text(out, ": '");
	if (record.length > most) {
		while (most > 0 && ((unsigned char)record.at[most] & 0xc0) == 0x80)
			most--;
		buf_put(out, (struct slice){ record.at, most });
		buf_text(out, "…");
	} else {
		buf_put(out, record);
	}
	buf_char(out, '\'');
}

void outcome_put_notes(const struct outcome *outcome, const struct stream *in, struct buf *out)
{
	for (size_t i = 0; i < outcome->reasons; i++) {
		const struct outcome_reason *reason = &outcome->reason[i];

		if (!reason->none)
			continue;
		buf_printf(out, "%s:%ju: left out ", stream_input_name(in, reason->input),
			(uintmax_t)reason->line);
		if (slice_is(reason->reason, "footer")) {
			buf_text(out, "what is no row");
			put_beginning(out, reason->record);
		} else {
			buf_text(out, slice_is(reason->reason, "blank")
					      ? "a record with nothing in it"
					      : "the header line, which is repeated");
		}
		if (reason->rows > 1)
			buf_printf(out, "; %ju such in all", (uintmax_t)reason->rows);
		buf_char(out, '\n');
	}
}

void outcome_release(struct outcome *outcome)
{
	free(outcome->input);
	free(outcome->reason);
	arena_release(&outcome->texts);
}

int outcome_parse_limit(struct outcome_limit *limit, const char *text, struct diag *why)
{
	struct slice number = text != NULL ? slice_of(text) : (struct slice){ NULL, 0 };
	struct diag reason;

	*limit = (struct outcome_limit){ .given = text != NULL };
	if (text == NULL)
		return 0;
	limit->percent = slice_ends(number, slice_of("%"));
	number.length -= limit->percent;
	if (amount_parse(number, &limit->micros, &reason) < 0 || limit->micros < 0 ||
		(!limit->percent && limit->micros % 1000000 != 0))
		return diag_usage(why,
			"--max-rejects: expected a number of rows or a percentage, got '%s'", text);
	return 0;
}

bool outcome_exceeds(const struct outcome_limit *limit, uint64_t bad, uint64_t read)
{
	if (!limit->given)
		return false;
	if (limit->percent)
		return (int128)bad * 100 * 1000000 > (int128)read * limit->micros;
	return (int128)bad * 1000000 > limit->micros;
}
