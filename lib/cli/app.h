/* SPDX-License-Identifier: MIT */
#ifndef CLI_APP_H
#define CLI_APP_H

/*
 * app: the life of a tool, from its command line to its exit status.
 *
 * A tool states what it is and hands over; app parses, answers --help and --version, runs, prints
 * the one message if it failed, checks that all output was written, and gives the exit status:
 * 0 done, 1 could not finish, 2 wrong command line. Death by SIGPIPE keeps its default.
 *
 *	static const struct app app = {
 *		.name = "crm-count",
 *		.summary = "count rows for each value of a column",
 *		.usage = "[-b COLUMN] [FILE …]",
 *		.options = options,
 *		.run = run,
 *	};
 *
 *	int main(int argc, char **argv)
 *	{
 *		return app_main(&app, argc, argv);
 *	}
 *
 * Nothing but app (and base/mem, when memory is out) writes to standard error or ends the process.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "cli/opt.h"

#define APP_VERSION "0.1.0"

struct app {
	const char *name;
	const char *summary;  /* one line, lower case, no full stop */
	const char *usage;    /* what follows the name in "usage: name …" */
	const char *details;  /* more paragraphs for --help, or NULL */
	const struct opt *options;
	bool no_operands;     /* operands are a usage fault */
	/* Do the work. `paths` are the operands, NULL behind the last. 0, or -1 with `why`. */
	int (*run)(char *const *paths, size_t count, struct diag *why);
};

/* Options that every tool has beside its own. */
struct app_common {
	int64_t jobs;         /* -j; at least 1 */
	uint64_t memory;      /* --memory, in bytes */
	const char *output;   /* -o, or NULL for standard output */
	bool quiet;           /* -q: no notes */
	int progress;         /* --progress: APP_PROGRESS_… */
};

enum { APP_PROGRESS_AUTO, APP_PROGRESS_ALWAYS, APP_PROGRESS_NEVER };

/* Their values; to be read while `run` runs. */
const struct app_common *app_common(void);

int app_main(const struct app *app, int argc, char **argv);

/*
 * Print a note to standard error, as "tool: text", unless --quiet was given. Notes say what was
 * done with the rows (read, written, rejected); they are no faults.
 */
void app_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
