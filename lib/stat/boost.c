/* SPDX-License-Identifier: MIT */
#include "stat/boost.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <threads.h>
#include <xgboost/c_api.h>

#include "base/mem.h"
#include "stat/draws.h"

static const char library_name[] = "libxgboost.so.0";

/* ---- the library ---- */

/* The functions that are used, under their own names. */
#define EACH_FUNCTION(f)                                                                      \
	f(XGBGetLastError) f(XGBRegisterLogCallback) f(XGDMatrixCreateFromDense)              \
		f(XGDMatrixSetFloatInfo) f(XGDMatrixFree) f(XGBoosterCreate) f(XGBoosterFree) \
			f(XGBoosterSetParam) f(XGBoosterUpdateOneIter)                        \
				f(XGBoosterPredictFromDMatrix) f(XGBoosterDumpModelEx)

struct library {
#define MEMBER(name) __typeof__(name) *name;
	EACH_FUNCTION(MEMBER)
#undef MEMBER
};

/* POSIX lets a function's address go through void *, C has no cast for it. */
static bool find_function(void *handle, const char *name, void *to)
{
	void *found = dlsym(handle, name);

	memcpy(to, &found, sizeof found);
	return found != NULL;
}

/* Warnings are nothing for our standard error; faults come back as such. */
static void ignore_log(const char *text)
{
	(void)text;
}

static void end(void)
{
	mem_cannot_go_on("XGBoost");
}

/*
 * Exceptions need memory of each thread, which is taken when the first one is on its way: too late,
 * if it is for want of memory. Take it now.
 */
static void *(*exceptions_of_thread)(void);

static void make_room_for_exceptions(void)
{
	if (exceptions_of_thread != NULL)
		exceptions_of_thread();
}

/*
 * Where an exception cannot be, C++ calls what was given to std::set_terminate. XGBoost takes
 * memory while it is being loaded, where no exception can be; so C++ is loaded first, and told.
 */
static void prepare_exceptions(void)
{
	void (*(*set_terminate)(void (*)(void)))(void);
	void *handle = dlopen("libstdc++.so.6", RTLD_NOW | RTLD_LOCAL), *frame;

	if (handle == NULL)
		return; /* XGBoost will not be loaded either */
	if (find_function(handle, "_ZSt13set_terminatePFvvE", &set_terminate))
		set_terminate(end);
	find_function(handle, "__cxa_get_globals", &exceptions_of_thread);
	make_room_for_exceptions();
	backtrace(&frame, 1); /* so that the C library has loaded what it unwinds with */
}

/* Loaded once, by whoever comes first, and never closed: it has threads of its own. */
static struct library library;
static enum { COMPLETE, NO_ROOM, NOT_THERE, INCOMPLETE } found;
static once_flag loading = ONCE_FLAG_INIT;

/*
 * It needs so much of addresses to be loaded and to begin. Where that is more than a limit leaves,
 * the loader ends the process, or the C library asks the kernel in vain millions of times.
 */
enum { ROOM_MB = 160 };

static bool has_room(void)
{
	size_t size = (size_t)ROOM_MB << 20;
	void *room =
		mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (room == MAP_FAILED)
		return false;
	munmap(room, size);
	return true;
}

/*
 * Its threads are those of OpenMP, which spin while they wait for each other. On a machine with
 * other work that takes a hundred times as long, so they shall sleep, unless the user says.
 */
static void load_once(void)
{
	void *handle;
	bool all = true;

	if (!has_room()) {
		found = NO_ROOM;
		return;
	}
	setenv("OMP_WAIT_POLICY", "passive", 0);
	prepare_exceptions();
	handle = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		found = NOT_THERE;
		return;
	}
#define FIND(name) all = all && find_function(handle, #name, &library.name);
	EACH_FUNCTION(FIND)
#undef FIND
	found = all ? COMPLETE : INCOMPLETE;
}

static int make_matrix(
	const float *value, size_t rows, size_t features, int threads, DMatrixHandle *matrix)
{
	char array[200], how[80];

	snprintf(array, sizeof array,
		"{\"data\":[%" PRIuPTR ",true],\"shape\":[%zu,%zu],\"typestr\":\"<f4\","
		"\"version\":3}",
		(uintptr_t)value, rows, features);
	snprintf(how, sizeof how, "{\"missing\":NaN,\"nthread\":%d}", threads);
	return library.XGDMatrixCreateFromDense(array, how, matrix);
}

