/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/utf8.h"
#include "support.h"
#include "syntax/dockerfile/dockerfile.h"

TestSuite(dockerfile, .init = set_up, .fini = tear_down);

static struct dockerfile *
parse_str(struct str text)
{
	return dockerfile_parse(a, source_new(a, STR("Dockerfile"), text));
}

static struct dockerfile *
parse(const char *text)
{
	return parse_str(str_from(text));
}

/* The last instruction of "FROM a" and the text; the file must have no fault. */
static struct docker_instruction *
parse_one(const char *text)
{
	struct dockerfile *file = parse(arena_printf(a, "FROM a\n%s", text).s);
	vec_for(struct fault, fault, &file->faults)
		cr_expect_fail("fault in \"%s\": %.*s", text, STR_ARG(fault->message));
	cr_assert_gt(file->instructions.n, 1, "%s", text);
	return vec_last(&file->instructions);
}

static struct str
at_span(const struct dockerfile *file, struct span span)
{
	return source_slice(file->source, span);
}

/* The words with a bar after each. */
static struct str
words_text(const struct docker_words *words)
{
	struct str text = { 0 };
	vec_for(struct docker_word, word, words)
		text = arena_printf(
			a, "%" PRIstr "%" PRIstr "|", STR_ARG(text), STR_ARG(word->text.text));
	return text;
}

static struct str
pairs_text(const struct docker_pairs *pairs)
{
	struct str text = { 0 };
	vec_for(struct docker_pair, pair, pairs)
		text = arena_printf(a, "%" PRIstr "%" PRIstr "%s%" PRIstr "|", STR_ARG(text),
			STR_ARG(pair->name.text.text), pair->has_value ? "=" : "",
			STR_ARG(pair->value.text.text));
	return text;
}

/* --- lines --- */

