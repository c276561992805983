/* SPDX-License-Identifier: MIT */
#include "cli/opt.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

static const char *const formats[] = { "html", "text", "markdown", NULL };

static struct values {
	bool flag, traced, common;
	const char *by, *input, *trace;
	struct opt_list keep;
	int64_t at_least, any, huge, none;
	double share, open;
	uint64_t block, limited;
	struct opt_date as_of;
	int format;
} opt;

static const struct values defaults = {
	.by = "customer_id",
	.at_least = 1,
	.huge = INT64_MAX,
	.share = 0.25,
	.open = NAN,
	.block = 3 << 20,
	.format = 1,
};

static const struct opt own[] = {
	OPT_TEXT('b', "by", "COLUMN", &opt.by, "count rows for each value of COLUMN"),
	OPT_INT('n', "at-least", "N", &opt.at_least, 1, 1000, "leave out rare values"),
	OPT_INT(0, "any", "N", &opt.any, INT64_MIN, INT64_MAX, "any number"),
	OPT_INT(0, "huge", "N", &opt.huge, INT64_MAX - 1, INT64_MAX, "a large number"),
	OPT_INT(0, "none", "N", &opt.none, INT64_MIN, -1, "a debt"),
	OPT_FLAG('f', "flag", &opt.flag, "raise the flag"),
	OPT_GROUP("Output"),
	OPT_REAL('s', "share", "X", &opt.share, 0, 1, "a share"),
	OPT_REAL(0, "open", "X", &opt.open, -INFINITY, INFINITY, "a real number"),
	OPT_LIST('k', "keep", "COLUMN", &opt.keep, "keep COLUMN; may be repeated"),
	OPT_SIZE(0, "block", "SIZE", &opt.block, "read so much at a time"),
	OPT_SIZE_FROM(0, "limited", "SIZE", &opt.limited, 1024, "not less than a page"),
	OPT_DATE('d', "as-of", "DATE", &opt.as_of, "the day that counts as today"),
	OPT_CHOICE('F', "format", "WORD", &opt.format, formats, "kind of page"),
	OPT_OPTIONAL('t', "trace", "FILE", &opt.traced, &opt.trace, "write a trace"),
	OPT_TEXT(0, "input-of-a-very-long-name", "FILE", &opt.input,
		"a name so long that its text starts on the next line, and this text is wrapped"),
	OPT_END,
};

static const struct opt common[] = {
	OPT_FLAG('c', "common", &opt.common, "what every tool has"),
	OPT_END,
};

enum { WORDS = 12 };

static struct opt_result result;
static struct diag why;

/* Parse the words of `line`, which blanks divide. */
static int parse(const char *line)
{
	static char copy[200];
	char *argv[WORDS] = { copy };
	int argc = 1;

	opt_release(&result);
	free(opt.keep.item);
	opt = defaults;
	snprintf(copy, sizeof copy, "crm-x %s", line);
	for (char *at = strchr(copy, ' '); at != NULL; at = strchr(at, ' ')) {
		*at++ = '\0';
		if (*at != '\0')
			argv[argc++] = at;
	}
	return opt_parse(own, common, argc, argv, &result, &why);
}

static void refused(const char *line, const char *message)
{
	ck_assert_msg(parse(line) == -1, "'%s' was taken", line);
	ck_assert_str_eq(why.text, message);
	ck_assert(why.usage);
}

/* Apart from the test, because Check's messages have no room for a long literal and its source. */
static void same_text(const char *text, const char *expected)
{
	ck_assert_str_eq(text, expected);
}

START_TEST(sets_every_kind_of_value)
{
	ck_assert_int_eq(
		parse("--by shop --at-least 7 --any -5 --flag --share 0.5 --open -1e3"), 0);
	ck_assert_str_eq(opt.by, "shop");
	ck_assert_int_eq(opt.at_least, 7);
	ck_assert_int_eq(opt.any, -5);
	ck_assert(opt.flag);
	ck_assert_double_eq(opt.share, 0.5);
	ck_assert_double_eq(opt.open, -1000);
	ck_assert_int_eq(parse("--block=512K --limited 1K --as-of 1970-02-01 --format html"), 0);
	ck_assert_uint_eq(opt.block, 512 * 1024);
	ck_assert_uint_eq(opt.limited, 1024);
	ck_assert(opt.as_of.given);
	ck_assert_int_eq(opt.as_of.date, 31);
	ck_assert_int_eq(opt.format, 0);
}
END_TEST

