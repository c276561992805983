/* SPDX-License-Identifier: MIT */
#include "run/keyed.h"

#include <sys/resource.h>

#include "run/each.h"
#include "test_streams.h"

static const int jobs_tried[] = { 1, 2, 3, 8 };

enum { KEYS = 3000, RECORDS = 60000, WRITERS = 4 };

/* Key `i`: of 0 to 300 bytes, many with the same start, one for each number. */
static size_t make_key(uint32_t i, char *key)
{
	size_t length = i < 301 ? i : 8 + i % 290;

	memset(key, 'k', length);
	if (i >= 301) {
		memcpy(key + length - 4, &i, 4);
	}
	return length;
}

/* What is put aside: the number of the record, and as many bytes more as it says. */
struct record {
	uint32_t number;
	uint32_t more;
};

static struct record record_of(uint32_t number)
{
	return (struct record){ number, number % 1000 == 0 ? 100000 : number % 7 };
}

static uint32_t key_of(uint32_t number)
{
	return (uint32_t)((uint64_t)number * number % KEYS);
}

/* Writer `index` puts every fourth record. */
static int put_records(void *context, int worker, size_t index, struct diag *why)
{
	struct keyed_writer *writer = keyed_writer(context);
	char key[600];

	(void)worker;
	for (uint32_t number = (uint32_t)index; number < RECORDS; number += WRITERS) {
		struct record record = record_of(number);
		size_t length = make_key(key_of(number), key);
		char *to = keyed_put(
			writer, (struct slice){ key, length }, sizeof record + record.more, why);

		if (to == NULL)
			return -1;
		memcpy(to, &record, sizeof record);
		memset(to + sizeof record, (int)('a' + number % 26), record.more);
		memset(key, '?', length); /* it was copied */
	}
	return 0;
}

/* What has been seen: of each record how often, of each key how often as a group. */
struct seen {
	unsigned char record[RECORDS];
	unsigned char key[KEYS];
	bool partition[KEYED_PARTITIONS];
	int jobs;
	size_t fails_from; /* partitions from this on fail */
};

static void look_at(struct seen *seen, const struct keyed_group *group, struct slice bytes)
{
	struct record record;
	char key[600];
	size_t length, wrong = 0;

	memcpy(&record, bytes.at, sizeof record);
	if (record.number >= RECORDS || bytes.length != sizeof record + record.more)
		ck_abort_msg("a record that was never put aside");
	for (size_t i = sizeof record; i < bytes.length; i++)
		wrong += bytes.at[i] != (char)('a' + record.number % 26);
	length = make_key(key_of(record.number), key);
	wrong += !slice_equal(group->key, (struct slice){ key, length });
	if (wrong > 0)
		ck_abort_msg("record %u is not what it was", record.number);
	seen->record[record.number]++;
}

static int see(void *context, int worker, size_t partition, const struct keyed_group *group,
	size_t count, struct diag *why)
{
	struct seen *seen = context;

	ck_assert_int_lt(worker, seen->jobs);
	ck_assert(!seen->partition[partition]);
	seen->partition[partition] = true;
	for (size_t i = 0; i < count; i++) {
		struct record first;

		memcpy(&first, group[i].record[0].at, sizeof first);
		seen->key[key_of(first.number)]++;
		for (size_t j = 0; j < group[i].count; j++)
			look_at(seen, &group[i], group[i].record[j]);
	}
	return partition >= seen->fails_from ? diag_fail(why, "partition %zu", partition) : 0;
}

static void try_memory(uint64_t memory, int jobs)
{
	struct keyed *keyed = keyed_new(memory);
	struct seen *seen = mem_zero(1, sizeof *seen);
	struct diag why = DIAG_EMPTY;
	size_t once = 0;

	seen->jobs = jobs;
	seen->fails_from = KEYED_PARTITIONS;
	ck_assert_int_eq(run_each(jobs, WRITERS, put_records, keyed, &why), 0);
	ck_assert_msg(keyed_each(keyed, jobs, see, seen, &why) == 0, "%s", why.text);
	for (uint32_t i = 0; i < RECORDS; i++)
		once += seen->record[i] == 1 && seen->key[key_of(i)] == 1;
	ck_assert_uint_eq(once, RECORDS);
	for (size_t i = 0; i < KEYED_PARTITIONS; i++)
		ck_assert(seen->partition[i]);
	free(seen);
	keyed_free(keyed);
}

