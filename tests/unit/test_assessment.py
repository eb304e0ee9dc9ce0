"""What a self-assessment comes to, for one person and for a team, and how the widget keeps it."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import assess, hand_in, my_work, paths
from course.assessments.profile import Answer, Shown, lowest, read, shown, strengths, unproved
from course.assessments.team import File, Result, Together, difference, most_different, together
from course.assessments.words import Words
from course.content import ContentError, parts, read_yaml
from course.explorers.scene import Levels, Tallies
from course.factors import factors
from course.handin import submission
from course.work import Entry, Work, assessment_name, evidence_name, plan_name

ID = "success-factors"
FACTORS = factors()
NAMES = list(FACTORS.factors)
WORDS: Words = read_yaml(paths.ASSESSMENTS / f"{ID}.yaml", Words)
LEADERS, PRINCIPLES, STAFF, THINKING, *_ = NAMES
NO_ANSWERS = dict.fromkeys(NAMES, Answer())


def answers(**some: Answer) -> dict[str, Answer]:
    """Answers to the first factors, called ``a``, ``b`` and so on; none to the others."""
    return NO_ANSWERS | {NAMES["abcdefghi".index(letter)]: answer for letter, answer in some.items()}


def proved(level: int) -> Answer:
    return Answer(level, evidence=True)


def show(chosen: dict[str, Answer], *ticked: str) -> Shown:
    return shown(WORDS, FACTORS, chosen, frozenset(ticked))


def test_strengths_are_the_highest_levels_with_evidence_and_ties_are_all_named() -> None:
    chosen = answers(a=proved(3), b=proved(2), c=proved(3), d=Answer(4))
    assert strengths(chosen) == [LEADERS, STAFF]
    assert unproved(chosen) == [THINKING]
    result = show(chosen)
    assert result.strength == "The highest level for which you have evidence: Mostly."
    assert result.strengths == ("Committed leadership", "A culture of staff equality")
    assert [line.split(":")[1] for line in result.unproved] == [" Everywhere"]


def test_the_lowest_level_is_no_strength_and_neither_is_a_level_without_evidence() -> None:
    for few in (answers(a=proved(1)), answers(a=Answer(2)), answers(a=Answer(4))):
        assert strengths(few) == []
        assert "No strength is named yet" in show(few).strength
    assert unproved(answers(a=Answer(2), b=Answer(3))) == [PRINCIPLES]


def test_a_level_as_high_as_the_strengths_but_without_evidence_is_asked_for_evidence() -> None:
    assert unproved(answers(a=proved(2), b=Answer(2), c=Answer(1))) == [PRINCIPLES]
    assert unproved(answers(a=proved(4), b=Answer(3), c=Answer(2))) == [PRINCIPLES]


def test_every_factor_below_the_top_has_its_next_level_as_a_step() -> None:
    chosen = answers(a=Answer(1), b=proved(3), c=proved(4))
    steps = show(chosen).steps
    assert steps.keys() == {LEADERS, PRINCIPLES}
    assert steps[LEADERS] == f"To get to In places: {FACTORS.factors[LEADERS].levels[1]}"
    assert steps[PRINCIPLES] == f"To get to Everywhere: {FACTORS.factors[PRINCIPLES].levels[3]}"


def test_all_lowest_factors_are_named_beside_the_word_that_lowest_is_not_most_urgent() -> None:
    chosen = answers(a=Answer(2), b=Answer(1), c=Answer(1), d=Answer(unsure=True))
    assert lowest(chosen) == [PRINCIPLES, STAFF]
    first, second = show(chosen).next
    assert first == (
        "Your lowest level is Not yet, for: Equality and human rights principles into action, A culture of staff equality."
    )
    assert second.startswith("Lowest is not the same as most urgent.")


def test_factors_that_all_stand_alike_are_not_called_lowest() -> None:
    assert show(answers(a=Answer(2), b=proved(2))).next[0] == "You chose one and the same level each time: In places."
    assert show(answers(a=Answer(2))).next[0] == "Your lowest level is In places, for: Committed leadership."


def test_at_the_top_throughout_there_is_no_step_and_the_page_says_why() -> None:
    result = show(dict.fromkeys(NAMES, proved(4)))
    assert (result.steps, len(result.strengths)) == ({}, 9)
    assert len(result.next) == 1
    assert "Nobody is ever finished" in result.next[0]


def test_all_unsure_is_a_profile_without_levels_whose_step_is_to_find_out() -> None:
    result = show(dict.fromkeys(NAMES, Answer(unsure=True)))
    assert result.says == "You have answered 9 of 9 factors."
    assert set(result.steps.values()) == {WORDS.steps.unsure}
    assert (result.strengths, result.unproved, result.next) == ((), (), ())
    (picture,) = result.pictures
    assert isinstance(picture, Levels)
    assert {(row.level, row.unsure) for row in picture.rows} == {(0, True)}


def test_nothing_answered_shows_no_profile_even_with_evidence() -> None:
    for none in (NO_ANSWERS, answers(a=Answer(evidence=True))):
        result = show(none)
        assert (result.pictures, result.rows, result.alt, result.steps) == ((), (), "", {})
        assert result.says == WORDS.profile.empty


def test_a_step_that_was_ticked_stays_to_be_unticked_when_the_level_gives_none() -> None:
    assert show(answers(a=proved(4)), LEADERS).steps == {LEADERS: WORDS.steps.left}
    assert show(NO_ANSWERS, LEADERS).steps == {LEADERS: WORDS.steps.left}


def test_a_profile_says_level_unsure_and_unanswered_apart_in_picture_words_and_table() -> None:
    result = show(answers(a=proved(1), b=Answer(unsure=True)))
    (picture,) = result.pictures
    assert isinstance(picture, Levels)
    assert [(row.level, row.unsure) for row in picture.rows[:3]] == [(1, False), (0, True), (0, False)]
    for row in picture.rows:
        assert row.label in result.alt
    assert result.rows[:3] == (
        ("Committed leadership", "Not yet", "Yes"),
        ("Equality and human rights principles into action", "I cannot say yet", "No"),
        ("A culture of staff equality", "Not answered", "No"),
    )
    assert [result.stands[name] for name in NAMES[:3]] == ["Not yet, with evidence", "I cannot say yet", "Not answered"]


def test_what_is_no_answer_in_a_work_file_counts_as_none() -> None:
    odd: list[Any] = [0, 5, "0", "5", " 1", "", True, 3, ["3"], {"a": 1}, "Unsure", None]
    for value in odd:
        work = Work(
            entries={assessment_name(ID, LEADERS): Entry(1, value), evidence_name(ID, LEADERS): Entry(1, "  \n")}
        )
        assert read(work, ID, FACTORS) == NO_ANSWERS
    work = Work(entries={assessment_name(ID, LEADERS): Entry(1, "2"), evidence_name(ID, LEADERS): Entry(1, "A note.")})
    assert read(work, ID, FACTORS)[LEADERS] == proved(2)


# A team


def work_of(number: int, levels: dict[str, str], revision: int = 1, evidence: str = "") -> Work:
    entries = {assessment_name(ID, name): Entry(revision, value) for name, value in levels.items()}
    if evidence:
        entries |= {evidence_name(ID, name): Entry(revision, evidence) for name in levels}
    return Work(work_id=f"{number:032x}", entries=entries)


def file(name: str, work: Work) -> File:
    return File(name, msgspec.json.encode(work).decode())


def people(*levels: str, factor: str = LEADERS) -> list[File]:
    return [file(f"person-{i}.json", work_of(i, {factor: level})) for i, level in enumerate(levels)]


def lay(files: list[File], agreed: bool = False) -> Together:
    return together(WORDS, FACTORS, ID, files, agreed)


def counts(found: Together, name: str = LEADERS) -> list[str]:
    assert isinstance(found.result, Result)
    (row,) = (row for row in found.result.rows if row[0] == FACTORS.factors[name].name)
    return list(row[1:])


def test_five_people_are_shown_and_fewer_only_if_all_have_agreed() -> None:
    files = people("1", "1", "3", "4", "unsure")
    assert counts(lay(files)) == ["2", "0", "1", "1", "1", "0"]
    assert lay(files).says == "Shown together: the answers of 5 people."
    four = lay(files[:4])
    assert four.result is None
    assert "the answers of 4 people, and it takes five" in four.says
    assert counts(lay(files[:4], agreed=True)) == ["2", "0", "1", "1", "0", "0"]
    assert "of 1 person" in lay(files[:1], agreed=True).says


def test_a_result_holds_neither_names_of_files_nor_evidence_nor_ids_nor_the_order_of_the_files() -> None:
    files = [
        file(f"Zeynep-{i}.json", work_of(i, {LEADERS: str(i % 4 + 1), STAFF: "2"}, evidence=f"Secret {i}"))
        for i in range(6)
    ]
    found = lay(files)
    said = msgspec.json.encode(found).decode()
    assert "Zeynep" not in said
    assert "Secret" not in said
    assert not any(f"{i:032x}" in said for i in range(6))
    assert lay(files[::-1]) == found


def test_the_same_person_twice_counts_once_with_the_newest_answers() -> None:
    older, newer = work_of(1, {LEADERS: "1"}, revision=5), work_of(1, {LEADERS: "4"}, revision=6)
    for files in (
        [file("old.json", older), file("new.json", newer)],
        [file("new.json", newer), file("old.json", older)],
    ):
        found = lay([*files, *people("2", "2", "2", "2")[2:]], agreed=True)
        assert counts(found)[:4] == ["0", "2", "0", "1"]
        (problem,) = found.problems
        assert "old.json" in problem
        assert "new.json" in problem
    four_and_one_again = [*people("1", "2", "3", "4"), *people("1")]
    assert lay(four_and_one_again).result is None


def test_newest_means_when_the_self_assessment_changed_and_taking_it_back_is_a_change() -> None:
    gone = Work(work_id="1".zfill(32), entries={assessment_name(ID, LEADERS): Entry(9)})
    found = lay([file("kept.json", work_of(1, {LEADERS: "1"}, revision=5)), file("cleared.json", gone)], agreed=True)
    assert found.result is None
    assert any("cleared.json has no self-assessment" in problem for problem in found.problems)
    other = work_of(1, {LEADERS: "1"}, revision=5)
    other.entries["answer/x"] = Entry(20, "a")
    found = lay([file("other.json", other), file("new.json", work_of(1, {LEADERS: "3"}, revision=6))], agreed=True)
    assert counts(found)[:4] == ["0", "0", "1", "0"]


def handed_in_text() -> str:
    part = parts()["2-evidence"]
    return submission(part, Work(), "ab12").text()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (File("holiday.json", "{}..."), "holiday.json is not a file that Keep my work has made"),
        (File("empty.json", ""), "empty.json is not a file"),
        (File("deep.json", '{"entries": {"a": {"revision": 1, "value": ' + "[" * 100_000), "deep.json is not a file"),
        (File("notebook.json", '{"cells": []}'), "notebook.json is not a file"),
        (File("gone.json", None), "gone.json could not be read"),
        (File("film.json", None, too_large=True), "film.json is too large"),
        (File("2-evidence_ab12.json", handed_in_text()), "2-evidence_ab12.json is a file to hand in"),
        (file("fresh.json", Work()), "fresh.json has no self-assessment in it"),
        (file("only-words.json", Work(entries={evidence_name(ID, LEADERS): Entry(1, "x")})), "only-words.json has no"),
        (file("odd.json", work_of(9, {LEADERS: "7"})), "odd.json has no self-assessment in it"),
    ],
    ids=lambda value: value.name if isinstance(value, File) else "",
)
def test_a_file_that_does_not_serve_is_named_with_the_reason_and_left_out(bad: File, says: str) -> None:
    found = lay([bad, *people("1", "2", "3", "4", "4")])
    (problem,) = found.problems
    assert says in problem
    assert "was left out" in problem
    assert counts(found) == ["1", "1", "1", "2", "0", "0"]
    alone = lay([bad], agreed=True)
    assert (alone.says, alone.problems, alone.result) == (WORDS.team.nobody, found.problems, None)


def test_people_differ_most_where_two_of_them_are_furthest_apart_on_average() -> None:
    # Pairs of 1, 1, 4: 0, 3 and 3 levels apart. Pairs of 1, 2, 4: 1, 3 and 2 apart.
    assert difference([1, 1, 4]) == Fraction(2)
    assert difference([1, 2, 4]) == Fraction(2)
    assert difference([3, 3]) == 0
    team = [
        answers(a=Answer(1), b=Answer(1), c=Answer(2), d=Answer(1)),
        answers(a=Answer(1), b=Answer(2), c=Answer(2), d=Answer(unsure=True)),
        answers(a=Answer(4), b=Answer(4), c=Answer(3)),
    ]
    assert most_different(team) == {LEADERS: [1, 1, 4], PRINCIPLES: [1, 2, 4]}


@given(st.lists(st.integers(1, 4), min_size=2, max_size=12))
def test_the_average_difference_is_the_one_over_all_pairs_of_different_people(levels: list[int]) -> None:
    number = len(levels)
    every = sum(abs(one - other) for one in levels for other in levels)
    assert difference(levels) == Fraction(every, number * (number - 1))
    assert 0 <= difference(levels) <= 3


def test_where_people_differ_most_is_said_in_words_with_how_many_chose_a_level() -> None:
    found = lay(people("1", "4", "unsure", "2", "2"))
    assert found.result
    assert found.result.differ == WORDS.team.most
    assert found.result.most == ("Committed leadership: from Not yet to Everywhere. A level was chosen by 4 of 5.",)


def test_people_who_agree_and_people_who_cannot_be_compared_are_told_so() -> None:
    agree = lay(people("2", "2", "2", "unsure", "unsure"))
    apart = lay([file(f"{i}.json", work_of(i, {name: "3"})) for i, name in enumerate(NAMES)])
    unsure = lay(people(*["unsure"] * 5))
    assert agree.result
    assert apart.result
    assert unsure.result
    assert (agree.result.differ, agree.result.most) == (WORDS.team.same, ())
    assert (apart.result.differ, unsure.result.differ) == (WORDS.team.too_few, WORDS.team.too_few)


def test_the_picture_counts_what_the_table_counts() -> None:
    found = lay(people("1", "1", "3", "4", "unsure", "unsure"))
    assert found.result
    (picture,) = found.result.pictures
    assert isinstance(picture, Tallies)
    assert (picture.of, picture.columns) == (2, ("level 1", "level 2", "level 3", "level 4", "?"))
    for row, tally in zip(found.result.rows, picture.rows, strict=True):
        assert list(row[1:-1]) == [str(count) for count in tally.counts]
        assert sum(map(int, row[1:])) == 6
    assert len(found.result.columns) == len(found.result.rows[0])
    assert "level 1 is Not yet" in found.result.says


# The widget


def give(name: str, value: str | None, revision: int, kind: str = "answer") -> dict[str, Any]:
    widget = assess(ID)
    widget.receive({"type": kind, "name": name, "revision": revision, "value": value})
    return widget.state


def on_disk(path: Path) -> dict[str, Any]:
    return {name: entry["value"] for name, entry in json.loads(path.read_text())["entries"].items()}


def test_level_evidence_and_ticks_are_saved_under_names_of_their_own(own_work: Path) -> None:
    give("assessment/success-factors/courage", "3", 3)
    give("assessment/success-factors/courage/evidence", " Two\nlines. ", 4)
    give("plan/success-factors/courage", "yes", 5, "plan")
    state = give("plan/success-factors", "yes", 6, "plan")
    assert on_disk(own_work) == {
        "assessment/success-factors/courage": "3",
        "assessment/success-factors/courage/evidence": " Two\nlines. ",
        "plan/success-factors/courage": "yes",
        "plan/success-factors": "yes",
    }
    assert state["entries"]["assessment/success-factors/courage"] == {"revision": 3, "value": "3"}
    assert state["shown"]["stands"]["courage"] == "Mostly, with evidence"
    assert give("assessment/success-factors/courage", None, 7)["shown"]["stands"]["courage"] == "Not answered"


@pytest.mark.parametrize(
    "name", ["answer/hospice-gap", "assessment/success-factors/other", "assessment/success-factors"]
)
def test_no_other_entry_can_be_written_from_a_self_assessment(name: str, own_work: Path) -> None:
    with pytest.raises(KeyError, match="no entry of this self-assessment"):
        give(name, "1", 1)
    assert not own_work.exists()


def test_a_level_that_cannot_be_saved_is_not_acknowledged(own_work: Path) -> None:
    assess(ID)
    own_work.mkdir()
    state = give("assessment/success-factors/courage", "3", 3)
    assert state["entries"]["assessment/success-factors/courage"]["revision"] == 0
    assert "could not be written" in state["error"]


def test_it_asks_all_factors_with_the_four_levels_and_the_choice_not_to_say() -> None:
    asked = assess(ID).fixed["factors"]
    assert [one["id"] for one in asked] == NAMES
    assert asked[2]["heading"] == "Factor 3 of 9: A culture of staff equality"
    for one in asked:
        assert list(one["options"]) == ["1", "2", "3", "4", "unsure"]
        assert all(level in says for level, says in zip(FACTORS.levels, one["options"].values(), strict=False))


def test_it_is_counted_as_one_thing_and_every_tick_as_one(own_work: Path) -> None:
    for revision, name in enumerate((LEADERS, STAFF), 1):
        give(assessment_name(ID, name), "2", revision)
        give(evidence_name(ID, name), "x", revision)
        give(plan_name(f"{ID}/{name}"), "yes", revision, "plan")
    panel = my_work()
    assert panel.state["saved"] == "1 self-assessment and 2 ticks for your plan"
    kept = own_work.read_text()
    panel.receive({"type": "start-again", "request": 1})
    assert assess(ID).state["shown"]["rows"] == ()
    panel.receive({"type": "bring-back", "text": kept, "request": 2})
    assert panel.state["done"] == "Your work is back. Changed: 1 self-assessment and 2 ticks for your plan."
    assert len(assess(ID).state["shown"]["rows"]) == 9
    panel.receive({"type": "undo", "request": 3})
    assert assess(ID).state["shown"]["rows"] == ()


def test_it_never_goes_into_a_submission() -> None:
    give(assessment_name(ID, LEADERS), "2", 1)
    give(evidence_name(ID, LEADERS), "For nobody else.", 2)
    give(plan_name(ID), "yes", 3, "plan")
    panel = hand_in("2-evidence")
    panel.receive({"type": "hand-in", "learner": "ab12", "at": "2026-11-22T01:04:05Z", "request": 1})
    handed = panel.state["file"]["text"]
    assert json.loads(handed)["answers"].keys() == {exercise.id for exercise in parts()["2-evidence"].graded}
    assert "For nobody else." not in handed
    assert ID not in handed


def test_files_are_answered_once_and_nothing_of_them_stays_or_is_saved(own_work: Path) -> None:
    widget = assess(ID)
    told: list[dict[str, Any]] = []
    widget.observe(lambda change: told.append(change["new"]), names="state")
    files = [msgspec.to_builtins(one) for one in people("1", "2", "3", "4", "4")]
    widget.receive({"type": "team", "files": files, "agreed": False, "request": 7})
    assert [state["request"] for state in told if "request" in state] == [7]
    assert told[0]["team"]["result"]["rows"][0] == ("Committed leadership", "1", "1", "1", "2", "0", "0")
    assert "team" not in widget.state
    assert not own_work.exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{done} of {of}", "{done} of {all}", "`done` names in braces what nothing stands for: all"),
        ("clear: Clear my choice", "clear: Clear {level}", "`clear` names in braces"),
        ("clear: Clear my choice", 'clear: "Clear {my choice"', "the braces of `clear` cannot be read"),
        ("prompt: Which", "prompts: Which", "prompt"),
    ],
)
def test_a_mistake_in_the_words_is_named_with_the_file(
    old: str, new: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (paths.ASSESSMENTS / f"{ID}.yaml").read_text("utf-8")
    assert text.count(old) == 1
    (tmp_path / f"{ID}.yaml").write_text(text.replace(old, new), "utf-8")
    monkeypatch.setattr(paths, "ASSESSMENTS", tmp_path)
    with pytest.raises(ContentError, match=says) as error:
        assess(ID)
    assert f"{ID}.yaml" in str(error.value)
