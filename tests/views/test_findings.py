"""Findings on the review page: shown, fixed, dismissed, opened again, and published in spite of."""

import re

import pytest
from django.urls import reverse

from summaries.checks.base import Severity
from summaries.models import Dismissal, Finding, Segment
from summaries.services import findings, rechecking
from summaries.workflow import Action, Status
from tests.factories import make_brief, make_finding, make_live, make_revision
from tests.planted import Planted, Twice

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}
REASON = "The ministry said so on the phone."
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def brief(checks):
    """A brief under review with “Two of five” to be fixed; “Thursday” is only doubtful."""
    checks(
        Planted({"Two of five": "Three of five"}, arabic="رصيفان"),
        Planted({"Thursday": None}, name="weekday", severity=Severity.WARNING, title="Weekday"),
    )
    brief = make_brief(Status.IN_REVIEW)
    rechecking.recheck(brief)
    return brief


def _page(client, brief, **query) -> str:
    return client.get(reverse("desk:brief", args=[brief.pk]), query).content.decode()


def _decide(client, name: str, brief, pk: int, *, script: bool = False, **data):
    address = reverse(f"desk:{name}", args=[brief.pk, pk])
    return client.post(address, data, headers=SCRIPT if script else {})


def _blocking(brief) -> Finding:
    return brief.findings.get(severity="blocking")


def _dismiss(client, brief, found: Finding, reason: str = REASON, *, script: bool = False):
    data = {f"reason-{found.pk}": reason}
    return _decide(client, "finding-dismiss", brief, found.pk, script=script, **data)


class TestShown:
    """What the page says without anybody doing anything."""

    def test_the_panel_names_each_with_its_place_and_counts_what_blocks(
        self, at_desk, editor, brief
    ):
        page = _page(at_desk(editor), brief)
        assert "3 findings · 1 blocks publication" in page
        assert '<a href="#segment-3">Sentence 3</a>' in page
        assert '<a href="#segment-1">Sentence 1</a>' in page
        assert '<a href="#sentence-1">Summary sentence 1</a>' in page
        assert page.count("<b>blocks</b>") == 1
        assert "Use “\u2068Three of five\u2069”" in page

    def test_its_words_are_underlined_in_both_languages(self, at_desk, editor, brief):
        page, ref = _page(at_desk(editor), brief), f"f{_blocking(brief).pk}"
        for words in ("Two of five", "رصيفان"):
            assert f'<mark class="bad" aria-describedby="{ref}">{words}</mark>' in page
        assert f'<p id="{ref}">' in page
        assert page.count('<mark class="warn"') == 2

    def test_the_headline_of_the_brief_is_underlined_too(self, at_desk, editor, brief):
        found = make_finding(brief, None, "storm")
        page = _page(at_desk(editor), brief)
        assert f'aria-describedby="f{found.pk}">storm</mark></h1>' in page
        assert '<a href="#headline">Headline of the brief</a>' in page

    def test_a_summary_finding_lights_the_article_and_is_underlined_in_the_summary(
        self, at_desk, editor, brief
    ):
        sentence, second = brief.current.sentences.all()[1], brief.article.segments.all()[2]
        start = second.arabic.index("1,200")
        found = make_finding(
            brief, None, "Ramla", place="summary", sentence=sentence, english="1,200",
            english_spans=[[6, 11]], arabic_spans=[[second.pk, start, start + 5]],
        )  # fmt: skip
        page, ref = _page(at_desk(editor), brief), f"f{found.pk}"
        assert f'<mark class="also" aria-describedby="{ref}">1,200</mark>' in page
        assert page.count(f'<mark class="bad" aria-describedby="{ref}">1,200</mark>') == 2

    def test_what_is_about_a_whole_sentence_is_said_under_it(self, at_desk, editor, brief):
        last = brief.article.segments.last()
        make_finding(
            brief, last, last.english, severity="warning", message="It breaks off.", values={}
        )
        row = (
            _page(at_desk(editor), brief).partition('id="segment-4"')[2].partition('class="mid"')[0]
        )
        assert '<span class="doubt" lang="en">It breaks off.</span>' in row
        assert "<mark" not in row

    def test_hostile_text_stays_text(self, at_desk, editor, brief):
        segment = brief.article.segments.last()
        Segment.objects.filter(pk=segment.pk).update(english=HOSTILE, arabic=HOSTILE)
        segment.refresh_from_db()
        make_finding(
            brief, segment, "alert", fix=HOSTILE, values={"arabic": HOSTILE, "english": HOSTILE},
            arabic=HOSTILE, arabic_spans=[[segment.pk, 0, 9]], check_name="name",
        )  # fmt: skip
        page = _page(at_desk(editor), brief)
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page

    def test_a_name_can_be_put_into_the_glossary(self, at_desk, editor, brief):
        first = brief.article.segments.all()[1]
        make_finding(brief, first, "Ramla", check_name="spelling", arabic="الرملة", fix="Al-Ramla")
        page = _page(at_desk(editor), brief)
        assert re.search(r'glossary/add/\?arabic=%D8%A7[^"]+&amp;english=Al-Ramla"', page)

    def test_a_term_of_the_glossary_leads_there(self, at_desk, editor, brief):
        first = brief.article.segments.all()[1]
        values = {"agreed": "Al-Ramla", "arabic": "الرملة", "english": "Ramla"}
        make_finding(
            brief, first, "Ramla", check_name="glossary", arabic="الرملة", values=values
        )  # fmt: skip
        page = _page(at_desk(editor), brief)
        assert 'glossary/?q=Al-Ramla">Glossary entry</a>' in page
        assert "Add to glossary" not in page

    def test_next_and_previous_lead_to_the_panel_without_script(self, at_desk, editor, brief):
        page = _page(at_desk(editor), brief)
        refs = re.findall(r'<p id="(f\d+)">', page)
        assert page.count(f'href="#{refs[0]}" data-step="1"') == 2
        assert page.count(f'href="#{refs[-1]}" data-step="-1"') == 2

    @pytest.mark.parametrize(
        ("status", "role", "fixes", "dismissals"),
        [
            (Status.DRAFT, "reporter", 1, 2),
            (Status.IN_REVIEW, "reporter", 0, 0),
            (Status.IN_REVIEW, "editor", 1, 3),
            (Status.PUBLISHED, "editor", 0, 0),
            (Status.PUBLISHED, "publisher", 1, 3),
            (Status.RETRACTED, "publisher", 0, 0),
        ],
    )
    def test_only_those_who_may_see_the_buttons(
        self, request, at_desk, brief, status, role, fixes, dismissals
    ):
        type(brief).objects.filter(pk=brief.pk).update(status=status)
        page = _page(at_desk(request.getfixturevalue(role)), brief)
        assert page.count("/fix/") == fixes
        assert page.count('href="?dismiss=') == dismissals

    def test_nothing_found_is_said(self, at_desk, editor, checks):
        page = _page(at_desk(editor), make_brief(Status.IN_REVIEW))
        assert "The checks found nothing to decide." in page


