"""Every kind of exercise on its way through nbgrader: sheet, points, misreadings, feedback, export."""

import csv
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from learners import Content, Run, submission, write
from test_stock import scores, shown, stock
from test_versions import patched_paths

from grading import layout, sheets
from grading.marks import marking
from grading.nbgrader_api import api

PART = "9-kinds"
RIGHT: dict[str, str | None] = {
    "one-of-all": "a",
    "all-that-apply": "a c e",
    "in-order": "b c a d",
    "belongs-to": "a=odd b=even c=odd",
    "how-many": "4",
    "in-words": None,
}
PARTLY = RIGHT | {
    "one-of-all": "b",
    "all-that-apply": "a c",
    "in-order": "c b a d",
    "belongs-to": "a=odd b=odd c=odd",
    "how-many": "2",
}


@pytest.fixture(scope="module")
def first_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test of this file leaves a copy of the marking folder that it built."""
    return tmp_path_factory.mktemp("kinds") / "marking"


@pytest.fixture(autouse=True)
def built(root: Path, kinds: Content, run: Run, first_built: Path) -> Path:
    """The marking folder, with the sheet of the part of all kinds."""
    if first_built.exists():
        shutil.copytree(first_built, root)
        return root
    code, printed = run("build")
    assert code == 0, printed
    shutil.copytree(root, first_built)
    return root


def hand_in(run: Run, inbox: Path, answers: dict[str, str | None], learner: str = "ab12") -> tuple[int, str]:
    return run("collect", write(inbox / f"{learner}.json", submission(answers, learner, part=PART)))


def marked(run: Run, inbox: Path, answers: dict[str, str | None], learner: str = "ab12") -> None:
    assert hand_in(run, inbox, answers, learner)[0] == 0
    code, printed = run("mark")
    assert code == 0, printed


@pytest.mark.parametrize(
    ("exercise", "answer", "points", "misreadings"),
    [
        ("all-that-apply", "a c", 0.67, ["green overlooked"]),
        ("all-that-apply", "e a b", 0.33, ["seven taken for a colour", "blue overlooked"]),
        ("all-that-apply", "a b d", 0.0, None),
        ("all-that-apply", "a b c d e", 0.33, ["seven taken for a colour", "eight taken for a colour"]),
        ("in-order", "b c d a", 0.67, ["supper too early", "night mixed up"]),
        ("in-order", "c a d b", 1.33, ["breakfast not first", "lunch out of place"]),
        ("in-order", "d a c b", 0.0, None),
        ("belongs-to", "a=odd b=odd c=odd", 0.67, ["two taken for odd"]),
        ("belongs-to", "c=odd", 0.33, []),
        ("belongs-to", "a=none b=odd c=even", 0.0, None),
        ("one-of-all", "b", 0.0, ["wood taken for fruit"]),
        ("how-many", "two", None, None),
        ("how-many", "2", 0.0, ["a bird taken for a cat"]),
        ("how-many", "3", 0.0, []),
    ],
)
def test_an_answer_gets_its_share_of_the_marks_and_its_misreadings_are_named(
    exercise: str, answer: str, points: float | None, misreadings: list[str] | None
) -> None:
    if points is None:
        with pytest.raises(ValueError, match="number"):
            marking(PART).mark(exercise, answer)
        return
    mark = marking(PART).mark(exercise, answer)
    assert mark.points == points
    if misreadings is not None:
        assert re.findall("Misreading: (.*)", mark.said) == misreadings


def test_the_marked_sheet_says_in_words_what_was_answered_and_which_error_it_shows(inbox: Path, run: Run) -> None:
    marked(run, inbox, PARTLY)
    assert shown("ab12", PART)[:5] == [
        ["Answer: b. A chair\nMisreading: wood taken for fruit\n", "0.0"],
        ["Answer: a. Red\nAnswer: c. Blue\nMisreading: green overlooked\n", "0.67"],
        [
            "Place 1: c. Lunch\nPlace 2: b. Breakfast\nPlace 3: a. Supper\nPlace 4: d. A snack at night\n"
            "Misreading: breakfast not first\nMisreading: lunch out of place\nMisreading: supper too early\n",
            "0.67",
        ],
        ["One → Odd\nTwo → Odd\nThree → Odd\nMisreading: two taken for odd\n", "0.67"],
        ["Answer: 2\nMisreading: a bird taken for a cat\n", "0.0"],
    ]


def test_a_match_that_is_half_done_says_what_is_open(inbox: Path, run: Run) -> None:
    marked(run, inbox, RIGHT | {"belongs-to": "b=even"})
    assert ["One → nothing chosen\nTwo → Even\nThree → nothing chosen\n", "0.33"] in shown("ab12", PART)


def test_stock_autograde_gives_the_same_shares(
    built: Path, kinds: Content, inbox: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hand_in(run, inbox, PARTLY)[0] == 0
    shutil.copytree(built, tmp_path / "stock")
    assert run("mark")[0] == 0
    ours = scores(PART), shown("ab12", PART)
    monkeypatch.setenv("PYTHONPATH", str(patched_paths(tmp_path, kinds)))
    monkeypatch.setenv("GRADING_ROOT", str(tmp_path / "stock"))
    result = stock().autograde(PART, "ab12")
    assert result["success"], result
    assert (scores(PART), shown("ab12", PART)) == ours
    assert sorted(scores(PART).values()) == [0.0, 0.0, 0.0, 0.67, 0.67, 0.67]


IMPOSSIBLE = [
    ("one-of-all", "c"),
    ("all-that-apply", "a z"),
    ("all-that-apply", "a a"),
    ("in-order", "b c a"),
    ("in-order", "b c a a"),
    ("in-order", "b c a z"),
    ("belongs-to", "a=odd a=even"),
    ("belongs-to", "a=z"),
    ("belongs-to", "z=odd"),
    ("belongs-to", "odd"),
    ("how-many", "many"),
    ("in-words", "x" * 5001),
]


@pytest.mark.parametrize(("exercise", "answer"), IMPOSSIBLE)
@pytest.mark.parametrize("door", ["command", "formgrader"])
def test_an_answer_that_is_impossible_for_its_kind_leaves_the_grade_open_and_is_never_0(
    exercise: str, answer: str, door: str, built: Path, inbox: Path, run: Run
) -> None:
    assert hand_in(run, inbox, RIGHT)[0] == 0
    file = layout.submitted("ab12", PART) / layout.ANSWERS
    found = json.loads(file.read_bytes())
    found["answers"][exercise] = {"value": answer, "revision": 1}
    file.write_text(json.dumps(found))
    if door == "command":
        code, printed = run("mark")
        assert code == 1
        assert "OPEN" in printed
    else:
        assert not api().autograde(PART, "ab12")["success"]
    assert scores(PART) == {}
    assert run("export")[0] == 0
    assert (built / "marks.csv").read_text("utf-8-sig").splitlines()[1].startswith(f"ab12,,,{PART},open: ")


@pytest.mark.parametrize(("exercise", "answer"), IMPOSSIBLE)
def test_a_file_with_an_impossible_answer_is_refused_and_the_exercise_named(
    exercise: str, answer: str, inbox: Path, run: Run
) -> None:
    code, printed = hand_in(run, inbox, RIGHT | {exercise: answer})
    assert code == 1
    assert exercise in printed
    assert not layout.submitted("ab12", PART).exists()


def test_the_sheet_asks_every_kind_with_all_that_there_is_to_choose_from(built: Path) -> None:
    released = nbformat.read(built / "release" / PART / f"{PART}.ipynb", as_version=4)
    asked = [cell.source.partition("\n\n")[2] for cell in released.cells if "prompt-" in cell.id]
    assert asked == [
        "Which is a fruit?\n\nOne of these:\n\n- **a** A pear\n- **b** A chair\n\n*1 mark*",
        "Which are colours?\n\nAll of these that apply:\n\n"
        "- **a** Red\n- **b** Seven\n- **c** Blue\n- **d** Eight\n- **e** Green\n\n*1 mark*",
        "Put the day in order.\n\nTo be put in order:\n\n"
        "- **a** Supper\n- **b** Breakfast\n- **c** Lunch\n- **d** A snack at night\n\n*2 marks*",
        "Is it even or odd?\n\nFor each of these:\n\n- **a** One\n- **b** Two\n- **c** Three\n\n"
        "one of these:\n\n- **even** Even\n- **odd** Odd\n- **none** Neither\n\n*1 mark*",
        "How many legs has a cat?\n\nAnswer with a number.\n\n*1 mark*",
        "Why is the sky blue?\n\nAbout 30 words.\n\n*3 marks*",
    ]
    assert sheets.grade_points(released) == {
        exercise.id: exercise.marks for exercise in marking(PART).exercises.values()
    }


class Article(HTMLParser):
    """The words of one question, and of each line in its list."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.lines: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.words += " "
        if tag == "li":
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.lines:
            self.lines[-1] += f" {data}"


