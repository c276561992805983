/* SPDX-License-Identifier: MIT */
#ifndef SCORE_TEAM_H
#define SCORE_TEAM_H

/*
 * team: the threads of --jobs, for those in lib/ who divide their work into pieces.
 */

#include "stat/pieces.h"

/* To be used while the tool runs. */
extern const struct pieces team_pieces;

#endif
