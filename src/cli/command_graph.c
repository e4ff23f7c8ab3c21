/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "cli/cli.h"
#include "cli/dot.h"
#include "cli/facts.h"
#include "report/graph.h"

struct graph_options {
	struct str format;
	struct setup_options setup;
	struct baseline_options baseline;
};

static const struct cli_option option_rows[] = {
	{ "format", 'f', OPTION_TEXT, "mermaid|dot|svg", "how to draw (mermaid)",
		offsetof(struct graph_options, format) },
	{ "select", 0, OPTION_LIST, "RULES", "ask these rules only: ids, names, topics, GB1, ALL",
		offsetof(struct graph_options, setup.select) },
	{ "ignore", 0, OPTION_LIST, "RULES", "do not ask these rules",
		offsetof(struct graph_options, setup.ignore) },
	{ "rules", 0, OPTION_REPEATED, "DIR", "ask the rules in DIR too",
		offsetof(struct graph_options, setup.rules) },
	SETUP_CONFIG_ROWS(struct graph_options, setup),
	BASELINE_ROWS(struct graph_options, baseline),
};

static bool
draw(struct arena *a, struct str format, const struct graph *graph, struct buf *out)
{
	struct str svg, error;
	if (str_eq(format, STR("mermaid"))) {
		graph_mermaid(out, graph);
		return true;
	}
	struct buf dot = buf_new(a);
	graph_dot(&dot, graph);
	if (str_eq(format, STR("dot"))) {
		buf_add(out, buf_str(&dot));
		return true;
	}
	if (dot_draw(a, buf_str(&dot), &svg, &error)) {
		buf_add(out, svg);
		return true;
	}
	cli_complain(a, "graph: %" PRIstr, STR_ARG(error));
	return false;
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct graph_options options = { .format = STR("mermaid") };
	struct strs paths = { 0 };
	struct cli_facts facts;
	int status;
	if (!command_parse(a, command, words, &options, &paths, &status))
		return status;
	if (!cli_find_facts(a, &options.setup, &paths, &options.baseline, &facts))
		return EXIT_TROUBLE;
	struct buf out = buf_new(a);
	if (!draw(a, options.format, graph_of(a, facts.result), &out))
		return EXIT_TROUBLE;
	return cli_print(a, buf_str(&out)) ? facts.status : EXIT_TROUBLE;
}

const struct command command_graph = {
	.name = "graph",
	.arguments = "[PATH]",
	.doc = "Draw how the project's Go programs are built",
	.details =
		"Jobs, make targets, stages, images, caches and where modules come from, with the\n"
		"rules that have findings there. SVG is drawn by Graphviz.",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
