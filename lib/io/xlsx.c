/* SPDX-License-Identifier: MIT */
#include "io/xlsx.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "io/xlsx_book.h"
#include "io/xlsx_text.h"

enum {
	LAST_ROW = 1048576,
	LAST_COLUMN = 16384, /* XFD */
};

/* From `line` on, lines and rows go side by side again. */
struct xlsx_turn {
	uint64_t line, row;
};

enum kind { NUMBER, SHARED, TEXT, BOOLEAN, AS_IT_IS, DATE };

/* A cell in which something stands: its field of CSV lies in the sheet's `fields`. */
struct cell {
	uint32_t column; /* from 1 */
	size_t start, length;
};

/* A row in the output, to be padded when the widest is known. */
struct written {
	size_t end; /* of its last field */
	uint32_t columns;
};

struct sheet {
	const struct xlsx_book *book;
	struct buf *out;
	struct xlsx_notes *notes;
	struct slice name;

	/* the cell at hand */
	uint32_t column;
	enum kind kind;
	int64_t style;
	bool has_formula;
	struct xlsx_text text;

	/* its row */
	uint32_t row;
	bool row_is_known; /* by its own number */
	struct cell *cell;
	size_t count, capacity;
	bool in_order;
	struct buf fields;

	/* the rows before */
	struct written *written;
	size_t written_count, written_capacity;
	uint32_t last_used;
	uint64_t lines;
};

/* ---- references ---- */

/* Write "B7". */
static void put_reference(char *to, size_t size, uint32_t row, uint32_t column)
{
	char letters[8], *start = letters + sizeof letters - 1;

	*start = '\0';
	for (; column > 0; column = (column - 1) / 26)
		*--start = (char)('A' + (column - 1) % 26);
	snprintf(to, size, "%s%u", start, row);
}

static int fail_at(const struct sheet *sheet, const char *reason, struct diag *why)
{
	char reference[16];

	put_reference(reference, sizeof reference, sheet->row, sheet->column);
	return diag_fail(
		why, "sheet '" SLICE "', cell %s: %s", SLICE_ARG(sheet->name), reference, reason);
}

static void count_cell(const struct sheet *sheet, struct xlsx_cells *cells)
{
	if (cells->count++ == 0)
		put_reference(cells->first, sizeof cells->first, sheet->row, sheet->column);
}

/* Read a whole number of 1 … `last`. */
static bool parse_number(const char *text, uint32_t last, uint32_t *number)
{
	int64_t value;

	if (!num_parse_int(slice_of(text), &value) || value < 1 || value > last)
		return false;
	*number = (uint32_t)value;
	return true;
}

static bool parse_reference(const char *text, uint32_t *row, uint32_t *column)
{
	uint32_t sum = 0;

	for (; (*text | 0x20) >= 'a' && (*text | 0x20) <= 'z'; text++) {
		sum = sum * 26 + (uint32_t)((*text | 0x20) - 'a') + 1;
		if (sum > LAST_COLUMN)
			return false;
	}
	*column = sum;
	return sum > 0 && parse_number(text, LAST_ROW, row);
}

/* ---- what is held ---- */

static int check_memory(const struct sheet *sheet, struct diag *why)
{
	return xlsx_book_allow(sheet->book,
		sheet->out->length + sheet->fields.length + sheet->text.raw.length +
			sheet->written_count * sizeof *sheet->written,
		why);
}

/* ---- cells ---- */

static enum kind kind_of(const char *type)
{
	static const struct {
		const char *type;
		enum kind kind;
	} kinds[] = {
		{ "s", SHARED },
		{ "n", NUMBER },
		{ "str", TEXT },
		{ "inlineStr", TEXT },
		{ "b", BOOLEAN },
		{ "d", DATE },
		{ "e", AS_IT_IS },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].type, type) == 0)
			return kinds[i].kind;
	return AS_IT_IS;
}

