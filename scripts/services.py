"""PostgreSQL and Redis of one's own on loopback: `services.py start|stop|status [NAME]`.

For development and tests. Needs Debian's packages, which `start` installs where it may, and nothing
of Python's but its library. Everything lies in one folder: data, logs, and `env`, which holds the
addresses with their password. Root starts them as the user `postgres`: PostgreSQL refuses root.
"""

import argparse
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

HOST = "127.0.0.1"
USER = DATABASE = "newsdesk"
PACKAGES = {"initdb": "postgresql", "redis-server": "redis-server"}
# A crash of the machine may lose everything: for what nobody keeps.
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
IS_ROOT = os.geteuid() == 0
AS_SERVICE = {"user": "postgres", "group": "postgres", "extra_groups": []} if IS_ROOT else {}


class Failed(Exception):
    """Something that a person can mend; says what."""


class Places:
    """Where things lie: `folder` is asked for, `data` is where the services can reach it."""

    def __init__(self, folder: Path) -> None:
        self.env = folder / "env"
        moved = folder / "data-is-at"
        self.data = Path(moved.read_text()) if moved.exists() else folder / "data"
        self._folder, self._moved = folder, moved

    def make(self, port: int) -> None:
        """Make the folders; root's data goes where the user `postgres` may walk to."""
        self._folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        if IS_ROOT and not self.data.exists():
            self._folder.chmod(0o711)
            walk = ["test", "-x", str(self._folder)]
            if subprocess.run(walk, check=False, **AS_SERVICE).returncode:
                self.data = Path(f"/var/lib/newsdesk-services-{port}")
                self._moved.write_text(str(self.data))
        self.data.mkdir(mode=0o700, exist_ok=True)
        give(self.data)

    def addresses(self) -> dict[str, str]:
        """Return the variables of `env`; raise Failed where nothing was started yet."""
        if not self.env.exists():
            raise Failed(f"No services were started in {self._folder}. Run `make services` first.")
        lines = self.env.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)


class Service:
    """What both have: a folder, a log, a port and a password."""

    def __init__(self, data: Path, name: str, address: str) -> None:
        self.folder, self.log = data / name, data / f"{name}.log"
        self.port, self.password = urlsplit(address).port, urlsplit(address).password

    def running(self) -> bool:
        """Say whether it answers."""
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0


class PostgreSQL(Service):
    """A cluster whose only database is `newsdesk`."""

    def start(self, *, throwaway: bool) -> None:
        """Start it, and make the cluster and the database first where there is none."""
        fresh = not (self.folder / "PG_VERSION").exists()
        if fresh:
            self._make_cluster()
        # Password sign-in over TCP only: no socket file that has to be reachable and short.
        options = [f"port={self.port}", f"listen_addresses={HOST}", "unix_socket_directories="]
        options += THROWAWAY if throwaway else ()
        self._control("start", "-l", self.log, "-o", " ".join(f"-c {each}" for each in options))
        if fresh:
            place = ("-h", HOST, "-p", self.port, "-U", USER)
            run("createdb", *place, DATABASE, password=self.password)

    def stop(self) -> None:
        """End it and its connections; one that does not run is none."""
        if self.running():
            self._control("stop", "-m", "fast")

    def _make_cluster(self) -> None:
        secret = self.folder.parent / "password"
        secret.write_text(self.password)
        give(secret)
        try:
            options = ("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8")
            run("initdb", "-D", self.folder, "-U", USER, f"--pwfile={secret}", *options)
        finally:
            secret.unlink()

    def _control(self, action: str, *options) -> None:
        try:
            run("pg_ctl", "-D", self.folder, "-w", "-t", "60", *options, action)
        except Failed as error:
            log = self.log.read_text()[-1500:] if self.log.exists() else ""
            raise Failed(f"{error}\n{log}") from error


class Redis(Service):
    """A server that keeps what it is told: restarts lose no bell."""

    def start(self, *, throwaway: bool) -> None:
        """Start it in the background."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        settings = self.folder / "redis.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind {HOST}\nport {self.port}\nrequirepass {self.password}\ndaemonize yes\n"
            f'dir "{self.folder}"\npidfile "{self.folder}/redis.pid"\nlogfile "{self.log}"\n'
            f'save ""\nappendonly {"no" if throwaway else "yes"}\n'
        )
        give(self.folder, settings)
        run("redis-server", settings)
        wait_until(self.running, f"Redis did not start; see {self.log}")

    def stop(self) -> None:
        """End it, with what it knows on disk."""
        if self.running():
            run("redis-cli", "-h", HOST, "-p", self.port, "shutdown", password=self.password)
            wait_until(lambda: not self.running(), "Redis did not stop.")


def give(*paths: Path) -> None:
    """Have the user that runs the services own these, where that is not the one that asks."""
    for path in paths if IS_ROOT else ():
        shutil.chown(path, "postgres", "postgres")


def run(program: str, *arguments, password: str = "") -> None:
    """Run a program of the services as their user; raise Failed with its words when it fails."""
    env = {"PATH": search_path(), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [program, *map(str, arguments)],
        env=env | {"PGPASSWORD": password, "REDISCLI_AUTH": password},
        # The server inherits what pg_ctl is given: a pipe would stay open as long as it runs.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
        cwd="/",
        text=True,
        check=False,
        **AS_SERVICE,
    )
    if done.returncode:
        raise Failed(f"{program} failed.\n{done.stderr or ''}".strip())


def search_path() -> str:
    """Return where programs lie: Debian keeps PostgreSQL's beside their version."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(versions, key=lambda path: float(path.parent.name), reverse=True)
    return os.pathsep.join([*map(str, newest), os.environ.get("PATH", ""), "/usr/sbin"])


