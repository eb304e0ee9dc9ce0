"""Where the trainer's files lie. Nothing here needs nbgrader."""

import os
import re
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

HERE = Path(__file__).resolve().parent
KEYS = HERE / "key"
CONFIG = HERE / "nbgrader_config.py"
TEMPLATES = HERE / "templates"
COURSE_ID = "equally-outstanding"
ANSWERS = "answers.json"
TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"
LOCK_SECONDS = 10.0


class GradingError(Exception):
    """A step cannot go on. The message says why and what to do."""


class UnreadableError(Exception):
    """A file is no submission that can be marked. ``reason`` says why, ``mend`` what to do."""

    def __init__(
        self,
        reason: str,
        mend: str = "Ask the learner to press Hand in again and to send the new file as it is.",
    ) -> None:
        super().__init__(f"{reason} {mend}")
        self.reason = reason
        self.mend = mend


def root() -> Path:
    """The folder of sheets, submissions and gradebook: GRADING_ROOT, else ``grading/marking``."""
    setting = os.environ.get("GRADING_ROOT")
    return Path(setting).expanduser().absolute() if setting else HERE / "marking"


def part_of(assignment: str) -> str:
    """The part of the course that an assignment belongs to: ``2-evidence`` for ``2-evidence-v2``."""
    return re.sub(r"-v[1-9][0-9]*$", "", assignment)


def sheet_name(assignment: str) -> str:
    """The file name of an assignment's notebook. Every version of a part has the same."""
    return f"{part_of(assignment)}.ipynb"


def source_sheet(assignment: str) -> Path:
    """The pristine marking sheet of an assignment."""
    return root() / "source" / assignment / sheet_name(assignment)


def submitted(learner: str, assignment: str) -> Path:
    """The folder that nbgrader marks from: the submission that counts."""
    return root() / "submitted" / learner / assignment


def autograded_sheet(learner: str, assignment: str) -> Path:
    """The marked sheet that formgrader shows."""
    return root() / "autograded" / learner / assignment / sheet_name(assignment)


def mark_bases(learner: str, part: str) -> Path:
    """The record of what each mark was last made from. Marking anew empties ``autograded``, but not this."""
    return root() / "marked" / learner / f"{part}.json"


def feedback(learner: str, part: str) -> Path:
    """The folder in which nbgrader looks for the feedback that it releases."""
    return root() / "feedback" / learner / part


def received(learner: str, assignment: str) -> Path:
    """The folder that keeps everything that was ever handed in, for ever."""
    return root() / "received" / learner / assignment


def learners(assignment: str) -> list[str]:
    """Everyone from whom something stands in ``submitted`` for an assignment."""
    return sorted(folder.parent.name for folder in (root() / "submitted").glob(f"*/{assignment}"))


@contextmanager
def locked() -> Iterator[None]:
    """Keep two commands from changing the same files at once. Raises GradingError."""
    folder = root()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=LOCK_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise GradingError("Another grading command is at work. Wait until it has ended, then try again.") from error
    except OSError as error:
        raise GradingError(
            f"{folder} cannot be written ({error.strerror}). Set GRADING_ROOT to a folder that can."
        ) from error
    try:
        yield
    finally:
        lock.release()


def write(path: Path, content: bytes) -> None:
    """Write a file in one step, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part_way = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with part_way.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part_way.replace(path)


def put_scripts_on_path() -> None:
    """Let nbgrader find ``alembic``, which it runs by name, when the environment is not activated."""
    scripts = sysconfig.get_path("scripts")
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if folders[0] != scripts:
        os.environ["PATH"] = os.pathsep.join([scripts, *folders])
