/* SPDX-License-Identifier: Apache-2.0 */
/* Files fetched over the network: curl, wget and ADD. */
#include "base/path.h"
#include "facts/go_version.h"
#include "facts/programs/reader.h"
#include "facts/url.h"

static const char *const curl_longs[] = { "abstract-unix-socket", "alt-svc", "aws-sigv4", "cacert",
	"capath", "cert", "cert-type", "ciphers", "config", "connect-timeout", "connect-to",
	"continue-at", "cookie", "cookie-jar", "create-file-mode", "crlfile", "curves", "data",
	"data-ascii", "data-binary", "data-raw", "data-urlencode", "dns-interface", "dns-servers",
	"doh-url", "dump-header", "engine", "etag-compare", "etag-save", "expect100-timeout",
	"form", "form-string", "ftp-port", "header", "hsts", "interface", "ipfs-gateway", "json",
	"keepalive-time", "key", "key-type", "limit-rate", "local-port", "max-filesize",
	"max-redirs", "max-time", "netrc-file", "noproxy", "oauth2-bearer", "output", "output-dir",
	"parallel-max", "pass", "pinnedpubkey", "proto", "proto-default", "proto-redir", "proxy",
	"proxy-cacert", "proxy-header", "proxy-user", "quote", "range", "rate", "referer",
	"request", "request-target", "resolve", "retry", "retry-delay", "retry-max-time", "socks4",
	"socks5", "socks5-hostname", "speed-limit", "speed-time", "stderr", "tls-max",
	"tls13-ciphers", "time-cond", "trace", "trace-ascii", "unix-socket", "upload-file", "url",
	"user", "user-agent", "variable", "write-out", NULL };
static const char *const wget_longs[] = { "tries", "output-document", "output-file",
	"append-output", "timeout", "dns-timeout", "connect-timeout", "read-timeout", "wait",
	"waitretry", "directory-prefix", "header", "user", "password", "user-agent", "referer",
	"post-data", "post-file", "method", "body-data", "body-file", "ca-certificate",
	"ca-directory", "limit-rate", "quota", "execute", "input-file", "load-cookies",
	"save-cookies", "level", "accept", "reject", "domains", "retry-on-http-error", NULL };

/* What the options come to. */
struct fetch {
	struct str url, output; /* sketches */
	bool has_url, has_output, to_stdout, takes_remote_name;
	bool fails, timeout, retry, one_try, insecure, probe, nothing;
	bool may_hold_options; /* a word whose value is not known at all */
};

/* $TOOL_URL, but not $CURL_OPTIONS. */
static bool
looks_like_url_name(struct str raw)
{
	bool is_url = str_mentions(raw, "url") && !str_mentions(raw, "curl");
	return is_url || str_mentions(raw, "link");
}

static void
take_operand(const struct options *o, struct fetch *f)
{
	struct place place = o->view->origins[o->at].place;
	bool blank = sketch_is_blank(o->value);
	bool names_url = looks_like_url_name(source_slice(place.source, place.span));
	/* A quoted word is one word, so it is no bundle of options. */
	if (blank && !names_url && o->view->command->args.open)
		f->may_hold_options = true;
	bool may_be_value = f->has_url && sketch_is_blank(f->url); /* of an option in $X */
	if (may_be_value && str_starts(o->value, STR("/")))
		return;
	if (!f->has_url || may_be_value)
		f->url = o->value;
	f->has_url = true;
}

static void
take_output(struct fetch *f, struct str value)
{
	if (str_eq(value, STR("-"))) {
		f->to_stdout = true;
	} else if (str_eq(value, STR("/dev/null"))) {
		f->probe = true;
	} else {
		f->output = value;
		f->has_output = true;
	}
}

static void
take_curl_option(const struct options *o, struct fetch *f)
{
	if (IS_ONE_OF(o->name, "f", "fail", "fail-with-body"))
		f->fails = true;
	else if (IS_ONE_OF(o->name, "m", "max-time", "connect-timeout", "y", "speed-time", "Y",
			 "speed-limit"))
		f->timeout = true;
	else if (IS_ONE_OF(o->name, "retry"))
		f->retry = !str_eq(o->value, STR("0"));
	else if (IS_ONE_OF(o->name, "k", "insecure"))
		f->insecure = true;
	else if (IS_ONE_OF(o->name, "o", "output"))
		take_output(f, o->value);
	else if (IS_ONE_OF(
			 o->name, "O", "remote-name", "J", "remote-header-name", "remote-name-all"))
		f->takes_remote_name = true;
	else if (IS_ONE_OF(o->name, "X", "request"))
		f->probe |= !str_eq(o->value, STR("GET"));
	else if (IS_ONE_OF(o->name, "I", "head", "d", "T", "F", "w", "upload-file", "form",
			 "write-out", "json")
		|| str_starts(o->name, STR("data")))
		f->probe = true;
	else if (IS_ONE_OF(o->name, "V", "version", "h", "help", "M", "manual"))
		f->nothing = true;
	else if (IS_ONE_OF(o->name, "K", "config"))
		f->may_hold_options = true;
	else if (IS_ONE_OF(o->name, "url"))
		take_operand(o, f);
}

