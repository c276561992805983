/* SPDX-License-Identifier: MIT */
#include "draw/textheat.h"

#include <math.h>

struct grid {
	const struct pen *pen;
	const struct report_heat *heat;
	int label, cell; /* columns of the terminal; a cell with the blank before it */
	bool marks, texts;
	double most;
};

static int widest(const struct slice *text, size_t count)
{
	int most = 0;

	for (size_t i = 0; i < count; i++) {
		int width = width_of(text[i]);

		most = width > most ? width : most;
	}
	return most;
}

/* As much in a cell as the terminal has room for. */
static void lay_out(struct grid *grid)
{
	const struct report_heat *heat = grid->heat;
	size_t cells = heat->row_count * heat->column_count;
	int text = widest(heat->text, cells), columns = (int)heat->column_count, room;
	int below = heat->below != NULL ? widest(heat->below, cells) : 0;
	int label = widest(heat->row, heat->row_count), name = width_of(heat->row_name);

	text = below > text ? below : text;
	label = name > label ? name : label;
	grid->label = label < grid->pen->width / 4 ? label : grid->pen->width / 4;
	room = (grid->pen->width - 2 - grid->label) / columns;
	grid->marks = room >= text + 3 || room < text + 1;
	grid->texts = room >= text + 1;
	grid->cell = grid->texts ? text + (grid->marks ? 3 : 1) : 2;
	for (size_t i = 0; i < cells; i++)
		if (!isnan(heat->value[i]))
			grid->most = fmax(grid->most, heat->value[i]);
	/* Column names need some room, if there is. */
	text = widest(heat->column, heat->column_count) + 2;
	if (grid->texts && grid->cell < text)
		grid->cell = text < room ? text : room;
}

static void put_mark(const struct grid *grid, double value)
{
	static const char *const blocks[] = { "·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char *const plain[] = { ".", ".", ":", ":", "-", "=", "+", "*", "#" };
	int level = grid->most > 0 && value > 0 ? (int)ceil(value / grid->most * 8) : 0;

	level = level > 8 ? 8 : level;
	pen_color(grid->pen, pen_series[0]);
	buf_text(grid->pen->out, pen_either(grid->pen, blocks[level], plain[level]));
	pen_plain(grid->pen);
}

static void put_cell(const struct grid *grid, size_t at, const struct slice *text, bool marked)
{
	const struct pen *pen = grid->pen;
	bool shown = !isnan(grid->heat->value[at]);
	int room = grid->cell - 1;

	buf_char(pen->out, ' ');
	if (grid->marks) {
		if (shown && marked)
			put_mark(grid, grid->heat->value[at]);
		else
			buf_char(pen->out, ' ');
		room--;
	}
	if (grid->texts)
		width_put_right(
			pen->out, shown ? text[at] : (struct slice){ NULL, 0 }, room, pen->marks);
}

static void put_line(const struct grid *grid, size_t row, struct slice label,
	const struct slice *text, bool first)
{
	const struct report_heat *heat = grid->heat;

	buf_text(grid->pen->out, "  ");
	width_put_left(grid->pen->out, label, grid->label, grid->pen->marks);
	for (size_t i = 0; i < heat->column_count; i++)
		put_cell(grid, row * heat->column_count + i, text, first);
	pen_end_line(grid->pen);
}

static void put_names(const struct grid *grid)
{
	const struct report_heat *heat = grid->heat;
	const struct pen *pen = grid->pen;

	if (heat->column_name.length > 0) {
		pen_repeat(pen, " ", grid->label + 3);
		pen_color(pen, PEN_DIM);
		width_put_cut(
			pen->out, heat->column_name, pen->width - grid->label - 3, pen->marks);
		pen_plain(pen);
		pen_end_line(pen);
	}
	pen_color(pen, PEN_DIM);
	buf_text(pen->out, "  ");
	width_put_left(pen->out, heat->row_name, grid->label, pen->marks);
	for (size_t i = 0; i < heat->column_count && grid->texts; i++) {
		buf_char(pen->out, ' ');
		width_put_right(pen->out, heat->column[i], grid->cell - 1, pen->marks);
	}
	pen_plain(pen);
	pen_end_line(pen);
}

void textheat_draw(const struct pen *pen, const struct report_heat *heat)
{
	struct grid grid = { .pen = pen, .heat = heat };

	pen_title(pen, heat->title);
	if (heat->row_count == 0 || heat->column_count == 0) {
		pen_nothing(pen);
		return;
	}
	lay_out(&grid);
	put_names(&grid);
	for (size_t row = 0; row < heat->row_count; row++) {
		put_line(&grid, row, heat->row[row], heat->text, true);
		if (heat->below != NULL && grid.texts)
			put_line(&grid, row, (struct slice){ NULL, 0 }, heat->below, false);
	}
	pen_wrap(pen, PEN_DIM, heat->note);
}
