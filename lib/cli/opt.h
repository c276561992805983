/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPT_H
#define CLI_OPT_H

/*
 * opt: the options of a tool, stated once.
 *
 * A table of rows says everything about each option: its names, what kind of value it takes,
 * where the value goes, and its help. Parsing (the one door to getopt_long), range checks, --help,
 * shell completion and the check of the man page all come from the table.
 *
 *	static struct {
 *		const char *by;
 *		int64_t at_least;
 *		int order;
 *	} opt = { .at_least = 1 };
 *
 *	static const char *const orders[] = { "count", "name", NULL };
 *
 *	static const struct opt options[] = {
 *		OPT_TEXT('b', "by", "COLUMN", &opt.by, "count rows for each value of COLUMN"),
 *		OPT_INT('n', "at-least", "N", &opt.at_least, 1, 1000000,
 *			"leave out values seen fewer than N times"),
 *		OPT_GROUP("Output"),
 *		OPT_CHOICE(0, "order", "WORD", &opt.order, orders, "sort by"),
 *		OPT_END,
 *	};
 *
 * Defaults are the values that the variables have before parsing; help shows them by itself. A
 * default that the range would refuse, a size of 0, a NULL text or a choice of -1 stands for "not
 * given" and is not shown. Use 0 for an option without a short name. Long options cannot be
 * abbreviated, so that a new option never breaks a script. Options and operands may be mixed; "--"
 * ends the options. Of a single-valued option that is repeated, the last one counts.
 *
 * Whether a value is for a file is told from what help calls it: shell completion offers files
 * where that word holds FILE, folders where it holds DIR.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"

/* Texts in the order given, for an option that may be repeated. Zeroed is empty. */
struct opt_list {
	const char **item;
	size_t count;
	size_t capacity;
};

/* A date that may be absent. */
struct opt_date {
	bool given;
	int32_t date;
};

enum opt_kind {
	OPT_KIND_END,
	OPT_KIND_GROUP,
	OPT_KIND_FLAG,
	OPT_KIND_TEXT,
	OPT_KIND_LIST,
	OPT_KIND_INT,
	OPT_KIND_REAL,
	OPT_KIND_SIZE,
	OPT_KIND_DATE,
	OPT_KIND_CHOICE,
	OPT_KIND_OPTIONAL,
	OPT_KIND_STOP, /* opt's own rows: --help, --version, --completion */
};

struct opt {
	enum opt_kind kind;
	char letter;
	const char *name;
	const char *value; /* what help calls the value: "FILE" */
	const char *help;  /* one or more lines are made of it; lower case, no full stop */
	union {
		bool *flag;
		const char **text;
		struct opt_list *list;
		int64_t *integer;
		double *real;
		uint64_t *size;
		struct opt_date *date;
		int *choice;
	} to;
	int64_t least, most;        /* INT: the range allowed, ends included; SIZE: the least */
	double low, high;           /* REAL: the same; INFINITY for an open end */
	const char *const *choices; /* CHOICE: the words, ended by NULL; the value is the index */
	bool *given;                /* OPTIONAL: set when the option is there */
};

/* clang-format off */
#define OPT_GROUP(title) { .kind = OPT_KIND_GROUP, .help = title }
#define OPT_FLAG(c, n, v, h) \
	{ .kind = OPT_KIND_FLAG, .letter = c, .name = n, .help = h, .to = { .flag = v } }
#define OPT_TEXT(c, n, w, v, h) \
	{ .kind = OPT_KIND_TEXT, .letter = c, .name = n, .value = w, .help = h, .to = { .text = v } }
#define OPT_LIST(c, n, w, v, h) \
	{ .kind = OPT_KIND_LIST, .letter = c, .name = n, .value = w, .help = h, .to = { .list = v } }
/* INT64_MIN and INT64_MAX leave an end of the range open. */
#define OPT_INT(c, n, w, v, lo, hi, h) \
	{ .kind = OPT_KIND_INT, .letter = c, .name = n, .value = w, .help = h, \
	  .to = { .integer = v }, .least = lo, .most = hi }
#define OPT_REAL(c, n, w, v, lo, hi, h) \
	{ .kind = OPT_KIND_REAL, .letter = c, .name = n, .value = w, .help = h, \
	  .to = { .real = v }, .low = lo, .high = hi }
#define OPT_SIZE(c, n, w, v, h) OPT_SIZE_FROM(c, n, w, v, 0, h)
#define OPT_SIZE_FROM(c, n, w, v, lo, h) \
	{ .kind = OPT_KIND_SIZE, .letter = c, .name = n, .value = w, .help = h, \
	  .to = { .size = v }, .least = lo }
#define OPT_DATE(c, n, w, v, h) \
	{ .kind = OPT_KIND_DATE, .letter = c, .name = n, .value = w, .help = h, .to = { .date = v } }
/*
 * Help lists the words behind its text: "sort by: count or name (default: count)", unless the
 * text has a colon itself and so explains them: "days that count: net, …; sale, …".
 */
#define OPT_CHOICE(c, n, w, v, words, h) \
	{ .kind = OPT_KIND_CHOICE, .letter = c, .name = n, .value = w, .help = h, \
	  .to = { .choice = v }, .choices = words }
/* --name or --name=VALUE: `given` is set, `text` only when there is a value. */
#define OPT_OPTIONAL(c, n, w, g, v, h) \
	{ .kind = OPT_KIND_OPTIONAL, .letter = c, .name = n, .value = w, .help = h, \
	  .to = { .text = v }, .given = g }
#define OPT_END { .kind = OPT_KIND_END }
/* clang-format on */

/* What a command line came to, apart from the variables that it set. */
struct opt_result {
	bool help, version, completion;
	char **operands; /* NULL behind the last; they live as long as argv */
	size_t operand_count;
	const char **given; /* the names of the options that are there, in their order */
	size_t given_count;
};

/*
 * Read a command line by the rows of both tables (`common` are those that every tool has; either
 * table may be NULL), plus --help, --version and --completion.
 *
 * Sets the variables that the rows point to, but only when the whole line is understood: where
 * parsing stops at --help, --version or --completion, they still hold the defaults, for opt_help.
 * The order and contents of argv stay as they were. Two rows with the same name are a bug.
 *
 * Returns 0, or -1 with a usage fault in `why`. opt_release is due in both cases.
 */
int opt_parse(const struct opt *own, const struct opt *common, int argc, char **argv,
	struct opt_result *result, struct diag *why);

/*
 * Is one of the options of `rows` (up to OPT_END) on the command line? Returns the name of the
 * first such row, or NULL: for options that make sense only beside another one.
 */
const char *opt_given(const struct opt_result *result, const struct opt *rows);

/* Let go of the lists. */
void opt_release(struct opt_result *result);

/* Append the option part of --help: grouped, aligned, at most 80 columns wide. */
void opt_help(const struct opt *own, const struct opt *common, struct buf *out);

/* Append a bash completion script for the tool named `tool`. */
void opt_completion(
	const char *tool, const struct opt *own, const struct opt *common, struct buf *out);

#endif
