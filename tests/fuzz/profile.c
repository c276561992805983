/* SPDX-License-Identifier: MIT */
/*
 * profile: all of crm-profile, over up to four ledgers or states. Threads change nothing, and parts
 * that are merged are the same as the whole.
 */
#include "tool.h" /* before the tool: it renames main */

#include "../../cmd/crm-profile.c"

enum { PARTS = 4 };

/* The profile of states that were made one by one; returns whether there are any. */
static bool merge_parts(char *const *paths, size_t count, struct buf *out)
{
	char *states[PARTS + 1] = { NULL };
	struct buf state = BUF_EMPTY;
	struct diag why;
	bool made = true;

	opt.partial = true;
	for (size_t i = 0; i < count && made; i++) {
		char *const one[] = { paths[i], NULL };

		buf_reset(&state);
		made = tool_run(run, 1, one, 1, &state, &why) == 0;
		states[i] = fuzz_numbered_file((unsigned)(PARTS + i), buf_slice(&state));
	}
	buf_release(&state);
	opt.partial = false;
	opt.merge = true;
	if (made && tool_run(run, 1, states, count, out, &why) < 0)
		abort();
	opt.merge = false;
	return made;
}

static void fuzz(struct slice bytes)
{
	unsigned how = fuzz_byte(&bytes);
	char *paths[PARTS + 1] = { NULL };
	struct buf one = BUF_EMPTY, four = BUF_EMPTY, merged = BUF_EMPTY;
	struct diag why, other;
	size_t count = 0;
	int first, second;

	opt.purchase = (int)(how % 3);
	opt.merge = (how & 4) != 0;
	opt.partial = (how & 8) != 0;
	do
		paths[count] = fuzz_numbered_file((unsigned)count, fuzz_part(&bytes));
	while (++count < PARTS && bytes.length > 0);
	first = tool_run(run, 1, paths, count, &one, &why);
	second = tool_run(run, 4, paths, count, &four, &other);
	tool_same(first, &one, &why, second, &four, &other);
	if (first == 0 && !opt.merge && !opt.partial && merge_parts(paths, count, &merged))
		fuzz_same(&one, &merged);
	buf_release(&one);
	buf_release(&four);
	buf_release(&merged);
}
