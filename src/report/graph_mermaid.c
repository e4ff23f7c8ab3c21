/* SPDX-License-Identifier: Apache-2.0 */
/* https://mermaid.js.org/syntax/flowchart.html */
#include "report/graph.h"

/* Text within quotes: whatever could end it or mean something becomes a character code. */
static void
add_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];
		bool plain = char_is_name(c) || (c & 0x80)
			|| str_find_char(STR(" .,:/-+=@()"), c, 0) != STR_NONE;
		if (plain)
			buf_add_char(out, c);
		else
			buf_printf(out, "#%u;", (unsigned)(unsigned char)c);
	}
}

static void
add_marks(struct buf *out, const struct graph_marks *marks, const char *before)
{
	vec_for(const struct graph_mark, mark, marks)
		buf_printf(out, "%s%s %" PRIstr, mark == marks->items ? before : " ",
			graph_sign(mark->severity), STR_ARG(mark->rule));
}

static const char *
class_of(const struct graph_node *node)
{
	static const char *const by_severity[] = { "info", "warning", "error" };
	enum severity worst = SEVERITY_INFO;
	vec_for(const struct graph_mark, mark, &node->marks)
		if (mark->severity > worst)
			worst = mark->severity;
	return node->marks.n ? by_severity[worst] : NULL;
}

static void
add_node(struct buf *out, const struct graph_node *node)
{
	static const char *const classes[] = { "job", "target", "service", "stage", "module",
		"image", "cache", "source" };
	static const char *const open[] = { "(", "[", "(", "[", "[", "([", "[(", "([" };
	static const char *const close[] = { ")", "]", ")", "]", "]", "])", ")]", "])" };
	buf_printf(out, "    n%zu%s\"<small>%s</small> <b>", node->id, open[node->kind],
		graph_kind_name(node->kind));
	add_text(out, node->title);
	buf_add(out, STR("</b>"));
	if (node->note.n) {
		buf_add(out, STR(" <small>"));
		add_text(out, node->note);
		buf_add(out, STR("</small>"));
	}
	vec_for(const struct str, command, &node->commands) {
		buf_add(out, STR("<br>"));
		add_text(out, *command);
	}
	add_marks(out, &node->marks, "<br>");
	buf_printf(
		out, "\"%s\n    class n%zu %s\n", close[node->kind], node->id, classes[node->kind]);
	if (class_of(node))
		buf_printf(out, "    class n%zu %s\n", node->id, class_of(node));
}

static bool
has_nodes(const struct graph_group *group)
{
	vec_for(struct graph_node *, node, &group->nodes)
		if ((*node)->takes_part)
			return true;
	return false;
}

static const char styles[] = "  classDef job fill:#e8f0fe,stroke:#5b8def,color:#1f2933\n"
			     "  classDef service fill:#e8f0fe,stroke:#5b8def,color:#1f2933\n"
			     "  classDef target fill:#fff6e0,stroke:#d9a441,color:#1f2933\n"
			     "  classDef stage fill:#e6f6ec,stroke:#4fa56f,color:#1f2933\n"
			     "  classDef module fill:#ffffff,stroke:#9aa5b1,color:#1f2933\n"
			     "  classDef image fill:#eef1f4,stroke:#9aa5b1,color:#1f2933\n"
			     "  classDef cache fill:#f3ecfb,stroke:#9b7fc7,color:#1f2933\n"
			     "  classDef source fill:#e6f7f8,stroke:#4fa5ad,color:#1f2933\n"
			     "  classDef error stroke:#c62828,stroke-width:3px\n"
			     "  classDef warning stroke:#e08a00,stroke-width:3px\n"
			     "  classDef info stroke-width:2px\n";

void
graph_mermaid(struct buf *out, const struct graph *graph)
{
	buf_add(out, STR("flowchart LR\n"));
	vec_for(const struct graph_group, group, &graph->groups) {
		if (!has_nodes(group))
			continue;
		if (group->path.n) {
			buf_printf(
				out, "  subgraph g%zu[\"", (size_t)(group - graph->groups.items));
			add_text(out, group->path);
			add_marks(out, &group->marks, " ");
			buf_add(out, STR("\"]\n"));
		}
		vec_for(struct graph_node *, node, &group->nodes)
			if ((*node)->takes_part)
				add_node(out, *node);
		if (group->path.n)
			buf_add(out, STR("  end\n"));
	}
	vec_for(const struct graph_edge, edge, &graph->edges) {
		if (!edge->from->takes_part || !edge->to->takes_part)
			continue;
		buf_printf(out, "  n%zu %s", edge->from->id, edge->is_supply ? "-.->" : "-->");
		if (edge->label)
			buf_printf(out, "|%s|", edge->label);
		buf_printf(out, " n%zu\n", edge->to->id);
	}
	buf_add(out, (struct str){ styles, sizeof(styles) - 1 });
}
