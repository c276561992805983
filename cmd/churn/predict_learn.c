/* SPDX-License-Identifier: MIT */
/*
 * From rows to a predictor. What is to be decided (how many trees, which calibration) is decided
 * by parts of the very rows that are learnt from, held out in turn; then all are learnt from.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "predict.h"
#include "run/each.h"
#include "stat/boost.h"
#include "stat/draws.h"
#include "stat/folds.h"
#include "stat/logistic.h"

const char *const predict_learners[] = { "logistic", "trees", NULL };
const char *const predict_rules[] = { "none", "platt", "isotonic", NULL };

/*
 * Few rows are held out a third at a time, until each was held out; of many, a fifth once tells
 * enough, and costs one fit.
 */
enum { FEW_ROWS = 10000, PARTS_OF_FEW = 3, PARTS_OF_MANY = 5 };

/* Up to so many rows, several settings are tried. */
enum { TRIED_ROWS = 20000, TRIALS = 3 };

enum { NUMBERS_OF_A_THREAD = 500000, DEPTH_OF_MANY = 4 };

/* ---- the rows as a learner takes them ---- */

/* Some rows of a dataset. A linear model's features are made when they are asked for. */
struct matrix {
	const struct features *features;
	const struct dataset *set;
	size_t *row; /* in the dataset, of each row here */
	size_t rows;
	float *single; /* for trees: the features, row by row */
	unsigned char *event;
	double *weight; /* or NULL */
};

static void matrix_release(struct matrix *matrix)
{
	free(matrix->row);
	free(matrix->single);
	free(matrix->event);
	free(matrix->weight);
}

static void make_row(const void *from, size_t row, double *feature)
{
	const struct matrix *matrix = from;

	features_encode(matrix->features, dataset_values(matrix->set, matrix->row[row]), feature);
}

static void make_single(struct matrix *matrix)
{
	size_t width = matrix->features->width;
	double *feature = mem_alloc((width + 1) * sizeof *feature);

	matrix->single = mem_alloc(matrix->rows * width * sizeof *matrix->single);
	for (size_t i = 0; i < matrix->rows; i++) {
		make_row(matrix, i, feature);
		for (size_t j = 0; j < width; j++)
			matrix->single[i * width + j] = (float)feature[j];
	}
	free(feature);
}

/* Rows with the event weigh as much, all together, as those without. */
static void balance(struct matrix *matrix)
{
	size_t events = 0;
	double share;

	for (size_t i = 0; i < matrix->rows; i++)
		events += matrix->event[i];
	share = (double)events / (double)matrix->rows;
	matrix->weight = mem_alloc(matrix->rows * sizeof *matrix->weight);
	for (size_t i = 0; i < matrix->rows; i++)
		matrix->weight[i] = 0.5 / (matrix->event[i] ? share : 1 - share);
}

/* The rows of the dataset that `part` has as `which`. */
static void matrix_new(struct matrix *matrix, const struct predictor *predictor,
	const struct predict_options *options, const struct dataset *set, const unsigned char *part,
	const bool *which)
{
	size_t rows = 0;

	for (size_t i = 0; i < set->rows; i++)
		rows += which[part[i]];
	*matrix = (struct matrix){
		.features = &predictor->features,
		.set = set,
		.row = mem_alloc(rows * sizeof *matrix->row),
		.event = mem_alloc(rows),
	};
	for (size_t i = 0; i < set->rows; i++) {
		if (!which[part[i]])
			continue;
		matrix->event[matrix->rows] = set->event[i];
		matrix->row[matrix->rows++] = i;
	}
	if (predictor->learner == PREDICT_TREES)
		make_single(matrix);
	if (options->balance)
		balance(matrix);
}

/* ---- learners ---- */

/* What the rows that are held out say of a setting. */
struct trial {
	struct predict_setting setting;
	int rounds;    /* trees; 0: as many as validation says */
	double *score; /* of the rows that were held out */
	double loss;   /* all that they were wrong by */
};

/* A fit in work. */
struct learning {
	const struct predict_options *options;
	const struct dataset *set;
	struct predictor *predictor;
	int threads;
	unsigned char *part;  /* of each row: NOT_FITTED, or the part in which it is held out */
	unsigned char *event; /* of the rows that were held out, */
	size_t scored;        /* so many */
	struct trial now, best;
	double *start; /* the weights of the last logistic regression, or NULL */
};