def told(learner: str, exercise: str) -> tuple[str, list[str]]:
    """What the feedback page says on an exercise, and by line of its list, without all that is not words."""
    html = (layout.feedback(learner, PART) / f"{PART}.html").read_text("utf-8")
    [article] = re.findall(rf'<article[^>]*aria-labelledby="{exercise}">(.*?)</article>', html, re.DOTALL)
    parsed = Article(article.partition("<h4>Read again")[0])
    return " ".join(Article(article).words.split()), [
        " ".join(line.split()).replace("( ", "(").replace(" )", ")") for line in parsed.lines
    ]


@pytest.fixture
def feedback(inbox: Path, run: Run) -> None:
    """Feedback for somebody with some marks, with all of them, and with none."""
    for learner, answers in (("partly", PARTLY), ("right", RIGHT), ("silent", dict.fromkeys(RIGHT))):
        marked(run, inbox, answers, learner)
    assert run("feedback")[0] == 0


@pytest.mark.usefixtures("feedback")
def test_feedback_on_all_that_apply_says_in_words_what_was_chosen_missed_and_right() -> None:
    words, lines = told("partly", "all-that-apply")
    assert "Your mark: 0.67 of 1 mark" in words
    assert "You made 2 of 3 right choices and 0 wrong ones. A wrong choice takes away what a right one gives." in words
    assert lines == [
        "Red (your choice, and right) Blood has it.",
        "Seven It counts.",
        "Blue (your choice, and right) The sky has it.",
        "Eight It counts too.",
        "Green (right, and you left it out) Grass has it.",
    ]
    assert "Read again kinds, section “Colours”. It helps you to tell colours from numbers." in words
    assert "Read again" not in told("right", "all-that-apply")[0]
    assert "You gave no answer." in told("silent", "all-that-apply")[0]


