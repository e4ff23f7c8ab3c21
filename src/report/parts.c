/* SPDX-License-Identifier: Apache-2.0 */
#include "report/parts.h"

#include "base/path.h"
#include "base/utf8.h"
#include "lint/mask.h"

struct report_counts
report_count(struct arena *a, const struct lint_result *result)
{
	struct report_counts counts = { 0 };
	for (size_t i = 0; i < result->findings.n; i++) {
		switch (result->findings.items[i]->severity) {
		case SEVERITY_ERROR: counts.error++; break;
		case SEVERITY_WARNING: counts.warning++; break;
		case SEVERITY_INFO: counts.info++; break;
		}
		counts.fixable += report_has_fix(a, result->findings.items[i]);
	}
	for (size_t i = 0; i < result->silenced.n; i++)
		counts.baselined += baseline_has(result->silenced.items[i]);
	return counts;
}

const struct source *
masked_source(struct masked_sources *m, const struct source *source)
{
	struct source *masked = map_get(&m->by_path, source->path);
	if (!masked) {
		masked = ARENA_NEW(m->arena, struct source);
		*masked = *source;
		masked->text = mask_in_place(m->arena, source->text);
		map_set(m->arena, &m->by_path, source->path, masked);
	}
	return masked;
}

struct str
report_path(struct arena *a, const struct report_options *options, struct str path)
{
	struct str dir = options->working_dir;
	if (dir.n && path_is_within(path, dir) && path.n > dir.n)
		return utf8_printable(a, str_slice(path, dir.n + 1, path.n));
	return utf8_printable(a, path_join(a, options->path_prefix, path));
}

struct str
report_utf8(struct arena *a, struct str text)
{
	text = utf8_repair(a, text);
	if (str_find_char(text, '\0', 0) == STR_NONE)
		return text;
	struct buf out = buf_new(a);
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i])
			buf_add_char(&out, text.s[i]);
		else
			buf_add(&out, STR("\xef\xbf\xbd"));
	}
	return buf_str(&out);
}

struct str
report_text(struct arena *a, struct str text)
{
	return report_utf8(a, mask_secrets(a, text));
}

struct str
report_line(struct arena *a, struct str text)
{
	return utf8_printable(a, mask_secrets(a, text));
}

bool
report_has_fix(struct arena *a, const struct finding *finding)
{
	vec_for(const struct finding_edit, edit, &finding->edits) {
		if (!edit->place.source || mask_find(a, edit->text).n)
			return false;
	}
	return finding->edits.n > 0;
}

const char *
report_fix_safety(const struct rule *rule)
{
	return rule->fix_safety == FIX_SAFE ? "safe" : "unsafe";
}

void
report_plural(struct buf *out, size_t n, const char *noun)
{
	buf_printf(out, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}
