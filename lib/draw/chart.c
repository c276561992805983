/* SPDX-License-Identifier: MIT */
#include "draw/chart.h"

#include <math.h>

#include "draw/html.h"
#include "draw/legend.h"

static const char *const series_class[] = { "first", "second" };

static void put_value(struct buf *text, const struct report_series *series, size_t i)
{
	if (series->text != NULL)
		buf_put(text, series->text[i]);
	else
		measure_put(text, &series->measure, series->value[i]);
}

static bool has_share(const struct report_series *series)
{
	return series->share && series->total > 0;
}

static void put_share(struct buf *text, const struct report_series *series, size_t i)
{
	static const struct measure share = { .percent = true, .decimals = 1 };

	if (has_share(series))
		measure_put(text, &share, series->value[i] / series->total);
}

/* "label: value (share), value", raw: what is told and shown of one item. */
static void tell_item(struct buf *text, const struct report_chart *chart, size_t i)
{
	buf_put(text, chart->label[i]);
	for (size_t s = 0; s < chart->series_count; s++) {
		const struct report_series *series = &chart->series[s];

		buf_text(text, s == 0 ? ": " : ", ");
		if (chart->series_count > 1 && series->measure.name.length > 0) {
			buf_put(text, series->measure.name);
			buf_char(text, ' ');
		}
		put_value(text, series, i);
		if (has_share(series)) {
			buf_text(text, " (");
			put_share(text, series, i);
			buf_char(text, ')');
		}
	}
}

static void open_item(struct buf *out, const struct report_chart *chart, size_t i)
{
	struct buf text = BUF_EMPTY;

	tell_item(&text, chart, i);
	svg_open_mark(out, buf_slice(&text));
	buf_release(&text);
}

static void put_chart_description(struct buf *out, const struct report_chart *chart)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < chart->count && i < SVG_TOLD_MOST; i++) {
		buf_text(&text, i > 0 ? "; " : "");
		tell_item(&text, chart, i);
	}
	if (chart->count > SVG_TOLD_MOST)
		buf_text(&text, "; …");
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

/* The names of the series, with their colours where there are two. Returns how many there are. */
static size_t keys_of(const struct report_chart *chart, struct legend_key *key)
{
	for (size_t s = 0; s < chart->series_count; s++)
		key[s] = (struct legend_key){ chart->series_count > 1 ? series_class[s] : NULL,
			chart->series[s].measure.name };
	return chart->series_count;
}

/* The smallest and the largest value of one series, and zero. */
static void widen(const struct report_series *series, size_t count, double *low, double *high)
{
	for (size_t i = 0; i < count; i++) {
		*low = fmin(*low, series->value[i]);
		*high = fmax(*high, series->value[i]);
	}
}

static bool shares_scale(const struct report_chart *chart)
{
	return chart->series_count > 1 &&
	       measure_same_unit(&chart->series[0].measure, &chart->series[1].measure);
}

/* ------------------------------------------------------------------------------------- bars */

/* Where the bars of one series are drawn. */
struct lane {
	double left, right; /* with the room for values beside the bars */
	double zero;        /* x of the value 0 */
	double unit;        /* pixels for 1 */
	double top;         /* of a bar inside its row */
};

struct bars {
	struct buf *out;
	const struct report_chart *chart;
	bool above;  /* labels stand above the bars */
	bool beside; /* each series has a panel of its own, beside the other */
	double labels;
	double top;   /* of the first row */
	double row;   /* height of a row */
	double thick; /* of a bar */
	struct lane lane[REPORT_SERIES_MOST];
};

/* The room that the widest value takes beside its bar. */
static double value_room(const struct report_series *series, size_t count, bool negative)
{
	struct buf text = BUF_EMPTY;
	double room = 0;

	for (size_t i = 0; i < count; i++) {
		if ((series->value[i] < 0) != negative)
			continue;
		buf_reset(&text);
		put_value(&text, series, i);
		if (has_share(series))
			buf_text(&text, "   ");
		put_share(&text, series, i);
		room = fmax(room, svg_text_width(buf_slice(&text)) + 10);
	}
	buf_release(&text);
	return room;
}

/* Place zero and choose the unit, so that bars and values of series `s` fit into its lane. */
static void scale_lane(struct bars *bars, size_t s)
{
	const struct report_chart *chart = bars->chart;
	struct lane *lane = &bars->lane[s];
	double low = 0, high = 0, before = 0, behind = 0, room, width;

	for (size_t i = 0; i < chart->series_count; i++) {
		if (i != s && !shares_scale(chart))
			continue;
		widen(&chart->series[i], chart->count, &low, &high);
		before = fmax(before, value_room(&chart->series[i], chart->count, true));
		behind = fmax(behind, value_room(&chart->series[i], chart->count, false));
	}
	/* However long a unit is, some room belongs to the bars. */
	width = lane->right - lane->left;
	before = fmin(before, width * (before > 0 && behind > 0 ? 0.38 : 0.75));
	behind = fmin(behind, width * 0.75 - before);
	room = width - before - behind;
	lane->unit = high - low > 1e-300 ? 1 / (high - low) : 0;
	lane->zero = lane->left + before - low * lane->unit * room;
	/* Kept apart from the division above: room / (high - low) may be too small for a double. */
	lane->unit *= room;
}

