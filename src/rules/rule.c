/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/rule.h"

const char *
severity_name(enum severity severity)
{
	static const char *const names[] = { "info", "warning", "error" };
	return names[severity];
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
	return arena_printf(a, "docs/rules/%" PRIstr ".md", STR_ARG(rule->id));
}
