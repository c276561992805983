/* SPDX-License-Identifier: MIT */
#include "crm/dealing.h"

#include "base/amount.h"

/*
 * Packed: a byte for the form of the figures, with LIST if there may be several order ids; the
 * figures; the order ids. What one row's amount says is not stored, nor that nothing came back.
 * The figures are not aligned, and so are read and written by memcpy.
 */
enum form { FORM_ROW, FORM_SHORT, FORM_SALES, FORM_ALL, LIST = 4 };

/* Whole hundredths, and no returns, as most are. */
struct short_figures {
	int32_t date;
	int32_t hundredths;
	unsigned char sales, orders_without_id;
} __attribute__((packed));

enum { MICROS_OF_HUNDREDTH = AMOUNT_UNIT / 100 };

struct row_figures {
	int32_t date;
	uint32_t amount_low; /* in two halves, so that there is no gap */
	int32_t amount_high;
};

struct sales_figures {
	struct row_figures row;
	uint16_t sales, orders_without_id;
};

struct all_figures {
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

bool dealing_add_row(struct dealing *dealing, int32_t date, int64_t amount, struct slice order_id)
{
	int64_t sum, returned = dealing->returned_amount;

	if (dealing->kind == DEALING_DAY || dealing->date != date ||
		!slice_equal(dealing->order_ids, order_id))
		return false;
	/* None may be full. All bits may be set without, which is no harm. */
	if ((dealing->sales | dealing->returns | dealing->orders_without_id) == UINT32_MAX ||
		__builtin_add_overflow(dealing->amount, amount, &sum) ||
		(amount < 0 && __builtin_sub_overflow(returned, amount, &returned)))
		return false;
	dealing->kind = DEALING_ROWS;
	dealing->amount = sum;
	dealing->returned_amount = returned;
	dealing->sales += amount > 0;
	dealing->returns += amount < 0;
	dealing->orders_without_id += order_id.length == 0;
	return true;
}

static enum form form_of(const struct dealing *dealing)
{
	bool only_sales = dealing->returns == 0 && dealing->returned_amount == 0;
	int64_t hundredths = dealing->amount / MICROS_OF_HUNDREDTH;

	if (only_sales && dealing->sales <= UINT8_MAX && dealing->orders_without_id <= UINT8_MAX &&
		hundredths * MICROS_OF_HUNDREDTH == dealing->amount &&
		hundredths == (int32_t)hundredths)
		return FORM_SHORT;
	if (dealing->kind == DEALING_ROW)
		return FORM_ROW;
	if (only_sales && dealing->sales <= UINT16_MAX && dealing->orders_without_id <= UINT16_MAX)
		return FORM_SALES;
	return FORM_ALL;
}

static size_t figures_size(enum form form)
{
	return form == FORM_SHORT   ? sizeof(struct short_figures)
	       : form == FORM_ROW   ? sizeof(struct row_figures)
	       : form == FORM_SALES ? sizeof(struct sales_figures)
				    : sizeof(struct all_figures);
}

struct dealing_form dealing_form(const struct dealing *dealing)
{
	enum form form = form_of(dealing);

	return (struct dealing_form){ (unsigned char)form,
		1 + figures_size(form) + dealing->order_ids.length };
}

static void pack_figures(const struct dealing *dealing, enum form form, char *to)
{
	struct row_figures row = { dealing->date, (uint32_t)dealing->amount,
		(int32_t)(dealing->amount >> 32) };

	if (form == FORM_SHORT) {
		struct short_figures figures = { dealing->date,
			(int32_t)(dealing->amount / MICROS_OF_HUNDREDTH),
			(unsigned char)dealing->sales, (unsigned char)dealing->orders_without_id };

		memcpy(to, &figures, sizeof figures);
	} else if (form == FORM_ROW) {
		memcpy(to, &row, sizeof row);
	} else if (form == FORM_SALES) {
		struct sales_figures sales = { row, (uint16_t)dealing->sales,
			(uint16_t)dealing->orders_without_id };

		memcpy(to, &sales, sizeof sales);
	} else {
		struct all_figures all = { dealing->date, dealing->sales, dealing->returns,
			dealing->orders_without_id, dealing->amount, dealing->returned_amount };

		memcpy(to, &all, sizeof all);
	}
}

void dealing_pack(const struct dealing *dealing, struct dealing_form form, char *to)
{
	*to++ = (char)(form.code | (dealing->kind == DEALING_DAY ? LIST : 0));
	pack_figures(dealing, (enum form)form.code, to);
	to += figures_size((enum form)form.code);
	slice_copy(to, dealing->order_ids);
}

static int64_t amount_of_halves(const struct row_figures *row)
{
	return (int64_t)((uint64_t)(uint32_t)row->amount_high << 32 | row->amount_low);
}

/* What the forms say; a form that says less of returns leaves them at nothing. */

static void unpack_short(const char *figures, struct dealing *dealing)
{
	struct short_figures all;

	memcpy(&all, figures, sizeof all);
	dealing->date = all.date;
	dealing->amount = (int64_t)all.hundredths * MICROS_OF_HUNDREDTH;
	dealing->sales = all.sales;
	dealing->orders_without_id = all.orders_without_id;
}

static void unpack_row(const char *figures, struct dealing *dealing)
{
	struct row_figures row;

	memcpy(&row, figures, sizeof row);
	dealing_of_row(dealing, row.date, amount_of_halves(&row), dealing->order_ids);
}

static void unpack_sales(const char *figures, struct dealing *dealing)
{
	struct sales_figures sales;

	memcpy(&sales, figures, sizeof sales);
	dealing->date = sales.row.date;
	dealing->amount = amount_of_halves(&sales.row);
	dealing->sales = sales.sales;
	dealing->orders_without_id = sales.orders_without_id;
}

static void unpack_all(const char *figures, struct dealing *dealing)
{
	struct all_figures all;

	memcpy(&all, figures, sizeof all);
	dealing->date = all.date;
	dealing->amount = all.amount;
	dealing->returned_amount = all.returned_amount;
	dealing->sales = all.sales;
	dealing->returns = all.returns;
	dealing->orders_without_id = all.orders_without_id;
}

void dealing_unpack(struct slice packed, struct dealing *dealing)
{
	enum form form = (enum form)(*packed.at & ~LIST);
	bool is_list = (*packed.at & LIST) != 0;
	const char *figures = packed.at + 1, *ids = figures + figures_size(form);

	dealing->order_ids = (struct slice){ ids, (size_t)(packed.at + packed.length - ids) };
	dealing->returns = 0;
	dealing->returned_amount = 0;
	if (form == FORM_SHORT)
		unpack_short(figures, dealing);
	else if (form == FORM_ROW)
		unpack_row(figures, dealing);
	else if (form == FORM_SALES)
		unpack_sales(figures, dealing);
	else
		unpack_all(figures, dealing);
	dealing->kind = is_list ? DEALING_DAY : DEALING_ROWS;
}
