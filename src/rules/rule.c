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
	if (rule->is_builtin)
		return arena_printf(a, "%s/rules/%" PRIstr, GOBELIN_HOMEPAGE, STR_ARG(rule->id));
	return rule->nreferences ? rule->references[0] : STR("");
}

/* Names below .example lead nowhere (RFC 2606). */
static bool
is_placeholder(struct str url)
{
	struct str rest, host = STR("");
	if (str_cut(url, ':', NULL, &rest) && str_starts(rest, STR("//")))
		str_cut(str_slice(rest, 2, rest.n), '/', &host, NULL);
	return str_ends(host, STR(".example"));
}

struct str
rule_link(struct arena *a, const struct rule *rule)
{
	struct str url = rule_url(a, rule);
	return is_placeholder(url) ? STR("") : url;
}
