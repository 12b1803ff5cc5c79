# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2030,SC2031,SC2034,SC2054,SC2154 # a test is a subshell; commas; what helpers.bash leaves
# Strategies of shared objects that are built against an installed program. ctest sets BUILD, the
# folder of a build, SOURCE, that of its source, CC, the compiler, and MPIEXEC if there is MPI.

load helpers

setup_file() {
    export PREFIX="$BATS_FILE_TMPDIR/my prefix"
    env -u DESTDIR cmake --install "${BUILD:?}" --prefix "$BATS_FILE_TMPDIR/first" >/dev/null
    mv "$BATS_FILE_TMPDIR/first" "$PREFIX"
    export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig:$PREFIX/lib64/pkgconfig"
    PKG_CONFIG_PATH+=:$(dirname "$(find "$PREFIX" -name generals.pc)")
}

# build SOURCE RESULT FLAG...: by hand, as examples/plugin/README.md says.
build() {
    local source=$1 result=$2 flags
    shift 2
    eval "flags=($(pkg-config --cflags --libs generals))"
    "${CC:-cc}" -O1 -o "$result" "$source" "${flags[@]}" -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
        -Wno-unknown-warning-option -Wno-override-init -Wno-initializer-overrides \
        -Wno-missing-field-initializers -Wno-unused-command-line-argument -Werror "$@" ||
        fail "cannot build $result with $*"
}

example() {
    build "$PREFIX/share/doc/generals/examples/plugin/quorum.c" "$@"
}

odd() {
    build "${SOURCE:?}/tests/cli/plugins/odd.c" "$@"
}

# has NAME...: does this processor have these instructions?
has() {
    local name
    for name; do grep -qw -- "$name" /proc/cpuinfo || return 1; done
}

# breaks TEXT DEFINITION...: built with it, the odd plug-in is refused.
breaks() {
    local text=$1
    shift
    odd broken.so "$@"
    refused "$text" list --plugin broken.so
    [[ $stderr == *"--plugin: './broken.so': "* ]] || fail "expected the path"
}

@test "the example is built by CMake, and has what a strategy of the program has" {
    cmake -S "$PREFIX/share/doc/generals/examples/plugin" -B built "-DCMAKE_PREFIX_PATH=$PREFIX" \
        "-DCMAKE_C_COMPILER=${CC:-cc}" >log && cmake --build built >>log || fail "$(cat log)"
    GENERALS="$PREFIX/bin/generals"
    must list --plugin built/quorum.so
    [[ $output == *"level-threshold "*$'\n'"  quorum "*$'\n\n'"online-shop"* ]] ||
        fail "expected it behind those of its problem"
    must list quorum --plugin built/quorum.so
    [[ $output == *"needed       messages that suffice (k): a whole number from 1 to 20"* ]] ||
        fail "expected its parameters"
    must run quorum:messengers=1:4,needed=1 quorum --plugin built/quorum.so --loss 0.1,0.3 --trials 1e6 \
        --method monte-carlo,exact -o out
    [[ $output == *"Monte Carlo agrees with exact"* ]] || fail "expected that they agree"
    exists out/results.csv
    grep -A1 '"plugins": \[' out/manifest.json | grep -qx '    "quorum.so"' || fail "$(cat out/manifest.json)"
    must plot out
    must compare out --plugin built/quorum.so
    [ -z "$stderr" ] || fail "expected no remark"
    [[ $output == *quorum* ]] || fail "expected it among the others"
    exists out/pareto-messengers.gp
    must explain quorum --plugin built/quorum.so
    [[ $output == *"general 1 ends with one of 14 views"* ]] || fail "expected views"
    must trace quorum --plugin built/quorum.so --failure -o traced
    [[ $output == *"army 2 attacks: yes"* ]] || fail "expected a failure"
    exists traced/trace.svg
    must check 'failure < 0.07' quorum --plugin built/quorum.so --loss 0.1
    must advise --problem two-generals --plugin built/quorum.so --failure 0.3
    [[ $output == *"quorum:messengers=1,needed=1"* ]] || fail "expected it among the others"
    generals check 'failure < 0.06' quorum --plugin built/quorum.so --loss 0.1
    [ "$status" -eq 3 ] || fail "expected that it does not hold"
}

