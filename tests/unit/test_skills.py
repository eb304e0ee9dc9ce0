"""The skills check: what it tells when, what is kept, and that nobody sees it who was not asked to."""

import json
from collections.abc import Mapping
from math import comb
from pathlib import Path
from typing import Any

import msgspec
import pytest

from course import hand_in, markdown, skills_check
from course.content import ContentError, parts
from course.handin import Submission, submission
from course.skill_questions import WHEN, When, is_right, skills_content
from course.skills import SkillsWidget
from course.work import store

SKILLS = skills_content().skills
PART = parts()["2-evidence"]


def right(when: When) -> dict[str, str]:
    return {name: skill.question(when).key.right for name, skill in SKILLS.items()}


def other(name: str, when: When) -> str:
    """An option that is not right."""
    asked = SKILLS[name].question(when)
    return next(option for option in asked.options if option != asked.key.right)


def tell(when: When, values: Mapping[str, str | None], revision: int = 1) -> SkillsWidget:
    """Give answers by skill, or what stands beside them: "finished" and "shared"."""
    widget = skills_check(when)
    for name, value in values.items():
        entry = f"skills/{when}/{name}"
        widget.receive({"type": "answer", "name": entry, "revision": revision, "value": value})
    return widget


def take(when: When, answers: Mapping[str, str]) -> SkillsWidget:
    """Answer and finish a check."""
    return tell(when, {**answers, "finished": "yes"})


def on_disk(path: Path) -> dict[str, Any]:
    entries = json.loads(path.read_text())["entries"]
    return {name: entry["value"] for name, entry in entries.items() if entry["value"] is not None}


def handed_in() -> dict[str, Any]:
    panel = hand_in("2-evidence")
    panel.receive({"type": "hand-in", "learner": "ab12", "at": "2026-11-22T01:04:05Z", "request": 1})
    found: dict[str, Any] = json.loads(panel.state["file"]["text"])
    return found


def test_each_choice_is_on_disk_under_its_time_and_skill(own_work: Path) -> None:
    first = next(iter(SKILLS))
    tell("before", {first: "b"})
    tell("after", {first: "c"})
    assert on_disk(own_work) == {f"skills/before/{first}": "b", f"skills/after/{first}": "c"}


def test_an_entry_that_is_not_of_this_check_is_refused(own_work: Path) -> None:
    widget = skills_check("before")
    for name in ("skills/after/chance", "skills/before/no-such-skill", "answer/hospice-base"):
        with pytest.raises(KeyError, match=name):
            widget.receive({"type": "answer", "name": name, "revision": 1, "value": "a"})
    assert not own_work.exists()


def test_another_time_than_before_and_after_is_named() -> None:
    with pytest.raises(ContentError, match="'between'"):
        skills_check("between")  # type: ignore[arg-type]


def test_nothing_is_told_before_it_is_finished() -> None:
    for when in WHEN:
        assert tell(when, right(when)).state["result"] is None


def test_the_check_at_the_start_tells_how_many_are_right_and_where_each_is_taught_but_no_right_option() -> None:
    names = list(SKILLS)
    answers = right("before")
    answers[names[1]] = other(names[1], "before")
    del answers[names[2]]
    result = take("before", answers).state["result"]
    assert result["says"][0] == "You have 4 of 6 right."
    assert [row["cells"] for row in result["rows"][:3]] == [["Right"], ["Another option"], ["No answer"]]
    for row, skill in zip(result["rows"], SKILLS.values(), strict=True):
        assert row["href"] == f"../{skill.part}/{skill.page}.ipynb"
        assert row["section"] == skill.section
    told = json.dumps(result)
    for skill in SKILLS.values():
        asked = skill.before
        for text in (*asked.options.values(), *asked.key.feedback.values()):
            assert text not in told


def test_no_key_is_sent_with_the_questions() -> None:
    for when in WHEN:
        sent = json.dumps(skills_check(when).fixed)
        for skill in SKILLS.values():
            assert not any(text in sent for text in skill.question(when).key.feedback.values())


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (2, 5, "You had 2 of 6 right at the start. You have 5 of 6 right at the end: 3 more."),
        (5, 4, "You had 5 of 6 right at the start. You have 4 of 6 right at the end: 1 fewer."),
        (3, 3, "You had 3 of 6 right at the start. You have 3 of 6 right at the end: as many."),
    ],
)
def test_at_the_end_both_stand_side_by_side_with_the_gain(before: int, after: int, words: str) -> None:
    def some(when: When, count: int) -> dict[str, str]:
        return {
            name: option if place < count else other(name, when)
            for place, (name, option) in enumerate(right(when).items())
        }

    take("before", some("before", before))
    result = take("after", some("after", after)).state["result"]
    assert result["says"] == [words, skills_content().one_person]
    (grid,) = result["pictures"]
    assert [line.count("full") for line in zip(*grid["marks"], strict=True)] == [before, after]
    cells = [row["cells"] for row in result["rows"]]
    assert [sum(row[place] == "Right" for row in cells) for place in (0, 1)] == [before, after]
    spoken = result["alt"]
    assert spoken.count("at the start right") == before
    assert spoken.count("at the end right") == after