static double label_room(const struct report_chart *chart, double most)
{
	double room = 0;

	for (size_t i = 0; i < chart->count; i++)
		room = fmax(room, svg_text_width(chart->label[i]));
	return fmin(room, most);
}

static double height_of_keys(const struct bars *bars)
{
	struct legend_key key[REPORT_SERIES_MOST];
	size_t count = keys_of(bars->chart, key);
	double room = bars->lane[0].right - bars->lane[0].left, height = 0;

	if (!bars->beside)
		return legend_height(key, count, room);
	for (size_t s = 0; s < count; s++)
		height = fmax(height, legend_height(&key[s], 1, room));
	return height;
}

static void lay_out_bars(struct bars *bars, int width)
{
	size_t lanes = bars->chart->series_count;
	double left, panel;

	bars->above = width < SVG_NARROW_BELOW;
	bars->beside = lanes > 1 && !shares_scale(bars->chart) && !bars->above;
	bars->thick = lanes > 1 && !bars->beside ? 14 : 18;
	bars->labels = bars->above ? width : label_room(bars->chart, width * 0.34);
	left = bars->above ? 0 : bars->labels + 12;
	panel = bars->beside ? (width - left - 24) / (double)lanes : width - left;
	bars->row = (bars->above ? SVG_LINE + 14 : 12) + bars->thick;
	if (lanes > 1 && !bars->beside)
		bars->row += bars->thick + 2;
	for (size_t s = 0; s < lanes; s++) {
		struct lane *lane = &bars->lane[s];

		lane->left = left + (bars->beside ? (double)s * (panel + 24) : 0);
		lane->right = lane->left + panel;
		lane->top = bars->above ? SVG_LINE + 4 : 6;
		lane->top += bars->beside ? 0 : (double)s * (bars->thick + 2);
		scale_lane(bars, s);
	}
	bars->top = fmax(height_of_keys(bars), 4);
}

static void put_bar_value(struct bars *bars, size_t s, size_t i, double x, double y)
{
	const struct report_series *series = &bars->chart->series[s];
	bool negative = series->value[i] < 0;
	struct buf text = BUF_EMPTY;

	put_value(&text, series, i);
	buf_printf(bars->out, "<text class=\"value\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
		negative ? x - 6 : x + 6, y, negative ? "end" : "start");
	html_text(bars->out, buf_slice(&text));
	if (has_share(series)) {
		buf_reset(&text);
		put_share(&text, series, i);
		buf_text(bars->out, "<tspan class=\"muted\" dx=\"8\">");
		html_text(bars->out, buf_slice(&text));
		buf_text(bars->out, "</tspan>");
	}
	buf_text(bars->out, "</text>\n");
	buf_release(&text);
}

static void put_bar(struct bars *bars, size_t s, size_t i)
{
	const struct lane *lane = &bars->lane[s];
	double value = bars->chart->series[s].value[i];
	double length = fabs(value) * lane->unit;
	double top = bars->top + (double)i * bars->row + lane->top;

	/* What is not nothing must be seen. */
	if (fabs(value) > 0)
		length = fmax(length, 1);
	if (length > 0)
		svg_box(bars->out, series_class[s], value < 0 ? lane->zero - length : lane->zero,
			top, length, bars->thick);
	/* Without labels at their side, negative bars need to show where zero is. */
	if (bars->above && lane->zero > lane->left)
		svg_line(bars->out, "axis", lane->zero, top - 2, lane->zero, top + bars->thick + 2);
	put_bar_value(bars, s, i, value < 0 ? lane->zero - length : lane->zero + length,
		top + bars->thick / 2 + 4.5);
}

static void put_bar_row(struct bars *bars, size_t i)
{
	const struct report_chart *chart = bars->chart;
	double top = bars->top + (double)i * bars->row;

	open_item(bars->out, chart, i);
	if (bars->above)
		svg_fitting(bars->out, "label", "start", 0, top + SVG_LINE - 3, chart->label[i],
			bars->labels);
	else
		svg_fitting(bars->out, "label", "end", bars->labels, top + bars->row / 2 + 4.5,
			chart->label[i], bars->labels);
	for (size_t s = 0; s < chart->series_count; s++)
		put_bar(bars, s, i);
	svg_close_mark(bars->out);
}

static void put_bar_keys(struct bars *bars)
{
	struct legend_key key[REPORT_SERIES_MOST];
	size_t count = keys_of(bars->chart, key);

	if (!bars->beside) {
		legend_put(bars->out, key, count, bars->lane[0].left, bars->lane[0].right);
		return;
	}
	for (size_t s = 0; s < count; s++)
		legend_put(bars->out, &key[s], 1, bars->lane[s].left, bars->lane[s].right);
}

