"""Every word on a screen keeps UI.md §7: plain, set as Chinese is set, counts with their commas."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from station_app.messages import said
from station_app.messages.labels import label
from tests.architecture.sources import Module, modules

HAN = "[\u4e00-\u9fff]"
HOMES = ("station_app/ui/", "station_app/messages/")
SPARED = ("系统", "操作", "成功", "非法", "异常", "失败", "错误代码", "无效", "参数", "！")
VALUE = "\u241f"
"""Stands where a value will be filled in."""
UNITS = "人次|人|条|行|笔|户|处|张|份|次|件|项|块|遍"
HALF_WIDTH = re.compile(f"{HAN}[,;?:!]|[,;?:!]{HAN}|{HAN}\\.\\.\\.")
CLASS_OF_LETTERS = re.compile(r"\[\^|\(\?")
"""A pattern that reads text, not a text that is read."""
TIGHT = re.compile(f"{HAN}{VALUE} ?(?:{UNITS})|{VALUE}(?:{UNITS})(?!员名单)")


def texts(module: Module) -> Iterator[tuple[int, str]]:
    """Every Chinese text of a module, values marked; docstrings are for developers."""
    inside = {id(part) for node in formatted(module) for part in ast.walk(node) if part is not node}
    for node in formatted(module):
        parts = [str(p.value) if isinstance(p, ast.Constant) else VALUE for p in node.values]
        yield node.lineno, "".join(parts)
    for constant in module.strings():
        if id(constant) not in inside:
            yield constant.lineno, re.sub(r"\{[^{}]*\}", VALUE, str(constant.value))


def formatted(module: Module) -> list[ast.JoinedStr]:
    """The f-strings of a module."""
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr)]


@cache
def on_screen() -> list[tuple[str, str]]:
    """Where, and what is read there."""
    return [
        (f"{module.path}:{line}", text)
        for module in modules()
        if module.path.startswith(HOMES)
        for line, text in texts(module)
        if re.search(HAN, text) and not CLASS_OF_LETTERS.search(text)
    ]


def test_there_is_much_to_read() -> None:
    assert len(on_screen()) > 2000


@pytest.mark.parametrize("word", SPARED)
def test_clerks_are_spared_the_words_of_machines(word: str) -> None:
    assert [f"{where} {text}" for where, text in on_screen() if word in text] == []


def test_chinese_is_set_in_full_width() -> None:
    assert [f"{where} {text}" for where, text in on_screen() if HALF_WIDTH.search(text)] == []


def test_a_blank_stands_between_words_and_figures() -> None:
    assert [f"{where} {text}" for where, text in on_screen() if TIGHT.search(text)] == []


def test_counts_on_pages_bear_commas() -> None:
    bare = [
        f"{module.path}:{node.lineno} {ast.unparse(node)}"
        for module in modules()
        if module.path.startswith("station_app/ui/")
        for node in formatted(module)
        if any(is_bare_count(*three) for three in threes(node))
    ]
    assert bare == []


def threes(node: ast.JoinedStr) -> Iterator[tuple[ast.expr | None, ast.expr, ast.expr]]:
    """Each part with its neighbours."""
    values = node.values
    for at in range(len(values) - 1):
        yield values[at - 1] if at else None, values[at], values[at + 1]


def is_bare_count(before: ast.expr | None, value: ast.expr, after: ast.expr) -> bool:
    """A plain name with a unit behind it and no format; 第 5 行 is no count."""
    ordinal = isinstance(before, ast.Constant) and str(before.value).endswith("第 ")
    if ordinal or not isinstance(value, ast.FormattedValue) or value.format_spec is not None:
        return False
    plain = isinstance(value.value, ast.Name | ast.Attribute) or is_length(value.value)
    unit = isinstance(after, ast.Constant) and re.match(f" (?:{UNITS})", str(after.value))
    return plain and bool(unit)


def is_length(value: ast.expr) -> bool:
    """`len(…)`."""
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") == "len"


def test_counts_in_sentences_and_labels_bear_commas() -> None:
    assert "1,234 人未领" in said("batch.unclaimed", {"count": 1234})
    assert "1,234" in said("syncing.light_waiting", {"count": 1234})
    assert label("certification.many", count=20000) == "集中认证：20,000 人"


def test_years_in_sentences_bear_none() -> None:
    assert "2026 年" in said("certification.cycle_exists", {"year": 2026})
