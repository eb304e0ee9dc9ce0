"""nbgrader's exchange, real and in a temporary folder: what learners submit there is marked like what they send."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from learners import Content, Course, Run, submission, write
from nbgrader.apps.api import NbGraderAPI
from nbgrader.utils import parse_utc
from test_collect import answers, kept
from test_mark import grades
from traitlets.config import Config

from grading import layout
from grading.nbgrader_api import api

pytestmark = pytest.mark.skipif(os.name != "posix", reason="nbgrader has no exchange on Windows")

NBGRADER = Path(sys.executable).parent / "nbgrader"


class Learner:
    """Someone on the hub, with a home folder, who fetches and submits by nbgrader's own code."""

    def __init__(self, name: str, home: Path, exchange: Path) -> None:
        self.name = name
        self.home = home / name
        self.home.mkdir(parents=True)
        settings = Config()
        settings.CourseDirectory.course_id = layout.COURSE_ID
        settings.CourseDirectory.student_id = name
        settings.CourseDirectory.root = str(self.home)
        settings.Exchange.root = str(exchange)
        settings.Exchange.cache = str(self.home / "cache")
        settings.Exchange.assignment_dir = str(self.home)
        self._api = NbGraderAPI(config=settings)

    def _do(self, what: str, assignment: str) -> None:
        self._api.coursedir.assignment_id = assignment
        step = getattr(self._api.exchange, what)
        step(coursedir=self._api.coursedir, authenticator=self._api.authenticator, parent=self._api).start()

    def fetch(self, assignment: str) -> Path:
        self._do("FetchAssignment", assignment)
        return self.home / assignment

    def submit(self, assignment: str, content: object | None = None, name: str | None = None) -> None:
        """Write what the hand-in cell writes beside the sheet, and submit."""
        folder = self.home / assignment
        if not folder.exists():
            self.fetch(assignment)
        if content is not None:
            write(folder / (name or f"{layout.part_of(assignment)}.json"), content)
        self._do("Submit", assignment)


Enrol = Callable[[str], Learner]


@pytest.fixture
def hub(built: Path, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Enrol:
    """The sheet is released in an exchange of this test's own. Gives its learners by name."""
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    monkeypatch.setenv("GRADING_EXCHANGE", str(exchange))
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "nobody" / "my-work.json"))
    result = api().release_assignment(course.part)
    assert result["success"], result
    return lambda name: Learner(name, tmp_path / "homes", exchange)


def collect(assignment: str) -> None:
    result = api().collect(assignment)  # What formgrader's button calls.
    assert result["success"], result


def total(course: Course, learner: str, assignment: str | None = None) -> float:
    with api().gradebook as book:
        found: float = book.find_submission(assignment or course.part, learner).score
        return found


def test_the_released_sheet_shows_the_prompts_and_one_cell_to_hand_in_and_holds_no_key(
    hub: Enrol, course: Course
) -> None:
    folder = hub("anna").fetch(course.part)
    assert [path.name for path in folder.iterdir()] == [f"{course.part}.ipynb"]
    text = (folder / f"{course.part}.ipynb").read_text("utf-8")
    cells = nbformat.reads(text, as_version=4).cells
    for exercise in course.exercises:
        assert any(exercise.prompt.strip() in cell.source for cell in cells)
    runs = [
        cell.source
        for cell in cells
        if cell.cell_type == "code" and not all(line.startswith("#") for line in cell.source.splitlines() if line)
    ]
    assert runs == [f'import course\n\ncourse.hand_in("{course.part}", "folder")']
    assert "import grading" not in text
    assert "from grading" not in text


