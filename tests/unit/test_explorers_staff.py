"""The explorers of staff equality: ratios and changes against the counts of the file, and what they do not show."""

import csv
from math import comb, log
from typing import Any

import pytest
import yaml

from course import explore, paths
from course.explorers.same_chance import YEARS
from course.intervals import Share, katz
from course.workforce import FEWEST_SHOWN, MINORITY, WHITE, Group, Measure, share

with (paths.DATA / "workforce-simulated.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
both = pytest.mark.parametrize("explorer_id", ["same-chance", "more-than-noise"])


def scenes(explorer_id: str) -> dict[str, Any]:
    found: dict[str, Any] = explore(explorer_id).fixed["scenes"]
    return found


def words(explorer_id: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((paths.EXPLORERS / f"{explorer_id}.yaml").read_text("utf-8"))
    return found


def counted(size: str, group: Group, years: tuple[int, ...], column: str) -> int:
    chosen = [row for row in ROWS if (row["size"], row["group"]) == (size, group) and int(row["year"]) in years]
    assert len(chosen) == len(years)
    return sum(int(row[column]) for row in chosen)


def people(size: str, measure: str, group: Group, years: tuple[int, ...]) -> int:
    columns = ["shortlisted"] if measure == "appointed" else ["lower", "middle", "higher"]
    return sum(counted(size, group, years, column) for column in columns)


@pytest.mark.parametrize("size", ["large", "medium", "small"])
@pytest.mark.parametrize("measure", ["appointed", "discipline"])
@pytest.mark.parametrize("group", [WHITE, MINORITY])
def test_a_share_is_that_of_the_file(size: str, measure: Measure, group: Group) -> None:
    for years in YEARS.values():
        assert share(size, measure, group, years) == Share(
            counted(size, group, years, measure), people(size, measure, group, years)
        )


@both
def test_every_row_fills_the_table(explorer_id: str) -> None:
    columns = len(explore(explorer_id).fixed["columns"])
    for setting, scene in scenes(explorer_id).items():
        assert {len(row) for row in scene["numbers"]} == {columns}, setting


@both
def test_every_text_is_shown_somewhere(explorer_id: str) -> None:
    """A text is found by its longest piece between braces."""
    found = words(explorer_id)
    said = [scene["says"] for scene in scenes(explorer_id).values()]
    for name in ("says", "tells", "changed"):
        for text in found.get(name, {}).values():
            piece = max((part.partition("}")[2] or part for part in text.split("{")), key=len)
            assert any(piece in one for one in said), text


def test_ratios_are_those_of_the_standard_with_the_interval_of_the_log_method() -> None:
    """White by ethnic minority for being appointed, ethnic minority by white for discipline."""
    assert scenes("same-chance")["appointed/large/1/ratio"]["numbers"][2][1:] == ("1.42", "1.22 to 1.64")
    for setting, scene in scenes("same-chance").items():
        measure, size, year, said = setting.split("/")
        if said == "ratio" and scene["pictures"] and scene["pictures"][0]["reference"]:
            groups = (WHITE, MINORITY) if measure == "appointed" else (MINORITY, WHITE)
            one, other = (
                Share(counted(size, group, YEARS[year], measure), people(size, measure, group, YEARS[year]))
                for group in groups
            )
            likely = katz(one, other)
            first = scene["pictures"][0]["estimates"][0]
            assert first["value"] == pytest.approx(one.count / one.of / (other.count / other.of))
            assert (first["low"], first["high"]) == pytest.approx((likely.low, likely.high))
            assert scene["pictures"][0]["reference"] == 1


def test_it_is_always_said_for_whom_a_ratio_is_worse() -> None:
    for setting, scene in scenes("same-chance").items():
        measure, _, _, said = setting.split("/")
        ratio = scene["numbers"][2][1] if scene["pictures"] else "not shown"
        who = "ethnic minority people" if measure == "appointed" else "ethnic minority staff"
        if scene["pictures"]:
            assert scene["numbers"][2][0].endswith(f"above 1 is worse for {who}")
            if said == "ratio" and scene["pictures"][0]["reference"]:
                assert f"Right of the line at 1 is worse for {who}" in scene["pictures"][0]["title"]
        if ratio[0].isdigit():
            worse = who if float(ratio) > 1 else "white people"
            assert (f"is worse for {worse}." if said == "ratio" else "which is worse for them") in scene["says"], (
                setting
            )
            assert "does not say why" in scene["says"]
            assert "no verdict about any person" in scene["says"]


def test_the_words_agree_with_where_the_interval_lies() -> None:
    for setting, scene in scenes("same-chance").items():
        if scene["pictures"] and " to " in scene["numbers"][2][2]:
            low, high = map(float, scene["numbers"][2][2].split(" to "))
            assert ("has 1 in it" in scene["says"]) == (low <= 1 <= high), setting
            assert ("lies above 1" in scene["says"]) == (low > 1), setting


def test_twice_and_half_lie_equally_far_from_1_and_every_dot_lies_on_the_scale() -> None:
    for scene in scenes("same-chance").values():
        for picture in scene["pictures"]:
            scale = picture["scale"]
            assert scale["factors"] == (picture["reference"] is not None)
            assert all(scale["start"] <= one["value"] <= scale["end"] for one in picture["estimates"])
            if scale["factors"]:
                assert log(scale["end"]) == pytest.approx(-log(scale["start"]))
                assert scale["start"] * scale["step"] ** (len(scale["names"]) - 1) == scale["end"]
    assert "each step doubles" in " ".join(words("same-chance")["note"].split())


@both
def test_nothing_is_shown_for_a_group_of_fewer_than_eleven_and_all_else_is(explorer_id: str) -> None:
    hidden = set()
    for setting, scene in scenes(explorer_id).items():
        if not scene["pictures"]:
            hidden.add(setting)
            assert scene["says"].startswith("Nothing is shown: one group has fewer than 11 people")
            assert not any(letter.isdigit() for row in scene["numbers"] for cell in row for letter in cell)
    assert counted("small", MINORITY, (3,), "shortlisted") < FEWEST_SHOWN
    wanted = {
        "same-chance": {"appointed/small/3/ratio", "appointed/small/3/percentages"},
        "more-than-noise": {"appointed/small/2-3", "appointed/small/3-4"},
    }
    assert hidden == wanted[explorer_id]


def test_where_a_count_is_nought_there_is_no_ratio_and_the_percentages_are_shown() -> None:
    found = set()
    for setting, scene in scenes("same-chance").items():
        measure, size, year, said = setting.split("/")
        counts = [counted(size, group, YEARS[year], measure) for group in (WHITE, MINORITY)]
        if scene["pictures"] and not all(counts):
            found.add((measure, size, year))
            assert "with a 0 there is no ratio" in scene["says"]
            assert scene["numbers"][2][1:] == ("no ratio with a count of 0", "none")
            assert scene["pictures"] == scenes("same-chance")[setting.replace(said, "percentages")]["pictures"]
    assert found == {("discipline", "small", year) for year in ("1", "4", "5")}


def exact(before: Share, after: Share) -> float:
    """How often a deal of the same results gives shares at least as far apart, counted in whole numbers."""
    n, m, total = before.of, after.of, before.count + after.count

    def apart(count: int) -> int:
        return abs(count * m - (total - count) * n)

    possible = range(max(0, total - m), min(n, total) + 1)
    far = sum(comb(n, count) * comb(m, total - count) for count in possible if apart(count) >= apart(before.count))
    return far / comb(n + m, total)


def test_how_often_chance_gives_such_a_change_is_exact() -> None:
    times = {"together": ((1, 2, 3), (4, 5))} | {f"{year}-{year + 1}": ((year,), (year + 1,)) for year in range(1, 5)}
    for setting, scene in scenes("more-than-noise").items():
        measure, size, years = setting.split("/")
        if scene["pictures"]:
            before, after = (
                Share(counted(size, MINORITY, some, measure), people(size, measure, MINORITY, some))
                for some in times[years]
            )
            chance = exact(before, after)
            assert scene["pictures"][1]["bars"][0]["value"] == pytest.approx(100 * chance, abs=0.051), setting
            assert scene["numbers"][5][1] == f"{100 * chance:.1f} of 100 shuffles"
            assert (
                scene["numbers"][4][1].replace("\N{MINUS SIGN}", "-") == f"{after.percent - before.percent:z.1f} points"
            )
            if scene["numbers"][4][1] != "0.0 points":
                assert ("only about" in scene["says"]) == (chance < 0.1), setting
                assert ("which is better for them" in scene["says"]) == (
                    (after.percent > before.percent) == (measure == "appointed")
                ), setting


def test_chance_in_words_is_that_of_the_table() -> None:
    for setting, times in {
        "appointed/large/3-4": "about 1 in 10 times",
        "appointed/large/together": "only about 2 in 100 times",
        "appointed/medium/1-2": "only about 3 in 100 times",
        "appointed/medium/together": "about 6 in 10 times",
        "appointed/small/together": "about 3 in 10 times",
        "discipline/small/3-4": "nearly every time",
    }.items():
        assert times in scenes("more-than-noise")[setting]["says"]


def test_a_small_service_sees_far_larger_changes_by_chance_than_a_large_one() -> None:
    for measure in ("appointed", "discipline"):
        reach = [
            float(scenes("more-than-noise")[f"{measure}/{size}/together"]["numbers"][6][1].split()[0])
            for size in ("large", "medium", "small")
        ]
        assert reach[0] < reach[1] / 1.5 < reach[2] / 2.5


def test_advice_names_what_to_do_at_the_step_check() -> None:
    for scene in scenes("more-than-noise").values():
        assert "ask people" in scene["says"].lower()
        assert any(advice in scene["says"] for advice in ("several years together", "each step alone", "look again"))
