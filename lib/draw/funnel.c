/* SPDX-License-Identifier: MIT */
#include "draw/funnel.h"

#include <math.h>

enum { STEP = 46, THICK = 32 };

static const struct measure share = { .percent = true, .decimals = 1 };

struct field {
	struct buf *out;
	const struct report_funnel *funnel;
	double labels, middle, unit, right, step;
	bool above;
};

static void lay_out(struct field *field, const struct svg_frame *frame)
{
	const struct report_funnel *funnel = field->funnel;
	double room = 0, most = 0;

	for (size_t i = 0; i < funnel->count; i++) {
		room = fmax(room, svg_text_width(funnel->label[i]));
		most = fmax(most, funnel->value[i]);
	}
	field->above = frame->width < SVG_NARROW_BELOW;
	field->labels = field->above ? 0 : fmin(room, frame->width * 0.3) + 12;
	/* What is left of the step before stands at the right. */
	field->right = frame->width - 64;
	field->middle = (field->labels + field->right) / 2;
	field->unit = most > 0 ? (field->right - field->labels) / most : 0;
	field->step = field->above ? STEP + SVG_LINE : STEP;
}

static void tell_step(struct buf *text, const struct report_funnel *funnel, size_t i)
{
	buf_put(text, funnel->label[i]);
	buf_text(text, ": ");
	measure_put(text, &funnel->measure, funnel->value[i]);
	if (i > 0 && funnel->value[i - 1] > 0) {
		buf_text(text, " (");
		measure_put(text, &share, funnel->value[i] / funnel->value[i - 1]);
		buf_char(text, ')');
	}
}

static void put_step(const struct field *field, size_t i, struct buf *text)
{
	const struct report_funnel *funnel = field->funnel;
	double value = fmax(funnel->value[i], 0), width = fmax(value * field->unit, 1);
	double top = (double)i * field->step + (field->step - THICK - 6),
	       y = top + THICK / 2.0 + 4.5;

	buf_reset(text);
	tell_step(text, funnel, i);
	svg_open_mark(field->out, buf_slice(text));
	if (field->above)
		svg_fitting(
			field->out, "label", "start", 0, top - 6, funnel->label[i], field->right);
	else
		svg_fitting(field->out, "label", "end", field->labels - 12, y, funnel->label[i],
			field->labels - 12);
	svg_box(field->out, "pale", field->middle - width / 2, top, width, THICK);
	buf_reset(text);
	measure_put(text, &funnel->measure, funnel->value[i]);
	svg_text(field->out, "value strong", "middle", field->middle, y, buf_slice(text));
	if (i > 0 && funnel->value[i - 1] > 0) {
		buf_reset(text);
		measure_put(text, &share, value / funnel->value[i - 1]);
		svg_text(field->out, "muted", "end", field->right + 62, y, buf_slice(text));
	}
	svg_close_mark(field->out);
}

static void describe(struct buf *out, const struct report_funnel *funnel)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < funnel->count && i < SVG_TOLD_MOST; i++) {
		buf_text(&text, i > 0 ? "; " : "");
		tell_step(&text, funnel, i);
	}
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

void funnel_draw(struct buf *out, const struct report_funnel *funnel, const struct svg_frame *frame)
{
	struct field field = { .out = out, .funnel = funnel };
	struct buf text = BUF_EMPTY;

	if (funnel->count == 0) {
		svg_nothing(out, funnel->title, frame);
		return;
	}
	lay_out(&field, frame);
	svg_open(out, frame->width, (double)funnel->count * field.step, funnel->title);
	describe(out, funnel);
	for (size_t i = 0; i < funnel->count; i++)
		put_step(&field, i, &text);
	svg_close(out);
	buf_release(&text);
}
