/* SPDX-License-Identifier: Apache-2.0 */
#include "report/docs.h"

#include "report/markdown_text.h"

/* The day of the table, and the oldest of those that single records have. */
static void
add_days(struct buf *out, const struct knowledge_table *table)
{
	struct str oldest = table->checked;
	unsigned older = 0;
	for (uint32_t i = 0; i < table->nrecords; i++) {
		struct str day = knowledge_get(&table->records[i], STR("checked"));
		if (day.n && str_cmp(day, table->checked) < 0)
			older++;
		if (day.n && str_cmp(day, oldest) < 0)
			oldest = day;
	}
	buf_add(out, table->checked);
	if (older)
		buf_printf(out, " (%u of them earlier, the oldest %" PRIstr ")", older,
			STR_ARG(oldest));
}

void
docs_knowledge(struct buf *out, const struct knowledge *knowledge)
{
	buf_add(out,
		STR("<!-- Made by `./dev docs` from rules/knowledge/. -->\n\n# Knowledge\n\n"
		    "What gobelin knows of the world outside a project. Each table is a file in\n"
		    "[`rules/knowledge/`](../rules/knowledge/), compared with its sources on the day\n"
		    "that stands beside it; records that were not have an older day of their own.\n\n"
		    "| Table | Records | Checked | Sources |\n| --- | ---: | --- | --- |\n"));
	for (uint32_t i = 0; i < knowledge->ntables; i++) {
		const struct knowledge_table *table = &knowledge->tables[i];
		buf_printf(out, "| [%" PRIstr "](../rules/knowledge/%" PRIstr ".yaml) | %u | ",
			STR_ARG(table->name), STR_ARG(table->name), (unsigned)table->nrecords);
		add_days(out, table);
		buf_add(out, STR(" | "));
		if (!table->sources.n)
			buf_add(out, STR("beside each record"));
		for (uint32_t j = 0; j < table->sources.n; j++) {
			buf_add(out, j ? STR("<br>") : STR(""));
			markdown_url(out, table->sources.items[j]);
		}
		buf_add(out, STR(" |\n"));
	}
}

static void
add_page(struct arena *a, struct docs_pages *pages, struct str path, const struct buf *text)
{
	vec_push(a, pages, ((struct docs_page){ path, buf_str(text) }));
}

void
docs_render(struct arena *a, const struct rules *rules, const struct knowledge *knowledge,
	struct docs_pages *pages)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = rules->items[i];
		struct buf page = buf_new(a);
		docs_rule(&page, rule);
		add_page(a, pages,
			arena_printf(a, DOCS_RULES_DIR "/%" PRIstr ".md", STR_ARG(rule->id)),
			&page);
	}
	struct buf index = buf_new(a), facts = buf_new(a), known = buf_new(a);
	docs_rule_index(&index, rules);
	add_page(a, pages, STR(DOCS_RULES_DIR "/README.md"), &index);
	docs_facts(&facts);
	add_page(a, pages, STR("facts.md"), &facts);
	docs_knowledge(&known, knowledge);
	add_page(a, pages, STR("knowledge.md"), &known);
	struct buf keys = buf_new(a), schema = buf_new(a);
	docs_config(&keys, rules);
	add_page(a, pages, STR("configuration-reference.md"), &keys);
	docs_config_schema(&schema, knowledge);
	add_page(a, pages, STR("gobelin.schema.json"), &schema);
}
