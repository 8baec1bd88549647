"""The second factor: a code from a phone (TOTP, RFC 6238), or a recovery code in its place."""

import hashlib
import io
import secrets
import unicodedata
from base64 import b32encode
from datetime import timedelta

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from summaries import callers
from summaries.models import AuditEntry
from summaries.services import audit, limits
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.services.people import sessions
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role

# A picture that was shown is good for so long.
SETTING_UP = timedelta(minutes=30)
CODES = 10
# 16 letters of 32 are 80 bits: a digest of them cannot be searched through.
_CODE_LETTERS, _ALPHABET = 16, "abcdefghjkmnpqrstuvwxyz23456789"
# Three of a million codes are right at any moment.
ATTEMPTS, ATTEMPTS_WINDOW, ATTEMPTS_A_DAY = 8, timedelta(minutes=15), 30
_SHORT, _DAY = "second factor", "second factor, a day"
LIMITS = ((_SHORT, ATTEMPTS, ATTEMPTS_WINDOW), (_DAY, ATTEMPTS_A_DAY, limits.DAY))
_DIGITS = 6


class TooManyCodes(Invalid):
    """Somebody tried more codes than one is allowed to."""


def is_on(user) -> bool:
    """Say whether a user signs in with a code as well."""
    return _phones(user).exists()


def is_required(user) -> bool:
    """Say whether the newsroom asks this user for a second factor."""
    if settings.REQUIRE_SECOND_FACTOR == "all":
        return True
    looks_after = user.is_staff or user.is_superuser or Role.ADMIN in roles_of(user)
    return settings.REQUIRE_SECOND_FACTOR == "admin" and looks_after


def is_missing(user) -> bool:
    """Say whether the user of a request has to show a second factor and did not."""
    return getattr(user, "otp_device", None) is None and is_required(user)


def _phones(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True)


# --- Turning it on --------------------------------------------------------------------------------


def begin(user) -> TOTPDevice:
    """Make a new key for the user's phone; it counts once `confirm` has seen a code of it."""
    with transaction.atomic():
        _lock(user)
        TOTPDevice.objects.filter(user=user, confirmed=False).delete()
        return TOTPDevice.objects.create(user=user, name="phone", confirmed=False)


def waiting(user, key: int | None) -> TOTPDevice | None:
    """Return what `begin` made just now and what waits for its first code.

    `key` is its primary key, kept in the session that gave the password: no other sees it.
    """
    recent = TOTPDevice.objects.filter(created_at__gt=timezone.now() - SETTING_UP)
    return recent.filter(user=user, confirmed=False, pk=key).first()


