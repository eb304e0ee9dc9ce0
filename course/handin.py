"""Handing in: one file for one part, which the learner sends to the trainer."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from course.content import Part
from course.scoring import problem
from course.skill_questions import When, shared
from course.work import Entry, Work, WorkId, answer_name

SUBMISSION_FORMAT: Final = "equally-outstanding/submission/1"
LEARNER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


class Submission(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One learner's answers to one part, as the file holds them.

    ``answers`` has every graded exercise: an entry, an entry without a value where an answer was taken back, or None
    where there never was one. ``made`` is the learner's clock and decides nothing.

    ``skills`` has the chosen options of the finished skills checks, by time and skill, that the learner lets the trainer
    see. It is empty where they let nothing be seen any more, and is not in the file where they never did.
    """

    format: Literal["equally-outstanding/submission/1"] = SUBMISSION_FORMAT
    part: str
    learner: str
    work_id: WorkId
    made: str
    answers: dict[str, Entry | None]
    skills: dict[When, dict[str, str]] | msgspec.UnsetType = msgspec.UNSET

    @property
    def revision(self) -> int:
        """The newest revision of any answer; 0 if nothing is answered."""
        return max((entry.revision for entry in self.answers.values() if entry), default=0)

    @property
    def file_name(self) -> str:
        """The name under which a learner gets the file."""
        return f"{self.part}_{self.learner}_{datetime.fromisoformat(self.made):%Y%m%d-%H%M%S}.json"

    def value(self, exercise_id: str) -> str | None:
        """The answer to an exercise, or None if there is none."""
        entry = self.answers[exercise_id]
        return entry.value if entry else None

    def text(self) -> str:
        """The content of the file."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode()


def id_problem(learner: str) -> str:
    """Why this cannot be a learner id, in words for the learner; "" if it can."""
    if not learner:
        return "Type the id that your trainer gave you."
    if not LEARNER_ID.fullmatch(learner):
        return (
            "An id has up to 64 letters without accents, digits, dots, hyphens, underscores or @, "
            "and no spaces. Type it just as your trainer gave it to you."
        )
    return ""


def hub_user() -> str:
    """The name under which nbgrader's exchange takes what this user submits, or "" if it cannot be a learner id."""
    try:
        import pwd  # Not on Windows, where nbgrader has no exchange.

        name = pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return ""
    if name == "jovyan":  # Every learner's name in Jupyter's own container images. nbgrader does the same.
        name = os.environ.get("JUPYTERHUB_USER", name)
    return "" if id_problem(name) else name


def unanswered(part: Part, work: Work) -> list[str]:
    """Ids of the graded exercises of ``part`` without an answer that can be marked."""
    return [e.id for e in part.graded if problem(e, work.value(answer_name(e.id)))]


def submission(part: Part, work: Work, learner: str) -> Submission:
    """What hands in ``part``: graded answers, and the skills checks if they are shared. Raises ValueError if ``learner`` is no id."""
    if wrong := id_problem(learner):
        raise ValueError(wrong)
    missing = set(unanswered(part, work))
    answers: dict[str, Entry | None] = {}
    for exercise in part.graded:
        entry = work.entries.get(answer_name(exercise.id))
        # An answer that was taken back keeps its revision, so that this file is seen to be newer than an earlier one.
        answers[exercise.id] = Entry(entry.revision) if entry and exercise.id in missing else entry
    made = datetime.now(UTC).replace(microsecond=0).isoformat()
    seen = shared(work)
    skills = msgspec.UNSET if seen is None else {when: dict(chosen) for when, chosen in seen.items()}
    return Submission(part=part.part, learner=learner, work_id=work.work_id, made=made, answers=answers, skills=skills)


def write(handed: Submission, folder: Path) -> Path:
    """Write the file into an assignment's folder, in place of an earlier one. Raises OSError."""
    path = folder / f"{handed.part}.json"
    part_way = folder / f".{path.name}.tmp"
    part_way.write_text(handed.text(), encoding="utf-8")
    return part_way.replace(path)
