/* SPDX-License-Identifier: Apache-2.0 */
/* The generated pages of the documentation: rules, facts, knowledge. */
#ifndef GOBELIN_REPORT_DOCS_H
#define GOBELIN_REPORT_DOCS_H

#include "base/buf.h"
#include "facts/knowledge.h"
#include "rules/rule.h"

/* The folder of the rules' pages: it holds nothing but generated pages. */
#define DOCS_RULES_DIR "rules"

struct docs_page {
	struct str path; /* from the folder of the documentation */
	struct str text; /* Markdown, or JSON */
};
VEC_OF(docs_pages, struct docs_page);

/* Adds all pages: one per rule, their index, the facts, the knowledge, the configuration. */
void docs_render(struct arena *a, const struct rules *rules, const struct knowledge *knowledge,
	struct docs_pages *pages);

/* The parts of docs_render(), each a whole page. */
void docs_rule(struct buf *out, const struct rule *rule);
void docs_rule_index(struct buf *out, const struct rules *rules);
void docs_facts(struct buf *out);
void docs_knowledge(struct buf *out, const struct knowledge *knowledge);
/* What a rule's severity is, and may be in some cases. */
void docs_severity(struct buf *out, const struct rule *rule);
/* The keys of the configuration, and which of the rules ask for what they say. */
void docs_config(struct buf *out, const struct rules *rules);
void docs_config_schema(struct buf *out, const struct knowledge *knowledge);

#endif
