/* SPDX-License-Identifier: Apache-2.0 */
#include "report/baseline.h"

#include "report/json_write.h"

void
baseline_print(struct buf *out, const struct baseline_entries *entries)
{
	struct arena *a = out->arena;
	const char *separator = "\n";
	buf_add(out, STR("{\n\t\"version\": 1,\n\t\"findings\": ["));
	vec_for(const struct baseline_entry, entry, entries) {
		cJSON *object = cJSON_CreateObject();
		json_put_string(a, object, "path", entry->path);
		json_put_string(a, object, "rule", entry->rule);
		json_put_string(a, object, "fingerprint", entry->fingerprint);
		buf_printf(out, "%s\t\t", separator);
		json_print_bare(out, object);
		separator = ",\n";
	}
	buf_add(out, entries->n ? STR("\n\t]\n}\n") : STR("]\n}\n"));
}
