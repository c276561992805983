/* SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "base/mem.h"
#include "tab/stream_private.h"

static void add_input(struct stream *in, struct slice path, size_t part)
{
	size_t capacity = in->capacity;

	in->path = mem_grow(in->path, &capacity, in->count + 1, sizeof *in->path);
	capacity = in->capacity;
	in->part = mem_grow(in->part, &capacity, in->count + 1, sizeof *in->part);
	in->capacity = capacity;
	in->path[in->count] = mem_text(path.at, path.length);
	in->part[in->count++] = part;
}

bool stream_operands_is_file(const char *path)
{
	struct stat info;

	return strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* Can an input be looked at before its turn? It is a file, or the first and standard input. */
static bool can_peek(const char *path, size_t operand)
{
	return stream_operands_is_file(path) || (operand == 0 && strcmp(path, "-") == 0);
}

static int add_parts(struct stream *in, struct input *input, struct diag *why)
{
	size_t before = in->rejected.count;
	struct buf all = BUF_EMPTY;
	int result = origin_read_all(input, &all, why);

	if (result == 0)
		result = rejected_read(&in->rejected, input_name(input), buf_slice(&all), why);
	for (size_t i = before; result == 0 && i < in->rejected.count; i++)
		add_input(in, in->rejected.part[i].file, i + 1);
	buf_release(&all);
	return result;
}

/* Add an operand: an input, or a rejects file and all inputs that it stands for. */
static int add_operand(struct stream *in, const char *path, size_t operand, struct diag *why)
{
	struct input *input;
	struct slice bytes;
	int result;

	if (!in->options.find_dialect || !can_peek(path, operand)) {
		add_input(in, slice_of(path), 0);
		return 0;
	}
	if (input_open(&input, path, why) < 0)
		return -1;
	result = input_peek(input, &bytes, why);
	if (result == 0 && rejected_is(bytes)) {
		result = add_parts(in, input, why);
	} else if (result == 0) {
		add_input(in, slice_of(path), 0);
		if (strcmp(path, "-") == 0) {
			in->peeked = input;
			return 0;
		}
	}
	input_close(input);
	return result;
}

int stream_operands_add(struct stream *in, char *const *paths, size_t count, struct diag *why)
{
	for (size_t i = 0; i < (count > 0 ? count : 1); i++)
		if (add_operand(in, count > 0 ? paths[i] : "-", i, why) < 0)
			return -1;
	in->origin = mem_zero(in->count + 1, sizeof *in->origin);
	in->table = mem_zero(in->count + 1, sizeof *in->table);
	in->is_open = mem_zero(in->count + 1, sizeof *in->is_open);
	if (in->count > 0)
		return 0;
	diag_fail(why, "rejects without a record: there is nothing to be read");
	diag_code(why, "empty");
	return diag_line(why, count > 0 ? paths[0] : "standard input", 0);
}
