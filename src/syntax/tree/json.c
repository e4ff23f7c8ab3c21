/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON (RFC 8259), JSON with comments and trailing commas, and JSON5 1.0.0, by recursive
 * descent. After a fault, reading goes on at the next comma or bracket.
 */
#include "base/map.h"
#include "base/utf8.h"
#include "syntax/tree/build.h"
#include "syntax/tree/json_parts.h"

void
json_fault(struct json *j, size_t from, size_t to, const char *message)
{
	if (to > j->text.n)
		to = j->text.n;
	tree_fault(j->arena, j->tree, span_make(from, to), "%s", message);
	j->tree->is_cut = true;
	j->breaks++;
	j->stopped = j->stopped || j->tree->faults.n >= TREE_MAX_FAULTS;
}

static void
fault_here(struct json *j, const char *message)
{
	json_fault(j, j->at, j->at + utf8_step(j->text, j->at), message);
}

/* The next byte that is no white space and no comment, or NUL at the end. */
static char
peek(struct json *j)
{
	json_skip_space(j);
	return j->at < j->text.n && !j->stopped ? j->text.s[j->at] : '\0';
}

/* Nothing is left to read. */
static bool
at_end(struct json *j)
{
	json_skip_space(j);
	return j->stopped || j->at >= j->text.n;
}

static bool
is_closing(char c)
{
	return c == ']' || c == '}';
}

/* Does the next token, not at the end, start a scalar without quotes? */
static bool
is_word_start(char c)
{
	return !is_closing(c) && c != ',' && c != ':' && c != '[' && c != '{' && c != '"'
		&& c != '\'' && c != '/';
}

static struct tree_node *
missing_value(struct json *j)
{
	return tree_new_node(j->arena, TREE_NULL, TREE_PLAIN, span_make(j->at, j->at));
}

static struct tree_node *read_value(struct json *j);

/* A collection that is being read. */
struct opened {
	size_t at;
	size_t faults; /* found before it: what is wrong inside may be why its end is not there */
	char close;
};

static struct opened
open_collection(struct json *j, char close)
{
	return (struct opened){ j->at++, j->tree->faults.n, close };
}

static void
missing_end(struct json *j, const struct opened *in)
{
	if (!j->stopped && j->tree->faults.n == in->faults)
		json_fault(j, in->at, in->at + 1,
			in->close == ']' ? "the closing ] is missing" : "the closing } is missing");
	j->stopped = true;
}

/* Ends the collection; a bracket of the other kind is left to what it closes further out. */
static void
take_closing(struct json *j, char c, const struct opened *in)
{
	bool belongs_outside = c == ']' ? j->arrays > 0 : j->objects > 0;
	if (c != in->close && j->tree->faults.n == in->faults)
		fault_here(j, in->close == ']' ? "expected ]" : "expected }");
	if (c == in->close || !belongs_outside)
		j->at++;
}

/*
 * Passes the comma between two elements. Returns false at the end of the collection, which is
 * passed as well.
 */
static bool
next_element(struct json *j, const struct opened *in)
{
	char close = in->close;
	if (at_end(j)) {
		missing_end(j, in);
		return false;
	}
	char c = peek(j);
	if (c != ',') {
		if (is_closing(c)) {
			take_closing(j, c, in);
			return false;
		}
		fault_here(j, close == ']' ? "expected ',' or ]" : "expected ',' or }");
		j->at += c == ':' || c == '/';
		return true;
	}
	size_t comma = j->at++;
	if (peek(j) == close && j->dialect == JSON_STRICT)
		json_fault(j, comma, comma + 1, "a trailing comma is not allowed in JSON");
	return true;
}

/* Is the collection over before its first, or after a trailing comma before its next element? */
static bool
is_closed(struct json *j, char close)
{
	if (peek(j) != close)
		return false;
	j->at++;
	return true;
}

