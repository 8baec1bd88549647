"""Codes that a person's phone would show."""

import time

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from summaries.services.people import second_factor


def code_of(device: TOTPDevice, *, later: int = 0) -> str:
    """Return the six digits of a phone now, or `later` steps of 30 seconds from now."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + later * device.step
    return f"{totp.token():06d}"


def wrong_code(device: TOTPDevice) -> str:
    """Return six digits that are right neither now nor in the steps around it."""
    right = {code_of(device, later=step) for step in range(-3, 4)}
    return next(code for code in (f"{n:06d}" for n in range(100)) if code not in right)


def turn_on(user) -> tuple[TOTPDevice, list[str]]:
    """Turn the second factor of a user on; return the phone and the recovery codes.

    The code of the present step is not used up.
    """
    device = second_factor.begin(user)
    device, codes = second_factor.confirm(user, device.pk, code_of(device))
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1, drift=0)
    return device, codes
