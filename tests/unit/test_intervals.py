"""Intervals against figures worked out elsewhere."""

import pytest

from course.intervals import Share, newcombe, wilson


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 5.24, 33.39),  # Newcombe (1998), table II, contrast (a), method 10
        ((9, 10), (3, 10), 17.05, 80.90),  # the same, contrast (b)
        ((10, 10), (0, 20), 67.91, 100.0),  # the same, contrast (g)
        ((6, 8), (11, 20), -19.1, 47.4),
    ],
)
def test_newcombe_agrees_with_worked_examples(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    interval = newcombe(Share(*one), Share(*other))
    assert interval.low == pytest.approx(low, abs=0.06)
    assert interval.high == pytest.approx(high, abs=0.06)


def test_wilson_agrees_with_worked_examples() -> None:
    interval = wilson(Share(32, 36))
    assert (interval.low, interval.high) == pytest.approx((74.7, 95.6), abs=0.05)
    assert wilson(Share(0, 10)).low == pytest.approx(0, abs=1e-9)


def test_a_share_must_lie_within_its_base() -> None:
    with pytest.raises(ValueError, match="21 of 20 is not a share"):
        Share(21, 20)
    with pytest.raises(ValueError, match="0 of 0"):
        Share(0, 0)


def test_odds_are_those_with_for_each_one_without() -> None:
    assert Share(6, 8).odds == 3
    assert Share(8, 8).odds == float("inf")