static void
take_wget_option(const struct options *o, struct fetch *f)
{
	if (IS_ONE_OF(o->name, "T", "timeout", "read-timeout", "connect-timeout"))
		f->timeout = true;
	else if (IS_ONE_OF(o->name, "t", "tries"))
		f->one_try = str_eq(o->value, STR("1"));
	else if (IS_ONE_OF(o->name, "no-check-certificate"))
		f->insecure = true;
	else if (IS_ONE_OF(o->name, "O", "output-document"))
		take_output(f, o->value);
	else if (IS_ONE_OF(o->name, "spider", "method", "post-data", "post-file"))
		f->probe = true;
	else if (IS_ONE_OF(o->name, "V", "version", "h", "help"))
		f->nothing = true;
	else if (IS_ONE_OF(o->name, "i", "input-file", "e", "execute"))
		f->may_hold_options = true;
}

static struct fetch
read_options(const struct run_context *cx, const struct command_view *view, bool is_curl)
{
	struct fetch f = { 0 };
	struct options o = { .cx = cx,
		.view = view,
		.letters = is_curl ? "AbcCdDeEFHKmoPQrtTuUwxXyYz" : "toaOTwPeiUQlADR",
		.longs = is_curl ? curl_longs : wget_longs };
	while (options_next(&o)) {
		if (o.name.n == 0)
			take_operand(&o, &f);
		else if (is_curl)
			take_curl_option(&o, &f);
		else
			take_wget_option(&o, &f);
	}
	struct strs written = { 0 };
	if (view->node)
		redirects_written(cx, view->node, &written);
	bool saves = f.has_output || f.takes_remote_name || (!is_curl && !f.to_stdout);
	if (written.n && !saves)
		take_output(&f, written.items[0]);
	f.takes_remote_name |= !is_curl && !f.to_stdout && !f.has_output && !f.probe;
	return f;
}

/* --- the fact --- */

/* wget of busybox tries once; GNU's tries 20 times. */
static enum tri
wget_retries(const struct run_context *cx)
{
	const struct machine *m = cx->machine;
	bool is_small = str_eq(m->distro, STR("alpine")) || str_eq(m->distro, STR("busybox"));
	if (cx->job)
		return cx->job->is_github_hosted == YES && !cx->job->container ? YES : UNSURE;
	if (!is_small)
		return m->distro.n ? YES : UNSURE;
	return machine_has(m, TOOL_gnu_wget);
}

/* timeout 60 curl …: the wrapper is no longer among the arguments. */
static bool
is_under_timeout(const struct command_view *view)
{
	struct str text = source_slice(view->source, view->command->place.span);
	struct str first;
	str_cut(text, ' ', &first, NULL);
	return str_eq(first, STR("timeout"));
}

static enum tri
yes_or(bool yes, bool unsure)
{
	return yes ? YES : unsure ? UNSURE : NO;
}

/* Programs that only look at what they are given. */
static bool
only_looks(struct str program)
{
	return IS_ONE_OF(program, "grep", "egrep", "jq", "yq", "head", "tail", "wc", "cut", "awk",
		"sed", "tr", "sort", "less");
}

static enum tri
is_probe(const struct run_context *cx, const struct fact_download *d, const struct fetch *f)
{
	bool saves = d->output.state != ABSENT;
	struct str pipe = d->pipes_into.state == KNOWN ? d->pipes_into.text : STR("");
	if (f->probe || (only_looks(pipe) && !saves))
		return YES;
	if (d->url.state == KNOWN && host_is_loopback(url_split(d->url.text).host))
		return YES;
	if (cx->failure_ignored == YES && !saves && pipe.n == 0)
		return YES;
	return f->may_hold_options ? UNSURE : NO;
}

