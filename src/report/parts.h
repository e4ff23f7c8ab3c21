/* SPDX-License-Identifier: Apache-2.0 */
/* What several output formats need of a result. */
#ifndef GOBELIN_REPORT_PARTS_H
#define GOBELIN_REPORT_PARTS_H

#include "base/map.h"
#include "report/report.h"

/* What is said where there is no file to check. */
#define REPORT_NOTHING                                                                           \
	"there is no go.mod, go.work, Dockerfile, makefile, GitHub workflow or action, compose " \
	"file, Kubernetes manifest, or configuration of Renovate, Dependabot or Docker."

struct report_counts {
	size_t error, warning, info; /* findings of each severity */
	size_t fixable;              /* findings that carry a fix */
	size_t baselined;            /* of those that do not count */
};

struct report_counts report_count(struct arena *a, const struct lint_result *result);

/* The files of a report with the secrets in their texts masked, each one scanned once. */
struct masked_sources {
	struct arena *arena;
	struct map by_path;
};

/* The source with its secrets masked in place: all offsets and lines stay true. */
const struct source *masked_source(struct masked_sources *m, const struct source *source);

/* A path as it can be opened from where the user is. */
struct str report_path(struct arena *a, const struct report_options *options, struct str path);
/* Text as UTF-8 without NUL bytes, which cJSON can't hold. */
struct str report_utf8(struct arena *a, struct str text);
/* Text of a finding: as report_utf8(), with secrets masked. */
struct str report_text(struct arena *a, struct str text);
/* The same for one line of a terminal: control characters are escaped too. */
struct str report_line(struct arena *a, struct str text);

/* Has the finding a fix that can be shown? One that would spell out a secret can't. */
bool report_has_fix(struct arena *a, const struct finding *finding);
const char *report_fix_safety(const struct rule *rule);

/* "1 file", "2 files". */
void report_plural(struct buf *out, size_t n, const char *noun);

#endif
