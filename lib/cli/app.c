/* SPDX-License-Identifier: MIT */
#include "cli/app.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/progress.h"
#include "cli/wrap.h"
#include "io/output.h"
#include "io/unfinished.h"

enum {
	EXIT_DONE = 0,
	EXIT_FAULT = 1,
	EXIT_USAGE = 2,
	EXIT_NO = 3,
};

static struct app_common common;
static const struct app *running;
static struct opt_result command_line;
static struct progress bar;

static const char *const progress_words[] = { "auto", "always", "never", NULL };

static const struct opt jobs_row = OPT_INT(
	'j', "jobs", "N", &common.jobs, 1, 1024, "use N threads instead of one for each processor");
static const struct opt memory_row = OPT_SIZE_FROM(0, "memory", "SIZE", &common.memory, 1 << 20,
	"use at most about SIZE of memory, like 512M or 4G, instead of half of it");
static const struct opt output_row = OPT_TEXT('o', "output", "FILE", &common.output,
	"write to FILE, all or nothing, instead of standard output");
static const struct opt quiet_row =
	OPT_FLAG('q', "quiet", &common.quiet, "no notes on standard error");
static const struct opt progress_row = OPT_CHOICE(0, "progress", "WHEN", &common.progress,
	progress_words, "draw a progress bar on standard error");

/* The rows of the common options that `app` has: 5 and the end. */
static void pick_common(const struct app *app, struct opt rows[6])
{
	size_t count = 0;

	if (!(app->without & APP_NO_JOBS))
		rows[count++] = jobs_row;
	if (!(app->without & APP_NO_MEMORY))
		rows[count++] = memory_row;
	if (!(app->without & APP_NO_OUTPUT))
		rows[count++] = output_row;
	if (!(app->without & APP_NO_QUIET))
		rows[count++] = quiet_row;
	if (!(app->without & APP_NO_PROGRESS))
		rows[count++] = progress_row;
	rows[count] = (struct opt)OPT_END;
}

const struct app_common *app_common(void)
{
	return &common;
}

const char *app_given(const struct opt *rows)
{
	return opt_given(&command_line, rows);
}

/* In one piece, so that lines of several processes do not mix. Nobody is left to tell of failure.
 */
static void print_error(const struct buf *text)
{
	ssize_t written;

	progress_wipe(&bar);
	written = write(STDERR_FILENO, text->at, text->length);
	(void)written;
}

void app_note(const char *format, ...)
{
	struct buf text = BUF_EMPTY;
	va_list arguments;

	if (common.quiet)
		return;
	buf_printf(&text, "%s: ", running->name);
	va_start(arguments, format);
	buf_vprintf(&text, format, arguments);
	va_end(arguments);
	diag_make_safe(&text, 0);
	buf_char(&text, '\n');
	print_error(&text);
	buf_release(&text);
}

void app_note_lines(struct slice text)
{
	struct slice line;

	while (slice_cut(&text, '\n', &line))
		if (line.length > 0)
			app_note("%.*s", (int)line.length, line.at);
}

void app_progress(void *unused, uint64_t done, uint64_t total)
{
	(void)unused;
	progress_step(&bar, done, total);
}

/* Rows that scroll over a terminal would tear the bar to pieces, so they go without. */
static bool wants_bar(void)
{
	const char *terminal = getenv("TERM");

	if (common.progress != APP_PROGRESS_AUTO)
		return common.progress == APP_PROGRESS_ALWAYS;
	if (common.quiet || !isatty(STDERR_FILENO))
		return false;
	if (terminal == NULL || strcmp(terminal, "dumb") == 0)
		return false;
	return common.output != NULL || !isatty(STDOUT_FILENO);
}

static int64_t usable_processors(void)
{
	cpu_set_t set;
	long online;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		return CPU_COUNT(&set);
	online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? online : 1;
}

static uint64_t half_the_memory(void)
{
	long pages = sysconf(_SC_PHYS_PAGES);
	long size = sysconf(_SC_PAGESIZE);

	return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size / 2 : (uint64_t)1 << 30;
}

/*
 * Take the places of standard streams that are closed, so that no file that is opened later gets
 * their numbers and is written to by mistake. Reading from such a standard input, or writing to
 * such an output, fails as it should: each is open for the opposite only.
 */
static void occupy_closed_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
			_exit(EXIT_FAULT);
}

static void put_usage(const struct app *app, struct buf *out)
{
	struct slice rest = slice_of(app->usage != NULL ? app->usage : "[OPTION …] [FILE …]");
	const char *lead = "usage: ";
	struct slice form;

	while (slice_cut(&rest, '\n', &form)) {
		struct buf line = BUF_EMPTY;

		buf_printf(&line, "%s " SLICE, app->name, SLICE_ARG(form));
		buf_text(out, lead);
		wrap_put(out, slice_trim(buf_slice(&line)), 7, 8 + strlen(app->name));
		buf_release(&line);
		lead = "       ";
	}
}