/* A row that does not say its number has that of its first cell. */
static int place_cell(struct sheet *sheet, const char *reference, struct diag *why)
{
	uint32_t row, column;

	if (!parse_reference(reference, &row, &column))
		return diag_fail(why,
			"sheet '" SLICE "', row %u: '%.40s' is no cell; they are A1 to XFD1048576",
			SLICE_ARG(sheet->name), sheet->row, reference);
	if (!sheet->row_is_known && row > sheet->row)
		sheet->row = row;
	sheet->row_is_known = true;
	sheet->column = column;
	return 0;
}

static int begin_cell(struct sheet *sheet, const char *const *attributes, struct diag *why)
{
	const char *reference = NULL, *type = NULL;

	sheet->style = -1;
	for (; *attributes != NULL; attributes += 2) {
		if (strcmp(attributes[0], "r") == 0)
			reference = attributes[1];
		else if (strcmp(attributes[0], "t") == 0)
			type = attributes[1];
		else if (strcmp(attributes[0], "s") == 0 &&
			 !num_parse_int(slice_of(attributes[1]), &sheet->style))
			sheet->style = -1;
	}
	sheet->column++;
	sheet->kind = type != NULL ? kind_of(type) : NUMBER;
	sheet->has_formula = false;
	xlsx_text_reset(&sheet->text);
	if (reference != NULL)
		return place_cell(sheet, reference, why);
	if (sheet->column > LAST_COLUMN)
		return fail_at(sheet, "behind the last column, XFD", why);
	return 0;
}

static int put_shared(struct sheet *sheet, struct slice text, struct diag *why)
{
	struct slice field;
	int64_t number;

	if (text.length == 0)
		return 0;
	if (!num_parse_int(text, &number) || !xlsx_book_field(sheet->book, number, &field))
		return fail_at(sheet, "damaged: it points at a text that is not there", why);
	buf_put(&sheet->fields, field);
	return 0;
}

static void put_number(struct sheet *sheet, struct slice text)
{
	enum xlsx_value_form form = xlsx_book_form(sheet->book, sheet->style);
	struct buf *out = &sheet->fields;
	double value;

	if (form != XLSX_VALUE_NUMBER && num_parse_real(text, &value) &&
		xlsx_value_put_serial(out, value, form, sheet->book->from_1904))
		return;
	/* What is no number may hold anything. */
	buf_reset(&sheet->text.plain);
	if (xlsx_value_put_number(&sheet->text.plain, text))
		count_cell(sheet, &sheet->notes->long_number);
	xlsx_text_put_csv(out, buf_slice(&sheet->text.plain));
}

static void put_flag(struct buf *out, struct slice text)
{
	if (slice_is(text, "1") || slice_is(text, "true"))
		buf_text(out, "TRUE");
	else if (slice_is(text, "0") || slice_is(text, "false"))
		buf_text(out, "FALSE");
	else
		xlsx_text_put_csv(out, text);
}

static void put_date(struct sheet *sheet, struct slice text)
{
	buf_reset(&sheet->text.plain);
	xlsx_value_put_iso(&sheet->text.plain, text, xlsx_book_form(sheet->book, sheet->style));
	xlsx_text_put_csv(&sheet->fields, buf_slice(&sheet->text.plain));
}

static int put_value(struct sheet *sheet, struct diag *why)
{
	struct slice text = xlsx_text_trim(buf_slice(&sheet->text.raw));

	switch (sheet->kind) {
	case SHARED:
		return put_shared(sheet, text, why);
	case TEXT:
		xlsx_text_put(&sheet->text, &sheet->fields);
		return 0;
	case NUMBER:
		put_number(sheet, text);
		return 0;
	case BOOLEAN:
		put_flag(&sheet->fields, text);
		return 0;
	case DATE:
		put_date(sheet, text);
		return 0;
	case AS_IT_IS:
		xlsx_text_put_csv(&sheet->fields, text);
	}
	return 0;
}

