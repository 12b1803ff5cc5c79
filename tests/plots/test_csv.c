/* SPDX-License-Identifier: GPL-3.0-or-later */

/* RFC 4180: what is written is read back; what is not CSV is refused with its line. */

#include "plots/csv.h"
#include "tests/testing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a reader made of some bytes: "[a][b]\n[1][2]\n", then perhaps "error: MESSAGE". */
struct reading {
    char *text;
    bool good;
};

static void show(FILE *stream, char *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "[%s]", fields[i]);
    putc('\n', stream);
}

static struct reading reading_of_stream(FILE *stream, const char *name)
{
    struct reading reading = {0};
    struct csv_reader reader;
    struct error error;
    size_t size;
    FILE *out = open_memstream(&reading.text, &size);
    assert_non_null(out);
    int more = csv_open(&reader, stream, name, &error) ? 1 : -1;
    if (more == 1) {
        show(out, reader.header, reader.column_count);
        while ((more = csv_next(&reader, &error)) == 1)
            show(out, reader.field, reader.column_count);
    }
    if (more < 0)
        fprintf(out, "error: %s", error.message);
    csv_release(&reader); /* harmless, too, after a failed csv_open */
    assert_int_equal(fclose(out), 0);
    reading.good = more == 0;
    return reading;
}

static struct reading reading_of(const char *bytes, size_t size)
{
    FILE *stream = fmemopen((char *)bytes, size, "r");
    assert_non_null(stream);
    const struct reading reading = reading_of_stream(stream, "some.csv");
    assert_int_equal(fclose(stream), 0);
    return reading;
}

static void assert_reads(const char *bytes, const char *expected)
{
    const struct reading reading = reading_of(bytes, strlen(bytes));
    assert_string_equal(reading.text, expected);
    free(reading.text);
}

static void assert_bytes_refused(const char *bytes, size_t size, const char *expected)
{
    const struct reading reading = reading_of(bytes, size);
    if (reading.good || strstr(reading.text, expected) == NULL)
        fail_msg("'%s' was read as\n%s\nand not refused with '%s'", bytes, reading.text, expected);
    free(reading.text);
}

static void assert_refused(const char *bytes, const char *expected)
{
    assert_bytes_refused(bytes, strlen(bytes), expected);
}

static char *written(const char *const *fields, size_t count)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    for (size_t i = 0; i < count; i++)
        csv_write(stream, i == 0, fields[i]);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void quotes_only_what_needs_it(void **state)
{
    (void)state;
    const char *const fields[] = {"plain",      "",     "two words", "a,b",
                                  "say \"hi\"", "a\nb", "a\rb",      " 'x' "};
    char *text = written(fields, COUNT_OF(fields));
    assert_string_equal(text,
                        "plain,,two words,\"a,b\",\"say \"\"hi\"\"\",\"a\nb\",\"a\rb\", 'x' ");
    free(text);
}

static void reads_plain_records(void **state)
{
    (void)state;
    assert_reads("a,b\n1,2\n3,4\n", "[a][b]\n[1][2]\n[3][4]\n");
    assert_reads("a,b\n1,2", "[a][b]\n[1][2]\n"); /* no newline at the end */
    assert_reads("a,b\r\n1,2\r\n", "[a][b]\n[1][2]\n");
    assert_reads("a,b\r\n1,2\r", "[a][b]\n[1][2]\n");
    assert_reads("a,b", "[a][b]\n");
    assert_reads("a,b\n", "[a][b]\n");
    assert_reads("a\n1\n2\n", "[a]\n[1]\n[2]\n"); /* one column */
    assert_reads("a\n\n2\n", "[a]\n[]\n[2]\n");
    assert_reads("a\n", "[a]\n");
}

static void reads_empty_fields(void **state)
{
    (void)state;
    assert_reads("a,b,c\n,,\n1,,\n,,3\n", "[a][b][c]\n[][][]\n[1][][]\n[][][3]\n");
    assert_reads("a,b\n,", "[a][b]\n[][]\n");
    assert_reads("a,b\n\"\",\"\"\n", "[a][b]\n[][]\n");
    assert_reads(",\n1,2\n", "[][]\n[1][2]\n");
}

static void reads_quoted_fields(void **state)
{
    (void)state;
    assert_reads("a,b\n\"1,5\",2\n", "[a][b]\n[1,5][2]\n");
    assert_reads("a,b\n\"say \"\"hi\"\"\",2\n", "[a][b]\n[say \"hi\"][2]\n");
    assert_reads("a,b\n\"one\ntwo\",\"3\r\n4\"\n", "[a][b]\n[one\ntwo][3\r\n4]\n");
    assert_reads("\"a\",\"b,c\"\n\"\"\"\",\"\"\"\"\"\"", "[a][b,c]\n[\"][\"\"]\n");
    assert_reads("a\n\"1\"", "[a]\n[1]\n");
}

