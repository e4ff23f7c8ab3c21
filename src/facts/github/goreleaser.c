/* SPDX-License-Identifier: Apache-2.0 */
/* goreleaser release: https://goreleaser.com/cmd/goreleaser_release/ */
#include "facts/github/github.h"

#include "base/path.h"
#include "facts/config/goreleaser.h"

/* What the words of a command line ask for. */
struct release_words {
	bool is_release, is_trial; /* a snapshot, or a part of the work */
	bool skips_publish, skips_changelog;
	struct str config; /* --config, or empty */
	struct strs skips; /* each --skip */
};

static bool
asks_to_skip(struct str word, const char *what)
{
	struct str name, list, item;
	if (!str_cut(word, '=', &name, &list) || !str_eq(name, STR("--skip")))
		return false;
	while (str_next_field(&list, ',', &item))
		if (str_eq(item, str_from(what)))
			return true;
	return false;
}

static void
read_word(struct arena *a, struct release_words *words, struct str word, struct str before)
{
	static const char *const trials[] = { "--snapshot", "--nightly", "--split", "--prepare",
		"--auto-snapshot" };
	for (size_t i = 0; i < sizeof(trials) / sizeof(*trials); i++)
		words->is_trial |= str_starts(word, str_from(trials[i]));
	words->skips_publish |= str_eq(word, STR("--skip-publish")) || asks_to_skip(word, "publish")
		|| (str_eq(before, STR("--skip")) && str_contains(word, STR("publish")));
	words->skips_changelog |= str_starts(word, STR("--release-notes"));
	if (str_eq(before, STR("--skip")))
		vec_push(a, &words->skips, word);
	else if (str_starts(word, STR("--skip=")))
		vec_push(a, &words->skips, str_slice(word, STR("--skip=").n, word.n));
	if (str_eq(before, STR("-f")) || str_eq(before, STR("--config")))
		words->config = word;
	else if (str_starts(word, STR("--config=")))
		words->config = str_slice(word, STR("--config=").n, word.n);
}

/* The configuration, if it is read without faults. */
static const struct tree_node *
config_at(const struct job_reader *r, struct str path, struct str dir)
{
	const struct goreleaser_config *config =
		path.n ? goreleaser_config_at(r->x, path, dir) : NULL;
	return config && config->is_whole ? config->root : NULL;
}

/* Is a part of the configuration turned off? A template may be anything. */
static enum tri
is_off(const struct tree_node *part)
{
	static const char *const keys[] = { "disable", "skip" };
	enum tri off = NO;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct str text;
		if (tree_scalar(tree_get(part, str_from(keys[i])), &text))
			off = tri_or(off,
				str_eq(text, STR("true"))            ? YES
					: str_eq(text, STR("false")) ? NO
								     : UNSURE);
	}
	return off;
}

static void
add_release(struct job_reader *r, const struct release_words *words, struct fact_step *step,
	struct place place, struct fact_string dir)
{
	if (!words->is_release || words->is_trial)
		return;
	struct fact_goreleaser_release *release = FACT_ADD(r->x, goreleaser_release);
	release->place = place;
	release->step = step;
	release->job = r->job;
	release->makes_changelog = release->publishes = UNSURE;
	if (dir.state == KNOWN && !r->checkout_elsewhere) {
		struct str path = words->config.n ? path_join(r->x->arena, dir.text, words->config)
						  : goreleaser_find(r->x, dir.text);
		const struct tree_node *config = config_at(r, path, dir.text);
		const struct tree_node *target = tree_get(config, STR("release"));
		if (config || path.n == 0) {
			release->makes_changelog =
				tri_not(is_off(tree_get(config, STR("changelog"))));
			release->publishes = tri_not(is_off(target));
		}
		if (tree_get(target, STR("gitlab")) || tree_get(target, STR("gitea")))
			release->publishes = NO;
	}
	if (words->skips_publish)
		release->publishes = NO;
	if (words->skips_changelog || words->skips_publish)
		release->makes_changelog = NO;
}

/* The run as such; what its words are for, is not always known. */
static void
add_run(struct job_reader *r, const struct fact_action_use *use, struct fact_string dir,
	const struct release_words *words, struct fact_string verb, bool in_container)
{
	struct run_context cx = github_context_of(r, use->step, NULL);
	struct machine container = { .is_open = true };
	struct goreleaser_call call = { .cx = &cx, .place = use->place, .verb = verb };
	cx.workdir = r->checkout_elsewhere ? fact_unknown_string() : dir;
	if (words->config.n)
		call.config = fact_known(words->config);
	else if (verb.state != KNOWN)
		call.config = fact_unknown_string();
	vec_for(const struct str, names, &words->skips)
		goreleaser_add_skips(&call, fact_known(*names));
	if (in_container) {
		container.go_version = fact_unknown_string();
		container.go_env_file = settings_open(r->x->arena, NULL);
		container.go_sum_copied = container.modules_at_hand = UNSURE;
		container.has_download_layer = container.uses_mirror = UNSURE;
		container.has_known_hosts = container.has_ssh_credential = UNSURE;
		cx.machine = &container;
		cx.env = settings_open(r->x->arena, cx.env);
	}
	goreleaser_run_add(&call);
}

/* goreleaser-action, or docker://goreleaser/goreleaser; both take args. */
void
goreleaser_read_action(struct job_reader *r, const struct fact_action_use *use)
{
	const struct fact_setting *args = settings_get(use->with, STR("args"));
	const struct fact_setting *dir = settings_get(use->with, STR("workdir"));
	const struct fact_setting *install = settings_get(use->with, STR("install-only"));
	bool in_container = str_starts(use->name.text, STR("docker://"));
	if (!args || (install && !in_container))
		return;
	struct release_words words = { 0 };
	struct str rest = args->value.state == KNOWN ? args->value.text : STR(""), word,
		   before = { 0 };
	struct fact_string verb =
		args->value.state == KNOWN ? goreleaser_verb(STR("")) : fact_unknown_string();
	for (bool first = true; str_next_word(&rest, &word); first = false, before = word) {
		words.is_release |= first && str_eq(word, STR("release"));
		if (first && word.s[0] != '-')
			verb = goreleaser_verb(word);
		read_word(r->x->arena, &words, word, before);
	}
	struct fact_string where = dir && !in_container ? dir->value : fact_known(STR(""));
	if (where.state == KNOWN)
		where.text = path_clean(r->x->arena, where.text);
	if (verb.state != ABSENT)
		add_run(r, use, where, &words, verb, in_container);
	if (!in_container)
		add_release(r, &words, use->step, use->place, where);
}

void
goreleaser_read_scripts(struct job_reader *r)
{
	fact_for(command, c, &r->job->commands) {
		if (c->program.state != KNOWN || !str_eq(c->program.text, STR("goreleaser"))
			|| c->args.open || c->args.n == 0)
			continue;
		struct release_words words = { 0 };
		struct str before = { 0 };
		words.is_release = arg_is(c, 0, "release");
		for (size_t i = 0; i < c->args.n; i++) {
			if (c->args.items[i].state != KNOWN) {
				words.is_trial = true; /* it may say --snapshot */
				break;
			}
			read_word(r->x->arena, &words, c->args.items[i].text, before);
			before = c->args.items[i].text;
		}
		add_release(r, &words, c->step, c->place, c->workdir);
	}
}

void
goreleaser_extract(struct extraction *x)
{
	struct str path = goreleaser_find(x, STR(""));
	if (path.n)
		goreleaser_config_at(x, path, STR(""));
}
