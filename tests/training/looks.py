"""A deadline that tests can foretell."""

from training.work import Deadline


class Looks(Deadline):
    """Over after so many looks at it, however long they took."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._left = looks

    @property
    def is_over(self) -> bool:
        self._left -= 1
        return self._left < 0
