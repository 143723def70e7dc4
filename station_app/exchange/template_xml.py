"""Reads and writes the parts of a workbook with every name as it was written.

The usual reader renames prefixes, and a part whose `mc:Ignorable` names a prefix that is gone is
called damaged by spreadsheets. Here names stay text, so what is not touched is written as it came.
"""

from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.parsers import expat

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class NotPlainXmlError(ValueError):
    """A part that is broken, or brings definitions of its own (entities that swell)."""


def parse(content: bytes) -> ET.Element:
    """The tree of a part; raises `NotPlainXmlError`."""
    builder, parser = ET.TreeBuilder(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError) as error:
        raise NotPlainXmlError(str(error)) from error
    return builder.close()


def _refuse(*_definition: object) -> None:
    raise NotPlainXmlError("a document type")


def write(root: ET.Element) -> bytes:
    """The part as a workbook holds it."""
    body: bytes = ET.tostring(root, encoding="utf-8")
    return _HEAD + body.partition(b"?>\n")[2] if body.startswith(b"<?xml") else _HEAD + body


def bare(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


def named(root: ET.Element, name: str) -> str:
    """A name of the part's own vocabulary, with the prefix that its root bears."""
    prefix, colon, _ = root.tag.rpartition(":")
    return f"{prefix}{colon}{name}"


def find(root: ET.Element, name: str) -> ET.Element | None:
    """The first child of that name, whatever its prefix."""
    return next((child for child in root if bare(child.tag) == name), None)


def every(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """All elements of that name below, whatever their prefix."""
    return (one for one in root.iter() if bare(one.tag) == name)
