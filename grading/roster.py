"""The roster: who takes the course, by id, with name, e-mail address and group. It is optional."""

import csv
import difflib
import io
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from course.handin import LEARNER_ID
from grading import layout
from grading.layout import GradingError, UnreadableError
from grading.submissions import read_bytes

COLUMNS = ("id", "name", "email", "group")


class Person(msgspec.Struct, frozen=True):
    """One line of the roster."""

    id: str
    name: str = ""
    email: str = ""
    group: str = ""

    @property
    def first_and_last(self) -> tuple[str, str]:
        """The name as nbgrader wants it: "Last, First" or "First Last"."""
        if "," in self.name:
            last, _, first = self.name.partition(",")
        else:
            first, _, last = self.name.rpartition(" ")
        return first.strip(), last.strip()


Roster = dict[str, Person]


def read(file: Path) -> Roster:
    """Read a CSV file with the columns ``COLUMNS`` (id is needed). Raises GradingError that names every wrong line."""
    try:
        text = _text(read_bytes(file))
    except UnreadableError as error:
        raise GradingError(f"{file}: {error}") from error
    people: Roster = {}
    wrong: list[str] = []
    for line, row in _rows(file, text):
        person, problem = _person(row, people)
        if problem:
            wrong.append(f"{file}, line {line}: {problem}")
        else:
            people[person.id] = person
    if wrong:
        raise GradingError("\n".join([*wrong, "Nothing was taken over. Mend the file and run the command again."]))
    if not people:
        raise GradingError(f"{file} names nobody. Write one learner in each line below the headings.")
    return people


def known() -> Roster:
    """The roster in use; empty where there is none. Raises GradingError."""
    try:
        return msgspec.json.decode(_place().read_bytes(), type=Roster)
    except FileNotFoundError:
        return {}
    except msgspec.DecodeError as error:
        raise GradingError(f"{_place()} is damaged. Run `python -m grading roster FILE` again.") from error


def take_over(file: Path) -> list[str]:
    """Make a CSV file the roster in use, write the names into the gradebook, and say what changed. Raises GradingError."""
    from grading.nbgrader_api import opened

    people = read(file)
    with layout.locked(), opened() as grader, grader.gradebook as book:
        before = known()
        for person in people.values():
            first, last = person.first_and_last
            book.update_or_create_student(
                person.id, first_name=first or None, last_name=last or None, email=person.email or None
            )
        layout.write(_place(), msgspec.json.format(msgspec.json.encode(people), indent=1))
    changes = [f"New: {name}" for name in people if name not in before]
    changes += [f"Changed: {name}" for name in people if name in before and before[name] != people[name]]
    changes += [f"No longer on the roster; what they handed in stays: {name}" for name in before if name not in people]
    return [f"{len(people)} people are on the roster.", *changes]


def unknown(learners: Collection[str]) -> list[str]:
    """Which of these ids are not on the roster, and whom they may mean, in words for the trainer."""
    people = known()
    found = []
    for learner in sorted(learners) if people else ():
        if learner not in people:
            near = difflib.get_close_matches(learner.casefold(), [name.casefold() for name in people], 1, 0.5)
            means = next((name for name in people if near and name.casefold() == near[0]), None)
            hint = f"Nearest is {means}: if it is them, python -m grading collect --as {means} FILE." if means else ""
            found.append(f"{learner} is not on the roster. {hint}".strip())
    return found


def _place() -> Path:
    return layout.root() / "roster.json"


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's "Unicode text"
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")  # Excel's plain "CSV" on Windows


def _rows(file: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every line that is not empty."""
    lines = io.StringIO(text, newline="")
    start = 0
    if text[:4].lower() == "sep=":
        lines.readline()
        start = 1
    at = lines.tell()
    first = lines.readline()
    lines.seek(at)
    reader = csv.reader(lines, delimiter=max(",;\t", key=first.count), strict=True)
    try:
        headings = [cell.strip().casefold() for cell in next(reader, [])]
        _check_headings(file, start + 1, headings)
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                more = cells[len(headings) :]
                named = dict(zip(headings, cells, strict=False))
                yield start + reader.line_num, {**named, **({"": more[0]} if any(more) else {})}
    except csv.Error as error:
        raise GradingError(f"{file}, line {start + reader.line_num}: {error}. Save it anew as CSV.") from error


def _check_headings(file: Path, line: int, headings: list[str]) -> None:
    if "id" not in headings:
        raise GradingError(
            f"{file}, line {line}: there is no column `id`. The first line names the columns: {', '.join(COLUMNS)}."
        )
    if odd := [heading for heading in headings if heading and heading not in COLUMNS]:
        raise GradingError(f"{file}, line {line}: unknown column {odd[0]!r}. Use only: {', '.join(COLUMNS)}.")
    if twice := [heading for heading in headings if heading and headings.count(heading) > 1]:
        raise GradingError(f"{file}, line {line}: the column {twice[0]!r} stands there twice.")


def _person(row: dict[str, str], people: Roster) -> tuple[Person, str]:
    person = Person(**{name: row.get(name, "") for name in COLUMNS})
    if "" in row:
        return person, "there are more cells than columns. Put a name that holds a comma into double quotes."
    if not person.id:
        return person, "the id is missing."
    if not LEARNER_ID.fullmatch(person.id):
        return person, f"{person.id!r} cannot be an id: up to 64 letters, digits, dots, hyphens, underscores or @."
    if same := next((name for name in people if name.casefold() == person.id.casefold()), ""):
        return person, f"{person.id!r} stands there twice." if same == person.id else (
            f"{person.id!r} and {same!r} differ only in capital letters."
        )
    return person, ""
