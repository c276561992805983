/* SPDX-License-Identifier: MIT */
#include "mess.h"

/* Put `text` in place of, or behind, what `field` holds; `room` is there to build it in. */
static void spoil_number(struct slice *field, struct rng *rng, struct buf *room)
{
	static const char *const behind[] = { " pcs", "?", " (approx.)", "O" };

	buf_reset(room);
	if (rng_chance(rng, 0.5)) {
		*field = slice_of(rng_chance(rng, 0.5) ? "#VALUE!" : "see note");
		return;
	}
	buf_put(room, *field);
	buf_text(room, behind[rng_below(rng, 4)]);
	*field = buf_slice(room);
}

/* Spoil a row in one way. Returns how many of its fields are left. */
static size_t spoil(struct slice field[EXPORT_COLUMNS], enum sample_defect defect, struct rng *rng,
	struct buf *room)
{
	static const char *const dates[] = { "2024-02-30 10:15", "00/00/0000", "31.11.2024 14:02",
		"yesterday", "2024-13-05 09:30" };

	switch (defect) {
	case SAMPLE_DEFECT_CUSTOMER:
		field[EXPORT_CUSTOMER] = (struct slice){ NULL, 0 };
		break;
	case SAMPLE_DEFECT_DATE:
		field[EXPORT_DATE] = slice_of(dates[rng_below(rng, 5)]);
		break;
	case SAMPLE_DEFECT_NUMBER:
		spoil_number(
			&field[rng_chance(rng, 0.5) ? EXPORT_QUANTITY : EXPORT_PRICE], rng, room);
		break;
	case SAMPLE_DEFECT_SHORT:
		return EXPORT_COLUMNS - 1 - rng_below(rng, 5);
	case SAMPLE_DEFECTS:
		break;
	}
	return EXPORT_COLUMNS;
}

/* The generator that decides about line number `line` of `order`. */
static void start_mess(
	struct rng *rng, const struct sample *sample, const struct shop_order *order, int line)
{
	uint64_t key = rng_key(sample->mess_seed, order->customer);

	key = rng_key(key, order->number);
	rng_start(rng, rng_key(key, order->returned * 100u + (uint32_t)line));
}

size_t mess_make(const struct sample *sample, const struct shop_order *order, int line,
	struct slice field[EXPORT_COLUMNS], struct buf *room, struct page *page)
{
	enum sample_defect defect;
	struct rng rng;

	start_mess(&rng, sample, order, line);
	if (!rng_chance(&rng, sample->mess))
		return EXPORT_COLUMNS;
	defect = (enum sample_defect)rng_below(&rng, SAMPLE_DEFECTS);
	page->defects[defect]++;
	return spoil(field, defect, &rng, room);
}
