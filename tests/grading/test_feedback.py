"""Feedback from real nbgrader: what stands in it, who gets none, and that nbgrader's own commands take it."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from learners import Content, Course, Run, submission, write
from nbgrader.apps.api import NbGraderAPI
from nbgrader.utils import get_username
from sqlalchemy import event
from sqlalchemy.engine import Engine

from course.content import Number, NumberKey, Single, SingleKey, TextKey
from course.pages import page_title
from course.quantity import Unit
from grading import layout
from grading.feedback_page import quantity
from grading.marks import marking
from grading.nbgrader_api import api, config

HOSTILE = "</div></pre><script>alert(1)</script> \"quoted\" & 'single' <img src=x onerror=alert(2)> {{ 7 * 7 }}\n55% 😀"


class Parsed(HTMLParser):
    """Tags, headings and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def path(course: Course, learner: str = "ab12") -> Path:
    return layout.root() / "feedback" / learner / course.part / f"{course.part}.html"


def page(course: Course, learner: str = "ab12") -> Parsed:
    return Parsed(path(course, learner).read_text("utf-8"))


def question(course: Course, exercise_id: str, learner: str = "ab12") -> str:
    """The words of one exercise, in one line."""
    html = path(course, learner).read_text("utf-8")
    [article] = [part for part in html.split("<article")[1:] if f'id="{exercise_id}"' in part]
    return plain("<article" + article.split("</article>")[0])


def plain(html: str) -> str:
    return " ".join(Parsed(html).words.split())


def head(course: Course, learner: str = "ab12") -> str:
    return plain(path(course, learner).read_text("utf-8").split("</header>")[0].split("<header>")[1])


def set_by_hand(course: Course, exercise_id: str, score: float, comment: str = "", learner: str = "ab12") -> None:
    """What formgrader does when a trainer types a mark and a comment."""
    with api().gradebook as book:
        grade = book.find_grade(exercise_id, course.part, course.part, learner)
        grade.manual_score, grade.needs_manual_grade = score, False
        if comment:
            book.find_comment(exercise_id, course.part, course.part, learner).manual_comment = comment
        book.db.commit()


def hand_in(run: Run, inbox: Path, answers: Mapping[str, str | None], learner: str = "ab12", revision: int = 1) -> None:
    made = submission(answers, learner, revision=1_795_313_045_123 + revision)
    run("collect", write(inbox / f"{learner}-{revision}.json", made))


@pytest.fixture
def marked(built: Path, course: Course, inbox: Path, run: Run) -> Path:
    """One learner with everything right and short texts that wait."""
    hand_in(run, inbox, course.written(HOSTILE))
    assert run("mark")[0] == 0
    return built


def test_everyone_who_is_marked_gets_a_file_where_nbgrader_keeps_feedback(
    marked: Path, course: Course, inbox: Path, run: Run
) -> None:
    hand_in(run, inbox, course.wrong, "cd34")
    run("mark")
    code, printed = run("feedback")
    assert code == 0
    assert f"New: 2\n  ab12: {course.part}\n  cd34: {course.part}\n" in printed
    assert "Feedback holds the right answers. Send or release it when everyone has handed in." in printed
    assert f"{course.scored} of {course.scored}" in head(course)
    assert f"0 of {course.total}" in head(course, "cd34")
    assert "waits" not in path(course, "cd34").read_text("utf-8").split("</style>")[1]


def test_a_second_run_writes_nothing_and_a_new_mark_only_what_it_changes(
    marked: Path, course: Course, inbox: Path, run: Run
) -> None:
    hand_in(run, inbox, course.wrong, "cd34")
    run("mark")
    run("feedback")
    files = [path(course), path(course, "cd34"), marked / "feedback.zip"]
    before = [file.stat().st_mtime_ns for file in files]
    printed = run("feedback")[1]
    assert "Unchanged: 2\n" in printed
    assert f"Unchanged: {marked / 'feedback.zip'} (2 files)" in printed
    assert [file.stat().st_mtime_ns for file in files] == before
    set_by_hand(course, course.first.id, 0.5, learner="cd34")
    printed = run("feedback")[1]
    assert "Changed: 1\n  cd34" in printed
    assert "Unchanged: 1\n" in printed
    assert [file.stat().st_mtime_ns == time for file, time in zip(files, before, strict=True)] == [True, False, False]


