/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After an error the rest of a file is still read; a fault has one message, which says what was
 * expected, at the place where it is missing. What is too deep is told, not followed.
 */
#include "base/buf.h"
#include "support.h"
#include "syntax/ast.h"

TestSuite(recovery, .init = set_up, .fini = tear_down);

static struct ast_node *
read_as(const char *kind, struct str text)
{
	return ast_kind_named(str_from(kind))->read(a, source_new(a, STR("x"), arena_str(a, text)));
}

/* "line:column message" of every fault, one per line. */
static struct str
faults_of(const struct ast_node *root, struct str text)
{
	struct buf out = buf_new(a);
	const struct source *source = source_new(a, STR("x"), text);
	vec_for(struct ast_node *, group, &root->children) {
		if (!str_eq(str_from((*group)->kind), STR("faults")))
			continue;
		vec_for(struct ast_node *, fault, &(*group)->children) {
			struct position at = source_position(source, (*fault)->span.off);
			buf_printf(&out, "%s%u:%u %" PRIstr, out.n ? "\n" : "", at.line, at.column,
				STR_ARG((*fault)->text));
		}
	}
	return buf_str(&out);
}

static const struct recovery_case {
	const char *kind, *text;
	const char *faults;
	const char *still_read; /* what the tree must have of what follows the fault */
} cases[] = {
	{ "dockerfile", "FROM a\nRUNN x\nUSER rest\n",
		"2:1 expected an instruction, found \"RUNN\"", "rest" },
	{ "dockerfile", "FROM a\nCOPY é\nUSER rest\n",
		"2:6 expected a source and a destination after COPY", "rest" },
	{ "dockerfile", "FROM a\nRUN --mount=type=é y\nUSER rest\n",
		"2:13 expected type= to be bind, cache, tmpfs, secret or ssh", "rest" },
	{ "dockerfile", "FROM a\nHEALTHCHECK é\nENV A\nUSER rest\n",
		"2:13 expected CMD or NONE after HEALTHCHECK\n"
		"3:5 expected NAME=value after ENV",
		"rest" },
	{ "dockerfile", "FROM a\nRUN é <<E\nUSER rest\n",
		"2:7 the heredoc is not closed: expected a line \"E\"", "rest" },
	{ "bash", "if é; b; fi\nrest\n", "1:10 expected `then`, found `fi`", "rest" },
	{ "bash", "é | ; b\nrest\n", "1:5 expected a command, found `;`", "rest" },
	{ "bash", "for ; do é; done\nrest\n", "1:5 expected a variable's name, found `;`", "rest" },
	{ "bash", "é && \"b\nrest\n",
		"1:6 expected `\"` to close this before the end of the script", "rest" },
	{ "posix", "case é in\na) b\n;;\nc\nrest",
		"4:2 expected `)` after the pattern, found the end of the line\n"
		"1:1 expected `esac` to close this before the end of the script",
		"rest" },
	{ "posix", "case é in\na) b\nc) d\n;;\nesac\nrest\n",
		"3:2 expected `;;` or `esac`, found `)`", "rest" },
	{ "bash", "case é in\na) b;;\nrest)",
		"1:1 expected `esac` to close this before the end of the script", "rest" },
	{ "posix", "if é; then rest",
		"1:1 expected `fi` to close this before the end of the script", "rest" },
	{ "posix", "é; while a; do rest",
		"1:4 expected `done` to close this before the end of the script", "rest" },
	{ "posix", "é; { (rest", "1:6 expected `)` to close this before the end of the script",
		"rest" },
	{ "posix", "f() { é; rest", "1:5 expected `}` to close this before the end of the script",
		"rest" },
	{ "posix", "echo é \"$(a `rest",
		"1:13 expected a backquote to close this before the end of the script", "rest" },
	{ "posix", "echo é ${a:-'b}\nrest",
		"1:13 expected `'` to close this before the end of the script", "rest" },
	{ "bash", "[[ é == rest", "1:1 expected `]]` to close this before the end of the script",
		"rest" },
	{ "bash", "é; x=(a rest", "1:6 expected `)` to close this before the end of the script",
		"rest" },
	{ "posix", "for é a b; do c; done; rest\n",
		"1:7 expected `in` or `do` after the variable, found a word", "rest" },
	{ "posix", "do é; done; then a; elif b; then c; else d; fi; rest\n",
		"1:1 expected a command, found `do`\n1:13 expected a command, found `then`",
		"rest" },
	{ "posix", "if é; then for i in a; do b; fi; rest\n", "1:30 expected `done`, found `fi`",
		"rest" },
	{ "makefile", "a:\n    é\nrest:\n",
		"2:5 missing separator: this recipe line starts with "
		"spaces instead of a TAB",
		"rest" },
	{ "makefile", "ifeq (é\nendif\nfoo bar\nrest = 1\n",
		"1:1 invalid syntax in conditional: expected (a,b), 'a' 'b' or \"a\" \"b\"\n"
		"3:1 missing separator: neither a rule nor an assignment",
		"rest" },
	{ "makefile", "É := $(a\nrest = 1\n", "1:6 this reference has no closing ')'", "rest" },
	{ "makefile", "É := $(a $(b ${c\nrest = 1\n", "1:6 this reference has no closing ')'",
		"rest" },
	{ "makefile", "ifdef É\nrest = 1\n", "1:1 missing 'endif'", "rest" },
	{ "gomod", "module x.y/z\nrequir a v1\ntool a.b/rest\n", "2:1 unknown directive \"requir\"",
		"a.b/rest" },
	{ "gomod", "module x.y/z // é\nrequire a.b/c 1.0\nreplace a =>\ntool a.b/rest\n",
		"2:15 \"1.0\" is not a version of the form v1.2.3\n"
		"3:1 expected: replace module/path [v1.2.3] => other/path v1.4.0, or => ../dir",
		"a.b/rest" },
	{ "gowork", "go 1.24\nuse\nuse ./rest\n", "2:1 expected: use ./directory", "./rest" },
	{ "yaml", "é: b: c\n",
		"1:5 unexpected ':' (check the indentation, or quote the text that holds it)",
		NULL },
	{ "yaml", "é: b: c\nrest: 1\n",
		"1:5 unexpected ':' (check the indentation, or quote the text that holds it)",
		"rest" },
	{ "yaml", "é: [1, 2\nrest: c\n", "2:5 expected ',' or ']'", "rest" },
	{ "yaml", "é: [ü, :]\nrest: 1\n", "1:8 expected a value", "rest" },
	{ "yaml", "é: | ü\nrest: 1\n",
		"1:6 expected the end of the line after the block's '|' or '>'", "rest" },
	{ "yaml", "a:\n  é: {b: 1\n  c: 2\n  d: }\n  e: 1\nrest: c\n", "3:4 expected ',' or '}'",
		"rest" },
	{ "yaml", "- é: 'x\n  b: 1\n- c: 2\n- rest: @\n- rest: 1\n",
		"1:6 the closing quote is missing\n4:9 a text can't start with '@' (quote it)",
		"rest" },
	{ "yaml", "a:\n  - é: 1\n - b: 2\n - c: 3\n   d: 4\nrest: 1\n",
		"3:2 expected a key of the mapping (check the indentation)", "rest" },
	{ "yaml", "a:\n- é: 1: 2\n- b: 1\nc:\n  d:\n  - e\n  f\n  g: 1\nrest: *no\n",
		"2:7 unexpected ':' (check the indentation, or quote the text that holds it)\n"
		"7:3 expected ':' after this key",
		"rest" },
	{ "json", "{\"é\": 1 \"b\": 2, \"rest\": 3}", "1:9 expected ',' or }", "rest" },
	{ "json", "{\"é\": [1, 2, \"b\": 3, \"rest\"]}", "1:17 expected ',' or ]", "rest" },
	{ "json", "{\"é\": [1, 2}", "1:12 expected ]", NULL },
	{ "json", "{\"é\": [{1: 2, \"rest\": 3]}", "1:9 a key needs double quotes", "rest" },
	{ "json", "{\"é\": {\"rest\": [3", "1:16 the closing ] is missing", "rest" },
	{ "json", "{\"é\": @, \"rest\": 3}", "1:7 a string needs quotes", "rest" },
	{ "jsonc", "{\"é\": 1, // x\n\"b\" 2, \"rest\": 3,}", "2:5 expected ':' after the key",
		"rest" },
	{ "jsonc", "{\"é\": [1 /* x\n, 2], \"rest\": 3}", "1:10 this comment is not closed by */",
		NULL },
	{ "json5", "{é: [1, 'x\n], rest: 3}", "1:9 the closing quote is missing", "rest" },
	{ "json5", "{é: 0x, rest: 3}", "1:5 not a valid number", "rest" },
	{ "json5", "{é: 1, b 2, rest: 3}", "1:10 expected ':' after the key", "rest" },
	{ "json5", "{é: 1, rest: 'x}", "1:14 the closing quote is missing", "rest" },
	{ "hcl", "é = [1, 2\nrest = 3\n", "2:1 expected ',' or ]", NULL },
	{ "hcl", "é = \"x\nrest = 3\n", "1:5 the closing quote is missing", "rest" },
	{ "hcl", "t \"é\" {\n  a = )\n  rest = 3\n}\n", "2:7 expected a value", "rest" },
	{ "hcl", "t \"é\" {\n  a = 1 2\n}\nrest = 3\n",
		"2:9 expected the end of the line after the value", "rest" },
	{ "hcl", "é = 1\n}\nrest = 3\n", "2:1 no { is open here", "rest" },
	{ "hcl", "é \"rest\" {\n", "1:10 the closing } is missing", "rest" },
	{ "hcl", "é = \"${x\"\nrest = 3\n", "1:9 expected }", "rest" },
};

