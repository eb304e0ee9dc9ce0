"""What was handed in: every file is kept as it came, and of them one counts.

``received/<learner>/<assignment>/`` keeps every file for ever. Its name says when it came, what is in it and through
which door. The newest counts, by the time of the exchange or of the collection and never by the learner's clock, and
``submitted/<learner>/<assignment>/`` is made from it: the sheet, the answers, and the time.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from course.handin import Submission
from grading import layout, sheets
from grading.layout import UnreadableError
from grading.submissions import parse, read_answers, read_bytes

Door = Literal["", "exchange", "decided"]
"""How a file came: collected, through nbgrader's exchange, or by the trainer's word on whose it is."""

_STAMP = "%Y%m%dT%H%M%S.%fZ"
_NBGRADER_STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"


@dataclass(frozen=True)
class Refused:
    """A file that was not taken in. It stays where it is."""

    name: str
    reason: str
    mend: str


@dataclass
class Report:
    """What was taken in. ``look`` is what counts all the same, but the trainer should know."""

    counting: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    again: int = 0
    passed_over: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Received:
    """One file that was handed in, as it is kept. ``submission`` names the learner whose it is taken to be."""

    path: Path
    raw: bytes
    submission: Submission

    @property
    def time(self) -> datetime:
        """When it came."""
        return datetime.strptime(self.path.stem.split("-")[0], _STAMP).replace(tzinfo=UTC)

    @property
    def decided(self) -> bool:
        """Whether the trainer has said whose it is."""
        return self.path.stem.endswith("-decided")

    @property
    def answers(self) -> bytes:
        """What is marked: the file itself, with the learner's name put right if the trainer has decided."""
        return self.raw if parse(self.raw) == self.submission else self.submission.text().encode()


@dataclass(frozen=True)
class Arrival:
    """A readable file that has just come in, by the name that the trainer knows it by."""

    name: str
    raw: bytes
    submission: Submission
    time: datetime
    door: Door = ""


def everything(learner: str, assignment: str) -> list[Received]:
    """Every file that was received from a learner for an assignment, oldest first."""
    found = []
    for path in sorted(layout.received(learner, assignment).glob("*.json")):
        with suppress(UnreadableError):  # It was read once. If it no longer can be, it does not count, but is kept.
            raw = read_bytes(path)
            found.append(Received(path, raw, _of(learner, parse(raw))))
    return found


def counting(files: Sequence[Received]) -> Received | None:
    """The file that counts: the newest whose answers differ from those before it.

    So the same answers handed in once more are no later than they were. Of two files that differ though their answers
    are of the same moment one was changed by hand: the earlier counts until the trainer decides.
    """
    best: Received | None = None
    for one in files:
        if best is None or (
            _differ(one, best) and (one.decided or one.submission.revision != best.submission.revision)
        ):
            best = one
    return best


def take_in(learner: str, assignment: str, arrivals: Sequence[Arrival], report: Report) -> None:
    """Keep what has come for one learner and assignment, lay out what counts, and report both."""
    before = everything(learner, assignment)
    fresh: list[tuple[str, Received]] = []
    # Files that come together are put in the order of their answers: nothing else is known of them.
    for place, arrival in enumerate(sorted(arrivals, key=lambda arrival: arrival.submission.revision)):
        path = layout.received(learner, assignment) / _name(arrival, arrival.time + timedelta(microseconds=place))
        if _is_known(arrival, path, [*before, *(file for _, file in fresh)]):
            report.again += 1
        else:
            layout.write(path, arrival.raw)
            fresh.append((arrival.name, Received(path, arrival.raw, _of(learner, arrival.submission))))
    files = sorted([*before, *(file for _, file in fresh)], key=lambda file: file.path.name)
    best = lay_out(learner, assignment)
    for name, file in fresh:
        about = f"{learner}: {assignment} ({name}"
        if best is None or file == best:
            older = max(before, key=lambda one: one.submission.revision, default=None)
            report.counting.append(f"{about}; the newest of {len(files)})" if len(files) > 1 else f"{about})")
            if older and older.submission.revision > file.submission.revision and not file.decided:
                report.look.append(
                    f"{about}) counts, for it came last. But by the learner's own clock its answers are older than those "
                    f"in {older.path}. If those should count: python -m grading collect --as {learner} {older.path}"
                )
        elif not _differ(file, best) and file.submission.skills != best.submission.skills:
            report.kept.append(f"{about}; the same answers, and the skills check for the report)")
        elif not _differ(file, best):
            report.again += 1
        elif file.submission.revision == best.submission.revision:
            report.refused.append(_disagreement(name, learner, file, best))
        else:
            report.kept.append(f"{about}; a newer one counts)")


