/* SPDX-License-Identifier: MIT */
#include "list.h"

enum { LIST_COLUMNS = 20 };

/* The columns of a list: fields, then segments behind CUSTOMER_FIELDS. */
struct columns_of_list {
	size_t column[LIST_COLUMNS];
	size_t count;
};

static enum report_unit unit_of(size_t field)
{
	switch (field) {
	case CUSTOMER_AMOUNT:
	case CUSTOMER_CLV:
	case CUSTOMER_LOSS:
	case CUSTOMER_PROFIT:
	case CUSTOMER_EXPECTED_SPEND:
	case CUSTOMER_CONTACT_WORTH:
		return REPORT_AMOUNT;
	case CUSTOMER_ORDERS:
		return REPORT_COUNT;
	case CUSTOMER_LAST_DATE:
	case CUSTOMER_FIRST_DATE:
	case CUSTOMER_NEWEST_SIGN:
		return REPORT_DATE;
	case CUSTOMER_RECENCY:
	case CUSTOMER_GAP_MEAN:
		return REPORT_DAYS;
	case CUSTOMER_CHURN:
	case CUSTOMER_P_ALIVE:
	case CUSTOMER_RETURN_CHANCE:
		return REPORT_SHARE;
	case CUSTOMER_WARNING:
	case CUSTOMER_EXPECTED_ORDERS:
		return REPORT_NUMBER;
	default:
		return REPORT_TEXT;
	}
}

/* Segments that a list shows: not those that rank by amount too. */
static void choose_segments(struct columns_of_list *columns, const struct sheet *sheet)
{
	const struct customer_layout *layout = &sheet->intake->layout;

	for (size_t i = 0; i < layout->segments; i++) {
		struct slice name = layout->segment[i].name;

		if (slice_is(name, "abc") || slice_is(name, "pyramid") || slice_is(name, "name") ||
			columns->count == LIST_COLUMNS)
			continue;
		columns->column[columns->count++] = CUSTOMER_FIELDS + i;
	}
}

static void name_columns(struct grid *grid, const struct columns_of_list *columns)
{
	struct sheet *sheet = grid->sheet;

	for (size_t i = 0; i < columns->count; i++) {
		size_t own = columns->column[i];
		struct slice name =
			own < CUSTOMER_FIELDS
				? slice_of(customer_field_name[own])
				: sheet->intake->layout.segment[own - CUSTOMER_FIELDS].name;

		name = arena_copy(&sheet->texts, name);
		grid_column(grid, name.at, words_column(name, sheet->words), unit_of(own));
	}
}

/* The columns as streams call them, for the source. */
static const char *names_of(const struct grid *grid)
{
	struct sheet *sheet = grid->sheet;

	for (size_t i = 0; i < grid->columns; i++) {
		buf_text(&sheet->draft, i > 0 ? ", " : "");
		buf_put(&sheet->draft, grid->column[i].key);
	}
	return sheet_take(sheet).at;
}

/* The fields of a record in the columns of the list. */
static void put_row(struct grid *grid, const struct columns_of_list *columns, struct slice record)
{
	struct slice value[CUSTOMER_FIELDS + CUSTOMER_SEGMENTS] = { { NULL, 0 } }, field;

	for (size_t i = 0; slice_cut(&record, '\t', &field); i++)
		if (i < CUSTOMER_FIELDS + CUSTOMER_SEGMENTS)
			value[i] = field;
	for (size_t i = 0; i < columns->count; i++)
		grid_put(grid,
			sheet_field(grid->sheet, columns->column[i], value[columns->column[i]]));
}

void list_put(struct sheet *sheet, enum intake_list which, const char *name,
	const enum customer_field *field, size_t count, const struct grid_look *look,
	const char *rule)
{
	const struct intake *intake = sheet->intake;
	const struct best *best = &intake->all.list[which];
	struct columns_of_list columns = { .count = 0 };
	struct grid grid;

	if (best->count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		/* Two answers to the question who leaves would be one too many. */
		if (intake->layout.known[field[i]] &&
			!(field[i] == CUSTOMER_P_ALIVE && intake->layout.known[CUSTOMER_CHURN]))
			columns.column[columns.count++] = field[i];
	choose_segments(&columns, sheet);
	grid_begin(&grid, sheet, name);
	name_columns(&grid, &columns);
	for (size_t i = 0; i < best->count; i++)
		put_row(&grid, &columns, best->row[i].record);
	grid_source(&grid, sheet->stream, names_of(&grid), rule);
	grid_table(&grid, look, true);
	grid_end(&grid);
}
