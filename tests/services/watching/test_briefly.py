"""Answers kept for a moment."""

import threading
import time

import pytest

from summaries.services.watching.briefly import Briefly


def test_an_answer_is_given_again_until_it_is_old():
    answers = iter("abc")
    briefly = Briefly(lambda: next(answers), seconds=0.05)
    assert [briefly(), briefly()] == ["a", "a"]
    time.sleep(0.06)
    assert briefly() == "b"
    briefly.forget()
    assert briefly() == "c"


def test_many_who_ask_at_once_make_one_call():
    calls = []

    def slowly():
        calls.append(1)
        time.sleep(0.05)
        return len(calls)

    briefly = Briefly(slowly, seconds=60)
    given = []
    threads = [threading.Thread(target=lambda: given.append(briefly())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (given, len(calls)) == ([1] * 8, 1)


def test_what_is_raised_is_not_kept():
    answers = iter([ValueError("not now"), "well"])

    def answer():
        found = next(answers)
        if isinstance(found, ValueError):
            raise found
        return found

    briefly = Briefly(answer, seconds=60)
    with pytest.raises(ValueError, match="not now"):
        briefly()
    assert briefly() == "well"
