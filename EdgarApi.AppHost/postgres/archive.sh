#!/bin/sh
# Receives the primary's write-ahead log as it is written, until it is stopped.
#
#   PGDATA                 the archive's folder (created)                      required
#   PGPORT                 unused
#   PEERS, NODE_NAME, REPLICATION_PASSWORD, REPLICATION_USER                   as in replica.sh
. "$(dirname "$0")/node.sh"
require PEERS
require REPLICATION_PASSWORD

(umask 022 && mkdir -p "$(dirname "$data")")
mkdir "$data"
own "$data"
write_passfile "$data.pass"
cd "$data"
# Synchronous: the log is safe as soon as it has arrived, and the primary knows how much that is.
# Not exec: follow_shell follows the thread that started the program, and a caller's thread may end before the caller.
$follow_shell pg_receivewal -D "$data" -d "$(connection "$data.pass")" --synchronous --no-password &
receiver=$! status=0
trap 'kill -INT $receiver 2>/dev/null || true' TERM INT HUP
while kill -0 $receiver 2>/dev/null; do
    status=0
    wait $receiver || status=$? # a trapped signal ends the wait, not the program
done
exit "$status"
