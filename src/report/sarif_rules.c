/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue of rules in a SARIF log. */
#include "base/utf8.h"
#include "report/sarif.h"

/* What code scanning takes of a rule: characters. */
#define NAME_MAX_LENGTH 255
#define DESCRIPTION_MAX_LENGTH 1024

/* ca-certificates-missing as CaCertificatesMissing. */
static struct str
pascal_case(struct arena *a, struct str name)
{
	struct buf out = buf_new(a);
	bool upper = true;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.s[i];
		if (!char_is_digit(c) && !char_is_alpha(c)) {
			upper = true;
			continue;
		}
		buf_add_char(&out, upper && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
		upper = false;
	}
	return buf_str(&out);
}

/* A sentence with its full stop. */
static struct str
sentence(struct arena *a, struct str text)
{
	text = str_trim(text);
	bool ends = !text.n || text.s[text.n - 1] == '.' || text.s[text.n - 1] == '!'
		|| text.s[text.n - 1] == '?';
	return ends ? text : arena_printf(a, "%" PRIstr ".", STR_ARG(text));
}

/* The text, or as much of it as there is room for. */
static struct str
shortened(struct arena *a, struct str text, size_t max)
{
	if (utf8_count(text) <= max)
		return text;
	size_t at = 0;
	for (size_t n = 1; n < max; n++)
		at += utf8_step(text, at);
	return arena_printf(a, "%" PRIstr "…", STR_ARG(str_slice(text, 0, at)));
}

/* The first paragraph of the explanation; the summary where there is none. */
static struct str
first_paragraph(const struct rule *rule)
{
	struct str help = str_trim(rule->help);
	size_t end = str_find(help, STR("\n\n"), 0);
	return help.n ? str_slice(help, 0, end == STR_NONE ? help.n : end) : rule->summary;
}

/* Explanation, what to do, and what to read, in Markdown that also reads well as text. */
static struct str
help_text(struct arena *a, const struct rule *rule)
{
	struct buf out = buf_new(a);
	struct str help = str_trim(rule->help);
	buf_add(&out, help.n ? help : sentence(a, rule->summary));
	if (rule->mend.n)
		buf_printf(&out, "\n\nHow to mend it: %" PRIstr, STR_ARG(sentence(a, rule->mend)));
	for (uint32_t i = 0; i < rule->nreferences; i++)
		buf_printf(
			&out, "%s\n- <%" PRIstr ">", i ? "" : "\n", STR_ARG(rule->references[i]));
	return buf_str(&out);
}

/* GitHub shows 7.0 and more as high, 4.0 and more as medium, less as low. */
static struct str
security_severity(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return STR("8.0");
	case SEVERITY_WARNING: return STR("5.5");
	case SEVERITY_INFO: break;
	}
	return STR("3.0");
}

static void
put_properties(struct arena *a, cJSON *object, const struct rule *rule)
{
	cJSON *properties = json_put_object(object, "properties");
	cJSON *tags = json_put_array(properties, "tags");
	if (rule->topic.n)
		json_push(tags, json_string(a, rule->topic));
	if (rule->security)
		json_push(tags, json_string(a, STR("security")));
	json_put_string(a, properties, "precision", str_from(confidence_name(rule->confidence)));
	json_put_string(a, properties, "problem.severity",
		rule->severity == SEVERITY_INFO ? STR("recommendation")
						: str_from(severity_name(rule->severity)));
	if (rule->security)
		json_put_string(
			a, properties, "security-severity", security_severity(rule->severity));
}

static cJSON *
descriptor(struct sarif *s, const struct rule *rule)
{
	struct arena *a = s->arena;
	cJSON *object = cJSON_CreateObject();
	json_put_string(a, object, "id", rule->id);
	struct str name = pascal_case(a, rule->name);
	struct str summary = sentence(a, rule->summary),
		   details = sentence(a, first_paragraph(rule));
	json_put_string(a, object, "name", shortened(a, name, NAME_MAX_LENGTH));
	sarif_put_message(
		s, object, "shortDescription", shortened(a, summary, DESCRIPTION_MAX_LENGTH));
	sarif_put_message(
		s, object, "fullDescription", shortened(a, details, DESCRIPTION_MAX_LENGTH));
	struct str text = help_text(a, rule);
	json_put_string(a, sarif_put_message(s, object, "help", text), "markdown", text);
	struct str url = rule_url(a, rule);
	if (str_contains(url, STR("://")))
		json_put_string(a, object, "helpUri", url);
	cJSON *configuration = json_put_object(object, "defaultConfiguration");
	json_put(configuration, "enabled", cJSON_CreateBool(!rule->pedantic));
	json_put_string(a, configuration, "level", sarif_level(rule->severity));
	put_properties(a, object, rule);
	return object;
}

void
sarif_put_driver(struct sarif *s, cJSON *tool)
{
	cJSON *driver = json_put_object(tool, "driver");
	json_put_string(s->arena, driver, "name", STR("gobelin"));
	json_put_string(
		s->arena, driver, "fullName", STR("gobelin, the Go build environment linter"));
	json_put_string(s->arena, driver, "semanticVersion", STR(GOBELIN_VERSION));
	if (*GOBELIN_HOMEPAGE)
		json_put_string(s->arena, driver, "informationUri", STR(GOBELIN_HOMEPAGE));
	cJSON *rules = json_put_array(driver, "rules");
	for (size_t i = 0; i < s->rules.n; i++)
		json_push(rules, descriptor(s, s->rules.items[i]));
}
