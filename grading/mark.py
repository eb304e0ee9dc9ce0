"""Mark what was collected, through nbgrader's own Autograde."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI

from course import content
from grading import layout
from grading.collect import Refused
from grading.layout import GradingError
from grading.marks import marked_from, marking
from grading.nbgrader_api import opened, reason
from grading.preprocessors import restore_sheets
from grading.submissions import UnreadableError, read_answers


@dataclass(frozen=True)
class Marked:
    """A submission that has just been marked."""

    learner: str
    part: str
    score: float
    max_score: float


@dataclass
class Report:
    """What a run of marking did. ``open`` is what has no new mark, and why."""

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

    ``learners`` and ``parts`` choose; empty means all. Raises GradingError, or ContentError if a key is wrong.
    """
    graded = [part.part for part in content.parts().values() if part.graded]
    if odd := sorted(set(parts) - set(graded)):
        raise GradingError(f"There is no part {odd[0]!r} with marks. Choose from: {', '.join(graded)}.")
    report = Report()
    with layout.locked(), opened() as grader:
        chosen = {part: _chosen(part, learners) for part in graded if part in (parts or graded)}
        if learners and (odd := sorted(set(learners) - {name for names in chosen.values() for name in names})):
            raise GradingError(
                f"Nothing of {', '.join(odd)} has been collected. Check the id, or collect the file first."
            )
        for part, names in chosen.items():
            if names:
                _mark_part(grader, part, names, everything, report, progress)
    return report


def _chosen(part: str, learners: Collection[str]) -> list[str]:
    return [name for name in layout.learners(part) if not learners or name in learners]


def _mark_part(
    grader: NbGraderAPI,
    part: str,
    learners: list[str],
    everything: bool,
    report: Report,
    progress: Callable[[str], None],
) -> None:
    by = marking(part)
    current = set() if everything else grader.get_autograded_students(part)
    done: list[str] = []
    for count, learner in enumerate(learners, start=1):
        folder = layout.submitted(learner, part)
        try:
            _check_no_link(folder)
            raw, _ = read_answers(folder, part, learner)
        except UnreadableError as error:
            report.open.append(Refused(f"{learner}: {part}", error.reason, error.mend))
            continue
        if learner in current and marked_from(learner, part) == by.fingerprint(raw):
            report.unchanged += 1
            continue
        restore_sheets(notebooks=[str(folder / f"{part}.ipynb")])
        result = grader.autograde(part, learner)
        if result["success"]:
            done.append(learner)
        else:
            report.open.append(Refused(f"{learner}: {part}", reason(result), "Mend this, then run mark again."))
        if count % 10 == 0 and count < len(learners):
            progress(f"{part}: {count} of {len(learners)} …")
    with grader.gradebook as book:
        scores = {entry["student"]: entry for entry in book.submission_dicts(part)}
    report.marked.extend(Marked(name, part, scores[name]["score"], scores[name]["max_score"]) for name in done)


def _check_no_link(folder: Path) -> None:
    for path in (folder.parent, folder):
        if path.is_symlink():
            raise UnreadableError(f"{path} is a link.", "Put a real folder in its place, then collect the file again.")
