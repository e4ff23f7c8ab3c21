/* SPDX-License-Identifier: Apache-2.0 */
/* Does a recipe write the file that its target names? */
#include "facts/make/make.h"

/* Does a word of the script end in /NAME, as a package or a file that is made? */
static bool
has_path_to(struct arena *a, struct str script, struct str name)
{
	struct str wanted = arena_printf(a, "/%" PRIstr, STR_ARG(name));
	for (size_t at = str_find(script, wanted, 0); at != STR_NONE;
		at = str_find(script, wanted, at + 1)) {
		size_t end = at + wanted.n;
		if (end == script.n || char_is_space(script.s[end]) || script.s[end] == '"'
			|| script.s[end] == '\'' || script.s[end] == ';')
			return true;
	}
	return false;
}

bool
make_writes_itself(struct arena *a, struct str script, struct str name)
{
	static const char *const signs[] = { "-o ", "-o=", "touch ", "> ", ">", "-o bin/", "mkdir ",
		"mkdir -p " };
	if (str_contains(script, STR("$@")) || str_contains(script, STR("$(@"))
		|| str_contains(script, STR("${@")))
		return true;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (str_contains(script, arena_printf(a, "%s%" PRIstr, signs[i], STR_ARG(name))))
			return true;
	return has_path_to(a, script, name);
}

/* Is the last element of the path that begins at *at not known? Moves *at behind it. */
static bool
is_unknown_path(const struct mapped *script, size_t *at)
{
	bool unknown = false;
	for (; *at < script->text.n && !char_is_space(script->text.s[*at]); ++*at) {
		char c = script->text.s[*at];
		unknown = c != '/'
			&& (unknown || c == '$' || c == '`' || mapped_is_opaque(script, *at));
	}
	return unknown;
}

/* Does a command begin so? `install A B`, but not `go install P`. */
static bool
runs(struct str text, const char *command)
{
	for (size_t at = str_find(text, str_from(command), 0); at != STR_NONE;
		at = str_find(text, str_from(command), at + 1)) {
		size_t before = at;
		while (before && char_is_blank(text.s[before - 1]))
			before--;
		if (before == 0 || str_find_char(STR("&;|(@-"), text.s[before - 1], 0) != STR_NONE)
			return true;
	}
	return false;
}

/* cp A $X, go build $(X): programs that make the file that their last word names. */
static bool
names_by_operand(struct str text)
{
	static const char *const commands[] = { "wget ", "cp ", "mv ", "ln ", "install ",
		"git clone " };
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (runs(text, commands[i]))
			return true;
	return str_contains(text, STR("go build ")) && !str_contains(text, STR("-o"));
}

/* -o $X, > $(X) and the like: which file it writes is not known. */
bool
make_writes_unknown(const struct mapped *script)
{
	static const char *const signs[] = { " -o", " -O ", "Lo ", "--output ",
		"--output=", "touch ", "tee ", ">", "mkdir ", "mkdir -p " };
	struct str text = script->text;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		struct str sign = str_from(signs[i]);
		for (size_t at = str_find(text, sign, 0); at != STR_NONE;
			at = str_find(text, sign, at)) {
			at += sign.n;
			while (at < text.n && (text.s[at] == ' ' || text.s[at] == '>'))
				at++;
			if (is_unknown_path(script, &at))
				return true;
		}
	}
	size_t last = text.n;
	while (last && char_is_space(text.s[last - 1]))
		last--;
	while (last && !char_is_space(text.s[last - 1]))
		last--;
	return names_by_operand(text) && is_unknown_path(script, &last);
}
