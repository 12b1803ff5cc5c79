/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/drawing.h"

#include "engine/build.h"
#include "plots/file.h"
#include "plots/gnuplot.h"
#include "plots/script.h"
#include "plots/templates.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char drawing_formats[] = "svg png pdf", drawing_usual_formats[] = "svg png";

static const char *const pictures[] = {"svg", "png", "pdf"};
enum { PICTURES = sizeof pictures / sizeof *pictures };

/* Behind the name of a picture that is not whole yet. */
#define PART ".part"

static const char *file_name(const char *name, const char *ending, char text[DRAWING_NAME_SIZE])
{
    snprintf(text, DRAWING_NAME_SIZE, "%s.%s", name, ending);
    return text;
}

/* --- finding, removing ------------------------------------------------------------------------ */

bool drawing_find(const char *directory, const char *name, char file[DRAWING_NAME_SIZE])
{
    if (file_exists(directory, file_name(name, "csv", file)) ||
        file_exists(directory, file_name(name, "gp", file)))
        return true;
    for (size_t i = 0; i < PICTURES; i++)
        if (file_exists(directory, file_name(name, pictures[i], file)))
            return true;
    return false;
}

enum { MARK_SIZE = 3 * DRAWING_NAME_SIZE };

/* What the first line of a script begins with. */
static const char *mark_of(const char *name, char mark[MARK_SIZE])
{
    snprintf(mark, MARK_SIZE, "# %s.gp: drawn from %s.csv by generals ", name, name);
    return mark;
}

bool drawing_is_ours(const char *directory, const char *name)
{
    char text[DRAWING_NAME_SIZE], mark[MARK_SIZE], line[MARK_SIZE];
    char *path = file_path(directory, file_name(name, "gp", text));
    FILE *stream = path != NULL ? fopen(path, "re") : NULL;
    const bool found = stream != NULL && fgets(line, sizeof line, stream) != NULL &&
                       strncmp(line, mark_of(name, mark), strlen(mark_of(name, mark))) == 0;
    if (stream != NULL)
        (void)fclose(stream);
    free(path);
    return found;
}

static bool remove_pictures(const char *directory, const char *name, struct error *error)
{
    char text[DRAWING_NAME_SIZE], part[DRAWING_NAME_SIZE + sizeof PART];
    for (size_t i = 0; i < PICTURES; i++) {
        snprintf(part, sizeof part, "%s%s", file_name(name, pictures[i], text), PART);
        if (!file_remove(directory, text, error) || !file_remove(directory, part, error))
            return false;
    }
    return true;
}

bool drawing_remove_pictures(const char *directory, const char *name, struct error *error)
{
    return !drawing_is_ours(directory, name) || remove_pictures(directory, name, error);
}

/* The script goes last: it is what tells whose files these are. */
bool drawing_remove(const char *directory, const char *name, struct error *error)
{
    char text[DRAWING_NAME_SIZE];
    return !drawing_is_ours(directory, name) ||
           (file_remove(directory, file_name(name, "csv", text), error) &&
            remove_pictures(directory, name, error) &&
            file_remove(directory, file_name(name, "gp", text), error));
}

/* --- writing ---------------------------------------------------------------------------------- */

static bool write_data(const struct drawing *drawing, const struct picture *picture,
                       struct error *error)
{
    char name[DRAWING_NAME_SIZE];
    struct file file;
    if (!file_create(&file, drawing->directory, file_name(picture->name, "csv", name), error))
        return false;
    picture->write_data(file.stream, picture->content);
    return file_commit(&file, error);
}

