"""Reporting by stick as jobs: each takes the open store and what of this PC it needs."""

from pathlib import Path

from station_app.progress import Progress
from station_app.services.bundle_joining import JoinedByStick, join_by_stick
from station_app.services.bundle_receipts import Imported, import_receipt
from station_app.services.bundles import Exported, export_bundle
from station_app.ui.sync_jobs import Store, ThisPc


def export(store: Store, here: ThisPc, target: Path, *, progress: Progress) -> Exported:
    """Everything without a receipt onto the stick."""
    return export_bundle(here.desk(store), target, progress=progress)


def take_back(store: Store, here: ThisPc, source: Path, *, progress: Progress) -> Imported:
    """The receipt from the stick."""
    return import_receipt(here.desk(store), source, progress=progress)


def join(store: Store, here: ThisPc, source: Path) -> JoinedByStick:
    """The district's enrolment file from the stick."""
    return join_by_stick(here.desk(store), source)
