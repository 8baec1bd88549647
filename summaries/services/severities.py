"""How much each check matters to this newsroom: the setting CHECK_SEVERITY, read and examined."""

from django.conf import settings
from django.utils.translation import gettext as _

from summaries.checks import registry
from summaries.checks.base import Severity

CHOICES = (*(str(severity) for severity in Severity), registry.OFF)


def chosen() -> dict[str, str]:
    """Return the severities that the setting names; what cannot be understood is left out."""
    return {name: severity for name, severity in _parts() if _problem(name, severity) is None}


def problems() -> list[str]:
    """Return what is wrong with the setting, each part in a sentence."""
    found = (_problem(name, severity) for name, severity in _parts())
    return [problem for problem in found if problem]


def _parts() -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in settings.CHECK_SEVERITY if part.strip())
    return [(name.strip(), severity.strip()) for name, _equals, severity in pairs]


def _problem(name: str, severity: str) -> str | None:
    known = registry.titles()
    if name not in known:
        return _("CHECK_SEVERITY names the check “%(name)s”, which is none of: %(known)s.") % {
            "name": name,
            "known": ", ".join(sorted(known)),
        }
    if severity not in CHOICES:
        return _(
            "CHECK_SEVERITY gives “%(name)s” the severity “%(severity)s”, which is none of: "
            "%(known)s."
        ) % {"name": name, "severity": severity, "known": ", ".join(CHOICES)}
    return None
