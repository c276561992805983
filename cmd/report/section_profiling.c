/* SPDX-License-Identifier: MIT */
#include "division.h"
#include "section.h"

/* Segments that have a section of their own. */
static bool is_elsewhere(struct slice name)
{
	static const char *const own[] = { "lifecycle", "abc", "pyramid", "rfm_segment", "ladder" };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (slice_is(name, own[i]))
			return true;
	return false;
}

/* Who are they? By every other column that divides them. */
int section_profiling(struct sheet *sheet, struct diag *why)
{
	const struct customer_layout *layout = &sheet->intake->layout;
	struct division division;

	for (size_t i = 0; i < layout->segments; i++) {
		struct slice name = layout->segment[i].name;

		if (is_elsewhere(name))
			continue;
		division_of(sheet, &division, &sheet->intake->all.tally[i], name);
		buf_text(&sheet->draft, "by_");
		buf_put(&sheet->draft, name);
		if (division_bars(sheet, &division, sheet_take(sheet).at, false, why) < 0)
			return -1;
	}
	return 0;
}