@test "the numbers are the same for any vector flags of the plug-in, and any threads" {
    local sweep=(run quorum:messengers=2:5,needed=2 --loss 0.001,0.3 --trials 1e6 --no-plots -q)
    local all=(--method 'monte-carlo,exact,importance') burst=(--channel burst:length=4)
    example sse2.so -mno-avx
    must "${sweep[@]}" "${all[@]}" --plugin sse2.so --threads 1 -o expected
    must "${sweep[@]}" "${burst[@]}" --plugin sse2.so --threads 1 -o expected-burst
    [ "$(wc -l <expected/results.csv)" -eq 25 ] || fail "expected 24 rows"
    local -A flags=([unoptimized]=-O0 [avx2]=-mavx2 [wide]=-DLANES_BYTES=64
        [avx512]='-mavx512f -mavx512bw -mavx512vl -mavx512dq' [native]=-march=native)
    local name
    for name in "${!flags[@]}"; do
        if { [ "$name" = avx2 ] && ! has avx2; } ||
            { [ "$name" = avx512 ] && ! has avx512f avx512bw avx512vl avx512dq; }; then
            echo "# left out: this processor has no $name" >&3
            continue
        fi
        # shellcheck disable=SC2086 # several flags
        example "$name.so" ${flags[$name]}
        must "${sweep[@]}" "${all[@]}" --plugin "$name.so" --threads 2 -o "$name"
        same expected/results.csv "$name/results.csv"
        must "${sweep[@]}" "${burst[@]}" --plugin "$name.so" --threads 3 -o "$name-burst"
        same expected-burst/results.csv "$name-burst/results.csv"
    done
}

@test "it needs nothing but the C library, and none of the program's symbols" {
    example quorum.so
    nm -D --undefined-only quorum.so | awk '{ print $NF }' | grep -v '^_' >wanted || true
    [ "$(cat wanted)" = "$(grep '@GLIBC' wanted)" ] || fail "it needs: $(cat wanted)"
    nm -D --defined-only quorum.so | awk '{ print $NF }' >offered
    [ "$(cat offered)" = generals_plugin ] || fail "it offers: $(cat offered)"
}

@test "a problem of its own, counters, coins, two strategies, and a second plug-in of that problem" {
    odd pen.so
    sed 's/two-generals/penfriends/' "$PREFIX/share/doc/generals/examples/plugin/quorum.c" >third.c
    build third.c third.so
    must list --plugin pen.so
    [[ $output == *"penfriends: a letter is read"*$'\n'"  odd "*$'\n'"  even "* ]] || fail "expected both"
    must run odd:letters=1:3 even --plugin pen.so --trials 1e5 --method 'monte-carlo,exact,importance' \
        --event success -q --no-plots -o out
    [ "$(column out/results.csv problem | sort -u)" = penfriends ]
    grep -q in_vain out/counters.csv || fail "expected its counter"
    must check 'in_vain < 0.1 and failure < 0.1' odd --plugin pen.so
    must explain odd --plugin pen.so
    [[ $output == *"Ann ends with one of"* ]] || fail "expected its parties"
    must advise --problem penfriends --plugin pen.so --failure 1e-3 --success 0.4
    must compare out --plugin pen.so
    must compare out
    [[ $stderr == *"there is no strategy '"*"give --plugin"* ]] || fail "expected a remark"
    must list --plugin pen.so --plugin third.so
    [[ $output == *$'\n'"  even "*$'\n'"  quorum "* ]] || fail "expected it in the same problem"
    refused "'./third.so': strategy 'quorum': there is no problem 'penfriends'" \
        list --plugin third.so --plugin pen.so
}

@test "plot draws what the run drew, if it knows which parameters are of the task" {
    odd pen.so
    must run odd:letters=1:3,eager=0.3,0.8 even --plugin pen.so --loss 0.1,0.3 --method exact -q -o out
    exists out/pareto-messengers.csv
    cp -r out drawn
    must plot out --plugin pen.so
    diff -r drawn out || fail "expected the same charts"
}

