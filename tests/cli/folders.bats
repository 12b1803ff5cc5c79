# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The folder of the results: which ones are refused, and that any name is only a name.

load helpers

quick=(always-attack --trials 10 --no-plots)

@test "without -o, the folder is out" {
    must run "${quick[@]}"
    exists out/results.csv out/manifest.json
}

@test "the folder of -o DIR, --output DIR and --output=DIR; those above it are made too" {
    must run "${quick[@]}" -o one
    must run "${quick[@]}" --output two/three
    must run "${quick[@]}" --output=four//five/
    exists one/results.csv two/three/results.csv four/five/results.csv
    refused "--output: expected the name of a folder" run "${quick[@]}" -o ""
    refused "--output: expected the name of a folder" run "${quick[@]}" --output=
}

@test "a folder that cannot be made" {
    echo mine >file
    ln -s nowhere dangling
    refused "cannot make the folder 'file': Not a directory" run "${quick[@]}" -o file
    refused "cannot make the folder 'file': Not a directory" run "${quick[@]}" -o file/below
    refused "cannot make the folder 'file': Not a directory" run "${quick[@]}" -o file/below/below
    refused "cannot make the folder '/proc/x': " run "${quick[@]}" -o /proc/x
    refused "cannot make the folder 'dangling': " run "${quick[@]}" -o dangling
    [ "$(cat file)" = mine ]
}

@test "a folder that cannot be made leaves none of those above it behind" {
    refused "cannot make the folder 'new/$(printf 'x%.0s' {1..300})': File name too long" \
        run "${quick[@]}" -o "new/$(printf 'x%.0s' {1..300})"
}

# Root may write everywhere, unless that power is taken away.
@test "a folder that cannot be written to" {
    local powerless=()
    [ "$(id -u)" -ne 0 ] || powerless=(setpriv --bounding-set=-dac_override)
    "${powerless[@]}" true || skip "root may write everywhere"
    mkdir closed
    chmod 555 closed
    words=(run "${quick[@]}" -o closed)
    run --separate-stderr -- "${powerless[@]}" "$GENERALS" "${words[@]}"
    said 2 "cannot write 'closed/ledger': Permission denied"
    words=(run "${quick[@]}" -o closed/below)
    run --separate-stderr -- "${powerless[@]}" "$GENERALS" "${words[@]}"
    said 2 "cannot make the folder 'closed/below': Permission denied"
}

@test "a folder with another experiment is left alone" {
    must run "${quick[@]}" -o a --seed 1
    refused "cannot go on with 'a/ledger': it is of another experiment: seed 1, not 2; choose another folder with -o, or --force to replace it" \
        run "${quick[@]}" -o a --seed 2
    rm a/ledger # without one, the manifest says whose the results are
    refused "'a/manifest.json' is of another experiment: seed 1, not 2; choose another folder with -o, or --force to replace it" \
        run "${quick[@]}" -o a --seed 2
    refused "seed 1, not 18446744073709551615" run "${quick[@]}" -o a --seed 18446744073709551615
    sed 's/"stream_version": [0-9]*/"stream_version": 77/' a/manifest.json >manifest
    mv manifest a/manifest.json
    refused "is of another experiment: stream version 77, not " run "${quick[@]}" -o a --seed 1
}

@test "another sweep with the same seed is the same experiment" {
    must run "${quick[@]}" -o a --seed 18446744073709551615
    must run await-reply --trials 20 --no-plots -o a --seed 18446744073709551615
    [ "$(column a/results.csv strategy)" = await-reply ]
}

@test "a folder with results of nobody knows whom is left alone" {
    mkdir a
    echo mine >a/results.csv
    refused "'a/results.csv' has no manifest.json beside it" run "${quick[@]}" -o a
    refused "or --force to replace it" run "${quick[@]}" -o a
    [ "$(cat a/results.csv)" = mine ]
}

@test "a folder with a manifest that is none is left alone" {
    mkdir a
    local text
    for text in '' '{' '{bad' '[]' '{}' '7' '{"seed": 1, "stream_version": 1}' '{"seed": "1"}' \
        '{"seed": "1", "stream_version": "1"}' '{"stream_version": 1}' $'\xff' '{} {}' \
        '{"seed": "1", "stream_version": 2.5}' '{"seed": "1x", "stream_version": 2}' \
        '{"seed": "18446744073709551617", "stream_version": 2}' '{"seed": "1' '{"seed\' \
        '{"of": {"seed": "1", "stream_version": 2}, "is": ["seed", "stream_version"]}'; do
        printf '%s' "$text" >a/manifest.json
        refused "'a/manifest.json'" run "${quick[@]}" -o a
        refused "or --force to replace it" run "${quick[@]}" -o a
    done
    for text in '{}' '{"seed": "1"}' '{"seed": "1", "stream_version": "1"}'; do
        printf '%s' "$text" >a/manifest.json
        refused "'a/manifest.json' is not a manifest of this program" run "${quick[@]}" -o a
    done
    rm a/manifest.json
    mkdir a/manifest.json
    refused "'a/manifest.json'" run "${quick[@]}" -o a
}

