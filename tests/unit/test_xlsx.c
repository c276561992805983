/* SPDX-License-Identifier: MIT */
#include "io/xlsx.h"

#include <minizip/zip.h>

#include "test_streams.h"

/* ---- workbooks made here ---- */

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships"

static const char root_links[] =
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
	"<Relationship Id='r1' Type='" OFFICE "/officeDocument' Target='xl/workbook.xml'/>"
	"</Relationships>";

static const char book_links[] =
	"<Relationships>"
	"<Relationship Id='r1' Type='" OFFICE "/worksheet' Target='worksheets/sheet1.xml'/>"
	"<Relationship Id='r2' Type='" OFFICE "/worksheet' Target='/xl/worksheets/sheet2.xml'/>"
	"<Relationship Id='r3' Type='" OFFICE "/chartsheet' Target='charts/sheet3.xml'/>"
	"<Relationship Id='r4' Type='" OFFICE "/sharedStrings' Target='./sharedStrings.xml'/>"
	"<Relationship Id='r5' Type='" OFFICE "/styles' Target='../xl/styles.xml'/>"
	"<Relationship Id='r6' Type='" OFFICE "/hyperlink' Target='x' TargetMode='External'/>"
	"</Relationships>";

static const char book[] =
	"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
	"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
	" xmlns:r='" OFFICE "'><workbookPr/><sheets>"
	"<sheet name='Chart' sheetId='3' r:id='r3'/>"
	"<sheet name='Notes' sheetId='2' state='hidden' r:id='r2'/>"
	"<sheet name='订单' sheetId='1' r:id='r1'/></sheets></workbook>";

static const char strings[] =
	"<sst><si><t>name</t></si><si><t xml:space='preserve'> a, b </t></si>"
	"<si><r><t>rich </t></r><r><rPr><b/></rPr><t xml:space='preserve'> text</t></r></si>"
	"<si><t>課き</t><rPh sb='0' eb='1'><t>カ</t></rPh><phoneticPr fontId='1'/></si>"
	"<si><t>two_x000D_\nlines</t></si><si><t/></si></sst>";

/* Style 0: number, 1: date, 2: date with time, 3: text in quotes, 4: percent, 5: time. */
static const char styles[] =
	"<styleSheet><numFmts><numFmt numFmtId='165' formatCode='yyyy\\-mm\\-dd\\ hh:mm'/>"
	"<numFmt numFmtId='164' formatCode='0 &quot;days&quot;'/></numFmts>"
	"<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"
	"<xf numFmtId='14'/><xf numFmtId='165'/><xf numFmtId='164'/><xf numFmtId='10'/>"
	"<xf numFmtId='20'/></cellXfs></styleSheet>";

static const char hidden_sheet[] =
	"<worksheet><sheetData><row><c t='b'><v>1</v></c></row></sheetData></worksheet>";

enum { ROOT_LINKS, BOOK, BOOK_LINKS, STRINGS, STYLES, SHEET, HIDDEN_SHEET, PART_COUNT };

struct part {
	const char *name;
	struct slice content; /* NULL: there is no such part */
};

static void usual_parts(struct part *parts, const char *sheet)
{
	parts[ROOT_LINKS] = (struct part){ "_rels/.rels", slice_of(root_links) };
	parts[BOOK] = (struct part){ "xl/workbook.xml", slice_of(book) };
	parts[BOOK_LINKS] = (struct part){ "xl/_rels/workbook.xml.rels", slice_of(book_links) };
	parts[STRINGS] = (struct part){ "xl/sharedStrings.xml", slice_of(strings) };
	parts[STYLES] = (struct part){ "xl/styles.xml", slice_of(styles) };
	parts[SHEET] = (struct part){ "xl/worksheets/sheet1.xml", slice_of(sheet) };
	parts[HIDDEN_SHEET] = (struct part){ "xl/worksheets/sheet2.xml", slice_of(hidden_sheet) };
}

