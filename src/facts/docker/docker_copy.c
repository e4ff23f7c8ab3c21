/* SPDX-License-Identifier: Apache-2.0 */
/* COPY and ADD: what they bring into a stage. */
#include "facts/docker/docker.h"

#include <fnmatch.h>

#include "base/path.h"

/* --- what a source is --- */

/* Does a source, glob or not, take the file of that name in its own directory? */
static bool
takes_file(struct arena *a, struct str source, const char *name)
{
	struct str pattern = path_base(source);
	if (!path_has_glob(pattern))
		return str_eq(pattern, str_from(name));
	return fnmatch(arena_str(a, pattern).s, name, 0) == 0;
}

static bool
is_module_file(struct str name)
{
	static const char *const names[] = { "go.mod", "go.sum", "go.work", "go.work.sum",
		"tools.go", "vendor" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(name, str_from(names[i])))
			return true;
	return false;
}

/* The source as a path from the project's root, where the build context is known. */
static struct fact_string
project_path(const struct docker_reader *r, struct str source)
{
	if (r->file->context.state != KNOWN)
		return fact_unknown_string();
	while (path_is_absolute(source))
		source = str_slice(source, 1, source.n);
	return fact_known(path_join(r->x->arena, r->file->context.text, source));
}

static enum io_kind
kind_of_source(const struct docker_reader *r, struct str source)
{
	struct fact_string path = project_path(r, source);
	if (path.state != KNOWN || path_has_glob(source) || !path_is_within(path.text, STR("")))
		return IO_OTHER;
	return vfs_kind(r->x->arena, r->x->fs, path.text);
}

static bool
is_all(struct arena *a, struct str source)
{
	struct str clean = path_clean(a, source);
	return clean.n == 0 || str_eq(clean, STR("/")) || str_eq(clean, STR("*"))
		|| str_eq(clean, STR("/*"));
}

static bool
holds_go_files(const struct docker_reader *r, struct str source)
{
	struct fact_string path = project_path(r, source);
	struct io_entries entries = { 0 };
	struct str error;
	if (path.state != KNOWN || !vfs_list(r->x->arena, r->x->fs, path.text, &entries, &error))
		return false;
	vec_for(struct io_entry, entry, &entries)
		if (str_ends(entry->name, STR(".go")))
			return true;
	return false;
}

static enum tri
brings_source(const struct docker_reader *r, struct str source)
{
	struct str base = path_base(path_clean(r->x->arena, source));
	if (is_all(r->x->arena, source))
		return YES;
	if (is_module_file(base) || str_ends(base, STR(".json")) || str_ends(base, STR(".sum")))
		return NO;
	if (str_ends(base, STR(".go")))
		return YES;
	enum io_kind kind = kind_of_source(r, source);
	if (kind == IO_FILE)
		return NO;
	if (kind != IO_DIR)
		return UNSURE;
	return holds_go_files(r, source) ? YES : UNSURE;
}

static bool
is_private_key(struct str source)
{
	static const char *const names[] = { "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".ssh" };
	struct str base = path_base(source);
	if (base.n == 0)
		base = path_base(path_dir(source));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(base, str_from(names[i])))
			return true;
	return false;
}

static bool
is_credential_file(struct str source)
{
	struct str base = path_base(source);
	return str_eq(base, STR(".netrc")) || str_eq(base, STR("_netrc"))
		|| str_eq(base, STR(".git-credentials"));
}

/* --- CA bundles and certificates --- */

/* Go reads every file in these. */
static bool
is_certificate_dir(struct str path)
{
	return str_eq(path, STR("/etc/ssl/certs")) || str_eq(path, STR("/etc/pki/tls/certs"));
}

/* crypto/x509's list for Linux */
static bool
is_bundle_path(struct str path)
{
	static const char *const paths[] = { "/etc/ssl/certs/ca-certificates.crt",
		"/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
		"/etc/pki/tls/cacert.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
		"/etc/ssl/cert.pem" };
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (str_eq(path, str_from(paths[i])))
			return true;
	return is_certificate_dir(path) || str_eq(path, STR("/etc/ssl"))
		|| str_eq(path, STR("/etc/pki"));
}

static bool
looks_like_bundle(struct str source)
{
	return str_contains(source, STR("ca-certificates"))
		|| str_contains(source, STR("ca-bundle")) || str_contains(source, STR("cacert"))
		|| str_ends(source, STR("/cert.pem")) || str_contains(source, STR("ssl/certs"))
		|| str_contains(source, STR("/pki/"));
}

static struct str
destination_of(struct arena *a, const struct fact_copy *copy, struct str source)
{
	struct str destination = copy->destination.text;
	bool into = copy->sources.n > 1 || copy->into_dir;
	return into ? path_join(a, destination, path_base(source)) : destination;
}

