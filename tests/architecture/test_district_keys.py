"""The district's secret keys: read by whoever takes bundles, out of reach of pages and routes."""

import ast

from tests.architecture.sources import Module, modules

MAY_USE = {
    "district_server/bundles.py",
    "district_server/joining.py",
    "district_server/stations.py",
}
"""They open bundles, tell the public half, and make the keys."""
HOMES = {
    "district_server/keys.py",
    "district_server/models/keys.py",
    "district_server/models/__init__.py",
}


def named(module: Module) -> set[str]:
    """Everything that a module imports, by its full name."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{each.name}" for each in node.names} | {str(node.module)}
    return found


def test_only_who_takes_bundles_reads_the_keys_of_the_district() -> None:
    secrets = {"district_server.keys", "district_server.models.keys"}
    users = {
        module.path
        for module in modules()
        if module.path.startswith("district_server/") and module.path not in HOMES
        if secrets & named(module) or "district_server.models.DistrictKey" in named(module)
    }
    assert users == MAY_USE


def test_no_page_and_no_route_names_the_table_of_the_keys() -> None:
    naming = [
        module.path
        for module in modules()
        if module.path.startswith(("district_server/web/", "district_server/routes/"))
        if any("district_key" in str(literal.value) for literal in module.strings())
    ]
    assert naming == []
