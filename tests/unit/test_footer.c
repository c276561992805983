/* SPDX-License-Identifier: MIT */
#include "tab/footer.h"

#include "test_streams.h"

static const struct {
	const char *record, *what; /* NULL: nothing of the sort */
} records[] = {
	{ "(5 rows)\n", "footer" },
	{ "5 rows selected.\r\n", "footer" },
	{ "5 rows in set (0.01 sec)", "footer" },
	{ "\"Total: 1,234.50\"", NULL }, /* the comma may divide it */
	{ "\"Total\",,7,", "footer" },
	{ "Total,5", "footer" },
	{ "Total 17,,,", "footer" },
	{ "总计：17", "footer" },
	{ "共 945 条", "footer" },
	{ "(945 行记录)", "footer" },
	{ "-- end of report --", "footer" },
	{ "----------", "footer" },
	{ "数据来源：某系统", "footer" },
	{ "Generated on 2024-01-31", "footer" },
	{ ",,,,\n", "blank" },
	{ "\"\",,\"\"", "blank" },
	{ " , ,\r\n", "blank" },
	{ "4711", NULL },
	{ "4711,abc", NULL },
	{ "Endicott", NULL },
	{ "Totally different", NULL },
	{ "rowing boat", NULL },
	{ "5 rowing boats", NULL },
	{ "Total SA,5", NULL },
};

START_TEST(ends_of_reports_are_known_by_their_words)
{
	for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
		const char *what = footer_find(slice_of(records[i].record), ',', '"');

		ck_assert_msg((what == NULL) == (records[i].what == NULL), "'%s': got %s",
			records[i].record, what != NULL ? what : "nothing");
		if (what != NULL)
			ck_assert_str_eq(what, records[i].what);
	}
}
END_TEST

START_TEST(totals_stand_alone_in_their_field)
{
	ck_assert(footer_is_total(slice_of("Total")));
	ck_assert(footer_is_total(slice_of("GRAND TOTAL:")));
	ck_assert(footer_is_total(slice_of("合计")));
	ck_assert(footer_is_total(slice_of("== 总计 ==")));
	ck_assert(!footer_is_total(slice_of("Total SA")));
	ck_assert(!footer_is_total(slice_of("合计有限公司")));
	ck_assert(!footer_is_total(slice_of("")));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("footer");

	tcase_add_test(tests, ends_of_reports_are_known_by_their_words);
	tcase_add_test(tests, totals_stand_alone_in_their_field);
	return run_tests(tests);
}
