/* SPDX-License-Identifier: MIT */
#include "part.h"

#include "cohorts.h"
#include "label.h"
#include "predict.h"
#include "returning.h"
#include "signs.h"
#include "survive.h"

const struct churn_part *const churn_parts[] = {
	&label_part,
	&suggest_part,
	&signs_part,
	&predict_part,
	&survive_part,
	&cohorts_part,
	&winback_part,
	&what_if_part,
	NULL,
};
