"""The examples for production say one thing: the Procfile, systemd's units and the containers."""

import os
import re
import secrets
import shutil
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
PROCFILE = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
SYSTEMD = ROOT / "deploy" / "systemd"
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SETTINGS = dict(
    line.split("=", 1)
    for line in (ROOT / "deploy" / "newsdesk.env").read_text().splitlines()
    if "=" in line and not line.startswith("#")
)
# Read by gunicorn itself.
GUNICORNS = {"WEB_CONCURRENCY"}


@pytest.fixture
def installed(tmp_path):
    """A copy of the deployment whose programs say how they were called."""
    for name in ("Procfile", "deploy/process"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("celery", "gunicorn"):
        (programs / name).write_text('#!/bin/sh\necho "$0 $*"\n')
        (programs / name).chmod(0o755)
    return tmp_path


def process(installed, *arguments: str, **env: str) -> subprocess.CompletedProcess:
    command = [installed / "deploy" / "process", *arguments]
    return subprocess.run(
        command, env={"PATH": os.environ["PATH"], **env}, text=True, capture_output=True
    )


@pytest.mark.parametrize("name", PROCFILE)
def test_each_process_of_the_procfile_can_be_run_alone(installed, name):
    said = process(installed, name, PORT="8123").stdout
    program = PROCFILE[name].split()[1]
    assert said.startswith(f"{installed}/.venv/bin/{program} ")
    assert ("--bind 127.0.0.1:8123" in said) == (name == "web")


def test_two_nlp_workers_on_one_machine_have_two_names(installed):
    assert "--hostname nlp2@%h" in process(installed, "nlp", INSTANCE="2").stdout
    assert "--hostname nlp@%h" in process(installed, "nlp").stdout


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("n",), 64), (("web.*",), 64)])
def test_another_process_is_refused_in_words(installed, arguments, code):
    done = process(installed, *arguments)
    assert done.returncode == code
    assert re.search(r"Which process\?|has no process", done.stderr)


def test_systemd_and_the_containers_run_every_process():
    target = (SYSTEMD / "newsdesk.target").read_text()
    assert set(re.findall(r"newsdesk@(\w+)\.service", target)) | {"nlp"} == set(PROCFILE)
    assert target.count("newsdesk-nlp@") == 2
    of_ours = {name: one for name, one in COMPOSE["services"].items() if "build" in one}
    commands = {"migrate", "backup"}
    assert set(of_ours) == set(PROCFILE) | commands
    for name, service in of_ours.items():
        assert service["command"] == [name] or name in commands
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]


def test_both_keep_two_workers_and_make_backups():
    assert COMPOSE["services"]["nlp"]["deploy"]["replicas"] == 2
    [command] = COMPOSE["services"]["backup"]["command"]
    units = (SYSTEMD / "newsdesk-backup.service").read_text()
    backup = re.search(r"manage\.py backup \S+ --keep 14", units)[0]
    assert backup in command


def test_no_unit_opens_the_folder_of_data_to_others():
    """Each start of a unit with a StateDirectory sets its mode, to 0755 unless told."""
    units = [file.read_text() for file in SYSTEMD.glob("*.service")]
    with_data = [unit for unit in units if "StateDirectory=" in unit]
    assert len(with_data) == 3
    assert all("\nStateDirectoryMode=0750\n" in unit for unit in with_data)


def test_the_image_holds_what_is_named_and_no_secrets():
    """Everything is left out but for a list, which names code only; the code is all there."""
    first, *lines = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if not line.startswith("#")
    ]
    named = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert first == "*"
    assert all((ROOT / name).exists() for name in named)
    kept_out = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    assert not named & (kept_out | {"deploy", "deploy/newsdesk.env", ".git"})
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.M)
    assert {name for line in copied for name in line.split()} - {"."} <= named


def test_only_the_web_server_is_reachable_and_only_from_the_machine():
    ports = {name: one["ports"] for name, one in COMPOSE["services"].items() if "ports" in one}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_takes_the_units(tmp_path):
    for unit in SYSTEMD.iterdir():
        text = unit.read_text().replace("/srv/newsdesk/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text.replace("/srv/newsdesk", str(ROOT)))
    units = [tmp_path / name for name in ("newsdesk.target", "newsdesk-backup.timer")]
    for template, instance in (("newsdesk@", "web"), ("newsdesk-nlp@", "1")):
        units.append(tmp_path / f"{template}{instance}.service")
        units[-1].symlink_to(tmp_path / f"{template}.service")
    env = os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    command = ["systemd-analyze", "verify", "--man=no", *map(str, units)]
    done = subprocess.run(command, env=env, text=True, capture_output=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "newsdesk" in line]
    assert ours == []


def test_every_setting_of_the_example_is_one():
    sources = "".join(path.read_text() for path in (ROOT / "newsdesk").glob("*.py"))
    known = set(re.findall(r'env\.\w+\(\s*"(\w+)"', sources)) | GUNICORNS
    assert set(SETTINGS) <= known


def test_the_example_passes_djangos_checks_once_it_has_a_secret(tmp_path):
    values = {name: value.strip('"') for name, value in SETTINGS.items()}
    values |= {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "VAR_DIR": str(tmp_path),
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment() | values, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr


def _environment() -> dict[str, str]:
    """Return this process's environment without what browser tests add to it."""
    return {n: value for n, value in os.environ.items() if n != "DJANGO_ALLOW_ASYNC_UNSAFE"}
