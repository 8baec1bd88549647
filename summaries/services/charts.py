"""The geometry of charts: numbers become rectangles, which a template writes as SVG.

Nothing here knows what is counted. Charts over time are drawn from the left, oldest first, and are
mirrored by the style sheet on pages that read from the right; they hold no text, so that they can
be stretched to any width. Words and scales stand beside them as HTML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

# Of one column with its gap, of the whole height, and of the whole width of a row.
STEP, HEIGHT, WIDTH = 12, 100, 100
_GAP = 2
# What is there at all is seen: so much of the height or the width it has at least.
_LEAST = 1.5


@dataclass(frozen=True)
class Series:
    """One kind of numbers of a chart: its name, its colour in the style sheet, and its numbers."""

    name: str
    css: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Bar:
    """A rectangle of a chart, in units of its drawing."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True)
class Column:
    """What a chart shows of one day: where it stands, its rectangles and what it says."""

    x: float
    bars: tuple[Bar, ...]
    words: str = ""


@dataclass(frozen=True)
class Plot:
    """A chart over time: columns, the numbers along its axis from above, and who is who."""

    columns: tuple[Column, ...]
    ticks: tuple[int, ...]
    series: tuple[Series, ...]
    labels: tuple[str, ...]
    # Where the axis lies, from above.
    base: float = HEIGHT

    @property
    def width(self) -> int:
        """Return how wide the drawing is."""
        return STEP * len(self.columns)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the labels that stand under the chart: the first, one between, the last."""
        if len(self.labels) < 7:
            return self.labels
        return (self.labels[0], self.labels[len(self.labels) // 2], self.labels[-1])


@dataclass(frozen=True)
class Row:
    """A labelled bar that lies: its parts, one after another, and the words beside it.

    The label may lead to an address.
    """

    label: str
    bars: tuple[Bar, ...]
    words: str = ""
    address: str = ""


def top_of(peak: float) -> int:
    """Return the end of an axis for numbers up to `peak`: a round one, of which half is whole."""
    top = 2
    while top < peak:
        # 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, …
        size = 10 ** (len(str(top)) - 1)
        top += 2 * size if top > size else size
    return top


def grouped(labels: Sequence[str], series: Sequence[Series], words=()) -> Plot:
    """Return a chart whose columns have a bar of each series side by side."""
    top = top_of(max((value for one in series for value in one.values), default=0))
    wide = (STEP - _GAP) / len(series)
    columns = []
    for place in range(len(labels)):
        x = place * STEP
        bars = [
            _standing(x + _GAP / 2 + nth * wide, wide, one.values[place], top, one.css)
            for nth, one in enumerate(series)
        ]
        columns.append(_column(x, bars, words, place))
    return _plot(columns, (top, top // 2, 0), series, labels)


def stacked(labels: Sequence[str], series: Sequence[Series], words=(), *, gap=_GAP) -> Plot:
    """Return a chart whose columns have the series one upon another; `gap` 0 joins the columns."""
    totals = [sum(values) for values in zip(*(one.values for one in series), strict=True)]
    top = top_of(max(totals, default=0))
    columns = []
    for place in range(len(labels)):
        x, base, bars = place * STEP, float(HEIGHT), []
        for one in series:
            bar = _standing(x + gap / 2, STEP - gap, one.values[place], top, one.css, base)
            base -= bar.height
            bars.append(bar)
        columns.append(_column(x, bars, words, place))
    return _plot(columns, (top, top // 2, 0), series, labels)


def diverging(labels: Sequence[str], up: Series, down: Series, words=()) -> Plot:
    """Return a chart of what came, above its axis, and what went, below it, on one scale."""
    top = top_of(max((*up.values, *down.values), default=0))
    base, wide, columns = HEIGHT / 2, STEP - _GAP, []
    for place in range(len(labels)):
        x = place * STEP
        came = _standing(x + _GAP / 2, wide, up.values[place], 2 * top, up.css, base)
        went = _standing(x + _GAP / 2, wide, down.values[place], 2 * top, down.css, base)
        below = Bar(went.x, base, went.width, went.height, went.css)
        columns.append(_column(x, [came, below], words, place))
    return Plot(tuple(columns), (top, 0, top), (up, down), tuple(labels), base)


def lying(
    label: str,
    parts: Sequence[tuple[float, str]],
    whole: float,
    words: str = "",
    address: str = "",
) -> Row:
    """Return a row of (number, colour) parts; `whole` is the number that fills its width."""
    shown = [(value, css) for value, css in parts if value > 0]
    widths = [max(WIDTH * value / whole, _LEAST) for value, _css in shown]
    if (surplus := sum(widths) - WIDTH) > 0:
        # What small parts have more than their due, the largest gives.
        widths[widths.index(max(widths))] -= surplus
    places = accumulate(widths, initial=0.0)
    drawn = zip(shown, places, widths, strict=False)
    bars = [Bar(_short(x), 0, _short(width), 10, css) for (_value, css), x, width in drawn]
    return Row(label, tuple(bars), words, address)


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which `share` of an ordered list lies, by linear interpolation.

    (Hyndman and Fan 1996, definition 7.) Raises ValueError for an empty list.
    """
    if not ordered:
        raise ValueError("nothing was measured")
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _standing(
    x: float, width: float, value: float, top: float, css: str, base: float = HEIGHT
) -> Bar:
    height = min(max(HEIGHT * value / top, _LEAST), base) if value > 0 else 0.0
    return Bar(_short(x), _short(base - height), _short(width), _short(height), css)


def _column(x: float, bars: Sequence[Bar], words: Sequence[str], place: int) -> Column:
    return Column(x, tuple(bar for bar in bars if bar.height), words[place] if words else "")


def _plot(columns, ticks, series, labels) -> Plot:
    return Plot(tuple(columns), ticks, tuple(series), tuple(labels))


def _short(number: float) -> float:
    return round(number, 2)
