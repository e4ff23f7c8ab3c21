/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/rule.h"

const char *
severity_name(enum severity severity)
{
	static const char *const names[] = { "info", "warning", "error" };
	return names[severity];
}

enum severity
severity_named(struct str name)
{
	return str_eq(name, STR("error"))   ? SEVERITY_ERROR
		: str_eq(name, STR("info")) ? SEVERITY_INFO
					    : SEVERITY_WARNING;
}

const char *
confidence_name(enum confidence confidence)
{
	static const char *const names[] = { "low", "medium", "high" };
	return names[confidence];
}

struct str
rule_url(struct arena *a, const struct rule *rule)
{
	if (!rule->is_builtin)
		return rule->nreferences ? rule->references[0] : STR("");
	if (!*GOBELIN_HOMEPAGE)
		return STR("");
	return arena_printf(a, "%s/blob/v%s/docs/rules/%" PRIstr ".md", GOBELIN_HOMEPAGE,
		GOBELIN_VERSION, STR_ARG(rule->id));
}
