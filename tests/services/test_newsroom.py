"""Where the pages of the paper are."""

import pytest

from summaries.services import newsroom


@pytest.mark.parametrize(
    ("show", "query", "expected"),
    [
        ("both", None, "https://daily.example/archive/"),
        ("ar", None, "https://daily.example/archive/?show=ar"),
        ("both", {"before": "7"}, "https://daily.example/archive/?before=7"),
        ("en", {"q": "a b"}, "https://daily.example/archive/?q=a+b&show=en"),
    ],
)
def test_addresses_carry_the_language_and_the_name_of_the_site(settings, show, query, expected):
    settings.SITE_URL = "https://daily.example"
    assert newsroom.address("/archive/", show, query) == expected
