/* SPDX-License-Identifier: Apache-2.0 */
/*
 * golangci-lint as a ready-made binary, which refuses code for a newer Go than the one it
 * was built with.
 */
#include "facts/github/github.h"

#include "base/path.h"

#define CONFIG_MAX ((size_t)256 * 1024)
#define ACTIONS STR("golangci-lint-action-releases")

/* 1.64 or 1.64.8, with or without a v before it. */
static bool
read_version(struct str text, struct str *version)
{
	if (str_starts(text, STR("v")))
		text = str_slice(text, 1, text.n);
	*version = text;
	struct str number;
	uint64_t value;
	size_t n = 0;
	for (; str_next_field(&text, '.', &number); n++)
		if (!str_to_u64(number, &value))
			return false;
	return n == 2 || n == 3;
}

/* The number before and after the first dot. */
static void
numbers_of(struct str version, uint64_t *major, uint64_t *minor)
{
	struct str first, rest, second;
	*major = *minor = 0;
	str_cut(version, '.', &first, &rest);
	str_cut(rest, '.', &second, NULL);
	if (!str_to_u64(first, major) || !str_to_u64(second, minor))
		*major = *minor = 0;
}

static bool
is_below(struct str a, struct str b)
{
	uint64_t a_major, a_minor, b_major, b_minor;
	numbers_of(a, &a_major, &a_minor);
	numbers_of(b, &b_major, &b_minor);
	return a_major != b_major ? a_major < b_major : a_minor < b_minor;
}

/* The Go of the last row that is not above the version; releases after the table's end may have a newer one. */
static struct fact_string
built_with(const struct job_reader *r, struct str version)
{
	const struct knowledge_table *table =
		knowledge_table_named(r->x->knowledge, STR("golangci-lint-releases"));
	struct fact_string go = fact_unknown_string();
	for (uint32_t i = 0; table && i + 1 < table->nrecords; i++)
		if (!is_below(version, knowledge_get(&table->records[i], STR("version")))
			&& is_below(version, knowledge_get(&table->records[i + 1], STR("version"))))
			go = fact_known(knowledge_get(&table->records[i], STR("go")));
	return go;
}

/* The first release that was built with that Go or a newer one. */
static struct fact_string
fitting_version(const struct job_reader *r, struct str version, struct str go)
{
	const struct knowledge_table *table =
		knowledge_table_named(r->x->knowledge, STR("golangci-lint-releases"));
	for (uint32_t i = 0; table && i < table->nrecords; i++) {
		struct str found = knowledge_get(&table->records[i], STR("version"));
		uint64_t major, minor, own, ignored;
		if (is_below(knowledge_get(&table->records[i], STR("go")), go))
			continue;
		numbers_of(found, &major, &minor);
		numbers_of(version, &own, &ignored);
		return major == own ? fact_known(found) : (struct fact_string){ .state = ABSENT };
	}
	return (struct fact_string){ .state = ABSENT };
}

/* Its configuration may name the Go that the code is for: run.go. */
static bool
may_name_go(const struct job_reader *r, struct str dir)
{
	static const char *const names[] = { ".golangci.yml", ".golangci.yaml", ".golangci.toml",
		".golangci.json" };
	static const char *const keys[] = { "go:", "go =", "go=", "\"go\"" };
	struct str text, error;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str path = path_join(r->x->arena, dir, str_from(names[i]));
		if (vfs_kind(r->x->arena, r->x->fs, path) == IO_MISSING)
			continue;
		if (!vfs_read(r->x->arena, r->x->fs, path, CONFIG_MAX, &text, &error))
			return true;
		for (size_t j = 0; j < sizeof(keys) / sizeof(*keys); j++)
			if (str_contains(text, str_from(keys[j])))
				return true;
	}
	return false;
}

static void
judge(const struct job_reader *r, struct fact_golangci_lint *lint, struct fact_string dir)
{
	if (lint->built_with.state != KNOWN || dir.state != KNOWN || r->checkout_elsewhere) {
		lint->is_too_old = UNSURE;
		return;
	}
	lint->module = module_of_dir(r->x->project, dir.text);
	if (!lint->module || lint->module->go_version.state != KNOWN)
		return;
	/* Only major and minor are compared. */
	lint->is_too_old = tri_of(is_below(lint->built_with.text, lint->module->go_version.text));
	lint->fitting_version =
		fitting_version(r, lint->version.text, lint->module->go_version.text);
	if (may_name_go(r, dir.text) || may_name_go(r, STR("")))
		lint->is_too_old = UNSURE;
}

/* Does a version of the action want a newer release of that major version? */
static bool
is_below_least(const struct knowledge_record *action, struct str version)
{
	struct str least = knowledge_get(action, STR("least"));
	return least.n && is_below(version, least);
}

