/* SPDX-License-Identifier: Apache-2.0 */
#include "report/env.h"

#include "facts/go_version.h"
#include "facts/image.h"
#include "lint/mask.h"
#include "report/parts.h"

/* What `go env` prints, in the order of the table; the others only matter now and then. */
static const struct {
	const char *name;
	bool is_rare;
} names[] = {
	{ "GOPROXY" },
	{ "GOPRIVATE" },
	{ "GONOPROXY" },
	{ "GONOSUMDB" },
	{ "GOSUMDB" },
	{ "GOFLAGS" },
	{ "GOTOOLCHAIN" },
	{ "GOOS" },
	{ "GOARCH" },
	{ "CGO_ENABLED" },
	{ "GOCACHE" },
	{ "GOMODCACHE" },
	{ "GODEBUG" },
	{ "GO111MODULE" },
	{ "GOAUTH" },
	{ "GOBIN", true },
	{ "GOEXPERIMENT" },
	{ "GOINSECURE" },
	{ "GOPATH", true },
	{ "GOVCS" },
	{ "GOWORK" },
};

/* Go takes these in capital or, where that is not set, in small letters. */
static const struct {
	const char *name, *small;
} proxies[] = {
	{ "HTTP_PROXY", "http_proxy" },
	{ "HTTPS_PROXY", "https_proxy" },
	{ "NO_PROXY", "no_proxy" },
};

struct viewer {
	struct arena *arena;
	const struct report_options *options;
	const struct fact_go_command *go;
	struct env_view *view;
};

static struct str
place_text(struct viewer *v, struct place place)
{
	struct position at = source_position(place.source, place.span.off);
	struct str path = report_path(v->arena, v->options, place.source->path);
	return arena_printf(v->arena, "%" PRIstr ":%u", STR_ARG(path), (unsigned)at.line);
}

static struct str
origin_of(struct viewer *v, const struct fact_setting *s)
{
	if (s->place.source && s->scope.state == KNOWN)
		return arena_printf(v->arena, "%" PRIstr " %" PRIstr,
			STR_ARG(place_text(v, s->place)), STR_ARG(s->scope.text));
	return s->origin.state == KNOWN ? report_line(v->arena, s->origin.text) : STR("");
}

#define WRITTEN_MAX 120

/* A value that is not known as its file has it, if that is a reference and not long. */
static struct str
written_value(const struct fact_setting *s)
{
	struct place place = s->variable ? s->variable->value_place : (struct place){ 0 };
	struct str text = place.source ? source_slice(place.source, place.span) : STR("");
	bool refers = str_find_char(text, '$', 0) != STR_NONE && text.n <= WRITTEN_MAX
		&& str_find_char(text, '\n', 0) == STR_NONE;
	return refers ? text : STR("");
}

static struct str
masked_value(struct arena *a, struct str name, struct str value)
{
	if (value.n && mask_is_secret_name(name))
		return STR("***");
	return report_line(a, value);
}

static void
mark_default(struct arena *a, struct env_row *row, bool is_default)
{
	row->is_default = is_default;
	if (is_default)
		row->origin = arena_printf(a, "%" PRIstr "%sunless set outside",
			STR_ARG(row->origin), row->origin.n ? ", " : "");
}

static void
fill_from_setting(struct viewer *v, struct env_row *row, const struct fact_setting *s)
{
	row->state = s->value.state == KNOWN ? KNOWN : UNKNOWN;
	if (s->present != YES)
		row->state = s->present == NO ? ABSENT : UNKNOWN;
	struct str value = row->state == KNOWN ? s->value.text : STR("");
	if (row->state == UNKNOWN)
		value = written_value(s);
	row->value = masked_value(v->arena, str_from(row->name), value);
	row->origin = origin_of(v, s);
	mark_default(v->arena, row, s->is_default == YES);
}

static bool
has_scope(const struct fact_setting *s, const char *scope)
{
	return s->scope.state == KNOWN && str_eq(s->scope.text, str_from(scope));
}

/* Does the row say what its reader could not take for granted? */
static bool
matters(struct viewer *v, const struct fact_setting *s, const struct env_row *row, bool is_rare)
{
	struct str name = str_from(row->name);
	bool is_source = str_eq(name, STR("GOPROXY")) || str_eq(name, STR("GOSUMDB"));
	if (is_source && v->go->downloads == YES)
		return true;
	if (has_scope(s, "default") || has_scope(s, "unknown"))
		return false;
	/* What only follows another variable is told by that one. */
	if (s->name.state == KNOWN && s->variable && s->variable->name.state == KNOWN
		&& !str_eq(s->variable->name.text, s->name.text))
		return false;
	return row->state != ABSENT && !(is_rare && has_scope(s, "image"));
}

