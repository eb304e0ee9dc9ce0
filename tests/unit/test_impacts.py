"""What is open in an impact analysis, how it looks on one page, and what the widget answers to the page's messages."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import impact_analysis, my_work, paths
from course.content import ContentError, parts
from course.handin import submission
from course.impacts.analysis import Gap, gaps, progress, read_analysis
from course.impacts.content import EACH, ONCE, Affected, Analysis, read
from course.impacts.sheet import Line, sheet
from course.work import Entry, Work

WORDS = read()
ASKS = WORDS.asks
PREFIX = "impact/impact-analysis/"
FULL = WORDS.example.analysis


def with_group(**about: Any) -> Analysis:
    """The example with one group only, of which all is said but what ``about`` changes."""
    group = Affected(
        group="age",
        who="Older people",
        data="40 of 100.",
        said="They want to ring.",
        unknown="Who gave up.",
        impact="worse",
        how="They wait.",
        principles=("dignity",),
        step="Keep the line.",
        owner="Manager",
        by="May",
    )
    return msgspec.structs.replace(FULL, affected=(msgspec.structs.replace(group, **about),))


def asked(analysis: Analysis) -> list[str]:
    return [gap.asks for gap in gaps(WORDS, analysis)]


def test_an_empty_analysis_is_asked_about_its_change_its_groups_its_decision_and_its_review() -> None:
    open_steps = [gap.step for gap in gaps(WORDS, Analysis())]
    assert open_steps == ["change"] * 3 + ["groups"] + ["decision"] * 2 + ["review"] * 2
    assert set(progress(WORDS, Analysis()).values()) == {"empty"}


def test_a_finished_analysis_is_asked_nothing_and_every_step_is_done() -> None:
    assert gaps(WORDS, FULL) == []
    assert set(progress(WORDS, FULL).values()) == {"done"}
    assert gaps(WORDS, with_group()) == []


@pytest.mark.parametrize(
    ("about", "asks"),
    [
        ({"data": "", "said": ""}, ASKS.evidence),
        ({"said": ""}, ASKS.said),
        ({"data": ""}, None),
        ({"unknown": ""}, ASKS.unknown),
        ({"impact": ""}, ASKS.impact),
        ({"how": ""}, ASKS.how),
        ({"principles": ()}, ASKS.principles),
        ({"impact": "same", "how": "", "principles": (), "step": ""}, None),
        ({"impact": "better", "step": ""}, None),
        ({"step": ""}, ASKS.worse),
        ({"impact": "unknown", "step": ""}, ASKS.find_out),
        ({"owner": ""}, ASKS.owner),
        ({"by": ""}, ASKS.by),
    ],
)
def test_what_is_missing_for_a_group_is_asked_by_its_own_words(about: dict[str, Any], asks: str | None) -> None:
    assert asked(with_group(**about)) == ([asks.format(groups="Older people")] if asks else [])


def test_no_difference_without_evidence_is_asked_whether_somebody_has_looked() -> None:
    assert ASKS.same.format(groups="Older people") in asked(with_group(impact="same", data="", said=""))


def test_a_change_that_is_stopped_needs_no_step() -> None:
    for impact in ("worse", "unknown"):
        analysis = with_group(impact=impact, step="", owner="", by="")
        assert len(asked(analysis)) == 1
        assert asked(msgspec.structs.replace(analysis, decision="stop")) == []


@pytest.mark.parametrize(
    ("field", "step"),
    [(field, step) for step in ("change", "decision", "review") for field in ONCE[step]],
)
def test_what_is_missing_in_the_whole_is_asked_and_leaves_its_step_open(field: str, step: Any) -> None:
    analysis = msgspec.structs.replace(FULL, **{field: ""})
    assert gaps(WORDS, analysis) == [Gap(step, getattr(ASKS, field))]
    assert progress(WORDS, analysis)[step] == "begun"


def test_one_question_names_all_groups_that_it_is_about() -> None:
    long = "People who come from far away and who have to change the bus more than twice"
    analysis = read_analysis({"groups": "age staff-sex own-2 own-3", "own-2/who": "Night staff", "own-3/who": long})
    assert ASKS.impact.format(
        groups="Age (people who use the service); Sex (staff); Night staff; Another group"
    ) in asked(analysis)


def test_a_group_of_ones_own_without_a_name_is_asked_for_it() -> None:
    assert ASKS.nameless in asked(with_group(group="own-1", who=""))
    assert ASKS.nameless not in asked(with_group(group="age", who=""))


def test_what_to_do_is_settled_only_when_every_impact_is_known() -> None:
    far = progress(WORDS, with_group(impact="same", step="", owner="", by=""))
    assert far["mitigation"] == "done"
    for impact in ("", "worse"):
        far = progress(WORDS, with_group(impact=impact, step="", owner="", by=""))
        assert far["mitigation"] == "empty"


def test_what_is_saved_is_read_and_what_a_changed_file_holds_besides_counts_as_nothing() -> None:
    values = {
        "what": " Two lines,\nas typed. ",
        "why": 7,
        "when": None,
        "decision": "maybe",
        "groups": "age <b>x</b> own-1 age AGE gone-from-the-list",
        "age/impact": "fine",
        "age/principles": "dignity luck fairness",
        "own-1/who": "Night staff",
        "sex/how": "Of a group that is not chosen.",
    }
    analysis = read_analysis(values)
    assert (analysis.what, analysis.why, analysis.when, analysis.decision) == ("Two lines,\nas typed.", "7", "", "")
    assert [one.group for one in analysis.affected] == ["age", "own-1", "gone-from-the-list"]
    assert analysis.affected[0] == Affected(group="age", principles=("fairness", "dignity"))
    assert sheet(WORDS, analysis).blocks[1].table.rows[2][0] == "Another group"  # type: ignore[union-attr]


SCALARS = st.none() | st.integers() | st.text(max_size=20) | st.lists(st.integers(), max_size=2)
FIELDS = [name for names in ONCE.values() for name in names] + ["groups"]
FIELDS += [f"{group}/{name}" for group in ("age", "own-1") for names in EACH.values() for name in names]


@given(st.dictionaries(st.sampled_from(FIELDS), SCALARS))
def test_whatever_is_saved_can_be_shown(values: dict[str, Any]) -> None:
    analysis = read_analysis(values)
    json.dumps(msgspec.to_builtins(sheet(WORDS, analysis)))
    assert list(progress(WORDS, analysis)) == list(ONCE)


def test_the_sheet_has_every_word_under_its_heading() -> None:
    change, groups, decision, review = sheet(WORDS, with_group()).blocks
    assert [block.title for block in (change, groups, decision, review)] == [
        WORDS.steps[step].title for step in ("change", "groups", "decision", "review")
    ]
    assert change.lines[1] == Line("Why", FULL.why)
    assert decision.lines == (Line("Decision", "Change the plan"), Line("Reasons", FULL.reasons))
    assert review.lines[0].text == FULL.date
    assert groups.table
    assert groups.table.columns == WORDS.sheet.columns
    assert groups.table.rows == (
        (
            "Age (people who use the service): Older people",
            ["Figures: 40 of 100.", "What people said: They want to ring.", "Not known: Who gave up."],
            ["Worse", "They wait.", "Principles: Dignity"],
            ["Keep the line.", "Owner: Manager", "By: May"],
        ),
    )


def test_what_is_missing_stands_on_the_sheet_as_missing() -> None:
    empty = sheet(WORDS, Analysis())
    assert {line.text for block in empty.blocks for line in block.lines} == {"Nothing yet"}
    assert all(block.table is None for block in empty.blocks)
    ((_, *cells),) = sheet(WORDS, Analysis(affected=(Affected(group="age"),))).blocks[1].table.rows  # type: ignore[union-attr]
    assert cells == [["Nothing yet"]] * 3


def message(values: dict[str, Any], revision: int = 1) -> dict[str, Any]:
    return {
        "type": "save",
        "entries": [{"name": PREFIX + name, "revision": revision, "value": value} for name, value in values.items()],
    }


def test_what_is_sent_together_is_saved_in_one_write_and_acknowledged(
    own_work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget = impact_analysis()
    assert impact_analysis() is widget
    states: list[dict[str, Any]] = []
    widget.observe(lambda change: states.append(change.new), "state")
    widget.receive(message({"what": " Close the\nline. ", "groups": "age", "age/who": "Older people"}, 7))
    (state,) = states
    assert state["entries"]["what"] == {"revision": 7, "value": " Close the\nline. "}
    assert state["progress"]["change"] == "begun"
    assert state["sheet"]["blocks"][0]["lines"][0]["text"] == "Close the\nline."
    saved = json.loads(own_work.read_text())["entries"]
    assert saved[f"{PREFIX}age/who"] == {"revision": 7, "value": "Older people"}
    own_work.unlink()
    own_work.mkdir()
    widget.receive(message({"what": "Another."}, 9))
    assert "could not be written" in widget.state["error"]
    assert widget.state["entries"]["what"]["revision"] == 7


def test_the_tick_for_the_plan_is_saved() -> None:
    widget = impact_analysis()
    widget.receive({"type": "save", "entries": [{"name": "plan/impact-analysis", "revision": 4, "value": "yes"}]})
    assert widget.state["plan"] == {"revision": 4, "value": "yes"}


@pytest.mark.parametrize(
    "name",
    [
        "answer/hospice-gap",
        f"{PREFIX}age",
        f"{PREFIX}age/what",
        f"{PREFIX}who",
        f"{PREFIX}A b/who",
        "plan/other",
        "what",
    ],
)
def test_an_entry_that_is_none_of_the_analysis_is_refused(own_work: Path, name: str) -> None:
    sent = {"type": "save", "entries": [{"name": name, "revision": 1, "value": "x"}]}
    with pytest.raises(KeyError, match="no entry of an impact analysis"):
        impact_analysis().receive(sent)
    assert not own_work.exists()


def test_the_panel_counts_it_as_one_and_brings_it_back() -> None:
    impact_analysis().receive(message({"what": "x", "groups": "age", "age/who": "y"}))
    impact_analysis().receive(
        {"type": "save", "entries": [{"name": "plan/impact-analysis", "revision": 4, "value": "yes"}]}
    )
    panel = my_work()
    assert panel.state["saved"] == "1 impact analysis and 1 tick for your plan"
    kept = json.dumps(panel.state["work"])
    panel.receive({"type": "start-again", "request": 1})
    assert impact_analysis().state["sheet"]["blocks"][1]["table"] is None
    panel.receive({"type": "bring-back", "text": kept, "request": 2})
    assert impact_analysis().state["entries"]["age/who"]["value"] == "y"


def test_it_never_goes_into_a_submission() -> None:
    entries = {
        name: Entry(1, "For nobody else.") for name in (f"{PREFIX}what", f"{PREFIX}age/how", "plan/impact-analysis")
    }
    for part in parts().values():
        if part.graded:
            handed = submission(part, Work(entries=entries), "ab12").text()
            assert "For nobody else." not in handed
            assert "impact" not in json.loads(handed)["answers"]


def test_words_that_cannot_be_used_are_refused_with_file_and_place(tmp_path: Path) -> None:
    file = tmp_path / "impact-analysis.yaml"
    file.write_text(paths.IMPACT.read_text("utf-8").replace("  review:", "  later:"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"impact-analysis\.yaml.*later"):
        read(file)
