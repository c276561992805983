/* SPDX-License-Identifier: MIT */
#include "run/run.h"

#include "base/num.h"
#include "tab/rejects.h"
#include "test_streams.h"

/*
 * Two inputs of several blocks each, of rows
 *
 *	NUMBER	WORD	PADDING
 *
 * where the word says what is to become of the row: use, skip, bad (refused by the tool), stop;
 * some rows are ragged. What should come out is written down while they are made.
 */
enum { INPUTS = 2 };

struct rows_made {
	struct buf text[INPUTS];
	struct buf mapped;  /* what a map of all good rows writes */
	struct buf rejects; /* what the rejects file holds, inputs being called $0 and $1 */
	struct run_counts counts;
	int64_t sum;

	bool has_bad; /* what a run comes to that stops at the first bad row */
	char bad[100];
	struct buf mapped_before;
	uint64_t used_before, filtered_before;
};

enum what { USE, SKIP, BAD, RAGGED, STOP };

static const char *const words[] = { "use", "skip", "bad", "use\tmore", "stop" };

static const char *const rejects_as[] = { [BAD] = "word\tbad-word\tnot a good word: 'bad'",
	[RAGGED] = "\tragged\t4 fields where the header has 3" };

static void note_bad(struct rows_made *made, int input, uint64_t line, size_t start, enum what what)
{
	struct buf *text = &made->text[input];

	buf_printf(&made->rejects, "$%d\t%llu\t%zu\t%s\t", input, (unsigned long long)line, start,
		rejects_as[what]);
	for (size_t i = start; i + 1 < text->length; i++)
		if (text->at[i] == '\t')
			buf_text(&made->rejects, "\\t");
		else
			buf_char(&made->rejects, text->at[i]);
	buf_char(&made->rejects, '\n');
	made->counts.rejected++;
	if (made->has_bad)
		return;
	made->has_bad = true;
	snprintf(made->bad, sizeof made->bad, "$%d:%llu: %s", input, (unsigned long long)line,
		what == BAD ? "column 'word': not a good word: 'bad'"
			    : "4 fields where the header has 3");
	buf_put(&made->mapped_before, buf_slice(&made->mapped));
	made->used_before = made->counts.used;
	made->filtered_before = made->counts.filtered;
}

static void make_row(
	struct rows_made *made, struct rng *rng, int input, uint64_t line, enum what what)
{
	struct buf *text = &made->text[input];
	size_t start = text->length;
	int number = (int)rng_below(rng, 1000);

	buf_printf(text, "%d\t%s\t", number, words[what]);
	put_random(rng, text, rng_below(rng, 700), "xyz", 3);
	buf_char(text, '\n');
	made->counts.read++;
	if (what == BAD || what == RAGGED) {
		note_bad(made, input, line, start, what);
	} else if (what == SKIP) {
		made->counts.filtered++;
	} else if (what == USE) {
		buf_printf(&made->mapped, "%d %llu\n", number * 2,
			(unsigned long long)made->counts.read);
		made->counts.used++;
		made->sum += number;
	}
}

/* About one row in `one_in` is bad; 0: none. */
static void make(struct rows_made *made, struct rng *rng, uint32_t one_in, size_t rows)
{
	*made = (struct rows_made){ .has_bad = false };
	for (int input = 0; input < INPUTS; input++) {
		buf_text(&made->text[input], "number\tword\tpadding\n");
		for (uint64_t i = 0; i < rows; i++) {
			enum what what = rng_below(rng, 5) == 0 ? SKIP : USE;

			if (one_in > 0 && rng_below(rng, one_in) == 0)
				what = rng_chance(rng, 0.5) ? BAD : RAGGED;
			make_row(made, rng, input, i + 2, what);
		}
	}
	if (!made->has_bad)
		buf_put(&made->mapped_before, buf_slice(&made->mapped));
}

static void release(struct rows_made *made)
{
	for (int i = 0; i < INPUTS; i++)
		buf_release(&made->text[i]);
	buf_release(&made->mapped);
	buf_release(&made->mapped_before);
	buf_release(&made->rejects);
}

