/* SPDX-License-Identifier: MIT */
#include "draw/textchart.h"

#include <math.h>

#include "draw/textcurve.h"

enum {
	BARS_MOST = 24, /* columns beyond are drawn as a line */
};

/* The columns of a chart with bars: label, bars, value, share. */
struct bars {
	const struct pen *pen;
	const struct report_chart *chart;
	int label, field, value, share;
	double low[REPORT_SERIES_MOST], high[REPORT_SERIES_MOST];
};

static const struct measure share_measure = { .percent = true, .decimals = 1 };

static void format_value(struct buf *text, const struct report_series *series, size_t i)
{
	buf_reset(text);
	if (series->text != NULL)
		buf_put(text, series->text[i]);
	else
		measure_put(text, &series->measure, series->value[i]);
}

static bool has_share(const struct report_series *series)
{
	return series->share && series->total > 0;
}

static void measure_texts(struct bars *bars)
{
	const struct report_chart *chart = bars->chart;
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < chart->count; i++) {
		int label = width_of(chart->label[i]);

		bars->label = label > bars->label ? label : bars->label;
		for (size_t s = 0; s < chart->series_count; s++) {
			int value;

			format_value(&text, &chart->series[s], i);
			value = width_of(buf_slice(&text));
			bars->value = value > bars->value ? value : bars->value;
		}
	}
	buf_release(&text);
}

static void find_ranges(struct bars *bars)
{
	const struct report_chart *chart = bars->chart;
	const struct report_series *series = chart->series;
	bool together = chart->series_count > 1 &&
			measure_same_unit(&series[0].measure, &series[1].measure);

	for (size_t s = 0; s < chart->series_count; s++) {
		size_t own = together ? 0 : s;

		for (size_t i = 0; i < chart->count; i++) {
			bars->low[own] = fmin(bars->low[own], series[s].value[i]);
			bars->high[own] = fmax(bars->high[own], series[s].value[i]);
		}
	}
	if (together) {
		bars->low[1] = bars->low[0];
		bars->high[1] = bars->high[0];
	}
}

static void lay_out_bars(struct bars *bars)
{
	int width = bars->pen->width, most = width * 3 / 10;

	measure_texts(bars);
	find_ranges(bars);
	bars->label = bars->label < most ? bars->label : most;
	bars->value = bars->value < most ? bars->value : most;
	for (size_t s = 0; s < bars->chart->series_count; s++)
		if (has_share(&bars->chart->series[s]))
			bars->share = 8;
	bars->field = width - 2 - bars->label - 2 - bars->value - 1 - bars->share;
}

/* A bar of `eighths` of a column, from the left. Returns the columns it takes. */
static int put_eighths(const struct pen *pen, size_t s, int eighths)
{
	static const char *const parts[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	static const char *const whole[] = { "█", "▒" };
	static const char *const ascii[] = { "#", "=" };
	const char *full = pen_either(pen, whole[s], ascii[s]);
	int rest = eighths % 8;

	/* Only full blocks have a shaded and an ASCII form. */
	if (s > 0 || pen->marks == WIDTH_ASCII) {
		eighths = eighths > 0 && eighths < 8 ? 8 : eighths + 4;
		rest = 0;
	}
	pen_repeat(pen, full, eighths / 8);
	buf_text(pen->out, parts[rest]);
	return eighths / 8 + (rest > 0);
}

/* The bar of one value, in a field with zero somewhere inside it. */
static void put_bar_field(const struct bars *bars, size_t s, double value)
{
	const struct pen *pen = bars->pen;
	double range = bars->high[s] - bars->low[s];
	int zero = range > 0 ? (int)lround(-bars->low[s] / range * bars->field) : 0;
	double part = range > 0 ? fabs(value) / range : 0;
	int eighths = (int)lround(part * bars->field * 8), used;

	eighths = fabs(value) > 0 && eighths == 0 ? 1 : eighths;
	if (value < 0) {
		/* There are no blocks that fill from the right but whole ones. */
		eighths = eighths < 8 ? 8 : (eighths + 4) / 8 * 8;
		eighths = eighths > zero * 8 ? zero * 8 : eighths;
		pen_repeat(pen, " ", zero - eighths / 8);
		used = zero;
	} else {
		pen_repeat(pen, " ", zero);
		used = zero;
		if (eighths > (bars->field - zero) * 8)
			eighths = (bars->field - zero) * 8;
	}
	pen_color(pen, pen_series[s]);
	if (value < 0)
		put_eighths(pen, s, eighths);
	else
		used += put_eighths(pen, s, eighths);
	pen_plain(pen);
	pen_repeat(pen, " ", bars->field - used);
}

static void put_bar_line(const struct bars *bars, size_t s, size_t i)
{
	const struct pen *pen = bars->pen;
	const struct report_series *series = &bars->chart->series[s];
	struct slice label = s == 0 ? bars->chart->label[i] : (struct slice){ NULL, 0 };
	struct buf text = BUF_EMPTY;

	buf_text(pen->out, "  ");
	width_put_left(pen->out, label, bars->label, pen->marks);
	buf_text(pen->out, "  ");
	put_bar_field(bars, s, series->value[i]);
	buf_char(pen->out, ' ');
	format_value(&text, series, i);
	width_put_right(pen->out, buf_slice(&text), bars->value, pen->marks);
	if (has_share(series)) {
		buf_reset(&text);
		measure_put(&text, &share_measure, series->value[i] / series->total);
		pen_color(pen, PEN_DIM);
		width_put_right(pen->out, buf_slice(&text), bars->share, pen->marks);
		pen_plain(pen);
	}
	pen_end_line(pen);
	buf_release(&text);
}

/* The names of the series, above their bars; with their colours where there are two. */
static void put_keys(const struct pen *pen, const struct report_chart *chart, int indent)
{
	int room = (pen->width - indent) / (int)chart->series_count - 4;

	if (chart->series[0].measure.name.length == 0)
		return;
	pen_repeat(pen, " ", indent);
	for (size_t s = 0; s < chart->series_count; s++) {
		if (chart->series_count > 1) {
			pen_color(pen, pen_series[s]);
			put_eighths(pen, s, 8);
			pen_plain(pen);
			buf_char(pen->out, ' ');
		}
		pen_color(pen, PEN_DIM);
		width_put_cut(pen->out, chart->series[s].measure.name, room, pen->marks);
		pen_plain(pen);
		buf_text(pen->out, "  ");
	}
	pen_end_line(pen);
}

void textchart_bars(const struct pen *pen, const struct report_chart *chart)
{
	struct bars bars = { .pen = pen, .chart = chart };

	pen_title(pen, chart->title);
	if (chart->count == 0) {
		pen_nothing(pen);
		return;
	}
	lay_out_bars(&bars);
	put_keys(pen, chart, bars.label + 4);
	for (size_t i = 0; i < chart->count; i++)
		for (size_t s = 0; s < chart->series_count; s++)
			put_bar_line(&bars, s, i);
	pen_wrap(pen, PEN_DIM, chart->note);
}

void textchart_columns(const struct pen *pen, const struct report_chart *chart)
{
	if (chart->count <= BARS_MOST) {
		textchart_bars(pen, chart);
		return;
	}
	pen_title(pen, chart->title);
	for (size_t s = 0; s < chart->series_count; s++)
		textcurve_series(pen, chart, s);
	pen_wrap(pen, PEN_DIM, chart->note);
}
