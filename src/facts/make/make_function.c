/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Built-in functions whose result follows from their arguments alone.
 * https://www.gnu.org/software/make/manual/html_node/Functions.html
 */
#include "base/path.h"
#include "facts/make/make.h"

typedef struct str word_function(struct arena *a, struct str word, struct str extra);

static struct str
each_word(struct arena *a, struct str text, word_function *f, struct str extra)
{
	struct strs out = { 0 };
	for (struct str rest = text, word; str_next_word(&rest, &word);)
		vec_push(a, &out, f(a, word, extra));
	return strs_join(a, &out, STR(" "));
}

static struct str
word_itself(struct arena *a, struct str word, struct str extra)
{
	(void)a;
	(void)extra;
	return word;
}

static struct str
word_prefixed(struct arena *a, struct str word, struct str prefix)
{
	return arena_printf(a, "%" PRIstr "%" PRIstr, STR_ARG(prefix), STR_ARG(word));
}

static struct str
word_suffixed(struct arena *a, struct str word, struct str suffix)
{
	return word_prefixed(a, suffix, word);
}

static struct str
word_notdir(struct arena *a, struct str word, struct str extra)
{
	(void)a;
	(void)extra;
	return path_base(word);
}

static struct str
substitute(struct arena *a, struct str from, struct str to, struct str text)
{
	struct strs parts = { 0 };
	if (from.n == 0) /* make finds nothing at the end, once */
		return arena_printf(a, "%" PRIstr "%" PRIstr, STR_ARG(text), STR_ARG(to));
	size_t start = 0;
	for (size_t at = str_find(text, from, 0); at != STR_NONE;
		at = str_find(text, from, at + from.n)) {
		vec_push(a, &parts, str_slice(text, start, at));
		start = at + from.n;
	}
	vec_push(a, &parts, str_slice(text, start, text.n));
	return strs_join(a, &parts, to);
}

static struct str
first_word(struct arena *a, struct str text)
{
	struct str words = each_word(a, text, word_itself, STR("")), first;
	str_cut(words, ' ', &first, NULL);
	return first;
}

static struct fact_string
choose(const struct fact_string *args, size_t nargs)
{
	if (nargs < 2 || args[0].state != KNOWN)
		return fact_unknown_string();
	if (args[0].text.n)
		return args[1];
	return nargs > 2 ? args[2] : fact_known(STR(""));
}

/* --- words that match a pattern, with a % or literal --- */

/* Without a % it is a substitution of whole words, which leaves the blanks between them as they are. */
static struct str
substitute_words(struct arena *a, struct str from, struct str to, struct str text)
{
	struct buf out = buf_new(a);
	size_t done = 0;
	for (struct str rest = text, word; str_next_word(&rest, &word);) {
		if (!str_eq(word, from))
			continue;
		size_t at = (size_t)(word.s - text.s);
		buf_add(&out, str_slice(text, done, at));
		buf_add(&out, to);
		done = at + word.n;
	}
	buf_add(&out, str_slice(text, done, text.n));
	return buf_str(&out);
}

static struct str
patsubst(struct arena *a, struct str pattern, struct str to, struct str text)
{
	if (str_find_char(pattern, '%', 0) == STR_NONE)
		return substitute_words(a, pattern, to, text);
	struct strs out = { 0 };
	struct str stem;
	for (struct str rest = text, word; str_next_word(&rest, &word);)
		vec_push(a, &out,
			make_pattern_matches(pattern, word, &stem) ? make_pattern_fill(a, to, stem)
								   : word);
	return strs_join(a, &out, STR(" "));
}

#define FILTER_PATTERNS_MAX 64 /* each of which is compared with each word */

static bool
matches_any(const struct strs *patterns, struct str word)
{
	struct str stem;
	vec_for(const struct str, pattern, patterns)
		if (make_pattern_matches(*pattern, word, &stem))
			return true;
	return false;
}

