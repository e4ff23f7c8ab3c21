/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "support.h"
#include "syntax/shell/shell.h"

TestSuite(shell, .init = set_up, .fini = tear_down);

/* --- trees as text ---------------------------------------------------------------- */

static void dump_node(struct buf *out, const struct shell_node *node);

static void
dump_quoted(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\n')
			buf_add(out, STR("\\n"));
		else
			buf_add_char(out, text.s[i]);
	}
}

static void dump_word(struct buf *out, const struct shell_word *word);

static void
dump_parameter(struct buf *out, const struct shell_part *part)
{
	buf_printf(out, "${%.*s", STR_ARG(part->text));
	if (part->op.n || part->operand)
		buf_printf(out, " %.*s", STR_ARG(part->op));
	if (part->operand) {
		buf_add_char(out, ' ');
		dump_word(out, part->operand);
	}
	buf_add_char(out, '}');
}

static void
dump_part(struct buf *out, const struct shell_part *part)
{
	if (part->quoted)
		buf_add_char(out, '"');
	switch (part->kind) {
	case SHELL_PART_LITERAL:
		buf_printf(out, "%s%s", part->glob ? "*:" : "", part->tilde ? "~:" : "");
		dump_quoted(out, part->text);
		break;
	case SHELL_PART_PARAMETER: dump_parameter(out, part); break;
	case SHELL_PART_COMMAND:
		buf_add_char(out, '$');
		dump_node(out, part->body);
		break;
	case SHELL_PART_ARITHMETIC: buf_printf(out, "((%.*s))", STR_ARG(part->text)); break;
	case SHELL_PART_PROCESS:
		buf_add(out, part->text);
		dump_node(out, part->body);
		break;
	case SHELL_PART_ARRAY:
		buf_add(out, STR("(array"));
		vec_for(struct shell_word, element, &part->elements) {
			buf_add_char(out, ' ');
			dump_word(out, element);
		}
		buf_add_char(out, ')');
		break;
	case SHELL_PART_OPAQUE: buf_printf(out, "<%.*s>", STR_ARG(part->text)); break;
	}
	if (part->quoted)
		buf_add_char(out, '"');
}

static void
dump_word(struct buf *out, const struct shell_word *word)
{
	if (word->parts.n == 0)
		buf_add(out, word->quoted ? STR("\"\"") : STR("-"));
	for (size_t i = 0; i < word->parts.n; i++) {
		if (i)
			buf_add_char(out, '+');
		dump_part(out, &word->parts.items[i]);
	}
}

static void
dump_redirect(struct buf *out, const struct shell_redirect *redirect)
{
	static const char *const names[] = { "<", ">", ">>", "<>", "<&", ">&", "&>", "<<", "<<<" };
	buf_printf(out, " {%s", names[redirect->kind]);
	if (redirect->fd >= 0)
		buf_printf(out, "%d", redirect->fd);
	buf_add_char(out, ' ');
	dump_word(out, &redirect->target);
	if (redirect->kind == SHELL_REDIRECT_HEREDOC) {
		buf_add_char(out, ' ');
		dump_word(out, &redirect->body);
	}
	buf_add_char(out, '}');
}

static void
dump_node(struct buf *out, const struct shell_node *node)
{
	buf_printf(out, "(%s%s%s", node->negated ? "!" : "", shell_kind_name(node->kind),
		node->background ? "&" : "");
	vec_for(const struct shell_assignment, set, &node->assignments) {
		buf_printf(out, " %.*s%s%s", STR_ARG(set->name), set->indexed ? "[]" : "",
			set->append ? "+=" : "=");
		dump_word(out, &set->value);
	}
	vec_for(const struct shell_word, word, &node->words) {
		buf_add_char(out, ' ');
		dump_word(out, word);
	}
	vec_for(const struct shell_redirect, redirect, &node->redirects)
		dump_redirect(out, redirect);
	for (size_t i = 0; i < node->children.n; i++) {
		buf_add_char(out, ' ');
		dump_node(out, node->children.items[i]);
	}
	buf_add_char(out, ')');
}

static struct shell_script *
parse(const char *text, enum shell_dialect dialect)
{
	struct source *source = source_new(a, STR("x.sh"), str_from(text));
	struct mapped m = mapped_from_span(a, source, span_make(0, source->text.n));
	return shell_parse(a, &m, dialect);
}

