/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/dockerfile/internal.h"

enum flag_kind { FLAG_TEXT, FLAG_TEXTS, FLAG_BOOL }; /* TEXTS may be repeated */

static const struct known_flag {
	enum docker_keyword keyword;
	struct str name;
	enum flag_kind kind;
} known_flags[] = {
	{ DOCKER_ADD, STR_INIT("checksum"), FLAG_TEXT },
	{ DOCKER_ADD, STR_INIT("chmod"), FLAG_TEXT },
	{ DOCKER_ADD, STR_INIT("chown"), FLAG_TEXT },
	{ DOCKER_ADD, STR_INIT("exclude"), FLAG_TEXTS },
	{ DOCKER_ADD, STR_INIT("keep-git-dir"), FLAG_BOOL },
	{ DOCKER_ADD, STR_INIT("link"), FLAG_BOOL },
	{ DOCKER_ADD, STR_INIT("unpack"), FLAG_BOOL },
	{ DOCKER_COPY, STR_INIT("chmod"), FLAG_TEXT },
	{ DOCKER_COPY, STR_INIT("chown"), FLAG_TEXT },
	{ DOCKER_COPY, STR_INIT("exclude"), FLAG_TEXTS },
	{ DOCKER_COPY, STR_INIT("from"), FLAG_TEXT },
	{ DOCKER_COPY, STR_INIT("link"), FLAG_BOOL },
	{ DOCKER_COPY, STR_INIT("parents"), FLAG_BOOL },
	{ DOCKER_FROM, STR_INIT("platform"), FLAG_TEXT },
	{ DOCKER_HEALTHCHECK, STR_INIT("interval"), FLAG_TEXT },
	{ DOCKER_HEALTHCHECK, STR_INIT("retries"), FLAG_TEXT },
	{ DOCKER_HEALTHCHECK, STR_INIT("start-interval"), FLAG_TEXT },
	{ DOCKER_HEALTHCHECK, STR_INIT("start-period"), FLAG_TEXT },
	{ DOCKER_HEALTHCHECK, STR_INIT("timeout"), FLAG_TEXT },
	{ DOCKER_RUN, STR_INIT("device"), FLAG_TEXTS },
	{ DOCKER_RUN, STR_INIT("mount"), FLAG_TEXTS },
	{ DOCKER_RUN, STR_INIT("network"), FLAG_TEXT },
	{ DOCKER_RUN, STR_INIT("security"), FLAG_TEXT },
};

/* --- reading --- */

/*
 * Takes one flag off the part: the word up to white space, without its quotes and escapes,
 * which hold blanks together.
 */
static struct docker_word
take_flag(struct arena *a, struct docker_part *part, char escape)
{
	struct mapped_builder b = mapped_builder_new(a, part->line->source);
	struct str s = str_slice(part->line->text, 0, part->to);
	size_t at = part->from, from = at;
	char quote = 0;
	while (at < s.n && (quote || !docker_space_len(s, at))) {
		char c = s.s[at];
		bool is_quote = quote ? c == quote : c == '\'' || c == '"';
		if (!is_quote && c != escape) {
			at++;
			continue;
		}
		mapped_add_slice(&b, part->line, from, at);
		from = ++at;
		if (is_quote)
			quote = quote ? 0 : c;
		else if (at < s.n)
			at++;
	}
	mapped_add_slice(&b, part->line, from, at);
	struct span span = mapped_span(part->line, part->from, at);
	part->from = at;
	return (struct docker_word){ mapped_finish(&b), span };
}

static struct docker_flag
flag_from_word(struct arena *a, const struct docker_word *word)
{
	struct docker_flag flag = { .span = word->span };
	size_t n = word->text.text.n, equals = str_find_char(word->text.text, '=', 0);
	flag.name = str_slice(word->text.text, 2, equals == STR_NONE ? n : equals);
	size_t from = equals == STR_NONE ? n : equals + 1;
	struct docker_part value = { &word->text, from, n };
	flag.value = docker_part_word(a, value);
	return flag;
}

