"""Jobs of the tally page that make files and papers, as `Tasks` runs them."""

from pathlib import Path
from typing import Any

from station_app.progress import Progress
from station_app.services.figure_paper import FigureOrder, figure_paper
from station_app.services.saving import save_file
from station_app.services.tally_report import TallyOrder, tally_paper, tally_text, tally_xlsx

# Any: the session of a job; pages know no database.


def save_workbook(session: Any, path: Path, order: TallyOrder, *, progress: Progress) -> Path:
    """F09 as a workbook with the rows behind its figures."""
    return save_file(path, tally_xlsx(session, order, progress))


def save_json(session: Any, path: Path, order: TallyOrder) -> Path:
    """The figures for another program."""
    return save_file(path, tally_text(session, order).encode())


def paper(session: Any, order: TallyOrder, *, progress: Progress) -> bytes:
    """F09 for the preview."""
    return tally_paper(session, order, progress)


def paper_of_figure(session: Any, order: FigureOrder, *, progress: Progress) -> bytes:
    """The rows behind one figure for the preview."""
    return figure_paper(session, order, progress)
