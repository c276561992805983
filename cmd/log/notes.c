/* SPDX-License-Identifier: MIT */
#include "notes.h"

#include <inttypes.h>

#include "base/num.h"

static void note_stream(const struct work *work)
{
	const struct run_counts *counts = &work->filter.counts;
	struct buf note = BUF_EMPTY;

	num_put_grouped(&note, (int64_t)counts->read);
	buf_text(&note, counts->read == 1 ? " row read = " : " rows read = ");
	num_put_grouped(&note, (int64_t)counts->used);
	buf_text(&note, " appended + ");
	num_put_grouped(&note, (int64_t)counts->rejected);
	buf_text(&note, " rejected + ");
	num_put_grouped(&note, (int64_t)counts->filtered);
	buf_text(&note, " there already");
	app_note("%s", buf_string(&note));
	buf_release(&note);
}

/* A column of the kind keeps the time of day that a date leaves out. */
static bool keeps_time(const struct work *work)
{
	for (size_t i = 0; i < work->columns.count; i++) {
		const struct target *target = &work->target[i];

		if (target->typed && target->type == TYPE_TIME &&
			(target->given != NULL || target->source >= 0))
			return true;
	}
	return false;
}

void notes_take(struct notes *notes, const struct work *work)
{
	struct slice torn = append_torn(work->ledger);
	const struct fact *fact = work->facts.fact;

	notes->made = append_is_new(work->ledger);
	notes->there_line =
		work->settings->from == NULL && fact != NULL && fact->same ? fact->there_line : 0;
	notes->ended = append_unfinished(work->ledger) > 0 &&
		       (work->settings->from == NULL ? notes->there_line == 0
						     : work->filter.counts.used > 0);
	notes->torn_bytes = torn.length;
	buf_put(&notes->torn, torn);
	for (size_t i = 0; i < torn.length; i++)
		if ((unsigned char)torn.at[i] < ' ')
			notes->torn.at[i] = '?';
}

void notes_say(const struct notes *notes, const struct work *work)
{
	struct buf list = BUF_EMPTY;

	if (notes->made) {
		columns_put_list(&work->columns, &list);
		app_note("made '%s' with the columns %s", work->path, buf_string(&list));
	}
	if (notes->torn_bytes > 0)
		app_note("%s: cut off the last %zu bytes, left half written when the power went: "
			 "'" SLICE "'",
			work->path, notes->torn_bytes, SLICE_ARG(buf_slice(&notes->torn)));
	if (notes->ended)
		app_note("%s: the last line had no line feed and has one now", work->path);
	if (notes->there_line > 0)
		app_note(
			"%s:%" PRIu64 ": the fact is there already", work->path, notes->there_line);
	if (work->settings->from != NULL)
		note_stream(work);
	if (work->left_out > 0 && !keeps_time(work))
		app_note("left out a time of day in %" PRIu64 " fact%s", work->left_out,
			work->left_out == 1 ? "" : "s");
	buf_release(&list);
}