/*
 * What XGBoost keeps for a thread, its last message and what the first matrix leaves, the C library
 * is to see to; and where there is no memory for that, the C library ends the process. Have it do
 * so now, before anything can fail: ask for the message, and let a matrix come and go.
 */
static void let_one_go(void)
{
	static _Thread_local bool gone;
	float value = 0;
	DMatrixHandle matrix;

	if (gone)
		return;
	library.XGBGetLastError();
	if (make_matrix(&value, 1, 1, 1, &matrix) != 0)
		return;
	library.XGDMatrixFree(matrix);
	gone = true;
}

static int load(struct library *loaded, struct diag *why)
{
	call_once(&loading, load_once);
	if (found == NO_ROOM)
		return diag_fail(why,
			"out of memory: trees are fitted by XGBoost, which needs %d MB of "
			"addresses "
			"to begin with; raise the limit (ulimit -v), or take another learner",
			ROOM_MB);
	if (found == NOT_THERE)
		return diag_fail(why,
			"trees are fitted by XGBoost, and %s is not there; install the package "
			"libxgboost0, or take another learner",
			library_name);
	if (found == INCOMPLETE)
		return diag_fail(why, "%s is of a version that we cannot use: it lacks functions",
			library_name);
	*loaded = library;
	make_room_for_exceptions();
	loaded->XGBRegisterLogCallback(ignore_log); /* it holds for this thread only */
	let_one_go();
	return 0;
}

/* ---- a fit ---- */

/* Data in the hands of XGBoost. */
struct matrix {
	DMatrixHandle handle;
	const struct boost_data *data;
};

struct fit {
	struct library xgboost;
	const struct boost_options *options;
	float base; /* where the trees begin: the log-odds of all rows */
	struct matrix train, validation;
	BoosterHandle booster;
};

/* Turn XGBoost's last message, the first line of it, into ours. */
static int refuse(const struct fit *fit, const char *doing, struct diag *why)
{
	const char *text = fit->xgboost.XGBGetLastError();
	const char *colon = text[0] == '[' ? strstr(text, "] ") : NULL;

	if (colon != NULL)
		text = colon + 2;
	return diag_fail(why, "XGBoost fails to %s: %.*s", doing, (int)strcspn(text, "\n"), text);
}

static int set_floats(const struct fit *fit, struct matrix *matrix, const char *field, float *value,
	struct diag *why)
{
	int code = fit->xgboost.XGDMatrixSetFloatInfo(
		matrix->handle, field, value, matrix->data->rows);

	free(value);
	return code != 0 ? refuse(fit, "take the rows", why) : 0;
}

static int add_rows(const struct fit *fit, struct matrix *matrix, struct diag *why)
{
	const struct boost_data *data = matrix->data;
	size_t size = data->rows * sizeof(float);
	float *label = mem_alloc(size), *base = mem_alloc(size), *weight = NULL;

	for (size_t i = 0; i < data->rows; i++) {
		label[i] = (float)data->event[i];
		base[i] = fit->base;
	}
	if (data->weight != NULL) {
		weight = mem_alloc(size);
		for (size_t i = 0; i < data->rows; i++)
			weight[i] = (float)data->weight[i];
	}
	if (set_floats(fit, matrix, "label", label, why) < 0) {
		free(base);
		free(weight);
		return -1;
	}
	if (set_floats(fit, matrix, "base_margin", base, why) < 0) {
		free(weight);
		return -1;
	}
	return weight != NULL ? set_floats(fit, matrix, "weight", weight, why) : 0;
}

static int open_matrix(const struct fit *fit, struct matrix *matrix, struct diag *why)
{
	const struct boost_data *data = matrix->data;

	if (make_matrix(data->value, data->rows, data->features, fit->options->threads,
		    &matrix->handle) != 0)
		return refuse(fit, "take the rows", why);
	return add_rows(fit, matrix, why);
}

static int set_text(const struct fit *fit, const char *name, const char *value, struct diag *why)
{
	if (fit->xgboost.XGBoosterSetParam(fit->booster, name, value) != 0)
		return refuse(fit, "take its settings", why);
	return 0;
}

static int set_number(const struct fit *fit, const char *name, double value, struct diag *why)
{
	char text[40];

	snprintf(text, sizeof text, "%.9g", value);
	return set_text(fit, name, text, why);
}

