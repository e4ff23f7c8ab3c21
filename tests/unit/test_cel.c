/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "cel/cel_internal.h"
#include "facts/facts.h"

static struct arena *a;
static struct cel_context *cx;

static void
set_up(void)
{
	a = arena_new();
	cx = cel_context_new(a);
}

static void
tear_down(void)
{
	cel_context_free(cx);
	arena_free(a);
}

TestSuite(cel, .init = set_up, .fini = tear_down);

/* --- a stage to ask about --- */

static const struct cel_variable variables[] = {
	{ STR_INIT("stage"), { CEL_OBJECT, CEL_UNKNOWN, FACT_CLASS_stage } },
	{ STR_INIT("closed"), { CEL_LIST, CEL_STRING, 0 } },
	{ STR_INIT("open"), { CEL_LIST, CEL_STRING, 0 } },
	{ STR_INIT("odd"), { CEL_LIST, CEL_STRING, 0 } },
	{ STR_INIT("unknown"), { CEL_STRING, CEL_UNKNOWN, 0 } },
	{ STR_INIT("unsure"), { CEL_BOOL, CEL_UNKNOWN, 0 } },
	{ STR_INIT("env"), { CEL_MAP, CEL_OBJECT, FACT_CLASS_setting } },
};
enum { NVARIABLES = sizeof(variables) / sizeof(*variables) };

static struct fact_setting *
setting(const char *name, enum tri present, struct fact_string value)
{
	struct fact_setting *s = ARENA_NEW(a, struct fact_setting);
	s->name = fact_known(str_from(name));
	s->present = present;
	s->value = value;
	return s;
}

static const struct settings *
some_settings(void)
{
	const struct settings *map = NULL;
	map = settings_put(a, map, setting("GOPROXY", YES, fact_known(STR("direct"))));
	map = settings_put(a, map, setting("CORP_PROXY", YES, fact_unknown_string()));
	return settings_put(a, map, setting("GOFLAGS", NO, (struct fact_string){ ABSENT }));
}

static struct fact_copy *
copy_named(bool from, enum known state)
{
	struct fact_copy *copy = ARENA_NEW(a, struct fact_copy);
	copy->destination = (struct fact_string){ .state = state, .text = STR("/app") };
	if (from)
		copy->destination.text = STR("/from");
	return copy;
}

static struct fact_stage *
some_stage(void)
{
	struct fact_stage *s = ARENA_NEW(a, struct fact_stage);
	s->place.source = source_new(a, STR("Dockerfile"), STR("FROM golang AS build\n"));
	s->place.span = (struct span){ 0, 20 };
	s->index = (struct fact_int){ KNOWN, 3 };
	s->name = fact_known(STR("build"));
	s->user = fact_unknown_string();
	s->is_final = YES;
	s->is_shipped = NO;
	s->has_git = UNSURE;
	s->parent = (void *)(uintptr_t)fact_unknown;
	s->image = ARENA_NEW(a, struct fact_image_ref);
	s->image->name = fact_known(STR("golang"));
	fact_list_add(a, &s->copies, copy_named(false, KNOWN));
	fact_list_add(a, &s->copies, copy_named(true, KNOWN));
	fact_list_add(a, &s->installs, (void *)(uintptr_t)fact_unknown);
	s->commands.open = true;
	s->env = settings_remove(a, settings_open(a, some_settings()), STR("GONE"));
	return s;
}

static struct cel_value
strings_value(bool open, bool odd)
{
	struct fact_strings *list = ARENA_NEW(a, struct fact_strings);
	fact_strings_add(a, list, fact_known(STR("alpha")));
	fact_strings_add(a, list, odd ? fact_unknown_string() : fact_known(STR("beta")));
	struct cel_list *value = ARENA_NEW(a, struct cel_list);
	*value = (struct cel_list){ .form = LIST_OF_STRINGS, .n = 2, .open = open };
	value->strings = list->items;
	return cel_list_value(value);
}

static struct cel_value
run(const struct cel_program *program)
{
	struct cel_map *map = ARENA_NEW(a, struct cel_map);
	*map = (struct cel_map){ .is_settings = true, .class = FACT_CLASS_setting };
	map->settings = some_settings();
	struct cel_value values[NVARIABLES] = {
		cel_object(FACT_CLASS_stage, some_stage()),
		strings_value(false, false),
		strings_value(true, false),
		strings_value(false, true),
		cel_unknown(),
		cel_unknown(),
		{ .kind = CEL_MAP, .map = map },
	};
	return cel_eval(cx, program, values, a);
}

