/* SPDX-License-Identifier: MIT */
#include "tab/form.h"

#include "tab/escape.h"
#include "test_seed.h"
#include "test_streams.h"

enum { MOST = 12 };

/* A column: what is in it, and what becomes of it, or why it is refused. */
struct column {
	enum type type;
	const char *text[MOST];
	const char *field[MOST]; /* NULL: a bad value */
	const char *described;   /* "" if nothing was decided */
	const char *code;        /* of the refusal, or NULL */
};

static const struct form_options usual = { .first_year = 0 };

static void see_all(
	struct form *form, const struct column *column, const struct form_options *options)
{
	form_begin(form, column->type, options);
	for (int i = 0; i < MOST && column->text[i] != NULL; i++)
		form_see(form, slice_of(column->text[i]));
}

static void ck_fields(const struct form *form, const struct column *column)
{
	struct buf out = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;

	for (int i = 0; i < MOST && column->text[i] != NULL; i++) {
		int result;

		buf_reset(&out);
		result = form_put(form, slice_of(column->text[i]), NULL, &out, &why);
		ck_assert_msg((result == 0) == (column->field[i] != NULL), "'%s' gives %d: %s, %s",
			column->text[i], result, buf_string(&out), why.text);
		if (result == 0)
			ck_assert_str_eq(buf_string(&out), column->field[i]);
		else
			ck_assert_uint_eq(out.length, 0);
	}
	buf_release(&out);
}

static void ck_column_with(const struct column *column, const struct form_options *options)
{
	struct form form;
	struct buf line = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;
	int result;

	see_all(&form, column, options);
	result = form_decide(&form, &why);
	if (column->code != NULL) {
		ck_assert_msg(result == -1, "'%s' is decided", column->text[0]);
		ck_assert_str_eq(why.code, column->code);
		ck_assert_str_eq(why.text, column->described);
		buf_release(&line);
		return;
	}
	ck_assert_msg(result == 0, "'%s': %s", column->text[0], why.text);
	form_describe(&form, &line);
	ck_assert_str_eq(buf_string(&line), column->described);
	ck_fields(&form, column);
	buf_release(&line);
}

#define ck_columns(columns)                                              \
	for (size_t c = 0; c < sizeof(columns) / sizeof *(columns); c++) \
	ck_column_with(&(columns)[c], &usual)

START_TEST(order_of_day_and_month_is_decided_over_the_column)
{
	static const struct column columns[] = {
		{ TYPE_DATE, { "01/12/2011", "13/1/2011", "2011-12-05", "", "1/13/2011", "n/a" },
			{ "2011-12-01", "2011-01-13", "2011-12-05", "", NULL, NULL },
			"there are dates in different orders, '13/1/2011' and '1/13/2011'; choose "
			"one with --dates dmy, mdy or ymd, and the others are bad values",
			"mixed-dates" },
		{ TYPE_DATE, { "01/12/2011", "13/1/2011", "2011-12-05", "", "n/a", "31.2.2011" },
			{ "2011-12-01", "2011-01-13", "2011-12-05", "", NULL, NULL },
			"day before month (01/12/2011 is 2011-12-01), in 2 values", NULL },
		{ TYPE_DATE, { "1/2/2013", "1/26/2013" }, { "2013-01-02", "2013-01-26" },
			"month before day (1/2/2013 is 2013-01-02), in 2 values", NULL },
		{ TYPE_DATE, { "2/24/11", "1/31/11", "2/3/51" },
			{ "2011-02-24", "2011-01-31", "1951-02-03" },
			"month before day (2/3/51 is 1951-02-03), in 3 values; years of two digits "
			"are 1950 to 2049, in 3 values",
			NULL },
		{ TYPE_DATE, { "1/2/2013", "5/6/2013" }, { NULL },
			"'1/2/2013' may be 2013-02-01 (--dates dmy) or 2013-01-02 (--dates mdy), "
			"and no other value tells",
			"ambiguous-date" },
		{ TYPE_DATE, { "11-12-01", "11-12-09" }, { NULL },
			"'11-12-01' may be 2001-12-11 (--dates dmy) or 2001-11-12 (--dates mdy) or "
			"2011-12-01 (--dates ymd), and no other value tells",
			"ambiguous-date" },
		{ TYPE_DATE, { "11-12-01", "99-12-31" }, { "2011-12-01", "1999-12-31" },
			"year before month (11-12-01 is 2011-12-01), in 2 values; years of two "
			"digits are 1950 to 2049, in 2 values",
			NULL },
		{ TYPE_DATE, { "01.02.11", "31.12.11" }, { "2011-02-01", "2011-12-31" },
			"day before month (01.02.11 is 2011-02-01), in 2 values; years of two "
			"digits are 1950 to 2049, in 2 values",
			NULL },
		/* It is the same day in any order. */
		{ TYPE_DATE, { "1/1/2011", "7/7/2011", "3/3/12" },
			{ "2011-01-01", "2011-07-07", "2012-03-03" },
			"years of two digits are 1950 to 2049, in 1 value", NULL },
		{ TYPE_TIME, { "13/12/2011 8:26 PM", "1/2/2011" },
			{ "2011-12-13T20:26:00", "2011-02-01T00:00:00" },
			"day before month (1/2/2011 is 2011-02-01), in 2 values", NULL },
	};

	ck_columns(columns);
}
END_TEST

