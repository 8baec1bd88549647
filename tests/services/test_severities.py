"""The setting that says how much each check matters."""

import pytest
from django.core.checks import run_checks

from summaries.services import severities
from tests.planted import Planted, Twice


@pytest.fixture(autouse=True)
def two(checks):
    checks(Planted({}), across=[Twice("x")])


@pytest.mark.parametrize(
    ("setting", "chosen", "problems"),
    [
        ([], {}, []),
        (["number=warning", " spelling = off "], {"number": "warning", "spelling": "off"}, []),
        (["", " "], {}, []),
        (["nummer=off", "number=blocking"], {"number": "blocking"}, ["“nummer”"]),
        (["number=severe"], {}, ["“severe”, which is none of: blocking, warning, off"]),
        (["number"], {}, ["“number” the severity “”"]),
        (["number=off", "spelling=off", "number=blocking"], {"spelling": "off"},
         ["“number” more than once"]),
        (["number=off", " number=off"], {}, ["“number” more than once"]),
        (["=off", "number=off=off"], {}, ["“”", "“off=off”"]),
    ],
)  # fmt: skip
def test_it_is_read_and_examined(settings, setting, chosen, problems):
    settings.CHECK_SEVERITY = setting
    assert severities.chosen() == chosen
    found = severities.problems()
    assert len(found) == len(problems)
    for part, problem in zip(problems, found, strict=True):
        assert part in problem
    errors = [error.msg for error in run_checks() if error.id == "summaries.E001"]
    assert errors == found
