/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the extractors share. One file per format turns parsed files into facts; scripts
 * of every format go through script_run(), which keeps the environment and hands each
 * command to the readers of single programs (go, git, curl, apt-get …).
 */
#ifndef GOBELIN_FACTS_EXTRACT_H
#define GOBELIN_FACTS_EXTRACT_H

#include "base/map.h"
#include "facts/knowledge.h"
#include "facts/project.h"
#include "syntax/shell/shell.h"

struct doubted;

/* How far what the files mean is worked out; what is beyond is unknown. */
enum limit { LIMIT_NONE, LIMIT_INCLUDES, LIMIT_VARIABLES, LIMIT_VALUE, LIMIT_COUNT };

struct extraction {
	struct arena *arena;
	const struct vfs *fs;
	const struct knowledge *knowledge;
	struct project *project;
	struct surroundings surroundings;
	struct map makefiles; /* path to fact_makefile */
	size_t expanded;      /* bytes of values that expansion made so far */
	bool unlisted;     /* new facts stay out of the project's lists: theirs are there already */
	size_t calls;      /* that were followed into another file; see call_enter() */
	size_t read_again; /* bytes of makefiles and scripts that were read for callers */
	struct map scripts;                            /* path to struct script_file */
	size_t make_cost;                              /* of expansions for callers of make */
	size_t looked_for;                             /* files, in images; see image_lacks() */
	const struct source *limits_told[LIMIT_COUNT]; /* where each was last reached */
	VEC_OF(, struct doubted) doubted;              /* see facts_doubt() */
	struct map bake_targets;                       /* path and name to fact_bake_target */
	struct map baked;              /* paths of the bake files that somebody calls */
	struct map replaced;           /* images, in lower case, by builds of unknown Dockerfiles */
	struct map compose_files;      /* path to struct compose_file */
	struct map env_files;          /* path to what it holds; see compose_env.c */
	struct map goreleaser_configs; /* path to struct goreleaser_config */
	struct map golangci_versions;  /* path to struct fact_string: what its configuration says */
	size_t services_selected;      /* of compose files, for those who call docker compose */
	struct map searched; /* what was looked for in Go source, and whether it is there */
};

/* Longest value that expansion may make, and how many bytes of them a project may hold. */
#define EXPANSION_MAX ((size_t)64 * 1024)
#define EXPANSION_TOTAL_MAX ((size_t)64 * 1024 * 1024)
/* May expansion make another value of n bytes? A=$A$A, again and again, must not fill the memory. */
bool expansion_fits(struct extraction *x, size_t n);
/* Reports what a file can't be read on from, in the words of `message`. */
struct fact_syntax_fault *syntax_fault_add(
	struct extraction *x, struct place place, struct str message);
/* Reports a limit that was reached; once in a row for a file, however often it is. */
void limit_reached(struct extraction *x, enum limit limit, struct place place);
/* The directory `path` as seen from the working directory; UNKNOWN past what a path may hold. */
struct fact_string workdir_join(struct arena *a, struct fact_string workdir, struct str path);

