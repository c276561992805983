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
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "io/append.h"
#include "tab/kind.h"
#include "tab/type.h"

static struct {
	const char *kind, *key, *stamp, *from, *rejects;
} opt;

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

/* A value from the command line. */
struct given {
	struct slice name, value;
};

/* A column of the ledger, and what a fact has in it. */
struct target {
	struct slice name;
	const struct given *given; /* NULL: not from the command line */
	int source;                /* column of the stream, or -1 */
	bool typed, required;
	enum type type;
	bool in_key;
	bool compared; /* a fact with another value is another fact */
};

/* A fact to be appended, and what the ledger has of it. */
struct fact {
	struct slice key, line; /* without LF */
	uint64_t hash;
	uint64_t there_line; /* of the ledger, with the same key; 0: none */
	struct slice there;
	bool same;  /* that one says the same */
	bool taken; /* by a row before this one */
};

/* Facts by key. */
struct facts {
	struct fact *fact;
	size_t count, capacity;
	uint32_t *slot; /* number + 1, or 0 */
	size_t slot_count;
	struct arena texts;
};

/* The tool at work. */
struct work {
	const char *path;
	const struct kind *kind;
	struct given *given;
	size_t given_count;
	struct buf stamp;
	struct filter filter; /* with --from */
	struct append *ledger;
	struct columns columns; /* of the ledger */
	struct slice content;   /* its rows */
	struct target *target;  /* a column's each */
	struct facts facts;
	struct arena scratch;
	struct buf line, key, field, other;
	uint64_t left_out; /* facts of which a time of day was */
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

/* ---- the plan -------------------------------------------------------------------------------- */

static void add_column(struct columns *columns, struct slice name)
{
	if (columns_find(columns, name) < 0)
		columns_add(columns, name);
}

/* All columns of the kind, since a header cannot be changed later; then those that are named. */
static void make_columns(struct work *work)
{
	const struct kind_column *column = work->kind != NULL ? work->kind->columns : NULL;

	for (; column != NULL && column->name != NULL; column++)
		add_column(&work->columns, slice_of(column->name));
	if (opt.from != NULL) {
		const struct columns *in = stream_columns(work->filter.in);

		for (size_t i = 0; i < in->count; i++)
			add_column(&work->columns, in->name[i]);
	}
	for (size_t i = 0; i < work->given_count; i++)
		add_column(&work->columns, work->given[i].name);
}

static int read_header(struct work *work, struct diag *why)
{
	struct slice bytes = append_content(work->ledger), line;

	if (slice_starts(bytes, slice_of("\xef\xbb\xbf")))
		bytes.at += 3, bytes.length -= 3;
	if (!slice_cut(&bytes, '\n', &line))
		line = bytes;
	work->content = bytes;
	if (line.length > 0 && memchr(line.at, '\0', line.length) != NULL)
		return diag_fail(why, "NUL byte in the header; this is no text");
	if (slice_ends(line, slice_of("\r")))
		return diag_fail(why, "line ends in CR LF; take off the CR first, e.g. with "
				      "tr -d '\\r'");
	return columns_add_header(&work->columns, line, why);
}

static int no_such_column(
	const struct work *work, const char *what, struct slice name, bool usage, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	columns_put_list(&work->columns, &list);
	diag_fail(why, "%sthe ledger has no column '" SLICE "'; there are: %s", what,
		SLICE_ARG(name), buf_string(&list));
	diag_code(why, "missing-column");
	why->usage = usage;
	buf_release(&list);
	return -1;
}

static int plan_given(struct work *work, struct diag *why)
{
	for (size_t i = 0; i < work->given_count; i++) {
		struct slice name = work->given[i].name;
		int column = columns_find(&work->columns, name);

		if (column < 0)
			return no_such_column(work, "", name, true, why);
		work->target[column].given = &work->given[i];
	}
	return 0;
}

static int plan_stream(struct work *work, struct diag *why)
{
	const struct columns *in = stream_columns(work->filter.in);
	const char *file = stream_input_name(work->filter.in, 0);

	for (size_t i = 0; i < in->count; i++) {
		int column = columns_find(&work->columns, in->name[i]);

		if (column < 0) {
			no_such_column(work, "", in->name[i], false, why);
			return diag_line(why, file, 1);
		}
		if (work->target[column].given != NULL)
			return diag_usage(why, "'%s' has a column '" SLICE "' already", file,
				SLICE_ARG(in->name[i]));
		work->target[column].source = (int)i;
	}
	for (size_t i = 0; i < work->columns.count; i++) {
		const struct target *target = &work->target[i];
		int unused;

		if (target->required && target->given == NULL && target->source < 0) {
			columns_need(in, target->name.at, &unused, why);
			return diag_line(why, file, 1);
		}
	}
	return 0;
}

static int plan_kind(struct work *work, struct diag *why)
{
	const struct kind_column *column = work->kind != NULL ? work->kind->columns : NULL;

	for (; column != NULL && column->name != NULL; column++) {
		int found = columns_find(&work->columns, slice_of(column->name));
		struct target *target;
		struct buf list = BUF_EMPTY;

		if (found < 0 && column->required) {
			columns_put_list(&work->columns, &list);
			diag_fail(why, "a ledger of %s needs a column '%s'; there are: %s",
				work->kind->name, column->name, buf_string(&list));
			buf_release(&list);
			return diag_line(why, work->path, 1);
		}
		if (found < 0)
			continue;
		target = &work->target[found];
		target->typed = true;
		target->type = column->type;
		target->required = column->required;
	}
	return 0;
}

/* The moment of logging does not make a fact another one, unless the key says so. */
static int plan_key(struct work *work, struct diag *why)
{
	struct slice list = slice_of(opt.key != NULL ? opt.key : ""), name;

	for (size_t i = 0; opt.key == NULL && i < work->columns.count; i++)
		work->target[i].in_key = true;
	while (opt.key != NULL && slice_cut(&list, ',', &name)) {
		int column = columns_find(&work->columns, name);

		if (column < 0)
			return no_such_column(work, "--key: ", name, true, why);
		work->target[column].in_key = true;
	}
	for (size_t i = 0; i < work->columns.count; i++) {
		struct target *target = &work->target[i];

		target->compared =
			target->in_key || opt.stamp == NULL || !slice_is(target->name, opt.stamp);
	}
	return 0;
}

static int make_plan(struct work *work, struct diag *why)
{
	if (append_is_new(work->ledger))
		make_columns(work);
	else if (read_header(work, why) < 0)
		return diag_line(why, work->path, 1);
	work->target = mem_zero(work->columns.count, sizeof *work->target);
	for (size_t i = 0; i < work->columns.count; i++)
		work->target[i] = (struct target){ .name = work->columns.name[i], .source = -1 };
	if (plan_kind(work, why) < 0 || plan_given(work, why) < 0 ||
		(opt.from != NULL && plan_stream(work, why) < 0))
		return -1;
	return plan_key(work, why);
}

/* ---- facts ----------------------------------------------------------------------------------- */

static uint32_t *find_slot(const struct facts *facts, struct slice key, uint64_t hash)
{
	size_t mask = facts->slot_count - 1, at = hash & mask;

	for (; facts->slot[at] != 0; at = (at + 1) & mask) {
		const struct fact *fact = &facts->fact[facts->slot[at] - 1];

		if (fact->hash == hash && slice_equal(fact->key, key))
			break;
	}
	return &facts->slot[at];
}

static struct fact *find_fact(const struct facts *facts, struct slice key)
{
	uint32_t number;

