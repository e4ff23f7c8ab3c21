/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the input as go.mod and as go.work: every place must lie in the file, in order. */
#include <stdlib.h>

#include "ast_check.h"
#include "syntax/gomod/gomod.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_that(bool holds)
{
	if (!holds)
		abort();
}

static void
check(const struct gomod *mod)
{
	size_t n = mod->source->text.n, last = 0;
	for (size_t i = 0; i < mod->directives.n; i++) {
		const struct gomod_directive *d = &mod->directives.items[i];
		check_that(d->span.len > 0 && d->span.off >= last);
		last = span_end(d->span);
		check_that(last <= n && span_end(d->comment) <= n);
		for (size_t j = 0; j < d->args.n; j++)
			check_that(span_end(d->args.items[j].span) <= last);
	}
	for (size_t i = 0; i < mod->faults.n; i++)
		check_that(span_end(mod->faults.items[i].span) <= n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct source *source =
		source_new(a, STR("go.mod"), (struct str){ (const char *)data, size });
	check(gomod_parse(a, source, false));
	check(gomod_parse(a, source, true));
	ast_check(a, source, "gomod");
	ast_check(a, source, "gowork");
	arena_free(a);
	return 0;
}
