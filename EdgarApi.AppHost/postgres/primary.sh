#!/bin/sh
# Creates the primary's cluster if it does not exist, then becomes its server.
#
#   PGDATA                 the cluster's folder (created)                      required
#   PGPORT                 the port to listen on                               required
#   POSTGRES_PASSWORD      of POSTGRES_USER, the role of programs              required
#   SUPERUSER_PASSWORD     of the user postgres                                required
#   REPLICATION_PASSWORD   of REPLICATION_USER, the role of replicas           required
#   PEERS                  host:port of every node, if another may have been promoted
#   NODE_NAME              its name in the new primary's pg_stat_replication   the folder's name
#   PGHOST_BIND            the address to listen on; 0.0.0.0 in a container    127.0.0.1
#   POSTGRES_DB            the database                                        edgar
#   POSTGRES_USER          its owner                                           edgar
#   REPLICATION_USER                                                           replicator
#   POSTGRES_INITDB_ARGS   more words for initdb (tests: --no-sync)
#   POSTGRES_ARGS          more words for postgres (tests: -c fsync=off)
#
# A start with other passwords than the last one changes them. A primary that was fenced, or finds another one, becomes its replica.
. "$(dirname "$0")/node.sh"
require POSTGRES_PASSWORD
require SUPERUSER_PASSWORD
require REPLICATION_PASSWORD
: "${POSTGRES_DB:=edgar}" "${POSTGRES_USER:=edgar}" "${POSTGRES_INITDB_ARGS:=}"

literal() { printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"; }
passwords() { printf '%s\n' "$POSTGRES_PASSWORD" "$SUPERUSER_PASSWORD" "$REPLICATION_PASSWORD" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -d ' ' -f 1; }
# single_user FOLDER DATABASE STATEMENT…: one statement per line, before any server listens. Passwords travel through a pipe, never as arguments.
single_user() {
    folder=$1 database=$2
    shift 2
    printf '%s\n' "$@" | $drop_root postgres --single -D "$folder" -c exit_on_error=on -c password_encryption=scram-sha-256 "$database" >/dev/null
}
name() { printf '"%s"' "$(printf %s "$1" | sed 's/"/""/g')"; }

if is_replica; then
    follow_primary
fi
if [ ! -s "$data/PG_VERSION" ]; then
    begin_draft
    # shellcheck disable=SC2086
    $drop_root initdb -D "$draft" --username=postgres --auth=reject --encoding=UTF8 --locale=C --locale-provider=libc \
        --data-checksums --no-instructions $POSTGRES_INITDB_ARGS >/dev/null
    # Who may come in is decided by the password alone; from where, by the address that the server listens on.
    printf '%s\n' 'host all all all scram-sha-256' "host replication $(name "$REPLICATION_USER") all scram-sha-256" >"$draft/pg_hba.conf"
    single_user "$draft" postgres \
        "ALTER ROLE postgres PASSWORD $(literal "$SUPERUSER_PASSWORD");" \
        "CREATE ROLE $(name "$POSTGRES_USER") LOGIN PASSWORD $(literal "$POSTGRES_PASSWORD");" \
        "GRANT pg_monitor TO $(name "$POSTGRES_USER");" \
        "CREATE ROLE $(name "$REPLICATION_USER") LOGIN REPLICATION PASSWORD $(literal "$REPLICATION_PASSWORD");" \
        "CREATE DATABASE $(name "$POSTGRES_DB") OWNER $(name "$POSTGRES_USER");"
    passwords >"$data.passwords"
    rm -f "$data.statements"
    finish_draft
    echo "postgres: created the primary's cluster in $data"
elif [ "$(cat "$data.passwords" 2>/dev/null)" != "$(passwords)" ]; then
    stop_orphan
    single_user "$data" postgres \
        "ALTER ROLE postgres PASSWORD $(literal "$SUPERUSER_PASSWORD");" \
        "ALTER ROLE $(name "$POSTGRES_USER") PASSWORD $(literal "$POSTGRES_PASSWORD");" \
        "ALTER ROLE $(name "$REPLICATION_USER") PASSWORD $(literal "$REPLICATION_PASSWORD");"
    passwords >"$data.passwords"
    echo "postgres: changed the passwords"
fi
# Only a superuser may create it; programs connect as the database's owner.
if [ -n "$statements" ] && [ ! -e "$data.statements" ]; then
    stop_orphan
    single_user "$data" "$POSTGRES_DB" "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;"
    : >"$data.statements"
fi
serve
