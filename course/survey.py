"""The simulated survey, counted."""

import csv
from collections import Counter
from functools import cache
from typing import Literal, NamedTuple

from course import paths

World = Literal["effect", "no-effect"]
EFFECT: World = "effect"
NO_EFFECT: World = "no-effect"


class Group(NamedTuple):
    """Respondents of trusts rated outstanding or not, of one orientation, with one answer on dignity."""

    outstanding: bool
    orientation: str
    dignity: str


@cache
def counts(world: World) -> Counter[Group]:
    """How many respondents of this world are in each group, by the words of its data file."""
    with (paths.DATA / "survey-simulated-trusts.csv").open(encoding="utf-8", newline="") as file:
        outstanding = {row["trust"]: row["rating"] == "outstanding" for row in csv.DictReader(file)}
    with (paths.DATA / f"survey-simulated-{world}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        trust, orientation, dignity = (header.index(name) for name in ("trust", "orientation", "dignity"))
        # Counted by trust first: far fewer rows are then looked up.
        answers = Counter((row[trust], row[orientation], row[dignity]) for row in rows)
    found: Counter[Group] = Counter()
    for (code, *answer), count in answers.items():
        found[Group(outstanding[code], *answer)] += count
    return found
