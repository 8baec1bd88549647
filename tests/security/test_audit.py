"""The audit of libraries finds what was changed, swapped or never chosen."""

import base64
import hashlib
import importlib.util
import json
import subprocess
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from django.conf import settings

_spec = importlib.util.spec_from_file_location("audit", Path(settings.BASE_DIR, "scripts/audit.py"))
audit = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(audit)


@pytest.fixture
def package(tmp_path) -> PathDistribution:
    """An installed package of one file."""
    code = tmp_path / "harbour.py"
    code.write_text("OPEN = True\n")
    told = base64.urlsafe_b64encode(hashlib.sha256(code.read_bytes()).digest()).rstrip(b"=")
    facts = tmp_path / "harbour-1.2.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: harbour\nVersion: 1.2\n")
    lines = [f"harbour.py,sha256={told.decode()},12", "harbour-1.2.dist-info/RECORD,,"]
    (facts / "RECORD").write_text("\n".join(lines))
    return PathDistribution(facts)


@pytest.fixture
def lock(tmp_path, monkeypatch, package):
    """A lock of that package."""
    monkeypatch.setattr(audit, "LOCK", tmp_path / "lock")
    assert audit._write({"harbour": package}, {"harbour": "1.2"}) == 0
    return audit.LOCK


def _against_the_lock(package) -> list[str]:
    return audit.against_the_lock({"harbour": package}, {"harbour": "1.2"})


def test_what_was_chosen_and_left_alone_passes(package, lock):
    assert audit.against_the_pins({"harbour": package}, {"harbour": "1.2"}) == []
    assert _against_the_lock(package) == []
    assert audit.changed_files(package) == []


@pytest.mark.parametrize("pins", [{}, {"harbour": "1.3"}])
def test_what_nobody_chose_is_named(package, pins):
    assert "harbour 1.2 is installed" in audit.against_the_pins({"harbour": package}, pins)[0]


def test_a_changed_file_is_named(package, tmp_path):
    (tmp_path / "harbour.py").write_text("OPEN = False\n")
    assert "was changed" in audit.changed_files(package)[0]


def test_a_missing_file_is_named(package, tmp_path):
    (tmp_path / "harbour.py").unlink()
    assert "is missing" in audit.changed_files(package)[0]


def test_a_change_with_its_list_is_found_by_the_lock(package, lock, tmp_path):
    record = tmp_path / "harbour-1.2.dist-info/RECORD"
    record.write_text(record.read_text().replace("sha256=", "sha256=A"))
    assert "not locked" in _against_the_lock(package)[0]


def test_a_package_without_a_lock_is_named(package, lock):
    lock.write_text(lock.read_text().splitlines()[0] + "\n")
    assert "not locked" in _against_the_lock(package)[0]


def test_the_lock_of_another_platform_says_nothing(package, lock):
    lock.write_text(f"{audit._HEADER} cpython-399 plan9 vax\n")
    assert _against_the_lock(package) == []


PINS = {"django": "1.2", "harbour": "2.0"}
CLEAN = [{"name": name, "version": version, "vulns": []} for name, version in PINS.items()]
HOLE = {"id": "PYSEC-1", "fix_versions": ["1.3"]}
SKIPPED = {"name": "Harbour", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("answers", "is_safe", "words"),
    [
        ([CLEAN[:1], CLEAN], True, "No holes are known in the versions of constraints.txt."),
        (
            [CLEAN[:1], [CLEAN[1], CLEAN[0] | {"vulns": [HOLE]}]],
            False,
            "django 1.2: PYSEC-1, mended",
        ),
        # Where none answers, the lock alone counts; one that fails later is no proof of anything.
        ([None], True, "No advisory service answers"),
        ([[{"name": "django", "skip_reason": "not found"}]], True, "No advisory service answers"),
        ([CLEAN[:1], None], False, "said nothing of django, harbour"),
        ([CLEAN[:1], []], False, "said nothing of django, harbour"),
        ([CLEAN[:1], [CLEAN[0], SKIPPED]], False, "said nothing of harbour"),
    ],
)
def test_what_the_advisories_say(monkeypatch, answers, is_safe, words, capsys):
    told = iter(answers)

    def pip_audit(*_args, **_how):
        answer = next(told)
        out = "no connection" if answer is None else json.dumps({"dependencies": answer})
        return subprocess.CompletedProcess([], 0, out, "")

    monkeypatch.setattr(audit.subprocess, "run", pip_audit)
    assert audit.against_the_advisories(PINS) is is_safe
    said = capsys.readouterr().out
    assert words in said
    assert ("No holes are known" in said) == (is_safe and "answers" not in words)


def test_a_service_that_takes_too_long_has_said_nothing(monkeypatch):
    def too_long(*_args, **_how):
        raise subprocess.TimeoutExpired("pip-audit", 1)

    monkeypatch.setattr(audit.subprocess, "run", too_long)
    assert audit.ask_advisories(PINS) is None


def test_every_requirement_of_ours_is_locked():
    locked = {line.split()[0] for line in audit.LOCK.read_text().splitlines()[1:]}
    needed = {"django", "celery", "gunicorn", "torch", "psycopg", "schemathesis", "pip-audit"}
    assert needed <= locked
    assert locked <= set(audit._pins())
