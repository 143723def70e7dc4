"""A PostgreSQL for a drill: in a folder of its own, with the archive and the scripts of earnest."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "postgres"
"""PostgreSQL refuses to run as root; its Debian package brings this account."""
SCRIPTS = Path(__file__).parent / "postgresql"
DATABASE = "district"


def find_programs() -> Path | None:
    """Where PostgreSQL's own programs are, the newest; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    folders = [*reversed(found), *map(Path, os.get_exec_path())]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in `folder`: its data, its archive of WAL, its base backups, its socket."""

    programs: Path
    folder: Path

    @property
    def data(self) -> Path:
        """The cluster itself: what will be destroyed."""
        return self.folder / "data"

    @property
    def backups(self) -> Path:
        """What survives: base backups and WAL."""
        return self.folder / "backups"

    @property
    def url(self) -> str:
        """The address of the district's database."""
        return f"postgresql://{ACCOUNT}@/{DATABASE}?host={self.folder}"

    def run(self, *command: str | Path) -> str:
        """Run a program as PostgreSQL's account; returns what it printed."""
        path = f"{self.programs}:{os.environ['PATH']}"
        done = subprocess.run(
            command,
            check=True,
            user=ACCOUNT if os.geteuid() == 0 else None,
            cwd=self.folder,
            env={"LC_ALL": "C.UTF-8", "PATH": path, "PGHOST": str(self.folder), "PGUSER": ACCOUNT},
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def make(self) -> None:
        """An empty cluster that archives its WAL, with the district's database."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        copies = self.folder / "scripts"
        shutil.copytree(SCRIPTS, copies)
        for folder in (self.folder, copies):
            if os.geteuid() == 0:
                shutil.chown(folder, ACCOUNT)
        login = ("-A", "trust", "-U", ACCOUNT, "-E", "UTF8", "--data-checksums")
        self.run(self.programs / "initdb", "-D", self.data, *login)
        archive = f"{copies / 'archive-wal.sh'} {self.backups / 'wal'} %p %f"
        self._configure(wal_level="replica", archive_mode="on", archive_command=archive)
        self.start()
        self.run(self.programs / "createdb", DATABASE)

    def start(self) -> None:
        """Start and wait until it answers, and until it has replayed what it was told to."""
        options = f"-c listen_addresses='' -k {self.folder}"
        control = (self.programs / "pg_ctl", "-D", self.data, "-l", self.folder / "log")
        self.run(*control, "-o", options, "-w", "-t", "300", "-s", "start")
        while self.ask("SELECT pg_is_in_recovery()", database="postgres") != "f":
            self.ask("SELECT pg_sleep(0.2)", database="postgres")

    def stop(self) -> None:
        """Pull the plug, where there is one."""
        if not (self.data / "postmaster.pid").exists():
            return
        self.run(self.programs / "pg_ctl", "-D", self.data, "-m", "immediate", "-s", "stop")

    def ask(self, sql: str, *, database: str = DATABASE) -> str:
        """One statement, in a session of its own."""
        return self.run(self.programs / "psql", "-XAtq", "-d", database, "-c", sql)

    def base_backup(self) -> Path:
        """What the nightly timer does; returns the new backup."""
        return Path(self.run(self.folder / "scripts" / "base-backup.sh", self.backups))

    def archive_all(self) -> None:
        """Close the piece of WAL that is being written and wait until it lies in the archive."""
        name = self.ask("SELECT pg_walfile_name(pg_switch_wal())")
        wait = f"SELECT last_archived_wal >= '{name}' FROM pg_stat_archiver"
        while self.ask(wait) != "t":
            self.ask("SELECT pg_sleep(0.2)")

    def destroy(self) -> None:
        """What the drill is for: the plug is pulled and the cluster is gone."""
        self.stop()
        shutil.rmtree(self.data)

    def restore(self, base: Path, moment: str) -> None:
        """Lay a base backup down, replay WAL up to the moment, and open."""
        script = self.folder / "scripts" / "restore-to.sh"
        self.run(script, base, self.backups / "wal", self.data, moment)
        self.start()

    def _configure(self, **settings: str) -> None:
        lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        self.run("sh", "-c", f'printf %s "$1" >> {self.data}/postgresql.auto.conf', "sh", lines)
