/* SPDX-License-Identifier: Apache-2.0 */
/* CA certificates of one's own: copied into an image, and taken up by its trust store. */
#include "facts/docker/docker.h"
#include "facts/programs/reader.h"

#include "base/path.h"

#define CERTIFICATES_MAX 64 /* per stage; further ones are not followed */

#define LOCAL_DIR "/usr/local/share/ca-certificates"
#define ANCHORS_DIR "/etc/pki/ca-trust/source/anchors"

/* Folders of the distributions' tools, whichever of them is at hand. */
static bool
is_in_trust_dir(struct str path)
{
	static const char *const dirs[] = { LOCAL_DIR, "/usr/share/ca-certificates", ANCHORS_DIR,
		"/usr/share/pki/ca-trust-source/anchors", "/etc/pki/trust/anchors",
		"/usr/share/pki/trust/anchors", "/etc/ca-certificates/trust-source/anchors" };
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++)
		if (path_is_within(path, str_from(dirs[i])))
			return true;
	return false;
}

/* Go reads each file in these itself. */
static bool
is_read_by_go(struct str path)
{
	struct str dir = path_dir(path);
	return str_eq(dir, STR("/etc/ssl/certs")) || str_eq(dir, STR("/etc/pki/tls/certs"));
}

static bool
has_certificate_ending(struct str name)
{
	return str_ends(name, STR(".crt")) || str_ends(name, STR(".pem"))
		|| str_ends(name, STR(".cer")) || str_ends(name, STR(".der"));
}

/* All of the public CAs in one file. */
static bool
is_bundle_name(struct str name)
{
	return str_starts(name, STR("ca-certificates")) || str_starts(name, STR("ca-bundle"))
		|| str_starts(name, STR("cacert")) || str_eq(name, STR("cert.pem"))
		|| str_eq(name, STR("tls-ca-bundle.pem"));
}

/* corp-ca.crt, root.pem, CorpRootCA.cer; not server.crt, cacao.pem or cat.crt. */
static bool
is_ca_name(struct str name)
{
	if (str_mentions(name, "rootca") || str_mentions(name, "root-ca"))
		return true;
	size_t from = 0;
	for (size_t i = 0; i <= name.n; i++) {
		if (i < name.n && (char_is_alpha(name.s[i]) || char_is_digit(name.s[i])))
			continue;
		struct str word = str_slice(name, from, i);
		if (str_eq_nocase(word, STR("ca")) || str_eq_nocase(word, STR("root")))
			return true;
		from = i + 1;
	}
	return false;
}

static bool
is_private_ca(struct str target)
{
	struct str name = path_base(target);
	if (has_certificate_ending(name) && is_bundle_name(name))
		return false;
	if (is_in_trust_dir(target))
		return true;
	bool like_trust_dir = str_contains(target, STR("/ca-cert"))
		|| str_contains(target, STR("/ca-trust")) || str_starts(target, STR("/etc/ssl/"))
		|| str_starts(target, STR("/etc/pki/"));
	return like_trust_dir && has_certificate_ending(name) && is_ca_name(name);
}

/* --- what the distribution's tool takes --- */

/* Debian's tool takes *.crt at any depth. */
static void
judge_debian(struct fact_certificate *c, struct str target)
{
	struct str ext = path_ext(c->name.text);
	c->tool = fact_known(STR("update-ca-certificates"));
	c->trust_dir = fact_known(STR(LOCAL_DIR));
	/* What lies in /usr/share must be listed in /etc/ca-certificates.conf too. */
	bool may = path_is_within(target, STR("/usr/share/ca-certificates"));
	c->in_trust_dir = path_is_within(target, STR(LOCAL_DIR)) ? YES : may ? UNSURE : NO;
	c->name_is_accepted = c->name.state == KNOWN ? tri_of(str_eq(ext, STR(".crt"))) : UNSURE;
}

