"""What the server reads as files is in the wheel: scripts of migrations, pages, styles, icons."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("package", ["station_app", "district_server"])
def test_every_file_that_is_no_module_of_a_package_is_named_as_data(package: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"][package]
    home = ROOT / package
    named = {file for pattern in patterns for file in home.glob(pattern)}
    files = {file for file in home.rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    modules = {file for file in files if file.suffix == ".py" and _is_importable(file.parent, home)}
    assert sorted(files - modules - named) == []


def _is_importable(folder: Path, home: Path) -> bool:
    return (folder / "__init__.py").exists() and (
        folder == home or _is_importable(folder.parent, home)
    )
