"""What the library of case studies sends to the page, and that a new case study is one new file."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course import case_library, case_studies, explore, explorer, paths
from course.cases import cases
from course.content import ContentError
from grading.check import Places, check

NEW = paths.ROOT / "tests" / "browser" / "fixtures" / "new-case.yaml"
CACHES = (cases, case_library.case_studies, explorer.explore)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the case studies, which the course takes for its own."""
    copy = tmp_path / "case-studies"
    shutil.copytree(paths.CASES, copy)
    monkeypatch.setattr(paths, "CASES", copy)
    for cached in CACHES:
        cached.cache_clear()
    yield copy
    for cached in CACHES:
        cached.cache_clear()


def options() -> dict[str, dict[str, str]]:
    """The options of every filter."""
    return {each["name"]: dict(each["options"]) for each in case_studies().fixed["filters"]}


def tied(case: dict[str, Any]) -> dict[str, set[str]]:
    """What a case can be found by, for every filter."""
    return {
        "sector": {case["sector"]},
        "factor": {*case["factors"]},
        "group": {*case["groups"]},
        "principle": {*case["principles"]},
    }


def test_a_filter_offers_what_occurs_and_nothing_else() -> None:
    every = [tied(case) for case in case_studies().fixed["cases"]]
    for name, offered in options().items():
        assert offered.keys() == set().union(*(case[name] for case in every)), name
        assert all(offered.values())


def test_the_case_studies_come_in_the_order_of_their_numbers_with_all_that_is_told() -> None:
    sent = case_studies().fixed["cases"]
    assert [case["id"] for case in sent] == list(cases())
    assert [case["number"] for case in sent] == sorted(case["number"] for case in sent)
    for case in sent:
        assert case["practices"]
        assert {link["basis"] for link in case["factors"].values()} <= {"stated", "inferred"}


def test_called_twice_it_is_one_widget() -> None:
    assert case_studies() is case_studies()


def test_a_new_case_study_is_one_new_file(folder: Path) -> None:
    before = options()
    assert "hospice" not in before["sector"]
    count = len(case_studies().fixed["cases"])
    for cached in CACHES:
        cached.cache_clear()
    shutil.copy(NEW, folder / "st-example.yaml")
    sent = case_studies().fixed["cases"]
    assert (len(sent), sent[-1]["id"]) == (count + 1, "st-example")
    after = options()
    assert after["sector"] == before["sector"] | {"hospice": "Hospice"}
    assert after["group"].keys() - before["group"].keys() == {"Families who come from afar"}
    assert "St Example" in str(explore("case-factors").fixed)
    assert check(Places(cases=folder)) == []


@pytest.mark.parametrize(("old", "new"), [("number: 8", "number: eight"), ("courage:", "luck:")])
def test_a_case_study_that_is_wrong_is_named(folder: Path, old: str, new: str) -> None:
    (folder / "wrong.yaml").write_text(NEW.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=r"wrong\.yaml"):
        case_studies()
