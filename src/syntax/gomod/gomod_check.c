/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/gomod/gomod_parts.h"

static struct str
raw_text(struct gomod_parser *p, const struct gomod_token *token)
{
	return source_slice(p->mod->source, token->span);
}

static bool
is_arrow(struct gomod_parser *p, const struct gomod_token *token)
{
	return str_eq(raw_text(p, token), STR("=>"));
}

/* Reports a token that is wrongly quoted; true if it is not. */
static bool
check_string(struct gomod_parser *p, const struct gomod_token *token)
{
	const char *problem;
	gomod_unquote(p->arena, raw_text(p, token), &problem);
	if (problem)
		gomod_fault(p, token->span, "%s", problem);
	return !problem;
}

static bool
check_version(struct gomod_parser *p, const struct gomod_token *token)
{
	if (!check_string(p, token))
		return false;
	if (gomod_is_version(token->text))
		return true;
	gomod_fault(p, token->span, "\"%" PRIstr "\" is not a version of the form v1.2.3",
		STR_ARG(token->text));
	return false;
}

static bool
check_path_major(struct gomod_parser *p, const struct gomod_token *path, struct str *major)
{
	if (gomod_path_major(path->text, major))
		return true;
	gomod_fault(p, path->span, "\"%" PRIstr "\" has a malformed major version at its end",
		STR_ARG(path->text));
	return false;
}

static void
check_major(struct gomod_parser *p, struct str major, const struct gomod_token *version)
{
	if (gomod_major_matches(major, version->text))
		return;
	struct str expected = major.n ? str_slice(major, 1, major.n) : STR("v0 or v1");
	gomod_fault(p, version->span,
		"the module's path asks for a version %" PRIstr ", not %" PRIstr, STR_ARG(expected),
		STR_ARG(version->text));
}

/* Reports a directive that has not exactly `n` arguments. */
static bool
check_count(struct gomod_parser *p, const struct gomod_directive *d, size_t n, const char *usage)
{
	if (d->args.n == n)
		return true;
	gomod_fault(p, d->span, "expected: %s", usage);
	return false;
}

/* Reports the second of a directive that may stand once; *seen is set. */
static bool
check_first(struct gomod_parser *p, const struct gomod_directive *d, bool seen)
{
	if (seen)
		gomod_fault(p, d->span, "a second %" PRIstr " directive", STR_ARG(d->keyword.text));
	return !seen;
}

static void
check_go(struct gomod_parser *p, struct gomod_directive *d)
{
	if (!check_first(p, d, p->has_go) || !check_count(p, d, 1, "go 1.23.0"))
		return;
	p->has_go = gomod_is_go_version(raw_text(p, &d->version));
	if (!p->has_go)
		gomod_fault(p, d->version.span,
			"\"%" PRIstr "\" is not a go version of the form 1.23.0",
			STR_ARG(d->version.text));
}

static void
check_toolchain(struct gomod_parser *p, struct gomod_directive *d)
{
	if (!check_first(p, d, p->has_toolchain) || !check_count(p, d, 1, "toolchain go1.23.0"))
		return;
	p->has_toolchain = gomod_is_toolchain(raw_text(p, &d->version));
	if (!p->has_toolchain)
		gomod_fault(p, d->version.span,
			"\"%" PRIstr "\" is not a toolchain of the form go1.23.0, nor \"default\"",
			STR_ARG(d->version.text));
}

static void
check_module(struct gomod_parser *p, struct gomod_directive *d)
{
	bool first = check_first(p, d, p->has_module);
	p->has_module = true;
	if (first && check_count(p, d, 1, "module example.com/path"))
		(void)check_string(p, &d->path);
}

static void
check_godebug(struct gomod_parser *p, struct gomod_directive *d)
{
	struct str raw = d->args.n ? raw_text(p, &d->args.items[0]) : STR("");
	bool pair = str_find_char(raw, '=', 0) != STR_NONE;
	for (size_t i = 0; i < raw.n; i++)
		pair = pair && raw.s[i] != '"' && raw.s[i] != '\'' && raw.s[i] != '`'
			&& raw.s[i] != ',';
	if (d->args.n != 1 || !pair)
		gomod_fault(p, d->span, "expected: godebug key=value");
}

static void
check_require(struct gomod_parser *p, struct gomod_directive *d)
{
	const char *usage = d->verb == GOMOD_REQUIRE ? "require module/path v1.2.3"
						     : "exclude module/path v1.2.3";
	struct str major;
	if (check_count(p, d, 2, usage) && check_string(p, &d->path)
		&& check_version(p, &d->version) && check_path_major(p, &d->path, &major))
		check_major(p, major, &d->version);
}

/* Is it a path in the file system, on any system, and no module path? */
static bool
is_directory(struct str path)
{
	static const struct str starts[] = { STR_INIT("./"), STR_INIT(".\\"), STR_INIT("../"),
		STR_INIT("..\\"), STR_INIT("/"), STR_INIT("\\") };
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (str_starts(path, starts[i]))
			return true;
	bool drive = path.n >= 2 && char_is_alpha(path.s[0]) && path.s[1] == ':';
	return drive || str_eq(path, STR(".")) || str_eq(path, STR(".."));
}

