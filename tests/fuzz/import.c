/* SPDX-License-Identifier: MIT */
/*
 * import: all of crm-import, over up to three files. Threads change neither rows nor rejects, and
 * of the rejects that are read again none is lost.
 */
#include "tool.h" /* before the tool: it renames main */

#include "../../cmd/crm-import.c"

enum { PARTS = 3, REJECTS = 4 };

static void take_rejects(struct buf *out)
{
	tool_read_scratch(out);
	unlink(tool_scratch());
}

static size_t count_lines(const struct buf *text)
{
	size_t count = 0;

	for (size_t i = 0; i < text->length; i++)
		count += text->at[i] == '\n';
	return count;
}

/*
 * Nobody has corrected the rejects: each of them is rejected again, or, if it was only suspected
 * for what stood before it, a row.
 */
static void read_again(const struct buf *rejects)
{
	char *paths[] = { fuzz_numbered_file(REJECTS, buf_slice(rejects)), NULL };
	struct buf out = BUF_EMPTY, again = BUF_EMPTY;
	struct diag why;

	if (tool_run(run, 1, paths, 1, &out, &why) < 0)
		abort();
	take_rejects(&again);
	if (count_lines(&out) + count_lines(&again) != count_lines(rejects) + 1) {
		fuzz_show("rejects", rejects, 0);
		fuzz_show("rejects of them", &again, 0);
		fuzz_show("rows of them", &out, 0);
		abort();
	}
	buf_release(&out);
	buf_release(&again);
}

static void fuzz(struct slice bytes)
{
	static const char *const kinds[] = { NULL, "transactions", "customers", "contacts" };
	unsigned how = fuzz_byte(&bytes);
	char *paths[PARTS + 1] = { NULL };
	struct buf one = BUF_EMPTY, four = BUF_EMPTY, rejects = BUF_EMPTY, others = BUF_EMPTY;
	struct diag why, other;
	size_t count = 0;
	int first, second;

	opt.plan.kind = kinds[how % 4];
	opt.filter.rejects = (how & 4) != 0 ? NULL : tool_scratch();
	opt.plan.only = (how & 8) != 0 && opt.plan.kind != NULL;
	opt.reading.unite = (how & 16) != 0;
	opt.repeats.unique = (how & 32) != 0 ? "*" : NULL;
	do
		paths[count] = fuzz_numbered_file((unsigned)count, fuzz_part(&bytes));
	while (++count < PARTS && bytes.length > 0);
	first = tool_run(run, 1, paths, count, &one, &why);
	take_rejects(&rejects);
	second = tool_run(run, 4, paths, count, &four, &other);
	take_rejects(&others);
	tool_same(first, &one, &why, second, &four, &other);
	if (first == 0)
		fuzz_same(&rejects, &others);
	if (first == 0 && count_lines(&rejects) > 1 && opt.plan.kind == NULL &&
		opt.repeats.unique == NULL)
		read_again(&rejects);
	buf_release(&one);
	buf_release(&four);
	buf_release(&rejects);
	buf_release(&others);
}
