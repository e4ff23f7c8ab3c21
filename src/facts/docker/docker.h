/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that turn a Dockerfile into facts. */
#ifndef GOBELIN_FACTS_DOCKER_H
#define GOBELIN_FACTS_DOCKER_H

#include "base/buf.h"
#include "base/map.h"
#include "facts/image.h"
#include "syntax/dockerfile/dockerfile.h"

/* A Dockerfile while it is read from top to bottom. */
struct docker_reader {
	struct extraction *x;
	struct fact_dockerfile *file;
	const struct dockerfile *parsed;
	const struct source *source;
	const struct settings *global_args; /* ARGs before the first FROM */
	struct map names;                   /* lower-case name to stage */
	struct fact_stage *stage;           /* NULL before the first FROM */
	struct machine *machine;
	const struct settings *env;     /* ENV alone: what the image keeps */
	const struct settings *run_env; /* ENV and ARG: what RUN sees and references expand to */
	struct fact_string user, workdir;
	enum shell_dialect dialect;
	enum tri pipefail;     /* of SHELL, which a base image may have set too */
	bool shell_is_known;   /* not PowerShell or cmd */
	bool shell_is_default; /* there was no SHELL */
	const struct docker_instruction *cmd, *entrypoint; /* the last ones */
	struct buf runtime_text; /* CMD, ENTRYPOINT and HEALTHCHECK as written */
	size_t layer;
	size_t looked_for;     /* sources of COPY --from, see docker_find_missing_source() */
	struct map passed;     /* names of arguments that builders pass */
	bool passes_unknown;   /* they may pass others */
	struct map replaced;   /* names of images and stages that builders replace */
	bool replaces_unknown; /* they may replace others */
	bool is_doubted; /* an instruction is faulty: there may be stages that are not known */
	bool stage_is_doubted; /* one of this stage is */
	const size_t *before;  /* the facts there were before this stage */
};

/* Where the runtime text is longer, it may name any program. */
#define RUNTIME_TEXT_MAX 4096

/* The stage before this one that a name or number means, or NULL. */
struct fact_stage *docker_stage_named(const struct docker_reader *r, struct fact_string name);
/* The value of a word with its references replaced by what is in force now. */
struct fact_string docker_value_of(const struct docker_reader *r, const struct docker_word *word);

/* Notes words that name programs which the image may run. */
void docker_note_runtime_text(
	struct docker_reader *r, const struct docker_instruction *instruction);
/* The stage is new; `known` is NULL where nothing is known of its image. */
void docker_start_from_image(struct docker_reader *r, const struct knowledge_record *known);
void docker_start_from_stage(struct docker_reader *r, const struct fact_stage *parent);
/*
 * A faulty instruction may have been meant to do anything, and to begin a stage: from it on nothing
 * is known of the stage but what the instructions say themselves.
 */
void docker_doubt_stage(struct docker_reader *r, const struct docker_instruction *instruction);

void docker_read_run(struct docker_reader *r, const struct docker_instruction *instruction);
void docker_read_copy(struct docker_reader *r, const struct docker_instruction *instruction);
/* The certificates of a complete stage: those that its environment names, or its parent brought. */
void certificates_finish(const struct fact_stage *stage);
/* Notes the files that a go build or go install of the stage writes. */
void docker_note_outputs(
	const struct extraction *x, struct fact_stage *stage, struct fact_go_command *go);
/* Does it say with -o what it writes? */
bool docker_names_output(const struct fact_go_command *go);
/* The go build or go install of the stage, or of one it starts from, that wrote a path; or NULL. */
const struct fact_go_command *docker_output_by(
	struct arena *a, const struct fact_stage *stage, struct str path);
/* Notes that a RUN writes files in ways that are not looked at: redirects, here-documents. */
void docker_note_redirects(struct docker_reader *r, const struct docker_instruction *instruction);
/* Notes a source that the stage it is copied from does not have. */
void docker_find_missing_source(struct docker_reader *r, struct fact_copy *copy);
/* Notes a program that a complete stage runs and does not have. */
void docker_find_missing_entry(
	const struct docker_reader *r, struct fact_stage *stage, bool is_json);
/* Notes what an instruction needs that the stage may lack: a shell, declared arguments. */
void docker_note_needs(struct docker_reader *r, const struct docker_instruction *instruction);
/* What a COPY or ADD may bring is no longer certainly missing. */
void docker_copy_tools(struct extraction *x, struct machine *m, const struct fact_copy *copy);
/* The syntax directive, and the newest feature that the Dockerfile uses. */
void docker_read_syntax(struct fact_dockerfile *file, const struct dockerfile *parsed);
/* Does the program of a stage bring the time zones along? See fact stage. */
enum tri docker_embeds_tzdata(struct extraction *x, const struct fact_stage *stage);
/* See fact stage. */
enum tri docker_clones_source(const struct fact_stage *stage);
/* Does the program of a stage certainly open no connection to a server? See fact stage. */
enum tri docker_program_only_serves(struct extraction *x, const struct fact_stage *stage);
/* module.tls_client where the program, which is copied into the stage, certainly holds it. */
struct fact_string docker_program_tls_client(struct extraction *x, const struct fact_stage *stage);
/* Called when a stage is complete: what it is used for, what it ends up with. */
void docker_finish_stage(struct docker_reader *r);

/* The .dockerignore that counts for a Dockerfile whose context is known; NULL if there is none. */
const struct docker_ignore *docker_ignore_of(
	const struct extraction *x, const struct fact_dockerfile *file);
/* Is a path of the build context kept from the builder? `ignore` may be NULL. */
enum tri docker_ignores(struct arena *a, const struct docker_ignore *ignore, struct str path);
/* Is a path, and all that lies below it, certainly kept from the builder? Needs the context. */
bool docker_ignores_whole(
	const struct extraction *x, const struct fact_dockerfile *file, struct str path);

/* The directory that is sent to the builder, where that is certain; see fact dockerfile. */
struct fact_string docker_context(const struct extraction *x, const struct fact_dockerfile *file,
	const struct dockerfile *parsed);

#endif
