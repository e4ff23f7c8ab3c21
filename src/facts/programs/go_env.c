/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `go env` would print: the environment (a variable that is set but empty counts as
 * not set), then what `go env -w` wrote, then Go's defaults.
 * https://pkg.go.dev/cmd/go#hdr-Environment_variables, cmd/go/internal/cfg.Getenv
 */
#include "base/path.h"
#include "facts/go_version.h"
#include "facts/image.h"

static const struct go_default {
	const char *name, *value; /* value NULL: worked out below or not known */
	const char *since;        /* the first Go with this default; NULL: all that matter */
	const char *depends;      /* where the value is not known: on what it depends */
	bool is_runners;          /* of jobs: it depends on the runner */
} go_defaults[] = {
	{ "GOPROXY", "https://proxy.golang.org,direct", "1.13" },
	{ "GOSUMDB", "sum.golang.org", "1.13" },
	{ "GOPRIVATE", "" },
	{ "GONOPROXY", NULL },
	{ "GONOSUMDB", NULL },
	{ "GOINSECURE", "" },
	{ "GOFLAGS", "" },
	{ "GOTOOLCHAIN", "auto", "1.21" },
	{ "GOVCS", "" },
	{ "GOAUTH", "netrc", "1.24" },
	{ "GOWORK", NULL, NULL, "where a go.work lies" },
	{ "GO111MODULE", "" },
	{ "GODEBUG", "" },
	{ "GOEXPERIMENT", "" },
	{ "GOOS", NULL, NULL, "the machine: which system is it?", true },
	{ "GOARCH", NULL, NULL, "the machine: which processor has it?", true },
	{ "CGO_ENABLED", NULL, NULL, "the machine: has it a C compiler?", true },
	{ "GOPATH", NULL, NULL, "the home directory", true },
	{ "GOBIN", NULL },
	{ "GOMODCACHE", NULL, NULL, "GOPATH and the home directory", true },
	{ "GOCACHE", NULL, NULL, "the home directory", true },
};

static const struct fact_setting *
default_setting(const struct run_context *cx, const struct go_default *d, struct fact_string value)
{
	struct extraction *x = cx->x;
	bool is_runners = d->is_runners && !cx->stage && cx->machine->runner;
	struct fact_setting *s =
		setting_new(x, str_from(d->name), value, "default", (struct place){ 0 });
	s->present = YES;
	/* Only a go of the distribution's own has defaults that may be others. */
	const char *depends = d->depends ? d->depends : "who packaged this go";
	if (value.state != KNOWN)
		s->origin = fact_known(arena_printf(x->arena, "depends on %s", depends));
	else if (is_runners)
		s->origin = fact_known(arena_printf(x->arena,
			"Go's default on the %" PRIstr " runner", STR_ARG(cx->job->runs_on.text)));
	else if (d->since && value.text.n)
		s->origin = fact_known(arena_printf(x->arena, "Go's default since %s", d->since));
	else
		s->origin = fact_known(STR("Go's default"));
	return s;
}

/* Another setting's value under a new name: GONOPROXY follows GOPRIVATE. */
static const struct fact_setting *
follow(struct extraction *x, const char *name, const struct settings *map, const char *other)
{
	const struct fact_setting *source = settings_get(map, str_from(other));
	struct fact_setting *s = FACT_ADD(x, setting);
	*s = *source;
	s->name = fact_known(str_from(name));
	return s;
}

/* Which system and processor the runner of a job has: a field of the table of runners. */
static struct fact_string
of_runner(const struct run_context *cx, const char *field)
{
	return knowledge_string(cx->stage ? NULL : cx->machine->runner, field);
}

static bool
runs_on_windows(const struct run_context *cx)
{
	struct fact_string os = of_runner(cx, "os");
	return os.state == KNOWN && str_eq(os.text, STR("windows"));
}

