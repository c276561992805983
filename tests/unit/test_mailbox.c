/* SPDX-License-Identifier: MIT */
#include "draw/mailbox.h"

#include <check.h>
#include <stdlib.h>

START_TEST(addresses_are_written_one_a_line)
{
	static const struct {
		const char *list, *written;
	} rows[] = {
		{ "boss@example.com", "boss@example.com" },
		{ " a@b.c ,d@e.f ", "a@b.c,\n d@e.f" },
		{ "root", "root" },
		{ "<boss@example.com>", "boss@example.com" },
		{ "Ann Lee <ann@example.com>", "Ann Lee <ann@example.com>" },
		{ "Ann.O'Neil+x@mail.example.co.uk", "Ann.O'Neil+x@mail.example.co.uk" },
		{ "J. Doe <j@example.com>", "\"J. Doe\" <j@example.com>" },
		{ "\"Board, The\" <b@example.com>", "\"Board, The\" <b@example.com>" },
		{ "\"a \\\"b\\\" \\\\\" <b@example.com>", "\"a \\\"b\\\" \\\\\" <b@example.com>" },
		{ "王小明 <wang@example.com>", "=?UTF-8?B?546L5bCP5piO?= <wang@example.com>" },
		{ "\"Müller, Jörg\" <j@example.com>",
			"=?UTF-8?B?TcO8bGxlciwgSsO2cmc=?= <j@example.com>" },
		/* Encoded by the caller already. */
		{ "=?UTF-8?B?546L?= <w@example.com>", "=?UTF-8?B?546L?= <w@example.com>" },
		{ "a@xn--fsqu00a.xn--0zwm56d", "a@xn--fsqu00a.xn--0zwm56d" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf out = BUF_EMPTY;
		struct diag why = DIAG_EMPTY;

		ck_assert_msg(mailbox_put(&out, slice_of(rows[i].list), &why) == 0, "'%s': %s",
			rows[i].list, why.text);
		ck_assert_str_eq(buf_string(&out), rows[i].written);
		buf_release(&out);
	}
}
END_TEST

START_TEST(what_is_no_address_is_refused_in_words)
{
	static const struct {
		const char *list, *reason;
	} rows[] = {
		{ "", "nothing where an address should be" },
		{ "a@b.c,,d@e.f", "nothing where an address should be" },
		{ "a@b.c,", "nothing where an address should be" },
		{ "a@b.c\nBcc: d@e.f", "not an address" },
		{ "Ann\nBcc: x <a@b.c>", "not an address" },
		{ "\"Ann\nBcc: x\" <a@b.c>", "a name that cannot be shown" },
		{ "\"Ann <a@b.c>", "a quote that does not end" },
		{ "Ann Lee a@b.c", "not an address" },
		{ "Ann <a@b.c", "not an address" },
		{ "Ann <a@b.c> (boss)", "not an address" },
		{ "Ann <a@b.c> <d@e.f>", "not an address" },
		{ "Friends: a@b.c;", "not an address" },
		{ "a@", "not an address" },
		{ "@b.c", "not an address" },
		{ "a@b@c", "not an address" },
		{ "a..b@c.d", "not an address" },
		{ ".a@c.d", "not an address" },
		{ "a@c.d.", "not an address" },
		{ "a@b_c.d", "not an address" },
		{ "A\xff <a@b.c>", "a name that cannot be shown" },
		{ "用户@example.com", "letters beyond ASCII in the address '用户@example.com'" },
		{ "Wang <a@例子.com>", "letters beyond ASCII in the address 'a@例子.com'" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf out = BUF_EMPTY;
		struct diag why = DIAG_EMPTY;

		ck_assert_msg(mailbox_put(&out, slice_of(rows[i].list), &why) == -1, "'%s'",
			rows[i].list);
		ck_assert_msg(strncmp(why.text, rows[i].reason, strlen(rows[i].reason)) == 0,
			"'%s': %s", rows[i].list, why.text);
		buf_release(&out);
	}
}
END_TEST

/* No line is longer than the 998 bytes that a message may have, nor cut inside a character. */
START_TEST(long_names_are_folded)
{
	struct buf list = BUF_EMPTY, out = BUF_EMPTY;
	struct diag why;
	struct slice rest, line;

	for (int i = 0; i < 1000; i++)
		buf_text(&list, i < 500 ? "名" : "a");
	buf_text(&list, " <a@b.c>");
	ck_assert_int_eq(mailbox_put(&out, buf_slice(&list), &why), 0);
	rest = buf_slice(&out);
	while (slice_cut(&rest, '\n', &line))
		ck_assert_uint_le(line.length, 80);
	buf_release(&out);
	buf_reset(&list);
	for (int i = 0; i < 300; i++)
		buf_char(&list, 'a');
	ck_assert_int_eq(mailbox_put(&out, buf_slice(&list), &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "too long"));
	buf_release(&list);
	buf_release(&out);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mailbox");
	TCase *tests = tcase_create("mailbox");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_test(tests, addresses_are_written_one_a_line);
	tcase_add_test(tests, what_is_no_address_is_refused_in_words);
	tcase_add_test(tests, long_names_are_folded);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
