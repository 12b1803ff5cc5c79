# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DOUTPUT=report_style.c -DINPUT=report.css -P report_style.cmake
# Writes the style sheet as a C array, and its hash as a Content-Security-Policy wants it.

file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(....,....,....,....,....,....,....,....,)" "\\1\n    " bytes "${bytes}")
file(SHA256 ${INPUT} hash)

# Base64: six bits a letter. The 32 bytes are ten times three, and two.
set(letters "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
string(APPEND hash "00")
set(base64 "")
foreach(at RANGE 0 63 6)
    string(SUBSTRING ${hash} ${at} 6 three)
    foreach(shift 18 12 6 0)
        math(EXPR letter "(0x${three} >> ${shift}) & 63")
        string(SUBSTRING ${letters} ${letter} 1 letter)
        string(APPEND base64 ${letter})
    endforeach()
endforeach()
string(REGEX REPLACE ".$" "=" base64 "${base64}") # what was added

file(WRITE ${OUTPUT} "/* Made from plots/report.css by plots/report_style.cmake; do not edit. */
#include \"plots/report_html.h\"

const char report_style_hash[] = \"sha256-${base64}\";
const char report_style[] = {
    ${bytes} 0x00};
")