class TestFix:
    """One click puts the right words in."""

    def test_without_script_it_leads_back_to_the_sentence(self, at_desk, editor, brief):
        found = _blocking(brief)
        answer = _decide(at_desk(editor), "finding-fix", brief, found.pk, version="0")
        assert answer["Location"] == f"/desk/briefs/{brief.pk}/#segment-3"
        found.segment.refresh_from_db()
        assert found.segment.english.startswith("Three of five piers")
        assert not brief.findings.filter(severity="blocking").exists()

    def test_with_script_it_brings_all_that_changed(self, at_desk, editor, brief):
        found = _blocking(brief)
        answer = _decide(at_desk(editor), "finding-fix", brief, found.pk, script=True, version="0")
        page = answer.content.decode()
        assert "<html" not in page
        assert page.index('id="findings"') < page.index('hx-target="#segment-3"')
        assert "Three of five piers" in page
        assert "Findings · 2 warnings" in page
        assert 'hx-target="#gate"' in page
        assert page.count('class="segment ') == 1, "no row comes that nothing changed in"

    def test_in_the_summary_it_is_a_new_version(self, at_desk, editor, brief):
        found = make_finding(
            brief, None, "Ramla", place="summary", sentence=brief.current.sentences.all()[2],
            english="small", english_spans=[[10, 15]], fix="little",
        )  # fmt: skip
        client = at_desk(editor)
        answer = _decide(client, "finding-fix", brief, found.pk, version="1")
        assert answer["Location"] == f"/desk/briefs/{brief.pk}/#sentence-3"
        brief.refresh_from_db()
        assert brief.current.number == 2
        assert brief.current.sentences.last().text == "Owners of little boats were asked to wait."

    def test_in_the_headline_the_page_gets_summary_and_version_anew(self, at_desk, editor, brief):
        found = make_finding(brief, None, "storm", fix="gale")
        client = at_desk(editor)
        page = _decide(client, "finding-fix", brief, found.pk, script=True, version="1")
        assert "Ramla port resumes ferries after gale" in page.content.decode()
        assert re.search(r'hx-target="#actions \[name=seen\]".*value="2 ', page.content.decode())

    @pytest.mark.parametrize("script", [True, False])
    def test_what_somebody_changed_meanwhile_stays(self, at_desk, editor, brief, script):
        found = _blocking(brief)
        Segment.objects.filter(pk=found.segment_id).update(version=4)
        answer = _decide(
            at_desk(editor), "finding-fix", brief, found.pk, script=script, version="0"
        )
        assert answer.status_code == 409
        assert "This text changed since the page showed it" in answer.content.decode()

    def test_of_a_live_brief_it_brings_the_button_to_correct(self, at_desk, publisher, brief):
        make_live(brief)
        type(brief).objects.filter(pk=brief.pk).update(status=Status.PUBLISHED)
        client, found = at_desk(publisher), _blocking(brief)
        assert "Publish correction…" not in _page(client, brief)
        answer = _decide(client, "finding-fix", brief, found.pk, script=True, version="0")
        _before, _mark, actions = answer.content.decode().partition(
            'hx-target="#actions:not(:has(#gate))"'
        )
        assert "Publish correction…" in actions

    @pytest.mark.parametrize("version", ["", "new", "9" * 5000])
    def test_a_form_of_no_page_is_refused(self, at_desk, editor, brief, version):
        answer = _decide(
            at_desk(editor), "finding-fix", brief, _blocking(brief).pk, version=version
        )
        assert answer.status_code == 400


