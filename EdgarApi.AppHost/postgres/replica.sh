#!/bin/sh
# Copies the primary if there is no copy yet, then becomes a streaming replica of it.
#
#   PGDATA                 the copy's folder (created)                         required
#   PGPORT                 the port to listen on                               required
#   PRIMARY_HOST PRIMARY_PORT                                                  required
#   REPLICA_NAME           its name in the primary's pg_stat_replication       required
#   REPLICATION_PASSWORD   of REPLICATION_USER, as whom it connects            required
#   PGHOST_BIND            the address to listen on; 0.0.0.0 in a container    127.0.0.1
#   REPLICATION_USER                                                           replicator
#   POSTGRES_BASEBACKUP_ARGS  more words for pg_basebackup (tests: --no-sync)
#   POSTGRES_ARGS          more words for postgres (tests: -c fsync=off)
#
# A copy of another cluster than the primary's is replaced: a replica holds nothing of its own.
. "$(dirname "$0")/node.sh"
require PRIMARY_HOST
require PRIMARY_PORT
require REPLICA_NAME
require REPLICATION_PASSWORD
: "${POSTGRES_BASEBACKUP_ARGS:=}"

# libpq takes passwords from a file that only its owner can read; on a command line all could.
write_passfile() {
    printf '*:*:*:*:%s\n' "$(printf %s "$REPLICATION_PASSWORD" | sed 's/[\\:]/\\&/g')" >"$1"
    own "$1"
}
connection() {
    printf "host='%s' port='%s' user='%s' application_name='%s' passfile='%s' connect_timeout=3" \
        "$PRIMARY_HOST" "$PRIMARY_PORT" "$REPLICATION_USER" "$REPLICA_NAME" "$1"
}

identity_here() { $drop_root pg_controldata -D "$data" | sed -n 's/^Database system identifier: *//p'; }
identity_there() {
    $drop_root psql "$(connection "$data/replication.pass") replication=true dbname=postgres" -XAtc IDENTIFY_SYSTEM 2>/dev/null | cut -d '|' -f 1
}

if [ -s "$data/PG_VERSION" ]; then
    write_passfile "$data/replication.pass"
    cd "$data"
    there=$(identity_there) # empty while the primary does not answer: the copy serves all the same
    here=$(identity_here)
    [ -n "$here" ] || fail "$data is no whole cluster; delete it to copy the primary again"
    if [ -n "$there" ] && [ "$there" != "$here" ]; then
        echo "postgres: $data is a copy of another primary; copying this one anew"
        cd /
        rm -rf "$data"
    fi
fi

if [ ! -s "$data/PG_VERSION" ]; then
    passfile=$data.pass
    begin_draft
    write_passfile "$passfile"
    # shellcheck disable=SC2086
    until $drop_root pg_basebackup -D "$draft" -d "$(connection "$passfile")" --write-recovery-conf --wal-method=stream \
        --checkpoint=fast --no-password $POSTGRES_BASEBACKUP_ARGS; do
        echo "postgres: the primary at $PRIMARY_HOST:$PRIMARY_PORT cannot be copied yet"
        sleep 1
        begin_draft
    done
    mv "$passfile" "$draft/replication.pass"
    finish_draft
    echo "postgres: copied the primary into $data"
fi
# The primary's address may be another one at each start, so the command line gives it, not the copy's own file.
serve -c primary_conninfo="$(connection "$data/replication.pass")"
