#!/bin/sh
# Becomes an Alertmanager on this machine's loopback interface. Debian calls the program prometheus-alertmanager.
#
#   ALERTMANAGER_PORT     the port to listen on                                  required
#   ALERTMANAGER_CONFIG   its configuration file                                 required
#   ALERTMANAGER_DATA     the folder of silences and notifications (created)     required
set -eu
exec 2>&1
fail() { echo "alertmanager does not start: $*"; exit 1; }
for name in ALERTMANAGER_PORT ALERTMANAGER_CONFIG ALERTMANAGER_DATA; do
    eval "[ -n \"\${$name:-}\" ]" || fail "$name is not set"
done

program=$(command -v prometheus-alertmanager || command -v alertmanager) || fail "neither prometheus-alertmanager nor alertmanager is installed"
mkdir -p "$ALERTMANAGER_DATA"
# Without an address for its cluster it runs alone.
exec "$program" --config.file="$ALERTMANAGER_CONFIG" --web.listen-address="127.0.0.1:$ALERTMANAGER_PORT" --log.level=warn \
    --storage.path="$ALERTMANAGER_DATA" --cluster.listen-address=
