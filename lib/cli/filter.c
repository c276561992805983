/* SPDX-License-Identifier: MIT */
#include "cli/filter.h"

#include "base/num.h"
#include "tab/rejects.h"

/* An output that is put in the place of an input while that is read is what nobody means. */
static int check_rejects(const char *rejects, char *const *paths, size_t count, struct diag *why)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(paths[i], "-") != 0 && output_same(paths[i], rejects))
			return diag_usage(why, "--rejects: '%s' is an input of this run", rejects);
	return 0;
}

static int check_options(const struct filter_options *options, bool import, struct diag *why)
{
	const char *output = app_common()->output;

	if (output_same(output != NULL ? output : "-", options->rejects))
		return diag_usage(
			why, "--rejects: '%s' is where the output goes already", options->rejects);
	if (options->no_header && options->columns == NULL)
		return diag_usage(why, "--no-header needs --columns, to know what is what");
	if (!options->no_header && options->columns != NULL && !import)
		return diag_usage(why, "--columns goes with --no-header");
	return 0;
}

static int open_rejects(struct filter *filter, const char *path, bool with_table, struct diag *why)
{
	if (path == NULL)
		return 0;
	if (output_open(&filter->rejects, path, why) < 0)
		return -1;
	filter->run.rejects = filter->rejects;
	return rejects_begin(filter->rejects, with_table, why);
}

int filter_open(struct filter *filter, const struct filter_options *options,
	const struct stream_options *stream, char *const *paths, size_t count, struct diag *why)
{
	struct stream_options how =
		stream ? *stream : (struct stream_options){ .no_header = false };

	*filter = (struct filter){
		.run = { .jobs = (int)app_common()->jobs,
			.progress = app_progress,
			.withhold = options->withhold },
		.no_header = options->no_header,
	};
	/* What is imported may lack a header, but will have one. */
	how.no_header = options->no_header || options->columns != NULL;
	how.columns = options->columns;
	if (check_options(options, how.find_dialect, why) < 0 ||
		check_rejects(options->rejects, paths, count, why) < 0)
		return -1;
	if (stream_open(&filter->in, paths, count, &how, why) < 0)
		return -1;
	if (open_rejects(filter, options->rejects, how.find_dialect && !options->withhold, why) < 0)
		return -1;
	return output_open(&filter->out, app_common()->output, why);
}

int filter_put_header(struct filter *filter, struct slice names, struct diag *why)
{
	if (filter->no_header)
		return 0;
	if (output_write(filter->out, names, why) < 0)
		return -1;
	return output_flush(filter->out, why);
}

/* Commit one of the files, or discard it if something has failed before. */
static int settle(struct output *out, int result, struct diag *why)
{
	if (out == NULL)
		return result;
	if (result == 0)
		return output_commit(out, why);
	output_discard(out);
	return result;
}

/* A bad row stops the run; say how it need not. A bad header stops it in any case. */
static void show_way_out(const struct filter *filter, struct diag *why)
{
	size_t length = strlen(why->text);

	if (filter->rejects != NULL || why->code == NULL || why->line == 0 ||
		strcmp(why->code, "missing-column") == 0)
		return;
	snprintf(why->text + length, sizeof why->text - length,
		"; --rejects FILE puts such rows aside and goes on");
}

/* What was found out about the inputs. */
static void note_inputs(const struct filter *filter)
{
	struct buf notes = BUF_EMPTY;

	if (filter->in == NULL)
		return;
	stream_put_notes(filter->in, &notes);
	app_note_lines(buf_slice(&notes));
	buf_release(&notes);
}

/* The run has failed because of its rejects, which is no reason to withhold them. */
static int settle_rejects(struct filter *filter, int result, struct diag *why)
{
	struct diag other;

	if (result == 0 || !filter->keep_rejects || filter->rejects == NULL)
		return settle(filter->rejects, result, why);
	if (output_commit(filter->rejects, &other) < 0)
		*why = other;
	return result;
}

int filter_close(struct filter *filter, int result, struct diag *why)
{
	if (result < 0)
		show_way_out(filter, why);
	result = settle(filter->out, result, why);
	result = settle_rejects(filter, result, why);
	note_inputs(filter);
	stream_close(filter->in);
	return result;
}

void filter_note_counts(const struct filter *filter, const char *what, bool always)
{
	const struct run_counts *counts = &filter->counts;
	struct buf note = BUF_EMPTY;

	if (!always && counts->rejected == 0 && counts->filtered == 0)
		return;
	num_put_grouped(&note, (int64_t)counts->read);
	buf_text(&note, counts->read == 1 ? " row read = " : " rows read = ");
	num_put_grouped(&note, (int64_t)counts->used);
	buf_printf(&note, " %s + ", what);
	num_put_grouped(&note, (int64_t)counts->rejected);
	buf_text(&note, " rejected + ");
	num_put_grouped(&note, (int64_t)counts->filtered);
	buf_text(&note, " filtered");
	app_note("%s", buf_string(&note));
	buf_release(&note);
}
