# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the variables are shared with docker/local
# What a local suite consists of: processes, ports, settings. Sourced by docker/local; `root` and `state` are set.

# The processes in the order of their start.
readonly -a services=(intake verification notification archiving)
readonly -a agencies=(dukcapil dinkes-3574)
readonly -a processes=(mail "${services[@]}" "${agencies[@]}")

# What a suite for measurements has otherwise; MPP_SUITE_CATALOGUE names another catalogue, for tests.
suite_catalogue=${MPP_SUITE_CATALOGUE:-$root/Services/Verification/Data/catalogue}
suite_virtual_host=mpp

# port_of NAME KIND: the port that was chosen at first start; KIND is http or ops.
port_of() { sed -n "s/^$1 $2 //p" "$state/ports"; }

# choose_ports [any]: the standard port where it is free, else any; `any` leaves the standard ones to others. Once for a
# state folder.
choose_ports() {
    [[ ! -f $state/ports ]] || return 0
    local name kind port
    while read -r name kind port; do
        if [[ ${1:-} == any ]] || listening "$port"; then
            port=$(free_port) || fail "choosing ports" "no free port found" "see what listens: ss -ltn"
        fi
        printf '%s %s %s\n' "$name" "$kind" "$port"
    done >"$state/ports.new" <<-PORTS
	intake http 8080
	verification http 8081
	notification http 8082
	archiving http 8083
	intake ops 9080
	verification ops 9081
	notification ops 9082
	archiving ops 9083
	dukcapil ops 9084
	dinkes-3574 ops 9085
	mail http 2525
	PORTS
    mv "$state/ports.new" "$state/ports"
}

# secret NAME: a secret's text.
secret() {
    [[ -s $state/secrets/$1 ]] ||
        fail "reading the secret $1" "$state/secrets/$1 is missing or empty" "remove it if it is empty, then: docker/local up"
    cat "$state/secrets/$1"
}

