"""The action plan: what is gathered for it, what is still missing in it, and what its widgets answer to the page."""

import json
from base64 import b64decode
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import action_plan, certificate, my_work, paths
from course.content import Gradable, Match, Multi, Number, Order, Reflection, Single, Text, parts
from course.factors import factors
from course.handin import submission
from course.plan.certificate import done
from course.plan.content import EACH, read
from course.plan.document import Block, Bullets, Table
from course.plan.document import Text as Paragraph
from course.plan.gathered import Gathered, Place, Suggestion, gather, ticks
from course.plan.plan import FIELDS, IDS, Plan, Priority, missing, read_plan
from course.scoring import problem
from course.ways.outline import outline
from course.work import Entry, Work, answer_name

WORDS = read()
PREFIX = "actions/action-plan/"
FULL = Priority(id="p1", what="A", first="B", who="C", when="D", measure="E", risk="F", involve="G")


def of(values: dict[str, Any]) -> Work:
    return Work(entries={name: Entry(1, value) for name, value in values.items()})


def titles(places: Iterable[Place]) -> dict[str, list[str]]:
    return {place.page: [item.title for item in place.items] for place in places}


def said(blocks: Iterable[Block]) -> str:
    return json.dumps(msgspec.to_builtins(tuple(blocks)))


def absent(found: Gathered) -> list[str]:
    return [one.page for one in found.absent]


# What is saved as a plan


def test_a_plan_has_one_priority_even_where_nothing_is_saved() -> None:
    assert read_plan({}) == Plan(priorities=(Priority(id="p1"),))


def test_priorities_stand_in_the_saved_order_and_what_is_no_field_counts_as_nothing() -> None:
    plan = read_plan(
        {
            "priorities": "p3 p1 p3 p9 <b>",
            "p3/what": " Two lines,\nas typed. ",
            "p1/who": 7,
            "p2/what": "Not in the order.",
            "start": "2026-11-30",
            "review": "soon",
        }
    )
    assert plan.priorities == (Priority(id="p3", what="Two lines,\nas typed."), Priority(id="p1", who="7"))
    assert (plan.start, plan.review) == (date(2026, 11, 30), None)


SCALARS = st.none() | st.integers() | st.text(max_size=20) | st.lists(st.integers(), max_size=2)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), SCALARS))
def test_whatever_is_saved_is_a_plan_that_can_be_asked_about(values: dict[str, Any]) -> None:
    plan = read_plan(values)
    assert {ask.field for ask in missing(WORDS.asks, plan)} <= FIELDS
    assert 1 <= len(plan.priorities) <= len(IDS)


@pytest.mark.parametrize(
    ("start", "look"), [("2026-11-30", date(2027, 1, 11)), ("2028-02-29", date(2028, 4, 11)), ("9999-12-31", None)]
)
def test_the_look_back_is_suggested_six_weeks_after_the_start(start: str, look: date | None) -> None:
    assert read_plan({"start": start}).suggested == look
    assert read_plan({}).suggested is None


def test_an_empty_plan_is_asked_for_one_priority_and_not_for_seven_things() -> None:
    asks = missing(WORDS.asks, read_plan({}))
    assert [ask.field for ask in asks] == ["p1/what", "ask", "start", "review"]
    assert asks[0].says == WORDS.asks.none


def test_a_finished_plan_is_asked_nothing() -> None:
    plan = Plan(priorities=(FULL,), ask="H", start=date(2026, 11, 30), review=date(2027, 1, 11))
    assert missing(WORDS.asks, plan) == []


@pytest.mark.parametrize("field", EACH)
def test_what_is_missing_in_a_priority_is_asked_by_its_number_on_the_page(field: str) -> None:
    second = msgspec.structs.replace(FULL, id="p1", **{field: ""})
    plan = Plan(priorities=(msgspec.structs.replace(FULL, id="p3"), second), ask="H", start=date.min, review=date.max)
    (ask,) = missing(WORDS.asks, plan)
    assert ask.field == f"p1/{field}"
    assert ask.says == getattr(WORDS.asks, field).format(number=2)
    assert ask.says.endswith("?")


