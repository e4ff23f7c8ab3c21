/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule said about a place. */
#ifndef GOBELIN_RULES_FINDING_H
#define GOBELIN_RULES_FINDING_H

#include "rules/rule.h"

struct finding_related {
	struct place place;
	struct str text;
};

struct finding_edit {
	struct place place; /* replaced by text; an insertion has an empty span */
	struct str text;
};
VEC_OF(finding_edits, struct finding_edit);

/* Why a finding does not count. */
struct finding_silence {
	const char *by;    /* comment, configuration or baseline */
	struct str reason; /* empty where none is given */
};

struct finding {
	const struct rule *rule;
	enum severity severity;
	struct str message;
	struct place place; /* never without a source */
	struct str group;   /* of these only one is reported (once_per); empty: all are */
	size_t others;      /* how many more places of its group it stands for, if the rule tells */
	VEC_OF(, struct finding_related) related;
	struct finding_edits edits; /* the fix; none where the rule has none here */
	struct strs via; /* the chain of callers that leads to the command, outermost first */
	const struct finding_silence *silence; /* NULL: it counts */
	struct str fingerprint;                /* gobelin/v1:<hex>, see lint/fingerprint.h */
};
VEC_OF(findings, struct finding *);

#endif
