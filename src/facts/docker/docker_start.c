/* SPDX-License-Identifier: Apache-2.0 */
/* What a stage starts with: an image, a stage before it, or, after a fault, nothing known. */
#include "facts/docker/docker.h"
#include "facts/go_version.h"

/* The release that a tag names: 3.23 or bookworm; golang's tags have it behind the Go version. */
static struct fact_string
release_of(const struct fact_stage *stage)
{
	if (stage->image->tag.state != KNOWN || stage->distro.state != KNOWN)
		return fact_unknown_string();
	struct str tag = stage->image->tag.text, distro = stage->distro.text, first, rest;
	if (stage->is_golang_image == YES && str_cut(tag, '-', &first, &rest))
		tag = rest;
	else if (stage->is_golang_image == YES || !str_eq(stage->image->name.text, distro))
		return fact_unknown_string();
	if (str_starts(tag, distro))
		tag = str_slice(tag, distro.n, tag.n);
	str_cut(tag, '-', &tag, NULL);
	return tag.n ? fact_known(tag) : fact_unknown_string();
}

/* Patch releases share the record of their minor release. */
static bool
is_outdated(struct extraction *x, struct str distro, struct str version)
{
	const struct knowledge_table *table =
		knowledge_table_named(x->knowledge, STR("distributions"));
	struct str major, minor, rest;
	if (str_cut(version, '.', &major, &rest) && str_cut(rest, '.', &minor, NULL))
		version = str_slice(version, 0, major.n + 1 + minor.n);
	struct str release =
		arena_printf(x->arena, "%" PRIstr " %" PRIstr, STR_ARG(distro), STR_ARG(version));
	struct str end = knowledge_get(knowledge_find(table, STR("release"), release), STR("end"));
	return end.n && str_cmp(end, table->checked) < 0;
}

/* Images of Windows say so in their name or tag; their shell is cmd or PowerShell. */
static bool
is_windows_image(const struct fact_image_ref *image)
{
	return image->text.state == KNOWN
		&& (str_contains(image->text.text, STR("windows"))
			|| str_contains(image->text.text, STR("nanoserver")));
}

void
docker_start_from_image(struct docker_reader *r, const struct knowledge_record *known)
{
	struct fact_stage *stage = r->stage;
	struct machine *m = r->machine;
	machine_start_from_image(r->x, m, known, stage->image->text.text);
	m->has_known_hosts = m->has_ssh_credential = known ? NO : UNSURE;
	/* An image of one's own may hold the modules already. */
	m->modules_at_hand = m->has_download_layer = known ? NO : UNSURE;
	m->go_env_file = known ? NULL : settings_open(r->x->arena, NULL);
	r->pipefail = known ? NO : UNSURE;
	stage->has_shell = known ? knowledge_tri(known, "shell") : UNSURE;
	stage->distro = knowledge_string(known, "distro");
	stage->libc = knowledge_string(known, "libc");
	stage->package_manager = knowledge_string(known, "package_manager");
	stage->base_ca_bundle = knowledge_string(known, "ca_bundle");
	stage->usual_ca_path = knowledge_string(known, "ca_path");
	m->distro = stage->distro.text;
	m->package_manager = stage->package_manager.text;
	m->go_is_packaged = known && knowledge_tri(known, "packaged_go") == YES;
	stage->is_golang_image = known ? tri_of(knowledge_get(known, STR("golang")).n) : UNSURE;
	stage->distro_version = release_of(stage);
	stage->distro_is_outdated = tri_of(stage->distro_version.state == KNOWN
		&& is_outdated(r->x, stage->distro.text, stage->distro_version.text));
	if (known && str_eq(knowledge_get(known, STR("go")), STR("tag"))) {
		struct str version = stage->image->tag.state == KNOWN
			? go_tag_version(stage->image->tag.text)
			: STR("");
		m->go_version = version.n ? fact_made_of(fact_known(version), stage->image->text)
					  : fact_unknown_string();
		struct fact_go_pin *pin = go_pin_add(r->x, version, stage->image->place);
		if (pin)
			pin->stage = stage;
	} else {
		m->go_version = known && str_eq(m->package_manager, STR("none"))
			? (struct fact_string){ .state = ABSENT }
			: fact_unknown_string();
	}
	r->shell_is_known = !is_windows_image(stage->image);
	r->user = knowledge_string(known, "user");
	r->workdir = knowledge_string(known, "workdir");
	if (known)
		r->env = image_env(r->x, stage->image, known, r->env);
	else
		r->env = settings_open(r->x->arena, r->env);
}

