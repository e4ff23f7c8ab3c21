/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "support.h"
#include "syntax/gomod/gomod.h"

TestSuite(gomod, .init = set_up, .fini = tear_down);

static struct gomod *
parse(struct str text, bool is_work)
{
	return gomod_parse(a, source_new(a, STR("go.mod"), text), is_work);
}

static struct str
covered(const struct gomod *mod, struct span span)
{
	return source_slice(mod->source, span);
}

Test(gomod, directives_and_their_places)
{
	struct gomod *mod =
		parse(STR("// a module\r\n"
			  "module example.com/m // here\r\n"
			  "go 1.23.0\n"
			  "toolchain go1.24.1\n"
			  "godebug default=go1.21\n"
			  "require (\n"
			  "\texample.com/a v1.2.3 // indirect\n"
			  "\n"
			  "\t\"example.com/b/v2\" v2.0.0-rc.1+incompatible// indirect; x\n"
			  "\t// alone\n"
			  ") // end\n"
			  "require example.com/c v0.1.0 // indirectly\n"
			  "exclude example.com/a v1.0.0\n"
			  "retract [v1.0.0, v1.9.9] // bad\n"
			  "retract v1.0.1\n"
			  "tool example.com/cmd/x\n"
			  "ignore ./node_modules\n"
			  "require ()\n"),
			false);
	struct str first = mod->faults.n ? mod->faults.items[0].message : STR("");
	cr_assert_eq(mod->faults.n, 0, "%.*s", STR_ARG(first));
	static const struct {
		enum gomod_verb verb;
		const char *covered, *path, *version, *comment;
		bool in_block, indirect;
	} expected[] = {
		{ GOMOD_MODULE, "module example.com/m", "example.com/m", "", "// here" },
		{ GOMOD_GO, "go 1.23.0", "", "1.23.0", "" },
		{ GOMOD_TOOLCHAIN, "toolchain go1.24.1", "", "go1.24.1", "" },
		{ GOMOD_GODEBUG, "godebug default=go1.21", "", "", "" },
		{ GOMOD_REQUIRE, "example.com/a v1.2.3", "example.com/a", "v1.2.3", "// indirect",
			true, true },
		{ GOMOD_REQUIRE, "\"example.com/b/v2\" v2.0.0-rc.1+incompatible",
			"example.com/b/v2", "v2.0.0-rc.1+incompatible", "// indirect; x", true,
			true },
		{ GOMOD_REQUIRE, "require example.com/c v0.1.0", "example.com/c", "v0.1.0",
			"// indirectly" },
		{ GOMOD_EXCLUDE, "exclude example.com/a v1.0.0", "example.com/a", "v1.0.0", "" },
		{ GOMOD_RETRACT, "retract [v1.0.0, v1.9.9]", "", "v1.0.0", "// bad" },
		{ GOMOD_RETRACT, "retract v1.0.1", "", "v1.0.1", "" },
		{ GOMOD_TOOL, "tool example.com/cmd/x", "example.com/cmd/x", "", "" },
		{ GOMOD_IGNORE, "ignore ./node_modules", "./node_modules", "", "" },
	};
	cr_assert_eq(mod->directives.n, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		const struct gomod_directive *d = &mod->directives.items[i];
		cr_expect_eq(d->verb, expected[i].verb);
		EXPECT_STR(covered(mod, d->span), str_from(expected[i].covered));
		EXPECT_STR(d->path.text, str_from(expected[i].path));
		EXPECT_STR(d->version.text, str_from(expected[i].version));
		EXPECT_STR(covered(mod, d->comment), str_from(expected[i].comment));
		cr_expect_eq(d->in_block, expected[i].in_block);
		cr_expect_eq(d->indirect, expected[i].indirect, "%s", expected[i].comment);
	}
	EXPECT_STR(mod->directives.items[4].keyword.text, STR("require"));
	cr_expect_eq(mod->directives.items[8].args.n, 5);
	EXPECT_STR(mod->directives.items[8].new_version.text, STR("v1.9.9"));
	cr_expect_eq(gomod_find(mod, GOMOD_REQUIRE), &mod->directives.items[4]);
	cr_expect_null(gomod_find(mod, GOMOD_USE));
}

Test(gomod, comments_that_say_indirect)
{
	static const struct {
		const char *comment;
		bool indirect;
	} cases[] = { { "// indirect", true }, { "//indirect", true }, { "// indirect; x", true },
		{ "// indirect ", true }, { "// indirect;", false }, { "// indirect;x", false },
		{ "// indirect x", false }, { "// Indirect", false } };
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct gomod *mod =
			parse(arena_printf(a, "require a v1.0.0 %s\n", cases[i].comment), false);
		cr_expect_eq(mod->directives.items[0].indirect, cases[i].indirect, "%s",
			cases[i].comment);
	}
}