START_TEST(options_decide_before_values)
{
	static const struct column columns[] = {
		{ TYPE_DATE, { "1/2/2013", "13/1/2013", "1/13/2013" },
			{ "2013-02-01", "2013-01-13", NULL },
			"day before month (1/2/2013 is 2013-02-01), in 3 values", NULL },
		{ TYPE_AMOUNT, { "1.234", "1.50", "1.234,50" }, { "1234", NULL, "1234.5" },
			"decimal comma (1.234 is 1234), in 2 values", NULL },
	};
	static const struct form_options options = { .dates = DATEFORM_DMY,
		.decimal = NUMBERFORM_COMMA };

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		ck_column_with(&columns[i], &options);
}
END_TEST

START_TEST(numbers_are_dates_where_nothing_else_is)
{
	static const struct column columns[] = {
		{ TYPE_DATE, { "40878", "40878.75", "n/a", "2011", "" },
			{ "2011-12-01", "2011-12-01", NULL, NULL, "" },
			"day numbers of a spreadsheet (40878 is 2011-12-01), in 2 values", NULL },
		{ TYPE_TIME, { "40878.3513888889", "73050", "73051", "9999" },
			{ "2011-12-01T08:26:00", "2099-12-31T00:00:00", NULL, NULL },
			"day numbers of a spreadsheet (40878.3513888889 is 2011-12-01), in 2 "
			"values",
			NULL },
		{ TYPE_TIME, { "1322727960", "1322727960123", "1322727960.5" },
			{ "2011-12-01T08:26:00Z", "2011-12-01T08:26:00.123Z",
				"2011-12-01T08:26:00.5Z" },
			"Unix times (1322727960 is 2011-12-01), in 3 values", NULL },
		{ TYPE_DATE, { "40878", "2011-12-01" }, { NULL, "2011-12-01" }, "", NULL },
		{ TYPE_DATE, { "20111201", "20111202082600" }, { "2011-12-01", "2011-12-02" }, "",
			NULL },
	};

	ck_columns(columns);
}
END_TEST

START_TEST(decimal_mark_is_decided_over_the_column)
{
	static const struct column columns[] = {
		{ TYPE_AMOUNT, { "1,234", "1,234.56", "12" }, { "1234", "1234.56", "12" },
			"decimal point (1,234 is 1234), in 1 value", NULL },
		{ TYPE_AMOUNT, { "1.234", "1.234,56", "12", "1,5" },
			{ "1234", "1234.56", "12", "1.5" },
			"decimal comma (1.234 is 1234), in 3 values", NULL },
		{ TYPE_AMOUNT, { "1.234", "0.5" }, { "1.234", "0.5" },
			"decimal point (1.234 is 1.234), in 1 value", NULL },
		{ TYPE_NUMBER, { "1.234", "1.234.567" }, { "1234", "1234567" },
			"decimal comma (1.234 is 1234), in 2 values", NULL },
		{ TYPE_AMOUNT, { "1.234", "12" }, { NULL },
			"'1.234' may be 1.234 (--decimal point) or 1234 (--decimal comma), and no "
			"other value tells",
			"ambiguous-number" },
		{ TYPE_NUMBER, { "12,500", "950" }, { NULL },
			"'12,500' may be 12500 (--decimal point) or 12.5 (--decimal comma), and no "
			"other value tells",
			"ambiguous-number" },
		{ TYPE_AMOUNT, { "1.50", "1,50", "1.234", "7" }, { "1.5", "1.5", NULL, "7" },
			"decimal point (1.50) and decimal comma (1,50); what could be either is "
			"refused",
			NULL },
		/* There is one way only to make these whole. */
		{ TYPE_INTEGER, { "1,234", "12", "1,000" }, { "1234", "12", "1000" }, "", NULL },
		{ TYPE_INTEGER, { "1.234", "12", "1.000" }, { "1234", "12", "1000" },
			"decimal comma (1.000 is 1000), in 2 values", NULL },
		{ TYPE_INTEGER, { "17850.0", "12.50", "1e3", "3万" },
			{ "17850", NULL, "1000", "30000" }, "", NULL },
		{ TYPE_AMOUNT, { "12", "-7", "", " " }, { "12", "-7", "", "" }, "", NULL },
	};

	ck_columns(columns);
}
END_TEST