def test_a_mark_that_was_changed_by_hand_is_what_is_shown(marked: Path, course: Course, run: Run) -> None:
    set_by_hand(course, course.first.id, 0.5)
    run("feedback")
    assert "Your mark: 0.5 of 1 mark Your trainer set this mark by hand." in question(course, course.first.id)
    assert f"{course.scored - 0.5:g} of {course.scored}" in head(course)


def test_what_is_taken_off_for_handing_in_late_is_said_and_taken_off(marked: Path, course: Course, run: Run) -> None:
    with api().gradebook as book:
        book.find_submission_notebook(course.part, course.part, "ab12").late_submission_penalty = 1.5
        book.db.commit()
    run("feedback")
    assert f"{course.scored - 1.5:g} of {course.scored} Taken off1.5 marks, for handing in late" in head(course)


def test_short_texts_wait_for_the_trainer_without_their_model_answers(marked: Path, course: Course, run: Run) -> None:
    set_by_hand(course, course.text.id, 1)
    code, printed = run("feedback")
    assert code == 0
    waiting = course.texts[1:]
    assert (
        f"Waiting in part for your marks, and the feedback says so: 1\n  ab12: {course.part}, {len(waiting)} answer"
        in printed
    )
    for text in course.texts:
        key = marking(course.part).keys[text.id]
        assert isinstance(key, TextKey)
        shown = question(course, text.id)
        assert (f"waits for your trainer (up to {text.marks} marks)" in shown) == (text in waiting)
        assert (key.model.split(".")[0] in shown) == (text not in waiting)
    assert f"Your marks so far{course.scored + 1} of {course.scored + course.text.marks}" in head(course)
    most = sum(text.marks for text in waiting)
    assert f"{len(waiting)} questions (up to {most} marks): waits for your trainer" in head(course)


def test_a_marked_short_text_has_words_mark_comment_rubric_and_model_answer(
    marked: Path, course: Course, run: Run
) -> None:
    for text in course.texts:
        set_by_hand(course, text.id, 2, "Name the <b>base</b>.")
    code, printed = run("feedback")
    assert code == 0
    assert "Waiting" not in printed
    shown = question(course, course.text.id)
    assert f"Your mark: 2 of {course.text.marks} marks" in shown
    assert " ".join(HOSTILE.split()) in shown
    assert "Your trainer\N{RIGHT SINGLE QUOTATION MARK}s comment Name the <b>base</b>." in shown
    key = marking(course.part).keys[course.text.id]
    assert isinstance(key, TextKey)
    assert key.model.split(".")[0] in shown
    assert all(line.says[:40] in shown for line in key.rubric)
    assert f"{course.scored + 2 * len(course.texts)} of {course.total}" in head(course)


def test_what_people_type_stays_text(marked: Path, course: Course, run: Run) -> None:
    with api().gradebook as book:
        book.update_or_create_student("ab12", first_name="<script>alert(3)</script>", last_name="O'Brien")
    set_by_hand(course, course.text.id, 1, HOSTILE)
    run("feedback")
    found = page(course)
    assert {"script", "img", "iframe", "link"} & set(found.tags) == set()
    assert [name for name, _ in found.attributes if name.startswith("on")] == []
    assert found.words.count(HOSTILE) == len(course.texts) + 1
    assert "<script>alert(3)</script> O'Brien (ab12)" in found.words


def test_nothing_is_fetched_from_elsewhere(marked: Path, course: Course, run: Run) -> None:
    run("feedback")
    found = page(course)
    assert [
        value for name, value in found.attributes if name in ("src", "href") and not str(value).startswith("#")
    ] == []
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in found.attributes
    assert "url(" not in path(course).read_text("utf-8")


