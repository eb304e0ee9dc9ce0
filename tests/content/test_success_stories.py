"""What the page on success stories says of 28% and 11% is worked out here again."""

import re
from collections.abc import Iterator
from math import sqrt

from texts import notebook, published, read_one

from course import paths
from course.chance import Shuffle
from course.intervals import Z_95, Share, newcombe, wilson

PAGE = paths.NOTEBOOKS / "3-learn-from-best" / "success-stories.ipynb"
CELLS = {cell.id: cell.source.replace("\N{MINUS SIGN}", "-") for cell in notebook(PAGE).cells}
ROWS = [
    [int(number) for number in row]
    for row in re.findall(r"\| (\d+) \| (\d+) \| (\d+) \| (-?\d+) to (-?\d+) points \|", CELLS["christie-gap"])
]
"""Staff who answered, with harassment in the first and in the second year, and the ends of the interval of the fall."""
FIGURES = (published()["christie-harassment-2014"], published()["christie-harassment-2015"])


def fits(staff: int) -> Iterator[tuple[Share, Share]]:
    """All pairs of counts among so many staff a year whose percentages round to the published ones."""
    shares = [Share(count, staff) for count in range(staff + 1)]
    for first in shares:
        for second in shares:
            if (round(first.percent), round(second.percent)) == FIGURES:
                yield first, second


def z_test_tells(one: Share, other: Share) -> bool:
    """Whether the z-test with a pooled share finds the two to differ at 5%, for groups of equal size."""
    pooled = (one.count + other.count) / (one.of + other.of)
    return abs(one.percent - other.percent) / 100 > Z_95 * sqrt(pooled * (1 - pooled) * (1 / one.of + 1 / other.of))


def test_the_invented_counts_round_to_the_published_percentages_and_begin_with_the_smallest() -> None:
    assert [row[0] for row in ROWS] == [18, 36, 72, 288]
    assert all((Share(first, staff), Share(second, staff)) in fits(staff) for staff, first, second, *_ in ROWS)
    assert next(staff for staff in range(1, 100) if any(fits(staff))) == ROWS[0][0]


def test_the_intervals_of_table_and_chart_are_those_of_the_counts() -> None:
    ranges = {one["label"]: one for one in read_one(paths.CHARTS / "fall-of-17-points.yaml")["ranges"]}
    assert len(ranges) == 2 * len(ROWS)
    for staff, first, second, low, high in ROWS:
        fall = newcombe(Share(first, staff), Share(second, staff))
        assert (round(fall.low), round(fall.high)) == (low, high)
        for year, count, figure in zip((2014, 2015), (first, second), FIGURES, strict=True):
            interval = wilson(Share(count, staff))
            assert ranges[f"{staff} staff, {year}"] == {
                "label": f"{staff} staff, {year}",
                "value": figure,
                "low": round(interval.low),
                "high": round(interval.high),
            }


def test_the_line_below_which_the_fall_could_be_chance_is_where_the_page_says() -> None:
    pairs = [pair for staff in range(1, 300) for pair in fits(staff)]
    by_z = [one.of for one, other in pairs if z_test_tells(one, other)]
    exact = [one.of for one, other in pairs if Shuffle(one, other).chance < 0.05]
    not_exact = [one.of for one, other in pairs if Shuffle(one, other).chance >= 0.05]
    always = min(of for of in exact if of > max(not_exact))
    assert f"from {min(by_z)} staff a year on" in CELLS["christie-gap"]
    assert f"from {min(exact)} or {always} on" in CELLS["christie-gap"]


def test_the_fall_is_given_in_points_and_in_per_cent() -> None:
    before, after = FIGURES
    assert f"{before - after:.0f} percentage points lower" in CELLS["christie-shows"]
    assert f"about {100 * (before - after) / before:.0f}% of {before:.0f}" in CELLS["christie-shows"]


def test_the_published_figures_stand_on_the_page() -> None:
    figures = {name: f"{value:,.12g}" for name, value in published().items()}
    for cell, beginnings in {
        "christie": ["christie-harassment"],
        "christie-england": ["staff-harassment"],
        "christie-who": ["christie-told"],
        "national": ["christie-dignity", "inpatient-2015-dignity-always"],
        "national-95": ["christie-progression", "staff-survey-2017-progression", "staff-survey-2017-answers"],
    }.items():
        for beginning in beginnings:
            found = [value for name, value in figures.items() if name.startswith(beginning)]
            assert found
            assert all(value in CELLS[cell] for value in found), cell


def test_so_many_said_always_as_the_page_works_out_from_the_score() -> None:
    tenths = round(100 * published()["christie-dignity"])
    always = {
        yes
        for yes in range(101)
        for sometimes in range(101 - yes)
        if 100 - yes - sometimes <= 1 and 10 * yes + 5 * sometimes == tenths
    }
    assert f"about {min(always)} or {max(always)} of 100" in CELLS["national"]
