/* SPDX-License-Identifier: MIT */
#include "io/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Pipes, as a shell makes them of <(pass show key), are nobody else's. */
static int check_rights(int fd, const char *path, struct diag *why)
{
	struct stat info;

	if (fstat(fd, &info) != 0)
		return diag_errno(why, "%s", path);
	if (S_ISREG(info.st_mode) && (info.st_mode & S_IRWXO) != 0)
		return diag_fail(why,
			"everybody may read or write '%s', which is to be a secret "
			"key: chmod o-rwx, or make a new one",
			path);
	return 0;
}

static int read_all(struct keyfile *key, int fd, const char *path, struct diag *why)
{
	while (key->length < sizeof key->at) {
		ssize_t more = read(fd, key->at + key->length, sizeof key->at - key->length);

		if (more == 0)
			return 0;
		if (more > 0)
			key->length += (size_t)more;
		else if (errno != EINTR)
			return diag_errno(why, "%s", path);
	}
	return 0;
}

static void cut_line_end(struct keyfile *key)
{
	if (key->length > 0 && key->at[key->length - 1] == '\n')
		key->length--;
	if (key->length > 0 && key->at[key->length - 1] == '\r')
		key->length--;
}

static int check_length(const struct keyfile *key, const char *path, struct diag *why)
{
	if (key->length < KEYFILE_LEAST)
		return diag_fail(why,
			"the key in '%s' has %zu bytes, too few to be a secret: expected 32 or "
			"more, as of `openssl rand -hex 32`",
			path, key->length);
	if (key->length > KEYFILE_MOST)
		return diag_fail(why, "'%s' has more than %d bytes: expected a key", path,
			(int)KEYFILE_MOST);
	return 0;
}

int keyfile_read(struct keyfile *key, const char *path, struct diag *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), result;

	key->length = 0;
	if (fd < 0)
		return diag_errno(why, "cannot open '%s'", path);
	result = check_rights(fd, path, why);
	if (result == 0)
		result = read_all(key, fd, path, why);
	close(fd);
	if (result < 0)
		return -1;
	cut_line_end(key);
	return check_length(key, path, why);
}

void keyfile_wipe(struct keyfile *key)
{
	explicit_bzero(key, sizeof *key);
}