START_TEST(a_column_has_one_currency)
{
	static const struct column columns[] = {
		{ TYPE_AMOUNT, { "$1.50", "USD 2", "3" }, { "1.5", "2", "3" },
			"a currency, left out ($1.50 is 1.5), in 2 values", NULL },
		{ TYPE_AMOUNT, { "$1.50", "€2" }, { NULL },
			"mixed currencies, '€' and '$': take the rows of one with --where, or keep "
			"the column as text with --type NAME=text",
			"mixed-currencies" },
		{ TYPE_AMOUNT, { "¥12", "￥1,200.50", "12元", "RMB 3", "1.2万元" },
			{ "12", "1200.5", "12", "3", "12000" },
			"a currency, left out (1.2万元 is 12000), in 5 values", NULL },
		{ TYPE_NUMBER, { "12.5%", "0", "100%", "7 %" }, { "0.125", "0", "1", "0.07" },
			"percent (100% is 1), in 3 values", NULL },
		{ TYPE_NUMBER, { "12.5%", "13" }, { NULL },
			"some values are in percent ('12.5%'), others are not ('13'): keep the "
			"column as text with --type NAME=text",
			"mixed-percent" },
		{ TYPE_AMOUNT, { "12.5%" }, { NULL }, "", NULL },
	};

	ck_columns(columns);
}
END_TEST

struct pair {
	const char *text, *field;
};

static void ck_pairs(enum type type, const struct form_options *options, const struct pair *pair)
{
	struct buf out = BUF_EMPTY;
	struct diag why;

	for (; pair->text != NULL; pair++) {
		struct form form;
		int result;

		buf_reset(&out);
		form_begin(&form, type, options);
		form_see(&form, slice_of(pair->text));
		result = form_decide(&form, &why);
		if (result == 0)
			result = form_put(&form, slice_of(pair->text), NULL, &out, &why);
		ck_assert_msg((result == 0) == (pair->field != NULL), "%s '%s' gives %d: '%s', %s",
			type_name(type), pair->text, result, buf_string(&out), why.text);
		if (result == 0)
			ck_assert_msg(strcmp(buf_string(&out), pair->field) == 0,
				"%s '%s' gives '%s', not '%s'", type_name(type), pair->text,
				buf_string(&out), pair->field);
	}
	buf_release(&out);
}

START_TEST(days_are_read_in_many_ways)
{
	static const struct pair pairs[] = { { "2011-12-01", "2011-12-01" },
		{ "2011/12/1", "2011-12-01" }, { "2011.12.1", "2011-12-01" },
		{ "20111201", "2011-12-01" }, { "2011年12月1日", "2011-12-01" },
		{ "２０１１年１２月１日", "2011-12-01" }, { "2011 年 12 月 1 日", "2011-12-01" },
		{ "2011年12月1号", "2011-12-01" }, { "11年12月1日", "2011-12-01" },
		{ "2011年12月1日星期四", "2011-12-01" }, { "1-Dec-11", "2011-12-01" },
		{ "1-Dec-2011", "2011-12-01" }, { "01 DEC 2011", "2011-12-01" },
		{ "01Dec2011", "2011-12-01" }, { "2011-Dec-01", "2011-12-01" },
		{ "Dec 1, 2011", "2011-12-01" }, { "December 1st, 2011", "2011-12-01" },
		{ "Sept. 3 2011", "2011-09-03" }, { "3 Sept 2011", "2011-09-03" },
		{ "1st of December 2011", "2011-12-01" }, { "Thu, 01 Dec 2011", "2011-12-01" },
		{ "Thursday, December 1, 2011", "2011-12-01" },
		{ "1. Dezember 2011", "2011-12-01" }, { "3. März 2011", "2011-03-03" },
		{ "3. MÄRZ 2011", "2011-03-03" }, { "1er août 2011", "2011-08-01" },
		{ "14 juillet 1989", "1989-07-14" }, { "5 de mayo de 2011", "2011-05-05" },
		{ "31.12.2011", "2011-12-31" }, { "12/31/2011", "2011-12-31" },
		{ "31-12-2011", "2011-12-31" }, { "31–12–2011", "2011-12-31" },
		{ "2/29/2012", "2012-02-29" }, { " 2011-12-01\xc2\xa0", "2011-12-01" },
		{ "29-Feb-00", "2000-02-29" }, { "1-Jan-50", "1950-01-01" },
		{ "1-Jan-49", "2049-01-01" },
		/* No days. */
		{ "2011年12月", NULL }, { "2011-12", NULL }, { "Dec 2011", NULL }, { "2011", NULL },
		{ "31.02.2011", NULL }, { "2/30/2011", NULL }, { "2011年2月29日", NULL },
		{ "29-Feb-11", NULL }, { "2011-12-1x", NULL }, { "31/12-2011", NULL },
		{ "31.12.2011.", NULL }, { "31.12.211", NULL }, { "0/12/2011", NULL },
		{ "1-Foo-11", NULL }, { "Dec", NULL }, { "yesterday", NULL }, { "Thu", NULL },
		{ "99999999", NULL }, { "123", NULL }, { "12.5", NULL }, { "2011 12 01", NULL },
		{ "2011-12-01-02", NULL }, { "-2011-12-01", NULL }, { "1/2/3/2011", NULL },
		{ "2011-12-31 31", NULL }, { "0000-01-01", NULL }, { "\xff", NULL },
		{ NULL, NULL } };

	ck_pairs(TYPE_DATE, &usual, pairs);
}
END_TEST

