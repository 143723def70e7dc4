"""Synthetic names and phrases of the sample, from the resources."""

from functools import cache

import msgspec

from station_app.paths import resources


class SampleStation(msgspec.Struct, frozen=True):
    """The station of the sample."""

    code: str
    name: str
    short_name: str
    operator: str
    address: str
    phone: str


class Names(msgspec.Struct, frozen=True):
    """What people, groups and things of the sample are called."""

    station: SampleStation
    staff: list[tuple[str, str]]
    groups: list[str]
    village: str
    surnames: list[str]
    given_male: list[str]
    given_female: list[str]
    rare: list[str]
    situations: list[str]
    needs: list[str]
    goods: str
    doc: str
    batches: dict[str, str]
    family_relations: list[str]
    notified: str
    hospital: str


@cache
def load_names() -> Names:
    """Read the names once."""
    return msgspec.json.decode((resources() / "sample/sample.json").read_bytes(), type=Names)
