/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shell scripts: POSIX (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html)
 * and what bash adds (https://www.gnu.org/software/bash/manual/bash.html).
 *
 * The input is a mapped text, because most scripts sit inside another format; every span
 * in the tree is a span of the file. Opaque bytes of the input (an expression of the
 * enclosing language, such as ${{ … }} or $(MAKEVAR)) become SHELL_PART_OPAQUE.
 */
#ifndef GOBELIN_SYNTAX_SHELL_SHELL_H
#define GOBELIN_SYNTAX_SHELL_SHELL_H

#include "base/source.h"

struct ast_node;

/* Deepest nesting that is parsed; beyond it a fault is reported and the rest skipped. */
#define SHELL_MAX_DEPTH 100
/* Most && and || in a chain, which nest in the tree; a fault as well. */
#define SHELL_MAX_CHAIN 1000

enum shell_dialect { SHELL_POSIX, SHELL_BASH };

struct shell_node;
struct shell_word;

enum shell_part_kind {
	SHELL_PART_LITERAL,    /* text with quotes and escapes removed */
	SHELL_PART_PARAMETER,  /* $NAME, ${NAME…} */
	SHELL_PART_COMMAND,    /* $(…) or `…` */
	SHELL_PART_ARITHMETIC, /* $((…)) */
	SHELL_PART_PROCESS,    /* <(…) or >(…) */
	SHELL_PART_ARRAY,      /* (a b c) as the value of an assignment */
	SHELL_PART_OPAQUE,     /* an expression of the enclosing language */
};

/* A piece of a word. Adjacent literals of the same quoting are one part. */
struct shell_part {
	enum shell_part_kind kind;
	struct span span; /* with its quotes, where the part alone is quoted */
	bool quoted;      /* inside '…' or "…", or escaped */
	bool glob;        /* LITERAL: holds an unquoted *, ? or [ */
	bool tilde;       /* LITERAL: begins with an unquoted ~ at the start of the word */
	bool is_default;  /* LITERAL: some of it comes from a SEGMENT_DEFAULT */
	/* LITERAL: value; PARAMETER: name; ARITHMETIC, OPAQUE: raw text; PROCESS: "<" or ">" */
	struct str text;
	/*
	 * PARAMETER: ":-", ":=", "+", "#", "%%", "/", ":" (substring) … or empty; "#len" and "!"
	 * for ${#NAME} and ${!NAME}; "[" where a subscript is all that follows the name.
	 */
	struct str op;
	/*
	 * PARAMETER: what follows op; NULL if none. After "#len" and "!", the subscript or the
	 * rest. A subscript before another operator is left out. ${…} without a valid name has
	 * an empty name and its text here.
	 */
	const struct shell_word *operand;
	const struct shell_node *body; /* COMMAND, PROCESS: the script inside */
	struct {
		struct shell_word *items;
		size_t n, cap;
	} elements; /* ARRAY */
};
VEC_OF(shell_parts, struct shell_part);

struct shell_word {
	struct span span;
	struct shell_parts parts; /* none for an empty word such as '' */
	bool quoted; /* some part of it is quoted: '' is a word, unquoted $X may be none */
};
VEC_OF(shell_words, struct shell_word);

struct shell_assignment { /* NAME=word, NAME+=word, NAME[i]=word */
	struct span span, name_span;
	struct str name;
	bool append, indexed;
	struct shell_word value;
};
VEC_OF(shell_assignments, struct shell_assignment);

enum shell_redirect_kind {
	SHELL_REDIRECT_IN,         /* < */
	SHELL_REDIRECT_OUT,        /* >, >| */
	SHELL_REDIRECT_APPEND,     /* >> */
	SHELL_REDIRECT_IN_OUT,     /* <> */
	SHELL_REDIRECT_DUP_IN,     /* <& */
	SHELL_REDIRECT_DUP_OUT,    /* >& */
	SHELL_REDIRECT_BOTH,       /* &> and &>> */
	SHELL_REDIRECT_HEREDOC,    /* <<, <<- */
	SHELL_REDIRECT_HERESTRING, /* <<< */
};

struct shell_redirect {
	enum shell_redirect_kind kind;
	struct span span;
	int fd;                   /* -1 where none is written */
	struct shell_word target; /* HEREDOC: the delimiter */
	/*
	 * HEREDOC: the document, all of it quoted; nothing expands in it where target.quoted.
	 * Its span lies outside of the redirection's, and of those of the nodes around it.
	 */
	struct shell_word body;
};
VEC_OF(shell_redirects, struct shell_redirect);

enum shell_kind {
	SHELL_LIST,     /* children one after another: newline, ; or & */
	SHELL_AND,      /* children[0] && children[1] */
	SHELL_OR,       /* children[0] || children[1]; a && b || c is or(and(a, b), c) */
	SHELL_PIPELINE, /* children joined by | (two or more) */
	SHELL_SIMPLE,   /* assignments, words, redirects */
	SHELL_SUBSHELL, /* ( children[0] ) */
	SHELL_GROUP,    /* { children[0] } */
	SHELL_IF,       /* condition, then, [condition, then]…, [else] */
	SHELL_WHILE,    /* condition, body */
	SHELL_UNTIL,    /* condition, body */
	/*
	 * words[0] the variable, words[1…] the items; children[0] the body. Also select, and
	 * for ((…)), whose words[0] is one ARITHMETIC part.
	 */
	SHELL_FOR,
	SHELL_CASE,       /* words[0] the subject; SHELL_CASE_ITEM children */
	SHELL_CASE_ITEM,  /* words the patterns; children[0] the body, if any */
	SHELL_FUNCTION,   /* words[0] the name; children[0] the body */
	SHELL_TEST,       /* [[ … ]]: words in between, operators included */
	SHELL_ARITHMETIC, /* (( … )): words[0] is one ARITHMETIC part */
};

struct shell_node {
	enum shell_kind kind;
	struct span span;
	bool negated;    /* ! before a pipeline */
	bool background; /* followed by & */
	struct shell_assignments assignments;
	struct shell_words words;
	struct shell_redirects redirects; /* also on compound commands */
	struct {
		struct shell_node **items;
		size_t n, cap;
	} children;
};

struct shell_script {
	const struct source *source;
	struct shell_node *root; /* a SHELL_LIST, never NULL */
	struct {
		struct span *items;
		size_t n, cap;
	} comments; /* from # to the end of the line */
	struct faults faults;
};

/*
 * Parses the whole text, whatever is in it. Everything is allocated in `a`. A CR before LF
 * or at the end is left out. The dialects differ little: what bash adds is parsed in both,
 * and a POSIX script is at fault only where neither kind of shell would take it. After a
 * command word that is opaque alone, which may hold any syntax, no faults are reported.
 */
struct shell_script *shell_parse(
	struct arena *a, const struct mapped *text, enum shell_dialect dialect);

/*
 * The value of a word that has no expansions (of tildes and braces too), globs or opaque
 * parts; false otherwise.
 */
bool shell_word_literal(struct arena *a, const struct shell_word *word, struct str *value);

/* Name of a kind for dumps: "list", "simple", … */
const char *shell_kind_name(enum shell_kind kind);

/*
 * The neutral tree: one node per command, word and part, named as their kinds. A part that
 * is quoted has "quoted-" before its kind. The children of a simple command stand in the
 * order of the file. The body of a here-document lies outside of its parent.
 */
struct ast_node *shell_ast(struct arena *a, const struct shell_script *script);

#endif