class TestDismiss:
    """A person says that it is none, and why."""

    def test_without_script_the_link_opens_a_form_and_the_reason_is_kept(
        self, at_desk, editor, brief
    ):
        client, found = at_desk(editor), _blocking(brief)
        page = _page(client, brief, dismiss=found.pk)
        assert page.count(f'name="reason-{found.pk}"') == 1
        assert _dismiss(client, brief, found)["Location"].endswith("#findings")
        page = _page(client, brief)
        assert "1 dismissed" in page
        assert "Dismissed by <bdi>Huda</bdi>" in page
        assert REASON in page
        assert "blocks publication" not in page

    def test_with_script_the_row_loses_its_underline(self, at_desk, editor, brief):
        page = _dismiss(at_desk(editor), brief, _blocking(brief), script=True).content.decode()
        row = page.partition('hx-target="#segment-3:not(.open)"')[2].partition("</hx-partial>")[0]
        assert "Two of five" in row
        assert "<mark" not in row

    @pytest.mark.parametrize("reason", ["", "  ", "..."])
    @pytest.mark.parametrize("script", [True, False])
    def test_a_reason_is_needed(self, at_desk, editor, brief, reason, script):
        answer = _dismiss(at_desk(editor), brief, _blocking(brief), reason, script=script)
        assert answer.status_code == 400
        assert "Say why" in answer.content.decode()
        assert not brief.dismissals.exists()

    def test_who_may_not_is_told_so_before_the_reason(self, at_desk, reporter, brief):
        answer = _dismiss(at_desk(reporter), brief, _blocking(brief), "")
        assert answer.status_code == 403

    @pytest.mark.parametrize(
        ("status", "role", "severity", "answered"),
        [
            (Status.DRAFT, "reporter", "warning", 302),
            (Status.DRAFT, "reporter", "blocking", 403),
            (Status.IN_REVIEW, "reporter", "warning", 403),
            (Status.IN_REVIEW, "editor", "blocking", 302),
            (Status.PUBLISHED, "editor", "warning", 403),
            (Status.PUBLISHED, "publisher", "blocking", 302),
            (Status.RETRACTED, "publisher", "warning", 409),
        ],
    )
    def test_who_may(self, request, at_desk, brief, status, role, severity, answered):
        type(brief).objects.filter(pk=brief.pk).update(status=status)
        found = brief.findings.filter(severity=severity).first()
        answer = _dismiss(at_desk(request.getfixturevalue(role)), brief, found)
        assert answer.status_code == answered
        assert brief.dismissals.count() == (answered == 302)

    def test_it_is_taken_back(self, at_desk, editor, brief):
        client = at_desk(editor)
        _dismiss(client, brief, _blocking(brief))
        dismissal = Dismissal.objects.get()
        answer = _decide(client, "dismissal-reopen", brief, dismissal.pk)
        assert answer["Location"].endswith("#findings")
        assert "3 findings · 1 blocks publication" in _page(client, brief)
        again = _decide(client, "dismissal-reopen", brief, dismissal.pk, script=True)
        assert again.status_code == 409


@pytest.mark.parametrize("name", ["finding-fix", "finding-dismiss", "dismissal-reopen"])
@pytest.mark.parametrize(("known", "status"), [(True, 404), (False, 409)])
def test_those_of_another_brief_and_those_that_are_gone(
    at_desk, editor, brief, name, known, status
):
    other = make_brief(Status.IN_REVIEW)
    found = make_finding(other)
    key = found.pk
    if name == "dismissal-reopen":
        key = findings.dismiss(editor, found, REASON).pk
    data = {"version": "1", f"reason-{key}": REASON}
    answer = _decide(at_desk(editor), name, brief, key if known else 9999, **data)
    assert answer.status_code == status
    assert not brief.dismissals.exists()