# read_servers: the addresses of the private servers, as docker/servers prints them.
read_servers() {
    local lines
    lines=$("$root/docker/servers" env "$state/servers") || exit 1
    eval "$lines"
    database_base=${MPP_DATABASE_ADMIN_URL##*@}
    database_base=${database_base%/*}
    broker_base=${MPP_BROKER_ADMIN_URL##*@}
    broker_base=${broker_base%/*}
}

# suite_settings NAME: the settings of one process, one NAME=value a line; the only place that knows them.
suite_settings() {
    local name=$1 public verification_url database_password='' broker_password
    public=http://127.0.0.1:$(port_of intake http)
    verification_url=http://127.0.0.1:$(port_of verification http)
    broker_password=$(secret "broker-$name") || exit 1
    printf 'MODE=test\nLOG_LEVEL=%s\nOPS_HOST=127.0.0.1\nOPS_PORT=%s\n' "${MPP_LOG_LEVEL:-info}" "$(port_of "$name" ops)"
    if [[ ${MPP_NUDGE_SECONDS:-} ]]; then printf 'NUDGE_FIRST_SECONDS=%s\n' "$MPP_NUDGE_SECONDS"; fi
    case $name in
    dukcapil | dinkes-3574)
        printf 'AGENCY=%s\nBROKER_URL=amqp://%s:%s@%s/%s\n' "$name" "$name" "$broker_password" "$broker_base" "$suite_virtual_host"
        if [[ ${MPP_AGENCY_PROFILE:-} ]]; then printf 'AGENCY_PROFILE=%s\n' "$(realpath -- "$MPP_AGENCY_PROFILE")"; fi
        return
        ;;
    esac
    database_password=$(secret "database-$name") || exit 1
    printf 'DATABASE_URL=postgres://%s:%s@%s/mpp?search_path=%s&target_session_attrs=read-write\n' \
        "$name" "$database_password" "$database_base" "$name"
    printf 'BROKER_URL=amqp://%s:%s@%s/%s\n' "$name" "$broker_password" "$broker_base" "$suite_virtual_host"
    printf 'HTTP_HOST=127.0.0.1\nHTTP_PORT=%s\n' "$(port_of "$name" http)"
    printf 'SECRETS_DIRECTORY=%s\nKEYRING_FILE=%s\n' "$state/secrets" "$state/secrets/keyring-$name.json"
    printf 'AUTH_ISSUER=mpp-test-issuer\nAUTH_AUDIENCE=mpp-digital\nAUTH_JWKS_FILE=%s\n' "$state/secrets/test-issuer-jwks.json"
    printf 'CATALOGUE_DIRECTORY=%s\n' "$suite_catalogue"
    printf 'DOCUMENTS_DIRECTORY=%s\nDOCUMENTS_KEYS_FILE=%s\n' "$state/documents" "$state/secrets/document-keys.json"
    case $name in
    intake)
        printf 'PUBLIC_URL=%s\n' "$public"
        ;;
    verification)
        printf 'CALENDAR_DIRECTORY=%s\n' "$root/Services/Verification/Data/calendars"
        printf 'DOCUMENTS_URL=%s\n' "$verification_url"
        ;;
    notification)
        printf 'NOTIFICATION_CHANNEL=smtp\nTRACKING_URL=%s/lacak/{number}\n' "$public"
        printf 'SMTP_URL=smtp://127.0.0.1:%s?encryption=none\nSMTP_FROM=mpp@mpp.example\n' "$(port_of mail http)"
        if [[ ${MPP_NOTIFICATION_PROFILE:-} ]]; then
            printf 'NOTIFICATION_SIMULATOR=%s\n' "$(realpath -- "$MPP_NOTIFICATION_PROFILE")"
        fi
        ;;
    archiving)
        printf 'ARCHIVE_DIRECTORY=%s\nARCHIVE_KEYS_FILE=%s\n' "$state/archive" "$state/secrets/archive-keys.json"
        ;;
    esac
}

# operator_environment: what `mpp` reads.
operator_environment() {
    read_servers
    export MPP_DATABASE_ADMIN_URL MPP_BROKER_ADMIN_URL
    export MPP_BROKER_MANAGEMENT_URL=http://$MPP_BROKER_USER:$MPP_BROKER_PASSWORD@${MPP_BROKER_MANAGEMENT_URL#http://}
    export MPP_DATABASE_NAME=mpp MPP_BROKER_VHOST=$suite_virtual_host MODE=test
    export MPP_SECRETS=$state/secrets MPP_CATALOGUE=$suite_catalogue
    export MPP_CALENDARS=$root/Services/Verification/Data/calendars
    export MPP_TOKEN_ISSUER=mpp-test-issuer MPP_TOKEN_AUDIENCE=mpp-digital
    MPP_INTAKE_URL=http://127.0.0.1:$(port_of intake http)
    MPP_VERIFICATION_URL=http://127.0.0.1:$(port_of verification http)
    MPP_BIN=$(<"$state/binaries")
    export MPP_INTAKE_URL MPP_VERIFICATION_URL MPP_BIN
    export MPP_REGIONS=${MPP_REGIONS:-$root/docker/regions.csv}
    export MPP_PEERS=${MPP_PEERS:-${root%/*}/shared/peers} MPP_CHAIN_PEER=$root/docker/bench/chain/peer
    export MPP_STATE=$state MPP_BENCH_LOOPS=$state/bench MPP_ARCHIVE=$state/archive MPP_DOCUMENTS=$state/documents
}

# program_of NAME: the command line of a process.
program_of() {
    local binaries
    binaries=$(<"$state/binaries")
    case $1 in
    mail) program=(/usr/bin/python3 "$root/docker/mail-sink" --directory "$state/mail" --port "$(port_of mail http)") ;;
    dukcapil | dinkes-3574) program=("$binaries/sample-agency") ;;
    *) program=("$binaries/$1") ;;
    esac
}
