/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "lint/gitignore.h"
#include "support.h"

TestSuite(gitignore, .init = set_up, .fini = tear_down);

struct ignore_case {
	const char *pattern;
	const char *path; /* ends with '/' where it is a folder */
	bool ignored;
};

static const struct ignore_case cases[] = {
	{ "foo", "foo", true },
	{ "foo", "a/b/foo", true },
	{ "foo", "foobar", false },
	{ "/foo", "foo", true },
	{ "/foo", "a/foo", false },
	{ "a/foo", "a/foo", true },
	{ "a/foo", "b/a/foo", false },
	{ "foo/", "foo", false },
	{ "foo/", "foo/", true },
	{ "a/foo/", "a/foo/", true },
	{ "*.o", "x/y.o", true },
	{ "*.o", "x/.o", true },
	{ "a/*.o", "a/y.o", true },
	{ "a/*.o", "a/b/y.o", false },
	{ "a/*", "a/y", true },
	{ "*/y", "a/y", true },
	{ "*/y", "a/b/y", false },
	{ "**/y", "y", true },
	{ "**/y", "a/b/y", true },
	{ "**/b/y", "a/b/y", true },
	{ "**/b/y", "a/b/c/y", false },
	{ "a/**", "a/b/c", true },
	{ "a/**", "a", false },
	{ "a/**/z", "a/z", true },
	{ "a/**/z", "a/b/c/z", true },
	{ "a/**/z", "a/bz", false },
	{ "a/**/m*/z", "a/b/mx/c/my/z", true },
	{ "a/**/b/**/c", "a/x/b/y/b/z/c", true },
	{ "a/**/b/**/c", "a/x/y/c", false },
	{ "x**", "xyz", true },
	{ "**", "q", true },
	{ "?.c", "a.c", true },
	{ "?.c", "ab.c", false },
	{ "a/?/c", "a/b/c", true },
	{ "[a-c]x", "bx", true },
	{ "[a-c]x", "dx", false },
	{ "[!a-c]x", "dx", true },
	{ "[^a-c]x", "bx", false },
	{ "[]x]y", "]y", true },
	{ "[a\\]]y", "]y", true },
	{ "[[:digit:]]y", "7y", true },
	{ "[[:digit:]]y", "zy", false },
	{ "[[:alpha:]-]y", "-y", true },
	{ "[a-y", "[a-y", false },
	{ "[--0]y", ".y", true },
	{ "a[/]b", "a/b", false },
	{ "\\#x", "#x", true },
	{ "#x", "#x", false },
	{ "\\!x", "!x", true },
	{ "x\\", "x\\", false },
	{ "\\*x", "*x", true },
	{ "\\*x", "yx", false },
	{ "x   ", "x", true },
	{ "x\\ ", "x ", true },
	{ "x\\  ", "x ", true },
	{ "x\t", "x", false },
	{ "x\r", "x", true },
	{ "", "x", false },
	{ "/", "x/", false },
	{ "*\n!keep", "keep", false },
	{ "*\n!keep", "drop", true },
	{ "!keep\n*", "keep", true },
	{ "*a*a*b", "aaaaaaaaab", true },
	{ "*a*a*b", "aaaaaaaaac", false },
	{ "h\xc3\xa9", "h\xc3\xa9", true },
	{ "h?", "h\xc3\xa9", false },
	{ "\xef\xbb\xbf"
	  "bom",
		"bom", true },
};

static bool
ours(const struct ignore_case *c)
{
	struct str path = str_from(c->path);
	bool is_dir = str_ends(path, STR("/"));
	path.n -= is_dir;
	const struct gitignore *ignore = gitignore_parse(a, NULL, STR(""), str_from(c->pattern));
	return gitignore_matches(ignore, path, is_dir);
}

Test(gitignore, patterns_match_as_documented)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(ours(&cases[i]), cases[i].ignored, "pattern \"%s\", path \"%s\"",
			cases[i].pattern, cases[i].path);
}

/* Asks git whether it ignores the path; its answer is 0 (yes), 1 (no) or an error. */
static int
ask_git(const char *dir, const struct ignore_case *c)
{
	struct str error;
	struct str ignore = arena_printf(a, "%s/.gitignore", dir);
	if (!io_write_file(a, ignore.s, str_from(c->pattern), &error))
		return -1;
	struct buf quoted = buf_new(a);
	for (const char *p = c->path; *p; p++)
		buf_printf(&quoted, *p == '\'' ? "'\\''" : "%c", *p);
	struct str command =
		arena_printf(a, "cd %s && git check-ignore -q --no-index -- '%" PRIstr "'", dir,
			STR_ARG(buf_str(&quoted)));
	int status = system(command.s);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Test(gitignore, git_agrees)
{
	char dir[] = "/tmp/gobelin-ignore-XXXXXX";
	if (!mkdtemp(dir))
		cr_skip_test("no temporary folder");
	struct str init =
		arena_printf(a, "git -c init.defaultBranch=main init -q %s 2>/dev/null", dir);
	if (system(init.s) != 0)
		cr_skip_test("git is not there");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int answer = ask_git(dir, &cases[i]);
		cr_expect_eq(answer, cases[i].ignored ? 0 : 1,
			"git says %d to pattern \"%s\", path \"%s\"", answer, cases[i].pattern,
			cases[i].path);
	}
	cr_expect_eq(system(arena_printf(a, "rm -rf %s", dir).s), 0);
}

Test(gitignore, nearer_files_win)
{
	const struct gitignore *top = gitignore_parse(a, NULL, STR(""), STR("*.mk\n/sub/x\n"));
	const struct gitignore *sub =
		gitignore_parse(a, top, STR("sub"), STR("!keep.mk\n/own\ndir/\n"));
	cr_expect(gitignore_matches(sub, STR("sub/other.mk"), false));
	cr_expect(!gitignore_matches(sub, STR("sub/keep.mk"), false));
	cr_expect(gitignore_matches(sub, STR("sub/x"), false));
	cr_expect(gitignore_matches(sub, STR("sub/own"), false));
	cr_expect(!gitignore_matches(sub, STR("sub/deeper/own"), false));
	cr_expect(gitignore_matches(sub, STR("sub/deeper/dir"), true));
	cr_expect(!gitignore_matches(sub, STR("subway/own"), false));
}

Test(gitignore, hostile_patterns_are_quick)
{
	struct buf pattern = buf_new(a), path = buf_new(a);
	for (int i = 0; i < 60; i++)
		buf_add(&pattern, STR("**/*a*"));
	for (int i = 0; i < 2000; i++)
		buf_add(&path, STR("a/"));
	buf_add(&path, STR("b"));
	for (int i = 0; i < 100; i++)
		cr_expect(!gitignore_matches(gitignore_parse(a, NULL, STR(""), buf_str(&pattern)),
			buf_str(&path), false));
}
