/* SPDX-License-Identifier: MIT */
#ifndef CHURN_PREDICT_H
#define CHURN_PREDICT_H

/*
 * predict: the part --predict, who will leave, by what those were like who have left.
 *
 *	predict_read	columns and rows of the stream → a dataset (stat/dataset)
 *	predict_learn	rows of it → a predictor: features, learner, calibration
 *	predict_judge	how good predictors are at rows that they were not learnt from
 *	predict_model	a predictor → a model file, and back
 *	predict_apply	rows of the stream → the same with probability and reasons
 */

#include <float.h>
#include <math.h>

#include "base/num.h"
#include "part.h"
#include "stat/calibrate.h"
#include "stat/dataset.h"
#include "stat/effects.h"
#include "stat/levels.h"
#include "stat/roc.h"
#include "stat/trees_walk.h"
#include "tab/model.h"

extern const struct churn_part predict_part;

enum predict_learner { PREDICT_LOGISTIC, PREDICT_TREES };

extern const char *const predict_learners[]; /* their words, and NULL */
extern const char *const predict_rules[];    /* those of enum calibrate_kind */

enum {
	PREDICT_VERSION = 1,
	PREDICT_LEAST = 20, /* rows with the event, and without it, to learn from */
	PREDICT_BINS = 10,  /* of the calibration table */
	PREDICT_PARTS = 10, /* of lift and gain: deciles */
	PREDICT_MOST_REASONS = 20,
};

struct predict_options {
	const char *target;
	const char *features, *exclude, *trust; /* lists of columns, or NULL */
	const char *date;
	int learner, rule;
	bool balance;
	int64_t folds, seed, reasons;
	double hold_out;
	struct opt_date hold_out_since;
	double cut;
	int64_t depth; /* 0: by trial */
	int64_t rounds;
	double rate;
	double penalty; /* NAN: by trial */
};

/* ---- the columns that are learnt from ---- */

struct predict_shape {
	size_t columns;
	struct slice *name;    /* without escapes */
	struct levels *levels; /* what is in each: LEVELS_NUMBERS, or LEVELS_WORDS and which */
	struct arena texts;
};

void predict_shape_release(struct predict_shape *shape);

/* A field without escapes and blanks around it: blanks alone are missing. */
struct slice predict_text(const struct row *row, int position, struct arena *scratch);

/*
 * What a field stands for as a value of a dataset. Returns false if it should be a number and is
 * none. `text` is what predict_text gives.
 */
bool predict_value(
	const struct predict_shape *shape, size_t column, struct slice text, float *value);

/* The same of a column of numbers. What is one as it stands in the row is so as text, too. */
static inline bool predict_number(struct slice text, float *value)
{
	double number;

	*value = NAN;
	if (text.length == 0)
		return true;
	if (!num_parse_real(text, &number))
		return false;
	*value = (float)number;
	if (isinf(*value))
		*value = number > 0 ? FLT_MAX : -FLT_MAX;
	return true;
}

/* ---- reading ---- */

/* Where columns are found, for those who read rows. */
struct predict_stream {
	int target, id, date; /* positions, or -1 */
	int *position;        /* of each column of the shape */
	struct slice event;   /* the value of the target that is the event */
	struct buf name;      /* of the target, a C string */
};

/*
 * Find out which columns to learn from, and read all rows whose outcome is known. What is left out
 * is noted.
 */
int predict_read(const struct predict_options *options, struct filter *filter,
	struct predict_stream *stream, struct predict_shape *shape, struct dataset *set,
	struct diag *why);

void predict_stream_release(struct predict_stream *stream);

/* Split `options->target` into column and value. */
void predict_target(const char *target, struct buf *name, struct slice *value);

/* Is `name` in the list "a,b,c"? NULL is no list. */
bool predict_in_list(const char *list, struct slice name);

/* ---- learning ---- */

/* What may be decided by rows held out. */
struct predict_setting {
	int depth; /* of trees */
	double penalty;
};

struct predictor {
	const struct predict_shape *shape;
	enum predict_learner learner;
	struct features features;
	double *coefficient, *se; /* logistic: intercept first, width + 1 of them */
	struct trees trees;
	struct predict_setting setting;
	struct calibrate rule;
	/* Made of these: */
	struct effects effects;   /* of the coefficients */
	struct trees_paths paths; /* of the trees, for reasons … */
	struct trees_walk walk;   /* … and for rows */
};

/* Learn from the rows that `fitted` marks, on so many threads. predictor_release is due. */
int predict_learn(const struct predict_options *options, const struct predict_shape *shape,
	const struct dataset *set, const unsigned char *fitted, int threads,
	struct predictor *predictor, struct diag *why);

/* Make what is made of the rest. */
void predictor_settle(struct predictor *predictor);

void predictor_release(struct predictor *predictor);

/* Room for the features of a row, which trees need. */
struct predict_scratch {
	double *feature, *contribution;
	float *single;
};

struct predict_scratch *predict_scratch_new(const struct predictor *predictor);
void predict_scratch_free(struct predict_scratch *scratch);

double predict_probability(
	const struct predictor *predictor, struct predict_scratch *scratch, const float *value);

/*
 * The log-odds of that. Calibration by Platt's rule, which is linear, is included; the isotonic one
 * is not.
 */
double predict_log_odds(
	const struct predictor *predictor, struct predict_scratch *scratch, const float *value);

/*
 * What each column contributes to the log-odds. predict_mean and then the columns, added up in
 * their order, are the log-odds of a logistic model to the last bit, and of trees but for rounding.
 */
void predict_explain(const struct predictor *predictor, struct predict_scratch *scratch,
	const float *value, double *contribution);
double predict_mean(const struct predictor *predictor);

/* ---- judging ---- */

struct predict_quality {
	uint64_t rows;  /* judged; 0: none */
	struct buf how; /* "5 folds" */
	double auc, auc_se, log_loss, brier, calibration_error, ks, ks_cut;
	struct roc_bin bin[PREDICT_BINS];
	struct roc_part part[PREDICT_PARTS];
	struct roc_confusion confusion;
};

int predict_judge(const struct predict_options *options, const struct predict_shape *shape,
	const struct dataset *set, int jobs, struct predict_quality *quality, struct diag *why);

void predict_quality_release(struct predict_quality *quality);

/* ---- the model file ---- */

void predict_save(const struct predict_options *options, const struct predictor *predictor,
	const struct dataset *set, const struct predict_quality *quality, struct model *model);

/* `shape` becomes the predictor's own. Nothing in the model is trusted. */
int predict_load(const struct model *model, struct predict_shape *shape,
	struct predictor *predictor, struct diag *why);

/* ---- applying ---- */

/* Write all rows with their probabilities. */
int predict_apply(const struct predict_options *options, const struct predictor *predictor,
	struct filter *filter, struct diag *why);

#endif
