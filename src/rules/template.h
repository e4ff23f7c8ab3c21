/* SPDX-License-Identifier: Apache-2.0 */
/* Texts with {expression} holes: messages, notes and the text of edits. */
#ifndef GOBELIN_RULES_TEMPLATE_H
#define GOBELIN_RULES_TEMPLATE_H

#include "rules/rule.h"

/*
 * Reads `text`, in which {expression} is a hole and {{ and }} are braces. False, with
 * what is wrong and at which bytes of text in *fault, if a brace is without its partner
 * or an expression does not compile or can have no text.
 */
NODISCARD bool template_compile(struct arena *a, struct str text,
	const struct cel_variable *variables, size_t nvariables, struct message_template *template,
	struct cel_fault *fault);

/*
 * The text with its holes filled, in `a`. False where a hole's value has no text: it is
 * absent, unknown or an ERROR.
 */
NODISCARD bool template_fill(struct arena *a, struct cel_context *cx,
	const struct message_template *template, const struct cel_value *values, struct str *text);

#endif
