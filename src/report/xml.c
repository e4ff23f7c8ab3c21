/* SPDX-License-Identifier: Apache-2.0 */
#include "report/xml.h"

#include "base/utf8.h"

/* XML 1.0, production 2: Char. Surrogates are no UTF-8. */
static bool
is_allowed(uint32_t code)
{
	return code >= 0x20 ? code != 0xfffe && code != 0xffff
			    : code == '\t' || code == '\n' || code == '\r';
}

static const char *
reference(uint32_t code)
{
	switch (code) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\t': return "&#9;";
	case '\n': return "&#10;";
	case '\r': return "&#13;";
	default: return NULL;
	}
}

void
xml_add(struct buf *out, struct str text)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t code;
		size_t n = utf8_decode(text, at, &code);
		if (!n || !is_allowed(code))
			buf_add(out, STR("\xef\xbf\xbd"));
		else if (reference(code))
			buf_add(out, str_from(reference(code)));
		else
			buf_add(out, str_slice(text, at, at + n));
		at += n ? n : 1;
	}
}

void
xml_add_attribute(struct buf *out, const char *name, struct str value)
{
	buf_printf(out, " %s=\"", name);
	xml_add(out, value);
	buf_add_char(out, '"');
}

void
xml_add_number(struct buf *out, const char *name, size_t value)
{
	buf_printf(out, " %s=\"%zu\"", name, value);
}
