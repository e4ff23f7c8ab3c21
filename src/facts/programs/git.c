/* SPDX-License-Identifier: Apache-2.0 */
/* git config: rewrites of URLs, and what is set for ssh. */
#include "base/path.h"
#include "facts/goprivate.h"
#include "facts/programs/git_rewrite.h"

/* The index of the first word after `git [options] config`, or STR_NONE. */
static size_t
find_config(const struct fact_command *c)
{
	for (size_t i = 0; i < c->args.n && c->args.items[i].state == KNOWN; i++) {
		struct str word = c->args.items[i].text;
		if (str_eq(word, STR("config")))
			return i + 1;
		if (IS_ONE_OF(word, "-C", "-c", "--git-dir", "--work-tree"))
			i++;
		else if (!str_starts(word, STR("-")))
			break;
	}
	return STR_NONE;
}

struct config_call {
	size_t key, value; /* arguments; STR_NONE where there is none */
	bool for_all;      /* --global or --system: it reaches other repositories */
	bool takes_away;
};

static struct config_call
read_config_call(const struct fact_command *c, size_t i)
{
	struct config_call call = { .key = STR_NONE, .value = STR_NONE };
	bool only_reads = false;
	for (; i < c->args.n; i++) {
		struct fact_string arg = c->args.items[i];
		struct str word = arg.state == KNOWN ? arg.text : STR("");
		if (IS_ONE_OF(word, "--global", "--system"))
			call.for_all = true;
		else if (IS_ONE_OF(word, "-f", "--file", "--type", "--blob", "--comment"))
			i++;
		else if (call.key == STR_NONE && IS_ONE_OF(word, "set", "add"))
			continue;
		else if (str_starts(word, STR("--unset")) || str_eq(word, STR("unset"))
			|| str_eq(word, STR("--remove-section")))
			call.takes_away = true;
		else if (str_starts(word, STR("--get"))
			|| IS_ONE_OF(word, "get", "list", "--list", "-l"))
			only_reads = true;
		else if (str_starts(word, STR("-")))
			continue;
		else if (call.key == STR_NONE)
			call.key = i;
		else if (call.value == STR_NONE)
			call.value = i;
	}
	if (only_reads)
		call.key = STR_NONE;
	return call;
}

/* The <base> of url.<base>.insteadOf, where the case of url and insteadOf does not matter. */
static bool
cut_base(struct str key, struct str *base)
{
	struct str first = STR("url."), last = STR(".insteadof");
	if (key.n <= first.n + last.n || !str_eq_nocase(str_slice(key, 0, first.n), first)
		|| !str_eq_nocase(str_slice(key, key.n - last.n, key.n), last))
		return false;
	*base = str_slice(key, first.n, key.n - last.n);
	return true;
}

/* A variable whose value is known counts as what stands there all the same. */
static bool
has_variable_user(const struct command_view *view, size_t key)
{
	struct str raw = source_slice(view->source, view->origins[key].place.span);
	size_t at = str_find(raw, STR("://"), 0);
	size_t sign = at == STR_NONE ? at : str_find_char(raw, '@', at);
	return sign != STR_NONE && str_find_char(str_slice(raw, at, sign), '$', 0) != STR_NONE;
}

/* Is it ${{ secrets.GITHUB_TOKEN }} or ${{ github.token }}? */
static bool
names_github_token(struct str text)
{
	return str_contains(text, STR("secrets.GITHUB_TOKEN"))
		|| str_contains(text, STR("github.token"));
}

/* In the key itself, or in a variable that it refers to. */
static enum tri
has_github_token(const struct run_context *cx, const struct command_view *view, size_t key)
{
	struct str raw = source_slice(view->source, view->origins[key].place.span);
	if (!cx->job || names_github_token(raw))
		return tri_of(cx->job != NULL);
	for (size_t at = str_find_char(raw, '$', 0); at != STR_NONE;
		at = str_find_char(raw, '$', at + 1)) {
		size_t from = at + 1 + (at + 1 < raw.n && raw.s[at + 1] == '{'), end = from;
		while (end < raw.n && char_is_name(raw.s[end]))
			end++;
		const struct fact_setting *s = settings_get(cx->env, str_slice(raw, from, end));
		if (s && s->place.source
			&& names_github_token(source_slice(s->place.source, s->place.span)))
			return YES;
	}
	return NO;
}

/* May the command log in by other means than a rewrite? */
static bool
has_other_credential(const struct fact_go_command *go)
{
	fact_for(mount, mount, &go->command->mounts)
		if (mount->type.state != KNOWN || !IS_ONE_OF(mount->type.text, "cache", "tmpfs"))
			return true;
	return settings_has(go->command->env, STR("GOAUTH")) != NO
		|| settings_has(go->command->env, STR("NETRC")) != NO;
}

