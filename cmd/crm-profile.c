/* SPDX-License-Identifier: MIT */
/*
 * crm-profile: transactions → one row per customer.
 *
 * The ledger is folded, keyed by customer, into visits; each customer's visits are compacted to
 * days, and a profile is made of the days. What --partial writes, --merge reads and --state keeps
 * is the ledger compacted to one row per customer, with all days.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "io/lock.h"
#include "ledger/ledger.h"
#include "profile/night.h"
#include "run/sorted.h"

/* What a row that has been put aside takes, about; so many bytes of a state for each new row. */
enum { MEMORY_OF_ROW = 64, FEW_BYTES = 100 };

static const char *const purchase_words[] = { "net", "sale", "any", NULL };

static struct {
	struct ledger_names names;
	struct opt_date as_of;
	int purchase;
	const char *only;
	bool partial, merge;
	const char *state;
	struct filter_options filter;
} opt = { .names = LEDGER_NAMES };

static const struct opt ledger_options[] = { LEDGER_OPTIONS(opt.names), OPT_END };

static const struct opt options[] = {
	LEDGER_OPTIONS(opt.names),
	OPT_GROUP("Reckoning"),
	OPT_DATE(0, "as-of", "DATE", &opt.as_of,
		"the day from which to look back; later rows are left out (default: the newest "
		"date of the stream)"),
	OPT_CHOICE(0, "purchase-day", "RULE", &opt.purchase, purchase_words,
		"which days count as purchases: net, whose rows add up to more than zero; sale, "
		"with a row above zero; any, with any row"),
	OPT_TEXT(0, "only", "COLUMN,…", &opt.only,
		"write these figures of each customer, and leave out the work for others"),
	OPT_GROUP("Parts and nights"),
	OPT_FLAG(0, "partial", &opt.partial, "write the state of this part, for --merge"),
	OPT_FLAG(0, "merge", &opt.merge, "read states instead of a ledger"),
	OPT_TEXT(0, "state", "FILE", &opt.state,
		"add what FILE has kept, and keep old and new in FILE for the next run"),
	FILTER_OPTIONS(opt.filter),
	OPT_END,
};

/* The tool at work. */
struct tool {
	struct ledger ledger;
	struct figures *figures; /* of a profile */
	struct customer_rules rules;
	struct sorted *profiles;   /* NULL: not wanted */
	struct sorted *states;     /* NULL: not wanted */
	struct customer *customer; /* a worker's each */
	struct output *state;      /* the new one, or NULL */
	int state_lock;            /* -1: none */
	uint64_t old_bytes;        /* of the old one */
	bool state_is_new;
};

static int make_profile(const struct tool *tool, struct customer *customer, struct slice id,
	size_t partition, struct diag *why)
{
	struct sorted_part *part = sorted_part(tool->profiles, partition);
	int made = customer_put_profile(customer, &tool->rules, id, &part->text, why);

	if (made > 0)
		sorted_end(part, id.length);
	return made < 0 ? -1 : 0;
}

static int make_state(const struct tool *tool, struct customer *customer, struct slice id,
	size_t partition, struct diag *why)
{
	struct sorted_part *part = sorted_part(tool->states, partition);

	if (customer_put_state(customer, id, &part->text, why) < 0)
		return -1;
	sorted_end(part, id.length);
	return 0;
}

static int make_customer(const struct tool *tool, struct customer *customer, size_t partition,
	const struct keyed_group *group, struct diag *why)
{
	int result = 0;

	ledger_visits(group, &customer->visits);
	visits_compact(&customer->visits);
	if (tool->profiles != NULL)
		result = make_profile(tool, customer, group->key, partition, why);
	if (result == 0 && tool->states != NULL)
		result = make_state(tool, customer, group->key, partition, why);
	return result < 0 ? customer_fail(group->key, why) : 0;
}

static int make_customers(void *context, int worker, size_t partition,
	const struct keyed_group *group, size_t count, struct diag *why)
{
	const struct tool *tool = context;

	for (size_t i = 0; i < count; i++) {
		if (i + 2 < count)
			keyed_fetch(&group[i + 2]);
		if (make_customer(tool, &tool->customer[worker], partition, &group[i], why) < 0)
			return -1;
	}
	if (tool->profiles != NULL && sorted_settle(tool->profiles, partition, why) < 0)
		return -1;
	return tool->states != NULL ? sorted_settle(tool->states, partition, why) : 0;
}

/* Wait for the state file to be ours, and be sure that it can be replaced. */
static int open_state(struct tool *tool, struct diag *why)
{
	struct stat info;

	if (opt.state == NULL)
		return 0;
	tool->state_lock = lock_take(opt.state, why);
	if (tool->state_lock < 0)
		return -1;
	if (fstat(tool->state_lock, &info) != 0)
		return diag_errno(why, "cannot read '%s'", opt.state);
	tool->old_bytes = (uint64_t)info.st_size;
	tool->state_is_new = tool->old_bytes == 0;
	return output_open(&tool->state, opt.state, why);
}

