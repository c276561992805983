/* SPDX-License-Identifier: MIT */
#include "tab/expr.h"

#include <check.h>
#include <pthread.h>

#include "test_seed.h"

/* The row that expressions are tried on. */
static const char *const row[][2] = {
	{ "InvoiceNo", "C536379" },
	{ "Quantity", "6" },
	{ "UnitPrice", "2.55" },
	{ "Country", "France" },
	{ "InvoiceDate", "2011-12-01T08:26:00" },
	{ "Day", "2011-12-09" },
	{ "Unit Price", "7.5" },
	{ "客户编号", "17850" },
	{ "Name", "张三" },
	{ "Empty", "" },
	{ "Lapsed", "1" },
	{ "Active", "false" },
	{ "a`b", "tick" },
	{ "date", "2010-01-31" },
};

enum { COLUMN_COUNT = sizeof row / sizeof *row };

#define COLUMNS                                                                                \
	"columns are: InvoiceNo, Quantity, UnitPrice, Country, InvoiceDate, Day, Unit Price, " \
	"客户编号, Name, Empty, Lapsed, Active, a`b, date"

static struct slice name[COLUMN_COUNT], field[COLUMN_COUNT];

static void fill_row(void)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		name[i] = slice_of(row[i][0]);
		field[i] = slice_of(row[i][1]);
	}
}

static struct expr *compiled(const char *text, enum expr_type wanted)
{
	struct diag why = DIAG_EMPTY;
	struct expr *expr;

	ck_assert_msg(expr_compile(&expr, slice_of(text), wanted, name, COLUMN_COUNT, &why) == 0,
		"%s", why.text);
	return expr;
}

static void check_typed(
	const char *text, enum expr_type wanted, enum expr_type type, const char *expected)
{
	struct expr *expr = compiled(text, wanted);
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct diag why = DIAG_EMPTY;
	struct buf out = BUF_EMPTY;
	struct expr_value value;

	ck_assert_msg(
		expr_eval(expr, field, &scratch, &value, &why) == 0, "%s: %s", text, why.text);
	expr_put(&out, &value);
	ck_assert_msg(slice_is(buf_slice(&out), expected), "%s: '%s', not '%s'", text,
		buf_string(&out), expected);
	/* What is missing whatever the row is known to be so beforehand. */
	ck_assert_msg(
		expr_type(expr) == type || (out.length == 0 && expr_type(expr) == EXPR_MISSING),
		"%s: type %d", text, (int)expr_type(expr));
	ck_assert_msg(value.type == type || value.type == EXPR_MISSING, "%s: type %d", text,
		(int)value.type);
	ck_assert_msg((value.type == EXPR_MISSING) == (out.length == 0), "%s: empty", text);
	buf_release(&out);
	expr_scratch_release(&scratch);
	expr_free(expr);
}

static void check_number(const char *text, const char *expected)
{
	check_typed(text, EXPR_ANY, EXPR_NUMBER, expected);
}

static void check_text(const char *text, const char *expected)
{
	check_typed(text, EXPR_ANY, EXPR_TEXT, expected);
}

static void check_date(const char *text, const char *expected)
{
	check_typed(text, EXPR_ANY, EXPR_DATE, expected);
}

/* `expected` is '1', '0' or, for missing, '?'. */
static void check_flag(const char *text, char expected)
{
	char shown[2] = { expected == '?' ? '\0' : expected, '\0' };
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct expr *expr = compiled(text, EXPR_FLAG);
	struct diag why = DIAG_EMPTY;
	int result = expr_test(expr, field, &scratch, &why);

	ck_assert_msg(result == (expected == '1'), "%s: %d %s", text, result, why.text);
	expr_scratch_release(&scratch);
	expr_free(expr);
	check_typed(text, EXPR_FLAG, EXPR_FLAG, shown);
}

static void check_usage_wanting(const char *text, enum expr_type wanted, const char *expected)
{
	struct expr *expr = (struct expr *)&expr;
	struct diag why = DIAG_EMPTY;

	ck_assert_msg(expr_compile(&expr, slice_of(text), wanted, name, COLUMN_COUNT, &why) == -1,
		"compiled: %s", text);
	ck_assert_str_eq(why.text, expected);
	ck_assert(why.usage);
	ck_assert_ptr_null(expr);
}

static void check_usage(const char *text, const char *expected)
{
	check_usage_wanting(text, EXPR_ANY, expected);
}

static void check_fault(const char *text, const char *code, const char *expected)
{
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct expr *expr = compiled(text, EXPR_ANY);
	struct diag why = DIAG_EMPTY;
	struct buf out = BUF_EMPTY;
	struct expr_value value;

	ck_assert_msg(expr_eval(expr, field, &scratch, &value, &why) == -1, "no fault: %s", text);
	diag_format(&why, &out);
	ck_assert_str_eq(buf_string(&out), expected);
	ck_assert_str_eq(why.code, code);
	ck_assert(!why.usage);
	buf_release(&out);
	expr_scratch_release(&scratch);
	expr_free(expr);
}

/* ---- what it is written with ---- */

START_TEST(literals)
{
	check_number("12", "12");
	check_number("12.50", "12.5");
	check_number(".5", "0.5");
	check_number("1e3", "1000");
	check_number("25e-1", "2.5");
	check_text("'France'", "France");
	check_text("\"France\"", "France");
	check_text("'it''s'", "it's");
	check_text("\"say \"\"hi\"\"\"", "say \"hi\"");
	check_text("'\"'", "\"");
	check_text("'张三'", "张三");
	check_flag("true", '1');
	check_flag("FALSE", '0');
	check_typed("missing", EXPR_ANY, EXPR_MISSING, "");
	check_typed("''", EXPR_ANY, EXPR_MISSING, "");
}
END_TEST

START_TEST(names_of_columns)
{
	check_text("Quantity", "6");
	check_text("`Unit Price`", "7.5");
	check_text("`Quantity`", "6");
	check_text("`a``b`", "tick");
	check_text("客户编号", "17850");
	check_number("客户编号+1", "17851");
	check_text("date", "2010-01-31");
	check_number("year(date)", "2010");
	check_text("Empty", "");
}
END_TEST

START_TEST(blanks_do_not_matter)
{
	check_number(" \t\r\n1 \n+\t2 ", "3");
	check_number("round (2.5)", "3");
	check_flag("Quantity>5\tand(Quantity<7)", '1');
	check_flag("not(Quantity>5)", '0');
}
END_TEST

START_TEST(words_in_any_case)
{
	check_flag("NOT True AND FALSE Or tRUE", '1');
	check_text("UPPER(Country)", "FRANCE");
	check_flag("Country IN ('France')", '1');
	check_flag("Country LIKE 'F%'", '1');
	check_flag("Empty IS NOT MISSING", '0');
}
END_TEST

START_TEST(precedence)
{
	check_number("1+2*3", "7");
	check_number("(1+2)*3", "9");
	check_number("10-4-3", "3");
	check_number("10-(4-3)", "9");
	check_number("100/10/2", "5");
	check_number("100/10*2", "20");
	check_number("7%4*2", "6");
	check_number("2*7%4", "2");
	check_number("-2*3", "-6");
	check_number("2*-3", "-6");
	check_number("2--3", "5");
	check_number("- - -2", "-2");
	check_number("-2+3", "1");
	check_flag("1+1=2", '1');
	check_flag("not 1=2", '1');
	check_flag("not false and false", '0');
	check_flag("not (false and false)", '1');
	check_flag("true or true and false", '1');
	check_flag("(true or true) and false", '0');
	check_flag("not not true", '1');
	check_flag("not not not true", '0');
	check_flag("1 < 2 and 2 < 3 or 1 > 2", '1');
	check_flag("not Quantity + 1 > 10", '1');
	check_flag("Quantity * 2 in (6 + 6)", '1');
}
END_TEST

