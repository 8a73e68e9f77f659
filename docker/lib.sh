# shellcheck shell=bash
# What the scripts of this folder share: messages, process identity, ports, secrets. Sourced, never run.

# What docker/test needs to see the runner's lines at once is not for the programs started here.
unset LD_PRELOAD _STDBUF_O

# say MESSAGE: one line of progress for people, on standard error so that standard output stays for data.
say() { printf '%s\n' "$*" >&2; }

# fail STEP WHY REMEDY: ends the script; a failure always says which step, why, and what to do.
fail() {
    printf '%s: %s failed\n  why: %s\n  do:  %s\n' "${0##*/}" "$1" "$2" "$3" >&2
    exit 1
}

# usage_error TEXT: a wrong call, exit 2.
usage_error() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 2
}

# started_at PID: the process's start time in ticks since boot; fails when there is no such process or only a zombie.
started_at() {
    local stat fields
    [[ $1 =~ ^[0-9]+$ ]] || fail "looking at a process" "'$1' is no process id" "tell the maintainers"
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -r -a fields <<<"${stat##*) }"
    # A process whose first thread has ended looks like a zombie, and lives as long as its other threads do.
    case ${fields[0]} in
    Z | X)
        local -a threads=("/proc/$1/task/"*)
        ((${#threads[@]} > 1)) || return 1
        ;;
    esac
    printf '%s\n' "${fields[19]}"
}

# record_process FILE PID: remembers a process by id and start time, so that a reused id is never taken for it.
record_process() {
    local ticks
    ticks=$(started_at "$2") || return 1
    printf '%s %s\n' "$2" "$ticks" >"$1.new" && mv -f "$1.new" "$1"
}

# recorded_process FILE: prints the id when the process recorded in FILE still lives.
recorded_process() {
    local pid ticks
    { read -r pid ticks <"$1"; } 2>/dev/null || return 1
    [[ $pid =~ ^[0-9]+$ && $(started_at "$pid") == "$ticks" ]] || return 1
    printf '%s\n' "$pid"
}

# until_true SECONDS COMMAND...: asks again ten times a second until COMMAND succeeds; fails when the time is over.
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

# all_gone PID...: true when none of the processes lives.
all_gone() {
    local pid
    for pid in "$@"; do
        if started_at "$pid" >/dev/null; then return 1; fi
    done
}

# descendants PID: the processes that a process has started, and those that they have.
descendants() {
    local pid
    for pid in $(pgrep -P "$1"); do
        printf '%s\n' "$pid"
        descendants "$pid"
    done
}

# end_process SECONDS PID: SIGTERM, then SIGKILL when the time is over. The caller has checked that PID is its own.
end_process() {
    kill -TERM "$2" 2>/dev/null || return 0
    if until_true "$1" all_gone "$2"; then return 0; fi
    kill -KILL "$2" 2>/dev/null
    until_true 10 all_gone "$2"
}

# listening PORT: true when somebody listens on the port, on any address.
listening() {
    local hex
    local -a tables=(/proc/net/tcp)
    if [[ -r /proc/net/tcp6 ]]; then tables+=(/proc/net/tcp6); fi
    printf -v hex '%04X' "$1"
    awk -v port=":$hex\$" '$4 == "0A" && $2 ~ port { found = 1 } END { exit !found }' "${tables[@]}"
}

# free_port: a port nobody listens on, outside the range the kernel gives to clients.
free_port() {
    local port tries
    for ((tries = 0; tries < 200; tries++)); do
        port=$((10240 + (RANDOM << 1 | RANDOM & 1) % 22000))
        if ! listening "$port"; then
            printf '%s\n' "$port"
            return 0
        fi
    done
    return 1
}

# random_hex BYTES: random text made of BYTES random bytes.
random_hex() { od -An -vtx1 -N"$1" /dev/urandom | tr -d ' \n'; }

# answers PORT: true when the loopback port accepts a connection.
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# compile_errors LOG: each error of a build once, or the log's end.
compile_errors() {
    local errors
    errors=$(grep -E '^[^ ].*error:' "$1" | awk '!seen[$0]++' | head -n 20 || true)
    printf '%s\n' "${errors:-$(tail -n 10 "$1")}"
}
