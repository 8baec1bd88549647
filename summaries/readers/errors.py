"""What the readers say of documents they do not read. Shown to editors, so in plain words."""

from __future__ import annotations

from summaries.engine.errors import TextRejected


class NotAFeed(TextRejected):
    """The document holds no feed that can be read.

    `hint` is "" or the address of a feed that the document, a web page, announces.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
