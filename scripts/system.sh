# A running system of its own for measurements, with data that goes away with it; sourced after setup.sh, from the repository's root.

data=''

# start_system [NAME=VALUE…]: settings as environment variables.
start_system() {
    data=$(mktemp -d /var/tmp/edgarapi-perf-XXXXXX)
    chmod 755 "$data" # Postgres' own user passes through it
    export EdgarApi__DataDirectory=$data EDGAR_API_KEY=performance-tests EdgarApi__DevelopmentKey=performance-tests
    env "$@" ./run --detach
}

# Returns when the Warmer has gone through its source: the API is there before.
loaded_system() { until curl -fsS "http://$(address warmer)/health" 2>/dev/null | grep -q 'companies current'; do sleep 0.5; done; }

stop_system() { [ -z "$data" ] || { ./run --stop; rm -rf "$data"; }; }

# The address of a resource.
address() { sed -n "s|^$1 *. at [a-z]*://\([^ ]*\).*|\1|p" .local/run.log | head -n 1; }

# The own port of one of the API's processes, past the proxy, and that process.
api_port() { sed -n 's|^api-1 .*Now listening on: http://127.0.0.1:\([0-9]*\).*|\1|p' .local/run.log | head -n 1; }
api_pid() { ss -Hltnp "sport = :$(api_port)" | sed -n 's/.*pid=\([0-9]*\).*/\1/p' | head -n 1; }
