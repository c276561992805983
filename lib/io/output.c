/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/codec.h"
#include "io/pipe.h"
#include "io/unfinished.h"

enum { GATHER = 64 * 1024, MOST_TRIES = 100, SEND_OFF = 8 * 1024 * 1024 };

struct output {
	int fd;
	char *path;      /* as it was given; NULL: standard output */
	char *target;    /* what is replaced: where a link leads to; NULL: written in place */
	char *temporary; /* the name of what will replace it; NULL: it has none, or none yet */
	mode_t mode;     /* its permissions, in the end */
	uint64_t written, sent_off; /* bytes of the file; those on their way to the disk */
	bool is_wide;               /* if it is a pipe, it has got more room */
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

/* What `path` leads to; itself, if that is not there yet. */
static char *find_target(const char *path)
{
	char *target = realpath(path, NULL);

	if (target == NULL && errno == ENOENT)
		target = mem_text(path, strlen(path));
	return target;
}

/* Note another name beside the target. */
static void choose_name(struct output *out)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ23456789-_";
	struct buf name = BUF_EMPTY;
	unsigned char random[6] = { 0 };
	ssize_t ignored = getrandom(random, sizeof random, GRND_NONBLOCK);

	(void)ignored; /* a name that is taken is no harm */
	unfinished_drop(out->temporary);
	free(out->temporary);
	buf_printf(&name, "%s.", out->target);
	for (size_t i = 0; i < sizeof random; i++)
		buf_char(&name, letters[random[i] % (sizeof letters - 1)]);
	out->temporary = mem_text(name.at, name.length);
	buf_release(&name);
	unfinished_add(out->temporary);
}

static void drop_name(struct output *out)
{
	unfinished_drop(out->temporary);
	free(out->temporary);
	out->temporary = NULL;
}

/* Where an open file can be given a name. */
static void put_link(struct buf *path, int fd)
{
	buf_printf(path, "/proc/self/fd/%d", fd);
	buf_string(path);
}

/*
 * A file in the target's folder that has no name until it is whole, and so is gone with the process
 * however that ends. Returns -1 where the file system has none, or there is no way to name it.
 */