/* The commands of a script, without the list around them; faults come last. */
static struct str
dump(const struct shell_script *script)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < script->root->children.n; i++) {
		if (i)
			buf_add_char(&out, ' ');
		dump_node(&out, script->root->children.items[i]);
	}
	vec_for(const struct fault, fault, &script->faults)
		buf_printf(&out, " FAULT %u:%.*s", fault->span.off, STR_ARG(fault->message));
	return buf_str(&out);
}

struct sample {
	const char *text, *tree;
};

static void
expect_trees(const struct sample *samples, size_t n, enum shell_dialect dialect)
{
	for (size_t i = 0; i < n; i++) {
		struct str got = dump(parse(samples[i].text, dialect));
		cr_expect(str_eq(got, str_from(samples[i].tree)),
			"%s\n  got      %.*s\n  expected %s", samples[i].text, STR_ARG(got),
			samples[i].tree);
	}
}

#define EXPECT_TREES(samples) \
	expect_trees((samples), sizeof(samples) / sizeof(*(samples)), SHELL_BASH)

Test(shell, words_keep_quoting_and_expansions_apart)
{
	static const struct sample samples[] = {
		{ "echo a 'b c' \"d $e f\" g\\ h",
			"(simple echo a \"b c\" \"d \"+\"${e}\"+\" f\" g+\" \"+h)" },
		{ "a '' \"\" x''y 'a'\"b\"", "(simple a \"\" \"\" xy \"ab\")" },
		{ "a ~/x 'b'~ *.c [x] a? '*'", "(simple a ~:~/x \"b\"+~ *:*.c *:[x] *:a? \"*\")" },
		{ "a $'\\n\\x41\\u20ac\\101\\q' $\"b\"", "(simple a \"\\nA\u20acA\\q\" \"b\")" },
		{ "a \"\\$x \\a \\\"\" \"b$\" $", "(simple a \"$x \\a \"\" \"b$\" $)" },
		{ "a \\\nb wh\\\nile \"x\\\ny\" 'x\\\ny'",
			"(simple a b while \"xy\" \"x\\\\ny\")" },
		{ "a#b #c\n# d\ne", "(simple a#b) (simple e)" },
		{ "a !(x|y z)b @(c)", "(simple a *:!(x|y z)b *:@(c))" },
		{ "$a $1b ${10} $@ $# $? \"$*\"",
			"(simple ${a} ${1}+b ${10} ${@} ${#} ${?} \"${*}\")" },
	};
	EXPECT_TREES(samples);
}

Test(shell, parameters_have_operators_and_operands)
{
	static const struct sample samples[] = {
		{ "${a} ${a:-b c} ${a=} ${#a} ${!a} ${#} ${##} ${#:-x}",
			"(simple ${a} ${a :- b c} ${a = -} ${a #len} ${a !} ${#} ${# #len} "
			"${# :- x})" },
		{ "\"${a:-\"x y\"}\" \"${a#'}'}\" \"${a%\\'*}\"",
			"(simple \"${a :- \"x y\"}\" \"${a # \"}\"}\" \"${a % \"'*\"}\")" },
		{ "${a%%.*} ${a//x/y} ${a:1:2} ${a^^} ${a@Q}",
			"(simple ${a %% *:.*} ${a // x/y} ${a : 1:2} ${a ^^ -} ${a @ Q})" },
		{ "${a[1]} ${a[@]} ${a[$i]:-x} ${#a[@]} ${!a*}",
			"(simple ${a [ 1} ${a [ @} ${a :- x} ${a #len @} ${a ! *:*})" },
		{ "${a:-${b:-$(c)}}", "(simple ${a :- ${b :- $(list (simple c))}})" },
		{ "\"${a%%$'\\n'*}\" \"${a:-$'b'}\"",
			"(simple \"${a %% \"\\n*\"}\" \"${a :- \"$'b'\"}\")" },
		{ "${a b}", "(simple ${a   b})" },
	};
	EXPECT_TREES(samples);
}

