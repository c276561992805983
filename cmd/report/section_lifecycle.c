/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "division.h"
#include "section.h"

static const char *const stage_name[CUSTOMER_STAGES + 1] = { "prospect", "new", "growing", "mature",
	"declining", "dormant", "lost", "", "" };

/* A stage in the reader's words; behind the last: who was not there. */
static struct figure stage_figure(struct sheet *sheet, size_t stage, const char *nowhere)
{
	if (stage == CUSTOMER_STAGES)
		return sheet_text(sheet_word(sheet, nowhere), slice_of(nowhere));
	return sheet_value(sheet, slice_of("lifecycle"), slice_of(stage_name[stage]));
}

/* Does anybody come from, or go to, this stage? */
static bool is_from(const struct intake *intake, size_t from)
{
	for (size_t to = 0; to <= CUSTOMER_STAGES; to++)
		if (intake->flow[from][to] > 0)
			return true;
	return false;
}

static bool is_to(const struct intake *intake, size_t to)
{
	for (size_t from = 0; from <= CUSTOMER_STAGES; from++)
		if (intake->flow[from][to] > 0)
			return true;
	return false;
}

/* Coming back from decline is good, going there or further is bad; growing up is neither. */
static enum report_tone tone_of(size_t from, size_t to)
{
	if (from > CUSTOMER_LOST || to > CUSTOMER_LOST || from == to)
		return REPORT_NEUTRAL;
	if (to >= CUSTOMER_DECLINING && to > from)
		return REPORT_BAD;
	return from >= CUSTOMER_DECLINING ? REPORT_GOOD : REPORT_NEUTRAL;
}

/* The stages that somebody comes from or goes to, and who goes where. */
struct flow {
	size_t from[CUSTOMER_STAGES + 1], to[CUSTOMER_STAGES + 1];
	size_t from_count, to_count;
	int64_t moved, better, worse;
};

static void find_flow(const struct intake *intake, struct flow *flow)
{
	*flow = (struct flow){ .from_count = 0 };
	for (size_t i = 0; i <= CUSTOMER_STAGES; i++) {
		if (is_from(intake, i))
			flow->from[flow->from_count++] = i;
		if (is_to(intake, i))
			flow->to[flow->to_count++] = i;
	}
	for (size_t i = 0; i < CUSTOMER_STAGES; i++)
		for (size_t k = 0; k < CUSTOMER_STAGES; k++) {
			flow->moved += i != k ? intake->flow[i][k] : 0;
			flow->better += tone_of(i, k) == REPORT_GOOD ? intake->flow[i][k] : 0;
			flow->worse += tone_of(i, k) == REPORT_BAD ? intake->flow[i][k] : 0;
		}
}

/* The matrix of it: a row for each stage of then, a column for each of now. */
static void fill_flow(struct grid *grid, const struct flow *flow)
{
	struct sheet *sheet = grid->sheet;

	grid_column(grid, "before", sheet_word(sheet, "lifecycle.before"), REPORT_TEXT);
	for (size_t k = 0; k < flow->to_count; k++) {
		size_t to = flow->to[k];
		const char *key = to == CUSTOMER_STAGES     ? "gone"
				  : *stage_name[to] == '\0' ? "none"
							    : stage_name[to];

		grid_column(
			grid, key, stage_figure(sheet, to, "lifecycle.gone").shown, REPORT_COUNT);
	}
	for (size_t i = 0; i < flow->from_count; i++) {
		size_t from = flow->from[i];

		grid_put(grid, stage_figure(sheet, from, "lifecycle.came"));
		for (size_t k = 0; k < flow->to_count; k++)
			grid_put(grid,
				from < CUSTOMER_STAGES || flow->to[k] < CUSTOMER_STAGES
					? sheet_count(sheet, sheet->intake->flow[from][flow->to[k]])
					: sheet_nothing(REPORT_COUNT));
	}
}

