/* SPDX-License-Identifier: MIT */
#include "tab/alias.h"

#include "test_streams.h"

static void ck_form(const char *name, const char *wanted)
{
	struct buf out = BUF_EMPTY;

	alias_put_form(&out, slice_of(name));
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
}

START_TEST(little_things_make_no_difference)
{
	ck_form("CustomerID", "customerid");
	ck_form(" customer_id ", "customerid");
	ck_form("CUSTOMER ID", "customerid");
	ck_form("ｃｕｓｔｏｍｅｒＩＤ", "customerid");
	ck_form("Customer No.", "customerid");
	ck_form("cust-number", "custid");
	ck_form("Order #", "orderid");
	ck_form("ID", "id");
	ck_form("Number", "number");
	ck_form("客户编号", "客户号");
	ck_form("客户 ID", "客户号");
	ck_form("客户ID", "客户号");
	ck_form("客户　代码", "客户号");
	ck_form("會員編號", "會員号");
	ck_form("编号", "号");
	ck_form("Amount (EUR)", "amount");
	ck_form("金额（元）", "金额");
	ck_form("Amount (thousands)", "amountthousands");
	ck_form("金额（万元）", "金额万元");
	ck_form("", "");
	ck_form("#", "no");
	ck_form("(元)", "");
}
END_TEST

static void ck_found(const char *kind, const char *name, const char *wanted, enum alias_trust trust)
{
	struct alias_match match = alias_find(kind_find(kind), slice_of(name));

	ck_assert_int_eq(match.trust, trust);
	if (wanted == NULL)
		ck_assert_ptr_null(match.column);
	else
		ck_assert_str_eq(match.column->name, wanted);
}

START_TEST(names_are_found_with_the_trust_that_they_deserve)
{
	ck_found("transactions", "Customer ID", "customer_id", ALIAS_SAME);
	ck_found("transactions", "customerid", "customer_id", ALIAS_SURE);
	ck_found("transactions", "cust_no", "customer_id", ALIAS_SURE);
	ck_found("transactions", "客户编号", "customer_id", ALIAS_SURE);
	ck_found("transactions", "会员号", "customer_id", ALIAS_SURE);
	ck_found("transactions", "Customer", "customer_id", ALIAS_DOUBTFUL);
	ck_found("transactions", "日期", "date", ALIAS_DOUBTFUL);
	ck_found("transactions", "Amount (EUR)", "amount", ALIAS_DOUBTFUL);
	ck_found("transactions", "Amount (thousands)", NULL, ALIAS_NONE);
	ck_found("transactions", "Item", NULL, ALIAS_NONE); /* its id or its name */
	ck_found("transactions", "Ship date", NULL, ALIAS_NONE);
	ck_found("customers", "Phone number", "phone", ALIAS_SURE);
	ck_found("customers", "ID", "customer_id", ALIAS_DOUBTFUL);
	ck_found("customers", "编号", "customer_id", ALIAS_DOUBTFUL);
	ck_found("invoices", "编号", "invoice_id", ALIAS_DOUBTFUL);
	ck_found("invoices", "", NULL, ALIAS_NONE);
	ck_assert_ptr_null(alias_find(NULL, slice_of("customer_id")).column);
}
END_TEST

START_TEST(the_better_claim_wins_and_equal_ones_are_left_open)
{
	static const char *const names[] = { "order_date", "Day", "sku", "product id", "StockCode",
		"customer_id", "Customer ID", "qty", "units", "note" };
	enum { COUNT = sizeof names / sizeof *names };
	struct alias_match match[COUNT];

	for (size_t i = 0; i < COUNT; i++)
		match[i] = alias_find(kind_find("transactions"), slice_of(names[i]));
	alias_settle(match, COUNT);
	ck_assert_str_eq(match[0].column->name, "date");
	ck_assert(!match[0].open);
	ck_assert_ptr_null(match[1].column);
	ck_assert_ptr_null(match[2].column);
	ck_assert_str_eq(match[3].column->name, "product_id");
	ck_assert_ptr_null(match[4].column);
	/* The very same name twice is a matter of its own. */
	ck_assert(match[5].column != NULL && !match[5].open);
	ck_assert(match[6].column != NULL && !match[6].open);
	ck_assert(match[7].open && match[8].open);
	ck_assert_ptr_null(match[9].column);
}
END_TEST

/* An alias is written as names are compared, else it would never be found. */
static void ck_alias(const struct kind *kind, const struct kind_column *column, struct slice alias)
{
	bool doubtful = slice_starts(alias, slice_of("?"));
	struct buf name = BUF_EMPTY;
	struct alias_match match;

	if (doubtful)
		alias = (struct slice){ alias.at + 1, alias.length - 1 };
	buf_put(&name, alias);
	match = alias_find(kind, alias);
	ck_assert_msg(match.trust != ALIAS_NONE || doubtful, "%s: '%s' is not found", column->name,
		buf_string(&name));
	ck_assert_msg(match.trust < ALIAS_SURE || match.column == column || doubtful,
		"%s: '%s' is also one of %s", column->name, buf_string(&name),
		match.column != NULL ? match.column->name : "?");
	ck_assert_msg(match.trust >= ALIAS_SURE || doubtful, "%s: '%s' has two meanings",
		column->name, buf_string(&name));
	buf_release(&name);
}

START_TEST(every_sure_alias_finds_its_column)
{
	for (const struct kind *kind = kind_all; kind->name != NULL; kind++) {
		for (const struct kind_column *c = kind->columns; c->name != NULL; c++) {
			struct slice list = c->aliases ? slice_of(c->aliases) : slice_of(c->name);
			struct slice alias;

			while (slice_cut(&list, ' ', &alias))
				ck_alias(kind, c, alias);
		}
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("alias");

	tcase_add_test(tests, little_things_make_no_difference);
	tcase_add_test(tests, names_are_found_with_the_trust_that_they_deserve);
	tcase_add_test(tests, the_better_claim_wins_and_equal_ones_are_left_open);
	tcase_add_test(tests, every_sure_alias_finds_its_column);
	return run_tests(tests);
}
