/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_less_known [ID]: a rule speaks only where its condition is certainly true, so it has no
 * more to say where less is known. In each example of each built-in rule (or of one), every word
 * of a script or a setting is replaced in turn by one whose value is not known; the rule alone,
 * asked again, must not find more than before. Words in quotes, images of stages and actions are left
 * as they are. Prints TAP.
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/path.h"
#include "example_lint.h"

/* --- where more may be found ----------------------------------------------------------- */

static const struct exception {
	const char *id;
	const char *line; /* a part of the changed line */
} exceptions[] = {
	/* An unknown program is not taken for a builtin of the shell. */
	{ "GB611", "less_known }} tools && go build" }, { "GB716", "$(shell less-known) -" },
	/* Nor for a builder of images; an unknown word among those of docker is left open. */
	{ "GB102", "--build-arg GOPROXY=" },
	{ "GB102", "docker build $(shell less-known) GOPROXY=" },
	/* In makefiles, nor for go; nor for one that writes the file
	 * it names last; nor are flags of go in a variable taken to hold -o. */
	{ "GB124", "$(shell less-known) build -o shop" },
	{ "GB701", "go build $(shell less-known) server" },
	{ "GB701", "go build $(shell less-known) $(BINARY)" },
	{ "GB701", "$(shell less-known) build ./cmd/" },
	{ "GB701", "go $(shell less-known) ./cmd/" }, { "GB701", "$(shell less-known) x $(FILE)" },
	{ "GB701", "| $(shell less-known) $(FILE)" },
	/* What the example sets apart is gone, and the rule is right. */
	{ "GB201", "ENV GOFLAGS=$LESS_KNOWN" }, /* no vendor/ is there */
	{ "GB201", "go build $LESS_KNOWN" },
	{ "GB121",
		"sed -i 's/dl-cdn.alpinelinux.org/mirrors.aliyun.com/g' $LESS_KNOWN" }, /* GB101 has nothing to say then */
	{ "GB404", "WORKDIR $LESS_KNOWN" },                                    /* nor has GB401 */
	{ "GB404", "COPY . $LESS_KNOWN" }, { "GB603", "WORKDIR $LESS_KNOWN" }, /* nor has GB601 */
	{ "GB603", "COPY $LESS_KNOWN ." }, { "GB603", "COPY . $LESS_KNOWN" },
	{ "GB704", "$(foreach $(shell less-known) b,$s_x)" }, /* no loop any more */
	{ "GB705", "GOFLAGS :=$(shell less-known)" }, /* whatever it is, it is not exported */
};

#define EXCEPTIONS (sizeof(exceptions) / sizeof(*exceptions))

static bool is_needed[EXCEPTIONS];

static bool
is_exception(const struct rule *rule, struct str line)
{
	for (size_t i = 0; i < EXCEPTIONS; i++)
		if (str_eq(rule->id, str_from(exceptions[i].id))
			&& str_contains(line, str_from(exceptions[i].line))) {
			is_needed[i] = true;
			return true;
		}
	return false;
}

/* --- the rule alone -------------------------------------------------------------------- */

static size_t
count_findings(struct arena *a, const struct rule *rule, const struct vfs *fs)
{
	struct rules alone = { 0 };
	vec_push(a, &alone, rule);
	struct lint_result *result = lint(a, fs, &alone);
	/* A rule that is given up has nothing to say, which proves nothing. */
	vec_for(const struct lint_error, error, &result->errors)
		if (str_eq(error->path, rule->id))
			return SIZE_MAX;
	return result->findings.n;
}

/* --- places where something can become unknown ----------------------------------------- */

enum text_kind { OTHER, DOCKERFILE, MAKEFILE, WORKFLOW };

static enum text_kind
kind_of(struct str path)
{
	struct str name = path_base(path);
	if (str_contains(name, STR("Dockerfile")) && !str_ends(name, STR(".dockerignore")))
		return DOCKERFILE;
	if (str_eq(name, STR("Makefile")) || str_ends(name, STR(".mk")))
		return MAKEFILE;
	if (str_contains(path, STR(".github/workflows/")) || str_eq(name, STR("action.yml")))
		return WORKFLOW;
	return OTHER;
}

