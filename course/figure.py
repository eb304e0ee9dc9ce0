"""``chart``: a static figure with alt text, a caption and its data as a table."""

import base64
import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from math import ceil, floor
from typing import Any, Literal

import msgspec

from course import paths
from course.content import read_yaml
from course.intervals import Share

COLOURS = ("#005eb8", "#ffffff", "#768692")
HATCHES = ("", "///", "...")
RANGE_COLOUR = "#d8dde0"
SHORT = 10
"""The most characters of a group's name that stand in one line."""
Unit = Literal["percent", "score"]
TOP: dict[Unit, int] = {"percent": 100, "score": 10}
"""Where the scale of a unit ends. It begins at 0."""


class Series(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value for each group."""

    label: str
    values: tuple[float, ...]


class Counted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Values counted from a data file: of the rows that have one of a group's words in the column ``by``, how many
    per cent have ``equals`` in the column ``count``. Each of ``groups`` becomes a series of the chart."""

    label: str
    file: str
    count: str
    equals: str
    by: str
    groups: dict[str, tuple[str, ...]]


class Summed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Values added up from a data file with counts in its rows: of the rows that have the words of ``where`` and one of a
    group's words in the column ``by``, what the column ``count`` is in per cent of the columns ``of``. Each of ``groups``
    becomes a series of the chart."""

    label: str
    file: str
    where: dict[str, str]
    count: str
    of: tuple[str, ...]
    by: str
    groups: dict[str, tuple[str, ...]]


class Range(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value and the range that it is compared with. The value may lie outside."""

    label: str
    value: float
    low: float
    high: float


class Chart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A chart of percentages (0 to 100) or scores (0 to 10), of one of three kinds.

    Bars in groups are typed in (``groups`` and ``series``), counted from files (``data``) or added up from files
    (``sums``). ``ranges`` are dots, each with its range; ``value_label`` and ``range_label`` say what the two are.
    """

    title: str
    alt: str
    caption: str
    unit: Unit = "percent"
    groups: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    data: tuple[Counted, ...] = ()
    sums: tuple[Summed, ...] = ()
    ranges: tuple[Range, ...] = ()
    value_label: str = ""
    range_label: str = ""

    def __post_init__(self) -> None:
        if sum(map(bool, (self.series, self.data, self.sums, self.ranges))) != 1:
            raise ValueError("A chart has one of `series`, `data`, `sums` and `ranges`: keep one of them.")
        for one in self.series:
            if len(one.values) != len(self.groups):
                raise ValueError(f"{one.label!r} has {len(one.values)} values for {len(self.groups)} groups.")
        if self.ranges and not (self.value_label and self.range_label):
            raise ValueError("Say what dots and ranges are in `value_label` and `range_label`.")
        for each in self.ranges:
            if each.low > each.high:
                raise ValueError(f"The range of {each.label!r} ends before it begins: swap `low` and `high`.")
        values = [value for one in self.series for value in one.values]
        values += [value for one in self.ranges for value in (one.value, one.low, one.high)]
        if odd := [value for value in values if not 0 <= value <= TOP[self.unit]]:
            raise ValueError(f"{odd[0]:g} is not a {self.unit}, which lies between 0 and {TOP[self.unit]}.")


@dataclass(frozen=True)
class Figure:
    """A finished figure, which a notebook shows as HTML."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


@cache
def chart(chart_id: str) -> Figure:
    """The chart with this id. Raises ContentError if there is none or its file is wrong."""
    words: Chart = read_yaml(paths.CHARTS / f"{chart_id}.yaml", Chart)
    rows: list[tuple[str, ...]]
    head: tuple[str, ...]
    if words.ranges:
        write = _writer(words.unit, [one.value for one in words.ranges])
        picture = _draw_ranges(words, write)
        head = (words.value_label, words.range_label)
        rows = [(one.label, write(one.value), f"{write(one.low)} to {write(one.high)}") for one in words.ranges]
    else:
        groups, series, shares = words.groups, words.series, _shares(words.data or words.sums)
        if shares:
            groups = tuple(one.label for one in words.data or words.sums)
            series = tuple(Series(label, tuple(share.percent for share in some)) for label, some in shares.items())
        write = _writer(words.unit, [value for one in series for value in one.values])
        picture = _draw_bars(groups, series, words.unit, write)
        head = tuple(one.label for one in series)
        rows = [
            (group, *(_counts(shares[one.label][i]) if shares else write(one.values[i]) for one in series))
            for i, group in enumerate(groups)
        ]
    return Figure(
        f'<div class="eq eq-chart"><figure><p class="eq-title">{escape(words.title)}</p><img alt="{escape(words.alt)}" src="data:image/png;base64,{base64.b64encode(picture).decode()}" width="560">'
        f"<figcaption>{escape(words.caption)}</figcaption></figure>"
        f"<details><summary>The numbers of this chart as a table</summary>{_table(words.title, head, rows)}</details></div>"
    )


def _shares(data: tuple[Counted | Summed, ...]) -> dict[str, list[Share]]:
    """For each series of the chart, the share in each group."""
    shares: dict[str, list[Share]] = {}
    for one in data:
        with (paths.DATA / one.file).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for label, names in one.groups.items():
            shares.setdefault(label, []).append(_share(one, [row for row in rows if row[one.by] in names]))
    return shares


def _share(one: Counted | Summed, rows: list[dict[str, str]]) -> Share:
    if isinstance(one, Counted):
        return Share(sum(row[one.count] == one.equals for row in rows), len(rows))
    chosen = [row for row in rows if all(row[column] == word for column, word in one.where.items())]
    return Share(
        sum(int(row[one.count]) for row in chosen), sum(int(row[column]) for row in chosen for column in one.of)
    )


def _counts(share: Share) -> str:
    return f"{share.count:,} of {share.of:,} ({share.percent:.0f}%)"


def _writer(unit: Unit, values: Iterable[float]) -> Callable[[float], str]:
    """How a chart writes its numbers: whole per cents; scores with one decimal, or two if the values have two."""
    if unit == "percent":
        return lambda value: f"{value:.0f}%"
    decimals = 1 if all(round(value, 1) == value for value in values) else 2
    return lambda value: f"{value:.{decimals}f}"


def _canvas(height: float) -> tuple[Any, Any]:
    """A canvas so many inches high, and its axes."""
    from matplotlib.figure import Figure as Canvas  # loaded only here: it doubles a kernel's memory

    canvas = Canvas(figsize=(5.6, height), dpi=200, layout="constrained")
    axes = canvas.subplots()
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    return canvas, axes


def _png(canvas: Any) -> bytes:
    canvas.legend(loc="outside upper left", frameon=False, fontsize=12)
    out = io.BytesIO()
    canvas.savefig(out, format="png")
    return out.getvalue()


def _draw_bars(groups: tuple[str, ...], series: tuple[Series, ...], unit: Unit, write: Callable[[float], str]) -> bytes:
    canvas, axes = _canvas(0.9 + len(groups) * (0.45 + 0.42 * len(series)))
    step = 1 / (len(series) + 1)
    for i, one in enumerate(series):
        places = [g + (i - (len(series) - 1) / 2) * step for g in range(len(groups))]
        bars = axes.barh(
            places, one.values, step * 0.9, label=one.label, color=COLOURS[i], hatch=HATCHES[i], edgecolor=COLOURS[0]
        )
        axes.bar_label(bars, [write(value) for value in one.values], padding=4, fontsize=12)
    axes.set_yticks(
        range(len(groups)),
        [group.replace(" ", "\n", 1) if len(group) > SHORT else group for group in groups],
        fontsize=12,
    )
    top = TOP[unit]
    axes.set_xlim(0, 1.12 * top)
    axes.set_xticks(*_ticks(0, top, top / 4 if unit == "percent" else top / 5, unit), fontsize=11)
    return _png(canvas)


def _draw_ranges(words: Chart, write: Callable[[float], str]) -> bytes:
    canvas, axes = _canvas(1.1 + 0.5 * len(words.ranges))
    places = range(len(words.ranges))
    for place, one in zip(places, words.ranges, strict=True):
        axes.barh(
            place,
            one.high - one.low,
            0.5,
            one.low,
            color=RANGE_COLOUR,
            edgecolor=COLOURS[0],
            label=words.range_label if place == 0 else None,
        )
        axes.annotate(
            write(one.value), (one.value, place), (0, 11), textcoords="offset points", ha="center", fontsize=11
        )
    axes.plot(
        [one.value for one in words.ranges],
        places,
        "o",
        markersize=9,
        color=COLOURS[0],
        markeredgecolor=COLOURS[1],
        label=words.value_label,
    )
    axes.set_yticks(places, [one.label for one in words.ranges], fontsize=12)
    step = TOP[words.unit] / 10
    start = floor(min(min(one.low, one.value) for one in words.ranges) / step) * step
    end = ceil(max(max(one.high, one.value) for one in words.ranges) / step) * step
    axes.set_xlim(start, end)
    axes.set_xticks(*_ticks(start, end, (end - start) / 4, words.unit), fontsize=11)
    axes.set_xlabel(f"The scale runs from {start:g} to {end:g}", fontsize=11)
    return _png(canvas)


def _ticks(start: float, end: float, step: float, unit: Unit) -> tuple[list[float], list[str]]:
    places = [start + i * step for i in range(round((end - start) / step) + 1)]
    return places, [f"{place:g}{'%' if unit == 'percent' else ''}" for place in places]


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    columns = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in rest) + "</tr>"
        for first, *rest in rows
    )
    return f'<div class="eq-scroll"><table><caption>{escape(title)}</caption><thead><tr><td></td>{columns}</tr></thead><tbody>{body}</tbody></table></div>'
