/* SPDX-License-Identifier: Apache-2.0 */
/* A project: its files, and the facts that were worked out from all of them together. */
#ifndef GOBELIN_FACTS_PROJECT_H
#define GOBELIN_FACTS_PROJECT_H

#include "base/vfs.h"
#include "facts/facts.h"
#include "facts/knowledge.h"

enum file_kind {
	FILE_NONE,
	FILE_DOCKERFILE,
	FILE_MAKEFILE,
	FILE_WORKFLOW,
	FILE_ACTION, /* action.yml of a composite action */
	FILE_RENOVATE,
	FILE_GOMOD,
	FILE_GOWORK,
	FILE_COMPOSE,
	FILE_BAKE,
	FILE_KUBERNETES,
	FILE_DAEMON_CONFIG,
	FILE_DEPENDABOT,
	FILE_MAYBE_YAML, /* only while discovering */
};

struct dockerfile;
struct makefile;
struct tree;
struct gomod;

/* A file that was read and parsed. The tree that belongs to `kind` is filled. */
struct project_file {
	struct str path;
	enum file_kind kind;
	bool is_foreign; /* generated or taken over, as .gitattributes says: mended elsewhere */
	const struct source *source;
	const struct dockerfile *dockerfile;
	const struct makefile *makefile;
	const struct tree *tree;
	const struct gomod *gomod;
};
VEC_OF(project_files, struct project_file);

struct project {
	const struct vfs *fs;
	struct project_files files; /* sorted by path */
	struct fact_list *facts;    /* fact_class_count lists, indexed by class; in file order */
};

/* What the configuration says of where the project is built. */
struct surroundings {
	struct str network; /* public, restricted or offline; empty: public */
	struct str region;  /* empty: not told */
	struct strs private_modules, proxies;
};

/* Reads nothing; fills source and the tree of one file from its text. */
void project_file_parse(struct arena *a, struct project_file *file, struct str text);
/* The parsed file of a path, or NULL. */
const struct project_file *project_file_at(const struct project *project, struct str path);
/*
 * Works out the facts of all files together. The files must be parsed; `fs` is asked
 * whether further files exist (go.sum, vendor/, .dockerignore, COPY sources). Without
 * `surroundings` (NULL) they are those of a project that says nothing.
 */
struct project *project_extract(struct arena *a, const struct vfs *fs,
	const struct project_files *files, const struct knowledge *knowledge,
	const struct surroundings *surroundings);

#endif
