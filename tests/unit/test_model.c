/* SPDX-License-Identifier: MIT */
#include "tab/model.h"

#include <math.h>

#include "test_streams.h"

static const char text[] = "section\tname\tvalue\tse\n"
			   "model\tkind\ttoy\t\n"
			   "model\tversion\t2\t\n"
			   "part\tcount\t12\t\n"
			   "part\tcut\t1.5\t\n"
			   "part\tcuts\t1,2.5,-3\t\n"
			   "part\trate\t0.25\t0.01\n"
			   "part\tname\ta\\tb\\\\c\t\n"
			   "model\tend\t\t\n";

static struct model model;
static struct diag why;

/* Read `content` as a model of kind toy, up to version 2. */
static int read_content(struct slice content)
{
	return model_read(&model, scratch_file("model", content), "toy", 2, &why);
}

/* Reading fails with `message` behind the path. */
static void ck_refused(const char *content, const char *message)
{
	struct buf found = BUF_EMPTY;

	ck_assert_int_eq(read_content(slice_of(content)), -1);
	ck_assert(!why.usage);
	diag_format(&why, &found);
	ck_assert_str_eq(buf_string(&found) + strlen(scratch_path("model")), message);
	buf_release(&found);
	model_release(&model);
}

static void ck_message(const char *message)
{
	struct buf found = BUF_EMPTY;

	diag_format(&why, &found);
	ck_assert_str_eq(buf_string(&found) + strlen(scratch_path("model")), message);
	buf_release(&found);
}

START_TEST(what_was_written_is_read)
{
	struct model made = MODEL_EMPTY;
	int64_t list[] = { 1000000, 2500000, -3000000 };

	model_begin(&made, "toy", 2);
	model_add_int(&made, "part", "count", 12);
	model_add_amount(&made, "part", "cut", 1500000);
	model_add_amounts(&made, "part", "cuts", list, 3);
	model_add_real(&made, "part", "rate", 0.25, 0.01);
	model_add(&made, "part", "name", slice_of("a\tb\\c"));
	ck_assert_int_eq(model_write(&made, scratch_path("made"), &why), 0);
	ck_file_is(scratch_path("made"), text);
	model_release(&made);
}
END_TEST

START_TEST(values_are_found)
{
	const struct model_entry *entry;
	int64_t count, cut, cuts[3];
	double rate;

	ck_assert_int_eq(read_content(slice_of(text)), 0);
	ck_assert_int_eq(model_need_int(&model, "part", "count", 0, 12, &count, &why), 0);
	ck_assert_int_eq(count, 12);
	ck_assert_int_eq(model_need_amount(&model, "part", "cut", 0, 1500000, &cut, &why), 0);
	ck_assert_int_eq(cut, 1500000);
	ck_assert_int_eq(model_need_amounts(&model, "part", "cuts", cuts, 3, &why), 0);
	ck_assert_int_eq(cuts[2], -3000000);
	ck_assert_int_eq(model_need_real(&model, "part", "rate", 0, 1, &rate, &why), 0);
	ck_assert_double_eq(rate, 0.25);
	ck_assert_int_eq(model_need(&model, "part", "name", &entry, &why), 0);
	ck_assert_str_eq(entry->value.at, "a\tb\\c");
	ck_assert_str_eq(model_find(&model, "part", "rate")->se.at, "0.01");
	ck_assert_uint_eq(entry->line, 8);
	ck_assert_ptr_null(model_find(&model, "part", "coun"));
	ck_assert_ptr_null(model_find(&model, "par", "tcount"));
	model_release(&model);
}
END_TEST

START_TEST(bad_values_are_named)
{
	int64_t number, list[4];
	double real;

	ck_assert_int_eq(read_content(slice_of(text)), 0);
	ck_assert_int_eq(model_need_int(&model, "part", "count", 1, 9, &number, &why), -1);
	ck_message(":4: 'part count': expected a whole number from 1 to 9; got '12'");
	ck_assert_int_eq(model_need_int(&model, "part", "cut", 0, INT64_MAX, &number, &why), -1);
	ck_message(":5: 'part cut': expected a whole number of at least 0; got '1.5'");
	ck_assert_int_eq(model_need_amount(&model, "part", "cut", 0, 1000000, &number, &why), -1);
	ck_message(":5: 'part cut': expected a number from 0 to 1; got '1.5'");
	ck_assert_int_eq(
		model_need_amount(&model, "part", "name", -INT64_MAX, INT64_MAX, &number, &why),
		-1);
	ck_message(":8: 'part name': expected a number; got 'a?b\\c'");
	ck_assert_int_eq(model_need_amounts(&model, "part", "cuts", list, 4, &why), -1);
	ck_message(":6: 'part cuts': expected 4 numbers; got '1,2.5,-3'");
	ck_assert_int_eq(model_need_amounts(&model, "part", "cuts", list, 2, &why), -1);
	ck_message(":6: 'part cuts': expected 2 numbers; got '1,2.5,-3'");
	ck_assert_int_eq(model_need_real(&model, "part", "rate", 1, 2, &real, &why), -1);
	ck_message(":7: 'part rate': expected a number from 1 to 2; got '0.25'");
	ck_assert_int_eq(model_need_real(&model, "part", "rat", 1, 2, &real, &why), -1);
	ck_message(": no 'part rat' in the model; fit it again");
	model_release(&model);
}
END_TEST

