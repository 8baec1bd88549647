"""What people do to terms: who may, in which state, what is refused and what is kept of it."""

import pytest

from summaries.models import GlossaryTerm, TermAction, TermState
from summaries.services import term_changes, term_rules
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.term_changes import AlreadyATerm, Wording

pytestmark = pytest.mark.django_db
FERRY = Wording("عبّارة", "ferry", ("passenger boat",), "Not a ship.")


@pytest.mark.parametrize(
    ("action", "state", "roles"),
    [
        ("propose", "", "reporter editor publisher"),
        ("add", "", "editor publisher"),
        ("accept", "proposed", "editor publisher"),
        ("accept", "rejected", "editor publisher"),
        ("accept", "retired", "editor publisher"),
        ("edit", "proposed", "editor publisher"),
        ("edit", "accepted", "editor publisher"),
        ("reject", "proposed", "editor publisher"),
        ("retire", "accepted", "editor publisher"),
        ("accept", "accepted", None),
        ("edit", "retired", None),
        ("reject", "accepted", None),
        ("retire", "proposed", None),
    ],
)
def test_the_table(request, action, state, roles):
    for role in ("reporter", "editor", "publisher", "outsider"):
        person = request.getfixturevalue(role)
        if roles and role in roles:
            assert term_rules.require(TermAction(action), state, person).action == action
            assert action in term_rules.actions_for(state, person)
        else:
            with pytest.raises(NotAllowed if roles else WrongState):
                term_rules.require(TermAction(action), state, person)
            assert action not in term_rules.actions_for(state, person)


def test_a_reporter_proposes_and_an_editor_accepts(reporter, editor):
    term = term_changes.propose(reporter, FERRY, reason="Used in every port story")
    assert (term.state, term.key, term.forbidden) == ("proposed", "عباره", ["passenger boat"])
    term = term_changes.accept(editor, term, reason="Agreed at the morning meeting")
    assert term.state == TermState.ACCEPTED
    accepted, proposed = term.changes.all()
    assert (proposed.author, proposed.action, proposed.counts) == (reporter, "propose", False)
    assert (accepted.author, accepted.action, accepted.counts) == (editor, "accept", True)
    assert accepted.before["state"] == "proposed"
    assert accepted.after["state"] == "accepted"
    assert accepted.reason == "Agreed at the morning meeting"


def test_an_accepted_term_changes_with_a_reason_and_its_history_tells(editor):
    term = term_changes.add(editor, FERRY)
    other = Wording("عبارة", "ferryboat")
    with pytest.raises(Invalid, match="Say why"):
        term_changes.edit(editor, term, other, reason="  ")
    term = term_changes.edit(editor, term, other, reason="The port calls it so")
    change = term.changes.first()
    assert (change.before["english"], change.after["english"]) == ("ferry", "ferryboat")
    assert change.before["forbidden"] == ["passenger boat"]


@pytest.mark.parametrize("act", [term_changes.reject, term_changes.retire])
def test_turning_down_and_retiring_need_a_reason(editor, act):
    made = term_changes.propose if act is term_changes.reject else term_changes.add
    term = made(editor, FERRY)
    with pytest.raises(Invalid, match="Say why"):
        act(editor, term, " ")
    assert act(editor, term, "Nobody says so").state in ("rejected", "retired")


def test_a_change_made_meanwhile_is_not_written_over(editor, publisher):
    term = term_changes.add(editor, FERRY)
    seen = term_changes.last_change(term)
    term_changes.edit(publisher, term, Wording("عبارة", "ferryboat"), reason="So", seen=seen)
    with pytest.raises(Stale):
        term_changes.retire(editor, term, "Unused", seen=seen)
    term.refresh_from_db()
    assert term.state == TermState.ACCEPTED


def test_one_accepted_term_an_arabic_however_it_is_spelled(editor, reporter):
    first = term_changes.add(editor, FERRY)
    for again in (Wording("عبارة", "boat"), Wording("عَبَّارَة", "ferryboat")):
        with pytest.raises(AlreadyATerm, match="already") as refused:
            term_changes.add(editor, again)
        assert refused.value.term == first
        with pytest.raises(AlreadyATerm):
            term_changes.propose(reporter, again)
    assert GlossaryTerm.objects.count() == 1


def test_a_second_proposal_is_accepted_only_once_the_first_is_retired(editor, reporter):
    second = term_changes.propose(reporter, Wording("عبارة", "ferryboat"))
    first = term_changes.propose(reporter, FERRY)
    term_changes.accept(editor, first)
    with pytest.raises(AlreadyATerm):
        term_changes.accept(editor, second)
    term_changes.retire(editor, first, "Old-fashioned")
    assert term_changes.accept(editor, second).state == TermState.ACCEPTED


def test_the_same_proposal_twice_is_refused(reporter):
    term_changes.propose(reporter, FERRY)
    with pytest.raises(AlreadyATerm, match="proposed"):
        term_changes.propose(reporter, Wording("عبارة", "Ferry"))


def test_two_that_accept_at_the_same_moment_meet_the_database(editor, monkeypatch):
    term_changes.add(editor, FERRY)
    refuse, calls = term_changes._refuse_accepted, []

    def too_early(wording, term=None):
        calls.append(wording)
        if len(calls) > 1:
            refuse(wording, term)

    monkeypatch.setattr(term_changes, "_refuse_accepted", too_early)
    with pytest.raises(AlreadyATerm):
        term_changes.add(editor, Wording("عبارة", "boat"))
    assert GlossaryTerm.objects.count() == 1


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        (Wording("ferry", "ferry"), "Arabic letters"),
        (Wording("", "ferry"), "Arabic letters"),
        (Wording("عبارة", ""), "must be English"),
        (Wording("عبارة", "عبارة"), "must be English"),
        (Wording("عبارة", "ferry", ("عبارة",)), "must be English"),
        (Wording("عبارة" * 60, "ferry"), "at most 200"),
        (Wording("عبارة", "f" * 201), "at most 200"),
        (Wording("عبارة", "ferry", tuple(f"boat {n}" for n in range(21))), "at most 20"),
        (Wording("عبارة", "ferry", ("Ferry",)), "as well"),
    ],
)
def test_what_cannot_be_a_term_is_refused(editor, wording, says):
    with pytest.raises(Invalid, match=says):
        term_changes.add(editor, wording)
    assert not GlossaryTerm.objects.exists()


def test_texts_are_cleaned(editor):
    term = term_changes.add(
        editor, Wording(" عبارة\u202e ", " passenger \n ferry ", ("boat", " boat", ""))
    )
    assert (term.arabic, term.english, term.forbidden) == ("عبارة", "passenger ferry", ["boat"])


@pytest.mark.parametrize("arabic", ["في", "فِي", "من على", "وهو", "ال", "يد", "قـــد", "علي 1"])
def test_words_of_nearly_every_text_are_no_terms(editor, arabic):
    with pytest.raises(Invalid, match="nearly every text"):
        term_changes.add(editor, Wording(arabic, "term"))


@pytest.mark.parametrize("arabic", ["في مجلس", "يمن", "كوفيد 19", "فعلي"])
def test_terms_with_a_word_of_their_own_are(editor, arabic):
    assert term_changes.add(editor, Wording(arabic, "term")).state == "accepted"
