"""nbgrader, set up as ``nbgrader_config.py`` says. Importing it takes over a second: only commands that need it do."""

from typing import Any

from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grading import layout


def config() -> Config:
    """The trainer's configuration, from wherever Python was started."""
    return PyFileConfigLoader(layout.CONFIG.name, path=str(layout.HERE)).load_config()


def api() -> NbGraderAPI:
    """nbgrader's own programming interface, as formgrader uses it. Creates the gradebook if there is none."""
    layout.root().mkdir(parents=True, exist_ok=True)
    return NbGraderAPI(config=config())


def reason(result: dict[str, Any]) -> str:
    """Why one of the interface's calls failed, in one line if it can be."""
    log, error = result.get("log", ""), result.get("error", "")
    if "database is locked" in log + error:
        return "The gradebook is in use by another program. Close it, then try again."
    lines = [line.strip() for line in f"{log}\n{error}".splitlines() if line.strip()]
    named = [line for line in lines if line.startswith(("grading.", "course.", "RuntimeError"))]
    return (named or lines or ["nbgrader did not say why."])[-1]
