/* SPDX-License-Identifier: MIT */
#include "tab/dialect.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tab/csvin.h"
#include "tab/missing.h"

enum {
	RECORDS = 200, /* that are looked at */
	WIDEST = 2000, /* fields of a record that are told apart by number */
};

/* One way to read the sample, and how well it fits. */
struct trial {
	struct csv_dialect csv;
	size_t records, regular; /* all; with as many fields as most have */
	size_t width;
	size_t cells, quoted;
	size_t misquoted; /* records with quotes where none should be, or one that is not closed */
	double clean;     /* sum of what cells are worth */
	bool first_regular;
	double score;
};

struct separator {
	char byte;
	double weight; /* of its score: how much it is trusted */
	size_t least;  /* fields that a table of it must have */
	bool many;     /* a run of them is one */
};

static const struct separator separators[] = {
	{ ',', 1, 1, false }, { ';', 1, 2, false }, { '\t', 1, 2, false }, { '|', 1, 2, false },
	{ '~', 0.6, 3, false }, { '^', 0.6, 3, false }, { '\x1f', 1, 2, false },
	{ ':', 0.45, 4, false }, { ' ', 0.38, 5, false },
	{ ' ', 0.5, 3, true }, /* columns of a fixed width */
};

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A number, a date or a time, in any form that people use. */
static bool looks_typed(struct slice text)
{
	bool digits = false;

	text = slice_trim(text);
	for (size_t i = 0; i < text.length; i++) {
		if (is_digit(text.at[i]))
			digits = true;
		else if (strchr(".,:-/+%$ TZ()'", text.at[i]) == NULL && (text.at[i] & 0x80) == 0)
			return false;
	}
	return digits;
}

static bool has_any(struct slice text, const char *bytes)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.at[i] != '\0' && strchr(bytes, text.at[i]) != NULL)
			return true;
	return false;
}

static double worth(struct slice text)
{
	if (text.length == 0 || looks_typed(text))
		return 1;
	if (has_any(text, ";\t|"))
		return 0.5;
	return has_any(text, ",") ? 0.8 : 1;
}

/* Take in one record; `widths` counts records by their number of fields. */
static void try_row(struct trial *trial, const struct row *row, struct slice sample, size_t *widths)
{
	struct csvrecord record;

	widths[row->count < WIDEST ? row->count : WIDEST]++;
	csvrecord_find(&record, (struct slice){ sample.at + row->raw_start, row->raw_length },
		&trial->csv);
	trial->quoted += record.quoted;
	trial->misquoted += record.stray || record.bad;
	trial->cells += row->count;
	for (size_t i = 0; i < row->count; i++)
		trial->clean += worth(row_field(row, i));
}

static double score(const struct trial *trial, const struct separator *separator)
{
	double share = (double)trial->regular / (double)trial->records;
	double clean = trial->clean / (double)trial->cells;
	double width = trial->width == 1 ? 0.35 : 1 - 0.5 / (double)trial->width;
	double quoted = (double)trial->quoted / (double)trial->records;

	if (trial->width < separator->least || (separator->weight < 1 && !trial->first_regular))
		return 0;
	if (separator->many && trial->regular < trial->records)
		return 0;
	return share * share * clean * width * separator->weight * (1 + 0.1 * quoted);
}

static void run_trial(struct trial *trial, struct slice sample, const struct separator *separator)
{
	static const size_t none;
	struct csvin *csv = csvin_new(trial->csv);
	size_t widths[WIDEST + 1] = { none }, first = 0;
	struct row row;
	struct diag why;
	int more;

	csvin_begin(csv, sample, 0);
	while (trial->records < RECORDS && (more = csvin_next(csv, &row, &why)) != 0) {
		if (more > 0)
			try_row(trial, &row, sample, widths);
		if (trial->records++ == 0)
			first = more > 0 ? row.count : 0;
	}
	csvin_free(csv);
	for (size_t width = 1; width <= WIDEST; width++)
		if (widths[width] > trial->regular) {
			trial->regular = widths[width];
			trial->width = width;
		}
	trial->first_regular = first == trial->width;
	if (trial->cells > 0)
		trial->score = score(trial, separator);
}

