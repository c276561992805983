/* SPDX-License-Identifier: MIT */
/*
 * xlsx: a workbook, either as a file or as the XML of its parts, divided by NUL bytes, of which a
 * file is made here: few inventions get past the sums of a ZIP file by themselves.
 */
#include "io/xlsx.h"

#include <zlib.h>

#include "fuzz.h"

static const char *const names[] = { "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
	"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml" };

enum { PARTS = sizeof names / sizeof *names };

static void put_number(struct buf *out, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(out, (char)(value >> 8 * i));
}

/* What the local header and the directory say of a part, from the version on. */
static void put_facts(struct buf *out, const char *name, struct slice part)
{
	uint32_t length = (uint32_t)part.length;

	put_number(out, 20, 2);
	put_number(out, 0, 2 + 2);
	put_number(out, 0, 4); /* when */
	put_number(out, (uint32_t)crc32(0, (const Bytef *)part.at, length), 4);
	put_number(out, length, 4);
	put_number(out, length, 4);
	put_number(out, (uint32_t)strlen(name), 2);
	put_number(out, 0, 2);
}

static void make_zip(struct slice bytes, struct buf *file)
{
	struct buf directory = BUF_EMPTY;
	struct slice part;
	uint32_t count = 0, start;

	for (; count < PARTS && slice_cut(&bytes, '\0', &part); count++) {
		start = (uint32_t)file->length;
		buf_text(file, "PK\3\4");
		put_facts(file, names[count], part);
		buf_text(file, names[count]);
		buf_put(file, part);
		buf_text(&directory, "PK\1\2");
		put_number(&directory, 20, 2);
		put_facts(&directory, names[count], part);
		put_number(&directory, 0, 4);
		put_number(&directory, 0, 2);
		put_number(&directory, 0, 4);
		put_number(&directory, start, 4);
		buf_text(&directory, names[count]);
	}
	start = (uint32_t)file->length;
	buf_put(file, buf_slice(&directory));
	buf_text(file, "PK\5\6");
	put_number(file, 0, 4);
	put_number(file, count, 2);
	put_number(file, count, 2);
	put_number(file, (uint32_t)directory.length, 4);
	put_number(file, start, 4);
	put_number(file, 0, 2);
	buf_release(&directory);
}

static void fuzz(struct slice bytes)
{
	const struct xlsx_options options = { .memory = 1 << 24 };
	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
	struct buf file = BUF_EMPTY, csv = BUF_EMPTY, sheets = BUF_EMPTY;
	struct diag why;

	if (fuzz_byte(&bytes) & 1)
		make_zip(bytes, &file);
	else
		buf_put(&file, bytes);
	xlsx_is(buf_slice(&file));
	if (xlsx_list(buf_slice(&file), &sheets, &why) < 0)
		fuzz_message(&why);
	if (xlsx_read(buf_slice(&file), &options, &csv, &notes, &why) < 0)
		fuzz_message(&why);
	assert(csv.length <= options.memory);
	for (uint64_t line = 1; line < 20; line++)
		assert(xlsx_row(&notes, line) >= 1);
	xlsx_notes_release(&notes);
	buf_release(&file);
	buf_release(&csv);
	buf_release(&sheets);
}
