import pickle
import re
from datetime import timedelta

import pytest

from summaries.net import errors
from summaries.net.errors import FetchError, bad_status


@pytest.mark.parametrize("template", errors.TEMPLATES)
def test_each_sentence_is_whole_and_takes_named_values(template):
    assert template[0].isupper() or template.startswith(("%(", "“%("))
    assert template.endswith(".")
    names = re.findall(r"%\((\w+)\)s", template)
    assert template.count("%") == len(names)
    assert template % dict.fromkeys(names, "x")


def test_the_sentences_for_statuses_are_among_them():
    assert bad_status(404).template in errors.TEMPLATES
    assert bad_status(418).template == errors.STATUS_OTHER
    assert bad_status(507).template == errors.STATUS_SERVER
    assert errors.NO_SCHEME in errors.TEMPLATES


def test_an_error_survives_pickling():
    error = bad_status(503, timedelta(seconds=5))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is FetchError
    assert (str(copy), copy.__dict__) == (str(error), error.__dict__)


def test_a_stranger_s_text_is_fit_to_store_and_show():
    error = FetchError("address", errors.BAD_HOST, host="خبر\ud800\x00\u202e\n" + "x" * 500)
    assert error.values["host"].startswith("خبر\ufffd\ufffd\ufffd\ufffdxx")
    assert len(error.values["host"]) == errors.MAX_VALUE
    assert str(error).encode()
