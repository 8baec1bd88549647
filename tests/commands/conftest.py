import io
import sys

import pytest


@pytest.fixture
def stdin(monkeypatch):
    """Give the command under test its standard input: `stdin("text")` or `stdin(b"bytes")`."""

    def feed(content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return feed
