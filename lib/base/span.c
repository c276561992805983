/* SPDX-License-Identifier: MIT */
#include "base/span.h"

#include "base/num.h"

const char *const span_unit_words[SPAN_UNITS + 1] = { "day", "week", "month", "year", NULL };

double span_unit_days(enum span_unit unit)
{
	static const double days[SPAN_UNITS] = { 1, 7, 365.25 / 12, 365.25 };

	return days[unit];
}

bool span_parse(struct slice text, double *days)
{
	double count;

	if (text.length < 2)
		return false;
	for (int unit = 0; unit < SPAN_UNITS; unit++) {
		if (text.at[text.length - 1] != span_unit_words[unit][0])
			continue;
		text.length--;
		if (!num_parse_real(text, &count) || !(count > 0))
			return false;
		*days = count * span_unit_days((enum span_unit)unit);
		return true;
	}
	return false;
}