/* The newest major version of the action that takes this golangci-lint. */
static struct fact_int
fitting_action(const struct job_reader *r, const struct fact_golangci_lint *lint)
{
	const struct knowledge_table *table = knowledge_table_named(r->x->knowledge, ACTIONS);
	struct fact_int found = { 0 };
	for (uint32_t i = 0; table && i < table->nrecords; i++)
		if (knowledge_int(&table->records[i], "lint").value == lint->major.value
			&& !is_below_least(&table->records[i], lint->version.text))
			found = knowledge_int(&table->records[i], "major");
	return found;
}

/* Which releases the action takes: of one major version, and not always the first of those. */
static void
judge_action(
	const struct job_reader *r, struct fact_golangci_lint *lint, struct fact_action_use *use)
{
	lint->action = use;
	lint->action_takes = golangci_taken_by(r->x, use);
	lint->fitting_action = fitting_action(r, lint);
	lint->action_refuses = UNSURE;
	if (lint->action_takes.state != KNOWN)
		return;
	const struct knowledge_record *action =
		knowledge_of_major(r->x->knowledge, ACTIONS, use->major);
	if (knowledge_get(action, STR("least")).n)
		lint->action_least = fact_known(knowledge_get(action, STR("least")));
	lint->action_refuses = tri_of(lint->action_takes.value != lint->major.value
		|| is_below_least(action, lint->version.text));
}

struct fact_int
golangci_taken_by(const struct extraction *x, const struct fact_action_use *use)
{
	return knowledge_int(knowledge_of_major(x->knowledge, ACTIONS, use->major), "lint");
}

static struct fact_golangci_lint *
add_lint(struct job_reader *r, struct str text, struct place place, struct fact_string dir)
{
	struct str version;
	uint64_t major, minor;
	if (!read_version(text, &version))
		return NULL;
	struct fact_golangci_lint *lint = FACT_ADD(r->x, golangci_lint);
	numbers_of(version, &major, &minor);
	lint->major = (struct fact_int){ KNOWN, (int64_t)major };
	lint->place = place;
	lint->job = r->job;
	lint->version = fact_known(version);
	lint->built_with = built_with(r, version);
	judge(r, lint, dir);
	return lint;
}

void
golangci_read_action(struct job_reader *r, struct fact_action_use *use)
{
	const struct fact_setting *version = settings_get(use->with, STR("version"));
	const struct fact_setting *mode = settings_get(use->with, STR("install-mode"));
	const struct fact_setting *dir = settings_get(use->with, STR("working-directory"));
	golangci_read_action_config(r, use);
	bool is_binary =
		!mode || (mode->value.state == KNOWN && str_eq(mode->value.text, STR("binary")));
	if (!version || version->value.state != KNOWN || !is_binary)
		return;
	struct fact_string where = dir ? dir->value : fact_known(STR(""));
	if (where.state == KNOWN)
		where.text = path_clean(r->x->arena, where.text);
	struct fact_golangci_lint *lint = add_lint(r, version->value.text, version->place, where);
	if (lint)
		judge_action(r, lint, use);
}

/* The job runs in an image of golangci-lint, whose tag is its version: v2.1.6-alpine. */
static void
read_image(struct job_reader *r)
{
	const struct fact_image_ref *image = r->job->container;
	struct str version;
	if (!image || image->name.state != KNOWN || image->tag.state != KNOWN
		|| image->is_argument != NO
		|| !str_eq(image->name.text, STR("golangci/golangci-lint")))
		return;
	str_cut(image->tag.text, '-', &version, NULL);
	fact_for(command, c, &r->job->commands) {
		if (c->program.state != KNOWN || !str_eq(c->program.text, STR("golangci-lint")))
			continue;
		add_lint(r, version, image->place, c->workdir);
		return;
	}
}

/* curl …/golangci-lint/HEAD/install.sh | sh -s -- -b DIR v1.64.8 */
void
golangci_read_scripts(struct job_reader *r)
{
	const struct fact_command *fetch = NULL;
	read_image(r);
	fact_for(command, c, &r->job->commands) {
		bool is_shell = c->program.state == KNOWN
			&& (str_eq(c->program.text, STR("sh"))
				|| str_eq(c->program.text, STR("bash")));
		if (is_shell && fetch && c->args.n && !c->args.open) {
			struct fact_string last = c->args.items[c->args.n - 1];
			if (last.state == KNOWN)
				add_lint(r, last.text, c->place, c->workdir);
		}
		bool fetches = c->output_is_run == YES
			&& str_contains(c->text.text, STR("golangci-lint"))
			&& str_contains(c->text.text, STR("install.sh"));
		fetch = fetches ? c : NULL;
	}
}
