"""The one table: every action in every state for every role, written out."""

import pytest

from summaries.workflow import Action, Role, Status, actions_for, allowed, transition

EVERYONE = {"reporter", "editor", "publisher", "admin"}
EDITORS = EVERYONE - {"reporter"}
PUBLISHERS = {"publisher", "admin"}

# (action, status): who may do it and the state it leads to. What is not listed is not possible.
EXPECTED = {
    ("edit", "draft"): (EVERYONE, None),
    ("edit", "in_review"): (EDITORS, None),
    ("edit", "published"): (PUBLISHERS, None),
    ("edit", "corrected"): (PUBLISHERS, None),
    ("approve", "draft"): (EVERYONE, None),
    ("approve", "in_review"): (EDITORS, None),
    ("approve", "published"): (PUBLISHERS, None),
    ("approve", "corrected"): (PUBLISHERS, None),
    ("reshape", "draft"): (EVERYONE, None),
    ("reshape", "in_review"): (EDITORS, None),
    ("assign", "drafting"): (EVERYONE, None),
    ("assign", "draft"): (EVERYONE, None),
    ("assign", "in_review"): (EDITORS, None),
    ("assign", "published"): (EDITORS, None),
    ("assign", "corrected"): (EDITORS, None),
    **{("comment", status.value): (EVERYONE, None) for status in Status},
    ("restore_line", "draft"): (EVERYONE, None),
    ("restore_line", "in_review"): (EDITORS, None),
    ("redraft", "drafting"): (EVERYONE, None),
    ("redraft", "draft"): (EVERYONE, None),
    ("redraft", "in_review"): (EDITORS, None),
    ("dismiss", "draft"): (EVERYONE, None),
    ("dismiss", "in_review"): (EDITORS, None),
    ("dismiss", "published"): (PUBLISHERS, None),
    ("dismiss", "corrected"): (PUBLISHERS, None),
    ("dismiss_blocking", "draft"): (EDITORS, None),
    ("dismiss_blocking", "in_review"): (EDITORS, None),
    ("dismiss_blocking", "published"): (PUBLISHERS, None),
    ("dismiss_blocking", "corrected"): (PUBLISHERS, None),
    ("override", "in_review"): (PUBLISHERS, None),
    ("override", "published"): (PUBLISHERS, None),
    ("override", "corrected"): (PUBLISHERS, None),
    ("submit", "draft"): (EVERYONE, "in_review"),
    ("return", "in_review"): (EDITORS, "draft"),
    ("publish", "in_review"): (PUBLISHERS, "published"),
    ("correct", "published"): (PUBLISHERS, "corrected"),
    ("correct", "corrected"): (PUBLISHERS, "corrected"),
    ("retract", "published"): (PUBLISHERS, "retracted"),
    ("retract", "corrected"): (PUBLISHERS, "retracted"),
    ("breaking", "published"): (PUBLISHERS, None),
    ("breaking", "corrected"): (PUBLISHERS, None),
    ("report_closed", "published"): (EDITORS, None),
    ("report_closed", "corrected"): (EDITORS, None),
    ("report_closed", "retracted"): (EDITORS, None),
    ("source_adopted", "drafting"): (EVERYONE, None),
    ("source_adopted", "draft"): (EVERYONE, None),
    ("source_adopted", "in_review"): (EDITORS, None),
    ("source_kept", "drafting"): (EVERYONE, None),
    ("source_kept", "draft"): (EVERYONE, None),
    ("source_kept", "in_review"): (EDITORS, None),
    ("source_kept", "published"): (PUBLISHERS, None),
    ("source_kept", "corrected"): (PUBLISHERS, None),
    ("drafted", "drafting"): (set(), "draft"),
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_the_table(action, status):
    row = transition(action, status)
    if (action.value, status.value) not in EXPECTED:
        assert row is None
        return
    roles, target = EXPECTED[action.value, status.value]
    assert {role.value for role in Role if allowed(action, status, frozenset({role}))} == roles
    assert row.target == target


def test_nobody_without_a_role_may_do_anything():
    assert not any(actions_for(status, frozenset()) for status in Status)


def test_a_retraction_is_the_end_of_all_but_talk():
    left = {Action.COMMENT, Action.CLOSE_REPORT}
    assert actions_for(Status.RETRACTED, frozenset(Role)) == left


@pytest.mark.parametrize(
    "action",
    [
        Action.RETURN,
        Action.CORRECT,
        Action.RETRACT,
        Action.DISMISS,
        Action.DISMISS_BLOCKING,
        Action.OVERRIDE,
        Action.KEEP_SOURCE,
    ],
)
def test_taking_something_back_and_setting_a_check_aside_need_a_reason(action):
    rows = [transition(action, status) for status in Status]
    assert all(row.needs_reason for row in rows if row)