/* Alpine's takes any name, but looks into no subfolder. */
static void
judge_alpine(struct fact_certificate *c, struct str target)
{
	c->tool = fact_known(STR("update-ca-certificates"));
	c->trust_dir = fact_known(STR(LOCAL_DIR));
	bool top = str_eq(path_dir(target), STR(LOCAL_DIR));
	bool may =
		path_is_within(target, STR("/usr/share/ca-certificates")) || c->name.state != KNOWN;
	c->in_trust_dir = top ? YES : may ? UNSURE : NO;
	c->name_is_accepted = YES;
}

static void
judge_red_hat(struct fact_certificate *c, struct str target)
{
	c->tool = fact_known(STR("update-ca-trust"));
	c->trust_dir = fact_known(STR(ANCHORS_DIR));
	bool in_dir = path_is_within(target, STR(ANCHORS_DIR))
		|| path_is_within(target, STR("/usr/share/pki/ca-trust-source/anchors"));
	c->in_trust_dir = tri_of(in_dir);
	c->name_is_accepted = YES;
}

static void
judge(struct fact_certificate *c, struct str distro, struct str target)
{
	if (IS_ONE_OF(distro, "debian", "ubuntu")) {
		judge_debian(c, target);
	} else if (str_eq(distro, STR("alpine"))) {
		judge_alpine(c, target);
	} else if (IS_ONE_OF(distro, "rhel", "fedora", "amazon")) {
		judge_red_hat(c, target);
	} else {
		c->tool = c->trust_dir = fact_unknown_string();
		c->in_trust_dir = c->name_is_accepted = UNSURE;
	}
}

/* --- COPY and ADD --- */

static void
add_certificate(struct extraction *x, struct machine *m, struct fact_copy *copy, struct str source)
{
	struct str base = path_base(source);
	bool is_file = has_certificate_ending(base);
	struct str target = copy->into_dir && is_file
		? path_join(x->arena, copy->destination.text, base)
		: copy->destination.text;
	/* A folder's files keep their names, which are not known here. */
	bool named = (is_file || has_certificate_ending(path_base(target))) && !path_has_glob(base);
	if (!is_private_ca(target) || m->certificates.n >= CERTIFICATES_MAX)
		return;
	struct fact_certificate *c = FACT_ADD(x, certificate);
	c->place = copy->place;
	c->stage = copy->stage;
	c->name = named ? fact_known(path_base(target)) : fact_unknown_string();
	c->path = named ? fact_known(target) : fact_unknown_string();
	judge(c, m->distro, target);
	c->installed = named && is_read_by_go(target) ? YES : NO;
	fact_list_add(x->arena, &m->certificates, c);
}

/* A later stage takes the bundle, or a tree that may hold it. */
static void
note_use(const struct fact_copy *copy)
{
	fact_for(certificate, c, &copy->from_stage->certificates) {
		enum tri used = copy->brings_ca_bundle;
		for (size_t i = 0; i < copy->sources.n && used != YES; i++) {
			struct fact_string source = copy->sources.items[i];
			if (source.state != KNOWN || c->path.state != KNOWN)
				used = UNSURE;
			else if (path_is_within(c->path.text, source.text))
				used = YES;
		}
		c->is_used_later = tri_or(c->is_used_later, used);
	}
}

void
certificate_copied(
	struct extraction *x, struct machine *m, struct fact_stage *stage, struct fact_copy *copy)
{
	(void)stage;
	if (copy->from_stage)
		note_use(copy);
	if (copy->destination.state != KNOWN)
		return;
	for (size_t i = 0; i < copy->sources.n; i++)
		if (copy->sources.items[i].state == KNOWN)
			add_certificate(x, m, copy, copy->sources.items[i].text);
}

/* --- commands --- */

/* The first go command of the stage so far that downloaded modules. */
static struct fact_go_command *
first_download(const struct run_context *cx)
{
	fact_for(go_command, go, &cx->machine->go_commands)
		if (go->stage == cx->stage && go->downloads == YES)
			return go;
	return NULL;
}