/* A new fact of a class, zeroed; kinds are added to the project's list. */
void *fact_add(struct extraction *x, enum fact_class_id class, size_t size);
#define FACT_ADD(x, class) \
	((struct fact_##class *)fact_add((x), FACT_CLASS_##class, sizeof(struct fact_##class)))

static inline struct place
place_of(const struct source *source, struct span span)
{
	return (struct place){ source, span };
}

/* The module whose go.mod lies in a directory, or in the nearest directory above it; or NULL. */
struct fact_module *module_of_dir(const struct project *project, struct str dir);

/* --- what could not be read whole ----------------------------------------------------- */

/* How many facts of each class there are, for facts_doubt(). */
const size_t *facts_counted(struct extraction *x);
/*
 * The facts that were added since were read from something of which a part is missing: what
 * they do not say is not certain.
 */
void facts_doubt(struct extraction *x, const size_t *before);
/* The same again for all of them, once nothing more is worked out. */
void facts_doubt_again(struct extraction *x);

/* --- settings ------------------------------------------------------------------------ */

/* A setting as of now: known, set but unknown, or perhaps set (present UNSURE). */
struct fact_setting *setting_new(struct extraction *x, struct str name, struct fact_string value,
	const char *scope, struct place place);
/* An ARG without a value, which no one in the project passes: unset unless somebody else does. */
bool setting_is_awaited(const struct settings *map, struct str name);

struct run_context;

/*
 * Records an assignment: the variable fact (its elements, proxies and credentials worked
 * out), and the setting made of it under *map, unless map is NULL. `cx` (may be NULL) says
 * in which stage, job and so on it stands.
 */
struct assignment {
	struct str name;
	struct fact_string value;
	const char *scope; /* as in facts.def: variable.scope */
	struct place place, value_place;
	enum tri is_default;
	enum tri maybe;             /* YES: it may not be carried out, so the old value may stay */
	struct fact_string written; /* workflows: the value with its expressions */
};
struct fact_variable *variable_assign(struct extraction *x, const struct assignment *assignment,
	const struct settings **map, const struct run_context *cx);
/* The value in a word NAME=value, quoted as a whole or not; no place if it is written otherwise. */
struct place assigned_place(struct place word, struct str name);
/*
 * The place of a slice of the variable's value: exact where the value stands in the file as
 * it is, else that of the whole value.
 */
struct place value_part_place(const struct fact_variable *v, struct str part);

/* --- machines and scripts ------------------------------------------------------------ */

/* What builds of Go need of a machine; the names are those of the tables of knowledge. */
enum tool_id {
	TOOL_git,
	TOOL_ssh,
	TOOL_c_compiler,
	TOOL_bash,
	TOOL_make,
	TOOL_curl,
	TOOL_wget,
	TOOL_gnu_wget, /* over busybox's own */
	TOOL_tzdata,
	TOOL_ca_tool,
	TOOL_ca_bundle,
	TOOLS
};

/*
 * What commands leave behind for later ones: one per stage (handed on to stages that start
 * from it), per job and per makefile. NO means certainly not there.
 */
struct machine {
	const struct knowledge_record *runner; /* of a job; NULL: not known, or it is no job's */
	const struct settings *go_env_file;    /* go env -w */
	struct fact_string go_env_user;        /* who wrote it; ABSENT: nobody yet */
	struct fact_tool *tools[TOOLS];        /* NULL: not known */
	enum tri has_known_hosts, has_ssh_credential;
	struct fact_string go_version; /* of the go that runs; ABSENT: there is none */
	bool go_is_packaged; /* a distribution's go, whose defaults may differ from upstream's */
	struct str distro, package_manager; /* empty where not known */
	/* What was copied in or fetched so far; see fact go_command. */
	struct fact_copy *source_copy, *mod_copy;
	bool may_have_go_mod; /* something was copied that may hold a go.mod */
	enum tri go_sum_copied, has_download_layer, modules_at_hand;
	struct fact_go_command *mounted_download; /* filled a cache mount, and no layer */
	struct fact_list certificates;            /* brought in so far */
	struct fact_list arguments;               /* build arguments declared so far */
	struct fact_list secret_files;            /* written in this instruction */
	bool has_rewritten, rewrite_reached;      /* a rewrite was made; one was seen by go */
	struct fact_list rewrites;                /* git_rewrites still in force */
	struct fact_list commands, go_commands, installs, copies; /* in order */
	struct fact_list skippable_go_commands; /* see job, and not in go_commands */
	enum tri uses_mirror;
	const struct settings *github_env;    /* what steps add to the environment of later ones */
	struct github_lines *github_lines;    /* a value of several lines that is not complete */
	const struct settings *github_output; /* what the step at hand writes there */
	bool github_path; /* a step puts programs that are not known before all others */
	bool is_image;    /* a stage */
	bool is_open;     /* something ran that may have done anything */
};

/* Something unknown ran: whatever was certainly absent is no longer certain. */
void machine_open(struct extraction *x, struct machine *m);
/* Parts the lists of a copied machine from those of its original: what is added lies elsewhere. */
void machine_part_lists(struct machine *m);

/* What an image holds, which is called `name`; `known` may be NULL. */
void machine_start_from_image(struct extraction *x, struct machine *m,
	const struct knowledge_record *known, struct str name);
/* The programs that every runner of GitHub has. */
void machine_start_from_runner(struct extraction *x, struct machine *m, struct str name);

static inline enum tri
machine_has(const struct machine *m, enum tool_id id)
{
	return m->tools[id] ? m->tools[id]->is_there : UNSURE;
}

/* The tool of that name, or TOOLS. */
enum tool_id tool_named(struct str name);
/* The tool that a program is or belongs to, or TOOLS. */
enum tool_id tool_of_program(struct str program);
/* As the value of a field of facts. */
struct fact_tool *tool_fact(const struct machine *m, enum tool_id id);
/* `origin` brings it at `place`, for certain or perhaps only. `how` as in fact tool. */
struct tool_gain {
	enum tool_id id;
	const char *how;
	struct str origin;
	struct place place;
	bool is_certain;
};
void machine_gain(struct extraction *x, struct machine *m, const struct tool_gain *gain);
/* Programs that were missing may be there. */
void machine_doubt_programs(struct extraction *x, struct machine *m);
/* It may have gone, or come from elsewhere. */
void machine_doubt(struct extraction *x, struct machine *m, enum tool_id id);
/* As stage.ca_bundle. */
struct fact_string machine_ca_bundle(const struct machine *m);

struct github_lines;
enum github_file { GITHUB_NONE, GITHUB_ENV, GITHUB_PATH, GITHUB_OUTPUT };

/* The file of GitHub's that a command writes to: by its redirects, else `outer`. */
enum github_file github_file_of(
	const struct source *source, const struct shell_node *node, enum github_file outer);
/* Something was written to $GITHUB_PATH; `written` is the folder as the file has it. */
void github_path_added(struct run_context *cx, struct place place, struct str written);

/* Deepest nesting of scripts inside scripts (sh -c) that is followed. */
#define SCRIPT_MAX_DEPTH 8

/* Who gets what a command prints: the next part of its pipeline, or who runs it otherwise. */
struct receiver {
	struct fact_string program; /* ABSENT: nobody, or it becomes a part of a word */
	enum tri runs_it;           /* as a script */
};

/* Where a script runs. Copied by value for subshells; `machine` is shared. */
struct run_context {
	struct extraction *x;
	struct machine *machine;
	struct fact_stage *stage;
	struct fact_job *job;
	struct fact_step *step;
	struct fact_makefile *makefile;
	struct fact_target *target;
	const struct source *source;        /* the file that the script stands in */
	const struct settings *env;         /* what commands see */
	const struct settings *job_env;     /* jobs: env without the step's own */
	const struct settings *locals;      /* shell variables that are not exported */
	const struct settings *directories; /* variables that hold a folder; see directory.c */
	struct fact_string script_name;     /* $0, where a script of the project runs */
	struct fact_string source_name;     /* ${BASH_SOURCE[0]} */
	struct fact_string user, workdir, network;
	struct fact_list mounts;
	struct place run_place; /* the word RUN */
	struct place instruction_place;
	bool has_ssh_mount;
	bool other_path; /* sudo: programs may be others than those of the same name before */
	struct str unit;
	size_t layer;             /* RUN instruction, step or recipe line, counted */
	enum tri errexit;         /* set -e */
	bool allexport;           /* set -a */
	enum tri failure_ignored; /* the script goes on when the command at hand fails */
	struct str ignored_by;    /* as command.ignored_by, or empty */
	struct place ignored_place;
	enum tri pipefail;            /* does a pipeline fail with any of its parts? */
	enum github_file github_file; /* that the command around them redirects its output to */
	struct receiver pipes_into;
	struct fact_string pipeline_end; /* program of the last part of the outermost pipeline */
	enum tri status_lost;    /* YES: the shell looks at the status of a later part alone */
	enum tri conditional;    /* YES: the commands may be skipped */
	unsigned depth;          /* of scripts inside scripts */
	struct fact_strings via; /* who called, outermost first; see fact command */
	struct place call_place; /* the outermost call */
	bool in_script_file;     /* which takes arguments */
	bool other_shell; /* perhaps cmd or the like runs it: what looks wrong may be right */
};

/*
 * Walks a script: every simple command becomes a fact, assignments and exports change
 * cx->env and cx->locals, and each command goes to the program readers below.
 */
void script_run(struct run_context *cx, const struct shell_node *node);
/* Parses and walks. */
void script_run_text(struct run_context *cx, const struct mapped *text, enum shell_dialect dialect);
/* A command given as a list of words (JSON form of RUN). */
void command_run(struct run_context *cx, const struct fact_strings *argv, struct place place);

/* --- commands that run other files of the project ------------------------------------- */

/*
 * Enters what a command at `place` calls: *inner is the context with the caller added to
 * its chain. False where calls are nested too deeply, or are too many.
 */
bool call_enter(const struct run_context *cx, struct place place, struct run_context *inner);
/* May n bytes more of makefiles and scripts be read for those who call them? */
bool read_again(struct extraction *x, size_t n);
/* Adds a caller to the chain of a context. */
void call_note(struct run_context *cx, struct str caller);
/* A target as a caller: Makefile:14 target image */
struct str target_caller(const struct extraction *x, const struct fact_target *target);
/*
 * The project's file that a path names on the machine where a command runs. UNKNOWN where
 * that is not certain, as outside the project, or in an image into which no COPY brought it.
 */
struct fact_string project_path_of(const struct run_context *cx, struct str path);
/*
 * A path as a file of the project has it, seen from a directory of the project's; UNKNOWN where one
 * of them is, and outside the project.
 */
struct fact_string project_path_from(
	struct arena *a, struct fact_string dir, struct fact_string path);
/* As project_path_of(), for an absolute path in an image. */
struct fact_string image_path_origin(
	const struct extraction *x, const struct machine *m, struct str path);
/*
 * As image_path_origin(); ABSENT where no COPY so far has brought anything to that path. *kept is
 * then the file of the build context that one would have brought but for .dockerignore.
 */
struct fact_string image_path_source(const struct extraction *x, const struct machine *m,
	struct str path, struct fact_string *kept);
/*
 * The project's file that is at a path because a mount of the RUN at hand covers it; ABSENT where
 * none does.
 */
struct fact_string mount_path_source(const struct run_context *cx, struct str path);
/* May a command have made that path of an image before another one runs? */
bool image_has_made(
	const struct run_context *cx, const struct fact_command *current, struct str path);
/* Is a file of the project certainly not at that path of the image when a command runs? */
bool image_lacks(const struct run_context *cx, const struct fact_command *current, struct str path);
/* Does whatever runs commands set that variable, though no file says so: HOME, GITHUB_SHA? */
bool runner_may_set(const struct extraction *x, struct str name);

/* How a command calls make. */
struct make_given { /* NAME=value */
	struct str name;
	struct fact_string value;
	struct place place;
};
struct make_call {
	const struct run_context *caller; /* entered by call_enter() */
	struct str file;                  /* the makefile, from the project's root */
	struct fact_string dir;           /* where make runs, as the caller's machine names it */
	VEC_OF(, struct make_given) given;
	struct strs goals;
	VEC_OF(, struct place) goal_places; /* of each */
	struct fact_command *command;       /* the call itself */
	bool env_overrides;                 /* -e */
};
/* Runs the recipes of the goals on the caller's machine; false where they may have done more. */
bool make_follow(const struct make_call *call);

/* The value of a word in this context; UNKNOWN where it is not certain. */
struct fact_string word_value(const struct run_context *cx, const struct shell_word *word);
/* What $(…) prints, and $PWD: where that is certain. */
struct fact_string substitution_value(const struct run_context *cx, const struct shell_node *body);
struct fact_string script_pwd(const struct run_context *cx);
/* The words it becomes after splitting; `open` where that is not certain. */
void word_expand(
	const struct run_context *cx, const struct shell_word *word, struct fact_strings *out);

/* --- readers of single programs: each looks at the command and does nothing if it is not its own --- */

/* Where an argument of a command is written. */
struct argument {
	struct place place;
	const struct shell_word *word; /* that it is all of; NULL for one of several, or of JSON */
};

/* argv[0] is the program as written; args as in the fact. */
struct command_view {
	struct fact_command *command;
	const struct shell_node *node; /* the simple command, or NULL */
	const struct source *source;
	struct fact_string program; /* with its path */
	struct argument *origins;   /* as many as command->args.n */
};

void read_go(struct run_context *cx, const struct command_view *view);
/* What of its module a go command of an image needs and does not find there. */
void find_missing_sources(const struct run_context *cx, struct fact_go_command *go);
void read_git(struct run_context *cx, const struct command_view *view);
void read_install(struct run_context *cx, const struct command_view *view);
void read_download(struct run_context *cx, const struct command_view *view);
void read_certificates(struct run_context *cx, const struct command_view *view);
void read_ssh(struct run_context *cx, const struct command_view *view);
void read_docker_build(struct run_context *cx, const struct command_view *view);
void read_docker_bake(struct run_context *cx, const struct command_view *view);
void read_docker_compose(struct run_context *cx, const struct command_view *view);
void read_goreleaser(struct run_context *cx, const struct command_view *view);
void read_github_files(struct run_context *cx, const struct command_view *view);
void read_secret_files(struct run_context *cx, const struct command_view *view);
void read_tools(struct run_context *cx, const struct command_view *view);
/* True if it is make, and all that it does was followed. */
bool read_make(struct run_context *cx, const struct command_view *view);
/* True if it is a script of the project, and that was followed. */
bool read_script_call(struct run_context *cx, const struct command_view *view);
void read_trust_bypass(struct run_context *cx, const struct command_view *view);

/* The files that the redirects of a compound command write. */
void read_redirects(struct run_context *cx, const struct shell_node *node);
/* Links the rewrites in force with a go command that downloads modules: the first one each. */
void git_rewrites_reach(struct run_context *cx, struct fact_go_command *go);

/* A COPY or ADD in a stage: the certificates that it brings. */
void certificate_copied(
	struct extraction *x, struct machine *m, struct fact_stage *stage, struct fact_copy *copy);
/* A path of the build context that .dockerignore keeps back, and that a COPY, or `go`, asks for. */
void ignored_source_add(struct extraction *x, struct fact_stage *stage, struct place place,
	struct str path, struct fact_go_command *go);
/* A COPY or ADD: the private keys and files of passwords that it brings. */
void secret_files_copied(struct extraction *x, const struct fact_copy *copy);
/* Something unknown ran, which may have put the machine's certificates to use. */
void certificates_open(struct machine *m);
/* An ADD: the download fact, if it fetches a URL; `verified` by a checksum of its own. */
void download_added(struct extraction *x, struct fact_stage *stage, const struct fact_copy *copy,
	bool verified);
/* The copies that bring programs which makefiles and jobs compile; when those have been read. */
void docker_programs_finish(struct extraction *x);
/* What becomes of the downloads, when all commands have been read. */
void downloads_finish(struct extraction *x);

/* A download that does not check the server's certificate. */
void trust_bypass_by_download(const struct run_context *cx, const struct fact_download *download);
/* A variable that turns off a check, where it reaches commands. */
void trust_bypass_by_variable(struct extraction *x, const struct fact_variable *v);

/* Whoever builds an image, as words: file and context from the project's root, where known. */
struct docker_build_words {
	struct place place;
	struct fact_string file, context; /* file ABSENT: Dockerfile in the context */
	struct fact_string platforms;     /* comma-separated */
	const struct settings *build_args;
	struct fact_strings secrets, ssh; /* ids */
	struct fact_strings contexts;     /* names of FROM and COPY --from that are replaced */
	struct fact_string target;
	const struct settings *env;
	struct fact_strings via;
	struct fact_job *job;
	struct fact_step *step;
	struct fact_action_use *action;
	struct fact_command *command;
	struct fact_makefile *makefile;
	enum tri is_conditional;
};
/* The docker_build fact, noted with its Dockerfile if that is one of the project. */
struct fact_docker_build *docker_build_add(
	struct extraction *x, const struct docker_build_words *words);

/* Is a build context kept elsewhere, as https://example.com/x.git is? */
bool docker_is_remote(struct str context);
/* The id in what --secret, --ssh and their like are given: id=token,env=X or default=/a/key. */
struct fact_string docker_build_id(struct str text);

/* Is argument i known and equal to text? */
bool arg_is(const struct fact_command *command, size_t i, const char *text);
/* Is any argument known and equal to text (or, with a final '=', does one start so)? */
bool arg_any(const struct fact_command *command, const char *text);
/* What argument i is, or ABSENT past the end (UNKNOWN if the list is open there). */
struct fact_string arg_at(const struct fact_command *command, size_t i);

/*
 * The module whose packages lie in a directory of the image, by what was copied there so
 * far; NULL where that is not certain.
 */
struct fact_module *module_in_image(
	const struct extraction *x, const struct machine *m, struct str dir);

/* go env -w and -u: what the file of the user holds from now on. */
void go_env_write(
	struct run_context *cx, const struct command_view *view, struct fact_go_command *go);
/* Is what `go env -w` wrote missed by a go command of another user? See fact variable. */
void go_env_write_missed(const struct run_context *cx, struct fact_go_command *go);
/* The same for go commands of other stages of a Dockerfile, when that is read. */
void go_env_writes_missed_by_stages(struct fact_dockerfile *file);
/* What `go env` would print for a command that runs in this environment. */
const struct settings *go_env_of(const struct run_context *cx, const struct settings *env);

/* --- one extractor per format --------------------------------------------------------- */

void extract_modules(struct extraction *x);
void extract_dockerfiles(struct extraction *x);
void extract_makefiles(struct extraction *x);
void extract_workflows(struct extraction *x);
void extract_renovate(struct extraction *x);
void extract_dependabot(struct extraction *x);
void extract_kubernetes(struct extraction *x);
void extract_compose(struct extraction *x);
/* The bake file that nobody is known to call. */
void extract_bake_files(struct extraction *x);
void extract_daemon_configs(struct extraction *x);

#endif