static struct fact_string
below(const struct run_context *cx, struct fact_string dir, const char *rest)
{
	struct arena *a = cx->x->arena;
	if (dir.state != KNOWN || dir.text.n == 0)
		return fact_unknown_string();
	struct str path = runs_on_windows(cx)
		? arena_printf(a, "%" PRIstr "\\%s", STR_ARG(dir.text), rest)
		: path_join(a, dir.text, str_from(rest));
	return fact_made_of(fact_known(path), dir);
}

/* The home that the runner gives to steps: in a container it mounts one of its own. */
static struct fact_string
home_of_job(const struct run_context *cx)
{
	if (cx->job->is_github_hosted != YES)
		return fact_unknown_string();
	return cx->job->container ? fact_known(STR("/github/home")) : of_runner(cx, "home");
}

static struct fact_string
home_of(const struct run_context *cx, const struct settings *env)
{
	struct fact_string home =
		setting_value(env, runs_on_windows(cx) ? STR("USERPROFILE") : STR("HOME"));
	bool root = cx->machine->is_image && cx->user.state == KNOWN
		&& (str_eq(cx->user.text, STR("root")) || str_eq(cx->user.text, STR("0")));
	if (home.state != ABSENT)
		return home;
	if (cx->job && !cx->machine->is_image)
		return home_of_job(cx);
	return root ? fact_known(STR("/root")) : fact_unknown_string();
}

/* Where os.UserCacheDir() lies: https://pkg.go.dev/os#UserCacheDir */
static struct fact_string
cache_of(const struct run_context *cx, const struct settings *env)
{
	struct fact_string home = home_of(cx, env), os = of_runner(cx, "os");
	bool in_container = cx->job && cx->job->container;
	if (os.state == KNOWN && !in_container && str_eq(os.text, STR("darwin")))
		return below(cx, home, "Library/Caches");
	if (runs_on_windows(cx))
		return settings_has(env, STR("LOCALAPPDATA")) == NO
			? below(cx, home, "AppData\\Local")
			: fact_unknown_string();
	struct fact_string xdg = setting_value(env, STR("XDG_CACHE_HOME"));
	if (xdg.state == ABSENT || (xdg.state == KNOWN && xdg.text.n == 0))
		return below(cx, home, ".cache");
	return xdg;
}

/* The machine's own system and processor, as far as its image or runner tells. */
static struct fact_string
host_os(const struct run_context *cx)
{
	const struct fact_stage *base = cx->stage ? cx->stage->base : NULL;
	if (base && base->image) {
		struct fact_string name = base->image->text;
		bool windows = name.state == KNOWN
			&& (str_contains(name.text, STR("windows"))
				|| str_contains(name.text, STR("nanoserver")));
		return name.state == KNOWN && !windows ? fact_known(STR("linux"))
						       : fact_unknown_string();
	}
	bool hosted = cx->job && cx->job->is_github_hosted == YES;
	return hosted && cx->job->container ? fact_known(STR("linux")) : of_runner(cx, "os");
}

static struct fact_string
host_arch(const struct run_context *cx)
{
	static const char *const known[] = { "linux/amd64", "linux/arm64", "linux/386",
		"linux/ppc64le", "linux/s390x", "linux/riscv64" };
	const struct fact_stage *base = cx->stage ? cx->stage->base : NULL;
	for (size_t i = 0; base && i < sizeof(known) / sizeof(*known); i++)
		if (base->platform.state == KNOWN
			&& str_eq(base->platform.text, str_from(known[i])))
			return fact_known(str_from(known[i] + STR("linux/").n));
	/* --platform in the options of a container may ask for another one */
	struct fact_string options = { 0 };
	if (cx->job && cx->job->container)
		options = cx->job->container_options;
	bool is_other = options.state == UNKNOWN
		|| (options.state == KNOWN && str_contains(options.text, STR("platform")));
	return is_other ? fact_unknown_string() : of_runner(cx, "arch");
}