static struct fact_string
filter(struct arena *a, struct str list, struct str text, bool keeps)
{
	struct strs out = { 0 }, patterns = { 0 };
	struct map literals = { 0 };
	for (struct str rest = list, word; str_next_word(&rest, &word);)
		if (str_find_char(word, '%', 0) == STR_NONE)
			map_set(a, &literals, word, a);
		else
			vec_push(a, &patterns, word);
	if (patterns.n > FILTER_PATTERNS_MAX)
		return fact_unknown_string();
	for (struct str rest = text, word; str_next_word(&rest, &word);)
		if ((map_get(&literals, word) || matches_any(&patterns, word)) == keeps)
			vec_push(a, &out, word);
	return fact_known(strs_join(a, &out, STR(" ")));
}

/* The word of that number, from 1; the last one for 0. */
static struct str
nth_word(struct str text, uint64_t number)
{
	struct str last = { 0 };
	uint64_t n = 0;
	for (struct str rest = text, word; str_next_word(&rest, &word);) {
		last = word;
		if (++n == number)
			return word;
	}
	return number == 0 ? last : STR("");
}

static struct str
word_dir(struct arena *a, struct str word, struct str extra)
{
	(void)a;
	(void)extra;
	size_t slash = str_find_last_char(word, '/');
	return slash == STR_NONE ? STR("./") : str_slice(word, 0, slash + 1);
}

static struct fact_string
word_function_of(struct arena *a, struct str name, const struct fact_string *args, size_t nargs)
{
	uint64_t number;
	if (nargs && str_find_char(args[0].text, '\\', 0) != STR_NONE)
		return fact_unknown_string(); /* it may take the sense from a % */
	if (nargs == 1 && str_eq(name, STR("lastword")))
		return fact_known(nth_word(args[0].text, 0));
	if (nargs == 1 && str_eq(name, STR("dir")))
		return fact_known(each_word(a, args[0].text, word_dir, STR("")));
	if (nargs == 2 && str_eq(name, STR("word")) && str_to_u64(str_trim(args[0].text), &number)
		&& number > 0)
		return fact_known(nth_word(args[1].text, number));
	if (nargs == 2 && str_eq(name, STR("filter")))
		return filter(a, args[0].text, args[1].text, true);
	if (nargs == 2 && str_eq(name, STR("filter-out")))
		return filter(a, args[0].text, args[1].text, false);
	if (nargs == 2 && str_eq(name, STR("findstring")))
		return fact_known(
			str_contains(args[1].text, args[0].text) ? args[0].text : STR(""));
	if (nargs == 3 && str_eq(name, STR("patsubst")))
		return fact_known(patsubst(a, args[0].text, args[1].text, args[2].text));
	return fact_unknown_string();
}

struct fact_string
make_function(struct arena *a, struct str name, const struct fact_string *args, size_t nargs)
{
	if (str_eq(name, STR("info")) || str_eq(name, STR("warning")))
		return fact_known(STR(""));
	if (str_eq(name, STR("if")))
		return choose(args, nargs);
	for (size_t i = 0; i < nargs; i++)
		if (args[i].state != KNOWN)
			return fact_unknown_string();
	if (nargs == 1 && str_eq(name, STR("strip")))
		return fact_known(each_word(a, args[0].text, word_itself, STR("")));
	if (nargs == 1 && str_eq(name, STR("firstword")))
		return fact_known(first_word(a, args[0].text));
	if (nargs == 1 && str_eq(name, STR("notdir")))
		return fact_known(each_word(a, args[0].text, word_notdir, STR("")));
	if (nargs == 2 && str_eq(name, STR("addprefix")))
		return fact_known(each_word(a, args[1].text, word_prefixed, args[0].text));
	if (nargs == 2 && str_eq(name, STR("addsuffix")))
		return fact_known(each_word(a, args[1].text, word_suffixed, args[0].text));
	if (nargs == 3 && str_eq(name, STR("subst")))
		return fact_known(substitute(a, args[0].text, args[1].text, args[2].text));
	return word_function_of(a, name, args, nargs);
}
