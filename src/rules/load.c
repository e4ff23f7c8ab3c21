/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/load.h"

#include "base/path.h"
#include "facts/facts.h"
#include "rules/load_fix.h"
#include "rules/reader.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* --- what the rule is -------------------------------------------------------------- */

/* Capital letters, then digits; the prefix GB of the built-in rules asks for three. */
static bool
is_rule_id(struct str id)
{
	size_t letters = 0;
	while (letters < id.n && id.s[letters] >= 'A' && id.s[letters] <= 'Z')
		letters++;
	size_t end = letters;
	while (end < id.n && char_is_digit(id.s[end]))
		end++;
	bool is_ours = str_eq(str_slice(id, 0, letters), STR("GB"));
	return letters > 0 && end > letters && end == id.n && (!is_ours || id.n == 5);
}

static void
read_id(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct rule *rule = out;
	reader_line(r, node, &rule->id);
	if (rule->id.n && !is_rule_id(rule->id))
		reader_fault(r, node,
			"expected GB and three digits, or letters of your own such as ORG001");
}

static bool
is_rule_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.s[i];
		bool is_inner = char_is_digit(c) || (c == '-' && i > 0 && i + 1 < name.n);
		if (!(c >= 'a' && c <= 'z') && !is_inner)
			return false;
	}
	return name.n > 0;
}

static void
read_name(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct rule *rule = out;
	reader_line(r, node, &rule->name);
	if (!rule->name.n)
		return;
	struct str file = path_base(r->source->path);
	struct str stem = str_slice(file, 0, file.n - path_ext(file).n);
	if (!is_rule_name(rule->name))
		reader_fault(r, node, "expected small letters, digits and dashes");
	else if (!str_eq(rule->name, stem))
		reader_fault(r, node, "the file is named %" PRIstr "; name it %" PRIstr ".yaml",
			STR_ARG(file), STR_ARG(rule->name));
}

static void
read_confidence(struct rule_reader *r, const struct tree_node *node, void *out)
{
	static const char *const names[] = { "low", "medium", "high" };
	struct rule *rule = out;
	rule->confidence = (enum confidence)reader_choice(r, node, names, COUNT(names));
}

static struct cel_type
object_type(uint16_t class)
{
	return (struct cel_type){ .kind = CEL_OBJECT, .class = class };
}

/* Sets the variables that all later expressions may use. */
static void
read_on(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct rule *rule = out;
	struct str name = { 0 };
	reader_line(r, node, &name);
	if (!name.n)
		return;
	const struct fact_class *class = fact_class_named(name);
	if (!class || !class->is_kind) {
		struct strs kinds = { 0 };
		for (uint16_t i = 0; i < fact_class_count; i++)
			if (fact_classes[i].is_kind)
				vec_push(r->arena, &kinds, str_from(fact_classes[i].name));
		struct str hint = reader_hint(r->arena, name, &kinds);
		reader_fault(r, node, "no kind of fact is named `%" PRIstr "`; %" PRIstr,
			STR_ARG(name), STR_ARG(hint));
		return;
	}
	rule->on = (uint16_t)(class - fact_classes);
	r->variables[0] = (struct cel_variable){ str_from(class->name), object_type(rule->on) };
	r->variables[1] = (struct cel_variable){ STR("project"), object_type(FACT_CLASS_project) };
	r->nvariables = rule->on == FACT_CLASS_project ? 1 : 2;
}

/* --- lists of parts ---------------------------------------------------------------- */

static void
read_severity_cases(struct rule_reader *r, const struct tree_node *node, void *out)
{
	static const struct rule_key keys[] = {
		{ "severity", true, reader_severity,
			offsetof(struct rule_severity_case, severity) },
		{ "when", true, reader_condition, offsetof(struct rule_severity_case, when) },
	};
	struct rule *rule = out;
	size_t n;
	struct tree_node *const *items = reader_items(r, node, &n);
	struct rule_severity_case *cases = ARENA_ARRAY(r->arena, struct rule_severity_case, n);
	for (size_t i = 0; i < n; i++)
		reader_mapping(r, items[i], keys, COUNT(keys), &cases[i]);
	rule->severity_cases = cases;
	rule->nseverity_cases = (uint32_t)n;
}

/* There are no others where each finding stands for itself. */
static void
read_others(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct rule *rule = out;
	reader_line(r, node, &rule->others);
	if (rule->once_per.nnodes == 0)
		reader_fault(r, node, "of what should there be others? Write `once_per` too");
}

static void
read_related(struct rule_reader *r, const struct tree_node *node, void *out)
{
	static const struct rule_key keys[] = {
		{ "at", true, reader_place, offsetof(struct rule_related, at) },
		{ "text", true, reader_line_template, offsetof(struct rule_related, text) },
	};
	struct rule *rule = out;
	size_t n;
	struct tree_node *const *items = reader_items(r, node, &n);
	struct rule_related *related = ARENA_ARRAY(r->arena, struct rule_related, n);
	for (size_t i = 0; i < n; i++)
		reader_mapping(r, items[i], keys, COUNT(keys), &related[i]);
	rule->related = related;
	rule->nrelated = (uint32_t)n;
}

