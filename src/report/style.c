/* SPDX-License-Identifier: Apache-2.0 */
#include "report/style.h"

#include "report/parts.h"
#include "report/width.h"

enum style
style_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return STYLE_ERROR;
	case SEVERITY_WARNING: return STYLE_WARNING;
	case SEVERITY_INFO: break;
	}
	return STYLE_INFO;
}

void
style_begin(struct buf *out, const struct report_options *options, enum style style)
{
	static const char *const codes[] = {
		[STYLE_ERROR] = "1;31",
		[STYLE_WARNING] = "1;33",
		[STYLE_INFO] = "1;36",
		[STYLE_STRONG] = "1",
		[STYLE_FRAME] = "34",
		[STYLE_FAINT] = "2",
	};
	if (options->colour)
		buf_printf(out, "\x1b[%sm", codes[style]);
}

void
style_end(struct buf *out, const struct report_options *options)
{
	if (options->colour)
		buf_add(out, STR("\x1b[0m"));
}

void
style_add(struct buf *out, const struct report_options *options, enum style style, struct str text)
{
	style_begin(out, options, style);
	buf_add(out, text);
	style_end(out, options);
}

/* The rule's id; terminals that know OSC 8 open its page from there. */
static void
add_rule(struct buf *out, const struct report_options *options, const struct rule *rule)
{
	style_begin(out, options, STYLE_FAINT);
	buf_add_char(out, '[');
	struct str url = rule_url(out->arena, rule);
	if (options->colour && url.n)
		buf_printf(out, "\x1b]8;;%" PRIstr "\x1b\\%" PRIstr "\x1b]8;;\x1b\\", STR_ARG(url),
			STR_ARG(rule->id));
	else
		buf_add(out, rule->id);
	buf_printf(out, " %" PRIstr "]", STR_ARG(rule->name));
	style_end(out, options);
}

/* A headline while it is written; with columns it goes on below where a word has no room. */
struct headline {
	struct buf *out;
	unsigned columns, at;
};

#define CONTINUATION STR("\n  ")

static void
make_room(struct headline *h, unsigned columns)
{
	bool fits = !h->columns || h->at + 1 + columns <= h->columns;
	buf_add(h->out, fits ? STR(" ") : CONTINUATION);
	h->at = (fits ? h->at + 1 : (unsigned)CONTINUATION.n - 1) + columns;
}

void
style_headline(struct buf *out, const struct report_options *options, const struct finding *finding)
{
	struct arena *a = out->arena;
	const struct source *source = finding->place.source;
	struct position at = source_position(source, finding->place.span.off);
	struct str path = report_path(a, options, source->path), word;
	struct str place = arena_printf(
		a, "%" PRIstr ":%u:%u:", STR_ARG(path), (unsigned)at.line, (unsigned)at.column);
	struct str severity = str_from(severity_name(finding->severity));
	struct str message = report_line(a, finding->message);
	struct headline h = { out, options->columns, width_of_text(place) };
	style_add(out, options, STYLE_STRONG, place);
	make_room(&h, (unsigned)severity.n + 1);
	style_add(out, options, style_of(finding->severity), severity);
	buf_add_char(out, ':');
	style_begin(out, options, STYLE_STRONG);
	while (str_next_field(&message, ' ', &word)) {
		make_room(&h, width_of_text(word));
		buf_add(out, word);
	}
	style_end(out, options);
	make_room(&h, (unsigned)(finding->rule->id.n + finding->rule->name.n + 3));
	add_rule(out, options, finding->rule);
	buf_add_char(out, '\n');
}

void
style_errors(
	struct buf *out, const struct report_options *options, const struct lint_errors *errors)
{
	vec_for(const struct lint_error, error, errors) {
		style_add(out, options, STYLE_ERROR, STR("error"));
		buf_printf(out, ": %" PRIstr ": %" PRIstr "\n",
			STR_ARG(report_path(out->arena, options, error->path)),
			STR_ARG(report_line(out->arena, error->message)));
	}
}