static int open_nameless(const char *target)
{
	char *folder = mem_text(target, strlen(target));
	int fd = open(dirname(folder), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	struct buf link = BUF_EMPTY;

	free(folder);
	if (fd < 0)
		return -1;
	put_link(&link, fd);
	if (access(link.at, F_OK) != 0) {
		close(fd);
		fd = -1;
	}
	buf_release(&link);
	return fd;
}

static int open_named(struct output *out)
{
	int fd = -1;

	for (int i = 0; fd < 0 && i < MOST_TRIES && (i == 0 || errno == EEXIST); i++) {
		choose_name(out);
		fd = open(out->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	}
	if (fd < 0)
		drop_name(out);
	return fd;
}

static int cannot(const char *path, struct diag *why)
{
	return diag_errno(why, "cannot write '%s'", path);
}

static int open_file(struct output *out, const char *path, struct diag *why)
{
	struct stat info;
	bool is_there = stat(path, &info) == 0;

	out->path = mem_text(path, strlen(path));
	out->fd = -1;
	if (!is_there && errno != ENOENT)
		return cannot(path, why);
	/* Devices, pipes and the like are written in place: renaming over /dev/null would harm. */
	if (is_there && !S_ISREG(info.st_mode)) {
		out->fd = open(path, O_WRONLY | O_CLOEXEC);
		return out->fd >= 0 ? 0 : cannot(path, why);
	}
	out->target = find_target(path);
	if (out->target == NULL)
		return cannot(path, why);
	out->mode = is_there ? info.st_mode & 07777 : usual_mode();
	out->fd = open_nameless(out->target);
	if (out->fd < 0)
		out->fd = open_named(out);
	return out->fd >= 0 ? 0 : cannot(path, why);
}

/* A file may be compressed, by its name. */
static struct encoder *encoder_for(const char *path)
{
	if (slice_ends(slice_of(path), slice_of(".gz")))
		return gzip_encoder();
	return slice_ends(slice_of(path), slice_of(".zst")) ? zstd_encoder() : NULL;
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
		out->encoder = encoder_for(path);
	}
	*result = out;
	return 0;
}

/*
 * A file has to be on the disk before it is put in its place: let the disk begin while there is
 * more to come. It is a wish, and nothing hangs on it.
 */
static void send_off(struct output *out, size_t more)
{
	out->written += more;
	if (out->target == NULL || out->written - out->sent_off < SEND_OFF)
		return;
	sync_file_range(out->fd, (off_t)out->sent_off, (off_t)(out->written - out->sent_off),
		SYNC_FILE_RANGE_WRITE);
	out->sent_off = out->written;
}

static int write_all(struct output *out, struct slice bytes, struct diag *why)
{
	if (out->target == NULL && !out->is_wide && bytes.length >= GATHER) {
		pipe_widen(out->fd);
		out->is_wide = true;
	}
	while (bytes.length > 0) {
		ssize_t done = write(out->fd, bytes.at, bytes.length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return diag_errno(why, "%s", name_of(out));
		bytes.at += done;
		bytes.length -= (size_t)done;
		send_off(out, (size_t)done);
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

static int send_pending(struct output *out, struct diag *why)
{
	int result = out->pending.length ? send(out, buf_slice(&out->pending), false, why) : 0;

	buf_reset(&out->pending);
	return result;
}

bool output_can_restart(const struct output *out)
{
	return out->target != NULL;
}

int output_restart(struct output *out, struct diag *why)
{
	if (ftruncate(out->fd, 0) != 0 || lseek(out->fd, 0, SEEK_SET) != 0)
		return cannot(out->path, why);
	buf_reset(&out->pending);
	out->written = out->sent_off = 0;
	if (out->encoder != NULL) {
		out->encoder->free(out->encoder);
		out->encoder = encoder_for(out->path);
	}
	return 0;
}

int output_flush(struct output *out, struct diag *why)
{
	return out->encoder == NULL ? send_pending(out, why) : 0;
}

/*
 * An encoder is given pieces of one size, so that what it makes hangs on the content alone, and not
 * on how threads have divided it.
 */
static int write_encoded(struct output *out, struct slice bytes, struct diag *why)
{
	while (bytes.length > 0) {
		size_t room = GATHER - out->pending.length;
		size_t taken = bytes.length < room ? bytes.length : room;

		buf_put(&out->pending, (struct slice){ bytes.at, taken });
		bytes.at += taken;
		bytes.length -= taken;
		if (taken == room && send_pending(out, why) < 0)
			return -1;
	}
	return 0;
}

int output_write(struct output *out, struct slice bytes, struct diag *why)
{
	if (out->encoder != NULL)
		return write_encoded(out, bytes, why);
	if (out->pending.length + bytes.length > GATHER && send_pending(out, why) < 0)
		return -1;
	if (bytes.length >= GATHER)
		return send(out, bytes, false, why);
	buf_put(&out->pending, bytes);
	return 0;
}

/*
 * Give the nameless file a name: that of the target, if there is no such file, else one beside it,
 * for there is no call that replaces a file by one without a name.
 */
static int give_name(struct output *out)
{
	struct buf link = BUF_EMPTY;
	int result;

	put_link(&link, out->fd);
	result = linkat(AT_FDCWD, link.at, AT_FDCWD, out->target, AT_SYMLINK_FOLLOW);
	for (int i = 0; result != 0 && errno == EEXIST && i < MOST_TRIES; i++) {
		choose_name(out);
		result = linkat(AT_FDCWD, link.at, AT_FDCWD, out->temporary, AT_SYMLINK_FOLLOW);
	}
	buf_release(&link);
	return result;
}

/* All is written: put the file in its place. */
static int replace(struct output *out)
{
	int fd = out->fd;

	if (fchmod(fd, out->mode) != 0 || fsync(fd) != 0)
		return -1;
	if (out->temporary == NULL && give_name(out) != 0)
		return -1;
	out->fd = -1;
	if (close(fd) != 0)
		return -1;
	if (out->temporary == NULL)
		return 0;
	if (rename(out->temporary, out->target) != 0)
		return -1;
	drop_name(out);
	return 0;
}

static int finish(struct output *out, struct diag *why)
{
	int fd = out->fd;

	if (send_pending(out, why) < 0)
		return -1;
	if (out->encoder != NULL && send(out, (struct slice){ "", 0 }, true, why) < 0)
		return -1;
	if (out->path == NULL)
		return 0;
	if (out->target != NULL)
		return replace(out) == 0 ? 0 : diag_errno(why, "%s", out->path);
	out->fd = -1;
	return close(fd) == 0 ? 0 : diag_errno(why, "%s", out->path);
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
	unfinished_drop(out->temporary);
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

int output_finish(struct output *out, int result, struct slice bytes, struct diag *why)
{
	if (result == 0)
		result = output_write(out, bytes, why);
	if (result == 0)
		return output_commit(out, why);
	output_discard(out);
	return result;
}
