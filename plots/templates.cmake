# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DOUTPUT=templates.c -DINPUTS="a.gp;b.gp" -P templates.cmake
# Writes the files as C arrays, and template_find().

set(arrays "")
set(rows "")
foreach(input IN LISTS INPUTS)
    get_filename_component(name ${input} NAME_WE)
    string(MAKE_C_IDENTIFIER ${name} identifier)
    file(READ ${input} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(REGEX REPLACE "(....,....,....,....,....,....,....,....,)" "\\1\n    " bytes "${bytes}")
    string(APPEND arrays "static const unsigned char ${identifier}[] = {\n    ${bytes} 0x00};\n\n")
    string(APPEND rows "    {\"${name}\", ${identifier}},\n")
endforeach()
file(WRITE ${OUTPUT} "/* Made from the .gp files in plots/ by plots/templates.cmake; do not edit. */
#include \"plots/templates.h\"

#include <stddef.h>
#include <string.h>

${arrays}static const struct {
    const char *name;
    const unsigned char *text;
} templates[] = {
${rows}};

const char *template_find(const char *name)
{
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        if (strcmp(templates[i].name, name) == 0)
            return (const char *)templates[i].text;
    return NULL;
}
")