START_TEST(numbers_come_back_to_the_last_bit)
{
	static const double number[] = { 0.1, 1.0 / 3, -1e-300, 1e300, 5e-324, 0,
		9007199254740993.0, 0.2425946, 123456789.123456789 };
	double back;

	for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
		struct model made = MODEL_EMPTY;

		model_begin(&made, "toy", 1);
		model_add_real(&made, "part", "x", number[i], NAN);
		ck_assert_int_eq(model_write(&made, scratch_path("made"), &why), 0);
		model_release(&made);
		ck_assert_int_eq(model_read(&model, scratch_path("made"), "toy", 1, &why), 0);
		ck_assert_int_eq(
			model_need_real(&model, "part", "x", -INFINITY, INFINITY, &back, &why), 0);
		ck_assert(back == number[i]);
		ck_assert_uint_eq(model_find(&model, "part", "x")->se.length, 0);
		model_release(&model);
	}
}
END_TEST

START_TEST(columns_may_stand_in_another_order)
{
	ck_assert_int_eq(read_content(slice_of("note\tvalue\tse\tname\tsection\n"
					       "\ttoy\t\tkind\tmodel\n"
					       "x\t1\t\tversion\tmodel\n"
					       "\t\t\tend\tmodel\n")),
		0);
	ck_assert_str_eq(model_find(&model, "model", "version")->value.at, "1");
	model_release(&model);
}
END_TEST

#define HEADER "section\tname\tvalue\tse\n"
#define KIND "model\tkind\ttoy\t\n"
#define END "model\tend\t\t\n"

START_TEST(what_is_no_model_is_refused)
{
	ck_refused("", ": empty input: expected a header line with the column names");
	ck_refused("customer_id\tamount\nC1\t5\n",
		": not a model: expected the columns section, name, value, se");
	ck_refused(HEADER, ": not a model: it does not say of which kind it is");
	ck_refused(
		HEADER "part\tx\t1\t\n" END, ": not a model: it does not say of which kind it is");
	ck_refused(HEADER "model\tkind\tscore\t\n" END,
		":2: 'model kind': expected 'toy'; got 'score'");
}
END_TEST

START_TEST(version_must_be_known)
{
	ck_refused(HEADER KIND END, ": no 'model version' in the model; fit it again");
	ck_refused(HEADER KIND "model\tversion\t3\t\n" END,
		":3: 'model version': 3 is newer than this program, which knows up to 2; take a "
		"newer one");
	ck_refused(HEADER KIND "model\tversion\t0\t\n" END,
		":3: 'model version': expected a whole number of at least 1; got '0'");
	ck_refused(HEADER KIND "model\tversion\tnew\t\n" END,
		":3: 'model version': expected a whole number of at least 1; got 'new'");
}
END_TEST

START_TEST(damage_is_noticed)
{
	ck_refused(HEADER KIND "model\tversion\t1\t\n",
		": the last row is not 'model end': is the file cut off?");
	ck_refused(HEADER KIND "model\tversion\t1\t\nmodel\tend",
		":4: 2 fields where the header has 4");
	ck_refused(HEADER KIND
		"model\tversion\t1\t\npart\tx\t1\t\npart\ty\t1\t\npart\tx\t2\t\n" END,
		":6: 'part x': is there already, in line 4");
	ck_refused(HEADER KIND "model\tversion\t1\t\r\n" END,
		":3: line ends in CR LF; take off the CR first, e.g. with tr -d '\\r'");
}
END_TEST

/* Whatever happens to the bytes: read or refused with a reason. */
START_TEST(no_damage_crashes)
{
	struct buf damaged = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 5000; i++) {
		buf_reset(&damaged);
		buf_text(&damaged, text);
		for (uint32_t n = rng_below(&rng, 4); n > 0; n--)
			damaged.at[rng_below(&rng, (uint32_t)damaged.length)] =
				"\t\n\\\r,.-0a\xff\x00"[rng_below(&rng, 12)];
		if (rng_chance(&rng, 0.3))
			damaged.length = rng_below(&rng, (uint32_t)damaged.length + 1);
		why = (struct diag)DIAG_EMPTY;
		if (read_content(buf_slice(&damaged)) < 0)
			ck_assert_str_ne(why.text, "");
		model_release(&model);
	}
	buf_release(&damaged);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("model");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, what_was_written_is_read);
	tcase_add_test(tests, values_are_found);
	tcase_add_test(tests, bad_values_are_named);
	tcase_add_test(tests, numbers_come_back_to_the_last_bit);
	tcase_add_test(tests, columns_may_stand_in_another_order);
	tcase_add_test(tests, what_is_no_model_is_refused);
	tcase_add_test(tests, version_must_be_known);
	tcase_add_test(tests, damage_is_noticed);
	tcase_add_test(tests, no_damage_crashes);
	return run_tests(tests);
}