/* What bash and dash do was tried with both. */
Test(shell, apostrophes_between_quotes_are_each_shells_own)
{
	static const struct sample bash[] = {
		{ "\"${a:-'}$b'}\"", "(simple \"${a :- \"'}\"+\"${b}\"+\"'\"}\")" },
		{ "\"${a=\\'}\" \"${a+\\\\'}'}\"",
			"(simple \"${a = \"\\'\"}\" \"${a + \"\\'}'\"}\")" },
		{ "\"${a?'$b}'}\" \"${a:?\\'}\"", "(simple \"${a ? \"$b}\"}\" \"${a :? \"'\"}\")" },
		{ "cat <<E\n${a:-'}'}\nE\n", "(simple cat {<< E \"${a :- \"'}'\"}\"+\"\\n\"})" },
	};
	static const struct sample posix[] = {
		{ "\"${a:-it's}\" \"${a:-'}\"", "(simple \"${a :- \"it's\"}\" \"${a :- \"'\"}\")" },
		{ "\"${a?'$b'}\"", "(simple \"${a ? \"'\"+\"${b}\"+\"'\"}\")" },
		{ "\"${a#'}'}\"", "(simple \"${a # \"}\"}\")" },
	};
	EXPECT_TREES(bash);
	expect_trees(posix, sizeof(posix) / sizeof(*posix), SHELL_POSIX);
}

Test(shell, substitutions_hold_scripts)
{
	static const struct sample samples[] = {
		{ "a $(b c) `d \\`e\\`` \"`f \\\"g\\\"`\" $(<h)",
			"(simple a $(list (simple b c)) $(list (simple d $(list (simple e)))) "
			"\"$(list (simple f \"g\"))\" $(list (simple {< h})))" },
		{ "a <(b) >(c)", "(simple a <(list (simple b)) >(list (simple c)))" },
		{ "a $((1+(2))) $( (b) ) $((b); c)",
			"(simple a ((1+(2))) $(list (subshell (list (simple b)))) "
			"$(list (subshell (list (simple b))) (simple c)))" },
		{ "a $(case x in y) b;; esac)c",
			"(simple a $(list (case x (case-item y (list (simple b)))))+c)" },
		{ "a $(b # )\n)", "(simple a $(list (simple b)))" },
	};
	EXPECT_TREES(samples);
}

Test(shell, simple_commands)
{
	static const struct sample samples[] = {
		{ "A=1 B+=2 C[3]=x D= cmd A=1", "(simple A=1 B+=2 C[]=x D=- cmd A=1)" },
		{ "arr=(a\n# no\n 'b c' $d) x+=()",
			"(simple arr=(array a \"b c\" ${d}) x+=(array))" },
		{ "export A=~/x B=\"$y\" C=(z)", "(simple export A=~/x B=+\"${y}\" C=+(array z))" },
		{ "declare -a x=(1 2) y", "(simple declare -a x=+(array 1 2) y)" },
		{ "a >b 2>&1 <c >>d 3<>e >|f <&- &>g &>>h <<<\"i $j\" {fd}>k 2 >l",
			"(simple a 2 {> b} {>&2 1} {< c} {>> d} {<>3 e} {> f} {<& -} {&> g} {&> h} "
			"{<<< \"i \"+\"${j}\"} {> k} {> l})" },
		{ ">a", "(simple {> a})" },
		{ "echo if then } !", "(simple echo if then } !)" },
		{ "time a; time -p { b; }; coproc x { c; }",
			"(simple time a) (group (list (simple b))) (group (list (simple c)))" },
		{ "a $[1 + b[2]] $[ \"$[x]\"", "(simple a ((1 + b[2])) *:$[ \"((x))\")" },
		{ "a \\\xc3\xa9x", "(simple a \"\xc3\xa9\"+x)" },
		{ "time A=1 b C=2", "(simple A=1 time b C=2)" },
		{ "time -p A=1 b", "(simple A=1 time -p b)" },
		{ "'time' A=1", "(simple \"time\" A=1)" },
	};
	EXPECT_TREES(samples);
}

