/* SPDX-License-Identifier: MIT */
#ifndef SAMPLE_DAYS_H
#define SAMPLE_DAYS_H

/*
 * days: the orders of all customers in the order of dates.
 */

#include "sample.h"

/* Make all orders, with `jobs` threads, and find how many days fill a page. */
int days_prepare(struct sample *sample, int jobs, struct diag *why);

/* How many pages there are. */
size_t days_pages(const struct sample *sample);

/* A page of some days, with the orders of all customers. */
void days_make(struct sample *sample, struct bench *bench, size_t index, struct page *page);

/* Give back what days_prepare has made. */
void days_release(struct sample *sample);

#endif
