/* SPDX-License-Identifier: MIT */
#include "inputs.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"

const char *const inputs_kind_name[] = { "auto", "profiles", "transactions", "model", NULL };

static enum inputs_kind kind_of(const struct inputs *inputs, const struct columns *columns)
{
	if (inputs->kind != INPUTS_AUTO)
		return inputs->kind;
	if (modelfile_fits(columns))
		return INPUTS_MODEL;
	return columns_find(columns, slice_of(inputs->ledger_names.date)) >= 0 ? INPUTS_TRANSACTIONS
									       : INPUTS_PROFILES;
}

static struct inputs_file *add_file(struct inputs *inputs, const char *path, enum inputs_kind kind)
{
	inputs->file =
		mem_grow(inputs->file, &inputs->capacity, inputs->count + 1, sizeof *inputs->file);
	inputs->file[inputs->count] = (struct inputs_file){ .path = path, .kind = kind };
	return &inputs->file[inputs->count++];
}

static int take_kind(struct inputs *inputs, struct filter *filter, struct stream *in,
	struct inputs_file *file, struct diag *why)
{
	switch (file->kind) {
	case INPUTS_MODEL:
		return modelfile_read(inputs->model, &filter->run, in, &file->counts, why);
	case INPUTS_TRANSACTIONS:
		return sales_fold(inputs->sales, &filter->run, in, &file->counts, why);
	case INPUTS_AUTO:
	case INPUTS_PROFILES:
		break;
	}
	return intake_profiles(
		inputs->intake, &inputs->names, &filter->run, in, &file->counts, why);
}

static void add_counts(struct run_counts *counts, const struct run_counts *more)
{
	counts->read += more->read;
	counts->used += more->used;
	counts->rejected += more->rejected;
	counts->filtered += more->filtered;
}

int inputs_take(struct inputs *inputs, struct filter *filter, struct stream *in, const char *path,
	struct diag *why)
{
	struct inputs_file *file = add_file(inputs, path, kind_of(inputs, stream_columns(in)));
	int result = take_kind(inputs, filter, in, file, why);

	inputs->has[file->kind] = true;
	inputs->rows[file->kind] += file->counts.used;
	add_counts(&filter->counts, &file->counts);
	return result;
}

int inputs_open(struct inputs *inputs, struct filter *filter, const struct filter_options *options,
	const char *path, struct diag *why)
{
	struct stream_options how = { .no_header = options->no_header,
		.columns = options->columns };
	char *const paths[] = { (char *)(uintptr_t)path, NULL };
	struct stream *in;
	int result;

	if (options->rejects != NULL && strcmp(path, "-") != 0 &&
		output_same(path, options->rejects))
		return diag_usage(why, "--rejects: '%s' is an input of this run", options->rejects);
	if (stream_open(&in, paths, 1, &how, why) < 0)
		return -1;
	result = inputs_take(inputs, filter, in, path, why);
	stream_close(in);
	return result;
}

int inputs_before(struct inputs *inputs, struct filter *filter, const char *path, struct diag *why)
{
	char *const paths[] = { (char *)(uintptr_t)path, NULL };
	struct inputs_file *file = add_file(inputs, path, INPUTS_PROFILES);
	struct opt_list none = { .count = 0 };
	struct customer_names names = inputs->names;
	struct stream *in;
	int result;

	/* What the new file is divided by need not be there. */
	names.by = &none;
	file->is_before = true;
	if (stream_open(&in, paths, 1, NULL, why) < 0)
		return -1;
	result = intake_profiles(inputs->before, &names, &filter->run, in, &file->counts, why);
	add_counts(&filter->counts, &file->counts);
	stream_close(in);
	return result;
}

void inputs_put_hash(struct buf *out, const char *path)
{
	int file = strcmp(path, "-") != 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct stat status;
	struct hash_wide hash;
	void *map;

	if (file < 0)
		return;
	if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
		map = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
		if (map != MAP_FAILED) {
			hash = hash_wide((struct slice){ map, (size_t)status.st_size });
			buf_printf(out, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
			munmap(map, (size_t)status.st_size);
		}
	}
	close(file);
}

void inputs_release(struct inputs *inputs)
{
	free(inputs->file);
}
