/* SPDX-License-Identifier: Apache-2.0 */
/*
 * # renovate: datasource=… above a version. Only custom managers read such comments.
 * https://docs.renovatebot.com/presets-customManagers/
 */
#include "facts/config/renovate.h"

static const struct str mark = STR_INIT("# renovate: datasource=");

/* What Renovate finds without a comment: images, actions, versions of some tools. */
static bool
is_found_anyway(struct str line)
{
	static const char *const signs[] = { "FROM ", "uses:", "version", "image:", "go-version" };
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (str_starts(str_trim(line), str_from(signs[i]))
			|| str_starts(str_trim(line), STR("- uses:")))
			return true;
	return false;
}

static enum tri
is_managed(const struct extraction *x, struct str next_line)
{
	const struct fact_list *configs = &x->project->facts[FACT_CLASS_renovate];
	enum tri managed = configs->n && !is_found_anyway(next_line) ? NO : UNSURE;
	fact_for(renovate, renovate, configs)
		managed = tri_or(managed, renovate->has_custom_managers == NO ? NO : UNSURE);
	return managed;
}

static void
read_file(struct extraction *x, const struct source *source)
{
	struct str text = source->text;
	for (size_t at = str_find(text, mark, 0); at != STR_NONE;
		at = str_find(text, mark, at + mark.n)) {
		size_t end = str_find_char(text, '\n', at);
		if (end == STR_NONE)
			break;
		struct str rest = str_slice(text, end + 1, text.n), next;
		str_cut(rest, '\n', &next, NULL);
		struct fact_renovate_comment *comment = FACT_ADD(x, renovate_comment);
		comment->place = place_of(source, span_make(at, end));
		comment->is_managed = is_managed(x, next);
	}
}

void
renovate_read_comments(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files)
		if (file->source
			&& (file->kind == FILE_MAKEFILE || file->kind == FILE_DOCKERFILE
				|| file->kind == FILE_WORKFLOW))
			read_file(x, file->source);
}
