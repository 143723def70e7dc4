"""The project's own modules as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("station_app", "district_server")


@dataclass(frozen=True, slots=True)
class Module:
    """One file: its path below the project and its tree."""

    path: str
    tree: ast.Module
    lines: int

    def docstrings(self) -> set[int]:
        """The nodes that are docstrings, or strings that document the name above them."""
        found = set()
        for node in ast.walk(self.tree):
            body = getattr(node, "body", None)
            for child in body if isinstance(body, list) else []:
                if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                    found.add(id(child.value))
        return found

    def strings(self) -> Iterator[ast.Constant]:
        """Every string literal that is not a docstring."""
        documents = self.docstrings()
        for node in ast.walk(self.tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in documents:
                assert isinstance(node, ast.Constant)
                yield node

    def calls(self) -> Iterator[ast.Call]:
        """Every call."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the program and of the server."""
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), ast.parse(text), text.count("\n"))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for text in [path.read_text(encoding="utf-8")]
    )


def name_of(call: ast.Call) -> str:
    """`Rejected` of `Rejected(…)`, `errors.Rejected(…)`; empty for stranger callees."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""
