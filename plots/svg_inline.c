/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/svg_inline.h"

#include "analysis/text.h"
#include "plots/escape.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAME_SIZE = 32, DEPTH_MAX = 64 };

static const char *const elements[] = {
    "svg",     "g",           "defs",     "path",           "rect",           "circle", "ellipse",
    "line",    "polyline",    "polygon",  "text",           "tspan",          "use",    "filter",
    "feFlood", "feComposite", "clipPath", "linearGradient", "radialGradient", "stop",   NULL};

static const char *const attributes[] = {"id",
                                         "x",
                                         "y",
                                         "x1",
                                         "y1",
                                         "x2",
                                         "y2",
                                         "dx",
                                         "dy",
                                         "cx",
                                         "cy",
                                         "r",
                                         "rx",
                                         "ry",
                                         "width",
                                         "height",
                                         "d",
                                         "points",
                                         "transform",
                                         "fill",
                                         "fill-opacity",
                                         "fill-rule",
                                         "stroke",
                                         "stroke-width",
                                         "stroke-opacity",
                                         "stroke-linejoin",
                                         "stroke-linecap",
                                         "stroke-dasharray",
                                         "stroke-miterlimit",
                                         "color",
                                         "opacity",
                                         "font-family",
                                         "font-size",
                                         "font-style",
                                         "font-weight",
                                         "text-anchor",
                                         "xml:space",
                                         "shape-rendering",
                                         "clip-path",
                                         "clip-rule",
                                         "filter",
                                         "filterUnits",
                                         "flood-color",
                                         "flood-opacity",
                                         "result",
                                         "in",
                                         "in2",
                                         "operator",
                                         "offset",
                                         "stop-color",
                                         "stop-opacity",
                                         "gradientUnits",
                                         "gradientTransform",
                                         "href",
                                         NULL};

/* What says nothing that the page needs. */
static const char *const dropped[] = {"class", "version", "xmlns", "xmlns:xlink", "viewBox", NULL};

struct reader {
    const char *at;
    FILE *to;
    const char *prefix;
    char open[DEPTH_MAX][NAME_SIZE];
    size_t depth;
    size_t silent; /* depth from which nothing is written: within a title; 0: nowhere */
    struct error *error;
};

static bool is_one_of(const char *const *names, const char *name)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool refuse(struct reader *reader, const char *what, const char *name)
{
    return error_set(reader->error, "%s '%.60s'", what, name);
}

static bool is_name_character(char character)
{
    return isalnum((unsigned char)character) || (character != '\0' && strchr("-_:.", character));
}

static bool read_name(struct reader *reader, char name[NAME_SIZE])
{
    size_t length = 0;
    for (; is_name_character(reader->at[length]); length++)
        ;
    if (length == 0 || length >= NAME_SIZE)
        return refuse(reader, "it has a tag that cannot be read:", reader->at);
    memcpy(name, reader->at, length);
    name[length] = '\0';
    reader->at += length;
    return true;
}

static void skip_space(struct reader *reader)
{
    reader->at += strspn(reader->at, " \t\r\n");
}

/* --- text ------------------------------------------------------------------------------------- */

/* The length of an entity of XML itself, or of one character; 0: it is none of those. */
static size_t entity_length(const char *at)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(at, known[i], strlen(known[i])) == 0)
            return strlen(known[i]);
    size_t digits = strncmp(at, "&#", 2) == 0 ? strspn(at + 2, "0123456789") : 0;
    return digits > 0 && digits < 8 && at[2 + digits] == ';' ? digits + 3 : 0;
}

/* Text up to one of the characters `ends`, of a value or between tags. */
static bool copy_text(struct reader *reader, const char *ends, bool silent)
{
    while (*reader->at != '\0' && strchr(ends, *reader->at) == NULL) {
        const size_t entity = *reader->at == '&' ? entity_length(reader->at) : 0;
        const unsigned char character = (unsigned char)*reader->at;
        if ((character == '&' && entity == 0) || character == '<' ||
            (character < 0x20 && strchr("\t\r\n", character) == NULL) || character == 0x7f)
            return refuse(reader, "it has characters that no text holds:", reader->at);
        const size_t length = entity > 0 ? entity : 1;
        if (!silent && *reader->at == '"')
            fputs("&quot;", reader->to);
        else if (!silent)
            fwrite(reader->at, 1, length, reader->to);
        reader->at += length;
    }
    return true;
}

/* --- attributes ------------------------------------------------------------------------------- */

