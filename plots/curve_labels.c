/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/curve_lines.h"

#include "plots/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void append(char *text, size_t size, const char *separator, const char *word, double value)
{
    char number[NUMBER_SIZE];
    const size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%s %s", used > 0 ? separator : "", word,
             number_text(value, number));
}

/* Do the chosen lines differ in the setting? Of one sweep alone, unless that is NULL; of one panel
 * alone, unless that is negative. */
static bool differs(const struct lines *lines, const struct swept *sweep, const char *name,
                    int panel)
{
    double first = NAN;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->line[i];
        if (!line->is_chosen || (sweep != NULL && line->sweep != sweep) ||
            (panel >= 0 && line->panel != (size_t)panel))
            continue;
        const double value = curve_line_setting(lines, line, name);
        if (isnan(first))
            first = value;
        if (value < first || value > first)
            return true;
    }
    return false;
}

/* Are parameters of the line's strategy its own; and what belongs to no strategy common to all? */
static const struct swept *scope_of(const struct line *line, const char *name)
{
    return strncmp(name, "loss", 4) == 0 || strchr(name, '.') != NULL ? NULL : line->sweep;
}

bool curve_lines_have_strategies(const struct lines *lines, size_t panel)
{
    const struct swept *first = NULL;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->line[i];
        if (!line->is_chosen || line->panel != panel)
            continue;
        if (first != NULL && line->sweep != first)
            return true;
        first = line->sweep;
    }
    return false;
}

/* All settings of a line but x: parameters, those of the channel, rates. */
struct settings {
    char name[2 * TABLE_SETTINGS_MAX + 2][SWEEP_NAME_SIZE];
    size_t count;
};

static void add_setting(struct settings *settings, const struct lines *lines, const char *prefix,
                        const char *name)
{
    char *to = settings->name[settings->count];
    snprintf(to, SWEEP_NAME_SIZE, "%s%s", prefix, name);
    settings->count += strcmp(to, lines->x) != 0;
}

static struct settings settings_of(const struct lines *lines, const struct line *line)
{
    const struct table_point *point = &lines->table->point[line->point[0]];
    struct settings settings = {.count = 0};
    for (size_t i = 0; i < point->parameters->count; i++)
        add_setting(&settings, lines, "", point->parameters->setting[i].name);
    for (size_t i = 0; i < point->channel->count; i++)
        add_setting(&settings, lines, "channel.", point->channel->setting[i].name);
    add_setting(&settings, lines, "", "loss");
    if (point->loss < point->loss_back || point->loss > point->loss_back ||
        sweep_dimension(line->sweep, "loss_back") != NULL)
        add_setting(&settings, lines, "", "loss_back");
    return settings;
}

/* Adds ", NAME" to the title of the key, and ", VALUE" to the label. */
static void append_value(char *key, char *label, const char *name, double value)
{
    char word[SWEEP_NAME_SIZE], number[NUMBER_SIZE];
    const char *separator = label[0] != '\0' ? ", " : "";
    const size_t used = strlen(key), length = strlen(label);
    snprintf(key + used, CURVES_LABEL_SIZE - used, "%s%s", separator, setting_word(name, word));
    snprintf(label + length, CURVES_LABEL_SIZE - length, "%s%s", separator,
             number_text(value, number));
}

/* The settings in which lines of the panel differ: of several strategies with their names, else the
 * names are in the key's title. */
void curve_line_label(const struct lines *lines, const struct line *line, struct curves *curves,
                      struct curve *curve)
{
    const struct settings settings = settings_of(lines, line);
    const bool several = curve_lines_have_strategies(lines, line->panel);
    char *key = curves->key[line->panel], word[SWEEP_NAME_SIZE];
    const char *separator = ": ";
    key[0] = '\0';
    snprintf(curve->label, sizeof curve->label, "%s", several ? line->sweep->strategy : "");
    for (size_t i = 0; i < settings.count; i++) {
        const char *name = settings.name[i];
        const double value = curve_line_setting(lines, line, name);
        if (!differs(lines, scope_of(line, name), name, (int)line->panel))
            continue;
        if (several)
            append(curve->label, sizeof curve->label, separator, setting_word(name, word), value);
        else
            append_value(key, curve->label, name, value);
        separator = ", ";
    }
}

/* What all lines of the panel share, and the panels do not. */
void curve_panel_label(const struct lines *lines, const struct line *line, bool several,
                       char label[CURVES_LABEL_SIZE])
{
    const struct settings settings = settings_of(lines, line);
    char word[SWEEP_NAME_SIZE];
    snprintf(label, CURVES_LABEL_SIZE, "%s", several ? line->sweep->strategy : "");
    for (size_t i = 0; i < settings.count; i++) {
        const struct swept *scope = scope_of(line, settings.name[i]);
        if (differs(lines, scope, settings.name[i], -1) &&
            !differs(lines, scope, settings.name[i], (int)line->panel))
            append(label, CURVES_LABEL_SIZE, ", ", setting_word(settings.name[i], word),
                   curve_line_setting(lines, line, settings.name[i]));
    }
}

/* What all curves share: settings that neither a curve nor a panel names. */
void curves_write_subject(const struct lines *lines, bool several, struct curves *curves)
{
    const struct line *line = lines->line;
    while (!line->is_chosen)
        line++;
    const struct settings settings = settings_of(lines, line);
    char word[SWEEP_NAME_SIZE];
    snprintf(curves->subject, sizeof curves->subject, "%s, %s channel",
             several ? line->sweep->problem : line->sweep->strategy, line->sweep->channel);
    for (size_t i = 0; i < settings.count; i++) {
        const char *name = settings.name[i];
        const struct swept *scope = scope_of(line, name);
        const double value = curve_line_setting(lines, line, name);
        if ((!several || scope == NULL) && !differs(lines, scope, name, -1) &&
            !setting_goes_without_saying(name, value))
            append(curves->subject, sizeof curves->subject, ", ", setting_word(name, word), value);
    }
}

void curves_write_left_out(const struct lines *lines, bool thinned, struct curves *curves)
{
    const size_t all = lines->count + lines->hidden;
    curves->is_partial = lines->chosen < all;
    if (curves->is_partial)
        snprintf(curves->left_out, sizeof curves->left_out, "%zu of %zu curves are shown%s%s",
                 lines->chosen, all,
                 lines->chosen == lines->count ? ": others never fail, or have one point" : "",
                 thinned ? ", with some of their points" : "");
    else if (thinned)
        snprintf(curves->left_out, sizeof curves->left_out, "Some of the points are shown");
}
