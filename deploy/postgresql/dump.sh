#!/bin/sh
# The simple way: one file per district, readable by pg_restore on any later PostgreSQL.
#   dump.sh DATABASE FOLDER [DISTRICT ...]      without names: the schema public
# Restore:  createdb NEW && pg_restore --no-owner --dbname NEW FILE   (then `district-server upgrade`)
# What was reported after the dump comes again from the stations by itself.
set -eu
database=$1 folder=$2
shift 2
mkdir -p "$folder"
for district in "${@:-public}"; do
    file="$folder/$district-$(date -u +%Y%m%dT%H%M%SZ).dump"
    pg_dump --format custom --no-owner --schema "$district" --file "$file.part" "$database"
    pg_restore --list "$file.part" > /dev/null
    mv "$file.part" "$file"
    echo "$file"
done
find "$folder" -name '*.dump' -mtime +30 -delete
