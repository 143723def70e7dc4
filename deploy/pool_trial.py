"""A trial of the connection pool: two districts report through PgBouncer in transaction mode.

    python3 -m deploy.pool_trial [--prepared]

Uses a temporary PostgreSQL, a PgBouncer with the settings of this folder but two connections only,
and the real server. `--prepared` leaves named statements on, which a PgBouncer older than 1.21
cannot carry. Exit code 0 when everything arrived, 3 where PgBouncer is not installed.
"""

import argparse
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.cluster import ACCOUNT, DATABASE, Cluster, find_programs
from deploy.drill import NOT_INSTALLED
from deploy.server import Server, free_port, now
from deploy.stations import make_station, together

NAMES = ("huaiyin", "qingjiangpu")
CONFIGURATION = Path(__file__).parent / "pgbouncer" / "pgbouncer.ini"


def trial(cluster: Cluster, folder: Path, bouncer: str, *, prepared: bool) -> bool:
    """Whether the records of two districts all arrived, each in its own."""
    settings = {
        "DISTRICT_SERVER_DISTRICTS": ",".join(NAMES),
        "DISTRICT_SERVER_PREPARED": "yes" if prepared else "no",
    }
    try:
        cluster.make()
        with pooled(cluster, folder, bouncer) as url:
            server = Server(folder, free_port(), settings | {"DISTRICT_SERVER_DB": url})
            return _two_districts_report(server, folder)
    finally:
        cluster.stop()


def _two_districts_report(server: Server, folder: Path) -> bool:
    server.say("init")
    stations = {}
    with server.serving() as address:
        for number, name in enumerate(NAMES):
            station = make_station(folder / "stations", number, people=10, clock=now)
            stations[name] = station
            where = ("--district", name)
            code = server.say(*where, "station", "add", "--code", station.code, "--name", name)
            station.join(f"{address}/{name}", code[-1])
        for _ in range(5):
            for station in stations.values():
                station.work("pool", 3)
                if not station.report():
                    return False
    found = [server.rows(name) == together([stations[name]]) for name in NAMES]
    for station in stations.values():
        station.close()
    return all(found)


@contextmanager
def pooled(cluster: Cluster, folder: Path, bouncer: str) -> Iterator[str]:
    """A PgBouncer before the cluster; yields the address through it."""
    port = free_port()
    settings = folder / "pgbouncer.ini"
    settings.write_text(_configured(cluster, folder, port))
    process = subprocess.Popen(
        [bouncer, "-q", str(settings)],
        user=ACCOUNT if os.geteuid() == 0 else None,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not (folder / f".s.PGSQL.{port}").exists():
            if process.poll() is not None:
                raise RuntimeError("PgBouncer does not like its configuration")
            time.sleep(0.05)
        yield f"postgresql://{ACCOUNT}@/{DATABASE}?host={folder}&port={port}"
    finally:
        process.terminate()
        process.wait()


def _configured(cluster: Cluster, folder: Path, port: int) -> str:
    """The configuration of earnest, with the places of a trial and very few connections."""
    changed = {
        "district": f"host={cluster.folder} dbname={DATABASE} user={ACCOUNT}",
        "listen_addr": "",
        "listen_port": str(port),
        "unix_socket_dir": str(folder),
        "auth_type": "any",
        "auth_file": "",
        "default_pool_size": "2",
        "min_pool_size": "1",
        "reserve_pool_size": "0",
    }
    lines = []
    for line in CONFIGURATION.read_text().splitlines():
        name = line.partition("=")[0].strip()
        lines.append(f"{name} = {changed[name]}" if name in changed else line)
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Run the trial and say what came of it."""
    parser = argparse.ArgumentParser(prog="python3 -m deploy.pool_trial")
    parser.add_argument("--prepared", action="store_true")
    options = parser.parse_args(arguments)
    programs, bouncer = find_programs(), shutil.which("pgbouncer", path="/usr/sbin:/usr/bin")
    if programs is None or bouncer is None:
        print("needed here:  apt-get install postgresql pgbouncer", file=sys.stderr)
        return NOT_INSTALLED
    with tempfile.TemporaryDirectory(prefix="pool") as text:
        folder = Path(text)
        folder.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam(ACCOUNT).pw_uid, -1)
        cluster = Cluster(programs, folder / "pg")
        good = trial(cluster, folder, bouncer, prepared=options.prepared)
    print("two districts reported through the pool" if good else "NOT GOOD")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
