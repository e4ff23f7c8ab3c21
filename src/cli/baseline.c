/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/baseline.h"

#include "base/path.h"
#include "base/source.h"
#include "cli/cli.h"

struct str
cli_baseline_path(
	struct arena *a, const struct baseline_options *options, const struct workspace *workspace)
{
	return options->file.n ? options->file
			       : path_join(a, workspace->path_prefix, BASELINE_NAME);
}

bool
cli_open_baseline(struct arena *a, const struct baseline_options *options,
	const struct workspace *workspace, const struct baseline_entries **out)
{
	struct baseline_entries *entries = ARENA_NEW(a, struct baseline_entries);
	struct str text, error, path = cli_baseline_path(a, options, workspace);
	*out = NULL;
	if (options->file.n && options->is_off) {
		cli_complain(a, "--baseline and --no-baseline exclude each other");
		return false;
	}
	/* The one at the root comes with the project: a link in it must not lead out. */
	if (options->is_off
		|| (!options->file.n && vfs_kind(a, &workspace->fs, BASELINE_NAME) == IO_MISSING))
		return true;
	if (options->file.n)
		vfs_note(&workspace->fs, path);
	bool ok = options->file.n
		? io_read_file(a, arena_str(a, path).s, SOURCE_MAX_SIZE, &text, &error)
		: vfs_read(a, &workspace->fs, BASELINE_NAME, SOURCE_MAX_SIZE, &text, &error);
	if (!ok)
		error = arena_printf(a, "%" PRIstr ": %" PRIstr, STR_ARG(path), STR_ARG(error));
	else if (baseline_parse(a, path, text, entries, &error))
		*out = entries;
	else
		ok = false;
	if (!ok)
		cli_complain(a, "%" PRIstr, STR_ARG(error));
	return ok;
}

void
cli_tell_gone(struct arena *a, struct str baseline_path, const struct lint_result *result)
{
	size_t n = result->gone.n;
	if (n)
		cli_complain(a,
			"%zu finding%s of %" PRIstr
			" %s gone; `gobelin baseline --update` takes %s out",
			n, n == 1 ? "" : "s", STR_ARG(baseline_path), n == 1 ? "is" : "are",
			n == 1 ? "it" : "them");
}