struct docker_part
docker_take_flags(struct arena *a, struct docker_part part, char escape, struct docker_flags *out)
{
	for (;;) {
		for (size_t n; part.from < part.to
			&& (n = docker_space_len(part.line->text, part.from)) > 0;)
			part.from += n;
		if (!str_starts(docker_part_text(part), STR("--")))
			return part;
		struct docker_word word = take_flag(a, &part, escape);
		if (str_eq(word.text.text, STR("--")))
			return part;
		vec_push(a, out, flag_from_word(a, &word));
	}
}

const struct docker_instruction *
docker_instruction_at(const struct dockerfile *file, size_t off)
{
	size_t low = 0, high = file->instructions.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct docker_instruction *in = &file->instructions.items[middle];
		if (off < in->span.off)
			high = middle;
		else if (off >= span_end(in->span))
			low = middle + 1;
		else
			return in;
	}
	return NULL;
}

const struct docker_flag *
docker_instruction_flag(const struct docker_instruction *instruction, struct str name)
{
	for (size_t i = 0; i < instruction->flags.n; i++) {
		if (str_eq(instruction->flags.items[i].name, name))
			return &instruction->flags.items[i];
	}
	return NULL;
}

/* --- checking --- */

static const struct known_flag *
known_flag(enum docker_keyword keyword, struct str name)
{
	for (size_t i = 0; i < sizeof(known_flags) / sizeof(*known_flags); i++) {
		if (known_flags[i].keyword == keyword && str_eq(known_flags[i].name, name))
			return &known_flags[i];
	}
	return NULL;
}

static bool
flag_has_equals(const struct docker_parser *p, const struct docker_flag *flag)
{
	return str_find_char(source_slice(p->source, flag->span), '=', 0) != STR_NONE;
}

static void
check_value(struct docker_parser *p, const struct known_flag *known, const struct docker_flag *flag)
{
	struct str value = flag->value.text.text, name = known->name;
	bool has_value = flag_has_equals(p, flag);
	if (known->kind != FLAG_BOOL) {
		if (!has_value)
			docker_fault(
				p, flag->span, "expected a value: --%" PRIstr "=…", STR_ARG(name));
		return;
	}
	bool valid = has_value
		? str_eq_nocase(value, STR("true")) || str_eq_nocase(value, STR("false"))
		: true;
	if (!valid)
		docker_fault(
			p, flag->span, "expected --%" PRIstr " to be true or false", STR_ARG(name));
}

static bool
is_one_of(struct str value, const struct str *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(value, names[i]))
			return true;
	}
	return false;
}

/* The values of RUN's flags that BuildKit looks at before it expands anything. */
static void
check_run_flag(struct docker_parser *p, const struct docker_flag *flag)
{
	static const struct str networks[] = { STR_INIT("default"), STR_INIT("host"),
		STR_INIT("none") };
	static const struct str securities[] = { STR_INIT("insecure"), STR_INIT("sandbox") };
	struct str value = flag->value.text.text;
	if (str_eq(flag->name, STR("network")) && !is_one_of(value, networks, 3))
		docker_fault(p, flag->span, "expected --network to be default, host or none");
	if (str_eq(flag->name, STR("security")) && !is_one_of(value, securities, 2))
		docker_fault(p, flag->span, "expected --security to be insecure or sandbox");
	if (str_eq(flag->name, STR("mount"))) {
		struct faults faults = { 0 };
		docker_mount_parse(p->a, &flag->value, &faults);
		if (faults.n)
			docker_fault(p, faults.items[0].span, "%" PRIstr,
				STR_ARG(faults.items[0].message));
	}
}

/* Seconds in a unit of Go's durations, 0 if there is no such unit. */
static double
unit_seconds(struct str unit)
{
	static const struct {
		struct str name;
		double seconds;
	} units[] = {
		{ STR_INIT("ns"), 1e-9 },
		{ STR_INIT("us"), 1e-6 },
		{ STR_INIT("\xc2\xb5s"), 1e-6 },
		{ STR_INIT("\xce\xbcs"), 1e-6 },
		{ STR_INIT("ms"), 1e-3 },
		{ STR_INIT("s"), 1 },
		{ STR_INIT("m"), 60 },
		{ STR_INIT("h"), 3600 },
	};
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (str_eq(units[i].name, unit))
			return units[i].seconds;
	}
	return 0;
}

