"""The explorer of part 5: pull a lever, and follow what it changes for a person."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from course import explore, paths
from course.content import ContentError, read_yaml
from course.explorers.pull_a_lever import PullALever
from course.explorers.words import read_words

WORDS: PullALever = read_yaml(paths.EXPLORERS / "pull-a-lever.yaml", PullALever)


def scenes(goes: str) -> dict[str, Any]:
    found = explore("pull-a-lever").fixed["scenes"]
    return {setting: scene for setting, scene in found.items() if setting.endswith(f"/{goes}")}


def test_everybody_who_acts_has_levers_of_their_own_and_each_reaches_every_person() -> None:
    assert Counter(lever.who for lever in WORDS.levers.values()) == dict.fromkeys(WORDS.controls["who"].options, 2)
    assert all(chains.keys() == WORDS.levers.keys() for chains in WORDS.chains.values())
    settings = [setting.split("/") for setting in (*scenes("through"), *scenes("stops"))]
    assert len(settings) == 2 * len(WORDS.people) * len(WORDS.levers)
    assert all(WORDS.levers[lever].who == who for _, who, lever, _ in settings)


def test_a_whole_chain_tells_every_step_and_what_it_does_not_reach() -> None:
    for setting, scene in scenes("through").items():
        person, _, lever, _ = setting.split("/")
        told = WORDS.chains[person][lever]
        (chain,) = scene["pictures"]
        assert chain["cut"] is None
        assert [step["chosen"] for step in chain["steps"]] == [False, False, False, True, False]
        happens = (WORDS.levers[lever].pulled, told.service, told.staff, told.day, told.know)
        assert [row[1] for row in scene["numbers"]] == [WORDS.people[person].about, *happens, told.beyond]
        assert told.beyond in scene["says"]


def test_a_broken_chain_stops_at_one_step_and_says_why_and_what_would_help() -> None:
    for setting, scene in scenes("stops").items():
        person, _, lever, _ = setting.split("/")
        stop = WORDS.chains[person][lever].stops
        (chain,) = scene["pictures"]
        assert list(WORDS.steps)[chain["cut"]] == stop.at
        missed = [step["lines"][1] == WORDS.missed for step in chain["steps"]]
        assert missed == [n >= chain["cut"] for n in range(5)]
        assert [row[1] == WORDS.missed for row in scene["numbers"][1:6]] == missed
        assert chain["steps"][3]["chosen"] == (stop.at == "know")
        assert stop.why in scene["says"]
        assert stop.helps in scene["says"]
        assert ("stays as it was" in scene["says"]) == (stop.at != "know")


def test_a_chain_may_stop_at_every_step_after_the_lever() -> None:
    stops = {told.stops.at for chains in WORDS.chains.values() for told in chains.values()}
    assert stops == {"service", "staff", "day", "know"}


def test_the_picture_is_told_in_words_with_the_times_of_what_is_reached() -> None:
    for scene in (*scenes("through").values(), *scenes("stops").values()):
        (chain,) = scene["pictures"]
        for (name, below), row in zip((step["lines"] for step in chain["steps"]), scene["numbers"][1:], strict=False):
            assert row[0] == (f"{name} ({below.lower()})" if below != WORDS.missed else name)
            assert row[0] in scene["alt"]


def test_the_stories_are_called_invented_hold_no_figures_and_leave_medicines_to_a_doctor() -> None:
    note = explore("pull-a-lever").fixed["note"]
    assert "all that happens here are invented" in note
    assert "only together with a doctor" in note
    said = [cell for scene in scenes("through").values() for row in scene["numbers"] for cell in row]
    assert [text for text in said if re.search(r"[\d%£]", text)] == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("        at: know", "        at: lever", "Invalid enum value 'lever'"),
        ("  table:\n    who: policy", "  talk:\n    who: policy", "KeyError('talk')"),
    ],
)
def test_wrong_words_of_a_chain_are_refused(tmp_path: Path, before: str, after: str, says: str) -> None:
    text = (paths.EXPLORERS / "pull-a-lever.yaml").read_text("utf-8")
    assert before in text
    path = tmp_path / "pull-a-lever.yaml"
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(ContentError, match=re.escape(says)):
        read_words(path, PullALever)
