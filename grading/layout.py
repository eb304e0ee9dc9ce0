"""Where the trainer's files lie. Nothing here needs nbgrader."""

import os
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

HERE = Path(__file__).resolve().parent
KEYS = HERE / "key"
CONFIG = HERE / "nbgrader_config.py"
COURSE_ID = "equally-outstanding"
ANSWERS = "answers.json"
TIMESTAMP = "timestamp.txt"
LOCK_SECONDS = 10.0


class GradingError(Exception):
    """A step cannot go on. The message says why and what to do."""


def root() -> Path:
    """The folder of sheets, submissions and gradebook: GRADING_ROOT, else ``grading/marking``."""
    setting = os.environ.get("GRADING_ROOT")
    return Path(setting).expanduser().absolute() if setting else HERE / "marking"


def source_sheet(part: str) -> Path:
    """The pristine marking sheet of a part."""
    return root() / "source" / part / f"{part}.ipynb"


def submitted(learner: str, part: str) -> Path:
    """The folder that nbgrader marks from: the version that counts."""
    return root() / "submitted" / learner / part


def autograded_sheet(learner: str, part: str) -> Path:
    """The marked sheet that formgrader shows."""
    return root() / "autograded" / learner / part / f"{part}.ipynb"


def received(learner: str, part: str) -> Path:
    """The folder that keeps every version for ever."""
    return root() / "received" / learner / part


def learners(part: str) -> list[str]:
    """Everyone from whom a version of ``part`` stands in ``submitted``."""
    return sorted(folder.parent.name for folder in (root() / "submitted").glob(f"*/{part}"))


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
