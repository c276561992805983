/* SPDX-License-Identifier: MIT */
/*
 * customers: who they are, what drives them, and what they did one after the other.
 */
#include "base/date.h"
#include "crm/shop_person.h"
#include "sample.h"
#include "write.h"

static struct slice gender_text(enum sample_format format, enum shop_gender gender)
{
	static const char *const words[][3] = {
		[SAMPLE_TSV] = { "", "female", "male" },
		[SAMPLE_CSV] = { "", "女", "男" },
	};

	return slice_of(words[format][gender]);
}

static void put_customer(const struct sample *sample, uint32_t customer,
	const struct shop_life *life, struct page *page)
{
	struct buf birth_date = BUF_EMPTY;
	struct shop_person person;
	char id[WRITE_ROOM];

	*write_customer_id(id, customer) = '\0';
	shop_person_draw(&person, sample->people_seed, customer);
	if (person.birth_date != 0)
		date_put(&birth_date, person.birth_date);
	write_row(&page->text, sample->format,
		(const struct slice[]){
			slice_of(id),
			slice_of(person.name),
			gender_text(sample->format, person.gender),
			buf_slice(&birth_date),
			slice_of(person.email),
			slice_of(person.phone),
			slice_of(person.city),
			slice_of(person.country),
			slice_of(shop_channel(&sample->shop, customer)),
			write_date(sample, life->first_day),
		},
		10);
	buf_release(&birth_date);
}

/* Parameters are written with all digits that a test could want. */
static void put_truth(const struct sample *sample, uint32_t customer, const struct shop_life *life,
	struct page *page)
{
	char *at = write_customer_id(buf_room(&page->text, WRITE_ROOM), customer);

	page->text.length = (size_t)(at - page->text.at);
	buf_printf(&page->text, "\t%.9g\t%.9g\t%.9g\t" SLICE "\t" SLICE "\t%u\t%d\t%u\n",
		life->buying, life->leaving, life->level,
		SLICE_ARG(write_date(sample, life->first_day)),
		SLICE_ARG(write_date(sample, life->last_day)), life->orders, life->alive,
		life->orders_after);
}

void sample_chunk_range(const struct sample *sample, size_t index, uint32_t *first, uint32_t *last)
{
	*first = (uint32_t)index * SAMPLE_CHUNK + 1;
	*last = sample->customers - *first < SAMPLE_CHUNK ? sample->customers
							  : *first + SAMPLE_CHUNK - 1;
}

void sample_make_customers(
	struct sample *sample, struct bench *bench, size_t index, struct page *page)
{
	uint32_t customer, last;
	struct shop_life life;

	sample_chunk_range(sample, index, &customer, &last);
	for (; customer <= last; customer++) {
		bench->ledger.count = 0;
		shop_live(&sample->shop, customer, &life, &bench->ledger);
		if (sample->table == SAMPLE_CUSTOMERS)
			put_customer(sample, customer, &life, page);
		else if (sample->table == SAMPLE_TRUTH)
			put_truth(sample, customer, &life, page);
		else
			for (size_t i = 0; i < bench->ledger.count; i++)
				sample_put_order(sample, &bench->ledger.order[i], page);
	}
}
