/* SPDX-License-Identifier: MIT */
#ifndef CLI_APP_H
#define CLI_APP_H

/*
 * app: the life of a tool, from its command line to its exit status.
 *
 * A tool states what it is and hands over; app parses, answers --help, --version and --completion,
 * runs, prints the one message if it failed, checks that all output was written, and gives the
 * exit status: 0 done, 1 could not finish, 2 wrong command line, 3 done and the answer is no.
 * Death by SIGPIPE keeps its default.
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

/* Common options that a tool has no use for: it neither shows nor takes them. */
enum {
	APP_NO_JOBS = 1,
	APP_NO_MEMORY = 2,
	APP_NO_OUTPUT = 4,
	APP_NO_QUIET = 8,
	APP_NO_PROGRESS = 16,
	APP_NO_COMMON = 31,
};

/* What run returns when a check is done and its answer is no: exit 3. */
enum { APP_ANSWER_NO = 1 };

struct app {
	const char *name;
	const char *summary; /* one line, lower case, no full stop */
	const char *usage;   /* what follows the name in "usage: name …"; a line for each form */
	const char *details; /* more of --help: lines are wrapped unless they start with a blank */
	const struct opt *options;
	unsigned without; /* APP_NO_…, or-ed */
	bool no_operands; /* operands are a usage fault */
	/* Do the work. `paths` are the operands, NULL behind the last. 0, or -1 with `why`. */
	int (*run)(char *const *paths, size_t count, struct diag *why);
	/* Append another completion script than the one made of the options, or NULL. */
	void (*completion)(struct buf *out);
};

/* Options that every tool has beside its own. */
struct app_common {
	int64_t jobs;       /* -j; at least 1; left out: the processors that we may use */
	uint64_t memory;    /* --memory, in bytes; left out: half of what the machine has */
	const char *output; /* -o, or NULL for standard output */
	bool quiet;         /* -q: no notes */
	int progress;       /* --progress: APP_PROGRESS_… */
};

enum { APP_PROGRESS_AUTO, APP_PROGRESS_ALWAYS, APP_PROGRESS_NEVER };

/* Their values; to be read while `run` runs. */
const struct app_common *app_common(void);

/* As opt_given, of the command line of this run. */
const char *app_given(const struct opt *rows);

int app_main(const struct app *app, int argc, char **argv);

/*
 * Print a note to standard error, as "tool: text", unless --quiet was given. Notes say what was
 * done with the rows (read, written, rejected); they are no faults.
 */
void app_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for each line of `text` that is not empty. */
void app_note_lines(struct slice text);

/*
 * Say how far the run has come: `done` bytes of `total`, 0 if that is not known. A callback for
 * the engine, to be called by one thread at a time; `unused` is anything. By --progress it draws
 * a bar or does nothing; app wipes the bar before it prints notes and at the end.
 */
void app_progress(void *unused, uint64_t done, uint64_t total);

#endif
