/* SPDX-License-Identifier: Apache-2.0 */
/* Programs as C source. */
#include <inttypes.h>

#include "cel/cel_internal.h"

/* Octal escapes of three digits never swallow what follows; '?' could start a trigraph. */
static void
write_string(struct buf *out, struct str s)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?')
			buf_printf(out, "\\%03o", c);
		else
			buf_add_char(out, (char)c);
	}
	buf_add_char(out, '"');
}

static void
write_nodes(struct buf *out, const struct cel_program *p, const char *name)
{
	buf_printf(out, "static const struct cel_node %s_nodes[] = {\n", name);
	for (uint32_t i = 0; i < p->nnodes; i++) {
		const struct cel_node *n = &p->nodes[i];
		buf_printf(out, "\t{ %d, %" PRIu32 "u, %" PRIu32 "u, %" PRIu32 "u },\n", (int)n->op,
			n->a, n->b, n->c);
	}
	buf_printf(out, "};\n");
}

static void
write_strings(struct buf *out, const struct cel_program *p, const char *name)
{
	if (p->nstrings == 0)
		return;
	buf_printf(out, "static const struct str %s_strings[] = {\n", name);
	for (uint32_t i = 0; i < p->nstrings; i++) {
		buf_printf(out, "\tSTR_INIT(");
		write_string(out, p->strings[i]);
		buf_printf(out, "),\n");
	}
	buf_printf(out, "};\n");
}

/* INT64_MIN has no literal of its own. */
static void
write_integers(struct buf *out, const struct cel_program *p, const char *name)
{
	if (p->nintegers == 0)
		return;
	buf_printf(out, "static const int64_t %s_integers[] = {\n", name);
	for (uint32_t i = 0; i < p->nintegers; i++) {
		if (p->integers[i] == INT64_MIN)
			buf_printf(out, "\tINT64_MIN,\n");
		else
			buf_printf(out, "\tINT64_C(%" PRId64 "),\n", p->integers[i]);
	}
	buf_printf(out, "};\n");
}

static void
write_reals(struct buf *out, const struct cel_program *p, const char *name)
{
	if (p->nreals == 0)
		return;
	buf_printf(out, "static const double %s_reals[] = {\n", name);
	for (uint32_t i = 0; i < p->nreals; i++)
		buf_printf(out, "\t%a,\n", p->reals[i]);
	buf_printf(out, "};\n");
}

/* A pointer to one of the tables; NULL where it is empty and so was not written. */
static void
write_table(struct buf *out, const char *name, const char *table, uint32_t n)
{
	if (n > 0)
		buf_printf(out, "%s_%s, ", name, table);
	else
		buf_printf(out, "NULL, ");
}

void
cel_program_write_c(struct buf *out, const struct cel_program *p, const char *name)
{
	write_nodes(out, p, name);
	write_strings(out, p, name);
	write_integers(out, p, name);
	write_reals(out, p, name);
	buf_printf(out, "#define %s { ", name);
	write_table(out, name, "nodes", p->nnodes);
	write_table(out, name, "strings", p->nstrings);
	write_table(out, name, "integers", p->nintegers);
	write_table(out, name, "reals", p->nreals);
	buf_printf(out, "%" PRIu32 ", %" PRIu32 ", %" PRIu32 ", %" PRIu32 ", { %d, %d, %u } }\n",
		p->nnodes, p->nstrings, p->nintegers, p->nreals, (int)p->type.kind,
		(int)p->type.element, (unsigned)p->type.class);
}
