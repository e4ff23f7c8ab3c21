/* SPDX-License-Identifier: Apache-2.0 */
/* The effective environment of every go command, and who says so: `gobelin env`. */
#ifndef GOBELIN_REPORT_ENV_H
#define GOBELIN_REPORT_ENV_H

#include "report/report.h"

struct env_row {
	const char *name;
	enum known state;
	/* KNOWN: the value. UNKNOWN: as it is written, where that says more; else empty. Masked. */
	struct str value;
	struct str origin; /* who says so, or why it is not known; may be empty */
	bool is_default;   /* only until a builder or the environment sets it */
	bool matters;      /* it is not Go's own default, or the command depends on it */
};
VEC_OF(env_rows, struct env_row);

/* One go command in one of the environments it runs in. */
struct env_view {
	size_t number; /* from 1, among all that were asked for */
	struct place place;
	struct str text;           /* the command as written; masked */
	struct strs via;           /* its callers, outermost first; masked */
	struct env_rows context;   /* module, Go version, user, directory, mounts, tools, network */
	struct env_rows variables; /* what `go env` would print, and the proxies */
};
VEC_OF(env_views, struct env_view);

struct env_view env_view_of(struct arena *a, const struct report_options *options,
	const struct fact_go_command *go, size_t number);

/* Is there an unknown environment around it, which the table does not list? */
bool env_hides_unknown(const struct env_view *view, bool all);
/* A table per command; `all`: with what does not matter. */
void env_text(struct buf *out, const struct report_options *options, const struct env_views *views,
	bool all);
void env_markdown(struct buf *out, const struct report_options *options,
	const struct env_views *views, bool all);
/* Everything, as a list with one object per command. */
void env_json(struct buf *out, const struct env_views *views);

#endif