static enum tri
brings_bundle(const struct docker_reader *r, const struct fact_copy *copy)
{
	if (copy->destination.state != KNOWN || copy->sources.open)
		return UNSURE;
	for (size_t i = 0; i < copy->sources.n; i++) {
		if (copy->sources.items[i].state != KNOWN)
			return UNSURE;
		struct str source = copy->sources.items[i].text;
		struct str destination = path_clean(r->x->arena, copy->destination.text);
		struct str target = destination_of(r->x->arena, copy, source);
		if (is_bundle_path(target) || is_bundle_path(destination)
			|| is_certificate_dir(path_dir(target)) || looks_like_bundle(source))
			return YES;
		/* A whole file system, or /etc, may hold one. */
		struct str clean = path_clean(r->x->arena, source);
		bool tree = clean.n <= 1 || str_ends(source, STR("/"))
			|| kind_of_source(r, source) == IO_DIR
			|| str_contains(clean, STR("rootfs"));
		bool to_root = str_eq(destination, STR("/")) || str_eq(destination, STR("/etc"));
		if (to_root && (tree || str_eq(path_base(clean), STR("etc"))))
			return UNSURE;
	}
	return NO;
}

/* Bundles that a distribution keeps elsewhere than others. */
static bool
has_bundle_at(struct str distro, struct str path)
{
	if (str_eq(path, STR("/etc/ssl/certs/ca-certificates.crt")))
		return true;
	bool is_foreign =
		str_starts(path, STR("/etc/pki/")) || str_eq(path, STR("/etc/ssl/ca-bundle.pem"));
	if (str_eq(distro, STR("alpine")))
		return !is_foreign;
	return !(str_eq(distro, STR("debian")) || str_eq(distro, STR("ubuntu")))
		|| !(is_foreign || str_eq(path, STR("/etc/ssl/cert.pem")));
}

/* The bundle that it wants from a stage or image which has none there. */
static struct fact_string
missing_bundle(const struct docker_reader *r, const struct fact_copy *copy)
{
	struct fact_string none = { .state = ABSENT };
	struct str bundle = STR(""), distro = STR("");
	if (copy->from_stage) {
		const struct fact_stage *from = copy->from_stage;
		bundle = from->machine->is_open ? STR("") : from->ca_bundle.text;
		distro = from->distro.text;
	} else if (copy->from_image) {
		const struct knowledge_record *known = image_knowledge(r->x, copy->from_image);
		bundle = known ? knowledge_get(known, STR("ca_bundle")) : STR("");
		distro = known ? knowledge_get(known, STR("distro")) : STR("");
	}
	bool is_certain = str_eq(bundle, STR("none")) || str_eq(bundle, STR("image"))
		|| str_eq(bundle, STR("installed"));
	for (size_t i = 0; is_certain && i < copy->sources.n; i++) {
		struct fact_string source = copy->sources.items[i];
		struct str path = source.state == KNOWN ? source.text : STR("");
		bool is_file = is_bundle_path(path) && path_ext(path).n;
		if (is_file && (str_eq(bundle, STR("none")) || !has_bundle_at(distro, path)))
			return source;
	}
	return none;
}

/* --- the fact --- */

static void
read_source(struct docker_reader *r, struct fact_copy *copy, struct fact_string source)
{
	struct arena *a = r->x->arena;
	if (source.state != KNOWN) {
		copy->brings_go_mod = tri_or(copy->brings_go_mod, UNSURE);
		copy->brings_go_sum = tri_or(copy->brings_go_sum, UNSURE);
		copy->brings_source = tri_or(copy->brings_source, UNSURE);
		return;
	}
	struct str text = source.text;
	if (is_private_key(text))
		copy->private_key = source;
	if (is_credential_file(text))
		copy->credential_file = source;
	if (copy->is_from_context != YES)
		return;
	struct str clean =
		path_clean(a, path_is_absolute(text) ? str_slice(text, 1, text.n) : text);
	if (str_starts(clean, STR("../")) || str_eq(clean, STR("..")))
		copy->leaves_context = source;
	bool all = is_all(a, text);
	enum io_kind kind = kind_of_source(r, text);
	bool may_be_dir = kind == IO_DIR || (kind == IO_OTHER && !all && path_ext(text).n == 0);
	copy->is_whole_context = tri_or(copy->is_whole_context, tri_of(all));
	enum tri mod = tri_of(all || takes_file(a, text, "go.mod"));
	enum tri sum = tri_of(all || takes_file(a, text, "go.sum"));
	copy->brings_go_mod = tri_or(copy->brings_go_mod, may_be_dir ? tri_or(mod, UNSURE) : mod);
	copy->brings_go_sum = tri_or(copy->brings_go_sum, may_be_dir ? tri_or(sum, UNSURE) : sum);
	copy->brings_source = tri_or(copy->brings_source, brings_source(r, text));
}

