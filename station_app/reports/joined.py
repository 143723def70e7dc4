"""Responsible for several forms in one file, each keeping its own page numbers."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2

from station_app.reports.pages_as_images import DRAWING


def joined(documents: Sequence[bytes]) -> bytes:
    """The pages of all documents one after the other; a single one stays as it is."""
    if len(documents) == 1:
        return documents[0]
    with DRAWING:
        return _joined(documents)


def _joined(documents: Sequence[bytes]) -> bytes:
    whole = pypdfium2.PdfDocument.new()
    for document in documents:
        part = pypdfium2.PdfDocument(document)
        whole.import_pages(part)
        part.close()
    stream = BytesIO()
    whole.save(stream)
    whole.close()
    return stream.getvalue()
