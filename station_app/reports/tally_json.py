"""Responsible for a tally as JSON: money in 分, people and things as whole numbers."""

import json

from station_app.domain.tally import Tally


def text(tally: Tally) -> str:
    """The tally in the shape `{"station", "period", "lines": [...]}`, lines in their order."""
    return json.dumps(tally.to_json(), ensure_ascii=False, indent=2) + "\n"
