/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of downloads: are they programs, and does anybody check what they are? */
#include "base/path.h"
#include "facts/programs/reader.h"

/* A program that is not known: do its words say what it is for, or nothing at all? */
static bool
may_verify(const struct fact_strings *args)
{
	bool says_nothing = args->n > 0;
	for (size_t i = 0; i < args->n; i++) {
		if (args->items[i].state != KNOWN)
			continue;
		struct str arg = args->items[i].text;
		says_nothing = false;
		if (IS_ONE_OF(arg, "-c", "--check") || str_mentions(arg, "verif")
			|| str_mentions(arg, "sha") || str_mentions(arg, "sum")
			|| str_mentions(arg, ".sig"))
			return true;
	}
	return says_nothing;
}

/* Programs that compare checksums or signatures: YES; UNSURE of those whose name says it. */
static enum tri
verifies(const struct fact_command *c)
{
	static const char *const checkers[] = { "sha1sum", "sha256sum", "sha512sum", "shasum",
		"sha256", "sha512", "md5sum", "b2sum", "cksum", "gpg", "gpg2", "gpgv", "minisign",
		"openssl", "signify", "rhash", "slsa-verifier" };
	/* They look at source code. */
	static const char *const others[] = { "gotestsum", "staticcheck", "errcheck", "shellcheck",
		"govulncheck", "spellcheck", "checkmake", "golangci-lint" };
	if (c->program.state != KNOWN)
		return may_verify(&c->args) ? UNSURE : NO;
	struct str program = c->program.text;
	if (IS_ONE_OF(program, "gh", "cosign")) { /* gh attestation verify, cosign verify-blob */
		if (c->args.n && c->args.items[0].state != KNOWN)
			return UNSURE;
		struct str call = c->text.state == KNOWN ? c->text.text : STR("");
		return tri_of(str_contains(call, STR("verify"))
			|| str_contains(call, STR("attestation")));
	}
	if (str_is_one_of(program, checkers, sizeof(checkers) / sizeof(*checkers)))
		return YES;
	if (str_is_one_of(program, others, sizeof(others) / sizeof(*others)))
		return NO;
	bool says_so = str_mentions(program, "sum") || str_mentions(program, "sha")
		|| str_mentions(program, "verif") || str_mentions(program, "check");
	return says_so ? UNSURE : NO;
}

/* The Dockerfile, job or makefile: a checksum that is compared in it may be the download's. */
static struct str
scope_of(struct arena *a, const struct fact_stage *stage, struct fact_string unit)
{
	if (stage)
		return arena_printf(
			a, "%" PRIstr "#", STR_ARG(stage->dockerfile->place.source->path));
	return unit.state == KNOWN ? unit.text : STR("");
}

/* What such names end in is unpacked or read. */
static bool
is_data(struct str name)
{
	static const char *const ends[] = { "gz", "tgz", "zip", "xz", "bz2", "zst", "tar", "sha256",
		"sha512", "sha256sum", "sig", "asc", "pem", "crt", "minisig", "json", "yaml", "yml",
		"txt", "deb", "rpm", "apk" };
	size_t dot = str_find_last_char(name, '.');
	return dot != STR_NONE
		&& str_is_one_of(
			str_slice(name, dot + 1, name.n), ends, sizeof(ends) / sizeof(*ends));
}

static bool
is_program_dir(struct str path)
{
	while (path.n > 1 && path.s[path.n - 1] == '/')
		path.n--;
	return IS_ONE_OF(path_base(path), "bin", "sbin");
}

/* /usr/local/bin/tool, $HOME/.local/bin/tool, ./bin/tool */
static bool
is_program_path(struct str path)
{
	return is_program_dir(path_dir(path)) && path_base(path).n && !is_data(path_base(path));
}

static struct str
name_in_scope(struct arena *a, struct str scope, struct str path)
{
	return arena_printf(a, "%" PRIstr "|%" PRIstr, STR_ARG(scope), STR_ARG(path_base(path)));
}

/* chmod +x NAME, install NAME /usr/local/bin and the like. */
static void
note_use(struct arena *a, const struct map *downloads, struct str scope,
	const struct fact_command *c)
{
	bool is_chmod = RUNS_ONE_OF(c, "chmod");
	struct fact_string mode = c->args.items[0], target = c->args.items[c->args.n - 1];
	bool makes_executable = mode.state == KNOWN
		&& (str_find_char(mode.text, 'x', 0) != STR_NONE
			|| str_find_char(mode.text, '7', 0) != STR_NONE
			|| str_find_char(mode.text, '5', 0) != STR_NONE);
	bool to_bin = target.state == KNOWN
		&& (is_program_path(target.text) || is_program_dir(target.text));
	if (is_chmod ? !makes_executable : !to_bin)
		return;
	for (size_t i = 0; i < c->args.n; i++) {
		if (c->args.items[i].state != KNOWN)
			continue;
		struct fact_download *d =
			map_get(downloads, name_in_scope(a, scope, c->args.items[i].text));
		if (d)
			d->is_program = YES;
	}
}

/* …/0d5e5c77365f63809bf6e77ef44a1f34b0e05840/…: the hash of a commit says what it is. */
static bool
is_by_commit(struct fact_string url)
{
	size_t run = 0;
	for (size_t i = 0; url.state == KNOWN && i < url.text.n; i++) {
		char c = url.text.s[i];
		if (c == '/' && run == 40)
			return true;
		run = char_is_digit(c) || (c >= 'a' && c <= 'f') ? run + 1 : c == '/' ? 0 : 41;
	}
	return false;
}

/* PowerShell is not parsed: that it is asked for a hash anywhere is enough. */
static void
note_powershell(struct extraction *x, struct map *verified)
{
	fact_for(dockerfile, file, &x->project->facts[FACT_CLASS_dockerfile]) {
		const struct source *source = file->place.source;
		if (source && str_mentions(source->text, "get-filehash"))
			map_set(x->arena, verified,
				arena_printf(x->arena, "%" PRIstr "#", STR_ARG(source->path)), x);
	}
}

void
downloads_finish(struct extraction *x)
{
	struct arena *a = x->arena;
	struct map downloads = { 0 }, verified = { 0 }, doubted = { 0 };
	note_powershell(x, &verified);
	fact_for(download, d, &x->project->facts[FACT_CLASS_download]) {
		d->is_program = is_program_path(d->saved_as) ? YES : NO;
		struct str scope = scope_of(a, d->stage, d->unit);
		if (d->saved_as.n && !is_data(d->saved_as))
			map_set(a, &downloads, name_in_scope(a, scope, d->saved_as), d);
	}
	fact_for(command, c, &x->project->facts[FACT_CLASS_command]) {
		bool uses = RUNS_ONE_OF(c, "chmod", "install", "mv", "cp") && c->args.n > 1;
		enum tri checks = uses ? NO : verifies(c);
		if (!uses && checks == NO)
			continue;
		struct str scope = scope_of(a, c->stage, c->unit);
		if (uses)
			note_use(a, &downloads, scope, c);
		else
			map_set(a, checks == YES ? &verified : &doubted, scope, x);
	}
	fact_for(download, d, &x->project->facts[FACT_CLASS_download]) {
		struct str scope = scope_of(a, d->stage, d->unit);
		if (is_by_commit(d->url) || map_get(&verified, scope))
			d->is_verified = YES;
		else if (map_get(&doubted, scope))
			tri_open(&d->is_verified);
	}
}