def test_the_whole_way_by_nbgraders_own_commands(built: Path, course: Course, tmp_path: Path, run: Run) -> None:
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    home.mkdir()
    base = {"PATH": f"{NBGRADER.parent}:/usr/bin:/bin", "HOME": str(home), "GRADING_ROOT": str(built)}
    base["GRADING_EXCHANGE"] = str(exchange)
    user = subprocess.run(
        [sys.executable, "-c", "from nbgrader.utils import get_username; print(get_username())"],
        env=base,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    def nbgrader(cwd: Path, *arguments: str) -> str:
        done = subprocess.run([NBGRADER, *arguments], cwd=cwd, env=base, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stderr

    learner = ("--course", layout.COURSE_ID, f"--Exchange.root={exchange}")
    nbgrader(layout.HERE, "release_assignment", course.part)
    nbgrader(home, "fetch_assignment", course.part, *learner)
    cell = nbformat.read(home / course.part / f"{course.part}.ipynb", as_version=4).cells[-1].source
    code = f"""
import json, sys
from course.work import Entry, answer_name, store
store().save({{answer_name(name): Entry(5, value) for name, value in json.loads(sys.argv[1]).items()}})
{cell}
course.hand_in({course.part!r}, "folder").receive({{"type": "hand-in", "at": "2026-11-22T01:04:05Z", "request": 1}})
"""
    subprocess.run(
        [sys.executable, "-c", code, json.dumps(dict(course.right))],
        cwd=home / course.part,
        env=base | {"COURSE_WORK": str(home / "my-work.json")},
        check=True,
        timeout=60,
    )
    assert (home / course.part / f"{course.part}.json").is_file()
    nbgrader(home, "submit", course.part, *learner)
    nbgrader(layout.HERE, "collect", course.part)
    nbgrader(layout.HERE, "autograde", course.part)
    scored = sum(exercise.marks for exercise in course.exercises if course.right[exercise.id] is not None)
    assert total(course, user) == pytest.approx(auto(course, user))
    assert auto(course, user) > 0
    assert scored >= auto(course, user)
    assert run("mark") == (0, "Unchanged since they were marked: 1\n")
    assert [path.read_bytes() for path in kept(built)] == [(home / course.part / f"{course.part}.json").read_bytes()]


def auto(course: Course, learner: str) -> float:
    return sum(score or 0.0 for score in (grades(course, learner) or {}).values())


@pytest.mark.parametrize("door", ["command", "formgrader"])
def test_what_was_submitted_is_marked_with_the_exchanges_time_on_the_sheet_that_was_built(
    door: str, hub: Enrol, course: Course, run: Run
) -> None:
    anna = hub("anna")
    sheet = anna.fetch(course.part) / f"{course.part}.ipynb"
    sheet.write_text(sheet.read_text("utf-8").replace("Hand in", "I have changed this"))
    anna.submit(course.part, submission(course.right, "anna", made="1999-01-01T00:00:00+00:00"))
    collect(course.part)
    folder = layout.submitted("anna", course.part)
    time = (folder / "timestamp.txt").read_text()
    sent = (folder / f"{course.part}.json").read_bytes()
    if door == "command":
        code, printed = run("mark")
        assert code == 0
        assert "Taken in: 1" in printed
    else:
        result = api().autograde(course.part, "anna")
        assert result["success"], result
    assert auto(course, "anna") > 0
    assert "I have changed this" not in (folder / f"{course.part}.ipynb").read_text("utf-8")
    assert (folder / "answers.json").read_bytes() == sent
    assert [path.read_bytes() for path in kept(layout.root())] == [sent]
    with api().gradebook as book:
        assert book.find_submission(course.part, "anna").timestamp == parse_utc(time)
    assert (folder / "submission_secret.txt").is_file()
    collect(course.part)
    assert run("mark") == (0, "Unchanged since they were marked: 1\n")


@pytest.mark.parametrize("name", ["answers.json", "2-evidence_anna_20261122-010405.json"])
def test_the_file_is_found_under_whatever_name(name: str, hub: Enrol, course: Course, run: Run) -> None:
    hub("anna").submit(course.part, submission(course.right, "anna"), name)
    collect(course.part)
    assert run("mark")[0] == 0
    assert answers("anna", course.part) == course.right
    assert len(kept(layout.root())) == 1


def test_the_newest_of_both_doors_counts_whichever_it_came_through(
    hub: Enrol, course: Course, inbox: Path, run: Run
) -> None:
    anna = hub("anna")
    first, second, third = (
        submission(values, "anna", revision=revision)
        # The learner's clock runs backwards, and is not asked.
        for values, revision in ((course.wrong, 3_000), (course.right, 2_000), (course.wrong, 1_000))
    )
    run("collect", write(inbox / "1.json", first))
    anna.submit(course.part, second)
    collect(course.part)
    assert run("mark")[0] == 0
    assert answers("anna", course.part) == course.right
    run("collect", write(inbox / "3.json", third))
    assert answers("anna", course.part) == course.wrong
    code, printed = run("mark")
    assert code == 0
    assert "Marks that moved: 1" in printed
    collect(course.part)  # The exchange has nothing newer, and must not bring back what it has.
    assert run("mark") == (0, "Unchanged since they were marked: 1\n")
    assert answers("anna", course.part) == course.wrong
    assert len(kept(layout.root())) == 3


def test_what_the_exchange_brought_is_kept_when_a_file_comes_before_it_was_marked(
    hub: Enrol, course: Course, inbox: Path, run: Run
) -> None:
    hub("anna").submit(course.part, submission(course.wrong, "anna", revision=1_000))
    collect(course.part)
    run("collect", write(inbox / "a.json", submission(course.right, "anna", revision=2_000)))
    assert answers("anna", course.part) == course.right
    assert len(kept(layout.root())) == 2


def test_an_older_submission_that_is_collected_late_does_not_replace_a_newer_file(
    hub: Enrol, course: Course, inbox: Path, run: Run
) -> None:
    hub("anna").submit(course.part, submission(course.wrong, "anna", revision=2_000))
    run("collect", write(inbox / "a.json", submission(course.right, "anna", revision=1_000)))
    collect(course.part)
    assert run("mark")[0] == 0
    assert answers("anna", course.part) == course.right


def test_submitting_again_the_same_answers_leaves_their_time(hub: Enrol, course: Course, run: Run) -> None:
    anna = hub("anna")
    anna.submit(course.part, submission(course.right, "anna"))
    collect(course.part)
    run("mark")
    time = (layout.submitted("anna", course.part) / "timestamp.txt").read_bytes()
    anna.submit(course.part, submission(course.right, "anna", made="2026-11-23T01:04:05+00:00"))
    collect(course.part)
    code, printed = run("mark")
    assert code == 0
    assert "Unchanged since they were marked: 1" in printed
    assert (layout.submitted("anna", course.part) / "timestamp.txt").read_bytes() == time
    assert len(kept(layout.root())) == 2


@pytest.mark.parametrize("whose", ["anna", "ben"])
@pytest.mark.parametrize("door", ["command", "formgrader"])
def test_a_file_that_names_somebody_else_waits_for_the_trainer(
    whose: str, door: str, hub: Enrol, course: Course, run: Run
) -> None:
    hub("anna").submit(course.part, submission(course.right, "ben"))
    collect(course.part)
    file = layout.submitted("anna", course.part) / f"{course.part}.json"
    before = file.read_bytes()
    if door == "command":
        code, printed = run("mark")
        assert code == 1
        assert "submitted by 'anna', but the file says that it is by 'ben'" in printed
        assert f"collect --as anna {file}" in printed
        assert printed.count("anna: ") == 1
    else:
        assert not api().autograde(course.part, "anna")["success"]
    assert grades(course, "anna") is None
    assert grades(course, "ben") is None
    assert file.read_bytes() == before
    time = parse_utc((file.parent / "timestamp.txt").read_text()).replace(tzinfo=UTC)
    assert run("collect", "--as", whose, file)[0] == 0
    assert answers(whose, course.part) == course.right
    assert [path.read_bytes() for path in kept(layout.root())] == [before]
    assert run("mark", whose)[0] == 0
    assert auto(course, whose) > 0
    stamped = (layout.submitted(whose, course.part) / "timestamp.txt").read_text()
    assert parse_utc(stamped).replace(tzinfo=UTC) == time
    if whose == "anna":
        collect(course.part)
        assert run("mark") == (0, "Unchanged since they were marked: 1\n")


def test_a_mark_stands_while_a_file_that_names_somebody_else_waits(hub: Enrol, course: Course, run: Run) -> None:
    anna = hub("anna")
    anna.submit(course.part, submission(course.right, "anna"))
    collect(course.part)
    run("mark")
    before = grades(course, "anna")
    anna.submit(course.part, submission(course.wrong, "ben"))
    collect(course.part)
    assert run("mark")[0] == 1
    assert grades(course, "anna") == before
    assert answers("anna", course.part) == course.right
    assert run("mark")[0] == 1  # Until the trainer decides.


def test_a_sheet_without_a_file_and_a_damaged_file_leave_the_mark_open(hub: Enrol, course: Course, run: Run) -> None:
    hub("anna").submit(course.part)
    hub("ben").submit(course.part, "{")
    collect(course.part)
    code, printed = run("mark")
    assert code == 1
    assert "OPEN, no mark was made or changed: 2" in printed
    assert "Ask the learner to hand in" in printed
    assert "cut short" in printed
    assert grades(course, "anna") is None
    assert grades(course, "ben") is None
    assert (layout.submitted("ben", course.part) / f"{course.part}.json").read_text() == "{"


def test_the_same_work_under_two_names_is_pointed_out(hub: Enrol, course: Course, run: Run) -> None:
    for name in ("anna", "ben"):
        hub(name).submit(course.part, submission(course.right, name))
    collect(course.part)
    code, printed = run("mark")
    assert code == 0
    assert "handed in as anna and as ben" in printed
    assert printed.count("handed in as") == 1
    assert "Marked: 2" in printed


def test_only_what_marking_needs_is_collected(hub: Enrol, course: Course, run: Run) -> None:
    anna = hub("anna")
    write(anna.fetch(course.part) / "page.html", "<script>alert(1)</script>")
    (anna.home / course.part / "link.json").symlink_to("/etc/hostname")
    anna.submit(course.part, submission(course.right, "anna"))
    collect(course.part)
    assert not (layout.submitted("anna", course.part) / "page.html").exists()
    assert run("mark")[0] == 1  # link.json came as a plain file that is no submission.
    assert auto(course, "anna") > 0


def test_a_file_for_a_newer_version_in_the_folder_of_an_older_one_is_marked_as_the_newer(
    hub: Enrol, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right, "early")))
    run("mark")
    anna = hub("anna")
    anna.fetch(course.part)
    own_content.rename(course.first.id, "quite-another-one")
    assert run("build")[0] == 0
    values: Mapping[str, Any] = {
        ("quite-another-one" if name == course.first.id else name): value for name, value in course.right.items()
    }
    anna.submit(course.part, submission(values, "anna"))
    collect(course.part)
    code, printed = run("mark")
    assert code == 0, printed
    assert f"anna: {course.part}-v2" in printed
    assert total(course, "anna", f"{course.part}-v2") > 0
    assert not layout.submitted("anna", course.part).exists()
    assert (layout.submitted("anna", f"{course.part}-v2") / "submission_secret.txt").is_file()


@pytest.mark.parametrize("stamp", ["", "not a time", "2999-01-01 00:00:00.000000 UTC"])
def test_an_impossible_time_of_the_exchange_is_replaced_by_the_time_of_taking_in(
    stamp: str, hub: Enrol, course: Course, run: Run
) -> None:
    hub("anna").submit(course.part, submission(course.right, "anna"))
    collect(course.part)
    folder = layout.submitted("anna", course.part)
    (folder / "timestamp.txt").chmod(0o644)
    (folder / "timestamp.txt").write_text(stamp)
    assert run("mark")[0] == 0
    time = parse_utc((folder / "timestamp.txt").read_text()).replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - time).total_seconds()) < 120


def test_what_was_received_is_never_removed(hub: Enrol, course: Course, run: Run) -> None:
    anna = hub("anna")
    for revision, values in enumerate((course.right, course.wrong, dict.fromkeys(course.right), course.right)):
        anna.submit(course.part, submission(values, "anna", revision=1_000 * (revision + 1)))
        collect(course.part)
        assert run("mark")[0] == 0
        shutil.rmtree(layout.submitted("anna", course.part))
        collect(course.part)
        assert run("mark")[0] == 0
        assert len(kept(layout.root())) == revision + 1
