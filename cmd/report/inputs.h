/* SPDX-License-Identifier: MIT */
#ifndef REPORT_INPUTS_H
#define REPORT_INPUTS_H

/*
 * inputs: the streams of a run, each recognised by its columns and taken in.
 *
 * A stream with section, name and value is a model; one with a customer, a date and an amount is a
 * ledger of transactions; one with a customer and an amount holds profiles.
 */

#include "cli/filter.h"
#include "intake.h"
#include "modelfile.h"
#include "sales.h"

enum inputs_kind { INPUTS_AUTO, INPUTS_PROFILES, INPUTS_TRANSACTIONS, INPUTS_MODEL };

/* As the option --kind calls them; NULL behind the last. */
extern const char *const inputs_kind_name[];

/* What is known of one input, to be told at the foot of the page. */
struct inputs_file {
	const char *path;
	enum inputs_kind kind;
	bool is_before; /* given with --compare */
	struct run_counts counts;
};

enum { INPUTS_SUMS = 4 };

struct inputs {
	struct customer_names names;
	struct ledger_names ledger_names;
	enum inputs_kind kind; /* of all, or INPUTS_AUTO */
	struct intake *intake, *before;
	struct sales *sales;
	struct modelfile *model;
	struct inputs_file *file;
	size_t count, capacity;
	uint64_t rows[INPUTS_SUMS]; /* used, by kind; not those of the time before */
	bool has[INPUTS_SUMS];
};

/* Take in the stream that is open, or that of a path. */
int inputs_take(struct inputs *inputs, struct filter *filter, struct stream *in, const char *path,
	struct diag *why);
int inputs_open(struct inputs *inputs, struct filter *filter, const struct filter_options *options,
	const char *path, struct diag *why);

/* Take in the profiles of the time before. */
int inputs_before(struct inputs *inputs, struct filter *filter, const char *path, struct diag *why);

/* Append the XXH128 of a file's bytes, as xxhsum -H128 prints it; nothing if it is none. */
void inputs_put_hash(struct buf *out, const char *path);

void inputs_release(struct inputs *inputs);

#endif