/* Takes a number such as 1.5 at *at; false where there is no digit. */
static bool
take_number(struct str s, size_t *at, double *number)
{
	double scale = 1;
	bool digits = false, fraction = false;
	*number = 0;
	for (; *at < s.n; (*at)++) {
		if (s.s[*at] == '.' && !fraction) {
			fraction = true;
		} else if (char_is_digit(s.s[*at])) {
			digits = true;
			*number = *number * 10 + (s.s[*at] - '0');
			scale *= fraction ? 10 : 1;
		} else {
			break;
		}
	}
	*number /= scale;
	return digits;
}

/* A duration of Go: 1h30m, 1.5s, 100ms; at least a millisecond, at most 63 bits of ns, or zero. */
static bool
duration_is_valid(struct str s)
{
	bool negative = s.n && s.s[0] == '-';
	if (negative || (s.n && s.s[0] == '+'))
		s = str_slice(s, 1, s.n);
	if (str_eq(s, STR("0")))
		return true;
	double total = 0, number;
	for (size_t at = 0; at < s.n;) {
		if (!take_number(s, &at, &number))
			return false;
		size_t from = at;
		while (at < s.n && s.s[at] != '.' && !char_is_digit(s.s[at]))
			at++;
		double seconds = unit_seconds(str_slice(s, from, at));
		if (seconds <= 0)
			return false;
		total += number * seconds;
	}
	return s.n > 0
		&& (total < 1e-9 || (!negative && total >= 0.9999e-3 && total < 9223372036.0));
}

static void
check_healthcheck_flag(struct docker_parser *p, const struct docker_flag *flag)
{
	struct str value = flag->value.text.text;
	uint64_t retries;
	if (value.n == 0)
		return;
	if (!str_eq(flag->name, STR("retries"))) {
		if (!duration_is_valid(value))
			docker_fault(p, flag->span,
				"expected --%" PRIstr " to be a duration such as 30s, at least 1ms",
				STR_ARG(flag->name));
		return;
	}
	bool has_sign = value.s[0] == '+' || str_eq(value, STR("-0"));
	if (!str_to_u64(has_sign ? str_slice(value, 1, value.n) : value, &retries)
		|| retries > INT32_MAX)
		docker_fault(p, flag->span, "expected --retries to be a whole number");
}

static bool
is_repeated(const struct docker_instruction *in, size_t at)
{
	const struct docker_flag *first = docker_instruction_flag(in, in->flags.items[at].name);
	return first != &in->flags.items[at];
}

void
docker_check_flags(struct docker_parser *p, const struct docker_instruction *in)
{
	bool none = in->keyword == DOCKER_HEALTHCHECK && in->args.n
		&& str_eq_nocase(in->args.items[0].text.text, STR("NONE"));
	/* BuildKit never looks at the flags of these. */
	if (in->keyword == DOCKER_ARG || in->keyword == DOCKER_STOPSIGNAL || none)
		return;
	for (size_t i = 0; i < in->flags.n && !p->faulted; i++) {
		const struct docker_flag *flag = &in->flags.items[i];
		const struct known_flag *known = known_flag(in->keyword, flag->name);
		if (!known) {
			docker_fault(p, flag->span, "%s has no flag --%" PRIstr,
				docker_keyword_name(in->keyword), STR_ARG(flag->name));
			return;
		}
		if (known->kind != FLAG_TEXTS && is_repeated(in, i))
			docker_fault(
				p, flag->span, "--%" PRIstr " is given twice", STR_ARG(flag->name));
		check_value(p, known, flag);
		if (in->keyword == DOCKER_RUN)
			check_run_flag(p, flag);
		else if (in->keyword == DOCKER_HEALTHCHECK)
			check_healthcheck_flag(p, flag);
	}
}