static void
add_go_variables(struct viewer *v)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct fact_setting *s = settings_get(v->go->go_env, str_from(names[i].name));
		struct env_row row = { .name = names[i].name };
		if (s) {
			fill_from_setting(v, &row, s);
			row.matters = matters(v, s, &row, names[i].is_rare);
		}
		vec_push(v->arena, &v->view->variables, row);
	}
}

/* The setting that counts: the one in capital letters unless it is empty or not there. */
static const struct fact_setting *
proxy_setting(const struct settings *env, const char *name, const char *small)
{
	struct fact_string value = setting_value(env, str_from(name));
	bool empty = value.state == ABSENT || (value.state == KNOWN && value.text.n == 0);
	return settings_get(env, str_from(empty ? small : name));
}

static void
add_proxies(struct viewer *v)
{
	const struct settings *env = v->go->command->env;
	for (size_t i = 0; i < sizeof(proxies) / sizeof(*proxies); i++) {
		struct env_row row = { .name = proxies[i].name };
		const struct fact_setting *s =
			proxy_setting(env, proxies[i].name, proxies[i].small);
		if (s) {
			fill_from_setting(v, &row, s);
			row.matters = row.state != ABSENT;
		} else if (v->go->in_image != NO) {
			row.state = UNKNOWN;
			row.origin = STR("whoever builds may pass it");
		} else if (settings_is_open(env)) {
			row.state = UNKNOWN;
			row.origin = STR("unknown environment");
		}
		vec_push(v->arena, &v->view->variables, row);
	}
}

/* --- what else decides ---------------------------------------------------------------- */

static void
add_context(struct viewer *v, const char *name, struct fact_string value, struct str origin,
	bool is_notable)
{
	struct env_row row = { .name = name, .state = value.state, .origin = origin };
	if (value.state == KNOWN)
		row.value = report_line(v->arena, value.text);
	row.matters = is_notable && value.state != ABSENT;
	mark_default(v->arena, &row, value.is_default);
	vec_push(v->arena, &v->view->context, row);
}

static void
add_module(struct viewer *v)
{
	const struct fact_module *module = v->go->module;
	if (!module || (const void *)module == fact_unknown) {
		add_context(v, "module", fact_unknown_string(), STR(""), false);
		return;
	}
	struct str origin = place_text(v, module->place.source ? module->place : v->go->place);
	if (module->go_version.state == KNOWN)
		origin = arena_printf(v->arena, "%" PRIstr ", go %" PRIstr, STR_ARG(origin),
			STR_ARG(module->go_version.text));
	add_context(v, "module", module->path, report_line(v->arena, origin), true);
}

/* The setup-go that the command finds: the last one before it in its job. */
static const struct fact_setup_go *
setup_go_before(const struct fact_go_command *go)
{
	const struct fact_setup_go *found = NULL;
	if (!go->job || go->stage)
		return NULL;
	fact_for(setup_go, setup, &go->job->setups)
		if (setup->place.source == go->call_place.source
			&& setup->place.span.off < go->call_place.span.off)
			found = setup;
	return found;
}

/* The Go that go.mod asks for: its toolchain line where that is newer and no go.work rules. */
static struct fact_string
wanted_go(const struct fact_module *module)
{
	struct fact_string wanted = module->go_version, toolchain = module->toolchain;
	if (wanted.state == KNOWN && toolchain.state == KNOWN && module->in_workspace == NO
		&& str_starts(toolchain.text, STR("go1."))) {
		toolchain.text = str_slice(toolchain.text, 2, toolchain.text.n);
		if (version_compare(wanted.text, toolchain.text) < 0)
			wanted = toolchain;
	}
	return wanted;
}

/*
 * What GOTOOLCHAIN makes of the Go that is there: with auto, the one that go.mod asks for if
 * that is newer; a version itself. https://go.dev/doc/toolchain#select
 */
static bool
is_switched(struct viewer *v, struct fact_string *version, struct str *origin)
{
	const struct fact_setting *s = settings_get(v->go->go_env, STR("GOTOOLCHAIN"));
	const struct fact_module *module = v->go->module;
	if (!s || s->value.state != KNOWN || version->state != KNOWN
		|| version_compare(version->text, STR("1.21")) < 0)
		return false;
	if (str_starts(s->value.text, STR("go1."))
		&& str_find_char(s->value.text, '+', 0) == STR_NONE) {
		*version = fact_made_of(
			fact_known(str_slice(s->value.text, 2, s->value.text.n)), s->value);
		*origin = origin_of(v, s);
		return true;
	}
	bool is_auto = str_eq(s->value.text, STR("auto")) || str_ends(s->value.text, STR("+auto"));
	if (!is_auto || !module)
		return false;
	struct fact_string wanted = wanted_go(module);
	struct fact_string highest = go_version_highest(v->arena, version->text);
	if (wanted.state != KNOWN || highest.state != KNOWN
		|| version_compare(highest.text, wanted.text) >= 0)
		return false;
	*version = fact_made_of(wanted, *version);
	*origin = arena_printf(v->arena, "%" PRIstr ", by GOTOOLCHAIN=%" PRIstr,
		STR_ARG(place_text(v, module->go_place)), STR_ARG(s->value.text));
	return true;
}