Test(dockerfile, scripts_lose_continuations_and_comments)
{
	static const char *cases[][2] = {
		{ "RUN a \\\n  b", "a   b" },
		{ "RUN a \\\n# c\n  # d \\\n\n \t\nb", "a b" },
		{ "RUN a \\ \t\nb\n", "a b" },
		{ "RUN a \\\r\n  b\r\n", "a   b" },
		{ "RUN a \\\\\n", "a \\\\" },
		{ "RUN a \\", "a" },
		{ "RUN a\\\nb", "ab" },
		{ "RUN \\\n\\\na", "a" },
		{ "R\\\nUN a", "a" },
		{ "  \trun   a  b  ", "a  b" },
		{ "RUN [a]", "[a]" },
		{ "RUN [\"a\",]", "[\"a\",]" },
		{ "RUN a # b", "a # b" },
		{ "RUN a <<< b", "a <<< b" },
		{ "CMD it's", "it's" },
		{ "RUN caf\xc3\xa9 \\\n \xe2\x82\xac", "caf\xc3\xa9  \xe2\x82\xac" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct docker_instruction *in = parse_one(cases[i][0]);
		EXPECT_STR(in->script.text, str_from(cases[i][1]));
		cr_expect(!in->is_json && in->args.n == 0);
	}
}

Test(dockerfile, scripts_know_their_places)
{
	struct dockerfile *file =
		parse("FROM a\r\nRUN caf\xc3\xa9 \\\r\n# x\r\n  go build\r\nUSER b");
	struct docker_instruction *run = &file->instructions.items[1];
	struct str script = run->script.text;
	EXPECT_STR(script, STR("caf\xc3\xa9   go build"));
	size_t at = str_find(script, STR("go"), 0);
	EXPECT_STR(at_span(file, mapped_span(&run->script, at, at + 8)), STR("go build"));
	struct position p =
		source_position(file->source, mapped_span(&run->script, at, at + 1).off);
	cr_expect(p.line == 4 && p.column == 3);
	EXPECT_STR(at_span(file, run->keyword_span), STR("RUN"));
	EXPECT_STR(at_span(file, run->span), STR("RUN caf\xc3\xa9 \\\r\n# x\r\n  go build"));
	EXPECT_STR(at_span(file, vec_last(&file->instructions)->span), STR("USER b"));
}

Test(dockerfile, keywords_have_any_case)
{
	struct dockerfile *file = parse("from a as B\nRun x\nhealthCheck none\n");
	cr_expect_eq(file->faults.n, 0);
	cr_expect_eq(file->instructions.items[0].keyword, DOCKER_FROM);
	cr_expect_eq(file->instructions.items[1].keyword, DOCKER_RUN);
	cr_expect_eq(file->instructions.items[2].keyword, DOCKER_HEALTHCHECK);
	for (int k = DOCKER_ADD; k <= DOCKER_WORKDIR; k++)
		cr_expect_gt(str_from(docker_keyword_name((enum docker_keyword)k)).n, 0);
	cr_expect_str_eq(docker_keyword_name(DOCKER_UNKNOWN), "");
}

Test(dockerfile, comments_are_kept)
{
	struct dockerfile *file =
		parse("# one\nFROM a\n  #two\r\nRUN a \\\n# three\n b <<E\n# body\nE\n#");
	static const char *expected[] = { "# one", "#two", "# three", "#" };
	cr_assert_eq(file->comments.n, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++)
		EXPECT_STR(at_span(file, file->comments.items[i]), str_from(expected[i]));
}

/* --- directives --- */

Test(dockerfile, directives_stand_before_anything_else)
{
	static const struct {
		const char *text;
		size_t directives;
		char escape;
	} cases[] = {
		{ "# syntax=docker/dockerfile:1\n#escape=`\nFROM a\n", 2, '`' },
		{ UTF8_BOM "# ESCAPE = `  \r\nFROM a\r\n", 1, '`' },
		{ "\n# escape=`\nFROM a\n", 0, '\\' },
		{ "# hello\n# escape=`\nFROM a\n", 0, '\\' },
		{ "# other=1\n# escape=`\nFROM a\n", 0, '\\' },
		{ "# syntax=\n# escape=`\nFROM a\n", 0, '\\' },
		{ "#!/usr/bin/env x\n# syntax=a\n# escape=`\n# check=b\nFROM a\n", 2, '\\' },
		{ "FROM a\n# escape=`\n", 0, '\\' },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dockerfile *file = parse(cases[i].text);
		cr_expect_eq(file->faults.n, 0, "case %zu", i);
		cr_expect_eq(file->directives.n, cases[i].directives, "case %zu", i);
		cr_expect_eq(file->escape, cases[i].escape, "case %zu", i);
		cr_expect_eq(file->instructions.n, 1, "case %zu", i);
	}
}

Test(dockerfile, a_directive_of_blanks_has_a_blank_for_its_value)
{
	struct dockerfile *file = parse("# syntax= \n# escape=  \nFROM a\n");
	cr_expect_eq(file->directives.n, 2);
	cr_expect(str_eq(file->directives.items[0].value, STR(" ")));
	cr_expect_eq(file->faults.n, 1);
}

Test(dockerfile, directives_have_name_value_and_place)
{
	struct dockerfile *file = parse(UTF8_BOM "#  SynTax = a b \r\n# check=skip=all\nFROM x");
	cr_assert_eq(file->directives.n, 2);
	struct docker_directive *first = file->directives.items;
	EXPECT_STR(first->name, STR("syntax"));
	EXPECT_STR(first->value, STR("a b"));
	EXPECT_STR(at_span(file, first->span), STR("#  SynTax = a b "));
	EXPECT_STR(first[1].value, STR("skip=all"));
	cr_expect_eq(file->comments.n, 0);
}

Test(dockerfile, backtick_escapes)
{
	struct dockerfile *file = parse(
		"# escape=`\r\nFROM a\r\nRUN dir `\r\n  c:\\\r\nENV A=`\"x B=c:\\ C=a` b\r\n");
	cr_expect_eq(file->faults.n, 0);
	EXPECT_STR(file->instructions.items[1].script.text, STR("dir   c:\\"));
	EXPECT_STR(pairs_text(&file->instructions.items[2].pairs), STR("A=`\"x|B=c:\\|C=a` b|"));
}

/* --- words, pairs, JSON --- */

Test(dockerfile, arguments_are_words_or_json)
{
	static const struct {
		const char *text, *words;
		bool json;
	} cases[] = {
		{ "FROM golang:1 AS build", "golang:1|AS|build|", false },
		{ "COPY a \"b\" /d", "a|\"b\"|/d|", false },
		{ "COPY [\"a b\", \"/c\"]", "a b|/c|", true },
		{ "COPY [a b", "[a|b|", false },
		{ "VOLUME /a\t/b", "/a|/b|", false },
		{ "VOLUME [ \"/a\" , \"/b\" ] ", "/a|/b|", true },
		{ "CMD []", "", true },
		{ "RUN [\"a\\u00e9\\n\\ud83d\\ude00\\ud800x\\/\"]",
			"a\xc3\xa9\n\xf0\x9f\x98\x80\xef\xbf\xbdx/|", true },
		{ "SHELL [\"a\", \\\n \"b\"]", "a|b|", true },
		{ "WORKDIR /a b", "/a b|", false },
		{ "USER  a:b ", "a:b|", false },
		{ "EXPOSE 80 $P/tcp", "80|$P/tcp|", false },
		{ "STOPSIGNAL 9", "9|", false },
		{ "MAINTAINER o'brien x", "o'brien x|", false },
		{ "HEALTHCHECK NONE", "NONE|", false },
		{ "HEALTHCHECK CMD [\"a\"]", "a|", true },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct docker_instruction *in = parse_one(cases[i].text);
		EXPECT_STR(words_text(&in->args), str_from(cases[i].words));
		cr_expect_eq(in->is_json, cases[i].json, "%s", cases[i].text);
	}
	EXPECT_STR(parse_one("HEALTHCHECK --retries=2 CMD  a b")->script.text, STR("a b"));
}

Test(dockerfile, words_know_their_places)
{
	struct dockerfile *file =
		parse("FROM a\nCOPY x\\\ny \\\n  \xc3\xa9 /z\nCMD [\"a\\\"b\", \"c\"]\n");
	struct docker_words *args = &file->instructions.items[1].args;
	cr_assert_eq(args->n, 3);
	EXPECT_STR(at_span(file, args->items[0].span), STR("x\\\ny"));
	EXPECT_STR(args->items[0].text.text, STR("xy"));
	EXPECT_STR(at_span(file, args->items[1].span), STR("\xc3\xa9"));
	args = &file->instructions.items[2].args;
	EXPECT_STR(at_span(file, args->items[0].span), STR("\"a\\\"b\""));
	EXPECT_STR(args->items[0].text.text, STR("a\"b"));
	EXPECT_STR(at_span(file, mapped_span(&args->items[0].text, 1, 2)), STR("\\\""));
	EXPECT_STR(at_span(file, args->items[1].span), STR("\"c\""));
}

Test(dockerfile, pairs_have_two_forms)
{
	static const char *cases[][2] = {
		{ "ENV A=b C=\"d e\" F='g h' I=j\\ k L=", "A=b|C=\"d e\"|F='g h'|I=j\\ k|L=|" },
		{ "ENV A  b  c=d ", "A=b  c=d|" },
		{ "ENV A=b=c", "A=b=c|" },
		{ "ENV \"A B\"=c", "\"A B\"=c|" },
		{ "ENV A=\"b\\\"c d\" E=f", "A=\"b\\\"c d\"|E=f|" },
		{ "ENV A=b \\\n# x\n  C=d", "A=b|C=d|" },
		{ "ENV A=b\\", "A=b|" },
		{ "LABEL a.b=\"c d\" e=f", "a.b=\"c d\"|e=f|" },
		{ "LABEL a b c", "a=b c|" },
		{ "ARG A B=c D=", "A|B=c|D=|" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		EXPECT_STR(pairs_text(&parse_one(cases[i][0])->pairs), str_from(cases[i][1]));

	struct dockerfile *file = parse("FROM a\nENV A=\"b c\" D=\nENV E f g\n");
	struct docker_pair *pair = file->instructions.items[1].pairs.items;
	EXPECT_STR(at_span(file, pair[0].span), STR("A=\"b c\""));
	EXPECT_STR(at_span(file, pair[0].name.span), STR("A"));
	EXPECT_STR(at_span(file, pair[0].value.span), STR("\"b c\""));
	cr_expect(pair[1].value.span.off == 21 && pair[1].value.span.len == 0);
	pair = file->instructions.items[2].pairs.items;
	EXPECT_STR(at_span(file, pair->span), STR("E f g"));
	EXPECT_STR(at_span(file, pair->value.span), STR("f g"));
}

/* --- flags and mounts --- */

Test(dockerfile, flags_stand_before_the_arguments)
{
	struct docker_instruction *in = parse_one(
		"COPY --from=x --chown=\"a b\":c\\ d --link --exclude=*.md --exclude=y -- --z /");
	cr_assert_eq(in->flags.n, 5);
	EXPECT_STR(docker_instruction_flag(in, STR("from"))->value.text.text, STR("x"));
	EXPECT_STR(docker_instruction_flag(in, STR("chown"))->value.text.text, STR("a b:c d"));
	EXPECT_STR(docker_instruction_flag(in, STR("link"))->value.text.text, STR(""));
	cr_expect_null(docker_instruction_flag(in, STR("chmod")));
	EXPECT_STR(words_text(&in->args), STR("--z|/|"));
	struct str text = in->flags.items[1].value.text.source->text;
	EXPECT_STR(str_slice(text, in->flags.items[1].span.off, span_end(in->flags.items[1].span)),
		STR("--chown=\"a b\":c\\ d"));
	struct span value = in->flags.items[1].value.span;
	EXPECT_STR(str_slice(text, value.off, span_end(value)), STR("a b\":c\\ d"));
}

Test(dockerfile, every_flag_is_known)
{
	static const char *cases[] = {
		"ADD --checksum=a --chmod=1 --chown=b --exclude=c --keep-git-dir --link=true --unpack=FALSE x y",
		"COPY --chmod=1 --parents --link=false x y",
		"HEALTHCHECK --interval=1h2m3.5s --timeout=.5s --retries=+3 --start-period=0 --start-interval=5ms CMD x",
		"HEALTHCHECK --anything NONE",
		"FROM --platform=linux/amd64 a",
		"RUN --network=none --security=insecure --device=a --device=b --mount=target=/x go build",
		"STOPSIGNAL --ignored 9",
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_gt(parse_one(cases[i])->flags.n, 0);
}

Test(dockerfile, mounts_have_keys_in_any_order)
{
	struct docker_instruction *in = parse_one("RUN --mount=\"target=/x,TYPE=cache,\"\\\n"
						  "'\"id=a,\"\"b\"\"\"',ro go build");
	struct faults faults = { 0 };
	struct docker_mount_fields fields =
		docker_mount_parse(a, &in->flags.items[0].value, &faults);
	cr_expect_eq(faults.n, 0);
	static const char *expected[][2] = { { "target", "/x" }, { "type", "cache" },
		{ "id", "a,\"b\"" }, { "ro", "" } };
	cr_assert_eq(fields.n, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		EXPECT_STR(fields.items[i].key, str_from(expected[i][0]));
		EXPECT_STR(fields.items[i].value.text.text, str_from(expected[i][1]));
	}
	cr_expect(fields.items[0].has_value && !fields.items[3].has_value);
	const struct source *source = in->script.source;
	EXPECT_STR(source_slice(source, fields.items[1].span), STR("TYPE=cache"));
	EXPECT_STR(source_slice(source, fields.items[1].value.span), STR("cache"));
	EXPECT_STR(source_slice(source, fields.items[3].span), STR("ro"));
}

/* --- heredocs --- */

Test(dockerfile, heredocs_have_bodies)
{
	struct dockerfile *file = parse("FROM a\nRUN cat <<A 3<<-'B C' \\\n && x <<\"D\"\n"
					"$one\nA\n\ttwo\n\t\tA\n\tB C\nD\nUSER b\n");
	cr_expect_eq(file->faults.n, 0);
	cr_assert_eq(file->instructions.n, 3);
	struct docker_instruction *run = &file->instructions.items[1];
	EXPECT_STR(run->script.text, STR("cat <<A 3<<-'B C'  && x <<\"D\""));
	cr_assert_eq(run->heredocs.n, 3);
	struct docker_heredoc *h = run->heredocs.items;
	EXPECT_STR(h[0].body.text, STR("$one\n"));
	cr_expect(h[0].expand && !h[0].strip_tabs && h[0].fd == 0);
	EXPECT_STR(h[1].name, STR("B C"));
	EXPECT_STR(h[1].body.text, STR("two\nA\n"));
	cr_expect(!h[1].expand && h[1].strip_tabs && h[1].fd == 3);
	EXPECT_STR(at_span(file, h[1].operator_span), STR("<<-'B C'"));
	EXPECT_STR(h[2].body.text, STR(""));
	cr_expect(!h[2].expand);
	size_t at = str_find(h[1].body.text, STR("A"), 0);
	EXPECT_STR(source_line(file->source,
			   source_position(file->source, mapped_span(&h[1].body, at, at + 1).off)
				   .line),
		STR("\t\tA"));
	cr_expect(str_ends(at_span(file, run->span), STR("\tB C\nD")));
}

Test(dockerfile, heredocs_belong_to_run_copy_and_add)
{
	static const struct {
		const char *text;
		size_t heredocs;
	} cases[] = {
		{ "RUN <<EOF\nx\nEOF", 1 },
		{ "RUN <<EOF\r\nx\r\nEOF\r\n", 1 },
		{ "RUN cat << EOF\nx\nEOF", 1 },
		{ "RUN (cat <<EOF)\nx\nEOF)", 1 },
		{ "RUN cat <<\\EOF\nx\nEOF", 1 },
		{ "ADD <<a <<b /c\nx\na\ny\nb", 2 },
		{ "COPY <<a /b\na", 1 },
		{ "RUN cat<<EOF", 0 },
		{ "RUN cat <<E${A:-b}", 0 },
		{ "RUN echo $((1<<2))", 0 },
		{ "RUN cat <<EOF && echo it's", 0 },
		{ "RUN x=${y@Q} cat <<EOF", 0 },
		{ "RUN \"a <<EOF\"", 0 },
		{ "RUN [\"a\", \"<<EOF\"]", 0 },
		{ "CMD cat <<EOF", 0 },
		{ "ENTRYPOINT cat <<EOF", 0 },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(parse_one(cases[i].text)->heredocs.n, cases[i].heredocs, "%s",
			cases[i].text);
	struct docker_instruction *onbuild = parse_one("ONBUILD RUN <<EOF\nx\nEOF");
	cr_assert_eq(onbuild->trigger->heredocs.n, 1);
	cr_expect_eq(onbuild->heredocs.n, 0);
	cr_expect_eq(span_end(onbuild->span), onbuild->span.off + 23);
}

Test(dockerfile, onbuild_holds_another_instruction)
{
	struct docker_instruction *in = parse_one("onbuild copy --from=x a b");
	cr_expect_eq(in->keyword, DOCKER_ONBUILD);
	cr_assert_not_null(in->trigger);
	cr_expect_eq(in->trigger->keyword, DOCKER_COPY);
	EXPECT_STR(words_text(&in->trigger->args), STR("a|b|"));
	EXPECT_STR(source_slice(in->trigger->args.items[0].text.source, in->trigger->span),
		STR("copy --from=x a b"));
	cr_expect_eq(parse_one("ONBUILD FOO")->trigger->keyword, DOCKER_UNKNOWN);
}

/* --- faults --- */

Test(dockerfile, faults_have_a_place)
{
	static const struct {
		const char *text, *place;
	} cases[] = {
		{ "FOO bar", "FOO" },
		{ "FROM", "FROM" },
		{ "FROM a b", "b" },
		{ "FROM a AS", "AS" },
		{ "FROM a AS 1x", "1x" },
		{ "FROM a AS b c", "c" },
		{ "COPY a", "a" },
		{ "COPY --frm=x a b", "--frm=x" },
		{ "COPY --from a b", "--from" },
		{ "COPY --from=a --from=b c d", "--from=b" },
		{ "COPY --link=1 a b", "--link=1" },
		{ "COPY a <<EOF\nEOF", "<<EOF" },
		{ "COPY <<EOF /x\nhello", "<<EOF" },
		{ "RUN <<A <<B\nA\nx", "<<B" },
		{ "ENV", "ENV" },
		{ "ENV A", "A" },
		{ "ENV A=b C", "C" },
		{ "ENV =b", "=b" },
		{ "ENV A=\"b", "\"b" },
		{ "ENV A='b c", "'b c" },
		{ "ENV A it's", "'s" },
		{ "ENV A=${B", "${B" },
		{ "ENV A=x${}", "${" },
		{ "ENV A=${B:x}", "${B:x" },
		{ "ENV A=${B#\\q}", "${B#\\q}" },
		{ "ARG", "ARG" },
		{ "ARG =x", "=x" },
		{ "CMD [1]", "[1]" },
		{ "CMD [\"a\", {\"b\": [[], null, -1.5e+3]}]",
			"[\"a\", {\"b\": [[], null, -1.5e+3]}]" },
		{ "SHELL sh", "SHELL" },
		{ "VOLUME []", "VOLUME" },
		{ "VOLUME [\" \"]", "\" \"" },
		{ "WORKDIR", "WORKDIR" },
		{ "EXPOSE \"80", "\"80" },
		{ "HEALTHCHECK", "HEALTHCHECK" },
		{ "HEALTHCHECK CMD", "CMD" },
		{ "HEALTHCHECK X", "X" },
		{ "HEALTHCHECK NONE x", "x" },
		{ "HEALTHCHECK --interval=5 CMD x", "--interval=5" },
		{ "HEALTHCHECK --interval=1us CMD x", "--interval=1us" },
		{ "HEALTHCHECK --retries=-1 CMD x", "--retries=-1" },
		{ "ONBUILD", "ONBUILD" },
		{ "ONBUILD ONBUILD RUN x", "ONBUILD" },
		{ "ONBUILD FROM x", "FROM" },
		{ "RUN --network=bridge x", "--network=bridge" },
		{ "RUN --mount=type=cache,tgt=/x y", "tgt=/x" },
		{ "RUN --mount=type=cache,target y", "target" },
		{ "RUN --mount='\"target=/x' y", "\"target=/x" },
		{ "RUN --mount=type=cahce,target=/x y", "type=cahce" },
		{ "RUN --mount=type=cache,sharing=lock y", "sharing=lock" },
		{ "RUN --mount=type=cache,mode=0980 y", "mode=0980" },
		{ "RUN --mount=type=cache,uid=4294967296 y", "uid=4294967296" },
		{ "RUN --mount=required,type=secret,id=x y", "required" },
		{ "RUN --mount=type=cache,ro=yes y", "ro=yes" },
		{ "RUN --mount=from=$X,target=/y z", "from=$X" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dockerfile *file = parse(arena_printf(a, "FROM a\n%s", cases[i].text).s);
		cr_expect_eq(file->faults.n, 1, "%s", cases[i].text);
		if (file->faults.n == 0)
			continue;
		EXPECT_STR(at_span(file, file->faults.items[0].span), str_from(cases[i].place));
		cr_expect_geq(file->faults.items[0].span.off, 7, "%s", cases[i].text);
	}
}

Test(dockerfile, what_buildkit_accepts_is_no_fault)
{
	static const char *cases[] = { "RUN", "CMD", "ENTRYPOINT []", "RUN 'x", "CMD \"x",
		"HEALTHCHECK CMD it's", "MAINTAINER o'brien", "COPY --from=${x a b",
		"ONBUILD COPY x", "ONBUILD RUN --foo x", "ONBUILD ENV =b", "CMD [a]",
		"CMD [\"a\tb\"]", "CMD [{\"a\":}]", "CMD [01]", "ENV A=${B:?c} C=$",
		"LABEL a='it''s'", "RUN --mount=type=$T,required,size=1 x",
		"RUN --mount=type=SECRET,id=x,required=$R y",
		"RUN --mount=type=tmpfs,size=1g,target=/x,rw=T y",
		"RUN --mount=type=cache,sharing=LOCKED,mode=0755,uid=0 y",
		"ENV A=$1 B=$$ C=$@ D=${-} E=${1}", "ENV A=${\xc3\xa9} B=$\xc3\xa9" };
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_not_null(parse_one(cases[i]));
}

Test(dockerfile, parsing_goes_on_after_a_fault)
{
	struct dockerfile *file = parse("FROM a\nFOO\nENV A=\"b C=${d\nRUN x\nBAR y\n");
	cr_expect_eq(file->faults.n, 3);
	cr_expect_eq(file->instructions.n, 5);
	cr_expect_eq(file->instructions.items[1].keyword, DOCKER_UNKNOWN);
	EXPECT_STR(file->instructions.items[3].script.text, STR("x"));
}

Test(dockerfile, faults_of_the_whole_file)
{
	static const char *cases[] = { "", "# only a comment\n", "RUN x\nRUN y\n",
		"ARG A\nENV B=c\n", "# escape=x\nFROM a\n", "# check=a\n# check=b\nFROM a\n" };
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(parse(cases[i])->faults.n, 1, "%s", cases[i]);
	struct buf b = buf_new(a);
	buf_add(&b, STR("FROM a\nRUN "));
	for (int i = 0; i < 65531; i++)
		buf_add_char(&b, 'x');
	cr_expect_eq(parse_str(buf_str(&b))->faults.n, 0);
	buf_add_char(&b, 'x');
	cr_expect_eq(parse_str(buf_str(&b))->faults.n, 1);
}

/* --- expansion --- */

static struct docker_value
look_up(void *context, struct str name)
{
	static const struct {
		struct str name, value;
	} known[] = {
		{ STR_INIT("A"), STR_INIT("a/b.c/d.e") },
		{ STR_INIT("EMPTY"), STR_INIT("") },
		{ STR_INIT("E"), STR_INIT("\xc3\xa9t\xc3\xa9") },
		{ STR_INIT("S"), STR_INIT("x*y?z\\w") },
	};
	(void)context;
	for (size_t i = 0; i < COUNT(known); i++) {
		if (str_eq(name, known[i].name))
			return (struct docker_value){ DOCKER_VALUE_KNOWN, known[i].value };
	}
	bool unset = str_eq(name, STR("UNSET")) || !char_is_alpha(name.s[0]);
	return (struct docker_value){ unset ? DOCKER_VALUE_UNSET : DOCKER_VALUE_UNKNOWN, { 0 } };
}

static struct docker_value
expand(const char *text, char escape, struct faults *faults)
{
	struct source *source = source_new(a, STR("f"), str_from(text));
	struct span span = span_make(0, source->text.n);
	struct docker_word word = { mapped_from_span(a, source, span), span };
	return docker_word_expand(a, &word, escape, look_up, NULL, faults);
}

Test(dockerfile, words_expand)
{
	static const char *cases[][2] = {
		{ "x", "x" },
		{ "$A", "a/b.c/d.e" },
		{ "-${A}-", "-a/b.c/d.e-" },
		{ "'$A'\"$EMPTY\"", "$A" },
		{ "\\$A \\x", "$A x" },
		{ "\"\\$A \\x \\\\ \\\"\"", "$A \\x \\ \"" },
		{ "$UNSET|${UNSET}|$|$1|$$", "||$||" },
		{ "${UNSET:-x}${UNSET-y}${EMPTY:-z}${EMPTY-w}", "xyz" },
		{ "${UNSET:+x}${UNSET+y}${EMPTY:+z}${EMPTY+w}${A:+v}", "wv" },
		{ "${A:?no}", "a/b.c/d.e" },
		{ "${UNSET:-${EMPTY:-\"q r\"}}", "q r" },
		{ "${UNSET:-\\}}", "}" },
		{ "${A#*/}", "b.c/d.e" },
		{ "${A##*/}", "d.e" },
		{ "${A%.*}", "a/b.c/d" },
		{ "${A%%.*}", "a/b" },
		{ "${A#x}", "a/b.c/d.e" },
		{ "${A%?}", "a/b.c/d." },
		{ "${E#?}", "t\xc3\xa9" },
		{ "${E%?}", "\xc3\xa9t" },
		{ "${S#*\\*}", "y?z\\w" },
		{ "${S%\\?*}", "x*y" },
		{ "${S##*\\\\}", "w" },
		{ "${A/./_}", "a/b_c/d.e" },
		{ "${A//./_}", "a/b_c/d_e" },
		{ "${A//\\//_}", "a_b.c_d.e" },
		{ "${A/*.c/}", "/d.e" },
		{ "${A//?/x}", "xxxxxxxxx" },
		{ "${E///-}", "-\xc3\xa9-t-\xc3\xa9-" },
		{ "${A//*/x}", "x" },
		{ "${UNSET#x}${UNSET/x/y}", "" },
		{ "a<<b", "a<<b" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct faults faults = { 0 };
		struct docker_value value = expand(cases[i][0], '\\', &faults);
		cr_expect_eq(value.state, DOCKER_VALUE_KNOWN, "%s", cases[i][0]);
		cr_expect_eq(faults.n, 0, "%s", cases[i][0]);
		cr_expect(str_eq(value.text, str_from(cases[i][1])), "%s gave %.*s", cases[i][0],
			STR_ARG(value.text));
	}
	struct faults faults = { 0 };
	EXPECT_STR(expand("c:\\x`$A", '`', &faults).text, STR("c:\\x$A"));
}

Test(dockerfile, unknown_values_spread)
{
	static const struct {
		const char *text;
		size_t faults;
	} cases[] = {
		{ "$WHO", 0 },
		{ "x${WHO:-y}", 0 },
		{ "${WHO:+y}", 0 },
		{ "${WHO#y}", 0 },
		{ "${UNSET:-$WHO}", 0 },
		{ "${A#$WHO}", 0 },
		{ "${A/x/$WHO}", 0 },
		{ "${UNSET:?not set}", 1 },
		{ "${EMPTY:?}", 1 },
		{ "\"x", 1 },
		{ "${A", 1 },
		{ "${A:-${B}", 1 },
		{ "${A@Q}", 1 },
		{ "${WHO#\\q}", 1 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct faults faults = { 0 };
		struct docker_value value = expand(cases[i].text, '\\', &faults);
		cr_expect_eq(value.state, DOCKER_VALUE_UNKNOWN, "%s", cases[i].text);
		cr_expect_eq(faults.n, cases[i].faults, "%s", cases[i].text);
	}
}

Test(dockerfile, known_branches_need_no_unknown_value)
{
	struct faults faults = { 0 };
	EXPECT_STR(expand("${A:-$WHO}", '\\', &faults).text, STR("a/b.c/d.e"));
	EXPECT_STR(expand("x${UNSET:+$WHO}", '\\', &faults).text, STR("x"));
}

Test(dockerfile, references_are_found_in_order)
{
	struct dockerfile *file =
		parse("FROM a\nENV X=\"${A:-$B}'$C'\"'$D'\\$E$1${F//${G}/$H}\\\n$I_2-${J}\n");
	struct docker_word *word = &file->instructions.items[1].pairs.items[0].value;
	struct docker_references references = docker_word_references(a, word, '\\');
	static const char *expected[][2] = { { "A", "${A:-$B}" }, { "B", "$B" }, { "C", "$C" },
		{ "F", "${F//${G}/$H}" }, { "G", "${G}" }, { "H", "$H" }, { "I_2", "$I_2" },
		{ "J", "${J}" } };
	cr_assert_eq(references.n, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		EXPECT_STR(references.items[i].name, str_from(expected[i][0]));
		EXPECT_STR(at_span(file, references.items[i].span), str_from(expected[i][1]));
	}
}

Test(dockerfile, hostile_nesting_and_growth_end)
{
	struct buf b = buf_new(a);
	buf_add(&b, STR("FROM a\nENV A="));
	for (int i = 0; i < 10000; i++)
		buf_add(&b, STR("${A:-"));
	cr_expect_eq(parse_str(buf_str(&b))->faults.n, 1);
	struct buf json = buf_new(a);
	buf_add(&json, STR("FROM a\nCMD "));
	for (int i = 0; i < 60000; i++)
		buf_add_char(&json, '[');
	cr_expect_eq(parse_str(buf_str(&json))->faults.n, 0);
}

/* --- any prefix --- */

Test(dockerfile, every_prefix_parses)
{
	static const char text[] = UTF8_BOM
		"# syntax=docker/dockerfile:1\r\n# escape=\\\n"
		"ARG GO=1.22 X='y z'\n"
		"FROM --platform=$BUILDPLATFORM golang:${GO:-1.${Y/a/b}}-${D%%:*} AS build # no\n"
		"ENV A=\"b\\\"c ${D:+'e'}\" F=\\ g\nENV H i \xc3\xa9 \\\n j\n"
		"COPY --link --chown=\"a b\":c [\"a\\u00e9\", \"/b\\n\"]\n"
		"RUN --mount=type=cache,\"target=/x\",id=${Z##*/} --network=none \\\n"
		"  # comment\n\n  go build ./... <<A 3<<-'B C' && x <<<y\n1\nA\n\t2\n\tB C\n"
		"ONBUILD ADD <<E /f\nx\nE\n"
		"HEALTHCHECK --interval=1m30s --retries=3 CMD [\"a\", \"b\"]\n"
		"VOLUME [\"/a\", {\"b\": [1.5e3, null]}]\nLABEL a=b c\nEXPOSE 80 \"81\"\n";
	size_t instructions = 0;
	for (size_t n = 0; n < sizeof(text); n++) {
		struct arena *each = arena_new();
		struct str prefix = arena_str(each, (struct str){ text, n });
		struct dockerfile *file =
			dockerfile_parse(each, source_new(each, STR("f"), prefix));
		instructions = file->instructions.n;
		vec_for(struct docker_instruction, in, &file->instructions)
			cr_assert_leq(span_end(in->span), n);
		vec_for(struct fault, fault, &file->faults)
			cr_assert_leq(span_end(fault->span), n);
		arena_free(each);
	}
	cr_expect_eq(instructions, 11);
}
