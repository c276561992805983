/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_READING_H
#define IMPORT_READING_H

/*
 * reading: how the inputs are to be read, as far as the command line says.
 */

#include "tab/stream.h"

struct reading_settings {
	const char *encoding, *sheet;                     /* or NULL: found out, the first */
	const char *separator, *quote, *escape, *comment; /* or NULL: found out */
	int64_t skip;                                     /* lines in front; -1: found out */
	int64_t footer;                                   /* lines at the end */
	bool unite;
	uint64_t memory;
};

int reading_describe(
	const struct reading_settings *settings, struct stream_options *input, struct diag *why);

#endif