/* The tool under test: adds numbers up, or doubles them and says which row each is of. */
struct sum {
	int64_t sum;
	int64_t held; /* of the block, until it is settled */
	int states;
};

static int look_at(const struct row *row, int64_t *number, struct diag *why)
{
	struct slice word = row_field(row, 1);

	ck_assert(num_parse_int(row_field(row, 0), number));
	if (slice_is(word, "use"))
		return RUN_ROW_USED;
	if (slice_is(word, "skip"))
		return RUN_ROW_FILTERED;
	if (slice_is(word, "stop")) {
		diag_fail(why, "the disk is full");
		return RUN_STOP;
	}
	diag_fail(why, "not a good word: '" SLICE "'", SLICE_ARG(word));
	diag_code(why, "bad-word");
	return diag_column(why, slice_of("word"));
}

static void *begin(void *tool)
{
	((struct sum *)tool)->states++;
	return mem_zero(1, sizeof(struct sum));
}

static int add(void *state, const struct row *row, struct diag *why)
{
	struct sum *sum = state;
	int64_t number;
	int what = look_at(row, &number, why);

	if (what == RUN_ROW_USED)
		sum->held += number;
	return what;
}

static int settle(void *state, struct diag *why)
{
	struct sum *sum = state;

	(void)why;
	sum->sum += sum->held;
	sum->held = 0;
	return 0;
}

static int fail_to_settle(void *state, struct diag *why)
{
	(void)state;
	return diag_fail(why, "cannot settle");
}

static void end(void *tool, void *state)
{
	struct sum *sum = tool, *part = state;

	sum->states--;
	sum->sum += part->sum;
	free(part);
}

static int twice(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	size_t start = out->length;
	int64_t number;
	int what = look_at(row, &number, why);

	(void)state;
	/* Of a bad row, what has been written already is taken back. */
	buf_printf(out, "%lld ", (long long)number * 2);
	buf_char(out, RUN_NUMBER);
	buf_char(out, '\n');
	if (what == RUN_ROW_FILTERED)
		out->length = start;
	return what;
}

static const struct run_fold summing = { begin, add, end, settle };
static const struct run_map doubling = { begin, twice, end };

/* The inputs as files, or as pipes. */
struct opened {
	struct feed feed[INPUTS];
	char *path[INPUTS];
	bool piped;
	struct stream *in;
};

static void open_inputs(struct opened *opened, const struct rows_made *made, bool piped)
{
	static const char *const names[] = { "one", "two" };
	struct diag why;

	opened->piped = piped;
	for (int i = 0; i < INPUTS; i++) {
		if (piped) {
			feed_begin(&opened->feed[i], buf_slice(&made->text[i]), 30000);
			opened->path[i] = opened->feed[i].path;
		} else {
			opened->path[i] = scratch_file(names[i], buf_slice(&made->text[i]));
		}
	}
	ck_assert_int_eq(stream_open(&opened->in, opened->path, INPUTS, NULL, &why), 0);
}

static void close_inputs(struct opened *opened)
{
	stream_close(opened->in);
	for (int i = 0; opened->piped && i < INPUTS; i++)
		feed_end(&opened->feed[i]);
}

/* `text` with the names of the inputs for $0 and $1. */
static void ck_named(const struct opened *opened, struct slice found, struct slice text)
{
	struct buf wanted = BUF_EMPTY;

	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] == '$')
			buf_text(&wanted, opened->path[text.at[++i] - '0']);
		else
			buf_char(&wanted, text.at[i]);
	}
	ck_slice_eq(found, buf_slice(&wanted));
	buf_release(&wanted);
}

static void ck_message(const struct opened *opened, const struct diag *why, const char *wanted)
{
	struct buf message = BUF_EMPTY;

	diag_format(why, &message);
	ck_named(opened, buf_slice(&message), slice_of(wanted));
	buf_release(&message);
}

static void ck_counts(const struct run_counts *found, const struct run_counts *wanted)
{
	ck_assert_uint_eq(found->read, wanted->read);
	ck_assert_uint_eq(found->used, wanted->used);
	ck_assert_uint_eq(found->rejected, wanted->rejected);
	ck_assert_uint_eq(found->filtered, wanted->filtered);
}

