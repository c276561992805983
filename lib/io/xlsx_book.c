/* SPDX-License-Identifier: MIT */
#include "io/xlsx_book.h"

#include <stdlib.h>

#include "base/num.h"
#include "io/xlsx_text.h"

enum {
	SMALL_PART = 64 << 20, /* more than any honest part that is no sheet and holds no strings */
};

int xlsx_book_allow(const struct xlsx_book *book, uint64_t bytes, struct diag *why)
{
	bytes += book->fields.length + book->field_count * sizeof *book->field_end;
	if (bytes <= book->memory)
		return 0;
	return diag_fail(why,
		"the sheet takes more than %ju MB of memory: allow more, or save it as CSV",
		(uintmax_t)(book->memory >> 20));
}

/* ---- parts ---- */

struct part {
	struct unzip *zip;
	uint64_t left; /* bytes that it may have */
};

static int64_t read_part(void *context, char *to, size_t room, struct diag *why)
{
	struct part *part = context;
	int64_t length = unzip_read(part->zip, to, room, why);

	if (length > 0 && (uint64_t)length > part->left)
		return diag_fail(why, "a part of the workbook that should be small is larger "
				      "than 64 MB");
	if (length > 0)
		part->left -= (uint64_t)length;
	return length;
}

/* Returns 1, 0 if there is no such part. */
static int walk_part(struct xlsx_book *book, struct slice name, uint64_t most,
	const struct xml_visitor *visitor, void *context, struct diag *why)
{
	struct part part = { book->zip, most };
	/* Part names are kept in the arena, with a NUL. */
	struct xml_source source = { name.at, read_part, &part };
	int found = unzip_find(book->zip, name, why);

	if (found <= 0)
		return found;
	return xml_walk(&source, visitor, context, why) < 0 ? -1 : 1;
}

static int part_is_missing(struct slice name, struct diag *why)
{
	return diag_fail(why, "damaged workbook: it has no part '" SLICE "'", SLICE_ARG(name));
}

int xlsx_book_walk(struct xlsx_book *book, struct slice name, const struct xml_visitor *visitor,
	void *context, struct diag *why)
{
	int found = walk_part(book, name, UINT64_MAX, visitor, context, why);

	return found == 0 ? part_is_missing(name, why) : found < 0 ? -1 : 0;
}

/* ---- pointers from part to part ---- */

struct link {
	struct slice id, type, target;
};

struct links {
	struct arena *texts;
	struct link *item;
	size_t count, capacity;
};

static struct slice keep(struct arena *texts, const char *text)
{
	return arena_copy(texts, slice_of(text != NULL ? text : ""));
}

enum { LINK = 1 };

static int begin_link(void *context, int place, const char *const *attributes, struct diag *why)
{
	struct links *links = context;
	const char *mode = xml_attribute(attributes, "TargetMode");

	(void)place;
	(void)why;
	if (mode != NULL && strcmp(mode, "External") == 0)
		return 0;
	links->item =
		mem_grow(links->item, &links->capacity, links->count + 1, sizeof *links->item);
	links->item[links->count++] = (struct link){
		keep(links->texts, xml_attribute(attributes, "Id")),
		keep(links->texts, xml_attribute(attributes, "Type")),
		keep(links->texts, xml_attribute(attributes, "Target")),
	};
	return 0;
}

/* The part of a path in front of its last name, with the '/'. */
static struct slice folder_of(struct slice path)
{
	while (path.length > 0 && path.at[path.length - 1] != '/')
		path.length--;
	return path;
}

/* The links of a part lie in a folder beside it. Returns 1, 0 if it has none. */
static int read_links(
	struct xlsx_book *book, struct slice from, struct links *links, struct diag *why)
{
	static const struct xml_rule rules[] = { { XML_OUTSIDE, "Relationship", LINK }, { 0 } };
	static const struct xml_visitor visitor = { .rules = rules, .begin = begin_link };
	struct slice folder = folder_of(from);
	struct buf name = BUF_EMPTY;
	struct slice kept;

