/* SPDX-License-Identifier: MIT */
/*
 * crm-report: profiles, ledgers, models → a page that a manager reads.
 *
 * Each stream is recognised by its columns and folded into the few numbers that a report is made
 * of. Sections are composed of them, in the order of a manager's questions, and the report is drawn
 * for the terminal, as HTML, or in any other of its outputs.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "draw/mailbox.h"
#include "report/card.h"
#include "report/compose.h"
#include "report/write.h"
#include "tab/escape.h"

static struct {
	struct customer_names names;
	struct ledger_names sales;
	struct opt_list by, cards;
	const char *title, *currency, *compare, *sections, *chart, *mail, *card_folder;
	int64_t top;
	int language, format, kind;
	bool ascii, explain, defuse;
	struct filter_options filter;
} opt = {
	.names = { .id = "customer_id", .amount = "amount" },
	.sales = LEDGER_NAMES,
	.top = 10,
};

static const struct opt options[] = {
	OPT_GROUP("Columns of the streams"),
	OPT_TEXT(0, "id", "COLUMN", &opt.names.id, "the customer"),
	OPT_TEXT(0, "amount", "COLUMN", &opt.names.amount, "what the customer brought"),
	OPT_TEXT(0, "date", "COLUMN", &opt.sales.date, "the day, in a ledger"),
	OPT_TEXT(0, "order", "COLUMN", &opt.sales.order, "the order, in a ledger"),
	OPT_LIST(0, "by", "COLUMN", &opt.by,
		"divide the customers by this column too; may be repeated"),
	OPT_CHOICE('k', "kind", "KIND", &opt.kind, inputs_kind_name,
		"what the files are: profiles; transactions, a ledger; model; auto, by their "
		"columns"),
	OPT_TEXT(0, "compare", "FILE", &opt.compare,
		"say what has changed since the profiles of FILE, such as last month's"),
	OPT_GROUP("The page"),
	OPT_CHOICE('t', "type", "FORMAT", &opt.format, write_formats,
		"what to write: term, text for a terminal; html, a page in one file; md; json; "
		"tsv, "
		"every figure as a row; svg, one chart; auto, by the name behind -o, else term"),
	OPT_TEXT(0, "sections", "NAME,…", &opt.sections,
		"these sections, in this order; NAME=TITLE gives one another title"),
	OPT_TEXT(0, "chart", "NAME", &opt.chart, "the chart that is written with -t svg"),
	OPT_TEXT(0, "mail", "ADDRESS,…", &opt.mail,
		"write a message with the page, for sendmail -t"),
	OPT_TEXT(0, "title", "TEXT", &opt.title, "the title of the page"),
	OPT_CHOICE(0, "lang", "LANGUAGE", &opt.language, words_languages, "speak"),
	OPT_TEXT(0, "currency", "TEXT", &opt.currency, "what stands before amounts, such as £"),
	OPT_INT(0, "top", "N", &opt.top, 0, 1000, "list so many customers"),
	OPT_FLAG(0, "explain", &opt.explain,
		"say below every figure where it comes from, and at the foot how to make the page "
		"again"),
	OPT_FLAG(0, "defuse", &opt.defuse,
		"with -t tsv, put an apostrophe before texts that a spreadsheet would calculate"),
	OPT_FLAG(0, "ascii", &opt.ascii, "draw text with ASCII characters only"),
	OPT_GROUP("Customer cards"),
	OPT_LIST(0, "card", "ID", &opt.cards,
		"write the card of this customer instead; may be repeated with --cards"),
	OPT_TEXT(0, "cards", "DIR", &opt.card_folder,
		"write the card of each --card to a file of its own in DIR"),
	FILTER_OPTIONS(opt.filter),
	OPT_END,
};

enum {
	WIDTH_MOST = 120,    /* longer lines are hard to read, however wide the terminal */
	WHOLE_FROM = 100000, /* totals from which tables leave out what is behind the point */
};

/* The command line as it was given. */
static char **arguments;

/* What a run holds. */
struct page {
	struct filter filter;
	struct inputs inputs;
	struct intake intake, before;
	struct sales sales;
	struct modelfile model;
	struct compose_page compose;
	struct arena texts;
	struct slice *watched;
	char **file; /* operands that are files */
	size_t files;
};