Test(recovery, one_message_per_fault_and_the_rest_is_read)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct recovery_case *c = &cases[i];
		struct str text = str_from(c->text);
		struct ast_node *root = read_as(c->kind, text);
		struct str faults = faults_of(root, text);
		cr_expect(str_eq(faults, str_from(c->faults)), "%s\n%s\n%" PRIstr, c->kind, c->text,
			STR_ARG(faults));
		struct buf out = buf_new(a);
		ast_print_sexp(&out, root, false);
		cr_expect(!c->still_read || str_contains(buf_str(&out), str_from(c->still_read)),
			"%s\n%s\n%" PRIstr, c->kind, c->text, STR_ARG(buf_str(&out)));
	}
}

/* --- bounds --- */

static const struct bound_case {
	const char *kind;
	const char *first, *again, *last; /* first, then again, then last as many times */
	const char *says;                 /* a part of the fault's message */
} bounds[] = {
	{ "bash", "", "( ", "", "levels of nesting" },
	{ "posix", "a ", "&& a ", "", "operators in a chain" },
	{ "bash", "echo ", "$(", "", "levels of nesting" },
	{ "bash", "echo ", "${a:-", "", "levels of nesting" },
	{ "makefile", "A := ", "$(", ")", "nested" },
	{ "makefile", "", "ifdef A\n", "endif\n", "nested" },
	{ "yaml", "a: ", "[", "", "nested" },
	{ "yaml", "", "- ", "", "nested" },
	{ "json", "", "[", "", "nested" },
	{ "json5", "", "{a:", "", "nested" },
	{ "hcl", "a = ", "[", "", "nested" },
	{ "hcl", "a = ", "(", "", "nested" },
	{ "hcl", "a = ", "-", "", "nested" },
	{ "hcl", "a = ", "\"${", "", "nested" },
	{ "hcl", "", "a {\n", "", "nested" },
	{ "hcl", "a = ", "x ? ", "", "nested" },
};