/* "#NAME" at the beginning of the value, with the prefix; what is behind it stays. */
static bool write_reference(struct reader *reader, const char *value, char end)
{
    size_t length = value[0] == '#';
    while (length > 0 && is_name_character(value[length]) && value[length] != ':')
        length++;
    if (length < 2 || value[length] != end)
        return refuse(reader, "it refers to something outside of itself:", value);
    fprintf(reader->to, "#%s-%.*s", reader->prefix, (int)length - 1, value + 1);
    return true;
}

static bool write_url(struct reader *reader, const char *value)
{
    fputs("url(", reader->to);
    if (!write_reference(reader, value + 4, ')'))
        return false;
    const char *behind = strchr(value, ')') + 1;
    return behind[0] == '\0' ? putc(')', reader->to) != EOF
                             : refuse(reader, "it has a value that is not known:", value);
}

/* Whoever lacks the font has another one without serifs. */
static void write_font(struct reader *reader, const char *value)
{
    escape_html(reader->to, value);
    fputs(strchr(value, ',') == NULL ? ", Verdana, sans-serif" : "", reader->to);
}

static bool write_value(struct reader *reader, const char *name, const char *value)
{
    bool good = true;
    fprintf(reader->to, " %s=\"", name);
    if (strcmp(name, "id") == 0) {
        fprintf(reader->to, "%s-", reader->prefix);
        escape_html(reader->to, value);
    } else if (strcmp(name, "href") == 0)
        good = write_reference(reader, value, '\0');
    else if (strncmp(value, "url(", 4) == 0)
        good = write_url(reader, value);
    else if (strcasestr(value, "url") != NULL || strcasestr(value, "image") != NULL ||
             strpbrk(value, "\\<&;@") != NULL)
        good = refuse(reader, "it has a value that is not known:", value);
    else if (strcmp(name, "font-family") == 0)
        write_font(reader, value);
    else
        escape_html(reader->to, value);
    putc('"', reader->to);
    return good;
}

/* NAME="VALUE" or NAME ='VALUE'. Values of what draws need no entities. */
static bool copy_attribute(struct reader *reader, bool silent)
{
    char name[NAME_SIZE];
    if (!read_name(reader, name))
        return false;
    const char *known = strcmp(name, "xlink:href") == 0 ? "href" : name;
    skip_space(reader);
    reader->at += *reader->at == '=';
    skip_space(reader);
    const char quote = *reader->at;
    if (quote != '"' && quote != '\'')
        return refuse(reader, "it has an attribute without a value:", name);
    const char *value = reader->at + 1, *end = strchr(value, quote);
    if (end == NULL)
        return refuse(reader, "it has an attribute without an end:", name);
    reader->at = end + 1;
    static const char filter[] = "filter:"; /* all that gnuplot says as a style: boxed labels */
    if (strcmp(name, "style") == 0 && strncmp(value, filter, sizeof filter - 1) == 0) {
        known = "filter";
        value += sizeof filter - 1;
    }
    if (is_one_of(dropped, known) || silent)
        return true;
    if (!is_one_of(attributes, known))
        return refuse(reader, "it has an attribute that is not known:", name);
    char *copy = strndup(value, (size_t)(end - value));
    if (copy == NULL)
        return error_no_memory(reader->error);
    for (char *at = copy + strcspn(copy, "\t\r\n"); *at != '\0'; at += strcspn(at, "\t\r\n"))
        *at = ' '; /* as XML reads them */
    const bool good = write_value(reader, known, copy);
    free(copy);
    return good;
}

/* --- tags ------------------------------------------------------------------------------------- */

static bool end_element(struct reader *reader)
{
    const size_t depth = --reader->depth;
    if (reader->silent == 0)
        fprintf(reader->to, "</%s>", reader->open[depth]);
    if (depth < reader->silent)
        reader->silent = 0;
    return true;
}

static bool copy_end(struct reader *reader)
{
    char name[NAME_SIZE];
    reader->at += 2;
    if (!read_name(reader, name))
        return false;
    skip_space(reader);
    if (*reader->at++ != '>' || reader->depth == 0 ||
        strcmp(reader->open[reader->depth - 1], name) != 0)
        return refuse(reader, "it ends an element that it has not begun:", name);
    return end_element(reader);
}

/* Attributes up to the end of the tag. */
static bool copy_rest(struct reader *reader, bool silent)
{
    for (skip_space(reader); *reader->at != '>' && *reader->at != '/'; skip_space(reader))
        if (!copy_attribute(reader, silent))
            return false;
    const bool is_empty = *reader->at == '/';
    reader->at += is_empty;
    if (*reader->at++ != '>')
        return refuse(reader, "it has a tag without an end:", reader->open[reader->depth - 1]);
    if (!silent)
        putc('>', reader->to);
    return is_empty ? end_element(reader) : true;
}

