/* SPDX-License-Identifier: MIT */
#include "division.h"
#include "section.h"

int section_pyramid(struct sheet *sheet, struct diag *why)
{
	int segment = sheet->intake->layout.pyramid;
	struct division division;
	struct grid grid;
	int result;

	if (segment < 0)
		return 0;
	division_of(sheet, &division, &sheet->intake->all.tally[segment], slice_of("pyramid"));
	grid_begin(&grid, sheet, "pyramid");
	division_fill(&grid, &division);
	grid_source(&grid, sheet->stream, "pyramid, amount", "rule.by_value");
	result = grid_tiers(&grid,
		&(struct grid_look){
			.title = division_finding(sheet, &division), .first = 1, .second = 4 },
		why);
	grid_end(&grid);
	return result;
}
