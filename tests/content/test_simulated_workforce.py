"""The simulated workforce: the chances that were put in, and no other pattern but what chance did."""

from itertools import product
from math import sqrt
from statistics import mean

import pytest
from texts import rows

from course import paths
from course.chance import Shuffle
from course.simulate import workforce
from course.simulate.dealing import Row
from course.workforce import FEWEST_SHOWN, MINORITY, WHITE, Group, Measure, share

SIZES = ("large", "medium", "small")
LEVELS = ("lower", "middle", "higher")
BEFORE, AFTER = (1, 2, 3), (4, 5)


@pytest.fixture(scope="module")
def made() -> list[dict[str, str]]:
    return rows(paths.DATA / "workforce-simulated.csv")


def said_in_the_dictionary() -> str:
    return " ".join((paths.DATA / "dictionary.md").read_text(encoding="utf-8").split())


def put_in(measure: str, group: str, year: int) -> float:
    """The chance of one person in per cent, as the dictionary's table gives it."""
    line = next(line for line in said_lines() if line.startswith(f"| {group.capitalize()} |"))
    earlier, later, discipline = (float(cell.strip(" %")) for cell in line.split("|")[2:5])
    return discipline if measure == "discipline" else later if year in AFTER else earlier


def said_lines() -> list[str]:
    return (paths.DATA / "dictionary.md").read_text(encoding="utf-8").splitlines()


def people(row: dict[str, str] | Row, measure: str) -> int:
    return int(row["shortlisted"]) if measure == "appointed" else sum(int(row[level]) for level in LEVELS)


def test_the_dictionary_states_the_chances_of_the_simulation() -> None:
    for group in (WHITE, MINORITY):
        assert put_in("appointed", group, 1) == workforce.APPOINTED[group]
        assert put_in("discipline", group, 1) == workforce.DISCIPLINE[group]
    assert put_in("appointed", MINORITY, workforce.CHANGED) == workforce.APPOINTED_LATER
    assert put_in("appointed", WHITE, workforce.CHANGED) == workforce.APPOINTED[WHITE]
    assert min(AFTER) == workforce.CHANGED


def test_the_dictionary_states_the_ratios_that_follow() -> None:
    dictionary = said_in_the_dictionary()
    white, minority = workforce.APPOINTED[WHITE], workforce.APPOINTED[MINORITY]
    assert f"the chance of white people is {white / minority:.2f} times" in dictionary
    assert f"From then on the ratio is {white / workforce.APPOINTED_LATER:.2f}." in dictionary
    discipline = workforce.DISCIPLINE[MINORITY] / workforce.DISCIPLINE[WHITE]
    assert f"the chance of ethnic minority staff is {discipline:.1f} times" in dictionary


def test_there_is_a_row_for_every_service_year_and_group(made: list[dict[str, str]]) -> None:
    found = [(row["size"], int(row["year"]), row["group"]) for row in made]
    assert found == list(product(SIZES, workforce.YEARS, (WHITE, MINORITY)))
    assert all(int(row["appointed"]) <= int(row["shortlisted"]) for row in made)


def test_services_have_the_staff_that_the_dictionary_says_in_every_year(made: list[dict[str, str]]) -> None:
    for size in SIZES:
        staff = {
            sum(people(row, "discipline") for row in made if (row["size"], row["year"]) == (size, str(year)))
            for year in workforce.YEARS
        }
        assert len(staff) == 1
        assert f"`{size}` ({staff.pop():,} staff)" in said_in_the_dictionary()


def test_pay_levels_are_those_of_the_dictionary(made: list[dict[str, str]]) -> None:
    for row in made:
        shares = {level: 100 * int(row[level]) / people(row, "discipline") for level in LEVELS}
        higher, lower = (20, 40) if row["group"] == WHITE else (10, 52)
        step = 100 / people(row, "discipline")
        assert shares["higher"] == pytest.approx(higher, abs=step)
        assert shares["lower"] == pytest.approx(lower, abs=step)
    assert "of white staff 20% are at higher levels, of ethnic minority staff 10%" in said_in_the_dictionary()
    assert "At lower levels it is 40% against 52%" in said_in_the_dictionary()


