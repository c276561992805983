/* SPDX-License-Identifier: MIT */
#include "io/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/codec.h"
#include "io/encoding_decoder.h"
#include "io/pipe.h"

enum { RAW_SIZE = 256 * 1024, GIVE_BACK = 32 * 1024 * 1024 };

struct input {
	int fd;
	char *name;
	uint64_t size;     /* of the file as stored; 0: not known */
	uint64_t consumed; /* bytes of it read so far */
	uint64_t offset;   /* of the next chunk, unpacked */

	const char *map;   /* a mapped file, or NULL */
	size_t given_back; /* bytes of the map that are not held any more */
	struct buf own;    /* the map is no file's, but this */
	uint64_t start;    /* where its text begins, behind a byte order mark */

	struct decoder *decoder; /* NULL: as it is */
	char *raw;               /* read ahead, not yet unpacked */
	struct slice raw_left;
	bool raw_ended;

	struct encoding_decoder *text; /* NULL: it is UTF-8 */
	struct buf coded;              /* unpacked, not yet decoded */
	struct slice coded_left;
	bool coded_ended;

	struct buf carry; /* the start of a record whose end has not been read */
};

void chunk_release(struct chunk *chunk)
{
	free(chunk->memory);
	*chunk = (struct chunk)CHUNK_EMPTY;
}

size_t input_cut_all(const char *at, size_t length, const void *context)
{
	(void)at;
	(void)context;
	return length;
}

size_t input_cut_lines(const char *at, size_t length, const void *context)
{
	const char *last = length > 0 ? memrchr(at, '\n', length) : NULL;

	(void)context;
	return last == NULL ? 0 : (size_t)(last + 1 - at);
}

static bool starts_compressed(struct slice bytes, struct decoder **decoder)
{
	if (slice_starts(bytes, (struct slice){ "\x1f\x8b", 2 }))
		*decoder = gzip_decoder();
	else if (slice_starts(bytes, (struct slice){ "\x28\xb5\x2f\xfd", 4 }))
		*decoder = zstd_decoder();
	return *decoder != NULL;
}

static ssize_t read_some(struct input *in, char *to, size_t room, struct diag *why)
{
	ssize_t done;

	do
		done = read(in->fd, to, room);
	while (done < 0 && errno == EINTR);
	if (done < 0)
		return diag_errno(why, "%s", in->name);
	in->consumed += (uint64_t)done;
	return done;
}

/* Read ahead until there is something; false at the end. */
static int fill_raw(struct input *in, struct diag *why)
{
	ssize_t done;

	if (in->raw_left.length > 0 || in->raw_ended)
		return 0;
	done = read_some(in, in->raw, RAW_SIZE, why);
	if (done < 0)
		return -1;
	in->raw_left = (struct slice){ in->raw, (size_t)done };
	in->raw_ended = done == 0;
	return 0;
}

/* The first bytes tell whether a pipe carries compressed data. */
static int look_ahead(struct input *in, struct diag *why)
{
	size_t have = 0;

	in->raw = mem_alloc(RAW_SIZE);
	while (have < 4 && !in->raw_ended) {
		ssize_t done = read_some(in, in->raw + have, RAW_SIZE - have, why);

		if (done < 0)
			return -1;
		have += (size_t)done;
		in->raw_ended = done == 0;
	}
	in->raw_left = (struct slice){ in->raw, have };
	starts_compressed(in->raw_left, &in->decoder);
	return 0;
}

