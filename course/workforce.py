"""The simulated workforce, counted."""

import csv
from collections.abc import Collection
from functools import cache
from typing import Literal

from course import paths
from course.intervals import Share

Measure = Literal["appointed", "discipline"]
Group = Literal["white", "ethnic minority"]
WHITE: Group = "white"
MINORITY: Group = "ethnic minority"
BASES: dict[Measure, tuple[str, ...]] = {"appointed": ("shortlisted",), "discipline": ("lower", "middle", "higher")}
"""The columns of the data file that add up to the people whom a measure looks at."""
FEWEST_SHOWN = 11
"""Nothing is shown for a smaller group. The staff survey of 2017 left out trusts with fewer in a group."""


def share(size: str, measure: Measure, group: Group, years: Collection[int]) -> Share:
    """How many people of this group had it happen to them, of all whom the measure looks at, in these years together."""
    rows = [row for row in _rows() if (row["size"], row["group"]) == (size, group) and int(row["year"]) in years]
    return Share(sum(int(row[measure]) for row in rows), sum(int(row[base]) for row in rows for base in BASES[measure]))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (paths.DATA / "workforce-simulated.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
