/* SPDX-License-Identifier: MIT */
/*
 * crm-log: one checked fact, or a stream of them, into a ledger.
 *
 * From the ledger's header, the operands and the header of the stream a plan is made: where the
 * value of each column comes from and what it must be. The facts come first: they are made into
 * lines and their keys put into a set. Then the ledger is looked through once for these keys, and
 * what is not there is appended. How that is done safely, io/append tells.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "base/mem.h"
#include "cli/app.h"
#include "log/layout.h"
#include "log/ledger.h"
#include "log/notes.h"

static struct log_settings opt;

static const struct opt options[] = {
	OPT_GROUP("The ledger"),
	OPT_TEXT('k', "kind", "KIND", &opt.kind,
		"the kind of ledger, like transactions, which says what the columns are called "
		"and must hold"),
	OPT_TEXT(0, "key", "COLUMN,…", &opt.key,
		"two facts with the same values here are one (default: all columns)"),
	OPT_GROUP("The facts"),
	OPT_TEXT(0, "stamp", "COLUMN", &opt.stamp, "put the present moment, in UTC, into COLUMN"),
	OPT_TEXT(0, "from", "FILE", &opt.from,
		"take the facts from the rows of FILE, - for standard input, by the names of its "
		"columns"),
	OPT_TEXT(0, "rejects", "FILE", &opt.rejects,
		"go on after bad rows of --from and write them to FILE with place and reason"),
	OPT_END,
};

/* ---- the command line ------------------------------------------------------------------------ */

static int add_given(struct work *work, struct slice name, struct slice value, struct diag *why)
{
	for (size_t i = 0; i < work->given_count; i++)
		if (slice_equal(work->given[i].name, name))
			return diag_usage(
				why, "the column '" SLICE "' is given twice", SLICE_ARG(name));
	work->given[work->given_count++] = (struct given){ name, value };
	return 0;
}

static void put_now(struct buf *out)
{
	moment_put(out, (struct moment){ (int64_t)time(NULL), 0, true });
}

static int read_facts_given(struct work *work, char *const *words, size_t count, struct diag *why)
{
	work->given = mem_zero(count + 1, sizeof *work->given);
	for (size_t i = 0; i < count; i++) {
		struct slice rest = slice_of(words[i]), name;

		if (strchr(words[i], '=') == NULL || !slice_cut(&rest, '=', &name) ||
			name.length == 0)
			return diag_usage(why, "expected column=value, got '%s'", words[i]);
		if (add_given(work, name, rest, why) < 0)
			return -1;
	}
	if (opt.stamp == NULL)
		return 0;
	put_now(&work->stamp);
	return add_given(work, slice_of(opt.stamp), buf_slice(&work->stamp), why);
}

static int no_such_kind(struct diag *why)
{
	struct buf list = BUF_EMPTY;

	for (const struct kind *kind = kind_all; kind->name != NULL; kind++)
		buf_printf(&list, "%s%s", kind == kind_all ? "" : ", ", kind->name);
	diag_usage(
		why, "--kind: there is no kind '%s'; there are: %s", opt.kind, buf_string(&list));
	buf_release(&list);
	return -1;
}

static int read_command(struct work *work, char *const *words, size_t count, struct diag *why)
{
	const char *equals;

	if (count == 0)
		return diag_usage(why, "expected a ledger");
	work->path = words[0];
	equals = strchr(words[0], '=');
	if (equals != NULL && memchr(words[0], '/', (size_t)(equals - words[0])) == NULL)
		return diag_usage(why,
			"expected the ledger first, got '%s'; a file of this name "
			"is written ./%s",
			words[0], words[0]);
	if (strcmp(words[0], "-") == 0)
		return diag_usage(why, "the ledger must be a file");
	if (count == 1 && opt.from == NULL)
		return diag_usage(why, "expected a fact, as column=value …, or --from");
	if (opt.rejects != NULL && opt.from == NULL)
		return diag_usage(why, "--rejects goes with --from");
	if (output_same(work->path, opt.rejects))
		return diag_usage(why, "--rejects: '%s' is the ledger", opt.rejects);
	if (opt.kind != NULL && (work->kind = kind_find(opt.kind)) == NULL)
		return no_such_kind(why);
	return read_facts_given(work, words + 1, count - 1, why);
}

/* ---- appending ------------------------------------------------------------------------------- */