/* Does a blank follow every separator? */
static bool has_blank_after(struct slice sample, struct csv_dialect csv)
{
	struct csvin *reader;
	size_t blank = 0;
	struct row row;
	struct diag why;
	bool all = true;

	csv.quote = '\0';
	reader = csvin_new(csv);
	csvin_begin(reader, sample, 0);
	for (size_t n = 0; n < RECORDS && all && csvin_next(reader, &row, &why) > 0; n++)
		for (size_t i = 1; i < row.count; i++) {
			struct slice field = row_field(&row, i);

			all &= field.length > 0 && field.at[0] == ' ';
			blank++;
		}
	csvin_free(reader);
	return all && blank > 2;
}

/* Is there a CR outside of all doubt: none of a CR LF? */
static bool has_lone_cr(struct slice sample)
{
	for (size_t i = 0; i + 1 < sample.length; i++)
		if (sample.at[i] == '\r' && sample.at[i + 1] != '\n' && sample.at[i + 1] != '\r')
			return true;
	return false;
}

static bool has_text(struct slice sample, const char *text)
{
	return sample.length > 0 && memmem(sample.at, sample.length, text, strlen(text)) != NULL;
}

static void keep_better(struct trial *best, const struct trial *trial)
{
	if (trial->score > best->score + 1e-9)
		*best = *trial;
}

/*
 * The quote may be escaped by a backslash, if there is such a thing. Then no more quotes may stand
 * where they should not than without: a field can end in a backslash of its own.
 */
static struct trial try_quote(const struct dialect *given, struct slice sample,
	struct csv_dialect csv, const struct separator *separator)
{
	const char escaped[] = { '\\', csv.quote, '\0' };
	struct trial doubled = { .csv = csv }, trial;

	doubled.csv.escape = given->csv.escape == DIALECT_FIND ? '\0' : given->csv.escape;
	trial = doubled;
	run_trial(&doubled, sample, separator);
	if (csv.quote == '\0' || given->csv.escape != DIALECT_FIND || !has_text(sample, escaped))
		return doubled;
	trial.csv.escape = '\\';
	run_trial(&trial, sample, separator);
	if (trial.misquoted <= doubled.misquoted)
		keep_better(&doubled, &trial);
	return doubled;
}

/*
 * The quote is " unless something speaks for another: fields in ' and none in ", or hardly a record
 * that could be read with quotes, but nearly all without.
 */
static struct trial try_quotes(const struct dialect *given, struct slice sample,
	struct csv_dialect csv, const struct separator *separator)
{
	struct trial usual, single, none;

	csv.quote = given->csv.quote == DIALECT_FIND ? '"' : given->csv.quote;
	usual = try_quote(given, sample, csv, separator);
	if (given->csv.quote != DIALECT_FIND || usual.quoted > 0)
		return usual;
	csv.quote = '\'';
	single = try_quote(given, sample, csv, separator);
	if (single.quoted > 1 && single.score >= usual.score)
		return single;
	csv.quote = '\0';
	none = try_quote(given, sample, csv, separator);
	if (usual.regular * 2 < usual.records && none.regular * 10 >= none.records * 9 &&
		none.records > 4)
		return none;
	return usual;
}

/*
 * A CR that ends a line divides two records, both of which are as they should be. One that is left
 * in a text divides a record from a piece of it: then it had better be at fault as a whole.
 */
static struct trial try_line_ends(const struct dialect *given, struct slice sample,
	struct csv_dialect csv, const struct separator *separator, bool lone_cr)
{
	struct trial lf, cr;

	csv.cr_ends = false;
	csv.blank_after = csv.separator != ' ' && has_blank_after(sample, csv);
	lf = try_quotes(given, sample, csv, separator);
	if (!lone_cr)
		return lf;
	csv.cr_ends = true;
	csv.blank_after = csv.separator != ' ' && has_blank_after(sample, csv);
	cr = try_quotes(given, sample, csv, separator);
	if (cr.records - cr.regular < lf.records - lf.regular)
		keep_better(&lf, &cr);
	return lf;
}

