"""Everything that is measured, in the words of Prometheus."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest

from summaries.services.watching import readiness, traffic
from summaries.services.watching.briefly import Briefly
from summaries.services.watching.ledgers import Ledgers

# Shorter than Prometheus lets pass between two questions.
KEPT_SECONDS = 5.0


class Readiness:
    """A collector of what `readiness` finds."""

    def collect(self) -> Iterator[Metric]:
        """Yield one family: 1 for each check that finds nothing wrong, else 0."""
        family = GaugeMetricFamily(
            "newsdesk_ready", "Whether a part that the newsdesk needs is well.", labels=("check",)
        )
        for found in readiness.now():
            family.add_metric((found.name,), not found.wrong)
        yield family


def _write() -> bytes:
    """Return everything; what only a database can tell is left out where it does not answer."""
    here = CollectorRegistry()
    here.register(Readiness())
    if readiness.is_ready(readiness.now()):
        here.register(Ledgers())
    return generate_latest(here) + generate_latest(traffic.registry())


# The text format of Prometheus; what other processes ask meanwhile is in it a little later.
latest = Briefly(_write, KEPT_SECONDS)
