"""nbgrader, set up as ``nbgrader_config.py`` says. Importing it takes over a second: only commands that need it do."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grading import layout

# nbgrader makes a submission before it adds it, and SQLAlchemy says so for every learner.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")

_LOCKED = "The gradebook is in use by another program. Close it, then try again."


def config() -> Config:
    """The trainer's configuration, from wherever Python was started."""
    return PyFileConfigLoader(layout.CONFIG.name, path=str(layout.HERE)).load_config()


def api() -> NbGraderAPI:
    """nbgrader's own programming interface, as formgrader uses it. Creates the gradebook if there is none."""
    return NbGraderAPI(config=config())


@contextmanager
def opened() -> Iterator[NbGraderAPI]:
    """``api`` for one command. Raises GradingError if the gradebook cannot be used."""
    try:
        yield api()
    except OperationalError as error:
        raise layout.GradingError(
            _LOCKED if "locked" in str(error) else f"The gradebook cannot be used: {error.orig}."
        ) from error


def reason(result: dict[str, Any]) -> str:
    """Why one of the interface's calls failed, in one line if it can be."""
    log, error = result.get("log", ""), result.get("error", "")
    if "database is locked" in log + error:
        return _LOCKED
    lines = [line.strip() for line in f"{log}\n{error}".splitlines() if line.strip()]
    named = [line for line in lines if line.startswith(("grading.", "course.", "RuntimeError"))]
    return (named or lines or ["nbgrader did not say why."])[-1]