static int open_descriptor(struct input *in, const char *path, struct diag *why)
{
	struct stat info;

	in->fd = STDIN_FILENO;
	if (strcmp(path, "-") != 0)
		in->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		return diag_errno(why, "%s", in->name);
	if (fstat(in->fd, &info) != 0)
		return diag_errno(why, "%s", in->name);
	if (S_ISDIR(info.st_mode)) {
		errno = EISDIR;
		return diag_errno(why, "%s", in->name);
	}
	if (S_ISFIFO(info.st_mode))
		pipe_widen(in->fd);
	if (!S_ISREG(info.st_mode) || info.st_size == 0)
		return look_ahead(in, why);
	in->size = (uint64_t)info.st_size;
	/* Standard input may be a file that another program has read half of. */
	if (lseek(in->fd, 0, SEEK_CUR) == 0) {
		void *map = mmap(NULL, in->size, PROT_READ, MAP_PRIVATE, in->fd, 0);

		if (map != MAP_FAILED) {
			struct slice bytes = { map, in->size };

			if (!starts_compressed(bytes, &in->decoder)) {
				in->map = map;
				/* The map stays; of files there may be more than a process may
				 * open. */
				if (in->fd > STDIN_FILENO)
					close(in->fd);
				in->fd = -1;
				return 0;
			}
			munmap(map, in->size);
			in->decoder->free(in->decoder);
			in->decoder = NULL;
		}
	}
	return look_ahead(in, why);
}

int input_open(struct input **result, const char *path, struct diag *why)
{
	struct input *in = mem_zero(1, sizeof *in);

	*result = NULL;
	in->name = strcmp(path, "-") == 0 ? mem_text("standard input", 14)
					  : mem_text(path, strlen(path));
	if (open_descriptor(in, path, why) < 0) {
		input_close(in);
		return -1;
	}
	*result = in;
	return 0;
}

const char *input_name(const struct input *in)
{
	return in->name;
}

/* Are the chunks parts of the map itself? */
static bool gives_map(const struct input *in)
{
	return in->map != NULL && in->text == NULL;
}

bool input_can_rewind(const struct input *in)
{
	return gives_map(in);
}

void input_rewind(struct input *in)
{
	in->consumed = in->start;
	in->offset = in->start;
	in->given_back = 0;
}

void input_position(const struct input *in, uint64_t *done, uint64_t *total)
{
	*done = in->consumed;
	*total = in->size;
}

static void unmap(struct input *in)
{
	if (in->map != NULL && in->own.at == NULL)
		munmap((void *)(uintptr_t)in->map, in->size);
	in->map = NULL;
}

void input_become(struct input *in, struct buf *bytes)
{
	buf_char(bytes, '\0'); /* so that it is there even if there are no bytes */
	bytes->length--;
	unmap(in);
	in->own = *bytes;
	*bytes = (struct buf)BUF_EMPTY;
	in->map = in->own.at;
	in->size = in->own.length;
	in->consumed = in->offset = 0;
	buf_reset(&in->carry);
}

void input_close(struct input *in)
{
	if (in == NULL)
		return;
	unmap(in);
	buf_release(&in->own);
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	if (in->decoder != NULL)
		in->decoder->free(in->decoder);
	encoding_decoder_free(in->text);
	buf_release(&in->coded);
	buf_release(&in->carry);
	free(in->raw);
	free(in->name);
	free(in);
}

/*
 * Give back what lies well behind: the pages stay in the kernel's cache, and a chunk that is still
 * worked on finds them again, but the process no longer counts as holding the whole file.
 */
static void give_back(struct input *in)
{
	size_t behind = in->consumed / GIVE_BACK * GIVE_BACK;

	if (in->own.at != NULL || behind < in->given_back + 2 * GIVE_BACK)
		return;
	behind -= GIVE_BACK;
	madvise((char *)(uintptr_t)in->map + in->given_back, behind - in->given_back,
		MADV_DONTNEED);
	in->given_back = behind;
}

static int next_mapped(
	struct input *in, size_t size, input_cut cut, const void *context, struct chunk *chunk)
{
	size_t left = in->size - in->offset;

	if (left == 0)
		return 0;
	chunk->at = in->map + in->offset;
	chunk->offset = in->offset;
	chunk->has_faults = chunk->is_last = false;
	chunk->length = 0;
	for (; size < left && chunk->length == 0; size *= 2)
		chunk->length = cut(chunk->at, size, context);
	if (chunk->length == 0) {
		chunk->length = left;
		chunk->is_last = true;
	}
	in->offset += chunk->length;
	in->consumed = in->offset;
	give_back(in);
	return 1;
}