static void
read_references(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct rule *rule = out;
	size_t n;
	struct tree_node *const *items = reader_items(r, node, &n);
	struct str *references = ARENA_ARRAY(r->arena, struct str, n);
	for (size_t i = 0; i < n; i++) {
		reader_line(r, items[i], &references[i]);
		struct str url = references[i];
		bool is_url = str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
		if (url.n && (!is_url || str_find_char(url, ' ', 0) != STR_NONE))
			reader_fault(r, items[i], "expected an address that starts with https://");
	}
	rule->references = references;
	rule->nreferences = (uint32_t)n;
}

/* --- examples ---------------------------------------------------------------------- */

static void
read_example_path(struct rule_reader *r, const struct tree_node *node, struct str *path)
{
	reader_line(r, node, path);
	struct str clean = path_clean(r->arena, *path);
	bool leaves = str_eq(clean, STR("..")) || str_starts(clean, STR("../"));
	if (path->n && (!str_eq(clean, *path) || path_is_absolute(*path) || leaves))
		reader_fault(
			r, node, "expected a path from the project's root, such as cmd/Dockerfile");
}

static void
read_example_files(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct rule_example *example = out;
	if (node->kind != TREE_MAPPING || !node->pairs.n) {
		reader_fault(r, node, "expected the example's files, as `path: text`");
		return;
	}
	struct rule_file *files = ARENA_ARRAY(r->arena, struct rule_file, node->pairs.n);
	for (size_t i = 0; i < node->pairs.n; i++) {
		const struct tree_pair *pair = &node->pairs.items[i];
		read_example_path(r, pair->key, &files[i].path);
		files[i].text = pair->value->text;
		if (pair->value->kind != TREE_STRING)
			reader_fault(
				r, pair->value, "expected the file's text; write it after `|`");
	}
	example->files = files;
	example->nfiles = (uint32_t)node->pairs.n;
}

static void
read_example(struct rule_reader *r, const struct tree_node *node, struct rule_example *example)
{
	static const struct rule_key keys[] = {
		{ "title", false, reader_line, offsetof(struct rule_example, title) },
		{ "bad", false, read_example_files, 0 },
		{ "good", false, read_example_files, 0 },
	};
	example->bad = tree_get(node, STR("bad"));
	if (node->kind == TREE_MAPPING && example->bad == !!tree_get(node, STR("good")))
		reader_fault(r, node, "expected either `bad` or `good` files; an entry for each");
	reader_mapping(r, node, keys, COUNT(keys), example);
}

static void
read_examples(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct rule *rule = out;
	size_t n, bad = 0;
	struct tree_node *const *items = reader_items(r, node, &n);
	struct rule_example *examples = ARENA_ARRAY(r->arena, struct rule_example, n);
	for (size_t i = 0; i < n; i++) {
		read_example(r, items[i], &examples[i]);
		bad += examples[i].bad;
	}
	if (n && (bad == 0 || bad == n))
		reader_fault(r, node, "there is no %s example; show both", bad ? "good" : "bad");
	rule->examples = examples;
	rule->nexamples = (uint32_t)n;
}

/* --- the file ---------------------------------------------------------------------- */

/* `on` comes before all that is compiled with its variables. */
static const struct rule_key rule_keys[] = {
	{ "id", true, read_id, 0 },
	{ "name", true, read_name, 0 },
	{ "summary", true, reader_line, offsetof(struct rule, summary) },
	{ "severity", true, reader_severity, offsetof(struct rule, severity) },
	{ "confidence", true, read_confidence, 0 },
	{ "pedantic", false, reader_bool, offsetof(struct rule, pedantic) },
	{ "security", false, reader_bool, offsetof(struct rule, security) },
	{ "on", true, read_on, 0 },
	{ "when", true, reader_condition, offsetof(struct rule, when) },
	{ "severity_when", false, read_severity_cases, 0 },
	{ "at", true, reader_place, offsetof(struct rule, at) },
	{ "once_per", false, reader_string, offsetof(struct rule, once_per) },
	{ "others", false, read_others, 0 },
	{ "message", true, reader_line_template, offsetof(struct rule, message) },
	{ "mend", true, reader_line, offsetof(struct rule, mend) },
	{ "help", true, reader_text, offsetof(struct rule, help) },
	{ "related", false, read_related, 0 },
	{ "fix", false, load_fix, 0 },
	{ "examples", true, read_examples, 0 },
	{ "references", true, read_references, 0 },
};

struct rule *
rule_load(struct arena *a, const struct source *source, struct str topic, struct faults *faults)
{
	size_t before = faults->n;
	struct tree *tree = yaml_parse(a, source);
	vec_for(struct fault, fault, &tree->faults)
		vec_push(a, faults, *fault);
	if (faults->n == before && tree->documents.n != 1)
		fault_add(a, faults, (struct span){ 0 }, "expected one rule in the file");
	if (faults->n != before)
		return NULL;
	struct rule *rule = ARENA_NEW(a, struct rule);
	rule->topic = topic;
	struct rule_reader r = { .arena = a, .faults = faults, .source = source, .rule = rule };
	reader_mapping(&r, tree->documents.items[0], rule_keys, COUNT(rule_keys), rule);
	return faults->n == before ? rule : NULL;
}
