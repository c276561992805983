/* SPDX-License-Identifier: MIT */
/*
 * crm-import: the tables that people have → checked, typed streams.
 *
 * From the header and the options a plan is made: what each column of the output is called, where
 * it comes from, and what it must be. Then every row goes by the plan, or to the rejects.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "import/forms.h"
#include "import/odd.h"
#include "import/outcome.h"
#include "import/personal.h"
#include "import/plan.h"
#include "import/reading.h"
#include "import/remarks.h"
#include "import/repeats.h"
#include "import/values.h"
#include "io/directory.h"
#include "tab/escape.h"
#include "tab/footer.h"

static struct {
	struct plan_settings plan;
	struct repeats_settings repeats;
	const char *max_rejects, *summary;
	struct reading_settings reading;
	const char *null;
	int dates, decimal;
	const char *country;
	struct form_options forms;
	struct filter_options filter;
} opt = { .reading.skip = -1 };

/* In the order of enum dateform_order and of enum numberform_mark. */
static const char *const dates_words[] = { "found", "dmy", "mdy", "ymd", NULL };
static const char *const decimal_words[] = { "found", "point", "comma", NULL };

static const struct opt options[] = {
	OPT_GROUP("What the columns become"),
	OPT_TEXT('k', "kind", "KIND", &opt.plan.kind,
		"the kind of ledger, which says what the columns are called and must hold: "
		"customers, transactions, contacts, cases, answers, invoices, payments, points, "
		"deals or responses"),
	OPT_LIST('m', "map", "NAME=COLUMN|FILE", &opt.plan.map,
		"call the COLUMN of the input NAME; or do what FILE says, a map made by --guess"),
	OPT_FLAG(0, "guess", &opt.plan.guess,
		"read no rows, but print what the columns are taken for, as a map to be edited"),
	OPT_LIST('s', "set", "NAME=EXPRESSION", &opt.plan.set,
		"make the column NAME of an expression over the columns of the input"),
	OPT_LIST('t', "type", "NAME=TYPE", &opt.plan.type,
		"check NAME as id, text, date, time, amount, number, integer, flag, phone or "
		"email"),
	OPT_FLAG(0, "only", &opt.plan.only,
		"leave out columns that are neither of the kind nor named"),
	OPT_TEXT(0, "missing", "WORD,…", &opt.plan.missing,
		"what stands for a missing value in any column (default: the usual words, such as "
		"NULL, NA and -, in columns that are checked as something else than text)"),
	OPT_GROUP("What is not to be known of persons"),
	OPT_LIST(0, "drop", "COLUMN,…", &opt.plan.personal.drop,
		"leave out these columns of the output, and hide their values in rejects and "
		"notes"),
	OPT_LIST(0, "hash", "COLUMN,…", &opt.plan.personal.hash,
		"write tokens for the values of these columns, the same for the same value in any "
		"file; needs --key-file"),
	OPT_TEXT(0, "key-file", "FILE", &opt.plan.personal.key_file,
		"the secret key of --hash: 32 bytes or more in a file that others cannot read"),
	OPT_GROUP("Which rows"),
	OPT_TEXT(0, "where", "EXPRESSION", &opt.plan.where,
		"take the rows for which this is true, by the columns of the input"),
	OPT_TEXT(0, "unique", "COLUMN,…", &opt.repeats.unique,
		"reject rows that repeat what an earlier one has in these columns of the output; "
		"'key': in those of the kind's key; '*': in all"),
	OPT_TEXT(0, "seen", "FILE", &opt.repeats.seen,
		"also those that an earlier run has had; FILE keeps the keys for the next one"),
	OPT_GROUP("What the input looks like"),
	OPT_TEXT(0, "encoding", "NAME", &opt.reading.encoding,
		"utf-8, gb18030, big5, shift_jis, windows-1252, utf-16 (default: found out)"),
	OPT_TEXT(0, "sheet", "NAME", &opt.reading.sheet,
		"which sheet of a workbook (default: the first)"),
	OPT_TEXT(0, "separator", "CHAR", &opt.reading.separator,
		"what divides fields; tab is written \\t (default: found in the first records)"),
	OPT_TEXT(0, "quote", "CHAR", &opt.reading.quote,
		"what encloses fields, or none (default: found in the first records)"),
	OPT_TEXT(0, "escape", "CHAR", &opt.reading.escape,
		"what stands before a quote inside quotes, or none: it is doubled "
		"(default: found in the first records)"),
	OPT_TEXT(0, "comment", "CHAR", &opt.reading.comment,
		"leave out lines that begin with this, or none (default: # if they look like it)"),
	OPT_INT(0, "skip-lines", "N", &opt.reading.skip, 0, 1000000,
		"pass over N lines in front of the table (default: found out)"),
	OPT_FLAG(0, "union", &opt.reading.unite,
		"take the columns of all files: where a file has not one, it is empty"),
	OPT_INT(0, "footer", "N", &opt.reading.footer, 0, 1000000,
		"leave out N lines at the end of each file (default: found out by their words)"),
	OPT_CHOICE(0, "dates", "ORDER", &opt.dates, dates_words,
		"the order of day, month and year where it can be read in several ways"),
	OPT_CHOICE(0, "decimal", "MARK", &opt.decimal, decimal_words,
		"what stands before decimals where 1.234 can be read in two ways"),
	OPT_TEXT(0, "country", "CODE", &opt.country,
		"the country, like CN or GB, of telephone numbers without a country code"),
	FILTER_OPTIONS(opt.filter),
	OPT_TEXT(0, "null", "TEXT", &opt.null,
		"how to write what is missing: \\N, as data bases want it (default: the empty "
		"field)"),
	OPT_TEXT(0, "max-rejects", "N|N%", &opt.max_rejects,
		"fail, and write nothing but the rejects, if there are more; repeats do not count"),
	OPT_TEXT(0, "summary", "FILE", &opt.summary,
		"write how many rows were read, written, filtered and rejected for which reason"),
	OPT_END,
};

