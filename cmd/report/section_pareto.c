/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "division.h"
#include "section.h"

enum {
	FIFTH_FROM = 5, /* fewer customers have no fifth */
	ZONES_MOST = 8,
	FIFTH = PARETO_STEPS / 5,
};

/* Where the classes of ABC end on the curve. */
struct zones {
	struct report_zone zone[ZONES_MOST];
	size_t count;
};

static void add_zone(struct zones *zones, struct slice label, double end)
{
	if (zones->count < ZONES_MOST)
		zones->zone[zones->count++] = (struct report_zone){ label, end };
}

/* By the column abc: a class behind the other, and the last one takes what is left. */
static void find_classes(const struct sheet *sheet, struct zones *zones)
{
	const struct tally *tally = &sheet->intake->all.tally[sheet->intake->layout.abc];
	int64_t passed = 0;

	for (char letter = 'A'; letter <= 'Z'; letter++) {
		const char class[] = { letter, '\0' };

		for (size_t i = 0; i < tally->count; i++) {
			const struct tally_entry *entry = &tally->entry[i];

			if (!words_same(entry->value, class))
				continue;
			passed += entry->customers;
			add_zone(zones, entry->value,
				(double)passed / (double)sheet->summary->customers);
		}
	}
}

/* At 80 % and 95 % of the amount. */
static void find_usual(const struct sheet *sheet, struct zones *zones)
{
	const size_t *reach = sheet->intake->pareto.reach;
	double all = (double)sheet->summary->customers;

	add_zone(zones, slice_of("A"), (double)reach[80] / all);
	add_zone(zones, slice_of("B"), (double)reach[95] / all);
	add_zone(zones, slice_of("C"), 1);
}

static struct slice best_fifth_text(struct sheet *sheet)
{
	const struct pareto *pareto = &sheet->intake->pareto;

	if (pareto->count < FIFTH_FROM)
		return sheet_word(sheet, "section.pareto");
	return SHEET_SAY(sheet, "pareto.best_fifth",
		sheet_share(sheet, pareto->step[FIFTH].amount, pareto->total).shown);
}

static struct slice half_text(struct sheet *sheet)
{
	size_t half = sheet->intake->pareto.reach[50];

	return SHEET_SAY(sheet, sheet_number((int64_t)half, "pareto.half.one", "pareto.half.many"),
		sheet_count(sheet, (int128)half).shown,
		sheet_share(sheet, (int128)half, (int128)sheet->intake->pareto.count).shown);
}

static struct slice below_text(struct sheet *sheet)
{
	const struct pareto *pareto = &sheet->intake->pareto;

	if (pareto->below_count == 0)
		return (struct slice){ NULL, 0 };
	return SHEET_SAY(sheet,
		sheet_number((int64_t)pareto->below_count, "pareto.below.one", "pareto.below.many"),
		sheet_count(sheet, (int128)pareto->below_count).shown,
		sheet_money(sheet, pareto->below_total, sheet->decimals).shown);
}

/* The curve in twenty steps, or fewer. */
static void attach_steps(struct sheet *sheet)
{
	const struct pareto *pareto = &sheet->intake->pareto;
	struct grid grid;
	size_t before = 0;

	grid_begin(&grid, sheet, "pareto");
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, "share_of_customers", sheet_word(sheet, "word.share_of_customers"),
		REPORT_SHARE);
	grid_column(&grid, "amount", sheet_word(sheet, "word.amount"), REPORT_AMOUNT);
	grid_column(
		&grid, "share_of_amount", sheet_word(sheet, "word.share_of_amount"), REPORT_SHARE);
	for (size_t i = 1; i <= PARETO_STEPS; i++) {
		const struct pareto_step *step = &pareto->step[i];

		if (step->customers == before)
			continue;
		before = step->customers;
		grid_put(&grid, sheet_count(sheet, (int128)step->customers));
		grid_put(&grid, sheet_share(sheet, (int128)step->customers, (int128)pareto->count));
		grid_put(&grid, sheet_money(sheet, step->amount, sheet->table_decimals));
		grid_put(&grid, sheet_share(sheet, step->amount, pareto->total));
	}
	grid_source(&grid, sheet->stream, "amount", "rule.pareto");
	grid_attach(&grid, false);
	grid_end(&grid);
}

static int put_curve(struct sheet *sheet, struct diag *why)
{
	const struct pareto *pareto = &sheet->intake->pareto;
	struct report_point *drawn = mem_zero(PARETO_POINTS, sizeof *drawn);
	struct zones zones = { .count = 0 };
	struct report_curve curve = {
		.title = best_fifth_text(sheet),
		.note = sheet_join(sheet, half_text(sheet), below_text(sheet)),
		.x = { .name = sheet_word(sheet, "word.share_of_customers"), .percent = true },
		.y = { .name = sheet_word(sheet, "word.share_of_amount"), .percent = true },
		.point = drawn,
		.count = pareto->points,
		.diagonal = true,
	};
	int result;

	if (sheet->intake->layout.abc >= 0)
		find_classes(sheet, &zones);
	if (zones.count == 0)
		find_usual(sheet, &zones);
	curve.zone = zones.zone;
	curve.zone_count = zones.count;
	for (size_t i = 0; i < pareto->points; i++)
		drawn[i] = (struct report_point){ pareto->point[i].customers,
			pareto->point[i].amount };
	result = report_curve(&sheet->report, &curve, why);
	if (result == 0)
		attach_steps(sheet);
	free(drawn);
	return result;
}