/* Runs of blanks are looked for only where there are some: a trial of them takes time. */
static bool is_worth_trying(
	const struct separator *separator, const struct dialect *given, struct slice sample)
{
	if (given->csv.separator != DIALECT_FIND && separator->byte != given->csv.separator)
		return false;
	return !separator->many || has_text(sample, "  ");
}

static struct trial find_best(const struct dialect *given, struct slice sample)
{
	struct trial best = { .csv = given->csv }, trial;
	bool lone_cr = has_lone_cr(sample), tried = false;
	struct csv_dialect csv = given->csv;

	csv.comment = csv.comment == DIALECT_FIND ? '\0' : csv.comment;
	for (size_t i = 0; i <= sizeof separators / sizeof *separators; i++) {
		struct separator separator = { given->csv.separator, 1, 1, false };

		/* Behind all that can be found: one that is given and nobody would find. */
		if (i < sizeof separators / sizeof *separators)
			separator = separators[i];
		else if (tried)
			break;
		if (!is_worth_trying(&separator, given, sample))
			continue;
		if (given->csv.separator != DIALECT_FIND)
			separator.weight = 1, separator.least = 1;
		csv.separator = separator.byte;
		csv.many = separator.many;
		trial = try_line_ends(given, sample, csv, &separator, lone_cr);
		if (!tried)
			best = trial;
		keep_better(&best, &trial);
		tried = true;
	}
	return best;
}

/* What is to be known of a record for finding the table. */
struct outline {
	size_t start, count, filled;
	size_t used; /* fields up to the last that is not empty */
	uint64_t line;
	bool hash; /* begins with # */
};

static size_t count_filled(const struct row *row)
{
	size_t filled = 0;

	for (size_t i = 0; i < row->count; i++)
		filled += slice_trim(row_field(row, i)).length > 0;
	return filled;
}

static size_t outline_records(
	struct slice sample, const struct csv_dialect *csv, struct outline *outline)
{
	struct csvin *reader = csvin_new(*csv);
	size_t count = 0;
	struct row row;
	struct diag why;
	int more;

	csvin_begin(reader, sample, 0);
	while (count < RECORDS && (more = csvin_next(reader, &row, &why)) != 0) {
		struct outline *to = &outline[count++];

		*to = (struct outline){ .start = row.raw_start, .line = row.line };
		to->hash = sample.at[row.raw_start] == '#';
		to->filled = WIDEST; /* a record at fault: nobody can tell */
		if (more < 0)
			continue;
		to->count = row.count;
		to->filled = count_filled(&row);
		for (to->used = row.count; to->used > 0; to->used--)
			if (row_field(&row, to->used - 1).length > 0)
				break;
	}
	csvin_free(reader);
	return count;
}

/* The first record of the table: those before it have at most half of its fields. */
static size_t find_table(const struct dialect *dialect, const struct outline *outline, size_t count)
{
	size_t first = 0;

	if (dialect->width < 2)
		return 0;
	while (first < count && outline[first].filled * 2 <= dialect->width)
		first++;
	/* What follows is as sparse, or no table: then nothing stands in front of it. */
	if (first == count || outline[first].count + 1 < dialect->width)
		return 0;
	for (size_t i = first + 1; i < count; i++)
		if (outline[i].filled * 2 > dialect->width)
			return first;
	return first > 0 && outline[first].count == dialect->width ? first : 0;
}

/* Lines with # are comments if they have not the form of a record. */
static bool has_comments(const struct dialect *dialect, const struct outline *outline, size_t count)
{
	size_t comments = 0;

	for (size_t i = 0; i < count; i++) {
		if (outline[i].hash && outline[i].count == dialect->width)
			return false;
		comments += outline[i].hash;
	}
	return comments > 0 && dialect->width > 1;
}

/* How many fields are used, with the header, in records that are as long as most. */
static size_t count_used(const struct dialect *dialect, const struct outline *outline, size_t count)
{
	size_t used = count > 0 ? outline[0].used : 0;

	for (size_t i = 1; i < count; i++)
		if (outline[i].count == dialect->width && outline[i].used > used)
			used = outline[i].used;
	return used;
}