def test_each_option_says_what_it_means_and_the_learners_own_is_named_in_words(
    built: Path, course: Course, inbox: Path, run: Run
) -> None:
    hand_in(run, inbox, course.wrong, "wrong")
    hand_in(run, inbox, course.right, "right")
    run("mark")
    run("feedback")
    by = marking(course.part)
    choices = [exercise for exercise in course.exercises if isinstance(exercise, Single)]
    assert choices
    for exercise in choices:
        key = by.keys[exercise.id]
        assert isinstance(key, SingleKey)
        own = str(course.wrong[exercise.id])
        shown = question(course, exercise.id, "wrong")
        for option, words in exercise.options.items():
            said = {own: " (your choice)", key.right: " (right)"}.get(option, "")
            assert f"{words}{said} {key.feedback[option]}" in shown
        assert f"{exercise.options[key.right]} (your choice, and right) " in question(course, exercise.id, "right")


def test_a_number_has_what_was_typed_its_misreading_and_the_right_value(
    built: Path, course: Course, inbox: Path, run: Run
) -> None:
    by = marking(course.part)
    numbers = [exercise for exercise in course.exercises if isinstance(exercise, Number)]
    assert numbers
    typed = {}
    for exercise in numbers:
        key = by.keys[exercise.id]
        assert isinstance(key, NumberKey)
        typed[exercise.id] = f" {key.near[0].value:g} "
    hand_in(run, inbox, {**course.wrong, **typed})
    run("mark")
    run("feedback")
    for exercise in numbers:
        key = by.keys[exercise.id]
        assert isinstance(key, NumberKey)
        shown = question(course, exercise.id)
        assert f"Your answer {typed[exercise.id].strip()} {key.near[0].feedback}" in shown
        assert f"The right answer {key.right:g}" in shown
        assert key.feedback_right in shown
    html = path(course).read_text("utf-8")
    assert "25%. Anything from 24.5% to 25.5% counts." in html
    assert "1.6 times. Anything from 1.58 times to 1.62 times counts." in html


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (25, Unit.PERCENT, "25%"),
        (-2.5, Unit.POINTS, "-2.5 percentage points"),
        (0.114, Unit.PROPORTION, "0.114"),
        (1.6, Unit.RATIO, "1.6 times"),
        (287, Unit.COUNT, "287"),
        (-4500, Unit.POUNDS, "-£4,500"),
        (8.5, Unit.SCORE, "8.5 out of 10"),
    ],
)
def test_a_right_value_is_written_as_people_write_it(value: float, unit: Unit, words: str) -> None:
    assert quantity(value, unit) == words


def test_lost_marks_say_what_to_read_again_and_full_marks_do_not(
    built: Path, course: Course, inbox: Path, run: Run
) -> None:
    hand_in(run, inbox, {**course.wrong, course.first.id: course.right[course.first.id]})
    run("mark")
    run("feedback")
    after = plain(path(course).read_text("utf-8").split('id="next"')[1])
    for lost in course.exercises[1:]:
        assert lost.section
        place = f"{page_title(course.part, lost.page)}, section “{lost.section}”"
        helps = f"It helps you to {lost.outcome[0].lower()}{lost.outcome[1:]}."
        assert f"Read again {place}. {helps}" in question(course, lost.id)
        assert place in after
    assert "Read again" not in question(course, course.first.id)
    assert course.first.section not in after


def test_an_unanswered_question_says_so(built: Path, course: Course, inbox: Path, run: Run) -> None:
    hand_in(run, inbox, dict.fromkeys(course.right))
    run("mark")
    run("feedback")
    for exercise in course.exercises:
        shown = question(course, exercise.id)
        assert "You gave no answer." in shown
        assert f"Your mark: 0 of {exercise.marks} mark" in shown
        assert "comment" not in shown


