/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/num.h"
#include "grid.h"
#include "section.h"

enum { DOTS = 40 };

/* The entries of a section whose names are numbers, such as bins or deciles. */
static size_t find_numbers(const struct modelfile *model, const char *section, double *name,
	double *value, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < model->count && count < most; i++) {
		const struct modelfile_entry *entry = &model->entry[i];

		if (slice_is(entry->section, section) &&
			num_parse_real(entry->name, &name[count]) &&
			num_parse_real(entry->value, &value[count]))
			count++;
	}
	return count;
}

/* Predicted and observed probability, bin by bin: on the diagonal they agree. */
static int put_calibration(struct sheet *sheet, struct diag *why)
{
	double predicted[DOTS], observed[DOTS];
	size_t count = find_numbers(sheet->model, "calibration", predicted, observed, DOTS);
	struct report_dot dot[DOTS] = { { 0 } };
	struct report_dots dots = {
		.title = sheet_word(sheet, "model.calibration"),
		.note = sheet_word(sheet, "model.calibration_note"),
		.x = { .name = sheet_word(sheet, "model.predicted"), .percent = true },
		.y = { .name = sheet_word(sheet, "model.observed"), .percent = true },
		.dot = dot,
		.count = count,
		.diagonal = true,
	};
	struct grid grid;

	if (count == 0)
		return 0;
	grid_begin(&grid, sheet, "calibration");
	grid_column(&grid, "predicted", sheet_word(sheet, "model.predicted"), REPORT_SHARE);
	grid_column(&grid, "observed", sheet_word(sheet, "model.observed"), REPORT_SHARE);
	for (size_t i = 0; i < count; i++) {
		dot[i] = (struct report_dot){ .x = predicted[i], .y = observed[i] };
		grid_put(&grid, sheet_part(sheet, predicted[i]));
		grid_put(&grid, sheet_part(sheet, observed[i]));
	}
	grid_source(&grid, "model", "calibration", "rule.model");
	if (report_dots(&sheet->report, &dots, why) < 0)
		return -1;
	grid_attach(&grid, true);
	grid_end(&grid);
	return 0;
}

static int put_lift(struct sheet *sheet, struct diag *why)
{
	double decile[DOTS], lift[DOTS];
	size_t count = find_numbers(sheet->model, "lift", decile, lift, DOTS);
	struct grid grid;
	int result;

	if (count == 0)
		return 0;
	grid_begin(&grid, sheet, "lift");
	grid_column(&grid, "decile", sheet_word(sheet, "value.decile"), REPORT_TEXT);
	grid_column(&grid, "lift", sheet_word(sheet, "model.lift"), REPORT_NUMBER);
	for (size_t i = 0; i < count; i++) {
		struct figure name = sheet_real(sheet, decile[i], 0);

		grid_put(&grid, sheet_text(name.shown, name.exact));
		grid_put(&grid, sheet_real(sheet, lift[i], 2));
	}
	grid_source(&grid, "model", "lift", "rule.model");
	result = grid_columns(&grid,
		&(struct grid_look){
			.title = SHEET_SAY(sheet, "model.lift_title", grid_at(&grid, 0, 1)->shown),
			.note = sheet_word(sheet, "model.lift_note"),
			.first = 1,
			.half = true },
		why);
	grid_end(&grid);
	return result;
}

/* Whatever the file says of the model's quality. */
static void put_quality(struct sheet *sheet)
{
	struct grid grid;

	grid_begin(&grid, sheet, "model_quality");
	grid_column(&grid, "figure", sheet_word(sheet, "word.figure"), REPORT_TEXT);
	grid_column(&grid, "value", sheet_word(sheet, "word.value"), REPORT_NUMBER);
	for (size_t i = 0; i < sheet->model->count; i++) {
		const struct modelfile_entry *entry = &sheet->model->entry[i];
		double value;

		if (!slice_is(entry->section, "quality") || !num_parse_real(entry->value, &value))
			continue;
		grid_put(&grid, sheet_text(words_column(entry->name, sheet->words), entry->name));
		grid_put(&grid, sheet_real(sheet, value, 4));
	}
	grid_source(&grid, "model", "quality", "rule.model");
	if (grid_rows(&grid) > 0)
		grid_table(&grid,
			&(struct grid_look){ .title = sheet_word(sheet, "model.quality") }, false);
	grid_end(&grid);
}

int section_model(struct sheet *sheet, struct diag *why)
{
	if (sheet->model == NULL || sheet->model->count == 0)
		return 0;
	if (put_calibration(sheet, why) < 0 || put_lift(sheet, why) < 0)
		return -1;
	put_quality(sheet);
	return 0;
}
