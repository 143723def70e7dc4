"""Random work over bad lines, strange returns and mad clocks: after quiet all copies are equal.

What a world is and what must hold in it: `model_world`, `model_reckoning`. The long run:
`python -m tests.server.model_run --operations 1000000 --seed 1`.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest

from tests.server.model_ledger import Ledger
from tests.server.model_run import fast_folder, run_world
from tests.server.model_template import Template, make_template, prepared_district

SIZE = 400
POSTGRES_SIZE = 200
KEY = UUID(int=1)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where a world stands while it lasts: in memory, if there is such a place."""
    with TemporaryDirectory(dir=fast_folder()) as made:
        yield Path(made) / "world"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Two stations and their district, made once."""
    return make_template(tmp_path_factory.mktemp("model") / "template")


@pytest.mark.parametrize("seed", range(1, 6))
def test_after_quiet_all_copies_are_equal_and_nothing_is_lost(
    template: Template, folder: Path, seed: int
) -> None:
    world = run_world(template, folder, seed, SIZE)
    assert world.steps == SIZE
    assert world.done["edit"] > SIZE // 3


@pytest.mark.parametrize("seed", range(11, 12))
def test_the_same_holds_on_postgresql(
    template: Template, postgres: str, folder: Path, seed: int
) -> None:
    engine = prepared_district(postgres.replace("postgresql://", "postgresql+psycopg://"))
    world = run_world(template, folder, seed, POSTGRES_SIZE, engine=engine)
    assert world.steps == POSTGRES_SIZE


def view(
    value: str | None, *, question: str | None = None
) -> dict[str, dict[UUID, dict[str, object]]]:
    """A copy with one person whose address stands so, and perhaps a conflict about it."""
    conflict: dict[UUID, dict[str, object]] = {}
    if question is not None:
        about: dict[str, object] = {
            "record_id": str(KEY),
            "field": "address",
            "server_value": value,
        }
        conflict[UUID(int=2)] = about | {"client_value": question}
    return {"person": {KEY: {"address": value}}, "conflict": conflict}


def test_the_ledger_misses_a_value_that_nobody_saw() -> None:
    ledger = Ledger()
    ledger.write(KEY, "address", None, "三组", is_new=True)
    ledger.write(KEY, "address", "三组", "三组 17 号", is_new=False)
    ledger.write(KEY, "address", "三组", "三组 71 号", is_new=False)
    (lost,) = ledger.lost(view("三组 71 号"))
    assert lost.value == "三组 17 号"
    assert ledger.lost(view("三组 71 号", question="三组 17 号")) == []


def test_the_ledger_misses_what_only_a_lost_value_has_seen() -> None:
    ledger = Ledger()
    ledger.write(KEY, "address", None, "三组", is_new=True)
    gone = ledger.write(KEY, "address", "三组", "四组", is_new=False)
    ledger.gone([gone])
    (lost,) = ledger.lost(view(None))
    assert lost.value == "三组"
    assert ledger.lost(view("三组")) == []


def test_the_ledger_knows_a_value_that_nobody_wrote() -> None:
    ledger = Ledger()
    ledger.write(KEY, "address", None, "三组", is_new=True)
    assert ledger.invented(view("九组")) == [((KEY, "address"), "九组")]