def test_feedback_on_a_wrong_choice_among_all_that_apply_says_that_it_is_not_right(inbox: Path, run: Run) -> None:
    marked(run, inbox, RIGHT | {"all-that-apply": "a b c e"})
    run("feedback")
    assert told("ab12", "all-that-apply")[1][1] == "Seven (your choice, and not right) It counts."


@pytest.mark.usefixtures("feedback")
def test_feedback_on_an_order_gives_the_right_one_and_the_learners_places() -> None:
    words, lines = told("partly", "in-order")
    assert "Your mark: 0.67 of 2 marks" in words
    assert "Marks are for lines that follow the right one, wherever the two stand: 1 of 3 do." in words
    assert lines == [
        "Breakfast (place 1; you put it in place 2) It begins the day.",
        "Lunch (place 2; you put it in place 1) It is at noon.",
        "Supper (place 3; you put it there) It is in the evening.",
        "A snack at night (place 4; you put it there) It ends the day.",
    ]
    assert "Read again kinds, section “Meals”" in words
    words, lines = told("right", "in-order")
    assert "Marks are for" not in words
    assert "Read again" not in words
    assert all("you put it there" in line for line in lines)
    words, lines = told("silent", "in-order")
    assert "You gave no answer." in words
    assert "Marks are for" not in words
    assert lines[0] == "Breakfast (place 1) It begins the day."


@pytest.mark.usefixtures("feedback")
def test_feedback_on_a_match_gives_the_chosen_and_the_right_one_of_each_line() -> None:
    words, lines = told("partly", "belongs-to")
    assert "Your mark: 0.67 of 1 mark" in words
    assert "You have 2 of 3 lines right. Each counts the same." in words
    assert lines == [
        "One (you chose “Odd”, and that is right) It has no whole half.",
        "Two (you chose “Odd”; right is “Even”) Its half is one.",
        "Three (you chose “Odd”, and that is right) Its half is one and a half.",
    ]
    assert "Read again kinds, section “Parity”" in words
    assert told("silent", "belongs-to")[1][1] == "Two (right is “Even”) Its half is one."


def test_feedback_on_a_match_that_is_half_done_says_where_nothing_was_chosen(inbox: Path, run: Run) -> None:
    marked(run, inbox, RIGHT | {"belongs-to": "b=even"})
    run("feedback")
    assert told("ab12", "belongs-to")[1][0] == "One (you chose nothing; right is “Odd”) It has no whole half."


def test_the_export_has_every_exercise_by_its_name_and_a_total_without_remains(
    built: Path, inbox: Path, run: Run
) -> None:
    marked(run, inbox, PARTLY | {"how-many": "4"})
    assert 0.67 + 0.67 + 0.67 + 1 != 3.01  # What computers make of it.
    assert run("export")[0] == 0

    def rows(name: str) -> list[dict[str, str]]:
        with (built / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    assert [(row["score"], row["max score"]) for row in rows("marks.csv")] == [("3.01", "9.0")]
    assert {row["exercise"]: (row["score"], row["max score"]) for row in rows("marks-by-exercise.csv")} == {
        "one-of-all": ("0.0", "1.0"),
        "all-that-apply": ("0.67", "1.0"),
        "in-order": ("0.67", "2.0"),
        "belongs-to": ("0.67", "1.0"),
        "how-many": ("1.0", "1.0"),
        "in-words": ("0.0", "3.0"),
    }
