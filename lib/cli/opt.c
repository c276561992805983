/* SPDX-License-Identifier: MIT */
#include "cli/opt.h"

#include <assert.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/suggest.h"
#include "cli/wrap.h"

enum {
	LONG_VALUE = 256, /* getopt_long gives LONG_VALUE + row for a long option */
	WIDEST_LABEL = 30,
};

static const struct opt builtin[] = {
	{ .kind = OPT_KIND_STOP, .letter = 'h', .name = "help", .help = "show this help" },
	{ .kind = OPT_KIND_STOP, .letter = 'V', .name = "version", .help = "show the version" },
	{ .kind = OPT_KIND_STOP,
		.name = "completion",
		.help = "print a completion script for bash" },
	OPT_END,
};

/* All options of a tool, without the groups. */
struct table {
	const struct opt **row;
	size_t count;
	size_t capacity;
};

/* An option on the command line, not yet applied. */
struct found {
	const struct opt *row;
	const char *value; /* NULL: none */
	bool by_letter;
};

struct parser {
	struct table table;
	struct option *longs;
	struct buf letters;
	struct found *found;
	size_t found_count;
	size_t found_capacity;
};

static void table_add(struct table *table, const struct opt *rows)
{
	for (; rows != NULL && rows->kind != OPT_KIND_END; rows++) {
		if (rows->kind == OPT_KIND_GROUP)
			continue;
		for (size_t i = 0; i < table->count; i++) {
			assert(strcmp(rows->name, table->row[i]->name) != 0);
			assert(rows->letter == '\0' || rows->letter != table->row[i]->letter);
		}
		table->row = mem_grow(
			table->row, &table->capacity, table->count + 1, sizeof *table->row);
		table->row[table->count++] = rows;
	}
}

static struct table table_of(const struct opt *own, const struct opt *common)
{
	struct table table = { NULL, 0, 0 };

	table_add(&table, own);
	table_add(&table, common);
	table_add(&table, builtin);
	return table;
}

static bool takes_value(const struct opt *row)
{
	return row->kind != OPT_KIND_FLAG && row->kind != OPT_KIND_STOP;
}

static const struct opt *row_named(const struct table *table, struct slice name)
{
	for (size_t i = 0; i < table->count; i++)
		if (slice_is(name, table->row[i]->name))
			return table->row[i];
	return NULL;
}

static const struct opt *row_lettered(const struct table *table, int letter)
{
	for (size_t i = 0; i < table->count; i++)
		if (letter != '\0' && table->row[i]->letter == letter)
			return table->row[i];
	return NULL;
}

/* The arrays that getopt_long wants. '+' keeps it from moving operands, ':' from printing. */
static void prepare(struct parser *parser)
{
	const struct table *table = &parser->table;

	parser->longs = mem_zero(table->count + 1, sizeof *parser->longs);
	buf_text(&parser->letters, "+:");
	for (size_t i = 0; i < table->count; i++) {
		const struct opt *row = table->row[i];
		int has_value = !takes_value(row)                ? no_argument
				: row->kind == OPT_KIND_OPTIONAL ? optional_argument
								 : required_argument;

		parser->longs[i] =
			(struct option){ row->name, has_value, NULL, LONG_VALUE + (int)i };
		if (row->letter == '\0')
			continue;
		buf_char(&parser->letters, row->letter);
		for (int colon = 0; colon < has_value; colon++)
			buf_char(&parser->letters, ':');
	}
}

static void parser_release(struct parser *parser)
{
	free(parser->table.row);
	free(parser->longs);
	free(parser->found);
	buf_release(&parser->letters);
}

static int unknown_letter(const struct table *table, const char *word, int letter, struct diag *why)
{
	const struct opt *row = row_named(table, slice_of(word + 1));

	if (letter < 0x20 || letter > 0x7e)
		return diag_usage(why, "unknown option '%s'", word);
	if (row != NULL)
		return diag_usage(
			why, "unknown option '-%c'; did you mean '--%s'?", letter, row->name);
	return diag_usage(why, "unknown option '-%c'", letter);
}

/* `name` is what was written behind "--", without a value. */
static int unknown_name(const struct table *table, struct slice name, struct diag *why)
{
	char *word = mem_text(name.at, name.length);
	struct suggest best = { NULL, 0 };

	for (size_t i = 0; i < table->count; i++)
		suggest_weigh(&best, word, table->row[i]->name);
	if (best.name != NULL)
		diag_usage(why, "unknown option '--%s'; did you mean '--%s'?", word, best.name);
	else
		diag_usage(why, "unknown option '--%s'", word);
	free(word);
	return -1;
}

