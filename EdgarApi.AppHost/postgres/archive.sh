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
exec $follow_shell pg_receivewal -D "$data" -d "$(connection "$data.pass")" --synchronous --no-password
