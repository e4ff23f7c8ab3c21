/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of certificates, host keys and signatures that commands and variables turn off. */
#include "facts/programs/reader.h"
#include "facts/url.h"

static struct fact_trust_bypass *
add(struct extraction *x, struct place place, const char *kind, const char *text)
{
	struct fact_trust_bypass *bypass = FACT_ADD(x, trust_bypass);
	bypass->place = place;
	bypass->kind = fact_known(str_from(kind));
	bypass->text = fact_known(str_from(text));
	bypass->host = fact_unknown_string();
	bypass->is_loopback = NO;
	return bypass;
}

static struct fact_trust_bypass *
add_command(
	const struct run_context *cx, struct fact_command *c, const char *kind, const char *text)
{
	struct fact_trust_bypass *bypass = add(cx->x, c->place, kind, text);
	bypass->stage = cx->stage;
	bypass->job = cx->job;
	bypass->makefile = cx->makefile;
	bypass->command = c;
	return bypass;
}

void
trust_bypass_by_download(const struct run_context *cx, const struct fact_download *download)
{
	if (download->checks_tls != NO)
		return;
	bool is_known = download->url.state == KNOWN;
	struct url url = url_split(is_known ? download->url.text : STR(""));
	/* Without TLS there is no certificate. */
	if (is_known && str_eq_nocase(url.scheme, STR("http")))
		return;
	bool is_curl = RUNS_ONE_OF(download->command, "curl");
	struct fact_trust_bypass *bypass = add_command(cx, download->command, "certificate",
		is_curl ? "curl --insecure" : "wget --no-check-certificate");
	if (!is_known) {
		bypass->is_loopback = UNSURE;
		return;
	}
	bypass->host = fact_known(url.host);
	bypass->is_loopback = tri_of(host_is_loopback(url.host));
}

/* --- git --- */

static bool
is_false(struct str value)
{
	return IS_ONE_OF(value, "false", "0", "no", "off");
}

static bool
is_ssl_verify(struct str key)
{
	struct str first = STR("http."), last = STR("sslVerify");
	return key.n >= first.n + last.n && str_eq_nocase(str_slice(key, 0, first.n), first)
		&& str_eq_nocase(str_slice(key, key.n - last.n, key.n), last);
}

/* git config [--global] http.sslVerify false, git -c http.sslVerify=false */
static void
read_git_config(const struct run_context *cx, struct fact_command *c)
{
	for (size_t i = 0; i < c->args.n; i++) {
		struct fact_string arg = c->args.items[i], next = arg_at(c, i + 1);
		struct str key, value;
		if (arg.state != KNOWN)
			continue;
		bool turns_off =
			is_ssl_verify(arg.text) && next.state == KNOWN && is_false(next.text);
		if (str_cut(arg.text, '=', &key, &value))
			turns_off |= is_ssl_verify(key) && is_false(value);
		if (turns_off) {
			add_command(cx, c, "certificate", "http.sslVerify=false");
			return;
		}
	}
}

/* --- ssh --- */

enum host_keys { CHECKED, FIRST_TRUSTED, UNCHECKED };

/* What settings of ssh, in a file or among options, say of host keys. */
static enum host_keys
host_keys_in(struct str settings)
{
	if (str_mentions(settings, "stricthostkeychecking no")
		|| str_mentions(settings, "stricthostkeychecking=no")
		|| str_mentions(settings, "stricthostkeychecking off")
		|| str_mentions(settings, "stricthostkeychecking=off"))
		return UNCHECKED;
	if (str_mentions(settings, "stricthostkeychecking accept-new")
		|| str_mentions(settings, "stricthostkeychecking=accept-new"))
		return FIRST_TRUSTED;
	return CHECKED;
}

static const char *
text_of(enum host_keys keys)
{
	return keys == UNCHECKED ? "StrictHostKeyChecking no" : "StrictHostKeyChecking accept-new";
}

/* Settings that are written to a file or given to git; what ssh itself is told is its affair. */
static bool
may_set_ssh(const struct run_context *cx, const struct command_view *view)
{
	if (RUNS_ONE_OF(view->command, "git", "sed"))
		return true;
	struct strs files = { 0 };
	files_written(cx, view, &files);
	vec_for(struct str, file, &files)
		if (str_contains(*file, STR("ssh")))
			return true;
	return false;
}

static void
read_ssh_settings(const struct run_context *cx, const struct command_view *view)
{
	if (!RUNS_ONE_OF(view->command, "echo", "printf", "cat", "tee", "sed", "git")
		|| !may_set_ssh(cx, view))
		return;
	enum host_keys keys = host_keys_in(command_source(cx, view));
	if (keys == CHECKED)
		return;
	add_command(cx, view->command, "host key", text_of(keys))->trusts_first =
		tri_of(keys == FIRST_TRUSTED);
}

/* --- package managers --- */

/* A package that lies there already, or what may be one: /tmp/tool.apk */
static bool
installs_files(const struct fact_command *c)
{
	for (size_t i = 0; i < c->args.n; i++) {
		struct fact_string arg = c->args.items[i];
		bool is_option = arg.state == KNOWN && str_starts(arg.text, STR("-"));
		if (arg.state != KNOWN || (!is_option && str_ends(arg.text, STR(".apk"))))
			return true;
	}
	return c->args.open;
}

static void
read_packages(const struct run_context *cx, struct fact_command *c)
{
	if (RUNS_ONE_OF(c, "apk") && arg_any(c, "--allow-untrusted") && !installs_files(c))
		add_command(cx, c, "signature", "apk --allow-untrusted");
	if (RUNS_ONE_OF(c, "apt", "apt-get") && arg_any(c, "--allow-unauthenticated"))
		add_command(cx, c, "signature", "apt-get --allow-unauthenticated");
	if (RUNS_ONE_OF(c, "dnf", "yum", "microdnf") && arg_any(c, "--nogpgcheck"))
		add_command(cx, c, "signature", "--nogpgcheck");
}

void
read_trust_bypass(struct run_context *cx, const struct command_view *view)
{
	if (RUNS_ONE_OF(view->command, "git"))
		read_git_config(cx, view->command);
	read_ssh_settings(cx, view);
	read_packages(cx, view->command);
}

/* --- variables --- */

static void
add_variable(struct extraction *x, const struct fact_variable *v, const char *kind,
	const char *text, enum tri trusts_first)
{
	struct fact_trust_bypass *bypass = add(x, v->place, kind, text);
	bypass->trusts_first = trusts_first;
	bypass->stage = v->stage;
	bypass->job = v->job;
	bypass->makefile = v->makefile;
}

void
trust_bypass_by_variable(struct extraction *x, const struct fact_variable *v)
{
	if (v->is_exported != YES || v->value.state != KNOWN)
		return;
	struct str name = v->name.text, value = v->value.text;
	/* git asks whether the variable is there, and not what it says. */
	if (str_eq(name, STR("GIT_SSL_NO_VERIFY")))
		add_variable(x, v, "certificate", "GIT_SSL_NO_VERIFY", NO);
	else if (str_eq(name, STR("NODE_TLS_REJECT_UNAUTHORIZED")) && str_eq(value, STR("0")))
		add_variable(x, v, "certificate", "NODE_TLS_REJECT_UNAUTHORIZED=0", NO);
	else if (IS_ONE_OF(name, "GIT_SSH_COMMAND", "GIT_SSH") && host_keys_in(value) != CHECKED)
		add_variable(x, v, "host key", text_of(host_keys_in(value)),
			tri_of(host_keys_in(value) == FIRST_TRUSTED));
}