/* ---- values ---- */

START_TEST(arithmetic_is_exact)
{
	check_number("Quantity*UnitPrice", "15.3");
	check_number("0.1+0.2", "0.3");
	check_number("1-0.9", "0.1");
	check_number("1/3", "0.333333333333");
	check_number("2/3", "0.666666666667");
	check_number("10 % 4.5", "1");
	check_number("-7 % 3", "-1");
	check_number("7 % -3", "1");
	check_number("0.3 % 0.1", "0");
	check_number("9223372036854775807 + 1", "9223372036854775808");
	check_number("9223372036854775807 * 9223372036854775807",
		"85070591730234615847396907784232501249");
	check_number("round(Quantity*UnitPrice*0.875, 2)", "13.39");
}
END_TEST

START_TEST(numbers_are_rounded_on_demand)
{
	check_number("round(2.5)", "3");
	check_number("round(-2.5)", "-3");
	check_number("round(2.345, 2)", "2.35");
	check_number("round(2, 18)", "2");
	check_number("floor(2.5)", "2");
	check_number("floor(-2.5)", "-3");
	check_number("floor(-2)", "-2");
	check_number("floor(-0.1)", "-1");
	check_number("ceil(2.1)", "3");
	check_number("ceil(-2.9)", "-2");
	check_number("ceil(-0.1)", "0");
	check_number("ceil(0.000001)", "1");
	check_number("abs(-2.5)", "2.5");
	check_number("abs(UnitPrice)", "2.55");
	check_number("least(3, UnitPrice, 7)", "2.55");
	check_number("greatest(3, UnitPrice, 7)", "7");
	check_number("least(5)", "5");
}
END_TEST

START_TEST(text_functions)
{
	check_text("lower('AbZ[É')", "abz[É");
	check_text("upper('abz{é')", "ABZ{é");
	check_text("trim('  a b ')", "a b");
	check_number("length(Name)", "2");
	check_number("length('aé张😀')", "4");
	check_text("substr('aé张😀', 2, 2)", "é张");
	check_text("substr('abc', 2)", "bc");
	check_text("substr('abc', 4)", "");
	check_text("substr('abc', 2, 0)", "");
	check_text("substr('abc', 2, 99)", "bc");
	check_text("substr(InvoiceNo, 1, 1)", "C");
	check_text("replace('a-b-c', '-', '+')", "a+b+c");
	check_text("replace('aaa', 'aa', 'b')", "ba");
	check_text("replace(Country, 'France', '')", "");
	check_text("replace(Country, 'an', '')", "Frce");
	check_text("replace(Country, 'x', 'y')", "France");
	check_text("concat(Country, '-', Quantity * 2, '-', date('2011-12-01'), true)",
		"France-12-2011-12-011");
	check_text("concat(Empty, 'x', missing)", "x");
	check_text("concat(Empty)", "");
	check_text("concat(lower(Country), upper(Country), lower('X'))", "franceFRANCEx");
}
END_TEST

START_TEST(date_functions)
{
	check_number("year(InvoiceDate) * 10000 + month(InvoiceDate) * 100 + day(InvoiceDate)",
		"20111201");
	check_number("days_between(InvoiceDate, Day)", "8");
	check_number("days_between('2012-01-01', Day)", "-23");
	check_date("add_days(Day, 23)", "2012-01-01");
	check_date("add_days('2012-03-01', -1)", "2012-02-29");
	check_date("date(InvoiceDate)", "2011-12-01");
	check_date("date(substr(InvoiceDate, 1, 10))", "2011-12-01");
	check_date("date(date(Day))", "2011-12-09");
}
END_TEST

START_TEST(types_are_changed_on_demand)
{
	check_number("number('12.50')", "12.5");
	check_number("number(substr(InvoiceNo, 2))", "536379");
	check_number("number(Quantity > 5) + number(false)", "1");
	check_number("number(number(Quantity))", "6");
	check_text("text(1.50)", "1.5");
	check_text("text(date('2011-12-01'))", "2011-12-01");
	check_text("text(1 = 1)", "1");
	check_text("text(Quantity)", "6");
	check_number("length(text(100.0))", "3");
}
END_TEST