/* How much of each of its parent's lists a stage takes over. */
#define INHERITED_MAX 256

void
docker_start_from_stage(struct docker_reader *r, const struct fact_stage *parent)
{
	struct fact_stage *stage = r->stage;
	*r->machine = *parent->machine;
	r->machine->commands = r->machine->go_commands = (struct fact_list){ 0 };
	r->machine->skippable_go_commands = (struct fact_list){ 0 };
	struct fact_list *lists[] = { &r->machine->installs, &r->machine->copies,
		&r->machine->certificates, &r->machine->rewrites, &r->machine->arguments };
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		lists[i]->open |= lists[i]->n > INHERITED_MAX;
		lists[i]->n = lists[i]->n > INHERITED_MAX ? INHERITED_MAX : lists[i]->n;
	}
	machine_part_lists(r->machine);
	stage->has_shell = parent->has_shell;
	stage->distro = parent->distro;
	stage->libc = parent->libc;
	stage->package_manager = parent->package_manager;
	stage->distro_version = parent->distro_version;
	stage->distro_is_outdated = parent->distro_is_outdated;
	stage->base_ca_bundle = parent->base_ca_bundle;
	stage->usual_ca_path = parent->usual_ca_path;
	stage->is_golang_image = parent->is_golang_image;
	stage->user_place = parent->user_place;
	const struct docker_reader *end = parent->end;
	r->env = end->env;
	r->run_env = end->run_env; /* ARGs are handed on too */
	r->dialect = end->dialect;
	r->pipefail = end->pipefail;
	r->shell_is_known = end->shell_is_known;
	r->shell_is_default = end->shell_is_default;
	r->cmd = end->cmd;
	r->entrypoint = end->entrypoint;
	r->runtime_text = end->runtime_text;
	r->runtime_text.cap = r->runtime_text.n; /* what this stage adds is its own */
	r->user = end->user;
	r->workdir = end->workdir;
}

/* May it be a FROM that gives its stage a name? */
static bool
may_name_stage(const struct docker_reader *r, const struct docker_instruction *instruction)
{
	if (instruction->keyword != DOCKER_UNKNOWN)
		return instruction->keyword == DOCKER_FROM;
	struct str rest = source_slice(r->source, instruction->span), word, before = { 0 };
	bool is_named = false;
	while (str_next_word(&rest, &word)) {
		is_named = str_eq_nocase(before, STR("AS"));
		before = word;
	}
	return is_named;
}

void
docker_doubt_stage(struct docker_reader *r, const struct docker_instruction *instruction)
{
	r->is_doubted = true;
	r->replaces_unknown |= may_name_stage(r, instruction);
	r->global_args = settings_open(r->x->arena, r->global_args);
	if (!r->stage)
		return;
	r->stage_is_doubted = true;
	bool shell_is_known = r->shell_is_known;
	docker_note_runtime_text(r, instruction);
	machine_open(r->x, r->machine);
	docker_start_from_image(r, NULL);
	r->shell_is_known = shell_is_known;
	r->stage->go_version = r->machine->go_version;
	r->run_env = settings_open(r->x->arena, r->run_env);
	struct fact_list *lists[] = { &r->machine->installs, &r->machine->copies,
		&r->machine->certificates, &r->machine->rewrites, &r->machine->arguments };
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		lists[i]->open = true;
}
