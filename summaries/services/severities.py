"""How much each check matters to this newsroom: the setting CHECK_SEVERITY, read and examined."""

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from summaries.checks import registry
from summaries.checks.base import Severity

CHOICES = (*(str(severity) for severity in Severity), registry.OFF)


def chosen() -> dict[str, str]:
    """Return the severities that the setting names; what cannot be understood is left out."""
    parts = _parts()
    twice = _repeated(parts)
    sound = ((name, severity) for name, severity in parts if _problem(name, severity) is None)
    return {name: severity for name, severity in sound if name not in twice}


def problems() -> list[str]:
    """Return what is wrong with the setting, each part in a sentence."""
    parts = _parts()
    found = (_problem(name, severity) for name, severity in parts)
    return [problem for problem in found if problem] + [
        _("CHECK_SEVERITY names the check “%(name)s” more than once. Keep one of them.")
        % {"name": name}
        for name in _repeated(parts)
    ]


def _repeated(parts: Sequence[tuple[str, str]]) -> list[str]:
    counted = Counter(name for name, _severity in parts)
    return [name for name, times in counted.items() if times > 1 and name in registry.titles()]


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
