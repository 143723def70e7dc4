"""How a long job reports how far it is, and the only place where it can be stopped."""

from typing import Protocol


class Progress(Protocol):
    """What a job tells its caller about itself."""

    def step(self, done: int, total: int) -> None:
        """Report `done` of `total`; raises `Cancelled` when a person asked to stop."""


class Silent:
    """The progress of a job that nobody watches: a command line, a test."""

    def step(self, done: int, total: int) -> None:
        """Nobody listens and nobody cancels."""