START_TEST(keeps_defaults_without_options)
{
	ck_assert_int_eq(parse(""), 0);
	ck_assert_str_eq(opt.by, "customer_id");
	ck_assert_int_eq(opt.at_least, 1);
	ck_assert(!opt.as_of.given);
	ck_assert_uint_eq(result.operand_count, 0);
	ck_assert_ptr_null(result.operands[0]);
}
END_TEST

START_TEST(takes_letters_alone_and_together)
{
	ck_assert_int_eq(parse("-fcn3 -b shop -s.5 -d2026-11-22 -Fmarkdown"), 0);
	ck_assert(opt.flag && opt.common);
	ck_assert_int_eq(opt.at_least, 3);
	ck_assert_str_eq(opt.by, "shop");
	ck_assert_double_eq(opt.share, 0.5);
	ck_assert(opt.as_of.given);
	ck_assert_int_eq(opt.format, 2);
}
END_TEST

START_TEST(last_of_a_repeated_option_counts)
{
	ck_assert_int_eq(parse("-n 5 --at-least=6 -Fhtml -Ftext --by a -b b"), 0);
	ck_assert_int_eq(opt.at_least, 6);
	ck_assert_int_eq(opt.format, 1);
	ck_assert_str_eq(opt.by, "b");
}
END_TEST

START_TEST(list_keeps_the_order)
{
	ck_assert_int_eq(parse("-k a --keep b -kc --keep=d"), 0);
	ck_assert_uint_eq(opt.keep.count, 4);
	ck_assert_str_eq(opt.keep.item[0], "a");
	ck_assert_str_eq(opt.keep.item[1], "b");
	ck_assert_str_eq(opt.keep.item[2], "c");
	ck_assert_str_eq(opt.keep.item[3], "d");
}
END_TEST

START_TEST(optional_value_must_be_attached)
{
	ck_assert_int_eq(parse("--trace x"), 0);
	ck_assert(opt.traced);
	ck_assert_ptr_null(opt.trace);
	ck_assert_uint_eq(result.operand_count, 1);
	ck_assert_int_eq(parse("--trace=x"), 0);
	ck_assert_str_eq(opt.trace, "x");
	ck_assert_int_eq(parse("-tx"), 0);
	ck_assert_str_eq(opt.trace, "x");
}
END_TEST

START_TEST(given_options_are_known_whatever_their_values)
{
	static const struct opt rows[] = { OPT_GROUP("Here"), OPT_FLAG(0, "flag", NULL, ""),
		OPT_TEXT(0, "by", "COLUMN", NULL, ""), OPT_END };

	ck_assert_int_eq(parse("-n 1 operand"), 0);
	ck_assert_uint_eq(result.given_count, 1);
	ck_assert_str_eq(result.given[0], "at-least");
	ck_assert_ptr_null(opt_given(&result, rows));
	ck_assert_int_eq(parse("-b customer_id"), 0);
	ck_assert_str_eq(opt_given(&result, rows), "by");
}
END_TEST

START_TEST(operands_mix_with_options)
{
	ck_assert_int_eq(parse("one -f two - --by -- three -- -n --help"), 0);
	ck_assert(opt.flag);
	ck_assert_str_eq(opt.by, "--");
	ck_assert_uint_eq(result.operand_count, 6);
	ck_assert_str_eq(result.operands[0], "one");
	ck_assert_str_eq(result.operands[1], "two");
	ck_assert_str_eq(result.operands[2], "-");
	ck_assert_str_eq(result.operands[3], "three");
	ck_assert_str_eq(result.operands[4], "-n");
	ck_assert_str_eq(result.operands[5], "--help");
	ck_assert_ptr_null(result.operands[6]);
	ck_assert(!result.help);
}
END_TEST

START_TEST(unknown_options_are_named)
{
	refused("--zzz", "unknown option '--zzz'");
	refused("--zzz=1", "unknown option '--zzz'");
	refused("-x", "unknown option '-x'");
	refused("-fx", "unknown option '-x'");
	refused("-5", "unknown option '-5'");
	refused("-é", "unknown option '-é'");
	refused("--=1", "unknown option '--'");
}
END_TEST