def test_a_priority_without_a_word_is_asked_once() -> None:
    plan = read_plan({"priorities": "p1 p2", "p1/what": "A"})
    assert [ask.says for ask in missing(WORDS.asks, plan) if ask.field.startswith("p2")] == [
        WORDS.asks.empty.format(number=2)
    ]


# What is gathered


def test_where_nothing_is_kept_every_tool_is_named_with_a_page_that_has_it() -> None:
    found = gather(WORDS, Work())
    assert (found.kept, found.could) == ((), ())
    assert absent(found) == [tool.page for tool in WORDS.tools.values()]
    calls = {
        "reflection": 'ask(\\"{}\\")',
        "estimate": 'estimate(\\"{}\\")',
        "assessment": 'assess(\\"{}\\")',
        "budget": "budget()",
        "impact": "impact_analysis()",
    }
    for name, tool in WORDS.tools.items():
        page = (paths.NOTEBOOKS / f"{tool.page}.ipynb").read_text(encoding="utf-8")
        assert calls[tool.kind].format(name) in page


def test_every_estimate_and_self_assessment_of_the_course_can_be_kept() -> None:
    tools = {path.stem for folder in (paths.ESTIMATES, paths.ASSESSMENTS) for path in folder.glob("*.yaml")}
    assert tools <= WORDS.tools.keys()


def test_every_tick_that_a_page_can_give_is_known() -> None:
    reflections = {e.id for part in parts().values() for e in part.exercises if isinstance(e, Reflection)}
    budgets = {f"budget/{path.stem}" for path in paths.BUDGETS.glob("*.yaml")}
    steps = {f"success-factors/{name}" for name in factors().factors}
    tools = {"staff-costs", "success-factors", "impact-analysis"}
    assert ticks(WORDS) == {f"plan/{name}" for name in reflections | budgets | steps | tools}


def test_a_reflection_is_kept_if_it_is_ticked_offered_if_it_is_only_written_and_else_not_there() -> None:
    found = gather(
        WORDS,
        of(
            {
                "reflection/why-pitch": "Listen.",
                "plan/why-pitch": "yes",
                "reflection/ethical-one-barrier": " The phone. ",
                "reflection/cases-helpers": "  ",
                "plan/cases-transfer": "yes",
                "plan/gone-from-the-course": "yes",
                "plan/business-evidence": None,
            }
        ),
    )
    assert titles(found.kept) == {
        "1-why/legal-case": ["What you would say in 60 seconds"],
        "3-learn-from-best/case-studies": ["What can you carry over into your organisation?"],
    }
    assert found.kept[0].items[0].blocks == (Paragraph("Listen."),)
    assert found.kept[1].items[0].blocks == (Paragraph(WORDS.kept.empty),)
    assert [place.page for place in found.could] == ["1-why/ethical-case"]
    assert found.could[0].items[0].blocks == (Paragraph("The phone."),)
    assert "1-why/legal-case" not in absent(found)


NUMBERS = {
    f"estimate/staff-costs/{name}": value
    for name, value in {"leavers": "10", "cost-per-leaver": "4000", "fewer-leavers-high": "10"}.items()
}


def test_an_estimate_comes_with_its_amounts_and_with_what_it_does_not_show() -> None:
    found = gather(WORDS, of(NUMBERS | {"plan/staff-costs": "yes"}))
    ((item,),) = (place.items for place in found.kept)
    says, table, note = item.blocks
    assert isinstance(says, Paragraph)
    assert "£40,000" in says.text
    assert isinstance(table, Table)
    assert table.rows == (("Leavers", "£40,000", "£0", "£4,000"),)
    assert "does not show" in said([note])


def test_an_estimate_that_nobody_ticked_is_offered_and_one_without_an_amount_is_not_there() -> None:
    assert titles(gather(WORDS, of(NUMBERS)).could) == {"1-why/business-case": ["What leavers and absence cost"]}
    found = gather(WORDS, of({"estimate/staff-costs/leavers": "10"}))
    assert "1-why/business-case" in absent(found)


NINE = list(factors().factors)


