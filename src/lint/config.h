/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration: .gobelin.yaml. Which keys there are stands in config.def alone. A
 * configuration with any fault is no configuration: nothing is linted with it.
 */
#ifndef GOBELIN_LINT_CONFIG_H
#define GOBELIN_LINT_CONFIG_H

#include "base/vfs.h"
#include "facts/project.h"
#include "rules/rule.h"

#define CONFIG_NAME STR(".gobelin.yaml")
/* What .gobelin.yaml is called in a folder for configuration. */
#define CONFIG_NAME_IN_FOLDER STR(".config/gobelin.yaml")

/* One value, and where it stands; without a source where it is not set. */
struct config_value {
	struct str text;
	struct str key; /* SEVERITIES: the rule */
	struct place place;
};
VEC_OF(config_values, struct config_value);

struct config_override;
struct config_suppression;
VEC_OF(config_overrides, struct config_override);
VEC_OF(config_suppressions, struct config_suppression);

struct config_images {
	struct knowledge_records records;
	struct config_values names; /* of each record, for its place */
};

#define CONFIG_HOLDS_BOOL struct config_value
#define CONFIG_HOLDS_CHOICE struct config_value
#define CONFIG_HOLDS_TEXT struct config_value
#define CONFIG_HOLDS_COUNTRY struct config_value
#define CONFIG_HOLDS_FILE struct config_value
#define CONFIG_HOLDS_DATE struct config_value
#define CONFIG_HOLDS_RULE struct config_value
#define CONFIG_HOLDS_PATTERN struct config_value
#define CONFIG_HOLDS_RULES struct config_values
#define CONFIG_HOLDS_PATTERNS struct config_values
#define CONFIG_HOLDS_MODULES struct config_values
#define CONFIG_HOLDS_PROXIES struct config_values
#define CONFIG_HOLDS_FOLDERS struct config_values
#define CONFIG_HOLDS_SEVERITIES struct config_values
#define CONFIG_HOLDS_IMAGES struct config_images
#define CONFIG_HOLDS_OVERRIDES struct config_overrides
#define CONFIG_HOLDS_SUPPRESSIONS struct config_suppressions

/* struct config, struct config_override, struct config_suppression. */
#define CONFIG_STRUCT_config struct config
#define CONFIG_STRUCT_override struct config_override
#define CONFIG_STRUCT_suppression struct config_suppression
#define GROUP(name, doc)     \
	CONFIG_STRUCT_##name \
	{                    \
		struct place place; /* of the mapping */
#define KEY(group, key, field, type, of, fallback, merge, example, doc) CONFIG_HOLDS_##type field;
#define END(name) \
	}         \
	;
#include "lint/config.def"
#undef GROUP
#undef KEY
#undef END

enum config_type {
	CONFIG_BOOL,
	CONFIG_CHOICE,
	CONFIG_TEXT,
	CONFIG_COUNTRY,
	CONFIG_FILE,
	CONFIG_DATE,
	CONFIG_RULE,
	CONFIG_PATTERN,
	CONFIG_RULES,
	CONFIG_PATTERNS,
	CONFIG_MODULES,
	CONFIG_PROXIES,
	CONFIG_FOLDERS,
	CONFIG_SEVERITIES,
	CONFIG_IMAGES,
	CONFIG_OVERRIDES,
	CONFIG_SUPPRESSIONS,
};

enum config_merge { CONFIG_REPLACE, CONFIG_ADD, CONFIG_NEEDED };

struct config_key {
	const char *name;
	enum config_type type;
	enum config_merge merge;
	const char *of;       /* a|b|c; NULL for any */
	const char *fallback; /* "" for nothing */
	const char *example;
	const char *doc;
	size_t offset;
};

enum config_group_id { CONFIG_GROUP_config, CONFIG_GROUP_override, CONFIG_GROUP_suppression };

struct config_group {
	const char *name, *doc;
	const struct config_key *keys;
	size_t nkeys;
};

extern const struct config_group config_groups[];
/* Is the key's value a list? Then it is a struct config_values. */
bool config_is_list(enum config_type type);
/* The group of the entries of OVERRIDES and SUPPRESSIONS; NULL for any other type. */
const struct config_group *config_group_of(enum config_type type);

/* What is wrong with a pattern of `private`; NULL where nothing is. */
const char *config_module_fault(struct str text);

/* Something wrong with a configuration. Without a text, it is the file as a whole. */
struct config_fault {
	struct place place;
	struct str message;
};
VEC_OF(config_faults, struct config_fault);

struct config_file {
	struct config keys; /* with those of the files that it extends */
	struct str dir;     /* what patterns of paths are relative to, from the project's root */
	VEC_OF(, const struct source *) sources; /* the file, and those that it extends */
};

/*
 * The nearest configuration at or above the folder `dir` of a project, up to its root;
 * empty where there is none. False with a fault where a file has nearly the right name.
 */
NODISCARD bool config_find(struct arena *a, const struct vfs *fs, struct str dir, struct str *path,
	struct config_faults *faults);
/*
 * Reads the configuration `path` and all that it extends. A path from the root stays within
 * the project, as does what it names; an absolute path may lead anywhere.
 */
NODISCARD bool config_load(struct arena *a, const struct vfs *fs, struct str path,
	struct config_file *out, struct config_faults *faults);
/* Are the rules that it names among `all`? */
NODISCARD bool config_check_rules(struct arena *a, const struct config_file *config,
	const struct rules *all, struct config_faults *faults);

/* The value of a key that takes one, or its fallback. */
struct str config_text(const struct config_value *value, const char *fallback);
/* The texts of a list. */
struct strs config_texts(struct arena *a, const struct config_values *values);
/* The folder that a place's file lies in: names of folders are relative to it. */
struct str config_relative(struct arena *a, const struct config_value *value);
/* What it says of the world, for project_extract(). */
struct surroundings config_surroundings(struct arena *a, const struct config_file *config);
/* `knowledge` with the images of the configuration. */
const struct knowledge *config_knowledge(
	struct arena *a, const struct config_file *config, const struct knowledge *knowledge);

#endif
