/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/programs/install.h"

static const char *const apt_longs[] = { "target-release", "default-release", "option",
	"config-file", NULL };
static const char *const apk_longs[] = { "virtual", "repository", "root", "arch", "keys-dir",
	"repositories-file", "cache-dir", "cache-max-age", "wait", NULL };
static const char *const dnf_longs[] = { "enablerepo", "disablerepo", "installroot", "releasever",
	"config", "exclude", "repo", "repoid", "setopt", NULL };
static const char *const zypper_longs[] = { "root", "repo", "from", "reposd-dir", NULL };
static const char *const pacman_longs[] = { "root", "dbpath", "config", "ignore", "cachedir",
	NULL };

static const struct manager {
	const char *program, *name, *letters;
	const char *const *longs;
} managers[] = {
	{ "apt-get", "apt", "otc", apt_longs },
	{ "apt", "apt", "otc", apt_longs },
	{ "aptitude", "apt", "otc", apt_longs },
	{ "apk", "apk", "tXp", apk_longs },
	{ "dnf", "dnf", "cx", dnf_longs },
	{ "dnf5", "dnf", "cx", dnf_longs },
	{ "microdnf", "microdnf", "cx", dnf_longs },
	{ "yum", "yum", "cx", dnf_longs },
	{ "tdnf", "tdnf", "cx", dnf_longs },
	{ "zypper", "zypper", "Rr", zypper_longs },
	{ "pacman", "pacman", "rb", pacman_longs },
};

static enum install_verb
verb_of(struct str word)
{
	if (IS_ONE_OF(word, "install", "add", "in", "reinstall"))
		return INSTALL_ADD;
	if (IS_ONE_OF(word, "remove", "purge", "del", "erase", "rm", "autoremove", "auto-remove"))
		return INSTALL_REMOVE;
	return INSTALL_NONE;
}

/* The name without a version, release or architecture: git=1:2.39, git~=2, git@edge, git:amd64. */
static struct str
package_name(const struct manager *m, struct str word)
{
	struct str ends = str_eq(str_from(m->name), STR("apt")) ? STR("=/:")
		: str_eq(str_from(m->name), STR("apk"))         ? STR("=~<>@")
								: STR("=<>");
	for (size_t i = 1; i < word.n; i++)
		if (str_find_char(ends, word.s[i], 0) != STR_NONE)
			return str_slice(word, 0, i);
	return word;
}

static bool
is_file(struct str word)
{
	return str_contains(word, STR("://")) || str_starts(word, STR("./"))
		|| str_starts(word, STR("/")) || str_ends(word, STR(".deb"))
		|| str_ends(word, STR(".rpm")) || str_ends(word, STR(".apk"));
}

static void
add_package(const struct run_context *cx, const struct manager *m, struct str word,
	struct install_call *call)
{
	/* The name is certain even where the version is not: git=$GIT_VERSION. */
	struct str name = package_name(m, word);
	if (word.n && (word.s[0] == '!' || word.s[0] == '>' || word.s[0] == '<'))
		return;
	bool certain = name.n && sketch_value(name).state == KNOWN && !is_file(word);
	fact_strings_add(
		cx->x->arena, &call->packages, certain ? fact_known(name) : fact_unknown_string());
	call->packages.open |= !certain;
}

static void
read_option(const struct options *o, struct install_call *call)
{
	bool is_apk = str_eq(str_from(call->manager), STR("apk"));
	bool is_pacman = str_eq(str_from(call->manager), STR("pacman"));
	if (IS_ONE_OF(o->name, "no-install-recommends", "without-recommends"))
		call->recommends = NO;
	else if (str_mentions(o->value, "install-recommends") && call->recommends == YES)
		call->recommends = UNSURE;
	else if (is_apk && IS_ONE_OF(o->name, "t", "virtual"))
		call->group = o->value;
	else if (IS_ONE_OF(o->name, "installroot", "root") || (is_apk && IS_ONE_OF(o->name, "p")))
		call->elsewhere = true;
	else if (is_pacman && IS_ONE_OF(o->name, "S", "U", "sync"))
		call->verb = INSTALL_ADD;
	else if (is_pacman && IS_ONE_OF(o->name, "R", "remove"))
		call->verb = INSTALL_REMOVE;
	else if (is_pacman && IS_ONE_OF(o->name, "s", "i", "c", "l"))
		call->elsewhere = true;
}

struct install_call
install_call_read(const struct run_context *cx, const struct command_view *view)
{
	struct install_call call = { .recommends = YES };
	const struct manager *m = NULL;
	for (size_t i = 0; i < sizeof(managers) / sizeof(*managers); i++)
		if (RUNS_ONE_OF(view->command, managers[i].program))
			m = &managers[i];
	if (!m)
		return call;
	call.manager = m->name;
	struct options o = { .cx = cx, .view = view, .letters = m->letters, .longs = m->longs };
	while (options_next(&o)) {
		if (o.name.n)
			read_option(&o, &call);
		else if (call.verb != INSTALL_NONE)
			add_package(cx, m, o.value, &call);
		else if (sketch_value(o.value).state != KNOWN) {
			call.verb = INSTALL_ADD;
			call.packages.open = true;
			break;
		} else if ((call.verb = verb_of(o.value)) == INSTALL_NONE
			&& !str_eq(str_from(m->name), STR("pacman")))
			break;
	}
	call.packages.open |= view->command->args.open && call.packages.n == 0;
	return call;
}