static void finds_columns(void **state)
{
    (void)state;
    char bytes[] = "one,\"two, too\",three\n";
    FILE *stream = fmemopen(bytes, strlen(bytes), "r");
    struct csv_reader reader;
    struct error error;
    assert_true(csv_open(&reader, stream, "some.csv", &error));
    assert_int_equal(reader.column_count, 3);
    assert_int_equal(csv_column(&reader, "one"), 0);
    assert_int_equal(csv_column(&reader, "two, too"), 1);
    assert_int_equal(csv_column(&reader, "three"), 2);
    assert_int_equal(csv_column(&reader, "thre"), -1);
    assert_int_equal(csv_column(&reader, ""), -1);
    csv_release(&reader);
    assert_int_equal(fclose(stream), 0);
}

static void refuses_an_empty_file(void **state)
{
    (void)state;
    FILE *stream = tmpfile();
    assert_non_null(stream);
    const struct reading reading = reading_of_stream(stream, "some.csv");
    assert_string_equal(reading.text, "error: 'some.csv' is empty; expected a header line");
    free(reading.text);
    assert_int_equal(fclose(stream), 0);
}

static void refuses_rows_of_another_length(void **state)
{
    (void)state;
    assert_refused("a,b\n1\n", "some.csv:2: 1 fields; the header has 2");
    assert_refused("a,b\n1,2\n1,2,3\n", "some.csv:3: 3 fields; the header has 2");
    assert_refused("a,b\n1,2\n\n", "some.csv:3: 1 fields; the header has 2");
    assert_refused("a\n1,2\n", "some.csv:2: 2 fields; the header has 1");
}

/* The line of the file, not of the record. */
static void names_the_line_after_newlines_in_fields(void **state)
{
    (void)state;
    assert_refused("a,b\n\"1\n1\",2\n3\n", "some.csv:4:");
    assert_refused("a,b\n\"1\r\n\r\n1\",2\n3\n", "some.csv:5:");
}

static void refuses_text_after_a_closing_quote(void **state)
{
    (void)state;
    assert_refused("a,b\n\"1\"2,3\n", "some.csv:2:");
    assert_refused("a,b\n\"1\" ,3\n", "some.csv:2:");
    assert_refused("\"a\"b\n", "some.csv:1:");
}

/* RFC 4180, section 2: a field that holds a quote is quoted as a whole. */
static void refuses_a_quote_inside_a_bare_field(void **state)
{
    (void)state;
    assert_refused("a,b\n1\"2,3\n", "some.csv:2:");
    assert_refused("a,b\n1,2\"\n", "some.csv:2:");
    assert_refused("a,b\n1, \"2\"\n", "some.csv:2:");
}

/* What is cut off inside a quoted field is no whole record. */
static void refuses_a_quote_that_is_never_closed(void **state)
{
    (void)state;
    assert_refused("a,b\n1,\"2", "some.csv:2:");
    assert_refused("a,b\n1,\"2\n", "some.csv:");
    assert_refused("a,b\n1,\"", "some.csv:2:");
    assert_refused("a,b\n1,\"2\"\"", "some.csv:2:");
    assert_refused("\"a", "some.csv:1:");
}

static void refuses_a_carriage_return_that_ends_no_line(void **state)
{
    (void)state;
    assert_refused("a,b\n1\r2,3\n", "some.csv:2:");
    assert_refused("a,b\n1\r,3\n", "some.csv:2:");
}

static void refuses_nul_bytes(void **state)
{
    (void)state;
    static const char bare[] = "a,b\n1\0002,3\n";
    static const char quoted[] = "a,b\n1,\"2\0003\"\n";
    assert_bytes_refused(bare, sizeof bare - 1, "some.csv:2:");
    assert_bytes_refused(quoted, sizeof quoted - 1, "some.csv:2:");
}

static void refuses_more_columns_than_a_table_has(void **state)
{
    (void)state;
    char bytes[1024];
    memset(bytes, ',', sizeof bytes);
    bytes[255] = '\n'; /* 256 fields */
    bytes[256] = '\0';
    struct reading reading = reading_of(bytes, 256);
    assert_true(reading.good);
    free(reading.text);
    bytes[255] = ',';
    bytes[256] = '\n';
    bytes[257] = '\0';
    assert_refused(bytes, "some.csv:1:");
}

static void tells_when_a_file_cannot_be_read(void **state)
{
    (void)state;
    FILE *stream = fopen(".", "r"); /* a folder opens, and fails when it is read */
    assert_non_null(stream);
    const struct reading reading = reading_of_stream(stream, "some.csv");
    char expected[128];
    snprintf(expected, sizeof expected, "error: cannot read 'some.csv': %s", strerror(EISDIR));
    assert_string_equal(reading.text, expected);
    free(reading.text);
    assert_int_equal(fclose(stream), 0);
}

