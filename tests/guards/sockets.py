"""No test reaches beyond this process; those marked `loopback` may reach this machine."""

import socket
from collections.abc import Callable

import pytest

HERE = {"127.0.0.1", "::1", "localhost"}


class ForbiddenSocketError(AssertionError):
    """A test opened a socket that it may not open."""


@pytest.fixture(autouse=True)
def no_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every address but, for marked tests, those of this machine."""
    may_stay_here = request.node.get_closest_marker("loopback") is not None
    for method in ("connect", "connect_ex", "bind"):
        original = getattr(socket.socket, method)
        monkeypatch.setattr(socket.socket, method, _guarded(original, may_stay_here=may_stay_here))


def _guarded(
    original: Callable[[socket.socket, object], object], *, may_stay_here: bool
) -> Callable[[socket.socket, object], object]:
    def guarded(self: socket.socket, address: object) -> object:
        local = self.family == getattr(socket, "AF_UNIX", None)
        here = isinstance(address, tuple) and address[0] in HERE
        if local or (here and may_stay_here):
            return original(self, address)
        raise ForbiddenSocketError(f"a test opened a socket to {address!r}")

    return guarded