static const int jobs_tried[] = { 1, 2, 3, 8 };

/* Stop at the first bad row, if there is one: what is said, counted and written up to there. */
static void ck_stops(const struct rows_made *made, int jobs, bool piped)
{
	const struct run run = { .jobs = jobs, .numbers = true };
	struct buf written = BUF_EMPTY;
	char *path = scratch_file("out", slice_of(""));
	struct run_counts counts;
	struct opened opened;
	struct sum sum = { 0, 0, 0 };
	struct output *out;
	struct diag why;
	int result;
	int before, fd = open(path, O_WRONLY);

	open_inputs(&opened, made, piped);
	/* Standard output shows what has been written, also of a run that fails. */
	fflush(stdout);
	before = dup(STDOUT_FILENO);
	dup2(fd, STDOUT_FILENO);
	ck_assert_int_eq(output_open(&out, NULL, &why), 0);
	result = run_map(&run, opened.in, &doubling, &sum, out, &counts, &why);
	ck_assert_int_eq(output_flush(out, &why) < 0, 0);
	output_discard(out);
	dup2(before, STDOUT_FILENO);
	close(before);
	close(fd);
	ck_assert_int_eq(result, made->has_bad ? -1 : 0);
	ck_assert_int_eq(sum.states, 0);
	if (made->has_bad) {
		ck_message(&opened, &why, made->bad);
		ck_assert_uint_eq(counts.used, made->used_before);
		ck_assert_uint_eq(counts.filtered, made->filtered_before);
		ck_assert_uint_eq(counts.read, made->used_before + made->filtered_before + 1);
	} else {
		ck_counts(&counts, &made->counts);
	}
	read_whole(path, &written);
	ck_slice_eq(buf_slice(&written), buf_slice(&made->mapped_before));
	close_inputs(&opened);
	buf_release(&written);
}

/* The same for a fold, which has nothing to show for a failure but its message. */
static void ck_folds(const struct rows_made *made, int jobs, bool piped)
{
	const struct run run = { .jobs = jobs, .numbers = true };
	struct run_counts counts;
	struct opened opened;
	struct sum sum = { 0, 0, 0 };
	struct diag why;
	int result;

	open_inputs(&opened, made, piped);
	result = run_fold(&run, opened.in, &summing, &sum, &counts, &why);
	ck_assert_int_eq(result, made->has_bad ? -1 : 0);
	ck_assert_int_eq(sum.states, 0);
	if (made->has_bad) {
		ck_message(&opened, &why, made->bad);
	} else {
		ck_assert_int_eq(sum.sum, made->sum);
		ck_counts(&counts, &made->counts);
	}
	close_inputs(&opened);
}

/* Put bad rows aside and go on: nothing is lost, and all is in order. */
static void ck_rejects(const struct rows_made *made, int jobs, bool piped)
{
	char *path = scratch_path("out"), *rejects_path = scratch_path("rejects");
	struct run run = { .jobs = jobs, .numbers = true };
	struct buf written = BUF_EMPTY, rejected = BUF_EMPTY;
	struct run_counts counts;
	struct opened opened;
	struct sum sum = { 0, 0, 0 };
	struct output *out;
	struct diag why;

	open_inputs(&opened, made, piped);
	ck_assert_int_eq(output_open(&out, path, &why), 0);
	ck_assert_int_eq(output_open(&run.rejects, rejects_path, &why), 0);
	ck_assert_int_eq(run_map(&run, opened.in, &doubling, &sum, out, &counts, &why), 0);
	ck_assert_int_eq(output_commit(out, &why), 0);
	ck_assert_int_eq(output_commit(run.rejects, &why), 0);
	ck_counts(&counts, &made->counts);
	read_whole(path, &written);
	ck_slice_eq(buf_slice(&written), buf_slice(&made->mapped));
	read_whole(rejects_path, &rejected);
	ck_named(&opened, buf_slice(&rejected), buf_slice(&made->rejects));
	close_inputs(&opened);
	buf_release(&written);
	buf_release(&rejected);
}

