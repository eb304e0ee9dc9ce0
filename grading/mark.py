"""Mark what was collected, through nbgrader's own Autograde."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.apps.api import NbGraderAPI

from grading import layout, received, roster, versions
from grading.exchange import settle
from grading.layout import GradingError, UnreadableError
from grading.marks import marked_from, marking
from grading.nbgrader_api import opened, reason
from grading.received import Received, Refused, counting, lay_sheet, shared_work
from grading.received import Report as TakenIn
from grading.submissions import read_answers


@dataclass(frozen=True)
class Marked:
    """A submission that has just been marked. ``waits``: a person has still to mark an answer in it."""

    learner: str
    assignment: str
    score: float
    max_score: float
    waits: bool
    before: tuple[float, float] | None = None

    @property
    def moved(self) -> bool:
        """Whether it had another score, or another highest score, ``before``."""
        return self.before not in (None, (self.score, self.max_score))


@dataclass
class Report:
    """What a run of marking did. ``taken_in`` came through the exchange; ``open`` is what has no new mark, and why."""

    taken_in: TakenIn = field(default_factory=TakenIn)
    marked: list[Marked] = field(default_factory=list)
    unchanged: int = 0
    open: list[Refused] = field(default_factory=list)


def mark(
    learners: Collection[str] = (),
    parts: Collection[str] = (),
    *,
    everything: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Mark submissions that are new or changed, or with ``everything`` all of them.

    What `nbgrader collect` has brought is taken in first. ``learners`` and ``parts`` (or assignments) choose; empty
    means all. Raises GradingError, or ContentError if a key is wrong.
    """
    graded = versions.everything()
    if odd := sorted(set(parts) - set(graded) - set(map(layout.part_of, graded))):
        raise GradingError(f"There is no part {odd[0]!r} with marks. Choose from: {', '.join(graded)}.")
    report = Report()
    with layout.locked(), opened() as grader:
        chosen = [name for name in graded if not parts or name in parts or layout.part_of(name) in parts]
        if learners and (odd := sorted(set(learners) - {name for each in chosen for name in layout.learners(each)})):
            raise GradingError(
                f"Nothing of {', '.join(odd)} has been collected. Check the id, or collect the file first."
            )
        for assignment in chosen:
            _take_in(assignment, learners, report)
        for assignment in chosen:
            if names := _chosen(assignment, learners):
                _mark(grader, assignment, names, everything, report, progress)
    report.open[:0] = report.taken_in.refused
    return report


def _chosen(assignment: str, learners: Collection[str]) -> list[str]:
    return [name for name in layout.learners(assignment) if not learners or name in learners]


def _take_in(assignment: str, learners: Collection[str], report: Report) -> None:
    new: list[Received] = []
    for learner in _chosen(assignment, learners):
        before = len(report.taken_in.counting)
        try:
            settle(learner, assignment, report.taken_in)
        except UnreadableError as error:
            report.taken_in.refused.append(Refused(f"{learner}: {assignment}", error.reason, error.mend))
        if len(report.taken_in.counting) > before and (best := counting(received.everything(learner, assignment))):
            new.append(best)
    report.taken_in.look.extend(roster.unknown({one.submission.learner for one in new}))
    report.taken_in.look.extend(shared_work([one.submission for one in new]))


def _mark(
    grader: NbGraderAPI,
    assignment: str,
    learners: list[str],
    anew: bool,
    report: Report,
    progress: Callable[[str], None],
) -> None:
    by = marking(assignment)
    before = _found(grader, assignment)
    current = set() if anew else grader.get_autograded_students(assignment)
    reported = " ".join(refused.name for refused in report.taken_in.refused)
    done: list[str] = []
    for count, learner in enumerate(learners, start=1):
        folder = layout.submitted(learner, assignment)
        try:
            _check_no_link(folder)
            raw, _ = read_answers(folder, assignment, learner)
        except UnreadableError as error:
            if f"{learner}: {assignment} (" not in reported:
                report.open.append(Refused(f"{learner}: {assignment}", error.reason, error.mend))
            continue
        if learner in current and marked_from(learner, assignment) == by.fingerprint(raw):
            report.unchanged += 1
            continue
        lay_sheet(folder)
        result = grader.autograde(assignment, learner)
        if result["success"]:
            done.append(learner)
        else:
            report.open.append(Refused(f"{learner}: {assignment}", reason(result), "Mend this, then run mark again."))
        if count % 10 == 0 and count < len(learners):
            progress(f"{assignment}: {count} of {len(learners)} …")
    after = _found(grader, assignment)
    report.marked.extend(
        Marked(
            name,
            assignment,
            *_score(after[name]),
            bool(after[name]["needs_manual_grade"]),
            _score(before[name]) if name in before else None,
        )
        for name in done
    )


def _found(grader: NbGraderAPI, assignment: str) -> dict[str, dict[str, Any]]:
    """What the gradebook knows of every submission, by learner."""
    with grader.gradebook as book:
        return {entry["student"]: entry for entry in book.submission_dicts(assignment)}


def _score(entry: dict[str, Any]) -> tuple[float, float]:
    return round(entry["score"], 2), entry["max_score"]


def _check_no_link(folder: Path) -> None:
    for path in (folder.parent, folder):
        if path.is_symlink():
            raise UnreadableError(f"{path} is a link.", "Put a real folder in its place, then collect the file again.")
