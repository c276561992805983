/* SPDX-License-Identifier: MIT */
#ifndef TEST_DRAW_MARKUP_H
#define TEST_DRAW_MARKUP_H

/*
 * markup: is this HTML or SVG whole?
 *
 * Strict on purpose: every element but <meta> and <!doctype> is closed, by name and in order;
 * attributes are quoted; no raw '<', '"' or control character stands in text or in a value.
 */

#include <stdbool.h>
#include <string.h>

#include "base/slice.h"

enum { MARKUP_DEEPEST = 32 };

struct markup {
	struct slice open[MARKUP_DEEPEST];
	size_t depth;
};

/* From a name's first byte to behind its last. */
static inline const char *markup_name_end(const char *at)
{
	while (*at != '\0' && strchr(" />=\n", *at) == NULL)
		at++;
	return at;
}

static inline bool markup_bad_byte(char byte)
{
	return ((unsigned char)byte < 0x20 && byte != '\n') || byte == 0x7f;
}

/* Behind the attributes, at '>' or "/>"; NULL if one of them is malformed. */
static inline const char *markup_attributes(const char *at)
{
	while (*at == ' ') {
		at = markup_name_end(at + 1);
		if (at[0] != '=' || at[1] != '"')
			return NULL;
		for (at += 2; *at != '"'; at++)
			if (*at == '\0' || *at == '<' || markup_bad_byte(*at))
				return NULL;
		at++;
	}
	return at;
}

static inline bool markup_close(struct markup *markup, struct slice name)
{
	return markup->depth > 0 && slice_equal(markup->open[--markup->depth], name);
}

/* Read the tag at `at`. Returns what follows it, or NULL. */
static inline const char *markup_tag(struct markup *markup, const char *at)
{
	bool closing = at[1] == '/';
	const char *start = at + 1 + closing, *end = markup_name_end(start);
	struct slice name = { start, (size_t)(end - start) };

	if (closing)
		return *end == '>' && markup_close(markup, name) ? end + 1 : NULL;
	at = slice_is(name, "!doctype") ? strchr(end, '>') : markup_attributes(end);
	if (at == NULL || name.length == 0)
		return NULL;
	if (at[0] == '/' && at[1] == '>')
		return at + 2;
	if (*at != '>' || markup->depth == MARKUP_DEEPEST)
		return NULL;
	if (!slice_is(name, "meta") && !slice_is(name, "!doctype"))
		markup->open[markup->depth++] = name;
	return at + 1;
}

static inline bool markup_is_whole(const char *text)
{
	struct markup markup = { .depth = 0 };

	while (text != NULL && *text != '\0') {
		if (*text == '<')
			text = markup_tag(&markup, text);
		else if (markup_bad_byte(*text))
			return false;
		else
			text++;
	}
	return text != NULL && markup.depth == 0;
}

static inline size_t markup_count(const char *text, const char *what)
{
	size_t count = 0;

	for (text = strstr(text, what); text != NULL; text = strstr(text + 1, what))
		count++;
	return count;
}

#endif