@test "sweep files, shards and their sum, a run that goes on" {
    example quorum.so
    odd pen.so
    local plugins=(--plugin ./quorum.so --plugin="$PWD/pen.so")
    printf '%s\n' 'quorum:needed=1:2 --loss 0.1,0.2' 'odd retransmit' >both.sweeps
    must run -f both.sweeps "${plugins[@]}" --trials 5e6 -q --no-plots -o whole
    must run -f both.sweeps "${plugins[@]}" --trials 5e6 -q --no-plots -o one --shard 1/2
    must run -f both.sweeps "${plugins[@]}" --trials 5e6 -q --no-plots -o two --shard 2/2
    must merge one two "${plugins[@]}" -o sum --no-plots
    same whole/results.csv sum/results.csv
    refused "strategies of a plug-in need --plugin" merge one two -o other
    grep -A3 '"plugins"' sum/manifest.json | tr -d ' \n' | grep -qF '["quorum.so","pen.so"]' ||
        fail "$(cat sum/manifest.json)"
    must run -f both.sweeps "${plugins[@]}" --trials 1e6 -q --no-plots -o later
    must run -f both.sweeps "${plugins[@]}" --trials 5e6 -q --no-plots -o later
    same whole/ledger later/ledger
    generals run -f both.sweeps --trials 5 -o other
    [ "$status" -eq 2 ] || fail "expected exit code 2"
    [[ $stderr == *"both.sweeps:1:1: unknown strategy 'quorum'"*"--plugin adds others)"* ]] ||
        fail "expected a hint"
    printf 'quorum --plugin ./quorum.so\n' >line.sweeps
    generals run -f line.sweeps --plugin quorum.so -o other
    [ "$status" -eq 2 ] || fail "expected that a line has none"
    [[ $stderr == *"line.sweeps:1:17: --plugin is for the whole run"* ]] || fail "expected its place"
    missing other
}

# ranks WORD...: what mpiexec is given.
ranks() {
    words=("$@")
    run --separate-stderr -- timeout "$patience" "$MPIEXEC" "$@"
}

@test "several processes, by MPI" {
    [ -n "${MPIEXEC:-}" ] || skip "built without MPI"
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_btl=self,vader
    export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none
    export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
    example quorum.so
    local sweep=(run quorum retransmit --trials 2e7 -q --no-plots)
    must "${sweep[@]}" --plugin quorum.so -o alone
    ranks -n 3 "$GENERALS" "${sweep[@]}" --plugin quorum.so -o ranks
    [ "$status" -eq 0 ] || fail "expected success"
    same alone/results.csv ranks/results.csv
    # If all lack it, the first one says so, and no other; if the last one does, the run fails for that.
    ranks -n 2 "$GENERALS" "${sweep[@]}" --plugin none.so -o none
    [ "$status" -eq 2 ] || fail "expected exit code 2"
    [ "$(grep -c 'error: --plugin: cannot open' <<<"$stderr")" -eq 1 ] || fail "expected it once"
    mkdir elsewhere
    ranks -n 1 "$GENERALS" "${sweep[@]}" --plugin quorum.so -o some : \
        -n 1 -wdir "$PWD/elsewhere" "$GENERALS" "${sweep[@]}" --plugin quorum.so -o some
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $stderr == *"cannot open './quorum.so'"* ]] || fail "expected the reason"
}

@test "what is no plug-in" {
    mkdir folder.so
    mkfifo pipe.so
    yes 'GROUP ( libm.so.6 )' | head -n 100 >text.so
    : >empty.so
    example whole.so
    head -c 9000 whole.so >cut-off.so
    cp /bin/true program.so
    echo 'int x;' | "${CC:-cc}" -shared -fPIC -x c -o no-symbol.so -
    echo 'int generals_plugin[64] = {1};' | "${CC:-cc}" -shared -fPIC -x c -o no-mark.so -
    echo 'int missing(void); int (*generals_plugin)(void) = missing;' |
        "${CC:-cc}" -shared -fPIC -x c -o symbol.so -
    refused "--plugin: cannot open './missing.so': No such file or directory" list --plugin missing.so
    refused "--plugin: cannot open './libm.so.6': No such" list --plugin libm.so.6
    refused "--plugin: './folder.so' is no file; expected a shared object" list --plugin folder.so
    refused "'./pipe.so' is no file" list --plugin pipe.so
    refused "'./' is no file" list --plugin=
    refused "cannot load './text.so': invalid ELF header; expected a shared object" list --plugin text.so
    refused "cannot load './empty.so': file too short" list --plugin empty.so
    refused "cannot load './cut-off.so': it is cut off; expected" list --plugin cut-off.so
    refused "cannot load './program.so': " list --plugin program.so
    refused "cannot load './symbol.so': undefined symbol: missing;" list --plugin symbol.so
    refused "'./no-symbol.so': it has no symbol generals_plugin" list --plugin no-symbol.so
    refused "'./no-mark.so': it has no symbol generals_plugin" run --plugin no-mark.so
    refused "--plugin: expected FILE after it" list --plugin
    refused "'./no-mark.so': it has no symbol generals_plugin" plot out --plugin no-mark.so
    refused "unknown option '--plugin'" help --plugin no-mark.so
    must run --help --plugin missing.so
}

