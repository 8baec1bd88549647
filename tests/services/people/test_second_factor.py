"""Codes from phones, and recovery codes."""

import pytest
from django.test import override_settings
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from summaries.models import AuditEntry, DeskSession
from summaries.services import limits
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.services.people import second_factor
from summaries.services.people.second_factor import TooManyCodes
from summaries.workflow import Role
from tests.codes import code_of, turn_on, wrong_code
from tests.factories import make_user


def _told(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


def test_it_is_on_once_a_first_code_was_right(editor):
    device = second_factor.begin(editor)
    assert not second_factor.is_on(editor)
    with pytest.raises(Invalid, match="not right"):
        second_factor.confirm(editor, device.pk, wrong_code(device))
    assert not second_factor.is_on(editor)
    confirmed, codes = second_factor.confirm(editor, device.pk, code_of(device))
    assert (confirmed.pk, confirmed.confirmed) == (device.pk, True)
    assert second_factor.is_on(editor)
    assert len(set(codes)) == second_factor.CODES == second_factor.codes_left(editor)
    assert [entry.actor for entry in _told("second_factor_on")] == [editor]


@pytest.mark.parametrize("way", ["{0}", " {0} ", "{1} {2}", "{1}-{2}", "\u200e{0}"])
def test_a_code_is_read_as_phones_show_it(editor, way):
    device, _codes = turn_on(editor)
    code = code_of(device)
    assert second_factor.check(editor, code=way.format(code, code[:3], code[3:])) == device


def test_a_code_is_read_in_arabic_digits(editor):
    device, _codes = turn_on(editor)
    arabic = code_of(device).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert second_factor.check(editor, code=arabic) == device


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "12345x6", "²³¹²³¹", "-1", "1e5"]
)
def test_what_is_no_code_is_refused(editor, code):
    turn_on(editor)
    with pytest.raises(Invalid):
        second_factor.check(editor, code=code)


def test_a_code_works_once(editor):
    device, _codes = turn_on(editor)
    second_factor.check(editor, code=code_of(device))
    with pytest.raises(Invalid):
        second_factor.check(editor, code=code_of(device))


def test_the_code_of_somebody_else_is_wrong(editor, publisher):
    turn_on(editor)
    theirs, _codes = turn_on(publisher)
    with pytest.raises(Invalid):
        second_factor.check(editor, code=code_of(theirs))


@pytest.mark.parametrize("way", [str, str.upper, lambda code: code.replace("-", " ")])
def test_a_recovery_code_works_once_however_it_is_typed(editor, way):
    _device, codes = turn_on(editor)
    used = second_factor.check(editor, recovery=way(codes[3]))
    assert isinstance(used, StaticDevice)
    assert second_factor.codes_left(editor) == second_factor.CODES - 1
    with pytest.raises(Invalid, match="used already"):
        second_factor.check(editor, recovery=codes[3])


def test_no_recovery_code_can_be_read_from_the_database(editor):
    _device, codes = turn_on(editor)
    stored = "".join(StaticToken.objects.values_list("token", flat=True)).lower()
    assert not any(code.replace("-", "")[:8] in stored for code in codes)


@pytest.mark.parametrize("recovery", ["", "-", "abcd-efgh-jkmn-pqrs"])
def test_a_recovery_code_that_is_none_is_refused(editor, recovery):
    turn_on(editor)
    with pytest.raises(Invalid):
        second_factor.check(editor, recovery=recovery)


def test_new_recovery_codes_end_the_old_ones(editor):
    _device, old = turn_on(editor)
    new = second_factor.new_codes(editor)
    with pytest.raises(Invalid):
        second_factor.check(editor, recovery=old[0])
    assert second_factor.check(editor, recovery=new[0])
    assert len(_told("codes_made")) == 1


def test_after_too_many_wrong_codes_the_right_one_is_refused_too(editor):
    device, codes = turn_on(editor)
    for _attempt in range(second_factor.ATTEMPTS):
        with pytest.raises(Invalid, match="not right"):
            second_factor.check(editor, code=wrong_code(device))
    with pytest.raises(TooManyCodes, match="Wait 15 minutes"):
        second_factor.check(editor, code=code_of(device))
    with pytest.raises(TooManyCodes):
        second_factor.check(editor, recovery=codes[0])


def test_the_log_tells_once_that_codes_are_refused(editor):
    device, _codes = turn_on(editor)
    for _attempt in range(second_factor.ATTEMPTS + 4):
        with pytest.raises(Invalid):
            second_factor.check(editor, code=wrong_code(device))
    (entry,) = AuditEntry.objects.filter(action="locked_out")
    assert (entry.actor_name, entry.data) == (editor.username, {"step": "code"})


def test_a_day_has_an_end_to_guessing(editor, monkeypatch):
    device, _codes = turn_on(editor)
    monkeypatch.setattr(second_factor, "ATTEMPTS", 100)
    for _attempt in range(second_factor.ATTEMPTS_A_DAY):
        with pytest.raises(Invalid, match="not right"):
            second_factor.check(editor, code=wrong_code(device))
    with pytest.raises(TooManyCodes, match="tomorrow"):
        second_factor.check(editor, code=code_of(device))