static int set_options(const struct fit *fit, struct diag *why)
{
	const struct boost_options *options = fit->options;
	const struct {
		const char *name;
		double value;
	} number[] = {
		{ "max_depth", options->depth },
		{ "eta", options->rate },
		{ "min_child_weight", options->least },
		{ "lambda", options->penalty },
		{ "subsample", options->row_share },
		{ "colsample_bynode", options->node_share },
		{ "seed", options->seed },
		{ "nthread", options->threads },
		{ "verbosity", 0 },
		{ "base_score", 0.5 },
	};

	if (set_text(fit, "objective", "binary:logistic", why) < 0 ||
		set_text(fit, "tree_method", "hist", why) < 0)
		return -1;
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		if (set_number(fit, number[i].name, number[i].value, why) < 0)
			return -1;
	return 0;
}

static int open_booster(struct fit *fit, struct diag *why)
{
	DMatrixHandle known[] = { fit->train.handle, fit->validation.handle };
	bst_ulong count = fit->validation.handle != NULL ? 2 : 1;

	if (fit->xgboost.XGBoosterCreate(known, count, &fit->booster) != 0)
		return refuse(fit, "begin", why);
	return set_options(fit, why);
}

/* The sum over the validation rows of -ln(probability given to what came). */
static int validation_loss(const struct fit *fit, double *loss, struct diag *why)
{
	static const char how[] = "{\"type\":1,\"training\":false,\"iteration_begin\":0,"
				  "\"iteration_end\":0,\"strict_shape\":false}";
	const struct boost_data *data = fit->validation.data;
	const bst_ulong *shape;
	const float *margin;
	bst_ulong dimensions;

	if (fit->xgboost.XGBoosterPredictFromDMatrix(
		    fit->booster, fit->validation.handle, how, &shape, &dimensions, &margin) != 0)
		return refuse(fit, "validate", why);
	*loss = 0;
	for (size_t i = 0; i < data->rows; i++) {
		double against = data->event[i] ? -(double)margin[i] : (double)margin[i];
		double part = draws_log_one_plus_exp(against);

		*loss += data->weight != NULL ? data->weight[i] * part : part;
	}
	return 0;
}

/* Add trees; `*best` of them are to be kept. */
static int add_trees(struct fit *fit, int *best, struct diag *why)
{
	double least = INFINITY, loss = 0;

	*best = 0;
	for (int round = 0; round < fit->options->rounds; round++) {
		if (fit->xgboost.XGBoosterUpdateOneIter(fit->booster, round, fit->train.handle) !=
			0)
			return refuse(fit, "fit a tree", why);
		if (fit->validation.handle == NULL) {
			*best = round + 1;
			continue;
		}
		if (validation_loss(fit, &loss, why) < 0)
			return -1;
		if (loss < least) {
			least = loss;
			*best = round + 1;
		} else if (round + 1 - *best >= fit->options->patience) {
			return 0;
		}
	}
	return 0;
}

/* ---- from XGBoost's description of a tree to ours ---- */

/* A node as XGBoost names it. Names are numbers, not all of which need be in use. */
struct named {
	int32_t name;
	struct trees_node node;
};

struct draft {
	struct named *item;
	size_t count, capacity;
	int32_t names; /* all are below */
};

static void draft_add(struct draft *draft, struct named item)
{
	draft->item =
		mem_grow(draft->item, &draft->capacity, draft->count + 1, sizeof *draft->item);
	draft->item[draft->count++] = item;
	if (item.name >= draft->names)
		draft->names = item.name + 1;
}

/*
 * Read a line of a tree, without its indent, which is one of
 *
 *	0:[f29<0.5] yes=1,no=2,missing=1,gain=520.3,cover=1050.25
 *	1:leaf=0.125,cover=640.5
 *
 * Children keep their names for now. An indicator or a lone feature would look otherwise; there
 * are none, since XGBoost is told nothing of the features.
 */
static bool read_node(const char *line, struct named *item)
{
	struct trees_node *node = &item->node;
	int missing;
	float gain;

	*node = (struct trees_node){ .feature = TREES_LEAF };
	if (sscanf(line, "%" SCNd32 ":leaf=%f,cover=%f", &item->name, &node->value, &node->cover) ==
		3)
		return item->name >= 0;
	if (sscanf(line,
		    "%" SCNd32 ":[f%" SCNd32 "<%f] yes=%" SCNd32 ",no=%" SCNd32
		    ",missing=%d,gain=%f,cover=%f",
		    &item->name, &node->feature, &node->value, &node->below, &node->above, &missing,
		    &gain, &node->cover) != 8)
		return false;
	node->missing_below = missing == node->below;
	return item->name >= 0 && node->feature >= 0 && node->below >= 0 && node->above >= 0 &&
	       (missing == node->below || missing == node->above);
}

