/* SPDX-License-Identifier: MIT */
#include "team.h"

#include "cli/app.h"
#include "run/each.h"

struct errand {
	pieces_work work;
	void *context;
};

static int do_piece(void *context, int worker, size_t index, struct diag *why)
{
	const struct errand *errand = context;

	(void)worker;
	(void)why;
	errand->work(errand->context, index);
	return 0;
}

static void run(void *runner, size_t count, pieces_work work, void *context)
{
	struct errand errand = { work, context };
	struct diag why = DIAG_EMPTY;

	(void)runner;
	run_each((int)app_common()->jobs, count, do_piece, &errand, &why);
}

const struct pieces team_pieces = { run, NULL };
