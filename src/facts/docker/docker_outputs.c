/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that go build and go install write. https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
 */
#include "base/path.h"
#include "facts/docker/docker.h"
#include "facts/programs/reader.h"

bool
docker_names_output(const struct fact_go_command *go)
{
	return go_flag(go, "-o").state == KNOWN;
}

/* v2 and later */
static bool
is_major_version(struct str element)
{
	if (element.n < 2 || element.s[0] != 'v' || element.s[1] == '0'
		|| str_eq(element, STR("v1")))
		return false;
	for (size_t i = 1; i < element.n; i++)
		if (!char_is_digit(element.s[i]))
			return false;
	return true;
}

/* The last element of an import path that is no major version. */
static struct str
program_of(struct str import_path)
{
	str_cut(import_path, '@', &import_path, NULL);
	struct str last = path_base(import_path);
	return is_major_version(last) ? path_base(path_dir(import_path)) : last;
}

/* The program of a package in a folder of the image, by the path of its module. */
static struct str
program_in(const struct extraction *x, const struct fact_stage *stage,
	const struct fact_go_command *go, struct str package)
{
	struct arena *a = x->arena;
	struct str dir = path_join(a, go->command->workdir.text, package);
	struct fact_string root =
		image_path_origin(x, stage->machine, path_join(a, dir, STR("go.mod")));
	if (!go->module || (const void *)go->module == fact_unknown)
		return STR("");
	if (root.state == KNOWN) /* a module of its own, or the one at hand */
		return str_eq(root.text, go->module->file.text) ? program_of(go->module->path.text)
								: STR("");
	struct fact_string from = image_path_origin(x, stage->machine, dir);
	bool is_below = from.state == KNOWN && module_of_dir(x->project, from.text) == go->module
		&& !str_eq(from.text, go->module->dir.text);
	struct str name = path_base(dir);
	return is_below && !is_major_version(name) ? name : STR("");
}

static struct str
program_name(const struct extraction *x, const struct fact_stage *stage,
	const struct fact_go_command *go, struct str package)
{
	if (str_contains(package, STR("...")))
		return STR("");
	if (str_ends(package, STR(".go"))) {
		struct str file = path_base(package);
		return str_slice(file, 0, file.n - 3);
	}
	bool is_folder = str_starts(package, STR(".")) || path_is_absolute(package);
	return is_folder ? program_in(x, stage, go, package) : program_of(package);
}

/* Where go install puts programs that are for the machine itself. */
static struct fact_string
install_dir(const struct extraction *x, const struct fact_go_command *go)
{
	struct fact_string bin = setting_value(go->go_env, STR("GOBIN"));
	struct fact_string path = setting_value(go->go_env, STR("GOPATH"));
	if (!go_env_is_default(go, STR("GOOS")) || !go_env_is_default(go, STR("GOARCH")))
		return fact_unknown_string();
	if (bin.state == UNKNOWN || (bin.state == KNOWN && bin.text.n))
		return bin;
	if (path.state != KNOWN || path.text.n == 0)
		return fact_unknown_string();
	str_cut(path.text, ':', &path.text, NULL);
	return fact_known(path_join(x->arena, path.text, STR("bin")));
}

static void
note_unnamed(const struct extraction *x, struct fact_stage *stage, struct fact_go_command *go)
{
	struct fact_string os = setting_value(go->go_env, STR("GOOS"));
	bool builds = str_eq(go->verb.text, STR("build"));
	struct fact_string dir = builds ? go->command->workdir : install_dir(x, go);
	bool is_plain = go_flag(go, "-buildmode").state == ABSENT
		&& go_flag(go, "-C").state == ABSENT && go_flag(go, "-n").state == ABSENT;
	if (!is_plain || go->packages.open || dir.state != KNOWN || os.state != KNOWN
		|| go->command->workdir.state != KNOWN || (builds && go->packages.n > 1))
		return;
	for (size_t i = 0; i < go->packages.n || i == 0; i++) {
		struct fact_string package =
			go->packages.n ? go->packages.items[i] : fact_known(STR("."));
		struct str name =
			package.state == KNOWN ? program_name(x, stage, go, package.text) : STR("");
		bool is_windows = str_eq(os.text, STR("windows"));
		if (name.n)
			map_set(x->arena, &stage->outputs,
				path_join(x->arena, dir.text,
					arena_printf(x->arena, "%" PRIstr "%s", STR_ARG(name),
						is_windows ? ".exe" : "")),
				go);
	}
}

void
docker_note_outputs(
	const struct extraction *x, struct fact_stage *stage, struct fact_go_command *go)
{
	struct fact_string output = go_flag(go, "-o"), dir = go->command->workdir;
	bool writes = go->verb.state == KNOWN
		&& (str_eq(go->verb.text, STR("build")) || str_eq(go->verb.text, STR("install")));
	if (output.state == KNOWN)
		map_set(x->arena, &stage->outputs,
			dir.state == KNOWN ? path_join(x->arena, dir.text, output.text)
					   : path_clean(x->arena, output.text),
			go);
	else if (writes && output.state == ABSENT)
		note_unnamed(x, stage, go);
}
