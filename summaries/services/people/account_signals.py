"""What follows whenever accounts change or somebody signs in, whichever way it was done.

The audit log tells it, and sessions end that must not go on. Changes come from the desk, from the
admin site and from commands: signals of the records see them all.
"""

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django_otp.plugins.otp_static.models import StaticDevice

from summaries import callers
from summaries.models import AuditEntry
from summaries.services import audit
from summaries.services.people import second_factor, sessions

Action = AuditEntry.Action
# What is told of an account with its values before and after.
_FACTS = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "is_superuser")


def connect() -> None:
    """Listen; called once, when the application is ready."""
    user = get_user_model()
    user_logged_in.connect(_signed_in, dispatch_uid="audit")
    user_logged_out.connect(_signed_out, dispatch_uid="audit")
    user_login_failed.connect(_failed, dispatch_uid="audit")
    user_locked_out.connect(_locked_out, dispatch_uid="audit")
    pre_save.connect(_before_save, sender=user, dispatch_uid="audit")
    post_save.connect(_after_save, sender=user, dispatch_uid="audit")
    pre_delete.connect(_deleted, sender=user, dispatch_uid="audit")
    for many in (user.groups.through, user.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_members_changed, sender=many, dispatch_uid="audit")


# --- Signing in and out ---------------------------------------------------------------------------


def _signed_in(sender, request, user, **kwargs) -> None:
    device = getattr(user, "otp_device", None)
    data = {} if device is None else {"second_factor": "code"}
    if isinstance(device, StaticDevice):
        data = {"second_factor": "recovery code", "codes_left": second_factor.codes_left(user)}
    audit.record(user, Action.SIGNED_IN, **data)


def _signed_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        audit.record(user, Action.SIGNED_OUT)


def _failed(sender, credentials, request=None, **kwargs) -> None:
    # Axes listens before us; what fails once it has locked the door was told when it did.
    if not getattr(request, "axes_locked_out", False):
        audit.record_stranger(Action.SIGN_IN_FAILED, str(credentials.get("username", "")))


def _locked_out(sender, request, username, ip_address, **kwargs) -> None:
    # Counted is the failure that closes the door; who goes on trying then fills no log.
    if request.axes_failures_since_start:
        audit.record_stranger(Action.LOCKED_OUT, str(username or ""))


# --- Accounts -------------------------------------------------------------------------------------


def _before_save(sender, instance, update_fields=None, raw=False, **kwargs) -> None:
    """Keep on the user what it was, so that what comes after can tell what changed."""
    instance._before = None
    changes_facts = update_fields is None or {*update_fields} & {*_FACTS, "password"}
    if instance.pk and changes_facts and not raw:
        instance._before = sender.objects.filter(pk=instance.pk).first()


def _after_save(sender, instance, created, raw=False, **kwargs) -> None:
    if raw:
        return
    if created:
        audit.record(_actor(), Action.ADDED, instance, **_rights(instance))
        return
    before, instance._before = instance._before, None
    if before is None:
        return
    _tell_facts(before, instance)
    if before.password != instance.password:
        _password_changed(instance)
    if before.is_active and not instance.is_active:
        sessions.forget(instance)


def _rights(user) -> dict:
    return {name: True for name in ("is_staff", "is_superuser") if getattr(user, name)}


def _tell_facts(before, after) -> None:
    pairs = {name: [getattr(before, name), getattr(after, name)] for name in _FACTS}
    changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if changed:
        audit.record(_actor(), Action.CHANGED, after, **changed)


def _password_changed(user) -> None:
    caller = callers.current()
    if caller.is_a_request and caller.person is None:
        # Nobody is signed in yet: a sign-in, which stores the same password in a newer way.
        return
    audit.record(_actor(), Action.PASSWORD_CHANGED, user)
    sessions.forget(user, but=caller.session_key if caller.person == user else "")


def _deleted(sender, instance, **kwargs) -> None:
    audit.record(_actor(), Action.DELETED, kind="user", key=str(instance.pk), name=str(instance))


def _members_changed(sender, instance, action, pk_set, reverse, model, **kwargs) -> None:
    done = {"post_add": "given", "post_remove": "taken", "pre_clear": "taken"}.get(action)
    if done is None:
        return
    name = "roles" if sender is get_user_model().groups.through else "permissions"
    if action == "pre_clear":
        pk_set = set(getattr(instance, _field(sender, instance)).values_list("pk", flat=True))
    others = list(model.objects.filter(pk__in=pk_set))
    for owner, things in _each_owner(instance, others, reverse=reverse):
        if things:
            audit.record(_actor(), Action.CHANGED, owner, **{f"{name}_{done}": things})


def _field(sender, instance) -> str:
    if sender is Group.permissions.through:
        return "permissions" if isinstance(instance, Group) else "group_set"
    if not isinstance(instance, get_user_model()):
        return "user_set"
    return "groups" if sender is get_user_model().groups.through else "user_permissions"


def _each_owner(instance, others, *, reverse: bool) -> list[tuple]:
    """Return each user or group with the names of the groups or permissions that changed for it."""
    if reverse:
        return [(owner, [str(instance)]) for owner in others]
    return [(instance, sorted(map(str, others)))]


def _actor():
    return callers.current().person