	buf_put(&name, folder);
	buf_text(&name, "_rels/");
	buf_put(&name, (struct slice){ from.at + folder.length, from.length - folder.length });
	buf_text(&name, ".rels");
	kept = arena_copy(&book->texts, buf_slice(&name));
	buf_release(&name);
	links->texts = &book->texts;
	return walk_part(book, kept, SMALL_PART, &visitor, links, why);
}

/* The part that `link` of the part `from` points at. */
static struct slice target_of(struct xlsx_book *book, struct slice from, const struct link *link)
{
	struct slice rest = link->target, name, kept;
	struct buf path = BUF_EMPTY;

	if (rest.length == 0 || rest.at[0] != '/')
		buf_put(&path, folder_of(from));
	while (slice_cut(&rest, '/', &name)) {
		if (slice_is(name, "..")) {
			path.length -= path.length > 0; /* the '/' */
			path.length = folder_of(buf_slice(&path)).length;
		} else if (name.length > 0 && !slice_is(name, ".")) {
			buf_put(&path, name);
			buf_char(&path, '/');
		}
	}
	path.length -= path.length > 0;
	kept = arena_copy(&book->texts, buf_slice(&path));
	buf_release(&path);
	return kept;
}

static bool is_of_type(const struct link *link, const char *type)
{
	return slice_ends(link->type, slice_of(type));
}

static const struct link *find_type(const struct links *links, const char *type)
{
	for (size_t i = 0; i < links->count; i++)
		if (is_of_type(&links->item[i], type))
			return &links->item[i];
	return NULL;
}

static int by_id(const void *a, const void *b)
{
	return slice_compare(((const struct link *)a)->id, ((const struct link *)b)->id);
}

/* `links` are sorted by id. */
static const struct link *find_id(const struct links *links, struct slice id)
{
	struct link wanted = { .id = id };

	return links->count == 0
		       ? NULL
		       : bsearch(&wanted, links->item, links->count, sizeof *links->item, by_id);
}

/* ---- the book ---- */

enum { BOOK = 1, PROPERTIES, SHEETS, SHEET };