static void reads_a_field_of_megabytes(void **state)
{
    (void)state;
    enum { SIZE = 5000000 };
    char *bytes = malloc(SIZE + 16);
    assert_non_null(bytes);
    memcpy(bytes, "a,b\n", 4);
    memset(bytes + 4, 'x', SIZE);
    memcpy(bytes + 4 + SIZE, ",2\n", 3);
    const struct reading reading = reading_of(bytes, SIZE + 7);
    assert_true(reading.good);
    assert_int_equal(strlen(reading.text), strlen("[a][b]\n") + SIZE + strlen("[][2]\n"));
    free(reading.text);
    free(bytes);
}

/* --- round trip of random tables -------------------------------------------------------------- */

enum { COLUMNS = 5, FIELD = 8 };

static uint32_t random_below(uint64_t *random, uint32_t bound)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*random >> 33) % bound);
}

static void random_field(uint64_t *random, char field[FIELD])
{
    static const char alphabet[] = ",\"\r\n ab0.\xc3";
    const uint32_t length = random_below(random, FIELD);
    for (uint32_t i = 0; i < length; i++)
        field[i] = alphabet[random_below(random, sizeof alphabet - 1)];
    field[length] = '\0';
}

/* Writes a table to `bytes`, and to `shown` what its reading should look like. */
static void random_table(uint64_t *random, FILE *bytes, FILE *shown)
{
    const uint32_t columns = 1 + random_below(random, COLUMNS);
    const uint32_t rows = 1 + random_below(random, 4);
    const char *const ending = random_below(random, 2) == 0 ? "\n" : "\r\n";
    const bool ends = columns == 1 || random_below(random, 2) == 0;
    for (uint32_t i = 0; i < rows; i++) {
        char field[COLUMNS][FIELD];
        char *fields[COLUMNS];
        for (uint32_t j = 0; j < columns; j++) {
            random_field(random, field[j]);
            fields[j] = field[j];
            csv_write(bytes, j == 0, field[j]);
        }
        show(shown, fields, columns);
        if (i + 1 < rows || ends)
            fputs(ending, bytes);
    }
}

static void random_tables_are_read_back(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (int i = 0; i < 20000; i++) {
        char *bytes = NULL, *shown = NULL;
        size_t bytes_size, shown_size;
        FILE *bytes_stream = open_memstream(&bytes, &bytes_size);
        FILE *shown_stream = open_memstream(&shown, &shown_size);
        assert_non_null(bytes_stream);
        assert_non_null(shown_stream);
        random_table(&random, bytes_stream, shown_stream);
        assert_int_equal(fclose(bytes_stream) | fclose(shown_stream), 0);
        if (bytes_size > 0) /* one empty record of several columns is never empty */
            assert_reads(bytes, shown);
        free(bytes);
        free(shown);
    }
}

/* Whatever the bytes are: an answer, and no crash (the sanitizers look on). */
static void random_bytes_are_read_or_refused(void **state)
{
    (void)state;
    uint64_t random = 3;
    int good = 0, bad = 0;
    for (int i = 0; i < 20000; i++) {
        static const char alphabet[] = ",,,\"\"\n\n\r1a";
        char bytes[24];
        const uint32_t length = 1 + random_below(&random, sizeof bytes - 1);
        for (uint32_t j = 0; j < length; j++)
            bytes[j] = alphabet[random_below(&random, sizeof alphabet - 1)];
        const struct reading reading = reading_of(bytes, length);
        good += reading.good;
        bad += !reading.good;
        free(reading.text);
    }
    assert_true(good > 100 && bad > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_only_what_needs_it),
        cmocka_unit_test(reads_plain_records),
        cmocka_unit_test(reads_empty_fields),
        cmocka_unit_test(reads_quoted_fields),
        cmocka_unit_test(finds_columns),
        cmocka_unit_test(refuses_an_empty_file),
        cmocka_unit_test(refuses_rows_of_another_length),
        cmocka_unit_test(names_the_line_after_newlines_in_fields),
        cmocka_unit_test(refuses_text_after_a_closing_quote),
        cmocka_unit_test(refuses_a_quote_inside_a_bare_field),
        cmocka_unit_test(refuses_a_quote_that_is_never_closed),
        cmocka_unit_test(refuses_a_carriage_return_that_ends_no_line),
        cmocka_unit_test(refuses_nul_bytes),
        cmocka_unit_test(refuses_more_columns_than_a_table_has),
        cmocka_unit_test(tells_when_a_file_cannot_be_read),
        cmocka_unit_test(reads_a_field_of_megabytes),
        cmocka_unit_test(random_tables_are_read_back),
        cmocka_unit_test(random_bytes_are_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
