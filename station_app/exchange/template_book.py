"""A workbook as its parts: opened safely, changed where needed, and everything else byte by byte.

Pictures, charts, shapes, print set-up and what no library knows stay, because nobody touches them.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from station_app.errors import Rejected, Unavailable
from station_app.exchange import template_xml as xml
from station_app.exchange.sniffing import FileKind, sniff

LARGEST = 10 * 1024 * 1024
_LARGEST_UNPACKED = 150 * 1024 * 1024
_MOST_CELLS = 200_000
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_CHAIN = "xl/calcChain.xml"
_AFTER_NAMES = ("definedNames", "externalReferences", "functionGroups", "sheets")
_MACRO_NAMES = frozenset({".xlsm", ".xltm", ".xlam", ".xlsb"})
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError),
    *(LookupError, ValueError, RuntimeError),
)
"""What is raised over a workbook whose bytes are not what they should be."""


def template_bytes(path: Path) -> bytes:
    """The file as it lies there, if it can be a template at all.

    Raises what `sniff` raises, and `Rejected("template.old_format" | "template.text"
    | "template.macro" | "template.too_large")`.
    """
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # `sniff` says what is wrong with it
    if size > LARGEST:
        raise Rejected("template.too_large", file=path.name, most=LARGEST // 1024 // 1024)
    if path.suffix.lower() in _MACRO_NAMES:
        raise Rejected("template.macro", file=path.name)
    kind = sniff(path)
    if kind is FileKind.XLS:
        raise Rejected("template.old_format", file=path.name)
    if kind is FileKind.TEXT:
        raise Rejected("template.text", file=path.name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unavailable("import.locked", file=path.name) from error


@dataclass(slots=True)
class Parts:
    """The parts of a workbook by name; those that were parsed are written anew."""

    file_name: str
    infos: list[zipfile.ZipInfo]
    raw: dict[str, bytes]
    trees: dict[str, ET.Element] = field(default_factory=dict)
    is_computed: bool = True
    """Whether the formulas got their results; else whoever opens it computes them."""

    def tree(self, name: str) -> ET.Element:
        """A part to look into or to change."""
        if name not in self.trees:
            self.trees[name] = xml.parse(self.raw[name])
        return self.trees[name]

    def look(self, name: str) -> ET.Element:
        """A part to look into only: it stays as it came."""
        known = self.trees.get(name)
        return xml.parse(self.raw[name]) if known is None else known

    def beginning(self, *starts: str) -> list[str]:
        """The parts of these folders."""
        return [info.filename for info in self.infos if info.filename.startswith(starts)]

    def drop(self, name: str) -> None:
        """Take a part out."""
        self.infos = [info for info in self.infos if info.filename != name]
        self.raw.pop(name, None)
        self.trees.pop(name, None)

    def add(self, name: str, content: bytes) -> None:
        """A part of our own, behind the others."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        self.infos.append(info)
        self.raw[name] = content

    def content(self) -> bytes:
        """The workbook."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in self.infos:
                tree = self.trees.get(info.filename)
                data = self.raw[info.filename] if tree is None else xml.write(tree)
                archive.writestr(info, data, zipfile.ZIP_DEFLATED)
        return target.getvalue()


def open_parts(content: bytes, file_name: str) -> Parts:
    """The parts of a workbook.

    Raises `Rejected("template.macro" | "template.too_large" | "template.damaged")`.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            _refuse_content(infos, file_name)
            raw = {info.filename: archive.read(info) for info in infos}
        parts = Parts(file_name, infos, raw)
        _refuse_vast(parts)
    except _BROKEN as error:
        raise Rejected("template.damaged", file=file_name) from error
    return parts


def _refuse_content(infos: list[zipfile.ZipInfo], file_name: str) -> None:
    names = {info.filename for info in infos}
    if any(name.endswith("vbaProject.bin") for name in names) or "xl/workbook.bin" in names:
        raise Rejected("template.macro", file=file_name)
    if sum(info.file_size for info in infos) > _LARGEST_UNPACKED:
        raise Rejected("template.too_large", file=file_name, most=LARGEST // 1024 // 1024)
    if not {_WORKBOOK, _RELATIONS, _TYPES} <= names:
        raise Rejected("template.damaged", file=file_name)


def _refuse_vast(parts: Parts) -> None:
    """Every part that may be parsed is well formed, and no sheet is larger than a form can be."""
    for name in sheet_parts(parts).values():
        cells = sum(parts.raw[name].count(mark) for mark in (b"<c ", b":c "))
        if cells > _MOST_CELLS:
            raise Rejected("template.too_many_cells", file=parts.file_name, count=cells)
        xml.parse(parts.raw[name])


def sheet_parts(parts: Parts) -> dict[str, str]:
    """The part of each sheet by its name, in the order of the workbook; charts are no sheets."""
    targets = related(parts, _WORKBOOK)
    found = {}
    for sheet in xml.every(parts.look(_WORKBOOK), "sheet"):
        key = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        part = targets.get(key, "")
        if part in parts.raw and "chartsheet" not in part:
            found[sheet.get("name", "")] = part
    return found


def related(parts: Parts, name: str) -> dict[str, str]:
    """The parts that a part names, by the key of the relation."""
    path = PurePosixPath(name)
    relations = str(path.parent / "_rels" / f"{path.name}.rels")
    if relations not in parts.raw:
        return {}
    found = {}
    for one in xml.every(parts.look(relations), "Relationship"):
        if one.get("TargetMode") != "External":
            found[one.get("Id", "")] = _resolved(path.parent, one.get("Target", ""))
    return found


def _resolved(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    steps: list[str] = []
    for step in (folder / target).parts:
        if step == "..":
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps)


def calculate_on_opening(parts: Parts) -> None:
    """Whoever opens it computes all formulas: the results that lie in it are of the old figures."""
    book = parts.tree(_WORKBOOK)
    settings = xml.find(book, "calcPr")
    if settings is None:
        settings = ET.Element(xml.named(book, "calcPr"))
        book.insert(_place_of_settings(book), settings)
    settings.set("fullCalcOnLoad", "1")
    for part in sheet_parts(parts).values():
        if b"f" in parts.raw[part]:
            _forget_results(parts, part)
    _drop_chain(parts)


def _place_of_settings(book: ET.Element) -> int:
    names = [xml.bare(child.tag) for child in book]
    return 1 + max(names.index(name) for name in _AFTER_NAMES if name in names)


def _forget_results(parts: Parts, part: str) -> None:
    tree = parts.look(part)
    cells = [cell for cell in xml.every(tree, "c") if xml.find(cell, "f") is not None]
    for cell in cells:
        for child in list(cell):
            if xml.bare(child.tag) == "v":
                cell.remove(child)
        cell.attrib.pop("t", None)
    if cells:
        parts.trees[part] = tree


def _drop_chain(parts: Parts) -> None:
    """The order of computing is found anew; an old one that names other cells is called damage."""
    if _CHAIN not in parts.raw:
        return
    parts.drop(_CHAIN)
    for part, name in ((_TYPES, "PartName"), (_RELATIONS, "Target")):
        root = parts.tree(part)
        for child in list(root):
            if child.get(name, "").endswith("calcChain.xml"):
                root.remove(child)


def sheet_trees(parts: Parts) -> Iterator[tuple[str, ET.Element]]:
    """All sheets, to be changed."""
    for name, part in sheet_parts(parts).items():
        yield name, parts.tree(part)
