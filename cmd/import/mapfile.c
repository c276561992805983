/* SPDX-License-Identifier: MIT */
#include "mapfile.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tab/stream.h"

/* Where the three columns stand; -1: there is no type. */
struct places {
	int name, column, type;
};

static struct slice take_field(struct mapfile *map, const struct row *row, int place)
{
	if (place < 0)
		return (struct slice){ NULL, 0 };
	return arena_copy(&map->texts, row_text(row, (size_t)place, &map->texts));
}

static void add_row(
	struct mapfile *map, const struct row *row, const struct places *places, uint64_t line)
{
	struct mapfile_row *added;

	map->row = mem_grow(map->row, &map->capacity, map->count + 1, sizeof *map->row);
	added = &map->row[map->count++];
	added->name = take_field(map, row, places->name);
	added->column = take_field(map, row, places->column);
	added->type = take_field(map, row, places->type);
	added->line = line;
}

static int find_places(const struct stream *in, struct places *places, struct diag *why)
{
	const struct columns *columns = stream_columns(in);

	if (columns_need(columns, "name", &places->name, why) < 0 ||
		columns_need(columns, "column", &places->column, why) < 0)
		return -1;
	places->type = columns_find(columns, slice_of("type"));
	return 0;
}

static int read_rows(struct mapfile *map, struct stream *in, struct diag *why)
{
	struct reader *reader = reader_new(in);
	struct block block = BLOCK_EMPTY;
	struct places places;
	uint64_t lines = 0;
	int result = find_places(in, &places, why);
	struct row row;

	while (result >= 0 && (result = stream_next(in, &block, why)) > 0) {
		lines += block.lines_before;
		reader_begin(reader, &block);
		while ((result = reader_next(reader, &row, why)) > 0)
			add_row(map, &row, &places, lines + row.line + 1);
		if (result < 0)
			diag_line(why, map->path, lines + row.line + 1);
		lines += reader_lines(reader);
	}
	chunk_release(&block.chunk);
	reader_free(reader);
	return result;
}

int mapfile_read(struct mapfile *map, const char *path, struct diag *why)
{
	char *paths[] = { mem_text(path, strlen(path)), NULL };
	struct stream_options options = {
		.format = STREAM_ANY, .dialect = { .quote = '"' }, .take_cr = true
	};
	struct stream *in;
	int result;

	*map = (struct mapfile){ .path = path };
	result = stream_open(&in, paths, 1, &options, why);
	if (result == 0 && (result = read_rows(map, in, why)) < 0)
		diag_line(why, path, 1);
	if (result < 0)
		diag_code(why, NULL); /* this is beyond --rejects */
	stream_close(in);
	free(paths[0]);
	return result;
}

void mapfile_release(struct mapfile *map)
{
	free(map->row);
	arena_release(&map->texts);
	*map = (struct mapfile){ .path = NULL };
}
