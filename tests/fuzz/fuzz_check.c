/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small project, linted with every rule and reported in every format: files stand apart
 * by a byte 0x1c, and each one's first byte chooses its name.
 */
#include <stdlib.h>

#include "facts/knowledge.h"
#include "lint/lint.h"
#include "report/facts_json.h"
#include "report/report.h"

#define SEPARATOR '\x1c'

static const char *const names[] = { "Dockerfile", "app/Dockerfile", "Makefile", "app/rules.mk",
	".github/workflows/ci.yml", "action.yml", "renovate.json", ".renovaterc", "package.json",
	"go.mod", "app/go.mod", "go.work", "compose.yaml", "pod.yaml", "daemon.json",
	".github/dependabot.yml", ".gitignore", ".dockerignore", "go.sum", "build.sh",
	".goreleaser.yaml", "docker-bake.hcl", "docker-bake.json", ".env", "compose.override.yaml",
	".golangci.yml", ".github/workflows/call.yml", "vendor/modules.txt", ".tool-versions",
	".go-version" };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct vfs
read_project(struct arena *a, struct str input)
{
	struct vfs fs = { 0 };
	struct str file;
	while (str_next_field(&input, SEPARATOR, &file)) {
		if (!file.n)
			continue;
		size_t index = (unsigned char)file.s[0] % (sizeof(names) / sizeof(*names));
		vfs_put(a, &fs, str_from(names[index]), arena_str(a, str_slice(file, 1, file.n)));
	}
	return fs;
}

static void
check_findings(const struct findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *finding = findings->items[i];
		if (span_end(finding->place.span) > finding->place.source->text.n)
			abort();
		if (!finding->fingerprint.n)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct vfs fs = read_project(a, (struct str){ (const char *)data, size });
	struct lint_options options = { .knowledge = &builtin_knowledge, .jobs = 1 };
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		vec_push(a, &options.rules, &builtin_rules[i]);
	struct lint_result *result = lint_run(a, &fs, &options);
	check_findings(&result->findings);
	struct report_options report = { .rules = &options.rules, .statistics = true };
	for (size_t i = 0; i < report_format_count; i++) {
		struct buf out = buf_new(a);
		report_formats[i].render(&out, result, &report);
	}
	struct buf out = buf_new(a);
	facts_json(&out, result->project);
	arena_free(a);
	return 0;
}
