/* SPDX-License-Identifier: MIT */
#include "tab/csvrecord.h"

#include "tab/scan.h"

static const char *find_byte(const char *at, const char *end, char byte)
{
	return at < end ? memchr(at, byte, (size_t)(end - at)) : NULL;
}

const char *csvrecord_line_end(const char *at, const char *end, const struct csv_dialect *dialect)
{
	const char *lf = find_byte(at, end, '\n');
	const char *cr = dialect->cr_ends ? find_byte(at, lf != NULL ? lf : end, '\r') : NULL;

	return cr != NULL ? cr : lf;
}

const char *csvrecord_behind_line_end(
	const char *at, const char *end, const struct csv_dialect *dialect)
{
	bool two = dialect->cr_ends && at[0] == '\r' && at + 1 < end && at[1] == '\n';

	return at + (two ? 2 : 1);
}

size_t csvrecord_lines(struct slice bytes, const struct csv_dialect *dialect)
{
	size_t lines = scan_count(bytes.at, bytes.length, '\n');
	const char *at = bytes.at, *end = bytes.at + bytes.length;

	if (!dialect->cr_ends)
		return lines;
	for (; (at = find_byte(at, end, '\r')) != NULL; at++)
		lines += at + 1 == end || at[1] != '\n';
	return lines;
}

/* How far a quoted field may reach that begins at `at`. */
static const char *reach(const char *at, const char *end, const struct csv_dialect *dialect)
{
	size_t most = dialect->most > 0 ? dialect->most : CSV_MOST;
	const char *line_end;

	if ((size_t)(end - at) <= most)
		return end;
	if (csvrecord_line_end(at, at + most, dialect) != NULL)
		return at + most;
	line_end = csvrecord_line_end(at + most, end, dialect);
	return line_end != NULL ? line_end : end;
}

/* Is the byte at `at` behind an escape that is not escaped itself? */
static bool is_escaped(const char *start, const char *at, char escape)
{
	size_t count = 0;

	while (at - count > start && at[-1 - (ptrdiff_t)count] == escape)
		count++;
	return count % 2 == 1;
}

/* Behind the quote that closes the field whose text begins at `at`; NULL if none does in reach. */
static const char *behind_quoted(const char *at, const char *end, const struct csv_dialect *dialect)
{
	const char *start = at;

	while ((at = find_byte(at, end, dialect->quote)) != NULL) {
		if (dialect->escape != '\0' && is_escaped(start, at, dialect->escape))
			at++;
		else if (at + 1 == end || at[1] != dialect->quote)
			return at + 1;
		else
			at += 2;
	}
	return NULL;
}

/* A field ends here: at a separator, a line end, or the end of the bytes. */
static bool ends_field(const char *at, const char *end, const struct csv_dialect *dialect)
{
	if (at == end || *at == dialect->separator || *at == '\n')
		return true;
	return *at == '\r' && (dialect->cr_ends || at + 1 == end || at[1] == '\n');
}

static bool ends_record(const char *at, const struct csv_dialect *dialect)
{
	return *at == '\n' || (*at == '\r' && dialect->cr_ends);
}

/* Walk over a field that is not quoted. */
static const char *behind_text(const char *at, const char *end, const struct csv_dialect *dialect,
	struct csvrecord *record)
{
	const char *cr = NULL;
	size_t quotes = 0;

	for (; at < end && *at != dialect->separator && !ends_record(at, dialect); at++) {
		quotes += *at == dialect->quote && dialect->quote != '\0';
		if (*at != '\r')
			record->lone_cr |= cr != NULL;
		else
			cr = at;
	}
	record->stray |= quotes > 0;
	record->halves += quotes % 2;
	/* CRs right before the line end belong to it. */
	if (cr != NULL && at < end && *at == dialect->separator)
		record->lone_cr = true;
	return at;
}

/* Where a run of separators ends, if several are one. */
static const char *behind_run(const char *at, const char *end, const struct csv_dialect *dialect)
{
	while (dialect->many && at < end && *at == dialect->separator)
		at++;
	return at;
}

static bool end_at(struct csvrecord *record, struct slice bytes, const char *line_end,
	const struct csv_dialect *dialect)
{
	const char *end = bytes.at + bytes.length, *behind;

	record->length = bytes.length;
	if (line_end == NULL || line_end == end)
		return false;
	behind = csvrecord_behind_line_end(line_end, end, dialect);
	record->length = (size_t)(behind - bytes.at);
	/* The LF of this CR may be still to come. */
	return !(*line_end == '\r' && behind == end && behind == line_end + 1);
}

