/* SPDX-License-Identifier: MIT */
#include "margin.h"

bool margin_parse_rate(struct slice text, struct decimal *rate)
{
	bool percent = slice_ends(text, slice_of("%"));

	if (percent)
		text.length--;
	if (!decimal_parse(text, rate))
		return false;
	return !percent || decimal_multiply(*rate, (struct decimal){ 1, 2 }, rate);
}

int margin_parse(struct margin *margin, const char *text, struct diag *why)
{
	*margin = (struct margin){ .column = NULL, .rate = decimal_of(1) };
	if (text == NULL || margin_parse_rate(slice_of(text), &margin->rate))
		return 0;
	if (*text == '\0' || slice_ends(slice_of(text), slice_of("%")))
		return diag_usage(why,
			"--margin: expected a rate like 0.3 or 30%%, or a column, got '%s'", text);
	margin->column = text;
	return 0;
}
