/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The picture of how a project's Go programs are built: which job runs which make target,
 * which of them builds which stage, from which image, with which cache, and where modules
 * come from. Only what takes part in that is in it.
 */
#ifndef GOBELIN_REPORT_GRAPH_H
#define GOBELIN_REPORT_GRAPH_H

#include "base/map.h"
#include "report/report.h"

enum graph_kind {
	GRAPH_JOB,
	GRAPH_TARGET,
	GRAPH_SERVICE,
	GRAPH_STAGE,
	GRAPH_MODULE,
	GRAPH_IMAGE,
	GRAPH_CACHE,
	GRAPH_SOURCE,
};

struct graph_mark {
	struct str rule; /* its id */
	enum severity severity;
};
VEC_OF(graph_marks, struct graph_mark);

struct graph_node {
	size_t id;
	enum graph_kind kind;
	struct str title;         /* printable */
	struct str note;          /* what else is to say, in a word; may be empty */
	struct strs commands;     /* its go commands; masked */
	struct graph_marks marks; /* one for each rule that has a finding there, in order */
	struct place place;       /* where it begins; no source for what is outside the project */
	bool builds_go;           /* it takes part by itself */
	bool takes_part;          /* it or what it leads to does */
};

struct graph_edge {
	struct graph_node *from, *to;
	const char *label; /* may be NULL */
	bool is_supply;    /* what is drawn in: modules, caches */
	bool is_order;     /* a job that waits for another: nothing comes from there */
};

/* What stands in one file; the last group, without a name, is what lies outside. */
struct graph_group {
	struct str path;
	struct graph_marks marks; /* of findings that belong to no node of the file */
	VEC_OF(, struct graph_node *) nodes;
};

struct graph {
	struct arena *arena;
	struct str title; /* the modules that are built */
	VEC_OF(, struct graph_node *) nodes;
	VEC_OF(, struct graph_edge) edges;
	VEC_OF(graph_groups, struct graph_group) groups;
	/* While it is made: facts, names and pairs of nodes that are there already. */
	struct map by_fact, by_name, pairs;
};

/* The graph of a project with the findings of a result. */
struct graph *graph_of(struct arena *a, const struct lint_result *result);

void graph_mermaid(struct buf *out, const struct graph *graph);
void graph_dot(struct buf *out, const struct graph *graph);

/* --- between the files that make it --- */

/* The node of a fact, or NULL. */
struct graph_node *graph_node_of(const struct graph *g, const void *fact);
/* The node of a thing outside the project, made where it is not there yet. */
struct graph_node *graph_outside(struct graph *g, enum graph_kind kind, struct str title);
/* Adds an edge unless it is there or leads from a node to itself; either may be NULL. */
void graph_link(struct graph *g, struct graph_node *from, struct graph_node *to, const char *label);
/* Adds an edge from a job to one that it waits for, which draws neither of them in. */
void graph_link_order(struct graph *g, struct graph_node *from, struct graph_node *to);
/* Adds all edges of a project whose nodes are there. */
void graph_add_edges(struct graph *g, const struct project *project);
const char *graph_kind_name(enum graph_kind kind);
/* The signs of severities in a picture. */
const char *graph_sign(enum severity severity);

#endif