Test(shell, lists_and_pipelines)
{
	static const struct sample samples[] = {
		{ "a && b && c || d | e |& f & g; ! h",
			"(or& (and (and (simple a) (simple b)) (simple c)) (pipeline (simple d) (simple e) "
			"(simple f))) (simple g) (!simple h)" },
		{ "! a | b && ! c", "(and (!pipeline (simple a) (simple b)) (!simple c))" },
		{ "a &&\n\n# x\nb |\nc", "(and (simple a) (pipeline (simple b) (simple c)))" },
		{ "a &\\\n& b", "(and (simple a) (simple b))" },
		{ "!\na", "(!simple) (simple a)" },
		{ "", "" },
		{ "\n # x\n", "" },
	};
	EXPECT_TREES(samples);
}

Test(shell, compound_commands)
{
	static const struct sample samples[] = {
		{ "if a; then b; elif c\nthen d; else e; fi >f",
			"(if {> f} (list (simple a)) (list (simple b)) (list (simple c)) (list (simple "
			"d)) (list (simple e)))" },
		{ "while a; do b; done; until x; do y; done",
			"(while (list (simple a)) (list (simple b))) (until (list (simple x)) (list "
			"(simple y)))" },
		{ "for x in a b; do c; done; for y\ndo d; done; for z in; do e; done",
			"(for x a b (list (simple c))) (for y (list (simple d))) (for z (list (simple "
			"e)))" },
		{ "for ((i=0; i<3; i++)); do d; done; select z in 1; do q; done",
			"(for ((i=0; i<3; i++)) (list (simple d))) (for z 1 (list (simple q)))" },
		{ "case $x in (a|b) c;; d) e;& *) f;;& g) ;; h) i\nesac",
			"(case ${x} (case-item a b (list (simple c))) (case-item d (list (simple e))) "
			"(case-item *:* (list (simple f))) (case-item g) (case-item h (list (simple "
			"i))))" },
		{ "f+() { a; }", "(function f+ (group (list (simple a))))" },
		{ "f() { a; }; function g { b; }; function h() ( c ) >d\ni ( )\n{ j; }",
			"(function f (group (list (simple a)))) (function g (group (list (simple b)))) "
			"(function h (subshell {> d} (list (simple c)))) (function i (group (list "
			"(simple j))))" },
		{ "{ { a; } } | ( (b); c )",
			"(pipeline (group (list (group (list (simple a))))) (subshell (list (subshell "
			"(list (simple b))) (simple c))))" },
		{ "((a++)) && ((b > 1 || c)); ((d) || (e))",
			"(and (arithmetic ((a++))) (arithmetic ((b > 1 || c)))) (subshell (list (or "
			"(subshell (list (simple d))) (subshell (list (simple e))))))" },
		{ "[[ $a == b* && ( -f x || ! -d y ) && $z =~ ^(a|b c)$ && a < b ]]",
			"(test ${a} == *:b* && ( -f x || ! -d y ) && ${z} =~ ^(a|b c)$ && a < b)" },
	};
	EXPECT_TREES(samples);
}

Test(shell, here_documents)
{
	static const struct sample samples[] = {
		{ "cat <<EOF >x\na $b\\\n \\$c `d`\n\"q\" \\\"\nEOF\ne",
			"(simple cat {<< EOF \"a \"+\"${b}\"+\" $c \"+\"$(list (simple d))\"+\"\\n\"q\" "
			"\\\"\\n\"} {> x}) (simple e)" },
		{ "cat <<-'E' ; d\n\t\ta $b\n\tE\ne",
			"(simple cat {<< \"E\" \"a $b\\n\"}) (simple d) (simple e)" },
		{ "cat <<A <<\\B; x\n1\nA\n$2\nB\ny",
			"(simple cat {<< A \"1\\n\"} {<< \"B\" \"$2\\n\"}) (simple x) (simple y)" },
		{ "a <<E && b\nE\nc", "(and (simple a {<< E \"\"}) (simple b)) (simple c)" },
		{ "a $(b <<E\nx\nE\n) c", "(simple a $(list (simple b {<< E \"x\\n\"})) c)" },
		{ "if a <<E; then\nx\nE\nb; fi",
			"(if (list (simple a {<< E \"x\\n\"})) (list (simple b)))" },
		{ "a <<E\nno end", "(simple a {<< E \"no end\"})" },
		{ "a <<E\nx\\\nE\nE\nb", "(simple a {<< E \"xE\\n\"}) (simple b)" },
	};
	EXPECT_TREES(samples);
}

