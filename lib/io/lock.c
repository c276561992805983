/* SPDX-License-Identifier: MIT */
#include "io/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Is what has been locked still what the name stands for? -1 if nobody can tell. */
static int is_current(int fd, const char *path)
{
	struct stat locked, named;

	if (fstat(fd, &locked) != 0)
		return -1;
	if (stat(path, &named) != 0)
		return errno == ENOENT ? 0 : -1;
	return locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

/* 1: it is ours; 0: it was replaced while we waited; -1: there is no lock to be had. */
static int try(int fd, const char *path)
{
	while (flock(fd, LOCK_EX) != 0)
		if (errno != EINTR)
			return -1;
	return is_current(fd, path);
}

int lock_take(const char *path, struct diag *why)
{
	for (;;) {
		int fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);
		int result;

		if (fd < 0)
			return diag_errno(why, "cannot open '%s'", path);
		result = try(fd, path);
		if (result > 0)
			return fd;
		if (result < 0)
			diag_errno(why, "cannot lock '%s'", path);
		close(fd);
		if (result < 0)
			return -1;
	}
}

void lock_release(int lock)
{
	if (lock >= 0)
		close(lock);
}
