/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HCL, the native syntax: attributes and blocks. They become the mappings that HCL's JSON
 * syntax has for them: target "app" { … } is "target": {"app": { … }}, and an expression is
 * the text "${…}". Blocks of one type are not joined: each is a pair of its own.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
#include <string.h>

#include "base/utf8.h"
#include "syntax/tree/build.h"
#include "syntax/tree/hcl_parts.h"

void
hcl_fail(struct hcl *h, size_t from, size_t to, const char *message)
{
	if (!h->failed && !h->stopped)
		tree_fault(h->arena, h->tree, span_make(from, to > h->text.n ? h->text.n : to),
			"%s", message);
	h->failed = true;
	h->stopped |= h->tree->faults.n >= TREE_MAX_FAULTS;
}

void
hcl_fail_here(struct hcl *h, const char *message)
{
	hcl_fail(h, h->at, h->at + utf8_step(h->text, h->at), message);
}

size_t
hcl_break(const struct hcl *h, size_t at)
{
	if (at >= h->text.n)
		return 0;
	if (h->text.s[at] == '\n')
		return 1;
	return h->text.s[at] == '\r' && at + 1 < h->text.n && h->text.s[at + 1] == '\n' ? 2 : 0;
}

size_t
hcl_line_end(const struct hcl *h, size_t at)
{
	while (at < h->text.n && !hcl_break(h, at))
		at++;
	return at;
}

/* Skips the comment at h->at; false if there is none. */
static bool
skip_comment(struct hcl *h)
{
	struct str rest = str_slice(h->text, h->at, h->text.n);
	size_t from = h->at;
	if (str_starts(rest, STR("#")) || str_starts(rest, STR("//"))) {
		h->at = hcl_line_end(h, from);
	} else if (str_starts(rest, STR("/*"))) {
		size_t close = str_find(h->text, STR("*/"), from + 2);
		h->at = close == STR_NONE ? h->text.n : close + 2;
		if (close == STR_NONE)
			hcl_fail(h, from, from + 2, "this comment is not closed by */");
	} else {
		return false;
	}
	/* What is looked at twice has its comment already. */
	const struct span *last = h->tree->comments.n ? vec_last(&h->tree->comments) : NULL;
	if (!last || span_end(*last) <= from)
		vec_push(h->arena, &h->tree->comments, span_make(from, h->at));
	return true;
}

void
hcl_skip(struct hcl *h)
{
	while (h->at < h->text.n) {
		size_t n = char_is_blank(h->text.s[h->at]);
		if (!n && !h->lines_count)
			n = hcl_break(h, h->at);
		h->at += n;
		if (!n && !skip_comment(h))
			return;
	}
}

char
hcl_peek(const struct hcl *h)
{
	return h->at < h->text.n && !h->failed && !h->stopped ? h->text.s[h->at] : '\0';
}

bool
hcl_expect(struct hcl *h, const char *sign, const char *message)
{
	struct str wanted = str_from(sign);
	hcl_skip(h);
	if (!h->failed && str_starts(str_slice(h->text, h->at, h->text.n), wanted)) {
		h->at += wanted.n;
		return true;
	}
	hcl_fail_here(h, message);
	return false;
}

size_t
hcl_identifier_end(const struct hcl *h, size_t at)
{
	size_t from = at;
	while (at < h->text.n) {
		unsigned char c = (unsigned char)h->text.s[at];
		bool inside = at > from && (char_is_digit((char)c) || c == '-');
		if (c >= 0x80) {
			size_t n = utf8_decode(h->text, at, NULL);
			if (!n)
				break;
			at += n;
		} else if (char_is_alpha((char)c) || c == '_' || inside) {
			at++;
		} else {
			break;
		}
	}
	return at;
}

bool
hcl_enter(struct hcl *h)
{
	if (h->depth >= TREE_MAX_DEPTH) {
		size_t end = h->at < h->text.n ? h->at + utf8_step(h->text, h->at) : h->at;
		if (!h->stopped)
			tree_fault(h->arena, h->tree, span_make(h->at, end),
				"nested deeper than %d levels", TREE_MAX_DEPTH);
		h->failed = h->stopped = true;
		return false;
	}
	h->depth++;
	return true;
}

/* --- recovery -------------------------------------------------------------------------- */

/* Does an attribute or a block seem to start there? */
static bool
starts_item(const struct hcl *h, size_t at)
{
	size_t end = hcl_identifier_end(h, at);
	if (end == at)
		return false;
	while (end < h->text.n && char_is_blank(h->text.s[end]))
		end++;
	return end < h->text.n && str_find_char(STR("={\""), h->text.s[end], 0) != STR_NONE;
}

/* To the next line that makes sense. */
static void
recover(struct hcl *h)
{
	h->failed = false;
	while (!h->stopped && h->at < h->text.n) {
		h->at = hcl_line_end(h, h->at);
		h->at += hcl_break(h, h->at);
		size_t at = h->at;
		while (at < h->text.n && char_is_blank(h->text.s[at]))
			at++;
		if (starts_item(h, at) || (at < h->text.n && h->text.s[at] == '}'))
			return;
	}
}

/* --- attributes and blocks --------------------------------------------------------------- */

static struct tree_node *
word(struct hcl *h, size_t from, size_t to)
{
	struct span span = span_make(from, to);
	struct tree_node *node = tree_new_node(h->arena, TREE_STRING, TREE_PLAIN, span);
	node->content = mapped_from_span(h->arena, h->tree->source, span);
	node->text = node->content.text;
	return node;
}

