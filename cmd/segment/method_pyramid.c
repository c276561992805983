/* SPDX-License-Identifier: MIT */
/* --pyramid: tiers by rank among all customers (crm/pyramid). */
#include "crm/pyramid.h"
#include "method.h"

static struct {
	const char *cuts, *names;
} opt = { .cuts = "1,5,20", .names = "vip,major,ordinary,small" };

static const struct opt options[] = {
	OPT_TEXT(0, "pyramid-cuts", "PERCENT,…", &opt.cuts,
		"the shares of all customers that are in the first tier, in the first two, …"),
	OPT_TEXT(0, "pyramid-names", "NAME,…", &opt.names,
		"what the tiers are called, from the top"),
	OPT_END,
};

static const struct segment_input inputs[] = {
	{ "amount", "amount", "what the customer has brought in, net of returns", SEGMENT_NEEDS },
	{ NULL, NULL, NULL, SEGMENT_READS },
};

static const char *const outputs[] = { "pyramid", NULL };

static int open_pyramid(void **self, struct diag *why)
{
	struct segment_classes *classes = segment_classes_new();
	int result = segment_classes_cut(classes, "pyramid-cuts", opt.cuts, why);

	if (result == 0)
		result = segment_classes_name(classes, "pyramid-names", opt.names, why);
	return segment_classes_settle(classes, result, self);
}

static void fit(void *self, const struct segment_sample *sample)
{
	struct segment_classes *classes = self;

	pyramid_fit(sample[0].value, sample[0].count, classes->cut, classes->cuts, classes->from);
}

static void save(const void *self, struct model *model)
{
	segment_classes_save(self, "pyramid", model);
}

static int load(void **self, const struct model *model, struct diag *why)
{
	struct segment_classes *classes = segment_classes_new();

	return segment_classes_settle(
		classes, segment_classes_load(classes, "pyramid", model, why), self);
}

static void apply(const void *self, const int64_t *value, struct slice *text)
{
	segment_classes_apply(self, value[0], text);
}

extern const struct segment_method segment_pyramid;

const struct segment_method segment_pyramid = {
	.name = "pyramid",
	.title = "Pyramid",
	.help = "tiers by amount: vip for the top 1 % of customers, major for the next 4 %, "
		"ordinary for the next 15 %, small for the others; adds pyramid",
	.inputs = inputs,
	.outputs = outputs,
	.options = options,
	.open = open_pyramid,
	.fit = fit,
	.save = save,
	.load = load,
	.apply = apply,
	.free = segment_classes_free,
};