static bool write_script(const struct drawing *drawing, const struct picture *picture,
                         struct error *error)
{
    char name[DRAWING_NAME_SIZE], mark[MARK_SIZE];
    struct file file;
    if (!file_create(&file, drawing->directory, file_name(picture->name, "gp", name), error))
        return false;
    fprintf(file.stream, "%s%s. Edit it as you like, then run, here:\n#     gnuplot %s.gp\n\n",
            mark_of(picture->name, mark), build_version, picture->name);
    script_write_text(file.stream, "name", picture->name);
    script_write_text(file.stream, "formats", drawing->formats);
    if (drawing->columns > 0)
        fprintf(file.stream, "text_columns = %d\n", drawing->columns);
    picture->write_variables(file.stream, picture->content);
    fprintf(file.stream, "\n%s\n%s\nset print '-'\nprint claim\n", template_find("style"),
            template_find(picture->template));
    return file_commit(&file, error);
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* Takes mark-up of gnuplot out of a claim: 10^{-3} becomes 10^-3, {/:Bold certain} certain. */
static void make_plain(char *claim)
{
    static const char space[] = "\342\200\213"; /* of no width */
    char *to = claim;
    for (const char *at = claim; *at != '\0';) {
        if (strncmp(at, space, sizeof space - 1) == 0)
            at += sizeof space - 1;
        else if (at[0] == '{' && at[1] == '/')
            at += strcspn(at, " }");
        else if (*at == '{' || *at == '}' || *at == '\\')
            at++;
        else
            *to++ = *at++;
    }
    *to = '\0';
    memmove(claim, claim + strspn(claim, " "), strlen(claim + strspn(claim, " ")) + 1);
}

static bool note(struct drawing *drawing, const struct picture *picture, char *said,
                 struct error *error)
{
    if (drawing->count == drawing->capacity) {
        const size_t capacity = drawing->capacity > 0 ? 2 * drawing->capacity : 16;
        struct drawn *chart = realloc(drawing->chart, capacity * sizeof *chart);
        if (chart == NULL)
            return error_no_memory(error);
        drawing->chart = chart;
        drawing->capacity = capacity;
    }
    struct drawn *drawn = &drawing->chart[drawing->count++];
    const char *line = strrchr(said, '\n'); /* it may have warned before */
    snprintf(drawn->name, sizeof drawn->name, "%s", picture->name);
    drawn->problem = strdup(picture->problem);
    drawn->caption = strdup(picture->caption);
    drawn->claim = strdup(line != NULL ? line + 1 : said);
    if (drawn->problem == NULL || drawn->caption == NULL || drawn->claim == NULL)
        return error_no_memory(error);
    make_plain(drawn->claim);
    return true;
}

/* What gnuplot drew gets its name when it is whole. */
static bool take_picture(const char *directory, const char *name, struct error *error)
{
    char *path = file_path(directory, name), *part = NULL;
    if (path == NULL || asprintf(&part, "%s%s", path, PART) < 0) {
        free(path);
        return error_no_memory(error);
    }
    struct stat status;
    bool good = (stat(part, &status) == 0 && status.st_size > 0) ||
                error_set(error, "gnuplot ended well but left no picture '%s'", path);
    if (good && rename(part, path) != 0)
        good = error_set(error, "cannot name '%s': %s", path, strerror(errno));
    free(part);
    free(path);
    return good;
}

static bool take_pictures(const struct drawing *drawing, const char *chart, struct error *error)
{
    char name[DRAWING_NAME_SIZE];
    for (size_t i = 0; i < PICTURES; i++)
        if (strstr(drawing->formats, pictures[i]) != NULL &&
            !take_picture(drawing->directory, file_name(chart, pictures[i], name), error))
            return false;
    return true;
}

static bool draw(struct drawing *drawing, const char *chart, char said[GNUPLOT_SAID_SIZE],
                 struct error *error)
{
    char name[DRAWING_NAME_SIZE];
    said[0] = '\0';
    if (drawing->lacks_gnuplot)
        return true;
    switch (gnuplot_run(drawing->directory, "suffix = '" PART "'", file_name(chart, "gp", name),
                        said, error)) {
    case GNUPLOT_MISSING:
        drawing->lacks_gnuplot = true;
        drawing->remark("gnuplot is not installed: the charts' data and scripts are written, their "
                        "pictures are not");
        return true;
    case GNUPLOT_FAILED: {
        struct error ignored; /* the first error is the one to tell */
        drawing_remove_pictures(drawing->directory, chart, &ignored);
        return false;
    }
    case GNUPLOT_DONE:
        break;
    }
    return take_pictures(drawing, chart, error);
}

bool drawing_add(struct drawing *drawing, const struct picture *picture, struct error *error)
{
    char said[GNUPLOT_SAID_SIZE];
    return drawing_remove_pictures(drawing->directory, picture->name, error) &&
           write_data(drawing, picture, error) && write_script(drawing, picture, error) &&
           draw(drawing, picture->name, said, error) && note(drawing, picture, said, error);
}

void drawing_release(struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->count; i++) {
        free(drawing->chart[i].problem);
        free(drawing->chart[i].caption);
        free(drawing->chart[i].claim);
    }
    free(drawing->chart);
    drawing->chart = NULL;
    drawing->count = drawing->capacity = 0;
}
