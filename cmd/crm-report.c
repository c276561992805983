/* SPDX-License-Identifier: MIT */
/*
 * crm-report: profiles, with segments or without → a page that a manager reads.
 *
 * The profiles are folded into totals, tallies, the amounts alone, and a few best customers; of
 * these a report is composed, in the order of a manager's questions: how much, who brings it, who
 * they are, who falls silent, who is best. It is drawn for the terminal or as HTML.
 */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/amount.h"
#include "base/num.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "draw/page.h"
#include "draw/term.h"
#include "report/section.h"

enum { FORMAT_AUTO, FORMAT_TEXT, FORMAT_HTML };

static const char *const format_words[] = { "auto", "text", "html", NULL };

static struct {
	const char *id, *amount;
	struct opt_list by;
	const char *title, *currency;
	int64_t top;
	int language, format;
	bool ascii;
	struct filter_options filter;
} opt = { .id = "customer_id", .amount = "amount", .top = 10 };

static const struct opt options[] = {
	OPT_GROUP("Columns of the profiles"),
	OPT_TEXT(0, "id", "COLUMN", &opt.id, "the customer"),
	OPT_TEXT(0, "amount", "COLUMN", &opt.amount, "what the customer brought"),
	OPT_LIST(0, "by", "COLUMN", &opt.by,
		"divide the customers by this column too; may be repeated"),
	OPT_GROUP("The page"),
	OPT_CHOICE('f', "format", "FORMAT", &opt.format, format_words,
		"what to write: text, for a terminal; html, a page in one file; auto, HTML if the "
		"name behind -o ends in .html, else text"),
	OPT_TEXT(0, "title", "TEXT", &opt.title, "the title of the page"),
	OPT_CHOICE(0, "language", "LANGUAGE", &opt.language, words_languages, "speak"),
	OPT_TEXT(0, "currency", "TEXT", &opt.currency, "what stands before amounts, such as £"),
	OPT_INT(0, "top", "N", &opt.top, 0, 1000, "list so many customers"),
	OPT_FLAG(0, "ascii", &opt.ascii, "draw text with ASCII characters only"),
	FILTER_OPTIONS(opt.filter),
	OPT_END,
};

enum {
	WIDTH_MOST = 120,    /* longer lines are hard to read, however wide the terminal */
	WHOLE_FROM = 100000, /* totals from which tables leave out what is behind the point */
};

static struct slice customers_text(struct sheet *sheet)
{
	if (sheet->summary->customers == 1)
		return sheet_word(sheet, WORDS_CUSTOMER);
	return SHEET_SAY(sheet, WORDS_CUSTOMERS, sheet_count(sheet, sheet->summary->customers));
}

static void begin_report(struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;
	const unsigned period = SUMMARY_FIRST_DATE | SUMMARY_LAST_DATE;
	bool has_title = opt.title != NULL && *opt.title != '\0';
	struct buf subtitle = BUF_EMPTY;

	if (summary->customers > 0)
		buf_put(&subtitle, customers_text(sheet));
	if (summary->has_as_of)
		buf_put(&subtitle,
			SHEET_SAY(sheet, WORDS_AS_OF, sheet_date(sheet, summary->as_of)));
	if ((summary->known & period) == period)
		buf_put(&subtitle,
			SHEET_SAY(sheet, WORDS_PERIOD, sheet_date(sheet, summary->first_date),
				sheet_date(sheet, summary->last_date)));
	report_begin(&sheet->report,
		has_title ? slice_of(opt.title) : sheet_word(sheet, WORDS_TITLE),
		buf_slice(&subtitle), slice_of(sheet->language == WORDS_CHINESE ? "zh-CN" : "en"));
	buf_release(&subtitle);
}

static int compose(struct sheet *sheet, struct diag *why)
{
	begin_report(sheet);
	report_footer(&sheet->report, sheet_word(sheet, WORDS_FOOTER));
	if (sheet->summary->customers == 0) {
		report_paragraph(&sheet->report, sheet_word(sheet, WORDS_NO_CUSTOMERS));
		return 0;
	}
	section_totals(sheet);
	if (section_spread(sheet, why) < 0 || section_segments(sheet, why) < 0)
		return -1;
	section_silent(sheet);
	section_best(sheet);
	return 0;
}