/* `level` 0: stored, else packed. */
static void make_zip(const struct part *parts, size_t count, int level, struct buf *file)
{
	char *path = scratch_path("book.xlsx");
	zipFile zip = zipOpen64(path, APPEND_STATUS_CREATE);
	int method = level > 0 ? Z_DEFLATED : 0;

	ck_assert_ptr_nonnull(zip);
	for (size_t i = 0; i < count; i++) {
		const struct part *part = &parts[i];

		if (part->content.at == NULL)
			continue;
		ck_assert_int_eq(zipOpenNewFileInZip(zip, part->name, NULL, NULL, 0, NULL, 0, NULL,
					 method, level),
			ZIP_OK);
		ck_assert_int_eq(
			zipWriteInFileInZip(zip, part->content.at, (unsigned)part->content.length),
			ZIP_OK);
		ck_assert_int_eq(zipCloseFileInZip(zip), ZIP_OK);
	}
	ck_assert_int_eq(zipClose(zip, NULL), ZIP_OK);
	read_whole(path, file);
}

static void make_book(const char *rows, struct buf *sheet, struct part *parts)
{
	buf_printf(sheet,
		"<worksheet><dimension ref='A1:B2'/><sheetData>%s</sheetData></worksheet>", rows);
	usual_parts(parts, buf_string(sheet));
}

static int read_parts(const struct part *parts, const char *sheet, struct buf *csv,
	struct xlsx_notes *notes, struct diag *why)
{
	struct xlsx_options options = { .sheet = sheet };
	struct buf file = BUF_EMPTY;
	int result;

	make_zip(parts, PART_COUNT, 6, &file);
	result = xlsx_read(buf_slice(&file), &options, csv, notes, why);
	buf_release(&file);
	return result;
}

static void ck_parts(const struct part *parts, const char *sheet, const char *wanted)
{
	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
	struct buf csv = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;

	ck_assert_msg(read_parts(parts, sheet, &csv, &notes, &why) == 0, "%s", why.text);
	ck_assert_str_eq(buf_string(&csv), wanted);
	xlsx_notes_release(&notes);
	buf_release(&csv);
}

static void ck_parts_fail(const struct part *parts, const char *sheet, const char *reason)
{
	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
	struct buf csv = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(read_parts(parts, sheet, &csv, &notes, &why), -1);
	ck_assert_msg(strstr(why.text, reason) != NULL, "'%s' has no '%s'", why.text, reason);
	xlsx_notes_release(&notes);
	buf_release(&csv);
}

/* The rows within sheetData become this CSV. */
static void ck_rows(const char *rows, const char *wanted)
{
	struct part parts[PART_COUNT];
	struct buf sheet = BUF_EMPTY;

	make_book(rows, &sheet, parts);
	ck_parts(parts, NULL, wanted);
	buf_release(&sheet);
}

static void ck_rows_fail(const char *rows, const char *reason)
{
	struct part parts[PART_COUNT];
	struct buf sheet = BUF_EMPTY;

	make_book(rows, &sheet, parts);
	ck_parts_fail(parts, NULL, reason);
	buf_release(&sheet);
}

/* ---- cells ---- */

START_TEST(texts_come_from_wherever_they_are_kept)
{
	ck_rows("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
		"<c r='C1' t='s'><v>2</v></c><c r='D1' t='s'><v>3</v></c></row>",
		"name,\" a, b \",rich text,課き\n");
	ck_rows("<row r='1'><c r='A1' t='inlineStr'><is><t>in </t></is></c>"
		"<c r='B1' "
		"t='inlineStr'><is><r><t>li</t></r><r><t>ne</t></r><rPh><t>x</t></rPh></is>"
		"</c><c r='C1'><is><t>untyped</t></is></c></row>",
		"in,line,untyped\n");
	ck_rows("<row r='1'><c r='A1' t='str'><f>B1&amp;\"x\"</f><v> 客_x0041_ </v></c></row>",
		" 客A \n");
}
END_TEST

