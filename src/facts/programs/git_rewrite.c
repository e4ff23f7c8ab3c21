/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/programs/git_rewrite.h"

#include "facts/url.h"

/* user@host:path or user@host, what ssh takes without a scheme. */
static bool
is_scp_form(struct str url)
{
	size_t sign = str_find_char(url, '@', 0), slash = str_find_char(url, '/', 0);
	return !str_contains(url, STR("://")) && sign != STR_NONE && sign > 0
		&& (slash == STR_NONE || sign < slash);
}

static bool
is_ssh_url(struct str url)
{
	return str_starts(url, STR("ssh://")) || str_starts(url, STR("git+ssh://"));
}

static struct str
host_of(struct str url)
{
	if (!is_scp_form(url))
		return url_split(url).host;
	size_t sign = str_find_char(url, '@', 0), end = sign + 1;
	while (end < url.n && url.s[end] != ':' && url.s[end] != '/')
		end++;
	return str_slice(url, sign + 1, end);
}

/* The module path prefix of an https URL. */
static struct str
prefix_of(struct arena *a, struct str from)
{
	struct url url = url_split(from);
	struct str path = url.path;
	while (str_ends(path, STR("/")))
		path = str_slice(path, 0, path.n - 1);
	if (str_ends(path, STR(".git")))
		path = str_slice(path, 0, path.n - 4);
	return arena_printf(a, "%" PRIstr "%" PRIstr, STR_ARG(url.host), STR_ARG(path));
}

static struct fact_string
credential_of(struct str base)
{
	struct url url = url_split(base);
	if (!str_starts(url.scheme, STR("http")) || url.userinfo.n == 0)
		return (struct fact_string){ .state = ABSENT };
	if (str_find_char(url.userinfo, SKETCH_UNKNOWN, 0) != STR_NONE
		|| str_find_char(url.userinfo, '$', 0) != STR_NONE)
		return fact_known(STR("variable"));
	return url_userinfo_is_secret(url.userinfo) ? fact_known(STR("literal"))
						    : (struct fact_string){ .state = ABSENT };
}

/* --- URLs that can't work --- */

struct fault_of_url {
	struct str problem, repaired; /* empty if there is none, or none is certain */
};

static bool
is_number(struct str s)
{
	uint64_t n;
	return str_to_u64(s, &n);
}

/* What stands between the host's colon and the next slash, in the rewritten URL. */
static struct str
after_colon(struct str rewritten, struct str *host)
{
	size_t scheme = str_find(rewritten, STR("://"), 0);
	struct str rest = str_slice(rewritten, scheme == STR_NONE ? 0 : scheme + 3, rewritten.n);
	rest = str_slice(rest, 0, str_find_char(rest, '/', 0));
	size_t sign = str_find_last_char(rest, '@');
	struct str port;
	str_cut(sign == STR_NONE ? rest : str_slice(rest, sign + 1, rest.n), ':', host, &port);
	return port;
}

static struct fault_of_url
judge_ssh(struct arena *a, struct str base, struct str rewritten)
{
	struct str host;
	struct str port = after_colon(rewritten, &host);
	if (port.n == 0 || is_number(port))
		return (struct fault_of_url){ 0 };
	struct fault_of_url fault = { .problem = STR("what follows the colon is read as a port") };
	size_t colon = str_find_last_char(base, ':');
	struct str tail = str_slice(base, colon + 1, base.n);
	if (is_number(tail))
		fault.repaired = arena_printf(a, "%" PRIstr "/", STR_ARG(base));
	else
		fault.repaired = arena_printf(a, "%" PRIstr "/%" PRIstr,
			STR_ARG(str_slice(base, 0, colon)), STR_ARG(tail));
	return fault;
}

