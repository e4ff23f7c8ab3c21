/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/json.h"

#include <cJSON.h>

#include "cli/cli.h"
#include "report/facts_json.h"

void
cli_json_add(struct arena *a, cJSON *object, const char *key, struct str text)
{
	cJSON_AddItemToObject(object, key, json_string(a, text));
}

bool
cli_json_print(struct arena *a, cJSON *tree)
{
	char *text = cJSON_Print(tree);
	cJSON_Delete(tree);
	if (!text) {
		cli_complain(a, "out of memory");
		return false;
	}
	bool ok = cli_print(a, arena_printf(a, "%s\n", text));
	cJSON_free(text);
	return ok;
}
