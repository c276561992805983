/* SPDX-License-Identifier: MIT */
#include "io/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Is what has been locked still what the name stands for? */
static bool is_current(int fd, const char *path)
{
	struct stat locked, named;

	return fstat(fd, &locked) == 0 && stat(path, &named) == 0 &&
	       locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

int lock_take(const char *path, struct diag *why)
{
	for (;;) {
		int fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);

		if (fd < 0)
			return diag_errno(why, "cannot open '%s'", path);
		while (flock(fd, LOCK_EX) != 0) {
			if (errno == EINTR)
				continue;
			diag_errno(why, "cannot lock '%s'", path);
			close(fd);
			return -1;
		}
		if (is_current(fd, path))
			return fd;
		close(fd); /* it was replaced while we waited */
	}
}

void lock_release(int lock)
{
	if (lock >= 0)
		close(lock);
}
