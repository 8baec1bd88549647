"""Which texts a public page shows, and its addresses in each language.

The address alone decides (`?show=en`): readers have no session, and a cookie would be a mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest

from summaries.services.languages import BOTH, CHOICES
from summaries.services.newsroom import address, with_show


def shown(request: HttpRequest) -> str:
    """Return which languages were asked for: "both", "en" or "ar"."""
    asked = request.GET.get("show", BOTH)
    return asked if asked in CHOICES else BOTH


@dataclass(frozen=True)
class Here:
    """Where a page stands, for its links to itself.

    `query` are the parameters that make it another page, such as the words of a search. `public` is
    the path readers know it by, where that is not the one that was asked for: a preview's. `texts`
    are the languages that it has a text in.
    """

    path: str
    show: str = "both"
    query: dict[str, str] = field(default_factory=dict)
    public: str = ""
    texts: Sequence[str] = ("en", "ar")

    @property
    def both(self) -> str:
        """The page in both languages, as seen from itself."""
        return with_show("", "both", self.query) or "./"

    @property
    def en(self) -> str:
        """The page in English."""
        return with_show("", "en", self.query)

    @property
    def ar(self) -> str:
        """The page in Arabic."""
        return with_show("", "ar", self.query)

    @property
    def first(self) -> str:
        """The first page of the list that it is a page of."""
        query = {name: value for name, value in self.query.items() if name != "before"}
        return with_show(self.path, self.show, query)

    @property
    def canonical(self) -> str:
        """The whole address of this version of it. Never made from the Host header."""
        return self._whole(self.show if self.show in self.texts else BOTH)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Each version of it as `hreflang` names it, with its whole address."""
        named = [(language, language) for language in ("en", "ar") if language in self.texts]
        return [(name, self._whole(show)) for name, show in [*named, ("x-default", BOTH)]]

    def _whole(self, show: str) -> str:
        return address(self.public or self.path, show, self.query)


def of_page(request: HttpRequest, *, query: dict | None = None, public: str = "") -> dict:
    """Return what templates/public/base.html needs: `show` and `here`."""
    show = shown(request)
    return {"show": show, "here": Here(request.path, show, query or {}, public)}
