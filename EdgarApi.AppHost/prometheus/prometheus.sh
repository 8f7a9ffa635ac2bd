#!/bin/sh
# Becomes a Prometheus server on this machine's loopback interface.
#
#   PROMETHEUS_PORT     the port to listen on                          required
#   PROMETHEUS_CONFIG   its configuration file, beside the rules       required
#   PROMETHEUS_DATA     the folder of its database (created)           required
set -eu
exec 2>&1
fail() { echo "prometheus does not start: $*"; exit 1; }
for name in PROMETHEUS_PORT PROMETHEUS_CONFIG PROMETHEUS_DATA; do
    eval "[ -n \"\${$name:-}\" ]" || fail "$name is not set"
done

# Its own check of a wrong rule names only the file.
output=$(promtool check config "$PROMETHEUS_CONFIG" 2>&1) || { echo "$output"; fail "the configuration is wrong, see the lines above"; }
mkdir -p "$PROMETHEUS_DATA"
# A month, because the availability target counts by month.
exec prometheus --config.file="$PROMETHEUS_CONFIG" --web.listen-address="127.0.0.1:$PROMETHEUS_PORT" --log.level=warn \
    --storage.tsdb.path="$PROMETHEUS_DATA" --storage.tsdb.retention.time=35d --storage.tsdb.retention.size=2GB
