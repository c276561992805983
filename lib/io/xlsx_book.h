/* SPDX-License-Identifier: MIT */
#ifndef IO_XLSX_BOOK_H
#define IO_XLSX_BOOK_H

/*
 * xlsx_book: what a workbook knows beside its sheets.
 *
 * A workbook is a ZIP file of XML parts that point at each other: the file at the book, the book at
 * its sheets, at the styles, which say what is a date, and at the strings, which hold each text
 * of all sheets once. Parts are found by these pointers, whatever they are called, and elements by
 * their names, so that both dialects (transitional and strict) are read.
 */

#include "base/arena.h"
#include "io/unzip.h"
#include "io/xlsx_value.h"
#include "io/xml.h"

struct xlsx_book_sheet {
	struct slice name;
	struct slice link; /* by which its part is found */
	struct slice part; /* empty: a chart, or nothing at all */
	bool hidden;
};

struct xlsx_book {
	struct unzip *zip;
	struct arena texts;
	bool from_1904;
	struct xlsx_book_sheet *sheet;
	size_t count, capacity;
	struct slice styles, strings; /* parts; empty if there are none */

	enum xlsx_value_form *form; /* of each style */
	size_t form_count, form_capacity;

	struct buf fields; /* the strings as fields of CSV, … */
	size_t *field_end; /* … and where each ends */
	size_t field_count, field_capacity;

	uint64_t memory; /* bytes that may be held */
};

/*
 * Find the sheets. Refuses, with the way out, what is no workbook of this kind. `file` must
 * outlive the book; `book` is to be closed in either case.
 */
int xlsx_book_open(struct xlsx_book *book, struct slice file, struct diag *why);
void xlsx_book_close(struct xlsx_book *book);

int xlsx_book_read_styles(struct xlsx_book *book, struct diag *why);
int xlsx_book_read_strings(struct xlsx_book *book, struct diag *why);

/* Walk through a part of any size. */
int xlsx_book_walk(struct xlsx_book *book, struct slice part, const struct xml_visitor *visitor,
	void *context, struct diag *why);

/* Fails if `bytes`, together with the strings, are more than may be held. */
int xlsx_book_allow(const struct xlsx_book *book, uint64_t bytes, struct diag *why);

/* Returns false if there is no string of this number. */
bool xlsx_book_field(const struct xlsx_book *book, int64_t number, struct slice *field);

/* A style that is not there shows numbers. */
enum xlsx_value_form xlsx_book_form(const struct xlsx_book *book, int64_t style);

#endif