def lay_out(learner: str, assignment: str) -> Received | None:
    """Lay the file that counts where nbgrader marks it, and return it; without one, lay out the sheet alone."""
    best = counting(everything(learner, assignment))
    folder = layout.submitted(learner, assignment)
    if best is not None:
        _write(folder / layout.ANSWERS, best.answers)
        _write(folder / layout.TIMESTAMP, best.time.strftime(_NBGRADER_STAMP).encode())
    lay_sheet(folder)
    return best


def lay_sheet(folder: Path) -> None:
    """Put the sheet that was built in ``submitted``, with the learner's words: nbgrader cannot go on without it."""
    sheet = layout.source_sheet(folder.name).read_bytes()
    with suppress(UnreadableError):  # Whoever marks it says so, and leaves the mark open.
        _, submission = read_answers(folder, folder.name)
        sheet = sheets.with_words(sheet, submission.value)
    _write(folder / layout.sheet_name(folder.name), sheet)


def check_place(learner: str, assignment: str) -> None:
    """Raises UnreadableError if nothing can be laid out for this learner and assignment."""
    if not layout.source_sheet(assignment).is_file():
        raise UnreadableError(
            f"There is no marking sheet for {assignment} yet.", "Run `python -m grading build`, then collect again."
        )
    for kind in ("received", "submitted"):
        folder = layout.root() / kind
        for other in folder.iterdir() if folder.is_dir() else ():
            if other.name != learner and other.name.casefold() == learner.casefold():
                raise UnreadableError(
                    f"The learner id {learner!r} differs from {other.name!r}, who is here already, only in capital letters.",
                    f"If they are one person: python -m grading collect --as {other.name} FILE",
                )
        for path in (folder, folder / learner, folder / learner / assignment):
            if path.is_symlink():
                raise UnreadableError(f"{path} is a link.", "Put a real folder in its place, then collect again.")


def is_decided(raw: bytes) -> bool:
    """Whether the trainer has said of this very file whose it is."""
    return any((layout.root() / "received").glob(f"*/*/*-{_digest(raw)}-decided.json"))


def shared_work(submissions: Sequence[Submission]) -> list[str]:
    """Which of these hold work that stands under another learner's id, too, in words for the trainer."""
    wanted = {submission.work_id for submission in submissions}
    learners: dict[str, set[str]] = {work_id: set() for work_id in wanted}
    for path in (layout.root() / "received").glob("*/*/*.json"):
        with suppress(OSError, msgspec.DecodeError):
            work_id = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), type=_WorkId).work_id
            if work_id in wanted:
                learners[work_id].add(path.parent.parent.name)
    return sorted(
        f"One and the same saved work was handed in as {' and as '.join(sorted(names))}. Each is marked. It may be a "
        "mistyped id, a shared computer or a copied file: ask them."
        for names in learners.values()
        if len(names) > 1
    )


class _WorkId(msgspec.Struct):
    work_id: str


def _of(learner: str, submission: Submission) -> Submission:
    return msgspec.structs.replace(submission, learner=learner)


def _differ(one: Received, other: Received) -> bool:
    return one.submission.answers != other.submission.answers


def _is_known(arrival: Arrival, path: Path, known: Sequence[Received]) -> bool:
    # What comes through the exchange has a time of its own; of a file that is found once more nobody knows one.
    return any(file.path == path or (not arrival.door and file.raw == arrival.raw) for file in known)


def _name(arrival: Arrival, time: datetime) -> str:
    return f"{'-'.join(filter(None, (time.strftime(_STAMP), _digest(arrival.raw), arrival.door)))}.json"


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:12]


def _disagreement(name: str, learner: str, file: Received, best: Received) -> Refused:
    return Refused(
        name,
        f"Its answers differ from {best.path.name}, which counts, though both say that they are of the same moment. "
        "One of the two was changed by hand.",
        f"Both are kept in {best.path.parent}. Ask the learner for a new file, made by Hand in. To let this one count: "
        f"python -m grading collect --as {learner} {file.path}",
    )


def _write(path: Path, content: bytes) -> None:
    if path.is_symlink() or not path.is_file() or path.read_bytes() != content:
        layout.write(path, content)
