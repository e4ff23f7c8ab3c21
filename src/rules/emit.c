/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/emit.h"

/* --- strings ----------------------------------------------------------------------- */

/* Octal escapes, because a hexadecimal one would swallow digits that follow it. */
static void
put_char(struct buf *out, unsigned char c)
{
	if (c == '"' || c == '\\' || c == '?') /* ? might be part of a trigraph */
		buf_printf(out, "\\%c", c);
	else if (c >= ' ' && c < 0x7f)
		buf_add_char(out, (char)c);
	else
		buf_printf(out, "\\%03o", c);
}

/* The initialiser of a struct str. */
static void
put_str(struct buf *out, struct str s)
{
	buf_add(out, STR("{ \""));
	for (size_t i = 0; i < s.n; i++) {
		put_char(out, (unsigned char)s.s[i]);
		if (s.s[i] == '\n' && i + 1 < s.n)
			buf_add(out, STR("\"\n\t\""));
	}
	buf_printf(out, "\", %zu }", s.n);
}

static void
put_field(struct buf *out, const char *field, struct str s)
{
	buf_printf(out, "\t.%s = ", field);
	put_str(out, s);
	buf_add(out, STR(",\n"));
}

/* A static array of strings; arrays of no elements are left out everywhere. */
static void
emit_strs(struct buf *out, const char *name, const struct str *items, uint32_t n)
{
	if (!n)
		return;
	buf_printf(out, "static const struct str %s[] = {\n", name);
	for (uint32_t i = 0; i < n; i++) {
		buf_add_char(out, '\t');
		put_str(out, items[i]);
		buf_add(out, STR(",\n"));
	}
	buf_add(out, STR("};\n"));
}

/* The name of an array, or NULL where it has been left out. */
static const char *
array(uint32_t n, const char *name)
{
	return n ? name : "NULL";
}

PRINTF_LIKE(2, 3)
static const char *
name_of(struct buf *out, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str name = arena_vprintf(out->arena, format, args);
	va_end(args);
	return name.s;
}

/* --- programs and templates: tables first, then what refers to them ------------------ */

static void
emit_program(struct buf *out, const char *name, const struct cel_program *program)
{
	if (program->nnodes)
		cel_program_write_c(out, program, name);
}

/* cel_program_write_c() makes the name a macro that is the initialiser. */
static void
put_program(struct buf *out, const char *name, const struct cel_program *program)
{
	buf_add(out, program->nnodes ? str_from(name) : STR("{ 0 }"));
}

static void
emit_template(struct buf *out, const char *name, const struct message_template *template)
{
	emit_strs(out, name_of(out, "%s_texts", name), template->texts, template->nholes + 1);
	for (uint32_t i = 0; i < template->nholes; i++)
		emit_program(out, name_of(out, "%s_hole%u", name, i), &template->holes[i]);
	if (!template->nholes)
		return;
	buf_printf(out, "static const struct cel_program %s_holes[] = {\n", name);
	for (uint32_t i = 0; i < template->nholes; i++) {
		buf_add_char(out, '\t');
		put_program(out, name_of(out, "%s_hole%u", name, i), &template->holes[i]);
		buf_add(out, STR(",\n"));
	}
	buf_add(out, STR("};\n"));
}

static void
put_template(struct buf *out, const char *name, const struct message_template *template)
{
	buf_printf(out, "{ %s_texts, %s, %u }", name,
		array(template->nholes, name_of(out, "%s_holes", name)), template->nholes);
}

/* --- the lists of a rule ------------------------------------------------------------- */

static void
emit_severity_cases(struct buf *out, const char *name, const struct rule *rule)
{
	for (uint32_t i = 0; i < rule->nseverity_cases; i++)
		emit_program(
			out, name_of(out, "%s_case%u", name, i), &rule->severity_cases[i].when);
	if (!rule->nseverity_cases)
		return;
	buf_printf(out, "static const struct rule_severity_case %s_cases[] = {\n", name);
	for (uint32_t i = 0; i < rule->nseverity_cases; i++) {
		buf_printf(out, "\t{ %d, ", (int)rule->severity_cases[i].severity);
		put_program(out, name_of(out, "%s_case%u", name, i), &rule->severity_cases[i].when);
		buf_add(out, STR(" },\n"));
	}
	buf_add(out, STR("};\n"));
}

static void
emit_related(struct buf *out, const char *name, const struct rule *rule)
{
	for (uint32_t i = 0; i < rule->nrelated; i++) {
		emit_program(out, name_of(out, "%s_related%u", name, i), &rule->related[i].at);
		emit_template(out, name_of(out, "%s_related%u", name, i), &rule->related[i].text);
	}
	if (!rule->nrelated)
		return;
	buf_printf(out, "static const struct rule_related %s_related[] = {\n", name);
	for (uint32_t i = 0; i < rule->nrelated; i++) {
		const char *part = name_of(out, "%s_related%u", name, i);
		buf_add(out, STR("\t{ "));
		put_program(out, part, &rule->related[i].at);
		buf_add(out, STR(", "));
		put_template(out, part, &rule->related[i].text);
		buf_add(out, STR(" },\n"));
	}
	buf_add(out, STR("};\n"));
}

