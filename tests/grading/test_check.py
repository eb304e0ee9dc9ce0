"""Every mistake that the validator knows is found in a tiny course that makes just this one."""

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest

from course import paths
from course.content import ContentError
from course.impacts.content import read as read_impact
from grading.check import MESSAGES, Places, check

FIXTURES = Path(__file__).parent / "fixtures" / "check"


def lay_out(name: str, folder: Path) -> Places:
    """The good course, with the files of the mistake laid over it."""
    shutil.copytree(FIXTURES / "good", folder)
    shutil.copytree(FIXTURES / name, folder, dirs_exist_ok=True)
    places = Places(*(folder / below for below in BELOW))
    return dataclasses.replace(
        places,
        skills=folder / "skills-check.yaml",
        course=folder / "course.yaml",
        glossary=folder / "glossary.yaml",
    )


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
    "scenarios",
    "budgets",
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
    "name-twice": {"stray-key-file", "not-found", "part-unknown"},
    "part-name": {"no-key-file", "stray-key-file", "asked-elsewhere", "not-found", "part-unknown"},
    "id-twice": {"never-asked"},
    "no-key-file": {"never-asked"},
    "no-ending": {"story-loop", "story-size"},
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


@pytest.mark.parametrize(
    ("old", "new", "name", "place"),
    [
        ("impact: better", "impact: fine", "unreadable", "$.example.analysis.affected[1].impact"),
        ("  review:", "  later:", "unreadable", "later"),
        ("      owner:\n", "      boss:\n", "unreadable", "boss"),
        ("      staff-sex: {", "      Staff_sex: {", "unreadable", "'Staff_sex'"),
        ("      staff-sex: {", "      own-1: {", "unreadable", "own-1"),
        ("      staff-sex: {", "      sex: {", "unreadable", "sex stands in two lists"),
        ("      staff-sex: {", "      staff-age: {", "name-twice", "staff-age"),
        ("      - group: sex\n", "      - group: height\n", "unreadable", "height"),
        ("      - group: sex\n", "      - group: age\n", "unreadable", "the group age twice"),
        ("{groups}. Has somebody looked?", "{group}. Has somebody looked?", "unreadable", "'group'"),
        ("choose: Add a group", "choose: …", "blank", "`$.choose`"),
    ],
)
def test_a_wrong_field_of_the_impact_analysis_is_named_with_file_and_place(
    old: str, new: str, name: str, place: str, tmp_path: Path
) -> None:
    places = dataclasses.replace(lay_out("good", tmp_path / "course"), impact=tmp_path / "impact-analysis.yaml")
    text = paths.IMPACT.read_text(encoding="utf-8")
    assert text.count(old) == 1
    places.impact.write_text(text.replace(old, new), encoding="utf-8")
    (finding,) = check(places)
    assert (finding.name, finding.where) == (name, places.impact)
    assert place in str(finding)
    if name == "unreadable":
        with pytest.raises(ContentError, match=re.escape(place)):
            read_impact(places.impact)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("    measure:\n      label", "    measured:\n      label", "`fields` of `priorities`"),
        ("  staff-costs:\n", "  staff-cost:\n", "staff-cost, which is no estimate"),
        ("page: 1-why/legal-case", "page: 1-why/law", "'1-why/law'"),
        ("Priority {number} is empty", "Priority {name} is empty", "name"),
        ("  nothing: >-", "  nothing: …\n  nothing: >-", "nothing"),
        ("take_out: Take out of my plan", "take_out: …", "`$.kept.take_out`"),
    ],
)
def test_a_wrong_field_of_the_action_plan_is_named_with_file_and_place(
    old: str, new: str, place: str, tmp_path: Path
) -> None:
    places = dataclasses.replace(lay_out("good", tmp_path / "course"), action_plan=tmp_path / "action-plan.yaml")
    text = paths.ACTION_PLAN.read_text(encoding="utf-8")
    assert text.count(old) == 1
    places.action_plan.write_text(text.replace(old, new), encoding="utf-8")
    (finding,) = check(places)
    assert finding.where == places.action_plan
    assert place in str(finding)


