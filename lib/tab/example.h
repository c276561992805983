/* SPDX-License-Identifier: MIT */
#ifndef TAB_EXAMPLE_H
#define TAB_EXAMPLE_H

/*
 * example: how many values of a column were of one sort, and one of them to show.
 *
 * The one that is kept is the first in byte order, not the first to come, so that examples of
 * parts of a column merge to the same in any order. A long value is cut.
 */

#include <stdint.h>

#include "base/slice.h"

struct example {
	uint64_t count;
	unsigned char length;
	char text[31];
};

static inline struct slice example_text(const struct example *example)
{
	return (struct slice){ example->text, example->length };
}

static inline struct slice example_cut(struct slice text)
{
	if (text.length <= sizeof((struct example *)0)->text)
		return text;
	text.length = sizeof((struct example *)0)->text;
	while (text.length > 0 && ((unsigned char)text.at[text.length] & 0xc0) == 0x80)
		text.length--;
	return text;
}

static inline void example_add(struct example *example, struct slice text)
{
	text = example_cut(text);
	if (example->count++ > 0 && slice_compare(text, example_text(example)) >= 0)
		return;
	memcpy(example->text, text.at, text.length);
	example->length = (unsigned char)text.length;
}

static inline void example_merge(struct example *example, const struct example *other)
{
	uint64_t count = example->count + other->count;

	if (other->count > 0)
		example_add(example, example_text(other));
	example->count = count;
}

#endif