static bool has_one_day(const struct summary *summary)
{
	return summary->has_as_of && summary->as_of == summary->as_of_least;
}

/* The days that both sides are seen from, where they are two; else a word for each. */
static void name_sides(struct sheet *sheet, struct report_sankey *sankey)
{
	const struct summary *then = &sheet->before->all.summary, *now = sheet->summary;

	if (has_one_day(then) && has_one_day(now) && then->as_of != now->as_of) {
		sankey->from_name = sheet_date(sheet, then->as_of).shown;
		sankey->to_name = sheet_date(sheet, now->as_of).shown;
		return;
	}
	sankey->from_name = sheet_word(sheet, "lifecycle.before");
	sankey->to_name = sheet_word(sheet, "lifecycle.now");
}

static struct slice moved_text(struct sheet *sheet, const struct flow *flow)
{
	if (flow->moved == 0)
		return sheet_word(sheet, "lifecycle.still");
	return SHEET_SAY(sheet, "lifecycle.moved", sheet_count(sheet, flow->moved).shown,
		sheet_count(sheet, flow->better).shown, sheet_count(sheet, flow->worse).shown);
}

static int draw_flow(struct grid *grid, const struct flow *flow, struct diag *why)
{
	struct sheet *sheet = grid->sheet;
	const struct intake *intake = sheet->intake;
	struct slice *from = grid_labels(grid, 0), to[CUSTOMER_STAGES + 1];
	double value[(CUSTOMER_STAGES + 1) * (CUSTOMER_STAGES + 1)];
	enum report_tone tone[(CUSTOMER_STAGES + 1) * (CUSTOMER_STAGES + 1)];
	struct report_sankey sankey = {
		.title = moved_text(sheet, flow),
		.note = sheet_word(sheet, "lifecycle.flow_note"),
		.from = from,
		.to = to,
		.from_count = flow->from_count,
		.to_count = flow->to_count,
		.value = value,
		.tone = tone,
		.tone_name = { sheet_word(sheet, "lifecycle.usual"),
			sheet_word(sheet, "lifecycle.better"),
			sheet_word(sheet, "lifecycle.worse") },
		.measure = sheet_measure(sheet, REPORT_COUNT, sheet_word(sheet, "word.customers")),
	};
	int result;

	name_sides(sheet, &sankey);
	for (size_t k = 0; k < flow->to_count; k++)
		to[k] = grid->column[k + 1].name;
	for (size_t i = 0; i < flow->from_count; i++)
		for (size_t k = 0; k < flow->to_count; k++) {
			value[i * flow->to_count + k] =
				(double)intake->flow[flow->from[i]][flow->to[k]];
			tone[i * flow->to_count + k] = tone_of(flow->from[i], flow->to[k]);
		}
	result = report_sankey(&sheet->report, &sankey, why);
	free(from);
	return result;
}

/* Who moved from which stage to which since the time before. */
static int put_flow(struct sheet *sheet, struct diag *why)
{
	struct flow flow;
	struct grid grid;
	int result;

	find_flow(sheet->intake, &flow);
	grid_begin(&grid, sheet, "lifecycle_flow");
	fill_flow(&grid, &flow);
	grid_source(&grid, sheet->stream, "customer_id, lifecycle", "rule.flow");
	result = draw_flow(&grid, &flow, why);
	if (result == 0)
		grid_attach(&grid, false);
	grid_end(&grid);
	return result;
}

int section_lifecycle(struct sheet *sheet, struct diag *why)
{
	const struct intake *intake = sheet->intake;
	struct division division;

	if (intake->layout.lifecycle < 0)
		return 0;
	division_of(sheet, &division, &sheet->intake->all.tally[intake->layout.lifecycle],
		slice_of("lifecycle"));
	if (division_bars(sheet, &division, "lifecycle", false, why) < 0)
		return -1;
	if (intake->before == NULL || intake->before->layout.lifecycle < 0)
		return 0;
	return put_flow(sheet, why);
}