def test_nobody_who_is_not_marked_gets_feedback(marked: Path, course: Course, inbox: Path, run: Run) -> None:
    hand_in(run, inbox, course.right, "broken")
    (layout.submitted("broken", course.part) / "answers.json").write_text("{")
    hand_in(run, inbox, course.right, "waiting")
    with api().gradebook as book:
        book.update_or_create_student("absent")
    code, printed = run("feedback")
    assert code == 1
    assert f"NO feedback was made: 2\n  broken: {course.part}\n    It is damaged" in printed
    assert f"  waiting: {course.part}\n    It is not marked yet. Run `python -m grading mark`" in printed
    assert "Not handed in: " in printed
    assert f"\n  absent: {course.part}\n" in printed
    assert sorted(file.name for file in (marked / "feedback").iterdir()) == ["ab12"]
    with zipfile.ZipFile(marked / "feedback.zip") as archive:
        assert archive.namelist() == [f"ab12_{course.part}.html"]


@pytest.mark.parametrize("change", ["answers", "keys", "unreadable"])
def test_feedback_that_is_out_of_date_does_not_stay(
    marked: Path, course: Course, inbox: Path, own_content: Content, run: Run, change: str
) -> None:
    run("mark")
    run("feedback")
    assert path(course).is_file()
    match change:
        case "answers":
            hand_in(run, inbox, course.wrong, revision=900_000)
        case "keys":
            own_content.replace_keys("feedback_right: ", "feedback_right: Mended. ")
        case "unreadable":
            (layout.submitted("ab12", course.part) / "answers.json").write_text("{")
    code, printed = run("feedback")
    assert code == 1
    assert "The feedback made before is out of date and was removed." in printed
    assert not path(course).exists()
    if change != "unreadable":
        run("mark")
        code, printed = run("feedback")
        assert code == 0
        assert path(course).is_file()