def test_a_right_code_begins_the_count_anew(editor):
    device, codes = turn_on(editor)
    for code in codes[: second_factor.ATTEMPTS]:
        with pytest.raises(Invalid):
            second_factor.check(editor, code=wrong_code(device))
        second_factor.check(editor, recovery=code)
    assert second_factor.check(editor, code=code_of(device))


def test_another_phone_takes_the_place_of_the_old_one(editor):
    old, _codes = turn_on(editor)
    new = second_factor.begin(editor)
    assert second_factor.check(editor, code=code_of(old)) == old, "until the new one is confirmed"
    second_factor.confirm(editor, new.pk, code_of(new))
    assert list(TOTPDevice.objects.filter(user=editor)) == [new]
    assert _told("second_factor_on")[0].data == {"replaced": True}


def test_a_picture_that_nobody_scanned_in_time_is_worth_nothing(editor, time_machine):
    device = second_factor.begin(editor)
    assert second_factor.waiting(editor, device.pk) == device
    time_machine(second_factor.SETTING_UP)
    assert second_factor.waiting(editor, device.pk) is None
    with pytest.raises(WrongState, match="Begin again"):
        second_factor.confirm(editor, device.pk, code_of(device))


def test_somebody_who_begins_again_while_a_code_is_checked_keeps_the_old_phone(editor, monkeypatch):
    old, _codes = turn_on(editor)
    new, verify = second_factor.begin(editor), second_factor.verify_token

    def and_begin_again(*asked):
        found = verify(*asked)
        second_factor.begin(editor)
        return found

    monkeypatch.setattr(second_factor, "verify_token", and_begin_again)
    with pytest.raises(WrongState, match="Begin again"):
        second_factor.confirm(editor, new.pk, code_of(new))
    monkeypatch.undo()
    assert second_factor.check(editor, code=code_of(old)) == old
    assert len(_told("second_factor_on")) == 1


def test_the_key_of_somebody_else_is_not_waiting(editor, publisher):
    device = second_factor.begin(publisher)
    assert second_factor.waiting(editor, device.pk) is None
    with pytest.raises(WrongState):
        second_factor.confirm(editor, device.pk, code_of(device))


@pytest.fixture
def time_machine(monkeypatch):
    """Have `django.utils.timezone.now` go forward by a span."""
    from django.utils import timezone

    real = timezone.now

    def forward(span):
        monkeypatch.setattr(timezone, "now", lambda: real() + span)

    return forward


def test_its_owner_turns_it_off(editor):
    turn_on(editor)
    second_factor.turn_off(editor, editor)
    assert not second_factor.is_on(editor)
    assert second_factor.codes_left(editor) == 0
    with pytest.raises(WrongState):
        second_factor.turn_off(editor, editor)
    assert [entry.name for entry in _told("second_factor_off")] == [editor.username]


@override_settings(REQUIRE_SECOND_FACTOR="all")
def test_where_it_is_required_its_owner_keeps_it(editor):
    turn_on(editor)
    with pytest.raises(NotAllowed):
        second_factor.turn_off(editor, editor)
    assert second_factor.is_on(editor)


def test_an_admin_turns_it_off_for_somebody_and_signs_them_out(client, editor):
    admin = make_user(Role.ADMIN)
    turn_on(editor)
    client.force_login(editor)
    second_factor.turn_off(admin, editor, reason="Lost the phone")
    assert not DeskSession.objects.filter(user=editor).exists()
    told = _told("second_factor_off")[0]
    assert (told.actor, told.name, told.reason) == (admin, editor.username, "Lost the phone")


@pytest.mark.parametrize(
    ("setting", "role", "asked"),
    [
        ("off", Role.ADMIN, False),
        ("admin", Role.ADMIN, True),
        ("admin", Role.PUBLISHER, False),
        ("all", Role.REPORTER, True),
    ],
)
@pytest.mark.django_db
def test_who_is_asked_for_it(settings, setting, role, asked):
    settings.REQUIRE_SECOND_FACTOR = setting
    assert second_factor.is_required(make_user(role)) == asked


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_staff_of_the_admin_site_counts_as_admins(settings, outsider, right):
    settings.REQUIRE_SECOND_FACTOR = "admin"
    setattr(outsider, right, True)
    assert second_factor.is_required(outsider)


def test_the_picture_holds_the_key_and_nothing_that_a_policy_would_block(editor):
    device = second_factor.begin(editor)
    picture = second_factor.picture(device).decode()
    assert picture.startswith("<svg")
    assert "style=" not in picture
    assert "<script" not in picture
    assert second_factor.key_in_groups(device).replace(" ", "") in device.config_url


@pytest.mark.django_db
def test_counting_begins_anew():
    assert limits.allow("anything", "somebody", 1, limits.HOUR)
    assert not limits.allow("anything", "somebody", 1, limits.HOUR)
    limits.forget("anything", "somebody")
    assert limits.allow("anything", "somebody", 1, limits.HOUR)