static void
tool_runs(struct run_context *cx, const struct command_view *view)
{
	struct machine *m = cx->machine;
	struct str tool = view->command->program.text;
	fact_for(certificate, c, &m->certificates) {
		if (c->tool.state == KNOWN && !str_eq(c->tool.text, tool))
			continue;
		enum tri taken = tri_and(c->in_trust_dir, c->name_is_accepted);
		if (taken == YES && cx->conditional != NO)
			taken = UNSURE;
		if (taken == YES && c->installed == NO)
			c->earlier_download = first_download(cx);
		c->installed = tri_or(c->installed, taken);
	}
	enum tri has_tool = machine_has(m, TOOL_ca_tool);
	if (has_tool == YES && cx->conditional == NO)
		machine_gain(cx->x, m,
			&(struct tool_gain){
				TOOL_ca_bundle, "package", tool, view->command->place, true });
	else if (machine_has(m, TOOL_ca_bundle) == NO && has_tool == UNSURE)
		machine_doubt(cx->x, m, TOOL_ca_bundle);
}

/* Certificates that are moved, renamed or appended to the bundle by hand. */
static void
handled_by_hand(struct run_context *cx, const struct command_view *view)
{
	if (RUNS_ONE_OF(view->command, "chmod", "chown", "ls", "echo", "mkdir", "test", "["))
		return;
	struct str text = command_source(cx, view);
	if (!str_contains(text, STR("cert")) && !str_contains(text, STR(".crt"))
		&& !str_contains(text, STR(".pem")) && !str_contains(text, STR(".cer"))
		&& !str_contains(text, STR("/ssl")) && !str_contains(text, STR("/pki"))
		&& !str_contains(text, STR("trust")))
		return;
	bool appends = RUNS_ONE_OF(view->command, "cat")
		&& (str_contains(text, STR("ca-certificates.crt"))
			|| str_contains(text, STR("ca-bundle")));
	fact_for(certificate, c, &cx->machine->certificates) {
		bool named = c->name.state == KNOWN && str_contains(text, c->name.text);
		if (appends && named && cx->conditional == NO)
			c->installed = YES;
		tri_open(&c->installed);
	}
}

void
read_certificates(struct run_context *cx, const struct command_view *view)
{
	if (RUNS_ONE_OF(view->command, "update-ca-certificates", "update-ca-trust"))
		tool_runs(cx, view);
	else if (cx->machine->certificates.n)
		handled_by_hand(cx, view);
}

void
certificates_open(struct machine *m)
{
	fact_for(certificate, c, &m->certificates)
		tri_open(&c->installed);
}

/* --- the end of a stage --- */

/* SSL_CERT_FILE names the file itself, SSL_CERT_DIR folders that hold it. */
static enum tri
is_named_by_env(const struct settings *env, const struct fact_certificate *c)
{
	struct fact_string file = setting_value(env, STR("SSL_CERT_FILE"));
	struct fact_string dirs = setting_value(env, STR("SSL_CERT_DIR"));
	if (c->path.state != KNOWN)
		return file.state == ABSENT && dirs.state == ABSENT ? NO : UNSURE;
	if (file.state == KNOWN && str_eq(file.text, c->path.text))
		return YES;
	struct str rest = dirs.state == KNOWN ? dirs.text : STR(""), dir;
	while (str_next_field(&rest, ':', &dir))
		if (str_eq(dir, path_dir(c->path.text)))
			return YES;
	return file.state == UNKNOWN || dirs.state == UNKNOWN ? UNSURE : NO;
}

void
certificates_finish(const struct fact_stage *stage)
{
	fact_for(certificate, c, &stage->certificates) {
		c->installed = tri_or(c->installed, is_named_by_env(stage->env, c));
		if (c->stage != stage)
			c->is_used_later = YES;
	}
}
