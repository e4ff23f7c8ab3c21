/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which services docker compose builds or starts.
 * https://docs.docker.com/compose/how-tos/profiles/
 */
#include "facts/config/compose.h"

#define FILES_MAX 100      /* of a call, with those that they include */
#define SELECTED_MAX 20000 /* services, with the names in them, that all calls look at */

struct selection {
	struct extraction *x;
	const struct compose_call *call;
	struct strs files;
	struct map by_name; /* to struct fact_list: files may define a service together */
	struct map asked;
	struct strs wanted; /* names, in the order in which they were asked for */
	struct fact_list services;
};

/* May so much more be looked at? Many calls may be for the same files. */
static bool
may_look_at(struct selection *s, size_t n)
{
	bool may = n <= SELECTED_MAX - s->x->services_selected;
	s->x->services_selected = may ? s->x->services_selected + n : SELECTED_MAX;
	s->services.open |= !may;
	return may;
}

/* Adds a file and what it includes, each once. */
static void
add_file(struct selection *s, struct str path)
{
	const struct compose_file *file = map_get(&s->x->compose_files, path);
	if (strs_has(&s->files, path))
		return;
	if (!file || s->files.n >= FILES_MAX) {
		s->services.open = true;
		return;
	}
	struct arena *a = s->x->arena;
	vec_push(a, &s->files, path);
	s->services.open |= file->is_open;
	if (!may_look_at(s, 1 + file->includes.n))
		return;
	fact_for(compose_service, service, &file->services) {
		if (!may_look_at(s, 1 + service->depends_on.n + service->profiles.n))
			return;
		struct fact_list *all = map_get(&s->by_name, service->name.text);
		if (!all) {
			all = ARENA_NEW(a, struct fact_list);
			map_set(a, &s->by_name, service->name.text, all);
		}
		fact_list_add(a, all, service);
	}
	vec_for(const struct str, include, &file->includes)
		add_file(s, *include);
}

static void
ask_for(struct selection *s, struct str name)
{
	if (map_get(&s->asked, name))
		return;
	map_set(s->x->arena, &s->asked, name, s);
	vec_push(s->x->arena, &s->wanted, name);
}

static void
ask_for_needed(struct selection *s, const struct fact_strings *needed)
{
	s->services.open |= needed->open;
	for (size_t i = 0; i < needed->n; i++)
		if (needed->items[i].state == KNOWN)
			ask_for(s, needed->items[i].text);
		else
			s->services.open = true;
}

/* Takes all that is asked for; that may ask for more. */
static void
take_all(struct selection *s)
{
	for (size_t i = 0; i < s->wanted.n; i++) {
		const struct fact_list *all = map_get(&s->by_name, s->wanted.items[i]);
		s->services.open |= !all;
		for (size_t j = 0; all && j < all->n; j++) {
			struct fact_compose_service *service = all->items[j];
			fact_list_add(s->x->arena, &s->services, service);
			if (!s->call->without_dependencies)
				ask_for_needed(s, &service->depends_on);
		}
	}
}

/* Is a service among those that start where none is named? */
static enum tri
is_asked_for(const struct compose_call *call, const struct fact_list *all)
{
	bool has_profiles = false;
	fact_for(compose_service, service, all) {
		for (size_t i = 0; i < service->profiles.n; i++) {
			struct fact_string profile = service->profiles.items[i];
			if (profile.state != KNOWN)
				return UNSURE;
			if (strs_has(&call->profiles, profile.text)
				|| strs_has(&call->profiles, STR("*")))
				return YES;
			has_profiles = true;
		}
		if (service->profiles.open)
			return UNSURE;
	}
	return has_profiles ? (call->any_profile ? UNSURE : NO) : YES;
}

struct fact_list
compose_select(struct extraction *x, const struct compose_call *call)
{
	struct selection s = { .x = x, .call = call };
	vec_for(const struct str, path, &call->files)
		add_file(&s, *path);
	vec_for(const struct str, name, &call->services)
		ask_for(&s, *name);
	for (size_t i = 0; call->services.n == 0 && i < s.by_name.entries.n; i++) {
		const struct map_entry *entry = &s.by_name.entries.items[i];
		enum tri wanted = is_asked_for(call, entry->value);
		if (wanted == YES)
			ask_for(&s, entry->key);
		s.services.open |= wanted == UNSURE;
	}
	take_all(&s);
	return s.services;
}
