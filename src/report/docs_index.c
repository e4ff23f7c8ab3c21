/* SPDX-License-Identifier: Apache-2.0 */
/* docs/rules/README.md: the index of the rules by topic, by format and by severity. */
#include <stdlib.h>

#include "facts/facts.h"
#include "lint/discover.h"
#include "report/docs.h"
#include "report/markdown_text.h"

enum { DOCKERFILE = 1, MAKEFILE = 2, WORKFLOW = 4, RENOVATE = 8, GOMOD = 16, OTHER = 32 };

static const struct {
	unsigned bit;
	const char *title;
} formats[] = {
	{ DOCKERFILE, "Dockerfile" },
	{ MAKEFILE, "Makefile" },
	{ WORKFLOW, "Workflow" },
	{ RENOVATE, "Renovate" },
	{ GOMOD, "go.mod" },
	{ OTHER, "Other: compose, Kubernetes, daemon.json, Dependabot" },
};

#define COMMANDS (DOCKERFILE | MAKEFILE | WORKFLOW)
#define ALL (COMMANDS | RENOVATE | GOMOD | OTHER)

/* The formats of the files that a kind of fact is drawn from. */
static const unsigned formats_of_kind[FACT_CLASS_none] = {
	[FACT_CLASS_syntax_fault] = ALL,
	[FACT_CLASS_suppression] = ALL,
	[FACT_CLASS_project] = ALL,
	[FACT_CLASS_variable] = COMMANDS | OTHER,
	[FACT_CLASS_command] = COMMANDS,
	[FACT_CLASS_go_command] = COMMANDS,
	[FACT_CLASS_missing_module] = DOCKERFILE,
	[FACT_CLASS_ignored_source] = DOCKERFILE,
	[FACT_CLASS_git_rewrite] = COMMANDS,
	[FACT_CLASS_install] = COMMANDS,
	[FACT_CLASS_download] = COMMANDS,
	[FACT_CLASS_trust_bypass] = COMMANDS,
	[FACT_CLASS_docker_build] = MAKEFILE | WORKFLOW | OTHER,
	[FACT_CLASS_image_ref] = DOCKERFILE | WORKFLOW,
	[FACT_CLASS_go_pin] = DOCKERFILE | WORKFLOW,
	[FACT_CLASS_dockerfile] = DOCKERFILE,
	[FACT_CLASS_stage] = DOCKERFILE,
	[FACT_CLASS_copy] = DOCKERFILE,
	[FACT_CLASS_secret_file] = DOCKERFILE,
	[FACT_CLASS_certificate] = DOCKERFILE,
	[FACT_CLASS_mount] = DOCKERFILE,
	[FACT_CLASS_makefile] = MAKEFILE,
	[FACT_CLASS_target] = MAKEFILE,
	[FACT_CLASS_lost_reference] = MAKEFILE,
	[FACT_CLASS_lost_state] = MAKEFILE,
	[FACT_CLASS_bashism] = MAKEFILE,
	[FACT_CLASS_missing_target] = DOCKERFILE | MAKEFILE | WORKFLOW,
	[FACT_CLASS_gopath_use] = MAKEFILE,
	[FACT_CLASS_workflow] = WORKFLOW,
	[FACT_CLASS_job] = WORKFLOW,
	[FACT_CLASS_step] = WORKFLOW,
	[FACT_CLASS_action_use] = WORKFLOW,
	[FACT_CLASS_setup_go] = WORKFLOW,
	[FACT_CLASS_matrix_axis] = WORKFLOW,
	[FACT_CLASS_golangci_lint] = WORKFLOW,
	[FACT_CLASS_golangci_run] = MAKEFILE | WORKFLOW,
	[FACT_CLASS_goreleaser_release] = WORKFLOW,
	[FACT_CLASS_goreleaser_run] = MAKEFILE | WORKFLOW | OTHER,
	[FACT_CLASS_renovate] = RENOVATE,
	[FACT_CLASS_renovate_name] = RENOVATE,
	[FACT_CLASS_package_rule] = RENOVATE,
	[FACT_CLASS_renovate_pattern] = RENOVATE,
	[FACT_CLASS_renovate_time] = RENOVATE,
	[FACT_CLASS_renovate_secret] = RENOVATE,
	[FACT_CLASS_renovate_comment] = COMMANDS | OTHER,
	[FACT_CLASS_module] = GOMOD,
	[FACT_CLASS_workspace] = GOMOD,
	[FACT_CLASS_workspace_use] = GOMOD,
	[FACT_CLASS_unread_line] = GOMOD,
	[FACT_CLASS_module_replace] = GOMOD,
	[FACT_CLASS_dependabot] = OTHER,
	[FACT_CLASS_dependabot_update] = OTHER,
	[FACT_CLASS_pod] = OTHER,
	[FACT_CLASS_bake_target] = OTHER,
	[FACT_CLASS_compose_service] = OTHER,
	[FACT_CLASS_job_service] = WORKFLOW,
	[FACT_CLASS_output_use] = WORKFLOW,
	[FACT_CLASS_compose_run] = MAKEFILE | WORKFLOW | OTHER,
	[FACT_CLASS_daemon_config] = OTHER,
	[FACT_CLASS_dns_server] = OTHER,
};

