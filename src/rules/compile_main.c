/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulec RULES OUTPUT DEPFILE: checks the rules and knowledge tables under RULES and writes
 * them as C tables. Run while gobelin is built. The depfile lists files and folders, so
 * that a new rule leads to a new table as an edited one does.
 */
#include <stdio.h>

#include "base/io.h"
#include "base/utf8.h"
#include "rules/emit.h"

static void
print_faults(struct arena *a, const struct rule_faults *faults)
{
	vec_for(struct rule_fault, fault, faults) {
		const struct source *source = fault->place.source;
		struct position at = source_position(source, fault->place.span.off);
		struct str message = utf8_printable(a, fault->message);
		fprintf(stderr, "%" PRIstr ":%u:%u: %" PRIstr "\n", STR_ARG(source->path), at.line,
			at.column, STR_ARG(message));
	}
}

/* Ninja reads depfiles as make does: a backslash before blanks and #, $$ for $. */
static void
add_dependency(struct buf *out, struct str path)
{
	buf_add(out, STR(" \\\n "));
	for (size_t i = 0; i < path.n; i++) {
		if (path.s[i] == ' ' || path.s[i] == '#')
			buf_add_char(out, '\\');
		else if (path.s[i] == '$')
			buf_add_char(out, '$');
		buf_add_char(out, path.s[i]);
	}
}

/* Rules lie one folder deep; what lies deeper is not read. */
static void
add_dependencies(struct buf *out, struct str dir, int depth)
{
	struct io_entries entries = { 0 };
	struct str error;
	add_dependency(out, dir);
	if (!io_list_dir(out->arena, dir.s, &entries, &error))
		return;
	vec_for(struct io_entry, entry, &entries) {
		struct str path = arena_printf(
			out->arena, "%" PRIstr "/%" PRIstr, STR_ARG(dir), STR_ARG(entry->name));
		if (entry->kind == IO_DIR && depth > 0)
			add_dependencies(out, path, depth - 1);
		else if (entry->kind == IO_FILE)
			add_dependency(out, path);
	}
}

static bool
write_or_complain(struct arena *a, const char *path, const struct buf *text)
{
	struct str error;
	if (io_write_file(a, path, buf_str(text), &error))
		return true;
	fprintf(stderr, "rulec: %s: %" PRIstr "\n", path, STR_ARG(error));
	return false;
}

static bool
compile(struct arena *a, const char *dir, const char *output, const char *depfile)
{
	struct rules rules = { 0 };
	struct knowledge_tables knowledge = { 0 };
	struct rule_faults faults = { 0 };
	bool rules_ok = rules_load_dir(a, dir, NULL, &rules, &faults);
	bool knowledge_ok = knowledge_load_dir(a, dir, &knowledge, &faults);
	print_faults(a, &faults);
	if (!rules_ok || !knowledge_ok)
		return false;
	struct buf tables = buf_new(a), dependencies = buf_new(a);
	emit_tables(&tables, &rules, &knowledge);
	buf_printf(&dependencies, "%s:", output);
	add_dependencies(&dependencies, str_from(dir), 1);
	buf_add_char(&dependencies, '\n');
	return write_or_complain(a, output, &tables)
		&& write_or_complain(a, depfile, &dependencies);
}

int
main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: rulec RULES OUTPUT DEPFILE\n", stderr);
		return 2;
	}
	struct arena *a = arena_new();
	bool ok = compile(a, argv[1], argv[2], argv[3]);
	arena_free(a);
	return ok ? 0 : 1;
}