START_TEST(times_are_read_in_many_ways)
{
	static const struct pair pairs[] = { { "2011/12/1 8:26", "2011-12-01T08:26:00" },
		{ "2011-12-01 08:26:00.5", "2011-12-01T08:26:00.5" },
		{ "2011-12-01 08:26:00,250", "2011-12-01T08:26:00.25" },
		{ "13/12/2011 8:26 PM", "2011-12-13T20:26:00" },
		{ "13/12/2011 8:26pm", "2011-12-13T20:26:00" },
		{ "13/12/2011, 8:26 p.m.", "2011-12-13T20:26:00" },
		{ "12/13/2011 12:00 AM", "2011-12-13T00:00:00" },
		{ "12/13/2011 12:00 PM", "2011-12-13T12:00:00" },
		{ "12/13/2011 8 AM", "2011-12-13T08:00:00" },
		{ "2011/12/1 下午8:26", "2011-12-01T20:26:00" },
		{ "2011/12/1 上午 8:26:05", "2011-12-01T08:26:05" },
		{ "2011年12月1日8:26", "2011-12-01T08:26:00" },
		{ "2011年12月1日 8时26分30秒", "2011-12-01T08:26:30" },
		{ "2011年12月1日下午3点", "2011-12-01T15:00:00" },
		{ "2011年12月1日　０８：２６", "2011-12-01T08:26:00" },
		{ "20111201082600", "2011-12-01T08:26:00" },
		{ "201112010826", "2011-12-01T08:26:00" },
		{ "20111201T082600Z", "2011-12-01T08:26:00Z" },
		{ "2011-12-01T08:26Z", "2011-12-01T08:26:00Z" },
		{ "2011-12-01T08:26:00+08:00", "2011-12-01T00:26:00Z" },
		{ "2011/12/1 8:26 +0800", "2011-12-01T00:26:00Z" },
		{ "2011/12/1 8:26 UTC", "2011-12-01T08:26:00Z" },
		{ "2011/12/1 8:26 GMT+8", "2011-12-01T00:26:00Z" },
		{ "Thu, 01 Dec 2011 08:26:00 GMT", "2011-12-01T08:26:00Z" },
		{ "2011-12-01", "2011-12-01T00:00:00" },
		{ "1-Dec-11 23:59", "2011-12-01T23:59:00" },
		/* No times. */
		{ "2011/12/1 8:26 CST", NULL }, { "2011/12/1 24:00", NULL },
		{ "2011/12/1 8:60", NULL }, { "2011/12/1 8:26:60", NULL }, { "2011/12/1 8", NULL },
		{ "2011/12/1 15:30 AM", NULL }, { "2011/12/1 上午 8:26 AM", NULL },
		{ "2011/12/1 8:6", NULL }, { "2011/12/1 8:26:", NULL }, { "2011/12/1T", NULL },
		{ "2011/12/18:26", NULL }, { "2011/12/1 8:26 +25", NULL }, { "8:26", NULL },
		{ "2011/12/1 8:26 +08:0", NULL }, { "2011/12/1 8:26.5", NULL },
		{ "20111201082660", NULL }, { "2011/12/1 noon", NULL },
		{ "0001/1/1 1:00 +02:00", NULL }, { NULL, NULL } };

	ck_pairs(TYPE_TIME, &usual, pairs);
}
END_TEST

