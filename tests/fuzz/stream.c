/* SPDX-License-Identifier: MIT */
/* stream: a file of any kind, as crm-import and the filters read it: mapped, and from a pipe. */
#include "tab/stream.h"

#include "fuzz.h"

enum { PIPE = 60000 };

/* Append what a stream gives, row by row, and how it ends. */
static void read_all(char *path, const struct stream_options *options, struct buf *out)
{
	char *paths[] = { path, NULL };
	struct block block = BLOCK_EMPTY;
	struct arena scratch = ARENA_EMPTY;
	struct stream *in;
	struct diag why;
	int more = stream_open(&in, paths, 1, options, &why);

	if (more == 0) {
		struct reader *reader = reader_new(in);
		uint64_t lines = 0;

		buf_put(out, stream_header(in));
		stream_put_notes(in, out);
		while ((more = stream_next(in, &block, &why)) > 0) {
			struct row row;
			int next;

			lines += block.lines_before;
			reader_begin(reader, &block);
			while ((next = reader_next(reader, &row, &why)) != 0) {
				buf_printf(out, "%ju:", (uintmax_t)(lines + row.line));
				assert(row.raw_start + row.raw_length <= block.bytes.length);
				if (next != 1) /* a fault, or READER_NO_ROW: there are no fields */
					buf_text(out, why.text);
				for (size_t i = 0; next == 1 && i < row.count; i++) {
					buf_put(out, row_text(&row, i, &scratch));
					buf_char(out, '|');
				}
				arena_reset(&scratch);
			}
			lines += reader_lines(reader);
		}
		reader_free(reader);
		chunk_release(&block.chunk);
		stream_close(in);
	}
	if (more < 0) {
		fuzz_message(&why);
		buf_text(out, why.text);
	}
	arena_release(&scratch);
}

/* The same bytes from a pipe that holds them all. */
static void read_pipe(struct slice bytes, const struct stream_options *options, struct buf *out)
{
	char path[40];
	int end[2];

	if (pipe(end) != 0 || write(end[1], bytes.at, bytes.length) != (ssize_t)bytes.length)
		abort();
	close(end[1]);
	snprintf(path, sizeof path, "/proc/self/fd/%d", end[0]);
	read_all(path, options, out);
	close(end[0]);
}

static void fuzz(struct slice bytes)
{
	unsigned how = fuzz_byte(&bytes);
	struct stream_options options = {
		.format = (enum stream_format)(how % 3),
		.find_dialect = how & 4,
		.no_header = how & 8,
		.take_cr = how & 16,
		.origin = { .guess = how & 32, .memory = 1 << 24 },
		.columns = how & 8 ? "a,b" : NULL,
	};
	struct buf mapped = BUF_EMPTY, piped = BUF_EMPTY;

	if (options.find_dialect) {
		options.dialect.separator = options.dialect.quote = DIALECT_FIND;
		options.dialect.escape = options.dialect.comment = DIALECT_FIND;
		if (options.format == STREAM_TSV)
			options.format = STREAM_CSV;
	} else {
		options.dialect.quote = '"';
	}
	read_all(fuzz_file(bytes), &options, &mapped);
	if (bytes.length > 0 && bytes.length < PIPE) {
		read_pipe(bytes, &options, &piped);
		if (!options.origin.guess)
			fuzz_same(&mapped, &piped);
	}
	buf_release(&mapped);
	buf_release(&piped);
}
