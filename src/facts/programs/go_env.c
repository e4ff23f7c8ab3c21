/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `go env` would print: the environment (a variable that is set but empty counts as
 * not set), then what `go env -w` wrote, then Go's defaults.
 * https://pkg.go.dev/cmd/go#hdr-Environment_variables, cmd/go/internal/cfg.Getenv
 */
#include "base/path.h"
#include "facts/extract.h"

static const struct go_default {
	const char *name, *value; /* value NULL: worked out below or not known */
	const char *depends;      /* where the value is not known: on what it depends */
} go_defaults[] = {
	{ "GOPROXY", "https://proxy.golang.org,direct" },
	{ "GOSUMDB", "sum.golang.org" },
	{ "GOPRIVATE", "" },
	{ "GONOPROXY", NULL },
	{ "GONOSUMDB", NULL },
	{ "GOINSECURE", "" },
	{ "GOFLAGS", "" },
	{ "GOTOOLCHAIN", "auto" },
	{ "GOVCS", "" },
	{ "GOAUTH", "netrc" },
	{ "GOWORK", "" },
	{ "GO111MODULE", "" },
	{ "GODEBUG", "" },
	{ "GOEXPERIMENT", "" },
	{ "GOOS", NULL, "the machine: which system is it?" },
	{ "GOARCH", NULL, "the machine: which processor has it?" },
	{ "CGO_ENABLED", NULL, "the machine: has it a C compiler?" },
	{ "GOPATH", NULL, "the home directory" },
	{ "GOBIN", NULL },
	{ "GOMODCACHE", NULL, "GOPATH and the home directory" },
	{ "GOCACHE", NULL, "the home directory" },
};

static const struct fact_setting *
default_setting(struct extraction *x, const struct go_default *d, struct fact_string value)
{
	struct fact_setting *s =
		setting_new(x, str_from(d->name), value, "default", (struct place){ 0 });
	s->present = YES;
	/* Only a go of the distribution's own has defaults that may be others. */
	const char *depends = d->depends ? d->depends : "who packaged this go";
	s->origin =
		fact_known(value.state == KNOWN ? STR("Go's default")
						: arena_printf(x->arena, "depends on %s", depends));
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

static struct fact_string
below(struct arena *a, struct fact_string dir, const char *rest)
{
	if (dir.state != KNOWN || dir.text.n == 0)
		return fact_unknown_string();
	return fact_known(path_join(a, dir.text, str_from(rest)));
}

static struct fact_string
home_of(const struct run_context *cx, const struct settings *env)
{
	struct fact_string home = setting_value(env, STR("HOME"));
	if (home.state == KNOWN)
		return home;
	bool root = cx->machine->is_image && cx->user.state == KNOWN
		&& (str_eq(cx->user.text, STR("root")) || str_eq(cx->user.text, STR("0")));
	return root && home.state == ABSENT ? fact_known(STR("/root")) : fact_unknown_string();
}

static struct fact_string
worked_out(const struct run_context *cx, const struct settings *env, const struct settings *go_env,
	struct str name)
{
	struct arena *a = cx->x->arena;
	struct fact_string home = home_of(cx, env);
	if (str_eq(name, STR("GOPATH")))
		return below(a, home, "go");
	if (str_eq(name, STR("GOMODCACHE"))) {
		struct fact_string gopath = setting_value(go_env, STR("GOPATH"));
		if (gopath.state == KNOWN)
			str_cut(gopath.text, ':', &gopath.text, NULL);
		return below(a, gopath, "pkg/mod");
	}
	if (str_eq(name, STR("GOCACHE"))) {
		struct fact_string xdg = setting_value(env, STR("XDG_CACHE_HOME"));
		if (xdg.state == ABSENT || (xdg.state == KNOWN && xdg.text.n == 0))
			return below(a, home, ".cache/go-build");
		return below(a, xdg, "go-build");
	}
	if (str_eq(name, STR("GOBIN")))
		return fact_known(STR(""));
	if (str_eq(name, STR("GOOS")) && cx->machine->is_image)
		return fact_known(STR("linux"));
	return fact_unknown_string();
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
	bool may_differ = str_eq(name, STR("GOPROXY")) || str_eq(name, STR("GOSUMDB"))
		|| str_eq(name, STR("GOTOOLCHAIN"));
	if (cx->machine->go_is_packaged && may_differ)
		value = fact_unknown_string();
	return default_setting(cx->x, d, value);
}

/* A setting whose value may or may not count: it is there, but what it says is not known. */
static const struct fact_setting *
perhaps(struct extraction *x, const struct fact_setting *s)
{
	struct fact_setting *unsure = FACT_ADD(x, setting);
	*unsure = *s;
	unsure->present = YES;
	unsure->value = fact_unknown_string();
	return unsure;
}

const struct settings *
go_env_of(const struct run_context *cx, const struct settings *env)
{
	struct arena *a = cx->x->arena;
	const struct settings *result = NULL;
	const struct settings *layers[] = { env, cx->machine->go_env_file };
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
