"""What the widgets answer to the page's messages. How they look and feel is tested in a real browser."""

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from course import ask, chart, explore, hand_in, my_work, panels
from course.content import (
    ContentError,
    Exercise,
    Match,
    Multi,
    Number,
    Order,
    Part,
    Reflection,
    Single,
    Text,
    TextKey,
    parts,
    practice_key,
)
from course.exercise import ExerciseWidget
from course.handin import hub_user, id_problem, submission
from course.pages import page_title
from course.work import Entry, Work

PART = parts()["2-evidence"]
GRADED_CHOICE = next(e for e in PART.graded if isinstance(e, Single))
GRADED_NUMBER = next(e for e in PART.graded if isinstance(e, Number))
GRADED_TEXT = next(e for e in PART.graded if isinstance(e, Text))
PRACTICE_TEXT = next(e for e in PART.exercises if not e.graded and isinstance(e, Text))
PRACTICE_CHOICE = next(e for e in PART.exercises if not e.graded and isinstance(e, Single))


def give(exercise_id: str, value: str, revision: int = 1) -> dict[str, Any]:
    widget = ask(exercise_id)
    widget.receive({"type": "answer", "revision": revision, "value": value})
    return widget.state


ANSWER: dict[type, Callable[[Any], str]] = {
    Single: lambda exercise: next(iter(exercise.options)),
    Multi: lambda exercise: " ".join(exercise.options),
    Order: lambda exercise: " ".join(exercise.items),
    Match: lambda exercise: " ".join(f"{row}={next(iter(exercise.options))}" for row in exercise.rows),
    Number: lambda exercise: "1",
    Text: lambda exercise: "Some words.",
}
"""An answer that can be marked, for every kind."""


def unclear(exercise: Exercise) -> str:
    """Why the hand-in panel says that an answer cannot be marked, under the page and the number of its question."""
    alike = [e for e in PART.graded if e.page == exercise.page]
    (page,) = (page for page in hand_in("2-evidence").state["pages"] if page["page"] == exercise.page)
    return {one["number"]: one["why"] for one in page["unclear"]}[alike.index(exercise) + 1]


def on_disk(path: Path) -> dict[str, Any]:
    entries: dict[str, Any] = json.loads(path.read_text())["entries"]
    return entries


def test_an_answer_is_on_disk_when_it_is_acknowledged(own_work: Path) -> None:
    state = give(GRADED_CHOICE.id, "a", 7)
    assert state["revision"] == 7
    assert on_disk(own_work)[f"answer/{GRADED_CHOICE.id}"] == {"revision": 7, "value": "a"}


def test_a_graded_exercise_gives_no_feedback_and_knows_no_key() -> None:
    for option in GRADED_CHOICE.options:
        assert give(GRADED_CHOICE.id, option)["feedback"] == {}


def test_a_practice_exercise_answers_with_feedback_for_the_chosen_option() -> None:
    key = practice_key(PRACTICE_CHOICE)
    assert key
    for revision, option in enumerate(PRACTICE_CHOICE.options, 1):
        feedback = give(PRACTICE_CHOICE.id, option, revision)["feedback"]
        assert feedback["share"] == (option == key.right)
        assert feedback["html"]


def test_a_practice_text_is_answered_with_what_to_compare_it_with_and_never_judged() -> None:
    key = practice_key(PRACTICE_TEXT)
    assert isinstance(key, TextKey)
    feedback = give(PRACTICE_TEXT.id, "My own words.")["feedback"]
    assert feedback.keys() == {"compare", "html"}
    for words in (*(line.says for line in key.rubric), key.model):
        assert words in feedback["html"]


def test_a_marked_text_is_kept_as_typed_and_shows_neither_rubric_nor_model() -> None:
    words = "  Two lines,\n\n<b>as</b> typed. \U0001f642 "
    state = give(GRADED_TEXT.id, words)
    assert (state["value"], state["feedback"], state["prompt"]) == (words, {}, "")
    panel = hand_in("2-evidence")
    panel.receive({"type": "hand-in", "learner": "ab12", "at": "2026-11-22T01:04:05Z", "request": 1})
    assert json.loads(panel.state["file"]["text"])["answers"][GRADED_TEXT.id]["value"] == words


