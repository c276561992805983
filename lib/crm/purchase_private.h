/* SPDX-License-Identifier: MIT */
#ifndef CRM_PURCHASE_PRIVATE_H
#define CRM_PURCHASE_PRIVATE_H

/*
 * purchase_private: the models that purchase offers, each in a file of its own.
 */

#include "crm/purchase.h"

extern const struct purchase_model purchase_bgnbd_model;
extern const struct purchase_model purchase_mbgnbd_model;
extern const struct purchase_model purchase_paretonbd_model;
extern const struct purchase_model purchase_bgbb_model;

#endif
