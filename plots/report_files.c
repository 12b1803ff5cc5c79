/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_files.h"

#include "plots/file.h"
#include "plots/report_html.h"
#include "plots/report_markdown.h"

static bool write_file(const char *directory, const char *name, const struct report *report,
                       void (*write)(FILE *, const struct report *), struct error *error)
{
    struct file file;
    if (!file_create(&file, directory, name, error))
        return false;
    write(file.stream, report);
    return file_commit(&file, error);
}

bool report_files_write(const char *directory, const struct report *report, struct error *error)
{
    return write_file(directory, REPORT_PAGE_FILE, report, report_html_write, error) &&
           write_file(directory, REPORT_MARKDOWN_FILE, report, report_markdown_write, error);
}

bool report_files_remove(const char *directory, struct error *error)
{
    return file_remove(directory, REPORT_PAGE_FILE, error) &&
           file_remove(directory, REPORT_MARKDOWN_FILE, error);
}
