"""The three ways in which a request can fail, known to every layer.

StationError
├── Rejected      a rule was broken; nothing was written
├── Unavailable   disk, line, printer or lock; try again
└── Cancelled     a person stopped a long job; nothing of it remains

Anything else that is raised is a bug.
"""


class StationError(Exception):
    """An expected failure: a stable code and the values its sentence needs.

    The code (``area.reason``) selects the Chinese sentence in `station_app.messages`; the values
    fill it. They may be personal data, so neither `str()` nor `repr()` shows them: only the code
    reaches a log.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Rejected(StationError):
    """The request breaks a rule; nothing was written."""


class Unavailable(StationError):
    """Something outside the program is missing just now; trying again later may help."""


class Cancelled(StationError):
    """A person stopped the job; its unit of work is rolled back."""

    def __init__(self) -> None:
        super().__init__("job.cancelled")
