/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "section.h"
#include "tab/escape.h"

enum { LIST_COLUMNS = 64 };

/* The columns of a list: fields, then segments. */
struct list {
	int column[LIST_COLUMNS]; /* segment i is INTAKE_FIELDS + i */
	size_t count;
};

static void list_field(struct list *list, const struct intake *intake, enum intake_field field)
{
	if (intake->column[field] >= 0)
		list->column[list->count++] = (int)field;
}

/* Segments that a list shows: not those that rank by amount too, and nothing twice. */
static void list_segments(struct list *list, const struct intake *intake, bool only_usual)
{
	for (size_t i = 0; i < intake->segments; i++) {
		const struct intake_segment *segment = &intake->segment[i];
		bool tells_more = slice_is(segment->name, "lifecycle") ||
				  slice_is(segment->name, "rfm_segment");

		if (slice_is(segment->name, "abc") || slice_is(segment->name, "pyramid") ||
			segment->column == intake->column[INTAKE_NAME] ||
			(only_usual && !tells_more) || list->count == LIST_COLUMNS)
			continue;
		list->column[list->count++] = INTAKE_FIELDS + (int)i;
	}
}

static struct slice cell_text(struct sheet *sheet, int column, struct slice field)
{
	int64_t whole;
	double days;

	if (field.length == 0)
		return field;
	if (column >= INTAKE_FIELDS)
		return sheet_value(
			sheet, sheet->intake->segment[column - INTAKE_FIELDS].name, field);
	if (column == INTAKE_AMOUNT && amount_parse(field, &whole, &(struct diag)DIAG_EMPTY) == 0)
		return sheet_money(sheet, whole, sheet->table_decimals);
	if (column == INTAKE_ORDERS && num_parse_int(field, &whole))
		return sheet_count(sheet, whole);
	if (column == INTAKE_GAP_MEAN && num_parse_real(field, &days)) {
		num_put_real(&sheet->draft, days, 0);
		return sheet_take(sheet);
	}
	return sheet_plain(sheet, field);
}

/* The fields of a record in the columns of the list. */
static void put_list_row(
	struct sheet *sheet, const struct list *list, struct slice record, struct slice *cell)
{
	struct slice field;

	for (int column = 0; slice_cut(&record, '\t', &field); column++)
		for (size_t i = 0; i < list->count; i++)
			if (list->column[i] == column)
				cell[i] = cell_text(sheet, column, field);
}

static void name_list_columns(
	struct sheet *sheet, const struct list *list, struct report_column *column)
{
	for (size_t i = 0; i < list->count; i++) {
		int own = list->column[i];
		struct slice name = own < INTAKE_FIELDS
					    ? slice_of(intake_field_name[own])
					    : sheet->intake->segment[own - INTAKE_FIELDS].name;

		column[i].name = words_column(name, sheet->language);
		/* A date is none, but must not be shortened either. */
		column[i].number = own == INTAKE_AMOUNT || own == INTAKE_ORDERS ||
				   own == INTAKE_LAST_DATE || own == INTAKE_RECENCY ||
				   own == INTAKE_GAP_MEAN;
	}
}

/* `table` says what stands above and below the list. */
static void put_list(
	struct sheet *sheet, const struct list *list, struct best *best, struct report_table table)
{
	struct report_column *column = mem_zero(list->count, sizeof *column);
	struct slice *cell = mem_zero(best->count * list->count + 1, sizeof *cell);

	best_sort(best);
	name_list_columns(sheet, list, column);
	for (size_t i = 0; i < best->count; i++)
		put_list_row(sheet, list, best->row[i].record, &cell[i * list->count]);
	table.column = column;
	table.column_count = list->count;
	table.cell = cell;
	table.row_count = best->count;
	report_table(&sheet->report, &table);
	free(cell);
	free(column);
}

/* How silence is told; WORDS_PHRASES if it cannot be. */
static enum words_phrase rule_of_silence(const struct intake *intake)
{
	bool has_gaps = intake->column[INTAKE_RECENCY] >= 0 &&
			intake->column[INTAKE_GAP_MEAN] >= 0 && intake->column[INTAKE_GAP_SD] >= 0;

	if (intake->lifecycle >= 0)
		return WORDS_SILENT_STAGE;
	return has_gaps ? WORDS_SILENT_GAP : WORDS_PHRASES;
}

static struct slice silent_text(struct sheet *sheet)
{
	const struct intake_part *all = &sheet->intake->all;
	bool is_abc = sheet->intake->abc >= 0;
	enum words_phrase phrase = is_abc ? WORDS_SILENT_BEST : WORDS_SILENT;

	if (all->silent_count == 0)
		return sheet_word(sheet, WORDS_SILENT_NONE);
	if (all->silent_count == 1)
		phrase = is_abc ? WORDS_SILENT_BEST_ONE : WORDS_SILENT_ONE;
	return SHEET_SAY(sheet, phrase, sheet_count(sheet, all->silent_count),
		sheet_money(sheet, all->silent_amount, sheet->decimals),
		sheet_share(sheet, all->silent_amount, sheet->summary->amount));
}

/* Customers of value of whom nothing has been heard for too long. */
void section_silent(struct sheet *sheet)
{
	static const enum intake_field fields[] = { INTAKE_ID, INTAKE_NAME, INTAKE_AMOUNT,
		INTAKE_LAST_DATE, INTAKE_RECENCY, INTAKE_GAP_MEAN };
	struct intake *intake = sheet->intake;
	struct list list = { .count = 0 };

	if (rule_of_silence(intake) == WORDS_PHRASES || sheet->summary->amount <= 0)
		return;
	report_heading(&sheet->report, sheet_word(sheet, WORDS_HEAD_SILENT));
	report_paragraph(&sheet->report, silent_text(sheet));
	if (intake->all.silent.count == 0)
		return;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		list_field(&list, intake, fields[i]);
	list_segments(&list, intake, true);
	put_list(sheet, &list, &intake->all.silent,
		(struct report_table){ .title = sheet_word(sheet, WORDS_SILENT_FIRST),
			.note = sheet_word(sheet, rule_of_silence(intake)) });
}

void section_best(struct sheet *sheet)
{
	static const enum intake_field fields[] = { INTAKE_ID, INTAKE_NAME, INTAKE_AMOUNT,
		INTAKE_ORDERS, INTAKE_LAST_DATE };
	struct intake *intake = sheet->intake;
	size_t count = intake->all.best.count;
	int128 amount = pareto_amount(&sheet->pareto, count);
	struct list list = { .count = 0 };

	if (count == 0)
		return;
	report_heading(&sheet->report, sheet_word(sheet, WORDS_HEAD_BEST));
	if (sheet->summary->amount > 0)
		report_paragraph(&sheet->report,
			SHEET_SAY(sheet, count == 1 ? WORDS_BEST_SHARE_ONE : WORDS_BEST_SHARE,
				sheet_count(sheet, (int128)count),
				sheet_money(sheet, amount, sheet->decimals),
				sheet_share(sheet, amount, sheet->summary->amount)));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		list_field(&list, intake, fields[i]);
	list_segments(&list, intake, false);
	put_list(sheet, &list, &intake->all.best, (struct report_table){ .column = NULL });
}