/* Below, equal, above: with every type. */
START_TEST(comparisons)
{
	static const struct {
		const char *sign, *results;
	} cases[] = { { "=", "010" }, { "==", "010" }, { "!=", "101" }, { "<>", "101" },
		{ "<", "100" }, { "<=", "110" }, { ">", "001" }, { ">=", "011" } };
	static const char *const pairs[][3][2] = {
		{ { "9", "10" }, { "2", "2.0" }, { "10", "9" } },
		{ { "Quantity", "6.5" }, { "Quantity", "6" }, { "Quantity", "-7" } },
		{ { "'10'", "'9'" }, { "'a'", "'a'" }, { "'b'", "'abc'" } },
		{ { "date(Day)", "'2011-12-10'" }, { "date(Day)", "'2011-12-09'" },
			{ "date(Day)", "'2011-12-08'" } },
		{ { "Active", "true" }, { "Lapsed", "true" }, { "Lapsed", "false" } },
		{ { "UnitPrice", "Quantity" }, { "Quantity", "Quantity" },
			{ "客户编号", "Quantity" } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t j = 0; j < sizeof pairs / sizeof *pairs; j++)
			for (size_t k = 0; k < 3; k++) {
				char text[100];

				snprintf(text, sizeof text, "%s %s %s", pairs[j][k][0],
					cases[i].sign, pairs[j][k][1]);
				check_flag(text, cases[i].results[k]);
			}
}
END_TEST

START_TEST(columns_adapt_to_their_place)
{
	check_flag("Quantity > 5", '1');
	check_flag("5 < Quantity", '1');
	check_flag("Quantity = 6.0", '1');
	check_flag("Quantity = '6.0'", '0');
	check_flag("Quantity < '50'", '0');
	check_flag("Country = 'France'", '1');
	check_flag("'France' != Country", '0');
	check_flag("Country <> 'Spain'", '1');
	check_flag("InvoiceDate >= '2011-12-01'", '1');
	check_flag("InvoiceDate = '2011-12-01'", '0');
	check_flag("date(InvoiceDate) = '2011-12-01'", '1');
	check_flag("'2011-12-01' = date(InvoiceDate)", '1');
	check_flag("InvoiceDate = date('2011-12-01')", '1');
	check_flag("InvoiceDate < add_days(Day, -7)", '1');
	check_flag("Lapsed", '1');
	check_flag("Active", '0');
	check_flag("Lapsed and not Active", '1');
	check_flag("Lapsed = true", '1');
	check_flag("Lapsed = (Quantity > 7)", '0');
}
END_TEST

/* 2.55 < 6 < 7.5 as numbers; "7.5" is above "17850" as bytes. */
START_TEST(columns_against_columns)
{
	check_flag("Quantity > UnitPrice", '1');
	check_flag("`Unit Price` < 客户编号", '1');
	check_flag("Quantity < Country", '1');
	check_flag("InvoiceDate < Day", '1');
	check_text("least(Quantity, UnitPrice, `Unit Price`, 客户编号)", "2.55");
	check_text("greatest(`Unit Price`, 客户编号)", "17850");
	check_text("concat(greatest(`Unit Price`, 客户编号))", "17850");
	check_flag("greatest(`Unit Price`, 客户编号) = '7.5'", '0');
	check_flag("Quantity in (UnitPrice, Quantity)", '1');
}
END_TEST

START_TEST(columns_adapt_through_functions)
{
	check_number("if(Quantity > 5, Quantity, UnitPrice) * 2", "12");
	check_number("if(Quantity > 7, Quantity, UnitPrice) * 2", "5.1");
	check_number("coalesce(Empty, UnitPrice) * 2", "5.1");
	check_number("coalesce(Empty, if(Quantity > 5, Empty, Country), UnitPrice) + 1", "3.55");
	check_number("least(Quantity, coalesce(Empty, UnitPrice)) + 1", "3.55");
	check_number("greatest(`Unit Price`, 客户编号) + 1", "17851");
	check_number("year(coalesce(Empty, Day))", "2011");
	check_number("if(Quantity > 5, 1, Country)", "1");
	check_number("length(if(Lapsed, Country, Name))", "6");
	check_number("if(Lapsed, missing, Quantity) + 1", "");
	check_date("coalesce(Empty, '2011-01-01', date(Day))", "2011-01-01");
	check_flag("if(true, Lapsed, Active) and true", '1');
	check_text("if(Quantity > 5, Country, Name)", "France");
}
END_TEST

START_TEST(the_caller_says_what_is_wanted)
{
	check_typed("Quantity", EXPR_NUMBER, EXPR_NUMBER, "6");
	check_typed("UnitPrice", EXPR_TEXT, EXPR_TEXT, "2.55");
	check_typed("InvoiceDate", EXPR_DATE, EXPR_DATE, "2011-12-01");
	check_typed("'2011-12-01'", EXPR_DATE, EXPR_DATE, "2011-12-01");
	check_typed("Active", EXPR_FLAG, EXPR_FLAG, "0");
	check_typed("if(Lapsed, Quantity, UnitPrice)", EXPR_NUMBER, EXPR_NUMBER, "6");
	check_typed("coalesce(Empty, Day)", EXPR_DATE, EXPR_DATE, "2011-12-09");
	check_typed("missing", EXPR_NUMBER, EXPR_MISSING, "");
	check_usage_wanting("Quantity*2", EXPR_FLAG,
		"in 'Quantity*2' at character 9: "
		"the expression must be a condition, but is a number");
	check_usage_wanting("lower(Country)", EXPR_NUMBER,
		"in 'lower(Country)' at character 1: "
		"the expression must be a number, but is text; number() makes one of it");
	check_usage_wanting("1+1", EXPR_TEXT,
		"in '1+1' at character 2: "
		"the expression must be text, but is a number; text() makes text of it");
	check_usage_wanting("1+1", EXPR_DATE,
		"in '1+1' at character 2: "
		"the expression must be a date, but is a number");
}
END_TEST

/* ---- conditions ---- */

START_TEST(membership)
{
	check_flag("Country in ('UK', 'France', 'Spain')", '1');
	check_flag("Country in ('UK')", '0');
	check_flag("Country not in ('UK', 'Spain')", '1');
	check_flag("Quantity in (1, 6.0)", '1');
	check_flag("Quantity in ('6.0')", '0');
	check_flag("Day in ('2011-12-09')", '1');
	check_flag("date(Day) in ('2011-12-01', '2011-12-09')", '1');
	check_flag("Empty in ('a')", '?');
	check_flag("Empty not in ('a')", '?');
	check_flag("'a' in ('b', Empty)", '?');
	check_flag("'a' in (Empty, 'a')", '1');
	check_flag("not 'a' in ('a')", '0');
}
END_TEST

START_TEST(likeness)
{
	static const struct {
		const char *text, *pattern;
		char expected;
	} cases[] = { { "France", "France", '1' }, { "France", "france", '0' },
		{ "France", "F%", '1' }, { "France", "%e", '1' }, { "France", "%an%", '1' },
		{ "France", "%x%", '0' }, { "France", "______", '1' }, { "France", "_____", '0' },
		{ "France", "F_a%", '1' }, { "France", "%", '1' }, { "France", "%%%", '1' },
		{ "France", "Franc", '0' }, { "France", "ranc", '0' }, { "张三", "__", '1' },
		{ "张三", "张_", '1' }, { "张三丰", "%丰", '1' }, { "张三丰", "张%_丰", '1' },
		{ "张丰", "张%_丰", '0' }, { "50%", "50\\%", '1' }, { "500", "50\\%", '0' },
		{ "a_b", "a\\_b", '1' }, { "axb", "a\\_b", '0' }, { "a\\b", "a\\\\b", '1' },
		{ "a\\", "a\\", '1' }, { "abcbcd", "a%bcd", '1' }, { "aaab", "%aab", '1' },
		{ "aXbXc", "a%b%c", '1' }, { "mississippi", "m%iss%ip%i", '1' },
		{ "mississippi", "m%iss%ipp", '0' } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[100];

		snprintf(text, sizeof text, "'%s' like '%s'", cases[i].text, cases[i].pattern);
		check_flag(text, cases[i].expected);
		snprintf(text, sizeof text, "'%s' not like '%s'", cases[i].text, cases[i].pattern);
		check_flag(text, cases[i].expected == '1' ? '0' : '1');
	}
	check_flag("Country like concat('%', 'ce')", '1');
	check_flag("Empty like '%'", '?');
}
END_TEST

/* Both with literals, which are calculated beforehand, and with columns, which are not. */
START_TEST(conditions_have_three_values)
{
	static const char *const literal[] = { "true", "false", "missing" };
	static const char *const column[] = { "Lapsed", "Active", "Empty" };
	static const char and_result[] = "10?"
					 "000"
					 "?0?";
	static const char or_result[] = "111"
					"10?"
					"1??";

	for (size_t i = 0; i < 9; i++) {
		size_t a = i / 3, b = i % 3;
		char text[100];

		snprintf(text, sizeof text, "%s and %s", column[a], column[b]);
		check_flag(text, and_result[i]);
		snprintf(text, sizeof text, "%s or %s", column[a], column[b]);
		check_flag(text, or_result[i]);
		snprintf(text, sizeof text, "%s and %s", literal[a], literal[b]);
		check_flag(text, and_result[i]);
		snprintf(text, sizeof text, "%s or %s", literal[a], column[b]);
		check_flag(text, or_result[i]);
	}
	check_flag("not Empty", '?');
	check_flag("not missing", '?');
	check_flag("not (Empty > 5)", '?');
}
END_TEST

START_TEST(missing_makes_missing)
{
	check_number("Empty + 1", "");
	check_number("1 - Empty * 2", "");
	check_number("-Empty", "");
	check_number("round(2.5, Empty)", "");
	check_number("length(Empty)", "");
	check_text("lower(Empty)", "");
	check_text("substr(Country, Empty)", "");
	check_text("replace(Empty, 'a', 'b')", "");
	check_text("least('a', Empty)", "");
	check_date("date(Empty)", "");
	check_number("days_between(Empty, Day)", "");
	check_flag("Empty = 5", '?');
	check_flag("Empty != 5", '?');
	check_flag("Empty = Empty", '?');
	check_flag("Empty = 'a'", '?');
	check_flag("Empty like 'a'", '?');
	check_flag("missing(Empty)", '1');
	check_flag("missing(Quantity)", '0');
	check_flag("missing(Empty + 1)", '1');
	check_flag("missing(trim('  '))", '1');
	check_flag("missing(substr(Country, 99))", '1');
	check_flag("Empty is missing", '1');
	check_flag("Empty is not missing", '0');
	check_flag("Quantity + Empty is missing", '1');
	check_flag("not Quantity is missing", '1');
	check_number("coalesce(Empty + 1, 5)", "5");
	check_number("coalesce(Empty, Quantity, 5)", "6");
	check_text("coalesce(Empty)", "");
	check_number("if(Empty > 5, 1, 2)", "2");
	check_number("if(not Empty > 5, 1, 2)", "2");
	check_text("if(true, '', 'a')", "");
}
END_TEST

/* What is not needed is not looked at: it may be unreadable. */
START_TEST(the_rest_is_not_looked_at)
{
	check_number("if(Country = 'France', 0, Country * 2)", "0");
	check_number("if(Country != 'France', Country * 2, 0)", "0");
	check_number("coalesce(Quantity, Country)+0", "6");
	check_flag("Country = 'Spain' and Country > 5", '0');
	check_flag("Country = 'France' or Country > 5", '1');
	check_flag("Active and Country > 5 or Lapsed or Country > 5", '1');
	check_number("if(Quantity = 0, missing, 1 / Quantity)", "0.166666666667");
	check_number("if(Lapsed, if(Active, Country, 3), Country) + 1", "4");
}
END_TEST

/* ---- faults ---- */

START_TEST(unknown_names_point_at_the_character)
{
	check_usage("Quantity*UnitPrise",
		"in 'Quantity*UnitPrise' at character 10: no column 'UnitPrise'; " COLUMNS);
	check_usage("客户编号 + x", "in '客户编号 + x' at character 8: no column 'x'; " COLUMNS);
	check_usage("`unit price`", "in '`unit price`' at character 1: "
				    "no column 'unit price'; " COLUMNS);
	check_usage("lowr(Country)",
		"in 'lowr(Country)' at character 1: no function 'lowr'; did you mean 'lower'?");
	check_usage("1 + daysbetween(Day, Day)",
		"in '1 + daysbetween(Day, Day)' at character 5: "
		"no function 'daysbetween'; did you mean 'days_between'?");
	check_usage("max(1, 2)",
		"in 'max(1, 2)' at character 1: no function 'max'; did you mean 'greatest'?");
	check_usage("quux(1)",
		"in 'quux(1)' at character 1: no function 'quux'; functions are: if, coalesce, "
		"missing, "
		"lower, upper, trim, length, substr, replace, concat, round, abs, floor, ceil, "
		"least, "
		"greatest, days_between, add_days, year, month, day, number, date, text");
}
END_TEST

START_TEST(wrong_types_point_at_the_character)
{
	check_usage("lower(Country)+1",
		"in 'lower(Country)+1' at character 1: "
		"'+' needs a number, but this is text; number() makes one of it");
	check_usage("1 + (2 = 3)",
		"in '1 + (2 = 3)' at character 8: "
		"'+' needs a number, but this is a condition; number() makes one of it");
	check_usage("-'a'", "in '-'a'' at character 2: "
			    "'-' needs a number, but this is text; number() makes one of it");
	check_usage("lower(5)",
		"in 'lower(5)' at character 7: "
		"lower() needs text, but this is a number; text() makes text of it");
	check_usage("5 = 'a'", "in '5 = 'a'' at character 5: "
			       "'=' needs a number, but this is text; number() makes one of it");
	check_usage("date(Day) > lower(Country)",
		"in 'date(Day) > lower(Country)' at character 13: "
		"'>' needs a date, but this is text; date() makes one of it");
	check_usage("date(Day) > 5",
		"in 'date(Day) > 5' at character 13: '>' needs a date, but this is a number");
	check_usage("year(5)",
		"in 'year(5)' at character 6: year() needs a date, but this is a number");
	check_usage("number(date(Day))", "in 'number(date(Day))' at character 8: number() needs a "
					 "number, but this is a date");
	check_usage("1 and true",
		"in '1 and true' at character 1: 'and' needs a condition, but this is a number");
	check_usage("true or 'a'",
		"in 'true or 'a'' at character 9: 'or' needs a condition, but this is text");
	check_usage("not 5",
		"in 'not 5' at character 5: 'not' needs a condition, but this is a number");
	check_usage("if(5, 1, 2)",
		"in 'if(5, 1, 2)' at character 4: if() needs a condition, but this is a number");
	check_usage("if(true, 1, 'a')",
		"in 'if(true, 1, 'a')' at character 13: "
		"if() needs a number, but this is text; number() makes one of it");
	check_usage("coalesce('a', 1)",
		"in 'coalesce('a', 1)' at character 15: "
		"coalesce() needs text, but this is a number; text() makes text of it");
	check_usage("Quantity in (1, 'a')",
		"in 'Quantity in (1, 'a')' at character 17: "
		"'in' needs a number, but this is text; number() makes one of it");
	check_usage("5 like 'a'",
		"in '5 like 'a'' at character 1: "
		"'like' needs text, but this is a number; text() makes text of it");
	check_usage("date(Day) = '2011-13-01'", "in 'date(Day) = '2011-13-01'' at character 13: "
						"not a date (YYYY-MM-DD): '2011-13-01'");
}
END_TEST

START_TEST(wrong_counts_say_how_many)
{
	check_usage("lower()", "in 'lower()' at character 1: lower(text) takes 1 argument, not 0");
	check_usage("1 + lower('a', 'b')",
		"in '1 + lower('a', 'b')' at character 5: lower(text) takes 1 argument, not 2");
	check_usage("round(1, 2, 3)", "in 'round(1, 2, 3)' at character 1: "
				      "round(number[, places]) takes 1 or 2 arguments, not 3");
	check_usage("concat()",
		"in 'concat()' at character 1: concat(a, …) takes 1 argument or more, not 0");
	check_usage("if(true, 1)", "in 'if(true, 1)' at character 1: "
				   "if(condition, then, else) takes 3 arguments, not 2");
	check_usage("if()", "in 'if()' at character 1: "
			    "if(condition, then, else) takes 3 arguments, not 0");
}
END_TEST

START_TEST(what_cannot_be_read_points_at_the_character)
{
	check_usage("", "the expression is empty");
	check_usage(" \t", "the expression is empty");
	check_usage("1 +", "in '1 +' at character 4: expected a value, but the expression ends");
	check_usage("1 + * 2", "in '1 + * 2' at character 5: expected a value, not '*'");
	check_usage("+1", "in '+1' at character 1: expected a value, not '+'");
	check_usage("1 2", "in '1 2' at character 3: expected an operator, not '2'");
	check_usage("Quantity UnitPrice",
		"in 'Quantity UnitPrice' at character 10: expected an operator, not 'UnitPrice'");
	check_usage("(1 + 2",
		"in '(1 + 2' at character 7: expected an operator or ')', but the expression ends");
	check_usage("1)", "in '1)' at character 2: expected an operator, not ')'");
	check_usage("()", "in '()' at character 2: expected a value, not ')'");
	check_usage("round(1,)", "in 'round(1,)' at character 9: expected a value, not ')'");
	check_usage("round(1 2)", "in 'round(1 2)' at character 9: expected ',' or ')', not '2'");
	check_usage("round(1",
		"in 'round(1' at character 8: expected ',' or ')', but the expression ends");
	check_usage("and true", "in 'and true' at character 1: expected a value, not 'and'");
	check_usage("1 < 2 < 3", "in '1 < 2 < 3' at character 7: "
				 "comparisons cannot be chained; join them with 'and'");
	check_usage("1 = 2 is missing", "in '1 = 2 is missing' at character 7: "
					"comparisons cannot be chained; join them with 'and'");
	check_usage("Country in 'a'", "in 'Country in 'a'' at character 12: expected '(', not 'a'");
	check_usage(
		"Country in ()", "in 'Country in ()' at character 13: expected a value, not ')'");
	check_usage("Country not 5", "in 'Country not 5' at character 13: "
				     "expected 'in' or 'like', not '5'");
	check_usage("Country is 5", "in 'Country is 5' at character 12: "
				    "expected 'missing' or 'not missing', not '5'");
	check_usage("'abc", "in ''abc' at character 1: no closing '");
	check_usage("Quantity + `abc", "in 'Quantity + `abc' at character 12: no closing `");
	check_usage("12abc", "in '12abc' at character 1: "
			     "a name that begins with a digit needs backticks: `12abc`");
	check_usage("1000000000000000000000000000000000000000",
		"in '1000000000000000000000000000000000000000' at character 1: "
		"number has too many digits");
}
END_TEST

START_TEST(signs_of_other_languages_are_explained)
{
	check_usage(
		"true && true", "in 'true && true' at character 6: unexpected '&&'; write 'and'");
	check_usage(
		"true || true", "in 'true || true' at character 6: unexpected '||'; write 'or'");
	check_usage("!true", "in '!true' at character 1: unexpected '!'; write 'not'");
	check_usage("客户编号＞5", "in '客户编号＞5' at character 5: unexpected '＞'; write '>'");
	check_usage("round（1）", "in 'round（1）' at character 6: unexpected '（'; write '('");
	check_usage(
		"Country = ‘a’", "in 'Country = ‘a’' at character 11: unexpected '‘'; write '''");
	check_usage("1 ≤ 2", "in '1 ≤ 2' at character 3: unexpected '≤'; write '<='");
	check_usage("1 ; 2", "in '1 ; 2' at character 3: unexpected ';'");
	check_usage("1 → 2", "in '1 → 2' at character 3: unexpected '→'");
}
END_TEST

START_TEST(comparisons_with_missing_are_refused)
{
	check_usage("Country = ''", "in 'Country = ''' at character 11: "
				    "nothing equals the missing value; write 'is missing'");
	check_usage("missing != Country", "in 'missing != Country' at character 1: "
					  "nothing equals the missing value; write 'is missing'");
	check_usage("Country in ('a', '')", "in 'Country in ('a', '')' at character 18: "
					    "nothing equals the missing value; write 'is missing'");
}
END_TEST

START_TEST(constants_are_calculated_beforehand)
{
	struct diag why = DIAG_EMPTY;
	struct expr *expr;

	check_usage("Quantity + 1/0",
		"in 'Quantity + 1/0' at character 13: division by zero; test for it with if()");
	check_usage("year('2011-13-01')",
		"in 'year('2011-13-01')' at character 6: not a date (YYYY-MM-DD): '2011-13-01'");
	check_usage("number('abc')", "in 'number('abc')' at character 1: not a number: 'abc'");
	check_usage("substr('abc', 0)", "in 'substr('abc', 0)' at character 1: "
					"substr() needs a start of 1 or more, in whole characters");
	check_usage(
		"round(1, 19)", "in 'round(1, 19)' at character 1: round() needs 0 to 18 places");
	ck_assert_int_eq(expr_compile(&expr, slice_of("1e38*1e38"), EXPR_ANY, NULL, 0, &why), -1);
	ck_assert_str_eq(why.text,
		"in '1e38*1e38' at character 5: result has too many digits; round() first");
}
END_TEST

START_TEST(unreadable_fields_name_their_column)
{
	check_fault("Country * 2", "not-a-number", "column 'Country': not a number: 'France'");
	check_fault("Quantity + number(InvoiceNo)", "not-a-number",
		"column 'InvoiceNo': not a number: 'C536379'");
	check_fault("Country > 5", "not-a-number", "column 'Country': not a number: 'France'");
	check_fault("year(Country)", "not-a-date", "column 'Country': not a date: 'France'");
	check_fault("Country and true", "not-a-condition",
		"column 'Country': not 1, 0, true or false: 'France'");
	check_fault("if(Lapsed, Country, Quantity) + 1", "not-a-number",
		"column 'Country': not a number: 'France'");
	check_fault("Name + 1", "not-a-number", "column 'Name': not a number: '张三'");
}
END_TEST

START_TEST(other_faults_of_a_row_point_at_the_character)
{
	check_fault("number(lower(Country))", "not-a-number",
		"in 'number(lower(Country))' at character 1: not a number: 'france'");
	check_fault("1 + year(date(lower(Country)))", "not-a-date",
		"in '1 + year(date(lower(Country)))' at character 10: not a date: 'france'");
	check_fault("Quantity / (UnitPrice - 2.55)", "division-by-zero",
		"in 'Quantity / (UnitPrice - 2.55)' at character 10: "
		"division by zero; test for it with if()");
	check_fault("Quantity % (Quantity - 6)", "division-by-zero",
		"in 'Quantity % (Quantity - 6)' at character 10: "
		"division by zero; test for it with if()");
	check_fault("Quantity * 1e37 * 1e37", "too-many-digits",
		"in 'Quantity * 1e37 * 1e37' at character 17: "
		"result has too many digits; round() first");
	check_fault("1 / 7 * UnitPrice * 1.23457", "too-many-digits",
		"in '1 / 7 * UnitPrice * 1.23457' at character 19: "
		"result has too many digits; round() first");
	check_fault("substr(Country, UnitPrice)", "out-of-range",
		"in 'substr(Country, UnitPrice)' at character 1: "
		"substr() needs a start of 1 or more, in whole characters");
	check_fault("substr(Country, 1, -Quantity)", "out-of-range",
		"in 'substr(Country, 1, -Quantity)' at character 1: "
		"substr() needs a length of 0 or more, in whole characters");
	check_fault("add_days(Day, 9999999)", "out-of-range",
		"in 'add_days(Day, 9999999)' at character 1: "
		"add_days() needs whole days, and ends in the years 0001 to 9999");
	check_fault("round(UnitPrice, Quantity / 4)", "out-of-range",
		"in 'round(UnitPrice, Quantity / 4)' at character 1: round() needs 0 to 18 places");
}
END_TEST

/* ---- limits ---- */

static char *repeated(const char *part, size_t count, const char *middle, const char *end)
{
	struct buf out = BUF_EMPTY;

	for (size_t i = 0; i < count; i++)
		buf_text(&out, part);
	buf_text(&out, middle);
	for (size_t i = 0; i < count; i++)
		buf_text(&out, end);
	buf_string(&out);
	return out.at;
}

START_TEST(nesting_has_an_end)
{
	static const char *const opening[] = { "(", "-", "not ", "abs(", "1+(", "if(true,1," };
	static const char *const closing[] = { ")", "", "", ")", ")", ")" };

	for (size_t i = 0; i < sizeof opening / sizeof *opening; i++) {
		const char *middle = i == 2 ? "true" : "1";
		char *deep = repeated(opening[i], 100000 / strlen(opening[i]), middle, closing[i]);
		char *fine = repeated(opening[i], 99, middle, closing[i]);
		struct diag why = DIAG_EMPTY;
		struct expr *expr;

		ck_assert_int_eq(expr_compile(&expr, slice_of(deep), EXPR_ANY, NULL, 0, &why), -1);
		ck_assert_msg(strstr(why.text, "nested more than 100 levels deep") != NULL, "%s",
			why.text);
		ck_assert(why.usage);
		ck_assert_msg(expr_compile(&expr, slice_of(fine), EXPR_ANY, NULL, 0, &why) == 0,
			"%s", why.text);
		expr_free(expr);
		free(deep);
		free(fine);
	}
}
END_TEST

START_TEST(chains_may_be_long)
{
	char *sum = repeated("Quantity+", 20000, "0", "");
	char *either = repeated("Active or ", 20000, "Lapsed", "");
	char *list = repeated("Country,", 20000, "Quantity", "");
	struct buf in = BUF_EMPTY;

	check_number(sum, "120000");
	check_flag(either, '1');
	buf_printf(&in, "'x' in (%s)", list);
	check_flag(buf_string(&in), '0');
	buf_reset(&in);
	buf_printf(&in, "concat(%s) = 'x'", list);
	check_flag(buf_string(&in), '0');
	buf_release(&in);
	free(sum);
	free(either);
	free(list);
}
END_TEST

START_TEST(too_long_is_refused)
{
	char *text = repeated("1+1+", 250001, "1", "");
	struct diag why = DIAG_EMPTY;
	struct expr *expr;

	ck_assert_int_eq(expr_compile(&expr, slice_of(text), EXPR_ANY, NULL, 0, &why), -1);
	ck_assert_msg(strstr(why.text, "…' at character 1: longer than 1000000 bytes") != NULL,
		"%s", why.text);
	free(text);
}
END_TEST

START_TEST(long_expressions_are_shown_in_part)
{
	char *text = repeated("Quantity + ", 40, "客户编号 + x", " + 客户编号 * 2");

	check_usage(text,
		"in '… Quantity + Quantity + Quantity + Quantity + 客户编号 + x + 客户编号 * 2 "
		"+ 客户编号 * 2 + 客户编号 * 2 +…' at character 448: no column 'x'; columns are: "
		"InvoiceNo, "
		"Quantity, UnitPrice, Country, InvoiceDate, Day, Unit Price, 客户编号, Name, "
		"Empty, "
		"Lapsed, Active, a`b, date");
	free(text);
}
END_TEST

START_TEST(many_columns_are_listed_in_part)
{
	struct slice many[1000];
	struct diag why = DIAG_EMPTY;
	struct expr *expr;

	for (size_t i = 0; i < 1000; i++)
		many[i] = slice_of("a_column_with_a_name_that_is_not_short_at_all");
	ck_assert_int_eq(expr_compile(&expr, slice_of("x"), EXPR_ANY, many, 1000, &why), -1);
	ck_assert_msg(slice_ends(slice_of(why.text), slice_of("short_at_all, …")), "%s", why.text);
	ck_assert_int_eq(expr_compile(&expr, slice_of("x"), EXPR_ANY, NULL, 0, &why), -1);
	ck_assert_str_eq(why.text, "in 'x' at character 1: no column 'x'");
}
END_TEST

/* ---- use ---- */

START_TEST(uses_tells_the_columns)
{
	struct expr *expr = compiled("if(Quantity > 5, UnitPrice * 0.9, UnitPrice)", EXPR_NUMBER);

	ck_assert(!expr_uses(expr, 0));
	ck_assert(expr_uses(expr, 1));
	ck_assert(expr_uses(expr, 2));
	ck_assert(!expr_uses(expr, 3));
	ck_assert(!expr_uses(expr, 1000));
	expr_free(expr);
	expr_free(NULL);
}
END_TEST

START_TEST(text_and_names_are_not_needed_after_compiling)
{
	char *text = mem_text("concat('x', Country) * 2", 20), *column = mem_text("Country", 7);
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct slice columns = { column, 7 }, fields = slice_of("abc");
	struct diag why = DIAG_EMPTY;
	struct expr_value value;
	struct expr *expr;

	ck_assert_int_eq(expr_compile(&expr, slice_of(text), EXPR_TEXT, &columns, 1, &why), 0);
	free(text);
	free(column);
	ck_assert_int_eq(expr_eval(expr, &fields, &scratch, &value, &why), 0);
	ck_assert(slice_is(value.text, "xabc"));
	expr_free(expr);
	expr_scratch_release(&scratch);
}
END_TEST

START_TEST(the_first_of_equal_columns_counts)
{
	struct slice columns[] = { slice_of("a"), slice_of("a") };
	struct slice fields[] = { slice_of("1"), slice_of("2") };
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct diag why = DIAG_EMPTY;
	struct expr_value value;
	struct expr *expr;

	ck_assert_int_eq(expr_compile(&expr, slice_of("a"), EXPR_ANY, columns, 2, &why), 0);
	ck_assert_int_eq(expr_eval(expr, fields, &scratch, &value, &why), 0);
	ck_assert(slice_is(value.text, "1"));
	expr_free(expr);
	expr_scratch_release(&scratch);
}
END_TEST

/* Two results live side by side until the scratch is reset. */
START_TEST(results_live_until_the_reset)
{
	struct expr *lower = compiled("lower(Country)", EXPR_TEXT);
	struct expr *upper = compiled("upper(Country)", EXPR_TEXT);
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct diag why = DIAG_EMPTY;
	struct expr_value a, b;
	const char *first = NULL;

	for (int i = 0; i < 1000; i++) {
		expr_scratch_reset(&scratch);
		ck_assert(expr_eval(lower, field, &scratch, &a, &why) == 0 &&
			  expr_eval(upper, field, &scratch, &b, &why) == 0);
		ck_assert(slice_is(a.text, "france") && slice_is(b.text, "FRANCE"));
		if (first == NULL)
			first = a.text.at;
		ck_assert_ptr_eq(a.text.at, first);
	}
	expr_scratch_release(&scratch);
	expr_scratch_release(&scratch);
	expr_free(lower);
	expr_free(upper);
}
END_TEST

static void *run_often(void *expr)
{
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct diag why = DIAG_EMPTY;
	struct expr_value value;
	bool right = true;

	for (int i = 0; i < 20000; i++) {
		expr_scratch_reset(&scratch);
		right &= expr_eval(expr, field, &scratch, &value, &why) == 0 &&
			 slice_is(value.text, "france-15.3");
	}
	expr_scratch_release(&scratch);
	return right ? expr : NULL;
}

START_TEST(threads_share_an_expression)
{
	struct expr *expr = compiled("concat(lower(Country), '-', Quantity*UnitPrice)", EXPR_TEXT);
	pthread_t thread[4];
	void *result;

	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, run_often, expr), 0);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_int_eq(pthread_join(thread[i], &result), 0);
		ck_assert_ptr_eq(result, expr);
	}
	expr_free(expr);
}
END_TEST

