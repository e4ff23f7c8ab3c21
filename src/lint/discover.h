/* SPDX-License-Identifier: Apache-2.0 */
/* Which files of a project matter, and what each one is. */
#ifndef GOBELIN_LINT_DISCOVER_H
#define GOBELIN_LINT_DISCOVER_H

#include "base/vfs.h"
#include "facts/project.h"

struct lint_error { /* a file that could not be read, and why */
	struct str path, message;
};
VEC_OF(lint_errors, struct lint_error);

/* What a file is by its path, or FILE_NONE; FILE_MAYBE_YAML where its content must decide. */
enum file_kind discover_kind(struct str path);
/* What a YAML text is by its content: Kubernetes manifest with a pod spec, or FILE_NONE. */
enum file_kind discover_yaml_kind(struct str text);

/*
 * Walks the project, honouring .gitignore files and leaving out vendor, node_modules,
 * testdata and .git, and follows no link to a directory. Files come sorted by path.
 */
void discover(struct arena *a, const struct vfs *fs, struct project_files *files,
	struct lint_errors *errors);

#endif
