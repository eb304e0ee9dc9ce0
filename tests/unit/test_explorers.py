"""Explorers: every setting, and the statistics of each against values worked out by hand or published."""

import json
import re
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from course import explore, paths
from course.chance import Shuffle
from course.content import ContentError
from course.explorer import EXPLORERS
from course.explorers.how_sure import HowSure
from course.explorers.one_or_two import average
from course.explorers.scene import Bar, Bars, Scale, Scene
from course.explorers.score_maker import Answers
from course.explorers.words import read_words
from course.intervals import Share
from course.survey import EFFECT, Group, counts

every_explorer = pytest.mark.parametrize("explorer_id", EXPLORERS)


def numbers(text: str) -> set[float]:
    """The numbers in a text."""
    plain = text.replace("\N{MINUS SIGN}", "-").replace(",", "")
    return {float(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", plain)}


def drawn(picture: dict[str, Any]) -> list[tuple[str, list[float]]]:
    """What a picture draws: each label with the values that it stands for."""
    if picture["kind"] in ("ring", "chain", "grid"):
        return []
    if picture["kind"] == "bars":
        return [
            (bar["label"], [bar["value"]] if bar["of"] is None else [bar["value"], bar["of"]])
            for bar in picture["bars"]
        ]
    if picture["kind"] == "intervals":
        return [
            (one["label"], [one["low"], one["high"]] if one["low"] is not None else [one["value"]])
            for one in picture["estimates"]
        ]
    return [(picture["label"], [picture["marked"]])]


@every_explorer
def test_an_explorer_has_a_scene_for_every_setting_and_is_small(explorer_id: str) -> None:
    fixed = explore(explorer_id).fixed
    ids = [[option for option, _ in control["options"]] for control in fixed["controls"]]
    chosen = {tuple(setting.split("/")) for setting in fixed["scenes"]}
    assert chosen <= set(product(*ids))
    assert [set(some) for some in zip(*chosen, strict=True)] == [set(some) for some in ids]
    if not any(control["kind"] == "menu" for control in fixed["controls"]):
        assert len(chosen) == len(set(product(*ids)))
    assert len(json.dumps(fixed)) < 150_000


@every_explorer
def test_labels_say_what_is_drawn_within_the_scale(explorer_id: str) -> None:
    for setting, scene in explore(explorer_id).fixed["scenes"].items():
        for picture in scene["pictures"]:
            for label, values in drawn(picture):
                for value in values:
                    assert any(abs(said - value) <= 0.0500001 for said in numbers(label)), (setting, label, value)
                    # An interval may go beyond a scale of factors, where it ends in an arrow.
                    within = picture["scale"]["start"] <= value <= picture["scale"]["end"]
                    assert within or picture["scale"]["factors"], (setting, label, value)


@every_explorer
def test_picture_alt_text_and_table_say_the_same_numbers(explorer_id: str) -> None:
    fixed = explore(explorer_id).fixed
    for setting, scene in fixed["scenes"].items():
        table = numbers(" ".join(cell for row in scene["numbers"] for cell in row))
        chosen = zip(setting.split("/"), fixed["controls"], strict=True)
        table |= numbers(" ".join(dict(control["options"])[option] for option, control in chosen))
        labels = {number for picture in scene["pictures"] for label, _ in drawn(picture) for number in numbers(label)}
        assert labels <= table, setting
        scales = {
            picture["scale"][end] for picture in scene["pictures"] if "scale" in picture for end in ("start", "end")
        }
        assert numbers(scene["alt"]) <= table | scales | {0, 90, 95, 100}, setting
        assert len(scene["alt"]) <= 400


@every_explorer
def test_nothing_is_left_to_fill_in(explorer_id: str) -> None:
    for scene in explore(explorer_id).fixed["scenes"].values():
        assert not re.search(r"[{}]|\bnan\b|\binf\b", str([scene["says"], scene["alt"], scene["numbers"]]))


@every_explorer
def test_what_is_simulated_says_so_in_title_note_picture_and_alt_text_and_the_rest_names_its_source(
    explorer_id: str,
) -> None:
    fixed = explore(explorer_id).fixed
    if "simulated for teaching" not in fixed["title"].lower():
        assert re.search(r"\b(invented|imagined)\b|^Source: ", fixed["note"])
        return
    assert "simulated for teaching" in fixed["note"].lower()
    assert "Simulated for teaching" in fixed["columns"]
    for scene in fixed["scenes"].values():
        assert scene["alt"].startswith("Simulated for teaching.") or not scene["pictures"]
        assert all("simulated for teaching" in picture["title"] for picture in scene["pictures"])


def test_the_score_is_the_average_of_ten_five_and_nought_points() -> None:
    assert Answers(84, 14, 2).score == 9.1
    assert Answers(80, 20, 0).score == Answers(90, 0, 10).score == 9
    scene = explore("score-maker").fixed["scenes"]["84/1"]
    assert scene["pictures"][0]["bars"][1]["value"] == 14
    assert "Score: 9.10 out of 10" in scene["pictures"][1]["bars"][0]["label"]


def test_what_is_said_to_give_the_same_score_gives_it() -> None:
    for setting, scene in explore("score-maker").fixed["scenes"].items():
        answers = Answers(*(int(bar["value"]) for bar in scene["pictures"][0]["bars"]))
        for other in (answers, answers.softest, answers.hardest):
            assert sum(other) == 100
            assert min(other) >= 0
            assert other.score == answers.score
        assert answers.softest.no == 0
        assert answers.hardest.sometimes < 2
        said = numbers(scene["says"])
        assert {answers.softest.always, answers.hardest.always} - {answers.always} <= said, setting


def test_four_times_as_many_answers_make_the_interval_about_half_as_wide() -> None:
    for setting, scene in explore("how-sure").fixed["scenes"].items():
        if found := re.search(r"([\d.]+) points wide\. With four times .* it would be ([\d.]+) points", scene["says"]):
            assert float(found[2]) / float(found[1]) == pytest.approx(0.5, abs=0.07), setting


def test_only_the_chosen_number_of_answers_is_marked() -> None:
    for setting, scene in explore("how-sure").fixed["scenes"].items():
        (marked,) = (one for one in scene["pictures"][0]["estimates"] if one["chosen"])
        assert marked["label"].replace(",", "").startswith(f"{setting.partition('/')[2]} answers")


@pytest.mark.parametrize(
    ("setting", "asked", "answer", "expected"),
    [("1/20", 1187, 237, 3), ("6/47", 7121, 3347, 36), ("11/47", 13055, 6136, 66), ("149/47", 176_843, 83_116, 889)],
)
def test_expected_numbers_agree_with_those_worked_out_by_hand(
    setting: str, asked: int, answer: int, expected: int
) -> None:
    rows = explore("who-is-missing").fixed["scenes"][setting]["numbers"]
    assert [int(row[1].split()[0].replace(",", "")) for row in rows] == [asked, asked - answer, answer, expected]


def test_the_interval_for_36_people_is_wilsons() -> None:
    assert explore("who-is-missing").fixed["scenes"]["6/47"]["numbers"][3][2:] == ("32 of 36", "74.7% to 95.6%")


def test_the_order_turns_round_when_more_outstanding_trusts_are_specialist() -> None:
    assert average("outstanding", 6) == pytest.approx(0.6 * 9.5 + 0.4 * 8.9)
    for setting, scene in explore("one-or-two").fixed["scenes"].items():
        look, specialist = setting.split("/")
        scores = [one["value"] for one in scene["pictures"][1]["estimates"]]
        if look == "type":
            assert scores == [8.9, 8.95, 9.5, 9.55]
            assert ("other way round" in scene["says"]) == (int(specialist) > 2)
        else:
            assert (scores[0] > scores[1]) == (int(specialist) > 2) == ("points ahead" in scene["says"])


@pytest.mark.parametrize("words", [{"alt": "A bar"}, {"pictures": (Bars(()),)}])
def test_a_scene_has_pictures_and_alt_text_or_neither(words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="needs `alt`"):
        Scene(says="", numbers=(), **words)


def test_bars_must_begin_at_nought() -> None:
    with pytest.raises(ValueError, match="begins at 8 mislead"):
        Bars((Bar("9", 9),), Scale(8, 10, 1))


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('start: "50"', 'start: "55"', "'answers' starts at '55', which is not one of its options"),
        ("  answers:\n    label", "  people:\n    label", "`controls` are share, people; they must be share, answers"),
        ('{width} points"]', '{wide} points"]', "nothing can be shown for 50/10. Cause: KeyError('wide')"),
        ('"10": 10 answers', "ten: 10 answers", "invalid literal for int"),
        ("title:", "heading:", "unknown field `heading`"),
    ],
)
def test_wrong_words_are_refused_with_file_and_place(tmp_path: Path, before: str, after: str, says: str) -> None:
    text = (paths.EXPLORERS / "how-sure.yaml").read_text("utf-8")
    assert before in text
    path = tmp_path / "how-sure.yaml"
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(ContentError, match=re.escape(says)) as error:
        read_words(path, HowSure)
    assert str(error.value).startswith(str(path))


