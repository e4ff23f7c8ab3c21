/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/extract.h"

#include "base/path.h"

void *
fact_add(struct extraction *x, enum fact_class_id class, size_t size)
{
	void *fact = arena_alloc(x->arena, 1, size);
	if (fact_classes[class].is_kind && !x->unlisted)
		fact_list_add(x->arena, &x->project->facts[class], fact);
	return fact;
}

const struct project_file *
project_file_at(const struct project *project, struct str path)
{
	size_t low = 0, high = project->files.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(project->files.items[middle].path, path);
		if (order == 0)
			return &project->files.items[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Compares the path of dir/go.mod with another one. */
static int
compare_gomod(struct str dir, struct str path)
{
	struct str head = str_slice(path, 0, dir.n), tail = str_slice(path, dir.n, path.n);
	int order = str_cmp(dir, head);
	return order ? order : str_cmp(dir.n ? STR("/go.mod") : STR("go.mod"), tail);
}

/* Modules are in the order of their files' paths. */
static struct fact_module *
module_in_dir(const struct project *project, struct str dir)
{
	const struct fact_list *modules = &project->facts[FACT_CLASS_module];
	size_t low = 0, high = modules->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct fact_module *module = modules->items[middle];
		int order = compare_gomod(dir, module->file.text);
		if (order == 0)
			return module;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct fact_module *
module_of_dir(const struct project *project, struct str dir)
{
	for (;;) {
		struct fact_module *module = module_in_dir(project, dir);
		if (module)
			return module;
		if (dir.n == 0 || str_eq(dir, STR("/")))
			return NULL;
		dir = path_dir(dir);
	}
}

struct fact_setting *
setting_new(struct extraction *x, struct str name, struct fact_string value, const char *scope,
	struct place place)
{
	struct fact_setting *s = FACT_ADD(x, setting);
	s->name = fact_known(name);
	s->present = value.state == ABSENT ? UNSURE : YES;
	s->value = value.state == KNOWN ? value : fact_unknown_string();
	s->is_default = tri_of(value.is_default);
	s->scope = fact_known(str_from(scope));
	s->place = place;
	if (place.source) {
		unsigned line = source_position(place.source, place.span.off).line;
		s->origin = fact_known(arena_printf(
			x->arena, "%" PRIstr ":%u %s", STR_ARG(place.source->path), line, scope));
	} else {
		s->origin = s->scope;
	}
	return s;
}

bool
setting_is_awaited(const struct settings *map, struct str name)
{
	const struct fact_setting *s = settings_get(map, name);
	return s && s->present == UNSURE && s->variable && s->variable->is_default == YES
		&& s->variable->value.state == ABSENT && !settings_is_open(map);
}

bool
expansion_fits(struct extraction *x, size_t n)
{
	if (n > EXPANSION_MAX || x->expanded > EXPANSION_TOTAL_MAX)
		return false;
	x->expanded += n;
	return true;
}

struct fact_syntax_fault *
syntax_fault_add(struct extraction *x, struct place place, struct str message)
{
	bool unlisted = x->unlisted;
	x->unlisted = false;
	struct fact_syntax_fault *fact = FACT_ADD(x, syntax_fault);
	x->unlisted = unlisted;
	fact->place = place;
	fact->message = fact_known(message);
	return fact;
}

void
limit_reached(struct extraction *x, enum limit limit, struct place place)
{
	static const char *const messages[] = {
		[LIMIT_INCLUDES] = "included more than 20 levels deep: it is not read",
		[LIMIT_VARIABLES] = "expands through more than 40 levels of variables and "
				    "functions: its value is taken for unknown",
		[LIMIT_VALUE] = "expands to more than can be followed: its value is taken for "
				"unknown",
	};
	if (limit == LIMIT_NONE || !place.source || x->limits_told[limit] == place.source)
		return;
	x->limits_told[limit] = place.source;
	syntax_fault_add(x, place, str_from(messages[limit]))->is_limit = YES;
}

#define WORKDIR_MAX 4096 /* PATH_MAX of Linux */

struct fact_string
workdir_join(struct arena *a, struct fact_string workdir, struct str path)
{
	bool resolvable = path_is_absolute(path) || workdir.state == KNOWN;
	if (!resolvable || workdir.text.n + path.n >= WORKDIR_MAX)
		return fact_unknown_string();
	struct fact_string joined = fact_known(path_join(a, workdir.text, path));
	return path_is_absolute(path) ? joined : fact_made_of(joined, workdir);
}

bool
arg_is(const struct fact_command *command, size_t i, const char *text)
{
	struct fact_string arg = arg_at(command, i);
	return arg.state == KNOWN && str_eq(arg.text, str_from(text));
}

bool
arg_any(const struct fact_command *command, const char *text)
{
	struct str wanted = str_from(text);
	bool prefix = wanted.n && wanted.s[wanted.n - 1] == '=';
	for (size_t i = 0; i < command->args.n; i++) {
		const struct fact_string *arg = &command->args.items[i];
		if (arg->state == KNOWN
			&& (prefix ? str_starts(arg->text, wanted) : str_eq(arg->text, wanted)))
			return true;
	}
	return false;
}

struct fact_string
arg_at(const struct fact_command *command, size_t i)
{
	if (i < command->args.n)
		return command->args.items[i];
	return (struct fact_string){ .state = command->args.open ? UNKNOWN : ABSENT };
}
