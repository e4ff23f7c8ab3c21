/* SPDX-License-Identifier: Apache-2.0 */
/* What the shell hands to a command; every value was compared with bash's own. */
#include "facts_project.h"
#include "support.h"

TestSuite(shell_env, .init = set_up, .fini = tear_down);

/* GOFLAGS as the last go command of a script sees it. */
static struct str
goflags_in(const char *script)
{
	struct str text = arena_printf(
		a, "FROM golang:1.26\nSHELL [\"/bin/bash\", \"-c\"]\nRUN %s\n", script);
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
		{ NULL, FILE_NONE, NULL } };
	const struct fact_list *commands = FACTS(project_of(a, files), go_command);
	cr_assert_gt(commands->n, 0, "%s", script);
	const struct fact_go_command *go = commands->items[commands->n - 1];
	return shown(setting_value(go->go_env, STR("GOFLAGS")));
}

struct shell_case {
	const char *script, *value;
};

static void
check(const struct shell_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str value = goflags_in(cases[i].script);
		cr_expect(str_eq(value, str_from(cases[i].value)), "%s: %" PRIstr, cases[i].script,
			STR_ARG(value));
	}
}

#define CHECK(cases) check((cases), sizeof(cases) / sizeof(*(cases)))

Test(shell_env, export_takes_values_that_come_later_or_came_before)
{
	static const struct shell_case cases[] = {
		{ "GOFLAGS=-a; go build", "" },
		{ "GOFLAGS=-a; export GOFLAGS; go build", "-a" },
		{ "export GOFLAGS; GOFLAGS=-a; go build", "-a" },
		{ "export GOFLAGS; go build", "" },
		{ "export GOFLAGS=-a; export -n GOFLAGS; go build", "" },
		{ "export GOFLAGS=-a; export -n GOFLAGS; export GOFLAGS; go build", "-a" },
		{ "set -a; GOFLAGS=-a; go build", "-a" },
		{ "set -o allexport; GOFLAGS=-a; set +o allexport; go build", "-a" },
		{ "set -a; set +a; GOFLAGS=-a; go build", "" },
		{ "set -- -a; GOFLAGS=-a; go build", "" },
		{ "export X=-a GOFLAGS=${X:--b}; go build", "-b" },
		{ "export GOFLAGS=-z; unset -f GOFLAGS; go build", "-z" },
		{ "export GOFLAGS=-z; unset -v GOFLAGS; go build", "" },
	};
	CHECK(cases);
}

Test(shell_env, what_other_commands_assign_is_not_known)
{
	static const struct shell_case cases[] = {
		{ "export GOFLAGS=-z; read -r GOFLAGS </f; go build", "?" },
		{ "export GOFLAGS=-z; read -r OTHER </f; go build", "-z" },
		{ "export GOFLAGS=-z; printf -v GOFLAGS -- -a; go build", "?" },
		{ "export GOFLAGS=-z; printf GOFLAGS; go build", "-z" },
		{ "export GOFLAGS=-z; let GOFLAGS=1; go build", "?" },
		{ "export GOFLAGS=-z; ((GOFLAGS=1)); go build", "?" },
		{ "export GOFLAGS=-z; for GOFLAGS in -a -b; do :; done; go build", "?" },
		{ "export GOFLAGS=-z; . /etc/profile; go build", "?" },
		{ "export GOFLAGS=-z; source env.sh; go build", "?" },
		{ "export GOFLAGS=-z; eval \"$(cat env)\"; go build", "?" },
		{ "export GOFLAGS=-z; eval \"$(ssh-agent -s)\"; go build", "-z" },
		{ "export GOFLAGS=-z; eval `ssh-agent`; go build", "-z" },
		{ "go env -w GOFLAGS=-z; go build", "-z" },
		{ "ARGUMENT=$(cat x); go env -w GOFLAGS=$ARGUMENT; go build", "?" },
		{ "ARGUMENT=$(cat x); go env -w GOFLAGS=-z $ARGUMENT; go build", "-z" },
		{ "go env -w GOFLAGS=-z; go env -w \"$(cat x)\"; go build", "?" },
		{ "go env -w GOFLAGS=-z; go $(cat x); go build", "?" },
		{ "f() { export GOFLAGS=-a; }; f; go build", "?" },
		{ "f() { (export GOFLAGS=-a); }; f; go build", "" },
	};
	CHECK(cases);
}