def test_a_text_that_is_too_long_is_kept_and_prompted_for_not_counted() -> None:
    state = give(GRADED_TEXT.id, "x" * 5001)
    assert len(state["value"]) == 5001
    assert "5,001 characters" in state["prompt"]
    assert "5,001 characters" in unclear(GRADED_TEXT)


def test_a_number_that_is_not_clear_is_kept_and_prompted_for_not_counted() -> None:
    state = give(GRADED_NUMBER.id, "about a fifth")
    assert state["prompt"]
    assert state["value"] == "about a fifth"
    assert unclear(GRADED_NUMBER) == state["prompt"]


def test_a_match_that_is_half_done_counts_as_answered_and_is_said_to_be_open() -> None:
    one = next(e for e in PART.graded if isinstance(e, Match))
    row, *others = one.rows
    give(one.id, f"{row}={next(iter(one.options))}")
    assert hand_in("2-evidence").state["unanswered"] == len(PART.graded) - 1
    number = [e for e in PART.graded if e.page == one.page].index(one) + 1
    assert open_pages()[one.page]["partly"] == [{"number": number, "open": len(others)}]


def test_a_message_that_comes_late_does_not_undo_a_newer_answer() -> None:
    give(GRADED_CHOICE.id, "b", 9)
    assert give(GRADED_CHOICE.id, "a", 3)["value"] == "b"


def test_asked_twice_it_is_one_widget_and_shows_what_another_kernel_wrote(own_work: Path) -> None:
    widget = ask(GRADED_CHOICE.id)
    entries = {f"answer/{GRADED_CHOICE.id}": {"revision": 5, "value": "b"}}
    own_work.write_text(json.dumps({"format": Work().format, "work_id": "0" * 32, "entries": entries}))
    assert ask(GRADED_CHOICE.id) is widget
    assert widget.state["value"] == "b"


