/* SPDX-License-Identifier: MIT */
/* --abc: classes by what customers contribute to the total (crm/abc). */
#include "crm/abc.h"
#include "method.h"

static struct {
	const char *cuts;
} opt = { .cuts = "80,95" };

static const struct opt options[] = {
	OPT_TEXT(0, "abc-cuts", "PERCENT,…", &opt.cuts,
		"the shares of the total that A, A and B, … make up"),
	OPT_END,
};

static const struct segment_input inputs[] = {
	{ "amount", "amount", "what the customer has brought in, net of returns", SEGMENT_NEEDS },
	{ NULL, NULL, NULL, SEGMENT_READS },
};

static const char *const outputs[] = { "abc", NULL };

/* A, B, C, … */
static void name_classes(struct segment_classes *classes)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (size_t i = 0; i <= classes->cuts; i++)
		classes->name[i] = (struct slice){ letters + i, 1 };
}

static int open_abc(void **self, struct diag *why)
{
	struct segment_classes *classes = segment_classes_new();
	int result = segment_classes_cut(classes, "abc-cuts", opt.cuts, why);

	name_classes(classes);
	return segment_classes_settle(classes, result, self);
}

static void fit(void *self, const struct segment_sample *sample)
{
	struct segment_classes *classes = self;

	abc_fit(sample[0].value, sample[0].count, classes->cut, classes->cuts, classes->from);
}

static void save(const void *self, struct model *model)
{
	segment_classes_save(self, "abc", model);
}

static int load(void **self, const struct model *model, struct diag *why)
{
	struct segment_classes *classes = segment_classes_new();

	return segment_classes_settle(
		classes, segment_classes_load(classes, "abc", model, why), self);
}

static void apply(const void *self, const int64_t *value, struct slice *text)
{
	segment_classes_apply(self, value[0], text);
}

extern const struct segment_method segment_abc;

const struct segment_method segment_abc = {
	.name = "abc",
	.title = "ABC",
	.help = "A for those who make up the first 80 % of the total amount, B for the next 15 %, "
		"C for the rest; adds abc",
	.inputs = inputs,
	.outputs = outputs,
	.options = options,
	.open = open_abc,
	.fit = fit,
	.save = save,
	.load = load,
	.apply = apply,
	.free = segment_classes_free,
};
