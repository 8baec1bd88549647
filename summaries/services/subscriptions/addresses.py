"""Email addresses as they are kept: one mailbox, one spelling, nothing a mail header chokes on."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 254
# RFC 5321, section 4.5.3.1.1.
_MAX_LOCAL = 64
_is_address = EmailValidator(allowlist=[])


def canonical(email: str) -> str:
    """Return the address with its domain in ASCII and small letters (RFC 5891), if it has one.

    A mail server takes the capitals before the @ for what it likes: they stay.
    """
    local, at, domain = email.strip().rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii').lower()}"
    except UnicodeError:
        return email.strip()


def mailbox(email: str) -> str:
    """Return whose inbox it is, for counting alone: many read `ann+news@` and `a.nn@`, too."""
    local, _at, domain = email.casefold().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def validate(email: str) -> None:
    """Raise ValidationError for what is no address of a mailbox on the internet.

    Quoted names and literal hosts are legal, used by nobody, and a way into other people's mail
    headers and networks.
    """
    local = email.rpartition("@")[0]
    odd = email.startswith('"') or email.endswith("]") or not email.isascii()
    if odd or len(local) > _MAX_LOCAL or len(email) > MAX_LENGTH:
        raise ValidationError(REFUSED, code="invalid")
    try:
        _is_address(email)
    except ValidationError:
        raise ValidationError(REFUSED, code="invalid") from None


REFUSED = _("This is not an email address we can write to. It should look like name@example.org.")
