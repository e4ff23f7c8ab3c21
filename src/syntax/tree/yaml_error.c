/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/tree/yaml_error.h"

#include <string.h>

#include "syntax/tree/build.h"

struct wording {
	const char *problem; /* libyaml's */
	const char *message;
	bool at_context; /* report where the construct starts, not where reading stopped */
};

static const struct wording wordings[] = {
	{ "could not find expected ':'", "expected ':' after this key", true },
	{ "mapping values are not allowed in this context",
		"unexpected ':' (check the indentation, or quote the text that holds it)", false },
	{ "did not find expected key", "expected a key of the mapping (check the indentation)",
		false },
	{ "did not find expected '-' indicator",
		"expected '-' before the next item of the list (check the indentation)", false },
	{ "block sequence entries are not allowed in this context",
		"a list item is not allowed here", false },
	{ "found unexpected end of stream", "the closing quote is missing", true },
	{ "found unexpected document indicator", "the closing quote is missing", true },
	{ "did not find expected ',' or ']'", "expected ',' or ']'", false },
	{ "did not find expected ',' or '}'", "expected ',' or '}'", false },
	{ "found unknown escape character", "unknown escape in a double-quoted text", false },
	{ "did not find expected <document start>", "expected the end of the document or '---'",
		false },
	{ "found a tab character where an indentation space is expected",
		"a tab can't be used for indentation", false },
	{ "found a tab character that violates indentation", "a tab can't be used for indentation",
		false },
	{ "did not find expected alphabetic or numeric character",
		"expected a name after '&' or '*' (quote a text that starts with one)", false },
	{ "found undefined tag handle", "undefined tag handle", false },
	{ "did not find expected node content", "expected a value", false },
	{ "did not find expected comment or line break",
		"expected the end of the line after the block's '|' or '>'", false },
};

static const struct wording *
find_wording(const char *problem)
{
	for (size_t i = 0; i < sizeof(wordings) / sizeof(*wordings); i++)
		if (strcmp(wordings[i].problem, problem) == 0)
			return &wordings[i];
	return NULL;
}

static void
report_bad_start(struct arena *a, struct tree *tree, struct span span)
{
	struct str text = source_slice(tree->source, span);
	if (str_eq(text, STR("\t")))
		tree_fault(a, tree, span, "a tab can't be used for indentation");
	else
		tree_fault(a, tree, span, "a text can't start with '%" PRIstr "' (quote it)",
			STR_ARG(tree_excerpt(a, text)));
}

size_t
yaml_error_report(
	struct arena *a, struct tree *tree, const struct yaml_text *t, const yaml_parser_t *parser)
{
	const char *problem = parser->problem ? parser->problem : "out of memory";
	const struct wording *wording = find_wording(problem);
	bool at_context = wording && wording->at_context && parser->context;
	size_t at = yaml_text_offset(
		t, at_context ? parser->context_mark.index : parser->problem_mark.index);
	bool bad;
	size_t n = at < t->source->text.n ? yaml_char(t->source->text, at, &bad) : 0;
	struct span span = span_make(at, at + n);
	if (strcmp(problem, "found character that cannot start any token") == 0)
		report_bad_start(a, tree, span);
	else if (wording)
		tree_fault(a, tree, span, "%s", wording->message);
	else if (parser->context)
		tree_fault(a, tree, span, "%s %s", problem, parser->context);
	else
		tree_fault(a, tree, span, "%s", problem);
	return at;
}
