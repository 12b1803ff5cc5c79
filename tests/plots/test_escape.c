/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text from anywhere stays text, in HTML, Markdown, JSON and the shell; and fields of JSON are read
 * as they were written. */

#include "plots/escape.h"
#include "plots/json_fields.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

static void check(void (*escape)(FILE *, const char *), const char *text, const char *expected)
{
    char *made = NULL;
    size_t size;
    FILE *stream = open_memstream(&made, &size);
    assert_non_null(stream);
    escape(stream, text);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(made, expected);
    free(made);
}

#define REPLACED "\xef\xbf\xbd"

static void html(void **state)
{
    (void)state;
    check(escape_html, "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;");
    check(escape_html, "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f");
    check(escape_html, "\x01\x7f\xc2\x85\n", REPLACED REPLACED REPLACED REPLACED);
    check(escape_html, "a\xff\xc3", "a" REPLACED REPLACED);
}

static void markdown(void **state)
{
    (void)state;
    check(escape_markdown, "a|b*c_d`e[f]~!$\\", "a\\|b\\*c\\_d\\`e\\[f\\]\\~\\!\\$\\\\");
    check(escape_markdown, "<b>&amp;", "&lt;b&gt;&amp;amp;");
    check(escape_markdown, "http://x", "http:<!-- -->//x");
    check(escape_markdown, "WWW.x GH-1", "W<!-- -->WW.x G<!-- -->H-1");
    check(escape_markdown, "@me #1", "@<!-- -->me #<!-- -->1");
    check(escape_markdown, "a\nb", "a" REPLACED "b");
}

static void json(void **state)
{
    (void)state;
    check(escape_json, "a\"b\\c\n\x7f", "\"a\\\"b\\\\c\\u000a\\u007f\"");
    check(escape_json, "<\xff>", "\"<" REPLACED ">\"");
}

static void shell(void **state)
{
    (void)state;
    check(escape_shell, "--loss=0.1,0.2", "--loss=0.1,0.2");
    check(escape_shell, "", "''");
    check(escape_shell, "a b", "'a b'");
    check(escape_shell, "it's $HOME", "'it'\\''s $HOME'");
    check(escape_shell, "a'\n\\", "$'a\\'\\012\\\\'");
}

static void check_field(const char *text, const char *name, const char *expected)
{
    char *found = json_field_text(text, name);
    assert_non_null(found);
    assert_string_equal(found, expected);
    free(found);
}

static void fields(void **state)
{
    (void)state;
    static const char text[] =
        "{\"x\": {\"a\": 1}, \"a\" : \"b\\\"c\\u00fc\\ud83d\\ude00\\n\", "
        "\"n\":-1.5e3, \"half\": \"\\ud83d!\", \"bad\": \"\\u\\u\\u\\u\\u12\"}";
    check_field(text, "a", "b\"c\xc3\xbc\xf0\x9f\x98\x80\n");
    check_field(text, "n", "-1.5e3");
    check_field(text, "missing", "");
    check_field(text, "half", REPLACED "!");
    check_field(text, "bad", REPLACED REPLACED REPLACED REPLACED REPLACED);
    check_field("", "a", "");
    check_field("{\"a\": \"without an end", "a", "");
    check_field("no JSON at all", "a", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html),  cmocka_unit_test(markdown), cmocka_unit_test(json),
        cmocka_unit_test(shell), cmocka_unit_test(fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