/* What the COPY names and the builder does not get, so that it stops there. */
static void
find_ignored(struct docker_reader *r, const struct fact_copy *copy)
{
	struct arena *a = r->x->arena;
	if (copy->is_from_context != YES || r->file->context.state != KNOWN || !r->file->ignore)
		return;
	for (size_t i = 0; i < copy->sources.n; i++) {
		struct fact_string source = copy->sources.items[i];
		if (source.state != KNOWN || path_has_glob(source.text)
			|| str_contains(source.text, STR("://")))
			continue;
		struct str text = source.text;
		while (path_is_absolute(text))
			text = str_slice(text, 1, text.n);
		struct str path = path_clean(a, text);
		if (docker_ignores_whole(r->x, r->file, path)) {
			ignored_source_add(r->x, r->stage, copy->sources_place, path, NULL);
			return;
		}
	}
}

static void
read_from_flag(struct docker_reader *r, struct fact_copy *copy,
	const struct docker_instruction *instruction)
{
	const struct docker_flag *from = docker_instruction_flag(instruction, STR("from"));
	copy->is_from_context = tri_of(!from);
	if (!from)
		return;
	struct fact_string name = docker_value_of(r, &from->value);
	copy->from_stage = docker_stage_named(r, name);
	if (!copy->from_stage && name.state == KNOWN)
		copy->from_image = image_ref_new(r->x, name, place_of(r->source, from->value.span));
}

static void
read_words(struct docker_reader *r, struct fact_copy *copy,
	const struct docker_instruction *instruction)
{
	struct arena *a = r->x->arena;
	size_t nargs = instruction->args.n;
	if (nargs == 0)
		return;
	for (size_t i = 0; i + 1 < nargs; i++) {
		struct fact_string source = docker_value_of(r, &instruction->args.items[i]);
		fact_strings_add(a, &copy->sources, source);
	}
	copy->workdir = r->workdir;
	copy->destination_place = place_of(r->source, instruction->args.items[nargs - 1].span);
	if (nargs > 1)
		copy->sources_place = place_of(r->source,
			span_join(instruction->args.items[0].span,
				instruction->args.items[nargs - 2].span));
	struct fact_string destination = docker_value_of(r, &instruction->args.items[nargs - 1]);
	copy->destination = fact_unknown_string();
	copy->destination_text = destination;
	if (destination.state != KNOWN)
		return;
	struct str text = destination.text;
	copy->into_dir = str_ends(text, STR("/")) || str_eq(text, STR("."))
		|| str_ends(text, STR("/.")) || nargs > 2;
	if (path_is_absolute(text) || r->workdir.state == KNOWN)
		copy->destination = fact_known(path_join(a, r->workdir.text, text));
}

/* What a web stage has made, put into a folder of the source: COPY --from=web /dist /src/dist */
static bool
adds_to_source(const struct machine *m, const struct fact_copy *copy)
{
	const struct fact_stage *from = copy->from_stage;
	const struct fact_copy *source = m->source_copy;
	if (!from || from->go_commands.n || !source || source->destination.state != KNOWN
		|| copy->destination.state != KNOWN || !from->base || !from->base->image)
		return false;
	struct fact_string image = from->base->image->name;
	if (image.state != KNOWN || str_contains(image.text, STR("go")))
		return false;
	struct str dir = source->destination.text, to = copy->destination.text;
	return path_is_within(to, dir) && !path_is_within(dir, to)
		&& !str_contains(to, STR("/vendor")) && !str_contains(to, STR("/pkg"));
}

/* May a COPY --from bring sources, go.sum or downloaded modules? */
static bool
may_hand_over_modules(const struct machine *m, const struct fact_copy *copy)
{
	if (adds_to_source(m, copy))
		return false;
	const struct fact_stage *from = copy->from_stage;
	bool from_go = from
		&& (from->go_commands.n || from->machine->source_copy || from->machine->mod_copy
			|| from->machine->is_open);
	bool to_go = copy->destination.state != KNOWN
		|| path_is_within(copy->destination.text, STR("/go"))
		|| str_contains(copy->destination.text, STR("/pkg"));
	return from_go || to_go || (!from && !copy->from_image);
}

