/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets in texts that are about to be shown: passwords in URLs, tokens of known shape,
 * private keys, values of variables whose name says that they are secret. What only
 * refers to a secret ($TOKEN, ${{ secrets.X }}) is shown as it is.
 */
#ifndef GOBELIN_LINT_MASK_H
#define GOBELIN_LINT_MASK_H

#include "base/source.h"

struct secrets {
	struct span *items; /* in order, apart from each other */
	size_t n, cap;
};

/* Does a variable of that name hold a secret: TOKEN, DB_PASSWORD, …? */
bool mask_is_secret_name(struct str name);
/* The secrets in a text; best the whole text of a file, since keys go over many lines. */
struct secrets mask_find(struct arena *a, struct str text);
/* For messages: each secret replaced by ***, which does not tell its length. */
struct str mask_secrets(struct arena *a, struct str text);
/*
 * For snippets: each byte of a secret replaced by *, line ends kept, so that every offset,
 * line and column of the text stays true. Tells the length of a secret, nothing else.
 */
struct str mask_in_place(struct arena *a, struct str text);

#endif