Test(gomod, replacements)
{
	struct gomod *mod = parse(STR("replace a.b/c => ../c\n"
				      "replace a.b/c v1.0.0 => d.e/f v1.2.3\n"
				      "replace (\n a.b/d => \"./x y\"\n)\n"),
		false);
	cr_assert_eq(mod->faults.n, 0);
	static const char *expected[][4] = { { "a.b/c", "", "../c", "" },
		{ "a.b/c", "v1.0.0", "d.e/f", "v1.2.3" }, { "a.b/d", "", "./x y", "" } };
	cr_assert_eq(mod->directives.n, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct gomod_directive *d = &mod->directives.items[i];
		EXPECT_STR(d->path.text, str_from(expected[i][0]));
		EXPECT_STR(d->version.text, str_from(expected[i][1]));
		EXPECT_STR(d->new_path.text, str_from(expected[i][2]));
		EXPECT_STR(d->new_version.text, str_from(expected[i][3]));
	}
}

Test(gomod, workspaces_have_directives_of_their_own)
{
	struct gomod *work =
		parse(STR("go 1.26\nuse ./a\nuse (\n\t./b\n)\nreplace x.y/z => ./z\n"), true);
	cr_expect_eq(work->faults.n, 0);
	cr_assert_eq(work->directives.n, 4);
	EXPECT_STR(work->directives.items[2].path.text, STR("./b"));
	cr_expect_eq(parse(STR("module x\n"), true)->faults.n, 1);
	cr_expect_eq(parse(STR("godebug (\n\ta=b\n)\nreplace (\n\ta => ./a\n)\n"
			       "toolchain go1.26.1\n"),
			     true)
			     ->faults.n,
		0);
	static const char *const blocks[] = { "go (\n1.26\n)\n", "toolchain (\ngo1.26.1\n)\n" };
	for (size_t i = 0; i < COUNT(blocks); i++)
		cr_expect_eq(parse(str_from(blocks[i]), true)->faults.n, 1, "%s", blocks[i]);
	static const char *const others[] = { "exclude a v1.0.0", "retract v1.0.0", "tool a",
		"ignore a", "frobnicate" };
	for (size_t i = 0; i < COUNT(others); i++)
		cr_expect_eq(parse(str_from(others[i]), true)->faults.n, 1, "%s", others[i]);
	cr_expect_eq(parse(STR("require (\n\ta v1.0.0\n)\n"), true)->faults.n, 1);
	cr_expect_eq(parse(STR("use ./a\n"), false)->faults.n, 1);
}

/* What modfile accepts; checked against golang.org/x/mod v0.42.0. */
static const char *accepted[] = { "", "// only", "go 1.0", "go 1.23rc1", "go 1.21.0",
	"go 1.21.0rc1", "toolchain default", "toolchain go1", "toolchain go1.x",
	"module \"a\\x62\"", "require gopkg.in/yaml.v2 v2.4.0",
	"require gopkg.in/check.v1 v0.0.0-20161208181325-20d25e28", "require a v2.0.0+incompatible",
	"require a/v2 v2.0.0", "require a/v20 v20.1.0", "require a v1", "require a v1.2",
	"exclude a v0.0.0-0.x", "replace a => /x", "replace a => C:/x", "replace a => .",
	"retract [v1.0.0,v1.1.0]", "godebug a=", "godebug =", "tool ./x", "require (\n)\n",
	"require ( ) // x", "require ( // x\n)" };

