"""The admin site: every list opens, only topics can be changed."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from summaries.models import (
    AuditEntry,
    DeskSession,
    Mailing,
    PublicSearchEntry,
    SearchEntry,
    Subscriber,
    Topic,
)
from summaries.services import site
from summaries.workflow import Status
from tests.factories import PASSWORD, make_brief, make_job, make_subscriber, make_topic

pytestmark = pytest.mark.filterwarnings("error::DeprecationWarning")
# The search indexes have no page: they are made from the texts, and no two databases keep them
# alike.
INDEXES = (SearchEntry, PublicSearchEntry)
# Nor have sessions: their keys are as good as cookies.
HIDDEN = (*INDEXES, DeskSession)
MODELS = [m for m in apps.get_app_config("summaries").get_models() if m not in HIDDEN]
EDITABLE = (Topic,)


@pytest.fixture
def records(db):
    brief = make_brief(Status.CORRECTED)
    make_job(brief, "done")
    return brief


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root", password="a long enough password")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_list_and_record_opens(at_desk, superuser, records, model):
    client = at_desk(superuser)
    name = model._meta.model_name
    assert admin.site.is_registered(model)
    assert client.get(reverse(f"admin:summaries_{name}_changelist")).status_code == 200
    record = model.objects.first()
    if record:
        page = client.get(reverse(f"admin:summaries_{name}_change", args=[record.pk]))
        assert page.status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_only_topics_can_be_changed(at_desk, superuser, records, model):
    client = at_desk(superuser)
    name = model._meta.model_name
    response = client.get(reverse(f"admin:summaries_{name}_add"))
    assert response.status_code == (200 if model in EDITABLE else 403)
    if model not in EDITABLE and model.objects.exists():
        record = model.objects.first()
        for view in ("change", "delete"):
            address = reverse(f"admin:summaries_{name}_{view}", args=[record.pk])
            assert client.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("how", ["change", "delete", "delete many"])
def test_readers_see_what_became_of_a_topic_at_once(at_desk, superuser, how):
    topic = Topic.objects.create(slug="ferries", name_en="Ferries", name_ar="عبّارات")
    before = site.version()
    client = at_desk(superuser)
    if how == "delete many":
        address = reverse("admin:summaries_topic_changelist")
        data = {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}
    else:
        address = reverse(f"admin:summaries_topic_{how}", args=[topic.pk])
        data = {"slug": "ferries", "name_en": "Boats", "name_ar": "قوارب", "post": "yes"}
    assert client.post(address, data).status_code == 302
    assert Topic.objects.filter(slug="ferries", name_en="Ferries").count() == 0
    assert site.version() != before


@pytest.mark.parametrize("how", ["one", "several"])
def test_a_topic_that_is_all_somebody_chose_is_not_deleted(at_desk, superuser, how):
    ferries, economy, health = (make_topic(slug) for slug in ("ferries", "economy", "health"))
    reader = make_subscriber("layla@inbox.example", topics=[ferries])
    make_subscriber(topics=[ferries, economy])
    gone = [ferries.pk] if how == "one" else [ferries.pk, economy.pk]
    if how == "one":
        address = reverse("admin:summaries_topic_delete", args=[ferries.pk])
        data = {"post": "yes"}
    else:
        address = reverse("admin:summaries_topic_changelist")
        data = {"action": "delete_selected", "_selected_action": gone, "post": "yes"}
    client = at_desk(superuser)
    response = client.post(address, data)
    said = "1 subscriber chose" if how == "one" else "2 subscribers chose"
    assert response.status_code == 200
    assert said in response.text
    assert "layla" not in response.text
    assert list(reader.topics.all()) == [ferries]
    reader.topics.add(health)
    Subscriber.objects.exclude(pk=reader.pk).update(state="left")
    assert client.post(address, data).status_code == 302
    assert not Topic.objects.filter(pk__in=gone).exists()


def test_neither_addresses_nor_the_keys_of_links_are_shown(at_desk, superuser):
    person = make_subscriber(confirm_key="c" * 32, bounce_error="550 layla@inbox.example is full")
    address = reverse("admin:summaries_subscriber_change", args=[person.pk])
    page = at_desk(superuser).get(address).content.decode()
    assert "inbox.example" not in page
    assert not any(key in page for key in (person.key, person.link_key, person.confirm_key))


def test_the_desk_s_people_are_told_that_the_admin_site_is_not_theirs(at_desk, publisher):
    response = at_desk(publisher).get(reverse("admin:index"), follow=True)
    assert response.status_code == 403
    assert "staff status" in response.content.decode()


@pytest.mark.parametrize(
    "model", ["summaries/desksession", "otp_totp/totpdevice", "otp_static/staticdevice"]
)
def test_what_signs_people_in_has_no_page(at_desk, superuser, model):
    assert at_desk(superuser).get(f"/admin/{model}/").status_code == 404


def test_the_admin_site_has_no_sign_in_of_its_own(client, db):
    first = client.get(reverse("admin:index"), follow=True)
    assert first.redirect_chain[-1][0] == "/sign-in/?next=/admin/"
    superuser = User.objects.create_superuser("root", password="a long enough password")
    posted = {"username": "root", "password": "a long enough password", "next": "/admin/"}
    assert client.post(reverse("admin:login"), posted)["Location"].startswith("/sign-in/")
    assert client.get(reverse("admin:index")).status_code == 302
    client.force_login(superuser)
    assert client.get(reverse("admin:password_change"))["Location"] == "/desk/security/password/"


@pytest.fixture
def clerk(db):
    """Somebody with every permission there is, who is no superuser."""
    user = User.objects.create_user("clerk", password=PASSWORD, is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    return user


@pytest.mark.parametrize("change", ["promote", "password", "add", "delete", "group", "delete many"])
def test_only_superusers_decide_who_may_what(at_desk, superuser, clerk, change):
    group = Group.objects.get(name="admin")
    pages = {
        "promote": ("user_change", [clerk.pk]),
        "password": ("user_password_change", [superuser.pk]),
        "add": ("user_add", []),
        "delete": ("user_delete", [superuser.pk]),
        "group": ("group_change", [group.pk]),
        "delete many": ("user_changelist", []),
    }
    name, arguments = pages[change]
    address = reverse(f"admin:auth_{name}", args=arguments)
    name_then = "newcomer" if change == "add" else "clerk"
    data = {"username": name_then, "is_superuser": "on", "is_staff": "on", "name": "admin",
            "date_joined_0": "2026-01-01", "date_joined_1": "10:00", "post": "yes",
            "password1": "another long password", "password2": "another long password",
            "action": "delete_selected", "_selected_action": [superuser.pk]}  # fmt: skip
    before = list(User.objects.order_by("pk").values())
    at_desk(clerk).post(address, data)
    assert [{**one, "last_login": None} for one in User.objects.order_by("pk").values()] == [
        {**one, "last_login": None} for one in before
    ]
    done = at_desk(superuser).post(address, data)
    assert done.status_code == 302, "what a superuser posts alike is taken"


def test_a_superuser_who_deletes_their_own_account_is_told_of(at_desk, superuser):
    address = reverse("admin:auth_user_delete", args=[superuser.pk])
    assert at_desk(superuser).post(address, {"post": "yes"}).status_code == 302
    entry = AuditEntry.objects.get(action="deleted")
    assert (entry.actor, entry.actor_name, entry.name) == (None, "root", "root")


def test_who_may_look_at_accounts_looks(at_desk, clerk):
    assert at_desk(clerk).get(reverse("admin:auth_user_changelist")).status_code == 200
    page = at_desk(clerk).get(reverse("admin:auth_user_change", args=[clerk.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text


@pytest.mark.parametrize("how", ["add", "change", "delete", "delete many"])
def test_what_is_done_there_is_in_the_audit_log(at_desk, superuser, how):
    topic = Topic.objects.create(slug="ferries", name_en="Ferries", name_ar="عبّارات")
    client = at_desk(superuser)
    data = {"slug": "boats", "name_en": "Boats", "name_ar": "قوارب", "post": "yes"}
    if how == "delete many":
        address = reverse("admin:summaries_topic_changelist")
        data = {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}
    else:
        address = reverse(f"admin:summaries_topic_{how}", args=[topic.pk] if how != "add" else [])
    assert client.post(address, data).status_code == 302
    entry = AuditEntry.objects.first()
    done = {"add": "added", "change": "changed"}.get(how, "deleted")
    assert (entry.actor, entry.action, entry.kind) == (superuser, done, "topic")
    assert entry.name.lower() == ("boats" if how in ("add", "change") else "ferries")
    assert bool(entry.data) == (how == "change")


@pytest.mark.django_db
def test_a_mailing_without_an_edition_is_stopped_and_goes_on(at_desk, superuser):
    mailing = Mailing.objects.create(kind=Mailing.Kind.WEEKLY, date=date(2026, 3, 13))
    page = reverse("admin:summaries_mailing_changelist")
    client = at_desk(superuser)

    def do(action: str) -> str:
        chosen = {"action": action, "_selected_action": [mailing.pk]}
        text = client.post(page, chosen, follow=True).content.decode()
        mailing.refresh_from_db()
        return text

    do("pause")
    assert mailing.paused_at is not None
    assert "Somebody else did that already" in do("pause")
    do("go_on")
    assert mailing.paused_at is None
