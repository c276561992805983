/* SPDX-License-Identifier: MIT */
/*
 * --rfm: scores of recency, frequency and money (crm/rfm), and a name for their combination
 * (crm/rfm_table).
 *
 * Frequency is taken from the column of that name, purchase days after the first, and not from
 * orders: in ledgers where a return has a number of its own, orders count returns too.
 *
 * The rules of the table are kept in the model with everything else, so that a model is whole
 * without the file that the table came from.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "crm/rfm.h"
#include "crm/rfm_table.h"
#include "method.h"
#include "rfm_rules.h"
#include "tab/escape.h"

enum { RECENCY, FREQUENCY, MONEY, SCORES };
enum { OUTPUT_RFM = SCORES, OUTPUT_SEGMENT };
enum { MOST_CODES = RFM_MOST_BINS * RFM_MOST_BINS * RFM_MOST_BINS };

static struct {
	int64_t bins;
	const char *cuts[SCORES];
	const char *table;
} opt = { .bins = RFM_TABLE_BINS, .table = "eleven" };

static const struct opt options[] = {
	OPT_INT(0, "rfm-bins", "N", &opt.bins, RFM_LEAST_BINS, RFM_MOST_BINS,
		"scores are from 1 to N, each for about as many customers"),
	OPT_TEXT(0, "rfm-r-cuts", "DAYS,…", &opt.cuts[RECENCY],
		"own cuts for recency, N - 1 of them: the most days of each score but the worst, "
		"from the best"),
	OPT_TEXT(0, "rfm-f-cuts", "NUMBER,…", &opt.cuts[FREQUENCY],
		"own cuts for frequency: the highest value of each score but the best, from the "
		"worst"),
	OPT_TEXT(0, "rfm-m-cuts", "AMOUNT,…", &opt.cuts[MONEY], "the same for the amount"),
	OPT_TEXT(0, "rfm-table", "NAME|FILE", &opt.table,
		"the segments: eleven, ten, none, or those of FILE, a TSV stream of r, f, m and "
		"segment"),
	OPT_END,
};

static const char *const cuts_option[SCORES] = { "rfm-r-cuts", "rfm-f-cuts", "rfm-m-cuts" };
static const char *const cuts_entry[SCORES] = { "recency_cuts", "frequency_cuts", "amount_cuts" };

static const struct segment_input inputs[] = {
	{ "recency", "recency", "days since the last purchase", SEGMENT_NEEDS },
	{ "frequency", "frequency", "how often the customer has bought", SEGMENT_NEEDS },
	{ "amount", "amount", "what the customer has brought in, net of returns", SEGMENT_NEEDS },
	{ NULL, NULL, NULL, SEGMENT_READS },
};

static const char *const outputs[] = { "r", "f", "m", "rfm", "rfm_segment", NULL };

struct rfm {
	int bins;
	int64_t cut[SCORES][RFM_MOST_BINS - 1];
	bool given[SCORES];
	struct rfm_rules rules;
	char code[MOST_CODES][SCORES]; /* "111", "112", … */
	struct slice segment[MOST_CODES];
	struct arena texts;
};

static void free_rfm(void *self)
{
	struct rfm *rfm = self;

	rfm_rules_release(&rfm->rules);
	arena_release(&rfm->texts);
	free(rfm);
}

/* The field that stands for the segment of three scores. */
static struct slice segment_of(struct rfm *rfm, const int *score)
{
	const struct rfm_table *table = &rfm->rules.table;
	const struct rfm_rule *rule =
		rfm_table_find(table, score[RECENCY], score[FREQUENCY], score[MONEY]);
	const char *other = table->count > 0 ? "other" : "";
	struct buf field = BUF_EMPTY;
	struct slice kept;

	escape_put(&field, slice_of(rule != NULL ? rule->segment : other));
	kept = arena_copy(&rfm->texts, buf_slice(&field));
	buf_release(&field);
	return kept;
}

/* Make the texts of all combinations beforehand. */
static void prepare_texts(struct rfm *rfm)
{
	int codes = rfm->bins * rfm->bins * rfm->bins;

	for (int i = 0; i < codes; i++) {
		int score[SCORES] = {
			i / (rfm->bins * rfm->bins) + 1,
			i / rfm->bins % rfm->bins + 1,
			i % rfm->bins + 1,
		};

		for (int s = 0; s < SCORES; s++)
			rfm->code[i][s] = (char)('0' + score[s]);
		rfm->segment[i] = segment_of(rfm, score);
	}
}

/* Hand over the object if all went well. */
static int settle(struct rfm *rfm, int result, void **self)
{
	if (result < 0)
		free_rfm(rfm);
	else
		prepare_texts(rfm);
	*self = result < 0 ? NULL : rfm;
	return result;
}