def test_a_self_assessment_comes_with_its_levels_its_strengths_and_the_steps_that_are_ticked() -> None:
    found = gather(
        WORDS,
        of(
            {
                f"assessment/success-factors/{NINE[0]}": "3",
                f"assessment/success-factors/{NINE[0]}/evidence": "Seen at the handover.",
                f"assessment/success-factors/{NINE[1]}": "1",
                f"assessment/success-factors/{NINE[2]}": "unsure",
                "plan/success-factors": "yes",
                f"plan/success-factors/{NINE[1]}": "yes",
                f"plan/success-factors/{NINE[3]}": "yes",
            }
        ),
    )
    (place,) = found.kept
    whole, step = place.items
    names = [factors().factors[name].name for name in NINE]
    assert Bullets((f"{names[0]}: Seen at the handover.",), WORDS.kept.strengths) in whole.blocks
    assert step.title == f"Next step: {names[1]}"
    (suggestion,) = step.takes
    assert factors().factors[NINE[1]].levels[1] in suggestion.what
    assert found.could == ()  # a step that nobody ticked is not offered here


def test_a_tick_for_a_step_that_is_one_no_more_is_left_out() -> None:
    top = {f"assessment/success-factors/{NINE[0]}": "4", f"plan/success-factors/{NINE[0]}": "yes"}
    found = gather(WORDS, of(top))
    assert found.kept == ()


def test_a_budget_comes_with_what_both_plans_find_and_the_risk_that_is_left() -> None:
    measures = list(msgspec.yaml.decode((paths.BUDGETS / "care-home.yaml").read_bytes())["measures"])
    one = {"budget/care-home/a": measures[0], "plan/budget/care-home": "yes"}
    ((item,),) = (place.items for place in gather(WORDS, of(one)).kept)
    assert [block.label for block in item.blocks if isinstance(block, Bullets)] == ["Plan A"]
    assert "This plan finds" in said(item.blocks)
    ((item,),) = (place.items for place in gather(WORDS, of(one | {"budget/care-home/b": measures[1]})).kept)
    assert [block.label for block in item.blocks if isinstance(block, Bullets)] == ["Plan A", "Plan B"]
    assert isinstance(item.blocks[-1], Table)


def test_an_impact_analysis_comes_with_what_is_open_and_its_steps_can_be_taken_over() -> None:
    prefix = "impact/impact-analysis/"
    values = {
        "what": "Book online.",
        "groups": "disability age",
        "disability/who": "Deaf people",
        "disability/step": "Add text messages",
        "disability/owner": "Manager",
        "disability/by": "May",
    }
    found = gather(
        WORDS, of({prefix + name: value for name, value in values.items()} | {"plan/impact-analysis": "yes"})
    )
    ((item,),) = (place.items for place in found.kept)
    assert item.takes == (Suggestion("Add text messages", "Manager", "May", "Deaf people"),)
    assert isinstance(item.blocks[-1], Bullets)
    assert item.blocks[-1].label == WORDS.kept.still_open
    assert "4-challenges/reduce-demand" not in absent(found)


KEPT = [
    *sorted(ticks(WORDS)),
    *NUMBERS,
    "impact/impact-analysis/groups",
    "budget/care-home/a",
    f"assessment/success-factors/{NINE[0]}",
    "reflection/why-pitch",
]


@given(st.dictionaries(st.sampled_from(KEPT), SCALARS))
def test_whatever_is_saved_can_be_gathered(values: dict[str, Any]) -> None:
    json.dumps(msgspec.to_builtins(gather(WORDS, of(values)).kept))


# What the widgets answer


def message(values: dict[str, Any], revision: int = 1) -> dict[str, Any]:
    return {
        "type": "save",
        "entries": [{"name": name, "revision": revision, "value": value} for name, value in values.items()],
    }


