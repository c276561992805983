/* SPDX-License-Identifier: MIT */
#include "run/spill.h"

#include <unistd.h>

#include "io/temporary.h"

void spill_open(struct spill *spill)
{
	pthread_mutex_init(&spill->lock, NULL);
	spill->fd = -1;
	spill->written = 0;
}

/* The place is chosen with the lock held, the bytes are written without. */
int spill_put(struct spill *spill, struct slice bytes, uint64_t *offset, struct diag *why)
{
	int fd;

	pthread_mutex_lock(&spill->lock);
	if (spill->fd < 0)
		spill->fd = temporary_open(why);
	fd = spill->fd;
	*offset = spill->written;
	spill->written += bytes.length;
	pthread_mutex_unlock(&spill->lock);
	return fd < 0 ? -1 : temporary_write(fd, bytes, *offset, why);
}

int spill_get(const struct spill *spill, char *to, size_t length, uint64_t offset, struct diag *why)
{
	return temporary_read(spill->fd, to, length, offset, why);
}

void spill_empty(struct spill *spill)
{
	if (spill->fd >= 0)
		close(spill->fd);
	spill->fd = -1;
	spill->written = 0;
}

void spill_close(struct spill *spill)
{
	spill_empty(spill);
	pthread_mutex_destroy(&spill->lock);
}