def test_an_answer_that_cannot_be_saved_is_not_acknowledged(own_work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    widget = ask(GRADED_CHOICE.id)
    own_work.mkdir()
    widget.receive({"type": "answer", "revision": 3, "value": "a"})
    assert widget.state["revision"] == 0
    assert "could not be written" in widget.state["error"]


def test_bringing_work_back_says_what_it_will_change_and_can_be_undone(own_work: Path) -> None:
    give(GRADED_CHOICE.id, "a", 5)
    kept = own_work.read_text()
    panel = my_work()
    panel.receive({"type": "start-again", "request": 1})
    assert ask(GRADED_CHOICE.id).state["value"] is None
    panel.receive({"type": "preview", "text": kept, "request": 2})
    assert panel.state["preview"] == {"says": ["1 answer will be added."], "changes": 1}
    assert ask(GRADED_CHOICE.id).state["value"] is None
    panel.receive({"type": "bring-back", "text": kept, "request": 3})
    assert ask(GRADED_CHOICE.id).state["value"] == "a"
    panel.receive({"type": "undo", "request": 4})
    assert ask(GRADED_CHOICE.id).state["value"] is None
    assert panel.state["request"] == 4


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": []}', "x" * 100])
def test_a_file_that_is_not_work_is_refused_and_changes_nothing(own_work: Path, text: str) -> None:
    give(GRADED_CHOICE.id, "a")
    before = own_work.read_text()
    panel = my_work()
    for kind in ("preview", "bring-back"):
        panel.receive({"type": kind, "text": text, "request": 1})
        assert "not a file of this course's answers" in panel.state["error"]
    assert own_work.read_text() == before


def test_clearing_empties_every_exercise_and_the_disk(own_work: Path) -> None:
    give(GRADED_CHOICE.id, "a")
    my_work().receive({"type": "clear", "request": 1})
    assert ask(GRADED_CHOICE.id).state["value"] is None
    assert not own_work.exists()


def test_the_file_to_hand_in_has_every_graded_exercise_and_nothing_else(own_work: Path) -> None:
    give(GRADED_CHOICE.id, "a", 5)
    give(GRADED_NUMBER.id, "about a fifth", 6)
    give(PRACTICE_CHOICE.id, "a", 7)
    panel = hand_in("2-evidence")
    panel.receive({"type": "hand-in", "learner": " ab12 ", "at": "2026-11-22T01:04:05Z", "request": 1})
    handed = json.loads(panel.state["file"]["text"])
    assert handed["learner"] == "ab12"
    assert handed["work_id"] == json.loads(own_work.read_text())["work_id"]
    assert handed["answers"].pop(GRADED_CHOICE.id) == {"revision": 5, "value": "a"}
    assert handed["answers"].pop(GRADED_NUMBER.id) == {"revision": 6, "value": None}
    assert handed["answers"] == {e.id: None for e in PART.graded if e not in (GRADED_CHOICE, GRADED_NUMBER)}
    assert panel.state["file"]["name"].startswith("2-evidence_ab12_")


def open_pages() -> dict[str, dict[str, Any]]:
    """What the hand-in panel lists, by page."""
    return {page.pop("page"): page for page in copy.deepcopy(hand_in("2-evidence").state["pages"])}


def test_the_panel_lists_open_questions_by_page_in_course_order_with_their_numbers_there() -> None:
    asked: dict[str, list[Exercise]] = {}
    for exercise in PART.graded:
        asked.setdefault(exercise.page, []).append(exercise)
    assert len(asked) > 1
    assert list(open_pages()) == list(asked)
    for name, found in open_pages().items():
        assert found == {
            "title": page_title("2-evidence", name),
            "missing": list(range(1, len(asked[name]) + 1)),
            "unclear": [],
            "partly": [],
        }


def test_a_page_whose_questions_are_all_answered_is_not_listed() -> None:
    done = PART.graded[0].page
    for exercise in PART.graded:
        if exercise.page == done:
            give(exercise.id, ANSWER[type(exercise)](exercise))
    assert done not in open_pages()
    assert len(open_pages()) == len({exercise.page for exercise in PART.graded}) - 1


def test_an_unclear_answer_is_listed_apart_from_those_that_are_missing() -> None:
    give(GRADED_NUMBER.id, "about a fifth")
    page = open_pages()[GRADED_NUMBER.page]
    alike = [e for e in PART.graded if e.page == GRADED_NUMBER.page]
    number = alike.index(GRADED_NUMBER) + 1
    assert page["missing"] == [other for other in range(1, len(alike) + 1) if other != number]
    assert [one["number"] for one in page["unclear"]] == [number]


def test_what_was_handed_in_is_locked_until_it_is_opened_again() -> None:
    panel = hand_in("2-evidence")
    panel.receive({"type": "hand-in", "learner": "ab12", "at": "2026-11-22T01:04:05Z", "request": 1})
    assert ask(GRADED_CHOICE.id).state["handed_in"] == "2026-11-22T01:04:05Z"
    assert ask(PRACTICE_CHOICE.id).state["handed_in"] is None
    panel.receive({"type": "open-again", "request": 2})
    assert ask(GRADED_CHOICE.id).state["handed_in"] is None


def test_an_answer_that_changes_after_handing_in_is_counted() -> None:
    panel = hand_in("2-evidence")
    panel.receive({"type": "hand-in", "learner": "ab12", "at": "2026-11-22T01:04:05Z", "request": 1})
    assert panel.state["changed_since"] == 0
    give(GRADED_CHOICE.id, "b", 2**51)
    assert panel.state["changed_since"] == 1


@pytest.mark.parametrize("learner", ["", "a b", "../x", "é", "-x", "a/b", "x" * 65, "="])
def test_an_id_that_no_trainer_gives_is_refused_with_a_reason(learner: str) -> None:
    panel = hand_in("2-evidence")
    panel.receive({"type": "hand-in", "learner": learner, "at": "2026-11-22T01:04:05Z", "request": 1})
    assert panel.state["id_error"] == id_problem(learner) != ""
    assert panel.state["handed_in"] is None


@pytest.mark.parametrize("learner", ["ab12", "Jo.Smith@example.org", "7", "a_b-c", "x" * 64])
def test_ids_that_trainers_give_are_accepted(learner: str) -> None:
    assert id_problem(learner) == ""


@pytest.mark.parametrize("call", [hand_in, explore, chart, ask])
def test_a_wrong_name_in_a_notebook_is_named(call: Any) -> None:
    with pytest.raises(ContentError, match="no-such-thing"):
        call("no-such-thing")


def test_a_chart_has_alt_text_a_caption_and_a_table() -> None:
    html = chart("hospice-claims").html
    assert 'alt="Bars for two kinds of work.' in html
    assert "<figcaption>Source: Care Quality Commission" in html
    assert '<th scope="row">Equality for disabled people</th><td>75%</td><td>55%</td>' in html


def test_an_explorer_sends_controls_in_the_order_they_are_written_and_every_scene() -> None:
    fixed = explore("hospice-gap").fixed
    assert [control["name"] for control in fixed["controls"]] == ["work", "size"]
    work, size = ([option for option, _ in control["options"]] for control in fixed["controls"])
    assert set(fixed["scenes"]) == {f"{w}/{s}" for w in work for s in size}
    assert "from \N{MINUS SIGN}19.1 to 47.4 points" in fixed["scenes"]["disability/8-20"]["alt"]


def test_handing_in_to_a_folder_writes_the_file_there_for_the_user_of_the_hub(
    own_work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2-evidence"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(panels, "hub_user", lambda: "anna")
    panel = hand_in("2-evidence", "folder")
    assert panel.fixed["learner"] == "anna"
    panel.receive({"type": "hand-in", "learner": "", "at": "2026-11-22T01:04:05Z", "request": 1})
    assert panel.state["written"] == "2-evidence.json"
    assert [path.name for path in folder.iterdir()] == ["2-evidence.json"]
    handed = json.loads((folder / "2-evidence.json").read_text("utf-8"))
    assert (handed["learner"], handed["part"]) == ("anna", "2-evidence")
    assert "file" not in panel.state


def test_a_folder_that_cannot_be_written_leaves_the_part_open_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    panel = hand_in("2-evidence", "folder")
    monkeypatch.chdir(tmp_path)
    folder.rmdir()
    panel.receive({"type": "hand-in", "learner": "ab12", "at": "2026-11-22T01:04:05Z", "request": 1})
    assert f"could not be written into {folder}" in panel.state["error"]
    assert panel.state["handed_in"] is None


def test_a_user_of_the_hub_whose_name_cannot_be_an_id_types_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(panels, "hub_user", lambda: "")
    panel = hand_in("2-evidence", "folder")
    panel.receive({"type": "hand-in", "learner": "../x", "at": "2026-11-22T01:04:05Z", "request": 1})
    assert panel.state["id_error"]
    assert not (tmp_path / "2-evidence.json").exists()
    panel.receive({"type": "hand-in", "learner": "ab12", "at": "2026-11-22T01:04:05Z", "request": 2})
    assert json.loads((tmp_path / "2-evidence.json").read_text("utf-8"))["learner"] == "ab12"


@pytest.mark.skipif(os.name != "posix", reason="nbgrader has no exchange on Windows")
@pytest.mark.parametrize(("user", "known"), [("anna", "anna"), ("jovyan", "ben"), ("jürgen", "")])
def test_the_user_of_the_hub_is_who_nbgrader_takes_them_for(
    user: str, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pwd

    from nbgrader.utils import get_username

    line = pwd.struct_passwd((user, "x", 1000, 1000, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda _: line)
    monkeypatch.setenv("JUPYTERHUB_USER", "ben")
    assert hub_user() == known
    assert get_username() == (known or user)


def test_a_message_is_answered_also_when_the_disk_fails(own_work: Path) -> None:
    panel = my_work()
    own_work.mkdir()
    panel.receive({"type": "start-again", "request": 5})
    assert panel.state["request"] == 5
    assert "could not be written" in panel.state["error"]


THOUGHTS = Reflection(
    id="own-thoughts",
    page="page",
    prompt="What would you change?",
    outcome="Think",
    source="Made for a test",
    graded=False,
    words=40,
)
WITH_THOUGHTS = Part(part="9-think", title="Think", exercises=(THOUGHTS, GRADED_CHOICE))


def test_a_reflection_and_its_tick_are_saved_under_names_of_their_own(own_work: Path) -> None:
    widget = ExerciseWidget(WITH_THOUGHTS, THOUGHTS)
    widget.receive({"type": "answer", "revision": 3, "value": " My own\nwords. "})
    widget.receive({"type": "plan", "revision": 4, "value": "yes"})
    assert {name: entry["value"] for name, entry in on_disk(own_work).items()} == {
        "reflection/own-thoughts": " My own\nwords. ",
        "plan/own-thoughts": "yes",
    }
    assert (widget.state["value"], widget.state["feedback"]) == (" My own\nwords. ", {})
    assert widget.state["plan"] == {"revision": 4, "value": "yes"}
    widget.receive({"type": "plan", "revision": 5, "value": None})
    assert widget.state["plan"] == {"revision": 5, "value": None}


def test_a_reflection_is_not_counted_among_the_questions_of_its_page() -> None:
    assert "number" not in ExerciseWidget(WITH_THOUGHTS, THOUGHTS).fixed
    fixed = ExerciseWidget(WITH_THOUGHTS, GRADED_CHOICE).fixed
    assert (fixed["number"], fixed["of"]) == (1, 1)


@pytest.mark.parametrize("graded", [False, True])
def test_a_reflection_never_goes_into_a_submission(graded: bool) -> None:
    thoughts = msgspec.structs.replace(THOUGHTS, graded=graded)
    part = msgspec.structs.replace(WITH_THOUGHTS, exercises=(thoughts, GRADED_CHOICE))
    names = ("reflection/own-thoughts", "answer/own-thoughts", "plan/own-thoughts")
    work = Work(entries={name: Entry(1, "For nobody else.") for name in names})
    handed = submission(part, work, "ab12")
    assert handed.answers.keys() == {GRADED_CHOICE.id}
    assert "For nobody else." not in handed.text()


def test_the_panel_counts_what_a_learner_sees_as_one_thing(own_work: Path) -> None:
    names = ["answer/a", "answer/b", "reflection/c", "plan/c", "estimate/costs/pay", "estimate/costs/staff"]
    entries = {name: Entry(1, "x") for name in names} | {"answer/gone": Entry(2)}
    own_work.write_bytes(msgspec.json.encode(Work(entries=entries)))
    panel = my_work()
    assert panel.state["saved"] == "2 answers, 1 reflection, 1 estimate and 1 tick for your plan"
    kept = own_work.read_text()
    panel.receive({"type": "start-again", "request": 1})
    assert panel.state["saved"] == "0 answers"
    panel.receive({"type": "preview", "text": kept, "request": 2})
    assert panel.state["preview"] == {
        "says": ["2 answers, 1 reflection, 1 estimate and 1 tick for your plan will be added."],
        "changes": 6,
    }


def test_an_estimate_of_which_some_numbers_change_is_announced_once(own_work: Path) -> None:
    here = {"estimate/costs/pay": Entry(1, "1"), "estimate/costs/days": Entry(1, "5")}
    there = {
        "estimate/costs/pay": Entry(2, "2"),
        "estimate/costs/days": Entry(1, "5"),
        "estimate/costs/staff": Entry(2, "3"),
    }
    own_work.write_bytes(msgspec.json.encode(Work(entries=here)))
    panel = my_work()
    panel.receive({"type": "preview", "text": msgspec.json.encode(Work(entries=there)).decode(), "request": 1})
    assert panel.state["preview"] == {"says": ["1 estimate here will be replaced by what is newer."], "changes": 2}