static void try_everywhere(uint32_t one_in, size_t rows,
	void (*check)(const struct rows_made *made, int jobs, bool piped))
{
	struct rows_made made;
	struct rng rng;

	start_random(&rng);
	make(&made, &rng, one_in, rows);
	for (size_t j = 0; j < 4; j++) {
		check(&made, jobs_tried[j], false);
		check(&made, jobs_tried[j], true);
	}
	release(&made);
}

START_TEST(good_rows_are_mapped_in_order)
{
	try_everywhere(0, 8000, ck_stops);
}
END_TEST

START_TEST(good_rows_are_folded)
{
	try_everywhere(0, 8000, ck_folds);
}
END_TEST

START_TEST(first_bad_row_stops_and_is_named)
{
	for (int i = 0; i < 2; i++) {
		try_everywhere(2000, 6000, ck_stops); /* in the first input, mostly */
		try_everywhere(9000, 6000, ck_stops); /* in the second, or none */
	}
}
END_TEST

START_TEST(first_bad_row_stops_a_fold)
{
	for (int i = 0; i < 2; i++) {
		try_everywhere(2000, 6000, ck_folds);
		try_everywhere(9000, 6000, ck_folds);
	}
}
END_TEST

START_TEST(rejects_are_all_there_in_order)
{
	try_everywhere(10, 6000, ck_rejects);
	try_everywhere(2000, 6000, ck_rejects);
	try_everywhere(1, 500, ck_rejects);
}
END_TEST

START_TEST(few_rows_and_none_are_all_right)
{
	for (size_t rows = 0; rows < 4; rows++) {
		try_everywhere(0, rows, ck_stops);
		try_everywhere(2, rows, ck_stops);
		try_everywhere(2, rows, ck_folds);
		try_everywhere(2, rows, ck_rejects);
	}
}
END_TEST

/* The second pass neither stops at bad rows nor writes them again. */
START_TEST(second_pass_goes_by_bad_rows)
{
	struct rows_made made;
	struct rng rng;

	start_random(&rng);
	make(&made, &rng, 20, 5000);
	for (size_t j = 0; j < 4; j++) {
		struct run run = { .jobs = jobs_tried[j] };
		struct run_counts counts;
		struct opened opened;
		struct output *none;
		struct diag why;

		open_inputs(&opened, &made, j % 2 == 0);
		stream_keep(opened.in, j < 2 ? 0 : UINT64_MAX);
		ck_assert_int_eq(output_open(&none, "/dev/null", &why), 0);
		run.rejects = none;
		for (int pass = 0; pass < 3; pass++) {
			struct sum sum = { 0, 0, 0 };

			ck_assert_int_eq(
				run_fold(&run, opened.in, &summing, &sum, &counts, &why), 0);
			ck_assert_int_eq(sum.sum, made.sum);
			ck_counts(&counts, &made.counts);
			ck_assert_int_eq(stream_rewind(opened.in, &why), 0);
			run.rejects = NULL;
			run.seen = true;
		}
		ck_assert_int_eq(output_commit(none, &why), 0);
		close_inputs(&opened);
	}
	release(&made);
}
END_TEST

/* A full disk is no bad row: with rejects too it stops the run. */
START_TEST(what_is_not_the_rows_fault_stops_the_run)
{
	struct rows_made made;
	struct rng rng;

	start_random(&rng);
	make(&made, &rng, 10, 3000);
	make_row(&made, &rng, 1, 3002, STOP);
	for (size_t j = 0; j < 8; j++) {
		struct run run = { .jobs = jobs_tried[j / 2], .seen = j % 2 };
		struct sum sum = { 0, 0, 0 };
		struct opened opened;
		struct output *none;
		struct diag why;

		open_inputs(&opened, &made, j % 2);
		ck_assert_int_eq(output_open(&none, "/dev/null", &why), 0);
		run.rejects = none;
		ck_assert_int_eq(run_fold(&run, opened.in, &summing, &sum, NULL, &why), -1);
		ck_assert_str_eq(why.text, "the disk is full");
		ck_assert_int_eq(sum.states, 0);
		output_discard(none);
		close_inputs(&opened);
	}
	release(&made);
}
END_TEST

