# SPDX-License-Identifier: GPL-3.0-or-later
# Finds the commands in a page: awk -f documentation_commands.awk documentation.list PAGE
#
# PAGE is Markdown, a sweep file with Markdown in its comments (NAME.sweeps), or what `generals help COMMAND`
# says (NAME.help). Code blocks are indented by four spaces or fenced; in help they are the lines under
# "Example:", "Examples:" and "In a script:". In a block every line is a command, \ at the end continues it, and so does
# <<'END'; unless the list says that the block is something else, or the fence that it is c. Inline code `generals COMMAND WORD...` is a
# command, too, unless a word of it is in capitals, as in `generals plot DIR`. And so is the last cell of each
# row of a table in which it is headed `generals run`.
#
# Writes one line for each thing that is to be done, of four fields with a tab between:
#
#     LINE VERB ARGUMENT TEXT    VERB and ARGUMENT are those of the list, and TEXT the command or the block,
#                                with \036 at the end of its lines but the last, and a space for a tab
#     LINE run - TEXT            a command of which the list says nothing
#     LINE chart NAMES TEXT      one of the table: in the first cell stands what charts it makes
#     used VERB ARGUMENT ENTRY   an entry of the list that was met
#
# documentation.list tells of what the list consists.

BEGIN { FS = "\t"; OFS = "\t"; END_OF_LINE = "\036" }

function trimmed(text) {
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    return text
}

# A command in one line, without what is a remark.
function plain(command,   at, quotes) {
    gsub(/[ ]*\\\036[ ]*/, " ", command)
    at = index(command, " # ")
    quotes = substr(command, 1, at)
    if (at > 0 && gsub(/'/, "", quotes) % 2 == 0) command = substr(command, 1, at)
    return trimmed(command)
}

function tell(line, verb, argument, text) {
    gsub(/\t/, " ", text)
    print line, verb, argument, text
}

# What the list says of an entry; else the verb is `run`.
function told(line, entry, text) {
    if (entry in verb_of) {
        tell(line, verb_of[entry], argument_of[entry], text)
        print "used", verb_of[entry], argument_of[entry], entry
    } else
        tell(line, "run", "-", text)
}

function tell_command(line, text) {
    text = plain(text)
    if (text != "") told(line, text, text)
}

# The lines of a block, one command after the other.
function tell_commands(   i, text, begun, until) {
    text = ""
    until = ""
    for (i = 1; i <= lines; i++) {
        if (text == "") begun = block_begins + i - 1
        text = text (text == "" ? "" : END_OF_LINE) block[i]
        if (until != "") {
            if (trimmed(block[i]) != until) continue
        } else if (match(block[i], /<<'[A-Z]+'/)) {
            until = substr(block[i], RSTART + 3, RLENGTH - 4)
            continue
        } else if (block[i] ~ /\\$/) continue
        tell_command(begun, text)
        text = until = ""
    }
    if (text != "") tell_command(begun, text)
}

# A block that is no commands: but a step of a CI script, `- run: COMMAND`, is one.
function tell_other(   i, text) {
    text = block[1]
    for (i = 2; i <= lines; i++) text = text END_OF_LINE block[i]
    told(block_begins, trimmed(block[1]), text)
    for (i = 1; i <= lines; i++)
        if (match(block[i], /- run: /)) tell_command(block_begins + i - 1, substr(block[i], RSTART + 7))
}

function end_block() {
    while (lines > 0 && block[lines] == "") lines--
    if (lines > 0) {
        if (block_verb[trimmed(block[1])]) tell_other()
        else tell_commands()
    }
    lines = 0
}

function add_to_block(text) {
    if (lines > 0 && block[lines] == "" && block_verb[trimmed(text)]) end_block()
    if (lines == 0) block_begins = FNR
    block[++lines] = text
}

# The inline code of a paragraph, whose lines are joined.
function tell_inline(   part, count, i, code) {
    count = split(paragraph, part, "`")
    for (i = 2; i <= count; i += 2) {
        code = part[i]
        if (code ~ /^(build\/)?generals [a-z]+ [^ ]/ && code !~ /(^|[ =])[A-Z][A-Z]+( |$)/ &&
            code !~ /[.][.][.]/)
            tell_command(paragraph_begins, code)
    }
    paragraph = ""
}

# A row of the table of charts.
function tell_chart(   cell, count, names) {
    count = split($0, cell, /[ ]*[|][ ]*/)
    names = cell[2]
    gsub(/[`,]/, "", names)
    gsub(/^`|`$/, "", cell[count - 1])
    tell(FNR, "chart", names, "generals run " cell[count - 1])
}

function add_to_paragraph(text) {
    if (paragraph == "") paragraph_begins = FNR
    paragraph = paragraph " " trimmed(text)
}

# The list: [VERB] ARGUMENT, and below it entries that are indented.
FILENAME ~ /[.]list$/ {
    if (/^\[/) {
        match($0, /^\[.*\]/)
        verb = substr($0, 2, RLENGTH - 2)
        argument = trimmed(substr($0, RLENGTH + 1))
    } else if (/^    /) {
        entry = trimmed($0)
        verb_of[entry] = verb
        argument_of[entry] = argument
        block_verb[entry] = verb ~ /^(output|input|other)$/
    }
    next
}

FILENAME ~ /[.]sweeps$/ {
    if (!/^#/) $0 = ""
    sub(/^# ?/, "")
}

FILENAME ~ /[.]help$/ {
    if (/^(Examples?|In a script):$/) in_examples = 1
    else if (!/^  /) {
        end_block()
        in_examples = 0
    } else if (in_examples) add_to_block(substr($0, 3))
    next
}

/^ *```/ {
    if (fenced) {
        if (language == "c") lines = 0
        end_block()
    } else tell_inline()
    language = trimmed(substr($0, index($0, "```") + 3))
    fenced = !fenced
    was_blank = 0
    next
}
fenced {
    add_to_block($0)
    next
}
/^ *$/ {
    tell_inline()
    of_charts = 0
    if (lines > 0) add_to_block("")
    was_blank = 1
    next
}
/^    / && (was_blank || lines > 0 || FNR == 1) {
    add_to_block(substr($0, 5))
    next
}
{
    end_block()
    was_blank = 0
    if (/^\|/) tell_inline()
    else of_charts = 0
    if (/^\|.*\| `generals run` \|$/) of_charts = 1
    else if (of_charts && !/^\|---/) tell_chart()
    add_to_paragraph($0)
}

END {
    end_block()
    tell_inline()
}
