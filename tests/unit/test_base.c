/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/map.h"
#include "base/nearest.h"
#include "base/path.h"
#include "base/source.h"
#include "base/utf8.h"
#include "support.h"

TestSuite(base, .init = set_up, .fini = tear_down);

Test(base, slices_clamp_and_split)
{
	struct str s = STR("a=b=c"), before, after;
	EXPECT_STR(str_slice(s, 2, 99), STR("b=c"));
	EXPECT_STR(str_slice(s, 9, 3), STR(""));
	cr_expect(str_cut(s, '=', &before, &after));
	EXPECT_STR(before, STR("a"));
	EXPECT_STR(after, STR("b=c"));
	cr_expect(!str_cut(STR("abc"), '=', &before, &after));
	EXPECT_STR(before, STR("abc"));
	EXPECT_STR(str_trim(STR(" \t x y\r\n")), STR("x y"));
	cr_expect_eq(str_find(STR("aaab"), STR("ab"), 0), 2);
	cr_expect_eq(str_find(STR("aaa"), STR("ab"), 0), STR_NONE);
	struct str rest = STR("a,,b"), field;
	size_t fields = 0;
	while (str_next_field(&rest, ',', &field))
		fields++;
	cr_expect_eq(fields, 3);
}

Test(base, words_and_digits_are_taken)
{
	struct str rest = STR("  a\tbc \r\n d"), word;
	const char *words[] = { "a", "bc", "d" };
	for (size_t i = 0; i < COUNT(words); i++) {
		cr_assert(str_next_word(&rest, &word));
		EXPECT_STR(word, str_from(words[i]));
	}
	cr_expect(!str_next_word(&rest, &word));
	cr_expect_eq(str_skip_digits(STR("a12b"), 1), 3);
	cr_expect_eq(str_skip_digits(STR("a12"), 1), 3);
	cr_expect_eq(char_digit_value('F', 16), 15);
	cr_expect_eq(char_digit_value('g', 16), -1);
	cr_expect_eq(char_digit_value('8', 8), -1);
	cr_expect_eq(char_digit_value('\0', 16), -1);
}

Test(base, numbers_are_refused_when_they_do_not_fit)
{
	uint64_t value;
	cr_expect(str_to_u64(STR("18446744073709551615"), &value));
	cr_expect_eq(value, UINT64_MAX);
	cr_expect(!str_to_u64(STR("18446744073709551616"), &value));
	cr_expect(!str_to_u64(STR(""), &value));
	cr_expect(!str_to_u64(STR("1x"), &value));
}

