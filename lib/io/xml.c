/* SPDX-License-Identifier: MIT */
#include "io/xml.h"

#include <expat.h>
#include <stdlib.h>

enum {
	PIECE = 64 * 1024,
	MOST_DEPTH = 100,
	LONGEST_TAG = 1 << 20, /* expat looks at the start of a tag again with each piece of it */
	PASSED_OVER = -1,      /* the place of what nobody asked for */
};

struct walk {
	XML_Parser parser;
	const struct xml_source *source;
	const struct xml_visitor *visitor;
	void *context;
	struct diag *why;
	int result;
	size_t depth;
	int place[MOST_DEPTH + 1];
};

static const char *without_prefix(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

const char *xml_attribute(const char *const *attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (strcmp(without_prefix(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

static void stop(struct walk *walk)
{
	walk->result = -1;
	XML_StopParser(walk->parser, XML_FALSE);
}

static void fail(struct walk *walk, const char *reason)
{
	diag_fail(walk->why, "the part '%s' %s", walk->source->name, reason);
	stop(walk);
}

static int place_of(const struct walk *walk, const char *name)
{
	int around = walk->place[walk->depth];

	if (around == PASSED_OVER)
		return PASSED_OVER;
	name = without_prefix(name);
	for (const struct xml_rule *rule = walk->visitor->rules; rule->name != NULL; rule++)
		if (rule->place == around && strcmp(rule->name, name) == 0)
			return rule->inside;
	return around == XML_OUTSIDE ? XML_OUTSIDE : PASSED_OVER;
}

static void begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct walk *walk = context;
	int place = place_of(walk, name);

	if (walk->depth == MOST_DEPTH) {
		fail(walk, "nests its elements too deep");
		return;
	}
	walk->place[++walk->depth] = place;
	if (place > XML_OUTSIDE && walk->visitor->begin != NULL &&
		walk->visitor->begin(
			walk->context, place, (const char *const *)attributes, walk->why) < 0)
		stop(walk);
}

static void text(void *context, const XML_Char *at, int length)
{
	struct walk *walk = context;
	int place = walk->place[walk->depth];

	if (place > XML_OUTSIDE && walk->visitor->text != NULL &&
		walk->visitor->text(
			walk->context, place, (struct slice){ at, (size_t)length }, walk->why) < 0)
		stop(walk);
}

static void end(void *context, const XML_Char *name)
{
	struct walk *walk = context;
	int place = walk->place[walk->depth];

	(void)name;
	/* An empty element ends even when its beginning stopped the walk. */
	if (walk->result < 0)
		return;
	walk->depth--;
	if (place > XML_OUTSIDE && walk->visitor->end != NULL &&
		walk->visitor->end(walk->context, place, walk->why) < 0)
		stop(walk);
}

static void refuse_dtd(void *context, const XML_Char *name, const XML_Char *system_id,
	const XML_Char *public_id, int has_internal_subset)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)has_internal_subset;
	fail(context, "has a DTD, which no workbook has");
}

/* The walk has stopped: say why, unless that is said already. */
static int not_well_formed(struct walk *walk)
{
	if (walk->result < 0)
		return -1;
	return diag_fail(walk->why, "the part '%s' is damaged: %s in line %lu", walk->source->name,
		XML_ErrorString(XML_GetErrorCode(walk->parser)),
		(unsigned long)XML_GetCurrentLineNumber(walk->parser));
}

static int walk_pieces(struct walk *walk)
{
	uint64_t given = 0;
	int64_t length;

	do {
		void *piece = XML_GetBuffer(walk->parser, PIECE);
		int64_t begun;

		if (piece == NULL)
			return not_well_formed(walk);
		length = walk->source->read(walk->source->context, piece, PIECE, walk->why);
		if (length < 0)
			return -1;
		given += (uint64_t)length;
		if (XML_ParseBuffer(walk->parser, (int)length, length == 0) != XML_STATUS_OK)
			return not_well_formed(walk);
		begun = XML_GetCurrentByteIndex(walk->parser);
		if (begun >= 0 && given > (uint64_t)begun + LONGEST_TAG)
			return diag_fail(walk->why, "the part '%s' has a tag without end",
				walk->source->name);
	} while (length > 0);
	return walk->result;
}

static void *resize(void *old, size_t size)
{
	return mem_resize(old, size, 1);
}

int xml_walk(const struct xml_source *source, const struct xml_visitor *visitor, void *context,
	struct diag *why)
{
	static const XML_Memory_Handling_Suite memory = { mem_alloc, resize, free };
	struct walk walk = { .source = source, .visitor = visitor, .context = context, .why = why };
	int result;

	walk.parser = XML_ParserCreate_MM(NULL, &memory, NULL);
	XML_SetUserData(walk.parser, &walk);
	XML_SetElementHandler(walk.parser, begin, end);
	XML_SetCharacterDataHandler(walk.parser, text);
	XML_SetStartDoctypeDeclHandler(walk.parser, refuse_dtd);
	result = walk_pieces(&walk);
	XML_ParserFree(walk.parser);
	return result;
}