def test_counts_lie_as_far_from_what_was_put_in_as_chance_takes_them(made: list[dict[str, str]]) -> None:
    """In standard errors. Sixty draws; for the small service, where few are expected, they are not quite normal."""
    off = []
    for row, measure in product(made, ("appointed", "discipline")):
        chance, of = put_in(measure, row["group"], int(row["year"])) / 100, people(row, measure)
        off.append((int(row[measure]) - chance * of) / sqrt(chance * (1 - chance) * of))
    assert max(map(abs, off)) < 3.5
    assert mean(one**2 for one in off) == pytest.approx(1, abs=0.5)
    assert abs(mean(off)) < 0.4


def test_many_seeds_give_the_chances_that_were_put_in() -> None:
    seeds = 40
    counts: dict[tuple[str, str, bool], list[int]] = {}
    for seed in range(seeds):
        for row in workforce.services(seed):
            for measure in ("appointed", "discipline"):
                key = (measure, str(row["group"]), int(row["year"]) in AFTER)
                found = counts.setdefault(key, [0, 0])
                found[0] += int(row[measure])
                found[1] += people(row, measure)
    for (measure, group, later), (count, of) in counts.items():
        chance = put_in(measure, group, AFTER[0] if later else BEFORE[0])
        error = sqrt(chance * (100 - chance) / of)
        assert 100 * count / of == pytest.approx(chance, abs=4 * error), (measure, group, later)


def change(size: str, measure: Measure, group: Group, before: tuple[int, ...], after: tuple[int, ...]) -> Shuffle:
    return Shuffle(share(size, measure, group, after), share(size, measure, group, before))


def test_the_large_service_shows_the_change_over_several_years_and_not_from_one_year_to_the_next() -> None:
    together = change("large", "appointed", MINORITY, BEFORE, AFTER)
    assert together.gap == pytest.approx(workforce.APPOINTED_LATER - workforce.APPOINTED[MINORITY], abs=0.1)
    assert together.chance < 0.05
    assert change("large", "appointed", MINORITY, (3,), (4,)).chance > 0.1
    assert change("large", "appointed", WHITE, BEFORE, AFTER).chance > 0.5


def test_the_dictionary_gives_a_change_that_chance_made_and_one_that_it_hid() -> None:
    dictionary = said_in_the_dictionary()
    first, second, before, after = (share("medium", "appointed", MINORITY, one) for one in ((1,), (2,), BEFORE, AFTER))
    assert f"{first.count} of {first.of} ethnic minority people were appointed in year 1" in dictionary
    assert (
        f"{second.count} of {second.of} in year 2. That is {first.percent:.1f}% and {second.percent:.1f}%" in dictionary
    )
    assert f"about {100 * Shuffle(second, first).chance:.0f} times in 100" in dictionary
    assert f"{before.count} of {before.of} were appointed in years 1 to 3" in dictionary
    assert (
        f"{after.count} of {after.of} in years 4 and 5. That is {before.percent:.1f}% and {after.percent:.1f}%"
        in dictionary
    )
    assert after.percent < before.percent


def test_in_the_small_service_discipline_is_nearly_all_chance() -> None:
    for year in workforce.YEARS:
        both = [share("small", "discipline", group, (year,)) for group in (MINORITY, WHITE)]
        assert sum(one.count for one in both) <= 3
        assert Shuffle(*both).chance > 0.2
    large = Shuffle(*(share("large", "discipline", group, workforce.YEARS) for group in (MINORITY, WHITE)))
    assert large.chance < 0.001


def test_the_small_service_has_a_year_that_is_too_small_to_show(made: list[dict[str, str]]) -> None:
    few = [row for row in made if int(row["shortlisted"]) < FEWEST_SHOWN]
    assert [(row["size"], row["year"], row["group"]) for row in few] == [("small", "3", MINORITY)]
    assert f"In year 3 the small service shortlisted {few[0]['shortlisted']} ethnic minority people" in (
        said_in_the_dictionary()
    )
