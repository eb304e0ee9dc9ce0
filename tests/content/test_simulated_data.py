"""The simulated files say what they are; the hospices agree with published figures where they should, and nowhere else."""

from math import comb
from pathlib import Path
from statistics import mean, quantiles

import pytest
from texts import SIMULATED, published, rows

from course import paths, simulate
from course.simulate import hospices, survey, workforce
from course.simulate.dealing import Row, divided

WORK = ("disability_work", "religion_work")
Rows = list[dict[str, str]] | list[Row]


def counts(world: Rows, work: str) -> tuple[int, int, int, int]:
    """With the work and in all: outstanding hospices, then the others."""
    top = [row[work] == "yes" for row in world if row["rating"] == "outstanding"]
    rest = [row[work] == "yes" for row in world if row["rating"] != "outstanding"]
    return sum(top), len(top), sum(rest), len(rest)


def gap(world: Rows, work: str) -> float:
    """In percentage points."""
    top, all_top, rest, all_rest = counts(world, work)
    return 100 * (top / all_top - rest / all_rest)


def chance(top: int, all_top: int, rest: int, all_rest: int) -> float:
    """How likely a deal without a look at the rating gives counts as unlikely as these, or less so (Fisher, two sides)."""
    done, everyone = top + rest, all_top + all_rest

    def ways(x: int) -> int:
        return comb(all_top, x) * comb(all_rest, done - x)

    possible = [ways(x) for x in range(max(0, done - all_rest), min(done, all_top) + 1)]
    return sum(way for way in possible if way <= ways(top)) / comb(everyone, done)


@pytest.fixture(scope="module")
def effect() -> list[dict[str, str]]:
    return rows(paths.DATA / "hospices-simulated-effect.csv")


@pytest.fixture(scope="module")
def no_effect() -> list[dict[str, str]]:
    return rows(paths.DATA / "hospices-simulated-no-effect.csv")


@pytest.mark.parametrize(
    ("work", "outstanding", "other"),
    [
        ("disability_work", "hospices-outstanding-disability", "hospices-other-disability"),
        ("religion_work", "hospices-outstanding-religion", "hospices-lower-rated-religion"),
    ],
)
def test_with_a_link_the_shares_round_to_the_published_ones(
    effect: list[dict[str, str]], work: str, outstanding: str, other: str
) -> None:
    top, all_top, rest, all_rest = counts(effect, work)
    figures = published()
    assert (round(100 * top / all_top), round(100 * rest / all_rest)) == (figures[outstanding], figures[other])


def test_ratings_below_outstanding_are_split_as_published_in_2015(effect: list[dict[str, str]]) -> None:
    names = ("good", "requires improvement", "inadequate")
    figures = published()
    wanted = [figures[f"hospices-2015-{name.replace(' ', '-')}"] for name in names]
    made = [sum(row["rating"] == name for row in effect) for name in names]
    for is_, of in zip(made, wanted, strict=True):
        assert abs(is_ - of / sum(wanted) * sum(made)) < 1


def test_the_published_split_of_2015_adds_up() -> None:
    figures = published()
    names = ("outstanding", "good", "requires-improvement", "inadequate")
    assert sum(figures[f"hospices-2015-{name}"] for name in names) == figures["hospices-2015-inspected"]
    assert figures["hospices-2015-inspected"] < figures["hospices-2015-all"]


def test_both_worlds_hold_the_same_hospices_and_as_much_work(
    effect: list[dict[str, str]], no_effect: list[dict[str, str]]
) -> None:
    assert len(effect) == published()["hospices-2017-inspected"]
    for column in ("hospice", "rating", "beds"):
        assert [row[column] for row in effect] == [row[column] for row in no_effect]
    for work in WORK:
        assert sum(row[work] == "yes" for row in effect) == sum(row[work] == "yes" for row in no_effect)


@pytest.mark.parametrize("work", WORK)
def test_without_a_link_the_gap_is_one_that_chance_gives(
    effect: list[dict[str, str]], no_effect: list[dict[str, str]], work: str
) -> None:
    assert chance(*counts(no_effect, work)) > 0.1
    assert chance(*counts(effect, work)) < 0.02


@pytest.mark.parametrize("work", WORK)
def test_the_way_of_making_a_world_without_a_link_favours_no_rating(work: str) -> None:
    gaps = [gap(hospices.no_effect_world(seed), work) for seed in range(300)]
    assert abs(mean(gaps)) < 1.5
    assert min(gaps) < -5 < 5 < max(gaps)


def test_shuffles_make_gaps_as_large_as_the_page_says() -> None:
    gaps = sorted(abs(gap(hospices.no_effect_world(seed), "disability_work")) for seed in range(1000))
    assert quantiles(gaps, n=20)[-1] == pytest.approx(15, abs=0.5)
    assert sum(size >= 20 for size in gaps) <= 10


@pytest.mark.parametrize("work", WORK)
def test_a_world_with_a_link_has_the_same_gap_for_every_seed(work: str) -> None:
    assert len({round(gap(hospices.effect_world(seed), work), 6) for seed in range(5)}) == 1


@pytest.mark.parametrize("work", WORK)
def test_beds_have_nothing_to_do_with_the_work(effect: list[dict[str, str]], work: str) -> None:
    beds = {answer: mean(int(row["beds"]) for row in effect if row[work] == answer) for answer in ("yes", "no")}
    assert abs(beds["yes"] - beds["no"]) < 2.5  # about twice what chance gives for 200 draws from 6 to 30


def test_making_the_data_again_gives_the_same_bytes(tmp_path: Path) -> None:
    made = simulate.write(tmp_path)
    assert sorted(path.name for path in made) == [path.name for path in SIMULATED]
    for path in made:
        assert path.read_bytes() == (paths.DATA / path.name).read_bytes()


@pytest.mark.parametrize("path", SIMULATED, ids=lambda path: path.stem)
def test_every_row_says_that_it_is_simulated(path: Path) -> None:
    assert {row["note"] for row in rows(path)} == {"simulated for teaching"}


def test_the_dictionary_describes_every_file_and_column() -> None:
    dictionary = (paths.DATA / "dictionary.md").read_text(encoding="utf-8")
    files = sorted(paths.DATA.glob("*.csv"))
    assert files
    for path in files:
        assert f"`{path.name}`" in dictionary
        for column in rows(path)[0]:
            assert f"`{column}`" in dictionary, f"{path.name}: {column}"
    for subject in (hospices, survey, workforce):
        assert f"The seed is {subject.SEED}." in dictionary


def test_every_published_figure_names_its_base_date_and_source() -> None:
    for row in rows(paths.DATA / "published.csv"):
        assert row["base"] and row["date"] and row["source"], row["id"]  # noqa: PT018


def test_every_published_figure_was_read_or_worked_out_and_its_unit_is_in_the_dictionary() -> None:
    dictionary = (paths.DATA / "dictionary.md").read_text(encoding="utf-8")
    figures = rows(paths.DATA / "published.csv")
    assert len({row["id"] for row in figures}) == len(figures)
    for row in figures:
        assert row["note"].startswith(("read there", "worked out here")), row["id"]
        assert f"`{row['unit']}`" in dictionary
        top = {"percent": 100, "score": 10, "correlation": 1}.get(row["unit"])
        assert top is None or 0 <= float(row["value"]) <= top, row["id"]


def test_a_total_is_divided_without_loss_and_in_proportion() -> None:
    assert divided(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert divided(64, {"always": 736, "sometimes": 56, "no": 8}) == {"always": 59, "sometimes": 4, "no": 1}
    assert divided(0, {"a": 2, "b": 3}) == {"a": 0, "b": 0}
