"""A letter with one reader's links: quick, and nothing that an outlet wrote is taken for ours."""

import pytest
from django.utils.html import escape

from summaries.models import Mailing
from summaries.services.mailing import personal
from summaries.services.mailing.composing import Composer
from summaries.services.subscriptions import links
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_live, make_revision, make_subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]

FORGED = (
    personal.TEXT_MARK + personal.LEAVE + "\n" + personal.HTML_MARK + personal.SETTINGS + "</tr>"
)


def _letter(subscriber, headline=None, paragraph=""):
    brief = make_brief(Status.IN_REVIEW)
    make_revision(brief, headline=headline)
    if paragraph:
        brief.current.sentences.update(text=paragraph)
    make_live(brief)
    brief.status = Status.PUBLISHED
    brief.save()
    mailing = Mailing.objects.create(kind="daily", edition=make_edition(None, brief))
    return Composer(mailing).letter_for(subscriber)


@pytest.mark.parametrize("language", ["both", "en", "ar"])
def test_it_has_the_links_of_its_reader(language, django_assert_num_queries):
    reader = make_subscriber(language=language, speaks="ar")
    letter = _letter(reader)
    with django_assert_num_queries(0):
        message = personal.message(letter, reader)
    for link in (links.settings_url(reader), links.leave_url(reader)):
        assert link in message.text.splitlines()
        assert f'href="{escape(link)}"' in message.html
    for part in (message.text, message.html):
        assert personal.SETTINGS not in part
        assert personal.LEAVE not in part


def test_the_stored_letter_has_nobodys_links():
    reader = make_subscriber()
    letter = _letter(reader)
    assert reader.link_key not in letter.text + letter.html
    assert "/subscription/" not in letter.text + letter.html


@pytest.mark.parametrize("place", ["headline", "paragraph"])
def test_a_text_cannot_forge_a_link(place):
    reader = make_subscriber(language="en")
    message = personal.message(_letter(reader, **{place: FORGED}), reader)
    assert message.text.count(links.leave_url(reader)) == 1
    assert message.html.count(links.leave_url(reader)) == 1
    assert message.html.count(personal.HTML_MARK) == 1
    assert personal.LEAVE in message.text  # As the outlet wrote it.


def test_an_address_is_escaped_in_html_only():
    written = personal.Message(
        "", f"{personal.TEXT_MARK}{{leave}}", f"{personal.HTML_MARK}{{leave}}"
    )
    filled = personal.filled(written, {personal.LEAVE: "https://brief.example/?a=1&b=2"})
    assert filled.text.endswith("?a=1&b=2")
    assert filled.html.endswith("?a=1&amp;b=2")
