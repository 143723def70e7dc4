"""What the frame around the pages shows and does by itself: state, badges, search, undo, copies.

Loaded after log-in: it knows services and queries.
"""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from station_app.errors import StationError, Unavailable
from station_app.messages import sentence
from station_app.messages.labels import label
from station_app.queries.district_desk import DistrictDesk, district_desk
from station_app.queries.home import (
    OpenCertification,
    PlaquesToHang,
    open_certification,
    plaques_to_hang,
)
from station_app.services.backups import BackupStatus, back_up_daily
from station_app.services.recent_people import remember_person
from station_app.services.search_index import renew_search
from station_app.services.sync_status import SyncStatus, sync_status
from station_app.services.undoing import Undone, redo_last, undo_last
from station_app.ui.desk import Desk
from station_app.ui.main_window import MainWindow
from station_app.ui.pages.settings_operators import ChangePassword
from station_app.ui.people_search import find_people
from station_app.ui.status import LIGHT_ICONS, LIGHTS, backup_words
from station_app.ui.tasks import Touched

BACKUP_AFTER_MS = 60_000
BACKUP_EVERY_MS = 3_600_000
NO_BADGE = frozenset({"condolence_batch", "condolence_plan", "condolence_payment"})
"""What is written with every amount and signature; no badge counts it, it only waits to be sent."""


class DeskState(QObject):
    """Keeps status bar and badges true, makes the daily copy, takes steps back."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        window.search_with(find_people)
        desk.undo_wanted.connect(self.undo)
        desk.redo_wanted.connect(self.redo)
        desk.drafts.failed.connect(self._not_kept)
        desk.tasks.touched.connect(self._touched)
        window.relaid.connect(self.refresh)
        window.turned_to.connect(self._turned_to)
        window.password_wanted.connect(self.change_password)
        self._late = QTimer(self, singleShot=True, interval=BACKUP_AFTER_MS)
        self._hourly = QTimer(self, interval=BACKUP_EVERY_MS)
        for timer in (self._late, self._hourly):
            timer.timeout.connect(self.back_up)
            timer.start()
        desk.tasks.run(renew_search)

    def refresh(self) -> None:
        """Ask how everything stands."""
        self._desk.tasks.read(sync_status, then=self._show_sync)
        self._desk.tasks.read(open_certification, self._desk.today(), then=self._show_waiting)
        self._desk.tasks.read(plaques_to_hang, then=self._show_plaques)
        self._desk.tasks.read(district_desk, today=self._desk.today(), then=self._show_postings)
        self._window.status.show_backup(backup_words(self._desk)[0])

    def undo(self) -> None:
        """Take the last step back; not one that has nothing to do with what the page says."""
        page = self._window.page
        if page is not None and (why := page.nothing_to_undo()):
            self._desk.say(why)
            return
        self._desk.tasks.run(undo_last, then=self._undone, failed=self._not_undone)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._desk.tasks.run(redo_last, then=self._redone, failed=self._not_undone)

    def change_password(self) -> None:
        """One's own password, from the menu under one's name."""
        ChangePassword(self._window, self._desk)

    def back_up(self) -> None:
        """Today's copy, unless there is one."""
        self._desk.tasks.run(
            back_up_daily,
            self._desk.paths,
            now=self._desk.clock(),
            then=self._backed_up,
            failed=self._not_backed_up,
        )

    def _turned_to(self, page: str, subject: object) -> None:
        """Who is opened stands among the last ones on the first page."""
        if page == "person" and isinstance(subject, UUID):
            self._desk.tasks.write(label("desk.recent"), remember_person, subject)

    def _touched(self, touched: Touched) -> None:
        if touched.keys() - NO_BADGE:
            self.refresh()
        elif touched:
            self._desk.tasks.read(sync_status, then=self._show_sync)

    def _show_sync(self, status: SyncStatus) -> None:
        bar = self._window.status
        bar.show_sync(status.sentence, LIGHTS[status.light], LIGHT_ICONS[status.light][0])
        connected = status.enrolled and not status.offline and status.last_receipt_at is not None
        bar.show_line("已连接" if connected else "未连接，不影响使用", connected=connected)
        never_heard = status.last_receipt_at is None  # the first report is under way, or waits
        bar.line_is_said(status.offline or not status.enrolled or never_heard)
        self._window.show_badge("sync", status.questions, decide=True)

    def _show_waiting(self, certification: OpenCertification | None) -> None:
        count = certification.count if certification is not None else 0
        self._window.show_badge("certifications", count)

    def _show_plaques(self, plaques: PlaquesToHang) -> None:
        self._window.show_badge("plaques", plaques.count)

    def _show_postings(self, from_district: DistrictDesk) -> None:
        self._window.show_badge("postings", from_district.waiting)

    def _undone(self, done: Undone) -> None:
        kept = f"；{len(done.kept):,} 处后来改过，没有动" if done.kept else ""
        self._desk.said.emit(f"已撤销：{done.what}{kept}", "重做", "Ctrl+Y")

    def _redone(self, done: Undone) -> None:
        self._desk.say(f"已重做：{done.what}", undo=True)

    def _not_undone(self, error: StationError) -> None:
        self._desk.say(sentence(error).partition("。")[0])

    def _not_kept(self, code: str) -> None:
        """Drafts cannot be written: said in passing, the work goes on."""
        self._desk.say(sentence(Unavailable(code)))

    def _backed_up(self, _status: BackupStatus) -> None:
        self._window.status.show_backup(backup_words(self._desk)[0])

    def _not_backed_up(self, error: StationError) -> None:
        self._window.status.show_backup(sentence(error).partition("。")[0])
