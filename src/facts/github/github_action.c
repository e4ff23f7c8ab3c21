/* SPDX-License-Identifier: Apache-2.0 */
/* Actions that steps use, and what they change for the steps that follow. */
#include "facts/github/github.h"

#include "base/path.h"
#include "facts/github/setup_go.h"

/* v4, v4.1.0 and 4.1 are versions; a branch and a commit hash are not. */
static bool
read_version(struct fact_action_use *use, struct str text)
{
	struct str first, version;
	uint64_t major;
	if (text.n && text.s[0] == 'v')
		text = str_slice(text, 1, text.n);
	str_cut(text, '.', &first, NULL);
	if (first.n > 3 || !str_to_u64(first, &major) || !str_next_word(&text, &version))
		return false;
	use->version = fact_known(version);
	use->major = (struct fact_int){ KNOWN, (int64_t)major };
	return true;
}

#define COMMIT_HASH_LENGTH 40

static bool
is_commit(struct str ref)
{
	for (size_t i = 0; i < ref.n; i++)
		if (!char_is_digit(ref.s[i]) && !(ref.s[i] >= 'a' && ref.s[i] <= 'f'))
			return false;
	return ref.n >= COMMIT_HASH_LENGTH;
}

/* uses: owner/name@0123… # v4.1.0; behind the name of a branch, which moves on, it says nothing. */
static bool
read_version_comment(struct fact_action_use *use, const struct source *source, struct span uses)
{
	if (!is_commit(use->ref.text))
		return false;
	struct str text = source_line(source, source_position(source, uses.off).line);
	size_t hash = str_find(text, STR(" #"), 0);
	return hash != STR_NONE && read_version(use, str_trim(str_slice(text, hash + 2, text.n)));
}

enum tri
action_is_before(const struct fact_action_use *use, int64_t major, int64_t minor)
{
	struct str first, rest, second;
	uint64_t own;
	if (use->major.state != KNOWN)
		return UNSURE;
	if (use->major.value != major)
		return tri_of(use->major.value < major);
	str_cut(use->version.text, '.', &first, &rest);
	str_cut(rest, '.', &second, NULL);
	if (second.n == 0) /* behind a commit hash, v6 may be any of them */
		return use->ref.text.n >= COMMIT_HASH_LENGTH ? UNSURE : NO;
	return tri_of(str_to_u64(second, &own) && (int64_t)own < minor);
}

static const struct knowledge_record *
knowledge_of(const struct extraction *x, const struct fact_action_use *use)
{
	if (use->name.state != KNOWN)
		return NULL;
	return knowledge_find(
		knowledge_table_named(x->knowledge, STR("actions")), STR("action"), use->name.text);
}

static struct fact_action_use *
new_use(struct job_reader *r, struct fact_step *step, const struct tree_node *node,
	const struct tree_node *uses)
{
	struct fact_action_use *use = FACT_ADD(r->x, action_use);
	struct str text = { 0 }, name, ref;
	tree_scalar(uses, &text);
	use->place = place_of(r->source, uses->span);
	use->step = step;
	use->job = r->job;
	bool has_ref = str_cut(text, '@', &name, &ref);
	use->name = github_has_expression(text) ? fact_unknown_string() : fact_known(name);
	if (has_ref) {
		use->ref = fact_known(ref);
		if (!read_version(use, ref) && !read_version_comment(use, r->source, uses->span)) {
			use->version = fact_unknown_string();
			use->major.state = UNKNOWN;
		}
	}
	github_add_settings(r, node, tree_get(node, STR("with")), "with", &use->with);
	use->via = r->via;
	step->uses = use;
	return use;
}

static void
read_checkout(struct job_reader *r, struct fact_action_use *use)
{
	r->job->checks_out = YES;
	if (!settings_get(use->with, STR("repository")))
		r->job->checkout = use;
	if (settings_get(use->with, STR("path")) || settings_get(use->with, STR("repository")))
		r->checkout_elsewhere = true;
}

/* webfactory/ssh-agent and the like bring a key and known hosts. */
static void
apply_knowledge(struct job_reader *r, const struct knowledge_record *known)
{
	struct machine *m = r->machine;
	if (!known || knowledge_tri(known, "sets_env") != NO)
		r->env = settings_open(r->x->arena, r->env);
	if (!known || knowledge_tri(known, "harmless") != YES)
		machine_open(r->x, m);
	enum tri sets_up_go = known ? knowledge_tri(known, "sets_up_go") : UNSURE;
	if (known && knowledge_get(known, STR("sets_up_go")).n == 0)
		sets_up_go = NO;
	r->job->sets_up_go_otherwise = tri_or(r->job->sets_up_go_otherwise, sets_up_go);
	if (!known)
		tri_open(&r->job->commits_changes);
	else if (knowledge_tri(known, "commits") == YES)
		r->job->commits_changes = YES;
	if (known && knowledge_tri(known, "ssh_agent") == YES)
		m->has_ssh_credential = m->has_known_hosts = YES;
}

/* The text of an input, its expressions as they are written; empty where it is not given. */
static struct str
input_text(const struct tree_node *with, const char *name)
{
	struct str text = { 0 };
	tree_scalar(tree_get(with, str_from(name)), &text);
	return text;
}

/* An input that is nothing but ${{ … }} may hold any number of lines. */
static bool
is_open_line(struct str line)
{
	return str_starts(str_trim(line), STR("${{"));
}

