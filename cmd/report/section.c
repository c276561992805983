/* SPDX-License-Identifier: MIT */
#include "section.h"

const struct section section_all[] = {
	{ "headline", section_headline },
	{ "time", section_time },
	{ "pareto", section_pareto },
	{ "pyramid", section_pyramid },
	{ "rfm", section_rfm },
	{ "lifecycle", section_lifecycle },
	{ "value", section_value },
	{ "risk", section_risk },
	{ "model", section_model },
	{ "winback", section_winback },
	{ "profiling", section_profiling },
	{ "persistency", section_persistency },
	{ "profitability", section_profitability },
	{ "performance", section_performance },
	{ "prospecting", section_prospecting },
	{ "products", section_products },
	{ "promotion", section_promotion },
	{ "best", section_best },
	{ NULL, NULL },
};

const struct section *section_find(struct slice name)
{
	for (const struct section *section = section_all; section->name != NULL; section++)
		if (slice_is(name, section->name))
			return section;
	return NULL;
}

void section_put_list(struct buf *out)
{
	for (const struct section *section = section_all; section->name != NULL; section++) {
		buf_text(out, section > section_all ? ", " : "");
		buf_text(out, section->name);
	}
}
