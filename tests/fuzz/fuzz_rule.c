/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a rule from arbitrary bytes. */
#include <stdlib.h>

#include "rules/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str text = arena_str(a, (struct str){ (const char *)data, size });
	const struct source *source = source_new(a, STR("topic/my-rule.yaml"), text);
	struct faults faults = { 0 };
	const struct rule *rule = rule_load(a, source, STR("topic"), &faults);
	if (!rule == !faults.n)
		abort();
	vec_for(struct fault, fault, &faults)
		if (span_end(fault->span) > size || fault->message.n == 0)
			abort();
	arena_free(a);
	return 0;
}
