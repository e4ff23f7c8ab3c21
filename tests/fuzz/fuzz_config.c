/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a configuration from arbitrary bytes, and shows what it says. */
#include <stdlib.h>

#include "report/config_yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct vfs fs = { 0 };
	struct config_file config;
	struct config_faults faults = { 0 };
	struct str text = arena_str(a, (struct str){ (const char *)data, size });
	vfs_put(a, &fs, CONFIG_NAME, text);
	vfs_put(a, &fs, STR("base.yaml"), STR("ignore: [proxy]\n"));
	bool ok = config_load(a, &fs, CONFIG_NAME, &config, &faults);
	if (ok == (faults.n > 0))
		abort();
	vec_for(const struct config_fault, fault, &faults)
		if (span_end(fault->place.span) > fault->place.source->text.n || !fault->message.n)
			abort();
	if (ok) {
		struct report_options options = { 0 };
		struct buf shown = buf_new(a);
		config_yaml(&shown, &config, &options);
	}
	arena_free(a);
	return 0;
}