/* What a value shows of what its column holds. */
enum look { PLAIN, TYPED, ADDRESS };

static enum look look_of(struct slice text)
{
	if (looks_typed(text))
		return TYPED;
	return text.length > 0 && memchr(text.at, '@', text.length) != NULL ? ADDRESS : PLAIN;
}

enum { NAME_MOST = 200 }; /* bytes: nobody calls a column by more */

/* Is it a value for sure, and no name of a column? */
static bool is_no_name(struct slice text)
{
	return text.length > NAME_MOST || missing_is_telling(slice_trim(text));
}

/* What is seen of the columns: of the first record, and of all others together. */
struct sight {
	enum look first, others; /* PLAIN if they differ */
	bool no_name, mixed;
};

static void see_field(struct sight *sight, struct slice field, size_t row)
{
	if (row == 0) {
		sight->first = look_of(field);
		sight->no_name = is_no_name(field);
		return;
	}
	if (missing_is_telling(slice_trim(field)))
		return;
	if (sight->others == PLAIN && !sight->mixed)
		sight->others = look_of(field);
	if (look_of(field) != sight->others || sight->others == PLAIN)
		sight->mixed = true;
}

/* Is the first record one like all others? Its values tell: a header has none. */
static bool judge_first(const struct sight *sight, size_t width)
{
	size_t alike = 0;

	for (size_t i = 0; i < width; i++) {
		bool known = sight[i].others != PLAIN && !sight[i].mixed;

		if (known && sight[i].first != sight[i].others && !sight[i].no_name)
			return false;
		alike += sight[i].no_name || (known && sight[i].first == sight[i].others);
	}
	return alike > 0;
}

static bool lacks_header(const struct dialect *dialect, struct slice table)
{
	struct csvin *reader = csvin_new(dialect->csv);
	size_t width = dialect->width < WIDEST ? dialect->width : WIDEST, rows = 0;
	struct sight *sight = mem_zero(width + 1, sizeof *sight);
	struct row row;
	struct diag why;
	int more;

	csvin_begin(reader, table, 0);
	for (size_t n = 0; n < RECORDS && (more = csvin_next(reader, &row, &why)) != 0; n++) {
		bool regular = more > 0 && row.count == dialect->width;

		if (n == 0 && !regular)
			break;
		for (size_t i = 0; regular && i < width; i++)
			see_field(&sight[i], row_field(&row, i), n);
		rows += n > 0 && regular;
	}
	csvin_free(reader);
	more = rows > 0 && judge_first(sight, width);
	free(sight);
	return more;
}

/* Find the table; returns where it begins. */
static size_t find_place(struct dialect *dialect, struct slice sample)
{
	size_t start = 0;
	struct outline outline[RECORDS];
	size_t count = outline_records(sample, &dialect->csv, outline), first = 0;

	if (dialect->csv.comment == DIALECT_FIND)
		dialect->csv.comment = has_comments(dialect, outline, count) ? '#' : '\0';
	if (!dialect->lines_given)
		first = find_table(dialect, outline, count);
	if (first < count) {
		start = outline[first].start;
		dialect->lines += outline[first].line;
	}
	dialect->used = count_used(dialect, outline + first, count - first);
	dialect->csv.drop_empty =
		count - first > 1 && dialect->used > 0 && dialect->used < dialect->width;
	return start;
}

/* The bytes of the lines that are to be passed over. */
static size_t skip_lines(struct slice sample, uint64_t lines, const struct csv_dialect *csv)
{
	const char *at = sample.at, *end = sample.at + sample.length;

	for (; lines > 0 && at < end; lines--) {
		const char *line_end = csvrecord_line_end(at, end, csv);

		at = line_end == NULL ? end : csvrecord_behind_line_end(line_end, end, csv);
	}
	return (size_t)(at - sample.at);
}

