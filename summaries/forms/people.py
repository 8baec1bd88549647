"""What people write to each other, and how they want the desk."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from summaries.forms.base import DeskForm
from summaries.services.texts import MAX_NOTE_CHARACTERS


class CommentForm(DeskForm):
    """A remark on the brief or on one of its sentences; `sentences` are the (pk, label) to name."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=MAX_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("@name tells that person by email."),
    )
    segment = forms.TypedChoiceField(
        label=_("About"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={
            "invalid_choice": _("This sentence is not there any more. Choose again, then send.")
        },
    )

    def __init__(self, *args, sentences=(), **kwargs) -> None:
        super().__init__(*args, **({"prefix": "comment"} | kwargs))
        self.fields["segment"].choices = [("", _("The whole brief")), *sentences]


class OwnerForm(DeskForm):
    """Who looks after the brief; nobody is a choice."""

    owner = forms.ModelChoiceField(None, required=False)

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people


class TopicForm(DeskForm):
    """What the brief is about; no topic is a choice."""

    topic = forms.ModelChoiceField(None, required=False)

    def __init__(self, *args, topics, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics


class PreferencesForm(DeskForm):
    """The three choices of the preferences page."""

    language = forms.ChoiceField(
        label=_("Language of the desk"), required=False, widget=forms.RadioSelect
    )
    single_keys = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_("Turn them off if you dictate or use a switch: keys with Ctrl still work."),
    )
    email_notices = forms.BooleanField(
        label=_("Email me"),
        required=False,
        help_text=_(
            "When somebody assigns or returns a brief to me, or mentions me. Admins also when a "
            "source fails or falls silent."
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        as_browser = ("", _("As the browser asks"))
        self.fields["language"].choices = [as_browser, *settings.LANGUAGES]