void chart_bars(struct buf *out, const struct report_chart *chart, const struct svg_frame *frame)
{
	struct bars bars = { .out = out, .chart = chart };
	double bottom;

	if (chart->count == 0) {
		svg_nothing(out, chart->title, frame);
		return;
	}
	lay_out_bars(&bars, frame->width);
	bottom = bars.top + (double)chart->count * bars.row;
	svg_open(out, frame->width, bottom + 2, chart->title);
	put_chart_description(out, chart);
	put_bar_keys(&bars);
	for (size_t i = 0; i < chart->count; i++)
		put_bar_row(&bars, i);
	for (size_t s = 0; s < (bars.beside ? chart->series_count : 1) && !bars.above; s++)
		svg_line(out, "axis", bars.lane[s].zero, bars.top, bars.lane[s].zero, bottom);
	svg_close(out);
}

/* ---------------------------------------------------------------------------------- columns */

struct columns {
	struct svg_plot plot;
	const struct report_chart *chart;
	double slot;  /* the width that one label has */
	double thick; /* of a column */
};

static struct scale column_scale(const struct report_chart *chart)
{
	double low = 0, high = 0;

	for (size_t s = 0; s < chart->series_count; s++)
		widen(&chart->series[s], chart->count, &low, &high);
	return scale_of(low, high, 5, &chart->series[0].measure);
}

static void lay_out_columns(struct columns *columns, const struct svg_frame *frame)
{
	const struct report_chart *chart = columns->chart;
	struct svg_plot *plot = &columns->plot;
	struct legend_key key[REPORT_SERIES_MOST];
	double gap;

	plot->y = column_scale(chart);
	plot->frame = frame;
	plot->left = 8 + svg_tick_room(&plot->y, &chart->series[0].measure, frame);
	plot->right = frame->width - 2;
	plot->top = fmax(legend_height(key, keys_of(chart, key), plot->right) + 10, 18);
	plot->bottom = plot->top + (frame->width < SVG_NARROW_BELOW ? 170 : 220);
	columns->slot = (plot->right - plot->left) / (double)chart->count;
	gap = fmin(columns->slot * 0.25, 24);
	columns->thick = fmin((columns->slot - gap) / (double)chart->series_count, 64);
}

/* Values are written over columns only where all of them have room. */
static bool has_room_for_values(const struct columns *columns)
{
	const struct report_chart *chart = columns->chart;

	for (size_t s = 0; s < chart->series_count; s++) {
		double room = fmax(value_room(&chart->series[s], chart->count, false),
			value_room(&chart->series[s], chart->count, true));

		if (has_share(&chart->series[s]) || room - 4 > columns->thick)
			return false;
	}
	return true;
}

static void put_column_value(
	const struct columns *columns, size_t s, size_t i, double middle, double end)
{
	const struct report_series *series = &columns->chart->series[s];
	struct buf text = BUF_EMPTY;

	put_value(&text, series, i);
	svg_text(columns->plot.out, "value clear", "middle", middle,
		series->value[i] < 0 ? end + 14 : end - 5, buf_slice(&text));
	buf_release(&text);
}

static void put_column(const struct columns *columns, size_t s, size_t i, bool with_value)
{
	const struct report_chart *chart = columns->chart;
	const struct svg_plot *plot = &columns->plot;
	double value = chart->series[s].value[i];
	double zero = svg_y(plot, 0);
	double end = svg_y(plot, value);
	double middle = plot->left + ((double)i + 0.5) * columns->slot;
	double left = middle + ((double)s - (double)chart->series_count / 2) * columns->thick;

	if (fabs(value) > 0)
		svg_box(plot->out, series_class[s], left, fmin(zero, end),
			fmax(columns->thick - (columns->thick > 6 ? 1 : 0), 0.3),
			fmax(fabs(zero - end), 1));
	if (with_value)
		put_column_value(columns, s, i, left + columns->thick / 2, end);
}

void chart_columns(struct buf *out, const struct report_chart *chart, const struct svg_frame *frame)
{
	struct columns columns = { .plot = { .out = out }, .chart = chart };
	struct legend_key key[REPORT_SERIES_MOST];
	bool with_values;
	double below;

	if (chart->count == 0) {
		svg_nothing(out, chart->title, frame);
		return;
	}
	lay_out_columns(&columns, frame);
	with_values = has_room_for_values(&columns);
	/* Values of negative columns stand between the field and the labels. */
	below = columns.plot.bottom + SVG_LINE + (with_values && columns.plot.y.low < 0 ? 14 : 0);
	svg_open(out, frame->width, below + 8, chart->title);
	put_chart_description(out, chart);
	legend_put(out, key, keys_of(chart, key), 0, columns.plot.right);
	svg_y_axis(&columns.plot, &chart->series[0].measure);
	for (size_t i = 0; i < chart->count; i++) {
		open_item(out, chart, i);
		for (size_t s = 0; s < chart->series_count; s++)
			put_column(&columns, s, i, with_values);
		svg_close_mark(out);
	}
	svg_labels(out, chart->label, chart->count, columns.plot.left, columns.plot.right, below,
		frame->width);
	svg_close(out);
}
