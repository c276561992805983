/* SPDX-License-Identifier: MIT */
#ifndef CLI_FILTER_H
#define CLI_FILTER_H

/*
 * filter: what every tool that reads streams and writes one has in common.
 *
 * It opens the operands as one stream, the output of -o and the rejects file, holds the settings
 * of the engine, and at the end puts the files in their places, or leaves no trace if the run
 * failed.
 *
 *	static struct filter_options filter_options;
 *
 *	static const struct opt options[] = {
 *		…
 *		FILTER_OPTIONS(filter_options),
 *		OPT_END,
 *	};
 *
 *	static int run(char *const *paths, size_t count, struct diag *why)
 *	{
 *		struct filter filter;
 *		int result = filter_open(&filter, &filter_options, paths, count, why);
 *
 *		if (result == 0)
 *			result = work(&filter, why);
 *		return filter_close(&filter, result, why);
 *	}
 */

#include "cli/app.h"
#include "io/output.h"
#include "run/run.h"
#include "tab/stream.h"

struct filter_options {
	const char *rejects;
	bool no_header;
	const char *columns;
	bool withhold; /* set by the tool: records are not to be seen, see run/run */
};

/* clang-format off */
#define FILTER_OPTIONS(o) \
	OPT_GROUP("Streams"), \
	OPT_TEXT(0, "rejects", "FILE", &(o).rejects, \
		"go on after bad rows and write them to FILE with place and reason"), \
	OPT_FLAG(0, "no-header", &(o).no_header, \
		"no header line, neither read nor written; needs --columns"), \
	OPT_TEXT(0, "columns", "NAME,…", &(o).columns, \
		"the names of the columns of a stream without header")
/* clang-format on */

struct filter {
	struct run run;
	struct stream *in;
	struct output *out;
	struct output *rejects; /* or NULL */
	struct run_counts counts;
	bool no_header;
	bool keep_rejects; /* also if the run failed: they tell why */
};

/* Open everything. `stream` says what the input looks like, or is NULL for crm-tsv(5). */
int filter_open(struct filter *filter, const struct filter_options *options,
	const struct stream_options *stream, char *const *paths, size_t count, struct diag *why);

/* Write the header line `names` (with its LF), unless there is to be none, and hand it on. */
int filter_put_header(struct filter *filter, struct slice names, struct diag *why);

/* Commit the files if `result` is 0, else discard them. Returns what the run comes to. */
int filter_close(struct filter *filter, int result, struct diag *why);

/*
 * Say what became of the rows: "10 rows read = 8 written + 1 rejected + 1 filtered", where
 * "written" is `what`. Without `always` only if some were rejected or filtered.
 */
void filter_note_counts(const struct filter *filter, const char *what, bool always);

#endif
