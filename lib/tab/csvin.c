/* SPDX-License-Identifier: MIT */
#include "tab/csvin.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tab/scan.h"

enum {
	STEP = 64 * 1024,   /* libcsv makes room for a field in such steps, or larger ones */
	WINDOW = 16 * 1024, /* scanned at a time: the positions stay in the nearest cache */
	WARY_MOST = 64,     /* records behind a bad one that are read with suspicion */
	LARGE = 1 << 26,    /* bytes of a record for which there may be no memory */
};

/* Positions that a scan has found, those before `next` used up. */
struct places {
	uint32_t *at;
	size_t next, count, capacity;
};

struct csvin {
	struct csv_parser parser;
	struct csv_dialect dialect;
	bool careful; /* take the road through libcsv for all records (for tests) */
	struct slice block;
	size_t columns;
	size_t start;   /* of the next record */
	size_t scanned; /* bytes of the block */
	struct places separator, newline, quote;
	bool odd; /* perhaps there are NUL bytes, or a CR that ends no line */
	uint64_t lines;
	unsigned wary;

	/* the record that libcsv has just taken apart */
	struct buf rewritten, text;
	struct places mark; /* where each field ends in `text` */
};

/* libcsv trims what this calls space: nothing, or fields would change silently. */
static int no_space(unsigned char byte)
{
	(void)byte;
	return 0;
}

static void prepare(struct csvin *csv)
{
	unsigned char options = CSV_STRICT | CSV_STRICT_FINI;

	int refused = csv_init(&csv->parser, options);

	assert(refused == 0); /* only a NULL parser is */
	(void)refused;
	csv_set_space_func(&csv->parser, no_space);
	csv_set_delim(&csv->parser, (unsigned char)csv->dialect.separator);
	/* Without quotes, NUL stands for the quote: a record with a NUL never comes this far. */
	csv_set_quote(&csv->parser, (unsigned char)csv->dialect.quote);
}

struct csvin *csvin_new(struct csv_dialect dialect)
{
	struct csvin *csv = mem_zero(1, sizeof *csv);

	csv->dialect = dialect;
	prepare(csv);
	return csv;
}

void csvin_free(struct csvin *csv)
{
	if (csv == NULL)
		return;
	csv_free(&csv->parser);
	buf_release(&csv->rewritten);
	buf_release(&csv->text);
	free(csv->separator.at);
	free(csv->newline.at);
	free(csv->quote.at);
	free(csv->mark.at);
	free(csv);
}

static void use_up(struct places *places)
{
	places->next = places->count = 0;
}

void csvin_begin(struct csvin *csv, struct slice block, size_t columns)
{
	csv->block = block;
	csv->columns = columns;
	csv->start = csv->scanned = 0;
	use_up(&csv->separator);
	use_up(&csv->newline);
	use_up(&csv->quote);
	csv->odd = false;
	csv->lines = 0;
	csv->wary = 0;
}

uint64_t csvin_lines(const struct csvin *csv)
{
	return csv->lines;
}

size_t csvin_record(struct slice bytes, struct csv_dialect dialect)
{
	struct csvrecord record;

	csvrecord_find(&record, bytes, &dialect);
	return record.length;
}

/*
 * Behind a bad record, one with stray quotes may be a part of it, such as the second line of a
 * quoted field: it is taken for bad, too. The first record without such quotes ends the suspicion.
 */
static unsigned suspicion(unsigned wary, const struct csvrecord *record)
{
	if (record->bad || (record->stray && wary > 0))
		return wary < WARY_MOST ? wary + 1 : 0;
	return 0;
}

/* Where the last line of these bytes ends that is sure to end there; 0 if none does. */
static size_t last_line_end(const char *at, size_t length, const struct csv_dialect *dialect)
{
	const char *lf = length > 0 ? memrchr(at, '\n', length) : NULL, *cr = NULL;
	size_t behind = lf != NULL ? (size_t)(lf + 1 - at) : 0;

	/* A CR that is the last byte may be followed by its LF. */
	if (dialect->cr_ends && length > behind + 1)
		cr = memrchr(at + behind, '\r', length - behind - 1);
	return cr != NULL ? (size_t)(cr + 1 - at) : behind;
}

