"""Names as rosters hold them: padding, dots, remarks, rare characters (DOMAIN §7, §8.4)."""

import re
import unicodedata
from dataclasses import dataclass

from station_app.domain.codes import PersonStatus
from station_app.domain.reading import Level, Note, ask, err, fix, worst

INTERPUNCT = "·"
LONGEST = 50
COMPOUND_SURNAMES = frozenset(
    """
    欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 公孙 轩辕 令狐 宇文 长孙 慕容 司空 端木 百里 东方 南宫
    西门 闻人 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 澹台 公冶 宗政 东郭 独孤 呼延 拓跋 赫连 万俟
    公羊 第五
    """.split()  # noqa: SIM905 (a table to read)
)
_HAN_CLASS = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ebef\U00030000-\U000323af"
)
_HAN = re.compile(f"[{_HAN_CLASS}]+")
_DOTS = re.compile("[\u2022\u30fb\u2027\u2219\u22c5\uff0e\uff65.·•]+")
_EDGES = " \t\u3000\u2022\u30fb\u2027\u2219\u22c5\uff0e\uff65.·•。\uff61"
"""Blanks and stops around a name part nothing: a hand that slipped."""
_ALLOWED = re.compile(f"[{_HAN_CLASS}A-Za-zÀ-ÿ· '\ue000-\uf8ff-]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_UNREADABLE = re.compile("[?？□■\ufffd*\uff0a]|[⿰-⿻]|[一-鿿]\\+[一-鿿]")
_BRACKETS = re.compile(r"[(（\[【〔]([^)）\]】〕]*)[)）\]】〕]")
_DECEASED = re.compile(r"故|去世|亡|逝|死")
_MOVED = re.compile(r"迁|搬走|外迁")
_COMPATIBLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_PRIVATE_TWINS = str.maketrans(
    {
        "\ue816": "\U00020087", "\ue817": "\U00020089", "\ue818": "\U000200cc",
        "\ue81e": "\u9fb4", "\ue826": "\u9fb5", "\ue82b": "\u9fb6", "\ue82c": "\u9fb7",
        "\ue831": "\U000215d7", "\ue832": "\u9fb8", "\ue83b": "\U0002298f", "\ue843": "\u9fb9",
        "\ue854": "\u9fba", "\ue855": "\U000241fe", "\ue864": "\u9fbb",
    }
)  # fmt: skip
"""Private code points of older fonts and their places since GB 18030-2022."""
_INVISIBLE = re.compile("[\u200b-\u200f\ufeff\u2060'’‘\"“”]")


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name cell: the tidy name, a status that a remark hints at, and what to ask."""

    value: str | None
    notes: tuple[Note, ...] = ()
    status_hint: PersonStatus | None = None
    remark: str | None = None

    @property
    def level(self) -> Level:
        """How far the name may be trusted."""
        return worst(self.notes)


def surname_length(name: str) -> int:
    """Two for 欧阳 and its like, else one."""
    return 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1


def _is_han(text: str) -> bool:
    return _HAN.fullmatch(text) is not None


def _join(words: list[str]) -> str | None:
    """One name from words parted by padding; None where they may be two people."""
    if len(words) == 1:
        return words[0]
    if not all(_is_han(word) for word in words):
        return " ".join(words)
    longer = [word for word in words if len(word) > 1]
    padded = len("".join(words)) <= 4 and (len(longer) < 2 or words[0] in COMPOUND_SURNAMES)
    return "".join(words) if padded else None


def _dotted(text: str) -> tuple[str, Note | None]:
    """Every dot becomes ·, if it parts a name of two parts and not a surname from its name."""
    parts = [part.strip() for part in _DOTS.split(text) if part.strip()]
    if len(parts) < 2:
        return "".join(parts) or text, None
    name = INTERPUNCT.join(parts)
    if any(len(part) < 2 for part in parts):
        return name, ask("name.dot", text=text, read=name)
    return name, None if name == text else fix("name.cleaned", text=text, read=name)


def _remark(text: str) -> tuple[str, str | None]:
    """The name without its brackets, and what stood in them."""
    remarks = [found.strip() for found in _BRACKETS.findall(text) if found.strip()]
    return _BRACKETS.sub("", text), "、".join(remarks) or None


def _remark_note(remark: str) -> tuple[PersonStatus | None, Note]:
    if _DECEASED.search(remark):
        return PersonStatus.DECEASED, ask("name.deceased", remark=remark)
    if _MOVED.search(remark):
        return PersonStatus.MOVED_OUT, ask("name.moved", remark=remark)
    return None, ask("name.remark", remark=remark)


_ENDED = re.compile(r"(?<![父母妻夫偶子儿女伴弟兄姐妹人])(去世|死亡|病故|亡故|已故|迁出|迁走)")


def tells_an_end(remark: str) -> bool:
    """Whether a remark may say that the person, and not a relative, died or moved away."""
    return _ENDED.search(remark) is not None


def _character_notes(name: str) -> list[Note]:
    if _UNREADABLE.search(name):
        return [ask("name.unreadable", text=name)]
    if _PRIVATE.search(name):
        return [ask("name.private_use", text=name)]
    if not _ALLOWED.fullmatch(name):
        return [ask("name.characters", text=name)]
    return []


def _length_notes(name: str) -> list[Note]:
    if len(name) > LONGEST:
        return [err("name.long", count=len(name))]
    return [ask("name.short", text=name)] if len(name) < 2 else []


def _composed(text: str) -> str:
    """NFC, but compatibility ideographs stay: NFC too would replace them by another character."""
    return _COMPATIBLE.sub(lambda run: unicodedata.normalize("NFC", run.group()), text)


def clean_name(text: str) -> NameReading:
    """Tidy a name without ever changing a character of it (NFC, never NFKC)."""
    plain = _INVISIBLE.sub("", _composed(text).translate(_PRIVATE_TWINS)).strip()
    bare, remark = _remark(plain)
    words = bare.strip(_EDGES).split()
    if not words:
        return NameReading(None, remark=remark)
    joined = _join(words)
    if joined is None:
        return NameReading(None, (ask("name.two_people", text=" ".join(words)),), remark=remark)
    name, dot_note = _dotted(joined)
    return _finished(text, name, remark, dot_note)


def _finished(text: str, name: str, remark: str | None, dot_note: Note | None) -> NameReading:
    notes = [*_character_notes(name), *_length_notes(name)]
    hint: PersonStatus | None = None
    if dot_note is not None:
        notes.append(dot_note)
    if remark is not None:
        hint, note = _remark_note(remark)
        notes.append(note)
    if not notes and name != text:
        notes.append(fix("name.cleaned", text=text, read=name))
    return NameReading(name, tuple(notes), hint, remark)


_PEOPLE = re.compile(r"[、，,;；/\n和与]|\s+")


def split_names(text: str) -> tuple[str, ...]:
    """The names of a cell that holds several people; one name stays one (§7 #10)."""
    reading = clean_name(text) if not re.search(r"[、，,;；/\n]", text.strip()) else None
    if reading is not None and reading.value is not None:
        return (reading.value,)
    readings = (clean_name(part) for part in _PEOPLE.split(text.strip()) if part)
    return tuple(reading.value for reading in readings if reading.value)
