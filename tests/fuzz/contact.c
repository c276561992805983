/* SPDX-License-Identifier: MIT */
/* contact: telephone numbers and addresses of mail; what is written is taken as it is. */
#include "fuzz.h"
#include "tab/email.h"
#include "tab/phone.h"

static void fuzz(struct slice bytes)
{
	static const char *const codes[] = { "CN", "US", "GB", "DE", "IT", "JP" };
	unsigned how = fuzz_byte(&bytes);
	const struct phone_country *country =
		how % 7 == 6 ? NULL : phone_country(slice_of(codes[how % 7]));
	struct buf once = BUF_EMPTY, twice = BUF_EMPTY;
	struct diag why;

	if (phone_put(bytes, country, &once, &why) < 0) {
		fuzz_message(&why);
		assert(once.length == 0);
	} else if (once.length > 0) {
		assert(once.at[0] == '+' && once.length <= 16);
		assert(phone_put(buf_slice(&once), NULL, &twice, &why) == 0);
		fuzz_same(&once, &twice);
	}
	buf_reset(&once);
	buf_reset(&twice);
	if (email_put(bytes, &once, &why) < 0) {
		fuzz_message(&why);
		assert(once.length == 0);
	} else {
		assert(email_put(buf_slice(&once), &twice, &why) == 0);
		fuzz_same(&once, &twice);
	}
	buf_release(&once);
	buf_release(&twice);
}