static struct fault_of_url
judge_scp(struct arena *a, struct str base, struct str from, struct str rewritten)
{
	struct str host;
	struct str port = after_colon(rewritten, &host);
	size_t slash = str_find_char(rewritten, '/', 0);
	size_t colon = str_find_char(rewritten, ':', 0);
	if (colon == STR_NONE || colon > slash) {
		struct fault_of_url fault = {
			.problem = STR("without a colon after the host it is read as a local path")
		};
		size_t end = str_find_char(base, '/', 0);
		struct str path = str_slice(base, end == STR_NONE ? base.n : end + 1, base.n);
		struct str machine = str_slice(base, 0, end);
		if (path.n == 0 && str_ends(from, STR("/")))
			fault.repaired = arena_printf(a, "%" PRIstr ":", STR_ARG(machine));
		else if (path.n == 0)
			fault.repaired = arena_printf(a, "ssh://%" PRIstr, STR_ARG(machine));
		else
			fault.repaired = arena_printf(
				a, "%" PRIstr ":%" PRIstr, STR_ARG(machine), STR_ARG(path));
		return fault;
	}
	struct str tail = str_slice(base, str_find_char(base, ':', 0) + 1, base.n);
	struct str number;
	str_cut(tail, '/', &number, NULL);
	if (!is_number(number) || !is_number(port))
		return (struct fault_of_url){ 0 };
	return (struct fault_of_url){ STR("without ssh:// the port is read as a folder"),
		arena_printf(a, "ssh://%" PRIstr, STR_ARG(base)) };
}

/* A prefix with a final slash is replaced by something without: names run together. */
static bool
runs_together(struct str base, struct str from)
{
	return str_ends(from, STR("/")) && base.n && base.s[base.n - 1] != '/'
		&& base.s[base.n - 1] != ':';
}

static struct fault_of_url
judge(struct arena *a, struct str base, struct str from)
{
	struct str rewritten = arena_printf(a, "%" PRIstr "%sgroup/project", STR_ARG(base),
		str_ends(from, STR("/")) ? "" : "/");
	struct fault_of_url fault = { 0 };
	if (!str_contains(from, STR("://")) && !is_scp_form(from)) {
		if (str_find_char(host_of(from), '.', 0) == STR_NONE || from.s[0] == '/')
			return fault;
		return (struct fault_of_url){ STR("no URL begins so: go asks for https:// URLs"),
			arena_printf(a, "https://%" PRIstr, STR_ARG(from)) };
	}
	if (is_ssh_url(base))
		fault = judge_ssh(a, base, rewritten);
	else if (is_scp_form(base))
		fault = judge_scp(a, base, from, rewritten);
	if (fault.problem.n || !runs_together(base, from))
		return fault;
	fault.problem = STR("it lacks the slash that the replaced URL ends with");
	/* A repaired URL must not spell out a secret. */
	if (credential_of(base).state == ABSENT)
		fault.repaired = arena_printf(a, "%" PRIstr "/", STR_ARG(base));
	return fault;
}

void
git_rewrite_judge(const struct extraction *x, struct fact_git_rewrite *rewrite, struct str base,
	struct str from)
{
	struct arena *a = x->arena;
	rewrite->from = sketch_value(from);
	rewrite->base = sketch_value(url_masked(a, base));
	rewrite->credential = credential_of(base);
	rewrite->is_ssh =
		sketch_is_blank(base) ? UNSURE : tri_of(is_ssh_url(base) || is_scp_form(base));
	rewrite->host = rewrite->prefix = rewrite->problem = fact_unknown_string();
	if (rewrite->from.state == KNOWN) {
		rewrite->host = fact_known(host_of(from));
		rewrite->prefix = fact_known(prefix_of(a, from));
	}
	/* What is not known of the credential does not matter. */
	if (rewrite->from.state != KNOWN || rewrite->base.state != KNOWN || from.n == 0)
		return;
	struct fault_of_url fault = judge(a, base, from);
	rewrite->problem = (struct fact_string){ .state = ABSENT };
	if (fault.problem.n)
		rewrite->problem = fact_known(fault.problem);
	if (fault.repaired.n)
		rewrite->repaired = fact_known(fault.repaired);
}
