/* SPDX-License-Identifier: MIT */
#include "forms.h"

#include <stdlib.h>

#include "base/mem.h"
#include "personal.h"
#include "values.h"

/* A worker's view of all columns. */
struct view {
	const struct plan *plan;
	struct values *values;
	struct form *form; /* for each target */
};

static void begin_forms(
	const struct plan *plan, struct form *form, const struct form_options *options)
{
	for (size_t i = 0; i < plan->count; i++)
		form_begin(&form[i], plan->target[i].type, options);
}

static struct view *new_view(const struct plan *plan)
{
	struct view *view = mem_zero(1, sizeof *view);

	view->plan = plan;
	view->values = values_new(plan);
	view->form = mem_zero(plan->count + 1, sizeof *view->form);
	begin_forms(plan, view->form, &plan->forms);
	return view;
}

/* A row that is bad, or a value that is, tells nothing here; the rows' own turn comes later. */
static int see_row(void *state, const struct row *row, struct diag *why)
{
	struct view *view = state;
	const struct plan *plan = view->plan;
	struct slice text;

	if (values_test(view->values, row, why) <= 0)
		return RUN_ROW_FILTERED;
	values_take(view->values, row);
	for (size_t i = 0; i < plan->count; i++) {
		const struct target *target = &plan->target[i];

		if (target->typed && !target->numbered && form_can_depend(target->type) &&
			values_of(view->values, target, &text, why) == 0)
			form_see(&view->form[i], text);
	}
	return RUN_ROW_USED;
}

static void *begin_view(void *tool)
{
	return new_view(tool);
}

static void end_view(void *tool, void *state)
{
	struct plan *plan = tool;
	struct view *view = state;

	for (size_t i = 0; i < plan->count; i++)
		form_merge(&plan->target[i].form, &view->form[i]);
	values_free(view->values);
	free(view->form);
	free(view);
}

static void see_block(struct view *view, const struct stream *in, const struct block *block)
{
	struct reader *reader = reader_new(in);
	struct diag why;
	struct row row;
	int result = block->bytes.length > 0;

	if (result > 0)
		reader_begin(reader, block);
	while (result != 0 && (result = reader_next(reader, &row, &why)) != 0)
		if (result == 1)
			see_row(view, &row, &why);
	reader_free(reader);
}

static bool can_depend(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->target[i].typed && form_can_depend(plan->target[i].type))
			return true;
	return false;
}

/* The first rows of each file tell whether one is enough to be read once. */
static void see_first(struct plan *plan, struct stream *in)
{
	struct view *view = new_view(plan);
	struct block block;

	see_block(view, in, stream_first(in));
	for (size_t i = 1; i < stream_count(in) && can_depend(plan); i++) {
		if (stream_look(in, i, &block) > 0)
			see_block(view, in, &block);
		stream_look_end(in, i);
	}
	end_view(plan, view);
}

static bool depends(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->target[i].typed && form_depends(&plan->target[i].form))
			return true;
	return false;
}

/* Look at all rows, and be ready to read them again. */
static int see_all(struct plan *plan, struct stream *in, const struct run *run, uint64_t memory,
	struct diag *why)
{
	static const struct run_fold fold = { begin_view, see_row, end_view, NULL };
	struct run quiet = *run;

	quiet.rejects = NULL;
	quiet.watch = NULL;
	quiet.seen = true; /* bad rows are dealt with when they are read */
	for (size_t i = 0; i < plan->count; i++)
		form_begin(&plan->target[i].form, plan->target[i].type, &plan->forms);
	stream_keep(in, memory);
	if (run_fold(&quiet, in, &fold, plan, NULL, why) < 0)
		return -1;
	return stream_rewind(in, why);
}

int forms_learn(struct plan *plan, struct stream *in, const struct run *run,
	const struct form_options *options, uint64_t memory, struct diag *why)
{
	plan->forms = *options;
	for (size_t i = 0; i < plan->count; i++)
		form_begin(&plan->target[i].form, plan->target[i].type, options);
	see_first(plan, in);
	if (depends(plan) && see_all(plan, in, run, memory, why) < 0)
		return -1;
	for (size_t i = 0; i < plan->count; i++)
		if (plan->target[i].typed && form_decide(&plan->target[i].form, why) < 0) {
			if (plan->target[i].hidden)
				personal_hide(why);
			return diag_column(why, plan->target[i].name);
		}
	return 0;
}

void forms_put_notes(const struct plan *plan, struct buf *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct target *target = &plan->target[i];
		size_t start = out->length, name;

		buf_put(out, target->name);
		buf_text(out, ": ");
		name = out->length;
		if (target->typed && !target->hidden) /* it shows values */
			form_describe(&target->form, out);
		if (out->length == name)
			out->length = start;
		else
			buf_char(out, '\n');
	}
}
