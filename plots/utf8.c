/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/utf8.h"

/* How many bytes the character has that this byte begins; 0: it begins none. */
static size_t length_of(unsigned char first)
{
    return first < 0x80   ? 1
           : first < 0xc2 ? 0
           : first < 0xe0 ? 2
           : first < 0xf0 ? 3
           : first < 0xf5 ? 4
                          : 0;
}

size_t utf8_read(const char *text, size_t length, uint32_t *character)
{
    static const unsigned char bits_of_first[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    const size_t bytes = length > 0 ? length_of((unsigned char)text[0]) : 0;
    *character = 0;
    if (bytes == 0 || bytes > length)
        return 0;
    *character = (unsigned char)text[0] & bits_of_first[bytes];
    for (size_t i = 1; i < bytes; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
        *character = *character << 6 | ((unsigned char)text[i] & 0x3f);
    }
    const bool surrogate = *character >= 0xd800 && *character <= 0xdfff;
    return *character < lowest[bytes] || surrogate || *character > 0x10ffff ? 0 : bytes;
}

bool utf8_is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character <= 0x9f);
}
