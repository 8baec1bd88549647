"""What this process answered on the web, and how fast.

Several web processes add their counts up in the folder that PROMETHEUS_MULTIPROC_DIR names.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.multiprocess import MultiProcessCollector

_VERBS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# Parts of the site, as its URLs are named; all else is one.
_AREAS = {"public", "desk", "api", "subscriptions", "admin"}
OTHER = "other"
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

disable_created_metrics()
_registry = CollectorRegistry()
REQUESTS = Counter(
    "newsdesk_requests",
    "Requests that were answered.",
    ("area", "method", "status"),
    registry=_registry,
)
SECONDS = Histogram(
    "newsdesk_request_seconds",
    "How long answers took.",
    ("area",),
    buckets=_BUCKETS,
    registry=_registry,
)


def count(method: str, area: str, status: int, seconds: float) -> None:
    """Count one answer; methods and areas that visitors make up are one."""
    area = area if area in _AREAS else OTHER
    method = method if method in _VERBS else OTHER
    REQUESTS.labels(area, method, str(status)).inc()
    SECONDS.labels(area).observe(seconds)


def registry() -> CollectorRegistry:
    """Return what was counted: in this process, or in all that share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return _registry
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together
