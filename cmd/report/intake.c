/* SPDX-License-Identifier: MIT */
#include "intake.h"

#include <stdlib.h>

#include "base/mem.h"
#include "crm/words.h"
#include "tab/escape.h"

enum { TIER_NEW = 90 };

/* A worker's state in the fold. */
struct folder {
	const struct intake *intake;
	const struct columns *columns;
	struct intake_part part;
	struct buf record;
};

void intake_begin(struct intake *intake, size_t top, unsigned ranked, uint64_t memory)
{
	*intake = (struct intake){
		.top = top,
		.ranked = ranked,
		.memory = memory,
		.layout.texts = ARENA_EMPTY,
	};
	intake_begin_part(intake, &intake->all);
}

void intake_begin_part(const struct intake *intake, struct intake_part *part)
{
	*part = (struct intake_part){
		.tally = mem_zero(CUSTOMER_SEGMENTS, sizeof *part->tally),
		.texts = ARENA_EMPTY,
	};
	ranking_begin(&part->ranking, intake->ranked, intake->memory);
	for (int i = 0; i < INTAKE_LISTS; i++)
		part->list[i].most = intake->top;
}

/* ---- merging ----------------------------------------------------------------------------- */

static void merge_digest(struct hash_wide *digest, const struct hash_wide *other)
{
	uint64_t low = digest->low + other->low;

	digest->high += other->high + (low < digest->low);
	digest->low = low;
}

static void grow_life(struct intake_part *part, size_t count)
{
	size_t before = part->life_capacity;

	if (count <= part->life_count)
		return;
	part->life = mem_grow(part->life, &part->life_capacity, count, sizeof *part->life);
	memset(part->life + before, 0, (part->life_capacity - before) * sizeof *part->life);
	part->life_count = count;
}

static void merge_life(struct intake_part *part, const struct intake_part *other)
{
	grow_life(part, other->life_count);
	for (size_t i = 0; i < other->life_count; i++) {
		part->life[i].lost += other->life[i].lost;
		part->life[i].there += other->life[i].there;
	}
}

static void merge_cells(struct intake_cell *cell, const struct intake_cell *other, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		cell[i].customers += other[i].customers;
		cell[i].amount += other[i].amount;
	}
}

static void merge_risk(struct intake_risk *risk, const struct intake_risk *other, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		risk[i].customers += other[i].customers;
		risk[i].value += other[i].value;
		risk[i].loss += other[i].loss;
	}
}

static void merge_sums(struct intake_part *part, const struct intake_part *other)
{
	part->silent_count += other->silent_count;
	part->silent_amount += other->silent_amount;
	part->new_90d += other->new_90d;
	part->lost_count += other->lost_count;
	part->warned += other->warned;
	part->winback_count += other->winback_count;
	part->winback_amount += other->winback_amount;
	part->contact_worth += other->contact_worth;
	part->has |= other->has;
	part->clv += other->clv;
	part->loss += other->loss;
	part->profit += other->profit;
	part->expected_orders += other->expected_orders;
	part->churn += other->churn;
	part->clv_customers += other->clv_customers;
	part->churn_customers += other->churn_customers;
	merge_cells(part->rfm[0], other->rfm[0], CUSTOMER_SCORES * CUSTOMER_SCORES);
	merge_cells(part->rung, other->rung, CUSTOMER_RUNGS);
	merge_cells(part->profit_by_class, other->profit_by_class, CUSTOMER_CLASSES);
	merge_risk(part->risk[0], other->risk[0], CUSTOMER_CLASSES * CUSTOMER_BANDS);
	merge_risk(part->band, other->band, CUSTOMER_BANDS);
}

static void release_part(struct intake_part *part)
{
	for (size_t i = 0; part->tally != NULL && i < CUSTOMER_SEGMENTS; i++)
		tally_release(&part->tally[i]);
	for (int i = 0; i < INTAKE_LISTS; i++)
		best_release(&part->list[i]);
	free(part->tally);
	ranking_release(&part->ranking);
	free(part->life);
	free(part->card);
	arena_release(&part->texts);
}

static void add_card(struct intake_part *part, size_t number, struct slice facts)
{
	part->card =
		mem_grow(part->card, &part->card_capacity, part->cards + 1, sizeof *part->card);
	part->card[part->cards++] = (struct intake_card){ number, arena_copy(&part->texts, facts) };
}

void intake_add_card(
	const struct intake *intake, struct intake_part *part, struct slice id, struct slice facts)
{
	int number = customer_watched(&intake->watch, id);

	if (number >= 0)
		add_card(part, (size_t)number, facts);
}

