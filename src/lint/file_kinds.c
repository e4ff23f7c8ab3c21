/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is by its name and its content. */
#include "facts/config/renovate_paths.h"
#include "lint/discover.h"

#include "base/path.h"

/* Endings that make of a Dockerfile or makefile something else: a template, a copy, a note. */
static const char *const other_endings[] = { ".dockerignore", ".tmpl", ".j2", ".jinja", ".jinja2",
	".template", ".tpl", ".gotmpl", ".erb", ".in", ".am", ".bak", ".orig", ".rej", ".swp",
	".swo", "~", ".md", ".sh", ".go", ".py", ".txt" };

static bool
ends_otherwise(struct str name)
{
	for (size_t i = 0; i < sizeof(other_endings) / sizeof(*other_endings); i++)
		if (str_ends(name, str_from(other_endings[i])))
			return true;
	return false;
}

static bool
is_one_of(struct str name, const char *const *names)
{
	for (; *names; names++)
		if (str_eq(name, str_from(*names)))
			return true;
	return false;
}

/* Dockerfile-alpine and Dockerfile-1.26, but not Dockerfile-lexer.js */
static bool
has_hyphen_variant(struct str name)
{
	struct str ext = path_ext(name);
	bool is_version = ext.n > 1 && ext.s[1] >= '0' && ext.s[1] <= '9';
	return str_starts(name, STR("Dockerfile-")) && (ext.n == 0 || is_version);
}

static bool
is_dockerfile(struct str name)
{
	static const char *const names[] = { "Dockerfile", "dockerfile", "Containerfile", NULL };
	if (is_one_of(name, names) || (has_hyphen_variant(name) && !ends_otherwise(name)))
		return true;
	return (str_starts(name, STR("Dockerfile.")) || str_starts(name, STR("Containerfile."))
		       || str_ends(name, STR(".Dockerfile")) || str_ends(name, STR(".dockerfile")))
		&& !ends_otherwise(name);
}

static bool
is_makefile(struct str name)
{
	static const char *const names[] = { "Makefile", "makefile", "GNUmakefile", NULL };
	if (is_one_of(name, names) || str_ends(name, STR(".mk")))
		return true;
	return str_starts(name, STR("Makefile.")) && !ends_otherwise(name);
}

/* docker-bake.hcl, docker-bake.override.json, release-bake.hcl */
static bool
is_bake_file(struct str name)
{
	struct str ext = path_ext(name);
	return (str_eq(ext, STR(".hcl")) && str_contains(name, STR("bake")))
		|| (str_eq(ext, STR(".json")) && str_starts(name, STR("docker-bake.")));
}

/* `name` without .yml or .yaml; false where it ends otherwise. */
static bool
cut_yaml(struct str name, struct str *stem)
{
	struct str ext = path_ext(name);
	*stem = str_slice(name, 0, name.n - ext.n);
	return str_eq(ext, STR(".yml")) || str_eq(ext, STR(".yaml"));
}

static enum file_kind
yaml_kind(struct str path, struct str stem)
{
	struct str dir = path_dir(path);
	if (str_eq(dir, STR(".github/workflows")))
		return FILE_WORKFLOW;
	if (str_eq(dir, STR(".github")) && str_eq(stem, STR("dependabot")))
		return FILE_DEPENDABOT;
	if (str_eq(stem, STR("action")))
		return FILE_ACTION;
	if (str_eq(stem, STR("compose")) || str_starts(stem, STR("compose."))
		|| str_starts(stem, STR("compose-")) || str_starts(stem, STR("docker-compose")))
		return FILE_COMPOSE;
	return FILE_MAYBE_YAML;
}

enum file_kind
discover_kind(struct str path)
{
	struct str name = path_base(path), stem;
	if (is_dockerfile(name))
		return FILE_DOCKERFILE;
	if (is_makefile(name))
		return FILE_MAKEFILE;
	if (str_eq(name, STR("go.mod")))
		return FILE_GOMOD;
	if (str_eq(name, STR("go.work")))
		return FILE_GOWORK;
	if (is_bake_file(name))
		return FILE_BAKE;
	if (str_eq(name, STR("daemon.json")))
		return FILE_DAEMON_CONFIG;
	if (renovate_path_rank(path) != RENOVATE_NO_PATH)
		return FILE_RENOVATE;
	return cut_yaml(name, &stem) ? yaml_kind(path, stem) : FILE_NONE;
}

/* --- content ----------------------------------------------------------------------- */

/* A line's key where it is `key:` followed by a blank or nothing; list dashes are skipped. */
static bool
line_has_key(struct str line, struct str key, bool indented)
{
	size_t at = 0;
	while (indented && at < line.n && (char_is_blank(line.s[at]) || line.s[at] == '-'))
		at++;
	line = str_slice(line, at, line.n);
	return str_starts(line, key) && line.n > key.n && line.s[key.n] == ':'
		&& (line.n == key.n + 1 || char_is_space(line.s[key.n + 1]));
}

enum file_kind
discover_yaml_kind(struct str text)
{
	bool has_version = false, has_kind = false, has_pod = false;
	if (str_contains(text, STR("{{")))
		return FILE_NONE;
	for (struct str line; str_next_field(&text, '\n', &line);) {
		has_version |= line_has_key(line, STR("apiVersion"), false);
		has_kind |= line_has_key(line, STR("kind"), false);
		has_pod |= line_has_key(line, STR("containers"), true);
	}
	return has_version && has_kind && has_pod ? FILE_KUBERNETES : FILE_NONE;
}

static size_t
skip_any(struct str text, size_t at, const char *bytes)
{
	while (at < text.n && str_find_char(str_from(bytes), text.s[at], 0) != STR_NONE)
		at++;
	return at;
}

/* runs.using: composite, in block or flow style. */
static bool
is_composite_action(struct str text)
{
	static const struct str key = STR_INIT("using"), value = STR_INIT("composite");
	for (size_t at = 0; (at = str_find(text, key, at)) != STR_NONE;) {
		at = skip_any(text, at + key.n, "\"'");
		at = skip_any(text, at, " \t:\"'");
		if (str_starts(str_slice(text, at, text.n), value))
			return true;
	}
	return false;
}

/* `.include <bsd.port.mk>`: such directives begin with a dot, and GNU make has none of them. */
static bool
is_bsd_makefile(struct str text)
{
	for (struct str line; str_next_field(&text, '\n', &line);)
		if (str_starts(line, STR(".include <")) || str_starts(line, STR(".include \"")))
			return true;
	return false;
}

enum file_kind
discover_content_kind(enum file_kind kind, struct str path, struct str text)
{
	switch (kind) {
	case FILE_MAYBE_YAML: return discover_yaml_kind(text);
	case FILE_ACTION: return is_composite_action(text) ? kind : FILE_NONE;
	case FILE_MAKEFILE: return is_bsd_makefile(text) ? FILE_NONE : kind;
	case FILE_RENOVATE:
		return !str_eq(path_base(path), STR("package.json"))
				|| str_contains(text, STR("\"renovate\""))
			? kind
			: FILE_NONE;
	default: return kind;
	}
}