static struct str
unknown_word(enum text_kind kind)
{
	return kind == DOCKERFILE  ? STR("$LESS_KNOWN")
		: kind == MAKEFILE ? STR("$(shell less-known)")
				   : STR("${{ inputs.less_known }}");
}

struct attempt {
	const struct rule *rule;
	const struct rule_example *example;
	uint32_t file;
	enum text_kind kind;
	size_t before; /* findings of the example as it is */
	size_t tried, failed;
	bool in_script; /* WORKFLOW: within `run: |` */
	size_t indent;  /* of that run: */
};

/* A stage knows an ARG only where it declares it. */
static struct str
with_argument(struct arena *a, struct str text)
{
	struct buf out = buf_new(a);
	struct str line;
	while (str_next_field(&text, '\n', &line)) {
		buf_add(&out, line);
		buf_add_char(&out, '\n');
		if (str_starts(line, STR("FROM ")))
			buf_add(&out, STR("ARG LESS_KNOWN\n"));
	}
	return buf_str(&out);
}

/* Asks again with text[from, to) of the file replaced. */
static void
try_without(struct attempt *t, struct str line, size_t from, size_t to)
{
	struct arena *a = arena_new();
	struct str text = t->example->files[t->file].text, word = unknown_word(t->kind);
	struct str changed =
		arena_printf(a, "%" PRIstr "%" PRIstr "%" PRIstr, STR_ARG(str_slice(text, 0, from)),
			STR_ARG(word), STR_ARG(str_slice(text, to, text.n)));
	if (t->kind == DOCKERFILE)
		changed = with_argument(a, changed);
	struct vfs fs = files_of(a, t->example);
	vfs_put(a, &fs, t->example->files[t->file].path, changed);
	t->tried++;
	size_t off = (size_t)(line.s - text.s);
	struct str now = arena_printf(a, "%" PRIstr "%" PRIstr "%" PRIstr,
		STR_ARG(str_slice(text, off, from)), STR_ARG(word),
		STR_ARG(str_slice(text, to, off + line.n)));
	if (count_findings(a, t->rule, &fs) > t->before && !is_exception(t->rule, now)) {
		t->failed++;
		printf("# %" PRIstr ": %" PRIstr "\n", STR_ARG(t->example->files[t->file].path),
			STR_ARG(str_trim(now)));
	}
	arena_free(a);
}

static bool
is_operator(struct str word)
{
	static const char *const operators[] = { "&&", "||", "|", ";", "\\", "\\n", "!", "if",
		"then", "else", "fi", "for", "do", "done", "in", "while", "case", "esac" };
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (str_eq(word, str_from(operators[i])))
			return true;
	return false;
}

/* Quotes, brackets and comments would no longer pair or begin elsewhere. */
static bool
is_plain(struct str word)
{
	static const char special[] = "\"'`()<>{}[]#";
	for (size_t i = 0; i < word.n; i++)
		if (str_find_char(STR(special), word.s[i], 0) != STR_NONE)
			return false;
	return word.n && !str_ends(word, STR("\\"));
}

/* Every word of line[from, …), or the value of NAME=value. */
static void
try_words(struct attempt *t, struct str line, size_t from)
{
	const char *text = t->example->files[t->file].text.s;
	size_t off = (size_t)(line.s - text);
	for (size_t at = from; at < line.n;) {
		while (at < line.n && char_is_blank(line.s[at]))
			at++;
		size_t end = at;
		while (end < line.n && !char_is_blank(line.s[end]))
			end++;
		struct str word = str_slice(line, at, end), name;
		bool is_copy_option = t->kind == DOCKERFILE && str_starts(word, STR("--"));
		if (is_plain(word) && !is_operator(word) && !is_copy_option) {
			size_t start = at, stop = end - str_ends(word, STR(";"));
			if (str_cut(word, '=', &name, NULL) && name.n && char_is_name(name.s[0]))
				start = at + name.n + 1;
			if (start < stop)
				try_without(t, line, off + start, off + stop);
		}
		at = end;
	}
}

static void
try_dockerfile_line(struct attempt *t, struct str line, bool continued)
{
	static const char *const words[] = { "RUN ", "COPY ", "ADD ", "ENV ", "WORKDIR ", "USER " };
	if (continued)
		try_words(t, line, 0);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_starts(line, str_from(words[i])))
			try_words(t, line, str_from(words[i]).n);
}

