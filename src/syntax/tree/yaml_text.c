/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/utf8.h"
#include "syntax/tree/yaml_parts.h"

#define CHECKPOINT_EVERY 64
#define REPLACEMENT "\xef\xbf\xbd"

/* The characters that libyaml's reader lets through (YAML 1.1, 4.1.1). */
static bool
is_allowed(uint32_t code)
{
	return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code <= 0x7e)
		|| code == 0x85 || (code >= 0xa0 && code <= 0xd7ff)
		|| (code >= 0xe000 && code <= 0xfffd && code != 0xfeff) || code >= 0x10000;
}

size_t
yaml_char(struct str text, size_t at, bool *bad)
{
	uint32_t code;
	if (text.s[at] >= 0x20 && text.s[at] < 0x7f) { /* nearly all there is */
		*bad = false;
		return 1;
	}
	size_t n = utf8_decode(text, at, &code);
	*bad = !n || !is_allowed(code);
	return n ? n : 1;
}

/* A byte order mark within the text is legal (YAML 1.2, 5.2), but not for libyaml. */
struct yaml_text
yaml_text_new(struct arena *a, const struct source *source)
{
	struct str text = source->text;
	struct yaml_text t = { .source = source, .bad_utf8 = STR_NONE, .forbidden = STR_NONE };
	t.start = t.from = str_starts(text, STR(UTF8_BOM)) ? 3 : 0;
	t.ascii = true;
	struct buf clean = buf_new(a);
	size_t kept = t.start, count = 0;
	for (size_t at = t.start, n; at < text.n; at += n) {
		bool bad;
		n = yaml_char(text, at, &bad);
		if (count++ % CHECKPOINT_EVERY == 0)
			vec_push(a, &t.checkpoints, (uint32_t)at);
		t.ascii = t.ascii && n == 1;
		if (!bad)
			continue;
		size_t *first = utf8_decode(text, at, NULL) ? &t.forbidden : &t.bad_utf8;
		if (*first == STR_NONE && !str_eq(str_slice(text, at, at + n), STR(UTF8_BOM)))
			*first = at;
		t.repaired = true;
		buf_add(&clean, str_slice(text, kept, at));
		buf_add(&clean, STR(REPLACEMENT));
		kept = at + n;
	}
	t.clean = str_slice(text, t.start, text.n);
	if (t.repaired) {
		buf_add(&clean, str_slice(text, kept, text.n));
		t.clean = buf_str(&clean);
	}
	return t;
}

void
yaml_text_seek(struct yaml_text *t, size_t at)
{
	for (size_t n; t->from < at; t->from += n) {
		bool bad;
		n = yaml_char(t->source->text, t->from, &bad);
		t->clean_from += bad ? STR(REPLACEMENT).n : n;
		t->index++;
	}
}

size_t
yaml_text_offset(const struct yaml_text *t, size_t index)
{
	struct str text = t->source->text;
	index += t->index;
	size_t at = t->start + index;
	if (!t->ascii) {
		size_t checkpoint = index / CHECKPOINT_EVERY;
		if (checkpoint >= t->checkpoints.n)
			return text.n;
		at = t->checkpoints.items[checkpoint];
		for (size_t left = index % CHECKPOINT_EVERY; left && at < text.n; left--)
			at += utf8_step(text, at);
	}
	return at < text.n ? at : text.n;
}

size_t
yaml_break(struct str text, size_t at)
{
	if (at >= text.n)
		return 0;
	char c = text.s[at];
	if (c == '\n')
		return 1;
	if (c == '\r')
		return at + 1 < text.n && text.s[at + 1] == '\n' ? 2 : 1;
	if (c != '\xc2' && c != '\xe2')
		return 0;
	struct str rest = str_slice(text, at, text.n);
	if (str_starts(rest, STR("\xc2\x85")))
		return 2;
	return str_starts(rest, STR("\xe2\x80\xa8")) || str_starts(rest, STR("\xe2\x80\xa9")) ? 3
											      : 0;
}

size_t
yaml_line_end(struct str text, size_t at)
{
	while (at < text.n && !yaml_break(text, at))
		at++;
	return at;
}

static size_t
skip_separation(struct str text, size_t at)
{
	while (at < text.n) {
		size_t n = yaml_break(text, at);
		if (text.s[at] == '#')
			at = yaml_line_end(text, at);
		else if (n || char_is_blank(text.s[at]))
			at += n ? n : 1;
		else
			break;
	}
	return at;
}

static size_t
skip_tag(struct str text, size_t at)
{
	if (at + 1 < text.n && text.s[at + 1] == '<') {
		size_t close = str_find_char(text, '>', at);
		if (close != STR_NONE)
			return close + 1;
	}
	while (at < text.n && !char_is_blank(text.s[at]) && text.s[at] != ','
		&& !yaml_break(text, at))
		at++;
	return at;
}

size_t
yaml_skip_properties(struct str text, size_t at, bool anchor, bool tag)
{
	while (at < text.n) {
		if (anchor && text.s[at] == '&') {
			at++;
			while (at < text.n && (char_is_name(text.s[at]) || text.s[at] == '-'))
				at++;
			anchor = false;
		} else if (tag && text.s[at] == '!') {
			at = skip_tag(text, at);
			tag = false;
		} else {
			break;
		}
		at = skip_separation(text, at);
	}
	return at;
}