START_TEST(numbers_flags_and_errors_are_as_stored)
{
	ck_rows("<row r='1'><c r='A1'><v>7</v></c><c r='B1' t='n'><v> 1.1000000000000001 </v></c>"
		"<c r='C1' s='4'><v>0.25</v></c><c r='D1' s='3'><v>40878</v></c>"
		"<c r='E1' s='99'><v>40878</v></c></row>",
		"7,1.1,0.25,40878,40878\n");
	ck_rows("<row r='1'><c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><v>0</v></c>"
		"<c r='C1' t='b'><v>2</v></c><c r='D1' t='e'><v>#DIV/0!</v></c>"
		"<c r='E1' t='new'><v>a,b</v></c></row>",
		"TRUE,FALSE,2,#DIV/0!,\"a,b\"\n");
	ck_rows("<row r='1'><c r='A1'><v>1,\"2</v></c><c r='B1' s='1'><v>abc</v></c></row>",
		"\"1,\"\"2\",abc\n");
}
END_TEST

START_TEST(dates_are_known_by_their_style)
{
	ck_rows("<row r='1'><c r='A1' s='1'><v>40878</v></c><c r='B1' s='2'><v>40878.5</v></c>"
		"<c r='C1' s='5'><v>0.25</v></c><c r='D1' s='1'><v>-3</v></c>"
		"<c r='E1' s='1' t='s'><v>0</v></c><c r='F1' s='1'/>"
		"<c r='G1' s='1' t='d'><v>2011-12-01T00:00:00</v></c></row>",
		"2011-12-01,2011-12-01T12:00:00,06:00:00,-3,name,,2011-12-01\n");
}
END_TEST

START_TEST(some_books_count_from_1904)
{
	struct part parts[PART_COUNT];
	struct buf sheet = BUF_EMPTY, with = BUF_EMPTY;
	const char *rest = strstr(book, "<workbookPr/>");

	make_book("<row><c s='1'><v>0</v></c></row>", &sheet, parts);
	buf_printf(&with, "%.*s<workbookPr date1904='1'/>%s", (int)(rest - book), book,
		rest + strlen("<workbookPr/>"));
	parts[BOOK].content = buf_slice(&with);
	ck_parts(parts, NULL, "1904-01-01\n");
	buf_release(&sheet);
	buf_release(&with);
}
END_TEST

START_TEST(texts_that_are_not_there_are_an_error)
{
	ck_rows_fail("<row r='1'><c r='B1' t='s'><v>6</v></c></row>", "cell B1: damaged");
	ck_rows_fail("<row r='1'><c r='B1' t='s'><v>-1</v></c></row>", "cell B1: damaged");
	ck_rows_fail("<row r='1'><c r='B1' t='s'><v>x</v></c></row>", "cell B1: damaged");
	ck_rows("<row r='1'><c r='A1' t='s'><v/></c><c r='B1'><v>1</v></c></row>", ",1\n");
}
END_TEST

/* ---- rows ---- */

START_TEST(rows_are_padded_to_the_widest)
{
	ck_rows("<row r='1'><c r='A1'><v>1</v></c></row>"
		"<row r='2'><c r='B2'><v>2</v></c><c r='D2'><v>3</v></c></row>"
		"<row r='3'><c r='A3'><v>4</v></c><c r='F3' t='s'><v>5</v></c></row>",
		"1,,,\n,2,,3\n4,,,\n");
}
END_TEST

START_TEST(rows_without_values_are_lines_between_others_only)
{
	ck_rows("<row r='2'/><row r='3'><c r='A3' s='1'/></row><row r='4'><c r='B4'><v>1</v></c>"
		"</row><row r='5'><c r='A5' t='s'><v>5</v></c></row>"
		"<row r='7'><c r='A7'><v>2</v></c></row><row r='9'/>",
		",1\n\n\n2,\n");
	ck_rows("", "");
	ck_rows("<row r='5'/>", "");
}
END_TEST