Test(shell_env, a_verb_behind_a_word_that_is_not_known_is_none)
{
	static const struct {
		const char *command, *verb;
	} cases[] = {
		{ "go mod verify", "mod verify" },
		{ "go -C sub mod verify", "mod verify" },
		{ "go $(cat x) verify", "?" },
		{ "go mod $(cat x)", "?" },
		{ "go \"$(cat x)\"", "?" },
		{ "go build $(cat x)", "build" },
		{ "go", "help" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a, "FROM golang:1.26\nRUN %s\n", cases[i].command);
		struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
			{ NULL, FILE_NONE, NULL } };
		EXPECT_TEXT(shown(FACT(project_of(a, files), go_command, 0)->verb), cases[i].verb);
	}
}

Test(shell_env, defaults_in_words_are_assigned)
{
	static const struct shell_case cases[] = {
		{ ": ${GOFLAGS:=-y}; export GOFLAGS; go build", "-y" },
		{ "export GOFLAGS=-z; : ${GOFLAGS:=-y}; go build", "-z" },
		{ "export GOFLAGS=; : ${GOFLAGS=-y}; go build", "" },
	};
	CHECK(cases);
}

Test(shell_env, what_is_timed_has_assignments_of_its_own)
{
	static const struct shell_case cases[] = {
		{ "time GOFLAGS=-v go build", "-v" },
		{ "time -p GOFLAGS=-v go build", "-v" },
		{ "export GOFLAGS=-x; time GOFLAGS=-v true; go build", "-x" },
		{ "export GOFLAGS=-x; time GOFLAGS=-v; go build", "-v" },
	};
	CHECK(cases);
}

Test(shell_env, the_program_env_takes_long_options)
{
	static const struct shell_case cases[] = {
		{ "export GOFLAGS=-z; env --ignore-environment go build", "" },
		{ "export GOFLAGS=-z; env --unset=GOFLAGS go build", "" },
		{ "export GOFLAGS=-z; env --unset GOFLAGS go build", "" },
		{ "export GOFLAGS=-z; env -uGOFLAGS go build", "" },
		{ "export GOFLAGS=-z; env -u OTHER go build", "-z" },
		{ "env - GOFLAGS=-a go build", "-a" },
	};
	CHECK(cases);
}

Test(shell_env, what_stands_before_a_command_is_there_whenever_it_runs)
{
	static const struct shell_case cases[] = {
		{ "if test -f x; then GOFLAGS=-a go build; fi", "-a" },
		{ "test -f x && GOFLAGS=-a go build", "-a" },
		{ "for x in a b; do GOFLAGS=-a go build; done", "-a" },
		{ "if test -f x; then GOFLAGS=-a go vet; fi; go build", "" },
		{ "if test -f x; then export GOFLAGS=-a; fi; go build", "?" },
	};
	CHECK(cases);
}

/* The last go command of an image with a user of its own. */
static const struct fact_go_command *
go_after(const char *script)
{
	struct str text = arena_printf(
		a, "FROM golang:1.26\nWORKDIR /src\nCOPY . .\nUSER 65532\nRUN %s\n", script);
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
		{ "go.mod", FILE_GOMOD, "module m\ngo 1.26\n" }, { NULL, FILE_NONE, NULL } };
	const struct fact_list *commands = FACTS(project_of(a, files), go_command);
	cr_assert_gt(commands->n, 0, "%s", script);
	return commands->items[commands->n - 1];
}