/*
 * Lines without a quote are passed over, all at once; the others are taken record by record. The
 * cut is never made behind a bad record: a block begins without suspicion.
 */
size_t csvin_cut(const char *at, size_t length, const void *context)
{
	static const struct slice bom = { "\xef\xbb\xbf", 3 };
	const struct csv_dialect *dialect = context;
	/* The mark at a file's start stands in front of its first field's quote. */
	size_t start = slice_starts((struct slice){ at, length }, bom) ? bom.length : 0;
	size_t place = start, whole = start;
	struct csvrecord record;
	unsigned wary = 0;

	while (place < length) {
		const char *quote = dialect->quote == '\0'
					    ? NULL
					    : memchr(at + place, dialect->quote, length - place);
		size_t plain = last_line_end(at + place,
			quote != NULL ? (size_t)(quote - at) - place : length - place, dialect);

		if (plain > 0) {
			whole = place += plain;
			wary = 0;
		}
		if (quote == NULL || !csvrecord_find(&record,
					     (struct slice){ at + place, length - place }, dialect))
			break;
		place += record.length;
		wary = suspicion(wary, &record);
		if (wary == 0)
			whole = place;
	}
	return whole > start ? whole : 0;
}

char csvin_guess_separator(struct slice header)
{
	static const char candidates[] = ",;\t|";
	size_t count[sizeof candidates - 1] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < header.length; i++) {
		const char *hit = memchr(candidates, header.at[i], sizeof candidates - 1);

		quoted ^= header.at[i] == '"';
		if (hit != NULL && !quoted)
			count[hit - candidates]++;
	}
	for (size_t i = 1; i < sizeof candidates - 1; i++)
		if (count[i] > count[best])
			best = i;
	return candidates[best];
}

/* libcsv has a field. */
static void take_field(void *text, size_t length, void *context)
{
	struct csvin *csv = context;
	struct places *mark = &csv->mark;

	buf_put(&csv->text, (struct slice){ text, length });
	mark->at = mem_grow(mark->at, &mark->capacity, mark->count + 1, sizeof *mark->at);
	mark->at[mark->count++] = (uint32_t)csv->text.length;
	buf_char(&csv->text, '\t');
}

static void take_record(int end, void *context)
{
	(void)end;
	(void)context;
}

static int bad_quoting(struct diag *why)
{
	diag_fail(why, "a quoted field is not closed before a separator or line end; a quote "
		       "inside it is doubled");
	return diag_code(why, "bad-quoting");
}

/* Give a record to libcsv. */
static int parse_record(struct csvin *csv, struct slice record, struct diag *why)
{
	size_t done;

	/* libcsv copies a field each time that it makes room for more of it. */
	csv_set_blk_size(&csv->parser, record.length < STEP ? STEP : record.length);
	buf_reset(&csv->text);
	csv->mark.count = 0;
	done = csv_parse(&csv->parser, record.at, record.length, take_field, take_record, csv);
	if (done == record.length && csv_error(&csv->parser) == CSV_SUCCESS &&
		csv_fini(&csv->parser, take_field, take_record, csv) == 0)
		return 1;
	bad_quoting(why);
	if (csv_error(&csv->parser) == CSV_ENOMEM) {
		if (record.length < LARGE)
			mem_must(NULL); /* it is not the record that is at fault */
		diag_fail(why, "record of %zu bytes is too large", record.length);
		diag_code(why, "too-large");
	}
	csv_free(&csv->parser);
	prepare(csv);
	return -1;
}

/* Keep the positions of the record that has begun, at the front. */
static void keep_rest(struct places *places, size_t room)
{
	size_t left = places->count - places->next;

	if (left > 0 && places->next > 0)
		memmove(places->at, places->at + places->next, left * sizeof *places->at);
	places->next = 0;
	places->count = left;
	places->at = mem_grow(places->at, &places->capacity, left + room, sizeof *places->at);
}

