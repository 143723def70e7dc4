#!/bin/sh
# Lay a base backup down as a cluster that will replay WAL up to a moment, then open itself.
#   restore-to.sh BASE WAL DATA [MOMENT]
# BASE: a folder that base-backup.sh made; WAL: the archive; DATA: where the cluster will be, empty
# or not there; MOMENT: '2026-11-22 10:30:00+08', without it everything that was archived.
# Run as the account of PostgreSQL, with the cluster stopped; then start it.
set -eu
base=$1 wal=$2 data=$3 moment=${4:-}
if [ -d "$data" ] && [ -n "$(ls -A "$data")" ]; then
    echo "$data is not empty: move it aside first, it may still be needed" >&2
    exit 1
fi
mkdir -p "$data"
chmod 700 "$data"
cp -R "$base/." "$data/"
rm -f "$data/postmaster.pid"
{
    echo "restore_command = 'cp \"$wal/%f\" \"%p\"'"
    echo "recovery_target_action = 'promote'"
    if [ -n "$moment" ]; then
        echo "recovery_target_time = '$moment'"
    fi
} >> "$data/postgresql.auto.conf"
touch "$data/recovery.signal"