START_TEST(failure_to_settle_stops_the_run)
{
	const struct run_fold fold = { begin, add, end, fail_to_settle };

	for (size_t j = 0; j < 4; j++) {
		const struct run run = { .jobs = jobs_tried[j] };
		struct sum sum = { 0, 0, 0 };
		struct rows_made made;
		struct opened opened;
		struct rng rng;
		struct diag why;

		start_random(&rng);
		make(&made, &rng, 0, 3000);
		open_inputs(&opened, &made, true);
		ck_assert_int_eq(run_fold(&run, opened.in, &fold, &sum, NULL, &why), -1);
		ck_assert_str_eq(why.text, "cannot settle");
		ck_assert_int_eq(sum.states, 0);
		close_inputs(&opened);
		release(&made);
	}
}
END_TEST

/* Whoever waits for a place is woken when the run stops. */
START_TEST(full_output_or_rejects_stop_the_run)
{
	struct rows_made made;
	struct rng rng;

	start_random(&rng);
	make(&made, &rng, 2, 6000);
	for (size_t j = 0; j < 16; j++) {
		struct run run = { .jobs = jobs_tried[j / 4] };
		struct sum sum = { 0, 0, 0 };
		struct opened opened;
		struct output *out;
		struct diag why;

		open_inputs(&opened, &made, j % 2);
		ck_assert_int_eq(output_open(&out, j & 2 ? "/dev/full" : "/dev/null", &why), 0);
		ck_assert_int_eq(
			output_open(&run.rejects, j & 2 ? "/dev/null" : "/dev/full", &why), 0);
		if (run_map(&run, opened.in, &doubling, &sum, out, NULL, &why) == 0) {
			ck_assert_int_eq(
				output_flush(out, &why) + output_flush(run.rejects, &why), -1);
		}
		ck_assert_ptr_nonnull(strstr(why.text, "No space left on device"));
		ck_assert_int_eq(sum.states, 0);
		output_discard(out);
		output_discard(run.rejects);
		close_inputs(&opened);
	}
	release(&made);
}
END_TEST

/* An input that cannot be read is told after the rows before it. */
START_TEST(second_input_that_fails_stops_the_run_in_its_turn)
{
	struct rows_made made;
	struct rng rng;

	start_random(&rng);
	make(&made, &rng, 0, 4000);
	for (size_t j = 0; j < 4; j++) {
		const struct run run = { .jobs = jobs_tried[j] };
		char *paths[] = { scratch_file("one", buf_slice(&made.text[0])),
			scratch_path("none") };
		struct sum sum = { 0, 0, 0 };
		struct run_counts counts;
		struct stream *in;
		struct diag why;

		ck_assert_int_eq(stream_open(&in, paths, 2, NULL, &why), 0);
		ck_assert_int_eq(run_fold(&run, in, &summing, &sum, &counts, &why), -1);
		ck_assert_ptr_nonnull(strstr(why.text, "none: No such file or directory"));
		ck_assert_uint_eq(counts.read, 4000);
		stream_close(in);
	}
	release(&made);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("run");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_set_timeout(tests, 30);
	tcase_add_test(tests, good_rows_are_mapped_in_order);
	tcase_add_test(tests, good_rows_are_folded);
	tcase_add_test(tests, first_bad_row_stops_and_is_named);
	tcase_add_test(tests, first_bad_row_stops_a_fold);
	tcase_add_test(tests, rejects_are_all_there_in_order);
	tcase_add_test(tests, few_rows_and_none_are_all_right);
	tcase_add_test(tests, second_pass_goes_by_bad_rows);
	tcase_add_test(tests, what_is_not_the_rows_fault_stops_the_run);
	tcase_add_test(tests, failure_to_settle_stops_the_run);
	tcase_add_test(tests, full_output_or_rejects_stop_the_run);
	tcase_add_test(tests, second_input_that_fails_stops_the_run_in_its_turn);
	return run_tests(tests);
}
