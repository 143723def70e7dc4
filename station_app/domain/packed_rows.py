"""The rows behind a paper as few bytes: each record's key once, rows as numbers, compressed."""

import json
import struct
import zlib
from collections.abc import Sequence
from uuid import UUID

from station_app.domain.printouts import RowBehind


def pack(rows: Sequence[RowBehind]) -> bytes:
    """Rows as bytes, the same on every PC."""
    records = {(row.record_type, row.record_id): 0 for row in rows}
    places = {record: place for place, record in enumerate(records)}
    types = sorted({record_type for record_type, _ in records})
    parts = sorted({row.part for row in rows})
    part_of = {part: place for place, part in enumerate(parts)}
    head = {"types": types, "parts": parts, "records": len(records), "rows": len(rows)}
    type_of = {name: place for place, name in enumerate(types)}
    body = (
        bytes(type_of[record_type] for record_type, _ in records),
        b"".join(key.bytes for _, key in records),
        _numbers("I", [places[row.record_type, row.record_id] for row in rows]),
        _numbers("H", [part_of[row.part] for row in rows]),
        _numbers("q", [row.count for row in rows]),
        _numbers("q", [row.fen for row in rows]),
    )
    return zlib.compress(json.dumps(head).encode() + b"\n" + b"".join(body))


def unpack(packed: bytes) -> tuple[RowBehind, ...]:
    """The rows that were packed, in their order."""
    text, _, body = zlib.decompress(packed).partition(b"\n")
    head = json.loads(text)
    count, length = head["records"], head["rows"]
    types, body = body[:count], body[count:]
    keys, body = body[: 16 * count], body[16 * count :]
    ids = [UUID(bytes=keys[start : start + 16]) for start in range(0, 16 * count, 16)]
    columns = []
    for code in "IHqq":
        size = struct.calcsize(f"<{code}") * length
        columns.append(struct.unpack(f"<{length}{code}", body[:size]))
        body = body[size:]
    return tuple(
        RowBehind(head["types"][types[place]], ids[place], head["parts"][part], number, fen)
        for place, part, number, fen in zip(*columns, strict=True)
    )


def _numbers(code: str, values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values)}{code}", *values)