/* Scan on until a line end turns up. */
static void scan_on(struct csvin *csv)
{
	const struct scan_bytes bytes = { csv->dialect.separator, csv->dialect.quote,
		csv->dialect.cr_ends };

	while (csv->newline.next == csv->newline.count && csv->scanned < csv->block.length) {
		const char *at = csv->block.at + csv->scanned;
		size_t length = csv->block.length - csv->scanned;
		struct scan_places to;
		struct scan_csv found;

		if (length > WINDOW)
			length = WINDOW - (at[WINDOW - 1] == '\r');
		keep_rest(&csv->separator, length + 64);
		keep_rest(&csv->newline, length + 64);
		keep_rest(&csv->quote, length + 64);
		to = (struct scan_places){ csv->separator.at + csv->separator.count,
			csv->newline.at + csv->newline.count, csv->quote.at + csv->quote.count };
		found = scan_csv(at, length, (uint32_t)csv->scanned, bytes, &to);
		csv->separator.count += found.separators;
		csv->newline.count += found.newlines;
		csv->quote.count += found.quotes;
		csv->odd |= found.odd;
		csv->scanned += length;
	}
}

static inline void skip_to(struct places *places, size_t start)
{
	while (places->next < places->count && places->at[places->next] < start)
		places->next++;
}

/* The next record begins here; what was found before it is used up. */
static void move_to(struct csvin *csv, size_t start)
{
	csv->start = start;
	if (start > csv->scanned)
		csv->scanned = start;
	skip_to(&csv->separator, start);
	skip_to(&csv->newline, start);
	skip_to(&csv->quote, start);
}

/* Has the row as many fields as it should, perhaps without empty ones at its end? */
static bool has_right_count(const struct csvin *csv, struct row *row)
{
	if (csv->columns == 0 || row->count == csv->columns)
		return true;
	if (!csv->dialect.drop_empty || row->count < csv->columns)
		return false;
	for (size_t i = csv->columns; i < row->count; i++)
		if (row_field(row, i).length > 0)
			return false;
	row->count = csv->columns;
	row->end = row->mark[row->count - 1];
	return true;
}

static int wrong_count(const struct row *row, size_t wanted, bool stray, struct diag *why)
{
	const char *plural = row->count == 1 ? "" : "s";

	if (!stray) {
		diag_fail(why, "%zu field%s where the header has %zu", row->count, plural, wanted);
		return diag_code(why, "ragged");
	}
	diag_fail(why,
		"%zu field%s where the header has %zu, and a quote in a field that is not "
		"quoted",
		row->count, plural, wanted);
	return diag_code(why, "bad-quoting");
}

static int check_bytes(struct slice bytes, bool lone_cr, struct diag *why)
{
	if (memchr(bytes.at, '\0', bytes.length) != NULL) {
		diag_fail(why, "NUL byte in the record; this is no text");
		return diag_code(why, "nul");
	}
	if (!lone_cr)
		return 0;
	diag_fail(why, "a CR that ends no line stands in the record; put its field in quotes");
	return diag_code(why, "bad-quoting");
}

/* The record from `start` to `end` as a view into the block, divided by all its separators. */
static void view(struct csvin *csv, size_t start, size_t end, struct row *row)
{
	size_t count = 0, left = csv->separator.count - csv->separator.next;
	const uint32_t *mark = csv->separator.at + csv->separator.next;

	/* Most records have as many separators as they should. */
	if (csv->columns > 0 && left >= csv->columns - 1 &&
		(csv->columns == 1 || mark[csv->columns - 2] < end))
		count = csv->columns - 1;
	while (count < left && mark[count] < end)
		count++;
	row->base = csv->block.at;
	row->mark = mark;
	row->start = (uint32_t)start;
	row->end = (uint32_t)end;
	row->count = count + 1;
	row->escaped = row->is_tsv = false;
}

static size_t without_cr(const struct csvin *csv, size_t start, size_t end)
{
	while (end > start && csv->block.at[end - 1] == '\r')
		end--;
	return end;
}

