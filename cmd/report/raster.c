/* SPDX-License-Identifier: MIT */
#include "raster.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE = 65536 };

extern char **environ;

/* The SVG as a file that has no name, from its start. */
static int file_of(struct slice svg)
{
	int file = memfd_create("svg", MFD_CLOEXEC);
	size_t written = 0;

	while (file >= 0 && written < svg.length) {
		ssize_t count = write(file, svg.at + written, svg.length - written);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0) {
			close(file);
			return -1;
		}
		written += (size_t)count;
	}
	if (file >= 0 && lseek(file, 0, SEEK_SET) != 0) {
		close(file);
		return -1;
	}
	return file;
}

static bool start(int input, int output, pid_t *child)
{
	char *const arguments[] = { "rsvg-convert", "--format=png", "--zoom=1.5", NULL };
	posix_spawn_file_actions_t actions;
	bool started;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return false;
	started = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) == 0 &&
		  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) == 0 &&
		  posix_spawn_file_actions_addopen(
			  &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
		  posix_spawnp(child, arguments[0], &actions, NULL, arguments, environ) == 0;
	posix_spawn_file_actions_destroy(&actions);
	return started;
}

static bool read_all(int file, struct buf *out)
{
	ssize_t count;

	do {
		count = read(file, buf_room(out, PIECE), PIECE);
		out->length += count > 0 ? (size_t)count : 0;
	} while (count > 0 || (count < 0 && errno == EINTR));
	return count == 0;
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

bool raster_png(struct slice svg, struct buf *png)
{
	size_t before = png->length;
	int input = file_of(svg), ends[2];
	pid_t child;
	bool done;

	if (input < 0)
		return false;
	if (pipe2(ends, O_CLOEXEC) != 0) {
		close(input);
		return false;
	}
	done = start(input, ends[1], &child);
	close(input);
	close(ends[1]);
	if (done) {
		done = read_all(ends[0], png);
		done &= ended_well(child) && png->length > before;
	}
	close(ends[0]);
	if (!done)
		png->length = before;
	return done;
}
