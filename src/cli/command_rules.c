/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "cli/cli.h"
#include "report/json_write.h"

struct rules_options {
	struct str format;
	struct strs rules;
};

static const struct cli_option option_rows[] = {
	{ "format", 'f', OPTION_TEXT, "text|json", "how to print (text)",
		offsetof(struct rules_options, format) },
	{ "rules", 0, OPTION_REPEATED, "DIR", "list the rules in DIR too",
		offsetof(struct rules_options, rules) },
};

static void
list_text(struct buf *out, const struct rules *rules)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = rules->items[i];
		buf_printf(out, "%-6" PRIstr " %-34" PRIstr " %-8s %" PRIstr "%s\n",
			STR_ARG(rule->id), STR_ARG(rule->name), severity_name(rule->severity),
			STR_ARG(rule->summary), rule->pedantic ? " (off unless selected)" : "");
	}
}

static cJSON *
rule_json(struct arena *a, const struct rule *rule)
{
	cJSON *object = cJSON_CreateObject();
	json_put_string(a, object, "id", rule->id);
	json_put_string(a, object, "name", rule->name);
	json_put_string(a, object, "topic", rule->topic);
	json_put_string(a, object, "summary", rule->summary);
	json_put_string(a, object, "severity", str_from(severity_name(rule->severity)));
	json_put_string(a, object, "confidence", str_from(confidence_name(rule->confidence)));
	cJSON_AddBoolToObject(object, "pedantic", rule->pedantic);
	cJSON_AddBoolToObject(object, "security", rule->security);
	cJSON_AddBoolToObject(object, "fixable", rule->nedits > 0);
	json_put_string(a, object, "url", rule_url(a, rule));
	return object;
}

static void
list_json(struct buf *out, const struct rules *rules)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < rules->n; i++)
		json_push(list, rule_json(out->arena, rules->items[i]));
	json_print(out, list);
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct rules_options options = { .format = STR("text") };
	struct strs arguments = { 0 };
	struct rules rules = { 0 };
	int status;
	if (!command_parse(a, command, words, &options, &arguments, &status))
		return status;
	if (!cli_load_rules(a, &options.rules, &rules))
		return EXIT_TROUBLE;
	struct buf out = buf_new(a);
	if (str_eq(options.format, STR("json")))
		list_json(&out, &rules);
	else
		list_text(&out, &rules);
	return cli_print(a, buf_str(&out)) ? 0 : EXIT_TROUBLE;
}

const struct command command_rules = {
	.name = "rules",
	.arguments = "",
	.doc = "List the rules",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
