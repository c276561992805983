/* SPDX-License-Identifier: MIT */
#include "tab/rows.h"

#include <stdlib.h>

#include "tab/scan.h"

/* So many bytes are scanned at a time: their positions stay in the nearest cache. */
enum { WINDOW = 16 * 1024 };

void rows_memory_release(struct rows_memory *memory)
{
	free(memory->tab);
	free(memory->newline);
	*memory = (struct rows_memory){ NULL, NULL, 0, 0 };
}

void rows_begin(struct rows *rows, struct rows_memory *memory, struct slice block, size_t columns)
{
	*rows = (struct rows){ .block = block, .columns = columns, .memory = memory };
}

/* Keep the tabs of the row that has begun, and scan on until a line end turns up. */
static __attribute__((noinline)) void scan_on(struct rows *rows)
{
	struct rows_memory *memory = rows->memory;
	size_t left = rows->tab_count - rows->tab_next;

	if (left > 0)
		memmove(memory->tab, memory->tab + rows->tab_next, left * sizeof *memory->tab);
	rows->tab_next = 0;
	rows->tab_count = left;
	rows->newline_next = 0;
	rows->newline_count = 0;
	while (rows->newline_count == 0 && rows->scanned < rows->block.length) {
		size_t length = rows->block.length - rows->scanned;
		struct scan found;

		if (length > WINDOW)
			length = WINDOW;
		memory->tab = mem_grow(memory->tab, &memory->tab_capacity,
			rows->tab_count + length + 64, sizeof *memory->tab);
		memory->newline = mem_grow(memory->newline, &memory->newline_capacity, length + 64,
			sizeof *memory->newline);
		found = scan_separators(rows->block.at + rows->scanned, length,
			(uint32_t)rows->scanned, memory->tab + rows->tab_count, memory->newline);
		rows->tab_count += found.tabs;
		rows->newline_count = found.newlines;
		rows->has_nul |= found.has_nul;
		rows->has_escape |= found.has_escape;
		rows->has_high |= found.has_high;
		rows->scanned += length;
	}
}

/* The tabs of a row that has not as many as it should. */
static size_t tabs_before(const struct rows *rows, size_t end)
{
	size_t tabs = 0;

	while (rows->tab_next + tabs < rows->tab_count &&
		rows->memory->tab[rows->tab_next + tabs] < end)
		tabs++;
	return tabs;
}

/* The row has not one field for each column. */
static __attribute__((cold)) int wrong_count(
	struct rows *rows, const struct row *row, struct diag *why)
{
	size_t found = tabs_before(rows, row->end);
	size_t fields = row->end == row->start ? 0 : found + 1;

	rows->tab_next += found;
	diag_fail(why, "%zu field%s where the header has %zu", fields, fields == 1 ? "" : "s",
		rows->columns);
	return diag_code(why, "ragged");
}

static __attribute__((cold)) int carriage_return(struct diag *why)
{
	diag_fail(why, "line ends in CR LF; take off the CR first, e.g. with tr -d '\\r'");
	return diag_code(why, "cr-lf");
}

static __attribute__((cold)) int nul_byte(
	struct rows *rows, const struct row *row, struct diag *why)
{
	rows->tab_next += tabs_before(rows, row->end);
	diag_fail(why, "NUL byte in the row; this is no text");
	return diag_code(why, "nul");
}

int rows_next(struct rows *rows, struct row *row, struct diag *why)
{
	size_t start = rows->start, tabs = rows->columns - 1, end, next, left;
	const uint32_t *tab;

	if (start >= rows->block.length)
		return 0;
	if (rows->newline_next == rows->newline_count)
		scan_on(rows);
	if (rows->newline_next < rows->newline_count) {
		end = rows->memory->newline[rows->newline_next++];
		next = end + 1;
	} else {
		end = next = rows->block.length; /* the last line of a file may lack its LF */
	}
	tab = rows->memory->tab + rows->tab_next;
	row->base = rows->block.at;
	row->mark = tab;
	row->start = (uint32_t)start;
	row->end = (uint32_t)end;
	row->count = rows->columns;
	row->escaped = rows->has_escape;
	row->is_tsv = true;
	row->line = rows->lines++;
	row->raw_start = start;
	row->raw_length = next - start;
	rows->start = next;

	if (rows->has_nul && memchr(row->base + start, '\0', end - start) != NULL)
		return nul_byte(rows, row, why);
	/* Exactly so many tabs: the last one lies in the row, the one after it does not. */
	left = rows->tab_count - rows->tab_next;
	if (left < tabs || (tabs > 0 && tab[tabs - 1] > end) || (left > tabs && tab[tabs] < end))
		return wrong_count(rows, row, why);
	rows->tab_next += tabs;
	if (end > start && row->base[end - 1] == '\r') {
		if (!rows->take_cr)
			return carriage_return(why);
		row->end--;
	}
	return 1;
}

struct slice row_unescape(struct slice field, struct arena *scratch)
{
	char *copy;

	if (escape_is_plain(field))
		return field;
	if (escape_is_missing(field))
		return (struct slice){ field.at, 0 };
	copy = arena_alloc(scratch, field.length);
	return (struct slice){ copy, escape_remove_to(copy, field) };
}
