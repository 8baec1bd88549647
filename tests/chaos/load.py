"""The load: a program that sends articles, and again what was not confirmed to it."""

from __future__ import annotations

import http.client
import json
import threading
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

PAUSE_SECONDS = 0.4
AGAIN_SECONDS = 1.0
TEXT = """وزير النقل يفتتح الميناء رقم {n}

أعلن وزير النقل، أمس الاثنين، افتتاح الميناء رقم {n} في المدينة.
وقال الوزير إن كلفة الميناء رقم {n} بلغت 120 مليون دولار.
وأضاف أن العمل في الميناء رقم {n} استغرق ثلاث سنوات.
"""


class Sender(threading.Thread):
    """Sends `articles` through the API as any program does, with a key for each.

    A request without an answer is sent again under its key. `accepted` has the number of each
    article that was confirmed, `refusals` every answer that was none.
    """

    def __init__(self, address: str, token: str, articles: int) -> None:
        super().__init__(name="sender", daemon=True)
        self.accepted: list[int] = []
        self.refusals: list[str] = []
        self._articles, self._ending = articles, threading.Event()
        self._address = f"{address}/api/v1/articles"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def run(self) -> None:
        """Send them all; end early only where `stop` was called."""
        for number in range(self._articles):
            while (found := self._send(number)) is None:
                if self._ending.wait(AGAIN_SECONDS):
                    return
            self.accepted.append(found)
            if self._ending.wait(PAUSE_SECONDS):
                return

    def stop(self) -> None:
        """Send no more."""
        self._ending.set()

    def _send(self, number: int) -> int | None:
        body = json.dumps({"text": TEXT.format(n=number)}).encode()
        headers = self._headers | {"Idempotency-Key": f"article-{number}"}
        try:
            with urlopen(Request(self._address, body, headers), timeout=30) as answer:
                return json.load(answer)["id"]
        except HTTPError as error:
            return self._known(error)
        except (URLError, http.client.HTTPException, OSError, ValueError) as error:
            self.refusals.append(type(error).__name__)
            return None

    def _known(self, error: HTTPError) -> int | None:
        """Return the number of an article that is there already; None for any other refusal."""
        said = error.read()
        try:
            return json.loads(said)["article"]["id"]
        except (ValueError, KeyError, TypeError):
            self.refusals.append(f"{error.code}")
            return None
