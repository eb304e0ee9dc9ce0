"""What chance alone does to a gap, against worked examples."""

from math import comb

import pytest

from course.chance import Shuffle, in_words
from course.intervals import Share


def test_the_lady_tasting_tea_finds_three_of_four_cups_by_chance_as_often_as_fisher_said() -> None:
    tea = Shuffle(Share(3, 4), Share(1, 4))
    assert [round(70 * chance) for chance in tea.gaps.values()] == [1, 16, 36, 16, 1]
    assert tea.chance == pytest.approx(34 / 70)


def test_every_gap_has_the_chance_that_counting_the_ways_gives() -> None:
    shuffle = Shuffle(Share(9, 12), Share(5, 30))
    ways = [comb(12, count) * comb(30, 14 - count) / comb(42, 14) for count in range(13)]
    assert list(shuffle.gaps.values()) == pytest.approx(ways)
    assert [round(gap, 1) for gap in shuffle.gaps][9] == round(shuffle.gap, 1)


def test_large_groups_leave_no_chance_over() -> None:
    assert sum(Shuffle(Share(656, 820), Share(62_000, 73_800)).gaps.values()) == pytest.approx(1)


def test_a_gap_of_none_is_as_large_as_every_other() -> None:
    assert Shuffle(Share(5, 10), Share(10, 20)).chance == pytest.approx(1)


def test_the_middle_holds_its_share_and_would_not_if_it_were_one_step_narrower() -> None:
    shuffle = Shuffle(Share(61, 66), Share(5200, 5909))
    middle = shuffle.middle()
    held = {gap: chance for gap, chance in shuffle.gaps.items() if middle.low - 1e-9 <= gap <= middle.high + 1e-9}
    assert sum(held.values()) >= 0.95
    farthest = max(held, key=abs)
    assert sum(held.values()) - held[farthest] < 0.95


def test_of_20_ways_to_choose_3_people_of_6_two_part_the_groups_as_far_as_can_be() -> None:
    assert Shuffle(Share(3, 3), Share(0, 3)).chance == pytest.approx(2 / 20)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (1.0, (10, 10)),
        (0.96, (10, 10)),
        (0.287, (3, 10)),
        (0.134, (1, 10)),
        (0.094, (9, 100)),
        (0.0149, (1, 100)),
        (0.0094, (9, 1000)),
        (0.0001, (0, 1000)),
    ],
)
def test_a_chance_in_words_has_one_digit(chance: float, words: tuple[int, int]) -> None:
    assert in_words(chance) == words