static void
try_makefile_line(struct attempt *t, struct str line)
{
	size_t off = (size_t)(line.s - t->example->files[t->file].text.s);
	size_t equals = str_find_char(line, '=', 0), colon = str_find(line, STR(": "), 0);
	if (str_starts(line, STR("\t")))
		try_words(t, line, 1);
	else if (equals != STR_NONE && colon == STR_NONE && equals + 1 < line.n)
		try_without(t, line, off + equals + 1, off + line.n);
}

/* run: | and its lines, run: command, and key: value with a plain value. */
static void
try_workflow_line(struct attempt *t, struct str line)
{
	size_t off = (size_t)(line.s - t->example->files[t->file].text.s), indent = 0;
	while (indent < line.n && (line.s[indent] == ' ' || line.s[indent] == '-'))
		indent++;
	/* There, a word may be a part of an expression. */
	if (str_contains(line, STR("${{")))
		return;
	if (t->in_script && indent > t->indent) {
		try_words(t, line, indent);
		return;
	}
	t->in_script = false;
	struct str key, value;
	if (indent == line.n || !str_cut(line, ':', &key, &value) || value.n < 2)
		return;
	size_t at = line.n - value.n + 1;
	key = str_slice(key, indent, key.n);
	char first = line.s[at];
	if (str_eq(key, STR("run")) && (first == '|' || first == '>')) {
		t->in_script = true;
		t->indent = indent;
	} else if (str_eq(key, STR("run"))) {
		try_words(t, line, at);
	} else if (is_plain(str_slice(line, at, at + 1)) && !str_eq(key, STR("uses"))
		&& !str_eq(key, STR("name")) && !str_eq(key, STR("id")) && !str_eq(key, STR("on"))
		&& !str_eq(key, STR("using")) && !str_contains(value, STR(" #"))) {
		try_without(t, line, off + at, off + line.n);
	}
}

static void
try_file(struct attempt *t)
{
	struct str rest = t->example->files[t->file].text, line;
	t->kind = kind_of(t->example->files[t->file].path);
	t->in_script = false;
	bool continued = false;
	while (str_next_field(&rest, '\n', &line)) {
		if (t->kind == DOCKERFILE)
			try_dockerfile_line(t, line, continued);
		else if (t->kind == MAKEFILE)
			try_makefile_line(t, line);
		else if (t->kind == WORKFLOW)
			try_workflow_line(t, line);
		continued = str_ends(line, STR("\\"));
	}
}

static bool
less_known_finds_no_more(const struct rule *rule, uint32_t index)
{
	struct arena *a = arena_new();
	struct attempt t = { .rule = rule, .example = &rule->examples[index] };
	struct vfs fs = files_of(a, t.example);
	t.before = count_findings(a, rule, &fs);
	for (t.file = 0; t.file < t.example->nfiles; t.file++)
		try_file(&t);
	arena_free(a);
	return t.failed == 0;
}

int
main(int argc, char **argv)
{
	uint32_t tests = 0, failed = 0;
	for (uint32_t i = 0; i < builtin_rule_count; i++) {
		const struct rule *rule = &builtin_rules[i];
		bool about_suppressions = rule->on == FACT_CLASS_suppression;
		if (about_suppressions || (argc > 1 && !str_eq(rule->id, str_from(argv[1]))))
			continue;
		for (uint32_t j = 0; j < rule->nexamples; j++) {
			bool ok = less_known_finds_no_more(rule, j);
			failed += !ok;
			printf("%s %u - %" PRIstr " %" PRIstr ": example %u\n",
				ok ? "ok" : "not ok", ++tests, STR_ARG(rule->id),
				STR_ARG(rule->name), j + 1);
		}
	}
	for (size_t i = 0; argc < 2 && i < EXCEPTIONS; i++) {
		failed += !is_needed[i];
		printf("%s %u - %s: `%s` is needed as an exception\n",
			is_needed[i] ? "ok" : "not ok", ++tests, exceptions[i].id,
			exceptions[i].line);
	}
	printf("1..%u\n", tests);
	return failed || !tests ? 1 : 0;
}