START_TEST(amounts_are_read_in_many_ways)
{
	static const struct pair pairs[] = { { "1,234.56", "1234.56" }, { "1.234,56", "1234.56" },
		{ "1 234,56", "1234.56" },
		{ "1\xc2\xa0"
		  "234,56",
			"1234.56" },
		{ "1\xe2\x80\xaf"
		  "234,56",
			"1234.56" },
		{ "1'234.56", "1234.56" }, { "1’234.50", "1234.5" }, { "1 234", "1234" },
		{ "1,23,456.78", "123456.78" }, { "12,34,567", "1234567" },
		{ "1,234,567", "1234567" }, { "1.234.567", "1234567" }, { "$1,234.56", "1234.56" },
		{ "$ 5", "5" }, { "5 $", "5" }, { "US$5.00", "5" }, { "USD 5", "5" },
		{ "usd5", "5" }, { "5EUR", "5" }, { "€ 1.234,56", "1234.56" },
		{ "1.234,56 €", "1234.56" }, { "£0.99", "0.99" }, { "¥12", "12" },
		{ "￥１２．５０", "12.5" }, { "12元", "12" }, { "￥12元", "12" },
		{ "RMB 12", "12" }, { "₹1,23,456", "123456" }, { "CHF 1'234.50", "1234.5" },
		{ "12 kr", "12" }, { "-12.50", "-12.5" }, { "12.50-", "-12.5" },
		{ "(12.50)", "-12.5" }, { "（12.50）", "-12.5" }, { "−12.50", "-12.5" },
		{ "+12.50", "12.5" }, { "-$12.50", "-12.5" }, { "$-12.50", "-12.5" },
		{ "($12.50)", "-12.5" }, { "$(12.50)", "-12.5" }, { "12,50- €", "-12.5" },
		{ "1.2万", "12000" }, { "1.2345万", "12345" }, { "3亿", "300000000" },
		{ "1,234万元", "12340000" }, { "-1.2万", "-12000" }, { ".5", "0.5" }, { "5.", "5" },
		{ ",5", "0.5" }, { "0,500", "0.5" }, { "0.125", "0.125" },
		{ "1234.567", "1234.567" }, { "1,5e3", "1500" }, { "1.5E+03", "1500" },
		{ "0012", "12" }, { "1,234.", "1234" },
		{ "9,223,372,036,854.775807", "9223372036854.775807" },
		/* No amounts. */
		{ "", "" }, { "abc", NULL }, { "-", NULL }, { "$", NULL }, { "$ -", NULL },
		{ "1.2.3", NULL }, { "1,2,3", NULL }, { "1,23,45", NULL }, { "1,2345", "1.2345" },
		{ "12,34.5", NULL }, { "1,234,56", NULL }, { "1.234.56", NULL }, { "--5", NULL },
		{ "-5-", NULL }, { "(-5)", NULL }, { "((5))", NULL }, { "(5", NULL },
		{ "5)", NULL }, { "$5€", NULL }, { "0x10", NULL }, { "nan", NULL }, { "1e", NULL },
		{ "5%", NULL }, { "1 2", NULL }, { "1,234 567", NULL }, { "0,123,456", NULL },
		{ "1,,234", NULL }, { ",234,567", NULL }, { "12 apples", NULL },
		{ "1万亿亿", NULL }, { "1.234", NULL }, { "1,234", NULL }, { "1.2345678", NULL },
		{ "9223372036854.775808", NULL }, { "12/12/2011", NULL }, { "\xff", NULL },
		{ NULL, NULL } };

	ck_pairs(TYPE_AMOUNT, &usual, pairs);
}
END_TEST

START_TEST(ids_texts_and_flags_are_folded)
{
	static const struct pair ids[] = { { "　Ａ－００１　", "A-001" }, { "客户１", "客户1" },
		{ "\xc2\xa0", "" }, { "m²", "m²" }, { "a\tb", NULL }, { "\xff", "\xff" },
		{ NULL, NULL } };
	static const struct pair texts[] = { { "　张　三　", "张 三" },
		{ "上海，Ａ座１２号（东）", "上海，A座12号（东）" }, { "a\tb\\", "a\\tb\\\\" },
		{ "e\xcc\x81", "é" }, { NULL, NULL } };
	static const struct pair flags[] = { { "Ｙ", "1" }, { "是", "1" }, { "　否", "0" },
		{ "ＴＲＵＥ", "1" }, { "１", "1" }, { "Yes", "1" }, { "no", "0" }, { "有", "1" },
		{ "对", NULL }, { "2", NULL }, { "\xff", NULL }, { NULL, NULL } };

	ck_pairs(TYPE_ID, &usual, ids);
	ck_pairs(TYPE_TEXT, &usual, texts);
	ck_pairs(TYPE_FLAG, &usual, flags);
}
END_TEST

