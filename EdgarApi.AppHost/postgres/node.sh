# What primary.sh and replica.sh share; sourced, never run. The variables are described in those two.
set -eu
umask 077

# The programs log to standard error, which a dashboard shows as errors; only a failure of these scripts is one.
exec 3>&2 2>&1
fail() { echo "postgres: $*" >&3; exit 1; }
require() { eval "[ -n \"\${$1:-}\" ]" || fail "$1 is not set"; }

require PGDATA
require PGPORT
: "${PGHOST_BIND:=127.0.0.1}" "${REPLICATION_USER:=replicator}" "${POSTGRES_ARGS:=}" "${POSTGRES_BASEBACKUP_ARGS:=}"
: "${NODE_NAME:=$(basename "$PGDATA")}" "${PEERS:=${PRIMARY_PORT:+$PRIMARY_HOST:$PRIMARY_PORT}}"

# libpq and the server read these names too; here they speak to the scripts alone.
data=$PGDATA port=$PGPORT
unset PGDATA PGPORT PGUSER PGDATABASE PGHOST PGPASSWORD

# The binaries: in the PATH (containers, Homebrew), or where Debian and Red Hat keep the newest version.
complete() {
    for program in initdb postgres pg_basebackup pg_controldata psql; do command -v "$program" >/dev/null 2>&1 || return 1; done
}
if ! complete; then
    for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -V); do
        [ -x "$folder/initdb" ] && PATH=$folder:$PATH
    done
fi
complete || fail "no PostgreSQL server found: install postgresql (15 or later)"

# Postgres refuses to run as root, so root hands over to the user that every package creates.
drop_root=
if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || fail "running as root needs the user 'postgres', which the postgresql package creates"
    if command -v setpriv >/dev/null 2>&1; then drop_root="setpriv --reuid=postgres --regid=postgres --init-groups"
    elif command -v gosu >/dev/null 2>&1; then drop_root="gosu postgres"
    elif command -v su-exec >/dev/null 2>&1; then drop_root="su-exec postgres"
    else fail "running as root needs setpriv (util-linux), gosu or su-exec"
    fi
fi

# Like drop_root, for a server that must not outlive this shell.
follow_shell=$drop_root
if command -v setpriv >/dev/null 2>&1 && setpriv --pdeathsig INT true 2>/dev/null; then follow_shell="${drop_root:-setpriv} --pdeathsig INT"; fi

# The cluster is made in a folder beside its own and renamed when whole: a start killed half-way leaves no half cluster.
draft=$data.draft
begin_draft() {
    (umask 022 && mkdir -p "$(dirname "$data")") # the folders above must let the user postgres pass
    rm -rf "$draft"
    mkdir "$draft"
    own "$draft"
    cd "$(dirname "$data")"
    $drop_root test -w "$draft" ||
        fail "the user 'postgres' cannot reach $data: a folder above it is closed to others. Choose another data folder"
}
finish_draft() {
    rm -rf "$data"
    mv "$draft" "$data"
}
own() { [ -z "$drop_root" ] || chown postgres "$@"; }

# Statistics of SQL statements for edgar report. Debian's server package has the library; elsewhere it can be a package of its own, without
# which the server must start all the same.
statements=
for library in "$(pg_config --pkglibdir 2>/dev/null || true)"/pg_stat_statements.*; do
    [ -e "$library" ] && statements='-c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track=top'
done

# Runs the server until it ends, and exits with its status. The figures are for a developer's machine; the vacuum factors are the specification's.
# The short receiver timeouts let a replica notice a vanished primary within the lag that readers tolerate.
#
# SIGTERM asks Postgres for a smart shutdown, which waits for every client. Orchestrators send it and expect an end, so this shell passes it on as
# SIGINT, a fast shutdown. If this shell is killed, the kernel sends the server SIGINT (pdeathsig, Linux only).
serve() {
    cd "$data"
    stop_orphan
    # Statements of more than 100 ms are logged, without the values of their parameters.
    # shellcheck disable=SC2086 — statements, POSTGRES_ARGS and follow_shell are lists of words
    $follow_shell postgres -D "$data" -p "$port" \
        -c listen_addresses="$PGHOST_BIND" -c unix_socket_directories= \
        -c max_connections=200 -c shared_buffers=64MB -c password_encryption=scram-sha-256 \
        -c wal_level=replica -c max_wal_senders=10 -c wal_keep_size=512MB -c max_wal_size=1GB \
        -c hot_standby=on -c hot_standby_feedback=on -c max_standby_streaming_delay=5s \
        -c wal_sender_timeout=5s -c wal_receiver_timeout=5s -c wal_receiver_status_interval=1s -c wal_retrieve_retry_interval=500ms \
        -c autovacuum=on -c autovacuum_vacuum_scale_factor=0.1 -c autovacuum_analyze_scale_factor=0.05 \
        -c log_min_duration_statement=100ms -c log_parameter_max_length=0 $statements \
        -c timezone=UTC -c log_timezone=UTC $POSTGRES_ARGS "$@" 3>&- &
    server=$!
    trap 'kill -INT $server 2>/dev/null || true' TERM INT HUP
    while :; do
        status=0
        wait $server || status=$? # a trapped signal ends the wait, not the server
        kill -0 $server 2>/dev/null || exit $status
    done
}

