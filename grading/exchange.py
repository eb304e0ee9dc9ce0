"""The exchange's door: take in what ``nbgrader collect`` has laid into ``submitted``.

There a learner's folder holds what they submitted: their copy of the sheet, the file that the hand-in cell wrote
beside it, and nbgrader's own ``timestamp.txt``. The file is kept with all others that came from the learner, under
the time of the exchange; the newest of them counts, and the sheet is put back as it was built. Needs no nbgrader.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from grading import layout
from grading.layout import UnreadableError
from grading.received import Arrival, Refused, Report, check_place, everything, is_decided, lay_out, take_in
from grading.submissions import assignment_of, parse, read_bytes


def settle(learner: str, assignment: str, report: Report, *, but: Path | None = None) -> None:
    """Take in what lies in one folder of ``submitted`` and was not made by us; do nothing where there is no such thing.

    A file that names another learner than the folder stays there, is reported and changes no mark. ``but`` names a
    file to leave alone. Raises UnreadableError if the folder cannot be used.
    """
    folder = layout.submitted(learner, assignment)
    waiting = [path for path in _waiting(folder, learner, assignment) if path != but]
    if not waiting:
        return
    check_place(learner, assignment)
    time = time_of(folder)
    arrived: dict[str, list[Arrival]] = {}
    done: list[Path] = []
    for path in waiting:
        try:
            raw = read_bytes(path)
            if is_decided(raw):
                done.append(path)
                continue
            submission = parse(raw)
            belongs = assignment_of(submission)
            check_place(learner, belongs)
            if submission.learner != learner:
                raise _whose(learner, submission.learner, path)
        except UnreadableError as error:
            report.refused.append(Refused(f"{learner}: {assignment} ({path})", error.reason, error.mend))
            continue
        arrived.setdefault(belongs, []).append(Arrival(f"exchange: {path.name}", raw, submission, time, "exchange"))
        if path.name != layout.ANSWERS:
            done.append(path)
    for belongs, arrivals in arrived.items():
        take_in(learner, belongs, arrivals, report)
    for path in done:  # Kept by now: in `received`, byte for byte.
        path.unlink()
    lay_out(learner, assignment)
    if arrived and assignment not in arrived and not everything(learner, assignment):
        _leave(folder, [layout.submitted(learner, belongs) for belongs in arrived])


def is_waiting(learner: str, assignment: str) -> bool:
    """Whether something lies in a folder of ``submitted`` that ``settle`` would look at."""
    return bool(_waiting(layout.submitted(learner, assignment), learner, assignment))


def time_of(folder: Path) -> datetime:
    """When the exchange took a folder, as nbgrader wrote it down; now, if that cannot be read or lies ahead."""
    now = datetime.now(UTC)
    try:
        words = read_bytes(folder / layout.TIMESTAMP).decode("utf-8").split()
        found = datetime.fromisoformat(" ".join(words[:2]))
    except (UnreadableError, ValueError):
        return now
    return min(now, found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC))


def _waiting(folder: Path, learner: str, assignment: str) -> list[Path]:
    files = sorted(path for path in folder.glob("*.json") if path.name != layout.ANSWERS)
    ours = folder / layout.ANSWERS
    if ours.exists() and _is_foreign(ours, learner, assignment):
        files.append(ours)
    return files


def _is_foreign(answers: Path, learner: str, assignment: str) -> bool:
    """Whether a readable ``answers.json`` of this learner is none that we laid out: a learner may choose that name."""
    try:
        raw = read_bytes(answers)
        submission = parse(raw)
        if submission.learner != learner or assignment_of(submission) != assignment:
            return False
    except UnreadableError:
        return False
    return all(file.answers != raw for file in everything(learner, assignment))


def _whose(folder: str, named: str, path: Path) -> UnreadableError:
    return UnreadableError(
        f"It was submitted by {folder!r}, but the file says that it is by {named!r}. Nothing was marked for it.",
        f"Find out whose it is. Then: python -m grading collect --as {folder} {path} (or --as {named}).",
    )


def _leave(folder: Path, others: list[Path]) -> None:
    """Remove a folder whose file turned out to belong to other versions; nbgrader's secret for feedback goes along."""
    secret = folder / layout.SECRET
    for other in others:
        if secret.is_file():
            layout.write(other / layout.SECRET, secret.read_bytes())
    made = {layout.sheet_name(folder.name), layout.TIMESTAMP, layout.SECRET}
    if {path.name for path in folder.iterdir()} <= made:
        shutil.rmtree(folder)