START_TEST(undecided_columns_refuse_what_depends)
{
	struct form date, amount;
	struct buf out = BUF_EMPTY;
	struct diag why;

	form_begin(&date, TYPE_DATE, &usual);
	form_begin(&amount, TYPE_AMOUNT, &usual);
	ck_assert_int_eq(form_put(&date, slice_of("1/2/2011"), NULL, &out, &why), -1);
	ck_assert_str_eq(why.code, "ambiguous-date");
	ck_assert_str_eq(
		why.text, "'1/2/2011' may be several days; choose with --dates dmy or mdy");
	ck_assert_int_eq(form_put(&amount, slice_of("1.234"), NULL, &out, &why), -1);
	ck_assert_str_eq(why.code, "ambiguous-number");
	ck_assert_int_eq(form_put(&date, slice_of("13/2/2011"), NULL, &out, &why), 0);
	ck_assert_int_eq(form_put(&amount, slice_of("1.234,5"), NULL, &out, &why), 0);
	ck_assert_str_eq(buf_string(&out), "2011-02-131234.5");
	buf_release(&out);
}
END_TEST

static void ck_fault(enum type type, const char *text, const char *code, const char *expected)
{
	struct buf out = BUF_EMPTY;
	struct form form;
	struct diag why = DIAG_EMPTY;

	form_begin(&form, type, &usual);
	form_see(&form, slice_of("31.12.2011"));
	ck_assert_int_eq(form_decide(&form, &why), 0);
	ck_assert_int_eq(form_put(&form, slice_of(text), NULL, &out, &why), -1);
	ck_assert_str_eq(why.code, code);
	ck_assert_str_eq(why.text, expected);
	buf_release(&out);
}

START_TEST(faults_name_the_value)
{
	ck_fault(TYPE_DATE, " x ", "not-a-date", "not a date like 2011-12-01: 'x'");
	ck_fault(TYPE_DATE, "12/31/2011", "not-a-date",
		"not a date with day before month: '12/31/2011'");
	ck_fault(TYPE_DATE, "40878", "not-a-date",
		"not a date, but a number, while other values are dates: '40878'");
	ck_fault(TYPE_TIME, "8:26", "not-a-time", "not a time like 2011-12-01T08:26:00: '8:26'");
	ck_fault(TYPE_AMOUNT, "abc", "not-a-number", "not a number: 'abc'");
	ck_fault(TYPE_AMOUNT, "$1.2345678", "too-many-decimals",
		"an amount has at most 6 decimals: '1.2345678'; round it first");
	ck_fault(TYPE_INTEGER, "1.5", "not-an-integer", "not a whole number: '1.5'");
	ck_fault(TYPE_FLAG, "ja", "not-a-flag", "not yes or no: 'ja'");
}
END_TEST

START_TEST(time_of_day_that_a_date_leaves_out_is_noted)
{
	struct buf out = BUF_EMPTY;
	struct form form;
	struct diag why;
	bool left_out = false;

	form_begin(&form, TYPE_DATE, &usual);
	ck_assert_int_eq(form_put(&form, slice_of("13.1.2011 0:00"), &left_out, &out, &why), 0);
	ck_assert(!left_out);
	ck_assert_int_eq(form_put(&form, slice_of("13.1.2011 0:01"), &left_out, &out, &why), 0);
	ck_assert(left_out);
	ck_assert_int_eq(form_put(&form, slice_of("2011-01-13"), &left_out, &out, &why), 0);
	ck_assert(left_out);
	buf_release(&out);
}
END_TEST

START_TEST(what_depends_is_known)
{
	static const struct {
		enum type type;
		const char *text;
		bool depends;
	} rows[] = { { TYPE_DATE, "2011-12-01", false }, { TYPE_DATE, "20111201 8:00", false },
		{ TYPE_DATE, "1-Dec-11", false }, { TYPE_DATE, "31.12.2011", true },
		{ TYPE_DATE, "40878", true }, { TYPE_DATE, "x", false },
		{ TYPE_AMOUNT, "12.5", false }, { TYPE_AMOUNT, "1.234", true },
		{ TYPE_AMOUNT, "1,5", true }, { TYPE_AMOUNT, "$5", true },
		{ TYPE_AMOUNT, "1,234.50", false }, { TYPE_NUMBER, "5%", true },
		{ TYPE_TEXT, "1/2/2011", false } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct form form;

		form_begin(&form, rows[i].type, &usual);
		form_see(&form, slice_of(rows[i].text));
		ck_assert_msg(form_depends(&form) == rows[i].depends, "%s", rows[i].text);
	}
	ck_assert(form_can_depend(TYPE_TIME) && form_can_depend(TYPE_INTEGER));
	ck_assert(!form_can_depend(TYPE_ID) && !form_can_depend(TYPE_PHONE));
}
END_TEST