START_TEST(references_may_be_missing)
{
	ck_rows("<row><c><v>1</v></c><c><v>2</v></c></row><row><c r='C2'><v>3</v></c>"
		"<c><v>4</v></c></row>",
		"1,2,,\n,,3,4\n");
	ck_rows("<row><c r='A1'><v>1</v></c></row><row><c r='A4'><v>4</v></c></row>"
		"<row><c><v>5</v></c></row>",
		"1\n\n\n4\n5\n");
}
END_TEST

START_TEST(cells_may_be_out_of_order_but_not_twice)
{
	ck_rows("<row r='1'><c r='C1'><v>3</v></c><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c>"
		"</row>",
		"1,2,3\n");
	ck_rows_fail("<row r='1'><c r='B1'><v>3</v></c><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c>"
		     "</row>",
		"cell B1: there are two");
	ck_rows_fail("<row r='3'/><row r='2'/>", "row 2 stands behind row 3");
	ck_rows_fail("<row r='3'/><row r='3'/>", "row 3 stands behind row 3");
}
END_TEST

START_TEST(references_beyond_the_sheet_are_an_error)
{
	static const char *const wrong[] = { "XFE1", "AAAA1", "ZZZZZZZZZZZZZZZZ1", "A0", "A", "1",
		"", "A1048577", "A-1", "A1B", "A99999999999999999999" };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char row[100];

		snprintf(row, sizeof row, "<row r='1'><c r='%s'><v>1</v></c></row>", wrong[i]);
		ck_rows_fail(row, "is no cell");
	}
	ck_rows_fail("<row r='1048577'/>", "no row '1048577'");
	ck_rows_fail("<row r='0'/>", "no row '0'");
	ck_rows_fail("<row r='x'/>", "no row 'x'");
	ck_rows_fail("<row r='1048576'/><row/>", "more than 1048576 rows");
	ck_rows_fail("<row r='1'><c r='XFD1'/><c/></row>", "behind the last column");
}
END_TEST

static void ck_rows_at(const char *rows, const uint64_t (*line_row)[2])
{
	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
	struct part parts[PART_COUNT];
	struct buf sheet = BUF_EMPTY, csv = BUF_EMPTY;
	struct diag why;

	make_book(rows, &sheet, parts);
	ck_assert_int_eq(read_parts(parts, NULL, &csv, &notes, &why), 0);
	for (; (*line_row)[0] != 0; line_row++)
		ck_assert_uint_eq(xlsx_row(&notes, (*line_row)[0]), (*line_row)[1]);
	buf_release(&csv);
	buf_release(&sheet);
	xlsx_notes_release(&notes);
}

START_TEST(lines_tell_their_row)
{
	static const uint64_t plain[][2] = { { 1, 1 }, { 2, 2 }, { 4, 4 }, { 0, 0 } };
	static const uint64_t moved[][2] = { { 1, 3 }, { 3, 4 }, { 4, 5 }, { 6, 7 }, { 7, 1000000 },
		{ 8, 1000001 }, { 0, 0 } };

	ck_rows_at("<row r='1'><c><v>1</v></c></row><row r='4'><c><v>1</v></c></row>", plain);
	/* The text of row 3 has a line break; from row 7 to the next is far. */
	ck_rows_at("<row r='3'><c t='s'><v>4</v></c></row><row r='4'><c><v>1</v></c></row>"
		   "<row r='5'><c><v>1</v></c></row><row r='7'><c><v>1</v></c></row>"
		   "<row r='1000000'><c><v>1</v></c></row><row r='1000001'><c><v>1</v></c></row>",
		moved);
}
END_TEST

