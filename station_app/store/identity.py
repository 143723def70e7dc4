"""Which PC this is: an identity beside the file, so that a copied or restored file is noticed.

The device id names the PC; the incarnation names one unbroken life of the file on it. The district
merges whatever a new incarnation brings instead of trusting its old cursor (SYNC.md).
"""

from pathlib import Path
from uuid import UUID

import msgspec

from station_app.models.identifiers import new_id
from station_app.store.files import replace_file

FIRST_LETTER = "A"


class Device(msgspec.Struct, frozen=True):
    """This PC, as the district knows it; the letter marks serials made here (SETTLED 4)."""

    device_id: UUID
    incarnation: UUID
    letter: str = FIRST_LETTER


def load_device(path: Path) -> Device:
    """The identity of this PC, made on first use or when the file cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Device)
    except (FileNotFoundError, msgspec.DecodeError):
        device = Device(new_id(), new_id())
        save_device(path, device)
        return device


def save_device(path: Path, device: Device) -> None:
    """Keep the identity."""
    replace_file(path, msgspec.json.encode(device))


def reborn(path: Path) -> Device:
    """A new incarnation of the same PC: after a restore, or when the file is a copy."""
    device = msgspec.structs.replace(load_device(path), incarnation=new_id())
    save_device(path, device)
    return device