/* Unpacked bytes, at most `room`; 0 at the end. */
static int64_t unpack(struct input *in, char *to, size_t room, struct diag *why)
{
	int64_t made;

	for (;;) {
		if (fill_raw(in, why) < 0)
			return -1;
		if (in->decoder == NULL) {
			size_t taken = in->raw_left.length < room ? in->raw_left.length : room;

			if (taken == 0)
				return 0;
			memcpy(to, in->raw_left.at, taken);
			in->raw_left.at += taken;
			in->raw_left.length -= taken;
			return (int64_t)taken;
		}
		made = in->decoder->decode(in->decoder, &in->raw_left, to, room, why);
		if (made < 0)
			return diag_line(why, in->name, 0);
		if (made > 0)
			return made;
		if (in->raw_left.length == 0 && in->raw_ended) {
			if (in->decoder->at_end(in->decoder))
				return 0;
			diag_fail(why, "compressed data stop in the middle");
			return diag_line(why, in->name, 0);
		}
	}
}

static int64_t read_unpacked(struct input *in, char *to, size_t room, struct diag *why)
{
	int64_t done;

	if (in->decoder != NULL || in->raw_left.length > 0)
		return unpack(in, to, room, why);
	if (in->raw_ended)
		return 0;
	done = read_some(in, to, room, why);
	in->raw_ended = done == 0; /* a terminal would go on */
	return done;
}

/* Have something to decode, unless all has been. */
static int fill_coded(struct input *in, struct diag *why)
{
	int64_t more;

	if (in->coded_left.length > 0 || in->coded_ended)
		return 0;
	more = read_unpacked(in, in->coded.at, in->coded.capacity, why);
	if (more < 0)
		return -1;
	in->coded_left = (struct slice){ in->coded.at, (size_t)more };
	in->coded_ended = more == 0;
	return 0;
}

/* Unpacked, decoded bytes, at most `room`; 0 at the end. */
static int64_t read_text(struct input *in, char *to, size_t room, struct diag *why)
{
	size_t made = 0;

	if (in->text == NULL)
		return read_unpacked(in, to, room, why);
	while (made == 0) {
		if (fill_coded(in, why) < 0)
			return -1;
		made = encoding_decoder_take(in->text, &in->coded_left, in->coded_ended, to, room);
		if (in->map != NULL) {
			in->consumed = in->size - in->coded_left.length;
			give_back(in);
		}
		if (in->coded_ended)
			break;
	}
	return (int64_t)made;
}

/* Would reading wait? Then what has come so far goes on its way first. */
static bool would_wait(const struct input *in)
{
	struct pollfd wait = { .fd = in->fd, .events = POLLIN };

	if (in->coded_left.length > 0 || in->raw_left.length > 0)
		return false;
	return poll(&wait, 1, 0) == 0;
}

/* Put what was left behind at the front of the chunk, which gets room for `size` or more. */
static size_t begin_chunk(struct input *in, size_t size, struct chunk *chunk)
{
	size_t length = in->carry.length;

	while (size <= length) /* a long record was followed by as long a part of the next */
		size *= 2;
	if (chunk->capacity < size)
		chunk->memory = mem_grow(chunk->memory, &chunk->capacity, size, 1);
	if (length > 0)
		memcpy(chunk->memory, in->carry.at, length);
	buf_reset(&in->carry);
	return size;
}

/*
 * Read on behind the `length` bytes of the chunk, until there are `size` or reading would wait. If
 * all have been looked at already, it waits for one more.
 *
 * Returns the new length, which stays the same at the end, or -1.
 */
static int64_t read_on(struct input *in, struct chunk *chunk, size_t length, size_t looked_at,
	size_t size, struct diag *why)
{
	while (length < size && (length == looked_at || !would_wait(in))) {
		int64_t more = read_text(in, chunk->memory + length, size - length, why);

		if (more < 0)
			return -1;
		if (more == 0)
			break;
		length += (size_t)more;
	}
	return (int64_t)length;
}

static int next_read(struct input *in, size_t size, input_cut cut, const void *context,
	struct chunk *chunk, struct diag *why)
{
	size_t length = in->carry.length, room = begin_chunk(in, size, chunk);
	size_t waited = 0, looked_at = 0, whole = 0;

