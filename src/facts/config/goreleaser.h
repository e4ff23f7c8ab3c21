/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of goreleaser: the images and programs that it builds. */
#ifndef GOBELIN_FACTS_GORELEASER_H
#define GOBELIN_FACTS_GORELEASER_H

#include "facts/extract.h"
#include "syntax/tree/tree.h"

/* A configuration that was read. */
struct goreleaser_config {
	const struct source *source;
	const struct tree_node *root; /* NULL: it could not be read */
	struct fact_list images;      /* docker_build */
	bool is_whole;
};

/* The configuration that goreleaser finds in a directory; empty where there is none. */
struct str goreleaser_find(const struct extraction *x, struct str dir);
/* The one of a path, read once, whose paths are seen from `dir`; NULL where there is none. */
const struct goreleaser_config *goreleaser_config_at(
	struct extraction *x, struct str path, struct str dir);

/* How somebody runs goreleaser. */
struct goreleaser_call {
	const struct run_context *cx;
	struct place place;
	struct fact_string verb;      /* release or build */
	struct fact_string config;    /* as --config names it; ABSENT where that is not given */
	struct fact_command *command; /* NULL: an action */
	struct strs skips;            /* what --skip names */
	bool skips_unknown;           /* it names what is not known */
};
/* Takes the value of --skip. */
void goreleaser_add_skips(struct goreleaser_call *call, struct fact_string names);
/* May it leave out what --skip calls by that name? */
bool goreleaser_skips(const struct goreleaser_call *call, const char *name);
/* Adds the run, and what it builds as its configuration says. */
void goreleaser_run_add(const struct goreleaser_call *call);
/* The verb of a first word, or of none; ABSENT where it builds nothing. */
struct fact_string goreleaser_verb(struct str word);

/* The go commands of a call in the context of its run, whose machine they leave alone. */
struct fact_list goreleaser_go_commands(const struct run_context *cx,
	const struct goreleaser_config *config, const struct goreleaser_call *call);

#endif
