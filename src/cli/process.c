/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"

extern char **environ;

#define NO_SUCH_PROGRAM 127

/* What is to become of the child's descriptors; errno, or 0. */
static int
arrange(posix_spawn_file_actions_t *actions, const struct process *process, int output)
{
	int problem = process->input >= 0
		? posix_spawn_file_actions_adddup2(actions, process->input, STDIN_FILENO)
		: posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!problem)
		problem = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
	if (!problem && process->is_silenced)
		problem = posix_spawn_file_actions_addopen(
			actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	return problem;
}

static int
start(struct arena *a, const struct process *process, int output, pid_t *child)
{
	char **argv = ARENA_ARRAY(a, char *, process->words.n + 1);
	posix_spawn_file_actions_t actions;
	for (size_t i = 0; i < process->words.n; i++)
		argv[i] = (char *)arena_str(a, process->words.items[i]).s;
	int problem = posix_spawn_file_actions_init(&actions);
	if (problem)
		return problem;
	problem = arrange(&actions, process, output);
	if (!problem)
		problem = posix_spawnp(child, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return problem;
}

/* The exit status; -1 where the child did not come to its end by itself. */
static int
wait_for(pid_t child)
{
	int status = 0;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool
process_run(struct arena *a, const struct process *process, struct str *output, int *status,
	struct str *error)
{
	int ends[2];
	pid_t child = 0;
	if (pipe(ends) != 0) {
		*error = arena_str(a, str_from(strerror(errno)));
		return false;
	}
	/* So that the child does not hold the end that is read, and waits for itself. */
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	int problem = start(a, process, ends[1], &child);
	close(ends[1]);
	bool ok = !problem && io_read_fd(a, ends[0], process->max, output, error);
	/* A child that prints more than is taken ends here, by a broken pipe. */
	close(ends[0]);
	*status = problem == ENOENT ? NO_SUCH_PROGRAM : problem ? -1 : wait_for(child);
	if (problem == ENOENT) {
		*output = STR("");
		return true;
	}
	if (problem)
		*error = arena_str(a, str_from(strerror(problem)));
	else if (ok && *status < 0)
		*error = STR("was ended by a signal");
	return ok && *status >= 0;
}