def test_the_zip_file_is_the_same_for_the_same_feedback_and_goes_where_it_is_sent(
    marked: Path, course: Course, inbox: Path, tmp_path: Path, run: Run
) -> None:
    hand_in(run, inbox, course.wrong, "a.b@c-d_e")
    run("mark")
    assert str(tmp_path / "out" / "all.zip") in run("feedback", "--zip", tmp_path / "out" / "all.zip")[1]
    run("feedback")
    made = (marked / "feedback.zip").read_bytes()
    assert made == (tmp_path / "out" / "all.zip").read_bytes()
    with zipfile.ZipFile(marked / "feedback.zip") as archive:
        assert archive.namelist() == [f"a.b@c-d_e_{course.part}.html", f"ab12_{course.part}.html"]
        assert archive.read(f"ab12_{course.part}.html") == path(course).read_bytes()
    assert "No zip file was written" in run("feedback", "ab12")[1]
    assert (marked / "feedback.zip").read_bytes() == made
    run("feedback", "ab12", "--zip", tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == [f"ab12_{course.part}.html"]


def test_after_an_exercise_was_replaced_each_learner_sees_their_own_exercises(
    marked: Path, course: Course, inbox: Path, own_content: Content, run: Run
) -> None:
    run("mark")
    own_content.rename(course.first.id, "quite-new")
    assert run("build")[0] == 0
    answers = {name if name != course.first.id else "quite-new": value for name, value in course.right.items()}
    hand_in(run, inbox, answers, "cd34")
    assert run("mark")[0] == 0
    code, printed = run("feedback", "--part", course.part)
    assert code == 0, printed
    assert "New: 2" in printed
    assert course.first.id in path(course).read_text("utf-8")
    [new] = (marked / "feedback" / "cd34").rglob("*.html")
    assert 'id="quite-new"' in new.read_text("utf-8")
    assert course.first.id not in new.read_text("utf-8")


def test_unknown_learners_and_parts_are_named(marked: Path, course: Course, run: Run) -> None:
    code, printed = run("feedback", "nobody")
    assert code == 1
    assert "nobody" in printed
    code, printed = run("feedback", "--part", "7-unknown")
    assert code == 1
    assert re.search(rf"Choose from: .*{course.part}", printed)


def test_before_anything_is_collected_there_is_none(built: Path, run: Run) -> None:
    assert run("feedback") == (0, "There is no feedback: nothing has been marked yet.\n")
    assert not (built / "feedback.zip").exists()


def test_the_file_is_small_and_its_headings_are_in_order(marked: Path, course: Course, run: Run) -> None:
    set_by_hand(course, course.text.id, 1, "A comment of some length. " * 20)
    run("feedback")
    assert path(course).stat().st_size < 3_000 * len(course.exercises)
    levels = [int(tag[1]) for tag in page(course).tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [value for name, value in page(course).attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_more_learners_take_no_more_queries(marked: Path, course: Course, inbox: Path, run: Run) -> None:
    def queries() -> int:
        counted: list[str] = []

        def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            counted.append(statement)

        event.listen(Engine, "before_cursor_execute", count)
        try:
            run("feedback")
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        return len(counted)

    few = queries()
    assert few > 3
    for number in range(4):
        hand_in(run, inbox, course.wrong, f"more{number}")
    run("mark")
    assert queries() <= few


def test_formgraders_button_gives_the_same_file_and_none_to_the_unmarked(
    marked: Path, course: Course, inbox: Path, run: Run
) -> None:
    hand_in(run, inbox, course.wrong, "cd34")
    run("mark")
    run("feedback")
    expected = path(course).read_bytes()
    path(course).write_text("stale")
    answer = api().generate_feedback(course.part, "ab12")
    assert answer["success"], answer
    assert path(course).read_bytes() == expected
    hand_in(run, inbox, course.right, "cd34", revision=900_000)
    answer = api().generate_feedback(course.part, "cd34")
    assert not answer["success"]
    assert "Run `python -m grading mark`" in answer["log"]
    assert not path(course, "cd34").exists()
    assert "Unchanged: 1\n" in run("feedback")[1]


@pytest.fixture
def hub(built: Path, tmp_path: Path) -> NbGraderAPI:
    """nbgrader on a shared computer, with an exchange and a learner's home of this test's own."""
    settings = config()
    settings.Exchange.root = str(tmp_path / "exchange")
    settings.Exchange.cache = str(tmp_path / "cache")
    settings.Exchange.assignment_dir = str(tmp_path / "home")
    for name in ("exchange", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "exchange").chmod(0o777)
    return NbGraderAPI(config=settings)


@pytest.mark.skipif(os.name != "posix", reason="nbgrader's exchange needs POSIX")
@pytest.mark.parametrize("by", ["our command", "nbgrader's command"])
def test_feedback_goes_back_through_the_exchange_also_when_others_sent_files(
    hub: NbGraderAPI, course: Course, inbox: Path, tmp_path: Path, run: Run, by: str
) -> None:
    def do(step: Callable[..., dict[str, Any]], *who: str) -> None:
        result = step(course.part, *who)
        assert result["success"], result

    def as_learner(step: Callable[..., Any]) -> None:
        hub.coursedir.assignment_id = course.part
        step(coursedir=hub.coursedir, authenticator=hub.authenticator, parent=hub).start()

    learner = get_username()
    do(hub.generate_assignment)
    do(hub.release_assignment)
    as_learner(hub.exchange.FetchAssignment)
    write(tmp_path / "home" / course.part / "my-answers.json", submission(course.wrong, learner))
    as_learner(hub.exchange.Submit)
    do(hub.collect)
    hand_in(run, inbox, course.right, "mailed")
    code, printed = run("mark")
    assert code == 0, printed
    if by == "our command":
        assert "New: 2" in run("feedback")[1]
    else:
        command = [Path(sys.executable).parent / "nbgrader", "generate_feedback", course.part]
        done = subprocess.run(command, cwd=layout.HERE, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    do(hub.release_feedback)
    do(hub.fetch_feedback, learner)
    [fetched] = (tmp_path / "home" / course.part / "feedback").rglob("*.html")
    assert fetched.read_bytes() == path(course, learner).read_bytes()
    # What came by mail lies in the exchange too, but under a name that nobody can guess, and always the same one.
    released = sorted((tmp_path / "exchange" / layout.COURSE_ID / "feedback").iterdir())
    assert len(released) == 2
    do(hub.generate_feedback)
    do(hub.release_feedback)
    assert sorted((tmp_path / "exchange" / layout.COURSE_ID / "feedback").iterdir()) == released
