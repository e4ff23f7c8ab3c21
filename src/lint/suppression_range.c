/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/suppression_range.h"

#include <string.h>

#include "syntax/dockerfile/dockerfile.h"
#include "syntax/tree/tree.h"

static struct span
lines_span(const struct source *source, size_t first, size_t last)
{
	size_t end = last < source->nlines ? source->line_starts[last] : source->text.n;
	return span_make(source->line_starts[first - 1], end > 0 ? end : 0);
}

struct span
suppression_line(const struct source *source, size_t off)
{
	uint32_t line = source_position(source, off).line;
	return lines_span(source, line, line);
}

static bool
is_script(const struct docker_instruction *in)
{
	return !in->is_json
		&& (in->keyword == DOCKER_RUN || in->keyword == DOCKER_CMD
			|| in->keyword == DOCKER_ENTRYPOINT || in->keyword == DOCKER_HEALTHCHECK);
}

bool
suppression_is_argument(const struct project_file *file, size_t off)
{
	const struct docker_instruction *in =
		file->dockerfile ? docker_instruction_at(file->dockerfile, off) : NULL;
	if (!in || is_script(in->trigger ? in->trigger : in))
		return false;
	for (size_t i = in->span.off; i < off; i++)
		if (strchr("\"'\n", file->source->text.s[i]))
			return false;
	return true;
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Where the largest key or item that begins within the line ends; 0 where none does. */
static size_t
end_of_node(const struct tree_node *node, struct span line, unsigned depth)
{
	size_t end = 0;
	if (depth > TREE_MAX_DEPTH || node->from_alias || span_end(node->span) <= line.off)
		return 0;
	vec_for(const struct tree_pair, pair, &node->pairs) {
		if (pair->merged)
			continue;
		bool begins =
			pair->key->span.off >= line.off && pair->key->span.off < span_end(line);
		if (begins && !pair->value->from_alias)
			end = larger(end, span_end(pair->value->span));
		else if (pair->key->span.off < line.off)
			end = larger(end, end_of_node(pair->value, line, depth + 1));
	}
	for (size_t i = 0; i < node->items.n; i++) {
		const struct tree_node *item = node->items.items[i];
		if (item->from_alias)
			continue;
		if (item->span.off >= line.off && item->span.off < span_end(line))
			end = larger(end, span_end(item->span));
		else if (item->span.off < line.off)
			end = larger(end, end_of_node(item, line, depth + 1));
	}
	return end;
}

static size_t
end_of_block(const struct project_file *file, uint32_t line)
{
	const struct source *source = file->source;
	if (!str_ends(str_trim(source_line(source, line)), STR("(")))
		return 0;
	while (line < source->nlines && !str_eq(str_trim(source_line(source, line)), STR(")")))
		line++;
	return span_end(lines_span(source, line, line));
}

static bool
is_comment(const struct project_file *file, struct str line)
{
	bool is_slashes =
		file->gomod || file->kind == FILE_RENOVATE || file->kind == FILE_DAEMON_CONFIG;
	line = str_trim(line);
	if (file->kind == FILE_BAKE && str_starts(line, STR("//")))
		return true;
	return !line.n || (is_slashes ? str_starts(line, STR("//")) : line.s[0] == '#');
}

struct span
suppression_next(const struct project_file *file, size_t off)
{
	const struct source *source = file->source;
	uint32_t line = source_position(source, off).line + 1;
	while (line <= source->nlines && is_comment(file, source_line(source, line)))
		line++;
	if (line > source->nlines)
		return (struct span){ 0 };
	char escape = file->dockerfile ? file->dockerfile->escape : '\\';
	uint32_t last = line;
	for (struct str text = source_line(source, last); last < source->nlines;
		text = source_line(source, ++last))
		if (!text.n || text.s[text.n - 1] != escape)
			break;
	struct span first = lines_span(source, line, line);
	size_t end = span_end(lines_span(source, line, last));
	if (file->dockerfile) {
		vec_for(const struct docker_instruction, one, &file->dockerfile->instructions)
			if (one->span.off >= first.off && one->span.off < span_end(first))
				end = larger(end, span_end(one->span));
	}
	for (size_t i = 0; file->tree && i < file->tree->documents.n; i++)
		end = larger(end, end_of_node(file->tree->documents.items[i], first, 0));
	if (file->gomod)
		end = larger(end, end_of_block(file, line));
	return span_make(first.off, end);
}