static void
expect_line_end(struct hcl *h, const char *message)
{
	hcl_skip(h);
	if (h->at < h->text.n && !hcl_break(h, h->at))
		hcl_fail_here(h, message);
}

static void
add_pair(struct hcl *h, struct tree_node *body, struct tree_node *key, struct tree_node *value)
{
	vec_push(h->arena, &body->pairs, ((struct tree_pair){ key, value, false }));
}

static void
read_attribute(struct hcl *h, struct tree_node *body, struct tree_node *key, struct map *keys)
{
	tree_claim_key(h->arena, h->tree, keys, key);
	h->at++; /* = */
	add_pair(h, body, key, hcl_read_expression(h));
}

static void read_items(struct hcl *h, struct tree_node *body);

/* { } or { name = value }, on one line. */
static void
read_line_of_block(struct hcl *h, struct tree_node *body)
{
	struct map keys = { 0 };
	size_t from = h->at, end = hcl_identifier_end(h, from);
	if (hcl_peek(h) == '}')
		return;
	if (end == from) {
		hcl_fail_here(h, "expected an attribute or }");
		return;
	}
	struct tree_node *key = word(h, from, end);
	h->at = end;
	hcl_skip(h);
	if (hcl_peek(h) == '=')
		read_attribute(h, body, key, &keys);
	else
		hcl_fail_here(h, "expected =");
	hcl_skip(h);
	if (hcl_peek(h) != '}')
		hcl_fail_here(h, "expected } on the line of its {");
}

/* The braces of a block and what is between them. */
static struct tree_node *
read_body(struct hcl *h)
{
	size_t from = h->at++;
	struct tree_node *body =
		tree_new_node(h->arena, TREE_MAPPING, TREE_BLOCK, span_make(from, from + 1));
	if (!hcl_enter(h))
		return body;
	hcl_skip(h);
	if (h->at < h->text.n && !hcl_break(h, h->at))
		read_line_of_block(h, body);
	else
		read_items(h, body);
	h->depth--;
	if (h->failed && !h->stopped)
		recover(h);
	if (hcl_peek(h) == '}')
		h->at++;
	else
		hcl_fail(h, from, from + 1, "the closing } is missing");
	body->span = span_make(from, h->at);
	return body;
}

/* Labels, each of which makes a mapping with one key, and the body. */
static struct tree_node *
read_labels(struct hcl *h)
{
	hcl_skip(h);
	size_t from = h->at, end = hcl_identifier_end(h, from);
	char c = hcl_peek(h);
	if (c == '{')
		return read_body(h);
	if (c != '"' && end == from) {
		hcl_fail_here(h, "expected = or {");
		return NULL;
	}
	struct tree_node *label = c == '"' ? hcl_read_quoted(h) : word(h, from, end);
	if (c != '"')
		h->at = end;
	else if (str_contains(label->text, STR("${")) || str_contains(label->text, STR("%{")))
		hcl_fail(h, from, h->at, "a label is a plain text");
	if (h->failed || !hcl_enter(h))
		return NULL;
	struct tree_node *rest = read_labels(h);
	h->depth--;
	if (!rest)
		return NULL;
	struct tree_node *node = tree_new_node(
		h->arena, TREE_MAPPING, TREE_BLOCK, span_make(from, span_end(rest->span)));
	add_pair(h, node, label, rest);
	return node;
}

static void
read_item(struct hcl *h, struct tree_node *body, struct map *keys)
{
	size_t from = h->at, end = hcl_identifier_end(h, from);
	if (end == from) {
		hcl_fail_here(h, "expected an attribute or a block");
		return;
	}
	struct tree_node *key = word(h, from, end);
	h->at = end;
	hcl_skip(h);
	if (hcl_peek(h) == '=') {
		read_attribute(h, body, key, keys);
		expect_line_end(h, "expected the end of the line after the value");
		return;
	}
	struct tree_node *block = read_labels(h);
	if (block)
		add_pair(h, body, key, block);
	if (!h->failed)
		expect_line_end(h, "expected the end of the line after the block");
}

/* Up to the end of the file or a brace that closes. */
static void
read_items(struct hcl *h, struct tree_node *body)
{
	struct map keys = { 0 };
	while (!h->stopped) {
		h->lines_count = false;
		hcl_skip(h);
		h->lines_count = true;
		if (h->failed)
			recover(h);
		if (h->at >= h->text.n || hcl_peek(h) == '}')
			return;
		read_item(h, body, &keys);
		if (h->failed)
			recover(h);
	}
}

struct tree *
hcl_parse(struct arena *a, const struct source *source)
{
	struct hcl h = { .arena = a, .text = source->text, .lines_count = true };
	h.tree = ARENA_NEW(a, struct tree);
	h.tree->source = source;
	if (str_starts(source->text, STR(UTF8_BOM)))
		h.at = strlen(UTF8_BOM);
	struct tree_node *root =
		tree_new_node(a, TREE_MAPPING, TREE_BLOCK, span_make(0, source->text.n));
	vec_push(a, &h.tree->documents, root);
	read_items(&h, root);
	while (!h.stopped && h.at < h.text.n) {
		hcl_fail_here(&h, "no { is open here");
		h.at++;
		h.failed = false;
		read_items(&h, root);
	}
	return h.tree;
}
