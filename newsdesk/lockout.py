"""Who has failed to sign in too often: one name from one network, or one network over all names."""

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Sum
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.crypto import salted_hmac

from summaries.callers import client_address
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


@receiver(pre_save, sender=AccessAttempt)
def keep_no_form(sender, instance: AccessAttempt, **_signal) -> None:
    """Count what failed, and store nothing that was sent: it may be secret, and has no end."""
    instance.get_data = instance.post_data = instance.http_accept = ""


def client_network(request) -> str | None:
    """Return whose failures are counted together: an address, of IPv6 the whole /48 around it.

    Who has one address of a /64 has all of them, and a /48 is as easily had. None, one for all,
    where no address is known: a socket of the machine, a proxy that says none.
    """
    household, site = networks(client_address(request))
    return None if household == "unknown" else (site or household).partition("/")[0]


def counted_name(request, credentials: dict | None = None) -> str:
    """Return under which name a failure counts: a name that no account has may be a password.

    A digest of its own for each, so that the lock does not tell which names there are.
    """
    name = (credentials or request.POST).get("username") or ""
    if get_user_model().objects.filter(username=name).exists():
        return name
    return salted_hmac("newsdesk.lockout", name, algorithm="sha256").hexdigest()
