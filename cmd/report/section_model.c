/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/num.h"
#include "grid.h"
#include "section.h"

enum { DOTS = 40, QUALITY_DECIMALS = 4 };

/* The number behind "WORD=" in a value like "rows=120 predicted=0.05"; NAN if there is none. */
static double word_of(struct slice value, const char *word)
{
	size_t length = strlen(word);
	struct slice part;
	double number;

	while (slice_cut(&value, ' ', &part))
		if (slice_starts(part, slice_of(word)) && part.length > length &&
			part.at[length] == '=' &&
			num_parse_real(
				(struct slice){ part.at + length + 1, part.length - length - 1 },
				&number))
			return number;
	return NAN;
}

/* What is drawn of each entry of a section: two words of its value. */
struct pairs {
	double first[DOTS], second[DOTS];
	size_t count;
};

static void find_pairs(const struct modelfile *model, const char *section, const char *first,
	const char *second, struct pairs *pairs)
{
	pairs->count = 0;
	for (size_t i = 0; i < model->count && pairs->count < DOTS; i++) {
		const struct modelfile_entry *entry = &model->entry[i];

		if (!slice_is(entry->section, section))
			continue;
		pairs->first[pairs->count] = word_of(entry->value, first);
		pairs->second[pairs->count] = word_of(entry->value, second);
		if (isfinite(pairs->first[pairs->count]) && isfinite(pairs->second[pairs->count]))
			pairs->count++;
	}
}

/* Predicted and observed probability, bin by bin: on the diagonal they agree. */
static int put_calibration(struct sheet *sheet, struct diag *why)
{
	struct pairs pairs;
	struct report_dot dot[DOTS] = { { 0 } };
	struct report_dots dots = {
		.title = sheet_word(sheet, "model.calibration"),
		.note = sheet_word(sheet, "model.calibration_note"),
		.x = { .name = sheet_word(sheet, "model.predicted"),
			.percent = true,
			.decimals = 1 },
		.y = { .name = sheet_word(sheet, "model.observed"),
			.percent = true,
			.decimals = 1 },
		.dot = dot,
		.diagonal = true,
	};
	struct grid grid;
	int result;

	find_pairs(sheet->model, "calibration", "predicted", "observed", &pairs);
	if (pairs.count == 0)
		return 0;
	dots.count = pairs.count;
	grid_begin(&grid, sheet, "calibration");
	grid_column(&grid, "predicted", sheet_word(sheet, "model.predicted"), REPORT_SHARE);
	grid_column(&grid, "observed", sheet_word(sheet, "model.observed"), REPORT_SHARE);
	for (size_t i = 0; i < pairs.count; i++) {
		dot[i] = (struct report_dot){ .x = pairs.first[i], .y = pairs.second[i] };
		grid_put(&grid, sheet_part(sheet, pairs.first[i]));
		grid_put(&grid, sheet_part(sheet, pairs.second[i]));
	}
	grid_source(&grid, "model", "calibration", "rule.model");
	result = report_dots(&sheet->report, &dots, why);
	if (result == 0)
		grid_attach(&grid, true);
	grid_end(&grid);
	return result;
}

static int put_lift(struct sheet *sheet, struct diag *why)
{
	struct pairs pairs;
	struct grid grid;
	int result;

	find_pairs(sheet->model, "lift", "lift", "gain", &pairs);
	if (pairs.count == 0)
		return 0;
	grid_begin(&grid, sheet, "lift");
	grid_column(&grid, "decile", sheet_word(sheet, "value.decile"), REPORT_TEXT);
	grid_column(&grid, "lift", sheet_word(sheet, "model.lift"), REPORT_NUMBER);
	grid_column(&grid, "gain", sheet_word(sheet, "model.gain"), REPORT_SHARE);
	for (size_t i = 0; i < pairs.count; i++) {
		struct figure name = sheet_count(sheet, (int128)i + 1);

		grid_put(&grid, sheet_text(name.shown, name.exact));
		grid_put(&grid, sheet_real(sheet, pairs.first[i], 2));
		grid_put(&grid, sheet_part(sheet, pairs.second[i]));
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

static bool is_whole(struct slice value)
{
	return memchr(value.at, '.', value.length) == NULL;
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
		grid_put(&grid, sheet_value(sheet, slice_of("quality"), entry->name));
		grid_put(&grid,
			sheet_real(sheet, value, is_whole(entry->value) ? 0 : QUALITY_DECIMALS));
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
