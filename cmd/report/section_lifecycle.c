/* SPDX-License-Identifier: MIT */
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

static void fill_flow(struct grid *grid, const struct intake *intake)
{
	struct sheet *sheet = grid->sheet;

	for (size_t from = 0; from <= CUSTOMER_STAGES; from++) {
		if (!is_from(intake, from))
			continue;
		grid_put(grid, stage_figure(sheet, from, "lifecycle.came"));
		for (size_t to = 0; to <= CUSTOMER_STAGES; to++)
			if (is_to(intake, to))
				grid_put(grid, from < CUSTOMER_STAGES || to < CUSTOMER_STAGES
						       ? sheet_count(sheet, intake->flow[from][to])
						       : sheet_nothing(REPORT_COUNT));
	}
}

static int128 moved(const struct intake *intake)
{
	int128 sum = 0;

	for (size_t from = 0; from < CUSTOMER_STAGES; from++)
		for (size_t to = 0; to < CUSTOMER_STAGES; to++)
			sum += from != to ? intake->flow[from][to] : 0;
	return sum;
}

/* Who moved from which stage to which since the time before. */
static int put_flow(struct sheet *sheet, struct diag *why)
{
	const struct intake *intake = sheet->intake;
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, "lifecycle_flow");
	grid_column(&grid, "before", sheet_word(sheet, "lifecycle.before"), REPORT_TEXT);
	for (size_t to = 0; to < CUSTOMER_STAGES; to++)
		if (is_to(intake, to))
			grid_column(&grid, *stage_name[to] != '\0' ? stage_name[to] : "none",
				stage_figure(sheet, to, "").shown, REPORT_COUNT);
	if (is_to(intake, CUSTOMER_STAGES))
		grid_column(&grid, "gone", sheet_word(sheet, "lifecycle.gone"), REPORT_COUNT);
	fill_flow(&grid, intake);
	grid_source(&grid, sheet->stream, "customer_id, lifecycle", "rule.flow");
	result = grid_heat(&grid,
		&(struct grid_look){ .title = SHEET_SAY(sheet, "lifecycle.moved",
					     sheet_count(sheet, moved(intake)).shown),
			.note = sheet_word(sheet, "lifecycle.flow_note"),
			.first = 1 },
		false, why);
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