static void
add_go_version(struct viewer *v)
{
	const struct fact_stage *stage = v->go->stage;
	const struct fact_setup_go *setup = setup_go_before(v->go);
	struct fact_string version = v->go->go_version;
	struct str origin = { 0 };
	if (is_switched(v, &version, &origin))
		; /* whatever is installed */
	else if (stage && stage->base && stage->base->image
		&& stage->base->image->text.state == KNOWN)
		origin = arena_printf(v->arena, "%" PRIstr " image",
			STR_ARG(report_line(v->arena, stage->base->image->text.text)));
	else if (setup)
		origin = arena_printf(
			v->arena, "%" PRIstr " setup-go", STR_ARG(place_text(v, setup->place)));
	add_context(v, "Go", version, origin, version.state == KNOWN);
}

/* "cache /go/pkg/mod (GOMODCACHE)" */
static void
add_mount(struct buf *out, const struct fact_mount *mount)
{
	if (out->n)
		buf_add(out, STR(", "));
	buf_add(out, mount->type.state == KNOWN ? mount->type.text : STR("unknown"));
	if (mount->target.state == KNOWN)
		buf_printf(out, " %" PRIstr, STR_ARG(mount->target.text));
	if (mount->is_module_cache == YES && mount->is_build_cache == YES)
		buf_add(out, STR(" (GOMODCACHE, GOCACHE)"));
	else if (mount->is_module_cache == YES)
		buf_add(out, STR(" (GOMODCACHE)"));
	else if (mount->is_build_cache == YES)
		buf_add(out, STR(" (GOCACHE)"));
}

static void
add_mounts(struct viewer *v)
{
	struct buf text = buf_new(v->arena);
	fact_for(mount, mount, &v->go->command->mounts)
		add_mount(&text, mount);
	struct fact_string value = { .state = ABSENT };
	if (text.n)
		value = fact_known(buf_str(&text));
	add_context(v, "mounts", value, STR(""), true);
}

/* A tool that is certainly missing is worth a row. */
static void
add_tool(struct viewer *v, const char *name, const struct fact_tool *tool)
{
	struct fact_string there = fact_unknown_string();
	struct str origin = { 0 };
	if (tool && (const void *)tool != fact_unknown) {
		there = fact_known(tool->is_there == YES ? STR("yes") : STR("no"));
		origin = report_line(v->arena, tool->origin.text);
		if (tool->place.source)
			origin = arena_printf(v->arena, "%" PRIstr " %" PRIstr,
				STR_ARG(place_text(v, tool->place)), STR_ARG(origin));
	}
	add_context(v, name, there, origin, there.state == KNOWN && tool->is_there == NO);
}

static void
add_surroundings(struct viewer *v)
{
	const struct fact_command *command = v->go->command;
	bool in_image = v->go->in_image == YES;
	struct fact_string dir = command->workdir;
	if (dir.state == KNOWN && dir.text.n == 0)
		dir.text = STR(".");
	add_module(v);
	add_go_version(v);
	add_context(v, "user", command->user, STR(""), command->user.state == KNOWN);
	add_context(v, "directory", dir, STR(""), dir.state == KNOWN);
	add_mounts(v);
	add_tool(v, "git", v->go->git);
	add_tool(v, "C compiler", v->go->c_compiler);
	if (in_image)
		add_context(v, "network", command->network, STR(""),
			command->network.state != KNOWN
				|| !str_eq(command->network.text, STR("default")));
}

struct env_view
env_view_of(struct arena *a, const struct report_options *options, const struct fact_go_command *go,
	size_t number)
{
	const struct fact_command *command = go->command;
	struct env_view view = { .number = number, .place = go->place };
	struct viewer v = { a, options, go, &view };
	view.text = report_line(a, command->text.state == KNOWN ? command->text.text : STR("go"));
	for (size_t i = 0; i < command->via.n; i++) {
		struct fact_string caller = command->via.items[i];
		vec_push(a, &view.via,
			caller.state == KNOWN ? report_line(a, caller.text) : STR("(unknown)"));
	}
	add_surroundings(&v);
	add_go_variables(&v);
	add_proxies(&v);
	return view;
}