def test_a_page_with_an_impact_analysis_that_is_gone_is_found(tmp_path: Path) -> None:
    places = lay_out("good", tmp_path / "course")
    page = places.notebooks / "one" / "page.ipynb"
    text = page.read_text(encoding="utf-8").replace("ask, hand_in, my_work", "ask, hand_in, impact_analysis")
    page.write_text(text.replace("my_work()", "impact_analysis()"), encoding="utf-8")
    assert check(places) == []
    gone = check(dataclasses.replace(places, impact=tmp_path / "none.yaml"))
    assert any("impact_analysis() does not exist" in str(finding) for finding in gone)


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


def test_what_is_wrong_with_a_budget_is_said_with_its_numbers(tmp_path: Path) -> None:
    says = {name: str(check(lay_out(name, tmp_path / name))[0]) for name in ("no-dilemma", "target-too-far")}
    assert "the target of 40,000 (49,000)" in says["no-dilemma"]
    assert "the target of 70,001 (70,000)" in says["target-too-far"]  # of two that exclude each other one counts


def test_words_of_the_budget_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    places = dataclasses.replace(lay_out("good", tmp_path / "course"), budget_words=tmp_path / "budget.yaml")
    places.budget_words.write_text(paths.BUDGET_WORDS.read_text("utf-8").replace("levels: [none, low", "levels: [low"))
    (finding,) = check(places)
    assert (finding.name, finding.where) == ("unreadable", places.budget_words)
    assert "$.levels" in str(finding)


def test_a_page_with_a_budget_of_which_the_services_are_gone_is_found(tmp_path: Path) -> None:
    places = lay_out("good", tmp_path / "course")
    page = places.notebooks / "one" / "money.ipynb"
    sources = ["from course import budget", "budget()"]
    cells = [{"cell_type": "code", "source": source, "outputs": [], "execution_count": None} for source in sources]
    page.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    listed = places.course.read_text(encoding="utf-8")
    places.course.write_text(listed.replace("      play:", "      money: {minutes: 5}\n      play:"), encoding="utf-8")
    assert check(places) == []
    shutil.rmtree(places.budgets)
    (finding,) = check(places)
    assert "budget() does not exist" in str(finding)


@pytest.mark.parametrize(
    ("old", "new", "name", "place"),
    [
        ("  says: The group", "  sais: The group", "unreadable", "sais"),
        ("  forms: [bases]", "  forms: bases", "unreadable", "$[0].forms"),
        ("says: The group that a percentage is a share of.", "says: …", "blank", "`$[0].says`"),
        ("where: one/page", "where: one/page\n  section: Nowhere", "no-section", "'Nowhere'"),
        ("where: one/page", "where: one/page\n  where: one/page", "name-twice", "where"),
    ],
)
def test_a_wrong_field_of_the_glossary_is_named_with_file_and_place(
    old: str, new: str, name: str, place: str, tmp_path: Path
) -> None:
    places = lay_out("good", tmp_path / "course")
    text = places.glossary.read_text(encoding="utf-8")
    assert text.count(old) == 1
    places.glossary.write_text(text.replace(old, new), encoding="utf-8")
    (finding,) = check(places)
    assert (finding.name, finding.where) == (name, places.glossary)
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


@pytest.mark.parametrize(
    ("old", "new", "name", "place"),
    [
        ("minutes: 20", "minutes: long", "unreadable", "$.parts[...].pages[...].minutes"),
        ("play: {minutes: 20}", "play: {core: 20}", "unreadable", "minutes"),
        ("source: {", "own: {", "unreadable", "'own'"),
        ("core: [one/page]}", "core: [one/pages]}", "unreadable", "`orders.source` names 'one/pages'"),
        ("core: [one/page]}", "core: [one/play]}", "unreadable", "one/play, which has no core"),
        ("do: Read the first half.", "do: 'Read *The middle*.'", "no-section", "in `do` of one/page"),
    ],
)
def test_a_mistake_in_the_list_of_pages_is_named_with_file_and_place(
    old: str, new: str, name: str, place: str, tmp_path: Path
) -> None:
    places = lay_out("good", tmp_path / "course")
    good = places.course.read_text(encoding="utf-8")
    assert old in good
    places.course.write_text(good.replace(old, new, 1), encoding="utf-8")
    (finding,) = check(places)
    assert (finding.name, finding.where) == (name, places.course)
    assert place in str(finding)


def test_a_course_without_a_list_of_pages_is_told_so(tmp_path: Path) -> None:
    places = lay_out("good", tmp_path / "course")
    places.course.unlink()
    (finding,) = check(places)
    assert "course.yaml does not exist" in str(finding)