/* A value of a kind that occurs in columns of the type, sometimes spoilt. */
static void put_value(struct rng *rng, enum type type, struct buf *out)
{
	static const char *const dates[] = { "%u/%u/2011", "%02u.%02u.%02u", "%u-%u-%u",
		"2011-%02u-%02u", "%u%u%u", "2011年%u月%u日" };
	static const char *const numbers[] = { "%u", "%u.%03u", "%u,%03u", "$%u.%02u", "%u,%03u.%u",
		"%u%%", "%u €", "%u.%u万" };
	bool date = type == TYPE_DATE || type == TYPE_TIME;
	const char *form = date ? dates[rng_below(rng, 6)] : numbers[rng_below(rng, 8)];

	buf_reset(out);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	buf_printf(
		out, form, rng_below(rng, date ? 14 : 200), rng_below(rng, 30), rng_below(rng, 40));
#pragma GCC diagnostic pop
	if (rng_below(rng, 20) == 0 && out->length > 0)
		out->at[rng_below(rng, (uint32_t)out->length)] = (char)rng_below(rng, 256);
}

static void ck_same(struct form *a, struct form *b)
{
	struct buf a_line = BUF_EMPTY, b_line = BUF_EMPTY;
	struct diag a_why = DIAG_EMPTY, b_why = DIAG_EMPTY;

	ck_assert_int_eq(form_decide(a, &a_why), form_decide(b, &b_why));
	ck_assert_str_eq(a_why.text, b_why.text);
	form_describe(a, &a_line);
	form_describe(b, &b_line);
	ck_assert_str_eq(buf_string(&a_line), buf_string(&b_line));
	buf_release(&a_line);
	buf_release(&b_line);
}

/* However a column is cut into parts and in whatever order these come, it is decided the same. */
START_TEST(parts_in_any_order_decide_as_the_whole)
{
	static const enum type types[] = { TYPE_DATE, TYPE_TIME, TYPE_AMOUNT, TYPE_NUMBER,
		TYPE_INTEGER };
	struct buf value = BUF_EMPTY;
	struct rng rng;

	test_seed(&rng, "parts_in_any_order_decide_as_the_whole");
	for (int round = 0; round < 4000; round++) {
		enum type type = types[rng_below(&rng, 5)];
		struct form whole, part[4], merged;
		uint32_t first = rng_below(&rng, 4);

		form_begin(&whole, type, &usual);
		form_begin(&merged, type, &usual);
		for (int i = 0; i < 4; i++)
			form_begin(&part[i], type, &usual);
		for (uint32_t left = rng_below(&rng, 12); left > 0; left--) {
			put_value(&rng, type, &value);
			form_see(&whole, buf_slice(&value));
			form_see(&part[rng_below(&rng, 4)], buf_slice(&value));
		}
		for (uint32_t i = 0; i < 4; i++)
			form_merge(&merged, &part[(i * 3 + first) % 4]);
		ck_same(&whole, &merged);
	}
	buf_release(&value);
}
END_TEST