def test_what_is_typed_and_ticked_is_saved_acknowledged_and_asked_about(own_work: Path) -> None:
    widget = action_plan()
    assert action_plan() is widget
    widget.receive(message({f"{PREFIX}p1/what": " As\ntyped. ", "plan/why-pitch": "yes"}, 7))
    assert widget.state["entries"]["p1/what"] == {"revision": 7, "value": " As\ntyped. "}
    assert widget.state["ticks"]["plan/why-pitch"] == {"revision": 7, "value": "yes"}
    assert [place["page"] for place in widget.state["gathered"]["kept"]] == ["1-why/legal-case"]
    assert widget.state["asks"][0] == {
        "field": "p1/first",
        "says": "No first step yet for priority 1: what could you do within two weeks?",
    }
    assert json.loads(own_work.read_text())["entries"][f"{PREFIX}p1/what"]["value"] == " As\ntyped. "


@pytest.mark.parametrize(
    "name", [f"{PREFIX}p4/what", f"{PREFIX}p1/name", "plan/luck", "answer/hospice-base", "p1/what"]
)
def test_an_entry_that_is_none_of_the_plan_is_refused_and_nothing_is_saved(name: str, own_work: Path) -> None:
    with pytest.raises(KeyError, match=name.split("/")[-1]):
        action_plan().receive(message({f"{PREFIX}ask": "Time.", name: "yes"}))
    assert not own_work.exists()


def test_a_look_back_is_suggested_until_it_is_the_one_that_stands() -> None:
    widget = action_plan()
    assert widget.state["suggested"] is None
    widget.receive(message({f"{PREFIX}start": "2026-11-30"}))
    assert widget.state["suggested"] == {
        "value": "2027-01-11",
        "says": "Suggested: 11 January 2027, six weeks after your start.",
    }
    widget.receive(message({f"{PREFIX}review": "2027-01-11"}))
    assert widget.state["suggested"] is None


def test_another_tab_that_kept_something_is_seen_at_the_next_look(own_work: Path) -> None:
    widget = action_plan()
    own_work.write_bytes(msgspec.json.encode(of({"reflection/why-pitch": "Listen.", "plan/why-pitch": "yes"})))
    assert not widget.state["gathered"]["kept"]
    widget.receive({"type": "refresh"})
    assert [place["page"] for place in widget.state["gathered"]["kept"]] == ["1-why/legal-case"]


def ask_for(widget: Any, form: str, name: str = "") -> dict[str, Any]:
    """The state that answers the request for a file."""
    states: list[dict[str, Any]] = []
    widget.observe(lambda change: states.append(change.new), "state")
    widget.receive({"type": "file", "as": form, "name": name, "at": "2026-11-22T09:05:00", "request": 5})
    widget.unobserve_all("state")
    (answer,) = (state for state in states if state.get("request") == 5)
    return answer


def test_the_file_goes_to_the_page_with_the_name_that_was_typed_and_neither_stays(own_work: Path) -> None:
    widget = action_plan()
    widget.receive(message({f"{PREFIX}p1/what": "Book without the phone."}))
    html = b64decode(ask_for(widget, "html", "  Reception\n team ")["file"]["base64"]).decode()
    assert "Plan of: Reception team" in html
    assert "22 November 2026" in html
    word = docx.Document(BytesIO(b64decode(ask_for(widget, "docx")["file"]["base64"])))
    assert word.core_properties.author == ""
    assert "Book without the phone." in "\n".join(one.text for one in word.paragraphs)
    assert "file" not in widget.state
    assert "Reception" not in own_work.read_text()


def test_a_file_that_cannot_be_made_is_answered_with_the_reason(own_work: Path) -> None:
    widget = action_plan()
    own_work.mkdir()
    answer = ask_for(widget, "docx")
    assert "file" not in answer
    assert "could not be" in answer["error"]


def test_nothing_of_the_plan_is_handed_in_and_it_is_counted_as_one_thing() -> None:
    widget = action_plan()
    widget.receive(message({f"{PREFIX}p1/what": "For nobody else.", f"{PREFIX}ask": "Time.", "plan/why-pitch": "yes"}))
    assert my_work().state["saved"] == "1 action plan and 1 tick for your plan"
    handed = submission(parts()["1-why"], of({f"{PREFIX}p1/what": "For nobody else."}), "ab12")
    assert "For nobody else." not in handed.text()


