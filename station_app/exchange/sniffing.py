"""Says what a file really is, whatever its name claims, and refuses what cannot be read."""

import zipfile
from enum import StrEnum
from pathlib import Path

from station_app.errors import Rejected, Unavailable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_MARKUP = (
    b"<html",
    b"<!doctype",
    b"<table",
    b"<meta",
    b"<head",
    b"<body",
    b"<style",
    b"<?xml",
    b"<!--",
)
_WPS_NAMES = frozenset({".et", ".ett"})
_HEAD = 4096
_LARGEST_FILE = 50 * 1024 * 1024
_LARGEST_UNPACKED = 400 * 1024 * 1024


class FileKind(StrEnum):
    """The kinds of file that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


def sniff(path: Path) -> FileKind:
    """The kind of the file by its content; raises `Rejected` or `Unavailable` otherwise."""
    head = _head_of(path)
    if path.suffix.lower() in _WPS_NAMES:
        raise Rejected("import.wps_format", file=path.name)
    if head.startswith(_ZIP):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    return _text_kind(path, head)


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise Unavailable("import.missing_file", file=path.name) from error
    except IsADirectoryError as error:
        raise Rejected("import.unknown_format", file=path.name) from error
    except OSError as error:  # a sharing violation on Windows, missing rights, a stick pulled out
        raise Unavailable("import.locked", file=path.name) from error
    if not head:
        raise Rejected("import.empty_file", file=path.name)
    if size > _LARGEST_FILE:
        raise Rejected("import.too_large", file=path.name)
    return head


def _zip_kind(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {entry.filename for entry in archive.infolist()}
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise Rejected("import.damaged", file=path.name) from error
    if unpacked > _LARGEST_UNPACKED:
        raise Rejected("import.too_large", file=path.name)
    if "xl/workbook.xml" not in names:
        raise Rejected("import.unknown_format", file=path.name)
    return FileKind.XLSX


def _ole_kind(path: Path) -> FileKind:
    """An old binary workbook, or a new one behind a password, which comes in the same shell."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Rejected("import.password", file=path.name)
    streams = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    if not any(name in content for name in streams):
        raise Rejected("import.damaged", file=path.name)
    return FileKind.XLS


def _text_kind(path: Path, head: bytes) -> FileKind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileKind.TEXT
    if start.startswith(_MARKUP):
        raise Rejected("import.html", file=path.name)
    if start.startswith(b"%pdf") or b"\0" in head:
        raise Rejected("import.unknown_format", file=path.name)
    return FileKind.TEXT
