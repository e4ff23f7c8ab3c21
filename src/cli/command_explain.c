/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "base/nearest.h"
#include "cli/cli.h"

struct explain_options {
	struct strs rules;
};

static const struct cli_option option_rows[] = {
	{ "rules", 0, OPTION_REPEATED, "DIR", "know the rules in DIR too",
		offsetof(struct explain_options, rules) },
};

static const struct rule *
find_rule(struct arena *a, const struct rules *rules, struct str name)
{
	struct strs names = { 0 };
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = rules->items[i];
		if (str_eq_nocase(name, rule->id) || str_eq(name, rule->name))
			return rule;
		vec_push(a, &names, rule->id);
		vec_push(a, &names, rule->name);
	}
	struct str nearest = nearest_name(name, &names);
	if (nearest.n)
		cli_complain(a, "explain: there is no rule %" PRIstr "; did you mean %" PRIstr "?",
			STR_ARG(name), STR_ARG(nearest));
	else
		cli_complain(a, "explain: there is no rule %" PRIstr " (see gobelin rules)",
			STR_ARG(name));
	return NULL;
}

/* Markdown for a terminal: code blocks are indented, headings lose their signs. */
static void
add_markdown(struct buf *out, struct str text)
{
	bool in_code = false;
	for (struct str line; str_next_field(&text, '\n', &line);) {
		if (str_starts(str_trim(line), STR("```"))) {
			in_code = !in_code;
			continue;
		}
		size_t signs = 0;
		while (!in_code && signs < line.n && line.s[signs] == '#')
			signs++;
		struct str shown = signs ? str_trim(str_slice(line, signs, line.n)) : line;
		buf_printf(out, "%s%" PRIstr "\n", in_code && line.n ? "    " : "", STR_ARG(shown));
	}
}

static void
explain(struct buf *out, const struct rule *rule)
{
	buf_printf(out, "%" PRIstr " %" PRIstr "\n%" PRIstr "\n\n", STR_ARG(rule->id),
		STR_ARG(rule->name), STR_ARG(rule->summary));
	buf_printf(out, "severity %s, confidence %s, topic %" PRIstr "%s\n\n",
		severity_name(rule->severity), confidence_name(rule->confidence),
		STR_ARG(rule->topic), rule->pedantic ? ", off unless selected" : "");
	struct str help = str_trim(rule->help);
	if (help.n) {
		add_markdown(out, help);
		buf_add_char(out, '\n');
	}
	if (rule->mend.n)
		buf_printf(out, "To mend it: %" PRIstr "\n\n", STR_ARG(rule->mend));
	for (uint32_t i = 0; i < rule->nreferences; i++)
		buf_printf(out, "%" PRIstr "\n", STR_ARG(rule->references[i]));
	struct str url = rule_url(out->arena, rule);
	if (rule->is_builtin && url.n)
		buf_printf(out, "%" PRIstr "\n", STR_ARG(url));
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct explain_options options = { 0 };
	struct strs arguments = { 0 };
	struct rules rules = { 0 };
	int status;
	if (!command_parse(a, command, words, &options, &arguments, &status))
		return status;
	if (arguments.n != 1) {
		cli_complain(a, "explain: name one rule (see gobelin rules)");
		return EXIT_TROUBLE;
	}
	if (!cli_load_rules(a, &options.rules, &rules))
		return EXIT_TROUBLE;
	const struct rule *rule = find_rule(a, &rules, arguments.items[0]);
	if (!rule)
		return EXIT_TROUBLE;
	struct buf out = buf_new(a);
	explain(&out, rule);
	return cli_print(a, buf_str(&out)) ? 0 : EXIT_TROUBLE;
}

const struct command command_explain = {
	.name = "explain",
	.arguments = "RULE",
	.doc = "Explain a rule, by its id or name",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