static int open_cuts(struct rfm *rfm, int score, struct diag *why)
{
	const char *name = cuts_option[score], *text = opt.cuts[score];
	size_t wanted = (size_t)rfm->bins - 1, count;

	rfm->given[score] = text != NULL;
	if (text == NULL)
		return 0;
	if (segment_numbers(name, text, rfm->cut[score], RFM_MOST_BINS - 1, &count, why) < 0)
		return -1;
	if (count == wanted)
		return 0;
	return diag_usage(why,
		"--%s: expected %zu number%s, one less than there are bins; got '%s'", name, wanted,
		wanted == 1 ? "" : "s", text);
}

static int open_table(struct rfm *rfm, struct diag *why)
{
	const struct rfm_table *table = rfm_table_named(opt.table);

	if (strcmp(opt.table, "none") == 0)
		return 0;
	if (table == NULL)
		return rfm_rules_read(&rfm->rules, opt.table, rfm->bins, why);
	if (rfm->bins != RFM_TABLE_BINS)
		return diag_usage(why,
			"--rfm-table: '%s' is made for %d bins, not %d; give --rfm-table none or a "
			"file",
			opt.table, RFM_TABLE_BINS, rfm->bins);
	rfm_rules_copy(&rfm->rules, table);
	return 0;
}

static int open_rfm(void **self, struct diag *why)
{
	struct rfm *rfm = mem_zero(1, sizeof *rfm);
	int result = 0;

	rfm->bins = (int)opt.bins;
	for (int score = 0; result == 0 && score < SCORES; score++)
		result = open_cuts(rfm, score, why);
	if (result == 0)
		result = open_table(rfm, why);
	return settle(rfm, result, self);
}

static void fit(void *self, const struct segment_sample *sample)
{
	struct rfm *rfm = self;

	for (int i = 0; i < SCORES; i++)
		if (!rfm->given[i])
			rfm_fit(sample[i].value, sample[i].count, rfm->bins, rfm->cut[i]);
}

static void save(const void *self, struct model *model)
{
	const struct rfm *rfm = self;

	model_add_int(model, "rfm", "bins", rfm->bins);
	for (int i = 0; i < SCORES; i++)
		model_add_amounts(model, "rfm", cuts_entry[i], rfm->cut[i], (size_t)rfm->bins - 1);
	rfm_rules_save(&rfm->rules, model);
}

static int load_cuts(struct rfm *rfm, int score, const struct model *model, struct diag *why)
{
	const char *name = cuts_entry[score];
	const int64_t *cut = rfm->cut[score];

	if (model_need_amounts(model, "rfm", name, rfm->cut[score], (size_t)rfm->bins - 1, why) < 0)
		return -1;
	for (int i = 1; i < rfm->bins - 1; i++)
		if (cut[i] < cut[i - 1])
			return model_fault(model, model_find(model, "rfm", name), why,
				"the cuts must not decrease");
	return 0;
}

static int load(void **self, const struct model *model, struct diag *why)
{
	struct rfm *rfm = mem_zero(1, sizeof *rfm);
	int64_t bins;
	int result =
		model_need_int(model, "rfm", "bins", RFM_LEAST_BINS, RFM_MOST_BINS, &bins, why);

	if (result == 0)
		rfm->bins = (int)bins;
	for (int score = 0; result == 0 && score < SCORES; score++)
		result = load_cuts(rfm, score, model, why);
	if (result == 0)
		result = rfm_rules_load(&rfm->rules, model, rfm->bins, why);
	return settle(rfm, result, self);
}

static int score_of(const struct rfm *rfm, int which, int64_t value)
{
	return which == RECENCY ? rfm_score_recency(rfm->cut[which], rfm->bins, value)
				: rfm_score(rfm->cut[which], rfm->bins, value);
}

/* Each score needs its own value only, the combination all three. */
static void apply(const void *self, const int64_t *value, struct slice *text)
{
	static const char digit[] = "0123456789";
	const struct rfm *rfm = self;
	bool complete = true;
	int code = 0;

	for (int i = 0; i < SCORES; i++) {
		int score;

		if (value[i] == SEGMENT_MISSING) {
			complete = false;
			continue;
		}
		score = score_of(rfm, i, value[i]);
		text[i] = (struct slice){ digit + score, 1 };
		code = code * rfm->bins + score - 1;
	}
	if (complete) {
		text[OUTPUT_RFM] = (struct slice){ rfm->code[code], SCORES };
		text[OUTPUT_SEGMENT] = rfm->segment[code];
	}
}

extern const struct segment_method segment_rfm;

const struct segment_method segment_rfm = {
	.name = "rfm",
	.title = "RFM",
	.help = "scores of recency, frequency and money, and the segment that they come to; adds "
		"r, f, m, rfm and rfm_segment",
	.inputs = inputs,
	.outputs = outputs,
	.options = options,
	.open = open_rfm,
	.fit = fit,
	.save = save,
	.load = load,
	.apply = apply,
	.free = free_rfm,
};
