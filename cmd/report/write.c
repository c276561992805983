/* SPDX-License-Identifier: MIT */
#include "write.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/app.h"
#include "draw/json.h"
#include "draw/mail.h"
#include "draw/mailbox.h"
#include "draw/markdown.h"
#include "draw/page.h"
#include "draw/picture.h"
#include "figures.h"
#include "raster.h"

enum { CHART_WIDTH = 760 };

const char *const write_formats[] = { "auto", "term", "html", "md", "json", "tsv", "svg", NULL };

enum write_format write_format_of(const char *path)
{
	static const char *const compressions[] = { ".gz", ".zst" };
	static const struct {
		const char *end;
		enum write_format format;
	} ends[] = {
		{ ".html", WRITE_HTML },
		{ ".htm", WRITE_HTML },
		{ ".md", WRITE_MARKDOWN },
		{ ".json", WRITE_JSON },
		{ ".tsv", WRITE_TSV },
		{ ".svg", WRITE_SVG },
	};
	struct slice name = slice_of(path != NULL ? path : "");

	for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++)
		if (slice_ends(name, slice_of(compressions[i])))
			name.length -= strlen(compressions[i]);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (slice_ends(name, slice_of(ends[i].end)))
			return ends[i].format;
	return WRITE_TERM;
}

/* The names of all charts, for a message. */
static void put_charts(const struct report *report, struct buf *out)
{
	for (size_t i = 0; i < report->count; i++)
		if (report_is_chart(&report->block[i]) && report->block[i].name.length > 0) {
			buf_text(out, out->length > 0 ? ", " : "");
			buf_put(out, report->block[i].name);
		}
}

static const struct report_block *only_chart(const struct report *report)
{
	const struct report_block *found = NULL;

	for (size_t i = 0; i < report->count; i++)
		if (report_is_chart(&report->block[i])) {
			if (found != NULL)
				return NULL;
			found = &report->block[i];
		}
	return found;
}

static int write_svg(
	const struct report *report, const char *chart, struct buf *out, struct diag *why)
{
	const struct report_block *block =
		chart != NULL ? report_find(report, slice_of(chart)) : only_chart(report);
	struct buf names = BUF_EMPTY;

	if (block != NULL && report_is_chart(block)) {
		picture_alone(out, block, report, CHART_WIDTH, true);
		return 0;
	}
	put_charts(report, &names);
	if (chart == NULL)
		diag_usage(why, "-t svg needs --chart; there are: %s", buf_string(&names));
	else
		diag_fail(why, "--chart: no chart '%s'; there are: %s", chart, buf_string(&names));
	buf_release(&names);
	return -1;
}

/* ---- mail -------------------------------------------------------------------------------- */

/* The charts as pictures: PNG, or SVG where there is no rsvg-convert. */
static int draw_pictures(const struct report *report, struct mail_picture *picture, size_t *count,
	struct arena *memory, struct diag *why)
{
	struct buf svg = BUF_EMPTY, png = BUF_EMPTY;
	int drawn = 1;

	*count = 0;
	for (size_t i = 0; i < report->count && drawn >= 0; i++) {
		const struct report_block *block = &report->block[i];

		if (!report_is_chart(block) || block->name.length == 0)
			continue;
		buf_reset(&svg);
		buf_reset(&png);
		picture_alone(&svg, block, report, CHART_WIDTH, false);
		if (drawn > 0)
			drawn = raster_png(buf_slice(&svg), &png, why);
		picture[(*count)++] = (struct mail_picture){ block->name,
			drawn > 0 ? "image/png" : "image/svg+xml",
			arena_copy(memory, buf_slice(drawn > 0 ? &png : &svg)) };
	}
	if (drawn == 0)
		app_note("there is no rsvg-convert to draw the charts: they go as SVG, which not "
			 "every mail program shows; it comes with librsvg2-bin");
	buf_release(&svg);
	buf_release(&png);
	return drawn < 0 ? -1 : 0;
}

static int write_mail(
	const struct report *report, const char *to, struct buf *out, struct diag *why)
{
	struct mail_picture *picture;
	struct arena memory = ARENA_EMPTY;
	struct buf addresses = BUF_EMPTY;
	size_t count;
	int result;

	if (mailbox_put(&addresses, slice_of(to), why) < 0) {
		buf_release(&addresses);
		return -1;
	}
	picture = mem_zero(report->count + 1, sizeof *picture);
	result = draw_pictures(report, picture, &count, &memory, why);
	if (result == 0)
		mail_render(report, buf_slice(&addresses), picture, count, out);
	arena_release(&memory);
	buf_release(&addresses);
	free(picture);
	return result;
}

int write_report(const struct report *report, const struct write_settings *settings,
	struct buf *out, struct diag *why)
{
	if (settings->mail != NULL)
		return write_mail(report, settings->mail, out, why);
	switch (settings->format) {
	case WRITE_HTML:
		page_render(report, PAGE_FILE, out);
		break;
	case WRITE_MARKDOWN:
		markdown_render(report, out);
		break;
	case WRITE_JSON:
		json_render(report, out);
		break;
	case WRITE_TSV:
		figures_render(report, settings->defuse, out);
		break;
	case WRITE_SVG:
		return write_svg(report, settings->chart, out, why);
	case WRITE_AUTO:
	case WRITE_TERM:
		term_render(report, &settings->style, out);
		break;
	}
	return 0;
}
