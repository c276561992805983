/* SPDX-License-Identifier: MIT */
/*
 * score: all of crm-score but its learning of lifetimes, over a model or card, and rows. Threads
 * change nothing.
 */
#include "tool.h" /* before the tool: it renames main */

#include "../../cmd/crm-score.c"

enum { WAYS = 5 };

/* In the place of the model or card: $. */
static const char *const lines[WAYS][8] = {
	{ "--scorecard", "$" },
	{ "--scorecard", "$", "--absent" },
	{ "--clv", "--model", "$", "--horizon", "52w" },
	{ "--value", "--margin", "30%" },
	{ "--target", "a=1", "--folds", "0" },
};

static void parse(unsigned way, char *path)
{
	char *words[16];
	size_t count = 0;

	for (; lines[way][count] != NULL; count++)
		words[count] =
			lines[way][count][0] == '$' ? path : (char *)(uintptr_t)lines[way][count];
	words[count] = NULL;
	settings = (struct score_settings){ .fit = NULL };
	tool_parse(rows, words);
}

static void fuzz(struct slice bytes)
{
	unsigned way = fuzz_byte(&bytes) % WAYS;
	char *operand[2] = { NULL, NULL };
	struct buf one = BUF_EMPTY, four = BUF_EMPTY;
	struct diag why, other;
	int first, second;

	if (row_count == 0)
		join_options();
	parse(way, fuzz_numbered_file(0, fuzz_part(&bytes)));
	operand[0] = fuzz_numbered_file(1, bytes);
	first = tool_run(run, 1, operand, 1, &one, &why);
	second = tool_run(run, 4, operand, 1, &four, &other);
	tool_same(first, &one, &why, second, &four, &other);
	buf_release(&one);
	buf_release(&four);
}