START_TEST(far_rows_do_not_make_a_million_lines)
{
	struct buf wanted = BUF_EMPTY;

	ck_rows("<row r='1'><c><v>1</v></c></row><row r='1048576'><c><v>2</v></c></row>", "1\n2\n");
	ck_rows("<row r='1'><c><v>1</v></c></row><row r='1003'><c><v>2</v></c></row>", "1\n2\n");
	buf_char(&wanted, '1');
	for (int i = 0; i <= XLSX_MOST_BLANK; i++)
		buf_char(&wanted, '\n');
	buf_text(&wanted, "2\n");
	ck_rows("<row r='1'><c><v>1</v></c></row><row r='1002'><c><v>2</v></c></row>",
		buf_string(&wanted));
	buf_release(&wanted);
}
END_TEST

START_TEST(notes_tell_what_may_be_wrong)
{
	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
	struct part parts[PART_COUNT];
	struct buf sheet = BUF_EMPTY, csv = BUF_EMPTY;
	struct diag why;

	make_book("<row r='1'><c r='A1'><v>1</v></c></row>"
		  "<row r='4'><c r='AB4'><v>1.23456789012345E+17</v></c><c r='AC4'><v>1E15</v></c>"
		  "<c r='AD4'><f>A1*2</f></c><c r='AE4' t='str'><f>\"\"</f><v></v></c>"
		  "<c r='AF4' s='1'><v>123456789</v></c></row>",
		&sheet, parts);
	ck_assert_int_eq(read_parts(parts, NULL, &csv, &notes, &why), 0);
	ck_assert_str_eq(buf_string(&notes.sheet), "订单");
	ck_assert_uint_eq(notes.others, 0);
	ck_assert_uint_eq(notes.rows, 2);
	ck_assert_uint_eq(notes.columns, 32);
	ck_assert_uint_eq(notes.long_number.count, 2);
	ck_assert_str_eq(notes.long_number.first, "AB4");
	ck_assert_uint_eq(notes.no_result.count, 1);
	ck_assert_str_eq(notes.no_result.first, "AD4");
	buf_release(&csv);
	buf_release(&sheet);
	xlsx_notes_release(&notes);
}
END_TEST

/* ---- workbooks ---- */

START_TEST(sheets_are_chosen_by_name)
{
	struct part parts[PART_COUNT];
	struct buf sheet = BUF_EMPTY;

	make_book("<row><c><v>1</v></c></row>", &sheet, parts);
	ck_parts(parts, NULL, "1\n");
	ck_parts(parts, "订单", "1\n");
	ck_parts(parts, "Notes", "TRUE\n");
	ck_parts_fail(parts, "Chart", "the sheet 'Chart' is no table");
	ck_parts_fail(parts, "x", "no sheet 'x'; there are: 'Chart', 'Notes' (hidden), '订单'");
	parts[BOOK_LINKS].content = slice_of("<Relationships/>");
	ck_parts_fail(parts, NULL, "name one: 'Chart', 'Notes' (hidden), '订单'");
	buf_release(&sheet);
}
END_TEST

START_TEST(sheets_can_be_listed)
{
	struct part parts[PART_COUNT];
	struct buf sheet = BUF_EMPTY, file = BUF_EMPTY, names = BUF_EMPTY;
	struct diag why;

	make_book("", &sheet, parts);
	make_zip(parts, PART_COUNT, 0, &file);
	ck_assert_int_eq(xlsx_list(buf_slice(&file), &names, &why), 0);
	ck_assert_str_eq(buf_string(&names), "Chart\nNotes\n订单\n");
	buf_release(&sheet);
	buf_release(&file);
	buf_release(&names);
}
END_TEST

START_TEST(parts_are_found_by_their_links)
{
	struct part parts[PART_COUNT] = {
		{ "_RELS\\.rels",
			slice_of("<p:Relationships xmlns:p='p'><p:Relationship Id='a' Type='" STRICT
				 "/officeDocument' "
				 "Target='/Deep/Er/../Book.xml'/></p:Relationships>") },
		{ "deep/book.xml",
			slice_of("<x:workbook "
				 "xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main' "
				 "xmlns:q='q'><x:workbookPr date1904='false'/><x:sheets><x:sheet "
				 "name='S' sheetId='1' q:id='s'/></x:sheets></x:workbook>") },
		{ "deep/_rels/book.xml.rels",
			slice_of("<Relationships><Relationship Id='s' Type='" STRICT
				 "/worksheet' Target='../one.xml'/></Relationships>") },
		{ "one.xml",
			slice_of("<x:worksheet xmlns:x='x'><x:sheetData><x:row><x:c t='str'><x:v>"
				 "yes</x:v></x:c></x:row></x:sheetData></x:worksheet>") },
	};

	ck_parts(parts, NULL, "yes\n");
}
END_TEST

