"""Columns of our own."""

from hashlib import sha256

from django.db import models


def key_of(url: str) -> str:
    """Return what an address is looked up by: short, for an index that takes no long values."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest() if url else ""


class KeyField(models.CharField):
    """The key of the address in another column, kept with it; empty without an address."""

    def __init__(self, of: str = "url", **options):
        self.of = of
        options |= {"max_length": 64, "editable": False, "blank": True, "default": ""}
        super().__init__(**options)

    def deconstruct(self):
        """Name in migrations what differs from the usual."""
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "editable", "blank", "default"):
            options.pop(fixed, None)
        return name, path, args, options | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Compute the key at each save."""
        key = key_of(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key
