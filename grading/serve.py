"""The trainer's side in the browser: JupyterLab's server with nbgrader's formgrader."""

import os
from pathlib import Path

from course import paths
from course.server import serve as start
from grading import layout

EXTENSIONS = ("formgrader", "validate_assignment", "assignment_list", "course_list")


def arguments() -> list[str]:
    """What the server is told beyond what a learner's is: nbgrader's extensions, which are off there."""
    wanted = {f"nbgrader.server_extensions.{name}": True for name in EXTENSIONS}
    found = [f"--ServerApp.jpserver_extensions={wanted}"]
    if not _is_below(layout.root(), paths.ROOT):
        # Formgrader opens only what lies below the server's own folder.
        found.append(f"--ServerApp.root_dir={layout.root()}")
    return found


def serve() -> int:
    """Open formgrader and stay until the trainer stops it. Returns an exit code."""
    # nbgrader finds its settings in the server's working folder.
    return start("formgrader", cwd=layout.HERE, arguments=arguments(), environment=os.environ)


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
