/* SPDX-License-Identifier: MIT */
#ifndef CRM_WORDS_TABLE_H
#define CRM_WORDS_TABLE_H

/*
 * words_table: the texts of all languages, made of texts/LANGUAGE.tsv by the build.
 */

#include <stddef.h>

struct words_entry {
	const char *key, *text;
};

/* Entries are in byte order of their keys. */
struct words {
	const char *language;
	const struct words_entry *entry;
	size_t count;
};

/* English first; one without a language behind the last. */
extern const struct words words_table[];

#endif
