"""Picking the best: habits that the best of many services share, by chance or because one of them works.

Simulated for teaching. A country has 300 invented services:

- Each has a quality of its own, which stays as it is.
- Its rating of a year is that quality and as much chance again, dealt anew every year.
- It has or has not each of nine habits, whatever its quality: each habit goes to about 6 in 10 services.
- No habit has an effect, or one has: it adds points to the quality of the services that have it.

A country is the same in both cases but for those points.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from math import comb
from operator import attrgetter
from random import Random
from statistics import NormalDist, fmean
from typing import NamedTuple

from course.explorers.scene import Bars, Estimate, Grid, Intervals, Picture, Scale, Scene, signed
from course.explorers.words import Rows, Said, Words, bars, fill
from course.intervals import Interval, Share, newcombe

SERVICES, BEST, HABITS = 300, 7, 9
HAVE = 0.6
"""The chance of a service to have a habit."""
MEAN, SPREAD = 60, 6
"""In points: the mean of quality, and the standard deviation of quality and again of chance."""
WORKS, EFFECT = 0, 5
"""Which habit has an effect in the countries where one has, and the points that it adds."""
ALMOST_ALL = BEST - 1
"""So many of the best make a habit look like the secret of their success."""
GAPS, RATINGS, SEVEN = Scale(-40, 60, 20), Scale(50, 90, 10), Scale(0, BEST, 1)


class Service(NamedTuple):
    """Which habits a service has, and its rating in the first year and one year later."""

    habits: tuple[bool, ...]
    rating: float
    later: float


Services = Sequence[Service]


@cache
def country(seed: int, effect: float = 0) -> Services:
    """The services of a country, the best of the first year first.

    It draws by ``Random.random`` alone, which gives the same numbers in every version of Python.
    """
    random, normal = Random(seed), NormalDist(0, SPREAD)
    services = []
    for _ in range(SERVICES):
        habits = tuple(random.random() < HAVE for _ in range(HABITS))
        own, chance, later = (normal.inv_cdf(random.random()) for _ in range(3))
        quality = MEAN + own + habits[WORKS] * effect
        services.append(Service(habits, quality + chance, quality + later))
    return sorted(services, key=attrgetter("rating"), reverse=True)


def has(services: Services, habit: int) -> Share:
    """How many of these services have the habit."""
    return Share(sum(one.habits[habit] for one in services), len(services))


def halves(services: Services, habit: int) -> tuple[float, Interval]:
    """Percentage points by which the better half has the habit more often, with the 95 % interval."""
    better, other = has(services[: SERVICES // 2], habit), has(services[SERVICES // 2 :], habit)
    return better.percent - other.percent, newcombe(better, other)


def by_chance(least: int = ALMOST_ALL) -> float:
    """The chance that ``least`` or more of the best share at least one habit, where no habit has an effect.

    Habits are dealt out independently, so how many of the best have one follows a binomial distribution.
    """
    one = sum(comb(BEST, n) * HAVE**n * (1 - HAVE) ** (BEST - n) for n in range(least, BEST + 1))
    return 1 - (1 - one) ** HABITS


class PickingTheBest(Words, frozen=True, kw_only=True):
    """``habits`` has a name for each, the one that may work first, and ``places`` one for each of the best.

    ``alts`` has a text for each look, ``says`` one for each look and effect: "seven/none", "seven/one" and so on.
    """

    asks = ("look", "effect", "country")
    habits: tuple[str, str, str, str, str, str, str, str, str]
    places: tuple[str, str, str, str, str, str, str]
    alts: dict[str, str]
    titles: dict[str, str]
    shares: tuple[str, str]
    gap: str
    averages: tuple[str, str, str, str]
    stay: tuple[str, str]
    years: tuple[str, str]
    later: Rows
    points: str
    says: dict[str, str]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The habits of the best, or these beside all others, or what has become of the best one year later."""
        works, look = chosen["effect"] == "one", chosen["look"]
        services = country(int(chosen["country"]), EFFECT if works else 0)
        best, others = services[:BEST], services[BEST:]
        after = sorted(services, key=attrgetter("later"), reverse=True)
        still, half = (sum(one in after[:first] for one in best) for first in (BEST, SERVICES // 2))
        top = max(range(HABITS), key=lambda habit: has(best, habit).count)
        gaps = [halves(services, habit) for habit in range(HABITS)]
        no_effect = [likely for habit, (_, likely) in enumerate(gaps) if not (works and habit == WORKS)]
        averages = [fmean(map(attrgetter(year), group)) for group in (best, others) for year in ("rating", "later")]
        values = {
            "habit": self.habits[top],
            "most": ", ".join(
                name for habit, name in enumerate(self.habits) if has(best, habit).count == has(best, top).count
            ),
            "best": Said(has(best, top)),
            "others": Said(has(others, top)),
            "works_best": Said(has(best, WORKS)),
            "works_after": Said(has(after[:BEST], WORKS)),
            "works_gap": self._points(*gaps[WORKS]),
            "no_effect": len(no_effect),
            "astray": sum(not likely.low <= 0 <= likely.high for likely in no_effect),
            "by_chance": round(100 * by_chance()),
            "still": Said(Share(still, BEST)),
            "still_others": Said(Share(BEST - still, SERVICES - BEST)),
            "half": Said(Share(half, BEST)),
            "half_others": Said(Share(SERVICES // 2 - half, SERVICES - BEST)),
            "after": Said(has(after[:BEST], top)),
            "after_others": Said(has(after[BEST:], top)),
            "averages": [f"{average:.1f}" for average in averages],
        }
        pictures: tuple[Picture, ...]
        rows: Rows
        if look == "seven":
            pictures = (
                Grid(
                    self.habits,
                    self.places,
                    tuple(tuple("full" if one.habits[habit] else "" for one in best) for habit in range(HABITS)),
                    row=top,
                    title=self.titles["habits"],
                ),
            )
            rows = tuple((name, f"{has(best, habit).count} of {BEST}") for habit, name in enumerate(self.habits))
        elif look == "others":
            pictures = (
                Bars(
                    bars(self.shares, (has(best, top).percent, has(others, top).percent), values),
                    title=self.titles["shares"].format_map(values),
                ),
                Intervals(
                    tuple(
                        Estimate(
                            self.gap.format(name, signed(likely.low), signed(likely.high)),
                            gap,
                            likely.low,
                            likely.high,
                            chosen=habit == top,
                        )
                        for habit, (name, (gap, likely)) in enumerate(zip(self.habits, gaps, strict=True))
                    ),
                    GAPS,
                    reference=0,
                    title=self.titles["gaps"],
                ),
            )
            rows = tuple(
                (name, str(Said(has(best, habit))), str(Said(has(others, habit))), self._points(*gaps[habit]))
                for habit, name in enumerate(self.habits)
            )
        else:
            pictures = (
                Intervals(
                    tuple(
                        Estimate(label.format_map(values), average, chosen=place < 2)
                        for place, (label, average) in enumerate(zip(self.averages, averages, strict=True))
                    ),
                    RATINGS,
                    title=self.titles["averages"],
                ),
                Bars(bars(self.stay, (still, half), values), SEVEN, self.titles["stay"]),
                Bars(
                    bars(self.years, (has(best, top).count, has(after[:BEST], top).count), values),
                    SEVEN,
                    self.titles["years"].format_map(values),
                ),
            )
            rows = fill(self.later, values)
        return Scene(
            alt=f"{self.alt} {self.alts[look]}".format_map(values),
            pictures=pictures,
            says=self.says[f"{look}/{chosen['effect']}"].format_map(values),
            numbers=rows,
        )

    def _points(self, gap: float, likely: Interval) -> str:
        return self.points.format(signed(gap), signed(likely.low), signed(likely.high))
