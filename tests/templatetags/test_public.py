"""Words of ours on the public pages."""

import pytest

from summaries.templatetags.public import in_elements


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("الجودة \u206815.4 BLEU\u2069؛", "الجودة <bdi>15.4 BLEU</bdi>؛"),
        ("\u2068<b>a & b\u2069", "<bdi>&lt;b&gt;a &amp; b</bdi>"),
        ("no mark", "no mark"),
    ],
)
def test_isolates_in_elements(text, html):
    assert in_elements(text) == html
