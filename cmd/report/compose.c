/* SPDX-License-Identifier: MIT */
#include "compose.h"

#include <inttypes.h>

#include "base/mem.h"

int compose_add(struct compose_order *order, struct slice text)
{
	struct slice rest = text, name;
	const struct section *section;

	if (!slice_cut(&rest, '=', &name))
		return 0;
	section = section_find(slice_trim(name));
	if (section == NULL)
		return 0;
	order->item =
		mem_grow(order->item, &order->capacity, order->count + 1, sizeof *order->item);
	order->item[order->count++] = (struct compose_section){ section,
		rest.at != NULL ? rest : (struct slice){ NULL, 0 } };
	return 1;
}

static struct slice customers_text(struct sheet *sheet)
{
	return SHEET_SAY(sheet,
		sheet_number(sheet->summary->customers, "subtitle.one", "subtitle.many"),
		sheet_count(sheet, sheet->summary->customers).shown);
}

static void begin(struct sheet *sheet, const struct compose_page *page)
{
	const struct summary *summary = sheet->summary;
	const unsigned period = SUMMARY_FIRST_DATE | SUMMARY_LAST_DATE;
	bool has_title = page->title != NULL && *page->title != '\0';
	struct buf subtitle = BUF_EMPTY;

	if (summary->customers > 0)
		buf_put(&subtitle, customers_text(sheet));
	if (summary->has_as_of)
		buf_put(&subtitle, SHEET_SAY(sheet, "subtitle.as_of",
					   sheet_date(sheet, summary->as_of).shown));
	if ((summary->known & period) == period)
		buf_put(&subtitle, SHEET_SAY(sheet, "subtitle.period",
					   sheet_date(sheet, summary->first_date).shown,
					   sheet_date(sheet, summary->last_date).shown));
	if (sheet->before != NULL && sheet->before->all.summary.has_as_of)
		buf_put(&subtitle,
			SHEET_SAY(sheet, "subtitle.compared",
				sheet_date(sheet, sheet->before->all.summary.as_of).shown));
	report_begin(&sheet->report, has_title ? slice_of(page->title) : sheet_word(sheet, "title"),
		buf_slice(&subtitle), sheet_word(sheet, "language"));
	buf_release(&subtitle);
}

static void speak(struct sheet *sheet)
{
	report_speak(&sheet->report, &(struct report_words){
					     .nothing = sheet_word(sheet, "page.nothing"),
					     .data = sheet_word(sheet, "page.data"),
					     .filter = sheet_word(sheet, "page.filter"),
					     .contents = sheet_word(sheet, "page.contents"),
					     .figure = sheet_word(sheet, "word.figure"),
					     .value = sheet_word(sheet, "word.value"),
				     });
}

static int put_section(struct sheet *sheet, const struct compose_section *own, struct diag *why)
{
	struct slice title = own->title;

	if (title.length == 0) {
		buf_printf(&sheet->draft, "section.%s", own->section->name);
		title = sheet_word(sheet, sheet_take(sheet).at);
	}
	report_section(&sheet->report, slice_of(own->section->name), title);
	if (own->section->put(sheet, why) < 0)
		return -1;
	report_drop_empty(&sheet->report);
	return 0;
}

static int put_sections(struct sheet *sheet, const struct compose_page *page, struct diag *why)
{
	for (size_t i = 0; i < page->order.count; i++)
		if (put_section(sheet, &page->order.item[i], why) < 0)
			return -1;
	if (page->order.count > 0)
		return 0;
	for (const struct section *section = section_all; section->name != NULL; section++)
		if (put_section(sheet, &(struct compose_section){ .section = section }, why) < 0)
			return -1;
	return 0;
}

/* ---- the foot ---------------------------------------------------------------------------- */

/* "2,000 profiles (rows 0123…)": a sum over the rows, hence the same in any order. */
static void put_stream(struct sheet *sheet, struct buf *foot, enum inputs_kind kind, uint64_t rows,
	const struct hash_wide *digest)
{
	struct slice hash;

	buf_printf(&sheet->draft, "%016" PRIx64 "%016" PRIx64, digest->high, digest->low);
	hash = sheet_take(sheet);
	buf_char(foot, '\n');
	buf_put(foot,
		SHEET_SAY(sheet, kind == INPUTS_PROFILES ? "foot.profiles" : "foot.transactions",
			sheet_count(sheet, rows).shown, hash));
}

static void put_file(struct sheet *sheet, struct buf *foot, const struct inputs_file *file)
{
	struct slice name = slice_of(strcmp(file->path, "-") == 0 ? "standard input" : file->path);
	struct slice hash;

	inputs_put_hash(&sheet->draft, file->path);
	hash = sheet_take(sheet);
	buf_char(foot, '\n');
	buf_put(foot, SHEET_SAY(sheet, file->is_before ? "foot.before" : "foot.file", name,
			      slice_of(inputs_kind_name[file->kind]),
			      sheet_count(sheet, file->counts.used).shown,
			      hash.length > 0 ? hash : sheet_word(sheet, "foot.no_hash")));
}

void compose_foot(struct sheet *sheet, const struct compose_page *page)
{
	const struct inputs *inputs = page->inputs;
	const struct summary *summary = sheet->summary;
	struct buf foot = BUF_EMPTY;

	buf_put(&foot, SHEET_SAY(sheet, "foot.made", slice_of("crm-report " APP_VERSION)));
	if (summary->has_as_of)
		buf_put(&foot,
			SHEET_SAY(sheet, "foot.as_of", sheet_date(sheet, summary->as_of).shown));
	if (inputs->has[INPUTS_PROFILES])
		put_stream(sheet, &foot, INPUTS_PROFILES, inputs->rows[INPUTS_PROFILES],
			&sheet->intake->all.digest);
	if (inputs->has[INPUTS_TRANSACTIONS])
		put_stream(sheet, &foot, INPUTS_TRANSACTIONS, inputs->rows[INPUTS_TRANSACTIONS],
			&inputs->sales->digest);
	for (size_t i = 0; page->explain && i < inputs->count; i++)
		put_file(sheet, &foot, &inputs->file[i]);
	if (page->explain) {
		buf_char(&foot, '\n');
		buf_put(&foot, SHEET_SAY(sheet, "foot.command", page->command));
	}
	report_footer(&sheet->report, buf_slice(&foot));
	buf_release(&foot);
}

int compose_report(struct sheet *sheet, const struct compose_page *page, struct diag *why)
{
	begin(sheet, page);
	speak(sheet);
	sheet->report.explain = page->explain;
	compose_foot(sheet, page);
	if (sheet->summary->customers == 0) {
		report_paragraph(&sheet->report, sheet_word(sheet, "page.no_customers"));
		return 0;
	}
	return put_sections(sheet, page, why);
}
