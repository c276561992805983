/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/codec.h"

enum { GATHER = 64 * 1024 };

struct output {
	int fd;
	char *path;      /* as it was given; NULL: standard output */
	char *target;    /* what is replaced: where `path` leads to, if it is a symbolic link */
	char *temporary; /* what is written until the commit; NULL: written in place */
	struct encoder *encoder;
	struct buf pending; /* not yet encoded or written */
	struct buf encoded;
};

static const char *name_of(const struct output *out)
{
	return out->path != NULL ? out->path : "standard output";
}

/* The process's usual permissions for a new file, which mkstemp does not give. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* Devices, pipes and the like are written in place: renaming over /dev/null would harm. */
static bool is_special(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

bool output_same(const char *path, const char *other)
{
	struct stat a, b;

	if (path == NULL || other == NULL)
		return false;
	if (strcmp(path, other) == 0)
		return strcmp(path, "/dev/null") != 0;
	return stat(path, &a) == 0 && stat(other, &b) == 0 && S_ISREG(a.st_mode) &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int open_file(struct output *out, const char *path, struct diag *why)
{
	struct stat info;
	struct buf name = BUF_EMPTY;

	out->path = mem_text(path, strlen(path));
	if (is_special(path)) {
		out->fd = open(path, O_WRONLY | O_CLOEXEC);
		return out->fd >= 0 ? 0 : diag_errno(why, "cannot write '%s'", path);
	}
	out->target = realpath(path, NULL);
	if (out->target == NULL)
		out->target = mem_text(path, strlen(path));
	buf_printf(&name, "%s.XXXXXX", out->target);
	out->temporary = mem_text(buf_string(&name), name.length);
	buf_release(&name);
	out->fd = mkostemp(out->temporary, O_CLOEXEC);
	if (out->fd < 0) {
		free(out->temporary);
		out->temporary = NULL;
		return diag_errno(why, "cannot write '%s'", path);
	}
	if (fchmod(out->fd, stat(path, &info) == 0 ? info.st_mode & 07777 : usual_mode()) != 0)
		return diag_errno(why, "cannot write '%s'", path);
	return 0;
}

int output_open(struct output **result, const char *path, struct diag *why)
{
	struct output *out = mem_zero(1, sizeof *out);

	*result = NULL;
	out->fd = STDOUT_FILENO;
	if (path != NULL && strcmp(path, "-") != 0) {
		if (open_file(out, path, why) < 0) {
			output_discard(out);
			return -1;
		}
		if (slice_ends(slice_of(path), slice_of(".gz")))
			out->encoder = gzip_encoder();
		else if (slice_ends(slice_of(path), slice_of(".zst")))
			out->encoder = zstd_encoder();
	}
	*result = out;
	return 0;
}

static int write_all(struct output *out, struct slice bytes, struct diag *why)
{
	while (bytes.length > 0) {
		ssize_t done = write(out->fd, bytes.at, bytes.length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return diag_errno(why, "%s", name_of(out));
		bytes.at += done;
		bytes.length -= (size_t)done;
	}
	return 0;
}

static int send(struct output *out, struct slice bytes, bool last, struct diag *why)
{
	if (out->encoder == NULL)
		return write_all(out, bytes, why);
	buf_reset(&out->encoded);
	if (out->encoder->encode(out->encoder, bytes, last, &out->encoded, why) < 0)
		return diag_line(why, name_of(out), 0);
	return write_all(out, buf_slice(&out->encoded), why);
}

int output_flush(struct output *out, struct diag *why)
{
	int result = out->pending.length ? send(out, buf_slice(&out->pending), false, why) : 0;

	buf_reset(&out->pending);
	return result;
}

int output_write(struct output *out, struct slice bytes, struct diag *why)
{
	if (out->pending.length + bytes.length > GATHER && output_flush(out, why) < 0)
		return -1;
	if (bytes.length >= GATHER)
		return send(out, bytes, false, why);
	buf_put(&out->pending, bytes);
	return 0;
}

static int finish(struct output *out, struct diag *why)
{
	int fd = out->fd;

	if (output_flush(out, why) < 0)
		return -1;
	if (out->encoder != NULL && send(out, (struct slice){ "", 0 }, true, why) < 0)
		return -1;
	if (out->path == NULL)
		return 0;
	if (out->temporary != NULL && fsync(fd) != 0)
		return diag_errno(why, "%s", out->path);
	out->fd = -1;
	if (close(fd) != 0)
		return diag_errno(why, "%s", out->path);
	if (out->temporary == NULL)
		return 0;
	if (rename(out->temporary, out->target) != 0)
		return diag_errno(why, "%s", out->path);
	free(out->temporary);
	out->temporary = NULL;
	return 0;
}

int output_commit(struct output *out, struct diag *why)
{
	int result = finish(out, why);

	output_discard(out);
	return result;
}

void output_discard(struct output *out)
{
	if (out == NULL)
		return;
	if (out->temporary != NULL)
		unlink(out->temporary);
	if (out->path != NULL && out->fd >= 0)
		close(out->fd);
	if (out->encoder != NULL)
		out->encoder->free(out->encoder);
	buf_release(&out->pending);
	buf_release(&out->encoded);
	free(out->temporary);
	free(out->target);
	free(out->path);
	free(out);
}