START_TEST(abbreviations_and_slips_get_a_hint)
{
	refused("--ke a", "unknown option '--ke'; did you mean '--keep'?");
	refused("--form=html", "unknown option '--form'; did you mean '--format'?");
	refused("--atleast 3", "unknown option '--atleast'; did you mean '--at-least'?");
	refused("--fromat html", "unknown option '--fromat'; did you mean '--format'?");
	refused("--hel", "unknown option '--hel'; did you mean '--help'?");
	refused("-format", "unknown option '-o'; did you mean '--format'?");
}
END_TEST

START_TEST(values_are_there_when_needed_only)
{
	refused("--by", "--by: needs a value: --by COLUMN");
	refused("-f -b", "-b: needs a value: -b COLUMN");
	refused("--flag=yes", "--flag: takes no value; got 'yes'");
	refused("--help=me", "--help: takes no value; got 'me'");
}
END_TEST

START_TEST(whole_numbers_keep_to_their_range)
{
	refused("--at-least 0", "--at-least: expected a whole number from 1 to 1000; got '0'");
	refused("-n1001", "-n: expected a whole number from 1 to 1000; got '1001'");
	refused("-n 1.5", "-n: expected a whole number from 1 to 1000; got '1.5'");
	refused("--any x", "--any: expected a whole number; got 'x'");
	refused("--any 9223372036854775808",
		"--any: expected a whole number; got '9223372036854775808'");
	refused("--none 0", "--none: expected a whole number of at most -1; got '0'");
	refused("--huge 9223372036854775805", "--huge: expected a whole number of at least "
					      "9223372036854775806; got '9223372036854775805'");
	ck_assert_int_eq(parse("--huge 9223372036854775806 --any -9223372036854775808"), 0);
	ck_assert_int_eq(opt.huge, INT64_MAX - 1);
	ck_assert_int_eq(opt.any, INT64_MIN);
}
END_TEST

START_TEST(other_values_are_checked)
{
	refused("--share 1.01", "--share: expected a number from 0 to 1; got '1.01'");
	refused("-s nan", "-s: expected a number from 0 to 1; got 'nan'");
	refused("--open x", "--open: expected a number; got 'x'");
	refused("--block 5X", "--block: expected a size like 512M or 4G; got '5X'");
	refused("--limited 1023",
		"--limited: expected a size like 512M or 4G, at least 1K; got '1023'");
	refused("--as-of 2026-02-30", "--as-of: expected a date like 2026-11-22; got '2026-02-30'");
	refused("--format x", "--format: expected one of: html, text, markdown; got 'x'");
	refused("-F htm", "-F: expected one of: html, text, markdown; got 'htm'");
}
END_TEST

START_TEST(help_stops_the_parsing_and_sets_nothing)
{
	ck_assert_int_eq(parse("-n 5 --by x --help --zzz"), 0);
	ck_assert(result.help && !result.version && !result.completion);
	ck_assert_int_eq(opt.at_least, 1);
	ck_assert_str_eq(opt.by, "customer_id");
	ck_assert_int_eq(parse("-fh"), 0);
	ck_assert(result.help);
	ck_assert_int_eq(parse("-V"), 0);
	ck_assert(result.version && !result.help);
	ck_assert_int_eq(parse("--completion"), 0);
	ck_assert(result.completion && !result.help);
	refused("--zzz --help", "unknown option '--zzz'");
}
END_TEST

START_TEST(help_is_grouped_aligned_and_shows_defaults)
{
	struct buf help = BUF_EMPTY;

	opt = defaults;
	opt_help(own, common, &help);
	same_text(buf_string(&help),
		"\n"
		"Options:\n"
		"  -b, --by COLUMN     count rows for each value of COLUMN (default: customer_id)\n"
		"  -n, --at-least N    leave out rare values (default: 1)\n"
		"      --any N         any number (default: 0)\n"
		"      --huge N        a large number (default: 9223372036854775807)\n"
		"      --none N        a debt\n"
		"  -f, --flag          raise the flag\n"
		"\n"
		"Output:\n"
		"  -s, --share X       a share (default: 0.25)\n"
		"      --open X        a real number\n"
		"  -k, --keep COLUMN   keep COLUMN; may be repeated\n"
		"      --block SIZE    read so much at a time (default: 3M)\n"
		"      --limited SIZE  not less than a page\n"
		"  -d, --as-of DATE    the day that counts as today\n"
		"  -F, --format WORD   kind of page: html, text or markdown (default: text)\n"
		"  -t, --trace[=FILE]  write a trace\n"
		"      --input-of-a-very-long-name FILE\n"
		"                      a name so long that its text starts on the next line, and\n"
		"                      this text is wrapped\n"
		"\n"
		"Common options:\n"
		"  -c, --common        what every tool has\n"
		"  -h, --help          show this help\n"
		"  -V, --version       show the version\n"
		"      --completion    print a completion script for bash\n");
	buf_release(&help);
}
END_TEST

