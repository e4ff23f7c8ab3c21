/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/fixes.h"

#include "cli/cli.h"
#include "report/parts.h"

void
cli_tell_undone(struct arena *a, const struct workspace *workspace, const struct fix_result *fixes)
{
	vec_for(const struct undone_fix, undone, &fixes->undone) {
		struct place place = undone->finding->place;
		struct position at = source_position(place.source, place.span.off);
		struct str path = workspace_shown(a, workspace, place.source->path);
		const struct rule *rule = undone->finding->rule, *brought = undone->brought->rule;
		if (rule == brought)
			cli_complain(a,
				"%" PRIstr ":%u:%u: the fix of %" PRIstr
				" was taken back: it does not mend the finding",
				STR_ARG(path), at.line, at.column, STR_ARG(rule->id));
		else
			cli_complain(a,
				"%" PRIstr ":%u:%u: the fix of %" PRIstr
				" was taken back: it would bring %" PRIstr " %" PRIstr,
				STR_ARG(path), at.line, at.column, STR_ARG(rule->id),
				STR_ARG(brought->id), STR_ARG(brought->name));
	}
}

bool
cli_save_fixes(struct arena *a, const struct workspace *workspace, const struct fix_result *fixes)
{
	bool ok = true;
	cli_tell_undone(a, workspace, fixes);
	vec_for(const struct fixed_file, file, &fixes->files) {
		struct str error, path = workspace_shown(a, workspace, file->path);
		if (fix_save(a, &workspace->fs, file, &error))
			continue;
		cli_complain(
			a, "cannot write %" PRIstr ": %" PRIstr, STR_ARG(path), STR_ARG(error));
		ok = false;
	}
	return ok;
}

struct str
cli_fix_summary(struct arena *a, const struct fix_result *fixes, bool is_planned)
{
	struct buf out = buf_new(a);
	buf_add(&out, is_planned ? STR("would fix ") : STR("fixed "));
	report_plural(&out, fixes->fixed, "finding");
	if (fixes->fixed) {
		buf_add(&out, STR(" in "));
		report_plural(&out, fixes->files.n, "file");
	}
	if (fixes->unsafe)
		buf_printf(&out, "; %zu more with --unsafe", fixes->unsafe);
	if (fixes->is_incomplete)
		buf_add(&out, STR("; there is more to fix, run it again"));
	return buf_str(&out);
}
