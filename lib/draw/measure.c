/* SPDX-License-Identifier: MIT */
#include "draw/measure.h"

#include <assert.h>
#include <math.h>

static const double exponent_from = 1e15;

/* Append a number without sign; commas between groups of three, up to the point. */
static void put_grouped(struct buf *out, struct slice plain)
{
	const char *point = memchr(plain.at, '.', plain.length);
	size_t whole = point ? (size_t)(point - plain.at) : plain.length;

	for (size_t i = 0; i < plain.length; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			buf_char(out, ',');
		buf_char(out, plain.at[i]);
	}
}

/* Whether only zeros are left of the number after rounding; -0.0 must lose its sign then. */
static bool is_all_zero(struct slice plain)
{
	for (size_t i = 0; i < plain.length; i++)
		if (plain.at[i] != '0' && plain.at[i] != '.')
			return false;
	return true;
}

void measure_put(struct buf *out, const struct measure *measure, double value)
{
	struct buf plain = BUF_EMPTY;
	double size = fabs(measure->percent ? value * 100 : value);

	assert(isfinite(value));
	if (size < exponent_from)
		buf_printf(&plain, "%.*f", measure->decimals, size);
	else
		buf_printf(&plain, "%.3e", size);
	if (value < 0 && !is_all_zero(buf_slice(&plain)))
		buf_char(out, '-');
	buf_put(out, measure->before);
	if (size < exponent_from)
		put_grouped(out, buf_slice(&plain));
	else
		buf_put(out, buf_slice(&plain));
	if (measure->percent)
		buf_char(out, '%');
	buf_put(out, measure->after);
	buf_release(&plain);
}

bool measure_same_unit(const struct measure *a, const struct measure *b)
{
	return a->percent == b->percent && slice_equal(a->before, b->before) &&
	       slice_equal(a->after, b->after);
}
