/* SPDX-License-Identifier: MIT */
#include "io/sorter.h"

#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/radix.h"
#include "io/temporary.h"

enum { LEAST_BUFFER = 4096 }; /* bytes that are read of a run at once, at least */

/* Sorted rows in a file, and while runs are merged those of them that are in memory. */
struct run {
	int fd;
	uint64_t offset; /* in the file, of what is still to be read */
	uint64_t left;   /* rows there */
	int64_t *buffer;
	size_t at, count; /* rows in the buffer */
};

struct sorter {
	size_t width;
	size_t most; /* rows that are kept in memory */
	int64_t *row;
	size_t count, capacity; /* rows in memory */
	uint64_t added;
	int *fd; /* files, the own one last */
	size_t fds, fd_capacity;
	bool has_own;     /* … if there is one */
	uint64_t written; /* bytes, to the own file */
	struct run *run;
	size_t runs, run_capacity;
	struct diag trouble; /* the first that went wrong */
	bool failed;
	bool is_sorted;
	size_t next;   /* row in memory, if there are no runs */
	size_t *heap;  /* numbers of runs, the one with the least row first */
	size_t heaped; /* of them; the first row of the first one was given out last time */
	size_t buffer_rows;
};

struct sorter *sorter_new(size_t width, uint64_t memory)
{
	struct sorter *sorter = mem_zero(1, sizeof *sorter);

	assert(width >= 1 && width <= RADIX_MOST_WIDTH);
	sorter->width = width;
	sorter->most = memory / (width * sizeof *sorter->row);
	if (sorter->most < 1)
		sorter->most = 1;
	return sorter;
}

static int64_t *row_at(const struct sorter *sorter, int64_t *rows, size_t number)
{
	return rows + number * sorter->width;
}

/* ---- adding ------------------------------------------------------------------------------ */

static int own_file(struct sorter *sorter)
{
	int fd;

	if (sorter->has_own)
		return sorter->fd[sorter->fds - 1];
	fd = temporary_open(&sorter->trouble);
	if (fd < 0)
		return -1;
	sorter->fd =
		mem_grow(sorter->fd, &sorter->fd_capacity, sorter->fds + 1, sizeof *sorter->fd);
	sorter->fd[sorter->fds++] = fd;
	sorter->has_own = true;
	return fd;
}

/* Make a run of the rows in memory. */
static void spill(struct sorter *sorter)
{
	size_t bytes = sorter->count * sorter->width * sizeof *sorter->row;
	int fd = sorter->failed ? -1 : own_file(sorter);

	radix_sort(sorter->row, sorter->count, sorter->width, sorter->width);
	if (fd < 0 || temporary_write(fd, (struct slice){ (const char *)sorter->row, bytes },
			      sorter->written, &sorter->trouble) < 0)
		sorter->failed = true;
	sorter->run =
		mem_grow(sorter->run, &sorter->run_capacity, sorter->runs + 1, sizeof *sorter->run);
	sorter->run[sorter->runs++] =
		(struct run){ .fd = fd, .offset = sorter->written, .left = sorter->count };
	sorter->written += bytes;
	sorter->count = 0;
}

/* Rows in memory are one more. */
static int64_t *add_room(struct sorter *sorter)
{
	if (sorter->count == sorter->most)
		spill(sorter);
	if (sorter->count == sorter->capacity) {
		size_t capacity = sorter->capacity * 2 + 64;

		sorter->capacity = capacity < sorter->most ? capacity : sorter->most;
		sorter->row = mem_resize(
			sorter->row, sorter->capacity, sorter->width * sizeof *sorter->row);
	}
	return row_at(sorter, sorter->row, sorter->count++);
}

void sorter_add(struct sorter *sorter, const int64_t *row)
{
	int64_t *to;

	assert(!sorter->is_sorted);
	to = add_room(sorter);
	for (size_t i = 0; i < sorter->width; i++)
		to[i] = row[i];
	sorter->added++;
}

static void take_files(struct sorter *sorter, struct sorter *other)
{
	int own = sorter->has_own ? sorter->fd[--sorter->fds] : -1;

	sorter->fd = mem_grow(
		sorter->fd, &sorter->fd_capacity, sorter->fds + other->fds + 1, sizeof *sorter->fd);
	for (size_t i = 0; i < other->fds; i++)
		sorter->fd[sorter->fds++] = other->fd[i];
	if (sorter->has_own)
		sorter->fd[sorter->fds++] = own;
	sorter->run = mem_grow(sorter->run, &sorter->run_capacity, sorter->runs + other->runs,
		sizeof *sorter->run);
	for (size_t i = 0; i < other->runs; i++)
		sorter->run[sorter->runs++] = other->run[i];
	other->fds = other->runs = 0;
	other->has_own = false;
}

