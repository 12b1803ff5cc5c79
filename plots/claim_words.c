/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/claim_parts.h"

#include "plots/number.h"
#include "plots/script.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *claim_number(double number, char text[CLAIM_NUMBER_SIZE])
{
    if (number <= 0.0 || (number >= 0.001 && number < 9999.5)) {
        snprintf(text, CLAIM_NUMBER_SIZE, "%.*g", number >= 999.5 ? 4 : 3, number);
        return text;
    }
    int exponent = (int)floor(log10(number));
    /* In two steps: 10^320 is no double. */
    double mantissa = exponent < -300 ? number * 1e300 * pow(10.0, -exponent - 300)
                                      : number * pow(10.0, -exponent);
    if (mantissa >= 9.95) {
        mantissa /= 10.0;
        exponent++;
    }
    char sign[8] = "";
    if (exponent < 0)
        snprintf(sign, sizeof sign, "−");
    if (mantissa < 1.05)
        snprintf(text, CLAIM_NUMBER_SIZE, "10^{%s%d}", sign, abs(exponent));
    else
        snprintf(text, CLAIM_NUMBER_SIZE, "%.2g×10^{%s%d}", mantissa, sign, abs(exponent));
    return text;
}

const char *claim_measure(enum measure measure)
{
    static const char *const subjects[] = {"failure", "success", "the number of messengers"};
    return subjects[measure];
}

const char *claim_start(enum measure measure)
{
    static const char *const subjects[] = {"Failure", "Success", "The number of messengers"};
    return subjects[measure];
}

const char *claim_step(const char *x, char text[CLAIM_STEP_SIZE])
{
    char word[SWEEP_NAME_SIZE];
    snprintf(text, CLAIM_STEP_SIZE, "%s", setting_word(x, word));
    const size_t length = strlen(text);
    if (length > 3 && strcmp(text + length - 3, "ies") == 0)
        strcpy(text + length - 3, "y");
    else if (length > 2 && text[length - 1] == 's' && text[length - 2] != 's')
        text[length - 1] = '\0';
    else
        snprintf(text, CLAIM_STEP_SIZE, "step of %s", setting_word(x, word));
    return text;
}

const char *claim_curve_name(const struct curves *curves, const struct curve *curve,
                             char name[CLAIM_NAME_SIZE])
{
    char text[CLAIM_NAME_SIZE];
    const char *panel = curves->panel[curve->panel], *key = curves->key[curve->panel];
    const bool has_panels = curves->panel_count > 1;
    snprintf(text, sizeof text, "%s%s%s%s%s", has_panels ? panel : "",
             has_panels && panel[0] != '\0' && curve->label[0] != '\0' ? ", " : "", key,
             key[0] != '\0' ? " " : "", curve->label);
    return script_plain(text, name, CLAIM_NAME_SIZE);
}

void claim_write_value(FILE *stream, const struct curve_point *point)
{
    const struct table_value value = curve_value(point);
    char text[CLAIM_NUMBER_SIZE];
    if (value.value <= 0.0 && value.high > 0.0)
        fprintf(stream, "below %s", claim_number(value.high, text));
    else if (value.value > 0.9994 && value.value < 1.0)
        fprintf(stream, "1 − %s", claim_number(1.0 - value.value, text));
    else
        fprintf(stream, "%s", claim_number(value.value, text));
}

bool claim_has_strategies(const struct curves *curves)
{
    for (size_t i = 1; i < curves->curve_count; i++)
        if (strcmp(curves->curve[i].strategy, curves->curve[0].strategy) != 0)
            return true;
    return false;
}
