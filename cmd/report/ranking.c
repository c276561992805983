/* SPDX-License-Identifier: MIT */
#include "ranking.h"

#include "base/hash.h"

enum {
	PART = 64,                     /* of the memory of a run */
	MEMORY_MOST = 2 * 1024 * 1024, /* more makes it no faster */
	KEY = 2,                       /* numbers that stand for a customer */
};

void ranking_begin(struct ranking *ranking, unsigned what, uint64_t memory)
{
	uint64_t own = memory / PART < MEMORY_MOST ? memory / PART : MEMORY_MOST;

	*ranking = (struct ranking){ .amount = NULL };
	if (what & RANKING_AMOUNTS) {
		ranking->amount = sorter_new(1, own);
		ranking->worth = sorter_new(2, own);
	}
	if (what & RANKING_STAGES)
		ranking->stage = sorter_new(KEY + 1, own);
}

/* The highest come first, as ~x falls when x rises. */
void ranking_add(struct ranking *ranking, const struct customer *customer)
{
	int64_t amount = customer->basic.amount;

	if (ranking->amount != NULL)
		sorter_add(ranking->amount, (int64_t[]){ ~amount });
	if (ranking->worth != NULL && (customer->has & CUSTOMER_HAS_CLV))
		sorter_add(ranking->worth, (int64_t[]){ ~customer->clv, ~amount });
	if (ranking->stage != NULL) {
		struct hash_wide id = hash_wide(customer->value[CUSTOMER_ID]);

		sorter_add(ranking->stage,
			(int64_t[]){ (int64_t)id.high, (int64_t)id.low, customer->stage });
	}
}

void ranking_take(struct ranking *ranking, struct ranking *other)
{
	if (ranking->amount != NULL)
		sorter_take(ranking->amount, other->amount);
	if (ranking->worth != NULL)
		sorter_take(ranking->worth, other->worth);
	if (ranking->stage != NULL)
		sorter_take(ranking->stage, other->stage);
}

int ranking_pareto(struct ranking *ranking, int128 total, struct pareto *pareto, struct diag *why)
{
	const int64_t *row;
	int more;

	pareto_begin(pareto, (size_t)sorter_count(ranking->amount), total);
	while ((more = sorter_next(ranking->amount, &row, why)) > 0)
		pareto_add(pareto, ~row[0]);
	return more;
}

int ranking_deciles(struct ranking *ranking, struct ranking_decile *decile, struct diag *why)
{
	uint64_t count = sorter_count(ranking->worth), passed = 0;
	const int64_t *row;
	size_t own = 0;
	int more;

	while ((more = sorter_next(ranking->worth, &row, why)) > 0) {
		while (passed >= (uint64_t)((uint128)count * (own + 1) / RANKING_DECILES))
			own++;
		decile[own].customers++;
		decile[own].clv += ~row[0];
		decile[own].amount += ~row[1];
		passed++;
	}
	return more;
}

/* One stream of stages while two are read side by side. */
struct side {
	struct sorter *sorter;
	int64_t row[KEY + 1];
	int more; /* there is a row, or -1: it could not be read */
};

static void go_on(struct side *side, struct diag *why)
{
	const int64_t *row;

	side->more = sorter_next(side->sorter, &row, why);
	for (size_t i = 0; side->more > 0 && i <= KEY; i++)
		side->row[i] = row[i];
}

/* Of which customer does the next row speak: below 0: that of `left`; above: `right`; 0: both. */
static int compare_sides(const struct side *left, const struct side *right)
{
	if (left->more <= 0 || right->more <= 0)
		return left->more > 0 ? -1 : 1;
	for (size_t i = 0; i < KEY; i++)
		if (left->row[i] != right->row[i])
			return left->row[i] < right->row[i] ? -1 : 1;
	return 0;
}

/* Go past all rows of a customer. */
static void pass(struct side *side, struct diag *why)
{
	struct side own = *side;

	do {
		go_on(side, why);
	} while (side->more > 0 && compare_sides(side, &own) == 0);
}

int ranking_flow(struct ranking *before, struct ranking *now,
	int64_t flow[CUSTOMER_STAGES + 1][CUSTOMER_STAGES + 1], struct diag *why)
{
	struct side old = { .sorter = before->stage }, new = { .sorter = now->stage };

	go_on(&old, why);
	if (old.more >= 0)
		go_on(&new, why);
	while (old.more >= 0 && new.more >= 0 && (old.more > 0 || new.more > 0)) {
		int side = compare_sides(&old, &new);

		if (side < 0) {
			flow[old.row[KEY]][CUSTOMER_STAGES]++;
			pass(&old, why);
			continue;
		}
		/* A customer may stand in the new stream twice, too, and is counted as often. */
		flow[side == 0 ? old.row[KEY] : CUSTOMER_STAGES][new.row[KEY]]++;
		go_on(&new, why);
		if (side == 0 && (new.more == 0 || compare_sides(&old, &new) != 0))
			pass(&old, why);
	}
	return old.more < 0 || new.more < 0 ? -1 : 0;
}

void ranking_release(struct ranking *ranking)
{
	sorter_free(ranking->amount);
	sorter_free(ranking->worth);
	sorter_free(ranking->stage);
}
