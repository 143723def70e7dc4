"""What a process has used: processor time and memory, read from the system, whoever's it is."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
KIB_PER_MB = 1024


@dataclass(frozen=True, slots=True)
class Process:
    """A process by its number."""

    number: int

    @property
    def seconds(self) -> float:
        """Processor time so far, its own and the system's on its behalf."""
        user, system = self._fields()[11:13]
        return (int(user) + int(system)) / TICKS

    @property
    def family_seconds(self) -> float:
        """Processor time of this process, its children, and those that have ended."""
        ended = sum(map(int, self._fields()[13:15])) / TICKS
        return self.seconds + ended + sum(child.seconds for child in self._children())

    @property
    def megabytes(self) -> float:
        """Memory held now."""
        return self._status("VmRSS")

    @property
    def peak_megabytes(self) -> float:
        """The most memory held since `forget_peak`."""
        return self._status("VmHWM")

    def forget_peak(self) -> None:
        """Begin to watch the peak anew."""
        Path(f"/proc/{self.number}/clear_refs").write_text("5")

    def _fields(self) -> list[str]:
        """The fields of `stat` after the name, which may hold blanks."""
        return Path(f"/proc/{self.number}/stat").read_text().rpartition(")")[2].split()

    def _status(self, name: str) -> float:
        lines = Path(f"/proc/{self.number}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / KIB_PER_MB

    def _children(self) -> list["Process"]:
        tasks = Path(f"/proc/{self.number}/task").glob("*/children")
        return [Process(int(number)) for task in tasks for number in task.read_text().split()]


def here() -> Process:
    """This process."""
    return Process(os.getpid())
