/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "benchmarks/engine_speed.h"

#include "benchmarks/machine.h"
#include "engine/build.h"
#include "engine/kernels.h"
#include "plots/file.h"
#include "plots/gnuplot.h"
#include "plots/number.h"
#include "plots/templates.h"

#include <math.h>
#include <string.h>

/* The text of benchmarks/NAME.gp, built in like plots/NAME.gp is (see CMakeLists.txt). */
const char *benchmark_template_find(const char *name);

/* --- engine_speed.csv ------------------------------------------------------------------------- */

/* One line of the table in long form. `series` numbers what the chart draws; 0: not drawn. */
struct line {
    int series;
    const char *question, *what;
    unsigned messages; /* 0: none */
    double loss;       /* NaN: none */
    int threads;
    const char *kernel, *unit;
    struct spread spread;
    double ratio_to_taus2, ratio_to_mt19937; /* NaN: none */
};

static void write_number(FILE *stream, double number)
{
    char text[NUMBER_SIZE];
    fprintf(stream, ",%s", number_text(number, text));
}

static void write_line(FILE *stream, const struct line *line)
{
    fprintf(stream, "%d,%s,%s,", line->series, line->question, line->what);
    if (line->messages > 0)
        fprintf(stream, "%u", line->messages);
    write_number(stream, line->loss);
    fprintf(stream, ",%d,%s,%s", line->threads, line->kernel, line->unit);
    write_number(stream, line->spread.median);
    write_number(stream, line->spread.minimum);
    write_number(stream, line->spread.maximum);
    write_number(stream, line->ratio_to_taus2);
    write_number(stream, line->ratio_to_mt19937);
    fputc('\n', stream);
}

static struct line contender_line(const struct engine_speed *speed,
                                  const struct setting_speed *measured, enum contender contender)
{
    static const struct {
        const char *question, *what;
        int series;
    } contenders[CONTENDER_COUNT] = {
        [ENGINE] = {"speed", "engine", 1},
        [LOOP_TAUS2] = {"speed", "loop taus2", 2},
        [LOOP_MT19937] = {"speed", "loop mt19937", 3},
        [ENGINE_ONE_THREAD] = {"threads", "engine", 0},
        [RANDOM_BITS] = {"random bits", "rows alone", 0},
    };
    const bool one_thread = contender == ENGINE_ONE_THREAD || contender == RANDOM_BITS;
    const bool loop = contender == LOOP_TAUS2 || contender == LOOP_MT19937;
    const double *rates = measured->rate[contender];
    struct line line = {
        .series = contenders[contender].series,
        .question = contenders[contender].question,
        .what = contenders[contender].what,
        .messages = measured->setting.messages,
        .loss = measured->setting.loss,
        .threads = one_thread ? 1 : speed->threads,
        .kernel = loop ? "" : kernels_available(0)->name,
        .unit = "trials/s",
        .spread = spread_of(rates, speed->rounds),
        .ratio_to_taus2 = NAN,
        .ratio_to_mt19937 = NAN,
    };
    if (!one_thread) {
        line.ratio_to_taus2 =
            spread_of_ratios(rates, measured->rate[LOOP_TAUS2], speed->rounds).median;
        line.ratio_to_mt19937 =
            spread_of_ratios(rates, measured->rate[LOOP_MT19937], speed->rounds).median;
    }
    return line;
}

static void write_setting(FILE *stream, const struct engine_speed *speed,
                          const struct setting_speed *measured)
{
    for (enum contender i = 0; i < CONTENDER_COUNT; i++) {
        const struct line line = contender_line(speed, measured, i);
        write_line(stream, &line);
    }
    struct line scaling = contender_line(speed, measured, ENGINE_ONE_THREAD);
    scaling.what = "all threads over one";
    scaling.threads = speed->threads;
    scaling.unit = "ratio";
    scaling.spread =
        spread_of_ratios(measured->rate[ENGINE], measured->rate[ENGINE_ONE_THREAD], speed->rounds);
    write_line(stream, &scaling);
    struct line share = contender_line(speed, measured, RANDOM_BITS);
    share.what = "share of the time of one thread";
    share.unit = "ratio";
    share.spread = engine_speed_random_share(measured, speed->rounds);
    write_line(stream, &share);
}