static const struct {
	const char *text;
	uint32_t line, column;
	const char *message;
} refused[] = {
	{ "\xef\xbb\xbfmodule x", 1, 1, "byte order mark" },
	{ "frobnicate x", 1, 1, "unknown directive \"frobnicate\"" },
	{ ")", 1, 1, "unknown directive" },
	{ "go 1.21\ngo 1.22", 2, 1, "a second go directive" },
	{ "module a\nmodule b", 2, 1, "a second module directive" },
	{ "toolchain go1.21.0\ntoolchain go1.22.0", 2, 1, "a second toolchain" },
	{ "module", 1, 1, "expected: module" },
	{ "module a b", 1, 1, "expected: module" },
	{ "module 'a'", 1, 8, "quotes" },
	{ "module `a`", 1, 8, "quotes" },
	{ "module \"a\\q\"", 1, 8, "unknown escape" },
	{ "module \"a\n", 1, 8, "closing quote" },
	{ "go", 1, 1, "expected: go" },
	{ "go 1", 1, 4, "not a go version" },
	{ "go v1.21", 1, 4, "not a go version" },
	{ "go 1.021", 1, 4, "not a go version" },
	{ "go 1.21.x", 1, 4, "not a go version" },
	{ "go 0.9", 1, 4, "not a go version" },
	{ "go 1.21-rc1", 1, 4, "not a go version" },
	{ "go 1.21.0.1", 1, 4, "not a go version" },
	{ "go 1.21 1.22", 1, 1, "expected: go" },
	{ "go \"1.21\"", 1, 4, "not a go version" },
	{ "go (\n1.21\n)", 1, 1, "can't start a block" },
	{ "toolchain 1.21", 1, 11, "not a toolchain" },
	{ "toolchain go2", 1, 11, "not a toolchain" },
	{ "toolchain go11", 1, 11, "not a toolchain" },
	{ "toolchain (\ngo1.21.0\n)", 1, 1, "can't start a block" },
	{ "require a", 1, 1, "expected: require" },
	{ "require a master", 1, 11, "not a version" },
	{ "require a 1.0.0", 1, 11, "not a version" },
	{ "require a v01.0.0", 1, 11, "not a version" },
	{ "require a v1.0.0-01", 1, 11, "not a version" },
	{ "require a v1.0.0+", 1, 11, "not a version" },
	{ "require a v2.0.0", 1, 11, "asks for a version v0 or v1, not v2.0.0" },
	{ "require a/v2 v1.0.0", 1, 14, "asks for a version v2, not v1.0.0" },
	{ "require a/v1 v1.0.0", 1, 9, "malformed major version" },
	{ "require gopkg.in/yaml v1.0.0", 1, 9, "malformed major version" },
	{ "require (\n\ta v1.0.0", 1, 1, "closing ')' is missing" },
	{ "require (\n) x", 2, 3, "nothing may follow ')'" },
	{ "require x (\n)", 1, 1, "can't start a block" },
	{ "replace a => b", 1, 14, "needs a version" },
	{ "replace a => b@v1.0.0", 1, 14, "path version" },
	{ "replace a => ./b v1.0.0", 1, 18, "can't have a version" },
	{ "replace a => .\\b", 1, 14, "Windows path" },
	{ "replace a b => c", 1, 11, "not a version" },
	{ "replace a", 1, 1, "expected: replace" },
	{ "retract", 1, 1, "expected a version" },
	{ "retract [v1.0.0 v1.1.0]", 1, 17, "expected ','" },
	{ "retract [v1.0.0, v1.1.0", 1, 1, "expected ']'" },
	{ "retract v1.0.0 x", 1, 16, "nothing may follow" },
	{ "godebug a", 1, 1, "godebug key=value" },
	{ "godebug a=\"b\"", 1, 1, "godebug key=value" },
	{ "tool a b", 1, 1, "expected: tool" },
	{ "tool", 1, 1, "expected: tool" },
	{ "ignore", 1, 1, "expected: ignore" },
	{ "require a{b} v1.0.0", 1, 1, "expected: require" },
	{ "godebug a=b,c=d", 1, 1, "godebug key=value" },
	{ "require `a\n` v1.0.0", 1, 9, "closing quote" },
	{ "module a /* x */", 1, 10, "// comments only" },
	{ "module a\x01", 1, 9, "unexpected character" },
	{ "module a\xc2\xa0", 1, 9, "unexpected character" },
};

Test(gomod, what_modfile_accepts_has_no_faults)
{
	for (size_t i = 0; i < COUNT(accepted); i++) {
		struct gomod *mod = parse(str_from(accepted[i]), false);
		struct str first = mod->faults.n ? mod->faults.items[0].message : STR("");
		cr_expect_eq(mod->faults.n, 0, "%s: %.*s", accepted[i], STR_ARG(first));
	}
}

Test(gomod, what_modfile_refuses_is_a_fault_at_its_place)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct gomod *mod = parse(str_from(refused[i].text), false);
		cr_assert_geq(mod->faults.n, 1, "no fault in: %s", refused[i].text);
		struct fault *f = &mod->faults.items[0];
		struct position p = source_position(mod->source, f->span.off);
		cr_expect(p.line == refused[i].line && p.column == refused[i].column,
			"at %u:%u: %s", p.line, p.column, refused[i].text);
		cr_expect(str_contains(f->message, str_from(refused[i].message)), "%s: %.*s",
			refused[i].text, STR_ARG(f->message));
	}
}

Test(gomod, reading_goes_on_after_a_fault)
{
	struct gomod *mod =
		parse(STR("module \"x\nbad line\ngo 1.x\nrequire (\n\ta\n\tb v1.0.0\n)\n"), false);
	cr_expect_eq(mod->faults.n, 5);
	cr_assert_eq(mod->directives.n, 5);
	EXPECT_STR(mod->directives.items[4].version.text, STR("v1.0.0"));
}

Test(gomod, faults_are_bounded)
{
	struct buf text = buf_new(a);
	for (int i = 0; i < 100000; i++)
		buf_add(&text, STR("x\n"));
	struct gomod *mod = parse(buf_str(&text), false);
	cr_expect_leq(mod->faults.n, 200);
	cr_expect_leq(mod->directives.n, 210);
}

Test(gomod, every_prefix_is_read)
{
	struct str text =
		STR("module \"a\\u00e9\\x41\" // c\nrequire (\n\tb v1.0.0 // indirect\n)\n"
		    "retract [v1.0.0, v1.1.0]\nreplace a v1.0.0 => ../b\xc3\xa9\n");
	for (size_t n = 0; n <= text.n; n++) {
		struct str copy = { memcpy(arena_alloc(a, n, 1), text.s, n), n };
		struct gomod *mod = parse(copy, false);
		for (size_t i = 0; i < mod->faults.n; i++)
			cr_expect_leq(span_end(mod->faults.items[i].span), n);
		for (size_t i = 0; i < mod->directives.n; i++)
			cr_expect_leq(span_end(mod->directives.items[i].span), n);
	}
}
