/* SPDX-License-Identifier: MIT */
#ifndef LOG_WORK_H
#define LOG_WORK_H

/*
 * work: what the parts of crm-log share: the command line, the ledger, and the facts for it.
 */

#include "base/buf.h"
#include "cli/filter.h"
#include "facts.h"
#include "io/append.h"
#include "tab/kind.h"
#include "tab/type.h"

/* What the options say. */
struct log_settings {
	const char *kind, *key, *stamp, *from, *rejects;
};

/* A value from the command line. */
struct given {
	struct slice name, value;
};

/* A column of the ledger, and what a fact has in it. */
struct target {
	struct slice name;
	const struct given *given; /* NULL: not from the command line */
	int source;                /* column of the stream, or -1 */
	bool typed, required;
	enum type type;
	bool in_key;
	bool compared; /* a fact with another value is another fact */
};

/* The tool at work. */
struct work {
	const struct log_settings *settings;
	const char *path;
	const struct kind *kind;
	struct given *given;
	size_t given_count;
	struct buf stamp;
	struct filter filter; /* with --from */
	struct append *ledger;
	struct columns columns; /* of the ledger */
	struct slice content;   /* its rows */
	struct target *target;  /* a column's each */
	struct facts facts;
	struct arena scratch;
	struct buf line, key, field, other;
	uint64_t left_out; /* facts of which a time of day was */
};

#endif