@test "a manifest that was laid out in another way is one" {
    must run "${quick[@]}" -o a
    rm a/ledger
    printf '{"note":"{[\\"seed\\":\t\"3\", ",\n\t"seed" : "1" ,"of": [{"seed":"2"}], "stream_version":%s}' \
        "$(grep -o '"stream_version": [0-9]*' a/manifest.json | grep -o '[0-9]*$')" >manifest
    mv manifest a/manifest.json
    must run "${quick[@]}" -o a
}

# A chart of this program's name that no manifest vouches for is the user's own.
@test "a folder with pictures of nobody knows whom is left alone" {
    local name
    for name in confidence.csv outcomes.svg persistence.gp; do
        mkdir a
        echo mine >"a/$name"
        refused "$name" run "${quick[@]}" -o a
        refused "--force" run always-attack --trials 10 --param messengers=1:3 -o a
        rm -r a
    done
}

@test "--force replaces another experiment, and nothing of the user's own" {
    must run always-attack --trials 10 --param messengers=1:3 -o a
    echo mine >a/notes.txt
    must run await-reply --trials 10 -o a --seed 2 --force
    [ "$(column a/results.csv seed)" = 2 ]
    grep -q '"seed": "2"' a/manifest.json
    [ "$(cat a/notes.txt)" = mine ]
    missing a/confidence.csv a/confidence.svg
    nothing_half_written
    echo '{' >a/manifest.json
    must run "${quick[@]}" -o a --force
    grep -q '"seed": "1"' a/manifest.json
    rm a/manifest.json
    echo foreign >a/results.csv
    must run "${quick[@]}" -o a --force
    [ "$(column a/results.csv strategy)" = always-attack ]
}

@test "--force where there is nothing to replace" {
    must run "${quick[@]}" -o a --force
    exists a/results.csv
}

# After a run of hours it would be too late to find out.
@test "a folder in the place of a file is refused before anything is measured" {
    mkdir -p a/results.csv b/manifest.json
    refused "'a/results.csv" run "${quick[@]}" -o a --force
    refused "'b/manifest.json" run "${quick[@]}" -o b --force
}

# A run that a test has left behind would go on for weeks.
teardown() {
    [ -z "${first:-}" ] || kill -9 "$first" 2>/dev/null || true
}

# The lock ends with the process that holds it.
@test "two runs at a time in one folder: the second is refused" {
    "$GENERALS" run ack-chain:messages=12 --loss 0.5 --trials 1e15 --no-plots -q >/dev/null 2>&1 &
    first=$!
    until [ -d out ]; do sleep 0.05; done
    sleep 0.3
    generals run "${quick[@]}"
    said 2 "another run is writing to the folder 'out'"
    must run "${quick[@]}" -o other
    kill -9 "$first"
    wait "$first" || true
    must run "${quick[@]}"
    nothing_half_written
}

# A folder of any name gets its results and its pictures, and no part of the name is executed.
# shellcheck disable=SC2016
names=('two words' "it's" 'say "hi"' '$HOME' '`touch marker`' '$(touch marker)' '; touch marker'
    '|touch marker' '<touch marker' '&' '*' '~' '#' '%s%n%d' 'back\slash' '{a}' '@' ' ' '...' "'" '"'
    $'new\nline' $'tab\t' $'\e[31m' 'Überraschung é' $'\xff\xfe' $'\xc3'
    "' ; system('touch marker') ; '" '" ; system("touch marker") ; "')

@test "names of folders are only names" {
    local name
    for name in "${names[@]}"; do
        must run ack-chain --param messages=1:2 --trials 100 -o "./$name"
        exists "$name"/{results.csv,manifest.json}
        exists "$name"/acknowledgements.{csv,gp,svg,png}
        # The next run reads the manifest, to see whose results there are: so it is well-formed.
        must run "${quick[@]}" -o "./$name"
        rm -r "./$name"
        [ -z "$(find . -mindepth 1)" ] || fail "beside '$name' there is:" "$(find . -mindepth 1)"
    done
}

@test "names of folders that look like options, pipes or numbers" {
    local name
    # shellcheck disable=SC2016
    for name in -dash --force=x '|touch marker' '<touch marker' '`touch marker`' '$HOME' 0; do
        must run ack-chain --param messages=1:2 --trials 100 "--output=$name"
        exists "./$name"/acknowledgements.{csv,gp,svg,png}
        must plot -- "$name"
        exists "./$name"/acknowledgements.{csv,gp,svg,png}
    done
    must run "${quick[@]}" -o -other
    exists ./-other/results.csv
    [ -z "$(find . -name marker)" ]
}