/* The record up to the line end at `end`, without a quote. Returns 0 for a blank line. */
static int next_plain(struct csvin *csv, size_t end, struct row *row, struct diag *why)
{
	size_t start = csv->start, text_end = without_cr(csv, start, end), next = end;
	struct slice text = { csv->block.at + start, text_end - start };
	bool lone_cr = false;

	if (end < csv->block.length)
		next = (size_t)(csvrecord_behind_line_end(csv->block.at + end,
					csv->block.at + csv->block.length, &csv->dialect) -
				csv->block.at);
	row->line = csv->lines;
	row->raw_start = start;
	row->raw_length = next - start;
	csv->lines += next > end;
	csv->wary = 0;
	csv->start = next;
	if (text.length == 0)
		return 0;
	view(csv, start, text_end, row);
	csv->separator.next += row->count - 1;
	if (csv->odd) {
		lone_cr = !csv->dialect.cr_ends && memchr(text.at, '\r', text.length) != NULL;
		if (check_bytes(text, lone_cr, why) < 0)
			return -1;
	}
	if (!has_right_count(csv, row))
		return wrong_count(row, csv->columns, false, why);
	return 1;
}

/* Fill `row` with what libcsv makes of the record. Returns 1, or -1 if it is not CSV. */
static int take_apart(struct csvin *csv, struct slice raw, const struct csvrecord *record,
	struct row *row, struct diag *why)
{
	const struct csv_dialect *dialect = &csv->dialect;

	if (record->stray || dialect->escape != '\0' || dialect->blank_after || dialect->many) {
		buf_reset(&csv->rewritten);
		csvrecord_rewrite(&csv->rewritten, raw, dialect);
		raw = buf_slice(&csv->rewritten);
	}
	if (parse_record(csv, raw, why) < 0)
		return -1;
	row->base = csv->text.at;
	row->mark = csv->mark.at;
	row->start = 0;
	row->end = csv->mark.count > 0 ? csv->mark.at[csv->mark.count - 1] : 0;
	row->count = csv->mark.count;
	row->escaped = row->is_tsv = false;
	return 1;
}

/* A record with a quote somewhere, up to where its line ends or farther. */
static int next_quoted(struct csvin *csv, struct row *row, struct diag *why)
{
	size_t start = csv->start;
	struct slice raw = { csv->block.at + start, csv->block.length - start };
	struct csvrecord record;
	bool doubtful;
	int result;

	csvrecord_find(&record, raw, &csv->dialect);
	raw.length = record.length;
	row->line = csv->lines;
	row->raw_start = start;
	row->raw_length = raw.length;
	csv->lines += csvrecord_lines(raw, &csv->dialect);
	doubtful = record.stray && csv->wary > 0;
	csv->wary = suspicion(csv->wary, &record);
	move_to(csv, start + raw.length);
	if (record.comment)
		return 0;
	if (check_bytes(raw, record.lone_cr && !record.bad, why) < 0)
		return -1;
	if (record.bad || doubtful)
		return bad_quoting(why);
	if (record.halves > 1) {
		diag_fail(why, "quotes in two fields that are not quoted: is what stands between "
			       "them one field?");
		return diag_code(why, "bad-quoting");
	}
	result = take_apart(csv, raw, &record, row, why);
	if (result > 0 && csv->mark.count == 0)
		return 0;
	if (result > 0 && !has_right_count(csv, row))
		return wrong_count(row, csv->columns, record.stray, why);
	return result;
}

/* Does the next record begin like one that must be looked at byte by byte? */
static bool has_quote(const struct csvin *csv, size_t end)
{
	if (csv->quote.next < csv->quote.count && csv->quote.at[csv->quote.next] < end)
		return true;
	return csv->careful || csv->dialect.blank_after || csv->dialect.many ||
	       (csv->dialect.comment != '\0' && csv->block.at[csv->start] == csv->dialect.comment);
}

int csvin_next(struct csvin *csv, struct row *row, struct diag *why)
{
	int result = 0;

	while (result == 0 && csv->start < csv->block.length) {
		size_t end = csv->block.length;

		skip_to(&csv->newline, csv->start);
		if (csv->newline.next == csv->newline.count)
			scan_on(csv);
		if (csv->newline.next < csv->newline.count)
			end = csv->newline.at[csv->newline.next];
		result = has_quote(csv, end) ? next_quoted(csv, row, why)
					     : next_plain(csv, end, row, why);
	}
	return result;
}