/* ---- the command line -------------------------------------------------------------------- */

static int read_sections(struct page *page, struct diag *why)
{
	struct slice rest = slice_of(opt.sections != NULL ? opt.sections : ""), text;
	struct buf names = BUF_EMPTY;

	while (opt.sections != NULL && slice_cut(&rest, ',', &text)) {
		if (compose_add(&page->compose.order, text) > 0)
			continue;
		section_put_list(&names);
		diag_usage(why, "--sections: no section '" SLICE "'; there are: %s",
			SLICE_ARG(text), buf_string(&names));
		buf_release(&names);
		return -1;
	}
	return 0;
}

/* Operands are sections or files; a file with the name of a section is written ./NAME. */
static void read_operands(struct page *page, char *const *paths, size_t count)
{
	page->file = mem_zero(count + 2, sizeof *page->file);
	for (size_t i = 0; i < count; i++)
		if (compose_add(&page->compose.order, slice_of(paths[i])) == 0)
			page->file[page->files++] = paths[i];
	if (page->files == 0)
		page->file[page->files++] = (char *)(uintptr_t) "-";
}

/* Options that leave no trace in the page. */
static bool is_silent(const char *argument)
{
	static const char *const words[] = { "-j", "-o", "-q", "--jobs", "--output", "--quiet",
		"--memory", "--progress" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_starts(slice_of(argument), slice_of(words[i])))
			return true;
	return false;
}

static bool has_value_behind(const char *argument)
{
	bool is_short = argument[1] != '-';

	return strcmp(argument, "-q") != 0 && strcmp(argument, "--quiet") != 0 &&
	       (is_short ? argument[2] == '\0' : strchr(argument, '=') == NULL);
}

/* The arguments as a shell takes them, without those that say how the run is done. */
static void put_command(struct buf *out)
{
	buf_text(out, "crm-report");
	for (char **at = arguments + 1; *at != NULL; at++) {
		if (is_silent(*at)) {
			at += has_value_behind(*at) && at[1] != NULL;
			continue;
		}
		buf_text(out, " ");
		if (**at != '\0' && strpbrk(*at, " \t\n\"'$`\\&|;<>()*?[]#~!{}") == NULL) {
			buf_text(out, *at);
			continue;
		}
		buf_char(out, '\'');
		for (const char *c = *at; *c != '\0'; c++)
			if (*c == '\'')
				buf_text(out, "'\\''");
			else
				buf_char(out, *c);
		buf_char(out, '\'');
	}
}

static void read_watched(struct page *page)
{
	struct buf id = BUF_EMPTY;

	page->watched = mem_zero(opt.cards.count + 1, sizeof *page->watched);
	for (size_t i = 0; i < opt.cards.count; i++) {
		buf_reset(&id);
		escape_put(&id, slice_of(opt.cards.item[i]));
		page->watched[i] = arena_copy(&page->texts, buf_slice(&id));
	}
	buf_release(&id);
	page->intake.watch = page->sales.watch =
		(struct customer_watch){ page->watched, opt.cards.count };
}

/* Before anything is read: nobody should wait for a page that cannot be sent. */
static int check_mail(struct diag *why)
{
	struct buf addresses = BUF_EMPTY;
	struct diag reason = DIAG_EMPTY;
	int result = 0;

	if (opt.mail != NULL && mailbox_put(&addresses, slice_of(opt.mail), &reason) < 0)
		result = diag_usage(why, "--mail: %s", reason.text);
	buf_release(&addresses);
	return result;
}

static int check_options(struct diag *why)
{
	if (opt.card_folder != NULL && opt.cards.count == 0)
		return diag_usage(why, "--cards needs --card, to know whose");
	if (opt.cards.count > 1 && opt.card_folder == NULL)
		return diag_usage(why, "several --card need --cards, to know where to");
	if (opt.card_folder != NULL && app_common()->output != NULL)
		return diag_usage(why, "--cards writes into its folder; there is nothing for -o");
	if (opt.chart != NULL && opt.format != WRITE_SVG && opt.format != WRITE_AUTO)
		return diag_usage(why, "--chart goes with -t svg");
	if (opt.defuse && opt.format != WRITE_TSV && opt.format != WRITE_AUTO)
		return diag_usage(why, "--defuse goes with -t tsv");
	return check_mail(why);
}

