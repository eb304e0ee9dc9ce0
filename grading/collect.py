"""Collect: take in the files that learners sent, from folders and zip files."""

import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from course.handin import LEARNER_ID, Submission
from grading import exchange, layout, roster
from grading.layout import GradingError, UnreadableError
from grading.received import Arrival, Refused, Report, check_place, shared_work, take_in
from grading.submissions import MAX_BYTES, assignment_of, check_size, parse, read_bytes

MAX_MEMBERS = 5000
_MACOS = "._"  # How the names begin of what macOS adds to zip files and other file systems.

__all__ = ["Refused", "Report", "collect", "collect_as"]


def collect(targets: Iterable[Path], progress: Callable[[str], None] = lambda _: None) -> Report:
    """Take in files, folders and zip files. Raises GradingError if the marking folder cannot be used."""
    report = Report()
    now = datetime.now(UTC)
    arrived: dict[tuple[str, str], list[Arrival]] = {}
    for count, (name, read) in enumerate(_found(targets, report), start=1):
        try:
            raw = read()
            submission = parse(raw)
            place = submission.learner, assignment_of(submission)
        except UnreadableError as error:
            report.refused.append(Refused(name, error.reason, error.mend))
        else:
            arrived.setdefault(place, []).append(Arrival(name, raw, submission, now))
        if count % 100 == 0:
            progress(f"{count} files read …")
    with layout.locked():
        taken: list[Submission] = []
        for (learner, assignment), arrivals in sorted(arrived.items()):
            if _take_in(learner, assignment, arrivals, report):
                taken.extend(arrival.submission for arrival in arrivals)
        report.look.extend([*roster.unknown({learner for learner, _ in arrived}), *shared_work(taken)])
    return report


def collect_as(learner: str, file: Path) -> Report:
    """Take in one file as ``learner``'s, whoever it says that it is by. Raises GradingError."""
    if not LEARNER_ID.fullmatch(learner):
        raise GradingError(f"{learner!r} cannot be a learner id.")
    file = file.absolute()
    if not file.is_file():
        raise GradingError(f"{file} is not a file. --as decides about one file at a time.")
    report = Report()
    with layout.locked():
        try:
            raw = read_bytes(file)
            submission = parse(raw)
            assignment = assignment_of(submission)
        except UnreadableError as error:
            report.refused.append(Refused(str(file), error.reason, error.mend))
            return report
        waits = file.is_relative_to(layout.root() / "submitted")
        time = exchange.time_of(file.parent) if waits else datetime.now(UTC)
        arrival = Arrival(str(file), raw, submission, time, "decided")
        if _take_in(learner, assignment, [arrival], report, but=file) and waits:
            file.unlink()
        others = sorted(
            {
                path.parent.parent.name
                for path in (layout.root() / "received").glob(f"*/{assignment}/*.json")
                if path.parent.parent.name != learner and path.read_bytes() == raw
            }
        )
        report.look.extend(
            f"The same file still stands for {other}, too. If {other} was a slip, delete "
            f"{layout.submitted(other, assignment)}, and if it was marked: nbgrader db student remove {other} --force"
            for other in others
        )
        report.look.extend(roster.unknown([learner]))
    return report


def _take_in(learner: str, assignment: str, arrivals: list[Arrival], report: Report, but: Path | None = None) -> bool:
    try:
        check_place(learner, assignment)
        exchange.settle(learner, assignment, report, but=but)
    except UnreadableError as error:
        report.refused.extend(Refused(arrival.name, error.reason, error.mend) for arrival in arrivals)
        return False
    take_in(learner, assignment, arrivals, report)
    return True


def _found(targets: Iterable[Path], report: Report) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and reader of everything that may be a submission."""
    for target in targets:
        if target.is_dir() and not target.is_symlink():
            for path in _walk(target, report):
                yield from _of_file(path, report)
        else:
            yield from _of_file(target, report)


def _walk(folder: Path, report: Report) -> Iterator[Path]:
    def cannot(error: OSError) -> None:
        report.refused.append(
            Refused(str(error.filename), f"It cannot be opened ({error.strerror}).", "Check who may read it.")
        )

    for name, folders, files in os.walk(folder, onerror=cannot):
        folders.sort()
        for link in [below for below in folders if (Path(name) / below).is_symlink()]:
            report.refused.append(
                Refused(str(Path(name) / link), "It is a link to another folder.", "Give the folder itself.")
            )
        for file in sorted(files):
            path = Path(name) / file
            if path.suffix.lower() in (".json", ".zip"):
                if not file.startswith(_MACOS):
                    yield path
            elif not file.startswith("."):
                report.passed_over.append(str(path))


def _of_file(path: Path, report: Report) -> Iterator[tuple[str, Callable[[], bytes]]]:
    if path.suffix.lower() != ".zip" or path.is_symlink() or not path.is_file():
        yield str(path), lambda: read_bytes(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise UnreadableError(f"It holds more than {MAX_MEMBERS} files.", "Unpack it and collect the folder.")
            for member in members:
                name = _inner(member)
                if member.is_dir() or name.name.startswith(_MACOS) or "__MACOSX" in name.parts:
                    continue
                if name.suffix.lower() == ".json":
                    yield f"{path}: {member.filename}", _member_reader(archive, member)
                else:
                    report.passed_over.append(f"{path}: {member.filename}")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        report.refused.append(
            Refused(str(path), f"The zip file is damaged ({error}).", "Ask for it again, or for the files in it.")
        )
    except UnreadableError as error:
        report.refused.append(Refused(str(path), error.reason, error.mend))


def _inner(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _member_reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    """Reads one member into memory. Nothing is ever written under a name that stands in a zip file."""

    def read() -> bytes:
        if _inner(member).is_absolute() or ".." in _inner(member).parts:
            raise UnreadableError(
                "Its name in the zip file points outside it.", "Find out where the zip file comes from."
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnreadableError("It is a link to another file.", "Ask for the file itself.")
        if member.flag_bits & 1:
            raise UnreadableError("It is locked with a password.", "Unpack the zip file and collect the folder.")
        try:
            with archive.open(member) as file:
                return check_size(file.read(MAX_BYTES + 1))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise UnreadableError(f"It is damaged inside the zip file ({error}).") from error

    return read