Test(shell, a_posix_script_may_use_bash)
{
	static const struct sample samples[] = {
		{ "[[ a == b ]] && c", "(and (test a == b) (simple c))" },
		{ "[[ a; b", "(test a) (simple b)" },
		{ "select x; y", "(simple select x) (simple y)" },
		{ "select x; do y; done", "(for x (list (simple y)))" },
		{ "a=(1) &>b", "(simple a=(array 1) {&> b})" },
		{ "{fd}>x", "(simple {fd} {> x})" },
		{ "f() a", "(function f (simple a))" },
	};
	expect_trees(samples, sizeof(samples) / sizeof(*samples), SHELL_POSIX);
}

Test(shell, one_cause_gives_one_fault_and_parsing_goes_on)
{
	static const struct sample samples[] = {
		{ "foo (bar) baz\nx",
			"(simple foo) (simple x) FAULT 4:expected an operator or the end of the "
			"command, found `(`" },
		{ "if a; then b",
			"(if (list (simple a)) (list (simple b))) FAULT 0:expected `fi` to close this "
			"before the end of the script" },
		{ "x=$(if a) ; y",
			"(simple x=$(list (if (list (simple a)) (list)))) (simple y) FAULT 8:expected "
			"`then`, found `)`" },
		{ "a 'b",
			"(simple a \"b\") FAULT 2:expected `'` to close this before the end of the "
			"script" },
		{ "if \"a; then b",
			"(if (list (simple \"a; then b\")) (list)) FAULT 3:expected `\"` to close this "
			"before the end of the script" },
		{ "}; a", "(simple a) FAULT 0:expected a command, found `}`" },
		{ "while a; then b\ndone\nc",
			"(while (list (simple a)) (list (simple b))) (simple c) FAULT 9:expected `do`, "
			"found `then`" },
		{ "if a\n b\nfi\nc",
			"(if (list (simple a) (simple b)) (list)) (simple c) FAULT 8:expected `then`, "
			"found `fi`" },
		{ "f() { if a; then b; }\nc",
			"(function f (group (list (if (list (simple a)) (list (simple b)))))) (simple "
			"c) FAULT 20:expected `fi`, found `}`" },
		{ "while x; do if a; then b; done\nc",
			"(while (list (simple x)) (list (if (list (simple a)) (list (simple b))))) "
			"(simple c) FAULT 26:expected `fi`, found `done`" },
		{ "a && ; b", "(simple a) (simple b) FAULT 5:expected a command, found `;`" },
		{ "a > ; b",
			"(simple a {> -}) (simple b) FAULT 4:expected a target for the "
			"redirection, found `;`" },
		{ "if ; then a; fi",
			"(if (list) (list (simple a))) FAULT 3:expected a command, found `;`" },
		{ "case x in a b) c;; d) e;; esac\nf",
			"(case x (case-item a (list (simple c))) (case-item d (list (simple e)))) (simple f) "
			"FAULT "
			"12:expected `)` after the pattern, found a word" },
		{ "a ${b",
			"(simple a ${b}) FAULT 2:expected `}` to close this before the end of the "
			"script" },
		{ "a $((1 + 2)\nb",
			"(simple a $(list (subshell (list (simple 1 + 2))) (simple b))) FAULT 2:expected "
			"`)` to close this before the end of the script" },
		{ "a `b (`; c",
			"(simple a $(list (simple b))) (simple c) FAULT 5:expected an operator or the "
			"end of the command, found `(`" },
	};
	EXPECT_TREES(samples);
}

Test(shell, spans_are_those_of_the_file)
{
	static const char text[] = "A='x y' cmd \"b$c\" >f <<E # note\nbody\nE\nz";
	struct shell_script *script = parse(text, SHELL_BASH);
	const struct shell_node *node = script->root->children.items[0];
	const struct shell_redirect *redirects = node->redirects.items;
	const struct {
		struct span span;
		const char *text;
	} samples[] = {
		{ script->root->span, text },
		{ node->span, "A='x y' cmd \"b$c\" >f <<E" },
		{ node->assignments.items[0].span, "A='x y'" },
		{ node->assignments.items[0].name_span, "A" },
		{ node->assignments.items[0].value.parts.items[0].span, "'x y'" },
		{ node->words.items[0].span, "cmd" },
		{ node->words.items[1].span, "\"b$c\"" },
		{ node->words.items[1].parts.items[0].span, "b" },
		{ node->words.items[1].parts.items[1].span, "$c" },
		{ redirects[0].span, ">f" },
		{ redirects[1].span, "<<E" },
		{ redirects[1].body.span, "body\n" },
		{ script->comments.items[0], "# note" },
		{ script->root->children.items[1]->span, "z" },
	};
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct str got = source_slice(script->source, samples[i].span);
		cr_expect(str_eq(got, str_from(samples[i].text)), "%zu: got \"%.*s\"", i,
			STR_ARG(got));
	}
}