/* ---- taking in --------------------------------------------------------------------------- */

static int take_all(struct page *page, struct diag *why)
{
	struct inputs *inputs = &page->inputs;

	if (opt.compare != NULL && inputs_before(inputs, &page->filter, opt.compare, why) < 0)
		return -1;
	if (inputs_take(inputs, &page->filter, page->filter.in, page->file[0], why) < 0)
		return -1;
	for (size_t i = 1; i < page->files; i++)
		if (inputs_open(inputs, &page->filter, &opt.filter, page->file[i], why) < 0)
			return -1;
	if (opt.by.count > 0 && !inputs->has[INPUTS_PROFILES])
		return diag_usage(why, "--by is a column of profiles; there are none");
	if (inputs->has[INPUTS_TRANSACTIONS] &&
		sales_finish(&page->sales, page->filter.run.jobs,
			inputs->has[INPUTS_PROFILES] ? NULL : &page->intake, why) < 0)
		return -1;
	return intake_settle(&page->intake, why);
}

static void begin_page(struct page *page, char *const *paths, size_t count)
{
	struct buf command = BUF_EMPTY;

	*page = (struct page){ .model = { .texts = ARENA_EMPTY }, .texts = ARENA_EMPTY };
	opt.names.by = &opt.by;
	opt.sales.id = opt.names.id;
	opt.sales.amount = opt.names.amount;
	intake_begin(&page->intake, (size_t)opt.top,
		RANKING_AMOUNTS | (opt.compare != NULL ? RANKING_STAGES : 0), app_common()->memory);
	intake_begin(&page->before, 0, RANKING_STAGES, app_common()->memory);
	if (opt.compare != NULL)
		page->intake.before = &page->before;
	sales_begin(&page->sales, &opt.sales, app_common()->memory);
	read_operands(page, paths, count);
	read_watched(page);
	page->inputs = (struct inputs){
		.names = opt.names,
		.ledger_names = opt.sales,
		.kind = (enum inputs_kind)opt.kind,
		.intake = &page->intake,
		.before = &page->before,
		.sales = &page->sales,
		.model = &page->model,
	};
	put_command(&command);
	page->compose.title = opt.title;
	page->compose.inputs = &page->inputs;
	page->compose.explain = opt.explain;
	page->compose.command = arena_copy(&page->texts, buf_slice(&command));
	buf_release(&command);
}

static void end_page(struct page *page)
{
	inputs_release(&page->inputs);
	intake_release(&page->intake);
	intake_release(&page->before);
	sales_release(&page->sales);
	modelfile_release(&page->model);
	arena_release(&page->texts);
	free(page->compose.order.item);
	free(page->watched);
	free(page->file);
}

/* ---- writing ----------------------------------------------------------------------------- */

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

	if ((output != NULL && strcmp(output, "-") != 0) || opt.card_folder != NULL)
		return style;
	style.color = isatty(STDOUT_FILENO) && (no_color == NULL || *no_color == '\0');
	style.width = width_of_terminal();
	return style;
}

static struct sheet sheet_of(struct page *page)
{
	const struct summary *summary = &page->intake.all.summary;
	int128 size = summary->amount < 0 ? -summary->amount : summary->amount;
	struct sheet sheet = {
		.intake = &page->intake,
		.before = page->intake.before,
		.sales = page->inputs.has[INPUTS_TRANSACTIONS] ? &page->sales : NULL,
		.model = &page->model,
		.summary = summary,
		.words = words_of(opt.language),
		.currency = opt.currency,
		.stream =
			page->inputs.has[INPUTS_PROFILES] || !page->inputs.has[INPUTS_TRANSACTIONS]
				? "profiles"
				: "transactions",
		.decimals = summary->has_fractions || page->sales.has_fractions ? 2 : 0,
		.report = REPORT_EMPTY,
		.texts = ARENA_EMPTY,
		.draft = BUF_EMPTY,
	};

	sheet.table_decimals = size < (int128)WHOLE_FROM * AMOUNT_UNIT ? sheet.decimals : 0;
	return sheet;
}

