/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures that stand in a page: what gnuplot draws is kept, and nothing else gets in. */

#include "plots/svg_inline.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

#define START "<?xml version=\"1.0\"?>\n<svg width=\"9\" viewBox=\"0 0 9 5\">\n"

static char *inlined(const char *text, struct error *error)
{
    *error = (struct error){""};
    return svg_inline(text, "chart-x", "Title & more", "What \"to\" see", error);
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("'%s' is not in '%s'", part, text);
}

static void what_draws_is_kept(void **state)
{
    (void)state;
    struct error error;
    char *made = inlined(START "<title>gnuplot</title><desc>made by x</desc>\n"
                               "<defs><circle id='dot' r='0.5'/></defs><!-- a comment -->\n"
                               "<path stroke = 'red' class='c' d='M1,2\n L3,4'/>\n"
                               "<use xlink:href='#dot' fill=\"url(#shade)\"/>\n"
                               "<text font-family=\"DejaVu Sans\">a &lt; b</text></svg>\n",
                         &error);
    assert_non_null(made);
    assert_holds(made,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 5\" role=\"img\"");
    assert_holds(made, "aria-label=\"Title &amp; more\"");
    assert_holds(made, "<title>Title &amp; more</title>");
    assert_holds(made, "<desc id=\"chart-x-desc\">What &quot;to&quot; see</desc>");
    assert_holds(made, "<circle id=\"chart-x-dot\" r=\"0.5\"></circle>");
    assert_holds(made, "<path stroke=\"red\" d=\"M1,2  L3,4\"></path>");
    assert_holds(made, "<use href=\"#chart-x-dot\" fill=\"url(#chart-x-shade)\">");
    assert_holds(made, "font-family=\"DejaVu Sans, Verdana, sans-serif\">a &lt; b</text>");
    assert_null(strstr(made, "width"));
    assert_null(strstr(made, "gnuplot"));
    assert_null(strstr(made, "comment"));
    free(made);
}

static void assert_refused(const char *text, const char *reason)
{
    struct error error;
    char *made = inlined(text, &error);
    if (made != NULL)
        fail_msg("'%s' became '%s'", text, made);
    assert_holds(error.message, reason);
}

static void what_is_not_known_is_refused(void **state)
{
    (void)state;
    assert_refused(START "<script>alert(1)</script></svg>", "element that is not known: 'script'");
    assert_refused(START "<g><SCRIPT/></g></svg>", "element that is not known: 'SCRIPT'");
    assert_refused(START "<style>*{}</style></svg>", "element that is not known: 'style'");
    assert_refused(START "<image href='#a'/></svg>", "element that is not known: 'image'");
    assert_refused(START "<foreignObject/></svg>", "element that is not known: 'foreignObject'");
    assert_refused(START "<a href='#a'/></svg>", "element that is not known: 'a'");
    assert_refused(START "<svg/></svg>", "element that is not known: 'svg'");
    assert_refused(START "<g onclick='x'/></svg>", "attribute that is not known: 'onclick'");
    assert_refused(START "<g style='fill:red'/></svg>", "attribute that is not known: 'style'");
    assert_refused(START "<use href='http://e.example/#a'/></svg>", "outside of itself");
    assert_refused(START "<use xlink:href='data:x'/></svg>", "outside of itself");
    assert_refused(START "<use href=''/></svg>", "outside of itself");
    assert_refused(START "<use href='#'/></svg>", "outside of itself");
    assert_refused(START "<g fill='url('/></svg>", "outside of itself");
    assert_refused(START "<g fill='url(http://e.example)'/></svg>", "outside of itself");
    assert_refused(START "<g fill='red url(#a)'/></svg>", "value that is not known");
    assert_refused(START "<g fill='u\\72l(#a)'/></svg>", "value that is not known");
    assert_refused(START "<g fill='&#117;rl(http://e.example)'/></svg>", "value that is not known");
    assert_refused(START "<text>&nbsp;</text></svg>", "characters that no text holds");
    assert_refused(START "<text><![CDATA[x]]></text></svg>", "tag that cannot be read");
    assert_refused("<!DOCTYPE svg [<!ENTITY a 'b'>]>" START "</svg>", "begins with something");
}

static void what_is_broken_is_refused(void **state)
{
    (void)state;
    assert_refused("", "no picture");
    assert_refused("<html></html>", "no picture");
    assert_refused("<svg></svg>", "viewBox");
    assert_refused("<svg viewBox=\"0 0 9 5", "viewBox");
    assert_refused("<svg viewBox=\"0 0 9 5;x\"></svg>", "viewBox");
    assert_refused(START "<g>", "ends before its end");
    assert_refused(START "<g></text></svg>", "not begun");
    assert_refused(START "</svg></svg>", "behind its end");
    assert_refused(START "</svg><script>", "behind its end");
    assert_refused(START "<g fill></g></svg>", "without a value");
    assert_refused(START "<g fill=red></g></svg>", "without a value");
    assert_refused(START "<g fill='red></g></svg>", "without an end");
    char deep[8192] = START;
    for (int i = 0; i < 70; i++)
        strcat(deep, "<g>");
    assert_refused(deep, "too deep");
}

/* Cut anywhere, or with any byte in place of another, a picture is refused or becomes one. */
static void any_bytes_are_survived(void **state)
{
    (void)state;
    static const char whole[] = START "<g id='a'><use href='#a'/><text>t&amp;</text></g></svg>";
    static const char bytes[] = "<>/='\"& a\x01\xff!?";
    for (size_t at = 0; at < sizeof whole - 1; at++)
        for (size_t i = 0; i < sizeof bytes; i++) { /* also the one that ends the text */
            char text[sizeof whole];
            struct error error;
            memcpy(text, whole, sizeof whole);
            text[at] = bytes[i];
            char *made = inlined(text, &error);
            if (made == NULL)
                assert_true(strlen(error.message) > 0);
            else
                assert_true(strncmp(made, "<svg ", 5) == 0 &&
                            strcmp(made + strlen(made) - 6, "</svg>") == 0);
            free(made);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_draws_is_kept),
        cmocka_unit_test(what_is_not_known_is_refused),
        cmocka_unit_test(what_is_broken_is_refused),
        cmocka_unit_test(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