/* getopt_long would take an abbreviated name, so the name is looked up before it is asked. */
static int check_name(const struct table *table, const char *word, struct diag *why)
{
	struct slice rest, name;

	if (strncmp(word, "--", 2) != 0)
		return 0;
	rest = slice_of(word + 2);
	slice_cut(&rest, '=', &name);
	return row_named(table, name) != NULL ? 0 : unknown_name(table, name, why);
}

static int missing_value(const struct opt *row, bool by_letter, struct diag *why)
{
	if (by_letter)
		return diag_usage(
			why, "-%c: needs a value: -%c %s", row->letter, row->letter, row->value);
	return diag_usage(why, "--%s: needs a value: --%s %s", row->name, row->name, row->value);
}

/* Take what getopt_long answered for the command-line word `word`. */
static int take(struct parser *parser, int answer, const char *word, struct diag *why)
{
	bool by_letter = word[1] != '-';
	bool failed = answer == '?' || answer == ':';
	int key = failed ? optopt : answer;
	const struct opt *row = key >= LONG_VALUE ? parser->table.row[key - LONG_VALUE]
						  : row_lettered(&parser->table, key);

	if (row == NULL)
		return unknown_letter(&parser->table, word, (unsigned char)key, why);
	if (answer == ':')
		return missing_value(row, by_letter, why);
	if (answer == '?')
		return diag_usage(
			why, "--%s: takes no value; got '%s'", row->name, strchr(word, '=') + 1);
	parser->found = mem_grow(parser->found, &parser->found_capacity, parser->found_count + 1,
		sizeof *parser->found);
	parser->found[parser->found_count++] =
		(struct found){ row, takes_value(row) ? optarg : NULL, by_letter };
	return 0;
}

static void stop_at(const struct opt *row, struct opt_result *result)
{
	result->help = row == &builtin[0];
	result->version = row == &builtin[1];
	result->completion = row == &builtin[2];
}

/* Read the whole line into `found` and `operands`, or up to a row that stops the parsing. */
static int scan(
	struct parser *parser, int argc, char **argv, struct opt_result *result, struct diag *why)
{
	optind = 0; /* glibc: start afresh */
	opterr = 0;
	for (;;) {
		int here = optind == 0 ? 1 : optind;
		int answer;

		if (here >= argc)
			return 0;
		if (strcmp(argv[here], "--") == 0) {
			while (++here < argc)
				result->operands[result->operand_count++] = argv[here];
			return 0;
		}
		if (check_name(&parser->table, argv[here], why) < 0)
			return -1;
		answer = getopt_long(argc, argv, buf_string(&parser->letters), parser->longs, NULL);
		if (answer == -1) {
			result->operands[result->operand_count++] = argv[optind++];
			continue;
		}
		if (take(parser, answer, argv[here], why) < 0)
			return -1;
		if (parser->found[parser->found_count - 1].row->kind == OPT_KIND_STOP) {
			stop_at(parser->found[parser->found_count - 1].row, result);
			return 0;
		}
	}
}

