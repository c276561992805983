/* SPDX-License-Identifier: MIT */
/*
 * churn: all of crm-churn, each part of it over three files: a ledger, a model or rules; rows; and
 * more of the first. Threads change nothing.
 */
#include "tool.h" /* before the tool: it renames main */

#include "../../cmd/crm-churn.c"

enum { PATHS = 3, WAYS = 13 };

/* In the place of the files: $0, $1, $2; the rows are the operand. */
static const char *const lines[WAYS][8] = {
	{ "--predict", "--model", "$0", "--reasons", "3" },
	{ "--predict", "--model", "$0", "--reasons", "0" },
	{ "--survival", "--model", "$0" },
	{ "--survival", "--by", "c" },
	{ "--survival", "--groups", "--by", "c" },
	{ "--survival", "--cox", "a,b" },
	{ "--survival", "--periods", "3" },
	{ "--label", "--transactions", "$0", "--rule", "own:90x2" },
	{ "--signs", "--transactions", "$0", "--cases", "$2" },
	{ "--signs", "--contacts", "$0", "--sign-rules", "$2" },
	{ "--retention", "--wide" },
	{ "--winback", "--transactions", "$0", "--cost", "3" },
	{ "--what-if", "retention=+5%" },
};

static void parse(unsigned way, char *const *paths)
{
	char *words[16];
	size_t count = 0;

	for (; lines[way][count] != NULL; count++) {
		const char *word = lines[way][count];

		words[count] = word[0] == '$' ? paths[word[1] - '0'] : (char *)(uintptr_t)word;
	}
	words[count] = NULL;
	opt = (struct churn_options){ .fit = NULL };
	memset(wanted, 0, sizeof wanted);
	free(past_given.transactions.item);
	free(past_given.contacts.item);
	free(past_given.cases.item);
	past_given = (struct past_options){ .line = NULL };
	tool_parse(rows, words);
}

static void fuzz(struct slice bytes)
{
	unsigned way = fuzz_byte(&bytes) % WAYS;
	char *paths[PATHS];
	char *operand[2] = { NULL, NULL };
	struct buf one = BUF_EMPTY, four = BUF_EMPTY;
	struct diag why, other;
	int first, second;

	if (row_count == 0)
		join_options();
	for (unsigned i = 0; i < PATHS; i++)
		paths[i] = fuzz_numbered_file(i, fuzz_part(&bytes));
	operand[0] = paths[1];
	parse(way, paths);
	first = tool_run(run, 1, operand, 1, &one, &why);
	second = tool_run(run, 4, operand, 1, &four, &other);
	tool_same(first, &one, &why, second, &four, &other);
	buf_release(&one);
	buf_release(&four);
}
