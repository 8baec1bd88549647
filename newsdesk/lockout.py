"""Who has failed to sign in too often: one name from one network, or one network over all names."""

from ipaddress import ip_address

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum

from summaries.services.limits import networks

# One address may fail this many times as often over all names: colleagues share an address.
NAMES_PER_ADDRESS = 5


class FailureCounter(AxesDatabaseHandler):
    """Counts failures per name and address, and a fraction of those of the address as a whole.

    A list in AXES_LOCKOUT_PARAMETERS would give both the same limit, and one's own successful
    sign-in would forget the failures with all other names.
    """

    def get_failures(self, request, credentials: dict | None = None) -> int:
        """Return what is held against AXES_FAILURE_LIMIT."""
        attempts = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address,
            attempt_time__gte=request.axes_attempt_time - settings.AXES_COOLOFF_TIME,
        )
        from_address = attempts.aggregate(n=Sum("failures_since_start", default=0))["n"]
        return max(super().get_failures(request, credentials), from_address // NAMES_PER_ADDRESS)


def client_network(request) -> str | None:
    """Return whose failures are counted together: who has one address of a /64 has all of them.

    None, one for all, where no address is known: a socket of the machine, a proxy that says none.
    """
    household, _site = networks(client_address(request))
    return None if household == "unknown" else household.partition("/")[0]


def client_address(request) -> str:
    """Return the address of the client; behind a proxy, the last one in X-Forwarded-For.

    The proxy itself wrote the last one; those before it the client may have made up.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return direct
    try:
        return str(ip_address(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()))
    except ValueError:
        return direct
