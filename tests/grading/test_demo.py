"""The demo: every step, in a folder of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path


def test_the_demo_goes_from_answers_to_marks_and_leaves_the_trainers_folder_alone(root: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {"GRADING_ROOT": str(root), "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "grading", "demo"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not root.exists()
    named = re.search(r"Everything lies in (.+)$", done.stdout, re.MULTILINE)
    assert named
    folder = Path(named[1])
    assert folder.parent == temporary
    assert len(list((folder / "inbox").iterdir())) == 3
    table = done.stdout[done.stdout.index("learner  last name") :]
    assert [line.split()[0] for line in table.splitlines()[1:4]] == ["ab12", "cd34", "ef56"]
    assert re.search(r"Ben +South +2-evidence +", table)
    for path in re.findall(rf"{re.escape(str(folder))}/\S+", table):
        assert Path(path).exists(), path
    assert len(list((folder / "marking" / "feedback").rglob("*.html"))) == 3