START_TEST(records_are_grouped_by_key_in_memory)
{
	for (size_t j = 0; j < 4; j++)
		try_memory(UINT64_MAX, jobs_tried[j]);
}
END_TEST

START_TEST(records_are_grouped_by_key_from_the_file)
{
	for (size_t j = 0; j < 4; j++)
		try_memory(0, jobs_tried[j]);
}
END_TEST

START_TEST(records_are_grouped_by_key_from_both)
{
	try_memory(1, 3);
	try_memory(300000, 1);
	try_memory(2000000, 2);
	try_memory(5000000, 8);
}
END_TEST

START_TEST(nothing_put_aside_is_no_group)
{
	struct keyed *keyed = keyed_new(0);
	struct seen *seen = mem_zero(1, sizeof *seen);
	struct diag why;

	seen->jobs = 3;
	seen->fails_from = KEYED_PARTITIONS;
	keyed_writer(keyed);
	ck_assert_int_eq(keyed_each(keyed, 3, see, seen, &why), 0);
	for (size_t i = 0; i < KEYED_PARTITIONS; i++)
		ck_assert(seen->partition[i]);
	keyed_free(keyed);
	keyed_free(NULL);
	free(seen);
}
END_TEST

static int count_groups(void *context, int worker, size_t partition,
	const struct keyed_group *group, size_t count, struct diag *why)
{
	(void)worker;
	(void)partition;
	(void)why;
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(group[i].key.length, 0);
		ck_assert_uint_eq(group[i].count, 2);
		ck_assert_uint_eq(group[i].record[0].length, 0);
		++*(int *)context;
	}
	return 0;
}

START_TEST(empty_keys_and_records_are_some)
{
	struct keyed *keyed = keyed_new(0);
	struct keyed_writer *writer = keyed_writer(keyed);
	struct diag why;
	int groups = 0;

	ck_assert_ptr_nonnull(keyed_put(writer, slice_of(""), 0, &why));
	ck_assert_ptr_nonnull(keyed_put(writer, slice_of(""), 0, &why));
	ck_assert_int_eq(keyed_each(keyed, 1, count_groups, &groups, &why), 0);
	ck_assert_int_eq(groups, 1);
	keyed_free(keyed);
}
END_TEST

START_TEST(lowest_partition_that_fails_is_told)
{
	for (size_t j = 0; j < 4; j++) {
		struct keyed *keyed = keyed_new(0);
		struct seen *seen = mem_zero(1, sizeof *seen);
		struct diag why;

		seen->jobs = jobs_tried[j];
		seen->fails_from = 77;
		ck_assert_int_eq(run_each(1, WRITERS, put_records, keyed, &why), 0);
		ck_assert_int_eq(keyed_each(keyed, jobs_tried[j], see, seen, &why), -1);
		ck_assert_str_eq(why.text, "partition 77");
		keyed_free(keyed);
		free(seen);
	}
}
END_TEST

START_TEST(file_that_cannot_be_made_or_written_is_an_error)
{
	const struct rlimit small = { 100000, RLIM_INFINITY };
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	struct keyed *keyed = keyed_new(0);
	struct diag why;

	setenv("TMPDIR", "/nowhere", 1);
	ck_assert_int_eq(run_each(2, WRITERS, put_records, keyed, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "cannot make a temporary file in '/nowhere'"));
	keyed_free(keyed);
	setenv("TMPDIR", scratch, 1);
	keyed = keyed_new(0);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ck_assert_int_eq(run_each(2, WRITERS, put_records, keyed, &why), -1);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &all), 0);
	ck_assert_ptr_nonnull(strstr(why.text, "cannot write the temporary file"));
	keyed_free(keyed);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("keyed");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_set_timeout(tests, 30);
	tcase_add_test(tests, records_are_grouped_by_key_in_memory);
	tcase_add_test(tests, records_are_grouped_by_key_from_the_file);
	tcase_add_test(tests, records_are_grouped_by_key_from_both);
	tcase_add_test(tests, nothing_put_aside_is_no_group);
	tcase_add_test(tests, empty_keys_and_records_are_some);
	tcase_add_test(tests, lowest_partition_that_fails_is_told);
	tcase_add_test(tests, file_that_cannot_be_made_or_written_is_an_error);
	return run_tests(tests);
}
