/* SPDX-License-Identifier: MIT */
#include "crm/words.h"

#include <assert.h>
#include <stdlib.h>

#include "crm/words_table.h"

enum { KEY = 120 }; /* longer names are not known */

/* The values of a column in the order in which people want to see them. */
struct order {
	const char *column, *values;
};

static const struct order orders[] = {
	{ "abc", "a b c d e" },
	{ "pyramid", "vip major ordinary small platinum gold iron lead" },
	{ "lifecycle", "prospect new growing mature declining dormant lost" },
	{ "rfm_segment", "champions loyal potential_loyalist new promising need_attention "
			 "about_to_sleep at_risk cannot_lose hibernating lost" },
	{ "ladder", "advocate supporter client customer tester" },
	{ "grade", "a b c d e" },
};

int words_find(const char *language)
{
	for (int i = 0; words_languages[i] != NULL; i++)
		if (strcmp(words_languages[i], language) == 0)
			return i;
	return -1;
}

const struct words *words_of(int language)
{
	return &words_table[language];
}

static int compare(const void *key, const void *entry)
{
	return strcmp(key, ((const struct words_entry *)entry)->key);
}

static const char *find_text(const char *key, const struct words *words)
{
	const struct words_entry *entry =
		bsearch(key, words->entry, words->count, sizeof *words->entry, compare);

	if (entry == NULL && words != words_table)
		return find_text(key, words_table);
	return entry != NULL ? entry->text : NULL;
}

const char *words_text(const char *key, const struct words *words)
{
	const char *text = find_text(key, words);

	return text != NULL ? text : key;
}

void words_fill(struct buf *out, const char *phrase, const struct slice *text, size_t count)
{
	for (; *phrase != '\0'; phrase++) {
		size_t place = (size_t)(phrase[1] - '1');

		if (*phrase != '{' || place >= 9 || phrase[2] != '}') {
			buf_char(out, *phrase);
			continue;
		}
		assert(place < count);
		buf_put(out, text[place]);
		phrase += 2;
	}
}

/* In lower case, and one byte for all that may stand between words. */
static char plain(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	return byte == '-' || byte == ' ' ? '_' : byte;
}

static bool same(struct slice a, struct slice b)
{
	if (a.length != b.length)
		return false;
	for (size_t i = 0; i < a.length; i++)
		if (plain(a.at[i]) != plain(b.at[i]))
			return false;
	return true;
}

bool words_same(struct slice value, const char *known)
{
	return same(value, slice_of(known));
}

/* Append `name` in its plain form to a key of `length`. Returns false if it has no room. */
static bool add_name(char *key, size_t *length, struct slice name)
{
	if (name.length >= KEY - *length)
		return false;
	for (size_t i = 0; i < name.length; i++)
		key[(*length)++] = plain(name.at[i]);
	key[*length] = '\0';
	return true;
}

struct slice words_column(struct slice column, const struct words *words)
{
	char key[KEY] = "column.";
	size_t length = strlen(key);
	const char *text = add_name(key, &length, column) ? find_text(key, words) : NULL;

	return text != NULL ? slice_of(text) : column;
}

struct slice words_value(struct slice column, struct slice value, const struct words *words)
{
	char key[KEY] = "value.";
	size_t length = strlen(key);
	const char *text = NULL;

	if (add_name(key, &length, column) && add_name(key, &length, slice_of(".")) &&
		add_name(key, &length, value))
		text = find_text(key, words);
	return text != NULL ? slice_of(text) : value;
}

static int rank_in(const char *values, struct slice value)
{
	struct slice rest = slice_of(values), known;

	for (int rank = 0; slice_cut(&rest, ' ', &known); rank++)
		if (same(value, known))
			return rank;
	return WORDS_RANK_UNKNOWN;
}

int words_rank(struct slice column, struct slice value)
{
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		if (words_same(column, orders[i].column))
			return rank_in(orders[i].values, value);
	return WORDS_RANK_UNKNOWN;
}
