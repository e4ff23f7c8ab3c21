/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/dot.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/process.h"

#define PICTURE_MAX ((size_t)256 * 1024 * 1024)

/* The graph comes from a file, since two pipes would have to be served in turn. */
static bool
draw(struct arena *a, FILE *in, struct str graph, struct str *svg, struct str *error)
{
	struct process dot = { .input = fileno(in), .max = PICTURE_MAX };
	int status = 0;
	vec_push(a, &dot.words, STR("dot"));
	vec_push(a, &dot.words, STR("-Tsvg"));
	bool written = fwrite(graph.s, 1, graph.n, in) == graph.n && fflush(in) == 0
		&& fseek(in, 0, SEEK_SET) == 0;
	if (!written)
		*error = str_from(strerror(errno));
	if (!written || !process_run(a, &dot, svg, &status, error)) {
		*error = arena_printf(a, "dot could not draw the graph: %" PRIstr, STR_ARG(*error));
		return false;
	}
	if (status == 127)
		*error = STR("a picture in SVG needs the program dot: install Graphviz, or take "
			     "--format mermaid");
	else if (status != 0)
		*error = STR("dot could not draw the graph");
	return status == 0;
}

bool
dot_draw(struct arena *a, struct str graph, struct str *svg, struct str *error)
{
	FILE *in = tmpfile();
	if (!in) {
		*error = arena_printf(a, "cannot make a temporary file: %s", strerror(errno));
		return false;
	}
	bool ok = draw(a, in, graph, svg, error);
	fclose(in);
	return ok;
}
