"""The explorers of part 1: the model of one service, sums in billions, duties in law, and the picture of influence."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from course import explore, paths
from course.content import ContentError
from course.explorer import EXPLORERS
from course.explorers.how_big import SCALES, Published, add
from course.explorers.one_service import GROUPS, NEED, PEOPLE, SAME, STANDARD, week
from course.explorers.which_duties import ADVICE, APPLIES, NOT, duties
from course.explorers.words import read_words

HOURS = [int(option) for option, _ in explore("one-service").fixed["controls"][1]["options"]]


def scenes(explorer_id: str) -> dict[str, Any]:
    found: dict[str, Any] = explore(explorer_id).fixed["scenes"]
    return found


# One service, different needs


def test_the_same_for_all_serves_the_largest_group_and_leaves_others_out() -> None:
    """36 appointments of 20 minutes are 12 hours. They fit the 18 without a further need, and 4 of the other 18."""
    this = week(SAME, 12 * 60)
    assert this == ({"none": 18, "bsl": 0, "hours": 2, "easy": 1, "step": 1}, 36, 720, 0)


def test_more_time_for_the_same_goes_into_visits_that_do_not_help() -> None:
    """14 people come again: 280 minutes. Nobody more is served well, however long the week."""
    assert [week(SAME, 60 * hours).again for hours in (12, 14, 16, 18, 40)] == [0, 120, 240, 280, 280]
    assert {sum(week(SAME, 60 * hours).well.values()) for hours in (12, 14, 16, 18, 40)} == {22}


def test_by_need_costs_a_little_more_at_first_less_in_all_and_serves_everybody() -> None:
    """18 x 20 + 3 x 40 + 6 x 25 + 5 x 35 + 4 x 30 = 925 minutes, between 720 for first visits only and 1,000 in all."""
    same, need = week(SAME, 18 * 60), week(NEED, 18 * 60)
    assert (need.first, need.again) == (925, 0)
    assert same.first < need.first < same.first + same.again == 1000
    assert need.well == {name: group.size for name, group in GROUPS.items()}
    assert week(NEED, 924).seen == PEOPLE - 1


def test_when_time_is_short_treatment_by_need_serves_more_people_but_fewer_of_the_largest_group() -> None:
    for hours in HOURS:
        same, need = week(SAME, 60 * hours), week(NEED, 60 * hours)
        assert sum(need.well.values()) > sum(same.well.values())
        assert (need.well["none"] < same.well["none"]) == (60 * hours < 925)


@pytest.mark.parametrize("way", [SAME, NEED])
def test_no_more_staff_time_is_used_than_there_is_and_more_time_never_serves_fewer(way: str) -> None:
    before = 0
    for minutes in range(0, 1300, 5):
        this = week(way, minutes)
        assert this.first + this.again <= minutes
        assert this.seen <= PEOPLE
        assert sum(this.well.values()) >= before
        before = sum(this.well.values())
    assert week(way, STANDARD - 1).seen == 0


def test_every_group_is_seen_early_and_late_in_the_week() -> None:
    half = week(NEED, 925 // 2).well
    for name, group in GROUPS.items():
        assert half[name] == pytest.approx(group.size / 2, abs=1)


def test_the_note_gives_the_numbers_that_were_put_in() -> None:
    note = explore("one-service").fixed["note"]
    assert f"usual appointment takes {STANDARD} minutes" in note
    others = {name: group for name, group in GROUPS.items() if name != "none"}
    size, fits = (sum(getattr(group, what) for group in others.values()) for what in ("size", "fits"))
    assert f"{fits} of the other {size}" in note
    assert re.findall(r"(?:takes|read|room|time) (\d+)", note.partition("By need")[2]) == [
        str(GROUPS[name].minutes) for name in ("bsl", "easy", "step", "hours")
    ]


def test_what_is_said_of_the_other_way_is_what_the_other_way_shows() -> None:
    for setting, scene in scenes("one-service").items():
        way, hours = setting.split("/")
        other = scenes("one-service")[f"{NEED if way == SAME else SAME}/{hours}"]["numbers"]
        assert f" {other[5][1]} " in scene["says"].replace(".", " "), setting


# How big


def published_sums() -> dict[str, Published]:
    words, _ = read_words(paths.EXPLORERS / "how-big.yaml", EXPLORERS["how-big"])
    found: dict[str, Published] = words.sums  # type: ignore[attr-defined]
    return found


def test_all_low_ends_and_all_high_ends_are_added() -> None:
    """Marmot Review: over 5.5, 31 to 33, 20 to 32. Printed: 5.5, 33 and 20."""
    sums = published_sums()
    both, three = add([sums["work"], sums["tax"]]), add([sums["nhs"], sums["work"], sums["tax"]])
    assert (both.value, both.low, both.high, both.more) == (53, 51, 65, False)
    assert (three.value, three.low, three.high, three.more) == (58.5, 56.5, 70.5, True)
    states = add([sums["states-care"], sums["states-work"]])
    assert (states.value, states.low, states.high, states.more) == (82, None, None, False)


def test_no_scale_holds_two_currencies() -> None:
    for setting, scene in scenes("how-big").items():
        (picture,) = scene["pictures"]
        currency = "$" if setting.startswith("states") else "£"
        assert picture["scale"] == msgspec.to_builtins(SCALES[currency])
        assert (picture["scale"]["start"], picture["scale"]["prefix"]) == (0, currency)
        other = {"$": "£", "£": "$"}[currency]
        assert other not in str([scene["alt"], scene["pictures"], scene["numbers"]])


def test_every_total_says_that_it_is_ours_and_why_it_misleads() -> None:
    for setting, scene in scenes("how-big").items():
        totals = [row for row in scene["numbers"] if "added" in row[0]]
        assert bool(totals) == setting.endswith("/together") - setting.startswith("workforce/together")
        for row in totals:
            assert row[2].startswith("Our sum")
        if totals:
            marked = [one["label"] for one in scene["pictures"][0]["estimates"] if one["chosen"]]
            assert len(marked) == len(totals)


# Which duties

TURNING = ("public-sector", "rights", "regulations")
"""The duties that turn on the answers, in the order of the outcomes below."""


@pytest.mark.parametrize(
    ("runs", "does", "pays", "expected"),
    [
        # Care Act 2014, s73 with Human Rights Act 1998, s6(3)(b); Equality Act 2010, s149(2) and s150(5) left to advice
        ("private", "home", "council", (ADVICE, APPLIES, APPLIES)),
        ("private", "care-home", "council", (ADVICE, APPLIES, APPLIES)),
        # s73 names personal care at home and residential accommodation only
        ("private", "gp", "council", (ADVICE, ADVICE, ADVICE)),
        ("private", "other", "council", (ADVICE, ADVICE, ADVICE)),
        # s73 names a council's part, not the NHS's
        ("private", "home", "nhs", (ADVICE, ADVICE, APPLIES)),
        ("private", "care-home", "nhs", (ADVICE, ADVICE, APPLIES)),
        ("private", "gp", "nhs", (ADVICE, ADVICE, APPLIES)),
        ("private", "other", "nhs", (ADVICE, ADVICE, ADVICE)),
        # neither a public authority nor a public function among the answers
        ("private", "home", "person", (NOT, NOT, APPLIES)),
        ("private", "care-home", "person", (NOT, NOT, APPLIES)),
        ("private", "gp", "person", (NOT, NOT, ADVICE)),
        ("private", "other", "person", (NOT, NOT, ADVICE)),
        # Equality Act 2010, s149(1), s150 and Schedule 19; Human Rights Act 1998, s6(1)
        ("public", "home", "council", (APPLIES, APPLIES, APPLIES)),
        ("public", "home", "nhs", (APPLIES, APPLIES, APPLIES)),
        ("public", "home", "person", (APPLIES, APPLIES, APPLIES)),
        ("public", "care-home", "council", (APPLIES, APPLIES, APPLIES)),
        ("public", "care-home", "nhs", (APPLIES, APPLIES, APPLIES)),
        ("public", "care-home", "person", (APPLIES, APPLIES, APPLIES)),
        ("public", "gp", "nhs", (APPLIES, APPLIES, APPLIES)),
        # Regulated Activities Regulations 2014, Schedule 2, paragraph 3: some treatment by doctors is left out
        ("public", "gp", "council", (APPLIES, APPLIES, ADVICE)),
        ("public", "gp", "person", (APPLIES, APPLIES, ADVICE)),
        ("public", "other", "council", (APPLIES, APPLIES, ADVICE)),
        ("public", "other", "nhs", (APPLIES, APPLIES, ADVICE)),
        ("public", "other", "person", (APPLIES, APPLIES, ADVICE)),
    ],
)
def test_duties_are_those_of_the_acts(runs: str, does: str, pays: str, expected: tuple[str, str, str]) -> None:
    found = duties(runs=runs, does=does, pays=pays)
    assert tuple(found[name].verdict for name in TURNING) == expected
    assert {found[name].verdict for name in ("services", "employer")} == {APPLIES}


def test_every_line_names_legislation_or_says_take_advice() -> None:
    names = re.compile(r"(Act (19|20)\d\d|Regulations 2014|Care Act).*(section|Schedule|sections) ?\d", re.DOTALL)
    for setting, scene in scenes("which-duties").items():
        assert len(scene["numbers"]) == 5
        for duty, verdict, why in scene["numbers"]:
            assert verdict in ("Applies", "Take advice", "Does not follow from this")
            assert names.search(f"{duty} {why}"), (setting, why)


def test_the_law_cited_fits_the_line() -> None:
    row = {setting: scene["numbers"] for setting, scene in scenes("which-duties").items()}
    assert "section 73" in row["private/home/council"][3][2]
    assert "section 6(3)(b)" in row["private/home/council"][3][2]
    assert "section 6(1)" in row["public/gp/nhs"][3][2]
    assert "Schedule 19" in row["public/other/nhs"][2][2]
    assert "149(2)" in row["private/other/person"][2][2]
    for does, paragraph in [("home", 1), ("care-home", 2), ("gp", 4)]:
        assert f"Schedule 1, paragraph {paragraph}" in row[f"private/{does}/nhs"][4][2]


def test_the_explorer_of_duties_says_learning_and_england_at_once() -> None:
    fixed = explore("which-duties").fixed
    assert fixed["intro"].startswith("Learning, not legal advice; England only.")
    assert "Learning, not legal advice" in fixed["note"]
    assert all(scene["pictures"] == () for scene in fixed["scenes"].values())


def test_words_count_the_lines_of_the_table() -> None:
    for scene in scenes("which-duties").values():
        verdicts = [row[1] for row in scene["numbers"]]
        said = [int(number) for number in re.findall(r": (\d)", scene["says"])]
        assert said == [verdicts.count(one) for one in ("Applies", "Take advice", "Does not follow from this")]


# Influence


def shapes(picture: dict[str, Any]) -> list[dict[str, Any]]:
    return [picture["middle"], *picture["around"], picture["behind"], picture["outside"]]


def test_the_part_that_is_chosen_is_marked_and_no_other() -> None:
    for setting, scene in scenes("influence").items():
        (picture,) = scene["pictures"]
        marked = [" ".join(shape["lines"]) for shape in shapes(picture) if shape["chosen"]]
        assert len(marked) == (setting != "whole")
        for words in marked:
            assert f"Marked: {scene['says'].partition(':')[0]}." in scene["alt"]
            assert words.split()[0].strip(",") in scene["says"]


def test_the_list_says_the_same_for_all_as_the_picture_does_for_each() -> None:
    fixed = explore("influence").fixed
    said = [scene["says"] for setting, scene in fixed["scenes"].items() if setting != "whole"]
    for scene in fixed["scenes"].values():
        assert sorted(f"{name}: {can}" for name, can in scene["numbers"]) == sorted(said)
        assert len(shapes(scene["pictures"][0])) == len(scene["numbers"]) == 8


def test_a_part_without_a_choice_is_refused(tmp_path: Path) -> None:
    text = (paths.EXPLORERS / "influence.yaml").read_text("utf-8")
    path = tmp_path / "influence.yaml"
    path.write_text(text.replace("      staff: Staff\n", ""), "utf-8")
    with pytest.raises(ContentError, match="do not pair up: staff"):
        read_words(path, EXPLORERS["influence"])
