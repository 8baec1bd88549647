import io

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import RequestFactory

from summaries.models import Brief, Job, Source
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _silent_broker(monkeypatch):
    monkeypatch.setattr("summaries.services.jobs.ring_bell", lambda job_id: None)


def demo(**options) -> dict[str, str]:
    """Run the command; return the passwords it printed."""
    out = io.StringIO()
    call_command("demo", stdout=out, **options)
    rows = (line.split() for line in out.getvalue().splitlines())
    return {row[0]: row[1] for row in rows if len(row) == 2 and row[0] in Role.values}


def can_sign_in(name: str, password: str) -> bool:
    request = RequestFactory().post("/sign-in/")
    return authenticate(request, username=name, password=password) is not None


def test_an_account_for_each_role_with_its_own_password():
    passwords = demo()
    assert set(passwords) == set(Role.values)
    assert len(set(passwords.values())) == 4
    assert all(can_sign_in(name, password) for name, password in passwords.items())
    assert not can_sign_in("editor", passwords["reporter"])
    roles = {user.username: roles_of(user) for user in User.objects.all()}
    assert roles == {role.value: frozenset({role}) for role in Role}


def test_four_articles_wait_to_be_drafted_the_real_one_first():
    demo()
    assert Brief.objects.count() == Job.objects.count() == 4
    first = Brief.objects.order_by("pk").first()
    assert first.article.file_name == "article-ar.txt"
    topics = Brief.objects.order_by("pk").values_list("topic__slug", flat=True)
    assert list(topics) == ["politics", "economy", "weather", "transport"]
    assert Source.objects.exclude(ownership_en="").exclude(ownership_ar="").count() >= 3


def test_running_it_again_changes_nothing():
    passwords = demo()
    assert demo() == {}
    assert Brief.objects.count() == 4
    assert can_sign_in("editor", passwords["editor"])


def test_new_passwords_replace_the_old_ones():
    old = demo()
    new = demo(reset_passwords=True)
    assert set(new) == set(old)
    assert can_sign_in("admin", new["admin"])
    assert not can_sign_in("admin", old["admin"])
