# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What follows _generals_look_up in the script that `generals help --completion` writes. That function
# sets the array `table` to what the program says: of its commands, 'usage COMMAND', 'options COMMAND', of an
# option that takes an argument what this is called and what it may be, 'strategies', 'parameters
# STRATEGY', 'counters STRATEGY'.

# Sets `word` to all words up to the cursor, the one that is typed last. Bash has cut them at the : and
# = of COMP_WORDBREAKS.
_generals_words() {
    local i piece joined=no
    word=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        piece=${COMP_WORDS[i]:-}
        # An empty piece at the end is a new word where a space stands before the cursor.
        if [[ -z $piece && ${COMP_LINE:COMP_POINT-1:1} = [[:space:]] ]]; then
            joined=no
        fi
        if [[ $joined = yes || ($piece =~ ^[:=]+$ && ${#word[@]} != 0) ]]; then
            word[-1]+=$piece
        else
            word+=("$piece")
        fi
        joined=no
        [[ ! $piece =~ ^[:=]+$ ]] || joined=yes
    done
}

# _generals_offer START END WORD...: those words that begin as the last part of what is typed does. START
# is what stands before that part, END what goes on after the word: "", then a space follows, or : or =.
_generals_offer() {
    local start=$1 end=$2 typed=${word[-1]} cut=0 i candidate
    shift 2
    # Bash goes on behind the last character at which it has cut.
    for ((i = 0; i < ${#typed}; i++)); do
        [[ ${typed:i:1} != [:=] || $COMP_WORDBREAKS != *"${typed:i:1}"* ]] || cut=$((i + 1))
    done
    for candidate; do
        candidate=$start$candidate$end
        [[ $candidate != "$typed"* ]] || COMPREPLY+=("${candidate:cut}")
    done
    [ -z "$end" ] || compopt -o nospace
}

# _generals_offer_settings START: START is what stands before NAME:KEY=VALUES,KEY=... Once there
# is a colon, the parameters that NAME has and that are not set yet.
_generals_offer_settings() {
    local start=$1 typed=${word[-1]} table name settings last key free=()
    typed=${typed:${#start}}
    name=${typed%%:*}
    settings=${typed#*:}
    last=${settings##*,}
    [[ $last != *=* ]] || return 0 # a value, which is a number
    _generals_look_up "parameters $name"
    for key in "${table[@]}"; do
        [[ ,$settings == *",$key="* ]] || free+=("$key")
    done
    _generals_offer "$start$name:${settings%"$last"}" = "${free[@]}"
}

# Parameters, or counters, of the strategies that are named, or of all.
_generals_offer_of_strategies() {
    local start=$1 end=$2 kind=$3 table strategy named=() all=() seen=' ' name
    _generals_look_up strategies
    strategies=("${table[@]}")
    for strategy in "${strategies[@]}"; do
        for name in "${word[@]:2}"; do
            [ "${name%%:*}" != "$strategy" ] || named+=("$strategy")
        done
    done
    [ ${#named[@]} -gt 0 ] || named=("${strategies[@]}")
    for strategy in "${named[@]}"; do
        _generals_look_up "$kind $strategy"
        for name in "${table[@]}"; do
            [[ $seen == *" $name "* ]] || all+=("$name")
            seen+="$name "
        done
    done
    _generals_offer "$start" "$end" "${all[@]}"
}

# _generals_value OPTION START: its argument; START is what of the word stands before it.
_generals_value() {
    local option=$1 start=$2 table argument values typed=${word[-1]} value free=()
    typed=${typed:${#start}}
    _generals_look_up "$option"
    argument=${table[0]:-}
    values=("${table[@]:1}")
    case $argument in
    DIR) compopt -o dirnames ;;
    FILE) compopt -o default ;;
    KEY=*)
        [[ $typed != *=* ]] || return 0
        _generals_offer_of_strategies "$start" = parameters
        _generals_look_up "parameters burst"
        [[ $typed != c* ]] || _generals_offer "${start}channel." = "${table[@]}"
        ;;
    CHANNEL)
        if [[ $typed == *:* ]]; then
            _generals_offer_settings "$start"
        else
            _generals_offer "$start" '' "${values[@]}"
        fi
        ;;
    EVENT)
        _generals_offer "$start" '' "${values[@]}"
        _generals_offer_of_strategies "$start" '' counters
        ;;
    METHODS) # several, with commas
        [[ $typed != *,* ]] || start+=${typed%,*},
        for value in "${values[@]}"; do
            [[ ,$typed, == *",$value,"* && $typed != "$value" ]] || free+=("$value")
        done
        _generals_offer "$start" '' "${free[@]}"
        ;;
    *) _generals_offer "$start" '' "${values[@]}" ;;
    esac
}

_generals_option() {
    local table option
    _generals_look_up "options ${word[1]}"
    for option in "${table[@]}"; do
        _generals_offer '' '' "$option"
    done
}

# What is no option: a strategy, a folder, a command, whatever the usage names.
_generals_argument() {
    local table usage
    _generals_look_up "usage ${word[1]}"
    usage=${table[0]:-}
    case $usage in
    *STRATEGY*)
        _generals_look_up "options ${word[1]}"
        if [[ " ${table[*]} " != *' --param '* ]]; then # names alone
            _generals_look_up strategies
            _generals_offer '' '' "${table[@]}"
        elif [[ ${word[-1]} == *:* ]]; then
            _generals_offer_settings ''
        else
            _generals_look_up strategies
            _generals_offer '' '' "${table[@]}"
            compopt -o nospace # a colon may follow
        fi
        ;;
    *COMMAND*)
        _generals_look_up commands
        _generals_offer '' '' "${table[@]}"
        ;;
    *\ DIR*) compopt -o dirnames ;;
    esac
}

_generals() {
    local word=() table typed before
    COMPREPLY=()
    _generals_words
    typed=${word[-1]}
    before=${word[-2]:-}
    if [ ${#word[@]} -le 2 ]; then
        _generals_look_up commands
        _generals_offer '' '' "${table[@]}" --help --version
        return
    fi
    _generals_look_up "$before"
    if [[ $before == -* && ${#table[@]} -gt 0 ]]; then
        _generals_value "$before" ''
    elif [[ $typed == --*=* ]]; then
        _generals_value "${typed%%=*}" "${typed%%=*}="
    elif [[ $typed == -* ]]; then
        _generals_option
    else
        _generals_argument
    fi
}

complete -F _generals generals