/* Read what the state file has kept. */
static int fold_old_state(struct tool *tool, const struct run *run, struct diag *why)
{
	char *paths[] = { mem_text(opt.state, strlen(opt.state)), NULL };
	struct run strict = *run;
	struct stream *in;
	int result;

	strict.rejects = NULL; /* a state that we wrote has no bad rows */
	result = stream_open(&in, paths, 1, NULL, why);
	if (result == 0)
		result = ledger_fold(&tool->ledger, &strict, in, true, NULL, why);
	if (result < 0)
		diag_code(why, NULL); /* this is beyond --rejects */
	stream_close(in);
	free(paths[0]);
	return result;
}

static int write_sorted(struct sorted *rows, struct output *out, struct diag *why)
{
	return sorted_write(rows, (int)app_common()->jobs, out, why);
}

static int write_state(struct tool *tool, struct diag *why)
{
	if (tool->state == NULL)
		return 0;
	if (output_write(tool->state, slice_of(ledger_state_header), why) < 0)
		return -1;
	return write_sorted(tool->states, tool->state, why);
}

static int put_header(const struct tool *tool, struct filter *filter, struct diag *why)
{
	struct buf header = BUF_EMPTY;
	int result;

	if (opt.partial) {
		buf_text(&header, ledger_state_header);
	} else {
		buf_text(&header, "customer_id");
		figures_put_names(tool->figures, &header);
		buf_char(&header, '\n');
	}
	result = filter_put_header(filter, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

static int write_result(struct tool *tool, struct filter *filter, struct diag *why)
{
	tool->rules.as_of = opt.as_of.given ? opt.as_of.date : tool->ledger.newest;
	if (put_header(tool, filter, why) < 0)
		return -1;
	if (keyed_each(tool->ledger.keyed, (int)app_common()->jobs, make_customers, tool, why) < 0)
		return -1;
	keyed_free(tool->ledger.keyed);
	tool->ledger.keyed = NULL;
	if (write_sorted(opt.partial ? tool->states : tool->profiles, filter->out, why) < 0)
		return -1;
	return write_state(tool, why);
}

/*
 * Are the new rows few beside the old state, and can they be in memory? Then it is worth to go
 * through the state as it is.
 */
static bool is_night(const struct tool *tool, const struct filter *filter)
{
	uint64_t rows = filter->counts.used;

	return rows <= tool->old_bytes / FEW_BYTES &&
	       rows <= app_common()->memory / (4 * MEMORY_OF_ROW);
}

/* As of which day profiles are made, if the old state has no row that is newer than `old`. */
static void choose_as_of(struct tool *tool, const struct night_state *old)
{
	struct ledger *ledger = &tool->ledger;

	if (old->has_rows && (!ledger->has_rows || old->newest > ledger->newest))
		ledger->newest = old->newest;
	tool->rules.as_of = opt.as_of.given ? opt.as_of.date : ledger->newest;
}

/* Returns 0, -1 or NIGHT_OTHERWISE. */
static int write_night(struct tool *tool, struct filter *filter, struct diag *why)
{
	const struct night night = {
		.path = opt.state,
		.keyed = tool->ledger.keyed,
		.rules = &tool->rules,
		.customer = tool->customer,
		.profiles = filter->out,
		.state = tool->state,
		.run = &filter->run,
		.until_newest = !opt.as_of.given,
	};

	if (put_header(tool, filter, why) < 0 ||
		output_write(tool->state, slice_of(ledger_state_header), why) < 0)
		return -1;
	return night_write(&night, why);
}

/* As if nothing had been written. */
static int start_over(struct tool *tool, struct filter *filter, struct diag *why)
{
	for (int64_t i = 0; i < app_common()->jobs; i++)
		tool->customer[i].days_after = 0;
	return output_restart(filter->out, why) < 0 ? -1 : output_restart(tool->state, why);
}

/*
 * The same: NIGHT_OTHERWISE if the state has to be read as any other ledger. Mostly nothing in it
 * is newer than the new rows; to look first whether it is so takes as long as to read it.
 */
static int try_night(struct tool *tool, struct filter *filter, struct diag *why)
{
	struct night_state old = { 0 };
	int result;

	if (output_can_restart(filter->out) && output_can_restart(tool->state)) {
		choose_as_of(tool, &old);
		result = write_night(tool, filter, why);
		if (result != NIGHT_OTHERWISE)
			return result;
		if (start_over(tool, filter, why) < 0)
			return -1;
	}
	if (night_look(opt.state, filter->run.jobs, tool->customer, &old, why) < 0)
		return -1;
	if (!old.in_order)
		return NIGHT_OTHERWISE;
	choose_as_of(tool, &old);
	result = write_night(tool, filter, why);
	if (result == NIGHT_OTHERWISE)
		return diag_fail(why, "'%s' was changed while it was read", opt.state);
	return result;
}

static int work(struct tool *tool, struct filter *filter, struct diag *why)
{
	int result = NIGHT_OTHERWISE;

	if (open_state(tool, why) < 0)
		return -1;
	if (ledger_fold(&tool->ledger, &filter->run, filter->in, opt.merge, &filter->counts, why) <
		0)
		return -1;
	if (opt.state == NULL || tool->state_is_new)
		return write_result(tool, filter, why);
	if (is_night(tool, filter))
		result = try_night(tool, filter, why);
	if (result != NIGHT_OTHERWISE)
		return result;
	return fold_old_state(tool, &filter->run, why) < 0 ? -1 : write_result(tool, filter, why);
}

/* The state is put in its place last of all: if anything fails before, the run can be repeated. */
static int settle_state(struct tool *tool, int result, struct diag *why)
{
	struct output *state = tool->state;

	tool->state = NULL;
	if (result == 0 && state != NULL)
		return output_commit(state, why);
	output_discard(state);
	return result;
}

static void put_notes(const struct tool *tool, const struct filter *filter)
{
	struct buf text = BUF_EMPTY;
	int64_t days = 0;

	filter_note_counts(filter, "used", false);
	if (tool->state_is_new)
		app_note("the state '%s' is new", opt.state);
	for (int64_t i = 0; i < app_common()->jobs; i++)
		days += tool->customer[i].days_after;
	if (days == 0)
		return;
	num_put_grouped(&text, days);
	buf_text(&text, days == 1 ? " day of a customer after " : " days of customers after ");
	date_put(&text, tool->rules.as_of);
	app_note("%s %s", buf_string(&text),
		opt.state != NULL ? "kept in the state, but not in the profiles" : "left out");
	buf_release(&text);
}

/*
 * Of the memory, a half is for the rows of the ledger, a quarter for those of the output, and the
 * rest for the customers being worked on.
 */
static int prepare(struct tool *tool, struct diag *why)
{
	uint64_t memory = app_common()->memory;

	*tool = (struct tool){
		.ledger = {
			.keyed = keyed_new(memory / 2),
			.names = &opt.names,
			.filters = opt.as_of.given && !opt.partial && opt.state == NULL,
			.as_of = opt.as_of.date,
		},
		.rules.purchase = (enum profile_purchase)opt.purchase,
		.customer = mem_zero((size_t)app_common()->jobs, sizeof *tool->customer),
		.state_lock = -1,
	};
	if (!opt.partial)
		tool->profiles = sorted_new(KEYED_PARTITIONS, memory / (opt.state != NULL ? 8 : 4));
	if (opt.partial || opt.state != NULL)
		tool->states = sorted_new(KEYED_PARTITIONS, memory / (opt.partial ? 4 : 8));
	if (figures_choose(&tool->figures, opt.only, why) < 0)
		return -1;
	tool->rules.figures = tool->figures;
	tool->ledger.forgets_orders = tool->states == NULL && !figures_need_orders(tool->figures);
	return 0;
}

static void release(struct tool *tool)
{
	for (int64_t i = 0; i < app_common()->jobs; i++)
		customer_release(&tool->customer[i]);
	free(tool->customer);
	figures_free(tool->figures);
	sorted_free(tool->profiles);
	sorted_free(tool->states);
	keyed_free(tool->ledger.keyed);
	lock_release(tool->state_lock);
}

static int check_options(struct diag *why)
{
	const char *output = app_common()->output;

	if (opt.partial && opt.state != NULL)
		return diag_usage(why, "--partial and --state exclude each other: a state file is "
				       "itself what --merge reads");
	if (opt.partial && opt.only != NULL)
		return diag_usage(why, "--only belongs to the run that merges, not to --partial");
	if (opt.partial && opt.as_of.given)
		return diag_usage(why, "--as-of belongs to the run that merges, not to --partial");
	if (opt.merge && app_given(ledger_options) != NULL)
		return diag_usage(why,
			"--merge reads states, whose columns have fixed names: "
			"--id, --date, --amount and --order belong to the run with --partial");
	if (output_same(opt.state, "-"))
		return diag_usage(why, "--state: a state is kept in a file, not in '-'");
	if (output_same(opt.state, output) || output_same(opt.state, opt.filter.rejects))
		return diag_usage(why, "--state: '%s' is another output of this run", opt.state);
	return 0;
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct filter filter;
	struct tool tool;
	int result;

	if (check_options(why) < 0)
		return -1;
	result = prepare(&tool, why);
	if (result == 0) {
		result = filter_open(&filter, &opt.filter, NULL, paths, count, why);
		if (result == 0)
			result = work(&tool, &filter, why);
		result = filter_close(&filter, result, why);
		result = settle_state(&tool, result, why);
		if (result == 0)
			put_notes(&tool, &filter);
	}
	release(&tool);
	return result;
}

static const struct app app = {
	.name = "crm-profile",
	.summary = "make one row per customer of a ledger of transactions",
	.usage = "[OPTION …] [FILE …]",
	.details = "Reads rows of customer, date and amount, in any order, and writes the customer "
		   "profiles in byte order of customer_id.",
	.options = options,
	.run = run,
};

int main(int argc, char **argv)
{
	return app_main(&app, argc, argv);
}
