"""What `make` says: its list, and why it cannot go on."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from course import paths


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that holds only what `make` needs, in a folder with a space in its name."""
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(paths.ROOT / name, folder)
    for name in ("labextension", "jupyter-config"):
        shutil.copytree(paths.ROOT / "course" / name, folder / "course" / name)
    return folder


def fake_python(folder: Path, script: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"PYTHON={path.as_posix().replace(' ', chr(92) + ' ')}"


def test_make_alone_lists_every_target_with_one_line(checkout: Path) -> None:
    listed = re.findall(r"^make (\w+) +\S.*$", make(checkout).stdout, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", (checkout / "Makefile").read_text(), re.MULTILINE)
    assert phony
    assert listed == phony[1].split()
    assert {"course", "trainer", "test", "check", "data", "pins", "clean"} < set(listed)


def test_an_older_python_is_refused_by_name(checkout: Path) -> None:
    python = fake_python(checkout, 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    result = make(checkout, "course", python)
    assert result.returncode != 0
    assert "Python 3.11 or newer is needed" in result.stderr
    assert "Python 3.9.2" in result.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_without_venv_is_refused_with_what_to_install(checkout: Path) -> None:
    python = fake_python(checkout, 'case "$2" in *venv*) exit 1;; esac')
    result = make(checkout, "course", python)
    assert result.returncode != 0
    assert "has no venv. On Debian or Ubuntu: sudo apt install python3-venv" in result.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(
    "changed",
    [
        "requirements.txt",
        "pyproject.toml",
        "course/labextension/package.json",
        "course/jupyter-config/labconfig/page_config.json",
    ],
)
def test_what_is_installed_is_refreshed_after_a_change(checkout: Path, changed: str) -> None:
    # A python that says which of pip's two calls it would have made.
    (checkout / ".venv" / "bin").mkdir(parents=True)
    log = checkout / "calls"
    fake = checkout / ".venv" / "bin" / "python"
    fake.write_text(f'#!/bin/sh\ncase "$*" in *install*) echo "$*" >> "{log}";; esac\n')
    fake.chmod(0o755)

    make(checkout, "course")
    assert [line.split("-qq ")[1] for line in log.read_text().splitlines()] == [
        "--requirement requirements.txt",
        "--no-deps --editable .",
    ]
    log.write_text("")
    make(checkout, "course")
    assert log.read_text() == ""

    future = max(path.stat().st_mtime for path in (checkout / ".venv").iterdir()) + 5
    os.utime(checkout / changed, (future, future))
    make(checkout, "course")
    assert "--no-deps --editable ." in log.read_text()
    assert ("--requirement" in log.read_text()) == (changed == "requirements.txt")


def test_a_checkout_that_was_moved_is_installed_anew(checkout: Path) -> None:
    names = set()
    for folder in (checkout, checkout.rename(checkout.parent / "moved")):
        folder.mkdir(exist_ok=True)
        shutil.copy(paths.ROOT / "Makefile", folder)
        database = make(folder, "--print-data-base", "help").stdout
        names |= set(re.findall(r"^installed := (\S+)$", database, re.MULTILINE))
    assert len(names) == 2
