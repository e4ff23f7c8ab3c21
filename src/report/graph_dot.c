/* SPDX-License-Identifier: Apache-2.0 */
/* https://graphviz.org/doc/info/lang.html; labels are HTML-like, as in doc/info/shapes.html#html */
#include "base/utf8.h"
#include "report/graph.h"

#define COMMAND_MAX 46 /* characters of a command that are shown */

static const char *const fills[] = { "#e8f0fe", "#fff6e0", "#e8f0fe", "#e6f6ec", "#ffffff",
	"#eef1f4", "#f3ecfb", "#e6f7f8" };
static const char *const strokes[] = { "#5b8def", "#d9a441", "#5b8def", "#4fa56f", "#9aa5b1",
	"#9aa5b1", "#9b7fc7", "#4fa5ad" };
static const char *const shapes[] = { "box", "box", "box", "box", "note", "box3d", "cylinder",
	"box" };
static const char *const severity_colours[] = { "#2b6cb0", "#b86e00", "#c62828" };

/* Text of an HTML-like label. */
static void
add_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		switch (text.s[i]) {
		case '&': buf_add(out, STR("&amp;")); break;
		case '<': buf_add(out, STR("&lt;")); break;
		case '>': buf_add(out, STR("&gt;")); break;
		case '"': buf_add(out, STR("&quot;")); break;
		case '\t': buf_add_char(out, ' '); break;
		default: buf_add_char(out, text.s[i]);
		}
	}
}

static struct str
cut(struct arena *a, struct str text)
{
	size_t at = 0, count = 0;
	while (at < text.n && count < COMMAND_MAX) {
		at += utf8_step(text, at);
		count++;
	}
	return at == text.n
		? text
		: arena_printf(a, "%" PRIstr "\xe2\x80\xa6", STR_ARG(str_slice(text, 0, at)));
}

static enum severity
worst_of(const struct graph_marks *marks)
{
	enum severity worst = SEVERITY_INFO;
	vec_for(const struct graph_mark, mark, marks)
		if (mark->severity > worst)
			worst = mark->severity;
	return worst;
}

#define MARKS_PER_LINE 4

static void
add_marks(struct buf *out, const struct graph_marks *marks)
{
	vec_for(const struct graph_mark, mark, marks) {
		size_t i = (size_t)(mark - marks->items);
		if (i)
			buf_add(out, i % MARKS_PER_LINE ? STR("  ") : STR("<BR ALIGN=\"LEFT\"/>"));
		buf_printf(out, "<FONT COLOR=\"%s\"><B>%s %" PRIstr "</B></FONT>",
			severity_colours[mark->severity], graph_sign(mark->severity),
			STR_ARG(mark->rule));
	}
}

static void
add_label(struct buf *out, const struct graph_node *node)
{
	buf_add(out,
		STR("<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
		    "CELLPADDING=\"1\"><TR><TD ALIGN=\"LEFT\">"));
	buf_printf(out, "<FONT POINT-SIZE=\"9\" COLOR=\"#7b8794\">%s</FONT> <B>",
		graph_kind_name(node->kind));
	add_text(out, node->title);
	buf_add(out, STR("</B>"));
	if (node->note.n) {
		buf_add(out, STR(" <FONT POINT-SIZE=\"9\" COLOR=\"#7b8794\">"));
		add_text(out, node->note);
		buf_add(out, STR("</FONT>"));
	}
	buf_add(out, STR("</TD></TR>"));
	vec_for(const struct str, command, &node->commands) {
		buf_add(out,
			STR("<TR><TD ALIGN=\"LEFT\"><FONT FACE=\"Courier,monospace\" "
			    "POINT-SIZE=\"9\" COLOR=\"#3e4c59\">"));
		add_text(out, cut(out->arena, *command));
		buf_add(out, STR("</FONT></TD></TR>"));
	}
	if (node->marks.n) {
		buf_add(out, STR("<TR><TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"9\">"));
		add_marks(out, &node->marks);
		buf_add(out, STR("</FONT></TD></TR>"));
	}
	buf_add(out, STR("</TABLE>>"));
}

static void
add_node(struct buf *out, const struct graph_node *node)
{
	const char *stroke = strokes[node->kind];
	bool is_serious = node->marks.n && worst_of(&node->marks) > SEVERITY_INFO;
	if (is_serious)
		stroke = severity_colours[worst_of(&node->marks)];
	buf_printf(out,
		"    n%zu [shape=%s, fillcolor=\"%s\", color=\"%s\", penwidth=%s, label=", node->id,
		shapes[node->kind], fills[node->kind], stroke, is_serious ? "2" : "1");
	add_label(out, node);
	buf_add(out, STR("];\n"));
}

static void
begin_group(struct buf *out, const struct graph_group *group, size_t number)
{
	buf_printf(out, "  subgraph cluster_%zu {\n    margin=12;\n    label=<<B>", number);
	add_text(out, group->path);
	buf_add(out, STR("</B>"));
	if (group->marks.n) {
		buf_add(out, STR("  <FONT POINT-SIZE=\"9\">"));
		add_marks(out, &group->marks);
		buf_add(out, STR("</FONT>"));
	}
	buf_add(out, STR(">;\n"));
}

static void
add_group(struct buf *out, const struct graph_group *group, size_t number)
{
	bool begun = false;
	vec_for(struct graph_node *, node, &group->nodes) {
		if (!(*node)->takes_part)
			continue;
		if (!begun && group->path.n)
			begin_group(out, group, number);
		begun = true;
		add_node(out, *node);
	}
	if (begun && group->path.n)
		buf_add(out, STR("  }\n"));
}

void
graph_dot(struct buf *out, const struct graph *graph)
{
	buf_add(out,
		STR("digraph gobelin {\n"
		    "  graph [rankdir=LR, bgcolor=white, pad=0.3, nodesep=0.25, ranksep=0.6,\n"
		    "    fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, fontcolor=\"#52606d\",\n"
		    "    style=\"rounded,filled\", fillcolor=\"#f7f9fb\", color=\"#cbd2d9\",\n"
		    "    labeljust=l, labelloc=t];\n"
		    "  node [style=\"rounded,filled\", fontname=\"Helvetica,Arial,sans-serif\",\n"
		    "    fontsize=11, fontcolor=\"#1f2933\", margin=\"0.1,0.06\", height=0.3];\n"
		    "  edge [color=\"#7b8794\", arrowsize=0.6, fontsize=9, fontcolor=\"#7b8794\",\n"
		    "    fontname=\"Helvetica,Arial,sans-serif\"];\n"));
	if (graph->title.n) {
		buf_add(out, STR("  label=<<FONT POINT-SIZE=\"14\"><B>"));
		add_text(out, graph->title);
		buf_add(out, STR("</B></FONT>>;\n"));
	}
	vec_for(const struct graph_group, group, &graph->groups)
		add_group(out, group, (size_t)(group - graph->groups.items));
	vec_for(const struct graph_edge, edge, &graph->edges) {
		if (!edge->from->takes_part || !edge->to->takes_part)
			continue;
		buf_printf(out, "  n%zu -> n%zu [style=%s", edge->from->id, edge->to->id,
			edge->is_supply ? "dashed" : "solid");
		if (edge->label)
			buf_printf(out, ", label=\"%s\"", edge->label);
		buf_add(out, STR("];\n"));
	}
	buf_add(out, STR("}\n"));
}
