/* SPDX-License-Identifier: MIT */
/*
 * form: a column of values, a line each, of any type. What is written for a value must be accepted
 * as a value of its type, and be written again as the same.
 */
#include "tab/form.h"

#include "fuzz.h"
#include "tab/escape.h"

static void check_written(enum type type, struct slice field)
{
	struct buf plain = BUF_EMPTY, again = BUF_EMPTY;
	struct diag why;

	escape_remove(&plain, field);
	assert(type_put(type, buf_slice(&plain), NULL, &again, &why) == 0);
	assert(slice_equal(buf_slice(&again), field));
	buf_release(&plain);
	buf_release(&again);
}

static void fuzz(struct slice bytes)
{
	unsigned how = fuzz_byte(&bytes), more = fuzz_byte(&bytes);
	enum type type = (enum type)(how % TYPE_COUNT);
	struct form_options options = {
		.dates = (enum dateform_order)(more % 4),
		.decimal = (enum numberform_mark)(more / 4 % 3),
		.country = more & 64 ? phone_country(slice_of(more & 128 ? "CN" : "US")) : NULL,
	};
	struct form form, other;
	struct slice rest = bytes, text;
	struct buf out = BUF_EMPTY;
	struct diag why;
	bool left_out = false;

	form_begin(&form, type, &options);
	form_begin(&other, type, &options);
	for (bool turn = false; slice_cut(&rest, '\n', &text); turn = !turn)
		form_see(turn ? &form : &other, text);
	form_merge(&form, &other);
	if (form_can_depend(type) && form_depends(&form) && form_decide(&form, &why) < 0)
		fuzz_message(&why);
	form_describe(&form, &out);
	for (rest = bytes; slice_cut(&rest, '\n', &text);) {
		buf_reset(&out);
		if (form_put(&form, text, &left_out, &out, &why) < 0)
			fuzz_message(&why);
		else
			check_written(type, buf_slice(&out));
	}
	buf_release(&out);
}
