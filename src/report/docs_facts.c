/* SPDX-License-Identifier: Apache-2.0 */
/* docs/facts.md: every kind of fact with its fields, from the table of facts. */
#include "report/docs.h"
#include "report/markdown_text.h"

static const char introduction[] =
	"<!-- Made by `./dev docs` from src/facts/facts.def. -->\n\n"
	"# Facts\n\n"
	"A fact is what gobelin found out about one thing of a project: a stage, a `go` command,\n"
	"a step of a job. Rules ask about them, and `gobelin facts` prints them as JSON. A\n"
	"field has the same name everywhere: here, in a rule's condition and in JSON.\n\n"
	"## Known, absent, unknown\n\n"
	"The files of a project do not tell everything: a variable may come from the machine\n"
	"that builds, a secret from a vault. So every value is in one of three states.\n\n"
	"| State | In a condition | In JSON |\n| --- | --- | --- |\n"
	"| known | the value | the value |\n"
	"| absent | `has(x.field)` is false; reading the field is an error | `null` |\n"
	"| there, but unknown | unknown; it spreads, but `false && unknown` is false and "
	"`true \\|\\| unknown` is true | `{\"$unknown\": true}` |\n\n"
	"Lists and maps may be open: they may hold more than what is listed. A rule speaks only\n"
	"where its condition is certainly true. [How to write a rule](rules-guide.md) tells more.\n\n"
	"## Kinds\n\n"
	"A rule may be `on` any of these.\n\n";

static void
add_link(struct buf *out, uint16_t class)
{
	buf_printf(out, "[%s](#%s)", fact_classes[class].name, fact_classes[class].name);
}

/* The type as the authors of conditions know it. */
static void
add_type(struct buf *out, const struct fact_field *field)
{
	switch (field->type) {
	case FACT_BOOL: buf_add(out, STR("bool")); break;
	case FACT_INT: buf_add(out, STR("int")); break;
	case FACT_STRING: buf_add(out, STR("string")); break;
	case FACT_STRINGS: buf_add(out, STR("list(string)")); break;
	case FACT_PLACE: buf_add(out, STR("place")); break;
	case FACT_OBJECT: add_link(out, field->class); break;
	case FACT_LIST:
		buf_add(out, STR("list("));
		add_link(out, field->class);
		buf_add_char(out, ')');
		break;
	case FACT_SETTINGS: buf_add(out, STR("map(string, [setting](#setting))")); break;
	}
}

static void
add_class(struct buf *out, const struct fact_class *class)
{
	buf_printf(out, "\n### %s\n\n", class->name);
	markdown_inline(out, str_from(class->doc), MARKDOWN_TEXT);
	buf_add(out, STR(".\n\n| Field | Type | Meaning |\n| --- | --- | --- |\n"));
	for (uint16_t i = 0; i < class->nfields; i++) {
		const struct fact_field *field = &class->fields[i];
		buf_printf(out, "| `%s` | ", field->name);
		add_type(out, field);
		buf_add(out, STR(" | "));
		markdown_inline(out, str_from(field->doc), MARKDOWN_CELL);
		buf_add(out, STR(" |\n"));
	}
}

static void
add_classes(struct buf *out, bool kinds)
{
	for (uint16_t i = 0; i < fact_class_count; i++)
		if (fact_classes[i].is_kind == kinds)
			add_class(out, &fact_classes[i]);
}

void
docs_facts(struct buf *out)
{
	buf_add(out, str_from(introduction));
	for (uint16_t i = 0; i < fact_class_count; i++) {
		if (!fact_classes[i].is_kind)
			continue;
		buf_add(out, STR("- "));
		add_link(out, i);
		buf_add(out, STR(": "));
		markdown_inline(out, str_from(fact_classes[i].doc), MARKDOWN_TEXT);
		buf_add_char(out, '\n');
	}
	add_classes(out, true);
	buf_add(out, STR("\n## Parts\n\nThese are reached through fields of the kinds above.\n"));
	add_classes(out, false);
}
