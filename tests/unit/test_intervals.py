"""Intervals against figures worked out elsewhere."""

import pytest

from course.intervals import Share, katz, newcombe, wilson


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


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((10, 75), (12, 225), 1.1262, 5.5499),  # ratio 2.5; the worked example of scipy's relative_risk
        # Ratio 2; the logarithm 0.6931 has the standard error 0.3606, the root of 1/20 - 1/100 + 1/10 - 1/100 = 0.13.
        ((20, 100), (10, 100), 0.9866, 4.0545),
        # Ratio 1; the standard error is the root of 1/1 - 1/2 + 1/1 - 1/2 = 1, and e to the power of 1.96 is 7.0991.
        ((1, 2), (1, 2), 1 / 7.0991, 7.0991),
    ],
)
def test_katz_agrees_with_ratios_worked_out_by_hand(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    interval = katz(Share(*one), Share(*other))
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.0001)


def test_katz_turns_round_when_the_groups_change_places() -> None:
    one, other = Share(33, 1800), Share(34, 4200)
    there, back = katz(one, other), katz(other, one)
    assert (there.low, there.high) == pytest.approx((1 / back.high, 1 / back.low))


@pytest.mark.parametrize("counts", [(0, 3), (3, 0), (0, 0)])
def test_katz_refuses_a_count_of_nought(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="where a count is 0"):
        katz(Share(counts[0], 20), Share(counts[1], 30))


def test_katz_refuses_two_shares_of_all() -> None:
    with pytest.raises(ValueError, match="no width"):
        katz(Share(20, 20), Share(30, 30))
    assert katz(Share(20, 20), Share(29, 30)).low < 30 / 29


def test_wilson_stays_between_none_and_all() -> None:
    for of in range(1, 200):
        assert 0 <= wilson(Share(0, of)).low < 1e-9
        assert 100 - 1e-9 < wilson(Share(of, of)).high <= 100