/* ---- random expressions ---- */

/* Sums of products of small whole numbers, with literals and with columns. */
START_TEST(sums_of_products_agree_with_whole_numbers)
{
	static const char *const columns[] = { "Quantity", "客户编号", "Lapsed" };
	static const int64_t values[] = { 6, 17850, 1 };
	struct buf text = BUF_EMPTY, expected = BUF_EMPTY;
	struct rng rng;

	test_seed(&rng, "sums_of_products_agree_with_whole_numbers");
	for (int i = 0; i < 3000; i++) {
		int64_t sum = 0;

		buf_reset(&text);
		buf_reset(&expected);
		for (uint32_t terms = 1 + rng_below(&rng, 5); terms > 0; terms--) {
			bool minus = text.length > 0 && rng_chance(&rng, 0.5);
			int64_t product = 1;

			buf_text(&text, text.length == 0 ? "" : minus ? " - " : "+");
			for (uint32_t factors = 1 + rng_below(&rng, 3); factors > 0; factors--) {
				uint32_t pick = rng_below(&rng, 6);
				int64_t value = pick < 3 ? values[pick] : rng_below(&rng, 1000);

				if (rng_chance(&rng, 0.3)) {
					buf_char(&text, '-');
					product = -product;
				}
				if (pick < 3)
					buf_text(&text, columns[pick]);
				else
					buf_printf(&text, "%d", (int)value);
				product *= value;
				buf_text(&text, factors > 1 ? " * " : "");
			}
			sum += minus ? -product : product;
		}
		buf_printf(&expected, "%lld", (long long)sum);
		check_typed(buf_string(&text), EXPR_NUMBER, EXPR_NUMBER, buf_string(&expected));
	}
	buf_release(&text);
	buf_release(&expected);
}
END_TEST

