/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/text.h"

#include <stdlib.h>
#include <string.h>

static bool make_room(struct text *text, size_t length)
{
    if (length <= text->room)
        return true;
    const size_t room = length > 2 * text->room ? length : 2 * text->room;
    char *more = realloc(text->text, room);
    if (more == NULL)
        return false;
    text->text = more;
    text->room = room;
    return true;
}

/* What is written after a part was lost is lost, too. */
static ssize_t append(void *cookie, const char *part, size_t length)
{
    struct text *text = cookie;
    text->no_memory = text->no_memory || !make_room(text, text->length + length + 1);
    if (text->no_memory)
        return 0;
    memcpy(text->text + text->length, part, length);
    text->length += length;
    text->text[text->length] = '\0';
    return (ssize_t)length;
}

bool text_open(struct text *text, struct error *error)
{
    *text = (struct text){0};
    text->stream = fopencookie(text, "w", (cookie_io_functions_t){.write = append});
    return text->stream != NULL || error_no_memory(error);
}

char *text_close(struct text *text, struct error *error)
{
    const bool flushed = fclose(text->stream) == 0;
    if (text->text == NULL && !text->no_memory) /* nothing was written */
        text->text = calloc(1, 1);
    if (flushed && !text->no_memory && text->text != NULL)
        return text->text;
    free(text->text);
    (void)error_no_memory(error);
    return NULL;
}