static void
emit_edits(struct buf *out, const char *name, const struct rule *rule)
{
	for (uint32_t i = 0; i < rule->nedits; i++) {
		const struct rule_edit *edit = &rule->edits[i];
		emit_program(out, name_of(out, "%s_edit%u", name, i), &edit->at);
		emit_program(out, name_of(out, "%s_edit%u_when", name, i), &edit->when);
		emit_program(out, name_of(out, "%s_edit%u_to", name, i), &edit->to);
		emit_template(out, name_of(out, "%s_edit%u_key", name, i), &edit->key);
		emit_template(out, name_of(out, "%s_edit%u", name, i), &edit->text);
	}
	if (!rule->nedits)
		return;
	buf_printf(out, "static const struct rule_edit %s_edits[] = {\n", name);
	for (uint32_t i = 0; i < rule->nedits; i++) {
		const char *part = name_of(out, "%s_edit%u", name, i);
		const struct rule_edit *edit = &rule->edits[i];
		buf_printf(out, "\t{ %d, ", (int)edit->kind);
		put_program(out, part, &edit->at);
		buf_add(out, STR(", "));
		put_program(out, name_of(out, "%s_edit%u_when", name, i), &edit->when);
		buf_add(out, STR(", "));
		put_program(out, name_of(out, "%s_edit%u_to", name, i), &edit->to);
		buf_add(out, STR(", "));
		put_str(out, edit->match);
		buf_add(out, STR(", "));
		put_template(out, name_of(out, "%s_edit%u_key", name, i), &edit->key);
		buf_add(out, STR(", "));
		put_str(out, edit->above);
		buf_add(out, STR(", "));
		put_template(out, part, &edit->text);
		buf_add(out, STR(" },\n"));
	}
	buf_add(out, STR("};\n"));
}

static void
emit_example_files(struct buf *out, const char *name, const struct rule_example *example)
{
	buf_printf(out, "static const struct rule_file %s_files[] = {\n", name);
	for (uint32_t i = 0; i < example->nfiles; i++) {
		buf_add(out, STR("\t{ "));
		put_str(out, example->files[i].path);
		buf_add(out, STR(", "));
		put_str(out, example->files[i].text);
		buf_add(out, STR(" },\n"));
	}
	buf_add(out, STR("};\n"));
}

static void
emit_examples(struct buf *out, const char *name, const struct rule *rule)
{
	for (uint32_t i = 0; i < rule->nexamples; i++)
		emit_example_files(out, name_of(out, "%s_example%u", name, i), &rule->examples[i]);
	buf_printf(out, "static const struct rule_example %s_examples[] = {\n", name);
	for (uint32_t i = 0; i < rule->nexamples; i++) {
		buf_add(out, STR("\t{ "));
		put_str(out, rule->examples[i].title);
		buf_printf(out, ", %d, %s_example%u_files, %u },\n", rule->examples[i].bad, name, i,
			rule->examples[i].nfiles);
	}
	buf_add(out, STR("};\n"));
}

/* --- rules --------------------------------------------------------------------------- */

static void
emit_parts(struct buf *out, const char *name, const struct rule *rule)
{
	emit_program(out, name_of(out, "%s_when", name), &rule->when);
	emit_program(out, name_of(out, "%s_at", name), &rule->at);
	emit_program(out, name_of(out, "%s_once_per", name), &rule->once_per);
	emit_template(out, name_of(out, "%s_message", name), &rule->message);
	emit_severity_cases(out, name, rule);
	emit_related(out, name, rule);
	emit_edits(out, name, rule);
	emit_examples(out, name, rule);
	emit_strs(out, name_of(out, "%s_references", name), rule->references, rule->nreferences);
}

static void
put_program_field(
	struct buf *out, const char *name, const char *field, const struct cel_program *program)
{
	buf_printf(out, "\t.%s = ", field);
	put_program(out, name_of(out, "%s_%s", name, field), program);
	buf_add(out, STR(",\n"));
}

static void
put_array_field(
	struct buf *out, const char *name, const char *field, const char *suffix, uint32_t n)
{
	if (n)
		buf_printf(out, "\t.%s = %s_%s,\n\t.n%s = %u,\n", field, name, suffix, field, n);
}

