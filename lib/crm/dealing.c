/* SPDX-License-Identifier: MIT */
#include "crm/dealing.h"

/*
 * Packed: a byte for the kind, the figures, the order ids. What one row's amount says is not
 * stored. The figures are not aligned, and so are read and written by memcpy.
 */
struct row_figures {
	int32_t date;
	uint32_t amount_low; /* in two halves, so that there is no gap */
	int32_t amount_high;
};

struct sum_figures {
	int32_t date;
	uint32_t sales, returns, orders_without_id;
	int64_t amount, returned_amount;
};

void dealing_of_row(struct dealing *dealing, int32_t date, int64_t amount, struct slice order_id)
{
	dealing->kind = DEALING_ROW;
	dealing->date = date;
	dealing->amount = amount;
	dealing->order_ids = order_id;
	dealing->sales = amount > 0;
	dealing->returns = amount < 0;
	dealing->returned_amount = amount < 0 ? -amount : 0;
	dealing->orders_without_id = order_id.length == 0;
}

bool dealing_add(struct dealing *dealing, const struct dealing *next)
{
	int64_t amount, returned;

	if (dealing->kind == DEALING_DAY || next->kind == DEALING_DAY ||
		dealing->date != next->date || !slice_equal(dealing->order_ids, next->order_ids))
		return false;
	if (dealing->sales == UINT32_MAX || dealing->returns == UINT32_MAX ||
		dealing->orders_without_id == UINT32_MAX ||
		__builtin_add_overflow(dealing->amount, next->amount, &amount) ||
		__builtin_add_overflow(dealing->returned_amount, next->returned_amount, &returned))
		return false;
	dealing->kind = DEALING_ROWS;
	dealing->amount = amount;
	dealing->returned_amount = returned;
	dealing->sales += next->sales;
	dealing->returns += next->returns;
	dealing->orders_without_id += next->orders_without_id;
	return true;
}

static size_t figures_size(const struct dealing *dealing)
{
	return dealing->kind == DEALING_ROW ? sizeof(struct row_figures)
					    : sizeof(struct sum_figures);
}

size_t dealing_size(const struct dealing *dealing)
{
	return 1 + figures_size(dealing) + dealing->order_ids.length;
}

void dealing_pack(const struct dealing *dealing, char *to)
{
	struct row_figures row = { dealing->date, (uint32_t)dealing->amount,
		(int32_t)(dealing->amount >> 32) };
	struct sum_figures sum = { dealing->date, dealing->sales, dealing->returns,
		dealing->orders_without_id, dealing->amount, dealing->returned_amount };

	*to++ = (char)dealing->kind;
	if (dealing->kind == DEALING_ROW)
		memcpy(to, &row, sizeof row);
	else
		memcpy(to, &sum, sizeof sum);
	to += figures_size(dealing);
	if (dealing->order_ids.length > 0)
		memcpy(to, dealing->order_ids.at, dealing->order_ids.length);
}

void dealing_unpack(struct slice packed, struct visit *visit)
{
	struct dealing dealing = { .kind = (enum dealing_kind) * packed.at };
	const char *at = packed.at + 1, *ids = at + figures_size(&dealing);
	struct slice order_ids = { ids, (size_t)(packed.at + packed.length - ids) };
	struct row_figures row;
	struct sum_figures sum;

	if (dealing.kind == DEALING_ROW) {
		memcpy(&row, at, sizeof row);
		dealing_of_row(&dealing, row.date,
			(int64_t)((uint64_t)(uint32_t)row.amount_high << 32 | row.amount_low),
			order_ids);
	} else {
		memcpy(&sum, at, sizeof sum);
		dealing = (struct dealing){ dealing.kind, sum.date, sum.sales, sum.returns,
			sum.orders_without_id, sum.amount, sum.returned_amount, order_ids };
	}
	visit->day = (struct profile_day){
		.date = dealing.date,
		.amount = dealing.amount,
		.returned_amount = dealing.returned_amount,
		.sales = dealing.sales,
		.returns = dealing.returns,
		.orders = dealing.orders_without_id,
	};
	visit->order_ids = order_ids;
	visit->is_list = dealing.kind == DEALING_DAY;
}