	if (facts->count == 0)
		return NULL;
	number = *find_slot(facts, key, hash_bytes(key));
	return number == 0 ? NULL : &facts->fact[number - 1];
}

static void grow_slots(struct facts *facts)
{
	facts->slot_count = facts->slot_count == 0 ? 64 : facts->slot_count * 2;
	free(facts->slot);
	facts->slot = mem_zero(facts->slot_count, sizeof *facts->slot);
	for (size_t i = 0; i < facts->count; i++)
		*find_slot(facts, facts->fact[i].key, facts->fact[i].hash) = (uint32_t)i + 1;
}

/* Of several facts with one key the first counts. */
static void add_fact(struct facts *facts, struct slice key, struct slice line)
{
	uint64_t hash = hash_bytes(key);
	uint32_t *slot;
	struct fact *fact;

	if (facts->slot_count <= 2 * facts->count)
		grow_slots(facts);
	slot = find_slot(facts, key, hash);
	if (*slot != 0)
		return;
	facts->fact =
		mem_grow(facts->fact, &facts->capacity, facts->count + 1, sizeof *facts->fact);
	fact = &facts->fact[facts->count++];
	*fact = (struct fact){ .line = arena_copy(&facts->texts, line), .hash = hash };
	fact->key = slice_equal(key, line) ? fact->line : arena_copy(&facts->texts, key);
	*slot = (uint32_t)facts->count;
}

/* What stands in a column, as plain text. */
static struct slice text_of(struct work *work, const struct target *target, const struct row *row)
{
	if (target->given != NULL)
		return target->given->value;
	if (target->source < 0)
		return (struct slice){ NULL, 0 };
	return row_text(row, (size_t)target->source, &work->scratch);
}

static int no_value(const struct target *target, struct diag *why)
{
	if (target->required)
		diag_fail(why, "no value, and every fact must have one");
	else
		diag_fail(why, "no value, and it belongs to the key");
	diag_code(why, "missing");
	return diag_column(why, target->name);
}

static int put_value(struct work *work, const struct target *target, const struct row *row,
	bool *left_out, struct diag *why)
{
	struct slice text = text_of(work, target, row);
	size_t start = work->line.length;

	if (!target->typed)
		escape_put(&work->line, text);
	else if (type_put(target->type, text, left_out, &work->line, why) < 0 &&
		 (!type_may_be_text(target->type) ||
			 type_put(TYPE_TEXT, text, NULL, &work->line, why) < 0))
		return diag_column(why, target->name);
	if (work->line.length == start && (target->required || (target->in_key && opt.key)))
		return no_value(target, why);
	if (target->in_key) {
		buf_put(&work->key,
			(struct slice){ work->line.at + start, work->line.length - start });
		buf_char(&work->key, '\t');
	}
	return 0;
}

/* Make the line and the key of a fact; `row` is NULL if it comes from the command line alone. */
static int make_fact(struct work *work, const struct row *row, bool *left_out, struct diag *why)
{
	arena_reset(&work->scratch);
	buf_reset(&work->line);
	buf_reset(&work->key);
	for (size_t i = 0; i < work->columns.count; i++) {
		if (i > 0)
			buf_char(&work->line, '\t');
		if (put_value(work, &work->target[i], row, left_out, why) < 0)
			return -1;
	}
	if (work->key.length > 0)
		work->key.length--;
	return 0;
}

/* ---- what the ledger has --------------------------------------------------------------------- */

/* Append a field in the one way in which crm-log writes it. */
static void put_as_written(struct buf *out, struct slice field, struct buf *spare)
{
	if (escape_is_missing(field))
		return;
	if (escape_is_plain(field)) {
		buf_put(out, field);
		return;
	}
	buf_reset(spare);
	escape_remove(spare, field);
	escape_put(out, buf_slice(spare));
}

/* The key of a row of the ledger; false if it has none. */
static bool key_of_row(struct work *work, const struct row *row, struct slice *key)
{
	struct slice line = { row->base + row->start, row->end - row->start };

	if (opt.key == NULL && escape_is_plain(line)) {
		*key = line;
		return true;
	}
	buf_reset(&work->key);
	for (size_t i = 0; i < row->count; i++) {
		struct slice field = row_field(row, i);

		if (!work->target[i].in_key)
			continue;
		if (opt.key != NULL && escape_is_missing(field))
			return false;
		put_as_written(&work->key, field, &work->field);
		buf_char(&work->key, '\t');
	}
	work->key.length--;
	*key = buf_slice(&work->key);
	return true;
}

/* Do two lines say the same? If not: where they begin to differ, and what they have there. */
static bool say_same(struct work *work, struct slice a, struct slice b, size_t *column,
	struct slice *in_a, struct slice *in_b)
{
	if (slice_equal(a, b))
		return true;
	for (*column = 0; slice_cut(&a, '\t', in_a) && slice_cut(&b, '\t', in_b); ++*column) {
		if (!work->target[*column].compared)
			continue;
		buf_reset(&work->other);
		put_as_written(&work->other, *in_b, &work->field);
		if (!slice_equal(*in_a, buf_slice(&work->other)))
			return false;
	}
	return true;
}

static void note_row(struct work *work, const struct row *row, uint64_t line)
{
	struct slice there = { row->base + row->start, row->end - row->start };
	struct slice key, mine, other;
	struct fact *fact;
	size_t column;

	if (!key_of_row(work, row, &key))
		return;
	fact = find_fact(&work->facts, key);
	if (fact == NULL || fact->same)
		return;
	fact->same = say_same(work, fact->line, there, &column, &mine, &other);
	if (fact->there_line != 0 && !fact->same)
		return;
	fact->there_line = line;
	fact->there = there;
}

/* A row of the ledger is bad. Of one at the end without LF it is plain what has happened. */
static int bad_row(const struct work *work, const struct row *row, uint64_t line, struct diag *why)
{
	size_t length = strlen(why->text), unfinished = append_unfinished(work->ledger);
	struct slice content = append_content(work->ledger);
	const char *start = row->base + row->start;

	if (unfinished > 0 && start == content.at + content.length - unfinished)
		snprintf(why->text + length, sizeof why->text - length,
			"; the line is not finished: finish it, or cut it off with truncate -s %zu",
			content.length - unfinished);
	why->code = NULL;
	return diag_line(why, work->path, line);
}

/* Whole lines, about CHUNK_SIZE bytes of them. */
static struct slice cut_block(struct slice *rest)
{
	struct slice block = { rest->at, 0 };

