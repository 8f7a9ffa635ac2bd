# Runs a command that cannot outlive its owner.
#   $1       the signal that asks the command to stop; after ten seconds it is killed, with all that it started
#   $2…      the command
#   stdin    a pipe that the owner holds open. It closes when the owner wants the command to end, or dies of anything.
signal=$1
shift
set -m # a process group for each job: Ctrl+C and a kill of the owner's group reach the owner only
exec 3<&0 </dev/null
# Default signals: below nohup, and in the background of a script, a command would otherwise inherit that SIGHUP or SIGINT is ignored.
/usr/bin/env --default-signal "$@" 3<&- &
command=$!
trap '' INT TERM HUP QUIT # a signal to the owner's whole group is for the owner to act on
exec 2>/dev/null

descendants() {
    ps -A -o pid=,ppid= | awk -v root="$1" '{ parent[$1] = $2 } END { for (p in parent) { a = p; while (a in parent && a != root) a = parent[a]; if (a == root) print p } }'
}

{
    read -r -u 3 _
    kill -s "$signal" -- "-$command"
    for _ in {1..100}; do
        kill -0 -- "-$command" || exit
        sleep 0.1
    done
    kill -KILL $(descendants "$command") -- "-$command"
} &
guard=$!
exec 3<&-
set +m # from here on a stopped (SIGSTOP) command is one that still runs

wait "$command"
status=$?
kill -KILL -- "-$guard"
exit "$status"