static void
check_replacement(struct gomod_parser *p, const struct gomod_directive *d)
{
	const struct gomod_token *path = &d->new_path;
	bool directory = is_directory(path->text);
	if (!check_string(p, path))
		return;
	if (d->new_version.span.len) {
		if (check_version(p, &d->new_version) && directory)
			gomod_fault(p, d->new_version.span, "a directory can't have a version");
	} else if (!directory && str_find_char(path->text, '@', 0) != STR_NONE) {
		gomod_fault(p, path->span,
			"write the replacement as \"path version\", not \"path@version\"");
	} else if (!directory) {
		gomod_fault(p, path->span,
			"the replacement needs a version, or ./ or ../ before a directory");
	} else if (str_find_char(path->text, '\\', 0) != STR_NONE) {
		gomod_fault(p, path->span, "the replacement is a Windows path: use / in it");
	}
}

static void
check_replace(struct gomod_parser *p, struct gomod_directive *d)
{
	const struct gomod_tokens *args = &d->args;
	size_t arrow = args->n >= 2 && is_arrow(p, &args->items[1]) ? 1 : 2;
	if (args->n < arrow + 2 || args->n > arrow + 3 || !is_arrow(p, &args->items[arrow])) {
		gomod_fault(p, d->span,
			"expected: replace module/path [v1.2.3] => other/path v1.4.0, or => ../dir");
		return;
	}
	d->path = args->items[0];
	if (arrow == 2)
		d->version = args->items[1];
	d->new_path = args->items[arrow + 1];
	if (args->n == arrow + 3)
		d->new_version = args->items[arrow + 2];
	struct str major;
	if (!check_string(p, &d->path) || !check_path_major(p, &d->path, &major))
		return;
	if (arrow == 2 && check_version(p, &d->version))
		check_major(p, major, &d->version);
	check_replacement(p, d);
}

/* Is the argument there, and this punctuation? */
static bool
expect_mark(struct gomod_parser *p, const struct gomod_directive *d, size_t i, const char *mark)
{
	if (i < d->args.n && str_eq(raw_text(p, &d->args.items[i]), str_from(mark)))
		return true;
	gomod_fault(p, i < d->args.n ? d->args.items[i].span : d->span, "expected '%s'", mark);
	return false;
}

static bool
expect_version(struct gomod_parser *p, const struct gomod_directive *d, size_t i)
{
	if (i < d->args.n)
		return check_version(p, &d->args.items[i]);
	gomod_fault(p, d->span, "expected a version");
	return false;
}

/* retract v1.0.0, or retract [v1.0.0, v1.9.9] */
static void
check_retract(struct gomod_parser *p, struct gomod_directive *d)
{
	const struct gomod_tokens *args = &d->args;
	bool interval = args->n && str_eq(raw_text(p, &args->items[0]), STR("["));
	size_t used = interval ? 5 : 1;
	if (!expect_version(p, d, interval ? 1 : 0))
		return;
	d->version = args->items[interval ? 1 : 0];
	if (interval
		&& (!expect_mark(p, d, 2, ",") || !expect_version(p, d, 3)
			|| !expect_mark(p, d, 4, "]")))
		return;
	if (interval)
		d->new_version = args->items[3];
	if (args->n > used)
		gomod_fault(p, args->items[used].span, "nothing may follow the version");
}

static void
check_one_path(struct gomod_parser *p, struct gomod_directive *d, const char *usage)
{
	if (check_count(p, d, 1, usage))
		(void)check_string(p, &d->path);
}

static void
fill_fields(struct gomod_directive *d)
{
	bool version_first = d->verb == GOMOD_GO || d->verb == GOMOD_TOOLCHAIN;
	bool plain = d->verb != GOMOD_REPLACE && d->verb != GOMOD_RETRACT
		&& d->verb != GOMOD_GODEBUG && d->verb != GOMOD_UNKNOWN;
	if (!plain || d->args.n == 0)
		return;
	*(version_first ? &d->version : &d->path) = d->args.items[0];
	if ((d->verb == GOMOD_REQUIRE || d->verb == GOMOD_EXCLUDE) && d->args.n > 1)
		d->version = d->args.items[1];
}

void
gomod_check(struct gomod_parser *p, struct gomod_directive *d)
{
	fill_fields(d);
	switch (d->verb) {
	case GOMOD_UNKNOWN:
		gomod_fault(p, d->keyword.span, "unknown directive \"%" PRIstr "\"",
			STR_ARG(d->keyword.text));
		break;
	case GOMOD_MODULE: check_module(p, d); break;
	case GOMOD_GO: check_go(p, d); break;
	case GOMOD_TOOLCHAIN: check_toolchain(p, d); break;
	case GOMOD_GODEBUG: check_godebug(p, d); break;
	case GOMOD_REQUIRE:
	case GOMOD_EXCLUDE: check_require(p, d); break;
	case GOMOD_REPLACE: check_replace(p, d); break;
	case GOMOD_RETRACT: check_retract(p, d); break;
	case GOMOD_TOOL: check_one_path(p, d, "tool example.com/package"); break;
	case GOMOD_IGNORE: check_one_path(p, d, "ignore ./directory"); break;
	case GOMOD_USE: check_one_path(p, d, "use ./directory"); break;
	}
}
