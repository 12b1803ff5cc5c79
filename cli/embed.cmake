# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DOUTPUT=default_report.c -DINPUT=FILE -DNAME=examples/default-report.sweeps -P embed.cmake
# Writes the bytes of the file as the C array of cli/run_options.h.

file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(....,....,....,....,....,....,....,....,)" "\\1\n    " bytes "${bytes}")
file(WRITE ${OUTPUT} "/* Made from ${NAME} by cli/embed.cmake; do not edit. */
#include \"cli/run_options.h\"

const char default_report_name[] = \"${NAME}\";
const char default_report[] = {
    ${bytes} 0x00};
const size_t default_report_length = sizeof default_report - 1;
")
