/* SPDX-License-Identifier: MIT */
#include "tab/rejected.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "tab/rejects.h"
#include "tab/rows.h"
#include "tab/scan.h"

/* Bytes of records that are given at a time, about. */
enum { ENOUGH = 1024 * 1024 };

/* The columns of a rejects file. */
enum { FILE_NAME, LINE, OFFSET, COLUMN, REASON, MESSAGE, RECORD, DIALECT, HEADER, COLUMNS };

static struct slice without_mark(struct slice bytes)
{
	static const struct slice mark = { "\xef\xbb\xbf", 3 };

	if (slice_starts(bytes, mark)) {
		bytes.at += mark.length;
		bytes.length -= mark.length;
	}
	return bytes;
}

/* The first line without its end, and all behind it. */
static struct slice cut_line(struct slice *bytes)
{
	struct slice line = { NULL, 0 };

	slice_cut(bytes, '\n', &line);
	if (slice_ends(line, slice_of("\r")))
		line.length--;
	return line;
}

bool rejected_is(struct slice bytes)
{
	bytes = without_mark(bytes);
	return slice_is(cut_line(&bytes), REJECTS_COLUMNS REJECTS_TABLE_COLUMNS);
}

static int hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* Undo what tab/rejects did to the record, whose bytes were shown as <D5> if they did not decode.
 */
static void put_record(struct buf *out, struct slice text, bool shown)
{
	static const char from[] = "tnr\\0", to[] = "\t\n\r\\";

	for (size_t i = 0; i < text.length; i++) {
		char byte = text.at[i];
		const char *next = i + 1 < text.length ? &text.at[i + 1] : "";
		const char *hit = byte == '\\' && *next != '\0' ? strchr(from, *next) : NULL;

		if (hit != NULL) {
			byte = to[hit - from];
			i++;
		} else if (shown && byte == '<' && i + 3 < text.length && text.at[i + 3] == '>' &&
			   hex_digit(next[0]) >= 8 && hex_digit(next[1]) >= 0) {
			byte = (char)(hex_digit(next[0]) * 16 + hex_digit(next[1]));
			i += 3;
		}
		buf_char(out, byte);
	}
}

/* Could a quoted field that is not closed go on in the next record? Not if quotes come in pairs. */
static bool may_go_on(struct slice record)
{
	return memchr(record.at, '\\', record.length) != NULL ||
	       scan_count(record.at, record.length, '"') % 2 == 1 ||
	       scan_count(record.at, record.length, '\'') % 2 == 1;
}

static struct rejected_part *find_part(
	struct rejected *rejected, struct slice file, struct slice dialect, struct slice header)
{
	struct rejected_part *part;

	for (size_t i = rejected->count; i > 0; i--) {
		part = &rejected->part[i - 1];
		if (slice_equal(part->file, file) && slice_equal(part->dialect, dialect) &&
			slice_equal(part->header, header))
			return part;
	}
	rejected->part = mem_grow(
		rejected->part, &rejected->capacity, rejected->count + 1, sizeof *rejected->part);
	part = &rejected->part[rejected->count++];
	*part = (struct rejected_part){
		.file = arena_copy(&rejected->texts, file),
		.dialect = arena_copy(&rejected->texts, dialect),
		.header = arena_copy(&rejected->texts, header),
	};
	return part;
}

static void add_record(
	struct rejected_part *part, struct slice record, bool shown, int64_t line, int64_t offset)
{
	struct rejected_place *place;
	size_t start = part->text.length;
	struct slice added;

	part->place = mem_grow(part->place, &part->capacity, part->count + 1, sizeof *part->place);
	place = &part->place[part->count++];
	put_record(&part->text, record, shown);
	added = (struct slice){ part->text.at + start, part->text.length - start };
	*place = (struct rejected_place){
		.line = (uint64_t)line,
		.offset = (uint64_t)offset,
		.at_line = part->lines,
		.at = start,
		.alone = added.length > 0 && may_go_on(added),
	};
	if (added.length > 0)
		part->lines += scan_count(added.at, added.length, '\n');
	buf_char(&part->text, '\n');
	part->lines++;
}

static int take_row(struct rejected *rejected, const struct row *row, struct diag *why)
{
	struct arena texts = ARENA_EMPTY;
	int64_t line, offset;
	int result = 0;

	if (!num_parse_int(row_field(row, LINE), &line) || line < 1)
		result = diag_fail(why, "not the number of a line: '" SLICE "'",
			SLICE_ARG(row_field(row, LINE)));
	else if (!num_parse_int(row_field(row, OFFSET), &offset) || offset < 0)
		result = diag_fail(
			why, "not an offset: '" SLICE "'", SLICE_ARG(row_field(row, OFFSET)));
	else
		add_record(find_part(rejected, row_text(row, FILE_NAME, &texts),
				   row_text(row, DIALECT, &texts), row_text(row, HEADER, &texts)),
			row_field(row, RECORD), slice_is(row_field(row, REASON), "bad-encoding"),
			line, offset);
	arena_release(&texts);
	return result;
}

int rejected_read(struct rejected *rejected, const char *name, struct slice bytes, struct diag *why)
{
	struct rows_memory memory = { NULL, NULL, 0, 0 };
	struct rows rows;
	struct row row;
	int more;

	bytes = without_mark(bytes);
	cut_line(&bytes);
	rows_begin(&rows, &memory, bytes, COLUMNS);
	rows.take_cr = true;
	while ((more = rows_next(&rows, &row, why)) > 0)
		if ((more = take_row(rejected, &row, why)) < 0)
			break;
	rows_memory_release(&memory);
	if (more == 0)
		return 0;
	diag_code(why, NULL);
	return diag_line(why, name, row.line + 2);
}

bool rejected_next(struct rejected_part *part, struct slice *bytes, uint64_t *offset)
{
	size_t first = part->next, end = part->text.length;

	if (first == part->count)
		return false;
	*offset = part->place[first].at;
	do
		part->next++;
	while (part->next < part->count && !part->place[part->next - 1].alone &&
		!part->place[part->next].alone && part->place[part->next].at < *offset + ENOUGH);
	if (part->next < part->count)
		end = part->place[part->next].at;
	*bytes = (struct slice){ part->text.at + *offset, end - *offset };
	return true;
}

/* The last record that begins at or before a line, if `line` is not NULL, or an offset. */
static const struct rejected_place *find_place(
	const struct rejected_part *part, const uint64_t *line, uint64_t offset)
{
	size_t low = 0, high = part->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		const struct rejected_place *place = &part->place[middle];

		if (line != NULL ? place->at_line <= *line : place->at <= offset)
			low = middle;
		else
			high = middle;
	}
	return &part->place[low];
}

uint64_t rejected_line(const struct rejected_part *part, uint64_t line)
{
	uint64_t from_0 = line - 1;
	const struct rejected_place *place = find_place(part, &from_0, 0);

	return place->line + (from_0 - place->at_line);
}

uint64_t rejected_offset(const struct rejected_part *part, uint64_t offset)
{
	const struct rejected_place *place = find_place(part, NULL, offset);

	return place->offset + (offset - place->at);
}

void rejected_release(struct rejected *rejected)
{
	for (size_t i = 0; i < rejected->count; i++) {
		buf_release(&rejected->part[i].text);
		free(rejected->part[i].place);
	}
	free(rejected->part);
	arena_release(&rejected->texts);
	*rejected = (struct rejected)REJECTED_EMPTY;
}