static int put_header(struct work *work, struct diag *why)
{
	struct buf header = BUF_EMPTY;
	int result;

	if (!append_is_new(work->ledger))
		return 0;
	columns_put_header(&work->columns, &header);
	result = append_put(work->ledger, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

/* Does `other`, line `line` of the ledger (0: a row above), say something else under the same key?
 */
static int other_fact(struct work *work, struct slice other, uint64_t line, struct diag *why)
{
	struct slice a, b;
	size_t column;

	if (ledger_same(work, buf_slice(&work->line), other, &column, &a, &b))
		return 0;
	if (line > 0)
		diag_fail(why,
			"line %" PRIu64 " of the ledger has this key with '" SLICE "', not '" SLICE
			"'",
			line, SLICE_ARG(b), SLICE_ARG(a));
	else
		diag_fail(why, "a row above has this key with '" SLICE "', not '" SLICE "'",
			SLICE_ARG(b), SLICE_ARG(a));
	diag_code(why, "other-fact");
	return diag_column(why, work->target[column].name);
}

/* Append the fact that layout_fill has made, unless it is there, or another one in its place. */
static int append_fact(struct work *work, struct fact *fact, struct diag *why)
{
	if (fact->there_line > 0) {
		if (other_fact(work, fact->there, fact->there_line, why) < 0)
			return -1;
		return RUN_ROW_FILTERED;
	}
	if (other_fact(work, fact->line, 0, why) < 0)
		return -1;
	if (fact->taken)
		return RUN_ROW_FILTERED;
	fact->taken = true;
	buf_char(&work->line, '\n');
	return append_put(work->ledger, buf_slice(&work->line), why) < 0 ? RUN_STOP : RUN_ROW_USED;
}

static int log_given(struct work *work, struct diag *why)
{
	bool left_out = false;
	int result;

	if (layout_fill(work, NULL, &left_out, why) < 0)
		return -1;
	facts_add(&work->facts, buf_slice(&work->key), buf_slice(&work->line));
	if (ledger_compare(work, why) < 0)
		return -1;
	result = append_fact(work, work->facts.fact, why);
	work->left_out = left_out && result == RUN_ROW_USED;
	return result < 0 ? -1 : 0;
}

/* ---- a stream of facts ----------------------------------------------------------------------- */

static void *begin(void *tool)
{
	return tool;
}

static void end(void *tool, void *state)
{
	(void)tool;
	(void)state;
}

static int pass_by(void *state, const struct row *row, struct diag *why)
{
	(void)state;
	(void)row;
	(void)why;
	return RUN_ROW_USED;
}

static int learn_row(void *state, const struct row *row, struct diag *why)
{
	struct work *work = state;

	if (layout_fill(work, row, NULL, why) < 0)
		return -1;
	facts_add(&work->facts, buf_slice(&work->key), buf_slice(&work->line));
	return RUN_ROW_USED;
}

static int log_row(void *state, const struct row *row, struct diag *why)
{
	struct work *work = state;
	bool left_out = false;
	int result;

	if (layout_fill(work, row, &left_out, why) < 0)
		return -1;
	result = append_fact(work, facts_find(&work->facts, buf_slice(&work->key)), why);
	work->left_out += left_out && result == RUN_ROW_USED;
	return result;
}

/*
 * Read all of the stream before the ledger is locked, so that nobody has to wait for whoever
 * writes it. What is wrong with its rows is for the last pass to say.
 */
static int open_stream(struct work *work, struct diag *why)
{
	static const struct run_fold fold = { begin, pass_by, end, NULL };
	const struct filter_options how = { .rejects = opt.rejects };
	char *const paths[] = { (char *)(uintptr_t)opt.from };
	struct run run;

	if (filter_open(&work->filter, &how, NULL, paths, 1, why) < 0)
		return -1;
	work->filter.run.jobs = 1; /* the first fact with a key is the first row with it */
	run = work->filter.run;
	run.seen = true;
	stream_keep(work->filter.in, app_common()->memory);
	return run_fold(&run, work->filter.in, &fold, NULL, NULL, why);
}

static int log_stream(struct work *work, struct diag *why)
{
	static const struct run_fold learn = { begin, learn_row, end, NULL };
	static const struct run_fold log = { begin, log_row, end, NULL };
	struct filter *filter = &work->filter;
	struct run run = filter->run;

	run.seen = true;
	if (stream_rewind(filter->in, why) < 0 ||
		run_fold(&run, filter->in, &learn, work, NULL, why) < 0)
		return -1;
	if (ledger_compare(work, why) < 0 || stream_rewind(filter->in, why) < 0)
		return -1;
	return run_fold(&filter->run, filter->in, &log, work, &filter->counts, why);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static int log_facts(struct work *work, struct diag *why)
{
	if (append_open(&work->ledger, work->path, why) < 0 || layout_make(work, why) < 0 ||
		put_header(work, why) < 0)
		return -1;
	return opt.from != NULL ? log_stream(work, why) : log_given(work, why);
}

/* The rejects are put in their place before the facts: a run that fails has appended nothing. */
static int settle(struct work *work, int result, struct diag *why)
{
	struct notes notes = { .torn = BUF_EMPTY };

	if (opt.from != NULL)
		result = filter_close(&work->filter, result, why);
	if (result == 0) {
		notes_take(&notes, work);
		result = append_commit(work->ledger, why);
	} else {
		append_discard(work->ledger);
	}
	if (result == 0)
		notes_say(&notes, work);
	buf_release(&notes.torn);
	return result;
}

static void release(struct work *work)
{
	columns_release(&work->columns);
	facts_release(&work->facts);
	arena_release(&work->scratch);
	buf_release(&work->stamp);
	buf_release(&work->line);
	buf_release(&work->key);
	buf_release(&work->field);
	buf_release(&work->other);
	free(work->target);
	free(work->given);
}

static int run(char *const *words, size_t count, struct diag *why)
{
	struct work work = { .settings = &opt };
	int result = read_command(&work, words, count, why);

	if (result == 0) {
		if (opt.from != NULL)
			result = open_stream(&work, why);
		if (result == 0)
			result = log_facts(&work, why);
		result = settle(&work, result, why);
	}
	release(&work);
	return result;
}

static const struct app app = {
	.name = "crm-log",
	.summary = "append a checked fact, or a stream of them, to a ledger, once only",
	.usage = "[-k KIND] [--key COLUMN,…] LEDGER COLUMN=VALUE …\n"
		 "[-k KIND] [--key COLUMN,…] --from FILE LEDGER [COLUMN=VALUE …]",
	.options = options,
	.without = APP_NO_JOBS | APP_NO_OUTPUT,
	.run = run,
};

int main(int argc, char **argv)
{
	return app_main(&app, argc, argv);
}
