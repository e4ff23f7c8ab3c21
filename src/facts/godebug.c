/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/godebug.h"

static bool
is_positive(struct str value)
{
	return value.n && value.s[0] >= '1' && value.s[0] <= '9';
}

static void
describe_removal(struct fact_godebug_entry *entry, const struct knowledge_record *known)
{
	struct str removed_in = knowledge_get(known, STR("removed_in"));
	struct str refused_since = knowledge_get(known, STR("refused_since"));
	struct knowledge_values old = knowledge_list(known, STR("old_values"));
	if (old.n && !knowledge_values_have(old, entry->value.text))
		return;
	if (removed_in.n)
		entry->removed_in = fact_known(removed_in);
	if (refused_since.n)
		entry->refused_since = fact_known(refused_since);
}

/* Go compares keys as they are, blanks too; what stands after # in a value is for bisect. */
static void
describe_entry(struct extraction *x, struct fact_godebug_entry *entry, struct str text)
{
	struct str key, value;
	bool has_value = str_cut(text, '=', &key, &value);
	const struct knowledge_record *known = knowledge_find(
		knowledge_table_named(x->knowledge, STR("godebug-keys")), STR("key"), key);
	entry->text = fact_known(text);
	entry->key = fact_known(key);
	entry->is_known = tri_of(known || str_starts(key, STR("cpu.")));
	entry->is_tracing = NO;
	if (!has_value)
		return;
	str_cut(value, '#', &value, NULL);
	entry->value = fact_known(value);
	bool traces = str_eq(knowledge_get(known, STR("tracing")), STR("true"));
	entry->is_tracing = tri_of(traces && is_positive(value));
	describe_removal(entry, known);
}

void
godebug_parse(struct extraction *x, struct fact_variable *v)
{
	if (v->value.state == UNKNOWN)
		v->godebug.open = true;
	if (v->value.state != KNOWN)
		return;
	struct str rest = v->value.text, text;
	while (str_next_field(&rest, ',', &text)) {
		if (!text.n)
			continue;
		struct fact_godebug_entry *entry = FACT_ADD(x, godebug_entry);
		entry->place = value_part_place(v, text);
		describe_entry(x, entry, text);
		fact_list_add(x->arena, &v->godebug, entry);
	}
}
