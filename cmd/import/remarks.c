/* SPDX-License-Identifier: MIT */
#include "remarks.h"

#include "base/num.h"
#include "cli/app.h"
#include "forms.h"
#include "odd.h"

/* Say what is unusual about an input, if something is. */
static void put_dialect(const struct stream *in, size_t input, struct buf *out)
{
	struct buf text = BUF_EMPTY;

	dialect_describe(&stream_table(in, input)->dialect, &text);
	if (text.length > 0)
		buf_printf(out, "%s: %s\n", stream_input_name(in, input), buf_string(&text));
	buf_release(&text);
}

void remarks_first_dialect(const struct stream *in)
{
	struct buf text = BUF_EMPTY;

	put_dialect(in, 0, &text);
	app_note_lines(buf_slice(&text));
	buf_release(&text);
}

static bool same_dialect(const struct stream *in, size_t input)
{
	const struct table *first = stream_table(in, 0);
	const struct table *table = stream_table(in, input);
	struct buf one = BUF_EMPTY, other = BUF_EMPTY;
	bool same;

	dialect_describe(&first->dialect, &one);
	dialect_describe(&table->dialect, &other);
	same = slice_equal(buf_slice(&one), buf_slice(&other));
	buf_release(&one);
	buf_release(&other);
	return same;
}

/* How the others are written that are not written as the first. */
static void note_other_dialects(const struct stream *in)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 1; i < stream_count(in); i++)
		if (stream_table(in, i)->dialect.width > 0 && !same_dialect(in, i))
			put_dialect(in, i, &text);
	app_note_lines(buf_slice(&text));
	buf_release(&text);
}

static void note_left_out_records(const struct outcome *outcome, const struct stream *in)
{
	struct buf text = BUF_EMPTY;

	outcome_put_notes(outcome, in, &text);
	app_note_lines(buf_slice(&text));
	buf_release(&text);
}

static void note_found(const struct plan *plan)
{
	struct buf note = BUF_EMPTY;

	plan_put_note(plan, &note);
	if (note.length > 0)
		app_note("%s", buf_string(&note));
	buf_release(&note);
}

/* What is taken as it stands, but may be meant otherwise. */
static void note_doubts(const struct plan *plan)
{
	struct buf note = BUF_EMPTY;

	odd_put_hints(plan, &note);
	odd_put_question(plan, &note);
	app_note_lines(buf_slice(&note));
	buf_release(&note);
}

static void note_odd(const struct plan *plan)
{
	struct buf notes = BUF_EMPTY;

	odd_put_notes(plan, &notes);
	app_note_lines(buf_slice(&notes));
	buf_release(&notes);
}

void remarks_forms(const struct plan *plan)
{
	struct buf notes = BUF_EMPTY;

	forms_put_notes(plan, &notes);
	app_note_lines(buf_slice(&notes));
	buf_release(&notes);
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

void remarks_plan(const struct plan *plan)
{
	note_found(plan);
	note_doubts(plan);
}

void remarks_inputs(const struct outcome *outcome, const struct stream *in)
{
	note_other_dialects(in);
	note_left_out_records(outcome, in);
}

void remarks_values(const struct plan *plan)
{
	note_odd(plan);
	note_left_out(plan);
}
