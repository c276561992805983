/* SPDX-License-Identifier: MIT */
#include "held.h"

int held_put_dealing(struct keyed_writer *writer, struct slice id, const struct dealing *dealing,
	struct diag *why)
{
	struct dealing_form form = dealing_form(dealing);
	char *to = keyed_put(writer, id, form.size, why);

	if (to == NULL)
		return -1;
	dealing_pack(dealing, form, to);
	return 0;
}

int held_put(struct held *held, struct diag *why)
{
	if (!held->is_one)
		return 0;
	held->is_one = false;
	return held_put_dealing(held->writer, held->id, &held->dealing, why);
}

int held_add(struct held *held, struct slice id, int32_t date, int64_t amount,
	struct slice order_id, struct diag *why)
{
	if (held->is_one && slice_equal(id, held->id) &&
		dealing_add_row(&held->dealing, date, amount, order_id))
		return 0;
	if (held_put(held, why) < 0)
		return -1;
	held->id = id;
	dealing_of_row(&held->dealing, date, amount, order_id);
	held->is_one = true;
	return 0;
}
