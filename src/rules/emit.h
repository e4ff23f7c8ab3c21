/* SPDX-License-Identifier: Apache-2.0 */
/* Writes rules and knowledge as C tables; only for the program that is run while building. */
#ifndef GOBELIN_RULES_EMIT_H
#define GOBELIN_RULES_EMIT_H

#include "base/buf.h"
#include "rules/load.h"

/* The definitions of builtin_rules, builtin_rule_count and builtin_knowledge. */
void emit_tables(
	struct buf *out, const struct rules *rules, const struct knowledge_tables *knowledge);

#endif
