"""The explorers of part 3: factors beside frameworks, case studies beside factors, and picking the best."""

import re
import shutil
from collections.abc import Iterator
from itertools import product
from math import ceil, floor, sqrt
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from course import explore, paths
from course.cases import cases
from course.content import ContentError
from course.explorers.picking_the_best import (
    BEST,
    EFFECT,
    HABITS,
    HAVE,
    MEAN,
    SERVICES,
    SPREAD,
    WORKS,
    by_chance,
    country,
    halves,
    has,
)
from course.explorers.scene import Grid
from course.factors import factors


def scenes(explorer_id: str) -> dict[str, Any]:
    found: dict[str, Any] = explore(explorer_id).fixed["scenes"]
    return found


def grid(scene: dict[str, Any]) -> dict[str, Any]:
    return next(picture for picture in scene["pictures"] if picture["kind"] == "grid")


def marks(scene: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The marks that there are, by row and column."""
    picture = grid(scene)
    return {
        (row, column): mark
        for row, line in zip(picture["rows"], picture["marks"], strict=True)
        for column, mark in zip(picture["columns"], line, strict=True)
        if mark
    }


def framed(scene: dict[str, Any]) -> list[str]:
    """The words of the row or column in a frame."""
    picture = grid(scene)
    return [picture[f"{side}s"][picture[side]] for side in ("row", "column") if picture[side] is not None]


def test_a_grid_needs_a_mark_for_every_row_and_column() -> None:
    for wrong in [(("full",),), (("full", ""), ("full",)), (("full", ""), ("", ""), ("", ""))]:
        with pytest.raises(ValueError, match="2 rows and 2 columns need a mark"):
            Grid(("a", "b"), ("c", "d"), wrong)  # type: ignore[arg-type]


# The factor map


def test_elements_have_as_many_factors_as_in_the_sources_table() -> None:
    scene = scenes("factor-map")["elements/all"]
    columns = [column for _, column in marks(scene)]
    assert [columns.count(name) for name in grid(scene)["columns"]] == [6, 3, 5, 5, 3]
    assert "Vision and values 6, Goals and performance 3, Learning and innovation 5" in scene["says"]


def test_every_factor_has_a_tie_to_well_led_in_both_sets_of_key_lines() -> None:
    for framework, counts in [("adult-social-care", [1, 0, 2, 2, 9]), ("health", [1, 2, 1, 2, 9])]:
        scene = scenes("factor-map")[f"{framework}/all"]
        columns = [column for _, column in marks(scene)]
        assert [columns.count(name) for name in ("Safe", "Effective", "Caring", "Responsive", "Well-led")] == counts
        assert "every factor has a tie to well-led" in scene["says"]


@pytest.mark.parametrize("framework", ["adult-social-care", "health"])
def test_codes_are_those_of_the_table_under_the_question_of_their_letter(framework: str) -> None:
    for name, factor in factors().factors.items():
        (row,) = scenes("factor-map")[f"{framework}/{name}"]["numbers"]
        codes = factor.health if framework == "health" else factor.adult_social_care
        assert sorted(re.findall(r"[A-Z]\d\.\d", row[1])) == sorted(codes)
        assert row[2] == str(len(codes))
        for question, listed in re.findall(r"([\w-]+): ([^;]+)", row[1]):
            letter = next(letter for letter, words in factors().questions.items() if words == question)
            assert {code[0] for code in re.findall(r"[A-Z]\d\.\d", listed)} == {letter}


def test_looking_from_a_factor_and_from_the_other_side_finds_the_same_ties() -> None:
    short = {factor.name: factor.short for factor in factors().factors.values()}
    for framework in ("adult-social-care", "health", "elements"):
        by_factor, by_column = set(), set()
        for setting, scene in scenes("factor-map").items():
            if setting.startswith(f"{framework}/") and framed(scene):
                (one,) = framed(scene)
                if grid(scene)["row"] is not None:
                    (row,) = scene["numbers"]
                    by_factor |= {(one, part.partition(":")[0]) for part in row[1].split("; ")}
                else:
                    by_column |= {(short[row[0]], one) for row in scene["numbers"][:-1]}
        assert by_factor == by_column == marks(scenes("factor-map")[f"{framework}/all"]).keys()


def test_a_menu_offers_only_what_the_framework_has() -> None:
    for setting in scenes("factor-map"):
        framework, look = setting.split("/")
        assert not (framework == "elements" and look in factors().questions)
        assert not (framework != "elements" and look in factors().elements)
    assert len(scenes("factor-map")) == 3 * (1 + 9 + 5)


def test_the_map_says_what_replaced_its_frameworks_and_what_a_tie_is_not() -> None:
    note = explore("factor-map").fixed["note"]
    for words in ("2017-18", "34 quality statements", "November 2023 to March 2024", "same five key questions"):
        assert words in note
    assert "It does not say that the factor raises a rating." in note
    assert "collective leadership, has no column" in scenes("factor-map")["elements/all"]["says"]
    assert "Continuous improvement" in scenes("factor-map")["health/learning"]["says"]
    assert "Continuous improvement" not in scenes("factor-map")["elements/learning"]["says"]


# Case studies beside factors


def test_marks_tell_stated_ties_from_our_reading() -> None:
    expected = {
        (case.short, factors().factors[factor].short): "full" if link.basis == "stated" else "open"
        for case in cases().values()
        for factor, link in case.factors.items()
    }
    for setting, scene in scenes("case-factors").items():
        stated = {pair for pair, mark in expected.items() if mark == "full"}
        assert marks(scene) == (dict.fromkeys(stated, "full") if setting.startswith("stated/") else expected)


def test_words_and_table_count_what_the_grid_shows() -> None:
    for scene in scenes("case-factors").values():
        every, shown = marks(scenes("case-factors")["all/all"]), marks(scene)
        for one in framed(scene):
            every, shown = ({pair: of[pair] for pair in of if one in pair} for of in (every, shown))
            told = list(every.values())
            others = len(grid(scene)["rows" if grid(scene)["column"] is not None else "columns"])
            assert re.search(rf" ({len(told)} of|all) {others}\b", scene["says"])
            assert (": all " in scene["says"]) <= (len(told) == others)
            assert re.search(rf"\b{told.count('full')} of (them|{others})", scene["says"])
            empty = [row for row in scene["numbers"] if row[3] == "not told"]
            assert len(empty) == others - len(told)
            assert sum(row[2] == "left out" for row in scene["numbers"]) == len(told) - len(shown)
        if not framed(scene):
            assert f" {list(every.values()).count('full')} " in scene["says"]
            assert f" {list(every.values()).count('open')} " in scene["says"]
    pairs = len(cases()) * len(factors().factors)
    told = len(marks(scenes("case-factors")["all/all"]))
    assert f"tell of {told} ties" in scenes("case-factors")["all/all"]["says"]
    assert f"In {pairs - told} of {pairs} places nothing is told" in scenes("case-factors")["all/all"]["says"]


def test_the_table_says_what_a_tie_rests_on() -> None:
    rows = scenes("case-factors")["all/factor-courage"]["numbers"]
    for row, case in zip(rows, cases().values(), strict=True):
        link = case.factors.get("courage")
        column = 3 if link is None else 1 if link.basis == "stated" else 2
        assert row[0] == case.short
        assert row[column] == (link.why if link else "not told")
        assert [cell for n, cell in enumerate(row[1:], 1) if n != column] == ["–", "–"]  # noqa: RUF001


@pytest.fixture
def more_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the case studies, to which a test may add."""
    folder = tmp_path / "case-studies"
    shutil.copytree(paths.CASES, folder)
    monkeypatch.setattr(paths, "CASES", folder)
    for cached in (cases, explore):
        cached.cache_clear()
    yield folder
    monkeypatch.undo()
    for cached in (cases, explore):
        cached.cache_clear()


NEW = """
number: 99
name: A new service
short: New service
sector: hospice
setting: A hospice
place: Somewhere
size: Small
rating: Outstanding, May 2026
in_short: It did something.
practices: []
groups: []
principles: {}
factors:
  courage: {basis: stated, why: The source says so}
  learning: {basis: inferred, why: It went on}
source: Somewhere
"""


def test_a_new_case_study_is_one_new_file(more_cases: Path) -> None:
    before = len(cases())
    (more_cases / "learning.yaml").write_text(NEW, "utf-8")  # a name that a factor has too
    cases.cache_clear()
    fixed = explore("case-factors").fixed
    assert ("case-learning", "Case study: New service") in fixed["controls"][1]["options"]
    scene = fixed["scenes"]["all/case-learning"]
    assert framed(scene) == [grid(scene)["rows"][-1]] == ["New service"]
    assert {pair for pair in marks(scene) if "New service" in pair} == {
        ("New service", "Courage"),
        ("New service", "Learning"),
    }
    assert "2 of 9 factors, 1 of them stated" in scene["says"]
    assert f"of {before + 1} case studies" in fixed["scenes"]["all/factor-courage"]["says"]


def test_two_services_with_the_same_short_name_are_both_counted(more_cases: Path) -> None:
    (more_cases / "new.yaml").write_text(NEW.replace("New service", "Castlebar"), "utf-8")
    cases.cache_clear()
    rows = explore("case-factors").fixed["scenes"]["all/factor-courage"]["numbers"]
    assert len(rows) == len(cases())


def test_a_case_study_that_cannot_be_read_is_named(more_cases: Path) -> None:
    (more_cases / "new.yaml").write_text("number: 8", "utf-8")
    cases.cache_clear()
    with pytest.raises(ContentError, match=r"new\.yaml: Object missing required field") as error:
        explore("case-factors")
    assert "nothing can be shown" not in str(error.value)


# Picking the best

COUNTRIES = range(1000, 1100)
"""Enough countries to see what happens as a rule."""
EVERY_SETTING = [
    pytest.param(int(seed), effect, id=f"{effect}-{seed}") for effect, seed in product(("none", "one"), "123456")
]


def test_the_chance_of_a_habit_that_nearly_all_share_is_binomial() -> None:
    """One habit: 7 x 0.6^6 x 0.4 + 0.6^7 = 0.1586. At least one of nine: 1 - 0.8414^9 = 0.789."""
    assert by_chance() == pytest.approx(1 - (1 - (7 * 0.6**6 * 0.4 + 0.6**7)) ** 9)
    assert by_chance() == pytest.approx(0.789, abs=0.001)
    for effect in ("none", "one"):
        assert "in 79 of 100 countries" in scenes("picking-the-best")[f"seven/{effect}/1"]["says"]


def test_countries_agree_with_that_chance() -> None:
    shared = [max(has(country(seed)[:BEST], habit).count for habit in range(HABITS)) >= 6 for seed in COUNTRIES]
    assert fmean(shared) == pytest.approx(by_chance(), abs=3 * sqrt(0.789 * 0.211 / len(COUNTRIES)))


def test_without_effect_the_best_have_a_habit_as_often_as_all() -> None:
    best = [has(country(seed)[:BEST], habit).percent for seed in COUNTRIES for habit in range(HABITS)]
    every = [has(country(seed), habit).percent for seed in COUNTRIES for habit in range(HABITS)]
    assert fmean(every) == pytest.approx(100 * HAVE, abs=0.5)
    assert fmean(best) == pytest.approx(100 * HAVE, abs=2)


def test_only_a_real_effect_shows_when_all_are_compared() -> None:
    real = [halves(country(seed, EFFECT), WORKS) for seed in COUNTRIES]
    idle = [halves(country(seed), habit) for seed in COUNTRIES for habit in range(HABITS)]
    assert fmean(gap for gap, _ in real) == pytest.approx(22, abs=2)
    assert fmean(likely.low > 0 for _, likely in real) > 0.9
    assert fmean(gap for gap, _ in idle) == pytest.approx(0, abs=1)
    assert fmean(not likely.low <= 0 <= likely.high for _, likely in idle) == pytest.approx(1 / 20, abs=0.02)


def test_a_country_is_the_same_with_and_without_effect_but_for_its_points() -> None:
    without, works = (
        {(*one.habits, round(one.later - one.rating, 6)): one for one in country(3, e)} for e in (0, EFFECT)
    )
    assert without.keys() == works.keys()
    for who, one in without.items():
        assert works[who].rating - one.rating == pytest.approx(EFFECT if one.habits[WORKS] else 0)


def test_quality_and_chance_count_alike_in_a_rating() -> None:
    services = [one for seed in COUNTRIES for one in country(seed)]
    assert fmean(one.rating for one in services) == pytest.approx(MEAN, abs=0.3)
    assert fmean((one.rating - MEAN) ** 2 for one in services) == pytest.approx(2 * SPREAD**2, rel=0.05)
    assert fmean((one.rating - MEAN) * (one.later - MEAN) for one in services) == pytest.approx(SPREAD**2, rel=0.05)


def test_the_countries_are_the_first_six_draws_and_always_the_same() -> None:
    assert [option for option, _ in explore("picking-the-best").fixed["controls"][2]["options"]] == list("123456")
    assert country(1)[0].rating == pytest.approx(95.25, abs=0.01)


@pytest.mark.parametrize(("seed", "effect"), EVERY_SETTING)
def test_words_say_what_each_country_shows(seed: int, effect: str) -> None:
    services = country(seed, EFFECT if effect == "one" else 0)
    counts = [has(services[:BEST], habit).count for habit in range(HABITS)]
    names = grid(scenes("picking-the-best")[f"seven/{effect}/{seed}"])["rows"]
    seven, others, later = (
        scenes("picking-the-best")[f"{look}/{effect}/{seed}"] for look in ("seven", "others", "later")
    )

    most = [name for name, count in zip(names, counts, strict=True) if count == max(counts)]
    assert seven["says"].startswith(f"Shared most, by {max(counts)} of the best 7: {', '.join(most)}.")
    assert framed(seven) == most[:1]
    assert [sum(mark == "full" for mark in line) for line in grid(seven)["marks"]] == counts
    assert [row[1] for row in seven["numbers"]] == [f"{count} of 7" for count in counts]

    estimates = others["pictures"][1]["estimates"]
    idle = estimates[1:] if effect == "one" else estimates
    astray = sum(one["low"] > 0 or one["high"] < 0 for one in idle)
    assert re.search(rf"Of (the )?{len(idle)} (other )?intervals, {astray} leave out zero", others["says"])
    if effect == "one":
        assert estimates[0]["low"] > 0

    again = sorted(services, key=lambda one: -one.later)[:BEST]
    assert later["says"].startswith(f"{len({*again} & {*services[:BEST]})} of the best 7 are among the best 7 again.")
    first, after, _, _ = (one["value"] for one in later["pictures"][0]["estimates"])
    assert MEAN < after < first
    habit = WORKS if effect == "one" else names.index(most[0])
    assert f"Of the new best 7, {has(again, habit).count} have" in later["says"]


def test_the_note_gives_the_numbers_that_were_put_in() -> None:
    fixed = explore("picking-the-best").fixed
    assert f"average {MEAN} points, standard deviation {SPREAD}" in fixed["note"]
    assert f"about {10 * HAVE:.0f} in 10 services" in fixed["note"]
    assert f"adds {EFFECT} points" in fixed["note"]
    assert f"{SERVICES} services" in fixed["intro"]
    # 4.2 of seven by chance alone, and a little more: some of the old best are still there and bring the habit along.
    assert f"expect {floor(BEST * HAVE)} or {ceil(BEST * HAVE)}," in fixed["scenes"]["later/none/1"]["says"]
    assert grid(fixed["scenes"]["seven/none/1"])["rows"][WORKS] == "Team breakfast"