/* ---- grades in their colours ------------------------------------------------------------- */

struct grades {
	struct slice name[CUSTOMER_CLASSES];
	const struct tally_entry *entry[CUSTOMER_CLASSES];
	size_t count;
};

static void find_grades(struct sheet *sheet, struct grades *grades)
{
	const struct tally *tally = &sheet->intake->all.tally[sheet->intake->layout.abc];
	struct slice column = slice_of("abc");

	for (int rank = 0; rank < CUSTOMER_CLASSES; rank++)
		for (size_t i = 0; i < tally->count; i++)
			if (words_rank(column, tally->entry[i].value) == rank) {
				grades->name[grades->count] =
					sheet_value(sheet, column, tally->entry[i].value).shown;
				grades->entry[grades->count++] = &tally->entry[i];
			}
}

static void attach_grades(struct sheet *sheet, const struct grades *grades)
{
	const struct summary *summary = sheet->summary;
	struct grid grid;

	grid_begin(&grid, sheet, "grades");
	grid_column(&grid, "abc", sheet_column(sheet, "abc"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, "share_of_customers", sheet_word(sheet, "word.share"), REPORT_SHARE);
	grid_column(&grid, "amount", sheet_word(sheet, "word.amount"), REPORT_AMOUNT);
	grid_column(&grid, "share_of_amount", sheet_word(sheet, "word.share"), REPORT_SHARE);
	grid_column(&grid, "mean", sheet_word(sheet, "word.mean"), REPORT_AMOUNT);
	for (size_t i = 0; i < grades->count; i++) {
		const struct tally_entry *entry = grades->entry[i];

		grid_put(&grid, sheet_text(grades->name[i], sheet_plain(sheet, entry->value)));
		grid_put(&grid, sheet_count(sheet, entry->customers));
		grid_put(&grid, sheet_share(sheet, entry->customers, summary->customers));
		grid_put(&grid, sheet_money(sheet, entry->amount, sheet->table_decimals));
		grid_put(&grid, sheet_share(sheet, entry->amount, summary->amount));
		grid_put(&grid, sheet_mean(sheet, entry->amount, entry->customers));
	}
	grid_source(&grid, sheet->stream, "abc, amount", "rule.by_value");
	grid_attach(&grid, false);
	grid_end(&grid);
}

static int put_grades(struct sheet *sheet, struct diag *why)
{
	const struct summary *summary = sheet->summary;
	struct grades grades = { .count = 0 };
	double share[2 * CUSTOMER_CLASSES];
	struct slice text[2 * CUSTOMER_CLASSES];
	struct slice bar[] = { sheet_word(sheet, "word.customers"),
		sheet_word(sheet, "word.amount") };
	struct report_parts parts = { .part = grades.name,
		.bar = bar,
		.bar_count = 2,
		.share = share,
		.text = text,
		.shade = REPORT_SHADE_GRADES };

	if (sheet->intake->layout.abc < 0 || summary->amount <= 0)
		return 0;
	find_grades(sheet, &grades);
	if (grades.count == 0)
		return 0;
	parts.part_count = grades.count;
	for (size_t i = 0; i < grades.count; i++) {
		struct figure customers =
			sheet_share(sheet, grades.entry[i]->customers, summary->customers);
		struct figure amount = sheet_share(sheet, grades.entry[i]->amount, summary->amount);

		share[i] = customers.number;
		text[i] = customers.shown;
		share[grades.count + i] = amount.number;
		text[grades.count + i] = amount.shown;
	}
	parts.title = SHEET_SAY(sheet, "pareto.grades", grades.name[0],
		sheet_share(sheet, grades.entry[0]->customers, summary->customers).shown,
		sheet_share(sheet, grades.entry[0]->amount, summary->amount).shown);
	if (report_parts(&sheet->report, &parts, why) < 0)
		return -1;
	attach_grades(sheet, &grades);
	return 0;
}

/* Where there are no shares of the amount, the classes can still be counted. */
static int put_counts(struct sheet *sheet, struct diag *why)
{
	int segment = sheet->intake->layout.abc;
	struct division division;

	if (segment < 0)
		return 0;
	division_of(sheet, &division, &sheet->intake->all.tally[segment], slice_of("abc"));
	return division_bars(sheet, &division, "grades", false, why);
}

int section_pareto(struct sheet *sheet, struct diag *why)
{
	if (sheet->intake->pareto.total <= 0) {
		report_paragraph(
			&sheet->report, sheet_join(sheet, sheet_word(sheet, "pareto.no_shares"),
						below_text(sheet)));
		return put_counts(sheet, why);
	}
	if (put_curve(sheet, why) < 0)
		return -1;
	return put_grades(sheet, why);
}
