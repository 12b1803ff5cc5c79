# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DOUTPUT=default_report.c -DINPUT=FILE -DNAME=examples/default-report.sweeps
#     -DSYMBOL=default_report -DHEADER=cli/run_options.h -P embed.cmake
# Writes the bytes of the file as the C array SYMBOL that the header declares, with SYMBOL_name and
# SYMBOL_length.

file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(....,....,....,....,....,....,....,....,)" "\\1\n    " bytes "${bytes}")
file(WRITE ${OUTPUT} "/* Made from ${NAME} by cli/embed.cmake; do not edit. */
#include \"${HEADER}\"

const char ${SYMBOL}_name[] = \"${NAME}\";
const char ${SYMBOL}[] = {
    ${bytes} 0x00};
const size_t ${SYMBOL}_length = sizeof ${SYMBOL} - 1;
")