/* The tool at work. */
struct tool {
	struct plan plan;
	struct token *token;     /* NULL: there is nothing to hash */
	struct repeats *repeats; /* NULL: they are not looked for */
	struct outcome outcome;
	struct outcome_limit limit;
	struct output *summary; /* or NULL */
};

/* A worker's memory. */
struct scratch {
	const struct plan *plan;
	struct values *values;
	bool passes; /* a row whose fields stand for themselves is what is to be written */
	uint64_t left_out;
	struct odd *odd;     /* for each column of the output */
	struct token *token; /* or NULL */
};

static void *begin_map(void *context)
{
	const struct tool *tool = context;
	struct scratch *scratch = mem_zero(1, sizeof *scratch);

	scratch->plan = &tool->plan;
	scratch->token = tool->token != NULL ? token_copy(tool->token) : NULL;
	scratch->passes = scratch->plan->unchanged && (opt.null == NULL || opt.null[0] == '\0');
	scratch->values = values_new(scratch->plan);
	scratch->odd = odd_new(scratch->plan);
	return scratch;
}

static void end_map(void *tool, void *state)
{
	struct plan *plan = &((struct tool *)tool)->plan;
	struct scratch *scratch = state;

	plan->left_out += scratch->left_out;
	odd_merge(plan, scratch->odd);
	values_free(scratch->values);
	token_free(scratch->token);
	free(scratch);
}

static int refuse_value(const struct target *target, struct diag *why)
{
	if (target->hidden)
		personal_hide(why);
	return diag_column(why, target->name);
}

static int put_target(const struct target *target, struct scratch *scratch, bool *left_out,
	struct buf *out, struct diag *why)
{
	size_t start = out->length;
	bool *losing = target->loses_time ? left_out : NULL;
	struct slice text;

	if (target->numbered) {
		buf_char(out, RUN_NUMBER);
		return 0;
	}
	if (values_of(scratch->values, target, &text, why) < 0)
		return refuse_value(target, why);
	if (!target->typed) {
		escape_put(out, text);
	} else if (!odd_is_missing_id(scratch->plan, target, text, scratch->odd) &&
		   form_put(&target->form, text, losing, out, why) < 0) {
		out->length = start;
		if (!odd_put(scratch->plan, target, text, scratch->odd, out))
			return refuse_value(target, why);
	}
	if (out->length > start) {
		if (target->hashed)
			personal_put_token(scratch->token, out, start);
		return 0;
	}
	if (!target->required) {
		buf_text(out, opt.null != NULL ? opt.null : "");
		return 0;
	}
	diag_fail(why, "no value, and every row must have one");
	diag_code(why, "missing");
	return diag_column(why, target->name);
}

/*
 * Is a bad row no row at all? Nothing is in it, its first field says that it adds up the others, or
 * it is a line drawn through all columns.
 */
