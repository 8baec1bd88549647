"""Which tests are one piece of work: a file's, as far as they follow one another."""

import pytest

from tests.scheduling import pieces


@pytest.mark.parametrize(
    ("collected", "expected"),
    [
        ([], []),
        (["a.py::one", "a.py::T::two", "b.py::one"], ["0 a.py", "0 a.py", "1 b.py"]),
        # pytest-django has put a test of the first file behind the second.
        (["a.py::one", "b.py::one", "a.py::empties"], ["0 a.py", "1 b.py", "2 a.py"]),
        (["a.py::one[x::y]", "a.py::two"], ["0 a.py", "0 a.py"]),
    ],
)
def test_neighbours_of_one_file_are_one_piece(collected, expected):
    found = pieces(collected)
    assert [found[test] for test in collected] == expected