static bool end_early(
	struct csvrecord *record, struct slice bytes, const struct csv_dialect *dialect)
{
	return end_at(record, bytes, csvrecord_line_end(bytes.at, bytes.at + bytes.length, dialect),
		dialect);
}

/* Walk over a quoted field. Returns NULL for one that is bad; `sure` if more bytes do not help. */
static const char *behind_field_in_quotes(
	const char *at, const char *end, const struct csv_dialect *dialect, bool *sure)
{
	const char *limit = reach(at + 1, end, dialect);
	const char *behind = behind_quoted(at + 1, limit, dialect);

	*sure = behind != NULL || limit < end;
	if (behind == NULL || !ends_field(behind, end, dialect))
		return NULL;
	while (behind < end && *behind == '\r' && !dialect->cr_ends)
		behind++;
	return behind;
}

bool csvrecord_find(struct csvrecord *record, struct slice bytes, const struct csv_dialect *dialect)
{
	const char *at = bytes.at, *end = bytes.at + bytes.length;
	bool sure;

	*record = (struct csvrecord){ .length = 0 };
	if (at < end && *at == dialect->comment && dialect->comment != '\0') {
		record->comment = true;
		return end_early(record, bytes, dialect);
	}
	at = behind_run(at, end, dialect);
	while (at < end) {
		if (dialect->blank_after && at > bytes.at && *at == ' ')
			at++;
		if (at < end && *at == dialect->quote && dialect->quote != '\0') {
			at = behind_field_in_quotes(at, end, dialect, &sure);
			record->quoted = true;
			if (at == NULL) {
				record->bad = true;
				return end_early(record, bytes, dialect) && sure;
			}
		} else {
			at = behind_text(at, end, dialect, record);
		}
		if (at == end || *at != dialect->separator)
			return end_at(record, bytes, at, dialect);
		at = behind_run(at + 1, end, dialect);
	}
	return end_at(record, bytes, end, dialect);
}

/* A field that is not quoted; it will be if it has a quote. */
static void rewrite_text(struct buf *out, struct slice text, const struct csv_dialect *dialect)
{
	if (find_byte(text.at, text.at + text.length, dialect->quote) == NULL) {
		buf_put(out, text);
		return;
	}
	buf_char(out, dialect->quote);
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] == dialect->quote)
			buf_char(out, dialect->quote);
		buf_char(out, text.at[i]);
	}
	buf_char(out, dialect->quote);
}

/* A field in quotes, with its quotes. */
static void rewrite_quoted(struct buf *out, struct slice field, const struct csv_dialect *dialect)
{
	char escape = dialect->escape;

	for (size_t i = 0; i < field.length; i++) {
		char byte = field.at[i], next = i + 1 < field.length ? field.at[i + 1] : '\0';

		if (escape != '\0' && byte == escape && next == dialect->quote) {
			buf_char(out, dialect->quote);
			buf_char(out, dialect->quote);
			i++;
			continue;
		}
		buf_char(out, byte);
		i += escape != '\0' && byte == escape && next == escape;
	}
}

void csvrecord_rewrite(struct buf *out, struct slice bytes, const struct csv_dialect *dialect)
{
	const char *end = bytes.at + bytes.length, *start;
	const char *at = behind_run(bytes.at, end, dialect);
	struct csvrecord record = { .length = 0 };
	bool sure;

	while (at < end) {
		if (dialect->blank_after && at > bytes.at && *at == ' ')
			at++;
		start = at;
		if (at < end && *at == dialect->quote) {
			at = behind_field_in_quotes(at, end, dialect, &sure);
			while (at[-1] == '\r')
				at--;
			rewrite_quoted(out, (struct slice){ start, (size_t)(at - start) }, dialect);
		} else {
			at = behind_text(at, end, dialect, &record);
			while (at > start && at[-1] == '\r')
				at--;
			rewrite_text(out, (struct slice){ start, (size_t)(at - start) }, dialect);
		}
		if (at == end || *at != dialect->separator)
			return;
		at = behind_run(at + 1, end, dialect);
		if (dialect->many && ends_field(at, end, dialect))
			return;
		buf_char(out, dialect->separator);
	}
}
