/* SPDX-License-Identifier: Apache-2.0 */
#include "base/path.h"

#include "base/vec.h"

struct str
path_base(struct str path)
{
	size_t slash = str_find_last_char(path, '/');
	return slash == STR_NONE ? path : str_slice(path, slash + 1, path.n);
}

struct str
path_dir(struct str path)
{
	size_t slash = str_find_last_char(path, '/');
	if (slash == STR_NONE)
		return STR("");
	return str_slice(path, 0, slash == 0 ? 1 : slash);
}

struct str
path_ext(struct str path)
{
	struct str base = path_base(path);
	size_t dot = str_find_last_char(base, '.');
	return dot == STR_NONE || dot == 0 ? STR("") : str_slice(base, dot, base.n);
}

bool
path_is_absolute(struct str path)
{
	return path.n && path.s[0] == '/';
}

bool
path_has_glob(struct str path)
{
	return str_find_char(path, '*', 0) != STR_NONE || str_find_char(path, '?', 0) != STR_NONE
		|| str_find_char(path, '[', 0) != STR_NONE;
}

struct str
path_clean(struct arena *a, struct str path)
{
	bool absolute = path_is_absolute(path);
	struct strs kept = { 0 };
	struct str rest = path, element;
	while (str_next_field(&rest, '/', &element)) {
		if (element.n == 0 || str_eq(element, STR(".")))
			continue;
		if (!str_eq(element, STR("..")))
			vec_push(a, &kept, element);
		else if (kept.n && !str_eq(*vec_last(&kept), STR("..")))
			kept.n--;
		else if (!absolute)
			vec_push(a, &kept, element);
	}
	struct str clean = strs_join(a, &kept, STR("/"));
	return absolute ? arena_printf(a, "/%" PRIstr, STR_ARG(clean)) : clean;
}

struct str
path_join(struct arena *a, struct str dir, struct str path)
{
	if (path_is_absolute(path) || dir.n == 0)
		return path_clean(a, path);
	return path_clean(a, arena_printf(a, "%" PRIstr "/%" PRIstr, STR_ARG(dir), STR_ARG(path)));
}

bool
path_is_within(struct str path, struct str dir)
{
	if (dir.n == 0)
		return !path_is_absolute(path) && !str_eq(path, STR(".."))
			&& !str_starts(path, STR("../"));
	if (str_eq(path, dir) || str_eq(dir, STR("/")))
		return path_is_absolute(path) == path_is_absolute(dir);
	return str_starts(path, dir) && path.s[dir.n] == '/';
}
