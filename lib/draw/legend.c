/* SPDX-License-Identifier: MIT */
#include "draw/legend.h"

#include <math.h>

enum {
	BOX = 10,
	NAME = 16, /* from the box's left edge to the name */
	APART = 20,
	BASE = 13, /* the baseline of the first line */
};

/* The place of the next key: in this line, or at the start of the next. */
struct place {
	double x, y, left, right;
	size_t keys; /* so far */
};

/* Find the place of a key. Returns the room that its name has, or 0: it has none. */
static double find_place(struct place *place, const struct legend_key *key)
{
	/* A little more, as sums of parts of a pixel are not exact. */
	double box = key->class != NULL ? NAME : 0, width = box + svg_text_width(key->name) + 0.5;

	if (key->name.length == 0)
		return 0;
	if (place->x > place->left && place->x + width > place->right) {
		place->x = place->left;
		place->y += SVG_LINE;
	}
	place->keys++;
	return fmin(width, place->right - place->x) - box;
}

double legend_height(const struct legend_key *key, size_t count, double room)
{
	struct place place = { .right = room };

	for (size_t i = 0; i < count; i++) {
		double name = find_place(&place, &key[i]);

		if (name > 0)
			place.x += (key[i].class != NULL ? NAME : 0) + name + APART;
	}
	return place.keys > 0 ? SVG_LEGEND + place.y : 0;
}

void legend_put(
	struct buf *out, const struct legend_key *key, size_t count, double left, double right)
{
	struct place place = { .x = left, .left = left, .right = right };

	for (size_t i = 0; i < count; i++) {
		double name = find_place(&place, &key[i]);

		if (name <= 0)
			continue;
		if (key[i].class != NULL) {
			svg_box(out, key[i].class, place.x, place.y + BASE - BOX, BOX, BOX);
			place.x += NAME;
		}
		svg_fitting(out, "muted", "start", place.x, place.y + BASE, key[i].name, name);
		place.x += name + APART;
	}
}
