/* SPDX-License-Identifier: MIT */
#include "press.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/app.h"
#include "days.h"
#include "io/output.h"
#include "run/each.h"

enum { PAGES_PER_THREAD = 4 };

/*
 * Pages that are made while those before them are written: piece 0 of each round writes what the
 * round before has made.
 */
struct press {
	struct sample *sample;
	page_maker make;
	struct output *out;
	struct page *making, *made;
	size_t first, made_count;
	uint64_t rows;
	uint64_t defects[SAMPLE_DEFECTS];
};

static int write_pages(struct press *press, struct diag *why)
{
	for (size_t i = 0; i < press->made_count; i++) {
		const struct page *page = &press->made[i];

		if (output_write(press->out, buf_slice(&page->text), why) < 0)
			return -1;
		press->rows += page->rows;
		for (int defect = 0; defect < SAMPLE_DEFECTS; defect++)
			press->defects[defect] += page->defects[defect];
	}
	return 0;
}

static int press_piece(void *context, int worker, size_t index, struct diag *why)
{
	struct press *press = context;
	struct page *page;

	if (index == 0)
		return write_pages(press, why);
	page = &press->making[index - 1];
	buf_reset(&page->text);
	*page = (struct page){ .text = page->text };
	press->make(press->sample, &press->sample->bench[worker], press->first + index - 1, page);
	return 0;
}

static int print_pages(struct press *press, size_t count, struct diag *why)
{
	int jobs = (int)app_common()->jobs;
	size_t width = (size_t)jobs * PAGES_PER_THREAD;
	struct page *pages = mem_zero(2 * width, sizeof *pages);
	int result = 0;

	press->making = pages;
	press->made = pages + width;
	while (result == 0 && (press->first < count || press->made_count > 0)) {
		size_t left = count - press->first, now = left < width ? left : width;
		struct page *written = press->made;

		result = run_each(jobs, 1 + now, press_piece, press, why);
		press->made = press->making;
		press->making = written;
		press->made_count = now;
		press->first += now;
		app_progress(NULL, press->first, count);
	}
	for (size_t i = 0; i < 2 * width; i++)
		buf_release(&pages[i].text);
	free(pages);
	return result;
}

static int print_table(struct press *press, struct diag *why)
{
	struct sample *sample = press->sample;
	size_t pages = sample->chunk_count;

	if (output_write(press->out, slice_of(sample_header(sample)), why) < 0)
		return -1;
	press->make = sample_make_customers;
	if (sample->table == SAMPLE_TRANSACTIONS && sample->order == SAMPLE_BY_DATE) {
		if (days_prepare(sample, (int)app_common()->jobs, why) < 0)
			return -1;
		pages = days_pages(sample);
		press->make = days_make;
	}
	return print_pages(press, pages, why);
}

static void note_defects(const struct press *press)
{
	uint64_t all = 0;

	for (int defect = 0; defect < SAMPLE_DEFECTS; defect++)
		all += press->defects[defect];
	app_note("%llu rows, %llu spoilt: %llu without customer, %llu with a bad date, "
		 "%llu with a bad number, %llu cut short",
		(unsigned long long)press->rows, (unsigned long long)all,
		(unsigned long long)press->defects[SAMPLE_DEFECT_CUSTOMER],
		(unsigned long long)press->defects[SAMPLE_DEFECT_DATE],
		(unsigned long long)press->defects[SAMPLE_DEFECT_NUMBER],
		(unsigned long long)press->defects[SAMPLE_DEFECT_SHORT]);
}

int press_print(struct sample *sample, struct diag *why)
{
	struct press press = { .sample = sample };
	int result = output_open(&press.out, app_common()->output, why);

	if (result == 0)
		result = print_table(&press, why);
	if (result == 0)
		result = output_commit(press.out, why);
	else
		output_discard(press.out);
	if (result == 0 && sample->mess > 0)
		note_defects(&press);
	return result;
}
