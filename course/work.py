"""A learner's work: one file of entries, each with a revision, merged entry by entry.

A revision is the browser's clock in milliseconds, or one more than the newest known revision if the
clock stands behind it. So the newest of two entries is the one with the higher revision, on whatever
page or kernel it was written, and merging gives the same result in any order.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs
from filelock import FileLock, Timeout

from course import paths

LOCK_SECONDS = 5

Revision = Annotated[int, msgspec.Meta(ge=0, lt=2**52)]
WorkId = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class WorkError(Exception):
    """Work could not be read or saved. The message says why and what to do."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a learner wrote. ``value`` None means: removed, and removed it stays."""

    revision: Revision
    value: Any = None


Entries = Mapping[str, Entry]


class Work(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All of a learner's work: entries under the names that ``answer_name`` and its like give."""

    format: Literal["equally-outstanding/work/1"] = "equally-outstanding/work/1"
    work_id: WorkId = msgspec.field(default_factory=lambda: secrets.token_hex(16))
    entries: dict[str, Entry] = {}

    def value(self, name: str) -> Any:
        """The value of an entry, or None if there is none."""
        entry = self.entries.get(name)
        return entry.value if entry else None


def answer_name(exercise_id: str) -> str:
    """The name of the entry that holds the answer to an exercise."""
    return f"answer/{exercise_id}"


def reflection_name(exercise_id: str) -> str:
    """The name of the entry that holds what a learner wrote for a reflection. It is never handed in."""
    return f"reflection/{exercise_id}"


def estimate_name(estimate_id: str, field: str) -> str:
    """The name of the entry that holds a number of an estimate, as it was typed. It is never handed in."""
    return f"estimate/{estimate_id}/{field}"


def assessment_name(assessment_id: str, factor: str) -> str:
    """The name of the entry that holds the level chosen for a factor, "1" to "4" or "unsure". It is never handed in."""
    return f"assessment/{assessment_id}/{factor}"


def evidence_name(assessment_id: str, factor: str) -> str:
    """The name of the entry that holds what a learner wrote as evidence for a level. It is never handed in."""
    return f"{assessment_name(assessment_id, factor)}/evidence"


def scenario_name(scenario_id: str, what: str) -> str:
    """The name of the entry that holds the "way" through a scenario, or all that was "seen" in it. It is never handed in."""
    return f"scenario/{scenario_id}/{what}"


def budget_name(service: str, plan: str) -> str:
    """The name of the entry that holds a plan for a made-up service's budget, as ids. It is never handed in."""
    return f"budget/{service}/{plan}"


def impact_name(field: str) -> str:
    """The name of the entry that holds a field of the learner's impact analysis, as it was typed. It is never handed in."""
    return f"impact/impact-analysis/{field}"


def way_name(what: str) -> str:
    """The name of the entry that holds the learner's "audience", "order" of pages, or "yes" to "marked". It is never handed in."""
    return f"way/my-way/{what}"


def done_name(part: str, page: str) -> str:
    """The name of the entry that is "yes" if the learner says that a page is done. It is never handed in."""
    return f"done/{part}/{page}"


def skills_name(when: str, question: str) -> str:
    """The name of the entry that holds the option chosen in the check "before" or "after". It is handed in only if asked to."""
    return f"skills/{when}/{question}"


def action_name(field: str) -> str:
    """The name of the entry that holds a field of the learner's action plan, as it was typed. It is never handed in."""
    return f"actions/action-plan/{field}"


def plan_name(what: str) -> str:
    """The name of the entry that is "yes" if ``what`` is to go into the learner's action plan.

    That is a reflection, an estimate or a self-assessment by its id, or the next step on a factor: "<assessment>/<factor>".
    """
    return f"plan/{what}"


def handed_in_name(part: str) -> str:
    """The name of the entry that says when a part was handed in."""
    return f"handed-in/{part}"


def decode(text: str | bytes) -> Work:
    """Read the text of a work file. Raises WorkError that says what is wrong."""
    try:
        return msgspec.json.decode(text, type=Work)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WorkError(f"This is not a file of this course's answers, or it is damaged ({error}).") from error


def merge(one: Entries, other: Entries) -> dict[str, Entry]:
    """The newest entry under each name. Commutative, associative and idempotent."""

    def newest(entries: Iterable[Entry | None]) -> Entry:
        return max((e for e in entries if e), key=lambda e: (e.revision, msgspec.json.encode(e.value, order="sorted")))

    return {name: newest((one.get(name), other.get(name))) for name in {**one, **other}}


def next_revision(entries: Entries) -> int:
    """A revision that is newer than every entry's."""
    return max([round(time.time() * 1000), *(entry.revision + 1 for entry in entries.values())])


@dataclass(frozen=True)
class Change:
    """What bringing entries back would do: new entries to write, and the names of those of each sort."""

    entries: dict[str, Entry]
    added: list[str]
    replaced: list[str]
    kept: list[str]
    same: list[str]


def bring_back(here: Entries, there: Entries) -> Change:
    """Compare ``there`` (a file, a browser's copy) with ``here``. The newer answer stays; what was removed here returns."""
    fresh = next_revision({**here, **there})
    change = Change({}, [], [], [], [])
    for name, entry in there.items():
        mine = here.get(name)
        if entry.value is None:
            continue
        if mine is None or mine.value is None:
            change.added.append(name)
        elif mine.value == entry.value:
            change.same.append(name)
        elif mine.revision > entry.revision:
            change.kept.append(name)
        else:
            change.replaced.append(name)
    change.entries.update({name: Entry(fresh, there[name].value) for name in [*change.added, *change.replaced]})
    return change


def removal(here: Entries) -> dict[str, Entry]:
    """Entries that remove everything that is here."""
    fresh = next_revision(here)
    return {name: Entry(fresh) for name, entry in here.items() if entry.value is not None}


def reversal(before: Entries, now: Entries, names: Iterable[str]) -> dict[str, Entry]:
    """Entries that put ``names`` back to what they were ``before``."""
    fresh = next_revision(now)
    return {name: Entry(fresh, before[name].value if name in before else None) for name in names}


def location() -> Path:
    """Where the work file lies: COURSE_WORK, else the course's folder, else the user's data folder."""
    if setting := os.environ.get("COURSE_WORK"):
        path = Path(setting).expanduser().absolute()
        return path / "my-work.json" if path.is_dir() else path
    if os.access(paths.ROOT, os.W_OK):
        return paths.ROOT / "my-work.json"
    return Path(platformdirs.user_data_dir("equally-outstanding", appauthor=False)) / "my-work.json"


class WorkFile:
    """The work file on disk. Every write locks it, reads it, merges and replaces it in one step."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or location()
        self.notice = ""
        """What the learner should know, such as that a damaged file was set aside; "" for nothing."""

    def read(self) -> Work:
        """The work as it stands. A damaged file is set aside under another name. Raises WorkError."""
        with self._locked():
            return self._read()

    def write(self, entries: Entries) -> Work:
        """Merge ``entries`` in and return all that is there now. Raises WorkError."""
        with self._locked():
            work = self._read()
            return self._replace(msgspec.structs.replace(work, entries=merge(work.entries, entries)))

    def adopt(self, work_id: str) -> Work:
        """Go on under another work's id, so that work from an ended session stays one work. Raises WorkError."""
        with self._locked():
            return self._replace(msgspec.structs.replace(self._read(), work_id=work_id))

    def clear(self) -> Work:
        """Remove the file and every damaged file that was set aside. Raises WorkError."""
        with self._locked():
            for path in [self.path, *self._set_aside()]:
                path.unlink(missing_ok=True)
            self.notice = ""
            return Work()

    def _set_aside(self) -> Iterator[Path]:
        return self.path.parent.glob(f"{self.path.stem}.damaged-*{self.path.suffix}")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=LOCK_SECONDS):
                yield
        except Timeout as error:
            raise WorkError(
                f"Another program holds {self.path}. Close other copies of the course, then answer again."
            ) from error
        except OSError as error:
            raise WorkError(f"{self.path} could not be written ({error.strerror}). Choose Keep my work now.") from error

    def _read(self) -> Work:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return Work()
        try:
            return decode(raw)
        except WorkError as error:
            aside = self._name_for_damaged()
            self.path.replace(aside)
            self.notice = (
                f"The file with your answers could not be read, so it was set aside as {aside.name} and nothing in it was "
                f"changed. If you kept a copy of your work, bring it back. {error}"
            )
            return Work()

    def _name_for_damaged(self) -> Path:
        stem = f"{self.path.stem}.damaged-{datetime.now():%Y%m%d-%H%M%S}"
        taken = 0
        while (aside := self.path.with_name(f"{stem}{f'-{taken}' if taken else ''}{self.path.suffix}")).exists():
            taken += 1
        return aside

    def _replace(self, work: Work) -> Work:
        written = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
        with written.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(work, order="deterministic"), indent=1))
            file.flush()
            os.fsync(file.fileno())
        written.replace(self.path)
        return work