static int end_cell(struct sheet *sheet, struct diag *why)
{
	size_t start = sheet->fields.length;

	if (put_value(sheet, why) < 0)
		return -1;
	if (sheet->has_formula && sheet->text.raw.length == 0 && sheet->kind != TEXT)
		count_cell(sheet, &sheet->notes->no_result);
	if (sheet->fields.length == start)
		return 0;
	sheet->cell =
		mem_grow(sheet->cell, &sheet->capacity, sheet->count + 1, sizeof *sheet->cell);
	if (sheet->count > 0 && sheet->cell[sheet->count - 1].column >= sheet->column)
		sheet->in_order = false;
	sheet->cell[sheet->count++] =
		(struct cell){ sheet->column, start, sheet->fields.length - start };
	return check_memory(sheet, why);
}

/* ---- rows ---- */

static int begin_row(struct sheet *sheet, const char *const *attributes, struct diag *why)
{
	const char *number = xml_attribute(attributes, "r");
	uint32_t before = sheet->row;

	if (number != NULL && !parse_number(number, LAST_ROW, &sheet->row))
		return diag_fail(why,
			"sheet '" SLICE "': there is no row '%.40s'; they are 1 to 1048576",
			SLICE_ARG(sheet->name), number);
	if (number == NULL && ++sheet->row > LAST_ROW)
		return diag_fail(why, "sheet '" SLICE "' has more than 1048576 rows",
			SLICE_ARG(sheet->name));
	if (sheet->row <= before)
		return diag_fail(why,
			"sheet '" SLICE
			"': row %u stands behind row %u; open the workbook and save it "
			"again",
			SLICE_ARG(sheet->name), sheet->row, before);
	sheet->row_is_known = number != NULL;
	sheet->column = 0;
	sheet->count = 0;
	sheet->in_order = true;
	buf_reset(&sheet->fields);
	return 0;
}

static int by_column(const void *a, const void *b)
{
	uint32_t x = ((const struct cell *)a)->column, y = ((const struct cell *)b)->column;

	return (x > y) - (x < y);
}

static int order_cells(struct sheet *sheet, struct diag *why)
{
	if (sheet->in_order)
		return 0;
	qsort(sheet->cell, sheet->count, sizeof *sheet->cell, by_column);
	for (size_t i = 1; i < sheet->count; i++)
		if (sheet->cell[i].column == sheet->cell[i - 1].column) {
			sheet->column = sheet->cell[i].column;
			return fail_at(sheet, "there are two of it", why);
		}
	return 0;
}

/* Empty lines for the rows passed, and a note if this one is not where it would be expected. */
static void skip_to_row(struct sheet *sheet)
{
	struct xlsx_notes *notes = sheet->notes;
	const struct xlsx_turn *last =
		notes->turn_count > 0 ? &notes->turn[notes->turn_count - 1] : NULL;
	uint32_t blank = last != NULL ? sheet->row - sheet->last_used - 1 : 0;

	if (blank > 0 && blank <= XLSX_MOST_BLANK) {
		memset(buf_room(sheet->out, blank), '\n', blank);
		sheet->out->length += blank;
		sheet->lines += blank;
	}
	sheet->last_used = sheet->row;
	if (last != NULL && sheet->row - last->row == sheet->lines + 1 - last->line)
		return;
	notes->turn = mem_grow(
		notes->turn, &notes->turn_capacity, notes->turn_count + 1, sizeof *notes->turn);
	notes->turn[notes->turn_count++] = (struct xlsx_turn){ sheet->lines + 1, sheet->row };
}

static void put_commas(struct buf *out, uint32_t count)
{
	if (count > 0)
		memset(buf_room(out, count), ',', count);
	out->length += count;
}

static uint64_t line_breaks(struct slice fields)
{
	uint64_t count = 0;

	for (size_t i = 0; i < fields.length; i++)
		count += fields.at[i] == '\n';
	return count;
}