Test(shell, spans_lead_through_backquotes)
{
	struct shell_script *script = parse("a `b \\`c d\\``", SHELL_BASH);
	const struct shell_node *outer = script->root->children.items[0];
	const struct shell_node *inner =
		outer->words.items[1].parts.items[0].body->children.items[0];
	const struct shell_part *nested = &inner->words.items[1].parts.items[0];
	struct str word =
		source_slice(script->source, nested->body->children.items[0]->words.items[1].span);
	cr_expect(str_eq(word, STR("d")), "got \"%.*s\"", STR_ARG(word));
	word = source_slice(script->source, outer->words.items[1].span);
	cr_expect(str_eq(word, STR("`b \\`c d\\``")), "got \"%.*s\"", STR_ARG(word));
}

/* Text in which @name@ is an expression of the enclosing language. */
static struct str
dump_with_opaque(const char *text)
{
	struct source *source = source_new(a, STR("x"), str_from(text));
	struct mapped_builder b = mapped_builder_new(a, source);
	for (size_t at = 0; at < source->text.n; at++) {
		size_t end =
			source->text.s[at] == '@' ? str_find_char(source->text, '@', at + 1) : at;
		if (end > at)
			mapped_add_opaque(&b, span_make(at, end + 1));
		else
			mapped_add_span(&b, span_make(at, at + 1));
		at = end;
	}
	struct mapped m = mapped_finish(&b);
	return dump(shell_parse(a, &m, SHELL_BASH));
}

Test(shell, opaque_bytes_are_parts_of_words)
{
	static const struct sample samples[] = {
		{ "@x@ a@y@b \"c@z@\" '@q@'",
			"(simple <@x@> a+<@y@>+b \"c\"+\"<@z@>\" \"<@q@>\")" },
		{ "A=@x@ >@y@", "(simple A=<@x@> {> <@y@>})" },
		{ "a ${b:-@x@} <<E\n@y@\nE", "(simple a ${b :- <@x@>} {<< E \"<@y@>\"+\"\\n\"})" },
		{ "for i in @x@; do @y@ done", "(for i <@x@> (list (simple <@y@> done)))" },
		{ "a v@x@; )", "(simple a v+<@x@>) FAULT 8:expected a command, found `)`" },
	};
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct str got = dump_with_opaque(samples[i].text);
		cr_expect(str_eq(got, str_from(samples[i].tree)), "%s\n  got      %.*s",
			samples[i].text, STR_ARG(got));
	}
}

static const char big_sample[] =
	"#!/bin/bash\nset -eu\nf() {\n\tlocal a=\"${1:-x}\" b=(1 2)\n\tif [[ $a =~ ^(b|c)$ ]]; "
	"then\n\t\tcat <<-EOF | sed 's/x/y/' >\"$out\"\n\t\tx $(date +%s `id -u`) ${a#*'}'}\n\t"
	"\tEOF\n\telif ((a > 1)); then :; else exit 1; fi\n}\nfor i in $(seq 3) *.go; do\n"
	"\tcase $i in\n\t(a|b) f \"$i\" & ;;\n\t*) wait ;;\n\tesac\ndone 2>&1\nwhile read -r l; do "
	"echo \"$((l + 1))\" $'\\t'; done < <(go list ./...)\nA=1 B+=2 c[3]=4 go \\\n  build "
	"-ldflags=\"-X 'm.v=$v'\" ./... && { a; } || ( b; c )\n";

