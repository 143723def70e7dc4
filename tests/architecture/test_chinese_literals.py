"""Chinese words stand in their homes only, so that each can be found and corrected in one place."""

import re

from tests.architecture.sources import modules

HAN = re.compile("[\u3400-\u9fff]")
HOMES = (
    "station_app/messages/",
    "station_app/models/",
    "station_app/domain/",
    "station_app/reports/",
    "station_app/ui/",
    "district_server/web/",
    "station_app/services/sample/",  # names of people and streets that do not exist
)


def test_chinese_literals_stand_in_their_homes_only() -> None:
    strays = [
        f"{module.path}:{literal.lineno} {literal.value!r}"
        for module in modules()
        if not module.path.startswith(HOMES)
        for literal in module.strings()
        if HAN.search(str(literal.value))
    ]
    assert strays == []


def test_pages_speak_no_chinese_in_names_of_things() -> None:
    names = [
        f"{module.path}:{call.lineno}"
        for module in modules()
        for call in module.calls()
        if getattr(call.func, "attr", "") == "setObjectName" and HAN.search(str(call.args))
    ]
    assert names == []
