#!/bin/sh
# Copies the primary if there is no copy yet, then becomes a streaming replica of it.
#
#   PGDATA                 the copy's folder (created)                         required
#   PGPORT                 the port to listen on                               required
#   PRIMARY_HOST PRIMARY_PORT   the primary, unless PEERS names it             required
#   PEERS                  host:port of every node, if any may be the primary
#   NODE_NAME              its name in the primary's pg_stat_replication       the folder's name
#   REPLICATION_PASSWORD   of REPLICATION_USER, the role of replicas           required
#   PGHOST_BIND            the address to listen on; 0.0.0.0 in a container    127.0.0.1
#   REPLICATION_USER                                                           replicator
#   POSTGRES_BASEBACKUP_ARGS  more words for pg_basebackup (tests: --no-sync)
#   POSTGRES_ARGS          more words for postgres (tests: -c fsync=off)
#
# A copy of another cluster than the primary's is replaced: a replica holds nothing of its own. A replica that was promoted is the primary.
. "$(dirname "$0")/node.sh"
require PEERS
require REPLICATION_PASSWORD

if [ -s "$data/PG_VERSION" ] && ! is_replica; then
    echo "postgres: $data was promoted; it is the primary"
    serve
fi
follow_primary