def test_counts_that_belong_to_no_setting_are_refused(tmp_path: Path) -> None:
    text = (paths.EXPLORERS / "hospice-gap.yaml").read_text("utf-8")
    path = tmp_path / "hospice-gap.yaml"
    path.write_text(text.replace("  disability/8-20:", "  disability/9-20:"), "utf-8")
    with pytest.raises(ContentError, match="do not pair up: disability/8-20, disability/9-20"):
        read_words(path, EXPLORERS["hospice-gap"])


def test_where_a_link_was_put_in_few_answers_cannot_tell_and_many_can() -> None:
    """What the words of World 1 say holds for the data. Those of World 2 hold whatever chance drew."""
    for hospitals, sign, low, high in [("outstanding", 1, 0.1, 1), ("others", -1, 0, 0.01)]:
        answers = counts(EFFECT)
        shares = []
        for orientation in ("lesbian or gay", "heterosexual"):
            group = [
                answers[Group(hospitals == "outstanding", orientation, said)] for said in ("always", "sometimes", "no")
            ]
            shares.append(Share(group[0], sum(group)))
        shuffle = Shuffle(*shares)
        assert sign * shuffle.gap == pytest.approx(4, abs=0.5)
        assert low <= shuffle.chance <= high
        scene = explore("survey-worlds").fixed["scenes"][f"1/{hospitals}/yes"]
        assert scene["pictures"][1]["marked"] == shuffle.gap
        assert scene["numbers"][4][1] == f"about {1000 * shuffle.chance:.0f} of 1,000 shuffles"


def test_how_the_data_were_made_is_told_only_when_asked_for() -> None:
    for setting, scene in explore("survey-worlds").fixed["scenes"].items():
        assert ("link was put in" in scene["says"].partition("Was a")[0]) == setting.endswith("/yes")


def test_columns_add_up_to_all_shuffles_and_are_filled_as_far_out_as_the_gap_seen() -> None:
    for setting, scene in explore("survey-worlds").fixed["scenes"].items():
        columns = scene["pictures"][1]["columns"]
        assert sum(column["height"] for column in columns) == pytest.approx(100, abs=0.1)
        filled = sum(column["far"] for column in columns)
        said = numbers(scene["numbers"][4][1])
        assert filled == pytest.approx(min(said) / 10, abs=0.1), setting
        for column, after in pairwise(columns):
            assert column["high"] == pytest.approx(after["low"])