Test(shell, every_prefix_of_a_script_parses)
{
	cr_expect_eq(parse(big_sample, SHELL_BASH)->faults.n, 0);
	for (size_t n = 0; n < sizeof(big_sample); n++) {
		struct str prefix = arena_str(a, str_slice(STR(big_sample), 0, n));
		size_t faults = parse(prefix.s, SHELL_BASH)->faults.n;
		cr_expect(faults <= 2, "%zu faults for \"%.*s\"", faults, STR_ARG(prefix));
		cr_expect(parse(prefix.s, SHELL_POSIX)->faults.n <= 2);
	}
}

Test(shell, cr_before_lf_belongs_to_the_line_ending)
{
	struct buf crlf = buf_new(a);
	for (size_t i = 0; i < sizeof(big_sample) - 1; i++) {
		if (big_sample[i] == '\n')
			buf_add_char(&crlf, '\r');
		buf_add_char(&crlf, big_sample[i]);
	}
	struct str text = arena_str(a, buf_str(&crlf));
	struct str expected = dump(parse(big_sample, SHELL_BASH));
	struct str got = dump(parse(text.s, SHELL_BASH));
	cr_expect(str_eq(got, expected), "got %.*s", STR_ARG(got));
	struct shell_script *script = parse("a\r\nb # c\r\nd\r", SHELL_BASH);
	cr_expect_eq(script->root->children.items[1]->span.off, 3);
	cr_expect_eq(script->root->children.items[2]->span.len, 1);
	cr_expect_eq(script->comments.items[0].len, 3);
}

/* `unit` n times, then `end` n times. */
static struct shell_script *
parse_repeated(const char *unit, const char *end, size_t n)
{
	struct buf text = buf_new(a);
	for (size_t i = 0; i < n; i++)
		buf_add(&text, str_from(unit));
	for (size_t i = 0; i < n; i++)
		buf_add(&text, str_from(end));
	return parse(arena_str(a, buf_str(&text)).s, SHELL_BASH);
}

Test(shell, nesting_has_a_limit)
{
	static const struct {
		const char *unit, *end;
	} samples[] = { { "( a; ", ")" }, { "$(", ")" }, { "{ ", "a; }" }, { "${a:-", "}" },
		{ "a && ", "b" }, { "f() ", "" }, { "a=(<(", "))" }, { "\"$(", ")\"" } };
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct shell_script *script =
			parse_repeated(samples[i].unit, samples[i].end, 100000);
		cr_expect_eq(
			script->faults.n, 1, "%s: %zu faults", samples[i].unit, script->faults.n);
		script = parse_repeated(samples[i].unit, samples[i].end, SHELL_MAX_DEPTH / 3);
		cr_expect(script->faults.n <= 1);
	}
	cr_expect_eq(parse_repeated("( a; ", ")", SHELL_MAX_DEPTH)->faults.n, 0);
	cr_expect_eq(parse_repeated("a && b;", "", 100000)->faults.n, 0);
}

Test(shell, cost_is_linear)
{
	static const struct {
		const char *unit, *end;
	} samples[] = { { "((", "" }, { "$((", "" }, { "(( ", ") )" }, { "`", "" }, { "\\\n", "" },
		{ "a[", "" }, { "a[;", "" }, { "<<E ", "" }, { "{a", "" }, { "1", "" },
		{ "'\"", "" }, { "((\n# '\n", "" }, { "case a in b) ", "" }, { "@(", ")" },
		{ "if a (\n", "" }, { "`\\`", "" }, { "a <<E\n$((1))\nE\n", "" } };
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		cr_expect(parse_repeated(samples[i].unit, samples[i].end, 200000)->root != NULL);
}

Test(shell, literal_words)
{
	struct shell_script *script =
		parse("a'b'\"c\" '' $x *.c ~ a{b,c} {{.Dir}} '*{a,b}'", SHELL_BASH);
	const struct shell_words *words = &script->root->children.items[0]->words;
	static const char *const expected[] = { "abc", "", NULL, NULL, NULL, NULL, "{{.Dir}}",
		"*{a,b}" };
	for (size_t i = 0; i < words->n; i++) {
		struct str value;
		bool literal = shell_word_literal(a, &words->items[i], &value);
		cr_expect_eq(literal, expected[i] != NULL, "word %zu", i);
		cr_expect(!literal || str_eq(value, str_from(expected[i])), "word %zu", i);
	}
}
