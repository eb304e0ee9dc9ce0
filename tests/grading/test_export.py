"""Marks for a spreadsheet: nobody who was not marked has a 0, and no cell is a formula."""

import csv
import io
from pathlib import Path

import pytest
from learners import PART, Content, Course, Run, submission, write

from grading import layout
from grading.export import as_csv
from grading.nbgrader_api import api


def read(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def exported(root: Path, run: Run) -> dict[str, dict[str, str]]:
    assert run("export")[0] == 0
    return {row["learner"]: row for row in read(root / "marks.csv") if row["assignment"] == PART}


def enrol(learner: str, **about: str) -> None:
    with api().gradebook as book:
        book.update_or_create_student(learner, **about)


def test_marks_by_learner_and_by_exercise(built: Path, course: Course, inbox: Path, run: Run) -> None:
    write(inbox / "a.json", submission(course.right, "ab12"))
    write(inbox / "c.json", submission({**course.wrong, course.first.id: course.right[course.first.id]}, "cd34"))
    run("collect", inbox)
    run("mark")
    rows = exported(built, run)
    assert {learner: (row["score"], row["max score"], row["status"]) for learner, row in rows.items()} == {
        "ab12": (f"{course.scored}.0", f"{course.total}.0", "marked"),
        "cd34": (f"{course.first.marks}.0", f"{course.total}.0", "marked"),
    }
    assert rows["ab12"]["assignment"] == course.part
    assert rows["ab12"]["needs manual grade"] == "no"
    assert rows["ab12"]["collected (UTC)"].startswith("20")
    by_exercise = read(built / "marks-by-exercise.csv")
    scores = {row["exercise"]: row["score"] for row in by_exercise if row["learner"] == "cd34"}
    assert scores == {
        exercise.id: f"{exercise.marks}.0" if exercise is course.first else "0.0" for exercise in course.exercises
    }


def test_nobody_who_was_not_marked_has_a_zero(built: Path, course: Course, inbox: Path, run: Run) -> None:
    write(inbox / "a.json", submission(course.wrong, "marked"))
    write(inbox / "b.json", submission(course.right, "broken"))
    run("collect", inbox)
    (layout.submitted("broken", course.part) / "answers.json").write_text("{")
    run("mark")
    run("collect", write(inbox / "c.json", submission(course.right, "waiting")))
    enrol("absent")
    # Formgrader's button on the broken one, too, must not leave a 0 behind.
    (layout.submitted("broken", course.part) / "answers.json").write_text("{")
    assert not api().autograde(course.part, "broken")["success"]
    rows = exported(built, run)
    assert {learner: (row["score"], row["status"]) for learner, row in rows.items()} == {
        "marked": ("0.0", "marked"),
        "broken": ("", "open: the answers cannot be read"),
        "waiting": ("", "open: not marked yet"),
        "absent": ("", "not handed in"),
    }


def test_a_mark_that_is_out_of_date_says_so(
    built: Path, course: Course, inbox: Path, own_content: Content, run: Run
) -> None:
    for learner in ("one", "two", "three"):
        run("collect", write(inbox / f"{learner}.json", submission(course.wrong, learner)))
    run("mark")
    run("collect", write(inbox / "new.json", submission(course.right, "one", revision=1_900_000_000_000)))
    (layout.submitted("two", course.part) / "answers.json").unlink()
    statuses = {learner: (row["score"], row["status"]) for learner, row in exported(built, run).items()}
    assert statuses == {
        "one": ("0.0", "marked, but answers or keys have changed since"),
        "two": ("0.0", "marked, but the answers now here cannot be read"),
        "three": ("0.0", "marked"),
    }


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x","y")', " =1+1", "\n=1"]
)
def test_no_cell_is_taken_for_a_formula(name: str, built: Path, run: Run) -> None:
    enrol("ab12", last_name=name, first_name='O"Neil, Ann')
    row = exported(built, run)["ab12"]
    assert row["last name"] == "'" + name
    assert row["first name"] == 'O"Neil, Ann'


def test_numbers_stay_numbers() -> None:
    assert as_csv([[-1.5, None, "a"]]).decode("utf-8-sig") == "-1.5,,a\r\n"


def test_a_name_with_accents_and_line_ends_keeps_its_row(built: Path, run: Run) -> None:
    enrol("ab12", last_name="Müller\nØ,", first_name="李")
    assert exported(built, run)["ab12"]["last name"] == "Müller\nØ,"


def test_the_file_can_be_chosen_and_a_place_that_cannot_be_written_is_named(
    built: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, printed = run("export", "here.csv")
    assert code == 0
    assert str(tmp_path / "here.csv") in printed
    assert (tmp_path / "here-by-exercise.csv").exists()
    write(tmp_path / "file", "")
    code, printed = run("export", "file/below.csv")
    assert code == 1
    assert "cannot be written" in printed


def test_nbgraders_own_export_command_writes_the_same(
    built: Path, course: Course, inbox: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbgrader.apps import ExportApp

    run("collect", write(inbox / "a.json", submission(course.right)))
    run("mark")
    exported(built, run)
    monkeypatch.chdir(layout.HERE)
    app = ExportApp()
    app.initialize(["--to", str(tmp_path / "stock.csv")])
    app.start()
    assert (tmp_path / "stock.csv").read_bytes() == (built / "marks.csv").read_bytes()
