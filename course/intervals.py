"""Percentages, the gap between two of them, and how sure one can be."""

from dataclasses import dataclass
from math import exp, sqrt

Z_95 = 1.959964
"""The normal deviate that leaves 2.5 % on either side."""


@dataclass(frozen=True)
class Share:
    """``count`` of ``of`` units."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of or self.of == 0:
            raise ValueError(f"{self.count} of {self.of} is not a share: the count lies between 0 and a base above 0.")

    @property
    def percent(self) -> float:
        """From 0 to 100."""
        return 100 * self.count / self.of

    @property
    def odds(self) -> float:
        """How many with for each one without. Infinite where there is none without."""
        return self.count / (self.of - self.count) if self.count < self.of else float("inf")


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high``, in the unit of what it belongs to."""

    low: float
    high: float


def wilson(share: Share, z: float = Z_95) -> Interval:
    """Wilson score interval of a share, in per cent.

    Source: Wilson (1927); used by the Office for Health Improvement and Disparities for proportions (technical
    guidance of Fingertips, "Proportions"), as it works at zero and at small numbers.
    """
    p, n = share.count / share.of, share.of
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # At none and at all, rounding would leave an end a little outside.
    return Interval(max(0.0, 100 * (middle - reach)), min(100.0, 100 * (middle + reach)))


def newcombe(one: Share, other: Share) -> Interval:
    """95 % interval of ``one`` minus ``other``, in percentage points.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10: the hybrid of two Wilson score intervals.
    """
    a, b = wilson(one), wilson(other)
    gap = one.percent - other.percent
    return Interval(
        gap - sqrt((one.percent - a.low) ** 2 + (b.high - other.percent) ** 2),
        gap + sqrt((a.high - one.percent) ** 2 + (other.percent - b.low) ** 2),
    )


def katz(one: Share, other: Share) -> Interval:
    """95 % interval of ``one`` divided by ``other``: how many times as likely. It has no unit.

    Raises ValueError where a count is 0, as then there is no such interval, and where both shares are 100 %, as it
    would have no width.

    Source: Katz, Baptista, Azen and Pike (1978), Biometrics 34, 469-474, method C: normal on the scale of logarithms.
    """
    if not (one.count and other.count):
        raise ValueError(f"{one.count} and {other.count}: there is no interval of a ratio where a count is 0.")
    variance = 1 / one.count - 1 / one.of + 1 / other.count - 1 / other.of
    if variance == 0:
        raise ValueError("Both shares are 100 %: the interval of their ratio would have no width.")
    ratio, reach = one.percent / other.percent, exp(Z_95 * sqrt(variance))
    return Interval(ratio / reach, ratio * reach)