START_TEST(parts_may_be_in_utf_16)
{
	static const char ascii[] =
		"<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
	struct part parts[PART_COUNT];
	struct buf wide = BUF_EMPTY;

	buf_put(&wide, (struct slice){ "\xff\xfe", 2 });
	for (const char *at = ascii; *at != '\0'; at++) {
		buf_char(&wide, *at);
		buf_char(&wide, '\0');
	}
	usual_parts(parts, "");
	parts[SHEET].content = buf_slice(&wide);
	ck_parts(parts, NULL, "1\n");
	buf_release(&wide);
}
END_TEST

START_TEST(missing_parts_are_named)
{
	static const struct slice none = { NULL, 0 };
	struct part parts[PART_COUNT];

	usual_parts(parts, "<worksheet/>");
	ck_parts(parts, NULL, "");
	parts[SHEET].content = none;
	ck_parts_fail(parts, NULL, "no part 'xl/worksheets/sheet1.xml'");
	parts[STRINGS].content = none;
	ck_parts_fail(parts, NULL, "no part 'xl/sharedStrings.xml'");
	parts[STYLES].content = none;
	ck_parts_fail(parts, NULL, "no part 'xl/styles.xml'");
	parts[BOOK].content = none;
	ck_parts_fail(parts, NULL, "no part 'xl/workbook.xml'");
	parts[ROOT_LINKS].content = none;
	ck_parts_fail(parts, NULL, "a ZIP file, but no workbook");
	parts[SHEET] = (struct part){ "content.xml", slice_of("<x/>") };
	ck_parts_fail(parts, NULL, "OpenDocument");
}
END_TEST

static void ck_file_fails(struct slice file, const char *reason)
{
	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
	struct buf csv = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(xlsx_read(file, NULL, &csv, &notes, &why), -1);
	ck_assert_msg(strstr(why.text, reason) != NULL, "'%s' has no '%s'", why.text, reason);
	ck_assert_int_eq(xlsx_list(file, &csv, &why), -1);
	xlsx_notes_release(&notes);
	buf_release(&csv);
}

