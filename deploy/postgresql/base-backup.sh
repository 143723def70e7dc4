#!/bin/sh
# A base backup of the running cluster, checked, and old ones put away.
#   base-backup.sh FOLDER [DAYS]     FOLDER/base/<moment>; DAYS to keep, 30 at most (erasure)
# Connects as PGHOST, PGPORT, PGUSER say; the account needs REPLICATION.
set -eu
folder=$1 days=${2:-30}
if [ "$days" -gt 30 ]; then
    echo "at most 30 days: what was erased on request may not live on in backups" >&2
    exit 2
fi
mkdir -p "$folder/base"
target="$folder/base/$(date -u +%Y%m%dT%H%M%SZ)"
pg_basebackup --pgdata "$target.part" --checkpoint fast --wal-method stream --no-password
pg_verifybackup --quiet "$target.part"
mv "$target.part" "$target"
find "$folder/base" -mindepth 1 -maxdepth 1 -mtime "+$days" -exec rm -rf {} +
oldest=$(find "$folder/base" -mindepth 1 -maxdepth 1 ! -name '*.part' | sort | head -n 1)
first=$(sed -n 's/^START WAL LOCATION:.*(file \(.*\))$/\1/p' "$oldest/backup_label")
if [ -d "$folder/wal" ]; then
    pg_archivecleanup "$folder/wal" "$first"
fi
echo "$target"
