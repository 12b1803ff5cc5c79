# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DGENERALS=PROGRAM -DOUTPUT=FOLDER -P pages.cmake
# Writes what the program says of itself: FOLDER/man1/generals.1 and a page for each of its commands,
# and FOLDER/completions/generals for bash.

set(ENV{GENERALS_NO_MPI} 1)

function(write_page file)
    execute_process(COMMAND ${GENERALS} ${ARGN} OUTPUT_FILE ${OUTPUT}/${file}
                    COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${OUTPUT}) # a page of a command that is no more
file(MAKE_DIRECTORY ${OUTPUT}/man1 ${OUTPUT}/completions)
execute_process(COMMAND ${GENERALS} --help OUTPUT_VARIABLE overview COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\n  [a-z]+ " commands "${overview}")
foreach(command IN LISTS commands)
    string(STRIP "${command}" command)
    write_page(man1/generals-${command}.1 help --man ${command})
endforeach()
write_page(man1/generals.1 help --man)
write_page(completions/generals help --completion)
