/* SPDX-License-Identifier: MIT */
#ifndef IO_XML_H
#define IO_XML_H

/*
 * xml: walk through a document, looking only at what a table of places names; the one door to
 * expat.
 *
 * A place is a small number that the caller gives to an element that it wants, depending on the
 * place around it. The walk starts in XML_OUTSIDE:
 *
 *	static const struct xml_rule rules[] = {
 *		{ XML_OUTSIDE, "sheets", SHEETS },
 *		{ SHEETS, "sheet", SHEET },
 *		{ 0 },
 *	};
 *
 * Elements are XML_OUTSIDE until one matches, however deep they lie; within a place, what no rule
 * names is passed over with all that it holds. Names are compared without their prefix, so that
 * documents are read alike whatever they call their name spaces.
 *
 * The document comes in pieces and nothing of it is kept. Documents with a DTD, in which entities
 * could swell, are refused; so are those that nest deeper, or have longer tags, than people's do.
 */

#include "base/diag.h"

enum { XML_OUTSIDE = 0 };

struct xml_rule {
	int place;        /* within this, … */
	const char *name; /* … an element of this name … */
	int inside;       /* … is this place, 1 or more */
};

/* Where the bytes come from: returns how many were written, 0 at the end, -1 on failure. */
struct xml_source {
	const char *name; /* for messages */
	int64_t (*read)(void *context, char *to, size_t room, struct diag *why);
	void *context;
};

/*
 * What is called for each element with a place, and for the text right within it, which may come
 * in several pieces. Each returns 0, or -1 to end the walk. All may be NULL.
 *
 * Attributes are name, value, name, value, …, NULL. They live until the function returns.
 */
struct xml_visitor {
	const struct xml_rule *rules;
	int (*begin)(void *context, int place, const char *const *attributes, struct diag *why);
	int (*text)(void *context, int place, struct slice text, struct diag *why);
	int (*end)(void *context, int place, struct diag *why);
};

int xml_walk(const struct xml_source *source, const struct xml_visitor *visitor, void *context,
	struct diag *why);

/* The value of the attribute `name`, with or without a prefix; NULL if it is not there. */
const char *xml_attribute(const char *const *attributes, const char *name);

#endif