/* `with: build-args`, one NAME=value per line. */
static const struct settings *
build_args_of(struct job_reader *r, const struct tree_node *with, struct place place)
{
	const struct settings *all = NULL;
	struct str rest = input_text(with, "build-args"), line;
	while (str_next_field(&rest, '\n', &line)) {
		struct str name, value;
		bool has_value = str_cut(str_trim(line), '=', &name, &value);
		bool known = has_value && !github_has_expression(value);
		if (is_open_line(line) || github_has_expression(name)) {
			all = settings_open(r->x->arena, all);
		} else if (name.n) {
			struct fact_setting *s = setting_new(r->x, name,
				known ? fact_known(value) : fact_unknown_string(), "build arg",
				place);
			if (has_value)
				s->written = fact_known(value);
			all = settings_put(r->x->arena, all, s);
		}
	}
	return all;
}

/* Inputs with one id=value per line. */
static void
add_ids(struct job_reader *r, const struct tree_node *with, const char *name,
	struct fact_strings *out)
{
	struct str rest = input_text(with, name), line;
	while (str_next_field(&rest, '\n', &line)) {
		struct str text = str_trim(line);
		while (text.n && (text.s[0] == '"' || text.s[0] == '\''))
			text = str_slice(text, 1, text.n);
		struct fact_string id = docker_build_id(text);
		if (is_open_line(text) || github_has_expression(id.text))
			out->open = true;
		else if (text.n)
			fact_strings_add(r->x->arena, out, id);
	}
}

static struct fact_string
input_value(const struct fact_action_use *use, const char *name)
{
	const struct fact_setting *input = settings_get(use->with, str_from(name));
	/* An empty input is none. */
	bool is_given = input && (input->value.state != KNOWN || input->value.text.n > 0);
	return is_given ? input->value : (struct fact_string){ .state = ABSENT };
}

static void
add_docker_build(
	struct job_reader *r, const struct tree_node *node, const struct fact_action_use *use)
{
	const struct tree_node *with = tree_get(node, STR("with"));
	struct docker_build_words words = {
		.place = use->place, .job = r->job, .step = r->step, .env = r->step->env
	};
	words.via = r->via;
	words.action = r->step->uses;
	words.context = input_value(use, "context");
	/* Without `context` the whole repository is fetched afresh: its root. */
	if (words.context.state == ABSENT)
		words.context = fact_known(STR("."));
	words.file = input_value(use, "file");
	words.platforms = input_value(use, "platforms");
	words.target = input_value(use, "target");
	if (r->checkout_elsewhere)
		words.context = fact_unknown_string();
	const struct fact_setting *args = settings_get(use->with, STR("build-args"));
	words.build_args = build_args_of(r, with, args ? args->place : use->place);
	add_ids(r, with, "secrets", &words.secrets);
	add_ids(r, with, "secret-envs", &words.secrets);
	add_ids(r, with, "secret-files", &words.secrets);
	add_ids(r, with, "ssh", &words.ssh);
	add_ids(r, with, "build-contexts", &words.contexts);
	docker_build_add(r->x, &words);
}

void
github_read_action(struct job_reader *r, struct fact_step *step, const struct tree_node *node,
	const struct tree_node *uses)
{
	struct fact_action_use *use = new_use(r, step, node, uses);
	struct str name = use->name.state == KNOWN ? use->name.text : STR("");
	if (str_eq(name, STR("actions/checkout")))
		read_checkout(r, use);
	else if (str_eq(name, STR("actions/setup-go")))
		setup_go_read(r, node, use);
	else if (str_eq(name, STR("docker/build-push-action")))
		add_docker_build(r, node, use);
	else if (str_eq(name, STR("docker/bake-action")))
		bake_read_action(r, node, use);
	else if (str_eq(name, STR("golangci/golangci-lint-action")))
		golangci_read_action(r, use);
	else if (str_eq(name, STR("goreleaser/goreleaser-action"))
		|| str_starts(name, STR("docker://goreleaser/goreleaser"))
		|| str_starts(name, STR("docker://ghcr.io/goreleaser/goreleaser")))
		goreleaser_read_action(r, use);
	if (!github_follow_action(r, step, node, use))
		apply_knowledge(r, knowledge_of(r->x, use));
}

/* --- what the job finds out --- */

/* git diff and git status after a `go mod tidy` show what it changed. */
static bool
looks_at_changes(const struct fact_command *c)
{
	return c->program.state == KNOWN && str_eq(c->program.text, STR("git"))
		&& (arg_is(c, 0, "diff") || arg_is(c, 0, "status") || arg_is(c, 0, "diff-index")
			|| arg_is(c, 0, "diff-files"));
}

static bool
commits(const struct fact_command *c)
{
	if (c->program.state != KNOWN)
		return false;
	if (str_eq(c->program.text, STR("git")))
		return arg_is(c, 0, "commit") || arg_is(c, 0, "push");
	return str_eq(c->program.text, STR("gh")) && arg_is(c, 0, "pr");
}

void
github_finish_job(struct job_reader *r)
{
	struct fact_job *job = r->job;
	bool tidied = false, hooks_run = false;
	fact_for(command, c, &job->commands) {
		bool tidies = c->program.state == KNOWN && str_eq(c->program.text, STR("go"))
			&& arg_is(c, 0, "mod") && (arg_is(c, 1, "tidy") || arg_is(c, 1, "vendor"));
		tidied |= tidies;
		if (tidies && arg_any(c, "-diff"))
			job->tidy_checked = YES;
		if (tidied && looks_at_changes(c))
			job->tidy_checked = YES;
		if (commits(c))
			job->commits_changes = YES;
		hooks_run |=
			c->program.state == KNOWN && str_eq(c->program.text, STR("pre-commit"));
	}
	/* What runs make or a script may check anything; hooks may too. */
	if ((r->machine->is_open || hooks_run) && job->tidy_checked == NO)
		job->tidy_checked = UNSURE;
	if (job->container && job->sets_up_go_otherwise == NO)
		job->sets_up_go_otherwise = UNSURE;
}
