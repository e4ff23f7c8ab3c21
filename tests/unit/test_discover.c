/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "lint/discover.h"

static struct arena *a;
static struct vfs fs;
static struct project_files files;
static struct lint_errors errors;

static void
set_up(void)
{
	a = arena_new();
}

static void
tear_down(void)
{
	arena_free(a);
}

TestSuite(discover, .init = set_up, .fini = tear_down);

static void
put(const char *path, const char *text)
{
	vfs_put(a, &fs, str_from(path), str_from(text));
}

/* The paths that are discovered, joined by blanks. */
static void
expect_files(const struct strs *named, const char *expected)
{
	files = (struct project_files){ 0 };
	errors = (struct lint_errors){ 0 };
	discover(a, &fs, named, NULL, &files, &errors);
	struct buf got = buf_new(a);
	vec_for(const struct project_file, file, &files) {
		buf_printf(&got, "%s%" PRIstr, got.n ? " " : "", STR_ARG(file->path));
	}
	struct str text = buf_str(&got);
	cr_expect(str_eq(text, str_from(expected)), "got \"%.*s\"\nexpected \"%s\"", STR_ARG(text),
		expected);
}

static void
expect_error(const char *path, const char *message)
{
	vec_for(const struct lint_error, error, &errors) {
		if (str_eq(error->path, str_from(path))) {
			cr_expect(str_eq(error->message, str_from(message)), "got \"%.*s\"",
				STR_ARG(error->message));
			return;
		}
	}
	cr_expect(false, "no error about %s", path);
}

