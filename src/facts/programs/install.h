/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of package managers, taken apart. */
#ifndef GOBELIN_FACTS_INSTALL_H
#define GOBELIN_FACTS_INSTALL_H

#include "facts/programs/reader.h"

enum install_verb { INSTALL_NONE, INSTALL_ADD, INSTALL_REMOVE };

struct install_call {
	const char *manager; /* apt, apk, dnf … */
	enum install_verb verb;
	struct fact_strings packages; /* without versions */
	struct str group;             /* apk add --virtual NAME */
	enum tri recommends;          /* apt: are recommended packages installed too? */
	bool elsewhere;               /* into another root folder */
};

struct install_call install_call_read(
	const struct run_context *cx, const struct command_view *view);

/* Notes a mirror or proxy that the command sets for a package manager. */
void read_mirror(struct run_context *cx, const struct command_view *view);

#endif