/* The file's name says what it is, also behind that of a compression. */
static bool is_html_name(const char *path)
{
	static const char *const compressions[] = { ".gz", ".zst" };
	struct slice name = slice_of(path != NULL ? path : "");

	for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++)
		if (slice_ends(name, slice_of(compressions[i])))
			name.length -= strlen(compressions[i]);
	return slice_ends(name, slice_of(".html")) || slice_ends(name, slice_of(".htm"));
}

static int width_of_terminal(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int64_t width = 0;

	if (columns == NULL || !num_parse_int(slice_of(columns), &width) || width <= 0)
		width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
	return width < WIDTH_MOST ? (int)width : WIDTH_MOST;
}

static struct term_style style_of_terminal(void)
{
	const char *output = app_common()->output, *no_color = getenv("NO_COLOR");
	struct term_style style = { .ascii = opt.ascii };

	if (output != NULL && strcmp(output, "-") != 0)
		return style;
	style.color = isatty(STDOUT_FILENO) && (no_color == NULL || *no_color == '\0');
	style.width = width_of_terminal();
	return style;
}

static int write_report(const struct report *report, struct output *out, struct diag *why)
{
	bool is_html = opt.format == FORMAT_HTML ||
		       (opt.format == FORMAT_AUTO && is_html_name(app_common()->output));
	struct term_style style = style_of_terminal();
	struct buf text = BUF_EMPTY;
	int result;

	if (is_html)
		page_render(report, &text);
	else
		term_render(report, &style, &text);
	result = output_write(out, buf_slice(&text), why);
	buf_release(&text);
	return result;
}

static int report_on(struct intake *intake, struct output *out, struct diag *why)
{
	const struct summary *summary = &intake->all.summary;
	int128 size = summary->amount < 0 ? -summary->amount : summary->amount;
	struct sheet sheet = {
		.intake = intake,
		.summary = summary,
		.language = (enum words_language)opt.language,
		.currency = opt.currency,
		.decimals = summary->has_fractions ? 2 : 0,
		.report = REPORT_EMPTY,
		.texts = ARENA_EMPTY,
		.draft = BUF_EMPTY,
	};
	int result;

	sheet.table_decimals = size < (int128)WHOLE_FROM * AMOUNT_UNIT ? sheet.decimals : 0;
	pareto_of(&sheet.pareto, intake->all.amount, intake->all.count);
	result = compose(&sheet, why);
	if (result == 0)
		result = write_report(&sheet.report, out, why);
	sheet_release(&sheet);
	return result;
}

static int work(struct intake *intake, struct filter *filter, struct diag *why)
{
	if (intake_resolve(intake, stream_columns(filter->in), why) < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	if (intake_fold(intake, &filter->run, filter->in, &filter->counts, why) < 0)
		return -1;
	return report_on(intake, filter->out, why);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct filter filter;
	struct intake_settings settings = {
		.id = opt.id, .amount = opt.amount, .by = &opt.by, .top = (size_t)opt.top
	};
	struct intake intake = { .settings = &settings };
	int result = filter_open(&filter, &opt.filter, NULL, paths, count, why);

	if (result == 0)
		result = work(&intake, &filter, why);
	intake_release(&intake);
	result = filter_close(&filter, result, why);
	if (result == 0)
		filter_note_counts(&filter, "used", false);
	return result;
}

static const struct app app = {
	.name = "crm-report",
	.summary = "turn profiles into a page that a manager reads",
	.usage = "[OPTION …] [FILE …]",
	.details = "Reads profiles, with segments or without, and writes how much the customers "
		   "bring, who brings it, who has fallen silent and who is best: as text, or as "
		   "HTML with -o FILE.html.",
	.options = options,
	.run = run,
};

int main(int argc, char **argv)
{
	return app_main(&app, argc, argv);
}