static void
read_elements(struct json *j, struct tree_node *array)
{
	struct opened in = open_collection(j, ']');
	while (!is_closed(j, ']')) {
		if (!at_end(j)) {
			struct tree_node *value = read_value(j);
			vec_push(j->arena, &array->items, value);
		}
		if (!next_element(j, &in))
			break;
	}
}

static struct tree_node *
read_key(struct json *j)
{
	char c = peek(j);
	if (c == '"' || c == '\'')
		return json_read_string(j);
	if (is_word_start(c))
		return json_read_bare_key(j);
	fault_here(j, "expected a key");
	return NULL;
}

static void
read_member(struct json *j, struct tree_node *object, struct map *keys)
{
	struct tree_node *key = read_key(j);
	if (!key) {
		/* A value without its key: read, so that its end is found, and dropped. */
		if (peek(j) == '{' || peek(j) == '[')
			read_value(j);
		return;
	}
	tree_claim_key(j->arena, j->tree, keys, key);
	struct tree_node *value;
	size_t end = j->at;
	char c = peek(j);
	if (c == ':')
		j->at++;
	else
		fault_here(j, "expected ':' after the key");
	if (c == ':' || (!is_closing(c) && c != ',' && !at_end(j))) {
		value = read_value(j);
	} else {
		value = missing_value(j);
		value->span = span_make(end, end);
	}
	vec_push(j->arena, &object->pairs, ((struct tree_pair){ key, value, false }));
}

static void
read_members(struct json *j, struct tree_node *object)
{
	struct map keys = { 0 };
	struct opened in = open_collection(j, '}');
	while (!is_closed(j, '}')) {
		if (!at_end(j))
			read_member(j, object, &keys);
		if (!next_element(j, &in))
			break;
	}
}

static struct tree_node *
read_collection(struct json *j, bool array)
{
	size_t from = j->at;
	struct tree_node *node = tree_new_node(
		j->arena, array ? TREE_SEQUENCE : TREE_MAPPING, TREE_FLOW, span_make(from, from));
	if (j->depth == TREE_MAX_DEPTH) {
		tree_fault(j->arena, j->tree, span_make(from, from + 1),
			"nested deeper than %d levels", TREE_MAX_DEPTH);
		j->tree->is_cut = true;
		j->breaks++;
		j->stopped = true;
		return missing_value(j);
	}
	unsigned *open = array ? &j->arrays : &j->objects, breaks = j->breaks;
	j->depth++;
	++*open;
	if (array)
		read_elements(j, node);
	else
		read_members(j, node);
	--*open;
	j->depth--;
	node->span = span_make(from, j->at);
	node->is_cut = j->breaks != breaks;
	return node;
}

/* Reads a value; always moves on, unless at a comma, a bracket or the end. */
static struct tree_node *
read_value(struct json *j)
{
	char c = peek(j);
	if (at_end(j) || is_closing(c) || c == ',') {
		fault_here(j, "expected a value");
		return missing_value(j);
	}
	if (c == '[' || c == '{')
		return read_collection(j, c == '[');
	if (c == '"' || c == '\'')
		return json_read_string(j);
	if (is_word_start(c))
		return json_read_word(j);
	fault_here(j, "expected a value");
	j->at++;
	return missing_value(j);
}

struct tree *
json_parse(struct arena *a, const struct source *source, enum json_dialect dialect)
{
	struct json j = { .arena = a, .text = source->text, .dialect = dialect };
	j.tree = ARENA_NEW(a, struct tree);
	j.tree->source = source;
	j.at = str_starts(source->text, STR(UTF8_BOM)) ? 3 : 0;
	if (at_end(&j)) {
		fault_here(&j, "expected a value");
		return j.tree;
	}
	struct tree_node *root = read_value(&j);
	vec_push(a, &j.tree->documents, root);
	if (!at_end(&j))
		fault_here(&j, "nothing may follow the value");
	root->is_cut = j.tree->is_cut;
	return j.tree;
}
