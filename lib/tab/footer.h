/* SPDX-License-Identifier: MIT */
#ifndef TAB_FOOTER_H
#define TAB_FOOTER_H

/*
 * footer: what stands below a table that was made to be read, and is no row of it.
 *
 *	(5 rows)		5 rows in set (0.01 sec)	共 945 条
 *	Total,,,1234.50		合计				Generated on 2024-01-31
 *	----------		-- end of report --		数据来源：…
 *
 * Such a record is recognised by its words, wherever it stands: reports are put together, too. To
 * be asked only of a record that is no good row, so that nothing is taken for a footer that could
 * be used.
 */

#include <stdbool.h>

#include "base/slice.h"

/*
 * What is a record of too few fields, or too many? Returns a word for it: "footer" if its one field
 * that is not empty reads like one, or its first adds up the rows; "blank" if there is nothing in
 * it; NULL for all others.
 */
const char *footer_find(struct slice record, char separator, char quote);

/* Does a row with such a field in front of all others add up the rows above: Total, 合计, …? */
bool footer_is_total(struct slice field);

#endif
