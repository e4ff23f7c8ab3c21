/* SPDX-License-Identifier: Apache-2.0 */
#include "fix/fix.h"

#include <stdlib.h>

#include "base/path.h"
#include "fix/verify.h"

/* A round is checked against each of its fixes, so it must not grow without end. */
#define MAX_FIXES_PER_ROUND 1000
#define MAX_ROUNDS 100

struct fixing {
	struct arena *arena;
	struct vfs fs; /* the texts as they are now lie over the files on disk */
	const struct lint_options *wanted;
	struct lint_options checked; /* as wanted, with the rule about the syntax at least */
	bool with_unsafe;
	struct map refused; /* fingerprints of findings whose fix was taken back */
	struct map files;   /* path to struct fixed_file * */
	struct lint_result *lint;
	struct fix_result *result;
};

static bool
has_rule(const struct rules *rules, const struct rule *rule)
{
	for (size_t i = 0; i < rules->n; i++)
		if (rules->items[i] == rule)
			return true;
	return false;
}

/* Faults of the syntax must not pass, whether they are asked for or not. */
static void
add_syntax_rule(struct fixing *f)
{
	struct rules rules = { 0 };
	for (size_t i = 0; i < f->wanted->rules.n; i++)
		vec_push(f->arena, &rules, f->wanted->rules.items[i]);
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		if (str_eq(builtin_rules[i].name, STR("syntax-error"))
			&& !has_rule(&rules, &builtin_rules[i]))
			vec_push(f->arena, &rules, &builtin_rules[i]);
	f->checked = *f->wanted;
	f->checked.rules = rules;
}

/* --- one round -------------------------------------------------------------------- */

static bool
is_within_paths(const struct strs *paths, struct str path)
{
	for (size_t i = 0; i < paths->n; i++)
		if (path_is_within(path, paths->items[i]))
			return true;
	return paths->n == 0;
}

static bool
is_fixable(const struct fixing *f, const struct finding *finding)
{
	vec_for(const struct finding_edit, edit, &finding->edits) {
		if (!edit->place.source
			|| !is_within_paths(&f->wanted->paths, edit->place.source->path))
			return false;
	}
	return finding->edits.n > 0 && !map_get(&f->refused, finding->fingerprint);
}

static bool
is_wanted(const struct fixing *f, const struct finding *finding)
{
	return (f->with_unsafe || finding->rule->fix_safety == FIX_SAFE) && is_fixable(f, finding);
}

/*
 * What is there, of the baseline or not: a finding that leaves the baseline because a fix
 * changed its line was not brought by that fix.
 */
static struct findings
all_findings(struct fixing *f, const struct lint_result *lint)
{
	struct findings all = { 0 };
	for (size_t i = 0; i < lint->findings.n; i++)
		vec_push(f->arena, &all, lint->findings.items[i]);
	for (size_t i = 0; i < lint->silenced.n; i++)
		if (baseline_has(lint->silenced.items[i]))
			vec_push(f->arena, &all, lint->silenced.items[i]);
	return all;
}

static void
plan_round(struct fixing *f, size_t limit, struct fix_round *round)
{
	const struct findings *findings = &f->lint->findings;
	round->before = all_findings(f, f->lint);
	for (size_t i = 0; i < findings->n && round->mended.n < limit; i++) {
		struct finding *finding = findings->items[i];
		if (is_wanted(f, finding) && edit_plan_add(f->arena, &round->plan, &finding->edits))
			vec_push(f->arena, &round->mended, finding);
	}
}

/* Lays the texts with the round's edits, or those without them, over the project. */
static void
put_texts(struct fixing *f, const struct fix_round *round, bool edited)
{
	vec_for(const struct map_entry, entry, &round->plan.files.entries) {
		const struct file_edits *file = entry->value;
		struct str text = edited ? file_edits_apply(f->arena, file) : file->source->text;
		vfs_put(f->arena, &f->fs, entry->key, text);
	}
}

