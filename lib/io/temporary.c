/* SPDX-License-Identifier: MIT */
#include "io/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static const char *folder(void)
{
	const char *named = getenv("TMPDIR");

	return named != NULL && named[0] != '\0' ? named : "/tmp";
}

int temporary_open(struct diag *why)
{
	struct buf name = BUF_EMPTY;
	int fd = open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0) { /* not every file system has files without a name */
		buf_printf(&name, "%s/crm.XXXXXX", folder());
		buf_string(&name);
		fd = mkostemp(name.at, O_CLOEXEC);
		if (fd >= 0)
			unlink(name.at);
		buf_release(&name);
	}
	if (fd < 0)
		return diag_errno(why, "cannot make a temporary file in '%s'", folder());
	return fd;
}

int temporary_write(int fd, struct slice bytes, uint64_t offset, struct diag *why)
{
	while (bytes.length > 0) {
		ssize_t done = pwrite(fd, bytes.at, bytes.length, (off_t)offset);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return diag_errno(why, "cannot write the temporary file in '%s'", folder());
		bytes.at += done;
		bytes.length -= (size_t)done;
		offset += (uint64_t)done;
	}
	return 0;
}

int temporary_read(int fd, char *to, size_t length, uint64_t offset, struct diag *why)
{
	while (length > 0) {
		ssize_t done = pread(fd, to, length, (off_t)offset);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return diag_errno(why, "cannot read the temporary file in '%s'", folder());
		to += done;
		length -= (size_t)done;
		offset += (uint64_t)done;
	}
	return 0;
}