void intake_end_part(struct intake *intake, struct intake_part *part)
{
	struct intake_part *all = &intake->all;

	summary_merge(&all->summary, &part->summary);
	merge_digest(&all->digest, &part->digest);
	for (size_t i = 0; i < intake->layout.segments; i++)
		tally_merge(&all->tally[i], &part->tally[i]);
	ranking_take(&all->ranking, &part->ranking);
	merge_life(all, part);
	for (int i = 0; i < INTAKE_LISTS; i++)
		best_merge(&all->list[i], &part->list[i]);
	merge_sums(all, part);
	for (size_t i = 0; i < part->cards; i++)
		add_card(all, part->card[i].number, part->card[i].facts);
	release_part(part);
}

/* ---- one customer ------------------------------------------------------------------------ */

/* What a list may show of the customer: the fields, then the segments, as they stand in a row. */
static void make_record(const struct customer *customer, struct buf *record)
{
	buf_reset(record);
	for (int i = 0; i < CUSTOMER_FIELDS; i++) {
		buf_put(record, customer->value[i]);
		buf_char(record, '\t');
	}
	for (size_t i = 0; i < customer->layout->segments; i++) {
		buf_put(record, customer->segment[i]);
		buf_char(record, '\t');
	}
}

static void offer(
	struct best *best, int64_t rank, const struct customer *customer, struct buf *record)
{
	struct slice id = customer->value[CUSTOMER_ID];

	if (!best_wants(best, rank, id))
		return;
	make_record(customer, record);
	best_add(best, rank, id, buf_slice(record));
}

/* What is at stake: the expected loss, or what of it is known. */
static int64_t stake_of(const struct customer *c)
{
	if (c->has & CUSTOMER_HAS_LOSS)
		return c->loss;
	return c->has & CUSTOMER_HAS_CLV ? c->clv : c->basic.amount;
}

static void add_to_lists(struct intake_part *part, const struct customer *c, struct buf *record)
{
	bool is_of_value = c->layout->abc >= 0 ? c->class == 0 : c->basic.amount > 0;

	offer(&part->list[INTAKE_BEST], c->basic.amount, c, record);
	if (c->class == 0 && c->band == CUSTOMER_BANDS - 1)
		offer(&part->list[INTAKE_CALL], stake_of(c), c, record);
	if ((c->has & CUSTOMER_HAS_WARNING) && c->warning > 0) {
		part->warned++;
		offer(&part->list[INTAKE_WARNING], c->warning, c, record);
	}
	if (c->has & CUSTOMER_HAS_RANK) {
		part->winback_count++;
		part->winback_amount += c->basic.amount;
		part->contact_worth += c->contact_worth;
		offer(&part->list[INTAKE_WINBACK], -c->winback_rank, c, record);
	}
	if (!is_of_value || !c->is_silent)
		return;
	part->silent_count++;
	part->silent_amount += c->basic.amount;
	offer(&part->list[INTAKE_SILENT], c->basic.amount, c, record);
}

static void add_risk(struct intake_risk *risk, const struct customer *c)
{
	risk->customers++;
	risk->value += c->has & CUSTOMER_HAS_CLV ? c->clv : c->basic.amount;
	if (c->has & CUSTOMER_HAS_LOSS)
		risk->loss += c->loss;
}

static void add_scores(struct intake_part *part, const struct customer *c)
{
	part->has |= c->has;
	if (c->has & CUSTOMER_HAS_CLV) {
		part->clv += c->clv;
		part->clv_customers++;
	}
	if (c->has & CUSTOMER_HAS_LOSS)
		part->loss += c->loss;
	if (c->has & CUSTOMER_HAS_EXPECTED)
		part->expected_orders += c->expected_orders;
	if (c->has & CUSTOMER_HAS_CHURN) {
		part->churn += c->churn;
		part->churn_customers++;
	}
	if (c->band >= 0) {
		add_risk(&part->band[c->band], c);
		if (c->class >= 0)
			add_risk(&part->risk[c->class][c->band], c);
	}
	if (!(c->has & CUSTOMER_HAS_PROFIT))
		return;
	part->profit += c->profit;
	if (c->class >= 0) {
		part->profit_by_class[c->class].customers++;
		part->profit_by_class[c->class].amount += c->profit;
	}
}

/* Days from the first purchase to the last, if no more are to be expected; else up to now. */
static void add_life(struct intake_part *part, const struct customer *c)
{
	const unsigned dates = SUMMARY_FIRST_DATE | SUMMARY_LAST_DATE;
	bool lost = c->is_silent;
	int32_t days;

	if (!(c->has & CUSTOMER_HAS_TENURE) || (c->basic.known & dates) != dates)
		return;
	days = lost ? c->basic.last_date - c->basic.first_date : c->tenure;
	if (days < 0)
		return;
	grow_life(part, (size_t)days + 1);
	part->life[days].lost += lost;
	part->life[days].there += !lost;
}