def test_at_the_end_every_question_of_both_checks_has_its_feedback() -> None:
    first = next(iter(SKILLS))
    wrong = other(first, "before")
    take("before", {**right("before"), first: wrong})
    review = take("after", right("after")).state["result"]["review"]
    assert [one["skill"] for one in review] == [skill.name for skill in SKILLS.values()]
    start, end = review[0]["questions"]
    assert (start["verdict"], end["verdict"]) == ("other", "right")
    assert start["why_chosen"] == markdown.block(SKILLS[first].before.key.feedback[wrong])
    assert start["why"] == markdown.block(SKILLS[first].before.key.feedback[right("before")[first]])
    assert end["why_chosen"] == ""


def test_without_the_check_at_the_start_the_one_at_the_end_stands_alone() -> None:
    tell("before", {"chance": "a"})  # begun, and not finished
    result = take("after", right("after")).state["result"]
    assert result["says"] == ["You have 6 of 6 right at the end.", skills_content().no_before]
    assert [len(row["cells"]) for row in result["rows"]] == [1] * 6
    assert all(len(one["questions"]) == 1 for one in result["review"])


def test_opened_again_it_tells_nothing_until_it_is_finished_again() -> None:
    take("after", right("after"))
    assert tell("after", {"finished": None}, 2).state["result"] is None
    assert tell("after", {"finished": "yes"}, 3).state["result"]


def test_an_option_that_is_there_no_more_counts_as_no_answer() -> None:
    first = next(iter(SKILLS))
    result = take("after", {**right("after"), first: "z"}).state["result"]
    assert result["rows"][0]["cells"] == ["No answer"]


# Sharing


def test_nothing_of_a_check_is_handed_in_unless_it_is_ticked() -> None:
    take("before", right("before"))
    take("after", right("after"))
    assert "skills" not in handed_in()
    assert hand_in("2-evidence").state["skills"] == []


def test_what_is_ticked_goes_along_and_the_panel_says_so() -> None:
    take("before", right("before"))
    take("after", right("after"))
    tell("after", {"shared": "yes"})
    assert hand_in("2-evidence").state["skills"] == ["after"]
    assert handed_in()["skills"] == {"after": right("after")}
    tell("before", {"shared": "yes"})
    assert handed_in()["skills"] == {"before": right("before"), "after": right("after")}


def test_a_check_that_is_not_finished_is_not_handed_in_though_it_is_ticked() -> None:
    tell("before", {**right("before"), "shared": "yes"})
    assert handed_in()["skills"] == {}
    assert hand_in("2-evidence").state["skills"] == []


def test_a_tick_that_is_taken_away_is_handed_in_as_nothing_to_see() -> None:
    take("after", right("after"))
    tell("after", {"shared": "yes"})
    tell("after", {"shared": None}, 2)
    assert handed_in()["skills"] == {}


def test_a_file_without_the_field_is_still_read_and_written_without_it() -> None:
    made = submission(PART, store().read(), "ab12")
    text = made.text()
    assert "skills" not in json.loads(text)
    assert msgspec.json.decode(text, type=Submission) == made


# What it is made of


def test_luck_moves_the_number_right_as_often_as_the_page_says() -> None:
    tries = 2 * len(SKILLS)  # an even chance with each question of both checks: the gain is a walk of 12 steps
    far = sum(comb(tries, hits) for hits in range(tries + 1) if abs(hits - len(SKILLS)) >= 3) / 2**tries
    assert round(1 / far) == 7
    assert "an even chance with each question" in skills_content().one_person
    assert "by 3 or more about once in seven times" in " ".join(skills_content().one_person.split())


def test_an_answer_is_right_by_the_key_of_its_own_check() -> None:
    for name, skill in SKILLS.items():
        assert is_right(name, "before", {name: skill.before.key.right})
        assert not is_right(name, "after", {name: skill.before.key.right})
        assert not is_right(name, "after", {})
