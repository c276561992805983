/* SPDX-License-Identifier: MIT */
#include "projection.h"

#include <math.h>

#include "base/num.h"
#include "cli/app.h"

enum { DIGITS = 6, NOTE_DIGITS = 3 };

static void put_number(struct buf *out, double value)
{
	buf_char(out, '\t');
	num_put_real(out, value, DIGITS);
}

static void note_fit(const struct sbg_fit *fit)
{
	struct buf text = BUF_EMPTY;

	buf_text(&text, "shifted-beta-geometric: alpha ");
	num_put_real(&text, fit->alpha, NOTE_DIGITS);
	buf_text(&text, ", beta ");
	num_put_real(&text, fit->beta, NOTE_DIGITS);
	if (!fit->identified)
		buf_text(&text, "; the data do not tell how customers differ, and what is beyond "
				"them is a guess");
	app_note("%s", buf_string(&text));
	buf_release(&text);
}

int projection_put(struct buf *out, const struct sbg_period *period, size_t count, size_t ahead,
	struct diag *why)
{
	struct sbg_fit fit;
	double seen = 1;

	if (sbg_fit(period, count, &fit, why) < 0)
		return -1;
	note_fit(&fit);
	buf_text(out, "period\tcustomers\tlost\tretention\tretention_fitted\tsurvival\t"
		      "survival_fitted\tremaining\n");
	for (size_t i = 0; i < count + ahead; i++) {
		double t = (double)i + 1;
		struct sbg_period one = { NAN, NAN };
		double retention = NAN;

		if (i < count)
			one = period[i];
		if (one.customers > 0)
			retention = 1 - one.lost / one.customers;
		seen *= retention;
		num_put_int(out, (int64_t)i + 1);
		put_number(out, one.customers);
		put_number(out, one.lost);
		put_number(out, retention);
		put_number(out, sbg_retention(fit.alpha, fit.beta, t));
		put_number(out, seen);
		put_number(out, sbg_survival(fit.alpha, fit.beta, t));
		put_number(out, sbg_remaining(fit.alpha, fit.beta, t, (double)ahead));
		buf_char(out, '\n');
	}
	return 0;
}