START_TEST(help_without_own_options)
{
	struct buf help = BUF_EMPTY;

	opt_help(NULL, NULL, &help);
	same_text(buf_string(&help), "\n"
				     "Common options:\n"
				     "  -h, --help        show this help\n"
				     "  -V, --version     show the version\n"
				     "      --completion  print a completion script for bash\n");
	buf_release(&help);
}
END_TEST

START_TEST(help_that_explains_the_words_stands_alone)
{
	static const struct opt rows[] = {
		OPT_CHOICE(0, "format", "WORD", &opt.format, formats,
			"kind of page: html, for browsers; text and markdown, for people"),
		OPT_END,
	};
	struct buf help = BUF_EMPTY;
	const char *text;

	opt = defaults;
	opt_help(rows, NULL, &help);
	text = buf_string(&help);
	ck_assert_ptr_nonnull(strstr(text, "markdown, for\n"));
	ck_assert_ptr_nonnull(strstr(text, " people (default: text)\n"));
	buf_release(&help);
}
END_TEST

START_TEST(help_starts_no_line_with_an_option_that_it_mentions)
{
	static const struct opt rows[] = {
		OPT_FLAG(0, "flag", &opt.flag,
			"a text that is so long that its line ends just about here, with -x and "
			"--format on the "
			"next"),
		OPT_END,
	};
	struct buf help = BUF_EMPTY;

	opt = defaults;
	opt_help(rows, NULL, &help);
	ck_assert_ptr_nonnull(strstr(buf_string(&help), "about here,\n"));
	ck_assert_ptr_nonnull(strstr(buf_string(&help), "  with -x and --format on the next\n"));
	buf_release(&help);
}
END_TEST

START_TEST(completion_knows_words_and_files)
{
	struct buf script = BUF_EMPTY;
	const char *text;

	opt_completion("crm-x", own, common, &script);
	text = buf_string(&script);
	ck_assert_ptr_nonnull(strstr(text, "_crm_x()\n"));
	ck_assert_ptr_nonnull(strstr(text, "complete -F _crm_x crm-x\n"));
	ck_assert_ptr_nonnull(
		strstr(text, "-F | --format) how=words words='html text markdown' ;;"));
	ck_assert_ptr_nonnull(strstr(text, "--input-of-a-very-long-name) how=default ;;"));
	ck_assert_ptr_nonnull(strstr(text, "-b | --by) return ;;"));
	ck_assert_ptr_null(strstr(text, "--flag)"));
	buf_release(&script);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("opt");
	TCase *tests = tcase_create("opt");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, sets_every_kind_of_value);
	tcase_add_test(tests, keeps_defaults_without_options);
	tcase_add_test(tests, takes_letters_alone_and_together);
	tcase_add_test(tests, last_of_a_repeated_option_counts);
	tcase_add_test(tests, list_keeps_the_order);
	tcase_add_test(tests, optional_value_must_be_attached);
	tcase_add_test(tests, given_options_are_known_whatever_their_values);
	tcase_add_test(tests, operands_mix_with_options);
	tcase_add_test(tests, unknown_options_are_named);
	tcase_add_test(tests, abbreviations_and_slips_get_a_hint);
	tcase_add_test(tests, values_are_there_when_needed_only);
	tcase_add_test(tests, whole_numbers_keep_to_their_range);
	tcase_add_test(tests, other_values_are_checked);
	tcase_add_test(tests, help_stops_the_parsing_and_sets_nothing);
	tcase_add_test(tests, help_is_grouped_aligned_and_shows_defaults);
	tcase_add_test(tests, help_without_own_options);
	tcase_add_test(tests, help_that_explains_the_words_stands_alone);
	tcase_add_test(tests, help_starts_no_line_with_an_option_that_it_mentions);
	tcase_add_test(tests, completion_knows_words_and_files);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