# libpq takes passwords from a file that only its owner can read; on a command line all could.
write_passfile() {
    printf '*:*:*:*:%s\n' "$(printf %s "$REPLICATION_PASSWORD" | sed 's/[\\:]/\\&/g')" >"$1"
    own "$1"
}

# How to reach the primary, whichever of the nodes it is: libpq asks one after the other. With the name of the password file.
connection() {
    printf "host='%s' port='%s' user='%s' application_name='%s' passfile='%s' connect_timeout=3 target_session_attrs=primary" \
        "$(printf %s "$PEERS" | sed 's/:[0-9]*//g; s/ /,/g')" "$(printf %s "$PEERS" | sed 's/[^ ]*://g; s/ /,/g')" \
        "$REPLICATION_USER" "$NODE_NAME" "$1"
}

identity_here() { $drop_root pg_controldata -D "$data" | sed -n 's/^Database system identifier: *//p'; }
identity_there() {
    $drop_root psql "$(connection "$data/replication.pass") replication=true dbname=postgres" -XAtc IDENTIFY_SYSTEM 2>/dev/null | cut -d '|' -f 1
}

# Whether this node follows another one: it is a standby, or was fenced, or another node is the primary by now. A fenced node must not accept
# writes again, however it is started: the file beside its folder says so until the node is a copy of the new primary.
fence=$data.fenced
is_replica() {
    [ ! -e "$fence" ] || return 0
    [ -s "$data/PG_VERSION" ] || return 1
    [ ! -e "$data/standby.signal" ] || return 0
    [ -n "$PEERS" ] || return 1
    stop_orphan # this node itself is a peer too
    write_passfile "$data/replication.pass"
    (cd "$data" && [ -n "$(identity_there)" ])
}

# Copies the primary unless there is a copy of it, then becomes a streaming replica of it. Does not return.
follow_primary() {
    stop_orphan
    copy=true
    if [ -s "$data/PG_VERSION" ] && [ -e "$data/standby.signal" ] && [ ! -e "$fence" ]; then
        copy=false
        write_passfile "$data/replication.pass"
        cd "$data"
        there=$(identity_there) # empty while the primary does not answer: the copy serves all the same
        here=$(identity_here)
        [ -n "$here" ] || fail "$data is no whole cluster; delete it to copy the primary again"
        if [ -n "$there" ] && [ "$there" != "$here" ]; then
            echo "postgres: $data is a copy of another primary; copying this one again"
            copy=true
        fi
    fi
    if $copy; then
        was_fenced=false
        [ ! -e "$fence" ] || was_fenced=true
        passfile=$data.pass
        begin_draft
        write_passfile "$passfile"
        # shellcheck disable=SC2086
        until $drop_root pg_basebackup -D "$draft" -d "$(connection "$passfile")" --write-recovery-conf --wal-method=stream \
            --checkpoint=fast --no-password $POSTGRES_BASEBACKUP_ARGS; do
            ! $was_fenced || [ -e "$fence" ] || fail "no longer fenced: it may be the primary again"
            echo "postgres: the primary, one of $PEERS, cannot be copied yet"
            sleep 1
            begin_draft
        done
        mv "$passfile" "$draft/replication.pass"
        finish_draft
        rm -f "$fence" "$data.passwords"
        echo "postgres: copied the primary into $data"
    fi
    # The primary's address may be another one at each start, so the command line gives it, not the copy's own file.
    serve -c primary_conninfo="$(connection "$data/replication.pass")"
}

# A server of this folder whose shell was killed can still be shutting down.
stop_orphan() {
    [ -s "$data/postmaster.pid" ] || return 0
    orphan=$(head -n 1 "$data/postmaster.pid") folder=$(cd "$data" && pwd -P)
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ "$(readlink "/proc/$orphan/cwd" 2>/dev/null)" = "$folder" ] || return 0
        kill -INT "$orphan" 2>/dev/null || return 0
        sleep 0.25
    done
    fail "process $orphan still serves $data"
}
