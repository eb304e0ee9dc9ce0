"""The trainer's way from beginning to end with three made-up learners, in a fresh folder and without a browser."""

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from course import content
from course.content import (
    Gradable,
    Key,
    Match,
    MatchKey,
    Multi,
    MultiKey,
    Number,
    NumberKey,
    Order,
    OrderKey,
    Part,
    Single,
    SingleKey,
    Text,
    TextKey,
)
from course.handin import submission
from course.scoring import full_marks, problem
from course.work import Entry, Work, answer_name
from grading import layout

Command = Callable[[Sequence[str]], int]

ROSTER = "id,name,email,group\nab12,Ada Example,ada@example.org,North\ncd34,Ben Example,ben@example.org,South\nef56,Cy Example,cy@example.org,South\n"
WRITTEN = (
    "The figures are clear and come from a national report. One number is higher than the other, so that is proved."
)


def demo(command: Command) -> int:
    """Run every step as ``python -m grading`` would, by ``command``, and say where each thing lies. Returns an exit code."""
    folder = Path(tempfile.mkdtemp(prefix="equally-outstanding-demo-"))
    before = os.environ.get("GRADING_ROOT")
    os.environ["GRADING_ROOT"] = str(folder / "marking")
    try:
        return _run(command, folder)
    finally:
        # The demo's folder is its own: what is done afterwards is done where it was done before.
        os.environ.pop("GRADING_ROOT")
        if before is not None:
            os.environ["GRADING_ROOT"] = before


def _run(command: Command, folder: Path) -> int:
    inbox, roster, marks = folder / "inbox", folder / "roster.csv", folder / "marks.csv"
    layout.write(roster, ROSTER.encode())
    for part in content.parts().values():
        for learner, text in _files(part) if part.graded else ():
            layout.write(inbox / f"{part.part}_{learner}.json", text.encode())
    print(f"Three made-up learners have handed in. Everything lies in {folder}")
    steps: list[list[str]] = [
        ["build"],
        ["roster", str(roster)],
        ["collect", str(inbox)],
        ["mark"],
        ["feedback"],
        ["export", str(marks)],
    ]
    for step in steps:
        print(f"\n$ python -m grading {' '.join(step)}", flush=True)
        if code := command(step):
            return code
    print()
    _table(marks)
    print(
        f"\nWhat learners sent     {inbox}"
        f"\nEvery file, kept       {folder / 'marking' / 'received'}"
        f"\nThe gradebook          {folder / 'marking' / 'gradebook.db'}"
        f"\nFeedback, one each     {folder / 'marking' / 'feedback'}"
        f"\nFeedback in one file   {folder / 'marking' / 'feedback.zip'}"
        f"\nMarks for Excel        {marks}"
        f"\n\nTo see it in formgrader: GRADING_ROOT={folder / 'marking'} make trainer"
        "\nDelete the folder when you have seen enough. Your own marking folder was not touched."
    )
    return 0


def _files(part: Part) -> Iterator[tuple[str, str]]:
    """One learner knows everything, one makes mistakes, and one stops half-way."""
    keys = content.graded_keys(part.part, layout.KEYS)
    half = len(part.graded) // 2
    answers = {
        "ab12": [(each, _right(each, keys[each.id])) for each in part.graded],
        "cd34": [
            (each, (_wrong if place % 3 or isinstance(each, Text) else _right)(each, keys[each.id]))
            for place, each in enumerate(part.graded)
        ],
        "ef56": [(each, _right(each, keys[each.id])) for each in part.graded[:half]],
    }
    for place, (learner, given) in enumerate(answers.items(), start=1):
        entries = {answer_name(each.id): Entry(number, value) for number, (each, value) in enumerate(given, start=1)}
        yield learner, submission(part, Work(work_id=f"{place:032x}", entries=entries), learner).text()


def _right(exercise: Gradable, key: Key) -> str:
    if isinstance(key, TextKey):
        return key.model
    if isinstance(exercise, Number) and isinstance(key, NumberKey):
        return _typed(exercise, key.right)
    return full_marks(key)


def _wrong(exercise: Gradable, key: Key) -> str:
    """An answer with a mistake. Where an answer can have some of the marks, it has some."""
    match exercise, key:
        case Single(), SingleKey():
            return next(option for option in exercise.options if option != key.right)
        case Multi(), MultiKey():
            return key.right[0]
        case Order(), OrderKey():
            last, *others = reversed(key.right)
            return " ".join([last, *reversed(others)])
        case Match(), MatchKey():
            first, *_ = exercise.rows
            wrong = next(option for option in exercise.options if option != key.right[first])
            return " ".join(f"{row}={option}" for row, option in {**key.right, first: wrong}.items())
        case Number(), NumberKey():
            return _typed(exercise, key.near[0].value if key.near else key.right + 10 * key.tolerance + 1)
        case Text(), TextKey():
            return WRITTEN
    raise ValueError(f"The key of {exercise.id} is of another kind than the exercise.")


def _typed(exercise: Number, value: float) -> str:
    """A number as a learner might type it; with its unit, where that is needed to be understood."""
    ways = [f"{value:g}", f"{value:g}%", f"{value:g} points"]
    return next((text for text in ways if not problem(exercise, text)), ways[0])


def _table(marks: Path) -> None:
    with marks.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ["learner", "last name", "first name", "group", "assignment", "score", "max score", "status"]
    widths = [max(len(column), *(len(row[column]) for row in rows)) for column in columns]
    for line in [dict(zip(columns, columns, strict=True)), *rows]:
        print("  ".join(line[column].ljust(width) for column, width in zip(columns, widths, strict=True)).rstrip())
