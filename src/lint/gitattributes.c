/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/gitattributes.h"

#include "base/buf.h"

/* Does an attribute of a line say whether its files are foreign? */
static bool
speaks_of_foreign(struct str attribute, bool *is_foreign)
{
	bool unset = attribute.s[0] == '-' || attribute.s[0] == '!';
	struct str name, value;
	bool has_value = str_cut(str_slice(attribute, unset, attribute.n), '=', &name, &value);
	*is_foreign = !unset && !(has_value && str_eq(value, STR("false")));
	return str_eq(name, STR("linguist-generated")) || str_eq(name, STR("linguist-vendored"));
}

/* Both kinds of files share the syntax of patterns, except for quotes and negation. */
static void
add_line(struct buf *patterns, struct str line)
{
	struct str pattern, word;
	bool is_foreign;
	if (!str_next_word(&line, &pattern)
		|| str_find_char(STR("#!\"["), pattern.s[0], 0) != STR_NONE)
		return;
	while (str_next_word(&line, &word))
		if (speaks_of_foreign(word, &is_foreign))
			buf_printf(patterns, "%s%" PRIstr "\n", is_foreign ? "" : "!",
				STR_ARG(pattern));
}

const struct gitignore *
gitattributes_parse(struct arena *a, const struct gitignore *above, struct str dir, struct str text)
{
	struct buf patterns = buf_new(a);
	for (struct str line; str_next_field(&text, '\n', &line);)
		add_line(&patterns, line);
	return gitignore_parse(a, above, dir, buf_str(&patterns));
}