static int judge_bad_row(const struct row *row, struct diag *why)
{
	struct slice first = { NULL, 0 };
	bool rule = true;

	for (size_t i = 0; i < row->count; i++) {
		struct slice field = slice_trim(row_field(row, i));

		first = first.length > 0 ? first : field;
		rule &= field.length > 0 && strspn(field.at, "-=_") >= field.length;
	}
	if (first.length > 0 && !rule && !footer_is_total(first))
		return -1;
	diag_fail(why, "no row");
	diag_code(why, first.length > 0 ? "footer" : "blank");
	return RUN_ROW_NONE;
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct scratch *scratch = state;
	const struct plan *plan = scratch->plan;
	bool left_out = false;
	int wanted = values_test(scratch->values, row, why);

	if (wanted < 0 && plan->where_is_personal)
		personal_hide(why);
	if (wanted <= 0)
		return wanted < 0 ? judge_bad_row(row, why) : RUN_ROW_FILTERED;
	if (scratch->passes && row_is_plain(row)) {
		buf_put(out, row_line(row));
		buf_char(out, '\n');
		return RUN_ROW_USED;
	}
	values_take(scratch->values, row);
	for (size_t i = 0; i < plan->count; i++) {
		if (i > 0)
			buf_char(out, '\t');
		if (put_target(&plan->target[i], scratch, &left_out, out, why) < 0)
			return judge_bad_row(row, why);
	}
	scratch->left_out += left_out;
	buf_char(out, '\n');
	return RUN_ROW_USED;
}