	for (size_t size = CHUNK_SIZE; size < rest->length && block.length == 0; size *= 2)
		block.length = input_cut_lines(rest->at, size, NULL);
	if (block.length == 0)
		block.length = rest->length;
	rest->at += block.length;
	rest->length -= block.length;
	return block;
}

static int look_through(struct work *work, struct rows_memory *memory, struct diag *why)
{
	struct slice rest = work->content;
	uint64_t line = 2; /* behind the header */
	struct rows rows;
	struct row row;
	int more;

	while (rest.length > 0) {
		rows_begin(&rows, memory, cut_block(&rest), work->columns.count);
		while ((more = rows_next(&rows, &row, why)) > 0)
			note_row(work, &row, line + row.line);
		if (more < 0)
			return bad_row(work, &row, line + row.line, why);
		line += rows.lines;
		app_progress(NULL, work->content.length - rest.length, work->content.length);
	}
	return 0;
}

/* Find out which of the facts the ledger has. */
static int compare_ledger(struct work *work, struct diag *why)
{
	struct rows_memory memory = { NULL, NULL, 0, 0 };
	int result = look_through(work, &memory, why);

	rows_memory_release(&memory);
	return result;
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

	if (say_same(work, buf_slice(&work->line), other, &column, &a, &b))
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

/* Append the fact that make_fact has made, unless it is there, or another one in its place. */
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

	if (make_fact(work, NULL, &left_out, why) < 0)
		return -1;
	add_fact(&work->facts, buf_slice(&work->key), buf_slice(&work->line));
	if (compare_ledger(work, why) < 0)
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

	if (make_fact(work, row, NULL, why) < 0)
		return -1;
	add_fact(&work->facts, buf_slice(&work->key), buf_slice(&work->line));
	return RUN_ROW_USED;
}

static int log_row(void *state, const struct row *row, struct diag *why)
{
	struct work *work = state;
	bool left_out = false;
	int result;

	if (make_fact(work, row, &left_out, why) < 0)
		return -1;
	result = append_fact(work, find_fact(&work->facts, buf_slice(&work->key)), why);
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
	if (compare_ledger(work, why) < 0 || stream_rewind(filter->in, why) < 0)
		return -1;
	return run_fold(&filter->run, filter->in, &log, work, &filter->counts, why);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void note_stream(const struct work *work)
{
	const struct run_counts *counts = &work->filter.counts;
	struct buf note = BUF_EMPTY;

	num_put_grouped(&note, (int64_t)counts->read);
	buf_text(&note, counts->read == 1 ? " row read = " : " rows read = ");
	num_put_grouped(&note, (int64_t)counts->used);
	buf_text(&note, " appended + ");
	num_put_grouped(&note, (int64_t)counts->rejected);
	buf_text(&note, " rejected + ");
	num_put_grouped(&note, (int64_t)counts->filtered);
	buf_text(&note, " there already");
	app_note("%s", buf_string(&note));
	buf_release(&note);
}

/* A column of the kind keeps the time of day that a date leaves out. */
static bool keeps_time(const struct work *work)
{
	for (size_t i = 0; i < work->columns.count; i++) {
		const struct target *target = &work->target[i];

		if (target->typed && target->type == TYPE_TIME &&
			(target->given != NULL || target->source >= 0))
			return true;
	}
	return false;
}

/* What is to be said when the facts are in the ledger, made before it is closed. */
struct notes {
	bool made, ended;
	uint64_t there_line;
	size_t torn_bytes;
	struct buf torn; /* without control characters */
};

static void take_notes(const struct work *work, struct notes *notes)
{
	struct slice torn = append_torn(work->ledger);
	const struct fact *fact = work->facts.fact;

	notes->made = append_is_new(work->ledger);
	notes->there_line = opt.from == NULL && fact != NULL && fact->same ? fact->there_line : 0;
	notes->ended = append_unfinished(work->ledger) > 0 &&
		       (opt.from == NULL ? notes->there_line == 0 : work->filter.counts.used > 0);
	notes->torn_bytes = torn.length;
	buf_put(&notes->torn, torn);
	for (size_t i = 0; i < torn.length; i++)
		if ((unsigned char)torn.at[i] < ' ')
			notes->torn.at[i] = '?';
}

static void say_notes(const struct work *work, const struct notes *notes)
{
	struct buf list = BUF_EMPTY;

	if (notes->made) {
		columns_put_list(&work->columns, &list);
		app_note("made '%s' with the columns %s", work->path, buf_string(&list));
	}
	if (notes->torn_bytes > 0)
		app_note("%s: cut off the last %zu bytes, left half written when the power went: "
			 "'" SLICE "'",
			work->path, notes->torn_bytes, SLICE_ARG(buf_slice(&notes->torn)));
	if (notes->ended)
		app_note("%s: the last line had no line feed and has one now", work->path);
	if (notes->there_line > 0)
		app_note(
			"%s:%" PRIu64 ": the fact is there already", work->path, notes->there_line);
	if (opt.from != NULL)
		note_stream(work);
	if (work->left_out > 0 && !keeps_time(work))
		app_note("left out a time of day in %" PRIu64 " fact%s", work->left_out,
			work->left_out == 1 ? "" : "s");
	buf_release(&list);
}

static int log_facts(struct work *work, struct diag *why)
{
	if (append_open(&work->ledger, work->path, why) < 0 || make_plan(work, why) < 0 ||
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
		take_notes(work, &notes);
		result = append_commit(work->ledger, why);
	} else {
		append_discard(work->ledger);
	}
	if (result == 0)
		say_notes(work, &notes);
	buf_release(&notes.torn);
	return result;
}

static void release(struct work *work)
{
	columns_release(&work->columns);
	arena_release(&work->facts.texts);
	arena_release(&work->scratch);
	buf_release(&work->stamp);
	buf_release(&work->line);
	buf_release(&work->key);
	buf_release(&work->field);
	buf_release(&work->other);
	free(work->facts.fact);
	free(work->facts.slot);
	free(work->target);
	free(work->given);
}

static int run(char *const *words, size_t count, struct diag *why)
{
	struct work work = { .path = NULL };
	int result = read_command(&work, words, count, why);

	signal(SIGXFSZ, SIG_IGN); /* a limit is an error like a full disk */
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