static enum write_format format_for(const char *path)
{
	return opt.format == WRITE_AUTO ? write_format_of(path) : (enum write_format)opt.format;
}

static int write_to(
	struct output *out, const struct report *report, enum write_format format, struct diag *why)
{
	struct write_settings settings = {
		.format = format,
		.chart = opt.chart,
		.mail = opt.mail,
		.defuse = opt.defuse,
		.style = style_of_terminal(),
	};
	struct buf text = BUF_EMPTY;
	int result = write_report(report, &settings, &text, why);

	if (result == 0)
		result = output_write(out, buf_slice(&text), why);
	buf_release(&text);
	return result;
}

static int write_page(struct page *page, struct diag *why)
{
	struct sheet sheet = sheet_of(page);
	int result;

	result = compose_report(&sheet, &page->compose, why);
	if (result == 0)
		result = write_to(
			page->filter.out, &sheet.report, format_for(app_common()->output), why);
	sheet_release(&sheet);
	return result;
}

/* The name of a card's file: what a file system might take amiss is written %XX. */
static void put_card_path(struct buf *path, struct slice id, enum write_format format)
{
	buf_printf(path, "%s/", opt.card_folder);
	for (size_t i = 0; i < id.length && i < 60; i++) {
		unsigned char byte = (unsigned char)id.at[i];

		if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
			(byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_')
			buf_char(path, (char)byte);
		else
			buf_printf(path, "%%%02X", byte);
	}
	buf_printf(path, ".%s", format == WRITE_TERM ? "txt" : write_formats[format]);
}

static int write_card_file(const struct report *report, struct slice id, struct diag *why)
{
	enum write_format format =
		opt.format == WRITE_AUTO ? WRITE_HTML : (enum write_format)opt.format;
	struct buf path = BUF_EMPTY;
	struct output *out;
	int result;

	if (mkdir(opt.card_folder, 0777) != 0 && errno != EEXIST)
		return diag_errno(why, "%s", opt.card_folder);
	put_card_path(&path, id, format);
	result = output_open(&out, buf_string(&path), why);
	if (result == 0) {
		result = write_to(out, report, format, why);
		if (result == 0)
			result = output_commit(out, why);
		else
			output_discard(out);
	}
	buf_release(&path);
	return result;
}

static int write_card(struct page *page, size_t number, struct diag *why)
{
	struct sheet sheet = sheet_of(page);
	int result = card_compose(&sheet, number, why);

	sheet.report.explain = opt.explain;
	if (result == 0)
		compose_foot(&sheet, &page->compose);
	if (result == 0 && opt.card_folder != NULL)
		result = write_card_file(&sheet.report, slice_of(opt.cards.item[number]), why);
	else if (result == 0)
		result = write_to(
			page->filter.out, &sheet.report, format_for(app_common()->output), why);
	sheet_release(&sheet);
	return result;
}

static int write_all(struct page *page, struct diag *why)
{
	if (opt.cards.count == 0)
		return write_page(page, why);
	for (size_t i = 0; i < opt.cards.count; i++)
		if (write_card(page, i, why) < 0)
			return -1;
	return 0;
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct page page;
	int result;

	begin_page(&page, paths, count);
	result = check_options(why);
	if (result == 0)
		result = read_sections(&page, why);
	if (result == 0) {
		result = filter_open(&page.filter, &opt.filter, NULL, page.file, 1, why);
		if (result == 0)
			result = take_all(&page, why);
		if (result == 0)
			result = write_all(&page, why);
		result = filter_close(&page.filter, result, why);
		if (result == 0)
			filter_note_counts(&page.filter, "used", false);
	}
	end_page(&page);
	return result;
}

static const struct app app = {
	.name = "crm-report",
	.summary = "turn profiles and ledgers into a page that a manager reads",
	.usage = "[OPTION …] [SECTION …] [FILE …]",
	.details =
		"Reads profiles, ledgers and models, each recognised by its columns, and writes "
		"how "
		"much the customers bring, who brings it, who has fallen silent and what is to be "
		"expected: as text, as HTML with -o FILE.html, or in other forms.",
	.options = options,
	.run = run,
};

int main(int argc, char **argv)
{
	arguments = argv;
	return app_main(&app, argc, argv);
}