static void
keep_round(struct fixing *f, const struct fix_round *round, struct lint_result *after)
{
	vec_for(const struct map_entry, entry, &round->plan.files.entries) {
		const struct file_edits *edits = entry->value;
		struct fixed_file *file = map_get(&f->files, entry->key);
		const struct str *now = map_get(&f->fs.overlay, entry->key);
		if (!file) {
			file = ARENA_NEW(f->arena, struct fixed_file);
			*file = (struct fixed_file){ entry->key, edits->source->text, *now };
			map_set(f->arena, &f->files, entry->key, file);
		}
		file->after = *now;
	}
	f->result->fixed += round->mended.n;
	f->lint = after;
}

static void
refuse(struct fixing *f, const struct finding *finding, const struct finding *brought)
{
	map_set(f->arena, &f->refused, finding->fingerprint, f);
	vec_push(f->arena, &f->result->undone, ((struct undone_fix){ finding, brought }));
}

/* --- all rounds ------------------------------------------------------------------- */

/*
 * False when there is nothing left to do. A round that went wrong is tried again with half
 * of its fixes, until the one to blame stands alone.
 */
static bool
do_round(struct fixing *f, size_t *limit)
{
	struct fix_round round = { 0 };
	plan_round(f, *limit, &round);
	if (!round.mended.n)
		return false;
	put_texts(f, &round, true);
	struct lint_result *after = lint_run(f->arena, &f->fs, &f->checked);
	round.after = all_findings(f, after);
	const struct finding *fault = fix_round_fault(f->arena, &round);
	if (!fault) {
		keep_round(f, &round, after);
		return true;
	}
	put_texts(f, &round, false);
	if (round.mended.n > 1) {
		*limit = round.mended.n / 2;
		return true;
	}
	refuse(f, round.mended.items[0], fault);
	*limit = MAX_FIXES_PER_ROUND;
	return true;
}

static int
compare_files(const void *a, const void *b)
{
	const struct fixed_file *left = a, *right = b;
	return str_cmp(left->path, right->path);
}

static void
finish(struct fixing *f)
{
	struct fix_result *result = f->result;
	vec_for(const struct map_entry, entry, &f->files.entries) {
		const struct fixed_file *file = entry->value;
		if (!str_eq(file->before, file->after))
			vec_push(f->arena, &result->files, *file);
	}
	if (result->files.n)
		qsort(result->files.items, result->files.n, sizeof(*result->files.items),
			compare_files);
	size_t kept = 0;
	for (size_t i = 0; i < f->lint->findings.n; i++) {
		struct finding *finding = f->lint->findings.items[i];
		if (!has_rule(&f->wanted->rules, finding->rule))
			continue;
		f->lint->findings.items[kept++] = finding;
		result->unsafe += is_fixable(f, finding) && !is_wanted(f, finding);
	}
	f->lint->findings.n = kept;
	result->lint = f->lint;
}

struct fix_result *
fix_run(struct arena *a, const struct vfs *fs, const struct lint_options *options, bool with_unsafe)
{
	struct fixing f = { .arena = a, .wanted = options, .with_unsafe = with_unsafe };
	f.result = ARENA_NEW(a, struct fix_result);
	f.fs.root = fs->root;
	vec_for(const struct map_entry, entry, &fs->overlay.entries)
		map_set(a, &f.fs.overlay, entry->key, entry->value);
	add_syntax_rule(&f);
	f.lint = lint_run(a, &f.fs, &f.checked);
	size_t limit = MAX_FIXES_PER_ROUND, rounds = 0;
	while (rounds < MAX_ROUNDS && do_round(&f, &limit))
		rounds++;
	f.result->is_incomplete = rounds == MAX_ROUNDS;
	finish(&f);
	return f.result;
}

bool
fix_save(struct arena *a, const struct vfs *fs, const struct fixed_file *file, struct str *error)
{
	struct str now;
	if (!vfs_read(a, fs, file->path, SOURCE_MAX_SIZE, &now, error))
		return false;
	if (!str_eq(now, file->before)) {
		*error = STR("was changed by someone else in the meantime; nothing was written");
		return false;
	}
	struct str path = vfs_resolve(a, fs, file->path);
	struct str full = arena_printf(a, "%" PRIstr "/%" PRIstr, STR_ARG(fs->root), STR_ARG(path));
	return io_write_file(a, full.s, file->after, error);
}