void sorter_take(struct sorter *sorter, struct sorter *other)
{
	uint64_t added = sorter->added + other->added;

	assert(sorter->width == other->width && !sorter->is_sorted && !other->is_sorted);
	if (other->failed && !sorter->failed) {
		sorter->trouble = other->trouble;
		sorter->failed = true;
	}
	take_files(sorter, other);
	for (size_t i = 0; i < other->count; i++)
		sorter_add(sorter, row_at(other, other->row, i));
	sorter->added = added;
	other->count = 0;
	other->added = 0;
}

uint64_t sorter_count(const struct sorter *sorter)
{
	return sorter->added;
}

/* ---- reading ----------------------------------------------------------------------------- */

static bool is_less(const struct sorter *sorter, size_t left, size_t right)
{
	const struct run *a = &sorter->run[left], *b = &sorter->run[right];
	const int64_t *x = row_at(sorter, a->buffer, a->at), *y = row_at(sorter, b->buffer, b->at);

	for (size_t i = 0; i < sorter->width; i++)
		if (x[i] != y[i])
			return x[i] < y[i];
	return false;
}

/* The run at `place` has another first row than before: put it where it belongs, further down. */
static void sink(struct sorter *sorter, size_t place)
{
	size_t own = sorter->heap[place];

	for (;;) {
		size_t least = place * 2 + 1;

		if (least + 1 < sorter->heaped &&
			is_less(sorter, sorter->heap[least + 1], sorter->heap[least]))
			least++;
		if (least >= sorter->heaped || !is_less(sorter, sorter->heap[least], own))
			break;
		sorter->heap[place] = sorter->heap[least];
		place = least;
	}
	sorter->heap[place] = own;
}

/* Read on in a run whose buffer is used up. Returns 1, or 0 at its end. */
static int fill(struct sorter *sorter, struct run *run, struct diag *why)
{
	size_t count = run->left < sorter->buffer_rows ? (size_t)run->left : sorter->buffer_rows;
	size_t bytes = count * sorter->width * sizeof *run->buffer;

	if (count == 0)
		return 0;
	if (temporary_read(run->fd, (char *)run->buffer, bytes, run->offset, why) < 0)
		return -1;
	run->offset += bytes;
	run->left -= count;
	run->at = 0;
	run->count = count;
	return 1;
}

/* The rows that are still in memory become the last run, and its room that of the buffers. */
static int begin_merge(struct sorter *sorter, struct diag *why)
{
	size_t row = sorter->width * sizeof *sorter->row, bytes;

	if (sorter->count > 0)
		spill(sorter);
	if (sorter->failed) {
		*why = sorter->trouble;
		return -1;
	}
	bytes = sorter->most * row / sorter->runs;
	sorter->buffer_rows = (bytes > LEAST_BUFFER ? bytes : LEAST_BUFFER) / row;
	free(sorter->row);
	sorter->row = mem_alloc(sorter->runs * sorter->buffer_rows * row);
	sorter->heap = mem_alloc(sorter->runs * sizeof *sorter->heap);
	for (size_t i = 0; i < sorter->runs; i++) {
		sorter->run[i].buffer = row_at(sorter, sorter->row, i * sorter->buffer_rows);
		sorter->heap[i] = i;
		if (fill(sorter, &sorter->run[i], why) < 0)
			return -1;
	}
	sorter->heaped = sorter->runs;
	for (size_t place = sorter->heaped / 2; place-- > 0;)
		sink(sorter, place);
	return 0;
}

/* Go past the row that was given out last. */
static int go_on(struct sorter *sorter, struct diag *why)
{
	struct run *first = &sorter->run[sorter->heap[0]];

	if (++first->at == first->count) {
		int result = fill(sorter, first, why);

		if (result < 0)
			return -1;
		if (result == 0)
			sorter->heap[0] = sorter->heap[--sorter->heaped];
	}
	if (sorter->heaped > 1)
		sink(sorter, 0);
	return 0;
}

static int begin_reading(struct sorter *sorter, struct diag *why)
{
	sorter->is_sorted = true;
	if (sorter->runs > 0)
		return begin_merge(sorter, why);
	if (sorter->count > 0)
		radix_sort(sorter->row, sorter->count, sorter->width, sorter->width);
	return 0;
}

int sorter_next(struct sorter *sorter, const int64_t **row, struct diag *why)
{
	const struct run *first;

	if (!sorter->is_sorted) {
		if (begin_reading(sorter, why) < 0)
			return -1;
	} else if (sorter->heaped > 0 && go_on(sorter, why) < 0) {
		return -1;
	}
	if (sorter->runs == 0) {
		if (sorter->next == sorter->count)
			return 0;
		*row = row_at(sorter, sorter->row, sorter->next++);
		return 1;
	}
	if (sorter->heaped == 0)
		return 0;
	first = &sorter->run[sorter->heap[0]];
	*row = row_at(sorter, first->buffer, first->at);
	return 1;
}

void sorter_free(struct sorter *sorter)
{
	if (sorter == NULL)
		return;
	for (size_t i = 0; i < sorter->fds; i++)
		close(sorter->fd[i]);
	free(sorter->fd);
	free(sorter->run);
	free(sorter->heap);
	free(sorter->row);
	free(sorter);
}
