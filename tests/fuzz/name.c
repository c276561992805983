/* SPDX-License-Identifier: MIT */
/* name: headings of columns, folded and found by their aliases; full-width text. */
#include "base/unicode.h"
#include "fuzz.h"
#include "io/encoding.h"
#include "tab/alias.h"

static void fuzz(struct slice bytes)
{
	static const char *const kinds[] = { "transactions", "customers", "invoices", "points" };
	const struct kind *kind = kind_find(kinds[fuzz_byte(&bytes) % 4]);
	struct buf once = BUF_EMPTY, twice = BUF_EMPTY;
	struct alias_match match[8];
	struct slice text = bytes, name;
	size_t count = 0;

	while (count < 8 && slice_cut(&text, '\n', &name)) {
		buf_reset(&once);
		buf_reset(&twice);
		kind_put_name(&once, name);
		kind_put_name(&twice, buf_slice(&once));
		fuzz_same(&once, &twice);
		alias_put_form(&once, name);
		match[count++] = alias_find(kind, name);
	}
	alias_settle(match, count);
	if (encoding_check_utf8(bytes) == bytes.length) {
		buf_reset(&once);
		buf_reset(&twice);
		unicode_put(&once, bytes, UNICODE_PUNCTUATION_TOO);
		assert(encoding_check_utf8(buf_slice(&once)) == once.length);
		if (!unicode_put_matters(bytes))
			assert(slice_equal(buf_slice(&once), bytes));
		unicode_put(&twice, buf_slice(&once), UNICODE_PUNCTUATION_TOO);
		fuzz_same(&once, &twice);
	}
	buf_release(&once);
	buf_release(&twice);
}
