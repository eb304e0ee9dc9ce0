"""Handing in: one file for one part, which the learner sends to the trainer."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from course.content import Part
from course.exercise import answer_name
from course.scoring import problem
from course.work import Work

SUBMISSION_FORMAT = "equally-outstanding/submission/1"
LEARNER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


@dataclass(frozen=True)
class Submission:
    """A file to hand in: its name and its text."""

    file_name: str
    text: str


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


def unanswered(part: Part, work: Work) -> list[str]:
    """Ids of the graded exercises of ``part`` without an answer that can be marked."""
    return [e.id for e in part.graded if problem(e, work.value(answer_name(e.id)))]


def submission(part: Part, work: Work, learner: str) -> Submission:
    """The file that hands in ``part``: graded answers only. Raises ValueError if ``learner`` is no id."""
    if wrong := id_problem(learner):
        raise ValueError(wrong)
    made = datetime.now(UTC).replace(microsecond=0)
    missing = set(unanswered(part, work))
    content = {
        "format": SUBMISSION_FORMAT,
        "part": part.part,
        "learner": learner,
        "work_id": work.work_id,
        "made": made.isoformat(),
        "answers": {e.id: None if e.id in missing else work.entries[answer_name(e.id)] for e in part.graded},
    }
    text = msgspec.json.format(msgspec.json.encode(content), indent=1).decode()
    return Submission(f"{part.part}_{learner}_{made:%Y%m%d-%H%M%S}.json", text)