/* The plain way to match a pattern, which takes long for many %. */
static bool matches_plainly(const char *text, const char *pattern)
{
	if (*pattern == '\0')
		return *text == '\0';
	if (*pattern == '%')
		return matches_plainly(text, pattern + 1) ||
		       (*text != '\0' && matches_plainly(text + 1, pattern));
	return *text != '\0' && (*pattern == '_' || *pattern == *text) &&
	       matches_plainly(text + 1, pattern + 1);
}

START_TEST(patterns_agree_with_the_plain_way)
{
	struct rng rng;

	test_seed(&rng, "patterns_agree_with_the_plain_way");
	for (int i = 0; i < 10000; i++) {
		char text[9] = { 0 }, pattern[7] = { 0 }, expression[40];
		struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
		struct diag why = DIAG_EMPTY;
		struct expr *expr;

		for (uint32_t j = 1 + rng_below(&rng, 8); j > 0; j--)
			text[j - 1] = "ab"[rng_below(&rng, 2)];
		for (uint32_t j = 1 + rng_below(&rng, 6); j > 0; j--)
			pattern[j - 1] = "ab%%_"[rng_below(&rng, 5)];
		snprintf(expression, sizeof expression, "'%s' like '%s'", text, pattern);
		if (expr_compile(&expr, slice_of(expression), EXPR_FLAG, NULL, 0, &why) < 0 ||
			expr_test(expr, NULL, &scratch, &why) != matches_plainly(text, pattern))
			ck_abort_msg("%s %s", expression, why.text);
		expr_free(expr);
		expr_scratch_release(&scratch);
	}
}
END_TEST

