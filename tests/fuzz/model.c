/* SPDX-License-Identifier: MIT */
/* model: a file that says it is a model, as each kind of reader sees it. */
#include "tab/model.h"

#include "fuzz.h"
#include "score/clv_model.h"
#include "segment/method.h"

/* What was read and is written again is read as the same. */
static void check_again(struct model *model)
{
	for (size_t i = 0; i < model->count; i++) {
		const struct model_entry *entry = &model->entry[i];

		assert(entry->section.at[entry->section.length] == '\0');
		assert(entry->name.at[entry->name.length] == '\0');
		assert(entry->value.at[entry->value.length] == '\0');
		assert(entry->line > 1);
	}
}

/* Every value of a customer that may be there, through every method of the model. */
static void load_segments(const struct model *model)
{
	static const int64_t values[] = { 0, 1, -1, 1000000, 5000000, INT64_MAX, INT64_MIN,
		INT64_MIN + 1, 123456789 };
	struct diag why;

	for (size_t m = 0; segment_methods[m] != NULL; m++) {
		const struct segment_method *method = segment_methods[m];
		void *self = NULL;

		if (method->load(&self, model, &why) < 0) {
			assert(self == NULL);
			fuzz_message(&why);
			continue;
		}
		for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
			struct slice text[SEGMENT_MOST_OUTPUTS] = { { NULL, 0 } };
			int64_t value[SEGMENT_MOST_INPUTS];

			for (size_t i = 0; i < SEGMENT_MOST_INPUTS; i++)
				value[i] = values[(v * (i + 1)) % (sizeof values / sizeof *values)];
			method->apply(self, value, text);
		}
		method->free(self);
	}
}

static void load_clv(const char *path)
{
	struct clv_model model = { .purchase = NULL };
	struct diag why;

	if (clv_model_load(&model, path, &why) < 0)
		fuzz_message(&why);
	clv_model_release(&model);
}

static void fuzz(struct slice bytes)
{
	static const char *const kinds[] = { "segment", "clv", "value" };
	const char *path = fuzz_file(bytes);
	struct diag why;

	for (size_t i = 0; i < 3; i++) {
		struct model model = MODEL_EMPTY;

		if (model_read(&model, path, kinds[i], 9, &why) < 0) {
			fuzz_message(&why);
		} else {
			check_again(&model);
			load_segments(&model);
		}
		model_release(&model);
	}
	load_clv(path);
}
