/* SPDX-License-Identifier: MIT */
#ifndef TAB_ALIAS_H
#define TAB_ALIAS_H

/*
 * alias: which columns of a ledger are meant by the names that others give them.
 *
 *	match[i] = alias_find(kind, name_of_column_i);	for each column of the header
 *	alias_settle(match, count);
 *	… match[i].column: what column i is, or NULL …
 *
 * The aliases of a column stand in its row in tab/kind, blanks between; one with '?' in front is
 * doubtful: the word has other meanings, too. Names are compared in a form in which little things
 * make no difference:
 *
 * - CustomerID, customer_id, CUSTOMER ID and ｃｕｓｔｏｍｅｒＩＤ are customerid;
 * - the last word may say id in some way: Customer No., cust. number and ClientCode are customerid,
 *   custid and clientid; 客户编号, 客户ID, 客户代码 and 客户号码 are 客户号;
 * - a currency in brackets makes a name doubtful: Amount (EUR) is amount, 金额（元） is 金额; other
 *   words in brackets count.
 */

#include <stddef.h>

#include "tab/kind.h"

/* How well a name fits, in rising order. */
enum alias_trust {
	ALIAS_NONE,
	ALIAS_DOUBTFUL,
	ALIAS_SURE,
	ALIAS_SAME, /* kind_put_name makes the column's name of it */
};

struct alias_match {
	const struct kind_column *column; /* NULL: of none */
	enum alias_trust trust;
	/* Others have the same claim to the column, so nobody has it: what is `column` is open. */
	bool open;
};

/* Append the form in which names are compared. */
void alias_put_form(struct buf *out, struct slice name);

/* The column of `kind` (NULL: none) that a name stands for, by itself. */
struct alias_match alias_find(const struct kind *kind, struct slice name);

/*
 * Let each column have one name at most: the one that fits best. Where several fit equally well,
 * none gets it; several that are the very same name are left to the caller.
 */
void alias_settle(struct alias_match *match, size_t count);

#endif
