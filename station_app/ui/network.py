"""Hears the network come back, where the platform tells of it; loaded after the first page."""

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkInformation

from station_app.ui.reporting import Reporter


class NetworkEar(QObject):
    """Wakes the reporter when the PC is in reach of others again."""

    def __init__(self, reporter: Reporter) -> None:
        super().__init__(reporter)
        self._reporter = reporter
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            QNetworkInformation.instance().reachabilityChanged.connect(self.hear)

    def hear(self, reach: QNetworkInformation.Reachability) -> None:
        """Only a way to the outside is worth another try."""
        if reach == QNetworkInformation.Reachability.Online:
            self._reporter.woke()
