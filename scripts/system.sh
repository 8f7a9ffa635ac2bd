# A running system of its own for measurements, whose data is deleted with it; sourced after setup.sh, from the repository's root.

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

# Waits until the Warmer has built the first datasets, which takes a processor for up to minutes after the ingest.
datasets_built() { until curl -fsS -o /dev/null -H "X-Api-Key: $EDGAR_API_KEY" "http://$(address api)/api/v1/datasets" 2>/dev/null; do sleep 1; done; }

stop_system() { [ -z "$data" ] || { ./run --stop; rm -rf "$data"; }; }

# The address of a resource, without its scheme. The AppHost writes addresses.tsv and processes.tsv (docs/operations.md).
address() { sed -n "s|^$1\t[a-z]*://||p" .local/addresses.tsv | head -n 1; }

# The port on which one of the API's processes itself listens, past the proxy, and that process.
api_process() { sed -n 's/^api\t//p' .local/processes.tsv | head -n 1; }
api_port() { api_process | sed 's/.*://'; }
api_pid() { api_process | cut -f 1; }
