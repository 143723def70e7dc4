"""Who may open the file: passwords, recovery words, and what is left when one is taken away."""

import pytest

from station_app.errors import Rejected, Unavailable
from station_app.paths import Paths
from station_app.store import keys
from station_app.store.keys import Keys
from tests.fixtures.passwords import CHEAP, IN_EARNEST

PASSWORD = "清风明月一千里路"
OTHER = "春江花月夜无边岸"


@pytest.fixture
def made(paths: Paths) -> tuple[Keys, tuple[str, ...]]:
    """The keys of a new station and its recovery words."""
    paths.create()
    return keys.create(paths.keys, operator="李敏", password=PASSWORD)


Made = tuple[Keys, tuple[str, ...]]


def test_a_guess_costs_64_mib_outside_of_tests(
    paths: Paths, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    cost, _ = IN_EARNEST
    assert 128 * 8 * cost == 64 * 1024 * 1024
    monkeypatch.setattr(keys, "SCRYPT_N", cost)
    keys.add_operator(paths.keys, made[0], name="赵国强", password=OTHER)
    assert [e.wrapped.cost for e in keys.operators(paths.keys) if e.wrapped] == [CHEAP, cost]
    assert keys.unlock(paths.keys, operator="赵国强", password=OTHER) == made[0]


def test_the_right_password_gives_the_keys_and_a_wrong_one_nothing(
    paths: Paths, made: Made
) -> None:
    assert keys.unlock(paths.keys, operator="李敏", password=PASSWORD) == made[0]
    with pytest.raises(Rejected, match=r"login\.wrong_password"):
        keys.unlock(paths.keys, operator="李敏", password=OTHER)


def test_the_command_line_finds_whose_password_it_is(paths: Paths, made: Made) -> None:
    keys.add_operator(paths.keys, made[0], name="赵国强", password=OTHER)
    assert keys.unlock_any(paths.keys, password=OTHER) == ("赵国强", made[0])
    with pytest.raises(Rejected, match=r"login\.wrong_password"):
        keys.unlock_any(paths.keys, password="别人的密码在这里")


def test_the_recovery_words_open_the_file(paths: Paths, made: Made) -> None:
    words = " ".join(made[1])
    assert len(made[1]) == 12
    assert keys.unlock_with_recovery(paths.keys, words) == made[0]


def test_words_of_another_station_open_nothing(paths: Paths, made: Made) -> None:
    other = keys.create(paths.data / "other.json", operator="王芳", password=OTHER)
    assert other[0] != made[0]
    with pytest.raises(Rejected, match=r"login\.recovery_mismatch"):
        keys.unlock_with_recovery(paths.keys, " ".join(other[1]))


def test_an_old_password_opens_nothing_after_a_change(paths: Paths, made: Made) -> None:
    keys.change_password(paths.keys, made[0], name="李敏", password=OTHER)
    assert keys.unlock(paths.keys, operator="李敏", password=OTHER) == made[0]
    with pytest.raises(Rejected, match=r"login\.wrong_password"):
        keys.unlock(paths.keys, operator="李敏", password=PASSWORD)


def test_a_disabled_operator_is_shut_out_and_the_last_one_never(paths: Paths, made: Made) -> None:
    keys.add_operator(paths.keys, made[0], name="赵国强", password=OTHER)
    keys.disable_operator(paths.keys, name="李敏")
    with pytest.raises(Rejected, match=r"login\.unknown_operator"):
        keys.unlock(paths.keys, operator="李敏", password=PASSWORD)
    with pytest.raises(Rejected, match=r"login\.last_operator"):
        keys.disable_operator(paths.keys, name="赵国强")
    assert [entry.name for entry in keys.operators(paths.keys)] == ["赵国强"]


def test_two_operators_cannot_bear_one_name(paths: Paths, made: Made) -> None:
    with pytest.raises(Rejected, match=r"login\.operator_exists"):
        keys.add_operator(paths.keys, made[0], name="李敏", password=OTHER)


def test_a_short_password_is_refused_before_anything_is_written(paths: Paths) -> None:
    paths.create()
    with pytest.raises(Rejected, match=r"login\.weak_password"):
        keys.create(paths.keys, operator="李敏", password="1234567")
    assert not paths.keys.exists()


def test_a_damaged_key_file_is_said_so(paths: Paths, made: Made) -> None:
    paths.keys.write_bytes(paths.keys.read_bytes()[:-40])
    with pytest.raises(Unavailable, match=r"login\.keys_damaged"):
        keys.unlock(paths.keys, operator="李敏", password=PASSWORD)
    assert "Keys(…)" in repr(made[0]), "no key in a traceback"


def test_no_secret_lies_open_in_the_key_file(paths: Paths, made: Made) -> None:
    content = paths.keys.read_bytes()
    for secret in (made[0].data, made[0].seal):
        assert secret not in content
        assert secret.hex().encode() not in content
    assert PASSWORD.encode() not in content


def test_a_second_pc_gets_the_seal_by_the_recovery_words(paths: Paths, made: Made) -> None:
    envelope = keys.recovery_envelope(paths.keys)
    assert keys.open_envelope(envelope, " ".join(made[1])) == made[0].seal
    second = paths.data / "second.json"
    own, _ = keys.create(second, operator="王芳", password=OTHER)
    adopted = keys.adopt_seal(second, own, seal=made[0].seal, password=OTHER, operator="王芳")
    assert adopted == Keys(own.data, made[0].seal)
    assert keys.unlock(second, operator="王芳", password=OTHER) == adopted
