/* SPDX-License-Identifier: MIT */
#include "method.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "crm/segment.h"
#include "tab/escape.h"

extern const struct segment_method segment_abc, segment_rfm, segment_pyramid, segment_lifecycle;

const struct segment_method *const segment_methods[] = {
	&segment_abc,
	&segment_rfm,
	&segment_pyramid,
	&segment_lifecycle,
	NULL,
};

int segment_number(const char *name, const char *text, int64_t least, int64_t most, int64_t *value,
	struct diag *why)
{
	struct buf limits = BUF_EMPTY;

	if (amount_parse(slice_of(text), value, why) == 0 && *value >= least && *value <= most)
		return 0;
	amount_put(&limits, least);
	buf_text(&limits, " to ");
	amount_put(&limits, most);
	diag_usage(
		why, "--%s: expected a number from %s; got '%s'", name, buf_string(&limits), text);
	buf_release(&limits);
	return -1;
}

int segment_numbers(const char *name, const char *text, int64_t *value, size_t most, size_t *count,
	struct diag *why)
{
	struct slice rest = slice_of(text), item;

	for (*count = 0; slice_cut(&rest, ',', &item); ++*count) {
		if (*count == most)
			return diag_usage(why, "--%s: expected at most %zu numbers; got '%s'", name,
				most, text);
		if (amount_parse(item, &value[*count], why) < 0)
			return diag_usage(why, "--%s: not a number: '" SLICE "' in '%s'", name,
				SLICE_ARG(item), text);
		if (*count > 0 && value[*count] <= value[*count - 1])
			return diag_usage(why,
				"--%s: each number must be greater than the one before; got '%s'",
				name, text);
	}
	return 0;
}

struct segment_classes *segment_classes_new(void)
{
	return mem_zero(1, sizeof(struct segment_classes));
}

void segment_classes_free(void *self)
{
	struct segment_classes *classes = self;

	arena_release(&classes->texts);
	free(classes);
}

int segment_classes_settle(struct segment_classes *classes, int result, void **self)
{
	if (result < 0)
		segment_classes_free(classes);
	*self = result < 0 ? NULL : classes;
	return result;
}

static bool are_percentages(const int64_t *cut, size_t cuts)
{
	return cuts > 0 && cut[0] > 0 && cut[cuts - 1] <= SEGMENT_WHOLE;
}

int segment_classes_cut(
	struct segment_classes *classes, const char *name, const char *text, struct diag *why)
{
	if (segment_numbers(name, text, classes->cut, SEGMENT_MOST_CUTS, &classes->cuts, why) < 0)
		return -1;
	if (!are_percentages(classes->cut, classes->cuts))
		return diag_usage(why, "--%s: expected percentages above 0 and up to 100; got '%s'",
			name, text);
	return 0;
}

/* Keep names, as fields. Returns how many there are; a number that cannot be if one is empty. */
static size_t take_names(struct segment_classes *classes, struct slice list)
{
	struct buf field = BUF_EMPTY;
	struct slice name;
	size_t count = 0;

	for (; slice_cut(&list, ',', &name); count++) {
		if (name.length == 0 || count > classes->cuts) {
			count = SIZE_MAX;
			break;
		}
		buf_reset(&field);
		escape_put(&field, name);
		classes->name[count] = arena_copy(&classes->texts, buf_slice(&field));
	}
	buf_release(&field);
	return count;
}

int segment_classes_name(
	struct segment_classes *classes, const char *name, const char *text, struct diag *why)
{
	if (take_names(classes, slice_of(text)) == classes->cuts + 1)
		return 0;
	return diag_usage(why, "--%s: expected %zu names, one more than there are cuts; got '%s'",
		name, classes->cuts + 1, text);
}

static void save_least(
	const struct segment_classes *classes, const char *section, struct model *model)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < classes->cuts; i++) {
		if (i > 0)
			buf_char(&text, ',');
		if (classes->from[i] == SEGMENT_NOBODY)
			buf_text(&text, "nobody");
		else
			amount_put(&text, classes->from[i]);
	}
	model_add(model, section, "least", buf_slice(&text));
	buf_release(&text);
}

void segment_classes_save(
	const struct segment_classes *classes, const char *section, struct model *model)
{
	struct buf names = BUF_EMPTY;

	for (size_t i = 0; i <= classes->cuts; i++) {
		if (i > 0)
			buf_char(&names, ',');
		escape_remove(&names, classes->name[i]);
	}
	model_add_amounts(model, section, "cuts", classes->cut, classes->cuts);
	model_add(model, section, "names", buf_slice(&names));
	save_least(classes, section, model);
	buf_release(&names);
}

static int load_cuts(struct segment_classes *classes, const struct model *model,
	const struct model_entry *entry, struct diag *why)
{
	if (segment_numbers("cuts", entry->value.at, classes->cut, SEGMENT_MOST_CUTS,
		    &classes->cuts, why) == 0 &&
		are_percentages(classes->cut, classes->cuts))
		return 0;
	return model_fault(model, entry, why,
		"expected percentages above 0 and up to 100 that increase; got '" SLICE "'",
		SLICE_ARG(entry->value));
}

static int load_names(struct segment_classes *classes, const struct model *model,
	const struct model_entry *entry, struct diag *why)
{
	if (take_names(classes, entry->value) == classes->cuts + 1)
		return 0;
	return model_fault(model, entry, why,
		"expected %zu names, one more than there are cuts; got '" SLICE "'",
		classes->cuts + 1, SLICE_ARG(entry->value));
}

static int load_least(struct segment_classes *classes, const struct model *model,
	const struct model_entry *entry, struct diag *why)
{
	struct slice rest = entry->value, text;
	size_t count = 0;

	for (; count < classes->cuts && slice_cut(&rest, ',', &text); count++) {
		int64_t *from = &classes->from[count];

		if (slice_is(text, "nobody"))
			*from = SEGMENT_NOBODY;
		else if (amount_parse(text, from, why) < 0)
			break;
		if (*from <= 0 || (count > 0 && *from > from[-1]))
			break;
	}
	if (count == classes->cuts && rest.at == NULL)
		return 0;
	return model_fault(model, entry, why,
		"expected %zu amounts above 0 that do not increase; got '" SLICE "'", classes->cuts,
		SLICE_ARG(entry->value));
}

int segment_classes_load(struct segment_classes *classes, const char *section,
	const struct model *model, struct diag *why)
{
	const struct model_entry *cuts, *names, *least;

	if (model_need(model, section, "cuts", &cuts, why) < 0 ||
		model_need(model, section, "names", &names, why) < 0 ||
		model_need(model, section, "least", &least, why) < 0 ||
		load_cuts(classes, model, cuts, why) < 0 ||
		load_names(classes, model, names, why) < 0)
		return -1;
	return load_least(classes, model, least, why);
}

void segment_classes_apply(const struct segment_classes *classes, int64_t value, struct slice *text)
{
	if (value != SEGMENT_MISSING)
		*text = classes->name[segment_class(classes->from, classes->cuts, value)];
}
