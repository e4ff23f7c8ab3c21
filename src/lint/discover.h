/* SPDX-License-Identifier: Apache-2.0 */
/* Which files of a project matter, and what each one is. */
#ifndef GOBELIN_LINT_DISCOVER_H
#define GOBELIN_LINT_DISCOVER_H

#include "base/vfs.h"
#include "facts/project.h"

struct gitignore;

struct lint_error {      /* a file that could not be read or a rule that was given up, and why */
	struct str path; /* or the id of a rule that could not be asked */
	struct str message;
};
VEC_OF(lint_errors, struct lint_error);

void lint_error_add(struct arena *a, struct lint_errors *errors, struct str path,
	const char *format, ...) PRINTF_LIKE(4, 5);
/* By path, then by message. */
void lint_errors_sort(struct lint_errors *errors);

/*
 * What a file is by its path, or FILE_NONE; FILE_MAYBE_YAML where its content must decide.
 * Action files, and package.json as a Renovate configuration, need a look at their content
 * as well: see discover_content_kind().
 */
enum file_kind discover_kind(struct str path);
/* What a YAML text is by its content: Kubernetes manifest with a pod spec, or FILE_NONE. */
enum file_kind discover_yaml_kind(struct str text);
/*
 * What a file of kind `kind` (of its path) is in the light of its text: FILE_MAYBE_YAML is
 * decided, an action that is no composite action and a package.json without a "renovate"
 * key are FILE_NONE.
 */
enum file_kind discover_content_kind(enum file_kind kind, struct str path, struct str text);

/*
 * Walks the project, honouring .gitignore files and .git/info/exclude and leaving out
 * vendor, node_modules, folders of test data, .git and other repositories inside this one, and
 * follows no link to a directory. Files that .gitattributes calls foreign are marked so. Of several Renovate configurations only the one that Renovate
 * takes is kept. What `exclude` (may be NULL) matches is left out like what .gitignore
 * files name. `named` (may be NULL) are files and folders that someone asked for: they are
 * taken even if they are ignored. Files come sorted by path, with path and kind filled,
 * FILE_MAYBE_YAML not yet decided; errors sorted by path.
 */
void discover(struct arena *a, const struct vfs *fs, const struct strs *named,
	const struct gitignore *exclude, struct project_files *files, struct lint_errors *errors);

#endif