static bool is_true(const char *text)
{
	return text != NULL && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static int begin_in_book(void *context, int place, const char *const *attributes, struct diag *why)
{
	struct xlsx_book *book = context;
	const char *state = xml_attribute(attributes, "state");

	(void)why;
	if (place == PROPERTIES)
		book->from_1904 = is_true(xml_attribute(attributes, "date1904"));
	if (place != SHEET)
		return 0;
	book->sheet = mem_grow(book->sheet, &book->capacity, book->count + 1, sizeof *book->sheet);
	book->sheet[book->count++] = (struct xlsx_book_sheet){
		.name = keep(&book->texts, xml_attribute(attributes, "name")),
		.link = keep(&book->texts, xml_attribute(attributes, "id")),
		.hidden = state != NULL && strcmp(state, "visible") != 0,
	};
	return 0;
}

static void follow_links(struct xlsx_book *book, struct slice from, const struct links *links)
{
	const struct link *strings = find_type(links, "/sharedStrings");
	const struct link *styles = find_type(links, "/styles");

	if (strings != NULL)
		book->strings = target_of(book, from, strings);
	if (styles != NULL)
		book->styles = target_of(book, from, styles);
	for (size_t i = 0; i < book->count; i++) {
		const struct link *link = find_id(links, book->sheet[i].link);

		if (link != NULL && is_of_type(link, "/worksheet"))
			book->sheet[i].part = target_of(book, from, link);
	}
}

static int read_book(struct xlsx_book *book, struct slice part, struct diag *why)
{
	static const struct xml_rule rules[] = {
		{ XML_OUTSIDE, "workbook", BOOK },
		{ BOOK, "workbookPr", PROPERTIES },
		{ BOOK, "sheets", SHEETS },
		{ SHEETS, "sheet", SHEET },
		{ 0 },
	};
	static const struct xml_visitor visitor = { .rules = rules, .begin = begin_in_book };
	struct links links = { .count = 0 };
	int found;

	if (slice_ends(part, slice_of(".bin")))
		return diag_fail(why, "a binary workbook (.xlsb): save it as .xlsx or CSV");
	found = walk_part(book, part, SMALL_PART, &visitor, book, why);
	if (found == 0)
		return part_is_missing(part, why);
	if (found > 0 && book->count == 0)
		return diag_fail(why, "an office file, but no workbook: save the table as .xlsx "
				      "or CSV");
	if (found > 0)
		found = read_links(book, part, &links, why);
	if (found > 0 && links.count > 0) {
		qsort(links.item, links.count, sizeof *links.item, by_id);
		follow_links(book, part, &links);
	}
	free(links.item);
	return found < 0 ? -1 : 0;
}

static int refuse_other_zip(struct xlsx_book *book, struct diag *why)
{
	int found = unzip_find(book->zip, slice_of("content.xml"), why);

	if (found < 0)
		return -1;
	if (found > 0)
		return diag_fail(why, "an OpenDocument file (.ods): save it as .xlsx or CSV");
	return diag_fail(why, "a ZIP file, but no workbook; unpack it first");
}

static int find_book(struct xlsx_book *book, struct diag *why)
{
	static const struct slice root = { "", 0 };
	struct links links = { .count = 0 };
	const struct link *link;
	int result = read_links(book, root, &links, why);

	link = find_type(&links, "/officeDocument");
	if (result >= 0 && link == NULL)
		result = refuse_other_zip(book, why);
	else if (result >= 0)
		result = read_book(book, target_of(book, root, link), why);
	free(links.item);
	return result;
}

int xlsx_book_open(struct xlsx_book *book, struct slice file, struct diag *why)
{
	if (slice_starts(file, slice_of("\xd0\xcf\x11\xe0")))
		return diag_fail(why, "an old workbook (.xls) or one with a password: save it as "
				      ".xlsx without one, or as CSV");
	if (!slice_starts(file, slice_of("PK")))
		return diag_fail(why, "no workbook: .xlsx files begin with 'PK'");
	if (unzip_open(&book->zip, file, why) < 0)
		return -1;
	return find_book(book, why);
}

void xlsx_book_close(struct xlsx_book *book)
{
	unzip_close(book->zip);
	arena_release(&book->texts);
	free(book->sheet);
	free(book->form);
	buf_release(&book->fields);
	free(book->field_end);
}

/* ---- styles ---- */

struct format {
	int64_t number;
	enum xlsx_value_form form;
};

struct formats {
	struct xlsx_book *book;
	struct format *item;
	size_t count, capacity;
};

enum { FORMATS = 1, FORMAT, STYLES, STYLE };

static int by_number(const void *a, const void *b)
{
	int64_t x = ((const struct format *)a)->number, y = ((const struct format *)b)->number;

	return (x > y) - (x < y);
}

static enum xlsx_value_form form_of(const struct formats *formats, int64_t number)
{
	struct format wanted = { .number = number };
	const struct format *found = formats->count == 0
					     ? NULL
					     : bsearch(&wanted, formats->item, formats->count,
						       sizeof *formats->item, by_number);

	return found != NULL ? found->form : xlsx_value_form_built_in(number);
}

static int64_t number_attribute(const char *const *attributes, const char *name)
{
	const char *text = xml_attribute(attributes, name);
	int64_t number;

	return text != NULL && num_parse_int(slice_of(text), &number) ? number : -1;
}

static int begin_in_styles(
	void *context, int place, const char *const *attributes, struct diag *why)
{
	struct formats *formats = context;
	struct xlsx_book *book = formats->book;
	int64_t number = number_attribute(attributes, "numFmtId");
	const char *code = xml_attribute(attributes, "formatCode");

	(void)why;
	if (place == STYLES && formats->count > 0)
		qsort(formats->item, formats->count, sizeof *formats->item, by_number);
	if (place == FORMAT && code != NULL) {
		formats->item = mem_grow(formats->item, &formats->capacity, formats->count + 1,
			sizeof *formats->item);
		formats->item[formats->count++] =
			(struct format){ number, xlsx_value_form(slice_of(code)) };
	}
	if (place == STYLE) {
		book->form = mem_grow(
			book->form, &book->form_capacity, book->form_count + 1, sizeof *book->form);
		book->form[book->form_count++] = form_of(formats, number);
	}
	return 0;
}

int xlsx_book_read_styles(struct xlsx_book *book, struct diag *why)
{
	static const struct xml_rule rules[] = {
		{ XML_OUTSIDE, "numFmts", FORMATS },
		{ FORMATS, "numFmt", FORMAT },
		{ XML_OUTSIDE, "cellXfs", STYLES },
		{ STYLES, "xf", STYLE },
		{ 0 },
	};
	static const struct xml_visitor visitor = { .rules = rules, .begin = begin_in_styles };
	struct formats formats = { .book = book };
	int found;

	if (book->styles.length == 0)
		return 0;
	found = walk_part(book, book->styles, SMALL_PART, &visitor, &formats, why);
	free(formats.item);
	return found == 0 ? part_is_missing(book->styles, why) : found < 0 ? -1 : 0;
}

enum xlsx_value_form xlsx_book_form(const struct xlsx_book *book, int64_t style)
{
	if (style < 0 || (uint64_t)style >= book->form_count)
		return XLSX_VALUE_NUMBER;
	return book->form[style];
}

/* ---- strings ---- */

struct strings {
	struct xlsx_book *book;
	struct xlsx_text text;
};

/* What is not named here, the reading aids of East Asian scripts (rPh), is passed over. */
enum { STRING = 1, PIECE, TEXT };

static int begin_in_strings(
	void *context, int place, const char *const *attributes, struct diag *why)
{
	struct strings *strings = context;

	(void)why;
	if (place == STRING)
		xlsx_text_reset(&strings->text);
	if (place == TEXT)
		xlsx_text_begin_run(&strings->text, attributes);
	return 0;
}

static int text_in_strings(void *context, int place, struct slice piece, struct diag *why)
{
	struct strings *strings = context;

	if (place != TEXT)
		return 0;
	xlsx_text_add(&strings->text, piece);
	return xlsx_book_allow(strings->book, strings->text.raw.length, why);
}

static int end_in_strings(void *context, int place, struct diag *why)
{
	struct strings *strings = context;
	struct xlsx_book *book = strings->book;

	if (place == TEXT)
		xlsx_text_end_run(&strings->text);
	if (place != STRING)
		return 0;
	xlsx_text_put(&strings->text, &book->fields);
	book->field_end = mem_grow(book->field_end, &book->field_capacity, book->field_count + 1,
		sizeof *book->field_end);
	book->field_end[book->field_count++] = book->fields.length;
	return xlsx_book_allow(book, 0, why);
}

int xlsx_book_read_strings(struct xlsx_book *book, struct diag *why)
{
	static const struct xml_rule rules[] = {
		{ XML_OUTSIDE, "si", STRING },
		{ STRING, "t", TEXT },
		{ STRING, "r", PIECE },
		{ PIECE, "t", TEXT },
		{ 0 },
	};
	static const struct xml_visitor visitor = { rules, begin_in_strings, text_in_strings,
		end_in_strings };
	struct strings strings = { .book = book };
	int result = 0;

	if (book->strings.length > 0)
		result = xlsx_book_walk(book, book->strings, &visitor, &strings, why);
	xlsx_text_release(&strings.text);
	return result;
}

bool xlsx_book_field(const struct xlsx_book *book, int64_t number, struct slice *field)
{
	size_t start;

	if (number < 0 || (uint64_t)number >= book->field_count)
		return false;
	start = number == 0 ? 0 : book->field_end[number - 1];
	*field = (struct slice){ book->fields.at + start, book->field_end[number] - start };
	return true;
}
