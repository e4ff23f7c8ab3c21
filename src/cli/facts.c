/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/facts.h"

#include "base/path.h"
#include "cli/cli.h"
#include "facts/knowledge.h"

bool
cli_find_facts(struct arena *a, const struct setup_options *setup, const struct strs *paths,
	const struct baseline_options *baseline, struct cli_facts *out)
{
	struct str error;
	if (!workspace_open(a, paths, &out->workspace, &error)) {
		cli_complain(a, "%" PRIstr, STR_ARG(error));
		return false;
	}
	struct lint_options options = { .paths = out->workspace.paths,
		.knowledge = &builtin_knowledge };
	struct setup found = { 0 };
	bool ok = baseline ? setup_open(a, setup, &out->workspace, &found)
			&& cli_open_baseline(a, baseline, &out->workspace, &options.baseline)
			   : setup_config(a, setup, &out->workspace, &found.config);
	if (!ok)
		return false;
	options.config = found.config;
	options.rules = found.chosen;
	options.known = baseline ? &found.all : NULL;
	options.today = cli_today(a);
	out->result = lint_run(a, &out->workspace.fs, &options);
	vec_for(const struct lint_error, trouble, &out->result->errors) {
		struct str path = workspace_shown(a, &out->workspace, trouble->path);
		cli_complain(a, "%" PRIstr ": %" PRIstr, STR_ARG(path), STR_ARG(trouble->message));
	}
	out->status = found.lacks_rules || out->result->errors.n ? EXIT_TROUBLE : 0;
	return true;
}

bool
cli_is_asked_for(const struct cli_facts *facts, struct place place)
{
	const struct strs *paths = &facts->workspace.paths;
	for (size_t i = 0; i < paths->n; i++)
		if (place.source && path_is_within(place.source->path, paths->items[i]))
			return true;
	return false;
}
