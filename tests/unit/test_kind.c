/* SPDX-License-Identifier: MIT */
#include "tab/kind.h"

#include "test_streams.h"

static void ck_name(const char *name, const char *wanted)
{
	struct buf out = BUF_EMPTY;

	buf_text(&out, "<");
	kind_put_name(&out, slice_of(name));
	ck_assert_str_eq(buf_string(&out) + 1, wanted);
	/* What has become a name stays as it is. */
	buf_reset(&out);
	kind_put_name(&out, slice_of(wanted));
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
}

START_TEST(names_become_lower_case_with_underscores)
{
	ck_name("CustomerID", "customer_id");
	ck_name("Customer ID", "customer_id");
	ck_name("customer_id", "customer_id");
	ck_name("customerId", "customer_id");
	ck_name("CUSTOMER_ID", "customer_id");
	ck_name("IDNumber", "id_number");
	ck_name("  Order   Date  ", "order_date");
	ck_name("Amount (EUR)", "amount_eur");
	ck_name("Price/Unit", "price_unit");
	ck_name("Address2", "address2");
	ck_name("2nd Name", "2nd_name");
	ck_name("客户 ID", "客户_id");
	ck_name("Größe", "größe");
	ck_name("???", "");
}
END_TEST

START_TEST(ledgers_are_found_by_name)
{
	ck_assert_str_eq(kind_find("transactions")->name, "transactions");
	ck_assert_str_eq(kind_find("customers")->name, "customers");
	ck_assert_ptr_null(kind_find("transaction"));
	ck_assert_ptr_null(kind_find(""));
}
END_TEST

/* A key is made of columns of the kind. */
START_TEST(every_kind_has_a_key)
{
	for (const struct kind *kind = kind_all; kind->name != NULL; kind++) {
		struct slice key = slice_of(kind->key), name;

		while (slice_cut(&key, ' ', &name))
			ck_assert_ptr_nonnull(kind_column(kind, name));
	}
}
END_TEST

START_TEST(columns_have_types_and_are_required_or_not)
{
	const struct kind *kind = kind_find("transactions");
	const struct kind_column *amount = kind_column(kind, slice_of("amount"));

	ck_assert_int_eq(amount->type, TYPE_AMOUNT);
	ck_assert(amount->required);
	ck_assert(!kind_column(kind, slice_of("order_id"))->required);
	ck_assert_ptr_null(kind_column(kind, slice_of("amoun")));
	ck_assert_ptr_null(kind_column(kind, slice_of("")));
	ck_assert_ptr_null(kind_column(NULL, slice_of("amount")));
}
END_TEST

/* So that a header made of these names is one, and an imported header finds them. */
START_TEST(every_kind_has_proper_names_each_once)
{
	for (const struct kind *kind = kind_all; kind->name != NULL; kind++) {
		size_t required = 0;

		ck_assert_ptr_nonnull(kind->help);
		for (const struct kind_column *c = kind->columns; c->name != NULL; c++) {
			ck_name(c->name, c->name);
			ck_assert_ptr_eq(kind_column(kind, slice_of(c->name)), c);
			ck_assert_int_lt(c->type, TYPE_COUNT);
			required += c->required;
		}
		ck_assert_uint_ge(required, 1);
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kind");

	tcase_add_test(tests, names_become_lower_case_with_underscores);
	tcase_add_test(tests, ledgers_are_found_by_name);
	tcase_add_test(tests, every_kind_has_a_key);
	tcase_add_test(tests, columns_have_types_and_are_required_or_not);
	tcase_add_test(tests, every_kind_has_proper_names_each_once);
	return run_tests(tests);
}