/* Is a known variable certainly empty or not set? */
static enum tri
is_empty(const struct settings *map, const char *name)
{
	struct fact_string value = setting_value(map, str_from(name));
	if (value.state == UNKNOWN)
		return UNSURE;
	return tri_of(value.state == ABSENT || value.text.n == 0);
}

/* Is a go of that version, as far as it is known, older than `since`? */
static enum tri
is_older(struct arena *a, struct fact_string version, const char *since)
{
	if (version.state != KNOWN)
		return UNSURE;
	struct fact_string highest = go_version_highest(a, version.text);
	if (highest.state == KNOWN && version_compare(highest.text, str_from(since)) < 0)
		return YES;
	return version_compare(tag_version(version.text), str_from(since)) >= 0 ? NO : UNSURE;
}

/*
 * cgo is on where a C compiler is there and the program is built for the machine itself;
 * since Go 1.20 it is off without a compiler.
 */
static struct fact_string
cgo_default(const struct run_context *cx, const struct settings *env, const struct settings *go_env)
{
	struct fact_string os = setting_value(go_env, STR("GOOS")), host = host_os(cx);
	struct fact_string arch = setting_value(go_env, STR("GOARCH")), own = host_arch(cx);
	if (os.state != KNOWN || host.state != KNOWN)
		return fact_unknown_string();
	bool cross = !str_eq(os.text, host.text)
		|| (own.state == KNOWN && arch.state == KNOWN && !str_eq(own.text, arch.text));
	enum tri compiler = machine_has(cx->machine, TOOL_c_compiler);
	bool no_compiler = compiler == NO && is_empty(env, "CC") == YES
		&& is_older(cx->x->arena, cx->machine->go_version, "1.20") == NO;
	if (cross || no_compiler)
		return fact_made_of(fact_made_of(fact_known(STR("0")), os), arch);
	bool native = is_empty(env, "GOARCH") == YES || (own.state == KNOWN && arch.state == KNOWN);
	/* CC alone is enough: whether there is such a compiler is not looked at. */
	bool on = compiler == YES || is_empty(env, "CC") == NO;
	return native && on ? fact_known(STR("1")) : fact_unknown_string();
}

static bool
has_workspace(const struct project *project)
{
	vec_for(const struct project_file, file, &project->files)
		if (file->kind == FILE_GOWORK)
			return true;
	return false;
}

static struct fact_string
worked_out(const struct run_context *cx, const struct settings *env, const struct settings *go_env,
	struct str name)
{
	bool is_windows = runs_on_windows(cx);
	if (str_eq(name, STR("GOPATH")))
		return below(cx, home_of(cx, env), "go");
	if (str_eq(name, STR("GOMODCACHE"))) {
		struct fact_string gopath = setting_value(go_env, STR("GOPATH"));
		if (gopath.state == KNOWN)
			str_cut(gopath.text, is_windows ? ';' : ':', &gopath.text, NULL);
		return below(cx, gopath, is_windows ? "pkg\\mod" : "pkg/mod");
	}
	if (str_eq(name, STR("GOCACHE")))
		return below(cx, cache_of(cx, env), "go-build");
	if (str_eq(name, STR("GOBIN")))
		return fact_known(STR(""));
	if (str_eq(name, STR("GOWORK")))
		return has_workspace(cx->x->project) ? fact_unknown_string() : fact_known(STR(""));
	if (str_eq(name, STR("GOOS")))
		return host_os(cx);
	if (str_eq(name, STR("GOARCH")))
		return host_arch(cx);
	return str_eq(name, STR("CGO_ENABLED")) ? cgo_default(cx, env, go_env)
						: fact_unknown_string();
}

