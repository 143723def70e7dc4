"""What a district adds to code lists is in use for a whole process: no test leaves any behind."""

from collections.abc import Iterator

import pytest

from station_app.domain.codes.added import use_in_process


@pytest.fixture(autouse=True)
def no_added_codes_left_behind() -> Iterator[None]:
    """Every test begins with the built-in lists."""
    use_in_process({})
    yield
    use_in_process({})