/* "--name: expected WHAT; got 'value'" */
static int refuse(const struct found *found, struct diag *why, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int refuse(const struct found *found, struct diag *why, const char *format, ...)
{
	struct buf expected = BUF_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(&expected, format, arguments);
	va_end(arguments);
	if (found->by_letter)
		diag_usage(why, "-%c: expected %s; got '%s'", found->row->letter,
			buf_string(&expected), found->value);
	else
		diag_usage(why, "--%s: expected %s; got '%s'", found->row->name,
			buf_string(&expected), found->value);
	buf_release(&expected);
	return -1;
}

static int set_integer(const struct found *found, struct diag *why)
{
	const struct opt *row = found->row;
	int64_t value;

	if (num_parse_int(slice_of(found->value), &value) && value >= row->least &&
		value <= row->most) {
		*row->to.integer = value;
		return 0;
	}
	if (row->least > INT64_MIN && row->most < INT64_MAX)
		return refuse(found, why, "a whole number from %jd to %jd", (intmax_t)row->least,
			(intmax_t)row->most);
	if (row->least > INT64_MIN)
		return refuse(found, why, "a whole number of at least %jd", (intmax_t)row->least);
	if (row->most < INT64_MAX)
		return refuse(found, why, "a whole number of at most %jd", (intmax_t)row->most);
	return refuse(found, why, "a whole number");
}

static int set_real(const struct found *found, struct diag *why)
{
	const struct opt *row = found->row;
	double value;

	if (num_parse_real(slice_of(found->value), &value) && value >= row->low &&
		value <= row->high) {
		*row->to.real = value;
		return 0;
	}
	if (isfinite(row->low) && isfinite(row->high))
		return refuse(found, why, "a number from %.15g to %.15g", row->low, row->high);
	if (isfinite(row->low))
		return refuse(found, why, "a number of at least %.15g", row->low);
	if (isfinite(row->high))
		return refuse(found, why, "a number of at most %.15g", row->high);
	return refuse(found, why, "a number");
}

/* In the largest unit that divides it: 536870912 is "512M". */
static void put_size(struct buf *out, uint64_t bytes)
{
	static const char units[] = "KMGT";
	size_t unit = 0;

	while (unit < 4 && bytes > 0 && bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	buf_printf(out, "%ju", (uintmax_t)bytes);
	if (unit > 0)
		buf_char(out, units[unit - 1]);
}

static int set_size(const struct found *found, struct diag *why)
{
	const struct opt *row = found->row;
	struct buf least = BUF_EMPTY;
	uint64_t bytes;

	if (num_parse_size(slice_of(found->value), &bytes) && bytes >= (uint64_t)row->least) {
		*row->to.size = bytes;
		return 0;
	}
	if (row->least == 0)
		return refuse(found, why, "a size like 512M or 4G");
	put_size(&least, (uint64_t)row->least);
	refuse(found, why, "a size like 512M or 4G, at least %s", buf_string(&least));
	buf_release(&least);
	return -1;
}

static int set_date(const struct found *found, struct diag *why)
{
	struct opt_date *date = found->row->to.date;

	if (!date_parse(slice_of(found->value), &date->date))
		return refuse(found, why, "a date like 2026-11-22");
	date->given = true;
	return 0;
}

static int set_choice(const struct found *found, struct diag *why)
{
	const char *const *words = found->row->choices;
	struct buf all = BUF_EMPTY;

	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], found->value) == 0) {
			*found->row->to.choice = i;
			buf_release(&all);
			return 0;
		}
		buf_printf(&all, "%s%s", i > 0 ? ", " : "", words[i]);
	}
	refuse(found, why, "one of: %s", buf_string(&all));
	buf_release(&all);
	return -1;
}

static void add_item(struct opt_list *list, const char *value)
{
	list->item = mem_grow(list->item, &list->capacity, list->count + 1, sizeof *list->item);
	list->item[list->count++] = value;
}

static int apply(const struct found *found, struct diag *why)
{
	const struct opt *row = found->row;

	switch (row->kind) {
	case OPT_KIND_FLAG:
		*row->to.flag = true;
		return 0;
	case OPT_KIND_TEXT:
		*row->to.text = found->value;
		return 0;
	case OPT_KIND_LIST:
		add_item(row->to.list, found->value);
		return 0;
	case OPT_KIND_INT:
		return set_integer(found, why);
	case OPT_KIND_REAL:
		return set_real(found, why);
	case OPT_KIND_SIZE:
		return set_size(found, why);
	case OPT_KIND_DATE:
		return set_date(found, why);
	case OPT_KIND_CHOICE:
		return set_choice(found, why);
	case OPT_KIND_OPTIONAL:
		*row->given = true;
		if (found->value != NULL)
			*row->to.text = found->value;
		return 0;
	case OPT_KIND_END:
	case OPT_KIND_GROUP:
	case OPT_KIND_STOP:
		break;
	}
	return 0;
}

int opt_parse(const struct opt *own, const struct opt *common, int argc, char **argv,
	struct opt_result *result, struct diag *why)
{
	struct parser parser = { .table = table_of(own, common) };
	int status;

	*result = (struct opt_result){ .operands = mem_zero((size_t)argc + 1, sizeof(char *)) };
	prepare(&parser);
	status = scan(&parser, argc, argv, result, why);
	if (status == 0 && !result->help && !result->version && !result->completion)
		for (size_t i = 0; status == 0 && i < parser.found_count; i++)
			status = apply(&parser.found[i], why);
	result->given = mem_alloc(parser.found_count * sizeof *result->given);
	for (size_t i = 0; i < parser.found_count; i++)
		result->given[result->given_count++] = parser.found[i].row->name;
	parser_release(&parser);
	return status;
}