/* What a distribution's own go is built to say; see knowledge/go-packages.yaml. */
static struct fact_string
packaged_default(const struct run_context *cx, struct str name)
{
	const struct fact_stage *stage = cx->stage;
	if (!stage || stage->distro.state != KNOWN || stage->distro_version.state != KNOWN)
		return fact_unknown_string();
	struct str release = arena_printf(cx->x->arena, "%" PRIstr " %" PRIstr,
		STR_ARG(stage->distro.text), STR_ARG(stage->distro_version.text));
	const struct knowledge_record *known =
		knowledge_find(knowledge_table_named(cx->x->knowledge, STR("go-packages")),
			STR("release"), release);
	struct str value = known ? knowledge_get(known, name) : STR("");
	return value.n ? fact_known(value) : fact_unknown_string();
}

static const struct fact_setting *
go_default_of(const struct run_context *cx, const struct settings *env,
	const struct settings *go_env, const struct go_default *d)
{
	struct str name = str_from(d->name);
	if (str_eq(name, STR("GONOPROXY")) || str_eq(name, STR("GONOSUMDB")))
		return follow(cx->x, d->name, go_env, "GOPRIVATE");
	struct fact_string value =
		d->value ? fact_known(str_from(d->value)) : worked_out(cx, env, go_env, name);
	if (d->since && is_older(cx->x->arena, cx->machine->go_version, d->since) == YES)
		value = fact_known(STR(""));
	bool may_differ = str_eq(name, STR("GOPROXY")) || str_eq(name, STR("GOSUMDB"))
		|| str_eq(name, STR("GOTOOLCHAIN"));
	if (cx->machine->go_is_packaged && may_differ)
		value = packaged_default(cx, name);
	return default_setting(cx, d, value);
}

/* A setting whose value may or may not count: it is there, but what it says is not known. */
static const struct fact_setting *
perhaps(struct extraction *x, const struct fact_setting *s)
{
	struct fact_setting *unsure = FACT_ADD(x, setting);
	*unsure = *s;
	unsure->present = YES;
	unsure->value = fact_unknown_string();
	unsure->variable = NULL; /* what it assigns is no answer */
	return unsure;
}

/* What `go env -w` has left for this user, unless GOENV names another file or none. */
static const struct settings *
written_env(const struct run_context *cx, const struct settings *env)
{
	struct fact_string file = setting_value(env, STR("GOENV"));
	struct fact_string writer = cx->machine->go_env_user;
	if (file.state == KNOWN && str_eq(file.text, STR("off")))
		return NULL;
	bool elsewhere = file.state == UNKNOWN ? settings_get(env, STR("GOENV")) != NULL
					       : file.state == KNOWN && file.text.n > 0;
	bool other_user = writer.state == KNOWN && cx->user.state == KNOWN
		&& !str_eq(writer.text, cx->user.text);
	return elsewhere || other_user ? settings_open(cx->x->arena, NULL)
				       : cx->machine->go_env_file;
}

const struct settings *
go_env_of(const struct run_context *cx, const struct settings *env)
{
	struct arena *a = cx->x->arena;
	const struct settings *result = NULL;
	const struct settings *layers[] = { env, written_env(cx, env) };
	for (size_t i = 0; i < sizeof(go_defaults) / sizeof(*go_defaults); i++) {
		struct str name = str_from(go_defaults[i].name);
		const struct fact_setting *chosen = NULL;
		for (size_t layer = 0; layer < 2 && !chosen; layer++) {
			const struct fact_setting *s = settings_get(layers[layer], name);
			bool empty = s && s->value.state == KNOWN && s->value.text.n == 0;
			if (s && s->present == UNSURE)
				chosen = perhaps(cx->x, s);
			else if (s && s->present == YES && !empty)
				chosen = s;
			else if (!s && settings_has(layers[layer], name) == UNSURE) {
				struct fact_setting *open = setting_new(cx->x, name,
					fact_unknown_string(), "unknown", (struct place){ 0 });
				open->origin = fact_known(layer == 0 ? STR("unknown environment")
								     : STR("unknown go env -w"));
				chosen = open;
			}
		}
		if (!chosen)
			chosen = go_default_of(cx, env, result, &go_defaults[i]);
		result = settings_put(a, result, chosen);
	}
	return result;
}
