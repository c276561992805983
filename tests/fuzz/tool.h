/* SPDX-License-Identifier: MIT */
#ifndef TOOL_H
#define TOOL_H

/*
 * tool: a whole tool as a fuzz target, run again and again in one process.
 *
 * The target includes the tool itself, so that it can set what the command line would have said:
 *
 *	#include "tool.h"
 *
 *	#include "../../cmd/crm-profile.c"
 *
 *	opt.partial = true;
 *	result = tool_run(run, 4, paths, 2, &out, &why);
 *
 * What the tool writes to standard output goes to `out`. Where a part of the tool keeps what its
 * options say to itself, tool_parse sets it by a command line.
 */
#include "cli/app.c" /* for what all tools are told: threads, memory, no notes */

#include "fuzz.h"

/* The tool's own: libFuzzer has the other. */
#define main tool_main
int tool_main(int argc, char **argv);

typedef int (*tool_function)(char *const *paths, size_t count, struct diag *why);

/* A file in the place of standard output; libFuzzer itself writes to standard error. */
static inline int tool_output(void)
{
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("output", MFD_CLOEXEC);
		if (dup2(fd, STDOUT_FILENO) < 0)
			abort();
	}
	return fd;
}

static inline void tool_take_output(int fd, struct buf *out)
{
	off_t length = lseek(fd, 0, SEEK_END);

	if (length < 0 || pread(fd, buf_room(out, (size_t)length), (size_t)length, 0) != length)
		abort();
	out->length += (size_t)length;
	if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0)
		abort();
}

/* Run it on so many threads. Returns what it returns; what it has to say must be fit to be said. */
static inline int tool_run(tool_function run, int jobs, char *const *paths, size_t count,
	struct buf *out, struct diag *why)
{
	int fd = tool_output(), result;

	*why = (struct diag)DIAG_EMPTY;
	common = (struct app_common){
		.jobs = jobs, .memory = 1 << 24, .quiet = true, .progress = APP_PROGRESS_NEVER
	};
	result = run(paths, count, why);
	if (result < 0)
		fuzz_message(why);
	tool_take_output(fd, out);
	return result;
}

/* As a run does that has been given these words behind its name; ended by NULL. */
static inline void tool_parse(const struct opt *options, char **words)
{
	const struct opt none[] = { OPT_END };
	char *arguments[32] = { (char *)(uintptr_t) "tool" };
	struct diag why;
	int count = 1;

	for (; *words != NULL && count < 31; words++)
		arguments[count++] = *words;
	opt_release(&command_line);
	if (opt_parse(options, none, count, arguments, &command_line, &why) < 0)
		abort();
}

static char tool_folder[64], tool_path[80];

static void tool_remove_scratch(void)
{
	unlink(tool_path);
	rmdir(tool_folder);
}

/* The path of a real file, for what is replaced: in memory, where there is such a place. */
static inline const char *tool_scratch(void)
{
	if (tool_folder[0] != '\0')
		return tool_path;
	snprintf(tool_folder, sizeof tool_folder, "%s/crm-fuzz.XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (mkdtemp(tool_folder) == NULL)
		abort();
	snprintf(tool_path, sizeof tool_path, "%s/file.tsv", tool_folder);
	atexit(tool_remove_scratch);
	return tool_path;
}

/* Append what is in it; nothing if it is not there. */
static inline void tool_read_scratch(struct buf *out)
{
	int fd = open(tool_scratch(), O_RDONLY);
	ssize_t done = 0;

	do {
		done = fd >= 0 ? read(fd, buf_room(out, 1 << 16), 1 << 16) : 0;
		if (done < 0)
			abort();
		out->length += (size_t)done;
	} while (done > 0);
	if (fd >= 0)
		close(fd);
}

/* Two runs of the same that may differ in nothing: how they end, what they write and say. */
static inline void tool_same(int first, const struct buf *first_out, const struct diag *first_why,
	int second, const struct buf *second_out, const struct diag *second_why)
{
	if (first != second || (first < 0 && strcmp(first_why->text, second_why->text) != 0)) {
		fprintf(stderr, "first: %d %s\nsecond: %d %s\n", first, first_why->text, second,
			second_why->text);
		abort();
	}
	if (first >= 0)
		fuzz_same(first_out, second_out);
}

#endif