Test(shell_env, who_runs_a_command_and_by_which_go)
{
	static const struct {
		const char *script, *user, *version;
	} cases[] = {
		{ "go build", "65532", "1.26" },
		{ "nice go build", "65532", "1.26" },
		{ "sudo go build", "?", "?" },
		{ "sudo true; go build", "65532", "1.26" },
		{ "su-exec app go build", "?", "1.26" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fact_go_command *go = go_after(cases[i].script);
		EXPECT_TEXT(shown(go->command->user), cases[i].user);
		EXPECT_TEXT(shown(go->go_version), cases[i].version);
	}
}

Test(shell_env, a_package_with_a_version_is_no_part_of_the_module)
{
	static const struct {
		const char *script;
		bool in_module;
	} cases[] = {
		{ "go install ./cmd/x", true },
		{ "go install example.com/x@v1", false },
		{ "go run example.com/x@latest -flag", false },
		{ "go get example.com/x@v1", true },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(go_after(cases[i].script)->module != NULL, cases[i].in_module, "%s",
			cases[i].script);
}

/* The last go command's GOFLAGS, and whether it is marked as a default. */
static enum tri
is_default_in(const char *dockerfile, struct str *value)
{
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, dockerfile },
		{ NULL, FILE_NONE, NULL } };
	const struct fact_list *commands = FACTS(project_of(a, files), go_command);
	cr_assert_gt(commands->n, 0, "%s", dockerfile);
	const struct fact_go_command *go = commands->items[commands->n - 1];
	const struct fact_setting *s = settings_get(go->go_env, STR("GOFLAGS"));
	*value = shown(setting_value(go->go_env, STR("GOFLAGS")));
	return s->is_default;
}

Test(shell_env, what_is_made_of_a_default_is_one)
{
	static const struct {
		const char *text, *value;
		enum tri is_default;
	} cases[] = {
		{ "ARG A=-x\nRUN GOFLAGS=$A go build\n", "-x", YES },
		{ "ARG A=-x\nENV GOFLAGS=$A\nRUN go build\n", "-x", YES },
		{ "ARG A=-x\nARG B=$A\nENV GOFLAGS=$B\nRUN go build\n", "-x", YES },
		{ "ARG A\nENV GOFLAGS=${A:--x}\nRUN go build\n", "-x", YES },
		{ "ARG A=-x\nENV GOFLAGS=${A:+-y}\nRUN go build\n", "-y", YES },
		{ "ARG A\nRUN GOFLAGS=${A:--x} go build\n", "-x", YES },
		{ "ARG A=-x\nRUN export GOFLAGS=${A:+-y}; go build\n", "-y", YES },
		{ "ARG A=-x\nRUN B=$A; env GOFLAGS=$B go build\n", "-x", YES },
		{ "ARG A=-x\nRUN : ${B:=$A}; export GOFLAGS=$B; go build\n", "-x", YES },
		{ "ARG A=-x\nRUN sh -c \"GOFLAGS=$A go build\"\n", "-x", YES },
		{ "ARG A=-x\nRUN go env -w GOFLAGS=$A && go build\n", "-x", YES },
		{ "ARG A=-x\nENV A=-y\nENV GOFLAGS=$A\nRUN go build\n", "-y", NO },
		{ "ARG A=-x\nRUN A=-y; export GOFLAGS=$A; go build\n", "-y", NO },
		{ "ARG A=-x\nENV GOFLAGS=-y\nRUN go build\n", "-y", NO },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a, "FROM golang:1.26\n%s", cases[i].text), value;
		cr_expect_eq(is_default_in(text.s, &value), cases[i].is_default, "%s", text.s);
		cr_expect(str_eq(value, str_from(cases[i].value)), "%s: %" PRIstr, text.s,
			STR_ARG(value));
	}
}