/* "unknown", "error: …", or the value's text. */
static struct str
describe(const struct cel_value *v)
{
	struct str text;
	if (v->kind == CEL_ERROR)
		return arena_printf(a, "error: %" PRIstr, STR_ARG(v->string));
	return cel_value_text(a, v, &text) ? text : str_from(cel_kind_name(v->kind));
}

static struct str
result_of(const char *text)
{
	struct cel_program program;
	struct cel_fault fault;
	if (!cel_compile(a, str_from(text), variables, NVARIABLES, &program, &fault))
		return arena_printf(a, "fault: %" PRIstr, STR_ARG(fault.message));
	struct cel_value v = run(&program);
	return describe(&v);
}

struct example {
	const char *text, *expected;
};

static void
expect_results(const struct example *examples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str got = result_of(examples[i].text);
		cr_expect(str_eq(got, str_from(examples[i].expected)),
			"%s: got \"%.*s\", expected \"%s\"", examples[i].text, STR_ARG(got),
			examples[i].expected);
	}
}
#define EXPECT_RESULTS(table) expect_results(table, sizeof(table) / sizeof(*(table)))

Test(cel, literals)
{
	static const struct example table[] = {
		{ "1", "1" },
		{ "0x1F", "31" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "-9223372036854775808", "-9223372036854775808" },
		{ "1.5", "1.5" },
		{ ".5e1", "5" },
		{ "0.1", "0.1" },
		{ "true", "true" },
		{ "null", "null" },
		{ "'a\"b'", "a\"b" },
		{ "\"it's\"", "it's" },
		{ "'''a'b\nc'''", "a'b\nc" },
		{ "\"\"\"a\"b\"\"\"", "a\"b" },
		{ "r'a\\n'", "a\\n" },
		{ "'\\x41\\u00e9\\U0001F600\\101\\t'",
			"A\xc3\xa9\xf0\x9f\x98\x80"
			"A\t" },
		{ "''", "" },
		{ "[1, 2,]", "1, 2" },
		{ "[]", "" },
		{ "{'a': 1}", "map" },
		{ "{'a': 1, 'a': 2}", "error: repeated key: a" },
		{ "{'a': 1}.a", "1" },
		{ "{'a': 1}['b']", "error: no such key: b" },
		{ "1 // one\n", "1" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, arithmetic)
{
	static const struct example table[] = {
		{ "1 + 2 * 3 - 4", "3" },
		{ "(1 + 2) * 3", "9" },
		{ "7 / 2", "3" },
		{ "-7 % 3", "-1" },
		{ "1 / 0", "error: division by zero" },
		{ "1 % 0", "error: modulus by zero" },
		{ "9223372036854775807 + 1", "error: integer overflow" },
		{ "-9223372036854775808 - 1", "error: integer overflow" },
		{ "9223372036854775807 * 2", "error: integer overflow" },
		{ "-9223372036854775808 / -1", "error: integer overflow" },
		{ "-9223372036854775808 % -1", "error: integer overflow" },
		{ "-(-9223372036854775808)", "error: integer overflow" },
		{ "1.5 * 2.0", "3" },
		{ "1.0 / 0.0 > 1.0", "true" },
		{ "'a' + 'b'", "ab" },
		{ "[1] + [2]", "1, 2" },
		{ "--1", "1" },
		{ "!!true", "true" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, comparison)
{
	static const struct example table[] = {
		{ "1 == 1.0", "true" },
		{ "9007199254740993 == 9007199254740992.0", "false" },
		{ "9223372036854775807 < 9223372036854775808.0", "true" },
		{ "1 < 2 && 2.5 >= 2", "true" },
		{ "'a' < 'b'", "true" },
		{ "'a' != 'b'", "true" },
		{ "[1, 2] == [1, 2]", "true" },
		{ "[1, 2] == [2, 1]", "false" },
		{ "[[1]] == [[1]]", "true" },
		{ "0.0 / 0.0 == 0.0 / 0.0", "false" },
		{ "0.0 / 0.0 < 1.0", "false" },
		{ "null == null", "true" },
		{ "stage == stage", "true" },
		{ "stage.place == stage.place", "true" },
		{ "1 in [1, 2]", "true" },
		{ "3 in [1, 2]", "false" },
		{ "'a' in {'a': 1}", "true" },
		{ "[1, 2][1]", "2" },
		{ "[1, 2][2]", "error: index out of bounds: 2" },
		{ "[1, 2][-1]", "error: index out of bounds: -1" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, logic_with_unknowns_and_errors)
{
	static const struct example table[] = {
		{ "false && unsure", "false" },
		{ "unsure && false", "false" },
		{ "true && unsure", "unknown" },
		{ "true || unsure", "true" },
		{ "unsure || true", "true" },
		{ "unsure || false", "unknown" },
		{ "1 / 0 == 1 && false", "false" },
		{ "1 / 0 == 1 || true", "true" },
		{ "1 / 0 == 1 && true", "error: division by zero" },
		{ "1 / 0 == 1 && unsure", "unknown" },
		{ "unsure || 1 / 0 == 1", "unknown" },
		{ "!unsure", "unknown" },
		{ "unsure ? 1 : 2", "unknown" },
		{ "true ? 1 : 1 / 0", "1" },
		{ "false ? 1 : true ? 2 : 3", "2" },
		{ "unknown == 'a'", "unknown" },
		{ "unknown.contains('a')", "unknown" },
		{ "size(unknown)", "unknown" },
		{ "[unknown, 'a'][1]", "a" },
		{ "'a' in [unknown, 'a']", "true" },
		{ "'b' in [unknown, 'a']", "unknown" },
		{ "[unknown] == ['a', 'b']", "false" },
		{ "{unknown: 1}", "unknown" },
		{ "unknown + string(1 / 0)", "error: division by zero" },
		{ "string(1 / 0) == unknown", "error: division by zero" },
		{ "[unknown + string(1 / 0)].size()", "error: division by zero" },
		{ "[unknown, string(1 / 0)].exists_one(x, x == 'a')", "error: division by zero" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, strings)
{
	static const struct example table[] = {
		{ "size('h\\u00e9llo')", "5" },
		{ "'abc'.size()", "3" },
		{ "'abc'.startsWith('ab')", "true" },
		{ "'abc'.endsWith('bc')", "true" },
		{ "'abc'.contains('x')", "false" },
		{ "'v1.2.3'.matches('^v[0-9]')", "true" },
		{ "matches('abc', 'x')", "false" },
		{ "'a'.matches('(' + 'a')", "error: bad regular expression" },
		{ "'a'.matches('' + 'a')", "true" },
		{ "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')",
			"error: the regular expression takes too much work" },
		{ "'GoProxy'.lowerAscii()", "goproxy" },
		{ "'a,b,,c'.split(',').size()", "4" },
		{ "''.split(',').size()", "1" },
		{ "'h\\u00e9'.split('')[1]", "\xc3\xa9" },
		{ "''.split('').size()", "0" },
		{ "['a', 'b'].join('-')", "a-b" },
		{ "['a', 'b'].join()", "ab" },
		{ "[].join(',')", "" },
		{ "' a\\n'.trim()", "a" },
		{ "'\\u00a0\\u2003a b\\u3000\\u0085'.trim()", "a b" },
		{ "'\\u200ba\\u180e'.trim()",
			"\xe2\x80\x8b"
			"a\xe1\xa0\x8e" },
		{ "'a\\n'.matches('a$')", "false" },
		{ "'aXbX'.replace('X', '--')", "a--b--" },
		{ "'ab'.replace('', '-')", "-a-b-" },
		{ "''.replace('', '-')", "-" },
		{ "int('-12') + int(3.9) + int(1)", "-8" },
		{ "int('1x')", "error: this text is not an int" },
		{ "int(1e30)", "error: integer overflow" },
		{ "double('1.5e3') + double(1)", "1501" },
		{ "double('0x10')", "error: this text is not a double" },
		{ "double('1e999')", "error: this number is too large" },
		{ "string(12) + string(true) + string(1.25)", "12true1.25" },
		{ "string(0.0 / 0.0)", "NaN" },
		{ "string(1.0 / 0.0) + string(-1.0 / 0.0)", "+Inf-Inf" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, go_versions)
{
	static const struct example table[] = {
		{ "goVersion('1.26').isLessThan(goVersion('1.26rc1'))", "true" },
		{ "goVersion('1.26rc1').isLessThan(goVersion('1.26.0'))", "true" },
		{ "goVersion('1.26rc1').isLessThan(goVersion('1.26rc2'))", "true" },
		{ "goVersion('1.26beta2').isLessThan(goVersion('1.26rc1'))", "true" },
		{ "goVersion('1.26.0').isLessThan(goVersion('1.26.1'))", "true" },
		{ "goVersion('1.26.10').isGreaterThan(goVersion('1.26.9'))", "true" },
		{ "goVersion('go1.21').compareTo(goVersion('1.21'))", "0" },
		{ "goVersion('1.20').compareTo(goVersion('1.20.0'))", "0" },
		{ "goVersion('1.20rc1').compareTo(goVersion('1.20'))", "-1" },
		{ "goVersion('go1.21.3-custom') == goVersion('1.21.3')", "true" },
		{ "goVersion('1.21.3').major()", "1" },
		{ "goVersion('1.21.3').minor()", "21" },
		{ "goVersion('1.21.3').patch()", "3" },
		{ "goVersion('1.21').patch()", "0" },
		{ "isGoVersion('go1.21rc2')", "true" },
		{ "isGoVersion('1.21.x')", "false" },
		{ "isGoVersion('1.21.3rc1')", "false" },
		{ "isGoVersion('1.021')", "false" },
		{ "isGoVersion('')", "false" },
		{ "isGoVersion('go1.21-')", "false" },
		{ "goVersion('1.' + 'x').minor()", "error: this text is not a Go version" },
		{ "goVersion(unknown).isLessThan(goVersion('1.1'))", "unknown" },
		{ "goVersion('go1.2')", "go1.2" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, macros)
{
	static const struct example table[] = {
		{ "[1, 2].exists(x, x == 2)", "true" },
		{ "[1, 2].exists(x, x == 3)", "false" },
		{ "[].exists(x, true)", "false" },
		{ "[].all(x, false)", "true" },
		{ "[1, 2].all(x, x > 0)", "true" },
		{ "[1, 0].exists(x, 1 / x == 1)", "true" },
		{ "[0, 1].exists(x, 1 / x == 1)", "true" },
		{ "[0, 2].exists(x, 1 / x == 1)", "error: division by zero" },
		{ "[0, 1].all(x, 1 / x == 2)", "false" },
		{ "[1, 2, 1].exists_one(x, x == 2)", "true" },
		{ "[1, 2, 1].exists_one(x, x == 1)", "false" },
		{ "[1, 0].exists_one(x, 1 / x == 1)", "error: division by zero" },
		{ "[1, 2, 3].filter(x, x % 2 == 1)", "1, 3" },
		{ "[1, 2].map(x, x * x)", "1, 4" },
		{ "[1, 2, 3].map(x, x > 1, x * 2)", "4, 6" },
		{ "[1, 0].map(x, 1 / x)", "error: division by zero" },
		{ "{'b': 1, 'a': 2}.map(k, k)", "b, a" },
		{ "[1, 2].map(x, [3, 4].map(y, x * y)).exists(l, 8 in l)", "true" },
		{ "[1].all(x, [2].all(x, x == 2) && x == 1)", "true" },
		{ "[[1, 2]].map(l, l.size())", "2" },
		/* lists of which not all is known */
		{ "open.exists(x, x == 'beta')", "true" },
		{ "open.exists(x, x == 'gamma')", "unknown" },
		{ "open.all(x, x == 'beta')", "false" },
		{ "open.all(x, x.size() > 1)", "unknown" },
		{ "open.exists_one(x, x == 'beta')", "unknown" },
		{ "open.size()", "unknown" },
		{ "open[0]", "alpha" },
		{ "open[2]", "unknown" },
		{ "open == closed", "unknown" },
		{ "'beta' in open", "true" },
		{ "'gamma' in open", "unknown" },
		{ "open.filter(x, x == 'beta').size()", "unknown" },
		{ "open.map(x, x + '!').exists(x, x == 'beta!')", "true" },
		{ "open.map(x, x + '!').all(x, x.endsWith('!'))", "unknown" },
		{ "(open + closed)[2]", "unknown" },
		{ "(closed + open)[2]", "alpha" },
		{ "(closed + open)[4]", "unknown" },
		{ "(closed + closed)[2]", "alpha" },
		{ "open.join(',')", "unknown" },
		{ "odd.size()", "2" },
		{ "odd[1]", "unknown" },
		{ "odd.exists(x, x == 'alpha')", "true" },
		{ "odd.exists(x, x == 'gamma')", "unknown" },
		{ "'gamma' in odd", "unknown" },
		{ "odd.filter(x, x != 'alpha')[0]", "unknown" },
		{ "odd.filter(x, x == 'alpha').exists(x, x == 'alpha')", "true" },
		{ "odd.filter(x, x == 'alpha').size()", "unknown" },
		{ "odd.join(',')", "unknown" },
		{ "odd == ['gamma', 'beta']", "false" },
		{ "odd == ['alpha', 'beta']", "unknown" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, fields)
{
	static const struct example table[] = {
		{ "stage.name", "build" },
		{ "stage.index + 1", "4" },
		{ "stage.is_final", "true" },
		{ "stage.is_shipped", "false" },
		{ "stage.has_git", "unknown" },
		{ "has(stage.has_git)", "true" },
		{ "stage.user", "unknown" },
		{ "has(stage.user)", "true" },
		{ "stage.distro", "error: no such field value: distro" },
		{ "has(stage.distro)", "false" },
		{ "has(stage.distro) && stage.distro == 'alpine'", "false" },
		{ "stage.image.name", "golang" },
		{ "has(stage.image.name)", "true" },
		{ "stage.module.path", "error: no such field value: module" },
		{ "has(stage.module)", "false" },
		{ "stage.parent", "unknown" },
		{ "stage.parent.name", "unknown" },
		{ "has(stage.parent)", "unknown" },
		{ "has(stage.parent.name)", "unknown" },
		{ "stage.place", "place" },
		{ "has(stage.entry_place)", "false" },
		{ "stage.entry_place", "error: no such field value: entry_place" },
		{ "stage.copies.size()", "2" },
		{ "stage.copies.exists(c, c.destination == '/from')", "true" },
		{ "stage.copies.map(c, c.destination)", "/app, /from" },
		{ "stage.copies[1].destination", "/from" },
		{ "has(stage.copies)", "true" },
		{ "has(stage.go_commands)", "false" },
		{ "has(stage.commands)", "unknown" },
		{ "stage.installs.exists(i, true)", "true" },
		{ "stage.installs.exists(i, has(i.manager))", "unknown" },
		{ "[stage, stage].map(s, s.name).join('+')", "build+build" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, settings_are_maps)
{
	static const struct example table[] = {
		{ "env.GOPROXY.value", "direct" },
		{ "env['GOPROXY'].value", "direct" },
		{ "has(env.GOPROXY)", "true" },
		{ "has(env.CORP_PROXY)", "true" },
		{ "env.CORP_PROXY.value", "unknown" },
		{ "has(env.GOFLAGS)", "false" },
		{ "has(env.NOTHING)", "false" },
		{ "'GOPROXY' in env", "true" },
		{ "'NOTHING' in env", "false" },
		{ "env.NOTHING", "error: no such key: NOTHING" },
		{ "env.map(k, k)", "CORP_PROXY, GOPROXY" },
		{ "env.exists(k, k.startsWith('GO'))", "true" },
		{ "env.exists(k, k == 'GOFLAGS')", "false" },
		{ "env.filter(k, env[k].value == 'direct').exists(k, k == 'GOPROXY')", "true" },
		{ "size(env)", "2" },
		/* open, but for GONE */
		{ "stage.env.GOPROXY.value", "direct" },
		{ "has(stage.env.NOTHING)", "unknown" },
		{ "'NOTHING' in stage.env", "unknown" },
		{ "stage.env.NOTHING.value", "unknown" },
		{ "has(stage.env.GONE)", "false" },
		{ "stage.env.GONE", "error: no such key: GONE" },
		{ "stage.env.exists(k, k == 'NOTHING')", "unknown" },
		{ "stage.env.size()", "unknown" },
		{ "has(stage.env)", "true" },
	};
	EXPECT_RESULTS(table);
}

Test(cel, work_of_all_evaluations_is_bounded)
{
	struct cel_program program;
	struct cel_fault fault;
	cr_assert(cel_compile(a, STR("[1, 2, 3].all(x, x > 0)"), NULL, 0, &program, &fault));
	struct cel_context *own = cel_context_new(a);
	cel_context_limit(own, 100);
	size_t done = 0;
	while (done < 100 && cel_eval(own, &program, NULL, a).kind == CEL_BOOL)
		done++;
	cr_expect(done > 1 && done < 100, "%zu evaluations", done);
	cel_context_limit(own, 100);
	cr_expect_eq(cel_eval(own, &program, NULL, a).kind, CEL_BOOL);
	cel_context_free(own);
}

Test(cel, work_is_bounded)
{
	static const struct example table[] = {
		{ "size('x'.replace('x', '1234567890').replace('1', '1234567890').split(''))",
			"19" },
		{ "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, "
		  "[1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7,8,9].all(e, "
		  "[1,2,3,4,5,6,7,8,9].all(f, a + b + c + d + e + f > 0))))))",
			"error: the expression takes too many steps" },
		{ "true || [1,2,3,4,5,6,7,8,9].all(a, true)", "true" },
	};
	EXPECT_RESULTS(table);
	struct buf doubling = buf_new(a);
	buf_printf(&doubling, "['0123456789']");
	for (int i = 0; i < 60; i++)
		buf_printf(&doubling, ".map(x, x + x)");
	buf_printf(&doubling, ".size()");
	struct str got = result_of(arena_str(a, buf_str(&doubling)).s);
	cr_expect(str_starts(got, STR("error: ")), "got %.*s", STR_ARG(got));
}

/* --- faults --- */

struct bad_example {
	const char *text;
	const char *at; /* the text that the span covers */
	const char *message;
};

static void
expect_fault(const struct bad_example *x)
{
	struct cel_program program;
	struct cel_fault fault = { { 0, 0 }, { NULL, 0 } };
	struct str text = str_from(x->text);
	bool compiled = cel_compile(a, text, variables, NVARIABLES, &program, &fault);
	cr_assert(!compiled, "%s compiles", x->text);
	struct str at = str_slice(text, fault.span.off, span_end(fault.span));
	cr_expect(str_eq(at, str_from(x->at)), "%s: at \"%.*s\", expected \"%s\"", x->text,
		STR_ARG(at), x->at);
	cr_expect(str_eq(fault.message, str_from(x->message)), "%s: \"%.*s\", expected \"%s\"",
		x->text, STR_ARG(fault.message), x->message);
}

Test(cel, faults_of_syntax)
{
	static const struct bad_example table[] = {
		{ "", "", "expected an expression, but the expression ends" },
		{ "1 +", "", "expected an expression, but the expression ends" },
		{ "1 2", "2", "expected an operator instead of `2`" },
		{ "(1", "", "expected `)`, but the expression ends" },
		{ "[1 2]", "2", "expected `]` instead of `2`" },
		{ "{'a' 1}", "1", "expected `:` instead of `1`" },
		{ "stage.", "", "expected a name, but the expression ends" },
		{ "stage.'a'", "'a'", "expected a name instead of `'a'`" },
		{ "1 = 1", "=", "expected `==`" },
		{ "true & false", "&", "expected `&&` or `||`" },
		{ "1u", "1u", "there are no unsigned numbers here: leave out the `u`" },
		{ "1abc", "1abc", "this is not a number" },
		{ "0x", "0x", "expected hexadecimal digits after 0x" },
		{ "9223372036854775808", "9223372036854775808",
			"this number does not fit into 64 bits" },
		{ "18446744073709551616", "18446744073709551616",
			"this number does not fit into 64 bits" },
		{ "1e999", "1e999", "this number is too large" },
		{ "b'x'", "b", "there are no bytes here: leave out the `b`" },
		{ "'abc", "'abc", "the string does not end" },
		{ "'a\nb'", "'a", "the string does not end" },
		{ "'a\\qb'", "\\q", "no such escape in a string" },
		{ "'\\ud800'", "\\ud800'", "no such escape in a string" },
		{ "'\\400'", "\\4", "no such escape in a string" },
		{ "true ? false ? 1 : 2 : 3", "?", "expected `:` instead of `?`" },
		{ "{'in': 1}.in", "in", "expected a name instead of `in`" },
		{ "closed.exists(if, true)", "if", "expected a name for the element" },
		{ "1 # 2", "#", "unexpected character" },
		{ "'\xff'", "\xff", "this is not valid UTF-8" },
		{ "while", "while", "`while` is a reserved word" },
		{ "true ? 1", "", "expected `:`, but the expression ends" },
		{ "closed.exists('x', true)", "'x'", "expected a name for the element" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		expect_fault(&table[i]);
}

Test(cel, faults_of_types)
{
	static const struct bad_example table[] = {
		{ "stage.imge", "imge", "stage has no field `imge`; did you mean `image`?" },
		{ "stage.zzzzzzzz", "zzzzzzzz", "stage has no field `zzzzzzzz`" },
		{ "stage.copies.exists(c, c.destinaton == '')", "destinaton",
			"copy has no field `destinaton`; did you mean `destination`?" },
		{ "stagee.name", "stagee",
			"nothing is called `stagee` here; did you mean `stage`?" },
		{ "closed.exists(item, itm == '')", "itm",
			"nothing is called `itm` here; did you mean `item`?" },
		{ "'a'.startWith('b')", "startWith",
			"there is no function `startWith`; did you mean `startsWith`?" },
		{ "'a'.length", "length", "string has no fields" },
		{ "startsWith('a', 'b')", "startsWith",
			"`startsWith` is called as x.startsWith()" },
		{ "'1'.int()", "int", "`int` is called as int(x)" },
		{ "'a'.replace('b')", "replace", "`replace` takes 2 arguments, not 1" },
		{ "'a'.contains()", "contains", "`contains` takes 1 argument, not 0" },
		{ "size()", "size", "`size` takes 1 argument, not 0" },
		{ "'a'.contains(1)", "1", "`contains` needs string here, not int" },
		{ "closed.contains('a')", "closed",
			"`contains` needs string here, not list(string)" },
		{ "[1].join(',')", "[1]", "`join` needs list(string) here, not list(int)" },
		{ "size(1)", "1", "`size` needs string or list or map here, not int" },
		{ "1 + 'a'", "1 + 'a'",
			"`+` takes two ints, doubles, strings or lists, not int and string" },
		{ "1 + 1.0", "1 + 1.0",
			"`+` takes two ints, doubles, strings or lists, not int and double" },
		{ "[1] + ['a']", "[1] + ['a']",
			"`+` takes two ints, doubles, strings or lists, not list(int) and "
			"list(string)" },
		{ "'a' - 'b'", "'a' - 'b'",
			"`-` takes two ints or doubles, not string and string" },
		{ "true < false", "true < false",
			"`<` takes two numbers or strings, not bool and bool" },
		{ "1 == 'a'", "1 == 'a'", "int and string cannot be compared" },
		{ "stage == null", "stage == null",
			"stage and null cannot be compared; has() tells whether a field is there" },
		{ "stage == stage.image", "stage == stage.image",
			"stage and image_ref cannot be compared" },
		{ "1 in closed", "1 in closed", "int cannot be in a list(string)" },
		{ "1 in 2", "2", "`in` needs a list or a map, not int" },
		{ "1 && true", "1", "the left side of this operator must be bool, not int" },
		{ "true || 'a'", "'a'",
			"the right side of this operator must be bool, not string" },
		{ "!1", "1", "the operand of `!` must be bool, not int" },
		{ "-'a'", "'a'", "the operand of `-` must be int or double, not string" },
		{ "1 ? 2 : 3", "1", "the condition before `?` must be bool, not int" },
		{ "true ? 1 : 'a'", "1 : 'a'",
			"both results of `?` must be of one type, not int and string" },
		{ "[1, 'a']", "'a'", "all elements must be of one type, not int and string" },
		{ "{1: 2}", "1", "the keys of a map must be strings" },
		{ "closed['a']", "'a'", "the index of a list(string) must be int, not string" },
		{ "env[1]", "1", "the index of a map(string, setting) must be string, not int" },
		{ "stage['name']", "stage", "stage has no elements" },
		{ "closed.exists(x, 1)", "1", "the condition of this macro must be bool, not int" },
		{ "closed.map(x, 1, 2)", "1", "the condition of `map` must be bool, not int" },
		{ "stage.exists(x, true)", "stage", "`exists` needs a list or a map, not stage" },
		{ "has(stage)", "stage", "has() needs a field: has(x.field)" },
		{ "env.GOPROXY.vale", "vale",
			"setting has no field `vale`; did you mean `value`?" },
		{ "goVersion('1.x')", "'1.x'", "this is not a Go version" },
		{ "'a'.matches('(')", "'('",
			"bad regular expression: missing closing parenthesis (at byte 1)" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		expect_fault(&table[i]);
}

static void
expect_deep(const char *before, const char *inner, const char *after, int times, bool compiles)
{
	struct cel_program program;
	struct cel_fault fault;
	struct buf text = buf_new(a);
	for (int i = 0; i < times; i++)
		buf_add(&text, str_from(before));
	buf_add(&text, str_from(inner));
	for (int i = 0; i < times; i++)
		buf_add(&text, str_from(after));
	bool ok = cel_compile(a, buf_str(&text), variables, NVARIABLES, &program, &fault);
	cr_expect(ok == compiles, "%s… %d times", *before ? before : after, times);
	if (ok)
		run(&program);
}

Test(cel, nesting_is_bounded)
{
	expect_deep("(", "1", ")", 90, true);
	expect_deep("(", "1", ")", 100000, false);
	expect_deep("[", "1", "]", 100000, false);
	expect_deep("!", "true", "", 100000, false);
	expect_deep("", "1", " + 1", 400, true);
	expect_deep("", "1", " + 1", 100000, false);
	expect_deep("", "true", " ? true : true", 100000, false);
	expect_deep("closed.exists(x, ", "true", ")", 90, true);
	expect_deep("closed.exists(x, ", "true", ")", 1000, false);
}

Test(cel, result_types_are_known)
{
	static const struct example table[] = {
		{ "stage.is_final", "bool" },
		{ "stage.copies.map(c, c.place)", "list(place)" },
		{ "stage.copies.filter(c, true)", "list(copy)" },
		{ "true ? [] : closed", "list(string)" },
		{ "env.filter(k, true)", "list(string)" },
		{ "stage.image", "image_ref" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct cel_program p;
		struct cel_fault fault;
		cr_assert(
			cel_compile(a, str_from(table[i].text), variables, NVARIABLES, &p, &fault));
		struct str name = cel_type_text(a, p.type);
		cr_expect(str_eq(name, str_from(table[i].expected)), "%s: %.*s", table[i].text,
			STR_ARG(name));
	}
}

Test(cel, places_of_values)
{
	struct cel_program p;
	struct cel_fault fault;
	static const char *const texts[] = { "stage", "stage.place" };
	for (int i = 0; i < 2; i++) {
		cr_assert(cel_compile(a, str_from(texts[i]), variables, NVARIABLES, &p, &fault));
		struct cel_value v = run(&p);
		struct place place = cel_value_place(&v);
		cr_assert(place.source);
		cr_expect(place.span.len == 20);
	}
	struct cel_value number = cel_int(1);
	cr_expect(!cel_value_place(&number).source);
}

/* --- tables as C source --- */

#define WRITTEN_EXPRESSION "size('a\\n?') + -9223372036854775808 > 1 && 0.5 < 1.0"

/* The same once as code and once as text. */
#define CODE_AND_TEXT(...) __VA_ARGS__ static const char written_text[] = #__VA_ARGS__;

/* clang-format off */
CODE_AND_TEXT(
static const struct cel_node written_nodes[] = {
	{ 4, 0u, 0u, 0u },
	{ 38, 0u, 0u, 0u },
	{ 2, 0u, 0u, 0u },
	{ 25, 1u, 2u, 0u },
	{ 2, 1u, 0u, 0u },
	{ 34, 3u, 4u, 0u },
	{ 3, 0u, 0u, 0u },
	{ 3, 1u, 0u, 0u },
	{ 32, 6u, 7u, 0u },
	{ 15, 5u, 8u, 0u },
};
static const struct str written_strings[] = {
	STR_INIT("a\012\077"),
};
static const int64_t written_integers[] = {
	INT64_MIN,
	INT64_C(1),
};
static const double written_reals[] = {
	0x1p-1,
	0x1p+0,
};
)
/* clang-format on */
#define WRITTEN                                                                               \
	"#define written { written_nodes, written_strings, written_integers, written_reals, " \
	"10, 1, 2, 2, { 3, 0, 0 } }\n"

static struct str
without_space(struct str s)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < s.n; i++)
		if (!char_is_space(s.s[i]))
			buf_add_char(&out, s.s[i]);
	return buf_str(&out);
}

Test(cel, programs_are_written_as_c)
{
	struct cel_program p;
	struct cel_fault fault;
	cr_assert(cel_compile(a, STR(WRITTEN_EXPRESSION), NULL, 0, &p, &fault));
	struct buf out = buf_new(a);
	cel_program_write_c(&out, &p, "written");
	struct str expected = arena_printf(a, "%s%s", written_text, WRITTEN);
	struct str got = buf_str(&out);
	cr_expect(str_eq(without_space(got), without_space(expected)), "got:\n%.*s", STR_ARG(got));
}

Test(cel, written_programs_run)
{
	static const struct cel_program program = { written_nodes, written_strings,
		written_integers, written_reals, 10, 1, 2, 2, { CEL_BOOL, 0, 0 } };
	struct cel_value v = cel_eval(cx, &program, NULL, a);
	cr_expect(v.kind == CEL_BOOL && !v.boolean);
}