class Store:
    """This kernel's view of the work file, shared by all widgets, which hear of every change."""

    def __init__(self, file: WorkFile) -> None:
        self.file = file
        self._listeners: list[Callable[[Work], None]] = []
        self._undo: tuple[Work, dict[str, Entry], str] | None = None

    def subscribe(self, listener: Callable[[Work], None]) -> None:
        """Call ``listener`` with the work after every change."""
        self._listeners.append(listener)

    def read(self) -> Work:
        """The work as it stands on disk. Raises WorkError."""
        return self.file.read()

    def save(self, entries: Entries) -> Work:
        """Write entries and tell every widget. Raises WorkError."""
        return self._tell(self.file.write(entries))

    def apply(self, entries: dict[str, Entry], label: str, work_id: str | None = None) -> Work:
        """Write entries so that ``undo`` can take them back; ``label`` says what it takes back. Raises WorkError."""
        before = self.file.read()
        if work_id and not any(entry.value is not None for entry in before.entries.values()):
            self.file.adopt(work_id)
        self._undo = (before, entries, label)
        return self.save(entries)

    @property
    def undo_label(self) -> str:
        """What ``undo`` would take back, or ""."""
        return self._undo[2] if self._undo else ""

    def undo(self) -> Work:
        """Take back the last ``apply``. Raises WorkError."""
        if self._undo is None:
            return self.read()
        before, entries, _ = self._undo
        self._undo = None
        return self.save(reversal(before.entries, self.file.read().entries, entries))

    def clear(self) -> Work:
        """Remove all work from the disk; nothing of it can be undone. Raises WorkError."""
        self._undo = None
        return self._tell(self.file.clear())

    def _tell(self, work: Work) -> Work:
        for listener in self._listeners:
            listener(work)
        return work


_store: Store | None = None


def store() -> Store:
    """The one store of this kernel."""
    global _store
    if _store is None:
        _store = Store(WorkFile())
    return _store