def picture(device: TOTPDevice) -> bytes:
    """Return the key as a QR code, an SVG; dark on light whatever the page is, for cameras."""
    out = io.BytesIO()
    code = segno.make(device.config_url, error="m", micro=False)
    code.save(out, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue()


def key_in_groups(device: TOTPDevice) -> str:
    """Return the key to be typed where no camera is at hand: groups of four letters."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def confirm(user, key: int | None, code: str) -> tuple[TOTPDevice, list[str]]:
    """Turn the second factor on with a first code: return the phone, and new recovery codes.

    Another phone is replaced. Every other session ends: it never showed a code. Raises WrongState
    when no key waits, Invalid for a wrong code, TooManyCodes.
    """
    device = waiting(user, key)
    if device is None:
        raise WrongState(_worthless())
    _count(user)
    # A code of a key that is not confirmed counts nowhere else.
    if verify_token(user, device.persistent_id, _digits(code)) is None:
        raise _refused(user, _wrong_code())
    with transaction.atomic():
        _lock(user)
        # It is gone where somebody began again at the same moment.
        if not TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True):
            raise WrongState(_worthless())
        replaced, _kinds = TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        codes = _make_codes(user)
        audit.record(user, AuditEntry.Action.SECOND_FACTOR_ON, user, replaced=bool(replaced))
        sessions.forget(user, but=callers.current().session_key)
    forget_attempts(user)
    device.refresh_from_db()
    return device, codes


def _worthless() -> str:
    return _("This picture is worth nothing any more. Begin again, then scan the new one.")


def _lock(user) -> None:
    get_user_model().objects.select_for_update().get(pk=user.pk)


# --- Showing it -----------------------------------------------------------------------------------


def check(user, *, code: str = "", recovery: str = "") -> Device:
    """Return what the code is from: the phone, or the recovery codes, one fewer from then on.

    Raises Invalid for a wrong code, and TooManyCodes, whatever the code, after too many.
    """
    _count(user)
    if recovery:
        device = StaticDevice.objects.filter(user=user, confirmed=True).first()
        token = _digest(device, recovery) if device else ""
    else:
        device, token = _phones(user).first(), _digits(code)
    if device is None or verify_token(user, device.persistent_id, token) is None:
        raise _refused(user, _wrong_recovery_code() if recovery else _wrong_code())
    forget_attempts(user)
    return device


def _count(user) -> None:
    who = str(user.pk)
    if not limits.allow(_SHORT, who, ATTEMPTS, ATTEMPTS_WINDOW):
        raise TooManyCodes(_("Too many wrong codes. Wait 15 minutes, then try again."))
    if not limits.allow(_DAY, who, ATTEMPTS_A_DAY, limits.DAY):
        raise TooManyCodes(_("Too many wrong codes today. Try again tomorrow, or ask an admin."))


def _refused(user, words: str) -> Invalid:
    """Return what to raise for a wrong code; the log tells of the last one that is allowed."""
    if any(limits.used_up(*limit, [str(user.pk)]) for limit in LIMITS):
        audit.record_stranger(AuditEntry.Action.LOCKED_OUT, user.get_username(), step="code")
    return Invalid(words)


def forget_attempts(user) -> None:
    """Begin counting wrong codes anew."""
    for purpose, *_limit in LIMITS:
        limits.forget(purpose, str(user.pk))


def _digits(code: str) -> str:
    """Return the six digits that were typed, in whatever script; empty where they are not six."""
    found = "".join(str(unicodedata.digit(char)) for char in code if char.isdecimal())
    rest = "".join(char for char in code if not char.isdecimal())
    # Phones show them in two groups, and copy marks of direction with them.
    is_code = len(found) == _DIGITS and not rest.strip(" -\u00a0\u200e\u200f")
    return found if is_code else ""


def _wrong_code() -> str:
    return _("This code is not right. Each works once: wait for the next one, then type it.")


def _wrong_recovery_code() -> str:
    return _("This recovery code is not right, or was used already. Take another of the ten.")


# --- Recovery codes -------------------------------------------------------------------------------


def new_codes(user) -> list[str]:
    """Replace the recovery codes; return the new ones, kept nowhere else. Raises WrongState."""
    if not is_on(user):
        raise WrongState(_("The second factor is off, so there is nothing to recover."))
    with transaction.atomic():
        _lock(user)
        codes = _make_codes(user)
        audit.record(user, AuditEntry.Action.CODES_MADE, user)
    return codes


def codes_left(user) -> int:
    """Count the recovery codes that were not used."""
    return StaticToken.objects.filter(device__user=user).count()


def _make_codes(user) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [_new_code() for _number in range(CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_digest(device, code)) for code in codes
    )
    return codes


def _new_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _place in range(_CODE_LETTERS))
    return "-".join(letters[at : at + 4] for at in range(0, _CODE_LETTERS, 4))


def _digest(device: StaticDevice, code: str) -> str:
    """Return what is stored of a recovery code: of no use to who reads the database."""
    plain = "".join(char for char in code.casefold() if char in _ALPHABET)
    digest = hashlib.sha256(f"{device.pk}:{plain}".encode()).digest()
    return b32encode(digest).decode()[:_CODE_LETTERS]


# --- Turning it off -------------------------------------------------------------------------------


def turn_off(actor, user, *, reason: str = "") -> None:
    """Sign in with the password alone again. Raises NotAllowed where it is required, WrongState.

    Who turns it off for somebody else is asked by the caller; then their sessions end.
    """
    if actor == user and is_required(user):
        raise NotAllowed(_("This newsroom asks you for a second factor, so it stays on."))
    with transaction.atomic():
        gone, _kinds = TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        if not gone:
            raise WrongState(_("The second factor is off already."))
        StaticDevice.objects.filter(user=user).delete()
        audit.record(actor, AuditEntry.Action.SECOND_FACTOR_OFF, user, reason=reason)
        if actor != user:
            sessions.forget(user)
    forget_attempts(user)
