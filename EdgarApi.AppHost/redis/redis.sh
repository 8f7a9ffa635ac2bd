#!/bin/sh
# Becomes a Redis server on this machine's loopback interface.
#
#   REDIS_PORT       the port to listen on             required
#   REDIS_PASSWORD   the password of the default user  required
#   arguments        further settings, as for redis-server
#
# The password reaches the server through standard input: any user can read a command line.
set -eu
[ -n "${REDIS_PORT:-}" ] || { echo "redis: REDIS_PORT is not set" >&2; exit 1; }
[ -n "${REDIS_PASSWORD:-}" ] || { echo "redis: REDIS_PASSWORD is not set" >&2; exit 1; }
password=$REDIS_PASSWORD
unset REDIS_PASSWORD
exec redis-server - --bind 127.0.0.1 --port "$REDIS_PORT" "$@" <<SETTINGS
requirepass $password
SETTINGS
