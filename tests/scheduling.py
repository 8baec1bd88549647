"""Which process runs which tests: a file's together, the files in the order of collection."""

from collections.abc import Iterable
from itertools import groupby

from xdist.scheduler import LoadFileScheduling


class FileAfterFile(LoadFileScheduling):
    """Hands out a file's tests as one piece of work, so that one process makes what they share.

    pytest-django's order stays: tests that empty the database come after all that look for what the
    migrations wrote into it. A file with tests of both sorts is therefore several pieces of work.
    """

    def __init__(self, config, log=None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False
        self._pieces: dict[str, str] = {}

    def schedule(self) -> None:
        """Cut what was collected into pieces, at first; see `LoadScopeScheduling.schedule`."""
        if self.collection is None:
            self._pieces = pieces(next(iter(self.registered_collections.values())))
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return self._pieces[nodeid]


def pieces(collected: Iterable[str]) -> dict[str, str]:
    """Return the name of the piece of each node id: neighbours of one file are one piece."""
    found: dict[str, str] = {}
    for number, (file, tests) in enumerate(groupby(collected, lambda test: test.split("::")[0])):
        found |= dict.fromkeys(tests, f"{number} {file}")
    return found