static unsigned
format_of_file(struct str path)
{
	switch (discover_kind(path)) {
	case FILE_DOCKERFILE: return DOCKERFILE;
	case FILE_MAKEFILE: return MAKEFILE;
	case FILE_WORKFLOW:
	case FILE_ACTION: return WORKFLOW;
	case FILE_RENOVATE: return RENOVATE;
	case FILE_GOMOD:
	case FILE_GOWORK: return GOMOD;
	case FILE_COMPOSE:
	case FILE_BAKE:
	case FILE_KUBERNETES:
	case FILE_DAEMON_CONFIG:
	case FILE_DEPENDABOT: return OTHER;
	case FILE_NONE:
	case FILE_MAYBE_YAML: break;
	}
	return 0;
}

/*
 * Of the formats that the kind of fact is drawn from, those that the rule's bad examples hold:
 * a go command stands in a recipe as well as in a RUN, many rules look at RUN alone.
 */
static unsigned
formats_of_rule(const struct rule *rule)
{
	unsigned shown = 0;
	for (uint32_t i = 0; i < rule->nexamples; i++)
		for (uint32_t j = 0; rule->examples[i].bad && j < rule->examples[i].nfiles; j++)
			shown |= format_of_file(rule->examples[i].files[j].path);
	unsigned possible = formats_of_kind[rule->on];
	return possible & shown ? possible & shown : possible;
}

static int
by_topic_and_id(const void *a, const void *b)
{
	const struct rule *const *left = a, *const *right = b;
	int order = str_cmp((*left)->topic, (*right)->topic);
	return order ? order : str_cmp((*left)->id, (*right)->id);
}

static int
by_id(const void *a, const void *b)
{
	const struct rule *const *left = a, *const *right = b;
	return str_cmp((*left)->id, (*right)->id);
}

void
docs_severity(struct buf *out, const struct rule *rule)
{
	buf_add(out, str_from(severity_name(rule->severity)));
	for (uint32_t i = 0; i < rule->nseverity_cases; i++)
		buf_printf(out, "%s%s", i ? ", " : "; in some cases ",
			severity_name(rule->severity_cases[i].severity));
}

static void
add_topics(struct buf *out, const struct rules *sorted)
{
	struct str topic = { 0 };
	buf_add(out, STR("\n## By topic\n"));
	for (size_t i = 0; i < sorted->n; i++) {
		const struct rule *rule = sorted->items[i];
		if (!i || !str_eq(topic, rule->topic))
			buf_printf(out,
				"\n### %" PRIstr "\n\n| Id | Name | Severity | Summary |\n"
				"| --- | --- | --- | --- |\n",
				STR_ARG(rule->topic));
		topic = rule->topic;
		buf_printf(out, "| [%" PRIstr "](%" PRIstr ".md) | %" PRIstr " | ",
			STR_ARG(rule->id), STR_ARG(rule->id), STR_ARG(rule->name));
		docs_severity(out, rule);
		buf_add(out, STR(" | "));
		markdown_inline(out, rule->summary, MARKDOWN_CELL);
		buf_add(out, rule->pedantic ? STR(" (pedantic) |\n") : STR(" |\n"));
	}
}

/* A rule in a list of them; each has its line in the source, and they flow on the page. */
static void
add_link(struct buf *out, const struct rule *rule, bool first)
{
	buf_printf(out, "%s[%" PRIstr "](%" PRIstr ".md) %" PRIstr "%s", first ? "\n" : ",\n",
		STR_ARG(rule->id), STR_ARG(rule->id), STR_ARG(rule->name),
		rule->pedantic ? " (pedantic)" : "");
}

static void
add_formats(struct buf *out, const struct rules *sorted)
{
	buf_add(out, STR("\n## By format\n"));
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		bool first = true;
		buf_printf(out, "\n### %s\n", formats[i].title);
		for (size_t j = 0; j < sorted->n; j++) {
			if (!(formats_of_rule(sorted->items[j]) & formats[i].bit))
				continue;
			add_link(out, sorted->items[j], first);
			first = false;
		}
		buf_add(out, first ? STR("\nNone.\n") : STR("\n"));
	}
}

static void
add_severities(struct buf *out, const struct rules *sorted)
{
	static const enum severity order[] = { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO };
	buf_add(out, STR("\n## By severity\n\nWhat a rule says in most cases counts here.\n"));
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		bool first = true;
		buf_printf(out, "\n### %s\n", severity_name(order[i]));
		for (size_t j = 0; j < sorted->n; j++) {
			if (sorted->items[j]->severity != order[i])
				continue;
			add_link(out, sorted->items[j], first);
			first = false;
		}
		buf_add(out, first ? STR("\nNone.\n") : STR("\n"));
	}
}

void
docs_rule_index(struct buf *out, const struct rules *rules)
{
	struct rules sorted = { 0 };
	for (size_t i = 0; i < rules->n; i++)
		vec_push(out->arena, &sorted, rules->items[i]);
	buf_add(out,
		STR("<!-- Made by `./dev docs` from rules/. -->\n\n# Rules\n\n"
		    "[By topic](#by-topic), [by format](#by-format), [by severity](#by-severity).\n\n"
		    "`gobelin explain ID` tells the same on the command line. A rule that is marked\n"
		    "pedantic is asked only when it is selected by its id or name.\n"));
	if (sorted.n)
		qsort(sorted.items, sorted.n, sizeof(*sorted.items), by_topic_and_id);
	add_topics(out, &sorted);
	if (sorted.n)
		qsort(sorted.items, sorted.n, sizeof(*sorted.items), by_id);
	add_formats(out, &sorted);
	add_severities(out, &sorted);
}