void dialect_find(struct dialect *dialect, struct slice sample, bool is_whole)
{
	static const struct slice mark = { "\xef\xbb\xbf", 3 };
	struct csv_dialect lines = { .cr_ends = true };
	struct slice table = sample;
	struct trial best;
	size_t front = slice_starts(sample, mark) ? mark.length : 0;

	if (dialect->lines_given)
		front += skip_lines((struct slice){ sample.at + front, sample.length - front },
			dialect->lines, &lines);
	table.at += front;
	table.length -= front;
	if (table.length > DIALECT_SAMPLE) {
		table.length = DIALECT_SAMPLE;
		is_whole = false;
	}
	best = find_best(dialect, table);
	if (!is_whole) {
		size_t whole = csvin_cut(table.at, table.length, &best.csv);

		table.length = whole > 0 ? whole : table.length;
	}
	best.csv.blank_after &= best.width > 1;
	best.csv.comment = dialect->csv.comment;
	dialect->csv = best.csv;
	dialect->width = best.width;
	front = find_place(dialect, table);
	table.at += front;
	table.length -= front;
	dialect->no_header = !dialect->has_given_names && lacks_header(dialect, table);
	/* Only a header shows that an empty column is none: it has no name there. */
	dialect->csv.drop_empty &= !dialect->no_header;
}

bool dialect_fits(const struct dialect *dialect, struct slice sample, bool is_whole)
{
	struct trial trial = { .csv = dialect->csv };
	const struct separator any = { dialect->csv.separator, 1, 1, false };
	const char single[] = { any.byte, '\'', '\0' };

	if (sample.length > DIALECT_SAMPLE) {
		sample.length = DIALECT_SAMPLE;
		is_whole = false;
	}
	if (dialect->csv.quote != '"' || dialect->csv.escape != '\0' || dialect->csv.cr_ends ||
		dialect->csv.comment != '\0' || dialect->csv.drop_empty)
		return false;
	if (has_lone_cr(sample) || has_text(sample, single) || has_text(sample, "\\\"") ||
		has_text(sample, "\n#"))
		return false;
	if (!is_whole)
		sample.length = csvin_cut(sample.at, sample.length, &dialect->csv);
	run_trial(&trial, sample, &any);
	return trial.records > 0 && trial.regular == trial.records && trial.width == dialect->width;
}

static void describe_byte(struct buf *out, const char *what, char byte)
{
	if (out->length > 0)
		buf_text(out, ", ");
	if (byte == '\t')
		buf_printf(out, "%s TAB", what);
	else if (byte == ' ')
		buf_printf(out, "%s blank", what);
	else if ((unsigned char)byte < ' ')
		buf_printf(out, "%s 0x%02x", what, (unsigned)byte);
	else
		buf_printf(out, "%s %c", what, byte);
}

static void describe_word(struct buf *out, const char *words)
{
	if (out->length > 0)
		buf_text(out, ", ");
	buf_text(out, words);
}

void dialect_describe(const struct dialect *dialect, struct buf *out)
{
	const struct csv_dialect *csv = &dialect->csv;

	if (strchr(",;\t|", csv->separator) == NULL)
		describe_byte(out, "separator", csv->separator);
	if (csv->many)
		describe_word(out, "several of them are one");
	if (csv->blank_after)
		describe_word(out, "a blank behind each separator is left out");
	if (csv->quote == '\0')
		describe_word(out, "quotes are text");
	else if (csv->quote != '"')
		describe_byte(out, "quote", csv->quote);
	if (csv->escape != '\0')
		describe_byte(out, "escape", csv->escape);
	if (csv->cr_ends)
		describe_word(out, "CR ends a line");
	if (csv->comment != '\0')
		describe_byte(out, "comments begin with", csv->comment);
	if (csv->drop_empty)
		describe_word(out, "the empty last column is left out");
	if (dialect->lines > 0 && !dialect->lines_given) {
		describe_word(out, "");
		buf_printf(out, "%llu line%s passed over in front of the table",
			(unsigned long long)dialect->lines, dialect->lines == 1 ? "" : "s");
	}
	if (dialect->no_header)
		describe_word(out, "no header line: the columns are called column_1, column_2, …");
}