static bool read_nodes(struct draft *draft, const char *text)
{
	for (text += strspn(text, " \t\n"); *text != '\0'; text += strspn(text, " \t\n")) {
		struct named item;

		if (!read_node(text, &item) || item.name > 1 << 28)
			return false;
		draft_add(draft, item);
		text += strcspn(text, "\n");
	}
	return draft->count > 0 && draft->item[0].name == 0;
}

/* Add the nodes; what they call their children gives way to where these are, or -1. */
static void add_nodes(struct trees *trees, const struct draft *draft)
{
	int32_t *place = mem_alloc((size_t)draft->names * sizeof *place);

	for (int32_t i = 0; i < draft->names; i++)
		place[i] = -1;
	for (size_t i = 0; i < draft->count; i++)
		place[draft->item[i].name] = (int32_t)i;
	for (size_t i = 0; i < draft->count; i++) {
		struct trees_node node = draft->item[i].node;

		if (node.feature != TREES_LEAF) {
			node.below = node.below < draft->names ? place[node.below] : -1;
			node.above = node.above < draft->names ? place[node.above] : -1;
		}
		trees_add(trees, node);
	}
	free(place);
}

static int take_tree(struct trees *trees, const char *text, struct diag *why)
{
	struct draft draft = { .item = NULL };
	bool good = read_nodes(&draft, text);

	trees_begin(trees);
	if (good)
		add_nodes(trees, &draft);
	free(draft.item);
	return good ? 0 : diag_fail(why, "XGBoost describes a tree in a way that we do not know");
}

static int take_trees(const struct fit *fit, int best, struct trees *trees, struct diag *why)
{
	const char **text;
	bst_ulong count;

	if (fit->xgboost.XGBoosterDumpModelEx(fit->booster, "", 1, "text", &count, &text) != 0)
		return refuse(fit, "hand over its trees", why);
	for (bst_ulong i = 0; i < count && i < (bst_ulong)best; i++)
		if (take_tree(trees, text[i], why) < 0)
			return -1;
	return trees_check(trees, fit->train.data->features, why);
}

/* ---- all of it ---- */

/* The log-odds of all rows, by weight. */
static int find_base(struct fit *fit, struct diag *why)
{
	const struct boost_data *data = fit->train.data;
	double sum[2] = { 0, 0 };

	for (size_t i = 0; i < data->rows; i++)
		sum[data->event[i] != 0] += data->weight != NULL ? data->weight[i] : 1;
	if (!(sum[0] > 0) || !(sum[1] > 0))
		return diag_fail(why, "no trees can be fitted where %s rows have the event",
			sum[1] > 0 ? "all" : "no");
	fit->base = (float)(draws_log(sum[1]) - draws_log(sum[0]));
	return 0;
}

static int run(struct fit *fit, struct trees *trees, struct diag *why)
{
	int best;

	if (find_base(fit, why) < 0 || load(&fit->xgboost, why) < 0 ||
		open_matrix(fit, &fit->train, why) < 0)
		return -1;
	if (fit->validation.data != NULL && open_matrix(fit, &fit->validation, why) < 0)
		return -1;
	if (open_booster(fit, why) < 0 || add_trees(fit, &best, why) < 0)
		return -1;
	trees->base = (double)fit->base;
	return take_trees(fit, best, trees, why);
}

int boost_fit(const struct boost_options *options, const struct boost_data *train,
	const struct boost_data *validation, struct trees *trees, struct diag *why)
{
	struct fit fit = { .options = options, .train.data = train, .validation.data = validation };
	int result;

	*trees = (struct trees)TREES_EMPTY;
	result = run(&fit, trees, why);
	if (fit.booster != NULL)
		fit.xgboost.XGBoosterFree(fit.booster);
	if (fit.validation.handle != NULL)
		fit.xgboost.XGDMatrixFree(fit.validation.handle);
	if (fit.train.handle != NULL)
		fit.xgboost.XGDMatrixFree(fit.train.handle);
	return result;
}
