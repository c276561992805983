/* SPDX-License-Identifier: MIT */
#include "io/append.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/lock.h"
#include "io/unfinished.h"

enum {
	PAGE = 4096,          /* the smallest there is: what fits into it fits into a larger one */
	GATHER = 1024 * 1024, /* what is put beyond this goes to the copy */
};

struct append {
	char *path;        /* as it was given */
	char *target;      /* where it leads to */
	char *copy_path;   /* what will replace it */
	int folder;        /* in which it is; locked as long as there is no file */
	int lock;          /* of the file, open for reading; -1: there is none */
	int file;          /* the same, open for appending */
	struct stat was;   /* at append_open */
	const char *map;   /* its content, or NULL */
	size_t size, kept; /* in bytes; without a torn end */
	int copy;          /* -1: none has been begun */
	bool has_put;
	struct buf pending; /* put, not written */
};

static int cannot(const struct append *append, struct diag *why)
{
	return diag_errno(why, "cannot append to '%s'", append->path);
}

static int open_folder(struct append *append, struct diag *why)
{
	char *path = mem_text(append->target, strlen(append->target));

	append->folder = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(path);
	if (append->folder < 0)
		return cannot(append, why);
	/* Not all lines need a new file in it, but nobody is to find out which do. */
	if (faccessat(append->folder, ".", W_OK | X_OK, AT_EACCESS) != 0)
		return diag_errno(why, "cannot append to '%s', in whose folder no file can be made",
			append->path);
	return 0;
}

static int lock_folder(const struct append *append, int how, struct diag *why)
{
	while (flock(append->folder, how) != 0)
		if (errno != EINTR)
			return diag_errno(why, "cannot lock the folder of '%s'", append->path);
	return 0;
}

static int changed(const struct append *append, struct diag *why)
{
	return diag_fail(why,
		"'%s' was changed by a program that takes no lock; nothing was appended, try again",
		append->path);
}

