"""What Binder would build, as repo2docker writes it down without Docker."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course import paths


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("export")
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    for name in subprocess.run(listing, cwd=paths.ROOT, check=True, capture_output=True, text=True).stdout.split("\0"):
        source, copy = paths.ROOT / name, folder / name
        if source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)
    command = [Path(sys.prefix) / "bin" / "jupyter-repo2docker", "--no-build", "--debug", "."]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def place(dockerfile: str, text: str) -> int:
    assert dockerfile.count(text) == 1, f"{text!r} stands {dockerfile.count(text)} times in:\n{dockerfile}"
    return dockerfile.index(text)


def test_a_change_of_content_does_not_install_the_environment_again(dockerfile: str) -> None:
    # Docker keeps the layers above the first that changed, so the content comes after everything that is slow.
    steps = [
        "src/environment.yml ${REPO_DIR}/environment.yml",
        '--file "environment.yml"',
        "src/ ${REPO_DIR}/\n",
        "RUN ./postBuild",
    ]
    places = [place(dockerfile, step) for step in steps]
    assert places == sorted(places)


def test_binder_takes_the_python_of_the_environment(dockerfile: str) -> None:
    assert "python=3.12" in dockerfile


def test_binder_installs_the_course_without_touching_the_pins() -> None:
    command = (paths.ROOT / "postBuild").read_text("utf-8").splitlines()[-1]
    assert command == "python -m pip install --no-deps --no-cache-dir -e ."
