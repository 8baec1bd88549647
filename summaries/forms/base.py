"""What every form of the desk has in common."""

from django import forms


class DeskForm(forms.Form):
    """A form whose labels are plain words, without a colon after them."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
