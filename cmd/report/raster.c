/* SPDX-License-Identifier: MIT */
#include "raster.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE = 65536 };

extern char **environ;

/* Keeps errno. */
static int close_failed(int file)
{
	int error = errno;

	close(file);
	errno = error;
	return -1;
}

/* The SVG as a file that has no name, from its start. Sets errno. */
static int file_of(struct slice svg)
{
	int file = memfd_create("svg", MFD_CLOEXEC);
	size_t written = 0;

	while (file >= 0 && written < svg.length) {
		ssize_t count = write(file, svg.at + written, svg.length - written);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return close_failed(file);
		written += (size_t)count;
	}
	if (file >= 0 && lseek(file, 0, SEEK_SET) != 0)
		return close_failed(file);
	return file;
}

/* Returns 0, or the number of the error: ENOENT if there is no such program. */
static int start(int input, int output, pid_t *child)
{
	char *const arguments[] = { "rsvg-convert", "--format=png", "--zoom=1.5", NULL };
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error != 0)
		return error;
	error = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	if (error == 0)
		error = posix_spawn_file_actions_addopen(
			&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (error == 0)
		error = posix_spawnp(child, arguments[0], &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* Returns 0, or the number of the error. */
static int read_all(int file, struct buf *out)
{
	ssize_t count;

	do {
		count = read(file, buf_room(out, PIECE), PIECE);
		out->length += count > 0 ? (size_t)count : 0;
	} while (count > 0 || (count < 0 && errno == EINTR));
	return count < 0 ? errno : 0;
}

/* Wait until it has ended. Returns whether it ended well. */
static bool ended_well(pid_t child)
{
	int status = -1;
	pid_t ended;

	do
		ended = waitpid(child, &status, 0);
	while (ended < 0 && errno == EINTR);
	return ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int fail(struct diag *why, int error)
{
	return diag_fail(why, "cannot give a chart to rsvg-convert: %s", strerror(error));
}

/* Read what the program makes of `input`, through a pipe. */
static int draw(int input, struct buf *png, struct diag *why)
{
	int ends[2], error, read_error;
	bool done;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail(why, errno);
	error = start(input, ends[1], &child);
	close(ends[1]);
	if (error != 0) {
		close(ends[0]);
		return error == ENOENT ? 0 : fail(why, error);
	}
	read_error = read_all(ends[0], png);
	close(ends[0]);
	done = ended_well(child);
	if (read_error != 0)
		return fail(why, read_error);
	return done ? 1
		    : diag_fail(why, "rsvg-convert has not drawn a chart; where there is none on "
				     "the PATH, the charts go as SVG");
}

int raster_png(struct slice svg, struct buf *png, struct diag *why)
{
	size_t before = png->length;
	int input = file_of(svg), result;

	if (input < 0)
		return fail(why, errno);
	result = draw(input, png, why);
	close(input);
	if (result <= 0)
		png->length = before;
	return result;
}
