/* SPDX-License-Identifier: Apache-2.0 */
#include "base/watch.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/map.h"

#ifdef __APPLE__
#	define MODIFIED(st) ((st).st_mtimespec)
#else
#	define MODIFIED(st) ((st).st_mtim)
#endif

struct state {
	mode_t mode; /* 0: missing */
	ino_t inode;
	off_t size;
	struct timespec modified;
};

struct watched {
	struct state state;
	uint64_t names; /* of a folder */
};

struct watch {
	pthread_mutex_t lock;
	struct arena *arena;
	struct map paths; /* to struct watched */
};

struct watch *
watch_new(void)
{
	struct arena *a = arena_new();
	struct watch *watch = ARENA_NEW(a, struct watch);
	watch->arena = a;
	pthread_mutex_init(&watch->lock, NULL);
	return watch;
}

void
watch_free(struct watch *watch)
{
	pthread_mutex_destroy(&watch->lock);
	arena_free(watch->arena);
}

static struct state
state_of(const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return (struct state){ 0 };
	return (struct state){ st.st_mode, st.st_ino, st.st_size, MODIFIED(st) };
}

static bool
is_same(const struct state *a, const struct state *b)
{
	return a->mode == b->mode && a->inode == b->inode && a->size == b->size
		&& a->modified.tv_sec == b->modified.tv_sec
		&& a->modified.tv_nsec == b->modified.tv_nsec;
}

/* FNV-1a of the names in a folder; 0 where it can't be read. */
static uint64_t
hash_names(const char *path)
{
	struct arena *a = arena_new();
	struct io_entries entries = { 0 };
	struct str error;
	uint64_t hash = io_list_dir(a, path, &entries, &error) ? 0xcbf29ce484222325 : 0;
	vec_for(const struct io_entry, entry, &entries) {
		for (size_t i = 0; i <= entry->name.n; i++) /* the NUL too: it parts them */
			hash = (hash ^ (unsigned char)entry->name.s[i]) * 0x100000001b3;
	}
	arena_free(a);
	return hash;
}

void
watch_note(struct watch *watch, struct str path)
{
	pthread_mutex_lock(&watch->lock);
	if (!map_get(&watch->paths, path)) {
		struct watched *watched = ARENA_NEW(watch->arena, struct watched);
		struct str key = arena_str(watch->arena, path);
		watched->state = state_of(key.s);
		if (S_ISDIR(watched->state.mode))
			watched->names = hash_names(key.s);
		map_set(watch->arena, &watch->paths, key, watched);
	}
	pthread_mutex_unlock(&watch->lock);
}

/* A file written into a folder under its old name changes the folder's time, not its names. */
static bool
refresh(const char *path, struct watched *watched)
{
	struct state now = state_of(path);
	if (is_same(&now, &watched->state))
		return false;
	bool was_folder = S_ISDIR(watched->state.mode);
	uint64_t names = S_ISDIR(now.mode) ? hash_names(path) : 0;
	bool has_changed = !was_folder || !S_ISDIR(now.mode) || names != watched->names;
	*watched = (struct watched){ now, names };
	return has_changed;
}

bool
watch_has_changed(struct watch *watch)
{
	bool has_changed = false;
	vec_for(const struct map_entry, entry, &watch->paths.entries) {
		has_changed |= refresh(entry->key.s, entry->value);
	}
	return has_changed;
}
