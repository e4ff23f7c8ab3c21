/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/reports.h"

#include "base/path.h"
#include "cli/cli.h"
#include "cli/terminal.h"

static bool
fail_unknown(struct arena *a, struct str name)
{
	struct strs names = { 0 };
	for (size_t i = 0; i < report_format_count; i++)
		vec_push(a, &names, str_from(report_formats[i].name));
	struct str known = strs_join(a, &names, STR(", "));
	cli_complain(a, "check: unknown format \"%" PRIstr "\"; there are %" PRIstr, STR_ARG(name),
		STR_ARG(known));
	return false;
}

static bool
add_target(struct arena *a, struct str value, struct str output, struct report_targets *targets)
{
	struct report_target target = { .file = output };
	struct str name, file;
	if (str_cut(value, '=', &name, &file)) {
		if (!file.n) {
			cli_complain(a, "check: --format %" PRIstr " needs a file", STR_ARG(value));
			return false;
		}
		target.file = file;
	}
	target.format = report_format_named(name);
	if (!target.format)
		return fail_unknown(a, name);
	vec_for(const struct report_target, other, targets) {
		if (!str_eq(path_clean(a, other->file), path_clean(a, target.file)))
			continue;
		struct str place = target.file.n ? target.file : STR("standard output");
		cli_complain(a,
			"check: two reports can't both go to %" PRIstr
			"; write --format FORMAT=FILE",
			STR_ARG(place));
		return false;
	}
	vec_push(a, targets, target);
	return true;
}

bool
reports_choose(struct arena *a, const struct strs *formats, struct str output,
	struct report_targets *targets)
{
	bool is_used = !output.n;
	if (!formats->n)
		return add_target(a, STR("text"), output, targets);
	for (size_t i = 0; i < formats->n; i++) {
		if (!add_target(a, formats->items[i], output, targets))
			return false;
		is_used |= str_eq(vec_last(targets)->file, output);
	}
	if (!is_used)
		cli_complain(a, "check: --output needs a --format without a file");
	return is_used;
}

bool
reports_show_errors(const struct report_targets *targets)
{
	vec_for(const struct report_target, target, targets) {
		struct str name = str_from(target->format->name);
		if (!target->file.n && (str_eq(name, STR("text")) || str_eq(name, STR("concise"))))
			return true;
	}
	return false;
}

static bool
write_report(struct arena *a, struct str file, struct str report)
{
	struct str error;
	if (!file.n)
		return cli_print(a, report);
	const char *path = arena_str(a, file).s;
	if (io_write_file(a, path, report, &error))
		return true;
	cli_complain(a, "cannot write %s: %" PRIstr, path, STR_ARG(error));
	return false;
}

bool
reports_write(struct arena *a, const struct report_targets *targets,
	const struct lint_result *result, const struct report_options *options, struct str colour)
{
	bool ok = true;
	vec_for(const struct report_target, target, targets) {
		bool to_file = target->file.n > 0;
		struct report_options own = *options;
		own.colour = terminal_has_colour(colour, to_file);
		own.columns = to_file ? 0 : terminal_columns();
		own.unicode = options->unicode && !to_file && terminal_has_unicode();
		struct buf out = buf_new(a);
		target->format->render(&out, result, &own);
		ok &= write_report(a, target->file, buf_str(&out));
	}
	return ok;
}