static void put_help(const struct app *app, const struct opt *rows, struct buf *out)
{
	struct buf summary = BUF_EMPTY;

	put_usage(app, out);
	buf_printf(&summary, "\n%s.", app->summary);
	if (summary.at[1] >= 'a' && summary.at[1] <= 'z')
		summary.at[1] = (char)(summary.at[1] - 'a' + 'A');
	wrap_put_lines(out, buf_slice(&summary));
	buf_release(&summary);
	if (app->details != NULL) {
		buf_char(out, '\n');
		wrap_put_lines(out, slice_of(app->details));
	}
	opt_help(app->options, rows, out);
}

static void put_completion(const struct app *app, const struct opt *rows, struct buf *out)
{
	if (app->completion != NULL)
		app->completion(out);
	else
		opt_completion(app->name, app->options, rows, out);
}

/* Answer --help, --version or --completion. */
static int answer(const struct app *app, const struct opt *rows, struct diag *why)
{
	struct buf text = BUF_EMPTY;
	struct output *out;
	int result;

	if (command_line.help)
		put_help(app, rows, &text);
	else if (command_line.version)
		buf_printf(&text, "%s %s\n", app->name, APP_VERSION);
	else
		put_completion(app, rows, &text);
	result = output_open(&out, NULL, why);
	result = output_finish(out, result, buf_slice(&text), why);
	buf_release(&text);
	return result;
}

/* The same, or the work itself. */
static int live(const struct app *app, int argc, char **argv, struct diag *why)
{
	struct opt rows[6];
	int result;

	pick_common(app, rows);
	result = opt_parse(app->options, rows, argc, argv, &command_line, why);
	if (result == 0 && (command_line.help || command_line.version || command_line.completion)) {
		result = answer(app, rows, why);
	} else if (result == 0 && app->no_operands && command_line.operand_count > 0) {
		result = diag_usage(why, "unexpected operand '%s'", command_line.operands[0]);
	} else if (result == 0) {
		if (common.jobs == 0)
			common.jobs = usable_processors();
		if (common.memory == 0)
			common.memory = half_the_memory();
		if (wants_bar())
			progress_start(&bar, app->name);
		result = app->run(command_line.operands, command_line.operand_count, why);
		progress_end(&bar);
	}
	opt_release(&command_line);
	return result;
}

static int report(const struct app *app, const struct diag *why)
{
	struct buf text = BUF_EMPTY;

	buf_printf(&text, "%s: ", app->name);
	diag_format(why, &text);
	buf_char(&text, '\n');
	if (why->usage)
		buf_printf(&text, "try '%s --help'\n", app->name);
	print_error(&text);
	buf_release(&text);
	return why->usage ? EXIT_USAGE : EXIT_FAULT;
}

/* Some file systems tell of a full disk only when the file is closed. */
static int close_stdout(struct diag *why)
{
	if (fflush(stdout) != 0 || close(STDOUT_FILENO) != 0)
		return diag_errno(why, "standard output");
	return 0;
}

/*
 * Input files are mapped. One that is cut short by somebody else while it is read leaves nothing
 * where it was, and the next look there ends in SIGBUS: the one fault that cannot be returned.
 */
static void on_cut_input(int number)
{
	static const char text[] = ": an input file was cut short by another program while it was "
				   "read\n";
	ssize_t ignored = write(STDERR_FILENO, running->name, strlen(running->name));

	ignored += write(STDERR_FILENO, text, sizeof text - 1);
	(void)ignored;
	(void)number;
	unfinished_remove();
	_exit(EXIT_FAULT);
}

/* Leave nothing behind; then do what the signal does by itself, for whoever waits for us. */
static void on_stop(int number)
{
	unfinished_remove();
	raise(number);
}

/* Signals that are ignored, as by nohup, stay so. */
static void catch_stops(void)
{
	static const int stops[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU };
	const struct sigaction action = { .sa_handler = on_stop, .sa_flags = (int)SA_RESETHAND };
	struct sigaction old;

	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		if (sigaction(stops[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(stops[i], &action, NULL);
	sigaction(SIGPIPE, &action, NULL); /* even then: whoever goes away ends the pipeline */
	at_quick_exit(unfinished_remove);  /* for mem, which ends the process by itself */
}

int app_main(const struct app *app, int argc, char **argv)
{
	struct diag why = DIAG_EMPTY;
	int result;

	catch_stops();
	signal(SIGBUS, on_cut_input);
	signal(SIGXFSZ, SIG_IGN); /* a limit is an error like a full disk */
	occupy_closed_streams();
	running = app;
	result = live(app, argc, argv, &why);
	if (result >= 0 && close_stdout(&why) < 0)
		result = -1;
	if (result < 0)
		return report(app, &why);
	return result == APP_ANSWER_NO ? EXIT_NO : EXIT_DONE;
}