static void add_to_cells(struct intake_part *part, const struct customer *c)
{
	if (c->has & CUSTOMER_HAS_RFM) {
		part->rfm[c->r][c->f].customers++;
		part->rfm[c->r][c->f].amount += c->basic.amount;
	}
	if (c->rung >= 0) {
		part->rung[c->rung].customers++;
		part->rung[c->rung].amount += c->basic.amount;
	}
	if (c->has & CUSTOMER_HAS_TENURE)
		part->new_90d += c->tenure < TIER_NEW;
	part->lost_count += c->layout->lifecycle >= 0 ? c->stage == CUSTOMER_LOST : c->is_silent;
}

void intake_add(struct intake_part *part, const struct customer *customer, struct buf *scratch)
{
	int64_t amount = customer->basic.amount;

	summary_add(&part->summary, &customer->basic);
	for (size_t i = 0; i < customer->layout->segments; i++)
		tally_add(&part->tally[i], customer->segment[i], amount);
	ranking_add(&part->ranking, customer);
	add_to_cells(part, customer);
	add_scores(part, customer);
	add_life(part, customer);
	add_to_lists(part, customer, scratch);
}

/* ---- streams of profiles ----------------------------------------------------------------- */

/* The column's field; empty if it is missing, or the column is. */
static struct slice value_at(const struct row *row, int column)
{
	struct slice field = { NULL, 0 };

	if (column >= 0)
		field = row_field(row, (size_t)column);
	return escape_is_missing(field) ? (struct slice){ NULL, 0 } : field;
}

static void keep_card(struct folder *folder, const struct row *row, struct slice id)
{
	if (folder->intake->watch.count == 0 || customer_watched(&folder->intake->watch, id) < 0)
		return;
	buf_reset(&folder->record);
	for (size_t i = 0; i < folder->columns->count; i++) {
		escape_put(&folder->record, folder->columns->name[i]);
		buf_char(&folder->record, '\t');
		buf_put(&folder->record, value_at(row, (int)i));
		buf_char(&folder->record, '\n');
	}
	intake_add_card(folder->intake, &folder->part, id, buf_slice(&folder->record));
}

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct folder *folder = state;
	const struct customer_layout *layout = &folder->intake->layout;
	struct customer customer = { .layout = layout };
	struct hash_wide hash;

	for (int i = 0; i < CUSTOMER_FIELDS; i++)
		customer.value[i] = value_at(row, layout->column[i]);
	for (size_t i = 0; i < layout->segments; i++)
		customer.segment[i] = value_at(row, layout->segment[i].column);
	if (customer_read(&customer, why) < 0)
		return -1;
	intake_add(&folder->part, &customer, &folder->record);
	keep_card(folder, row, customer.value[CUSTOMER_ID]);
	hash = hash_wide((struct slice){ row->base + row->start, row->end - row->start });
	merge_digest(&folder->part.digest, &hash);
	return RUN_ROW_USED;
}

/* One pass over one stream. */
struct pass {
	struct intake *intake;
	const struct columns *columns;
};

static void *begin_fold(void *context)
{
	const struct pass *pass = context;
	struct folder *folder = mem_zero(1, sizeof *folder);

	folder->intake = pass->intake;
	folder->columns = pass->columns;
	intake_begin_part(folder->intake, &folder->part);
	return folder;
}

static void end_fold(void *context, void *state)
{
	struct folder *folder = state;

	intake_end_part(((struct pass *)context)->intake, &folder->part);
	buf_release(&folder->record);
	free(folder);
}

int intake_profiles(struct intake *intake, const struct customer_names *names,
	const struct run *run, struct stream *in, struct run_counts *counts, struct diag *why)
{
	static const struct run_fold fold = {
		.begin = begin_fold,
		.row = fold_row,
		.end = end_fold,
	};
	const struct columns *columns = stream_columns(in);
	struct pass pass = { intake, columns };
	int result = intake->is_resolved ? customer_resolve_again(&intake->layout, columns, why)
					 : customer_resolve(&intake->layout, names, columns, why);

	if (result < 0)
		return diag_line(why, stream_input_name(in, 0), 1);
	intake->is_resolved = true;
	return run_fold(run, in, &fold, &pass, counts, why);
}

int intake_settle(struct intake *intake, struct diag *why)
{
	struct intake_part *all = &intake->all;

	for (int i = 0; i < INTAKE_LISTS; i++)
		best_sort(&all->list[i]);
	if (ranking_pareto(&all->ranking, all->summary.amount, &intake->pareto, why) < 0 ||
		ranking_deciles(&all->ranking, intake->decile, why) < 0)
		return -1;
	return intake->before == NULL ? 0
				      : ranking_flow(&intake->before->all.ranking, &all->ranking,
						intake->flow, why);
}

void intake_release(struct intake *intake)
{
	release_part(&intake->all);
	arena_release(&intake->layout.texts);
}