/* A column beside a number is tested in a way of its own: with the same result as its value has. */
START_TEST(plain_conditions_are_what_their_values_are)
{
	static const char *const comparison[] = { "<", "<=", "=", "!=", ">=", ">" };
	static const char *const number[] = { "", "0", "-0", "0.00", "20", "20.0", "20.000001",
		"19.99", "-20", "1e1", "2e1", ".5", "0.5", "5.", "123456789012345678",
		"123456789012345679", "1234567890123456789012345678", "0.000000000000000001",
		"99999999999999999999999999999999999999", "ten", "1,000", "20 ", "-" };
	enum { COMPARISONS = sizeof comparison / sizeof *comparison };
	enum { NUMBERS = sizeof number / sizeof *number };
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct slice fields[COLUMN_COUNT];
	struct buf text = BUF_EMPTY;
	unsigned held = 0;

	memcpy(fields, field, sizeof fields);
	for (unsigned i = 0; i < COMPARISONS * NUMBERS * NUMBERS; i++) {
		const char *literal = number[i / COMPARISONS % NUMBERS];
		struct diag why = DIAG_EMPTY, other = DIAG_EMPTY;
		struct expr_value value;
		struct expr *expr;
		int tested;

		buf_reset(&text);
		buf_printf(&text, "Quantity %s %s", comparison[i % COMPARISONS], literal);
		if (expr_compile(&expr, buf_slice(&text), EXPR_FLAG, name, COLUMN_COUNT, &why) < 0)
			continue;
		fields[1] = slice_of(number[i / COMPARISONS / NUMBERS]);
		tested = expr_test(expr, fields, &scratch, &why);
		if (expr_eval(expr, fields, &scratch, &value, &other) < 0) {
			ck_assert_int_eq(tested, -1);
			ck_assert_str_eq(why.text, other.text);
		} else {
			ck_assert_msg(tested == (value.type == EXPR_FLAG && value.flag),
				"%s, of %s: %d", buf_string(&text), fields[1].at, tested);
			held += tested == 1;
		}
		expr_free(expr);
	}
	ck_assert_uint_gt(held, 500);
	buf_release(&text);
	expr_scratch_release(&scratch);
}
END_TEST