Test(discover, names_tell_the_kind)
{
	static const struct {
		const char *path;
		enum file_kind kind;
	} cases[] = {
		{ "Dockerfile", FILE_DOCKERFILE },
		{ "dockerfile", FILE_DOCKERFILE },
		{ "a/Containerfile", FILE_DOCKERFILE },
		{ "Dockerfile.dev", FILE_DOCKERFILE },
		{ "Containerfile.dev", FILE_DOCKERFILE },
		{ "app.Dockerfile", FILE_DOCKERFILE },
		{ "app.dockerfile", FILE_DOCKERFILE },
		{ "Dockerfile-alpine", FILE_DOCKERFILE },
		{ "Dockerfile-1.26", FILE_DOCKERFILE },
		{ "Dockerfile-lexer.js", FILE_NONE },
		{ "Dockerfile-dev~", FILE_NONE },
		{ "Dockerfile-dev.dockerignore", FILE_NONE },
		{ "Dockerfile.dev.dockerignore", FILE_NONE },
		{ ".dockerignore", FILE_NONE },
		{ "Dockerfile.tmpl", FILE_NONE },
		{ "Dockerfile.j2", FILE_NONE },
		{ "Dockerfile.md", FILE_NONE },
		{ "Dockerfile~", FILE_NONE },
		{ "Dockerfile.bak", FILE_NONE },
		{ "MyDockerfile", FILE_NONE },
		{ "Makefile", FILE_MAKEFILE },
		{ "a/makefile", FILE_MAKEFILE },
		{ "GNUmakefile", FILE_MAKEFILE },
		{ "rules.mk", FILE_MAKEFILE },
		{ "Makefile.common", FILE_MAKEFILE },
		{ "Makefile.am", FILE_NONE },
		{ "Makefile.in", FILE_NONE },
		{ ".github/workflows/ci.yml", FILE_WORKFLOW },
		{ ".github/workflows/ci.yaml", FILE_WORKFLOW },
		{ ".github/workflows/ci.json", FILE_NONE },
		{ "sub/.github/workflows/ci.yaml", FILE_MAYBE_YAML },
		{ "action.yml", FILE_ACTION },
		{ ".github/actions/x/action.yaml", FILE_ACTION },
		{ "renovate.json", FILE_RENOVATE },
		{ ".gitlab/renovate.json5", FILE_RENOVATE },
		{ ".renovaterc", FILE_RENOVATE },
		{ "package.json", FILE_RENOVATE },
		{ "sub/package.json", FILE_NONE },
		{ "sub/renovate.json", FILE_NONE },
		{ "a/go.mod", FILE_GOMOD },
		{ "go.work", FILE_GOWORK },
		{ "go.sum", FILE_NONE },
		{ "compose.yaml", FILE_COMPOSE },
		{ "compose.override.yml", FILE_COMPOSE },
		{ "compose-dev.yaml", FILE_COMPOSE },
		{ "x/docker-compose-dev.yml", FILE_COMPOSE },
		{ "etc/daemon.json", FILE_DAEMON_CONFIG },
		{ ".github/dependabot.yml", FILE_DEPENDABOT },
		{ "dependabot.yml", FILE_MAYBE_YAML },
		{ "deploy/app.yaml", FILE_MAYBE_YAML },
		{ "main.go", FILE_NONE },
		{ "", FILE_NONE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(discover_kind(str_from(cases[i].path)), cases[i].kind, "%s is %d",
			cases[i].path, discover_kind(str_from(cases[i].path)));
}

Test(discover, content_decides_the_rest)
{
	static const struct {
		enum file_kind from;
		const char *path, *text;
		enum file_kind kind;
	} cases[] = {
		{ FILE_MAYBE_YAML, "x.yaml",
			"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: x\n",
			FILE_KUBERNETES },
		{ FILE_MAYBE_YAML, "x.yaml",
			"---\r\napiVersion: v1\r\nkind: Pod\r\nspec:\r\n  containers:\r\n",
			FILE_KUBERNETES },
		{ FILE_MAYBE_YAML, "x.yaml", "apiVersion: v1\nkind: Service\n", FILE_NONE },
		{ FILE_MAYBE_YAML, "x.yaml", "apiVersion: v1\n kind: Pod\n containers:\n",
			FILE_NONE },
		{ FILE_MAYBE_YAML, "x.yaml",
			"apiVersion: v1\nkind: Pod\nspec:\n  name: {{ .x }}\n  containers:\n",
			FILE_NONE },
		{ FILE_MAYBE_YAML, "x.yaml", "", FILE_NONE },
		{ FILE_ACTION, "action.yml", "runs:\n  using: composite\n", FILE_ACTION },
		{ FILE_ACTION, "action.yml", "runs: {using: \"composite\"}\n", FILE_ACTION },
		{ FILE_ACTION, "action.yml", "# using x\nruns:\n  using: node24\n", FILE_NONE },
		{ FILE_RENOVATE, "package.json", "{\"renovate\": {}}", FILE_RENOVATE },
		{ FILE_RENOVATE, "package.json", "{\"name\": \"x\"}", FILE_NONE },
		{ FILE_RENOVATE, "renovate.json", "{}", FILE_RENOVATE },
		{ FILE_DOCKERFILE, "Dockerfile", "", FILE_DOCKERFILE },
		{ FILE_MAKEFILE, "Makefile", "all:\n.include <bsd.port.mk>\n", FILE_NONE },
		{ FILE_MAKEFILE, "Makefile", "include <x>\n", FILE_MAKEFILE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(discover_content_kind(cases[i].from, str_from(cases[i].path),
				     str_from(cases[i].text)),
			cases[i].kind, "case %zu", i);
}

Test(discover, folders_of_others_are_left_out)
{
	put("Dockerfile", "");
	put("vendor/x/Makefile", "");
	put("a/node_modules/Makefile", "");
	put("a/testdata/Makefile", "");
	put("a/testfiles-negative/Dockerfile", "");
	put("e2e/fixtures/Dockerfile", "");
	put("a/Makefile", "");
	put("lib/.git", "gitdir: x");
	put("lib/Makefile", "");
	put(".devcontainer/Dockerfile", "");
	expect_files(NULL, ".devcontainer/Dockerfile Dockerfile a/Makefile");
	cr_expect_eq(errors.n, 0);
}

Test(discover, git_tells_which_files_are_generated_or_vendored)
{
	static const char *const foreign[] = { "a.mk", "sub/Makefile", "third_party/x/Makefile" };
	put(".gitattributes",
		"# x linguist-vendored\n[attr]y linguist-vendored\n"
		"*.mk  text linguist-generated=true\r\n"
		"third_party/** linguist-vendored\n"
		"keep.mk linguist-generated=false\n"
		"whole/ linguist-vendored\n* text=auto\n");
	put("a.mk", "");
	put("keep.mk", "");
	put("third_party/x/Makefile", "");
	put("whole/Makefile", "");
	put("sub/.gitattributes", "b.mk -linguist-generated\nMakefile linguist-vendored\n");
	put("sub/b.mk", "");
	put("sub/Makefile", "");
	put("Makefile", "");
	expect_files(NULL,
		"Makefile a.mk keep.mk sub/Makefile sub/b.mk third_party/x/Makefile"
		" whole/Makefile");
	size_t n = 0;
	vec_for(const struct project_file, file, &files) {
		if (file->is_foreign && n < 3)
			cr_expect(str_eq(file->path, str_from(foreign[n])));
		n += file->is_foreign;
	}
	cr_expect_eq(n, 3);
}

Test(discover, ignored_files_are_left_out_unless_named)
{
	put(".gitignore", "build/\n*.mk\n");
	put("build/Dockerfile", "");
	put("a.mk", "");
	put("sub/.gitignore", "!b.mk\n");
	put("sub/b.mk", "");
	put(".git/info/exclude", "secret.yaml\n");
	put("secret.yaml", "");
	expect_files(NULL, "sub/b.mk");

	struct strs named = { 0 };
	vec_push(a, &named, STR("a.mk"));
	vec_push(a, &named, STR("build"));
	vec_push(a, &named, STR("sub"));
	vec_push(a, &named, STR("none"));
	expect_files(&named, "a.mk build/Dockerfile sub/b.mk");
	expect_error("none", "no such file or directory");
}

Test(discover, renovate_reads_one_configuration)
{
	put("package.json", "");
	put(".renovaterc", "");
	expect_files(NULL, ".renovaterc");
	put(".github/renovate.json5", "");
	expect_files(NULL, ".github/renovate.json5");
	put("renovate.jsonc", "");
	expect_files(NULL, "renovate.jsonc");
}

/* https://docs.renovatebot.com/configuration-options/ */
Test(discover, renovate_has_many_places)
{
	static const char *const places[] = { "renovate.json", "renovate.jsonc", "renovate.json5",
		".github/renovate.json", ".github/renovate.jsonc", ".github/renovate.json5",
		".gitlab/renovate.json", ".gitlab/renovate.jsonc", ".gitlab/renovate.json5",
		".forgejo/renovate.json", ".gitea/renovate.json5", ".renovaterc",
		".renovaterc.json", ".renovaterc.jsonc", ".renovaterc.json5", "package.json" };
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		fs = (struct vfs){ 0 };
		put(places[i], "{}");
		expect_files(NULL, places[i]);
		cr_expect_eq(files.items[0].kind, FILE_RENOVATE, "%s", places[i]);
	}
}

static void
write_on_disk(const char *dir, const char *path, const char *text)
{
	struct str error, full = arena_printf(a, "%s/%s", dir, path);
	cr_assert(
		io_write_file(a, full.s, str_from(text), &error), "%s: %.*s", path, STR_ARG(error));
}

static void
link_on_disk(const char *dir, const char *path, const char *target)
{
	cr_assert_eq(symlink(target, arena_printf(a, "%s/%s", dir, path).s), 0);
}

static const char *
temporary_dir(void)
{
	struct str dir = arena_str(a, STR("/tmp/gobelin-discover-XXXXXX"));
	cr_assert_not_null(mkdtemp((char *)dir.s));
	return dir.s;
}

Test(discover, links_do_not_lead_out_or_round)
{
	const char *dir = temporary_dir(), *outside = temporary_dir();
	write_on_disk(outside, "Dockerfile", "FROM x\n");
	fs.root = str_from(dir);
	cr_assert_eq(mkdir(arena_printf(a, "%s/sub", dir).s, 0777), 0);
	write_on_disk(dir, "sub/Dockerfile", "FROM y\n");
	write_on_disk(dir, "image.def", "FROM z\n");
	link_on_disk(dir, "sub/loop", "..");
	link_on_disk(dir, "self.mk", "self.mk");
	link_on_disk(dir, "Dockerfile.again", "sub/Dockerfile");
	link_on_disk(dir, "Dockerfile.image", "image.def");
	link_on_disk(dir, "Dockerfile.gone", "nowhere");
	link_on_disk(dir, "Dockerfile.out", arena_printf(a, "%s/Dockerfile", outside).s);
	link_on_disk(dir, "out", outside);
	expect_files(
		NULL, "Dockerfile.gone Dockerfile.image Dockerfile.out self.mk sub/Dockerfile");

	struct str text, error;
	cr_expect(!vfs_read(a, &fs, STR("Dockerfile.out"), 99, &text, &error));
	cr_expect(str_eq(error, STR("leads out of the project through a symbolic link")));
	cr_expect(!vfs_read(a, &fs, STR("out/Dockerfile"), 99, &text, &error));
	cr_expect(vfs_read(a, &fs, STR("Dockerfile.image"), 99, &text, &error));
	cr_expect_eq(vfs_kind(a, &fs, STR("out")), IO_OTHER);
	cr_expect_eq(vfs_kind(a, &fs, STR("../x")), IO_OTHER);
	cr_expect_eq(vfs_kind(a, &fs, STR("self.mk")), IO_OTHER);
	cr_expect_eq(vfs_kind(a, &fs, STR("Dockerfile.gone")), IO_MISSING);
	cr_expect_eq(vfs_kind(a, &fs, STR("sub/loop/image.def")), IO_FILE);
	cr_expect_eq(vfs_kind(a, &fs, STR("sub\0x")), IO_MISSING);
	cr_expect_eq(system(arena_printf(a, "rm -rf %s %s", dir, outside).s), 0);
}

Test(discover, texts_in_memory_hide_files)
{
	const char *dir = temporary_dir();
	fs.root = str_from(dir);
	write_on_disk(dir, "Makefile", "old");
	put("Makefile", "new");
	put("new/Dockerfile", "FROM x\n");
	expect_files(NULL, "Makefile new/Dockerfile");
	struct str text, error;
	cr_expect(vfs_read(a, &fs, STR("Makefile"), 99, &text, &error));
	cr_expect(str_eq(text, STR("new")));
	cr_expect(!vfs_read(a, &fs, STR("Makefile"), 2, &text, &error));
	cr_expect(io_is_too_large(error));
	cr_expect_eq(vfs_kind(a, &fs, STR("new")), IO_DIR);
	cr_expect_eq(vfs_kind(a, &fs, STR("ne")), IO_MISSING);
	struct io_entries entries = { 0 };
	cr_expect(vfs_list(a, &fs, STR("new"), &entries, &error));
	cr_expect(entries.n == 1 && str_eq(entries.items[0].name, STR("Dockerfile")));
	cr_expect(!vfs_list(a, &fs, STR("other"), &entries, &error));
	cr_expect_eq(system(arena_printf(a, "rm -rf %s", dir).s), 0);
}
