/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of URLs as far as facts need them. */
#ifndef GOBELIN_FACTS_URL_H
#define GOBELIN_FACTS_URL_H

#include "base/arena.h"

/* Slices of the text; empty where a part is missing. */
struct url {
	struct str scheme, userinfo, host; /* the host without port; [::1] keeps its brackets */
	struct str path;                   /* from the slash after the host on */
};

/* A user name without a password that is at least as long is a token. */
#define URL_TOKEN_MIN 20

struct url url_split(struct str text);
/* Is there a password or a token in it, written out? $NAME is none. */
bool url_userinfo_is_secret(struct str userinfo);
/* The text with *** in place of what stands before the @. */
struct str url_masked(struct arena *a, struct str text);
/* localhost, 127.0.0.1 and the like. */
bool host_is_loopback(struct str host);

#endif