/* A go command before it that had need of it: it ran with none at all. */
static void
note_missed(const struct run_context *cx, struct fact_git_rewrite *rewrite)
{
	const struct machine *m = cx->machine;
	bool was_bare = !m->has_rewritten && !m->is_open && (!m->is_image || m->distro.n);
	if (!was_bare || rewrite->prefix.state != KNOWN || cx->conditional != NO)
		return;
	fact_for(go_command, go, &m->go_commands) {
		if (has_other_credential(go)
			|| go_direct_module(go, rewrite->prefix.text).state != KNOWN)
			continue;
		rewrite->missed_by = go;
		rewrite->missed_because = fact_known(STR("order"));
		return;
	}
}

static void
add_rewrite(struct run_context *cx, const struct command_view *view, const struct config_call *call,
	struct str base)
{
	struct fact_git_rewrite *rewrite = FACT_ADD(cx->x, git_rewrite);
	rewrite->place = view->command->place;
	rewrite->command = view->command;
	rewrite->stage = cx->stage;
	rewrite->job = cx->job;
	rewrite->has_ssh_client = rewrite->has_known_hosts = UNSURE;
	rewrite->has_ssh_credential = rewrite->is_private = UNSURE;
	git_rewrite_judge(cx->x, rewrite, base, arg_sketch(cx, view, call->value));
	if (rewrite->credential.state == KNOWN && has_variable_user(view, call->key))
		rewrite->credential = fact_known(STR("variable"));
	rewrite->has_github_token = has_github_token(cx, view, call->key);
	bool is_https =
		rewrite->from.state == KNOWN && str_starts(rewrite->from.text, STR("https://"));
	/* go fetches into repositories of its own, which only see --global and --system. */
	if (!call->for_all || !is_https)
		return;
	fact_list_add(cx->x->arena, &cx->machine->rewrites, rewrite);
	if (rewrite->is_ssh == YES || rewrite->credential.state == KNOWN)
		note_missed(cx, rewrite);
	cx->machine->has_rewritten = true;
}

static void
set_ssh_command(struct run_context *cx, struct str value)
{
	if (str_contains(value, STR("StrictHostKeyChecking=no"))
		|| str_contains(value, STR("accept-new")))
		tri_gain(cx, &cx->machine->has_known_hosts);
	tri_open(&cx->machine->has_known_hosts);
	tri_open(&cx->machine->has_ssh_credential);
}

void
read_git(struct run_context *cx, const struct command_view *view)
{
	if (!RUNS_ONE_OF(view->command, "git"))
		return;
	size_t at = find_config(view->command);
	if (at == STR_NONE)
		return;
	struct config_call call = read_config_call(view->command, at);
	if (call.takes_away)
		cx->machine->rewrites = (struct fact_list){ 0 };
	if (call.takes_away || call.key == STR_NONE || call.value == STR_NONE)
		return;
	struct str key = arg_sketch(cx, view, call.key), base;
	if (cut_base(key, &base))
		add_rewrite(cx, view, &call, base);
	else if (str_eq_nocase(key, STR("core.sshCommand")))
		set_ssh_command(cx, arg_sketch(cx, view, call.value));
}

/* --- the go command that a rewrite reaches --- */

static enum tri
known_hosts_for(const struct run_context *cx)
{
	enum tri known = cx->machine->has_known_hosts;
	struct fact_string ssh = setting_value(cx->env, STR("GIT_SSH_COMMAND"));
	if (ssh.state == UNKNOWN)
		tri_open(&known);
	if (ssh.state == KNOWN
		&& (str_contains(ssh.text, STR("StrictHostKeyChecking=no"))
			|| str_contains(ssh.text, STR("StrictHostKeyChecking no"))
			|| str_contains(ssh.text, STR("accept-new"))))
		known = YES;
	if (ssh.state == KNOWN && str_contains(ssh.text, STR("UserKnownHostsFile")))
		tri_open(&known);
	fact_for(mount, mount, &cx->mounts) {
		if (mount->target.state == UNKNOWN
			|| (mount->target.state == KNOWN
				&& (str_contains(mount->target.text, STR(".ssh"))
					|| str_contains(mount->target.text, STR("known_hosts")))))
			tri_open(&known);
	}
	return known;
}