/* A known_hosts file by its name; settings of ssh and whole folders may hold or replace it. */
static void
leave_ssh_files(struct machine *m, const struct fact_copy *copy)
{
	for (size_t i = 0; i <= copy->sources.n; i++) {
		struct fact_string path =
			i < copy->sources.n ? copy->sources.items[i] : copy->destination;
		struct str text = path.state == KNOWN ? path.text : STR("");
		if (str_contains(path_base(text), STR("known_hosts")))
			m->has_known_hosts = YES;
		bool may_hold = path.state != KNOWN || str_contains(text, STR(".ssh"))
			|| str_contains(text, STR("ssh_config")) || str_eq(text, STR("/root"))
			|| str_contains(text, STR("/home")) || str_eq(text, STR("/"));
		if (may_hold && m->has_known_hosts == NO)
			m->has_known_hosts = UNSURE;
		if (may_hold && m->has_ssh_credential == NO)
			m->has_ssh_credential = UNSURE;
	}
}

/* What later commands of the stage find. */
static void
leave_behind(struct docker_reader *r, struct fact_copy *copy)
{
	struct machine *m = r->machine;
	fact_list_add(r->x->arena, &m->copies, copy);
	if (copy->is_from_context == YES) {
		if (!m->source_copy && copy->brings_source == YES)
			m->source_copy = copy;
		if (!m->mod_copy && copy->brings_go_mod == YES)
			m->mod_copy = copy;
		m->may_have_go_mod |= copy->brings_go_mod == UNSURE;
		m->go_sum_copied = tri_or(m->go_sum_copied, copy->brings_go_sum);
	} else if (may_hand_over_modules(m, copy)) {
		if (m->go_sum_copied == NO)
			m->go_sum_copied = UNSURE;
		if (m->modules_at_hand == NO)
			m->modules_at_hand = UNSURE;
		if (m->has_download_layer == NO)
			m->has_download_layer = UNSURE;
	}
	if (copy->brings_ca_bundle != NO)
		machine_gain(r->x, m,
			&(struct tool_gain){ TOOL_ca_bundle, "copy", STR("COPY"), copy->place,
				copy->brings_ca_bundle == YES });
	if (copy->private_key.state == KNOWN)
		m->has_ssh_credential = YES;
	leave_ssh_files(m, copy);
	docker_copy_tools(r->x, m, copy);
}

void
docker_read_copy(struct docker_reader *r, const struct docker_instruction *instruction)
{
	struct fact_copy *copy = FACT_ADD(r->x, copy);
	copy->place = place_of(r->source, instruction->span);
	copy->sources_place = copy->place;
	copy->stage = r->stage;
	read_from_flag(r, copy, instruction);
	read_words(r, copy, instruction);
	copy->is_selective = docker_instruction_flag(instruction, STR("parents"))
		|| docker_instruction_flag(instruction, STR("exclude"));
	for (size_t i = 0; i < copy->sources.n; i++)
		read_source(r, copy, copy->sources.items[i]);
	copy->brings_ca_bundle = brings_bundle(r, copy);
	copy->missing_bundle = missing_bundle(r, copy);
	docker_find_missing_source(r, copy);
	find_ignored(r, copy);
	leave_behind(r, copy);
	certificate_copied(r->x, r->machine, r->stage, copy);
	secret_files_copied(r->x, copy);
	if (instruction->keyword == DOCKER_ADD)
		download_added(r->x, r->stage, copy,
			docker_instruction_flag(instruction, STR("checksum")) != NULL);
}

struct fact_module *
module_in_image(const struct extraction *x, const struct machine *m, struct str dir)
{
	struct arena *a = x->arena;
	for (size_t i = m->copies.n; i-- > 0;) {
		const struct fact_copy *copy = m->copies.items[i];
		const struct fact_dockerfile *file = copy->stage->dockerfile;
		if (copy->is_from_context != YES || copy->destination.state != KNOWN
			|| file->context.state != KNOWN)
			continue;
		/* COPY go.mod go.mod names the file, not its folder. */
		struct str folder = copy->destination.text;
		if (str_eq(path_base(folder), STR("go.mod")))
			folder = path_dir(folder);
		if (!path_is_within(dir, folder))
			continue;
		struct str below = str_slice(dir, folder.n, dir.n);
		while (path_is_absolute(below))
			below = str_slice(below, 1, below.n);
		for (size_t j = 0; j < copy->sources.n; j++) {
			struct fact_string source = copy->sources.items[j];
			if (source.state != KNOWN)
				continue;
			struct str text = source.text;
			while (path_is_absolute(text))
				text = str_slice(text, 1, text.n);
			bool is_mod = takes_file(a, text, "go.mod");
			struct str from =
				path_join(a, file->context.text, is_mod ? path_dir(text) : text);
			if (is_mod && below.n)
				continue;
			if (!is_mod && !is_all(a, text) && vfs_kind(a, x->fs, from) != IO_DIR)
				continue;
			struct fact_module *module =
				module_of_dir(x->project, path_join(a, from, below));
			if (module && path_is_within(module->dir.text, from))
				return module;
		}
	}
	return NULL;
}
