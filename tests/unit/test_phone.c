/* SPDX-License-Identifier: MIT */
#include "tab/phone.h"

#include "test_streams.h"

static const struct {
	const char *country, *text, *field;
} rows[] = {
	{ "CN", "13812345678", "+8613812345678" },
	{ "CN", "138 1234 5678", "+8613812345678" },
	{ "CN", "138-1234-5678", "+8613812345678" },
	{ "CN", "１３８１２３４５６７８", "+8613812345678" },
	{ "CN", "8613812345678", "+8613812345678" },
	{ "CN", "+86 138 1234 5678", "+8613812345678" },
	{ "CN", "008613812345678", "+8613812345678" },
	{ "cn", "(010) 8888-6666", "+861088886666" },
	{ "CN", "0755-12345678", "+8675512345678" },
	{ "CN", "（021）６２３４５６７８", "+862162345678" },
	{ "CN", "12345678", NULL },
	{ "CN", "138123456789", NULL },
	{ "CN", "1868888xxxx", NULL },
	{ "CN", "010-88886666转123", NULL },
	{ "CN", "11111111111", NULL },
	{ "CN", "0", NULL },
	{ "US", "(415) 555-2671", "+14155552671" },
	{ "US", "1-415-555-2671", "+14155552671" },
	{ "US", "415.555.2671", "+14155552671" },
	{ "US", "+1 415 555 2671", "+14155552671" },
	{ "US", "415-555-2671 x123", NULL },
	{ "US", "415-555-2671 ext. 3", NULL },
	{ "US", "555-2671", NULL },
	{ "US", "1-800-FLOWERS", NULL },
	{ "CA", "416 555 2671", "+14165552671" },
	{ "GB", "020 7946 0018", "+442079460018" },
	{ "GB", "07700 900123", "+447700900123" },
	{ "GB", "+44 (0)20 7946 0018", "+442079460018" },
	{ "GB", "+44020 7946 0018", "+442079460018" },
	{ "DE", "030/123456", "+4930123456" },
	{ "DE", "0171 1234567", "+491711234567" },
	{ "DE", "+49 89 636-48018", "+498963648018" },
	{ "FR", "01 42 68 53 00", "+33142685300" },
	{ "FR", "+33.1.42.68.53.00", "+33142685300" },
	{ "AU", "(03) 9520 4555", "+61395204555" },
	{ "IT", "06 6982", "+39066982" },
	{ "RU", "8 (495) 123-45-67", "+74951234567" },
	{ "HU", "06 1 234 5678", "+3612345678" },
	{ "HK", "2345 6789", "+85223456789" },
	{ "TW", "0912-345-678", "+886912345678" },
	{ NULL, "+41 44 668 18 00", "+41446681800" },
	{ NULL, "0041446681800", "+41446681800" },
	{ NULL, "tel:+1-201-555-0123", "+12015550123" },
	{ NULL, "+263 4 123456", "+2634123456" },
	{ NULL, "13812345678", NULL },
	{ NULL, "+999 123456", NULL },
	{ NULL, "+86 138", NULL },
	{ NULL, "+263 1", NULL },
	{ NULL, "+2631234567890123", NULL },
	{ NULL, "+", NULL },
	{ NULL, "++8613812345678", NULL },
	{ NULL, "1+8613812345678", NULL },
	{ NULL, "00", NULL },
	{ NULL, "n/a", NULL },
	{ NULL, "-", NULL },
	{ NULL, "\xff", NULL },
	{ NULL, "+123456789012345678901234567890", NULL },
};

START_TEST(numbers_become_e164)
{
	struct buf out = BUF_EMPTY, again = BUF_EMPTY;
	struct diag why;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct phone_country *country =
			rows[i].country != NULL ? phone_country(slice_of(rows[i].country)) : NULL;
		int result;

		buf_reset(&out);
		buf_reset(&again);
		result = phone_put(slice_of(rows[i].text), country, &out, &why);
		ck_assert_msg((result == 0) == (rows[i].field != NULL), "'%s' gives %d: '%s', %s",
			rows[i].text, result, buf_string(&out), why.text);
		if (result < 0) {
			ck_assert_str_eq(why.code, "not-a-phone");
			ck_assert_uint_eq(out.length, 0);
			continue;
		}
		ck_assert_str_eq(buf_string(&out), rows[i].field);
		/* In E.164 no country is needed any more. */
		ck_assert_int_eq(phone_put(buf_slice(&out), NULL, &again, &why), 0);
		ck_assert_str_eq(buf_string(&again), rows[i].field);
	}
	buf_release(&out);
	buf_release(&again);
}
END_TEST

START_TEST(reasons_are_said)
{
	struct buf out = BUF_EMPTY;
	struct diag why;

	phone_put(slice_of("415-555-2671 x12"), phone_country(slice_of("US")), &out, &why);
	ck_assert_str_eq(why.text, "not a phone number (an extension belongs into a column of its "
				   "own): '415-555-2671 x12'");
	phone_put(slice_of("4155552671"), NULL, &out, &why);
	ck_assert_str_eq(why.text,
		"not a phone number (no calling code, and no country was given): "
		"'4155552671'");
	buf_release(&out);
}
END_TEST

START_TEST(countries_are_found_by_their_letters)
{
	struct buf out = BUF_EMPTY;

	ck_assert_ptr_nonnull(phone_country(slice_of("us")));
	ck_assert_ptr_null(phone_country(slice_of("XX")));
	ck_assert_ptr_null(phone_country(slice_of("")));
	ck_assert_ptr_null(phone_country(slice_of("USA")));
	phone_put_countries(&out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "CN, CO"));
	buf_release(&out);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("phone");

	tcase_add_test(tests, numbers_become_e164);
	tcase_add_test(tests, reasons_are_said);
	tcase_add_test(tests, countries_are_found_by_their_letters);
	return run_tests(tests);
}
