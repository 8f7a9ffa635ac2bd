#!/bin/sh
# Restores a backup and the archived log up to a time, then becomes the server of the result, which accepts writes.
#
#   PGDATA                 the folder of the restored cluster (created)        required
#   PGPORT                 the port to listen on                               required
#   BACKUP                 the folder of backup.sh                             required
#   ARCHIVE                the folder of archive.sh                            required
#   TARGET_TIME            2026-11-28 02:30:00.123456+00: the last commits     required
#   POSTGRES_ARGS          more words for postgres
. "$(dirname "$0")/node.sh"
require BACKUP
require ARCHIVE
require TARGET_TIME

begin_draft
cp -a "$BACKUP/." "$draft/"
touch "$draft/recovery.signal"
own "$draft/recovery.signal"
finish_draft
# The last segment of an archive that was cut off is not complete.
serve -c restore_command="cp '$ARCHIVE/%f' '%p' 2>/dev/null || cp '$ARCHIVE/%f.partial' '%p' 2>/dev/null" \
    -c recovery_target_time="$TARGET_TIME" -c recovery_target_action=promote
