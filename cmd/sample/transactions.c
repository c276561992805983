/* SPDX-License-Identifier: MIT */
/*
 * transactions: orders as rows of a ledger, or as a shop system exports them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "mess.h"
#include "sample.h"
#include "write.h"

enum { ROW_ROOM = 512 /* bytes that hold any row in TSV */ };

static char *put_line(
	char *at, const struct sample *sample, const struct shop_line *line, struct slice channel)
{
	at = write_slice(at, sample->product[line->product - sample->shop.goods.product]);
	at = write_slice(at, channel);
	*at++ = '\t';
	if (line->quantity < 0)
		*at++ = '-';
	at = write_digits(at, (uint64_t)llabs(line->quantity), 1);
	*at++ = '\t';
	at = write_money(at, line->cents);
	*at++ = '\t';
	at = write_money(at, (int64_t)line->quantity * line->cents);
	*at++ = '\n';
	return at;
}

static void put_order_tsv(
	const struct sample *sample, const struct shop_order *order, struct page *page)
{
	struct shop_basket basket;
	struct slice head, channel;
	char lead[2 * WRITE_ROOM];
	char *at = write_customer_id(lead, order->customer);

	*at++ = '\t';
	at = write_order_id(at, order);
	*at++ = '\t';
	at = write_slice(at, write_date(sample, order->day));
	*at++ = '\t';
	head = (struct slice){ lead, (size_t)(at - lead) };
	shop_fill(&sample->shop, order, &basket);
	channel = slice_of(basket.channel);
	at = buf_room(&page->text, (size_t)basket.count * ROW_ROOM);
	for (int i = 0; i < basket.count; i++)
		at = put_line(write_slice(at, head), sample, &basket.line[i], channel);
	page->text.length = (size_t)(at - page->text.at);
	page->rows += (uint64_t)basket.count;
}

static void put_export_line(const struct sample *sample, const struct shop_order *order, int line,
	const struct shop_basket *basket, struct page *page)
{
	const struct shop_line *bought = &basket->line[line];
	const struct shop_product *product = bought->product;
	char invoice[WRITE_ROOM], date[32], customer[WRITE_ROOM], quantity[16], price[WRITE_ROOM];
	struct slice field[EXPORT_COLUMNS];
	struct buf room = BUF_EMPTY;
	size_t count;
	char *at;

	*write_order_id(invoice, order) = '\0';
	at = write_slice(date, write_date(sample, order->day));
	snprintf(at, 8, " %02u:%02u", order->minute / 60 % 24u, order->minute % 60u);
	*write_customer_id(customer, order->customer) = '\0';
	snprintf(quantity, sizeof quantity, "%d", bought->quantity);
	*write_money(price, bought->cents) = '\0';
	field[EXPORT_INVOICE] = slice_of(invoice);
	field[EXPORT_DATE] = slice_of(date);
	field[EXPORT_CUSTOMER] = slice_of(customer);
	field[EXPORT_CODE] = slice_of(product->id);
	field[EXPORT_DESCRIPTION] = slice_of(product->name);
	field[EXPORT_CATEGORY] = slice_of(product->category);
	field[EXPORT_CHANNEL] = slice_of(basket->channel);
	field[EXPORT_QUANTITY] = slice_of(quantity);
	field[EXPORT_PRICE] = slice_of(price);
	count = mess_make(sample, order, line, field, &room, page);
	write_row(&page->text, sample->format, field, count);
	page->rows++;
	buf_release(&room);
}

void sample_put_order(
	const struct sample *sample, const struct shop_order *order, struct page *page)
{
	struct shop_basket basket;

	if (sample->format == SAMPLE_TSV) {
		put_order_tsv(sample, order, page);
		return;
	}
	shop_fill(&sample->shop, order, &basket);
	for (int i = 0; i < basket.count; i++)
		put_export_line(sample, order, i, &basket, page);
}