@test "other versions, other structures, other processors" {
    breaks "it is for interface 2 of plug-ins, this program has 1: build it again" \
        -DOF_PLUGIN=.interface=2
    breaks "laid out the structures of generals/strategy.h in another way" \
        -DOF_PLUGIN=.layout=PLUGIN_LAYOUT-8
    breaks "laid out the structures" -fshort-enums
    breaks "compiled for a processor with" -DOF_PLUGIN=.features=1U\<\<31
    if [ "$(uname -m)" = x86_64 ]; then # no processor has AVX-512 and FMA4
        breaks "compiled for a processor with fma4, which this one lacks: build it here, or without -march" \
            -DOF_PLUGIN='.features=1U<<10|1U<<23'
    fi
    if ! has avx512f; then
        breaks "compiled for a processor with avx512f" -mavx512f
    fi
    breaks "its code takes 24 bytes of a row in a step; 16, 32 and 64 are possible" -DOF_PLUGIN=.step=24
    breaks "in a step" -DOF_PLUGIN=.step=128
    breaks "in a step" -DOF_PLUGIN=.step=0
    breaks "it has no strategies" -DOF_PLUGIN=.strategies=NULL
    breaks "it has no strategies" -DOF_PLUGIN='.strategies=(const struct strategy*const[]){NULL}'
    breaks "its list of strategies does not end: at most 1000" -Wno-pedantic \
        -DOF_PLUGIN='.strategies=(const struct strategy*const[1001]){[0 ... 1000]=&even_strategy}'
    breaks "there is a strategy 'odd' already" \
        -DOF_PLUGIN='.strategies=(const struct strategy*const[]){&odd_strategy,&odd_strategy,NULL}'
}

@test "names, texts and problems that make no sense" {
    local long='"a23456789b123456789c123456789d123456789e1"' start='.name='
    breaks "the name of its strategy 1 is not a letter a-z" -DOF_STRATEGY=.name=NULL
    breaks "the name of its strategy 1 is not" -DOF_STRATEGY='.name=""'
    breaks "the name of its strategy 1 is not" -DOF_STRATEGY='.name="a b"'
    breaks "the name of its strategy 1 is not" -DOF_STRATEGY='.name="-o"'
    breaks "the name of its strategy 1 is not" -DOF_STRATEGY='.name="../odd"'
    breaks "the name of its strategy 1 is not" -DOF_STRATEGY="$start$long"
    breaks "there is a strategy 'retransmit' already: call yours something else" \
        -DOF_STRATEGY='.name="retransmit"'
    breaks "there is a strategy 'even' already" -DOF_STRATEGY='.name="even"'
    breaks "strategy 'odd': its summary is missing" -DOF_STRATEGY=.summary=NULL
    breaks "its summary is not one line" -DOF_STRATEGY='.summary="two\nlines"'
    breaks "its description is missing" -DOF_STRATEGY=.description=NULL
    breaks "its description is not one line" -DOF_STRATEGY='.description="\033[2J"'
    breaks "it has no function over_lanes" -DOF_STRATEGY=.over_lanes=NULL
    breaks "its problem has no name" -DOF_STRATEGY=.problem=NULL
    breaks "its problem has no name" -DOF_PROBLEM='.name=NULL'
    breaks "its problem has no name" -DOF_PROBLEM='.name="Pen Friends"'
    breaks "there is no problem 'two-general' (generals list shows all)" \
        -DOF_STRATEGY='.problem=GENERALS_PROBLEM("two-general")'
    breaks "there is a problem 'two-generals' already" -DOF_PROBLEM='.name="two-generals"'
    breaks "problem 'penfriends': its summary is missing" -DOF_PROBLEM=.summary=NULL
    breaks "its second proposition is missing" -DOF_PROBLEM='.proposition={"one",NULL}'
    breaks "the name of its first party is missing" -DOF_PROBLEM='.party={NULL,"Bob"}'
    breaks "the word for its other parties is not" -DOF_PROBLEM='.other_party=""'
    breaks "the name of cell 2 is missing" -DOF_PROBLEM='.cell[2]={NULL,VERDICT_FAILURE}'
    breaks "the verdict on cell 1, 7, is none" -DOF_PROBLEM='.cell[1]={"x",(enum verdict)7}'
    breaks "0 of its cells are a success" -DOF_PROBLEM='.cell[3]={"x",VERDICT_FAILURE}'
}