/* Any day, written in any known way, comes back. */
START_TEST(days_come_back_however_they_are_written)
{
	static const char *const names[] = { "Jan", "feb", "März", "Apr.", "MAY", "June", "juillet",
		"Aug", "Sept", "octubre", "Nov", "Dezember" };
	struct buf out = BUF_EMPTY, want = BUF_EMPTY;
	struct buf text[8] = { BUF_EMPTY };
	struct rng rng;
	struct diag why;

	test_seed(&rng, "days_come_back_however_they_are_written");
	for (int i = 0; i < 20000; i++) {
		int32_t date = (int32_t)rng_below(&rng, 36525) - 7305; /* 1950 to 2049 */
		int year, month, day;
		struct form_options dmy = { .dates = DATEFORM_DMY },
				    mdy = { .dates = DATEFORM_MDY },
				    ymd = { .dates = DATEFORM_YMD };
		const struct form_options *options[] = { &dmy, &mdy, &ymd, &usual, &usual, &usual,
			&dmy, &usual };

		date_split(date, &year, &month, &day);
		for (int k = 0; k < 8; k++)
			buf_reset(&text[k]);
		buf_reset(&want);
		date_put(&want, date);
		buf_printf(&text[0], "%d.%d.%d", day, month, year);
		buf_printf(&text[1], "%02d/%02d/%02d", month, day, year % 100);
		buf_printf(&text[2], "%02d-%d-%d", year % 100, month, day);
		buf_printf(&text[3], "%04d年%d月%d日", year, month, day);
		buf_printf(&text[4], "%d-%s-%d", day, names[month - 1], year);
		buf_printf(&text[5], "%s %d, %02d", names[month - 1], day, year % 100);
		buf_printf(&text[6], "%02d-%02d-%02d 8:26 PM", day, month, year % 100);
		buf_printf(&text[7], "%04d%02d%02d", year, month, day);
		for (int k = 0; k < 8; k++) {
			struct form form;

			form_begin(&form, TYPE_DATE, options[k]);
			ck_assert_int_eq(form_decide(&form, &why), 0);
			buf_reset(&out);
			ck_assert_msg(form_put(&form, buf_slice(&text[k]), NULL, &out, &why) == 0,
				"%s: %s", buf_string(&text[k]), why.text);
			ck_assert_str_eq(buf_string(&out), buf_string(&want));
		}
	}
	for (int k = 0; k < 8; k++)
		buf_release(&text[k]);
	buf_release(&out);
	buf_release(&want);
}
END_TEST

/* What is taken is written as type_put takes it; nothing brings a form down. */
START_TEST(random_bytes_do_no_harm)
{
	static const char *const pieces[] = { "2011", "12", "1", "-", "/", ".", ",", " ", "年",
		"月", "日", ":", "T", "Z", "+08", "PM", "下午", "Dec", "$", "€", "¥", "万", "亿",
		"%", "(", ")", "−", "\xff", "\xe6", "　", "１", "@", "a", "x", "com", "+86", "00",
		"'", "e", "0", "999", "\xcc\x81", "ﷺ", "8:26", "138" };
	struct form_options options = { .country = phone_country(slice_of("CN")) };
	struct buf text = BUF_EMPTY, out = BUF_EMPTY, again = BUF_EMPTY, plain = BUF_EMPTY;
	struct rng rng;
	struct diag why;

	test_seed(&rng, "random_bytes_do_no_harm");
	for (int i = 0; i < 200000; i++) {
		enum type type = (enum type)rng_below(&rng, TYPE_COUNT);
		struct form form;

		buf_reset(&text);
		buf_reset(&out);
		buf_reset(&again);
		buf_reset(&plain);
		for (uint32_t left = rng_below(&rng, 9); left > 0; left--)
			buf_text(&text, pieces[rng_below(&rng, sizeof pieces / sizeof *pieces)]);
		form_begin(&form, type, &options);
		form_see(&form, buf_slice(&text));
		if (form_decide(&form, &why) < 0 ||
			form_put(&form, buf_slice(&text), NULL, &out, &why) < 0) {
			ck_assert_uint_eq(out.length, 0);
			continue;
		}
		form_describe(&form, &again);
		buf_reset(&again);
		escape_remove(&plain, buf_slice(&out));
		ck_assert_msg(type_put(type, buf_slice(&plain), NULL, &again, &why) == 0,
			"%s '%s' became '%s'", type_name(type), buf_string(&text),
			buf_string(&out));
		ck_slice_eq(buf_slice(&again), buf_slice(&out));
	}
	buf_release(&text);
	buf_release(&out);
	buf_release(&again);
	buf_release(&plain);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("form");

	tcase_add_test(tests, order_of_day_and_month_is_decided_over_the_column);
	tcase_add_test(tests, options_decide_before_values);
	tcase_add_test(tests, numbers_are_dates_where_nothing_else_is);
	tcase_add_test(tests, decimal_mark_is_decided_over_the_column);
	tcase_add_test(tests, a_column_has_one_currency);
	tcase_add_test(tests, days_are_read_in_many_ways);
	tcase_add_test(tests, times_are_read_in_many_ways);
	tcase_add_test(tests, amounts_are_read_in_many_ways);
	tcase_add_test(tests, ids_texts_and_flags_are_folded);
	tcase_add_test(tests, undecided_columns_refuse_what_depends);
	tcase_add_test(tests, faults_name_the_value);
	tcase_add_test(tests, time_of_day_that_a_date_leaves_out_is_noted);
	tcase_add_test(tests, what_depends_is_known);
	tcase_add_test(tests, parts_in_any_order_decide_as_the_whole);
	tcase_add_test(tests, days_come_back_however_they_are_written);
	tcase_add_test(tests, random_bytes_do_no_harm);
	return run_tests(tests);
}
