/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "syntax/dockerfile/internal.h"

/* Reads `# name = value`; false where the line is no directive. */
static bool
read_directive(struct docker_parser *p, struct span line, struct docker_directive *out)
{
	struct str text = source_slice(p->source, line), name, value;
	size_t at = 0;
	for (size_t n; (n = docker_space_len(text, at)) > 0;)
		at += n;
	size_t start = at;
	if (at == text.n || text.s[at] != '#')
		return false;
	at++;
	for (size_t n; (n = docker_space_len(text, at)) > 0;)
		at += n;
	if (!str_cut(str_slice(text, at, text.n), '=', &name, &value))
		return false;
	name = str_lower(p->a, str_trim(name));
	/* A value of blanks alone is one blank to BuildKit, which is then no good for anything. */
	struct str trimmed = str_trim(value);
	value = trimmed.n ? trimmed : str_slice(value, 0, 1);
	bool known = str_eq(name, STR("syntax")) || str_eq(name, STR("escape"))
		|| str_eq(name, STR("check"));
	if (!known || value.n == 0)
		return false;
	*out = (struct docker_directive){ span_make(line.off + start, span_end(line)), name,
		value };
	return true;
}

static void
apply_directive(struct docker_parser *p, const struct docker_directive *directive)
{
	for (size_t i = 0; i < p->file->directives.n; i++) {
		if (str_eq(p->file->directives.items[i].name, directive->name)) {
			docker_fault(p, directive->span, "a second `%" PRIstr "` directive",
				STR_ARG(directive->name));
			return;
		}
	}
	if (str_eq(directive->name, STR("escape"))) {
		if (str_eq(directive->value, STR("\\")) || str_eq(directive->value, STR("`")))
			p->file->escape = directive->value.s[0];
		else
			docker_fault(p, directive->span, "the escape character must be \\ or `");
	}
	vec_push(p->a, &p->file->directives, *directive);
}

void
docker_read_directives(struct docker_parser *p)
{
	if (str_starts(p->source->text, STR(UTF8_BOM)))
		p->at = sizeof(UTF8_BOM) - 1;
	struct span line;
	size_t start = p->at;
	bool shebang = str_starts(str_slice(p->source->text, start, SIZE_MAX), STR("#!"));
	if (shebang && docker_next_line(p, &line))
		vec_push(p->a, &p->file->comments, line);
	for (;;) {
		struct docker_directive directive;
		p->faulted = false;
		start = p->at;
		if (!docker_next_line(p, &line) || !read_directive(p, line, &directive))
			break;
		/* Below a #! line BuildKit honours `syntax` and `check` but not `escape`. */
		if (shebang && str_eq(directive.name, STR("escape")))
			vec_push(p->a, &p->file->comments, directive.span);
		else
			apply_directive(p, &directive);
	}
	p->at = start;
}