const char *opt_given(const struct opt_result *result, const struct opt *rows)
{
	for (; rows->kind != OPT_KIND_END; rows++) {
		if (rows->kind == OPT_KIND_GROUP)
			continue;
		for (size_t i = 0; i < result->given_count; i++)
			if (strcmp(result->given[i], rows->name) == 0)
				return rows->name;
	}
	return NULL;
}

void opt_release(struct opt_result *result)
{
	free(result->operands);
	free(result->given);
	*result = (struct opt_result){ 0 };
}

/* "  -n, --name VALUE" */
static void put_label(struct buf *out, const struct opt *row)
{
	if (row->letter != '\0')
		buf_printf(out, "  -%c, --%s", row->letter, row->name);
	else
		buf_printf(out, "      --%s", row->name);
	if (row->kind == OPT_KIND_OPTIONAL)
		buf_printf(out, "[=%s]", row->value);
	else if (takes_value(row))
		buf_printf(out, " %s", row->value);
}

static void put_choices(struct buf *out, const char *const *words)
{
	for (int i = 0; words[i] != NULL; i++) {
		if (i > 0)
			buf_text(out, words[i + 1] != NULL ? ", " : " or ");
		else
			buf_text(out, ": ");
		buf_text(out, words[i]);
	}
}

/* Append what the variable of `row` holds, or nothing if that stands for "not given". */
static void put_value(struct buf *out, const struct opt *row)
{
	switch (row->kind) {
	case OPT_KIND_TEXT:
		if (*row->to.text != NULL)
			buf_text(out, **row->to.text != '\0' ? *row->to.text : "''");
		break;
	case OPT_KIND_INT:
		if (*row->to.integer >= row->least && *row->to.integer <= row->most)
			num_put_int(out, *row->to.integer);
		break;
	case OPT_KIND_REAL:
		if (*row->to.real >= row->low && *row->to.real <= row->high &&
			isfinite(*row->to.real))
			buf_printf(out, "%.10g", *row->to.real);
		break;
	case OPT_KIND_SIZE:
		if (*row->to.size > 0 && *row->to.size >= (uint64_t)row->least)
			put_size(out, *row->to.size);
		break;
	case OPT_KIND_DATE:
		if (row->to.date->given)
			date_put(out, row->to.date->date);
		break;
	case OPT_KIND_CHOICE:
		if (*row->to.choice >= 0)
			buf_text(out, row->choices[*row->to.choice]);
		break;
	case OPT_KIND_FLAG:
	case OPT_KIND_LIST:
	case OPT_KIND_OPTIONAL:
	case OPT_KIND_END:
	case OPT_KIND_GROUP:
	case OPT_KIND_STOP:
		break;
	}
}

static void put_row(struct buf *out, const struct opt *row, size_t indent)
{
	struct buf label = BUF_EMPTY, text = BUF_EMPTY, value = BUF_EMPTY;
	size_t at;

	put_label(&label, row);
	buf_text(&text, row->help);
	if (row->kind == OPT_KIND_CHOICE && strchr(row->help, ':') == NULL)
		put_choices(&text, row->choices);
	put_value(&value, row);
	if (value.length > 0 && strstr(row->help, "(default:") == NULL)
		buf_printf(&text, " (default: %s)", buf_string(&value));
	buf_put(out, buf_slice(&label));
	at = wrap_columns(buf_slice(&label));
	if (at + 2 > indent) {
		buf_char(out, '\n');
		at = 0;
	}
	buf_printf(out, "%*s", (int)(indent - at), "");
	wrap_put(out, buf_slice(&text), indent, indent);
	buf_release(&label);
	buf_release(&text);
	buf_release(&value);
}

static void put_rows(struct buf *out, const struct opt *rows, size_t indent)
{
	for (; rows != NULL && rows->kind != OPT_KIND_END; rows++) {
		if (rows->kind == OPT_KIND_GROUP)
			buf_printf(out, "\n%s:\n", rows->help);
		else
			put_row(out, rows, indent);
	}
}

