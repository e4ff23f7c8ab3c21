/* SPDX-License-Identifier: Apache-2.0 */
/* go.mod and go.work: modules and what belongs to them. */
#include "facts/extract.h"

#include "base/path.h"
#include "facts/go_sum.h"
#include "facts/goprivate.h"
#include "facts/vendor.h"
#include "syntax/gomod/gomod.h"

static enum tri
exists(const struct extraction *x, struct str dir, const char *name)
{
	return tri_of(
		vfs_kind(x->arena, x->fs, path_join(x->arena, dir, str_from(name))) != IO_MISSING);
}

static struct fact_string
token(const struct gomod_token *t)
{
	return t->text.n ? fact_known(t->text) : (struct fact_string){ .state = ABSENT };
}

/* Each entry of the configuration is one pattern of GOPRIVATE. */
static enum tri
is_private(const struct extraction *x, struct str path)
{
	enum tri covered = NO;
	vec_for(const struct str, pattern, &x->surroundings.private_modules)
		covered = tri_or(covered, goprivate_covers(fact_known(*pattern), path));
	return covered;
}

static void
add_require(struct extraction *x, struct fact_module *module, const struct source *source,
	const struct gomod_directive *d)
{
	struct fact_module_require *require = FACT_ADD(x, module_require);
	require->place = place_of(source, d->span);
	require->path = token(&d->path);
	require->version = token(&d->version);
	struct str host;
	str_cut(d->path.text, '/', &host, NULL);
	require->host = fact_known(host);
	require->indirect = tri_of(d->indirect);
	require->is_private = is_private(x, d->path.text);
	fact_list_add(x->arena, &module->requires, require);
}

static void
add_replace(struct extraction *x, struct fact_module *module, const struct source *source,
	const struct gomod_directive *d)
{
	struct fact_module_replace *replace = FACT_ADD(x, module_replace);
	replace->place = place_of(source, d->span);
	replace->module = module;
	replace->path = token(&d->path);
	replace->version = token(&d->version);
	replace->new_path = token(&d->new_path);
	replace->new_version = token(&d->new_version);
	struct str to = d->new_path.text;
	bool local = str_starts(to, STR("./")) || str_starts(to, STR("../")) || path_is_absolute(to)
		|| str_eq(to, STR(".")) || str_eq(to, STR(".."));
	replace->is_local = tri_of(local);
	if (local) {
		replace->target_exists = UNSURE;
		struct str dir = path_join(x->arena, module->dir.text, to);
		if (path_is_within(dir, STR(""))) {
			replace->target_dir = fact_known(dir);
			replace->target_exists =
				tri_of(vfs_kind(x->arena, x->fs, dir) != IO_MISSING);
		}
	}
	fact_list_add(x->arena, &module->replaces, replace);
}

/* A require that a directory of the project replaces needs no download. */
static enum tri
has_dependencies(const struct fact_module *module)
{
	fact_for(module_require, require, &module->requires) {
		bool replaced = false;
		fact_for(module_replace, replace, &module->replaces)
			replaced |= replace->is_local == YES && replace->path.state == KNOWN
				&& require->path.state == KNOWN
				&& str_eq(replace->path.text, require->path.text);
		if (!replaced)
			return YES;
	}
	return NO;
}

/* The releases are of one length, so that they compare as texts. */
static void
note_keyword(struct fact_module *module, const struct source *source,
	const struct gomod_directive *d, const char *since)
{
	struct fact_string known = module->newest_directive_since;
	if (known.state == KNOWN && str_cmp(known.text, str_from(since)) >= 0)
		return;
	module->newest_directive = fact_known(d->keyword.text);
	module->newest_directive_since = fact_known(str_from(since));
	module->newest_directive_place = place_of(source, d->span);
}

/* --- what Renovate passes over --------------------------------------------------------- */

/* A comment of more than one word, as in `// indirect; see #12`. */
static bool
has_blank_inside(struct str comment)
{
	struct str word;
	str_next_word(&comment, &word);
	if (str_eq(word, STR("//")))
		str_next_word(&comment, &word);
	return str_trim(comment).n > 0;
}

/* Renovate reads go.mod line by line, with expressions that leave these out. */
static const char *
unread_kind(const struct source *source, const struct gomod_directive *d)
{
	struct str comment = source_slice(source, d->comment);
	if (d->verb == GOMOD_REPLACE && d->version.text.n && d->new_version.text.n)
		return "replace";
	if ((d->verb == GOMOD_GO || d->verb == GOMOD_TOOLCHAIN) && comment.n)
		return "comment";
	return d->verb == GOMOD_REQUIRE && has_blank_inside(comment) ? "comment" : NULL;
}

static void
note_unread(struct extraction *x, struct fact_module *module, const struct source *source,
	const struct gomod_directive *d)
{
	const char *kind = unread_kind(source, d);
	if (!kind)
		return;
	struct fact_unread_line *line = FACT_ADD(x, unread_line);
	line->place = place_of(source, d->comment.len ? span_join(d->span, d->comment) : d->span);
	line->kind = fact_known(str_from(kind));
	line->directive = fact_known(d->keyword.text);
	line->module = module;
	fact_list_add(x->arena, &module->lines_unread, line);
}

