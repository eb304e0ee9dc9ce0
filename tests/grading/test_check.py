"""Every mistake that the validator knows is found in a tiny course that makes just this one."""

import shutil
from pathlib import Path

import pytest

from grading.check import MESSAGES, Places, check

FIXTURES = Path(__file__).parent / "fixtures" / "check"


def lay_out(name: str, folder: Path) -> Places:
    """The good course, with the files of the mistake laid over it."""
    shutil.copytree(FIXTURES / "good", folder)
    shutil.copytree(FIXTURES / name, folder, dirs_exist_ok=True)
    return Places(*(folder / below for below in ("exercises", "key", "notebooks", "charts", "explorers", "estimates")))


@pytest.mark.parametrize("name", ["good", "good-text", "good-multi", "good-order", "good-match", "good-reflection"])
def test_a_course_in_order_has_no_findings(name: str, tmp_path: Path) -> None:
    assert check(lay_out(name, tmp_path / "course")) == []


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_each_mistake_is_found_and_named_with_its_file(name: str, tmp_path: Path) -> None:
    findings = check(lay_out(name, tmp_path / "course"))
    assert name in {finding.name for finding in findings}
    # What follows from some mistakes: a list that cannot be read makes others of what depends on it.
    assert {finding.name for finding in findings} - {name} <= CONSEQUENCES.get(name, set())
    for finding in findings:
        assert str(finding.where) in str(finding)
        assert "{}" not in str(finding)


CONSEQUENCES = {
    "name-twice": {"stray-key-file", "not-found"},
    "part-name": {"no-key-file", "stray-key-file", "asked-elsewhere", "not-found"},
    "id-twice": {"never-asked"},
    "no-key-file": {"never-asked"},
}


def test_the_real_course_is_in_order() -> None:
    assert [str(finding) for finding in check()] == []


def test_the_command_lists_the_mistakes_and_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    places = lay_out("right-longest", tmp_path / "course")
    monkeypatch.setattr("grading.check.Places", lambda: places)
    code, printed = run("check")
    assert code == 1
    assert "the right option of try is the longest" in printed
    assert "1 thing(s) to mend" in printed
