"""In which languages a text stands: one answer for a text and for the database."""

import pytest

from summaries.models import Brief
from summaries.services import languages
from summaries.services.renditions import Rendition, with_text
from summaries.workflow import Status
from tests.factories import make_brief, take_out

pytestmark = pytest.mark.django_db

NEITHER: list[str] = []


@pytest.mark.parametrize(
    ("missing", "there"),
    [
        ([], ["en", "ar"]),
        (["headline_en"], ["ar"]),
        (["sentences"], ["ar"]),
        (["headline_ar"], ["en"]),
        (["summary_ar"], ["en"]),
        (["headline_en", "summary_ar"], NEITHER),
    ],
)
@pytest.mark.parametrize("show", languages.CHOICES)
def test_a_language_is_there_with_headline_and_summary(missing, there, show):
    take_out(make_brief(Status.PUBLISHED), *missing)
    (brief,) = with_text(Brief.objects.live())
    wanted = [one for one in there if show in (one, "both")]
    assert Rendition(brief).languages(show) == wanted
    assert languages.in_language(Brief.objects.all(), show).exists() == bool(wanted)


def test_a_draft_stands_in_none():
    make_brief(Status.IN_REVIEW)
    assert not languages.in_language(Brief.objects.all(), "both").exists()


def test_the_language_of_the_reader_comes_first():
    assert languages.of(make_brief().current, first="ar") == ["ar", "en"]


@pytest.mark.parametrize(
    ("missing", "show", "texts"),
    [
        ([], "both", ["en", "ar"]),
        ([], "ar", ["ar"]),
        (["summary_ar"], "both", ["en"]),
        (["summary_ar"], "ar", ["en"]),
        (["headline_en"], "en", ["ar"]),
        # Nothing to fall back to: a draft shows what there is of it.
        (["headline_en", "headline_ar"], "en", ["en"]),
    ],
)
def test_a_page_falls_back_to_the_other_language(missing, show, texts):
    revision = take_out(make_brief(Status.PUBLISHED), *missing).live
    assert languages.on_a_page(revision, show) == texts
    said = {"en": revision.headline_en, "ar": revision.headline_ar}
    assert languages.title(revision, show) == " · ".join(said[one] for one in texts)