static int end_row(struct sheet *sheet, struct diag *why)
{
	uint32_t column = 1;

	if (sheet->count == 0)
		return 0;
	if (order_cells(sheet, why) < 0)
		return -1;
	skip_to_row(sheet);
	for (size_t i = 0; i < sheet->count; i++) {
		const struct cell *cell = &sheet->cell[i];

		put_commas(sheet->out, cell->column - column);
		buf_put(sheet->out, (struct slice){ sheet->fields.at + cell->start, cell->length });
		column = cell->column;
	}
	if (column > sheet->notes->columns)
		sheet->notes->columns = column;
	sheet->written = mem_grow(sheet->written, &sheet->written_capacity,
		sheet->written_count + 1, sizeof *sheet->written);
	sheet->written[sheet->written_count++] = (struct written){ sheet->out->length, column };
	buf_char(sheet->out, '\n');
	sheet->lines += 1 + line_breaks(buf_slice(&sheet->fields));
	return check_memory(sheet, why);
}

/* ---- the sheet ---- */

enum { DATA = 1, ROW, CELL, VALUE, FORMULA, STRING, PIECE, RUN };

static int begin_in_sheet(void *context, int place, const char *const *attributes, struct diag *why)
{
	struct sheet *sheet = context;

	switch (place) {
	case ROW:
		return begin_row(sheet, attributes, why);
	case CELL:
		return begin_cell(sheet, attributes, why);
	case FORMULA:
		sheet->has_formula = true;
		break;
	case STRING:
		sheet->kind = TEXT;
		/* fall through */
	case VALUE:
		xlsx_text_reset(&sheet->text);
		break;
	case RUN:
		xlsx_text_begin_run(&sheet->text, attributes);
	}
	return 0;
}

static int text_in_sheet(void *context, int place, struct slice piece, struct diag *why)
{
	struct sheet *sheet = context;

	if (place != VALUE && place != RUN)
		return 0;
	xlsx_text_add(&sheet->text, piece);
	return check_memory(sheet, why);
}

static int end_in_sheet(void *context, int place, struct diag *why)
{
	struct sheet *sheet = context;

	if (place == RUN)
		xlsx_text_end_run(&sheet->text);
	if (place == CELL)
		return end_cell(sheet, why);
	return place == ROW ? end_row(sheet, why) : 0;
}

/* One cell far to the right makes every row as wide. */
static int too_wide(const struct sheet *sheet, struct diag *why)
{
	char last[16];

	put_reference(last, sizeof last, sheet->last_used, sheet->notes->columns);
	return diag_fail(why,
		"sheet '" SLICE
		"' is a table of A1:%s, which takes more than %ju MB of memory: clear the "
		"cells beside the table, or allow more",
		SLICE_ARG(sheet->name), last, (uintmax_t)(sheet->book->memory >> 20));
}

/*
 * Give every row the columns of the widest: from the last row to the first, each moved to its
 * place behind the commas of those before it.
 */
static int pad_rows(struct sheet *sheet, struct diag *why)
{
	uint32_t columns = sheet->notes->columns;
	size_t from = sheet->out->length, padding = 0;
	char *to;

	for (size_t i = 0; i < sheet->written_count; i++)
		padding += columns - sheet->written[i].columns;
	if (xlsx_book_allow(sheet->book, from + padding, why) < 0)
		return too_wide(sheet, why);
	to = buf_room(sheet->out, padding) + padding;
	sheet->out->length += padding;
	for (size_t i = sheet->written_count; i-- > 0 && to != sheet->out->at + from;) {
		const struct written *row = &sheet->written[i];
		size_t tail = from - row->end, commas = columns - row->columns;

		to -= tail;
		memmove(to, sheet->out->at + row->end, tail);
		to -= commas;
		memset(to, ',', commas);
		from = row->end;
	}
	return 0;
}

static int read_sheet(struct xlsx_book *book, const struct xlsx_book_sheet *which, struct buf *out,
	struct xlsx_notes *notes, struct diag *why)
{
	static const struct xml_rule rules[] = {
		{ CELL, "v", VALUE },
		{ ROW, "c", CELL },
		{ DATA, "row", ROW },
		{ CELL, "f", FORMULA },
		{ CELL, "is", STRING },
		{ STRING, "t", RUN },
		{ STRING, "r", PIECE },
		{ PIECE, "t", RUN },
		{ XML_OUTSIDE, "sheetData", DATA },
		{ 0 },
	};
	static const struct xml_visitor visitor = { rules, begin_in_sheet, text_in_sheet,
		end_in_sheet };
	struct sheet sheet = { .book = book, .out = out, .notes = notes, .name = which->name };
	int result = xlsx_book_walk(book, which->part, &visitor, &sheet, why);