def test_a_save_brings_the_panel_and_the_other_rows_that_it_touched(at_desk, editor, checks):
    checks(across=[Twice("Ramla")])
    brief = make_brief(Status.IN_REVIEW)
    rechecking.recheck(brief)
    first = brief.article.segments.all()[1]
    client = at_desk(editor)
    assert "Findings · 2 warnings" in _page(client, brief)
    data = {"version": 0, "english": "Ferries sail again."}
    address = reverse("desk:segment-save", args=[brief.pk, first.pk])
    page = client.post(address, data, headers=SCRIPT).content.decode()
    assert 'hx-target="#findings"' in page
    assert "The checks found nothing to decide." in page
    assert 'hx-target="#segment-H:not(.open)"' in page
    assert page.count('class="segment ') == 2
    assert "section.summary" not in page, "what is lit there stays lit"


def _shown(page: str) -> dict[str, str]:
    """Return what a page's forms say that it showed."""
    fields = re.findall(r'name="(seen|blocking)" value="([^"]+)"', page)
    return dict(fields)


class TestGate:
    """Publishing in spite of findings."""

    def _publish(self, client, brief, **data):
        shown = _shown(_page(client, brief))
        return client.post(reverse("desk:publish", args=[brief.pk]), shown | data)

    def test_the_panel_lists_what_blocks_and_asks_for_a_reason(self, at_desk, publisher, brief):
        gate = _page(at_desk(publisher), brief).partition('id="gate"')[2].partition("</form>")[0]
        assert "1 finding blocks publication:" in gate
        assert '<a href="#segment-3"' in gate
        assert "2 warnings stand" in gate
        assert "Publish in spite of 1 finding" in gate
        assert 'name="override"' in gate
        assert "Publish now" not in gate
        assert "Readers will see this reason" in gate

    def test_many_are_counted_after_the_first(self, at_desk, publisher, brief):
        for word in "Ramla port resumes ferries after storm Ramla port resumes".split():
            make_finding(brief, None, word)
        gate = _page(at_desk(publisher), brief).partition('id="gate"')[2].partition("</form>")[0]
        assert "and 2 more" in gate

    def test_without_a_reason_it_is_refused_and_with_one_it_is_an_event(
        self, at_desk, publisher, brief
    ):
        client = at_desk(publisher)
        refused = self._publish(client, brief)
        assert refused.status_code == 400
        assert "1 finding blocks publication: fix it" in refused.content.decode()
        assert refused.context["opened"] == "publish"
        self._publish(client, brief, override=REASON)
        brief.refresh_from_db()
        assert brief.status == Status.PUBLISHED
        event = brief.events.get(verb=Action.OVERRIDE)
        assert (event.reason, event.actor) == (REASON, publisher)

    def test_a_reason_is_about_what_the_page_listed(self, at_desk, publisher, brief, settings):
        client = at_desk(publisher)
        shown = _shown(_page(client, brief)) | {"override": REASON}
        settings.CHECK_SEVERITY = ["weekday=blocking"]
        address = reverse("desk:publish", args=[brief.pk])
        refused = client.post(address, shown)
        answer = refused.content.decode()
        assert refused.status_code == 409
        assert "this page did not show" in answer
        assert REASON in answer
        brief.refresh_from_db()
        assert brief.status == Status.IN_REVIEW
        assert client.post(address, _shown(answer) | {"override": REASON}).status_code == 302

    def test_a_reason_that_says_nothing_is_given_back(self, at_desk, publisher, brief):
        refused = self._publish(at_desk(publisher), brief, override="??? !!!")
        assert refused.status_code == 400
        assert "??? !!!" in refused.content.decode()

    def test_a_correction_passes_the_same_gate(self, at_desk, publisher, brief):
        type(brief).objects.filter(pk=brief.pk).update(
            status=Status.PUBLISHED, live=brief.current, published_at=brief.created_at
        )
        brief.refresh_from_db()
        make_revision(brief, author=publisher, headline="Ramla port opens on Friday")
        client = at_desk(publisher)
        page = _page(client, brief)
        assert "Publish in spite of 1 finding" in page
        notes = {
            "note_en": "It is Friday.",
            "note_ar": "الموعد يوم الجمعة.",
            **_shown(page),
        }
        address = reverse("desk:correct", args=[brief.pk])
        assert client.post(address, notes).status_code == 400
        assert client.post(address, notes | {"override": REASON}).status_code == 302
        brief.refresh_from_db()
        assert brief.status == Status.CORRECTED
