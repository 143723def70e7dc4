"""What must hold in a world after quiet: nothing differs, nothing is lost, nothing is invented."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from district_server.models import KeptField
from station_app.models.registry import BY_NAME
from station_app.services.district_proof import prove
from tests.fixtures.district import everything
from tests.server.model_world import World

QUIET_ROUNDS = 12
Copy = dict[str, dict[UUID, dict[str, object]]]


def let_it_be_quiet(world: World) -> None:
    """Everybody reports over good lines until nobody has anything new."""
    for _, replica in world.replicas:
        replica.line.fault_rate = 0.0
    for _ in range(QUIET_ROUNDS):
        moved = 0
        for _, replica in world.replicas:
            result = replica.sync(world.ledger, world.steps)
            assert result is not None
            moved += result.sent + result.received + (not result.complete)
        if not moved and not _prove_all(world):
            return
    left = [replica.refused() for _, replica in world.replicas]
    raise AssertionError(f"the copies never come to rest: {left}")


def _prove_all(world: World) -> int:
    """Every PC compares itself with the district; how much had to be repaired."""
    repaired = 0
    for _, replica in world.replicas:
        proof = prove(replica.office.desk, line=replica.client)
        assert proof.agrees, f"apart: {proof}"
        repaired += proof.repaired
        replica.read_log(world.ledger)
    return repaired


def reckon(world: World) -> None:
    """All copies of a station equal the district's; every value is accounted for."""
    with Session(world.engine) as session:
        at_the_district = everything(session)
    both: Copy = {name: {} for name in BY_NAME}
    for site in world.sites:
        view = _of_station(at_the_district, site.template.station_id)
        for replica in site.replicas:
            _same(view, replica.view())
        for name, rows in view.items():
            both[name] |= rows
    lost = world.ledger.lost(both)
    assert not lost, f"{len(lost)} values lost; {world.ledger.story(lost[0], both)}"
    invented = world.ledger.invented(both)
    assert not invented, f"{len(invented)} values that nobody wrote: {invented[:3]}"


def _of_station(copy: Copy, station_id: UUID) -> Copy:
    mine = str(station_id)
    return {
        name: {key: row for key, row in rows.items() if row["station_id"] == mine}
        for name, rows in copy.items()
    }


def _same(district: Copy, here: Copy) -> None:
    for name, rows in district.items():
        assert here[name].keys() == rows.keys(), f"{name}: other records"
        for key, row in rows.items():
            assert here[name][key] == row, f"{name} {key}: {_difference(here[name][key], row)}"


def _difference(here: Mapping[str, object], there: Mapping[str, object]) -> dict[str, object]:
    return {name: (here[name], value) for name, value in there.items() if here.get(name) != value}


def kept_at_the_district(engine: Engine) -> set[tuple[UUID, str, str]]:
    """Fields of newer programs that the district keeps."""
    columns = (KeptField.record_id, KeptField.field, KeptField.value)
    with Session(engine) as session:
        return {(key, name, value) for key, name, value in session.execute(select(*columns))}
