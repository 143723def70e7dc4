"""What the history calls each kind of step; whoever writes names the unit of work by these."""

LABELS = {
    "station.init": "建站",
    "sample.fill": "装入示例资料",
}
SENTENCES: dict[str, str] = {}


def label(code: str, **values: object) -> str:
    """The Chinese name of a step, its values filled in."""
    return LABELS[code].format_map(values)