/* Compile and, if it can be, run; whatever happens must be told and leave nothing behind. */
static int try_text(struct slice text)
{
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct diag why = DIAG_EMPTY;
	struct buf out = BUF_EMPTY;
	struct expr_value value;
	struct expr *expr;
	bool told = true;
	int result = expr_compile(&expr, text, EXPR_ANY, name, COLUMN_COUNT, &why);

	if (result < 0) {
		told = why.usage && expr == NULL && why.text[0] != '\0';
	} else {
		result = expr_eval(expr, field, &scratch, &value, &why) < 0 ? 1 : 2;
		if (result == 1)
			told = !why.usage && why.code != NULL && why.text[0] != '\0';
		else
			expr_put(&out, &value);
		told &= result == 1 || value.type == EXPR_MISSING || value.type == expr_type(expr);
	}
	if (!told)
		ck_abort_msg("'%.*s': %s", (int)text.length, text.at, why.text);
	buf_release(&out);
	expr_scratch_release(&scratch);
	expr_free(expr);
	return result;
}

START_TEST(any_bytes_are_compiled_or_refused)
{
	struct rng rng;

	test_seed(&rng, "any_bytes_are_compiled_or_refused");
	for (int i = 0; i < 30000; i++) {
		size_t length = rng_below(&rng, 60);
		char *text = malloc(length); /* with nothing behind it, for the sanitizers */

		for (size_t j = 0; j < length; j++)
			text[j] = (char)(rng_chance(&rng, 0.3) ? rng_below(&rng, 256)
							       : 32 + rng_below(&rng, 95));
		try_text((struct slice){ text, length });
		free(text);
	}
}
END_TEST