static enum tri
ssh_credential_for(const struct run_context *cx)
{
	enum tri has = cx->machine->has_ssh_credential;
	if (cx->has_ssh_mount || settings_has(cx->env, STR("SSH_AUTH_SOCK")) == YES)
		has = YES;
	if (settings_has(cx->env, STR("SSH_AUTH_SOCK")) == UNSURE
		|| settings_has(cx->env, STR("GIT_SSH_COMMAND")) != NO
		|| settings_has(cx->env, STR("GIT_SSH")) != NO)
		tri_open(&has);
	fact_for(mount, mount, &cx->mounts) {
		bool is_secret =
			mount->type.state == KNOWN && str_eq(mount->type.text, STR("secret"));
		bool in_ssh_dir = mount->target.state == KNOWN
			&& str_contains(mount->target.text, STR(".ssh"));
		if (is_secret || in_ssh_dir || mount->type.state == UNKNOWN)
			tri_open(&has);
	}
	return has;
}

static enum tri
is_private(const struct fact_go_command *go, struct str prefix)
{
	static const char *const names[] = { "GOPRIVATE", "GONOPROXY", "GONOSUMDB" };
	enum tri covered = NO;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		covered = tri_or(covered,
			goprivate_touches(setting_value(go->go_env, str_from(names[i])), prefix));
	return covered;
}

/* --global lies in the home of the user who ran it. */
static bool
sees(const struct fact_go_command *go, const struct fact_git_rewrite *rewrite)
{
	struct fact_string mine = go->command->user, other = rewrite->command->user;
	return arg_any(rewrite->command, "--system")
		|| (mine.state == KNOWN ? other.state == KNOWN && str_eq(mine.text, other.text)
					: mine.state == other.state);
}

/*
 * A module below the prefix that Go asks the public proxy and the checksum database for. Where the
 * configuration says which modules are private, the others may be asked for.
 */
static struct fact_string
uncovered_module(const struct run_context *cx, const struct fact_go_command *go, struct str prefix)
{
	struct fact_string none = { .state = ABSENT };
	bool told = cx->x->surroundings.private_modules.n > 0;
	if (!go->module)
		return fact_unknown_string();
	fact_for(module_require, require, &go->module->requires) {
		if (require->path.state != KNOWN || !path_is_within(require->path.text, prefix)
			|| (told && require->is_private != YES))
			continue;
		enum tri covered = go_treats_as_private(go, require->path.text);
		if (covered != YES)
			return covered == NO ? require->path : fact_unknown_string();
	}
	return none;
}

/* What a go command makes of a rewrite that it sees. */
static void
reach(const struct run_context *cx, struct fact_git_rewrite *rewrite, struct fact_go_command *go)
{
	rewrite->go_command = go;
	rewrite->is_private = is_private(go, rewrite->prefix.text);
	rewrite->uncovered_module = rewrite->prefix.state == KNOWN
		? uncovered_module(cx, go, rewrite->prefix.text)
		: fact_unknown_string();
	rewrite->has_ssh_client = machine_has(cx->machine, TOOL_ssh);
	rewrite->has_known_hosts = known_hosts_for(cx);
	rewrite->has_ssh_credential = ssh_credential_for(cx);
	bool works = rewrite->is_ssh == YES && rewrite->problem.state == ABSENT
		&& rewrite->prefix.state == KNOWN;
	if (works && go_direct_module(go, rewrite->prefix.text).state == KNOWN)
		go->ssh_rewrite = rewrite;
}

/* Rewrites that another user's go command would have needed, and has no other for. */
static void
note_other_users(
	const struct run_context *cx, const struct fact_list *waiting, struct fact_go_command *go)
{
	if (!cx->stage || cx->machine->rewrite_reached || has_other_credential(go)
		|| cx->conditional != NO)
		return;
	fact_for(git_rewrite, rewrite, waiting) {
		bool known = go->command->user.state == KNOWN
			&& rewrite->command->user.state == KNOWN && rewrite->prefix.state == KNOWN;
		if (!known || rewrite->missed_by
			|| go_direct_module(go, rewrite->prefix.text).state != KNOWN)
			continue;
		rewrite->missed_by = go;
		rewrite->missed_because = fact_known(STR("user"));
	}
}

void
git_rewrites_reach(struct run_context *cx, struct fact_go_command *go)
{
	if (go->downloads != YES || cx->machine->rewrites.n == 0)
		return;
	struct fact_list waiting = { 0 };
	fact_for(git_rewrite, rewrite, &cx->machine->rewrites) {
		if (!sees(go, rewrite)) {
			fact_list_add(cx->x->arena, &waiting, rewrite);
			continue;
		}
		/* A stage that is built from another may come to the same rewrite again. */
		if (!rewrite->go_command)
			reach(cx, rewrite, go);
		cx->machine->rewrite_reached = true;
	}
	note_other_users(cx, &waiting, go);
	cx->machine->rewrites = waiting;
}
