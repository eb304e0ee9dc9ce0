"""Short texts, which people mark: the words arrive as typed, a mark by hand lasts, and nobody gets a 0 by mistake."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from learners import Content, Course, Run, submission, write

from course.content import TextKey
from grading import layout, sheets
from grading.marks import marking
from grading.nbgrader_api import api

WORDS = "A larger share of them did the work.\n\nThat is a link."


@dataclass(frozen=True)
class Row:
    """What the gradebook says about a short text."""

    auto: float | None
    manual: float | None
    asked: bool
    comment: str | None


class Trainer:
    """Hands in for a learner, marks, and looks into the gradebook."""

    def __init__(self, course: Course, inbox: Path, run: Run) -> None:
        self.course, self.inbox, self.run = course, inbox, run
        self.versions = 0

    def collect(self, words: str | None, learner: str = "ab12", **others: str) -> None:
        """Hand in ``words`` as the first short text, and ``others`` by their ids."""
        self.versions += 1
        answers = {**self.course.right, self.course.text.id: words, **others}
        made = submission(answers, learner, revision=1_900_000_000_000 + 100 * self.versions)
        assert self.run("collect", write(self.inbox / f"{learner}-{self.versions}.json", made))[0] == 0

    def mark(self, door: str = "command", learner: str = "ab12") -> None:
        if door == "command":
            code, printed = self.run("mark", "--all")
            assert code == 0, printed
        else:
            result = api().autograde(self.course.part, learner)  # What formgrader's button calls.
            assert result["success"], result

    def by_hand(self, points: float, comment: str, exercise: str = "") -> None:
        """What formgrader saves when a trainer types a mark and a comment."""
        name = exercise or self.course.text.id
        with api().gradebook as book:
            grade = book.find_grade(name, self.course.part, self.course.part, "ab12")
            grade.manual_score, grade.needs_manual_grade = points, False
            if not exercise:
                found = book.find_comment(name, self.course.part, self.course.part, "ab12")
                found.manual_comment = comment
            book.db.commit()

    def row(self, learner: str = "ab12", exercise: str = "") -> Row:
        name = exercise or self.course.text.id
        with api().gradebook as book:
            grade = book.find_grade(name, self.course.part, self.course.part, learner)
            comment = None if exercise else book.find_comment(name, self.course.part, self.course.part, learner).comment
            return Row(grade.auto_score, grade.manual_score, grade.needs_manual_grade, comment)

    def cell(self, learner: str = "ab12", exercise: str = "") -> str:
        """What formgrader shows as the answer."""
        return words_in(layout.autograded_sheet(learner, self.course.part))[exercise or self.course.text.id]


def words_in(sheet: Path) -> dict[str, str]:
    """What stands in the cells of short texts, by exercise."""
    notebook: Any = nbformat.read(sheet, as_version=4)
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in sheets.answer_cells(notebook)}


@pytest.fixture
def trainer(built: Path, course: Course, inbox: Path, run: Run) -> Trainer:
    return Trainer(course, inbox, run)


both_doors = pytest.mark.parametrize("door", ["command", "formgrader"])


def rubric(course: Course) -> TextKey:
    key = marking(course.part).keys[course.text.id]
    assert isinstance(key, TextKey)
    return key


@both_doors
def test_words_wait_for_a_person_and_get_no_mark(trainer: Trainer, door: str) -> None:
    trainer.collect(WORDS)
    trainer.mark(door)
    assert trainer.row() == Row(None, None, True, None)


@both_doors
def test_no_words_are_0_at_once_and_say_so(trainer: Trainer, door: str) -> None:
    trainer.collect(None)
    trainer.mark(door)
    assert trainer.row() == Row(0.0, None, False, "No answer given.")
    assert trainer.cell() == "No answer given."


def test_the_trainer_sees_the_words_and_the_rubric_in_one_cell(trainer: Trainer, course: Course) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    key = rubric(course)
    assert sheets.as_typed(WORDS) in trainer.cell()
    for line in (*(line.says.strip() for line in key.rubric), key.model.strip()):
        assert line in trainer.cell()


def test_the_rubric_stands_in_marked_sheets_only(trainer: Trainer, course: Course, built: Path) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    says = [rubric(course).model.strip(), *(line.says.strip() for line in rubric(course).rubric)]
    for folder in ("source", "release", "submitted"):
        texts = [path.read_text("utf-8") for path in (built / folder).rglob("*.ipynb")]
        assert texts
        assert [line for line in says for text in texts if json.dumps(line, ensure_ascii=False)[1:-1] in text] == []


def test_what_is_released_has_places_for_the_words_that_say_not_to_type_there(built: Path, course: Course) -> None:
    released = built / "release" / course.part / f"{course.part}.ipynb"
    assert words_in(released) == {text.id: sheets.TEXT_STUB for text in course.texts}


@both_doors
def test_a_mark_and_a_comment_by_hand_last_and_are_not_asked_for_again(trainer: Trainer, door: str) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    trainer.by_hand(2.0, "Name one more limit.")
    for _ in range(2):
        trainer.mark(door)
        assert trainer.row() == Row(None, 2.0, False, "Name one more limit.")
        assert "has changed since" not in trainer.cell()


@both_doors
def test_changed_words_ask_again_and_keep_the_earlier_mark_in_sight(trainer: Trainer, door: str) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    trainer.by_hand(2.0, "Name one more limit.")
    trainer.collect(WORDS + " And we do not know how many.")
    trainer.mark(door)
    for _ in range(2):  # Until the trainer has looked, marking again does not forget that they must.
        assert trainer.row() == Row(None, 2.0, True, "Name one more limit.")
        assert "has changed since" in trainer.cell()
        trainer.mark(door)
    trainer.by_hand(3.0, "Good.")
    trainer.mark(door)
    assert trainer.row() == Row(None, 3.0, False, "Good.")


def test_other_answers_that_change_do_not_ask_for_the_words_again(trainer: Trainer, course: Course) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    trainer.by_hand(2.0, "Fine.")
    answers = {**course.right, course.first.id: course.wrong[course.first.id], course.text.id: WORDS}
    write(trainer.inbox / "new.json", submission(answers, revision=1_990_000_000_000))
    assert trainer.run("collect", trainer.inbox / "new.json")[0] == 0
    assert "Marked: 1" in trainer.run("mark")[1]
    assert trainer.row() == Row(None, 2.0, False, "Fine.")
    assert trainer.row(exercise=course.first.id) == Row(0.0, None, False, None)


@both_doors
def test_each_short_text_waits_and_is_asked_for_again_on_its_own(trainer: Trainer, course: Course, door: str) -> None:
    first, second, third = (text.id for text in course.texts)
    trainer.collect(WORDS, **{second: "Other words."})
    trainer.mark(door)
    assert [trainer.row(exercise=name).asked for name in (first, second, third)] == [True, True, False]
    assert trainer.row(exercise=third).auto == 0.0
    trainer.by_hand(2.0, "", exercise=first)
    trainer.by_hand(1.0, "", exercise=second)
    trainer.collect(WORDS, **{second: "Changed words."})
    trainer.mark(door)
    assert trainer.row(exercise=first) == Row(None, 2.0, False, None)
    assert trainer.row(exercise=second) == Row(None, 1.0, True, None)
    assert ["has changed since" in trainer.cell(exercise=name) for name in (first, second)] == [False, True]


def test_words_taken_back_after_a_mark_ask_again(trainer: Trainer) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    trainer.by_hand(2.0, "Fine.")
    trainer.collect(None)
    trainer.mark()
    assert trainer.row() == Row(0.0, 2.0, True, "Fine.")
    assert "has changed since" in trainer.cell()


def test_words_that_come_later_are_asked_for(trainer: Trainer) -> None:
    trainer.collect(None)
    trainer.mark()
    trainer.collect(WORDS)
    trainer.mark()
    assert trainer.row() == Row(None, None, True, None)


def test_a_changed_rubric_asks_again_and_changed_wording_does_not(
    trainer: Trainer, course: Course, own_content: Content
) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    trainer.by_hand(2.0, "Fine.")
    own_content.replace_exercises(course.text.prompt, "Words that nobody has written before.")
    assert trainer.run("build")[0] == 0
    trainer.mark()
    assert trainer.row() == Row(None, 2.0, False, "Fine.")
    own_content.replace_keys(rubric(course).model.strip()[:40], "Another beginning of the model answer,")
    trainer.mark()
    assert trainer.row() == Row(None, 2.0, True, "Fine.")


def test_a_mark_changed_by_hand_on_a_choice_lasts_until_the_answer_changes(trainer: Trainer, course: Course) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    trainer.by_hand(0.5, "", exercise=course.first.id)
    trainer.mark()
    assert trainer.row(exercise=course.first.id) == Row(1.0, 0.5, False, None)
    write(trainer.inbox / "new.json", submission({**course.wrong, course.text.id: WORDS}, revision=1_990_000_000_000))
    trainer.run("collect", trainer.inbox / "new.json")
    trainer.mark()
    assert trainer.row(exercise=course.first.id) == Row(0.0, 0.5, True, None)


def test_where_the_record_of_what_was_marked_is_lost_the_trainer_is_asked_again(
    trainer: Trainer, course: Course
) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    trainer.by_hand(2.0, "Fine.")
    layout.mark_bases("ab12", course.part).write_text("{")
    trainer.mark()
    assert trainer.row() == Row(None, 2.0, True, "Fine.")


@both_doors
def test_words_that_cannot_be_read_leave_the_mark_by_hand_and_the_question_as_they_were(
    trainer: Trainer, course: Course, door: str
) -> None:
    trainer.collect(WORDS)
    trainer.mark()
    trainer.by_hand(2.0, "Fine.")
    answers = layout.submitted("ab12", course.part) / "answers.json"
    whole = answers.read_bytes()
    answers.write_bytes(whole[:200])
    if door == "command":
        assert trainer.run("mark", "--all")[0] == 1
    else:
        assert not api().autograde(course.part, "ab12")["success"]
    assert trainer.row() == Row(None, 2.0, False, "Fine.")
    answers.write_bytes(whole)
    trainer.mark(door)
    assert trainer.row() == Row(None, 2.0, False, "Fine.")


@pytest.mark.parametrize("words", ["", "   ", "x" * 5001, "\ud83d", 7, ["a"]])
def test_what_is_no_answer_is_not_taken_in(words: Any, trainer: Trainer, course: Course) -> None:
    made = json.dumps(submission({**course.right, course.text.id: words}))
    code, printed = trainer.run("collect", write(trainer.inbox / "odd.json", made))
    assert code == 1
    assert course.text.id in printed or "changed or damaged" in printed
    assert not layout.submitted("ab12", course.part).exists()


def test_the_export_gives_no_total_while_words_wait(trainer: Trainer, course: Course, built: Path) -> None:
    first, *others = course.texts
    trainer.collect(WORDS, **{text.id: WORDS for text in others})
    code, printed = trainer.run("mark")
    assert code == 0
    assert "an answer that waits for you" in printed
    assert "grading serve" in printed

    def exported() -> str:
        assert trainer.run("export")[0] == 0
        lines = (built / "marks.csv").read_text("utf-8-sig").splitlines()
        return next(line for line in lines if course.part in line)

    for text in course.texts:
        assert f"open: an answer waits for a person to mark it,,{course.total}.0,yes" in exported()
        trainer.by_hand(2.0, "Fine.", exercise=text.id)
    assert f"marked,{course.scored + 2 * len(course.texts)}.0,{course.total}.0,no" in exported()
    by_exercise = (built / "marks-by-exercise.csv").read_text("utf-8-sig")
    assert f"ab12,{course.part},{first.id},marked,2.0,{first.marks}.0,no" in by_exercise


def test_a_sheet_with_words_is_laid_out_again_after_damage(trainer: Trainer, course: Course) -> None:
    first, second, *others = course.texts
    trainer.collect(WORDS, **{second.id: "Other words."})
    sheet = layout.submitted("ab12", course.part) / f"{course.part}.ipynb"
    before = sheet.read_bytes()
    assert words_in(sheet) == {
        first.id: sheets.as_typed(WORDS),
        second.id: sheets.as_typed("Other words."),
        **{text.id: sheets.TEXT_STUB for text in others},
    }
    sheet.write_text("{}")
    trainer.mark()
    assert sheet.read_bytes() == before


HOSTILE = [
    "<script>document.title = 'run'</script>",
    "</pre><img src=x onerror=\"document.title = 'run'\"> & &amp; &lt;",
    "$x^2$ and $$y$$ \\(z\\) \\begin{align}a\\end{align}",
    "# heading\n\n- list\n    code `tick` **bold** [link](javascript:alert(1)) ![i](files/x.png) href=files/x",
    "\n\nblank lines first,  two spaces,\ttab\n\n\nand last\n\n",
    "\U0001f642\U0001f469\U0001f3fd\u200d\U0001f4bb e\u0301 \u00e9 \u202eoverride",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "word " * 999,
    "x" * 5000,
    "%matplotlib\n### BEGIN SOLUTION\n### END HIDDEN TESTS\n=== BEGIN MARK SCHEME ===",
    "{{ resources }} {% raw %} &#36; &nbsp;",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_escaped_beyond_the_reach_of_markdown_html_and_formulas(words: str) -> None:
    from html.parser import HTMLParser

    from nbconvert.filters import markdown2html, strip_files_prefix

    source = sheets.as_typed(words) + "\n\n" + "**What earns marks**"
    html = strip_files_prefix(markdown2html(source))
    tags: list[str] = []
    text: list[str] = []

    class Reader(HTMLParser):
        inside = False

        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.append(tag)
            self.inside = tag == "pre"

        def handle_endtag(self, tag: str) -> None:
            self.inside = False

        def handle_data(self, data: str) -> None:
            if self.inside:
                text.append(data)

    Reader(convert_charrefs=True).feed(html)
    assert tags == ["pre", "p", "strong"]
    assert "".join(text) == "\n" + words


def test_a_very_long_answer_is_quick_to_show() -> None:
    import time

    from nbconvert.filters import markdown2html

    start = time.perf_counter()
    markdown2html(sheets.as_typed("<" * 5000))
    assert time.perf_counter() - start < 1


def test_marking_by_hand_asks_nothing_of_learners_who_wrote_nothing(trainer: Trainer) -> None:
    trainer.collect(WORDS, "writes")
    trainer.collect(None, "silent")
    trainer.mark()
    assert trainer.row("writes").asked
    assert not trainer.row("silent").asked
