#!/bin/sh
# PostgreSQL's archive_command: keep one finished piece of WAL.
#   archive_command = '/usr/local/lib/district-server/archive-wal.sh /var/backups/district/wal %p %f'
# A piece that is there already with other content is refused: it belongs to another cluster.
set -eu
archive=$1 piece=$2 name=$3
if [ -e "$archive/$name" ]; then
    cmp -s "$piece" "$archive/$name"
    exit
fi
mkdir -p "$archive"
cp "$piece" "$archive/.$name.part"
sync "$archive/.$name.part"
mv "$archive/.$name.part" "$archive/$name"
sync "$archive"
