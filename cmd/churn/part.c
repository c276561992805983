/* SPDX-License-Identifier: MIT */
#include "part.h"

#include "predict.h"

const struct churn_part *const churn_parts[] = {
	&predict_part,
	NULL,
};
