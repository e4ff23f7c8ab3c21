/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/git.h"

#include "cli/process.h"

/* Bytes of a diff or a list of files that are looked at. */
#define OUTPUT_MAX ((size_t)256 * 1024 * 1024)

/* What git exits with where there is no such program, and where it gave up. */
enum { GIT_MISSING = 127, GIT_FATAL = 128 };

/*
 * Runs git in `root`. What a repository's configuration may have git run besides is switched
 * off. `words` end with NULL.
 */
static bool
run_git(struct arena *a, struct str root, const char *const *words, struct str *output, int *status,
	struct str *error)
{
	static const char *const always[] = { "git", "--no-optional-locks", "-c",
		"core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c",
		"core.quotePath=false", "-C" };
	struct process process = { .input = -1, .is_silenced = true, .max = OUTPUT_MAX };
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		vec_push(a, &process.words, str_from(always[i]));
	vec_push(a, &process.words, root);
	for (; *words; words++)
		vec_push(a, &process.words, str_from(*words));
	if (!process_run(a, &process, output, status, error)) {
		*error = arena_printf(a, "git: %" PRIstr, STR_ARG(*error));
		return false;
	}
	if (*status == GIT_MISSING)
		*error = STR("this needs the program git, which is not there");
	return *status != GIT_MISSING;
}

/* The commit of a revision. */
static bool
find_commit(struct arena *a, struct str root, struct str revision, struct str *commit,
	struct str *error)
{
	struct str wanted = arena_printf(a, "%" PRIstr "^{commit}", STR_ARG(revision));
	const char *words[] = { "rev-parse", "--verify", "--quiet", wanted.s, NULL };
	int status;
	/* It would be taken for an option. */
	if (!revision.n || revision.s[0] == '-') {
		*error =
			arena_printf(a, "\"%" PRIstr "\" is no revision of git", STR_ARG(revision));
		return false;
	}
	if (!run_git(a, root, words, commit, &status, error))
		return false;
	*commit = str_trim(*commit);
	if (status == GIT_FATAL)
		*error = arena_printf(a,
			"git does not open a repository in %" PRIstr " (see git -C %" PRIstr
			" status)",
			STR_ARG(root), STR_ARG(root));
	else if (status != 0 || !commit->n)
		*error = arena_printf(a,
			"git knows no commit \"%" PRIstr "\"; a shallow clone may lack it",
			STR_ARG(revision));
	return status == 0 && commit->n;
}

static bool
add_diff(struct arena *a, struct str root, struct str commit, struct changes *changes,
	struct str *error)
{
	const char *words[] = { "diff", "--no-ext-diff", "--no-textconv", "--no-color", "-U0",
		"--inter-hunk-context=0", "--find-renames", "--ignore-submodules", "--relative",
		"--src-prefix=a/", "--dst-prefix=b/", arena_str(a, commit).s, "--", NULL };
	struct str diff;
	int status;
	if (!run_git(a, root, words, &diff, &status, error))
		return false;
	if (status == 0 && changes_add_diff(a, changes, diff))
		return true;
	*error = STR("git could not compare the files (see git diff)");
	return false;
}

static bool
add_untracked(struct arena *a, struct str root, struct changes *changes, struct str *error)
{
	const char *words[] = { "ls-files", "-z", "--others", "--exclude-standard", NULL };
	struct str list, path;
	int status;
	if (!run_git(a, root, words, &list, &status, error))
		return false;
	while (str_next_field(&list, '\0', &path))
		changes_add_file(a, changes, path);
	if (status != 0)
		*error = STR("git could not list the new files (see git status)");
	return status == 0;
}

bool
git_changes(struct arena *a, struct str root, struct str revision, struct changes *changes,
	struct str *error)
{
	struct str commit;
	return find_commit(a, root, revision, &commit, error)
		&& add_diff(a, root, commit, changes, error)
		&& add_untracked(a, root, changes, error);
}
