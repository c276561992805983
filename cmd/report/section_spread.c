/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "section.h"

enum {
	FIFTH_FROM = 5, /* fewer customers have no fifth */
	ZONES_MOST = 8,
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
	const struct tally *tally = &sheet->intake->all.tally[sheet->intake->abc];
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
	double all = (double)sheet->summary->customers;

	add_zone(zones, slice_of("A"), (double)pareto_reach(&sheet->pareto, 80) / all);
	add_zone(zones, slice_of("B"), (double)pareto_reach(&sheet->pareto, 95) / all);
	add_zone(zones, slice_of("C"), 1);
}

static struct slice best_fifth_text(struct sheet *sheet)
{
	size_t fifth = (sheet->pareto.count * 2 + 5) / 10;

	if (sheet->pareto.count < FIFTH_FROM)
		return (struct slice){ NULL, 0 };
	return SHEET_SAY(sheet, WORDS_BEST_FIFTH,
		sheet_share(sheet, pareto_amount(&sheet->pareto, fifth), sheet->pareto.total));
}

static struct slice half_text(struct sheet *sheet)
{
	size_t half = pareto_reach(&sheet->pareto, 50);

	return SHEET_SAY(sheet, half == 1 ? WORDS_HALF_ONE : WORDS_HALF,
		sheet_count(sheet, (int128)half),
		sheet_share(sheet, (int128)half, (int128)sheet->pareto.count));
}

static struct slice below_text(struct sheet *sheet)
{
	const struct pareto *pareto = &sheet->pareto;

	if (pareto->below_count == 0)
		return (struct slice){ NULL, 0 };
	return SHEET_SAY(sheet, pareto->below_count == 1 ? WORDS_BELOW_ZERO_ONE : WORDS_BELOW_ZERO,
		sheet_count(sheet, (int128)pareto->below_count),
		sheet_money(sheet, pareto->below_total, sheet->decimals));
}

static int put_curve(struct sheet *sheet, struct diag *why)
{
	struct report_point *drawn = mem_zero(PARETO_POINTS, sizeof *drawn);
	struct pareto_point *point = mem_zero(PARETO_POINTS, sizeof *point);
	size_t count = pareto_curve(&sheet->pareto, point);
	struct zones zones = { .count = 0 };
	struct report_curve curve = {
		.title = best_fifth_text(sheet),
		.note = sheet_join(sheet, half_text(sheet), below_text(sheet)),
		.x = { .name = sheet_word(sheet, WORDS_SHARE_OF_CUSTOMERS), .percent = true },
		.y = { .name = sheet_word(sheet, WORDS_SHARE_OF_AMOUNT), .percent = true },
		.point = drawn,
		.count = count,
		.diagonal = true,
	};
	int result;

	if (sheet->intake->abc >= 0)
		find_classes(sheet, &zones);
	if (zones.count == 0)
		find_usual(sheet, &zones);
	curve.zone = zones.zone;
	curve.zone_count = zones.count;
	for (size_t i = 0; i < count; i++)
		drawn[i] = (struct report_point){ point[i].customers, point[i].amount };
	result = report_curve(&sheet->report, &curve, why);
	free(point);
	free(drawn);
	return result;
}

int section_spread(struct sheet *sheet, struct diag *why)
{
	report_heading(&sheet->report, sheet_word(sheet, WORDS_HEAD_SPREAD));
	if (sheet->pareto.total > 0)
		return put_curve(sheet, why);
	report_paragraph(&sheet->report,
		sheet_join(sheet, sheet_word(sheet, WORDS_NO_SHARES), below_text(sheet)));
	return 0;
}
