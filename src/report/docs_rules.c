/* SPDX-License-Identifier: Apache-2.0 */
/* docs/rules/: a page per rule. */
#include "base/path.h"
#include "lint/discover.h"
#include "report/docs.h"
#include "report/markdown_text.h"

/* A line of a rule as a paragraph. */
static void
add_sentence(struct buf *out, struct str line)
{
	markdown_inline(out, line, MARKDOWN_TEXT);
	if (line.n && str_find_char(STR(".?!"), line.s[line.n - 1], 0) == STR_NONE)
		buf_add_char(out, '.');
	buf_add(out, STR("\n\n"));
}

static void
add_properties(struct buf *out, const struct rule *rule)
{
	const char *kind = fact_classes[rule->on].name;
	buf_add(out, STR("| | |\n| --- | --- |\n| Severity | "));
	docs_severity(out, rule);
	buf_printf(out, " |\n| Confidence | %s |\n| Topic | %" PRIstr " |\n",
		confidence_name(rule->confidence), STR_ARG(rule->topic));
	buf_printf(out, "| Looks at | [%s](../facts.md#%s) |\n| Fix | ", kind, kind);
	if (rule->nedits) {
		buf_add(out, rule->fix_safety == FIX_SAFE ? STR("safe: ") : STR("unsafe: "));
		markdown_inline(out, rule->fix_title, MARKDOWN_CELL);
	} else {
		buf_add(out, STR("none"));
	}
	buf_printf(
		out, " |\n| Pedantic | %s |\n", rule->pedantic ? "yes: off unless selected" : "no");
}

/* What GitHub calls the language of a file. */
static struct str
language_of(struct str path)
{
	switch (discover_kind(path)) {
	case FILE_DOCKERFILE: return STR("dockerfile");
	case FILE_MAKEFILE: return STR("makefile");
	case FILE_GOMOD:
	case FILE_GOWORK: return STR("go.mod");
	default: break;
	}
	struct str ending = path_ext(path);
	if (str_eq(ending, STR(".yml")))
		return STR("yaml");
	static const char *const known[] = { "yaml", "json", "json5", "sh", "go" };
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (ending.n && str_eq(str_slice(ending, 1, ending.n), str_from(known[i])))
			return str_from(known[i]);
	return STR("text");
}

static void
add_example(struct buf *out, const struct rule_example *example)
{
	buf_add(out, example->bad ? STR("### Bad") : STR("### Good"));
	if (example->title.n) {
		buf_add(out, STR(": "));
		markdown_inline(out, example->title, MARKDOWN_TEXT);
	}
	buf_add(out, STR("\n\n"));
	for (uint32_t i = 0; i < example->nfiles; i++) {
		const struct rule_file *file = &example->files[i];
		markdown_code(out, file->path, MARKDOWN_TEXT);
		if (!file->text.n) {
			buf_add(out, STR(" (empty)\n\n"));
			continue;
		}
		buf_add(out, STR("\n\n"));
		markdown_block(out, language_of(file->path), file->text);
		buf_add_char(out, '\n');
	}
}

void
docs_rule(struct buf *out, const struct rule *rule)
{
	struct str help = str_trim(rule->help);
	buf_printf(out,
		"<!-- Made by `./dev docs` from rules/%" PRIstr "/%" PRIstr ".yaml. -->\n\n"
		"# %" PRIstr " %" PRIstr "\n\n",
		STR_ARG(rule->topic), STR_ARG(rule->name), STR_ARG(rule->id), STR_ARG(rule->name));
	add_sentence(out, rule->summary);
	add_properties(out, rule);
	buf_printf(out, "\n%" PRIstr "\n\n## Examples\n\n", STR_ARG(help));
	for (uint32_t i = 0; i < rule->nexamples; i++)
		add_example(out, &rule->examples[i]);
	buf_add(out, STR("## How to mend\n\n"));
	add_sentence(out, rule->mend);
	buf_add(out, STR("## References\n\n"));
	for (uint32_t i = 0; i < rule->nreferences; i++) {
		buf_add(out, STR("- "));
		markdown_url(out, rule->references[i]);
		buf_add_char(out, '\n');
	}
}
