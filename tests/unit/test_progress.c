/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include "test_streams.h"

static const struct {
	uint64_t done, total;
	double seconds;
	size_t columns;
	const char *drawing;
} drawings[] = {
	{ 1200000000, 2900000000, 4, 80,
		"t   41% [############                  ] 1.2 GB of 2.9 GB, 300 MB/s, 0:06 left" },
	{ 1200000000, 0, 4, 80, "t  1.2 GB, 300 MB/s, 0:04" },
	{ 0, 5000, 2, 80,
		"t    0% [                              ] 0.0 kB of 5.0 kB, 0.0 kB/s, 0:02 left" },
	{ 5000, 5000, 0, 60, "t  100% [############] 5.0 kB of 5.0 kB, 0.0 kB/s, 0:00 left" },
	/* More than was said: the file has grown. */
	{ 7000, 5000, 7, 60, "t  100% [############] 7.0 kB of 7.0 kB, 1.0 kB/s, 0:00 left" },
	/* Too narrow for a bar, and then for what stands behind it. */
	{ 50, 100, 10000, 50, "t   50% 0.1 kB of 0.1 kB, 0.0 kB/s, 2:46:40 left" },
	{ 50, 100, 10000, 20, "t   50% 0.1 kB of 0." },
	{ 999499, 0, 1e9, 80, "t  999 kB, 0.0 kB/s, 99:59:59" },
	{ 999500, 0, 3600, 80, "t  1.0 MB, 0.3 kB/s, 1:00:00" },
	{ UINT64_MAX, 0, 60, 80, "t  18447 PB, 307 PB/s, 1:00" },
};

START_TEST(drawings_fit_and_tell)
{
	struct buf out = BUF_EMPTY;

	buf_text(&out, ">");
	progress_put(&out, "t", drawings[_i].done, drawings[_i].total, drawings[_i].seconds,
		drawings[_i].columns);
	ck_assert_str_eq(buf_string(&out) + 1, drawings[_i].drawing);
	ck_assert_uint_le(out.length - 1, drawings[_i].columns);
	buf_release(&out);
}
END_TEST

/* Nothing is drawn in the first second, whatever is done in it. */
START_TEST(short_runs_draw_nothing)
{
	struct progress bar = PROGRESS_OFF;

	progress_step(&bar, 1, 2); /* off */
	progress_start(&bar, "t");
	progress_step(&bar, 1, 2);
	ck_assert_uint_eq(bar.columns, 0);
	progress_end(&bar);
	ck_assert_ptr_null(bar.name);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("progress");

	tcase_add_loop_test(
		tests, drawings_fit_and_tell, 0, (int)(sizeof drawings / sizeof *drawings));
	tcase_add_test(tests, short_runs_draw_nothing);
	return run_tests(tests);
}
