/* SPDX-License-Identifier: Apache-2.0 */
/* goreleaser as a command: https://goreleaser.com/cmd/goreleaser/ */
#include "facts/config/goreleaser.h"
#include "facts/programs/reader.h"

static const char *const long_options[] = { "config", "id", "key", "output", "parallelism",
	"release-footer", "release-footer-tmpl", "release-header", "release-header-tmpl",
	"release-notes", "release-notes-tmpl", "skip", "timeout", NULL };

void
read_goreleaser(struct run_context *cx, const struct command_view *view)
{
	const struct fact_command *c = view->command;
	if (!RUNS_ONE_OF(c, "goreleaser") || cx->machine->is_image)
		return;
	struct options o = { .cx = cx, .view = view, .letters = "fpo", .longs = long_options };
	struct goreleaser_call call = { .cx = cx, .place = c->place, .command = view->command };
	struct str verb = { 0 };
	while (options_next(&o)) {
		if (IS_ONE_OF(o.name, "help", "version", "h", "v"))
			return;
		if (IS_ONE_OF(o.name, "f", "config"))
			call.config = sketch_value(o.value);
		else if (IS_ONE_OF(o.name, "skip"))
			goreleaser_add_skips(&call, sketch_value(o.value));
		else if (o.name.n == 0 && verb.n == 0)
			verb = o.value;
	}
	call.verb =
		sketch_value(verb).state == KNOWN ? goreleaser_verb(verb) : fact_unknown_string();
	if (call.verb.state != ABSENT)
		goreleaser_run_add(&call);
}
