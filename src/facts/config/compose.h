/* SPDX-License-Identifier: Apache-2.0 */
/* Compose files: their services, and those who call docker compose. */
#ifndef GOBELIN_FACTS_COMPOSE_H
#define GOBELIN_FACTS_COMPOSE_H

#include "facts/extract.h"
#include "syntax/tree/tree.h"

/* A compose file while its services are read. */
struct compose_reader {
	struct extraction *x;
	const struct source *source;
	struct str dir;
	const struct tree_node *services;
	const struct map *builds; /* of all files, by directory and service */
	bool is_inherited; /* by a service that extends one of it: its facts are there already */
};

/* A place in the project as a path of compose's names it; UNKNOWN where it is none. */
struct fact_string compose_path(
	const struct compose_reader *r, struct fact_string dir, struct fact_string path);
/* The value of a scalar, $$ being a dollar; UNKNOWN where it has variables, ABSENT for null. */
struct fact_string compose_value(struct arena *a, const struct tree_node *node);
/*
 * Takes a mapping, or a list of NAME=value, into *map, with a variable fact for each. A name
 * without a value has the one of whoever runs compose, or none.
 */
void compose_assign(const struct compose_reader *r, const struct tree_node *node, const char *scope,
	const struct settings **map);

/* The definition of a service, and of what it extends. */
struct compose_part {
	struct compose_reader reader; /* of the file that it stands in */
	struct str name;
	const struct tree_node *node;
};
struct compose_parts {
	VEC_OF(, struct compose_part) parts; /* what is extended comes first */
	bool is_open;                        /* it extends what is not known, too */
};
/* What its containers are given: the env_file entries in order, and environment over them. */
void compose_read_env(struct extraction *x, const struct compose_parts *parts,
	struct fact_compose_service *service);

/* A file of variables, read once; NULL where it can't be read. */
const struct source *compose_env_source(struct extraction *x, struct str path);

/* --- docker compose ------------------------------------------------------------------------- */

/* A compose file with what it includes, for those who name it. */
struct compose_file {
	struct fact_list services;
	struct strs includes; /* paths from the project's root */
	bool is_open;         /* it has, or includes, what is not known */
};

struct compose_call {
	struct strs files;    /* from the project's root */
	struct strs services; /* none: all whose profiles are asked for */
	struct strs profiles;
	bool any_profile; /* others may be asked for */
	bool without_dependencies;
};
/* The services that a call builds or starts; open where others may be among them. */
struct fact_list compose_select(struct extraction *x, const struct compose_call *call);

#endif