	if (result == 0)
		result = pad_rows(&sheet, why);
	notes->rows = sheet.written_count;
	xlsx_text_release(&sheet.text);
	buf_release(&sheet.fields);
	free(sheet.cell);
	free(sheet.written);
	return result;
}

/* ---- which sheet ---- */

static int no_such_sheet(const struct xlsx_book *book, const char *name, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; i < book->count; i++)
		buf_printf(&list, "%s'%s'%s", i > 0 ? ", " : "", book->sheet[i].name.at,
			book->sheet[i].hidden ? " (hidden)" : "");
	if (name != NULL)
		diag_fail(why, "there is no sheet '%s'; there are: %s", name, buf_string(&list));
	else
		diag_fail(
			why, "no sheet that is shown is a table; name one: %s", buf_string(&list));
	buf_release(&list);
	return -1;
}

static bool is_usable(const struct xlsx_book_sheet *sheet)
{
	return !sheet->hidden && sheet->part.length > 0;
}

static int find_sheet(const struct xlsx_book *book, const char *name,
	const struct xlsx_book_sheet **found, struct diag *why)
{
	for (size_t i = 0; i < book->count; i++) {
		*found = &book->sheet[i];
		if (name == NULL && is_usable(*found))
			return 0;
		if (name == NULL || !slice_is((*found)->name, name))
			continue;
		if ((*found)->part.length > 0)
			return 0;
		return diag_fail(why, "the sheet '%s' is no table", name);
	}
	return no_such_sheet(book, name, why);
}

static int read_book(struct xlsx_book *book, const char *name, struct buf *out,
	struct xlsx_notes *notes, struct diag *why)
{
	const struct xlsx_book_sheet *sheet;

	if (find_sheet(book, name, &sheet, why) < 0 || xlsx_book_read_styles(book, why) < 0 ||
		xlsx_book_read_strings(book, why) < 0)
		return -1;
	buf_put(&notes->sheet, sheet->name);
	for (size_t i = 0; i < book->count; i++)
		notes->others += &book->sheet[i] != sheet && is_usable(&book->sheet[i]);
	return read_sheet(book, sheet, out, notes, why);
}

int xlsx_read(struct slice file, const struct xlsx_options *options, struct buf *out,
	struct xlsx_notes *notes, struct diag *why)
{
	static const struct xlsx_options usual = { NULL, 0 };
	struct xlsx_book book = { .zip = NULL };
	int result;

	if (options == NULL)
		options = &usual;
	book.memory = options->memory > 0 ? options->memory : XLSX_MEMORY;
	result = xlsx_book_open(&book, file, why);
	if (result == 0)
		result = read_book(&book, options->sheet, out, notes, why);
	xlsx_book_close(&book);
	return result;
}

int xlsx_list(struct slice file, struct buf *names, struct diag *why)
{
	struct xlsx_book book = { .zip = NULL };
	int result = xlsx_book_open(&book, file, why);

	for (size_t i = 0; i < book.count && result == 0; i++) {
		buf_put(names, book.sheet[i].name);
		buf_char(names, '\n');
	}
	xlsx_book_close(&book);
	return result;
}

bool xlsx_is(struct slice first_bytes)
{
	return slice_starts(first_bytes, slice_of("PK\3\4")) ||
	       slice_starts(first_bytes, slice_of("\xd0\xcf\x11\xe0"));
}

/* ---- notes ---- */

uint64_t xlsx_row(const struct xlsx_notes *notes, uint64_t line)
{
	size_t low = 0, high = notes->turn_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (notes->turn[middle].line <= line)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? line : notes->turn[low - 1].row + (line - notes->turn[low - 1].line);
}

void xlsx_notes_release(struct xlsx_notes *notes)
{
	buf_release(&notes->sheet);
	free(notes->turn);
	*notes = (struct xlsx_notes)XLSX_NOTES_EMPTY;
}