START_TEST(other_files_are_refused_with_the_way_out)
{
	struct part parts[PART_COUNT];

	ck_file_fails((struct slice){ NULL, 0 }, "no workbook");
	ck_file_fails(slice_of("id,name\n1,Anna\n"), "no workbook");
	ck_file_fails(slice_of("PK\3\4 and so on"), "cut short");
	ck_file_fails(slice_of("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "save it as .xlsx");
	usual_parts(parts, "");
	parts[BOOK].content = slice_of("<document/>");
	ck_parts_fail(parts, NULL, "no workbook");
	parts[ROOT_LINKS].content = slice_of("<R><Relationship Id='r' Type='x/officeDocument' "
					     "Target='xl/workbook.bin'/></R>");
	ck_parts_fail(parts, NULL, ".xlsb");
	ck_assert(xlsx_is(slice_of("PK\3\4 and so on")));
	ck_assert(xlsx_is(slice_of("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")));
	ck_assert(!xlsx_is(slice_of("PK")));
	ck_assert(!xlsx_is(slice_of("PKID,name\n")));
	ck_assert(!xlsx_is((struct slice){ NULL, 0 }));
}
END_TEST

START_TEST(entities_and_other_mischief_are_refused)
{
	struct part parts[PART_COUNT];
	struct buf deep = BUF_EMPTY, tag = BUF_EMPTY;

	usual_parts(parts, "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><worksheet>&c;"
			   "</worksheet>");
	ck_parts_fail(parts, NULL, "has a DTD");
	for (int i = 0; i < 1000; i++)
		buf_text(&deep, "<a>");
	parts[SHEET].content = buf_slice(&deep);
	ck_parts_fail(parts, NULL, "too deep");
	buf_text(&tag, "<worksheet a='");
	memset(buf_room(&tag, 3 << 20), 'x', 3 << 20);
	tag.length += 3 << 20;
	parts[SHEET].content = buf_slice(&tag);
	ck_parts_fail(parts, NULL, "a tag without end");
	parts[SHEET].content = slice_of("<worksheet><sheetData><row></sheetData></worksheet>");
	ck_parts_fail(parts, NULL, "mismatched tag in line 1");
	parts[SHEET].content = slice_of("<worksheet><sheetData>");
	ck_parts_fail(parts, NULL, "'xl/worksheets/sheet1.xml' is damaged");
	parts[SHEET].content = slice_of("");
	ck_parts_fail(parts, NULL, "is damaged");
	buf_release(&deep);
	buf_release(&tag);
}
END_TEST

START_TEST(what_swells_is_refused)
{
	struct part parts[PART_COUNT];
	struct xlsx_options options = { .memory = 1 << 20 };
	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
	struct buf sheet = BUF_EMPTY, file = BUF_EMPTY, csv = BUF_EMPTY, blank = BUF_EMPTY;
	struct diag why;

	/* A cell far to the right in a table of some rows. */
	buf_text(&sheet, "<worksheet><sheetData><row><c r='XFD1'><v>1</v></c></row>");
	for (int i = 0; i < 100; i++)
		buf_text(&sheet, "<row><c><v>1</v></c></row>");
	buf_text(&sheet, "</sheetData></worksheet>");
	usual_parts(parts, buf_string(&sheet));
	make_zip(parts, PART_COUNT, 9, &file);
	ck_assert_int_eq(xlsx_read(buf_slice(&file), &options, &csv, &notes, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "a table of A1:XFD101, which takes more than 1 MB"));
	/* A megabyte of blanks is a kilobyte when packed; a bomb is larger than 64 of them. */
	memset(buf_room(&blank, 68 << 20), ' ', 68 << 20);
	blank.length = 68 << 20;
	parts[SHEET].content = buf_slice(&blank);
	ck_parts_fail(parts, NULL, "no honest table");
	parts[STYLES].content = buf_slice(&blank);
	ck_parts_fail(parts, NULL, "no honest table");
	buf_release(&sheet);
	buf_release(&file);
	buf_release(&csv);
	buf_release(&blank);
	xlsx_notes_release(&notes);
}
END_TEST

/* ---- damage ---- */

static const char mixed_rows[] =
	"<worksheet><sheetData><row r='1' spans='1:3'><c r='A1' t='s'><v>0</v></c>"
	"<c r='B1' t='s'><v>4</v></c><c r='C1' t='inlineStr'><is><t>x</t></is></c></row>"
	"<row r='3'><c r='A3'><v>1E+17</v></c><c r='B3' s='2'><f>A1</f><v>40878.35</v></c>"
	"<c r='D3' t='e'><v>#N/A</v></c></row></sheetData></worksheet>";

/* Whatever it says, it comes to an end, and says why if it fails. */
static void read_anyhow(struct slice file)
{
	static const struct xlsx_options options = { .memory = 1 << 20 };
	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
	struct buf csv = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;
	int result = xlsx_read(file, &options, &csv, &notes, &why);

	ck_assert(result == 0 || why.text[0] != '\0');
	ck_assert(result < 0 || csv.length == 0 || csv.at[csv.length - 1] == '\n');
	xlsx_notes_release(&notes);
	buf_release(&csv);
}

/* Change some bytes: to another byte, to one from elsewhere, or to a character that matters. */
static void damage(struct rng *rng, char *at, size_t length)
{
	static const char matters[] = "<>/='\"&; 0129AZ_x\0\xff";

	for (uint32_t i = 1 + rng_below(rng, 4); i > 0; i--) {
		size_t place = rng_below(rng, (uint32_t)length);

		switch (rng_below(rng, 3)) {
		case 0:
			at[place] = (char)rng_below(rng, 256);
			break;
		case 1:
			at[place] = at[rng_below(rng, (uint32_t)length)];
			break;
		default:
			at[place] = matters[rng_below(rng, sizeof matters - 1)];
		}
	}
}

START_TEST(files_cut_anywhere_are_refused)
{
	struct part parts[PART_COUNT];
	struct buf file = BUF_EMPTY;

	usual_parts(parts, mixed_rows);
	make_zip(parts, PART_COUNT, 6, &file);
	for (size_t length = 0; length < file.length; length++) {
		/* A copy, so that a byte read behind the end is found. */
		char *cut = mem_text(file.at, length);

		read_anyhow((struct slice){ cut, length });
		free(cut);
	}
	buf_release(&file);
}
END_TEST

START_TEST(damaged_files_do_no_harm)
{
	struct part parts[PART_COUNT];
	struct buf file = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	usual_parts(parts, mixed_rows);
	for (int level = 0; level <= 6; level += 6) {
		buf_reset(&file);
		make_zip(parts, PART_COUNT, level, &file);
		for (int i = 0; i < 1500; i++) {
			char *copy = mem_text(file.at, file.length);

			damage(&rng, copy, file.length);
			read_anyhow((struct slice){ copy, file.length });
			free(copy);
		}
	}
	buf_release(&file);
}
END_TEST

START_TEST(damaged_parts_do_no_harm)
{
	struct part parts[PART_COUNT];
	struct buf file = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 1500; i++) {
		struct part *part = &parts[rng_below(&rng, PART_COUNT)];
		char *copy;

		usual_parts(parts, mixed_rows);
		copy = mem_text(part->content.at, part->content.length);
		damage(&rng, copy, part->content.length);
		part->content.at = copy;
		buf_reset(&file);
		make_zip(parts, PART_COUNT, 0, &file);
		read_anyhow(buf_slice(&file));
		free(copy);
	}
	buf_release(&file);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("xlsx");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, texts_come_from_wherever_they_are_kept);
	tcase_add_test(tests, numbers_flags_and_errors_are_as_stored);
	tcase_add_test(tests, dates_are_known_by_their_style);
	tcase_add_test(tests, some_books_count_from_1904);
	tcase_add_test(tests, texts_that_are_not_there_are_an_error);
	tcase_add_test(tests, rows_are_padded_to_the_widest);
	tcase_add_test(tests, rows_without_values_are_lines_between_others_only);
	tcase_add_test(tests, references_may_be_missing);
	tcase_add_test(tests, cells_may_be_out_of_order_but_not_twice);
	tcase_add_test(tests, references_beyond_the_sheet_are_an_error);
	tcase_add_test(tests, lines_tell_their_row);
	tcase_add_test(tests, far_rows_do_not_make_a_million_lines);
	tcase_add_test(tests, notes_tell_what_may_be_wrong);
	tcase_add_test(tests, sheets_are_chosen_by_name);
	tcase_add_test(tests, sheets_can_be_listed);
	tcase_add_test(tests, parts_are_found_by_their_links);
	tcase_add_test(tests, parts_may_be_in_utf_16);
	tcase_add_test(tests, missing_parts_are_named);
	tcase_add_test(tests, other_files_are_refused_with_the_way_out);
	tcase_add_test(tests, entities_and_other_mischief_are_refused);
	tcase_add_test(tests, what_swells_is_refused);
	tcase_add_test(tests, files_cut_anywhere_are_refused);
	tcase_add_test(tests, damaged_files_do_no_harm);
	tcase_add_test(tests, damaged_parts_do_no_harm);
	return run_tests(tests);
}