enum { NOT_FITTED = PARTS_OF_MANY, PART_NUMBERS };

static struct boost_data boost_data_of(const struct matrix *matrix)
{
	return (struct boost_data){
		.value = matrix->single,
		.event = matrix->event,
		.weight = matrix->weight,
		.rows = matrix->rows,
		.features = matrix->features->width,
	};
}

/* Threads that wait for each other cost more than they bring, unless each has enough to do. */
static int threads_for(int threads, const struct matrix *matrix)
{
	size_t busy = 1 + matrix->rows * matrix->features->width / NUMBERS_OF_A_THREAD;

	return busy < (size_t)threads ? (int)busy : threads;
}

static int fit_trees(const struct learning *learning, const struct trial *trial,
	const struct matrix *matrix, const struct matrix *held, struct trees *trees,
	struct diag *why)
{
	const struct predict_options *options = learning->options;
	struct boost_options how = BOOST_DEFAULTS;
	struct boost_data train = boost_data_of(matrix), validation;

	how.depth = trial->setting.depth;
	how.rate = options->rate;
	how.penalty = trial->setting.penalty;
	how.seed = (uint32_t)options->seed;
	how.threads = threads_for(learning->threads, matrix);
	how.rounds = trial->rounds > 0 ? trial->rounds : (int)options->rounds;
	if (held != NULL)
		validation = boost_data_of(held);
	return boost_fit(&how, &train, held != NULL ? &validation : NULL, trees, why);
}

/*
 * Begin where the last one has ended, which is near by. One that decides how to go on need not be
 * exact.
 */
static int fit_logistic(struct learning *learning, const struct trial *trial,
	const struct matrix *matrix, bool rough, struct logistic *fit, struct diag *why)
{
	const struct pieces pieces = run_each_pieces(learning->threads);
	const struct logistic_options how = {
		.penalty = trial->setting.penalty,
		.pieces = &pieces,
		.start = learning->start,
		.rough = rough,
	};
	const struct logistic_data data = {
		.rows = {
			.count = matrix->rows,
			.columns = matrix->features->width,
			.make = make_row,
			.from = matrix,
		},
		.event = matrix->event,
		.weight = matrix->weight,
	};
	size_t size = (data.rows.columns + 1) * sizeof *learning->start;

	if (logistic_fit(&data, &how, fit, why) < 0)
		return -1;
	if (fit->end == LOGISTIC_STOPPED)
		return diag_fail(why, "the logistic regression does not converge; --penalty gives "
				      "it more hold");
	if (learning->start == NULL)
		learning->start = mem_alloc(size);
	memcpy(learning->start, fit->coefficient, size);
	return 0;
}

/* ---- parts held out ---- */

static void score_by_trees(const struct trees *trees, const struct matrix *matrix, double *score)
{
	struct trees_walk walk;

	trees_walk_new(&walk, trees);
	for (size_t i = 0; i < matrix->rows; i++)
		score[i] = trees_walk_margin(&walk, matrix->single + i * matrix->features->width);
	trees_walk_release(&walk);
}

static void score_by_weights(const struct logistic *fit, const struct matrix *matrix, double *score)
{
	double *feature = mem_alloc((fit->columns + 1) * sizeof *feature);

	for (size_t i = 0; i < matrix->rows; i++) {
		make_row(matrix, i, feature);
		score[i] = logistic_score(fit, feature);
	}
	free(feature);
}

static int score_held_out(struct learning *learning, const struct matrix *matrix,
	const struct matrix *held, int *rounds, struct diag *why)
{
	struct trial *trial = &learning->now;
	struct trees trees = TREES_EMPTY;
	struct logistic fit = { .coefficient = NULL };
	double *score = trial->score + learning->scored;
	int result;

	if (learning->predictor->learner == PREDICT_TREES) {
		result = fit_trees(learning, trial, matrix, held, &trees, why);
		if (result == 0)
			score_by_trees(&trees, held, score);
	} else {
		result = fit_logistic(learning, trial, matrix, true, &fit, why);
		if (result == 0)
			score_by_weights(&fit, held, score);
	}
	for (size_t i = 0; result == 0 && i < held->rows; i++) {
		double loss = draws_log_one_plus_exp(held->event[i] ? -score[i] : score[i]);

		trial->loss += held->weight != NULL ? held->weight[i] * loss : loss;
		learning->event[learning->scored++] = held->event[i];
	}
	*rounds += (int)trees.count;
	trees_release(&trees);
	logistic_release(&fit);
	return result;
}