START_TEST(any_words_are_compiled_or_refused)
{
	static const char *const words[] = { "Quantity", "UnitPrice", "Country", "Empty", "Lapsed",
		"Day", "1", "0", "2.5", "1e30", "'abc'", "''", "'2011-12-01'", "true", "missing",
		"+", "-", "*", "/", "%", "(", ")", "(", ")", ",", ",", "=", "!=", "<", ">=", "and",
		"or", "not", "in", "in (", "like", "is missing", "if(", "coalesce(", "least(",
		"greatest(", "concat(", "missing(", "lower(", "substr(", "replace(", "round(",
		"year(", "date(", "number(", "text(", "add_days(", "days_between(", "length(",
		"客户编号", "`Unit Price`" };
	struct buf text = BUF_EMPTY;
	struct rng rng;

	test_seed(&rng, "any_words_are_compiled_or_refused");
	for (int i = 0; i < 60000; i++) {
		buf_reset(&text);
		for (uint32_t count = 1 + rng_below(&rng, 12); count > 0; count--) {
			buf_text(&text, words[rng_below(&rng, sizeof words / sizeof *words)]);
			buf_char(&text, ' ');
		}
		try_text(buf_slice(&text));
	}
	buf_release(&text);
}
END_TEST

/* Right by its syntax: what is left are types and values. */
static void put_random(struct buf *out, struct rng *rng, int levels)
{
	static const char *const leaves[] = { "Quantity", "UnitPrice", "Country", "Empty", "Lapsed",
		"Active", "Day", "InvoiceDate", "0", "1", "2.5", "-3", "'abc'", "'2011-12-01'",
		"true", "missing", "'7'" };
	static const char *const forms[] = { "(a + a)", "(a - a)", "a * a", "(a) / (a)", "a % a",
		"-(a)", "(a = a)", "(a < a)", "(a and a)", "(a or a)", "(not a)", "(a in (a, a))",
		"(a like a)", "(a is missing)", "if(a, a, a)", "coalesce(a, a)",
		"coalesce(a, a, a)", "least(a, a)", "greatest(a, a, a)", "concat(a, a)", "lower(a)",
		"substr(a, a)", "substr(a, a, a)", "replace(a, a, a)", "round(a, a)", "floor(a)",
		"abs(a)", "length(a)", "year(a)", "add_days(a, a)", "days_between(a, a)", "date(a)",
		"number(a)", "text(a)", "missing(a)" };
	const char *form;

	if (levels == 0 || rng_chance(rng, 0.2)) {
		buf_text(out, leaves[rng_below(rng, sizeof leaves / sizeof *leaves)]);
		return;
	}
	form = forms[rng_below(rng, sizeof forms / sizeof *forms)];
	for (const char *at = form; *at != '\0'; at++) {
		bool is_hole = *at == 'a' && (at == form || strchr("( ,", at[-1]) != NULL) &&
			       strchr("), ", at[1]) != NULL;

		if (is_hole || (*at == 'a' && at[1] == '\0'))
			put_random(out, rng, levels - 1);
		else
			buf_char(out, *at);
	}
}

START_TEST(any_expression_is_compiled_or_refused)
{
	struct buf text = BUF_EMPTY;
	int seen[4] = { 0, 0, 0, 0 };
	struct rng rng;

	test_seed(&rng, "any_expression_is_compiled_or_refused");
	for (int i = 0; i < 60000; i++) {
		buf_reset(&text);
		put_random(&text, &rng, 1 + (int)rng_below(&rng, 4));
		seen[try_text(buf_slice(&text)) + 1]++;
	}
	buf_release(&text);
	/* Refused, failed on the row, and run: all three happen. */
	ck_assert_int_gt(seen[0], 1000);
	ck_assert_int_gt(seen[2], 500);
	ck_assert_int_gt(seen[3], 5000);
}
END_TEST

static TCase *language(void)
{
	TCase *tests = tcase_create("language");

	tcase_add_checked_fixture(tests, fill_row, NULL);
	tcase_add_test(tests, literals);
	tcase_add_test(tests, names_of_columns);
	tcase_add_test(tests, blanks_do_not_matter);
	tcase_add_test(tests, words_in_any_case);
	tcase_add_test(tests, precedence);
	tcase_add_test(tests, arithmetic_is_exact);
	tcase_add_test(tests, numbers_are_rounded_on_demand);
	tcase_add_test(tests, text_functions);
	tcase_add_test(tests, date_functions);
	tcase_add_test(tests, types_are_changed_on_demand);
	tcase_add_test(tests, comparisons);
	tcase_add_test(tests, columns_adapt_to_their_place);
	tcase_add_test(tests, columns_against_columns);
	tcase_add_test(tests, columns_adapt_through_functions);
	tcase_add_test(tests, the_caller_says_what_is_wanted);
	tcase_add_test(tests, membership);
	tcase_add_test(tests, likeness);
	tcase_add_test(tests, conditions_have_three_values);
	tcase_add_test(tests, missing_makes_missing);
	tcase_add_test(tests, the_rest_is_not_looked_at);
	return tests;
}

static TCase *faults(void)
{
	TCase *tests = tcase_create("faults");

	tcase_add_checked_fixture(tests, fill_row, NULL);
	tcase_add_test(tests, unknown_names_point_at_the_character);
	tcase_add_test(tests, wrong_types_point_at_the_character);
	tcase_add_test(tests, wrong_counts_say_how_many);
	tcase_add_test(tests, what_cannot_be_read_points_at_the_character);
	tcase_add_test(tests, signs_of_other_languages_are_explained);
	tcase_add_test(tests, comparisons_with_missing_are_refused);
	tcase_add_test(tests, constants_are_calculated_beforehand);
	tcase_add_test(tests, unreadable_fields_name_their_column);
	tcase_add_test(tests, other_faults_of_a_row_point_at_the_character);
	return tests;
}

static TCase *limits_and_use(void)
{
	TCase *tests = tcase_create("limits and use");

	tcase_add_checked_fixture(tests, fill_row, NULL);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, nesting_has_an_end);
	tcase_add_test(tests, chains_may_be_long);
	tcase_add_test(tests, too_long_is_refused);
	tcase_add_test(tests, long_expressions_are_shown_in_part);
	tcase_add_test(tests, many_columns_are_listed_in_part);
	tcase_add_test(tests, uses_tells_the_columns);
	tcase_add_test(tests, text_and_names_are_not_needed_after_compiling);
	tcase_add_test(tests, the_first_of_equal_columns_counts);
	tcase_add_test(tests, results_live_until_the_reset);
	tcase_add_test(tests, threads_share_an_expression);
	return tests;
}

static TCase *random_expressions(void)
{
	TCase *tests = tcase_create("random expressions");

	tcase_add_checked_fixture(tests, fill_row, NULL);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, sums_of_products_agree_with_whole_numbers);
	tcase_add_test(tests, patterns_agree_with_the_plain_way);
	tcase_add_test(tests, plain_conditions_are_what_their_values_are);
	tcase_add_test(tests, any_bytes_are_compiled_or_refused);
	tcase_add_test(tests, any_words_are_compiled_or_refused);
	tcase_add_test(tests, any_expression_is_compiled_or_refused);
	return tests;
}

int main(void)
{
	Suite *suite = suite_create("expr");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, language());
	suite_add_tcase(suite, faults());
	suite_add_tcase(suite, limits_and_use());
	suite_add_tcase(suite, random_expressions());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
