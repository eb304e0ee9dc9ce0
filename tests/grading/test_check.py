"""Every mistake that the validator knows is found in a tiny course that makes just this one."""

import shutil
from pathlib import Path

import pytest

from course import paths
from grading.check import MESSAGES, Places, check

FIXTURES = Path(__file__).parent / "fixtures" / "check"


def lay_out(name: str, folder: Path) -> Places:
    """The good course, with the files of the mistake laid over it."""
    shutil.copytree(FIXTURES / "good", folder)
    shutil.copytree(FIXTURES / name, folder, dirs_exist_ok=True)
    return Places(*(folder / below for below in BELOW))


BELOW = (
    "exercises",
    "key",
    "notebooks",
    "charts",
    "explorers",
    "estimates",
    "assessments",
    "case-studies",
    "success-factors.yaml",
)
GOOD = ["good", "good-text", "good-multi", "good-order", "good-match", "good-reflection", "good-case-studies"]


@pytest.mark.parametrize("name", GOOD)
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


@pytest.mark.parametrize(
    ("old", "new", "name", "place"),
    [
        ("number: 1", "number: first", "unreadable", "$.number"),
        ("sector: other", "sector: shop", "unreadable", "$.sector"),
        ("size: 10 people", "staff: 10", "unreadable", "staff"),
        ("{learning: {basis", "{luck: {basis", "unreadable", "luck"),
        ("basis: stated", "basis: guessed", "unreadable", "$.factors[...].basis"),
        ("why: They learnt", "why: …", "blank", "$.factors.learning.why"),
        ("says: They talked.", "says: ''", "blank", "$.practices[0].says"),
        ("place: A town", "place: A town\nplace: A city", "name-twice", "place"),
    ],
)
def test_a_wrong_field_of_a_case_study_is_named_with_file_and_place(
    old: str, new: str, name: str, place: str, tmp_path: Path
) -> None:
    places = lay_out("good", tmp_path / "course")
    file = places.cases / "one-home.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    (finding,) = check(places)
    assert (finding.name, finding.where) == (name, file)
    assert place in str(finding)


def test_a_wrong_field_of_the_success_factors_is_named_with_file_and_place(tmp_path: Path) -> None:
    places = lay_out("good", tmp_path / "course")
    good = places.factors.read_text(encoding="utf-8")
    for old, new, place in [
        ("[W1.4]", "[X1.4]", "adult_social_care"),
        ("well: They learn.", "well: …", "learning.well"),
    ]:
        places.factors.write_text(good.replace(old, new), encoding="utf-8")
        (finding,) = check(places)
        assert finding.where == places.factors
        assert place in str(finding)


def test_a_page_with_case_studies_that_are_gone_is_found(tmp_path: Path) -> None:
    places = lay_out("good-case-studies", tmp_path / "course")
    shutil.rmtree(places.cases)
    (finding,) = check(places)
    assert "case_studies() does not exist" in str(finding)


def test_a_page_with_a_self_assessment_that_is_gone_or_has_a_mistake_is_found(tmp_path: Path) -> None:
    places = lay_out("good", tmp_path / "course")
    page = places.notebooks / "one" / "page.ipynb"
    text = page.read_text(encoding="utf-8").replace("ask, hand_in, my_work", "ask, assess, hand_in")
    page.write_text(text.replace("my_work()", r"assess(\"success-factors\")"), encoding="utf-8")
    (finding,) = check(places)
    assert 'assess("success-factors") does not exist' in str(finding)
    good = (paths.ASSESSMENTS / "success-factors.yaml").read_text(encoding="utf-8")
    places.assessments.mkdir()
    file = places.assessments / "success-factors.yaml"
    file.write_text(good, encoding="utf-8")
    assert check(places) == []
    for old, new, name, place in [
        ("{done} of {of}", "{done} of {all}", "unreadable", "$.profile"),
        ("clear: Clear my choice", "clear: …", "blank", "$.clear"),
    ]:
        file.write_text(good.replace(old, new), encoding="utf-8")
        (finding,) = check(places)
        assert (finding.name, finding.where) == (name, file)
        assert place in str(finding)


def test_the_real_course_is_in_order() -> None:
    assert [str(finding) for finding in check()] == []


def test_the_command_lists_the_mistakes_and_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    places = lay_out("right-longest", tmp_path / "course")
    monkeypatch.setattr("grading.check.Places", lambda: places)
    code, printed = run("check")
    assert code == 1
    assert "the right option of try is the longest" in printed
    assert "1 thing(s) to mend" in printed