Test(base, paths_are_cleaned_as_text)
{
	static const char *cases[][2] = {
		{ "a//b/./c", "a/b/c" },
		{ "a/../b", "b" },
		{ "../a", "../a" },
		{ "a/../../b", "../b" },
		{ "/../a", "/a" },
		{ ".", "" },
		{ "/", "/" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_STR(path_clean(a, str_from(cases[i][0])), str_from(cases[i][1]));
	EXPECT_STR(path_join(a, STR("a/b"), STR("../c")), STR("a/c"));
	EXPECT_STR(path_join(a, STR("a"), STR("/c")), STR("/c"));
	EXPECT_STR(path_dir(STR("/c")), STR("/"));
	EXPECT_STR(path_ext(STR("a.b/.profile")), STR(""));
	cr_expect(path_is_within(STR("a/b"), STR("a")));
	cr_expect(!path_is_within(STR("ab"), STR("a")));
	cr_expect(!path_is_within(STR("../a"), STR("")));
}

Test(base, utf8_follows_the_rfc)
{
	static const char *bad[] = { "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80",
		"\xe2\x82" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		cr_expect_eq(utf8_find_invalid(str_from(bad[i])), 0, "case %zu", i);
	cr_expect_eq(utf8_find_invalid(STR("h\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")), STR_NONE);
	cr_expect_eq(utf8_count(STR("\xf0\x9f\x98\x80x")), 2);
	char out[4];
	cr_expect_eq(utf8_encode(0x20ac, out), 3);
	cr_expect_arr_eq(out, "\xe2\x82\xac", 3);
	EXPECT_STR(utf8_printable(a, STR("a\x1b[31m\xe2\x80\xae")), STR("a\\x1b[31m\\u202e"));
	EXPECT_STR(utf8_repair(a, STR("a\xff")), STR("a\xef\xbf\xbd"));
}

Test(base, maps_keep_the_order_of_insertion)
{
	struct map m = { 0 };
	cr_expect_null(map_get(&m, STR("x")));
	for (int i = 0; i < 1000; i++) {
		struct str key = arena_printf(a, "key%d", i);
		map_set(a, &m, key, arena_printf(a, "%d", i).s ? (void *)key.s : NULL);
	}
	for (int i = 0; i < 1000; i++) {
		struct str key = arena_printf(a, "key%d", i);
		cr_expect_str_eq((const char *)map_get(&m, key), key.s);
	}
	EXPECT_STR(m.entries.items[7].key, STR("key7"));
	map_set(a, &m, STR("key7"), NULL);
	cr_expect_eq(m.entries.n, 1000);
}

Test(base, positions_count_code_points)
{
	struct source *s = source_new(a, STR("f"), STR(UTF8_BOM "h\xc3\xa9y\r\nsecond"));
	cr_expect_eq(s->nlines, 2);
	struct position p = source_position(s, 3);
	cr_expect(p.line == 1 && p.column == 1);
	p = source_position(s, 6);
	cr_expect(p.line == 1 && p.column == 3);
	p = source_position(s, s->text.n);
	cr_expect(p.line == 2 && p.column == 7);
	EXPECT_STR(source_line(s, 1), STR("h\xc3\xa9y"));
	EXPECT_STR(source_line(s, 3), STR(""));
}

Test(base, mapped_texts_know_their_places)
{
	struct source *s = source_new(a, STR("f"), STR("RUN a \\\n  b $X c"));
	struct mapped_builder b = mapped_builder_new(a, s);
	mapped_add_span(&b, span_make(4, 6));
	mapped_add_span(&b, span_make(10, 12));
	mapped_add_opaque(&b, span_make(12, 14));
	mapped_add_made(&b, STR("long value"), span_make(14, 15));
	mapped_add_span(&b, span_make(15, 16));
	struct mapped m = mapped_finish(&b);
	EXPECT_STR(m.text, STR("a b \x01long valuec"));
	cr_expect(mapped_is_opaque(&m, 4) && !mapped_is_opaque(&m, 5));
	cr_expect(mapped_has(&m, SEGMENT_OPAQUE, 0, 5) && !mapped_has(&m, SEGMENT_OPAQUE, 0, 4));
	struct span span = mapped_span(&m, 0, 3);
	cr_expect(span.off == 4 && span_end(span) == 11);
	span = mapped_span(&m, 4, 5);
	cr_expect(span.off == 12 && span.len == 2);
	span = mapped_span(&m, 7, 9);
	cr_expect(span.off == 14 && span.len == 1);
	span = mapped_span(&m, m.text.n, m.text.n);
	cr_expect(span.off == 16 && span.len == 0);

	struct mapped_builder again = mapped_builder_new(a, s);
	mapped_add_slice(&again, &m, 2, 8);
	struct mapped part = mapped_finish(&again);
	EXPECT_STR(part.text, STR("b \x01lon"));
	span = mapped_span(&part, 0, 1);
	cr_expect(span.off == 10 && span.len == 1);
	cr_expect(mapped_is_opaque(&part, 2));
}

Test(base, the_nearest_name_is_found_or_none)
{
	struct str options[] = { STR("severity"), STR("summary"), STR("security"), STR("on") };
	struct strs names = { options, 4, 4 };
	static const char *cases[][2] = {
		{ "severty", "severity" },
		{ "sevreity", "severity" },
		{ "SUMMARY", "summary" },
		{ "no", "on" },
		{ "securiti", "security" },
		{ "whenever", "" },
		{ "x", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_STR(nearest_name(str_from(cases[i][0]), &names), str_from(cases[i][1]));
	struct str long_name = arena_printf(a, "%01000d", 0);
	EXPECT_STR(nearest_name(long_name, &names), STR(""));
}

Test(base, slices_of_mapped_texts_keep_their_places)
{
	const struct source *s = source_new(a, STR("f"), STR("abc\\\n  def"));
	struct mapped_builder b = mapped_builder_new(a, s);
	mapped_add_span(&b, span_make(0, 3));
	mapped_add_made(&b, STR(" "), span_make(3, 7));
	mapped_add_span(&b, span_make(7, 10));
	struct mapped m = mapped_finish(&b);
	struct mapped slice = mapped_slice(a, &m, 2, 6);
	EXPECT_STR(slice.text, STR("c de"));
	cr_expect_eq(mapped_span(&slice, 0, 1).off, 2);
	cr_expect_eq(mapped_span(&slice, 1, 2).len, 4);
	cr_expect_eq(mapped_span(&slice, 2, 4).off, 7);
	cr_expect_eq(mapped_span(&slice, 2, 4).len, 2);
	slice = mapped_slice(a, &slice, 3, 99);
	EXPECT_STR(slice.text, STR("e"));
	cr_expect_eq(mapped_span(&slice, 0, 1).off, 8);
	slice = mapped_slice(a, &m, 5, 5);
	cr_expect_eq(slice.text.n, 0);
	cr_expect_eq(mapped_span(&slice, 0, 0).off, 8);
}
