/* SPDX-License-Identifier: Apache-2.0 */
/* Image references, and what is known of the images they name. */
#ifndef GOBELIN_FACTS_IMAGE_H
#define GOBELIN_FACTS_IMAGE_H

#include "facts/extract.h"

/*
 * The reference fact of a text such as golang:1.26-alpine@sha256:…; an unknown text gives a
 * fact whose parts are unknown.
 */
struct fact_image_ref *image_ref_new(
	struct extraction *x, struct fact_string text, struct place place);

/* The knowledge record of an image, or NULL. */
const struct knowledge_record *image_knowledge(
	const struct extraction *x, const struct fact_image_ref *image);

/* What an image that is known sets in its environment, over `env`. */
const struct settings *image_env(struct extraction *x, const struct fact_image_ref *image,
	const struct knowledge_record *known, const struct settings *env);

/* yes and no as written in the knowledge tables; anything else is unsure. */
enum tri knowledge_tri(const struct knowledge_record *record, const char *key);
/* A field of a record as a number; UNKNOWN where it is none, or `record` is NULL. */
struct fact_int knowledge_int(const struct knowledge_record *record, const char *key);
/* The record of a major version, under the key `major`; or NULL. */
const struct knowledge_record *knowledge_of_major(
	const struct knowledge *knowledge, struct str table, struct fact_int major);
/* A field's text, or unknown where it is absent. */
struct fact_string knowledge_string(const struct knowledge_record *record, const char *key);

/* The version that a tag begins with: 1.26.1 of 1.26.1-alpine3.22; empty if none. */
struct str tag_version(struct str tag);

/* The same of a tag of golang, with what makes it a pre-release: 1.27rc1 of 1.27rc1-alpine. */
struct str go_tag_version(struct str tag);
/* Compares dotted numbers: negative, zero or positive; missing parts count as 0. */
int version_compare(struct str a, struct str b);

#endif
