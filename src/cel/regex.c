/* SPDX-License-Identifier: Apache-2.0 */
/* matches(): PCRE2 with bounds on the work of one match. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/map.h"
#include "cel/cel_internal.h"

enum {
	LONGEST_PATTERN = 10000,
	MATCH_LIMIT = 1000000, /* steps of PCRE2's matcher */
	HEAP_LIMIT = 20000,    /* KiB */
	NESTING_LIMIT = 100,
};

struct cel_context *
cel_context_new(struct arena *a)
{
	struct cel_context *cx = ARENA_NEW(a, struct cel_context);
	cx->arena = a;
	cx->budget = UINT64_MAX;
	return cx;
}

void
cel_context_limit(struct cel_context *cx, uint64_t steps)
{
	cx->budget = steps;
}

void
cel_context_free(struct cel_context *cx)
{
	if (!cx)
		return;
	vec_for(struct map_entry, entry, &cx->patterns.entries)
		pcre2_code_free(entry->value);
	pcre2_match_context_free(cx->match);
}

/* NULL with *error and *at filled where PCRE2 refuses the pattern. */
static pcre2_code *
compile(struct str pattern, int *error, PCRE2_SIZE *at)
{
	pcre2_compile_context *bounds = pcre2_compile_context_create(NULL);
	if (bounds) {
		pcre2_set_max_pattern_length(bounds, LONGEST_PATTERN);
		pcre2_set_parens_nest_limit(bounds, NESTING_LIMIT);
	}
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)(pattern.n > 0 ? pattern.s : ""), pattern.n,
		PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C
			| PCRE2_DOLLAR_ENDONLY,
		error, at, bounds);
	pcre2_compile_context_free(bounds);
	return code;
}

bool
cel_regex_is_bad(struct arena *a, struct str pattern, struct str *why)
{
	int error;
	PCRE2_SIZE at;
	pcre2_code *code = compile(pattern, &error, &at);
	if (code) {
		pcre2_code_free(code);
		return false;
	}
	PCRE2_UCHAR message[256] = "";
	pcre2_get_error_message(error, message, sizeof(message));
	*why = arena_printf(a, "%s (at byte %zu)", (const char *)message, (size_t)at);
	return true;
}

static pcre2_match_context *
match_bounds(struct cel_context *cx)
{
	if (!cx->match && (cx->match = pcre2_match_context_create(NULL))) {
		pcre2_set_match_limit(cx->match, MATCH_LIMIT);
		pcre2_set_heap_limit(cx->match, HEAP_LIMIT);
	}
	return cx->match;
}

/* The compiled pattern, kept for the next time; NULL where it is a bad one. */
static const pcre2_code *
compiled(struct cel_context *cx, struct str pattern)
{
	int error;
	PCRE2_SIZE at;
	pcre2_code *code = map_get(&cx->patterns, pattern);
	if (!code && (code = compile(pattern, &error, &at)))
		map_set(cx->arena, &cx->patterns, arena_str(cx->arena, pattern), code);
	return code;
}

bool
cel_regex_find(struct cel_context *cx, struct str pattern, struct str text, size_t from,
	struct span *found)
{
	const pcre2_code *code = compiled(cx, pattern);
	pcre2_match_context *bounds = match_bounds(cx);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int result = PCRE2_ERROR_NOMEMORY;
	if (code && bounds && data)
		result = pcre2_match(code, (PCRE2_SPTR)(text.n > 0 ? text.s : ""), text.n, from, 0,
			data, bounds);
	if (result >= 0) {
		PCRE2_SIZE *at = pcre2_get_ovector_pointer(data);
		*found = span_make(at[0], at[1]);
	}
	pcre2_match_data_free(data);
	return result >= 0;
}

static struct cel_value
match(struct cel_eval *e, const pcre2_code *code, struct str subject)
{
	pcre2_match_context *bounds = match_bounds(e->cx);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int result = PCRE2_ERROR_NOMEMORY;
	if (bounds && data)
		result = pcre2_match(code, (PCRE2_SPTR)(subject.n > 0 ? subject.s : ""), subject.n,
			0, 0, data, bounds);
	pcre2_match_data_free(data);
	if (result >= 0 || result == PCRE2_ERROR_NOMATCH)
		return cel_bool(result >= 0);
	return cel_error(e->arena, "the regular expression takes too much work");
}

static bool
takes(struct cel_eval *e, const struct cel_value *args)
{
	return args[0].kind == CEL_STRING && args[1].kind == CEL_STRING
		&& cel_spend(e, 16 + args[0].string.n / 16);
}

struct cel_value
cel_fn_matches_literal(struct cel_eval *e, const struct cel_value *args)
{
	if (!takes(e, args))
		return cel_no_overload(e, "matches");
	const pcre2_code *code = compiled(e->cx, args[1].string);
	return code ? match(e, code, args[0].string)
		    : cel_error(e->arena, "bad regular expression");
}

struct cel_value
cel_fn_matches(struct cel_eval *e, const struct cel_value *args)
{
	int error;
	PCRE2_SIZE at;
	if (!takes(e, args) || !cel_spend(e, 1000))
		return cel_no_overload(e, "matches");
	pcre2_code *code = compile(args[1].string, &error, &at);
	if (!code)
		return cel_error(e->arena, "bad regular expression");
	struct cel_value v = match(e, code, args[0].string);
	pcre2_code_free(code);
	return v;
}
