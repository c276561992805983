/* SPDX-License-Identifier: MIT */
/*
 * log: all of crm-log, a stream of facts and the ledger that they are for. What the ledger has
 * stays as it is; who fails has added nothing; who does it again adds nothing.
 */
#include "tool.h" /* before the tool: it renames main */

#include "../../cmd/crm-log.c"

static void put_ledger(struct slice bytes)
{
	int fd = open(tool_scratch(), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, bytes.at, bytes.length) != (ssize_t)bytes.length || close(fd) != 0)
		abort();
}

/* Is all that was there there still, but for lines with NULs at the end, which power cut off? */
static void check_kept(struct slice before, struct slice after)
{
	const char *torn = before.length > 0 ? memchr(before.at, '\0', before.length) : NULL;

	if (torn != NULL) {
		before.length = (size_t)(torn - before.at);
		while (before.length > 0 && before.at[before.length - 1] != '\n')
			before.length--;
	}
	assert(slice_starts(after, before));
}

static void fuzz(struct slice bytes)
{
	static const char *const kinds[] = { NULL, "transactions", "contacts", "points" };
	unsigned how = fuzz_byte(&bytes);
	struct slice before = fuzz_part(&bytes);
	struct buf once = BUF_EMPTY, twice = BUF_EMPTY, out = BUF_EMPTY;
	char *words[2] = { NULL, NULL };
	struct diag why;

	put_ledger(before);
	words[0] = (char *)(uintptr_t)tool_scratch();
	opt.kind = kinds[how % 4];
	opt.key = how & 4 ? "customer_id,date" : NULL;
	opt.from = fuzz_file(bytes);
	if (tool_run(run, 1, words, 1, &out, &why) < 0) {
		tool_read_scratch(&once);
		assert(slice_equal(buf_slice(&once), before));
	} else {
		tool_read_scratch(&once);
		check_kept(before, buf_slice(&once));
		if (tool_run(run, 1, words, 1, &out, &why) < 0)
			abort();
		tool_read_scratch(&twice);
		fuzz_same(&once, &twice);
	}
	buf_release(&once);
	buf_release(&twice);
	buf_release(&out);
}
