"""Every error has its sentence, and every sentence speaks as UI.md §7 asks."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from station_app import messages
from station_app.messages import sentences
from tests.architecture.sources import modules, name_of

ERRORS = {"Rejected", "Unavailable", "ask", "err", "fix"}
"""What is raised, and what a check remarks (`domain.reading`)."""
FORBIDDEN = ("系统", "操作", "成功", "非法", "异常", "！", "!", "错误代码")
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;?:]|[,;?:][\u4e00-\u9fff]")

FILES = (".db", ".log", ".lock", ".copy", ".html")
KNOWN = {
    code
    for area in pkgutil.iter_modules(messages.__path__)
    for table in vars(importlib.import_module(f"{messages.__name__}.{area.name}")).values()
    if isinstance(table, dict)
    for code in table
}
"""Every code of every table: sentences, labels of steps, sayings of the command line."""


def raised() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Where, which code, and the values that are given; None where they come as `**values`."""
    for module in modules():
        for call in module.calls():
            if name_of(call) in ERRORS and call.args and isinstance(call.args[0], ast.Constant):
                given = [keyword.arg for keyword in call.keywords]
                names = None if None in given else frozenset(name for name in given if name)
                yield f"{module.path}:{call.lineno}", str(call.args[0].value), names


def wanted(sentence: str) -> set[str]:
    """The names of the values that a sentence needs."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_code_that_is_raised_has_a_sentence() -> None:
    silent = [f"{where} {code}" for where, code, _ in raised() if code not in sentences()]
    assert silent == []


def test_every_sentence_gets_the_values_it_needs() -> None:
    starved = [
        f"{where} {code} needs {sorted(missing)}"
        for where, code, given in raised()
        if given is not None and (missing := wanted(sentences().get(code, "")) - given)
    ]
    assert starved == []


def test_codes_are_area_and_reason() -> None:
    odd = [code for code in sentences() if not re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", code)]
    assert odd == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_sentence_uses_a_word_that_clerks_are_spared(word: str) -> None:
    assert [code for code, sentence in sentences().items() if word in sentence] == []


def test_chinese_sentences_use_full_width_punctuation() -> None:
    plain = {code: re.sub(r"\{[^}]*\}", "", sentence) for code, sentence in sentences().items()}
    assert [code for code, sentence in plain.items() if HALF_WIDTH.search(sentence)] == []


def test_no_screen_uses_a_word_that_clerks_are_spared() -> None:
    said = [
        f"{module.path}:{literal.lineno} {literal.value!r}"
        for module in modules()
        if module.path.startswith("station_app/ui/")
        for literal in module.strings()
        if any(word in str(literal.value) for word in FORBIDDEN if len(word) > 1)
    ]
    assert said == []


def test_codes_kept_in_tables_have_sentences_too() -> None:
    areas = {code.split(".")[0] for code in sentences()}
    found = [
        (f"{module.path}:{literal.lineno}", repr(literal.value).strip("'"))
        for module in modules()
        if "/messages/" not in module.path
        for literal in module.strings()
    ]
    silent = [
        f"{where} {code}"
        for where, code in found
        if re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", code) and code.split(".")[0] in areas
        if code not in KNOWN and not code.endswith(FILES)
    ]
    assert silent == []
