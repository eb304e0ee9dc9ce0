"""Take in submission files: keep every version, and lay the one that counts where nbgrader marks it.

``received/<learner>/<part>/`` keeps every version for ever. Of them the one with the newest answer counts, and
``submitted/<learner>/<part>/`` is made from it: the sheet, the answers, and the time at which they were collected.
"""

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from course.handin import Submission
from grading import layout
from grading.submissions import MAX_BYTES, UnreadableError, check_size, parse, read_bytes

MAX_MEMBERS = 5000
_MACOS = "._"  # How the names begin of what macOS adds to zip files and other file systems.
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
    """What a collection did."""

    counting: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    again: int = 0
    passed_over: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class _Version:
    """One version of a submission, as it is kept in ``received``."""

    path: Path
    raw: bytes
    submission: Submission

    @property
    def time(self) -> datetime:
        return datetime.strptime(self.path.stem.rpartition("-")[0], _STAMP).replace(tzinfo=UTC)

    @property
    def rank(self) -> tuple[int, float]:
        # Among equally new answers the first to arrive counts: nothing that comes later replaces it unseen.
        return self.submission.revision, -self.time.timestamp()


def collect(targets: Iterable[Path], progress: Callable[[str], None] = lambda _: None) -> Report:
    """Take in files, folders and zip files. Raises GradingError if the marking folder cannot be used."""
    report = Report()
    arrived: dict[tuple[str, str], list[tuple[str, bytes, Submission]]] = {}
    for count, (name, read) in enumerate(_found(targets, report), start=1):
        try:
            raw = read()
            submission = parse(raw)
        except UnreadableError as error:
            report.refused.append(Refused(name, error.reason, error.mend))
        else:
            arrived.setdefault((submission.learner, submission.part), []).append((name, raw, submission))
        if count % 100 == 0:
            progress(f"{count} files read …")
    with layout.locked():
        for (learner, part), files in sorted(arrived.items()):
            _take_in(learner, part, files, report)
    return report


def _take_in(learner: str, part: str, files: list[tuple[str, bytes, Submission]], report: Report) -> None:
    try:
        _check_place(learner, part)
    except UnreadableError as error:
        report.refused.extend(Refused(name, error.reason, error.mend) for name, _, _ in files)
        return
    before = versions(learner, part)
    counted = max(before, key=lambda version: version.rank, default=None)
    fresh: list[tuple[str, _Version]] = []
    for name, raw, submission in files:
        if any(version.raw == raw for version in before) or any(version.raw == raw for _, version in fresh):
            report.again += 1
        else:
            fresh.append((name, _keep(learner, part, raw, submission)))
    everyone = [*before, *(version for _, version in fresh)]
    best = max(everyone, key=lambda version: version.rank)
    _lay_out(best)
    for name, version in fresh:
        if version is best and counted is None and len(fresh) == 1:
            report.counting.append(f"{learner}: {part} ({name})")
        elif version is best:
            report.counting.append(f"{learner}: {part} ({name}; it has the newest answers of {len(everyone)} versions)")
        elif version.submission.answers == best.submission.answers:
            report.again += 1
        elif version.submission.revision == best.submission.revision:
            report.refused.append(_disagreement(name, best))
        else:
            report.kept.append(f"{learner}: {part} ({name}; a version with newer answers counts)")


def _disagreement(name: str, best: _Version) -> Refused:
    return Refused(
        name,
        f"Its answers differ from {best.path.name}, which counts, though both say that they are of the same moment. "
        "One of the two was changed by hand.",
        f"Both are kept in {best.path.parent}. Ask the learner for a new file, made by Hand in.",
    )


def versions(learner: str, part: str) -> list[_Version]:
    """Every version of a submission that was received, oldest first."""
    found = []
    for path in sorted(layout.received(learner, part).glob("*.json")):
        try:
            raw = read_bytes(path)
            found.append(_Version(path, raw, parse(raw)))
        except UnreadableError:  # It was read once. If the course has changed since, it no longer counts, but is kept.
            continue
    return found


def _keep(learner: str, part: str, raw: bytes, submission: Submission) -> _Version:
    name = f"{datetime.now(UTC).strftime(_STAMP)}-{hashlib.sha256(raw).hexdigest()[:12]}.json"
    path = layout.received(learner, part) / name
    layout.write(path, raw)
    return _Version(path, raw, submission)


def _lay_out(version: _Version) -> None:
    part, learner = version.submission.part, version.submission.learner
    folder = layout.submitted(learner, part)
    contents = {
        # The sheet comes first: nbgrader gives 0 to a submission without its notebook.
        f"{part}.ipynb": layout.source_sheet(part).read_bytes(),
        layout.ANSWERS: version.raw,
        layout.TIMESTAMP: version.time.strftime(_NBGRADER_STAMP).encode(),
    }
    for name, content in contents.items():
        path = folder / name
        if path.is_symlink() or not path.is_file() or path.read_bytes() != content:
            layout.write(path, content)


def _check_place(learner: str, part: str) -> None:
    if not layout.source_sheet(part).is_file():
        raise UnreadableError(
            f"There is no marking sheet for {part} yet.", "Run `python -m grading build`, then collect again."
        )
    for kind in ("received", "submitted"):
        folder = layout.root() / kind
        for other in folder.iterdir() if folder.is_dir() else ():
            if other.name != learner and other.name.casefold() == learner.casefold():
                raise UnreadableError(
                    f"The learner id {learner!r} differs from {other.name!r}, who is here already, only in capital letters.",
                    f"If they are one person, write {other.name!r} in the file as the learner, then collect it again.",
                )
        for path in (folder, folder / learner, folder / learner / part):
            if path.is_symlink():
                raise UnreadableError(f"{path} is a link.", "Put a real folder in its place, then collect again.")


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
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
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
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise UnreadableError(f"It is damaged inside the zip file ({error}).") from error

    return read
