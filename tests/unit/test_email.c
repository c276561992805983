/* SPDX-License-Identifier: MIT */
#include "tab/email.h"

#include "test_streams.h"

static const struct {
	const char *text, *field; /* or, if it is bad, the reason behind a '!' */
} rows[] = {
	{ "a@b.cn", "a@b.cn" },
	{ " Wang.Fang@Example.COM ", "wang.fang@example.com" },
	{ "o'brien+news@mail.example.co.uk", "o'brien+news@mail.example.co.uk" },
	{ "ＡＢＣ＠ｅｘａｍｐｌｅ．ｃｏｍ", "abc@example.com" },
	{ "mailto:x@example.org", "x@example.org" },
	{ "MAILTO: x@example.org", "x@example.org" },
	{ "mailto:\u200e x@example.org", "x@example.org" },
	{ "mailto:\u200e@example.org", "!nothing before the @" },
	{ "1@2.com", "1@2.com" },
	{ "用户@例子.中国", "用户@例子.中国" },
	{ "JÖRG@BÜCHER.de", "jörg@bücher.de" },
	{ "x@xn--fsqu00a.xn--0zwm56d", "x@xn--fsqu00a.xn--0zwm56d" },
	{ "abc", "!no @" },
	{ "@b.cn", "!nothing before the @" },
	{ "a@", "!nothing behind the @" },
	{ "a@b@c.com", "!more than one @" },
	{ "a b@c.com", "!a character before the @ that no address has" },
	{ ".a@b.com", "!a point where none can be" },
	{ "a..b@c.com", "!a point where none can be" },
	{ "a.@c.com", "!a point where none can be" },
	{ "a@b", "!no domain like example.com" },
	{ "a@b.c", "!no domain like example.com" },
	{ "a@127.0.0.1", "!no domain like example.com" },
	{ "a@b..com", "!a point where none can be" },
	{ "a@.com", "!a point where none can be" },
	{ "a@b.com.", "!a point where none can be" },
	{ "a@-b.com", "!a domain with a hyphen where none can be" },
	{ "a@b-.com", "!a domain with a hyphen where none can be" },
	{ "a@b_c.com", "!a character in the domain that no domain has" },
	{ "a@b.com; c@d.com", "!more than one @" },
	{ "<a@b.com>", "!a character before the @ that no address has" },
	{ "\xff@b.com", "!no text, or too long" },
};

START_TEST(addresses_are_checked_and_lowered)
{
	struct buf out = BUF_EMPTY;
	struct diag why;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool good = rows[i].field[0] != '!';

		buf_reset(&out);
		ck_assert_msg((email_put(slice_of(rows[i].text), &out, &why) == 0) == good, "'%s'",
			rows[i].text);
		if (good) {
			ck_assert_str_eq(buf_string(&out), rows[i].field);
			continue;
		}
		ck_assert_str_eq(why.code, "not-an-email");
		ck_assert_msg(strstr(why.text, rows[i].field + 1) != NULL, "'%s': %s", rows[i].text,
			why.text);
		ck_assert_uint_eq(out.length, 0);
	}
	buf_release(&out);
}
END_TEST

START_TEST(parts_have_their_longest)
{
	struct buf text = BUF_EMPTY, out = BUF_EMPTY;
	struct diag why;

	for (int i = 0; i < 64; i++)
		buf_char(&text, 'a');
	buf_text(&text, "@example.com");
	ck_assert_int_eq(email_put(buf_slice(&text), &out, &why), 0);
	text.at[0] = 'b';
	buf_reset(&text);
	for (int i = 0; i < 65; i++)
		buf_char(&text, 'a');
	buf_text(&text, "@example.com");
	ck_assert_int_eq(email_put(buf_slice(&text), &out, &why), -1);
	buf_release(&text);
	buf_release(&out);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("email");

	tcase_add_test(tests, addresses_are_checked_and_lowered);
	tcase_add_test(tests, parts_have_their_longest);
	return run_tests(tests);
}