@test "parameters and counters that make no sense" {
    local p='.parameter[1]'
    breaks "strategy 'odd': the name of its parameter 2 is not a letter a-z" -DOF_STRATEGY="$p.name=\"a-b\""
    breaks "it has two parameters 'letters'" -DOF_STRATEGY="$p.name=\"letters\""
    breaks "its parameters do not end" -DOF_STRATEGY='.parameter[8].name="last"'
    breaks "its parameters do not end" -DOF_STRATEGY="$p.name=NULL,.parameter[2].name=\"after\""
    breaks "parameter 'eager': its unit (or \"\") is missing" -DOF_STRATEGY="$p.unit=NULL"
    breaks "parameter 'eager': its meaning is missing" -DOF_STRATEGY="$p.meaning=NULL"
    breaks "parameter 'eager': its role, 9, is none" -DOF_STRATEGY="$p.role=(enum parameter_role)9"
    breaks "parameter 'eager': its default, 0.5, is not from 0.6 to 1" -DOF_STRATEGY="$p.lowest=0.6"
    breaks "its lowest value, 0, is above its highest, -1" -DOF_STRATEGY="$p.highest=-1"
    breaks "have to be finite" -DOF_STRATEGY="$p.highest=__builtin_inf()"
    breaks "have to be finite" -DOF_STRATEGY="$p.initial=__builtin_nan(\"\")"
    breaks "it is a whole number, and its default 0.5" -DOF_STRATEGY="$p.whole=true"
    breaks "a whole number has to be below 2^31, unlike 1e+10" \
        -DOF_STRATEGY="$p.whole=true,$p.initial=1,$p.highest=1e10"
    breaks "the name of its counter 1 is not a letter a-z" -DOF_STRATEGY='.counter={"In vain"}'
    breaks "it has two counters 'x'" -DOF_STRATEGY='.counter={"x","y","x"}'
    breaks "its counter 'failure' is called what the program calls a number" \
        -DOF_STRATEGY='.counter={"failure"}'
    breaks "its counters do not end" -DOF_STRATEGY='.counter={[8]="x"}'
}

@test "what its functions do wrong is told when it runs" {
    odd pen.so
    refused "odd: it refuses these parameters" run odd:letters=7 --plugin pen.so
    example quorum.so
    refused "quorum: needed is at most messengers: no more can arrive" \
        run quorum:needed=4 --plugin quorum.so
    odd broken.so -DMESSAGE=NULL
    refused "strategy 'odd' sends a message whose name is not 1 to 40 characters" run odd --plugin broken.so
    odd broken.so '-DMESSAGE="<\n>"'
    refused "sends a message whose name is not" explain odd --plugin broken.so
    odd broken.so -DSENDER=-1
    refused "has a party -1" run odd --plugin broken.so
    odd broken.so -DCOPIES=0
    refused "sends 'letter' in 0 copies" check 'failure < 1' odd --plugin broken.so
    odd broken.so -DOF_STRATEGY='.counter={NULL}'
    refused "counts in counter 0 of 0" run odd --plugin broken.so
    odd broken.so '-DCOPIES=(t->schedule != NULL ? 1 : 2)'
    generals run odd --plugin broken.so -q -o out
    said 1 "strategy 'odd' is not straight-line code"
}

@test "fast mathematics: not compiled; only linked, it changes nothing for the rest of the program" {
    run example fast.so -ffast-math
    [ "$status" -ne 0 ] || fail "expected an error of the compiler"
    [[ $output == *"compile without -ffast-math"* ]] || fail "expected the reason"
    # gcc before 13 links code with it that makes the processor take tiny numbers for 0.
    odd odd.o -c -DOF_STRATEGY='.parameter[1].lowest=1e-310,.parameter[1].highest=0'
    "${CC:-cc}" -shared -ffast-math -o odd.so odd.o
    refused "its lowest value, 1e-310, is above its highest, 0" list --plugin odd.so
}
