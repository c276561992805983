/* SPDX-License-Identifier: MIT */
/* number: numbers, amounts, sizes, dates, moments and spans, there and back. */
#include <math.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/num.h"
#include "base/span.h"
#include "fuzz.h"

static bool equal(struct decimal a, struct decimal b)
{
	return decimal_compare(a, b) == 0;
}

static void check_decimal(struct slice text, struct slice other)
{
	struct buf out = BUF_EMPTY;
	struct decimal a, b, c, d;

	if (decimal_parse(text, &a)) {
		decimal_put(&out, a);
		assert(decimal_parse(buf_slice(&out), &b) && equal(a, b));
		for (int places = 0; places <= DECIMAL_MAX_SCALE; places += 6)
			decimal_round(a, places);
		(void)decimal_real(a);
		if (decimal_parse(other, &b)) {
			if (decimal_add(a, b, &c) && decimal_subtract(c, b, &d))
				assert(equal(a, d));
			if (decimal_multiply(a, b, &c) && decimal_multiply(b, a, &d))
				assert(equal(c, d));
			decimal_divide(a, b, &c);
			assert(decimal_compare(a, b) == -decimal_compare(b, a));
		}
	}
	buf_release(&out);
}

static void check_amount(struct slice text)
{
	struct buf out = BUF_EMPTY;
	int64_t micros, again;
	struct diag why;

	if (amount_parse(text, &micros, &why) < 0) {
		fuzz_message(&why);
		return;
	}
	amount_put(&out, micros);
	assert(amount_parse(buf_slice(&out), &again, &why) == 0 && again == micros);
	for (int decimals = 0; decimals <= AMOUNT_SCALE; decimals++)
		amount_put_grouped(&out, micros, decimals);
	buf_release(&out);
}

static void check_numbers(struct slice text)
{
	struct buf out = BUF_EMPTY;
	int64_t whole, again;
	uint64_t size;
	double real, days;

	if (num_parse_int(text, &whole)) {
		num_put_int(&out, whole);
		assert(num_parse_int(buf_slice(&out), &again) && again == whole);
		num_put_grouped(&out, whole);
	}
	if (num_parse_real(text, &real)) {
		assert(isfinite(real));
		num_put_real(&out, real, 12);
	}
	num_parse_size(text, &size);
	assert(!span_parse(text, &days) || days > 0);
	buf_release(&out);
}

static void check_dates(struct slice text)
{
	struct buf out = BUF_EMPTY;
	struct moment moment, same;
	int32_t date, again;

	if (date_parse(text, &date)) {
		date_put(&out, date);
		assert(slice_equal(buf_slice(&out), text));
		assert(date_parse_start(text, &again) && again == date);
	}
	buf_reset(&out);
	if (moment_parse(text, &moment)) {
		assert(date_parse_start(text, &again));
		moment_put(&out, moment);
		assert(moment_parse(buf_slice(&out), &same));
		assert(moment.seconds == same.seconds && moment.nanoseconds == same.nanoseconds);
		assert(moment.has_zone == same.has_zone);
	} else {
		assert(!date_parse_start(text, &again));
	}
	buf_release(&out);
}

static void fuzz(struct slice bytes)
{
	struct slice text = fuzz_line(&bytes);

	check_decimal(text, bytes);
	check_amount(text);
	check_numbers(text);
	check_dates(text);
}