/* The file is there: lock it, and open it for writing. */
static int take_file(struct append *append, struct diag *why)
{
	struct stat opened;

	append->lock = lock_take(append->target, why);
	if (append->lock < 0)
		return -1;
	append->file = open(append->target, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (append->file < 0)
		return cannot(append, why);
	if (fstat(append->lock, &append->was) != 0 || fstat(append->file, &opened) != 0)
		return cannot(append, why);
	if (opened.st_ino != append->was.st_ino || opened.st_dev != append->was.st_dev)
		return changed(append, why);
	return 0;
}

/*
 * Where there is no file there is nothing to lock but the folder. Who gets it looks again: the
 * one before may have made the file.
 */
static int take(struct append *append, struct diag *why)
{
	struct stat info;
	bool has_folder = false;

	for (;;) {
		int there = stat(append->target, &info);

		if (there != 0 && errno != ENOENT)
			return cannot(append, why);
		if (there != 0 && has_folder)
			return 0;
		if (there == 0 && !S_ISREG(info.st_mode))
			return diag_fail(
				why, "cannot append to '%s': not a regular file", append->path);
		if (there == 0 && has_folder && lock_folder(append, LOCK_UN, why) < 0)
			return -1;
		if (there == 0)
			return take_file(append, why);
		if (lock_folder(append, LOCK_EX, why) < 0)
			return -1;
		has_folder = true;
	}
}

/* Where the lines begin that the power loss has torn; the size if there are none. */
static size_t find_torn(struct slice content)
{
	size_t page = content.length == 0 ? 0 : (content.length - 1) / PAGE * PAGE;
	const char *nul, *line;

	if (content.length == 0)
		return 0;
	nul = memchr(content.at + page, '\0', content.length - page);
	if (nul == NULL)
		return content.length;
	line = memrchr(content.at, '\n', (size_t)(nul - content.at));
	return line == NULL ? content.length : (size_t)(line + 1 - content.at);
}

static int look_into(struct append *append, struct diag *why)
{
	struct slice content = { NULL, (size_t)append->was.st_size };
	void *map;

	if (content.length == 0)
		return 0;
	map = mmap(NULL, content.length, PROT_READ, MAP_SHARED, append->lock, 0);
	if (map == MAP_FAILED)
		return cannot(append, why);
	append->map = content.at = map;
	append->size = content.length;
	append->kept = find_torn(content);
	if (slice_starts(content, slice_of("\x1f\x8b")) ||
		slice_starts(content, slice_of("\x28\xb5\x2f\xfd")))
		return diag_fail(why,
			"cannot append to '%s': it is compressed; unpack it, and "
			"compress it when nothing more is to be appended",
			append->path);
	return 0;
}

static int open_all(struct append *append, struct diag *why)
{
	struct buf name = BUF_EMPTY;

	append->target = realpath(append->path, NULL);
	if (append->target == NULL && errno != ENOENT)
		return cannot(append, why);
	if (append->target == NULL)
		append->target = mem_text(append->path, strlen(append->path));
	buf_printf(&name, "%s.crm-new", append->target);
	append->copy_path = mem_text(buf_string(&name), name.length);
	buf_release(&name);
	if (open_folder(append, why) < 0 || take(append, why) < 0)
		return -1;
	/* One that is there was left by somebody who was killed: we have the lock. */
	if (unlink(append->copy_path) != 0 && errno != ENOENT)
		return diag_errno(why, "cannot remove '%s'", append->copy_path);
	return look_into(append, why);
}

int append_open(struct append **result, const char *path, struct diag *why)
{
	struct append *append = mem_zero(1, sizeof *append);

	*result = NULL;
	append->folder = append->lock = append->file = append->copy = -1;
	append->path = mem_text(path, strlen(path));
	if (open_all(append, why) < 0) {
		append_discard(append);
		return -1;
	}
	*result = append;
	return 0;
}

bool append_is_new(const struct append *append)
{
	return append->size == 0;
}

struct slice append_content(const struct append *append)
{
	return (struct slice){ append->map, append->kept };
}

struct slice append_torn(const struct append *append)
{
	if (append->kept == append->size)
		return (struct slice){ NULL, 0 };
	return (struct slice){ append->map + append->kept, append->size - append->kept };
}

size_t append_unfinished(const struct append *append)
{
	const char *last = append->kept > 0 ? memrchr(append->map, '\n', append->kept) : NULL;

	return last == NULL ? append->kept : (size_t)(append->map + append->kept - (last + 1));
}

static int write_copy(const struct append *append, struct slice bytes, struct diag *why)
{
	while (bytes.length > 0) {
		ssize_t done = write(append->copy, bytes.at, bytes.length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return cannot(append, why);
		bytes.at += done;
		bytes.length -= (size_t)done;
	}
	return 0;
}

/* The permissions of a file that was there; the owner too, if that is allowed. */
static int inherit(const struct append *append, struct diag *why)
{
	uid_t same = (uid_t)-1;

	if (append->lock < 0)
		return 0;
	if (fchown(append->copy, append->was.st_uid, append->was.st_gid) != 0 &&
		fchown(append->copy, same, append->was.st_gid) != 0 && errno != EPERM)
		return cannot(append, why);
	if (fchmod(append->copy, append->was.st_mode & 07777) != 0)
		return cannot(append, why);
	return 0;
}

/* Begin the copy with what there is. */
static int begin_copy(struct append *append, struct diag *why)
{
	mode_t mode = append->lock < 0 ? 0666 : 0600;
	off_t from = 0;

	unfinished_add(append->copy_path);
	append->copy = open(append->copy_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (append->copy < 0)
		return cannot(append, why);
	if (inherit(append, why) < 0)
		return -1;
	while ((size_t)from < append->kept) {
		if (copy_file_range(append->lock, &from, append->copy, NULL,
			    append->kept - (size_t)from, 0) > 0)
			continue;
		/* Not every file system can; and if it is full, write says so. */
		return write_copy(append,
			(struct slice){ append->map + from, append->kept - (size_t)from }, why);
	}
	return 0;
}

/* Hand what is pending to the copy, which is begun if there is none. */
static int flush(struct append *append, struct diag *why)
{
	if (append->copy < 0 && begin_copy(append, why) < 0)
		return -1;
	if (write_copy(append, buf_slice(&append->pending), why) < 0)
		return -1;
	buf_reset(&append->pending);
	return 0;
}

int append_put(struct append *append, struct slice lines, struct diag *why)
{
	if (!append->has_put && append_unfinished(append) > 0)
		buf_char(&append->pending, '\n');
	append->has_put = true;
	buf_put(&append->pending, lines);
	return append->pending.length > GATHER ? flush(append, why) : 0;
}

/* Is the file what it was when we opened it? */
static int check_unchanged(const struct append *append, struct diag *why)
{
	struct stat now;
	int there = stat(append->target, &now);

	if (append->lock < 0)
		return there != 0 ? 0 : changed(append, why);
	if (there != 0 || now.st_ino != append->was.st_ino || now.st_dev != append->was.st_dev ||
		now.st_size != append->was.st_size ||
		now.st_mtim.tv_sec != append->was.st_mtim.tv_sec ||
		now.st_mtim.tv_nsec != append->was.st_mtim.tv_nsec)
		return changed(append, why);
	return 0;
}

/* Some file systems keep folders in a way that needs no sync, and say that it is invalid. */
static int sync_folder(const struct append *append, struct diag *why)
{
	if (fsync(append->folder) != 0 && errno != EINVAL)
		return diag_errno(why, "cannot sync the folder of '%s'", append->path);
	return 0;
}

static bool fits_in_place(const struct append *append)
{
	return append->copy < 0 && append->size > 0 && append->kept == append->size &&
	       append->was.st_nlink == 1 && append->size % PAGE + append->pending.length <= PAGE;
}

/* A write is cut at the limit, not refused: look before. */
static bool exceeds_limit(const struct append *append)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
	       append->size + append->pending.length > limit.rlim_cur;
}

/* Write the one page, from one page: the kernel has no reason to stop in the middle. */
static int write_page(const struct append *append)
{
	char *page = mem_aligned(PAGE, PAGE);
	ssize_t done;
	int fault;

	memcpy(page, append->pending.at, append->pending.length);
	do
		done = write(append->file, page, append->pending.length);
	while (done < 0 && errno == EINTR);
	fault = done < 0 ? errno : ENOSPC;
	free(page);
	if (done == (ssize_t)append->pending.length)
		return 0;
	errno = fault;
	return -1;
}

static int write_in_place(const struct append *append, struct diag *why)
{
	if (check_unchanged(append, why) < 0)
		return -1;
	if (exceeds_limit(append)) {
		errno = EFBIG;
		return cannot(append, why);
	}
	if (write_page(append) == 0 && fdatasync(append->file) == 0)
		return 0;
	cannot(append, why);
	if (ftruncate(append->file, append->was.st_size) != 0) {
		struct diag first = *why;

		return diag_errno(why, "%s; and it cannot be cut back to %zu bytes", first.text,
			append->size);
	}
	return -1;
}

/* A file that somebody else has made meanwhile is not replaced. */
static int put_copy_in_place(const struct append *append)
{
	unsigned how = append->lock < 0 ? (unsigned)RENAME_NOREPLACE : 0;

	if (renameat2(AT_FDCWD, append->copy_path, AT_FDCWD, append->target, how) == 0)
		return 0;
	if (how == 0 || (errno != EINVAL && errno != ENOSYS))
		return -1;
	return rename(append->copy_path, append->target);
}

static int replace(struct append *append, struct diag *why)
{
	if (flush(append, why) < 0)
		return -1;
	if (fsync(append->copy) != 0)
		return cannot(append, why);
	if (check_unchanged(append, why) < 0)
		return -1;
	if (put_copy_in_place(append) != 0)
		return cannot(append, why);
	unfinished_drop(append->copy_path);
	close(append->copy);
	append->copy = -1;
	return 0;
}

static int finish(struct append *append, struct diag *why)
{
	int result = 0;

	if (!append->has_put && append->kept == append->size) {
		if (append->file >= 0 && fdatasync(append->file) != 0)
			return cannot(append, why);
	} else {
		result = fits_in_place(append) ? write_in_place(append, why) : replace(append, why);
	}
	return result == 0 ? sync_folder(append, why) : result;
}

int append_commit(struct append *append, struct diag *why)
{
	int result = finish(append, why);

	append_discard(append);
	return result;
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void append_discard(struct append *append)
{
	if (append == NULL)
		return;
	if (append->copy >= 0)
		unlink(append->copy_path);
	unfinished_drop(append->copy_path); /* before the lock: then it may be another's */
	if (append->map != NULL)
		munmap((void *)(uintptr_t)append->map, append->size);
	close_if_open(append->copy);
	close_if_open(append->file);
	lock_release(append->lock);
	close_if_open(append->folder);
	buf_release(&append->pending);
	free(append->copy_path);
	free(append->target);
	free(append->path);
	free(append);
}