	chunk->is_last = false;
	while (whole == 0) {
		int64_t now = read_on(in, chunk, length, waited, room, why);

		if (now < 0)
			return -1;
		if ((size_t)now == length && length == waited) {
			whole = length; /* the end */
			chunk->is_last = true;
			break;
		}
		waited = length = (size_t)now;
		/* A long record in small pieces is not looked through again for each of them. */
		if (length < size || length == room || length / 2 >= looked_at) {
			whole = cut(chunk->memory, length, context);
			looked_at = length;
		}
		if (whole == 0 && length == room) {
			room *= 2;
			chunk->memory = mem_grow(chunk->memory, &chunk->capacity, room, 1);
		}
	}
	buf_put(&in->carry, (struct slice){ chunk->memory + whole, length - whole });
	chunk->at = chunk->memory;
	chunk->length = whole;
	chunk->offset = in->offset;
	chunk->has_faults = in->text != NULL && encoding_decoder_faults(in->text) > 0;
	in->offset += whole;
	return whole > 0;
}

/* Read once, so that at most `most` bytes wait to be given. */
static int read_ahead(struct input *in, size_t most, bool *ended, struct diag *why)
{
	size_t room = most - in->carry.length;
	int64_t more = read_text(in, buf_room(&in->carry, room), room, why);

	if (more < 0)
		return -1;
	in->carry.length += (size_t)more;
	*ended = more == 0;
	return 0;
}

int input_peek(struct input *in, struct slice *bytes, struct diag *why)
{
	const struct buf *carry = &in->carry;
	bool ended = false;

	if (gives_map(in)) {
		*bytes = (struct slice){ in->map + in->start, in->size - in->start };
		return 0;
	}
	while (!ended && carry->length < CHUNK_SIZE &&
		(carry->length == 0 || memchr(carry->at, '\n', carry->length) == NULL))
		if (read_ahead(in, CHUNK_SIZE, &ended, why) < 0)
			return -1;
	*bytes = buf_slice(carry);
	return 0;
}

int input_sample(
	struct input *in, size_t length, struct slice *bytes, bool *is_whole, struct diag *why)
{
	*is_whole = gives_map(in);
	if (gives_map(in))
		return input_peek(in, bytes, why);
	while (!*is_whole && in->carry.length < length)
		if (read_ahead(in, length, is_whole, why) < 0)
			return -1;
	*bytes = buf_slice(&in->carry);
	return 0;
}

/* Pass over the byte order mark of UTF-8. */
static int skip_mark(struct input *in, struct diag *why)
{
	static const struct slice mark = { "\xef\xbb\xbf", 3 };
	struct slice bytes;

	if (input_peek(in, &bytes, why) < 0)
		return -1;
	if (!slice_starts(bytes, mark))
		return 0;
	in->start = mark.length;
	in->offset = in->start;
	if (in->map != NULL)
		return 0;
	in->carry.length -= mark.length;
	memmove(in->carry.at, in->carry.at + mark.length, in->carry.length);
	return 0;
}

/* What has been looked at goes back to be decoded; of a mapped file, that is all. */
int input_decode(struct input *in, const struct encoding *encoding, struct diag *why)
{
	if (encoding_is_utf8(encoding))
		return skip_mark(in, why);
	in->text = encoding_decoder_new(encoding, why);
	if (in->text == NULL)
		return diag_line(why, in->name, 0);
	if (in->map != NULL) {
		in->coded_left = (struct slice){ in->map, in->size };
		in->coded_ended = true;
		return 0;
	}
	in->coded = in->carry;
	in->carry = (struct buf)BUF_EMPTY;
	buf_room(&in->coded, RAW_SIZE);
	in->coded_left = buf_slice(&in->coded);
	return 0;
}

int input_next(struct input *in, size_t size, input_cut cut, const void *context,
	struct chunk *chunk, struct diag *why)
{
	if (gives_map(in))
		return next_mapped(in, size, cut, context, chunk);
	return next_read(in, size, cut, context, chunk, why);
}