static void
read_directive(struct extraction *x, struct fact_module *module, const struct source *source,
	const struct gomod_directive *d)
{
	switch (d->verb) {
	case GOMOD_MODULE:
		module->place = place_of(source, d->span);
		module->path = token(&d->path);
		break;
	case GOMOD_GO:
		module->go_version = token(&d->version);
		module->go_place = place_of(source, d->span);
		break;
	case GOMOD_TOOLCHAIN:
		module->toolchain = token(&d->version);
		note_keyword(module, source, d, "1.21");
		break;
	case GOMOD_GODEBUG: note_keyword(module, source, d, "1.23"); break;
	case GOMOD_TOOL: note_keyword(module, source, d, "1.24"); break;
	case GOMOD_RETRACT: note_keyword(module, source, d, "1.16"); break;
	case GOMOD_IGNORE: note_keyword(module, source, d, "1.25"); break;
	case GOMOD_REQUIRE: add_require(x, module, source, d); break;
	case GOMOD_REPLACE: add_replace(x, module, source, d); break;
	case GOMOD_UNKNOWN:
	case GOMOD_EXCLUDE:
	case GOMOD_USE: break;
	}
}

/* C code counts for more than the network. */
static void
note_link(struct extraction *x, struct fact_module *module)
{
	const struct knowledge_table *table =
		knowledge_table_named(x->knowledge, STR("linked-modules"));
	fact_for(module_require, require, &module->requires) {
		if (!table || require->indirect == YES || require->path.state != KNOWN)
			continue;
		const struct knowledge_record *known =
			knowledge_find(table, STR("module"), require->path.text);
		struct str links = knowledge_get(known, STR("links"));
		if (links.n == 0
			|| (module->links_libc.state == KNOWN && !str_eq(links, STR("cgo"))))
			continue;
		module->links_libc = require->path;
		module->links_libc_for = fact_known(links);
	}
}

/* Those who only pass it on are no clients. */
static void
note_client(struct extraction *x, struct fact_module *module)
{
	const struct knowledge_table *table =
		knowledge_table_named(x->knowledge, STR("tls-clients"));
	fact_for(module_require, require, &module->requires)
		if (table && module->tls_client.state != KNOWN && require->indirect == NO
			&& require->path.state == KNOWN
			&& knowledge_find(table, STR("module"), require->path.text))
			module->tls_client = require->path;
}

static void
read_module(struct extraction *x, const struct project_file *file)
{
	struct fact_module *module = FACT_ADD(x, module);
	module->place = place_of(file->source, (struct span){ 0, 0 });
	module->file = fact_known(file->path);
	module->dir = fact_known(path_dir(file->path));
	vec_for(struct gomod_directive, d, &file->gomod->directives) {
		read_directive(x, module, file->source, d);
		note_unread(x, module, file->source, d);
	}
	note_link(x, module);
	note_client(x, module);
	module->has_dependencies = has_dependencies(module);
	if (file->gomod->faults.n) {
		module->requires.open = module->replaces.open = true;
		module->has_dependencies = tri_or(module->has_dependencies, UNSURE);
	}
	module->has_go_sum = exists(x, module->dir.text, "go.sum");
	module->vendored = exists(x, module->dir.text, "vendor/modules.txt");
}

/* --- go.work --- */

static bool
is_same_path(const struct fact_module *one, const struct fact_module *other)
{
	return one && other && one->path.state == KNOWN && other->path.state == KNOWN
		&& str_eq(one->path.text, other->path.text);
}

static void
add_use(struct extraction *x, struct fact_workspace *workspace, const struct source *source,
	const struct gomod_directive *d)
{
	struct fact_workspace_use *use = FACT_ADD(x, workspace_use);
	struct str dir = path_join(x->arena, path_dir(workspace->file.text), d->path.text);
	bool inside = path_is_within(dir, STR("")) && d->path.text.n;
	use->place = place_of(source, d->span);
	use->path = token(&d->path);
	use->workspace = workspace;
	struct fact_module *nearest = inside ? module_of_dir(x->project, dir) : NULL;
	if (nearest && str_eq(nearest->dir.text, dir))
		use->module = nearest;
	use->has_module = inside ? exists(x, dir, "go.mod") : UNSURE;
	if (use->module)
		use->module->in_workspace = YES;
	fact_for(workspace_use, earlier, &workspace->uses)
		if (use->module
			&& (earlier->module == use->module
				|| is_same_path(earlier->module, use->module)))
			use->repeats = earlier;
	fact_list_add(x->arena, &workspace->uses, use);
}

static void
read_workspace(struct extraction *x, const struct project_file *file)
{
	struct fact_workspace *workspace = FACT_ADD(x, workspace);
	const struct gomod_directive *go = gomod_find(file->gomod, GOMOD_GO);
	workspace->file = fact_known(file->path);
	workspace->place = place_of(file->source, go ? go->span : (struct span){ 0, 0 });
	if (go)
		workspace->go_place = workspace->place;
	const struct gomod_directive *toolchain = gomod_find(file->gomod, GOMOD_TOOLCHAIN);
	bool is_whole = !file->gomod->faults.n;
	if (toolchain || !is_whole)
		workspace->toolchain =
			toolchain ? token(&toolchain->version) : fact_unknown_string();
	workspace->go_version = go ? token(&go->version)
		: is_whole         ? fact_known(STR("1.18"))
				   : fact_unknown_string();
	vec_for(struct gomod_directive, d, &file->gomod->directives)
		if (d->verb == GOMOD_USE)
			add_use(x, workspace, file->source, d);
	if (is_whole)
		return;
	workspace->uses.open = true;
	fact_for(module, module, &x->project->facts[FACT_CLASS_module])
		tri_open(&module->in_workspace);
}

void
extract_modules(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files)
		if (file->kind == FILE_GOMOD && file->gomod)
			read_module(x, file);
	vec_for(struct project_file, file, &x->project->files)
		if (file->kind == FILE_GOWORK && file->gomod)
			read_workspace(x, file);
	fact_for(module, module, &x->project->facts[FACT_CLASS_module]) {
		if (module->in_workspace != NO || module->requires.open)
			continue;
		if (module->vendored == YES)
			vendor_check(x, module);
		else if (module->has_go_sum == YES)
			go_sum_check(x, module);
	}
}
