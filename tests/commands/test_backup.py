"""`manage.py backup` and `restore`: what was there is there again, on either database."""

import io
import json
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from summaries.models import Article, Brief, Edition, Mailing
from summaries.services import backup, search
from tests.awkward import fill, fingerprints
from tests.factories import make_brief, make_edition

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
    """Return what every table holds; a restored site makes its kept pages anew."""
    return {table: found for table, found in fingerprints().items() if "publicsite" not in table}


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

    assert restored(made, replace=True) == f"{made} is restored.\n"
    assert everything() == before
    assert [path.name for path in places.MEDIA_ROOT.iterdir()] == ["صورة.png"]
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
    assert "1 mailings under way are paused, and 1 editions whose time has passed are" in said
    edition.refresh_from_db()
    to_come.refresh_from_db()
    mailing.refresh_from_db()
    assert (edition.state, edition.send_at) == (Edition.State.DRAFT, None)
    assert to_come.state == Edition.State.SCHEDULED
    assert mailing.paused_at is not None
    assert edition.events.get().data["reason"] == "a backup was restored"


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


def with_other_bytes(made: Path) -> None:
    (made / "files.tar").write_bytes((made / "files.tar").read_bytes()[:-1])


def of_the_other_database(made: Path) -> None:
    change(made, database="mysql")


def of_a_newer_version(made: Path) -> None:
    change(made, migrations=[["summaries", "9999_to_come"]])


def change(made: Path, **facts) -> None:
    about = json.loads((made / "about.json").read_text())
    (made / "about.json").write_text(json.dumps(about | facts))


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (without_about, "is no whole backup"),
        (with_other_bytes, "files.tar is damaged"),
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
    change(made, sha256={})
    with pytest.raises(CommandError, match=r"could not be copied|failed"):
        restored(made, replace=True)
    assert Article.objects.exists()


def test_a_member_that_leaves_the_folder_is_refused(tmp_path, places):
    made = backed_up(tmp_path)
    with tarfile.open(made / "files.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("../../escaped"))
    change(made, sha256={})
    with pytest.raises(tarfile.OutsideDestinationError):
        backup.restore(made, replace=True)
    assert not (tmp_path / "escaped").exists()


def test_a_failed_backup_leaves_nothing(tmp_path, places, monkeypatch):
    def full(*arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr(tarfile, "open", full)
    with pytest.raises(CommandError, match=r"No backup was made\. No space left on device"):
        call_command("backup", tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