/* Learn from all parts but one, and see how the rows of that one come off. */
static int hold_out(struct learning *learning, int part, int *rounds, struct diag *why)
{
	bool fitted[PART_NUMBERS], held[PART_NUMBERS] = { false };
	struct matrix matrix, out;
	int result;

	for (int i = 0; i < PART_NUMBERS; i++)
		fitted[i] = i != part && i != NOT_FITTED;
	held[part] = true;
	matrix_new(&matrix, learning->predictor, learning->options, learning->set, learning->part,
		fitted);
	matrix_new(
		&out, learning->predictor, learning->options, learning->set, learning->part, held);
	result = score_held_out(learning, &matrix, &out, rounds, why);
	matrix_release(&matrix);
	matrix_release(&out);
	return result;
}

/* Deal the rows that are fitted into parts; the others are of none. */
static void deal_parts(struct learning *learning, const unsigned char *fitted, int parts)
{
	const struct dataset *set = learning->set;
	uint64_t *key = mem_alloc(set->rows * sizeof *key);
	unsigned char *event = mem_alloc(set->rows), *part = mem_alloc(set->rows);
	size_t rows = 0;

	for (size_t i = 0; i < set->rows; i++)
		if (fitted[i]) {
			key[rows] = set->key[i];
			event[rows++] = set->event[i];
		}
	/* Another seed than for judging, or parts and folds would be the same. */
	folds_deal(key, event, rows, parts, rng_key((uint64_t)learning->options->seed, 1), part);
	rows = 0;
	for (size_t i = 0; i < set->rows; i++)
		learning->part[i] = fitted[i] ? part[rows++] : NOT_FITTED;
	free(key);
	free(event);
	free(part);
}

static void find_rule(struct learning *learning)
{
	struct calibrate *rule = &learning->predictor->rule;
	const double *score = learning->best.score;

	if (learning->options->rule == CALIBRATE_PLATT)
		calibrate_platt(rule, score, learning->event, NULL, learning->scored);
	if (learning->options->rule == CALIBRATE_ISOTONIC)
		calibrate_isotonic(rule, score, learning->event, NULL, learning->scored);
}

/* Hold out so many parts in turn, to learn by these settings. The best trial is kept. */
static int try_setting(
	struct learning *learning, struct predict_setting setting, int tries, struct diag *why)
{
	struct trial *now = &learning->now, before;
	int rounds = 0;

	now->setting = setting;
	now->rounds = 0;
	now->loss = 0;
	learning->scored = 0;
	for (int i = 0; i < tries; i++)
		if (hold_out(learning, i, &rounds, why) < 0)
			return -1;
	now->rounds = (2 * rounds + tries) / (2 * tries);
	if (now->loss < learning->best.loss) {
		before = learning->best;
		learning->best = *now;
		*now = before;
	}
	return 0;
}

/* What the user has set, and what is usual for the rest. */
static struct predict_setting usual_setting(const struct predict_options *options)
{
	return (struct predict_setting){
		.depth = options->depth > 0 ? (int)options->depth : DEPTH_OF_MANY,
		.penalty = isnan(options->penalty) ? 1 : options->penalty,
	};
}

/*
 * Few rows tell no long stories, and many tell more than trees of one question do: the settings
 * that are worth a trial. Returns how many.
 */
static size_t list_settings(
	const struct learning *learning, size_t rows, struct predict_setting setting[TRIALS])
{
	static const int depth[TRIALS] = { 1, 2, 4 };
	static const double penalty[TRIALS] = { 1, 10, 100 };
	const struct predict_options *options = learning->options;
	bool trees = learning->predictor->learner == PREDICT_TREES;
	size_t first = trees && rows > FEW_ROWS ? 1 : 0;

	for (size_t i = 0; i < TRIALS; i++)
		setting[i] = usual_setting(options);
	if (rows > TRIED_ROWS || (trees ? options->depth > 0 : !isnan(options->penalty)))
		return 1;
	for (size_t i = first; i < TRIALS; i++)
		if (trees)
			setting[i - first].depth = depth[i];
		else
			setting[i - first].penalty = penalty[i];
	return TRIALS - first;
}

