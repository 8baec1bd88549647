"""`manage.py backup` and `restore`: what was there is there again, on either database."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from summaries.models import (
    Article,
    AuditEntry,
    Brief,
    Delivery,
    DeskSession,
    Edition,
    Job,
    Mailing,
    Topic,
)
from summaries.services import search
from summaries.services.keeping import after_restore, backup, database_copies
from summaries.services.mailing import deliveries, fanout, mailings
from tests.awkward import fill, fingerprints
from tests.factories import make_brief, make_edition, make_job, make_subscriber

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Give the newsroom a folder of its own, with a picture in it and a chosen model."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.ACTIVE_PROFILE_FILE = settings.VAR_DIR / "active-profile"
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "صورة.png").write_bytes(bytes(range(256)))
    settings.ACTIVE_PROFILE_FILE.write_text("fast")
    return settings


def backed_up(folder: Path, **options) -> Path:
    said = io.StringIO()
    call_command("backup", folder, stdout=said, **options)
    return Path(said.getvalue().split(" (")[0])


def restored(made: Path, **options) -> str:
    said = io.StringIO()
    call_command("restore", made, stdout=said, **options)
    return said.getvalue()


def everything() -> dict[str, tuple[int, str]]:
    """Return what every table holds, but those that a restore itself writes into."""
    changed = {"summaries_publicsite", "summaries_desksession", "summaries_auditentry"}
    return {table: found for table, found in fingerprints().items() if table not in changed}


def test_everything_is_as_it_was(tmp_path, places):
    fill()
    brief = make_brief()
    search.index(brief)
    before = everything()
    made = backed_up(tmp_path / "backups")

    brief.article.segments.all().delete()
    User.objects.create_user("later")
    (places.MEDIA_ROOT / "later.png").touch()
    (places.MEDIA_ROOT / "صورة.png").unlink()
    places.ACTIVE_PROFILE_FILE.write_text("best")

    assert restored(made, replace=True).startswith(f"{made} is restored.\n")
    assert everything() == before
    assert [path.name for path in places.MEDIA_ROOT.iterdir()] == ["صورة.png"]
    assert places.MEDIA_ROOT.stat().st_mode & 0o777 == 0o700
    assert (places.MEDIA_ROOT / "صورة.png").read_bytes() == bytes(range(256))
    assert places.ACTIVE_PROFILE_FILE.read_text() == "fast"
    # Nothing unfinished lies about, keys go on, and words are found without a `reindex`.
    assert sorted(path.name for path in places.VAR_DIR.iterdir()) == ["active-profile", "media"]
    assert User.objects.create_user("newcomer").pk
    word = brief.article.headline.split()[0]
    assert brief in Brief.objects.filter(search.matching(word))


def test_a_database_without_tables_takes_a_backup(tmp_path):
    fill()
    before = everything()
    made = backed_up(tmp_path)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            for table in ("auth_user_groups", "auth_user"):
                cursor.execute(f"DROP TABLE {table}")
    restored(made)
    assert everything() == before


def test_what_may_have_gone_out_since_waits_for_a_person(tmp_path):
    past = timezone.now() - timedelta(hours=1)
    edition = make_edition(state=Edition.State.SCHEDULED, send_at=past)
    to_come = make_edition(
        edition.date + timedelta(days=1),
        state=Edition.State.SCHEDULED,
        send_at=timezone.now() + timedelta(days=1),
    )
    mailing = Mailing.objects.create(kind=Mailing.Kind.WEEKLY, date=past.date())
    made = backed_up(tmp_path)

    said = restored(made, replace=True)
    assert "Mailings that are paused: 1. Editions that are drafts again: 1." in said
    edition.refresh_from_db()
    to_come.refresh_from_db()
    mailing.refresh_from_db()
    assert (edition.state, edition.send_at) == (Edition.State.DRAFT, None)
    assert to_come.state == Edition.State.SCHEDULED
    assert mailing.paused_at is not None
    assert edition.events.get().data["reason"] == "a backup was restored"


def test_of_mailings_only_those_under_way_are_paused(tmp_path):
    """One is under way as long as a letter of it waits, long after all of them were written."""

    def mailed(day: int, state: str, paused_at=None) -> Mailing:
        facts = {"fanned_out_at": timezone.now(), "paused_at": paused_at}
        mailing = Mailing.objects.create(
            kind="daily", edition=make_edition(date(2026, 3, day)), **facts
        )
        Delivery.objects.create(mailing=mailing, subscriber=make_subscriber(), state=state)
        return mailing

    before = timezone.now() - timedelta(hours=1)
    sent, going, stopped = mailed(1, "done"), mailed(2, "queued"), mailed(3, "queued", before)
    made = backed_up(tmp_path)

    assert "Mailings that are paused: 1." in restored(made, replace=True)
    for mailing in (sent, going, stopped):
        mailing.refresh_from_db()
    assert sent.paused_at is None
    assert going.paused_at is not None
    assert going.edition.events.get().verb == "mailing_paused"
    assert stopped.paused_at == before
    assert not stopped.edition.events.exists()


WEDNESDAY_NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


def test_the_weekly_letter_of_a_day_does_not_go_out_by_itself_a_second_time(time_machine, tmp_path):
    time_machine.move_to(WEDNESDAY_NOON)
    long_ago = WEDNESDAY_NOON - timedelta(days=30)
    weekday = WEDNESDAY_NOON.weekday()
    make_subscriber(frequency="weekly", weekday=weekday, hour=6, confirmed_at=long_ago)
    made = backed_up(tmp_path)
    time_machine.shift(timedelta(hours=1))
    restored(made, replace=True)

    [mailing] = mailings.open_weekly_due()
    fanout.go_on(9)
    assert mailing.date == WEDNESDAY_NOON.date()
    assert mailing.paused_at is not None
    assert Delivery.objects.get().run_after <= timezone.now()
    assert deliveries.waiting(9) == []


def test_work_that_was_under_way_begins_again_and_no_attempt_is_lost(tmp_path):
    job = make_job(make_brief(), attempts=1)
    restored(backed_up(tmp_path), replace=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.claim_token) == (Job.State.QUEUED, 0, None)


def test_nobody_stays_signed_in(tmp_path, client):
    client.force_login(User.objects.create_user("salma"))
    made = backed_up(tmp_path)
    said = restored(made, replace=True)
    assert not DeskSession.objects.exists()
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.kind, entry.name) == ("sessions_ended", "backup", made.name)
    assert "unsubscribed" in said
    assert "revoked" in said


def broken(*arguments, **options):
    raise OSError("No space left on device")


@pytest.mark.parametrize(
    ("where", "what"),
    [(backup, "call_command"), (after_restore, "hold_back"), (backup, "_put")],
)
def test_one_that_fails_halfway_leaves_the_old_newsroom(tmp_path, places, monkeypatch, where, what):
    """What is loaded and not held back yet is nowhere that a worker would find it."""
    fill()
    before = fingerprints()
    made = backed_up(tmp_path)
    User.objects.all().delete()
    User.objects.create_user("later")
    monkeypatch.setattr(where, what, broken)
    with pytest.raises(CommandError, match="No space left on device"):
        restored(made, replace=True)
    assert User.objects.get().username == "later"
    assert (places.MEDIA_ROOT / "صورة.png").exists()
    assert sorted(path.name for path in places.VAR_DIR.iterdir()) == ["active-profile", "media"]

    monkeypatch.undo()
    restored(made, replace=True)
    assert fingerprints().keys() == before.keys()
    assert not User.objects.filter(username="later").exists()


def test_one_that_cannot_take_its_place_leaves_the_files_too(tmp_path, places, monkeypatch):
    """Somebody uses the database at the last moment, when the files are in their place already."""
    places.ACTIVE_PROFILE_FILE.unlink()
    made = backed_up(tmp_path)
    (places.MEDIA_ROOT / "later.png").touch()
    places.ACTIVE_PROFILE_FILE.write_text("best")
    User.objects.create_user("later")
    somebody, put = connection.copy(), backup._put

    def put_and_lose_time(*arguments) -> None:
        put(*arguments)
        if somebody.connection is None:
            lock = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN; LOCK TABLE auth_user"}
            somebody.cursor().execute(lock[connection.vendor])

    monkeypatch.setattr(backup, "_put", put_and_lose_time)
    monkeypatch.setattr(database_copies, "_PATIENCE_SECONDS", 1)
    with pytest.raises(CommandError, match="Stop everything that uses the database"):
        restored(made, replace=True)
    somebody.close()
    assert User.objects.get().username == "later"
    assert (places.MEDIA_ROOT / "later.png").exists()
    assert places.ACTIVE_PROFILE_FILE.read_text() == "best"
    assert sorted(path.name for path in places.VAR_DIR.iterdir()) == ["active-profile", "media"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot tell")
def test_nothing_is_restored_under_a_process_that_runs(tmp_path):
    made = backed_up(tmp_path)
    User.objects.create_user("later")
    with closing(connection.copy()) as worker:
        worker.ensure_connection()
        with pytest.raises(CommandError, match=r"connections: 1\. Stop all"):
            restored(made, replace=True)
    assert User.objects.get().username == "later"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has neither")
@pytest.mark.parametrize("since_the_backup", [False, True])
def test_extensions_and_rights_of_others_stay(tmp_path, owner_of_the_server, since_the_backup):
    made = since_the_backup and backed_up(tmp_path)
    owner_of_the_server("CREATE EXTENSION pg_trgm; GRANT CREATE ON SCHEMA public TO pg_monitor")
    restored(made or backed_up(tmp_path))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT similarity('a', 'a'), has_schema_privilege('pg_monitor', 'public', 'CREATE')"
        )
        assert cursor.fetchone() == (1, True)


@pytest.fixture
def owner_of_the_server():
    """Give what another role than the newsdesk's does in its database, and undo it."""

    def does(steps: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(steps)

    yield does
    does("DROP EXTENSION pg_trgm; REVOKE CREATE ON SCHEMA public FROM pg_monitor")


def test_one_is_made_while_somebody_writes(tmp_path):
    """Each pair is written in one transaction: a copy of one moment has both or neither."""
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            with transaction.atomic():
                User.objects.create_user(f"pair-{number}")
                Topic.objects.create(slug=f"pair-{number}", name_en=f"Pair {number}")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    while not User.objects.filter(username="pair-3").exists():
        pass
    made = backed_up(tmp_path)
    written = User.objects.count()
    done.set()
    writer.join()
    restored(made, replace=True)
    users = set(User.objects.values_list("username", flat=True))
    assert users == set(
        Topic.objects.filter(slug__startswith="pair-").values_list("slug", flat=True)
    )
    assert 3 <= len(users) <= written
    connection.check_constraints()
    # Nothing is written into a backup, nor beside its files.
    assert {path.name for path in made.iterdir()} == {
        "about.json",
        "files.tar",
        database_copies.FILE[connection.vendor],
    }


def test_debians_python_has_no_filters_for_archives(tmp_path, places, monkeypatch):
    fill()
    made = backed_up(tmp_path)
    (places.MEDIA_ROOT / "صورة.png").unlink()
    monkeypatch.delattr(tarfile, "data_filter")
    monkeypatch.setattr(tarfile.TarFile, "extractall", before_3_11_4(tarfile.TarFile.extractall))
    restored(made, replace=True)
    assert (places.MEDIA_ROOT / "صورة.png").exists()


def before_3_11_4(extractall):
    return lambda self, path, members=None, *, numeric_owner=False: extractall(self, path, members)


def test_links_among_the_files_are_kept_as_what_they_lead_to(tmp_path, places):
    first = places.MEDIA_ROOT / "صورة.png"
    (places.MEDIA_ROOT / "again.png").hardlink_to(first)
    (places.MEDIA_ROOT / "other.png").symlink_to(first.name)
    restored(backed_up(tmp_path))
    kept = {path.name: path.read_bytes() for path in places.MEDIA_ROOT.iterdir()}
    assert kept == dict.fromkeys(("صورة.png", "again.png", "other.png"), bytes(range(256)))


def test_a_backup_that_is_named_from_where_one_stands(tmp_path, monkeypatch):
    fill()
    made = backed_up(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert "is restored" in restored(Path(made.name), replace=True)


def test_a_database_that_is_named_from_where_one_stands(tmp_path):
    """`sqlite:///db.sqlite3` lies in the folder of the process."""
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database:
        database.execute(
            "CREATE TABLE django_migrations (id integer, app text, name text, applied)"
        )
    env = os.environ | {
        "DATABASE_URL": "sqlite:///db.sqlite3",
        "VAR_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
    }
    command = [sys.executable, project.BASE_DIR / "manage.py", "backup", tmp_path / "backups"]
    done = subprocess.run(command, cwd=tmp_path, env=env, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_only_the_newest_stay(tmp_path, time_machine):
    kept = []
    for day in (1, 2, 3):
        time_machine.move_to(f"2026-05-0{day}T02:00:00Z")
        kept.append(backed_up(tmp_path, keep=2))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "var") == [
        "newsdesk-20260502T020000Z",
        "newsdesk-20260503T020000Z",
    ]


def without_about(made: Path) -> None:
    (made / "about.json").unlink()


def without_a_list(made: Path) -> None:
    change(made, sha256={})


def of_no_sense(made: Path) -> None:
    (made / "about.json").write_text("[1]")


def without_migrations(made: Path) -> None:
    change(made, migrations=None)


def with_a_link(made: Path) -> None:
    member = tarfile.TarInfo("media")
    member.type, member.linkname = tarfile.SYMTYPE, "."
    swap_files(made, member)


def with_a_way_out(made: Path) -> None:
    swap_files(made, tarfile.TarInfo("../../escaped"))


def without_a_tar(made: Path) -> None:
    (made / "files.tar").write_bytes(b"nothing of files")
    sign(made)


def swap_files(made: Path, member: tarfile.TarInfo) -> None:
    with tarfile.open(made / "files.tar", "w") as archive:
        archive.addfile(member)
    sign(made)


def with_other_bytes(made: Path) -> None:
    (made / "files.tar").write_bytes((made / "files.tar").read_bytes()[:-1])


def of_the_other_database(made: Path) -> None:
    change(made, database="mysql")


def of_a_newer_version(made: Path) -> None:
    change(made, migrations=[["summaries", "9999_to_come"]])


def sign(made: Path) -> None:
    """Have the list say what the files are now."""
    files = [path for path in made.iterdir() if path.name != "about.json"]
    change(made, sha256={path.name: sha256(path.read_bytes()).hexdigest() for path in files})


def change(made: Path, **facts) -> None:
    about = json.loads((made / "about.json").read_text())
    (made / "about.json").write_text(json.dumps(about | facts))


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (without_about, "is no whole backup"),
        (with_other_bytes, "files.tar is damaged"),
        (without_a_list, "does not say what database"),
        (of_no_sense, "is no whole backup"),
        (without_migrations, "is no whole backup"),
        (with_a_link, "no file or folder of a backup"),
        (with_a_way_out, "cannot be unpacked"),
        (without_a_tar, "cannot be unpacked"),
        (of_the_other_database, "The backup is of mysql"),
        (of_a_newer_version, "with 9999_to_come"),
    ],
)
def test_what_cannot_be_restored_is_said_and_changes_nothing(tmp_path, spoil, complaint):
    made = backed_up(tmp_path)
    make_brief()
    spoil(made)
    with pytest.raises(CommandError, match=complaint):
        restored(made, replace=True)
    assert Article.objects.exists()
    assert not (tmp_path / "escaped").exists()


def test_a_newsroom_is_not_written_over_unasked(tmp_path):
    made = backed_up(tmp_path)
    make_brief()
    User.objects.create_user("salma")
    with pytest.raises(CommandError, match="Add --replace"):
        restored(made)
    assert Article.objects.exists()


def test_a_database_that_cannot_be_loaded_leaves_the_old_one(tmp_path):
    made = backed_up(tmp_path)
    make_brief()
    [file] = made.glob("database.*")
    file.write_bytes(b"nothing of a database")
    sign(made)
    with pytest.raises(CommandError, match=r"could not be copied|failed"):
        restored(made, replace=True)
    assert Article.objects.exists()


def test_a_failed_backup_leaves_nothing(tmp_path, places, monkeypatch):
    monkeypatch.setattr(tarfile, "open", broken)
    with pytest.raises(CommandError, match=r"No backup was made\. No space left on device"):
        call_command("backup", tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_a_killed_backup_left_goes(tmp_path, time_machine):
    left = tmp_path / ".unfinished-abc"
    left.mkdir()
    backed_up(tmp_path)
    assert left.exists(), "another one may be under way"
    time_machine.move_to(datetime.now(UTC) + timedelta(days=2))
    backed_up(tmp_path)
    assert not left.exists()