static void
put_rule(struct buf *out, const char *name, const struct rule *rule)
{
	buf_add(out, STR("{\n"));
	put_field(out, "id", rule->id);
	put_field(out, "name", rule->name);
	put_field(out, "topic", rule->topic);
	put_field(out, "summary", rule->summary);
	put_field(out, "help", rule->help);
	put_field(out, "mend", rule->mend);
	put_field(out, "others", rule->others);
	put_field(out, "fix_title", rule->fix_title);
	buf_printf(out, "\t.severity = %d,\n\t.confidence = %d,\n\t.fix_safety = %d,\n",
		(int)rule->severity, (int)rule->confidence, (int)rule->fix_safety);
	buf_printf(out, "\t.is_builtin = 1,\n\t.pedantic = %d,\n\t.security = %d,\n\t.on = %u,\n",
		rule->pedantic, rule->security, rule->on);
	put_program_field(out, name, "when", &rule->when);
	put_program_field(out, name, "at", &rule->at);
	put_program_field(out, name, "once_per", &rule->once_per);
	buf_add(out, STR("\t.message = "));
	put_template(out, name_of(out, "%s_message", name), &rule->message);
	buf_add(out, STR(",\n"));
	put_array_field(out, name, "severity_cases", "cases", rule->nseverity_cases);
	put_array_field(out, name, "related", "related", rule->nrelated);
	put_array_field(out, name, "edits", "edits", rule->nedits);
	put_array_field(out, name, "examples", "examples", rule->nexamples);
	put_array_field(out, name, "references", "references", rule->nreferences);
	buf_add(out, STR("},\n"));
}

static void
emit_rules(struct buf *out, const struct rules *rules)
{
	for (size_t i = 0; i < rules->n; i++)
		emit_parts(out, name_of(out, "rule%zu", i), rules->items[i]);
	buf_add(out, STR("const struct rule builtin_rules[] = {\n"));
	for (size_t i = 0; i < rules->n; i++)
		put_rule(out, name_of(out, "rule%zu", i), rules->items[i]);
	if (!rules->n)
		buf_add(out, STR("{ .on = 0 }, /* C has no empty arrays */\n"));
	buf_printf(out, "};\nconst uint32_t builtin_rule_count = %zu;\n", rules->n);
}

/* --- knowledge ----------------------------------------------------------------------- */

static void
emit_record(struct buf *out, const char *name, const struct knowledge_record *record)
{
	for (uint32_t i = 0; i < record->nfields; i++)
		emit_strs(out, name_of(out, "%s_%u", name, i), record->fields[i].values.items,
			record->fields[i].values.n);
	if (!record->nfields)
		return;
	buf_printf(out, "static const struct knowledge_field %s[] = {\n", name);
	for (uint32_t i = 0; i < record->nfields; i++) {
		uint32_t n = record->fields[i].values.n;
		buf_add(out, STR("\t{ "));
		put_str(out, record->fields[i].key);
		buf_printf(out, ", { %s, %u } },\n", array(n, name_of(out, "%s_%u", name, i)), n);
	}
	buf_add(out, STR("};\n"));
}

static void
emit_table(struct buf *out, const char *name, const struct knowledge_table *table)
{
	emit_strs(out, name_of(out, "%s_sources", name), table->sources.items, table->sources.n);
	for (uint32_t i = 0; i < table->nrecords; i++)
		emit_record(out, name_of(out, "%s_record%u", name, i), &table->records[i]);
	if (!table->nrecords)
		return;
	buf_printf(out, "static const struct knowledge_record %s_records[] = {\n", name);
	for (uint32_t i = 0; i < table->nrecords; i++) {
		uint32_t n = table->records[i].nfields;
		buf_printf(
			out, "\t{ %s, %u },\n", array(n, name_of(out, "%s_record%u", name, i)), n);
	}
	buf_add(out, STR("};\n"));
}

static void
put_table(struct buf *out, const char *name, const struct knowledge_table *table)
{
	buf_add(out, STR("{\n"));
	put_field(out, "name", table->name);
	put_field(out, "checked", table->checked);
	buf_printf(out, "\t.sources = { %s, %u },\n",
		array(table->sources.n, name_of(out, "%s_sources", name)), table->sources.n);
	buf_printf(out, "\t.records = %s,\n\t.nrecords = %u,\n},\n",
		array(table->nrecords, name_of(out, "%s_records", name)), table->nrecords);
}

static void
emit_knowledge(struct buf *out, const struct knowledge_tables *knowledge)
{
	for (size_t i = 0; i < knowledge->n; i++)
		emit_table(out, name_of(out, "table%zu", i), &knowledge->items[i]);
	buf_add(out, STR("static const struct knowledge_table tables[] = {\n"));
	for (size_t i = 0; i < knowledge->n; i++)
		put_table(out, name_of(out, "table%zu", i), &knowledge->items[i]);
	if (!knowledge->n)
		buf_add(out, STR("{ .nrecords = 0 }, /* C has no empty arrays */\n"));
	buf_printf(out, "};\nconst struct knowledge builtin_knowledge = { tables, %zu };\n",
		knowledge->n);
}

void
emit_tables(struct buf *out, const struct rules *rules, const struct knowledge_tables *knowledge)
{
	buf_add(out,
		STR("/* Made from rules/ by rulec; edit the rules instead. */\n"
		    "#include \"cel/cel_internal.h\"\n"
		    "#include \"facts/knowledge.h\"\n"
		    "#include \"rules/rule.h\"\n\n"));
	emit_rules(out, rules);
	emit_knowledge(out, knowledge);
}