/* By which settings, how many trees, and which calibration? What foretells best is taken. */
static int decide(
	struct learning *learning, const unsigned char *fitted, size_t rows, struct diag *why)
{
	bool few = rows <= FEW_ROWS;
	int parts = few ? PARTS_OF_FEW : PARTS_OF_MANY, tries = few ? parts : 1;
	struct predict_setting setting[TRIALS];
	size_t count = list_settings(learning, rows, setting);

	deal_parts(learning, fitted, parts);
	learning->best.setting = setting[0];
	if (count == 1 && learning->predictor->learner == PREDICT_LOGISTIC &&
		learning->options->rule == CALIBRATE_NONE)
		return 0;
	/* They are in order: what is worse than the one before it is not outdone by the next. */
	for (size_t i = 0; i < count; i++) {
		double before = learning->best.loss;

		if (try_setting(learning, setting[i], tries, why) < 0)
			return -1;
		if (learning->best.loss == before)
			break;
	}
	find_rule(learning);
	return 0;
}

/* ---- all rows ---- */

static int fit_all(struct learning *learning, struct diag *why)
{
	struct predictor *predictor = learning->predictor;
	const struct trial *best = &learning->best;
	bool fitted[PART_NUMBERS];
	struct logistic fit = { .coefficient = NULL };
	struct matrix matrix;
	int result = 0;

	for (int i = 0; i < PART_NUMBERS; i++)
		fitted[i] = i != NOT_FITTED;
	matrix_new(&matrix, predictor, learning->options, learning->set, learning->part, fitted);
	if (predictor->learner == PREDICT_TREES) {
		if (best->rounds == 0)
			result = diag_fail(why, "no tree foretells anything: the columns say "
						"nothing of the outcome");
		else
			result = fit_trees(learning, best, &matrix, NULL, &predictor->trees, why);
	} else {
		result = fit_logistic(learning, best, &matrix, false, &fit, why);
		predictor->coefficient = fit.coefficient;
		predictor->se = fit.se;
		fit.coefficient = fit.se = NULL;
		logistic_release(&fit);
	}
	matrix_release(&matrix);
	return result;
}

int predict_learn(const struct predict_options *options, const struct predict_shape *shape,
	const struct dataset *set, const unsigned char *fitted, int threads,
	struct predictor *predictor, struct diag *why)
{
	struct learning learning = {
		.options = options,
		.set = set,
		.predictor = predictor,
		.threads = threads,
		.part = mem_alloc(set->rows),
		.event = mem_alloc(set->rows),
		.now.score = mem_alloc(set->rows * sizeof(double)),
		.best = {
			.score = mem_alloc(set->rows * sizeof(double)),
			.loss = INFINITY,
		},
	};
	size_t rows = 0;
	int result;

	*predictor = (struct predictor){
		.shape = shape,
		.learner = (enum predict_learner)options->learner,
		.rule = CALIBRATE_AS_IT_IS,
	};
	predictor->features.columns = shape->columns;
	predictor->features.column = mem_zero(shape->columns, sizeof *predictor->features.column);
	for (size_t i = 0; i < shape->columns; i++) {
		predictor->features.column[i].words = shape->levels[i].kind == LEVELS_WORDS;
		predictor->features.column[i].levels = shape->levels[i].count;
	}
	for (size_t i = 0; i < set->rows; i++)
		rows += fitted[i] != 0;
	features_fit(&predictor->features,
		predictor->learner == PREDICT_TREES ? FEATURES_TREES : FEATURES_LINEAR, set,
		fitted);
	result = decide(&learning, fitted, rows, why);
	predictor->setting = learning.best.setting;
	if (result == 0)
		result = fit_all(&learning, why);
	if (result == 0)
		predictor_settle(predictor);
	free(learning.part);
	free(learning.now.score);
	free(learning.best.score);
	free(learning.event);
	free(learning.start);
	return result;
}