def install() -> None:
    """Install what is missing; raise Failed with the command where that is not allowed."""
    missing = [package for name, package in PACKAGES.items() if not have(name)]
    if not missing:
        return
    print(f"Installing {' and '.join(missing)} …", flush=True)
    root = [] if IS_ROOT else ["sudo", "-n"]
    commands = ["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]
    with suppress(FileNotFoundError):
        for arguments in commands:
            subprocess.run([*root, "apt-get", *arguments], stdout=subprocess.DEVNULL, check=False)
    if not all(have(name) for name in PACKAGES):
        raise Failed(f"On Debian: sudo apt-get install {' '.join(missing)}")


def have(program: str) -> bool:
    """Say whether a program is installed."""
    return shutil.which(program, path=search_path()) is not None


def wait_until(reached, complaint: str, seconds: float = 20) -> None:
    """Wait for something; raise Failed with the complaint when it takes too long."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            raise Failed(complaint)
        time.sleep(0.05)


def usable(port: int) -> int:
    """Return the port, or a free one for 0; raise Failed where something else listens on it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Failed(f"Port {port} is taken. Choose another one, see `make help`.") from error
        return probe.getsockname()[1]


def first_addresses(places: Places, postgres_port: int, redis_port: int) -> dict[str, str]:
    """Choose ports and a password, make the folders, and keep the addresses in `env`."""
    ports = usable(postgres_port), usable(redis_port)
    places.make(ports[0])
    secret = secrets.token_urlsafe(24)
    redis = f"redis://:{secret}@{HOST}:{ports[1]}"
    addresses = {
        "DATABASE_URL": f"postgres://{USER}:{secret}@{HOST}:{ports[0]}/{DATABASE}",
        "CELERY_BROKER_URL": f"{redis}/0",
        "CACHE_URL": f"{redis}/1",
    }
    places.env.touch(mode=0o600)
    places.env.write_text("".join(f"{name}={value}\n" for name, value in addresses.items()))
    return addresses


def services(places: Places) -> dict[str, Service]:
    """Return the services of a folder by name."""
    addresses = places.addresses()
    return {
        "postgresql": PostgreSQL(places.data, "postgresql", addresses["DATABASE_URL"]),
        "redis": Redis(places.data, "redis", addresses["CELERY_BROKER_URL"]),
    }


def start(places: Places, options: argparse.Namespace) -> None:
    """Start what does not run, and print the addresses."""
    install()
    if not places.env.exists():
        first_addresses(places, options.postgres_port, options.redis_port)
    for name, service in chosen(places, options.name):
        if not service.running():
            print(f"Starting {name} on port {service.port} …", file=sys.stderr, flush=True)
            service.start(throwaway=options.throwaway)
    print("".join(f"{name}={value}\n" for name, value in places.addresses().items()), end="")
    print(f"\nThey are in {places.env} too: set -a; . {places.env}; set +a", file=sys.stderr)


def chosen(places: Places, name: str | None) -> list[tuple[str, Service]]:
    """Return the one service that is named, or both."""
    return [(each, one) for each, one in services(places).items() if name in (None, each)]


def main(arguments: list[str]) -> int:
    """Do what the command line says; 1 and plain words when it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["start", "stop", "status"])
    parser.add_argument("name", nargs="?", choices=["postgresql", "redis"])
    parser.add_argument("--folder", type=Path, default=Path("var/services"))
    parser.add_argument("--postgres-port", type=int, default=5439, help="0 takes a free one")
    parser.add_argument("--redis-port", type=int, default=6389, help="0 takes a free one")
    parser.add_argument("--throwaway", action="store_true", help="faster; keeps nothing for sure")
    options = parser.parse_args(arguments)
    places = Places(options.folder.resolve())
    try:
        if options.action == "start":
            start(places, options)
        for name, service in chosen(places, options.name):
            if options.action == "stop":
                service.stop()
            print(f"{name}: {'runs' if service.running() else 'stopped'}", file=sys.stderr)
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