static bool copy_start(struct reader *reader)
{
    if (reader->depth == DEPTH_MAX)
        return refuse(reader, "it is too deep:", reader->at);
    char *name = reader->open[reader->depth];
    reader->at++;
    if (!read_name(reader, name))
        return false;
    reader->depth++;
    const bool is_words = strcmp(name, "title") == 0 || strcmp(name, "desc") == 0;
    if (is_words && reader->silent == 0)
        reader->silent = reader->depth;
    if (!is_words && (!is_one_of(elements, name) || strcmp(name, "svg") == 0))
        return refuse(reader, "it has an element that is not known:", name);
    if (reader->silent == 0)
        fprintf(reader->to, "<%s", name);
    return copy_rest(reader, reader->silent > 0);
}

/* --- the picture ------------------------------------------------------------------------------ */

/* What may stand before the picture: <?xml ...?>, <!DOCTYPE ...> without entities, comments. */
static bool skip_prolog(struct reader *reader)
{
    for (skip_space(reader); reader->at[0] == '<' && strchr("?!", reader->at[1]) != NULL;
         skip_space(reader)) {
        const char *end = strncmp(reader->at, "<!--", 4) == 0 ? strstr(reader->at, "-->")
                                                              : strchr(reader->at, '>');
        const char *bracket = strchr(reader->at, '[');
        if (end == NULL || (bracket != NULL && bracket < end))
            return refuse(reader, "it begins with something that is not known:", reader->at);
        reader->at = strchr(end, '>') + 1;
    }
    return strncmp(reader->at, "<svg", 4) == 0 && !is_name_character(reader->at[4])
               ? true
               : error_set(reader->error, "it is no picture");
}

/* The numbers of viewBox="..." in the first tag. */
static bool find_view(struct reader *reader, const char **view, size_t *length)
{
    static const char wanted[] = "viewBox=";
    const char *end = strchr(reader->at, '>'), *at = strstr(reader->at, wanted);
    if (end == NULL || at == NULL || at > end)
        return error_set(reader->error, "it does not say how large it is (viewBox)");
    *view = at + sizeof wanted;
    *length = strspn(*view, "0123456789. -");
    return (*view)[*length] == '"' || (*view)[*length] == '\''
               ? true
               : error_set(reader->error, "it does not say how large it is (viewBox)");
}

static bool begin_picture(struct reader *reader, const char *title, const char *description)
{
    const char *view = "";
    size_t length = 0;
    if (!skip_prolog(reader) || !find_view(reader, &view, &length))
        return false;
    FILE *to = reader->to;
    fprintf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"%.*s\" role=\"img\"",
            (int)length, view);
    fputs(" aria-label=\"", to);
    escape_html(to, title);
    fprintf(to, "\" aria-describedby=\"%s-desc\"><title>", reader->prefix);
    escape_html(to, title);
    fprintf(to, "</title><desc id=\"%s-desc\">", reader->prefix);
    escape_html(to, description);
    fputs("</desc>", to);
    reader->at = strchr(reader->at, '>') + 1; /* none of its attributes is kept */
    strcpy(reader->open[reader->depth++], "svg");
    return true;
}

static bool copy_picture(struct reader *reader)
{
    while (reader->depth > 0) {
        const char *at = reader->at;
        bool good;
        if (*at == '\0')
            return error_set(reader->error, "it ends before its end");
        if (*at != '<')
            good = copy_text(reader, "<", reader->silent > 0);
        else if (strncmp(at, "<!--", 4) == 0 && strstr(at, "-->") != NULL)
            good = (reader->at = strstr(at, "-->") + 3) != NULL;
        else if (at[1] == '/')
            good = copy_end(reader);
        else
            good = copy_start(reader);
        if (!good)
            return false;
    }
    skip_space(reader);
    return *reader->at == '\0' ? true : refuse(reader, "it goes on behind its end:", reader->at);
}

char *svg_inline(const char *text, const char *prefix, const char *title, const char *description,
                 struct error *error)
{
    struct text picture;
    if (!text_open(&picture, error))
        return NULL;
    struct reader reader = {.at = text, .to = picture.stream, .prefix = prefix, .error = error};
    const bool good = begin_picture(&reader, title, description) && copy_picture(&reader);
    struct error ignored; /* why the picture is refused is the one to tell */
    char *made = text_close(&picture, good ? error : &ignored);
    if (good)
        return made;
    free(made);
    return NULL;
}