static void
describe(struct run_context *cx, const struct command_view *view, struct fact_download *d,
	const struct fetch *f)
{
	bool is_curl = RUNS_ONE_OF(view->command, "curl");
	bool open = f->may_hold_options;
	d->url = sketch_value(url_masked(cx->x->arena, f->url));
	d->host = sketch_value(url_split(f->url).host);
	d->fails_on_http_error = is_curl ? yes_or(f->fails, open) : YES;
	d->has_timeout = yes_or(f->timeout || is_under_timeout(view), open);
	d->has_retry = is_curl ? yes_or(f->retry, open) : f->one_try ? NO : wget_retries(cx);
	/* A loop around it may try again. */
	if (cx->conditional != NO)
		tri_open(&d->has_retry);
	d->checks_tls = f->insecure ? NO : open ? UNSURE : YES;
	if (f->has_output)
		d->output = sketch_value(f->output);
	else if (f->takes_remote_name)
		d->output = d->url.state == KNOWN ? fact_known(path_base(d->url.text))
						  : fact_unknown_string();
	else if (open)
		d->output = fact_unknown_string();
	d->saved_as = f->has_output                             ? f->output
		: f->takes_remote_name && d->url.state == KNOWN ? path_base(d->url.text)
								: STR("");
	if (d->output.state == ABSENT) {
		d->pipes_into = view->command->pipes_into;
		d->output_is_run = view->command->output_is_run;
	}
	d->is_probe = is_probe(cx, d, f);
}

/* https://go.dev/dl/go1.26.1.linux-amd64.tar.gz: 1.26.1 and amd64; both empty for other URLs. */
struct go_archive {
	struct str version, arch;
};

static struct go_archive
go_archive_of(struct str url)
{
	struct go_archive archive = { 0 };
	struct str name = path_base(url), mark = STR(".linux-");
	bool is_place = str_contains(url, STR("/dl/go"))
		|| str_contains(url, STR("dl.google.com/go/go"))
		|| str_contains(url, STR("/golang/go"));
	size_t end = str_find(name, mark, 0);
	if (!is_place || !str_starts(name, STR("go")) || end == STR_NONE)
		return archive;
	archive.version = str_slice(name, 2, end);
	str_cut(str_slice(name, end + mark.n, name.n), '.', &archive.arch, NULL);
	return archive;
}

static void
describe_archive(struct extraction *x, struct fact_download *d, struct str url, struct place place)
{
	struct go_archive archive = go_archive_of(url);
	if (archive.version.n == 0)
		return;
	d->go_version = sketch_value(archive.version);
	d->go_arch = sketch_value(archive.arch);
	struct fact_go_pin *pin =
		d->go_version.state == KNOWN ? go_pin_add(x, d->go_version.text, place) : NULL;
	if (pin)
		pin->stage = d->stage;
}

/* Go from its own archive; which one runs is certain only where there was none. */
static void
note_go(struct run_context *cx, const struct fact_download *d)
{
	struct machine *m = cx->machine;
	if (!m->is_image || d->go_version.state == ABSENT)
		return;
	bool certain = d->go_version.state == KNOWN && cx->conditional == NO && m->distro.n
		&& !m->is_open && !m->go_is_packaged && m->go_version.state != KNOWN;
	m->go_version = certain ? d->go_version : fact_unknown_string();
}

void
read_download(struct run_context *cx, const struct command_view *view)
{
	bool is_curl = RUNS_ONE_OF(view->command, "curl");
	bool is_wget = RUNS_ONE_OF(view->command, "wget");
	if (!is_curl && !is_wget)
		return;
	struct fetch f = read_options(cx, view, is_curl);
	if (f.nothing || !f.has_url || str_starts(f.url, STR("file:")))
		return;
	struct fact_download *d = FACT_ADD(cx->x, download);
	d->place = view->command->place;
	d->tool = view->command->program;
	d->command = view->command;
	d->stage = cx->stage;
	d->job = cx->job;
	d->unit = view->command->unit;
	describe(cx, view, d, &f);
	trust_bypass_by_download(cx, d);
	if (cx->machine->is_image)
		describe_archive(cx->x, d, f.url, d->place);
	note_go(cx, d);
}

void
download_added(
	struct extraction *x, struct fact_stage *stage, const struct fact_copy *copy, bool verified)
{
	for (size_t i = 0; i < copy->sources.n; i++) {
		struct fact_string source = copy->sources.items[i];
		if (source.state != KNOWN
			|| (!str_starts(source.text, STR("http://"))
				&& !str_starts(source.text, STR("https://"))))
			continue;
		/* A repository is cloned. */
		struct str url;
		str_cut(source.text, '#', &url, NULL);
		if (str_ends(url, STR(".git")))
			continue;
		struct fact_download *d = FACT_ADD(x, download);
		d->place = copy->place;
		d->tool = fact_known(STR("ADD"));
		d->url = fact_known(url_masked(x->arena, source.text));
		d->host = fact_known(url_split(source.text).host);
		d->output = copy->destination;
		d->saved_as = copy->destination.state == KNOWN ? copy->destination.text : STR("");
		d->is_verified = verified ? YES : NO;
		d->fails_on_http_error = d->checks_tls = YES;
		d->has_timeout = d->has_retry = UNSURE;
		d->stage = stage;
		d->unit = fact_known(arena_printf(x->arena, "%" PRIstr "#%d",
			STR_ARG(copy->place.source->path), (int)stage->index.value));
		describe_archive(x, d, source.text, copy->sources_place);
	}
}
