/* SPDX-License-Identifier: Apache-2.0 */
/* Any text as an expression: compiled, and evaluated on a stage if it compiles. */
#include <stdlib.h>

#include "cel/cel_internal.h"
#include "facts/facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct fact_stage *
some_stage(struct arena *a)
{
	struct fact_stage *s = ARENA_NEW(a, struct fact_stage);
	struct fact_copy *copy = ARENA_NEW(a, struct fact_copy);
	struct fact_setting *setting = ARENA_NEW(a, struct fact_setting);
	s->place.source = source_new(a, STR("Dockerfile"), STR("FROM golang AS build\n"));
	s->index = (struct fact_int){ KNOWN, 3 };
	s->name = fact_known(STR("b\xff\0\xc3\xa9"));
	s->user = fact_unknown_string();
	s->has_git = UNSURE;
	s->parent = (void *)(uintptr_t)fact_unknown;
	fact_strings_add(a, &copy->sources, fact_known(STR("go.mod")));
	fact_strings_add(a, &copy->sources, fact_unknown_string());
	fact_list_add(a, &s->copies, copy);
	fact_list_add(a, &s->installs, (void *)(uintptr_t)fact_unknown);
	s->installs.open = true;
	setting->name = fact_known(STR("GOPROXY"));
	setting->present = YES;
	setting->value = fact_known(STR("direct"));
	s->env = settings_put(a, settings_open(a, NULL), setting);
	return s;
}

/* What compiles has spans, types and nodes that hold; what does not says where. */
static void
check(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct cel_variable variables[] = {
		{ STR_INIT("stage"), { CEL_OBJECT, CEL_UNKNOWN, FACT_CLASS_stage } },
		{ STR_INIT("x"), { CEL_DYN, CEL_UNKNOWN, 0 } },
	};
	struct arena *a = arena_new();
	struct cel_program program;
	struct cel_fault fault;
	struct str text = { (const char *)data, size };
	if (cel_compile(a, text, variables, 2, &program, &fault)) {
		struct cel_context *cx = cel_context_new(a);
		struct cel_value stage = cel_object(FACT_CLASS_stage, some_stage(a));
		struct cel_value values[2] = { stage, stage };
		struct cel_value v = cel_eval(cx, &program, values, a);
		struct buf out = buf_new(a);
		cel_program_write_c(&out, &program, "p");
		cel_value_place(&v);
		if (!cel_value_text(a, &v, &text))
			check(v.kind != CEL_STRING && v.kind != CEL_INT && v.kind != CEL_BOOL);
		bool stopped = v.kind == CEL_UNKNOWN || v.kind == CEL_ERROR;
		check(stopped || program.type.kind == CEL_DYN || v.kind == program.type.kind);
		cel_context_free(cx);
	} else {
		check(span_end(fault.span) <= size);
		check(fault.message.n > 0);
	}
	arena_free(a);
	return 0;
}
