/* SPDX-License-Identifier: MIT */
/*
 * report: all of crm-report, over up to three files of any kind, in every form. Nothing of them is
 * an order to a terminal, and threads change nothing.
 */
#include "tool.h" /* before the tool: it renames main */

#include "../../cmd/crm-report.c"

enum { PARTS = 3 };

static void fuzz(struct slice bytes)
{
	static char *words[] = { (char *)(uintptr_t) "crm-report", NULL };
	static const char *id = "C1";
	unsigned how = fuzz_byte(&bytes), more = fuzz_byte(&bytes);
	char *paths[PARTS + 1] = { NULL };
	struct buf one = BUF_EMPTY, four = BUF_EMPTY;
	struct diag why, other;
	size_t count = 0;
	int first, second;

	arguments = words;
	opt.format = (int)(how % 8);
	if (opt.format > WRITE_SVG)
		opt.format = WRITE_AUTO;
	opt.language = (how & 8) != 0;
	opt.explain = (how & 16) != 0;
	opt.ascii = (how & 32) != 0;
	opt.defuse = (how & 64) != 0 && opt.format == WRITE_TSV;
	opt.mail = (how & more & 128) != 0 ? "a@example.com" : NULL; /* slow: it draws pictures */
	opt.cards = (struct opt_list){ &id, more & 1, 1 };
	opt.top = more / 2 % 4;
	do
		paths[count] = fuzz_numbered_file((unsigned)count, fuzz_part(&bytes));
	while (++count < PARTS && bytes.length > 0);
	first = tool_run(run, 1, paths, count, &one, &why);
	second = tool_run(run, 4, paths, count, &four, &other);
	tool_same(first, &one, &why, second, &four, &other);
	if (opt.format != WRITE_TSV) /* which passes values on as they are, like every stream */
		fuzz_safe(buf_slice(&one), true);
	buf_release(&one);
	buf_release(&four);
}
