/* SPDX-License-Identifier: MIT */
#ifndef TEST_STREAMS_H
#define TEST_STREAMS_H

/*
 * streams: files and pipes for tests, and a main for them.
 *
 *	char *path = scratch_file("in.tsv", slice_of("a\tb\n1\t2\n"));
 *
 *	struct feed feed;
 *	feed_begin(&feed, bytes, 1);	a pipe that gives one byte at a time
 *	input_open(&in, feed.path, &why);
 *	…
 *	feed_end(&feed);
 *
 * What scratch_path and scratch_file return lives until the end of the test.
 */

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/rng.h"

static char scratch[200];
static struct arena scratch_texts;

static inline void scratch_open(void)
{
	static char folder[160]; /* the first, whatever a test makes of TMPDIR */
	const char *given = getenv("TMPDIR");

	if (folder[0] == '\0')
		snprintf(folder, sizeof folder, "%s", given != NULL ? given : "/tmp");
	snprintf(scratch, sizeof scratch, "%s/crm-test.XXXXXX", folder);
	ck_assert_ptr_nonnull(mkdtemp(scratch));
	/* A pipe that nobody reads any more is an error to the writer, not its end. */
	signal(SIGPIPE, SIG_IGN);
}

/* How many files there are in the scratch folder. */
static inline size_t scratch_count(void)
{
	DIR *folder = opendir(scratch);
	const struct dirent *entry;
	size_t count = 0;

	while ((entry = readdir(folder)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

static inline void scratch_close(void)
{
	DIR *folder = opendir(scratch);
	const struct dirent *entry;

	while ((entry = readdir(folder)) != NULL)
		unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	rmdir(scratch);
	arena_release(&scratch_texts);
}

static inline char *scratch_path(const char *name)
{
	size_t size = strlen(scratch) + strlen(name) + 2;
	char *path = arena_alloc(&scratch_texts, size);

	snprintf(path, size, "%s/%s", scratch, name);
	return path;
}

static inline char *scratch_file(const char *name, struct slice content)
{
	char *path = scratch_path(name);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	if (content.length > 0)
		ck_assert_uint_eq(fwrite(content.at, 1, content.length, file), content.length);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

static inline void read_whole(const char *path, struct buf *content)
{
	FILE *file = fopen(path, "r");
	size_t done;

	ck_assert_ptr_nonnull(file);
	do {
		done = fread(buf_room(content, 65536), 1, 65536, file);
		content->length += done;
	} while (done > 0);
	fclose(file);
}

/* Does the file hold `text` and nothing else? */
static inline void ck_file_is(const char *path, const char *text)
{
	struct buf content = BUF_EMPTY;

	read_whole(path, &content);
	ck_assert_str_eq(buf_string(&content), text);
	buf_release(&content);
}

/* Are they the same? Says how long they are and where they begin to differ if they are not. */
static inline void ck_slice_eq(struct slice found, struct slice wanted)
{
	size_t i = 0;

	while (i < found.length && i < wanted.length && found.at[i] == wanted.at[i])
		i++;
	ck_assert_msg(i == found.length && i == wanted.length,
		"%zu bytes where %zu are right, the same up to byte %zu", found.length,
		wanted.length, i);
}

/* A pipe, and a thread that writes to it, `piece` bytes at a time. */
struct feed {
	int fd[2];
	pthread_t thread;
	struct slice bytes;
	size_t piece;
	char path[32]; /* to be opened for reading */
};

static inline void *feed_write(void *context)
{
	struct feed *feed = context;
	struct slice left = feed->bytes;

	while (left.length > 0) {
		ssize_t done = write(feed->fd[1], left.at,
			left.length < feed->piece ? left.length : feed->piece);

		if (done < 0)
			break;
		left.at += done;
		left.length -= (size_t)done;
	}
	close(feed->fd[1]);
	return NULL;
}

static inline void feed_begin(struct feed *feed, struct slice bytes, size_t piece)
{
	feed->bytes = bytes;
	feed->piece = piece;
	ck_assert_int_eq(pipe(feed->fd), 0);
	snprintf(feed->path, sizeof feed->path, "/dev/fd/%d", feed->fd[0]);
	ck_assert_int_eq(pthread_create(&feed->thread, NULL, feed_write, feed), 0);
}

static inline void feed_end(struct feed *feed)
{
	close(feed->fd[0]);
	pthread_join(feed->thread, NULL);
}

/* The seed of a property test: SEED of the environment, or another one in each run. */
static inline void start_random(struct rng *rng)
{
	const char *given = getenv("SEED");
	struct timespec now;
	uint64_t seed;

	clock_gettime(CLOCK_REALTIME, &now);
	seed = given != NULL ? strtoull(given, NULL, 10)
			     : (uint64_t)now.tv_sec * 1000000007 + (uint64_t)now.tv_nsec;
	printf("SEED=%llu\n", (unsigned long long)seed);
	fflush(stdout);
	rng_start(rng, seed);
}

/* Append up to `length` bytes of `alphabet`. */
static inline void put_random(
	struct rng *rng, struct buf *out, size_t length, const char *alphabet, uint32_t letters)
{
	for (size_t i = 0; i < length; i++)
		buf_char(out, alphabet[rng_below(rng, letters)]);
}

static inline int run_tests(TCase *tests)
{
	Suite *suite = suite_create("streams");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}

#endif