Test(shell_env, images_users_and_folders_that_arguments_name_are_defaults)
{
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE,
					     "ARG V=1.26\nFROM golang:$V\nARG D=w U=u\n"
					     "WORKDIR /$D\nWORKDIR sub\nUSER $U\nRUN go build\n"
					     "FROM golang:1.26\nWORKDIR /w\nRUN go build\n" },
		{ NULL, FILE_NONE, NULL } };
	const struct project *p = project_of(a, files);
	const struct fact_go_command *marked = FACT(p, go_command, 0),
				     *plain = FACT(p, go_command, 1);
	EXPECT_TEXT(shown(marked->go_version), "1.26");
	EXPECT_TEXT(shown(marked->command->workdir), "/w/sub");
	EXPECT_TEXT(shown(marked->command->user), "u");
	cr_expect(marked->go_version.is_default && marked->command->workdir.is_default
		&& marked->command->user.is_default);
	EXPECT_TEXT(shown(plain->go_version), "1.26");
	cr_expect(!plain->go_version.is_default && !plain->command->workdir.is_default
		&& !plain->command->user.is_default);
}

/* Where the last go command of a RUN works. */
Test(shell_env, the_directory_behind_and_in_conditions)
{
	static const struct {
		const char *script, *dir;
	} cases[] = {
		{ "cd a && go build", "/w/a" },
		{ "[ -d a ] && cd a && go build", "/w/a" },
		{ "cd a && test -f x && go build", "/w/a" },
		{ "test -d a && cd a && test -f x && cd b && go build", "/w/a/b" },
		{ "[ -d a ] && cd a; go build", "?" },
		{ "[ -d a ] && cd a || exit 1; go build", "/w/a" },
		{ "[ -d a ] && cd a || false; go build", "?" },
		{ "[ -d a ] && cd a || cd b; go build", "?" },
		{ "[ -d a ] || cd b; go build", "?" },
		{ "[ -d a ] || { cd b && go build; }", "/w/b" },
		{ "cd a || exit 1; go build", "/w/a" },
		{ "if [ -d a ]; then cd a; go build; fi", "/w/a" },
		{ "if [ -d a ]; then cd a; fi; go build", "?" },
		{ "if [ -d a ]; then cd a; else go build; fi", "/w" },
		{ "if x; then :; elif cd a; then go build; fi", "?" },
		{ "if cd a; then go build; fi", "/w/a" },
		{ "if cd a; then :; else go build; fi", "?" },
		{ "if cd a; then :; elif x; then go build; fi", "?" },
		{ "cd a || go build", "?" },
		{ "cd a || echo; go build", "/w/a" },
		{ "cd a || { cd b; exit 1; }; go build", "/w/a" },
		{ "f() { cd a; }; f; go build", "?" },
		{ "f() { (cd a && x); }; f; go build", "/w" },
		{ "if [ -d a ]; then echo; fi && cd a && go build", "/w/a" },
		{ "for i in 1 2; do cd a; go build; done", "?" },
		{ "for i in 1 2; do cd /a; go build; done", "/a" },
		{ "for i in 1 2; do (cd a && go build); done", "/w/a" },
		{ "for i in 1 2; do (cd a && x); done; go build", "/w" },
		{ "while x; do go build; cd ..; done", "?" },
		{ "while x; do cd a; done; go build", "?" },
		{ "case $X in a) cd a; go build;; esac", "/w/a" },
		{ "case $X in a) cd a;; esac; go build", "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text =
			arena_printf(a, "FROM golang:1.26\nWORKDIR /w\nRUN %s\n", cases[i].script);
		struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
			{ NULL, FILE_NONE, NULL } };
		const struct fact_list *commands = FACTS(project_of(a, files), go_command);
		cr_assert_gt(commands->n, 0, "%s", cases[i].script);
		const struct fact_go_command *go = commands->items[commands->n - 1];
		struct str dir = shown(go->command->workdir);
		cr_expect(str_eq(dir, str_from(cases[i].dir)), "%s: %" PRIstr, cases[i].script,
			STR_ARG(dir));
	}
}
