/* SPDX-License-Identifier: Apache-2.0 */
#include "makefile_dump.h"
#include "support.h"

TestSuite(makefile, .init = set_up, .fini = tear_down);

static struct makefile *
parse(struct str text)
{
	return makefile_parse_copy(a, text);
}

struct sample {
	const char *text, *dump;
};

static void
expect_dumps(const struct sample *samples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct makefile *m = parse(str_from(samples[i].text));
		struct str actual = makefile_dump(a, m);
		cr_expect(str_eq(actual, str_from(samples[i].dump)),
			"%s\n--- gives\n%.*s--- expected\n%s", samples[i].text, STR_ARG(actual),
			samples[i].dump);
	}
}

#define EXPECT_DUMPS(samples) expect_dumps(samples, sizeof(samples) / sizeof((samples)[0]))

/* --- variables ------------------------------------------------------------------ */

Test(makefile, assignments_have_every_operator)
{
	static const struct sample samples[] = {
		{ "A = 1\n", "A = [1]\n" },
		{ "A=1", "A = [1]\n" },
		{ "A := 1\nB::=2\nC :::= 3\n", "A := [1]\nB := [2]\nC :::= [3]\n" },
		{ "A ?= 1\nB+=2\nC != echo 3\n", "A ?= [1]\nB += [2]\nC != [echo 3]\n" },
		{ "A ?=\n", "A ?= []\n" },
		{ "a+b=c\nd:e=f\n", "a+b = [c]\nfor [d] e = [f]\n" },
		{ "A = b = c := d\n", "A = [b = c := d]\n" },
		{ "A =x: y\n", "A = [x: y]\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, values_keep_trailing_blanks_and_lose_leading_ones)
{
	static const struct sample samples[] = {
		{ "A =  one # c\n", "A = [one ]\n" },
		{ "A = one \t\n", "A = [one \\t]\n" },
		{ "A = a\\#b # c\n", "A = [a#b ]\n" },
		{ "A = a\\\\#b\n", "A = [a\\]\n" },
		{ "A = a\\\\\\#b\\c\n", "A = [a\\#b\\c]\n" },
		{ "A = $(info a#b) $(info c\\#d) e#f\n", "A = [{info a#b} {info c\\#d} e]\n" },
		{ "A = $$#b\n", "A = [$$]\n" },
		{ "A = \"q\" 'r'\n", "A = [\"q\" 'r']\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, modifiers_combine)
{
	static const struct sample samples[] = {
		{ "export A = 1\noverride A := 1\nprivate A=1\n",
			"export A = [1]\noverride A := [1]\nprivate A = [1]\n" },
		{ "private export override Z ::= 3\n", "override export private Z := [3]\n" },
		{ "export = 1\noverride export = 2\n", "export = [1]\noverride export = [2]\n" },
		{ "ifdef = 1\ndefine = 2\ninclude=3\n",
			"ifdef = [1]\ndefine = [2]\ninclude = [3]\n" },
		{ "override undefine A\nundefine B C # c\n", "undefine [A]\nundefine [B C]\n" },
		{ "unexport A = 1\n", "unexport [A = 1]\n" },
		{ "override A\n", "! 1:1 missing separator: neither a rule nor an assignment\n" },
		{ "= 1\n", " = [1]\n! 1:1 empty variable name\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, names_may_hold_references_and_their_blanks)
{
	static const struct sample samples[] = {
		{ "$(A)_$B = 1\n", "<A>_<B> = [1]\n" },
		{ "$(subst a, b,c := d)x := 1\n", "{subst a| b|c := d}x := [1]\n" },
		{ "${x y} += 1\n", "<x y> += [1]\n" },
		{ "a b = 1\n", "! 1:1 missing separator: neither a rule nor an assignment\n" },
		{ "a\\#b = 1\n", "! 1:1 missing separator: neither a rule nor an assignment\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, continuations_fold_to_one_space)
{
	static const struct sample samples[] = {
		{ "A = a  \\\n   b\n", "A = [a b]\n" },
		{ "A = a \\\n  \\\n # c\n", "A = [a ]\n" },
		{ "A = \\\n  a \\\n\t\\\n\\\n b\n", "A = [a b]\n" },
		{ "A = a\\\\\\\n  b\n", "A = [a\\ b]\n" },
		{ "A = a\\\\\nB = b\n", "A = [a\\\\]\nB = [b]\n" },
		{ "A = a \\\r\n  b\r\n", "A = [a b]\n" },
		{ "A = a \\\n", "A = [a ]\n" },
		{ "A = a \\", "A = [a \\]\n" },
		{ "A \\\n := \\\n 1\n", "A := [1]\n" },
		{ "a: b \\\n c \\\n | d\n", "rule [a] : [b c] | [d]\n" },
		{ "# c \\\n still = comment\nA=1\n", "A = [1]\n" },
		{ "\\\nA=1\n", "A = [1]\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, defines_run_to_their_endef)
{
	static const struct sample samples[] = {
		{ "define X\n a \n\tb # c\nendef\n", "define X = [ a \\n\\tb # c]\n" },
		{ "define X :=\nendef # c\nA=1\n", "define X := []\nA = [1]\n" },
		{ "override define X +=\na\n\nendef\n", "override define X += [a\\n]\n" },
		{ "define X Y\na\nendef\n", "define X Y = [a]\n" },
		{ "define X Y =\na\nendef\n", "define X Y = = [a]\n" },
		{ "define X\ndefine Y\na\n endef\n\tendef\nendef\n",
			"define X = [define Y\\na\\n endef\\n\\tendef]\n" },
		{ "define X\n\techo a \\\n\t  b\nendef\n", "define X = [\\techo a b]\n" },
		{ "define X\r\na\r\nb\r\nendef\r\n", "define X = [a\\nb]\n" },
		{ "define X\n$(A) endef\nendefx\nendef", "define X = [<A> endef\\nendefx]\n" },
		{ "define X = y\nendef\n",
			"define X = []\n! 1:12 extraneous text after 'define'\n" },
		{ "define X\nendef y\n", "define X = []\n! 2:7 extraneous text after 'endef'\n" },
		{ "A=1\ndefine X\na\n",
			"A = [1]\ndefine X = [a]\n! 2:1 missing 'endef', unterminated 'define'\n" },
		{ "define X", "define X = []\n! 1:1 missing 'endef', unterminated 'define'\n" },
		{ "define\nx\nendef\n", "define  = [x]\n! 1:1 empty variable name\n" },
		{ "endef\n", "! 1:1 missing separator: neither a rule nor an assignment\n" },
	};
	EXPECT_DUMPS(samples);
}

/* --- references ------------------------------------------------------------------- */

Test(makefile, references_nest)
{
	static const struct sample samples[] = {
		{ "A = $X$(name)${name}$@$$\n", "A = [<X><name><name><@>$$]\n" },
		{ "A = $HOME $$HOME\n", "A = [<H>OME $$HOME]\n" },
		{ "A = a$\nB = $", "A = [a$]\nB = [$]\n" },
		{ "A = $($(x)_y) ${$(x)}\n", "A = [<<x>_y> <<x>>]\n" },
		{ "A = $(v:.c=.o) $(v:%=a%b) ${v:$(a)=$(b)}\n",
			"A = [<v:.c=.o> <v:%=a%b> <v:<a>=<b>>]\n" },
		{ "A = $(v:x) $($(f:a=b):c=d)\n", "A = [<v:x> <<f:a=b>:c=d>]\n" },
		{ "A = $(a(b)c) $(a($(b))c)\n", "A = [<a(b>c) <a(<b>)c>]\n" },
		{ "A = ${a(b}c $(a{b)\n", "A = [<a(b>c <a{b>]\n" },
		{ "A = $(go env GOOS)\n", "A = [<go env GOOS>]\n" },
		{ "A = $(foo $(b)\n", "A = [<foo <b>?>]\n" },
		{ "A := ${foo\n", "A := [<foo?>]\n! 1:6 this reference has no closing '}'\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, functions_split_their_arguments)
{
	static const struct sample samples[] = {
		{ "A = $(subst a,b,c,d)\n", "A = [{subst a|b|c,d}]\n" },
		{ "A = $(shell a,b (c,d) 'e')\n", "A = [{shell a,b (c,d) 'e'}]\n" },
		{ "A = $(call f,a,(b,c),{d,e},$(g h,i))\n",
			"A = [{call f|a|(b,c)|{d|e}|<g h,i>}]\n" },
		{ "A = ${call f,(a,b),{c,d}}\n", "A = [{call f|(a|b)|{c,d}}]\n" },
		{ "A = $(if $(a),b)\n", "A = [{if <a>|b}]\n" },
		{ "A = $(foreach a,$(b),$a_$(a),x)\n", "A = [{foreach a|<b>|<a>_<a>,x}]\n" },
		{ "A = $(strip   x )\n", "A = [{strip x }]\n" },
		{ "A = $(filter-out a,b)$(shell)\n", "A = [{filter-out a|b}<shell>]\n" },
		{ "A = $(and a,,b)\n", "A = [{and a||b}]\n" },
		{ "A = $(shell echo)\\#\n", "A = [{shell echo}#]\n" },
		{ "A = $(shell a \\\n  b)\n", "A = [{shell a b}]\n" },
		{ "A := $(info (x\n",
			"A := [{info (x?}]\n! 1:6 this reference has no closing ')'\n" },
	};
	EXPECT_DUMPS(samples);
	struct str names =
		STR("subst patsubst strip findstring filter filter-out sort word wordlist "
		    "words firstword lastword dir notdir suffix basename addsuffix "
		    "addprefix join wildcard realpath abspath error warning info shell "
		    "origin flavor foreach if or and intcmp let call eval file value "
		    "guile");
	for (struct str name; str_next_word(&names, &name);)
		cr_expect(make_is_function(name), "%" PRIstr, STR_ARG(name));
	cr_expect(!make_is_function(STR("go")));
	cr_expect(!make_is_function(STR("")));
}

Test(makefile, folds_in_nested_references_are_bounded)
{
	static const struct {
		int levels, folds;
		size_t least, most;
	} cases[] = { { 10, 90, 10, 10 }, { 50, 5000, 4, 8 } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = buf_new(a);
		buf_add(&b, STR("A = "));
		for (int n = 0; n < cases[i].levels; n++)
			buf_add(&b, STR("$(or "));
		for (int n = 0; n < cases[i].folds; n++)
			buf_add(&b, STR("b\\\n"));
		for (int n = 0; n < cases[i].levels; n++)
			buf_add_char(&b, ')');
		struct makefile *m = parse(buf_str(&b));
		size_t depth = makefile_reference_depth(&m->nodes.items[0]->value);
		cr_expect(depth >= cases[i].least && depth <= cases[i].most, "%zu", depth);
	}
}

Test(makefile, deep_nesting_becomes_text)
{
	struct buf b = buf_new(a);
	buf_add(&b, STR("A = "));
	for (int i = 0; i < 5000; i++)
		buf_add(&b, STR("$(x"));
	buf_add_char(&b, '\n');
	for (int i = 0; i < 300; i++)
		buf_add(&b, STR("ifdef X\n"));
	buf_add(&b, STR("B = 1\n"));
	for (int i = 0; i < 300; i++)
		buf_add(&b, STR("else\nendif\n"));
	buf_add(&b, STR("C = 1\n"));
	struct makefile *m = parse(buf_str(&b));
	cr_expect_eq(m->nodes.n, 3);
	cr_expect_eq(m->faults.n, 1);
	cr_expect(str_eq(m->faults.items[0].message, STR("conditionals are nested too deep")));
}

/* --- rules ------------------------------------------------------------------------ */

Test(makefile, rules_of_every_kind)
{
	static const struct sample samples[] = {
		{ "a b: c d\n", "rule [a b] : [c d]\n" },
		{ "a:b\n", "rule [a] : [b]\n" },
		{ "a::b\n a :: c\n", "rule [a] :: : [b]\nrule [a] :: : [c]\n" },
		{ "a b &: c\nd&:: e\n", "rule [a b] & : [c]\nrule [d] & :: : [e]\n" },
		{ "a: b | c d\ne: | f\n", "rule [a] : [b] | [c d]\nrule [e] | [f]\n" },
		{ "a: b|c|d\n", "rule [a] : [b] | [c|d]\n" },
		{ "%.o: %.c\n", "rule [%.o] : [%.c]\n" },
		{ "$(o): %.o: %.c | d\n", "rule [<o>] [%.o] : [%.c] | [d]\n" },
		{ "a: $(p): x\n", "rule [a] [<p>] : [x]\n" },
		{ "a: b: c\n", "rule [a] [b] : [c]\n! 1:3 target pattern contains no '%'\n" },
		{ "a : : c\n", "rule [a] [] : [c]\n! 1:4 target pattern contains no '%'\n" },
		{ "$(x:a=b): $(y:c=d)\n", "rule [<x:a=b>] : [<y:c=d>]\n" },
		{ "a\\:b: c\\:d\n", "rule [a:b] : [c:d]\n" },
		{ "a\\#b: c # d\n", "rule [a#b] : [c]\n" },
		{ ".PHONY: all # c\n", "rule [.PHONY] : [all]\n" },
		{ ": x\n\techo\n", "rule [] : [x]\n> [echo]\n" },
		{ "a:\n", "rule [a]\n" },
		{ "  a: b\n", "rule [a] : [b]\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, target_specific_variables)
{
	static const struct sample samples[] = {
		{ "a: X = 1\n", "for [a] X = [1]\n" },
		{ "a b: export X := 1 # c\n", "for [a b] export X := [1 ]\n" },
		{ "%.o: private override X += $(y)\n", "for [%.o] override private X += [<y>]\n" },
		{ "a:b:=c\n", "for [a] b := [c]\n" },
		{ "a:: X ?= 1\n", "for [a] X ?= [1]\n" },
		{ "a: X = b ; c # d\n", "for [a] X = [b ; c # d]\n" },
		{ "a: X = b \\; c # d\n", "for [a] X = [b ; c ]\n" },
		{ "a: X = b\n\techo\n", "for [a] X = [b]\n! 2:2 recipe line outside of a rule\n" },
		{ "a: export X\n", "rule [a] : [export X]\n" },
		{ "a: unexport X = y\n", "rule [a] : [unexport X = y]\n" },
		{ "a: define X\n", "! 1:1 'define' is not possible for a target\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, recipes_go_to_the_shell_as_they_are)
{
	static const struct sample samples[] = {
		{ "a:\n\tb # c\n\t# d\n\n# e\n\tf\n", "rule [a]\n> [b # c]\n> [# d]\n> [f]\n" },
		{ "a:\n\t@b\n\t-c\n\t+d\n\t - @ + e -f\n",
			"rule [a]\n> @[b]\n> -[c]\n> +[d]\n> @-+[e -f]\n" },
		{ "a:\n\tb \\\n\tc \\\n\t  d\n\te\n", "rule [a]\n> [b \\\\nc \\\\n  d]\n> [e]\n" },
		{ "a:\n\tb 'c\\\\\n\td\n", "rule [a]\n> [b 'c\\\\]\n> [d]\n" },
		{ "a:\n\tb ${X \\\n\t   c} d \\\n\t e\n", "rule [a]\n> [b <X c> d \\\\n e]\n" },
		{ "a:\n\t$$(b \\\n\t   c)\n", "rule [a]\n> [$$(b c)]\n" },
		{ "a: b ; c # d\n\te\n", "rule [a] : [b]\n> [c # d]\n> [e]\n" },
		{ "a: ; @c \\\n\td\n", "rule [a]\n> @[c \\\\nd]\n" },
		{ "a: ;\n", "rule [a]\n> []\n" },
		{ "a: $(b;c) ; d\n", "rule [a] : [<b;c>]\n> [d]\n" },
		{ "a\\;b: ; c\n", "rule [a;b]\n> [c]\n" },
		{ "a:\n\t\n", "rule [a]\n> []\n" },
		{ "a:\n\tX = 1\n\tifdef Y\n\tb: c\n",
			"rule [a]\n> [X = 1]\n> [ifdef Y]\n> [b: c]\n" },
		{ "a:\r\n\tb \\\r\n\tc\r\n\td\r\n", "rule [a]\n> [b \\\\nc]\n> [d]\n" },
		{ "a:\n\tb $@ $(c",
			"rule [a]\n> [b <@> <c?>]\n! 2:7 this reference has no closing ')'\n" },
		{ "a:\n\tb\n   \n\tc", "rule [a]\n> [b]\n> [c]\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, recipe_prefix_changes)
{
	static const struct sample samples[] = {
		{ ".RECIPEPREFIX = >\na:\n>b \\\n>c\n> @d\n.RECIPEPREFIX =\ne:\n\tf\n",
			".RECIPEPREFIX = [>]\nrule [a]\n> [b \\\\nc]\n> @[d]\n"
			".RECIPEPREFIX = []\nrule [e]\n> [f]\n" },
		{ ".RECIPEPREFIX := $(.RECIPEPREFIX) \na:\n b\n",
			".RECIPEPREFIX := [<.RECIPEPREFIX> ]\nrule [a]\n> [b]\n" },
		{ ".RECIPEPREFIX += >\na:\n>b\n", ".RECIPEPREFIX += [>]\nrule [a]\n> [b]\n" },
		{ ".RECIPEPREFIX ?= >\na:\n\tb\n", ".RECIPEPREFIX ?= [>]\nrule [a]\n> [b]\n" },
		{ "x: .RECIPEPREFIX = >\na:\n\tb\n",
			"for [x] .RECIPEPREFIX = [>]\nrule [a]\n> [b]\n" },
		{ ".RECIPEPREFIX = >\na:\n  b\n",
			".RECIPEPREFIX = [>]\nrule [a]\n! 3:3 missing separator: this recipe line "
			"starts with spaces instead of the .RECIPEPREFIX\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, what_ends_a_rule)
{
	static const struct sample samples[] = {
		{ "\tA = 1\n\t# c\n\t\n\tifdef B\n\tendif\n", "A = [1]\nifdef [B]\nend\n" },
		{ "\tb\n", "! 1:2 recipe line outside of a rule\n" },
		{ "a:\nX=1\n\tb\nc: d\n",
			"rule [a]\nX = [1]\nrule [c] : [d]\n! 3:2 recipe line outside of a rule\n" },
		{ "$(call rule,x)\n\tb\n\tc\n", "[{call rule|x}]\n" },
		{ "a:\n$(info x)\n\tb\n",
			"rule [a]\n[{info x}]\n! 3:2 recipe line outside of a rule\n" },
		{ "a:\nX=1\n\tY=2\n", "rule [a]\nX = [1]\nY = [2]\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, a_branch_that_make_may_never_read_has_no_faulty_statements)
{
	struct makefile *m =
		parse(STR("ifeq ($(A),b)\n\techo stop && exit 1\nplain words\nendif\n"));
	cr_expect_eq(m->faults.n, 0);
}

Test(makefile, objects_are_loaded)
{
	static const struct sample samples[] = { { "-load x.so\nload $(Y)\n",
		"load [x.so]\nload [<Y>]\n" } };
	EXPECT_DUMPS(samples);
}

/* --- conditionals --------------------------------------------------------------------- */

Test(makefile, conditions_have_every_form)
{
	static const struct sample samples[] = {
		{ "ifeq (a,b)\nendif\n", "ifeq [a] [b]\nend\n" },
		{ "ifeq ( a , b )\nendif # c\n", "ifeq [ a] [b ]\nend\n" },
		{ "ifneq 'a b' \"c\"\nendif\n", "ifneq [a b] [c]\nend\n" },
		{ "ifneq \"$(a)\"'' # c\nendif\n", "ifneq [<a>] []\nend\n" },
		{ "ifeq (,$(filter a,b))\nendif\n", "ifeq [] [{filter a|b}]\nend\n" },
		{ "ifeq ($(subst a,b,(c)),d)\nendif\n", "ifeq [{subst a|b|(c)}] [d]\nend\n" },
		{ "ifdef A\nendif\nifndef $(B)\nendif\n", "ifdef [A]\nend\nifndef [<B>]\nend\n" },
		{ "ifdef A\nx=1\nelse ifeq (a,b)\nx=2\nelse ifndef C # c\nelse\nx=3\nendif\n",
			"ifdef [A]\nx = [1]\nor ifeq [a] [b]\nx = [2]\nor ifndef [C]\n"
			"or else\nx = [3]\nend\n" },
		{ "ifdef A\n  ifdef B\n  x=1\n  else\n  endif\nelse\n x=2\nendif\n",
			"ifdef [A]\nifdef [B]\nx = [1]\nor else\nend\nor else\nx = [2]\nend\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, conditionals_in_recipes)
{
	static const struct sample samples[] = {
		{ "a:\n\tb\nifdef X\n\tc\nelse\n\td\nendif\n\te\n",
			"rule [a]\n> [b]\nrecipe ifdef [X]\ncontinued\n> [c]\nor else\n"
			"continued\n> [d]\nend\ncontinued\n> [e]\n" },
		{ "a:\nifdef X\nifdef Y\n\tc\n\td\nendif\nendif\n",
			"rule [a]\nrecipe ifdef [X]\nrecipe ifdef [Y]\ncontinued\n> [c]\n> [d]\n"
			"end\nend\n" },
		{ "a:\n\tb\nifdef X\nY=1\nendif\n\tc\n",
			"rule [a]\n> [b]\nifdef [X]\nY = [1]\nend\ncontinued\n> [c]\n" },
		{ "a:\nifdef X\nb:\n\tc\nendif\n", "rule [a]\nifdef [X]\nrule [b]\n> [c]\nend\n" },
		{ "ifdef X\na: b\nelse\na: c\nendif\n\td\n",
			"ifdef [X]\nrule [a] : [b]\nor else\nrule [a] : [c]\nend\ncontinued\n> [d]\n" },
		{ "ifdef X\na:\nifdef Y\n\tb\nendif\n\tc\nendif\n",
			"ifdef [X]\nrule [a]\nrecipe ifdef [Y]\ncontinued\n> [b]\nend\n"
			"continued\n> [c]\nend\n" },
		{ "a:\nifdef X\nY=1\nelse\nZ=1\nendif\n\tb\n",
			"rule [a]\nifdef [X]\nY = [1]\nor else\nZ = [1]\nend\n"
			"! 7:2 recipe line outside of a rule\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, broken_conditionals)
{
	static const struct sample samples[] = {
		{ "else\nendif\nA=1\n",
			"A = [1]\n! 1:1 'else' without a conditional\n"
			"! 2:1 'endif' without a conditional\n" },
		{ "ifdef A\nifdef B\nX=1\nendif\n",
			"ifdef [A]\nifdef [B]\nX = [1]\nend\nend\n! 1:1 missing 'endif'\n" },
		{ "ifeq(a,b)\nX=1\nendif\n",
			"ifeq [a] [b]\nX = [1]\nend\n"
			"! 1:1 missing separator: 'ifeq' needs a blank before its arguments\n" },
		{ "ifeq a b\nX=1\nendif\n",
			"ifeq [] []\nX = [1]\nend\n! 1:1 invalid syntax in conditional: "
			"expected (a,b), 'a' 'b' or \"a\" \"b\"\n" },
		{ "ifdef a b\nendif\n",
			"ifdef [a b]\nend\n! 1:1 invalid syntax in conditional: "
			"expected one variable name\n" },
		{ "ifdef a\nelse x\nelse\nendif y\n",
			"ifdef [a]\nor else\nor else\nend\n! 2:6 extraneous text after 'else'\n"
			"! 3:1 only one 'else' per conditional\n"
			"! 4:7 extraneous text after 'endif'\n" },
		{ "ifeq (a,b) c\nendif\n",
			"ifeq [a] [b]\nend\n! 1:12 extraneous text after 'ifeq'\n" },
	};
	EXPECT_DUMPS(samples);
}

/* --- directives and the rest -------------------------------------------------------------- */

Test(makefile, directives)
{
	static const struct sample samples[] = {
		{ "include a.mk $(b) # c\n-include c\nsinclude *.d\ninclude\n",
			"include [a.mk <b>]\n-include [c]\n-include [*.d]\ninclude []\n" },
		{ "export\nexport A $(B)\nunexport C D\nunexport\n",
			"export []\nexport [A <B>]\nunexport [C D]\nunexport []\n" },
		{ "vpath %.c src\nvpath\n", "vpath [%.c src]\nvpath []\n" },
		{ "include: a\nexport: b\n", "rule [include] : [a]\nrule [export] : [b]\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, lines_of_references_are_no_targets)
{
	static const struct sample samples[] = {
		{ "$(error a: b)\n", "[{error a: b}]\n" },
		{ "$(eval $(call f,x))  $(info a)\n", "[{eval {call f|x}}  {info a}]\n" },
		{ "\n   $(warning a;b) # c\n", "[{warning a;b}]\n" },
		{ "${rules}\n", "[<rules>]\n" },
		{ "a $(colon) b\n", "[a <colon> b]\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, missing_separators_are_told)
{
	static const struct sample samples[] = {
		{ "a:\n        echo b\n\tc\n",
			"rule [a]\n> [c]\n! 2:9 missing separator: this recipe line starts with "
			"spaces instead of a TAB\n" },
		{ "a:\n    $(GO) build\n",
			"rule [a]\n! 2:5 missing separator: this recipe line starts with spaces "
			"instead of a TAB\n" },
		{ "some words\nA=1\n",
			"A = [1]\n! 1:1 missing separator: neither a rule nor an assignment\n" },
		{ "a;b: c\n", "! 1:1 missing separator: neither a rule nor an assignment\n" },
	};
	EXPECT_DUMPS(samples);
}

Test(makefile, line_endings_and_byte_order_mark)
{
	static const struct sample samples[] = {
		{ "\xef\xbb\xbf"
		  "A=1\r\n\r\nb: c\r\n\td\r\n",
			"A = [1]\nrule [b] : [c]\n> [d]\n" },
		{ "b:\n\tc", "rule [b]\n> [c]\n" },
		{ "", "" },
		{ "\xef\xbb\xbf", "" },
		{ "ifdef A\r\nelse\r\nendif", "ifdef [A]\nor else\nend\n" },
	};
	EXPECT_DUMPS(samples);
}

/* --- places ------------------------------------------------------------------------------- */

#define EXPECT_SLICE(m, span, expected)                                                    \
	do {                                                                               \
		struct str actual_ = source_slice((m)->source, (span));                    \
		cr_expect(str_eq(actual_, STR(expected)), "got \"%.*s\", expected \"%s\"", \
			STR_ARG(actual_), (expected));                                     \
	} while (0)

Test(makefile, spans_of_assignments)
{
	struct makefile *m = parse(STR("  export A  :=  x \\\n   $(y:a=b) # c\n"
				       "t: B = 1 ; 2\ndefine C\na\n$(d)\nendef # e\nE=\n"));
	struct make_node **n = m->nodes.items;
	EXPECT_SLICE(m, n[0]->span, "export A  :=  x \\\n   $(y:a=b) ");
	EXPECT_SLICE(m, n[0]->name.span, "A");
	EXPECT_SLICE(m, n[0]->value.span, "x \\\n   $(y:a=b) ");
	struct make_part *parts = n[0]->value.parts.items;
	EXPECT_SLICE(m, parts[0].span, "x \\\n   ");
	EXPECT_SLICE(m, parts[1].span, "$(y:a=b)");
	EXPECT_SLICE(m, parts[1].args.items[0].span, "y");
	EXPECT_SLICE(m, parts[1].args.items[1].span, "a");
	EXPECT_SLICE(m, parts[1].args.items[2].parts.items[0].span, "b");
	EXPECT_SLICE(m, n[1]->span, "t: B = 1 ; 2");
	EXPECT_SLICE(m, n[1]->targets.span, "t");
	EXPECT_SLICE(m, n[1]->value.span, "1 ; 2");
	EXPECT_SLICE(m, n[2]->span, "define C\na\n$(d)\nendef");
	EXPECT_SLICE(m, n[2]->value.span, "a\n$(d)");
	EXPECT_SLICE(m, n[2]->value.parts.items[1].args.items[0].span, "d");
	EXPECT_SLICE(m, n[3]->span, "E=");
	cr_expect_eq(n[3]->value.span.off, m->source->text.n - 1);
	cr_expect_eq(n[3]->value.span.len, 0);
}

Test(makefile, spans_of_rules_and_conditionals)
{
	struct makefile *m = parse(STR("a \\\n b: $(c) | d # e\n\t@ f \\\n\tg\r\nifdef X # y\n"
				       "\th\nelse\nendif\n\ni: ; @j\n$(k) \n"));
	struct make_node **n = m->nodes.items;
	EXPECT_SLICE(m, n[0]->span, "a \\\n b: $(c) | d # e\n\t@ f \\\n\tg");
	EXPECT_SLICE(m, n[0]->targets.span, "a \\\n b");
	EXPECT_SLICE(m, n[0]->prerequisites.span, "$(c)");
	EXPECT_SLICE(m, n[0]->order_only.span, "d");
	EXPECT_SLICE(m, n[0]->recipe.items[0].span, "@ f \\\n\tg");
	struct make_expression *script = &n[0]->recipe.items[0].script;
	EXPECT_SLICE(m, script->span, "f \\\n\tg");
	EXPECT_SLICE(m, mapped_span(&script->text, 4, 5), "g");
	EXPECT_SLICE(m, n[1]->span, "ifdef X # y\n\th\nelse\nendif");
	EXPECT_SLICE(m, n[1]->branches.items[0].span, "ifdef X");
	EXPECT_SLICE(m, n[1]->branches.items[0].left.span, "X");
	EXPECT_SLICE(m, n[1]->branches.items[0].body.items[0]->span, "h");
	EXPECT_SLICE(m, n[1]->branches.items[1].span, "else");
	EXPECT_SLICE(m, n[2]->span, "i: ; @j");
	EXPECT_SLICE(m, n[2]->recipe.items[0].span, " @j");
	EXPECT_SLICE(m, n[2]->recipe.items[0].script.span, "j");
	EXPECT_SLICE(m, n[3]->argument.span, "$(k)");
}

Test(makefile, comments_are_kept_outside_recipes)
{
	struct makefile *m =
		parse(STR("# a \\\n  b\nA=1 # c\nd: e # f\n\tg # h\ni: ; j # k\n"
			  "l: B = 1 ; 2 # m\nn: C=3 # o\ndefine D # p\n# q\nendef # r\n"
			  "ifdef E#s\r\nendif # t\ninclude u # v\n"));
	static const char *const expected[] = { "# a \\\n  b", "# c", "# f", "# o", "# p", "# r",
		"#s", "# t", "# v" };
	size_t n = sizeof(expected) / sizeof(expected[0]);
	cr_assert_eq(m->comments.n, n, "%zu comments", m->comments.n);
	for (size_t i = 0; i < n; i++) {
		struct str actual = source_slice(m->source, m->comments.items[i]);
		cr_expect(str_eq(actual, str_from(expected[i])), "got \"%.*s\"", STR_ARG(actual));
	}
}

/* --- any input ------------------------------------------------------------------------------- */

static void
check_span(const struct makefile *m, struct span span)
{
	cr_assert_leq(span_end(span), m->source->text.n);
}

static void
check_nodes(const struct makefile *m, const struct make_nodes *nodes)
{
	for (size_t i = 0; i < nodes->n; i++) {
		const struct make_node *node = nodes->items[i];
		check_span(m, node->span);
		check_span(m, node->name.span);
		check_span(m, node->value.span);
		check_span(m, node->targets.span);
		check_span(m, node->argument.span);
		vec_for(const struct make_recipe_line, line, &node->recipe)
			check_span(m, line->script.span);
		vec_for(const struct make_branch, branch, &node->branches)
			check_nodes(m, &branch->body);
	}
}

static const char everything[] =
	"\xef\xbb\xbf# comment \\\n goes on\nSHELL := /bin/sh\nA ?= $(shell go env GOOS,x)\r\n"
	"override private export B ::= a\\#b $(A:.c=$(X)) # c\nC += ${a {b}} $(call f,(x,y),z)\n"
	"define D :=\ndefine E\nendef\n\techo $$x \\\n  y\nendef\nundefine A\n-include *.mk\n"
	"export\nunexport Q\nvpath %.c src\n$(eval $(call D,1))\nifeq ($(A),b)\nx: ; y\n"
	"else ifneq \"a\" 'b'\nz a&: b | c\n\t@-+cmd '$(A) \\\n\td' $$(e \\\n\tf)\nifdef Y\n\tg\n"
	"else\n\th\nendif\nelse\nendif\n\ti\n$(o): %.o: %.c ; cc\nt: export V != w ; u\n"
	".RECIPEPREFIX = >\nk::\n>l\n>\n  spaces\nodd words\n\tm\nendef\nelse\nifeq(a,b)\nn\\:o: p|q\n";

Test(makefile, every_prefix_of_a_sample_parses)
{
	struct str whole = { everything, sizeof(everything) - 1 };
	for (size_t n = 0; n <= whole.n; n++) {
		struct arena *kept = a;
		a = arena_new();
		struct makefile *m = parse(str_slice(whole, 0, n));
		check_nodes(m, &m->nodes);
		arena_free(a);
		a = kept;
	}
	struct makefile *m = parse(whole);
	cr_expect_eq(m->faults.n, 7, "%.*s", STR_ARG(makefile_dump(a, m)));
}

Test(makefile, expressions_parse_on_their_own)
{
	const struct source *s = source_new(a, STR("f"), STR("a: $(b)\n"));
	struct mapped text = mapped_from_span(a, s, span_make(3, 7));
	struct make_expression e = make_expression_parse(a, &text);
	cr_assert_eq(e.parts.n, 1);
	cr_expect_eq(e.parts.items[0].kind, MAKE_PART_VARIABLE);
	cr_expect_eq(e.parts.items[0].args.items[0].span.off, 5);
	struct mapped nothing = { .source = s };
	cr_expect_eq(make_expression_parse(a, &nothing).parts.n, 0);
}
