"""What chance alone would do to the gap between two groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp, lgamma

from course.intervals import Interval, Share


@dataclass(frozen=True)
class Shuffle:
    """The answers of two groups, shuffled over all their people again and again.

    How many of the first group then have the answer follows the hypergeometric distribution, given the sizes of the
    groups and the number of answers of each kind; it is the distribution behind Fisher's exact test.
    """

    one: Share
    other: Share

    @property
    def gap(self) -> float:
        """Percentage points by which the first group is ahead before any shuffle."""
        return self.one.percent - self.other.percent

    @property
    def step(self) -> float:
        """Percentage points by which the gap grows when one answer changes places."""
        return 100 / self.one.of + 100 / self.other.of

    @cached_property
    def gaps(self) -> Mapping[float, float]:
        """Every gap that a shuffle can give, in percentage points from the lowest, and its chance."""
        n, m = self.one.of, self.other.of
        total = self.one.count + self.other.count
        everything = _log_ways(n + m, total)
        return {
            100 * (count / n - (total - count) / m): exp(_log_ways(n, count) + _log_ways(m, total - count) - everything)
            for count in range(max(0, total - m), min(n, total) + 1)
        }

    @property
    def chance(self) -> float:
        """The chance of a gap at least as large as the one before any shuffle, in either direction."""
        return sum(chance for gap, chance in self.gaps.items() if self.is_far(gap))

    def is_far(self, gap: float) -> bool:
        """Whether a gap is at least as large as the one before any shuffle, in either direction."""
        return abs(gap) > abs(self.gap) - self.step / 1000  # sums of fractions are not exact

    def middle(self, share: float = 0.95) -> Interval:
        """The narrowest range around no gap that holds at least this share of all shuffles."""
        held, widest = 0.0, 0.0
        for gap, chance in sorted(self.gaps.items(), key=lambda item: abs(item[0])):
            if held >= share:
                break
            held, widest = held + chance, abs(gap)
        return Interval(-widest, widest)


def _log_ways(of: int, count: int) -> float:
    """Logarithm of the number of ways to choose ``count`` of ``of``."""
    return lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)


def in_words(chance: float) -> tuple[int, int]:
    """A chance as so many in 10, in 100 or in 1,000: the roundest that keeps one digit, as in (3, 10) for 0.287."""
    of = next((of for of in (10, 100) if chance * of >= 0.95), 1000)
    return round(chance * of), of