static void write_stream(FILE *stream, const struct stream_speed *speed, size_t rounds)
{
    const struct line line = {
        .question = "streams",
        .what = "random words",
        .loss = NAN,
        .threads = 1,
        .kernel = speed->kernel,
        .unit = "words/s",
        .spread = spread_of(speed->rate, rounds),
        .ratio_to_taus2 = NAN,
        .ratio_to_mt19937 = NAN,
    };
    write_line(stream, &line);
}

static bool write_csv(const char *directory, const struct engine_speed *speed, struct error *error)
{
    struct file file;
    if (!file_create(&file, directory, "engine_speed.csv", error))
        return false;
    fputs("series,question,what,messages,loss,threads,kernel,unit,median,minimum,maximum,"
          "ratio_to_taus2,ratio_to_mt19937\n",
          file.stream);
    for (size_t i = 0; i < speed->setting_count; i++)
        write_setting(file.stream, speed, &speed->settings[i]);
    for (size_t i = 0; i < speed->stream_count; i++)
        write_stream(file.stream, &speed->streams[i], speed->rounds);
    return file_commit(&file, error);
}

/* --- engine_speed.gp -------------------------------------------------------------------------- */

/* Between single quotes a quote is doubled; before what gnuplot takes for mark-up stands a
 * backslash. */
static void write_text(FILE *stream, const char *variable, const char *text)
{
    fprintf(stream, "%s = '", variable);
    for (; *text != '\0'; text++) {
        if (strchr("\\@^_{}&~", *text) != NULL)
            fputc('\\', stream);
        if (*text == '\'')
            fputc('\'', stream);
        fputc(*text, stream);
    }
    fputs("'\n", stream);
}

static bool write_script(const char *directory, const struct engine_speed *speed,
                         struct error *error)
{
    struct file file;
    if (!file_create(&file, directory, "engine_speed.gp", error))
        return false;
    char processor[MACHINE_TEXT_SIZE];
    fprintf(file.stream,
            "# SPDX-License-Identifier: GPL-3.0-or-later\n"
            "# Made by benchmarks/engine_speed; `gnuplot -d engine_speed.gp` draws it again.\n\n"
            "name = 'engine_speed'\ntrials_text = ''\ninterval_text = ''\nseries = 3\n"
            "labels = '\"the engine\" \"plain loop, taus2\" \"plain loop, mt19937\"'\n"
            "rounds = %zu\nseconds = '%g'\nthreads = %d\n",
            speed->rounds, speed->seconds, speed->threads);
    write_text(file.stream, "processor", machine_processor(processor));
    write_text(file.stream, "compiler", build_compiler);
    write_text(file.stream, "kernel", kernels_available(0)->name);
    fprintf(file.stream, "\n%s\n%s", template_find("style"),
            benchmark_template_find("engine_speed"));
    return file_commit(&file, error);
}

bool engine_speed_write(const char *directory, const struct engine_speed *speed,
                        struct error *error)
{
    if (!write_csv(directory, speed, error) || !write_script(directory, speed, error))
        return false;
    char said[GNUPLOT_SAID_SIZE];
    switch (gnuplot_run(directory, "suffix = ''", "engine_speed.gp", said, error)) {
    case GNUPLOT_DONE:
        printf("\n%s/engine_speed.csv, .gp, .svg and .png written\n", directory);
        return true;
    case GNUPLOT_MISSING:
        printf(
            "\n%s/engine_speed.csv and .gp written; gnuplot, which would draw them, is missing\n",
            directory);
        return true;
    case GNUPLOT_FAILED:
    default:
        return false;
    }
}
