"""Whatever a text holds, a feed can say it."""

import json

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from summaries.services.feeds.entries import plain
from summaries.services.web_addresses import web_address
from tests.rules.atom_elements import is_iri

# Halves of surrogate pairs and control characters among them.
ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=[]))


@given(ANY_TEXT)
def test_every_text_fits_into_xml_and_json(text):
    said = plain(text)
    element = etree.Element("title")
    element.text = said
    read = etree.fromstring(etree.tostring(element, encoding="utf-8")).text or ""
    assert read == said
    assert json.loads(json.dumps(said, ensure_ascii=False).encode()) == said
    assert plain(said) == said


@given(st.text(max_size=40))
def test_every_link_is_an_iri(text):
    for url in (text, f"https://marfa.example/{text}", f"https://{text}/news"):
        found = web_address(url)
        assert found == "" or is_iri(found)