static int put_header(const struct plan *plan, struct filter *filter, struct diag *why)
{
	struct buf header = BUF_EMPTY;
	int result;

	plan_put_names(plan, "\t", &header);
	buf_char(&header, '\n');
	result = filter_put_header(filter, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

static int put_map(const struct plan *plan, struct filter *filter, struct diag *why)
{
	struct buf map = BUF_EMPTY;
	int result;

	plan_put_map(plan, &map);
	result = output_write(filter->out, buf_slice(&map), why);
	buf_release(&map);
	return result;
}

static int admit_row(void *tool, const struct run_place *place, struct slice made, struct diag *why)
{
	return repeats_admit(((struct tool *)tool)->repeats, place, made, why);
}

static int open_repeats(struct tool *tool, const struct filter *filter, struct diag *why)
{
	if (opt.repeats.unique == NULL)
		return 0;
	opt.repeats.memory = app_common()->memory;
	return repeats_open(&tool->repeats, &opt.repeats, &tool->plan, filter->in, why);
}

static int work(struct tool *tool, struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin_map, map_row, end_map };

	if (plan_make(&tool->plan, filter->in, why) < 0)
		return -1;
	if (opt.plan.guess)
		return put_map(&tool->plan, filter, why);
	remarks_plan(&tool->plan);
	if (forms_learn(&tool->plan, filter->in, &filter->run, &opt.forms, app_common()->memory,
		    why) < 0)
		return -1;
	remarks_forms(&tool->plan);
	if (opt.summary != NULL && output_open(&tool->summary, opt.summary, why) < 0)
		return -1;
	if (open_repeats(tool, filter, why) < 0 || put_header(&tool->plan, filter, why) < 0)
		return -1;
	filter->run.watch = &tool->outcome.watch;
	filter->run.numbers = tool->plan.has_numbers;
	return run_map_admit(&filter->run, filter->in, &map,
		tool->repeats != NULL ? admit_row : NULL, tool, filter->out, &filter->counts, why);
}

/* Nothing is written if too much was rejected, but the rejects, which tell why. */
static int check_limit(const struct tool *tool, struct filter *filter, struct diag *why)
{
	const char *output = app_common()->output;
	uint64_t bad = filter->counts.rejected - repeats_count(tool->repeats);
	struct buf counts = BUF_EMPTY;

	if (!outcome_exceeds(&tool->limit, bad, filter->counts.read))
		return 0;
	num_put_grouped(&counts, (int64_t)bad);
	buf_text(&counts, " of ");
	num_put_grouped(&counts, (int64_t)filter->counts.read);
	diag_fail(why, "%s rows were rejected, more than --max-rejects %s: %s; %s tells why",
		buf_string(&counts), opt.max_rejects,
		output == NULL || strcmp(output, "-") == 0
			? "what standard output got is not to be used"
			: "there is no output",
		opt.filter.rejects);
	buf_release(&counts);
	filter->keep_rejects = true;
	return -1;
}

/* The summary is written whether or not there were too many rejects. */
static int write_summary(struct tool *tool, const struct filter *filter, struct diag *why)
{
	struct buf text = BUF_EMPTY;
	int result;

	if (tool->summary == NULL)
		return 0;
	outcome_put(&tool->outcome, filter->in, &text);
	result = output_write(tool->summary, buf_slice(&text), why);
	if (result == 0)
		result = output_commit(tool->summary, why);
	else
		output_discard(tool->summary);
	tool->summary = NULL;
	buf_release(&text);
	return result;
}

static int check_outputs(char *const *paths, size_t count, struct diag *why)
{
	const char *const output[] = { app_common()->output ? app_common()->output : "-",
		opt.filter.rejects, opt.summary, opt.repeats.seen };
	static const char *const option[] = { "--output", "--rejects", "--summary", "--seen" };

	for (size_t i = 2; i < 4; i++) {
		if (output_same(output[i], "-"))
			return diag_usage(why, "%s: expected a file, got '-'", option[i]);
		for (size_t k = 0; k < i; k++)
			if (output_same(output[i], output[k]))
				return diag_usage(why, "%s: '%s' is what %s writes already",
					option[i], output[i], option[k]);
		for (size_t k = 0; k < count; k++)
			if (output_same(output[i], paths[k]))
				return diag_usage(why, "%s: '%s' is an input of this run",
					option[i], output[i]);
	}
	return 0;
}

static int settle_forms(struct diag *why)
{
	struct buf countries = BUF_EMPTY;

	opt.forms.dates = (enum dateform_order)opt.dates;
	opt.forms.decimal = (enum numberform_mark)opt.decimal;
	if (opt.country == NULL)
		return 0;
	opt.forms.country = phone_country(slice_of(opt.country));
	if (opt.forms.country != NULL)
		return 0;
	phone_put_countries(&countries);
	diag_usage(why, "--country: there is no '%s'; there are: %s", opt.country,
		buf_string(&countries));
	buf_release(&countries);
	return -1;
}

static int check_options(struct tool *tool, char *const *paths, size_t count, struct diag *why)
{
	if (personal_check(&opt.plan.personal, why) < 0)
		return -1;
	if (opt.repeats.seen != NULL && opt.repeats.unique == NULL)
		return diag_usage(why, "--seen goes with --unique, which says what the key is");
	if (opt.max_rejects != NULL && opt.filter.rejects == NULL)
		return diag_usage(why, "--max-rejects goes with --rejects: without it, the first "
				       "bad row stops the run");
	if (opt.null != NULL && strcmp(opt.null, "\\N") != 0 && opt.null[0] != '\0')
		return diag_usage(why, "--null: expected '\\N' or nothing, got '%s'", opt.null);
	if (settle_forms(why) < 0)
		return -1;
	if (outcome_parse_limit(&tool->limit, opt.max_rejects, why) < 0)
		return -1;
	return check_outputs(paths, count, why);
}

static int close_all(struct tool *tool, struct filter *filter, int result, struct diag *why)
{
	if (result == 0 && !opt.plan.guess) {
		struct diag other;

		result = check_limit(tool, filter, why);
		if (write_summary(tool, filter, &other) < 0 && result == 0) {
			*why = other;
			result = -1;
		}
	}
	output_discard(tool->summary);
	if (filter->in != NULL)
		remarks_inputs(&tool->outcome, filter->in);
	return filter_close(filter, result, why);
}

static int run_on(const struct directory *files, struct diag *why)
{
	struct tool tool = { .plan = { .settings = &opt.plan } };
	struct stream_options input;
	struct filter filter;
	int result;

	opt.reading.memory = app_common()->memory;
	if (reading_describe(&opt.reading, &input, why) < 0 ||
		check_options(&tool, files->path, files->count, why) < 0)
		return -1;
	if (personal_token(&opt.plan.personal, &tool.token, why) < 0)
		return -1;
	opt.filter.withhold = personal_is_wanted(&opt.plan.personal);
	if (opt.plan.guess)
		opt.filter.rejects = NULL; /* there is nothing to reject, and an old file stays */
	outcome_begin(&tool.outcome);
	result = filter_open(&filter, &opt.filter, &input, files->path, files->count, why);
	if (result == 0) {
		remarks_first_dialect(filter.in);
		result = work(&tool, &filter, why);
	}
	result = close_all(&tool, &filter, result, why);
	result = repeats_close(tool.repeats, result, why); /* last of all, see there */
	if (result == 0 && !opt.plan.guess) {
		remarks_values(&tool.plan);
		filter_note_counts(&filter, "written", true);
	}
	outcome_release(&tool.outcome);
	plan_release(&tool.plan);
	token_free(tool.token);
	return result;
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct directory files = DIRECTORY_EMPTY;
	int result = directory_expand(&files, paths, count, why);

	if (result == 0 && files.expanded > 0)
		app_note("reading %zu files, from '%s' to '%s'", files.count, files.path[0],
			files.path[files.count - 1]);
	if (result == 0)
		result = run_on(&files, why);
	directory_release(&files);
	return result;
}

static const struct app app = {
	.name = "crm-import",
	.summary = "make a checked, typed stream of a CSV or TSV file",
	.usage = "[OPTION …] [FILE …]",
	.details =
		"Reads CSV or TSV with a header line and writes TSV. Columns that no option speaks "
		"of are passed on under their names in lower case with underscores.",
	.options = options,
	.run = run,
};

int main(int argc, char **argv)
{
	return app_main(&app, argc, argv);
}
