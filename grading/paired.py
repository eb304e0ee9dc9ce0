"""Differences between two measurements of the same people, and how sure one can be of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, pi, sin, sqrt
from statistics import fmean, stdev

from course.intervals import Interval, Share, wilson


@dataclass(frozen=True)
class Pairs:
    """How many people did something ``both`` times, only ``before``, only ``after``, or ``neither`` time."""

    both: int
    before: int
    after: int
    neither: int

    @property
    def of(self) -> int:
        """All of them."""
        return self.both + self.before + self.after + self.neither

    @property
    def first(self) -> Share:
        """The share that did it before. Raises ValueError where there is nobody."""
        return Share(self.both + self.before, self.of)

    @property
    def second(self) -> Share:
        """The share that did it after. Raises ValueError where there is nobody."""
        return Share(self.both + self.after, self.of)

    @property
    def change(self) -> float:
        """After minus before, in percentage points."""
        return self.second.percent - self.first.percent


def newcombe_paired(pairs: Pairs) -> Interval:
    """95 % interval of the change, in percentage points. Raises ValueError where there is nobody.

    Source: Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10: two Wilson score intervals, put together
    with the correlation between the two measurements, which has a correction for continuity.
    """
    one, other, phi = pairs.second, pairs.first, _correlation(pairs)
    a, b = wilson(one), wilson(other)

    def reach(here: float, there: float) -> float:
        return sqrt(max(0.0, here**2 - 2 * phi * here * there + there**2))  # Rounding may bring it below 0.

    return Interval(
        pairs.change - reach(one.percent - a.low, b.high - other.percent),
        pairs.change + reach(a.high - one.percent, other.percent - b.low),
    )


def _correlation(pairs: Pairs) -> float:
    margins = pairs.first.count * pairs.second.count
    margins *= (pairs.of - pairs.first.count) * (pairs.of - pairs.second.count)
    product = pairs.both * pairs.neither - pairs.before * pairs.after
    if product > 0:
        return max(0.0, product - pairs.of / 2) / sqrt(margins)
    return product / sqrt(margins) if margins else 0.0


def mean_interval(values: Sequence[float]) -> Interval | None:
    """95 % interval of a mean by Student's t, in the values' unit, or None where all are the same or there is one only.

    For differences between two measurements it is the paired t interval. Source: Altman, Machin, Bryant and Gardner,
    Statistics with Confidence (2nd edition, 2000), chapter 4.
    """
    if len(set(values)) < 2:
        return None
    reach = t_95(len(values) - 1) * stdev(values) / sqrt(len(values))
    return Interval(fmean(values) - reach, fmean(values) + reach)


def t_95(degrees: int) -> float:
    """How far Student's t lies from 0 in 95 % of cases. Raises ValueError for less than 1 degree of freedom."""
    if degrees < 1:
        raise ValueError(f"{degrees} degrees of freedom are too few.")
    low, high = 1.0, 13.0  # From all normal deviates to that of 1 degree, 12.7.
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _t_within(middle, degrees) < 0.95 else (low, middle)
    return (low + high) / 2


def _t_within(t: float, degrees: int) -> float:
    """The probability that Student's t lies between -t and t.

    Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
    """
    angle = atan(t / sqrt(degrees))
    odd = degrees % 2
    term = cos(angle) if odd else 1.0
    total = term if degrees > 1 else 0.0
    for step in range(2 + odd, degrees, 2):
        term *= (step - 1) / step * cos(angle) ** 2
        total += term
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
