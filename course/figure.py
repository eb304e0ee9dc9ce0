"""``chart``: a static figure with alt text, a caption and its data as a table."""

import base64
import csv
import io
from dataclasses import dataclass
from functools import cache
from html import escape

import msgspec

from course import paths
from course.content import ContentError, read_yaml
from course.intervals import Share

COLOURS = ("#005eb8", "#ffffff", "#768692")
HATCHES = ("", "///", "...")


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


class Chart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A chart of percentages in groups: typed in (``groups`` and ``series``) or counted from files (``data``)."""

    title: str
    alt: str
    caption: str
    groups: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    data: tuple[Counted, ...] = ()


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
    groups, series = (words.groups, words.series) if words.series else _count(words.data)
    for one in series:
        if len(one.values) != len(groups):
            raise ContentError(
                f"Chart {chart_id}: {one.label!r} has {len(one.values)} values for {len(groups)} groups."
            )
    picture = base64.b64encode(_draw(groups, series)).decode()
    return Figure(
        f'<div class="eq eq-chart"><figure><p class="eq-title">{escape(words.title)}</p><img alt="{escape(words.alt)}" src="data:image/png;base64,{picture}" width="560">'
        f"<figcaption>{escape(words.caption)}</figcaption></figure>"
        f"<details><summary>The numbers of this chart as a table</summary>{_table(words.title, groups, series)}</details></div>"
    )


def _count(data: tuple[Counted, ...]) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    shares: dict[str, list[float]] = {}
    for counted in data:
        with (paths.DATA / counted.file).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for label, names in counted.groups.items():
            chosen = [row for row in rows if row[counted.by] in names]
            share = Share(sum(row[counted.count] == counted.equals for row in chosen), len(chosen))
            shares.setdefault(label, []).append(share.percent)
    return tuple(counted.label for counted in data), tuple(
        Series(label, tuple(values)) for label, values in shares.items()
    )


def _draw(groups: tuple[str, ...], series: tuple[Series, ...]) -> bytes:
    from matplotlib.figure import Figure as Canvas  # loaded only here: it doubles a kernel's memory

    height = 0.9 + len(groups) * (0.45 + 0.42 * len(series))
    canvas = Canvas(figsize=(5.6, height), dpi=200, layout="constrained")
    axes = canvas.subplots()
    step = 1 / (len(series) + 1)
    for i, one in enumerate(series):
        places = [g + (i - (len(series) - 1) / 2) * step for g in range(len(groups))]
        bars = axes.barh(
            places, one.values, step * 0.9, label=one.label, color=COLOURS[i], hatch=HATCHES[i], edgecolor=COLOURS[0]
        )
        axes.bar_label(bars, fmt="%.0f%%", padding=4, fontsize=12)
    axes.set_yticks(range(len(groups)), [group.replace(" ", "\n", 1) for group in groups], fontsize=12)
    axes.set_xlim(0, 112)
    axes.set_xticks(range(0, 101, 25), [f"{tick}%" for tick in range(0, 101, 25)], fontsize=11)
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    canvas.legend(loc="outside upper left", frameon=False, fontsize=12)
    out = io.BytesIO()
    canvas.savefig(out, format="png")
    return out.getvalue()


def _table(title: str, groups: tuple[str, ...], series: tuple[Series, ...]) -> str:
    head = "".join(f'<th scope="col">{escape(one.label)}</th>' for one in series)
    body = "".join(
        f'<tr><th scope="row">{escape(group)}</th>'
        + "".join(f"<td>{one.values[i]:.0f}%</td>" for one in series)
        + "</tr>"
        for i, group in enumerate(groups)
    )
    return f'<div class="eq-scroll"><table><caption>{escape(title)}</caption><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>'
