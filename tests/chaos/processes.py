"""The faults in processes: each breaks some under load, mends it, and returns what was said."""

from __future__ import annotations

from tests.chaos.desk import Desk
from tests.chaos.fault import Fault


def nothing(desk: Desk) -> str:
    """Leave everything alone."""
    return desk.complaint()


def worker(desk: Desk) -> str:
    """Kill a worker and its child in the middle of an article."""
    desk.kill("nlp")
    said = desk.complaint()
    desk.start("nlp")
    return said


def scheduler(desk: Desk) -> str:
    """Kill the scheduler just before the edition is due."""
    desk.kill_and_restart("beat")
    return desk.complaint()


def web(desk: Desk) -> str:
    """Kill the web server while a program sends articles to it."""
    desk.kill("web")
    said = desk.complaint()
    desk.start("web")
    return said


def schedulers(desk: Desk) -> str:
    """Start a second scheduler, and leave both running."""
    desk.start("beat", instance="-second")
    return desk.complaint()


FAULTS = (
    Fault("nothing, to compare with", nothing, readers=20),
    Fault("SIGKILL of an nlp worker", worker),
    Fault("SIGKILL of the scheduler, an edition due", scheduler, readers=20),
    Fault("SIGKILL of the web server", web),
    Fault("two schedulers, an edition due", schedulers, readers=20),
)
