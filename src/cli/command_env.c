/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "cli/cli.h"
#include "cli/facts.h"
#include "lint/mask.h"
#include "report/json_write.h"
#include "report/parts.h"

struct env_options {
	struct str format;
};

static const struct cli_option option_rows[] = {
	{ "format", 'f', OPTION_TEXT, "text|json", "how to print (text)",
		offsetof(struct env_options, format) },
};

static const char *const names[] = { "GOPROXY", "GOPRIVATE", "GONOSUMDB", "GOSUMDB", "GOFLAGS",
	"GOTOOLCHAIN", "CGO_ENABLED", "GOOS", "GOARCH" };

#define NAME_COUNT (sizeof(names) / sizeof(*names))

struct env_value {
	enum known state;
	struct str value, origin;
};

static struct env_value
value_of(struct arena *a, const struct fact_go_command *go, const char *name)
{
	const struct fact_setting *setting = settings_get(go->go_env, str_from(name));
	if (!setting)
		return (struct env_value){ .state = settings_is_open(go->go_env) ? UNKNOWN
										 : ABSENT };
	struct env_value value = { .state = setting->value.state };
	if (setting->present != YES)
		value.state = setting->present == NO ? ABSENT : UNKNOWN;
	if (value.state == KNOWN)
		value.value = mask_secrets(a, setting->value.text);
	if (setting->origin.state == KNOWN)
		value.origin = setting->origin.text;
	return value;
}

static struct str
text_of(const struct fact_go_command *go)
{
	const struct fact_command *command = go->command;
	bool known =
		command && (const void *)command != fact_unknown && command->text.state == KNOWN;
	return known ? command->text.text : STR("go");
}

static struct str
shown_value(const struct env_value *value)
{
	switch (value->state) {
	case ABSENT: return STR("(not set)");
	case UNKNOWN: return STR("(unknown)");
	case KNOWN: break;
	}
	return value->value.n ? value->value : STR("(empty)");
}

static void
add_text(struct buf *out, const struct report_options *options, const struct fact_go_command *go)
{
	struct position at = source_position(go->place.source, go->place.span.off);
	struct str path = report_path(out->arena, options, go->place.source->path);
	buf_printf(out, "%s%" PRIstr ":%u:%u: %" PRIstr "\n", out->n ? "\n" : "", STR_ARG(path),
		(unsigned)at.line, (unsigned)at.column,
		STR_ARG(report_line(out->arena, text_of(go))));
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct env_value value = value_of(out->arena, go, names[i]);
		struct str shown = report_line(out->arena, shown_value(&value));
		struct str origin = report_line(out->arena, value.origin);
		buf_printf(out, "  %-12s %" PRIstr "%s%" PRIstr "\n", names[i], STR_ARG(shown),
			origin.n ? "  # " : "", STR_ARG(origin));
	}
}

static cJSON *
command_json(struct arena *a, const struct fact_go_command *go)
{
	struct position at = source_position(go->place.source, go->place.span.off);
	cJSON *object = cJSON_CreateObject();
	json_put_string(a, object, "path", go->place.source->path);
	json_put_number(object, "line", at.line);
	json_put_number(object, "column", at.column);
	json_put_string(a, object, "command", mask_secrets(a, text_of(go)));
	cJSON *env = json_put_object(object, "env");
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct env_value value = value_of(a, go, names[i]);
		cJSON *entry = json_put_object(env, names[i]);
		cJSON_AddStringToObject(entry, "state",
			value.state == KNOWN            ? "known"
				: value.state == ABSENT ? "unset"
							: "unknown");
		if (value.state == KNOWN)
			json_put_string(a, entry, "value", value.value);
		if (value.origin.n)
			json_put_string(a, entry, "origin", value.origin);
	}
	return object;
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct env_options options = { STR("text") };
	struct strs paths = { 0 };
	struct cli_facts facts;
	int status;
	if (!command_parse(a, command, words, &options, &paths, &status))
		return status;
	if (!cli_find_facts(a, &paths, &facts))
		return EXIT_TROUBLE;
	bool json = str_eq(options.format, STR("json"));
	struct report_options report = { .path_prefix = facts.workspace.path_prefix,
		.working_dir = facts.workspace.working_dir };
	struct buf out = buf_new(a);
	cJSON *list = json ? cJSON_CreateArray() : NULL;
	fact_for(go_command, go, &facts.result->project->facts[FACT_CLASS_go_command]) {
		if (!cli_is_asked_for(&facts, go->place))
			continue;
		if (json)
			json_push(list, command_json(a, go));
		else
			add_text(&out, &report, go);
	}
	if (json)
		json_print(&out, list);
	else if (!out.n)
		buf_add(&out, STR("No go command is run here.\n"));
	return cli_print(a, buf_str(&out)) ? facts.status : EXIT_TROUBLE;
}

const struct command command_env = {
	.name = "env",
	.arguments = "[PATH...]",
	.doc = "Say what `go env` would print at each go command, and why",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
