#!/bin/sh
# Makes a base backup of the primary.
#
#   PGDATA                 the backup's folder (created)                       required
#   PGPORT                 unused
#   PEERS, NODE_NAME, REPLICATION_PASSWORD, REPLICATION_USER                   as in replica.sh
. "$(dirname "$0")/node.sh"
require PEERS
require REPLICATION_PASSWORD

begin_draft
write_passfile "$data.pass"
# shellcheck disable=SC2086
$drop_root pg_basebackup -D "$draft" -d "$(connection "$data.pass")" --wal-method=fetch --checkpoint=fast --no-password $POSTGRES_BASEBACKUP_ARGS
finish_draft