/* The column where all texts start: behind the longest label, except very long ones. */
static size_t text_column(const struct table *table)
{
	struct buf label = BUF_EMPTY;
	size_t widest = 0;

	for (size_t i = 0; i < table->count; i++) {
		size_t width;

		buf_reset(&label);
		put_label(&label, table->row[i]);
		width = wrap_columns(buf_slice(&label));
		if (width > widest && width <= WIDEST_LABEL)
			widest = width;
	}
	buf_release(&label);
	return widest + 2;
}

void opt_help(const struct opt *own, const struct opt *common, struct buf *out)
{
	struct table table = table_of(own, common);
	size_t indent = text_column(&table);

	if (own != NULL && own->kind != OPT_KIND_END && own->kind != OPT_KIND_GROUP)
		buf_text(out, "\nOptions:\n");
	put_rows(out, own, indent);
	buf_text(out, "\nCommon options:\n");
	put_rows(out, common, indent);
	put_rows(out, builtin, indent);
	free(table.row);
}

/* How bash completes the value of `row`: by words, or by its own "default" or "dirnames". */
static const char *source_of(const struct opt *row)
{
	if (row->kind == OPT_KIND_CHOICE)
		return "words";
	if (strstr(row->value, "FILE") != NULL)
		return "default";
	return strstr(row->value, "DIR") != NULL ? "dirnames" : NULL;
}

/* One branch of the script's case, for an option that takes a value. */
static void put_branch(struct buf *out, const struct opt *row)
{
	const char *source = source_of(row);

	buf_text(out, "\t");
	if (row->letter != '\0' && row->kind != OPT_KIND_OPTIONAL)
		buf_printf(out, "-%c | ", row->letter);
	buf_printf(out, "--%s) ", row->name);
	if (row->kind == OPT_KIND_OPTIONAL)
		buf_text(out, "[[ ! $assigned ]] || return ;;\n");
	else if (source == NULL)
		buf_text(out, "return ;;\n");
	else if (row->kind != OPT_KIND_CHOICE)
		buf_printf(out, "how=%s ;;\n", source);
	else {
		buf_text(out, "how=words words='");
		for (int i = 0; row->choices[i] != NULL; i++)
			buf_printf(out, "%s%s", i > 0 ? " " : "", row->choices[i]);
		buf_text(out, "' ;;\n");
	}
}

/*
 * Bash cuts words at '=' too, so "--name=va" arrives as three words; `option` is the one before
 * the '=', or else the word before the cursor.
 */
static const char script_head[] =
	"{\n"
	"\tlocal word=${COMP_WORDS[COMP_CWORD]} assigned='' how='' words=''\n"
	"\tlocal option=${COMP_WORDS[COMP_CWORD - 1]}\n"
	"\tif [[ $word == '=' ]]; then\n"
	"\t\tword='' assigned=1\n"
	"\telif [[ $option == '=' ]]; then\n"
	"\t\toption=${COMP_WORDS[COMP_CWORD - 2]} assigned=1\n"
	"\tfi\n"
	"\tCOMPREPLY=()\n"
	"\tcase $option in\n";

static const char script_middle[] = "\tesac\n"
				    "\tif [[ ! $how && $word == -* ]]; then\n"
				    "\t\thow=words words='";

static const char script_tail[] =
	"'\n"
	"\tfi\n"
	"\tif [[ $how == words ]]; then\n"
	"\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
	"\telse\n"
	"\t\tcompopt -o \"${how:-default}\"\n"
	"\tfi\n"
	"}\n";

void opt_completion(
	const char *tool, const struct opt *own, const struct opt *common, struct buf *out)
{
	struct table table = table_of(own, common);
	struct buf function = BUF_EMPTY;

	buf_printf(&function, "_%s", tool);
	for (size_t i = 0; i < function.length; i++)
		if (function.at[i] == '-')
			function.at[i] = '_';
	buf_printf(out, "# bash completion for %s\n%s()\n%s", tool, buf_string(&function),
		script_head);
	for (size_t i = 0; i < table.count; i++)
		if (takes_value(table.row[i]))
			put_branch(out, table.row[i]);
	buf_text(out, script_middle);
	for (size_t i = 0; i < table.count; i++)
		buf_printf(out, "%s--%s", i > 0 ? " " : "", table.row[i]->name);
	buf_printf(out, "%scomplete -F %s %s\n", script_tail, buf_string(&function), tool);
	buf_release(&function);
	free(table.row);
}