# The certificate


def an_answer(one: Gradable) -> str:
    """Something that can be marked."""
    match one:
        case Single() | Multi():
            return next(iter(one.options))
        case Order():
            return " ".join(one.items)
        case Match():
            return " ".join(f"{row}={next(iter(one.options))}" for row in one.rows)
        case Number():
            return next(text for text in ("1", "1%", "1 point") if not problem(one, text))
        case Text():
            return "Some words."


def everything() -> dict[str, Any]:
    """All marked questions answered, and a priority with its first step."""
    marked = [one for part in parts().values() for one in part.graded]
    answers: dict[str, Any] = {answer_name(one.id): an_answer(one) for one in marked}
    return answers | {f"{PREFIX}p1/what": "A", f"{PREFIX}p1/first": "B"}


def test_a_certificate_takes_all_marked_questions_or_the_core_and_a_priority_with_its_first_step() -> None:
    course, values = outline(), everything()
    first = next(name for name in values if name.startswith("answer/"))

    def ready(values: dict[str, Any]) -> bool:
        found = of(values)
        return done(course, found, read_plan({name.removeprefix(PREFIX): v for name, v in values.items()})).ready

    assert ready(values)
    assert not ready({name: value for name, value in values.items() if name != first})
    assert not ready(values | {first: ""})
    assert not ready({name: value for name, value in values.items() if not name.endswith("/first")})

    core = [page for page in course.audiences["people"].core if page != "6-action-plan/action-plan"]
    ticks = {f"done/{page}": "yes" for page in core}
    through = {name: value for name, value in values.items() if name.startswith(PREFIX)} | ticks
    assert ready(through | {"way/my-way/audience": "people"})
    assert not ready(through)  # the core of the resource's own order is another one
    assert not ready(through | {"way/my-way/audience": "people", f"done/{core[-1]}": None})
    assert not ready(ticks | {"way/my-way/audience": "people"})


def test_what_is_not_done_is_listed_page_by_page_and_no_file_is_made(own_work: Path) -> None:
    widget = certificate()
    assert certificate() is widget
    assert widget.state["ready"] is False
    assert [need["done"] for need in widget.state["needs"]] == [False, False]
    assert [page["page"] for page in widget.state["pages"]] == list(outline().pages)
    assert "file" not in ask_for(widget, "docx")


def test_a_certificate_says_what_it_is_and_what_it_is_not_and_keeps_no_name(own_work: Path) -> None:
    own_work.write_bytes(msgspec.json.encode(of(everything() | {"done/2-evidence/hospices": "yes"})))
    widget = certificate()
    assert widget.state["ready"] is True
    answer = ask_for(widget, "html", "Sam <b>")
    html = b64decode(answer["file"]["base64"]).decode()
    assert "For Sam &lt;b&gt;" in html
    marked = sum(len(part.graded) for part in parts().values())
    assert f"Marked questions answered: {marked} of {marked}" in html
    for words in (
        f"version {version('equally-outstanding')}",
        "22 November 2026",
        "Nobody checked who answered.",
        "it states no mark",
        "no qualification",
        "The Care Quality Commission did not issue it",
        "Reading the hospice figures (done, as you ticked)",
        WORDS.certificate.some,
    ):
        assert words in html, words
    assert "Sam" not in own_work.read_text()
    assert "Sam" not in json.dumps(widget.state)


def test_a_certificate_names_the_core_route_or_the_whole_course_where_all_its_pages_are_done(own_work: Path) -> None:
    ticked = {page: {f"done/{page}": "yes"} for page in outline().pages}

    def scope(values: dict[str, Any]) -> str:
        own_work.write_bytes(msgspec.json.encode(of(everything() | values)))
        return b64decode(ask_for(certificate(), "html")["file"]["base64"]).decode()

    core = outline().audiences["managers"].core
    assert WORDS.certificate.core in scope(
        {"way/my-way/audience": "managers"} | {f"done/{page}": "yes" for page in core}
    )
    assert WORDS.certificate.whole in scope({name: "yes" for one in ticked.values() for name in one})