Test(recovery, what_is_nested_too_deep_is_told)
{
	for (size_t i = 0; i < COUNT(bounds); i++) {
		struct buf text = buf_new(a);
		buf_add(&text, str_from(bounds[i].first));
		for (size_t n = 0; n < 20000; n++)
			buf_add(&text, str_from(bounds[i].again));
		for (size_t n = 0; n < 20000; n++)
			buf_add(&text, str_from(bounds[i].last));
		struct ast_node *root = read_as(bounds[i].kind, buf_str(&text));
		struct str faults = faults_of(root, buf_str(&text));
		cr_expect(str_contains(faults, str_from(bounds[i].says)), "%s with %s: %" PRIstr,
			bounds[i].kind, bounds[i].again, STR_ARG(faults));
	}
}

/* Also where the text ends at the level that is too deep. */
Test(recovery, faults_lie_within_the_text)
{
	for (size_t n = 1; n < 300; n++) {
		struct buf text = buf_new(a);
		buf_add(&text, STR("a = "));
		for (size_t i = 0; i < n; i++)
			buf_add_char(&text, '[');
		struct ast_node *root = read_as("hcl", buf_str(&text));
		const struct ast_node *faults = *vec_last(&root->children);
		vec_for(struct ast_node *, fault, &faults->children)
			cr_expect_leq(span_end((*fault)->span), text.n, "%zu", n);
	}
}

Test(recovery, aliases_that_multiply_are_told)
{
	struct buf text = buf_new(a);
	buf_add(&text, STR("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"));
	for (unsigned i = 1; i < 12; i++)
		buf_printf(&text, "a%u: &a%u [*a%u, *a%u, *a%u, *a%u, *a%u, *a%u]\n", i, i, i - 1,
			i - 1, i - 1, i - 1, i - 1, i - 1);
	struct ast_node *root = read_as("yaml", buf_str(&text));
	cr_expect(str_contains(faults_of(root, buf_str(&text)), STR("alias")), "%" PRIstr,
		STR_ARG(faults_of(root, buf_str(&text))));
}
