/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/dot.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

extern char **environ;

/* Runs dot from one file into another; files, since pipes would have to be served in turn. */
static int
run_dot(FILE *in, FILE *out, int *status)
{
	char *argv[] = { (char[]){ "dot" }, (char[]){ "-Tsvg" }, NULL };
	posix_spawn_file_actions_t actions;
	pid_t child;
	int problem = posix_spawn_file_actions_init(&actions);
	if (problem)
		return problem;
	problem = posix_spawn_file_actions_adddup2(&actions, fileno(in), STDIN_FILENO);
	if (!problem)
		problem = posix_spawn_file_actions_adddup2(&actions, fileno(out), STDOUT_FILENO);
	if (!problem)
		problem = posix_spawnp(&child, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (problem)
		return problem;
	while (waitpid(child, status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return 0;
}

static struct str
read_back(struct arena *a, FILE *file)
{
	struct buf text = buf_new(a);
	char block[4096];
	size_t n;
	rewind(file);
	while ((n = fread(block, 1, sizeof(block), file)) > 0)
		buf_add(&text, (struct str){ block, n });
	return buf_str(&text);
}

static bool
draw(struct arena *a, FILE *in, FILE *out, struct str graph, struct str *svg, struct str *error)
{
	int status = 0;
	bool written = fwrite(graph.s, 1, graph.n, in) == graph.n && fflush(in) == 0
		&& fseek(in, 0, SEEK_SET) == 0;
	int problem = written ? run_dot(in, out, &status) : errno;
	if (problem == ENOENT || (WIFEXITED(status) && WEXITSTATUS(status) == 127)) {
		*error = STR("a picture in SVG needs the program dot: install Graphviz, or take "
			     "--format mermaid");
		return false;
	}
	if (problem || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		*error = arena_printf(a, "dot could not draw the graph%s%s", problem ? ": " : "",
			problem ? strerror(problem) : "");
		return false;
	}
	*svg = read_back(a, out);
	return true;
}

bool
dot_draw(struct arena *a, struct str graph, struct str *svg, struct str *error)
{
	FILE *in = tmpfile(), *out = tmpfile();
	bool ok = in && out;
	if (ok)
		ok = draw(a, in, out, graph, svg, error);
	else
		*error = arena_printf(a, "cannot make a temporary file: %s", strerror(errno));
	if (in)
		fclose(in);
	if (out)
		fclose(out);
	return ok;
}
