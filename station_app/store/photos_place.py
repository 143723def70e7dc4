"""Where a PC keeps its photos, and what happens when their file is gone or of another key."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from station_app.errors import Unavailable
from station_app.paths import Paths
from station_app.store.engine import key_pragma
from station_app.store.failures import files_in_words
from station_app.store.photos import Photos, open_photos
