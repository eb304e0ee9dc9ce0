"""The list of pages, the way that is suggested to whom, what a learner makes of it, and how far they have come."""

import itertools
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import my_way, my_work, paths
from course.content import Reflection, Single, parts
from course.handin import submission
from course.routes import WayWidget
from course.ways.outline import LONGEST_CORE, Audience, Order, Outline, Page, PartPages, faults, outline, read
from course.ways.progress import Progress, progress
from course.ways.way import EVERYTHING, Way, arranged, in_words, minutes, suggested
from course.work import Entry, Work, WorkFile, store

OUTLINE = outline()
SMALL = Outline(
    intro="",
    parts={
        "1-a": PartPages({"x": Page(10, 5, "Read."), "y": Page(20)}),
        "2-b": PartPages({"z": Page(30, 10, "Play.")}, short=5),
    },
    orders={"source": Order(("2-b", "1-a"), ("2-b/z",)), "evidence": Order(("1-a", "2-b"), ("1-a/x", "2-b/z"))},
    audiences={"all": Audience("Everybody", "y can wait.", ("1-a/x", "2-b/z"), {"1-a/x": "Because it is short."})},
)
ORDERS = st.permutations(["1-a/x", "1-a/y", "2-b/z"])


def test_the_courses_own_list_has_no_fault() -> None:
    assert faults(OUTLINE) == []
    assert faults(SMALL) == []


def test_everybody_has_a_core_of_at_most_three_hours_that_begins_here_and_ends_with_a_plan() -> None:
    assert len(OUTLINE.audiences) == 7
    for place, core in OUTLINE.cores():
        assert 120 <= OUTLINE.core_minutes(core) <= LONGEST_CORE, place
        assert (core[0], core[-1]) == ("0-start/welcome", "6-action-plan/action-plan"), place


def test_a_core_without_the_part_on_evidence_has_the_primer() -> None:
    for place, core in OUTLINE.cores():
        assert "0-start/claims-primer" in core or any(name.startswith("2-evidence/") for name in core), place


def test_every_audience_hears_why_its_first_five_pages_come_early() -> None:
    for audience in OUTLINE.audiences.values():
        assert list(audience.because) == list(audience.core[1:6])  # the first is the page on which they choose
        assert all(why.startswith("Because ") and why.endswith(".") for why in audience.because.values())


def test_no_two_audiences_are_sent_the_same_way() -> None:
    ways = [suggested(OUTLINE, who, False).order for who in [*OUTLINE.audiences, EVERYTHING]]
    assert len(set(ways)) == len(ways)


@pytest.mark.parametrize(("who", "marked"), [*itertools.product([*OUTLINE.audiences, EVERYTHING, ""], [False, True])])
def test_every_way_has_every_page_once(who: str, marked: bool) -> None:
    way = suggested(OUTLINE, who, marked)
    assert sorted(way.order) == sorted(OUTLINE.pages)
    assert way.left_out == frozenset()
    assert minutes(OUTLINE, way, core=True) <= LONGEST_CORE


def test_who_hands_in_takes_the_folders_in_order_with_evidence_second_and_keeps_the_reasons() -> None:
    way = suggested(OUTLINE, "managers", True)
    assert list(way.order) == list(OUTLINE.pages)
    assert way.because == suggested(OUTLINE, "managers", False).because != {}
    assert set(way.core) == set(OUTLINE.orders["evidence"].core)


def test_the_order_of_the_source_has_the_part_on_evidence_last_and_outside_the_core() -> None:
    way = suggested(OUTLINE, EVERYTHING, False)
    assert [name for name in way.order if name.startswith("2-evidence/")] == list(way.order[-3:])
    assert not any(name.startswith("2-evidence/") for name in way.core)
    assert suggested(OUTLINE, "", False) == suggested(OUTLINE, "no such people", False) == way


def test_an_audience_begins_with_its_core_and_goes_on_in_the_order_of_the_source() -> None:
    way = suggested(SMALL, "all", False)
    assert way == Way(
        ("1-a/x", "2-b/z", "1-a/y"), {"1-a/x": 5, "2-b/z": 10}, {"1-a/x": "Because it is short."}, "y can wait."
    )


@given(ORDERS, st.sets(st.sampled_from(["1-a/x", "1-a/y", "2-b/z"])))
def test_an_order_that_is_saved_is_read_back(order: list[str], out: set[str]) -> None:
    way = suggested(SMALL, "all", False)
    mine = arranged(way, " ".join(f"-{name}" if name in out else name for name in order))
    assert list(mine.order) == order
    assert mine.left_out == out
    assert set(mine.pages) == set(order) - out
    assert arranged(way, mine.saved()) == mine


def test_a_page_that_is_new_in_the_course_comes_behind_the_one_it_follows_and_one_that_is_gone_is_passed_over() -> None:
    way = suggested(SMALL, EVERYTHING, False)
    assert way.order == ("2-b/z", "1-a/x", "1-a/y")
    assert arranged(way, "1-a/y -9-gone/w 2-b/z").order == ("1-a/y", "2-b/z", "1-a/x")
    assert arranged(way, "1-a/y 1-a/x").order == ("2-b/z", "1-a/y", "1-a/x")
    assert arranged(way, "-9-gone/w").left_out == frozenset()


@given(st.text(max_size=40))
def test_whatever_stands_in_the_file_the_way_has_every_page_once(saved: str) -> None:
    assert sorted(arranged(suggested(SMALL, "all", False), saved).order) == ["1-a/x", "1-a/y", "2-b/z"]


def test_minutes_are_those_of_what_is_neither_left_out_nor_finished() -> None:
    way = arranged(suggested(SMALL, "all", False), "1-a/x -2-b/z 1-a/y")
    assert (minutes(SMALL, way), minutes(SMALL, way, core=True)) == (30, 5)
    assert (minutes(SMALL, way, ["1-a/x"]), minutes(SMALL, way, ["1-a/x"], core=True)) == (20, 0)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (47, "47 minutes"),
        (60, "1 hour"),
        (62, "1 hour"),
        (63, "1 hour 5 minutes"),
        (180, "3 hours"),
        (947, "15 hours 45 minutes"),
    ],
)
def test_minutes_are_said_as_people_say_them(number: int, words: str) -> None:
    assert in_words(number) == words


def small(**changes: Any) -> Outline:
    return msgspec.structs.replace(SMALL, **changes)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (small(orders={"source": SMALL.orders["source"]}), "there is no order 'evidence'"),
        (
            small(orders=SMALL.orders | {"source": Order(("1-a",), ())}),
            "`orders.source.parts` does not name every part once",
        ),
        (small(audiences={"a": Audience("A", "", ("1-a/w",), {})}), "`audiences.a` names '1-a/w', which is no page"),
        (small(audiences={"a": Audience("A", "", ("1-a/y",), {})}), "`audiences.a` names 1-a/y, which has no core"),
        (
            small(audiences={"a": Audience("A", "", ("1-a/x",), {"2-b/z": "Because."})}),
            "`audiences.a.because` names '2-b/z', which is not in its core",
        ),
        (
            small(orders=SMALL.orders | {"source": Order(("1-a", "2-b"), ("1-a/x", "1-a/x"))}),
            "`orders.source` names a page twice",
        ),
        (
            small(parts=SMALL.parts | {"1-a": PartPages({"x": Page(4, 5, "Read."), "y": Page(20)})}),
            "the core of 1-a/x is longer than the page",
        ),
        (
            small(parts=SMALL.parts | {"1-a": PartPages({"x": Page(10, 5, "Read."), "y": Page(20, do="Read.")})}),
            "1-a/y has `core` without `do`, or `do` without `core`",
        ),
        (
            small(parts=SMALL.parts | {"2-b": PartPages({"z": Page(200, 181, "Read.")})}),
            "the core of `orders.source` takes 181 minutes, more than 180",
        ),
    ],
)
def test_a_fault_of_the_list_is_said_with_its_place(wrong: Outline, says: str) -> None:
    assert says in faults(wrong)


PART, PAGE = "1-why", "1-why/ethical-case"
ASKED = [one for one in parts()[PART].exercises if one.page == "ethical-case"]
REFLECTION = next(one for one in ASKED if isinstance(one, Reflection))
CHOICE = next(one for one in ASKED if isinstance(one, Single) and not one.graded)
MARKED = next(one for one in ASKED if isinstance(one, Single) and one.graded)


def come(**entries: Any) -> Progress:
    return progress(PAGE, Work(entries={name: Entry(1, value) for name, value in entries.items()}))


def test_progress_counts_answers_that_can_be_marked_practice_and_marked_apart() -> None:
    empty = come()
    practice, marked = empty.of_practice, empty.of_marked
    assert (practice, marked) == (
        sum(not one.graded and not isinstance(one, Reflection) for one in ASKED),
        sum(one.graded for one in ASKED),
    )
    assert empty.says == f"Not begun: practice 0 of {practice}, marked 0 of {marked}"
    some = come(**{f"answer/{CHOICE.id}": "a", f"answer/{MARKED.id}": "a", "answer/elsewhere": "a"})
    assert some.says == f"Begun: practice 1 of {practice}, marked 1 of {marked}"
    unclear = come(**{f"answer/{CHOICE.id}": "no such option", f"answer/{MARKED.id}": None})
    assert unclear.says == empty.says
    assert come(**{f"reflection/{REFLECTION.id}": "Ours."}).says.startswith("Begun: practice 0 of")
    assert come(**{f"done/{PAGE}": "yes"}).says.startswith("Done: practice 0 of")
    assert (empty.finished, some.finished, come(**{f"done/{PAGE}": "yes"}).finished) == (False, False, True)


def test_a_page_of_which_all_questions_are_answered_is_finished_without_a_tick_and_a_page_to_read_is_not() -> None:
    one = progress("0-start/welcome", Work(entries={"answer/welcome-keep-work": Entry(1, "a")}))
    assert (one.says, one.finished) == ("All questions answered: practice 1 of 1", True)
    read_only = progress("6-action-plan/further-resources", Work())
    assert (read_only.says, read_only.finished) == ("Not begun", False)


def give(widget: WayWidget, **values: Any) -> dict[str, Any]:
    """Save entries; a double underscore stands for a slash and a single one for a hyphen."""
    names = {name.replace("__", "/").replace("_", "-"): value for name, value in values.items()}
    entries = [{"name": name, "revision": 10**12 + give_number(), "value": value} for name, value in names.items()]
    widget.receive({"type": "save", "entries": entries})
    state: dict[str, Any] = widget.state
    return state


_numbers = itertools.count()


def give_number() -> int:
    return next(_numbers)


def test_the_map_has_every_page_with_its_title_and_every_part_in_short() -> None:
    fixed = my_way().fixed
    assert list(fixed["pages"]) == list(OUTLINE.pages)
    assert fixed["pages"]["1-why/legal-case"]["title"] == "The legal case"
    assert fixed["pages"]["0-start/welcome"]["part"] == "Start"
    assert [part["short"]["page"] for part in fixed["parts"] if part["short"]] == list(OUTLINE.shorts)
    assert list(fixed["audiences"]) == [*OUTLINE.audiences, EVERYTHING]


def test_the_state_follows_who_the_learner_is_whether_they_hand_in_and_what_they_moved() -> None:
    widget = my_way()
    assert my_way() is widget
    state = give(widget, way__my_way__audience="board")
    assert state["order"][:2] == ["0-start/welcome", "1-why/business-case"]
    assert state["about"]["1-why/business-case"]["because"].startswith("Because ")
    assert state["about"]["3-learn-from-best/case-studies"]["core"] == ""
    assert state["later"] == OUTLINE.audiences["board"].later
    moved = [*state["order"][1:], "-0-start/welcome"]
    state = give(widget, way__my_way__order=" ".join(moved))
    assert state["order"] == moved
    assert state["suggested"][0] == "0-start/welcome"
    assert f"All {len(OUTLINE.pages) - 1} pages take" in state["sums"][1]
    state = give(widget, way__my_way__order=None, way__my_way__marked="yes")
    assert state["order"] == list(OUTLINE.pages)


def test_a_tick_and_an_answer_of_another_kernel_change_the_sums() -> None:
    widget = my_way()
    assert "left" not in widget.state["sums"][1]
    state = give(widget, **{"done__1_why__legal_case": "yes"})
    assert state["about"]["1-why/legal-case"]["finished"]
    assert "are left." in state["sums"][1]
    WorkFile().write({f"answer/{CHOICE.id}": Entry(2 * 10**12, "a")})
    widget.receive({"type": "refresh"})
    assert widget.state["about"][PAGE]["says"].startswith("Begun: practice 1 of")


def test_another_entry_is_refused() -> None:
    with pytest.raises(KeyError, match="answer/x"):
        give(my_way(), answer__x="a")
    assert my_work().state["saved"] == "0 answers"


def test_it_is_counted_kept_and_never_handed_in() -> None:
    give(my_way(), way__my_way__audience="people", way__my_way__marked="yes", done__1_why__legal_case="yes")
    panel = my_work()
    assert panel.state["saved"] == "1 way through the course and 1 page ticked as done"
    kept = panel.state["work"]
    assert kept["entries"]["way/my-way/audience"]["value"] == "people"
    handed = submission(parts()[PART], msgspec.convert(kept, Work), "ab12").text()
    assert [word for word in ("way/", "done/", "people") if word in handed] == []


def test_the_map_is_there_also_where_the_work_cannot_be_read(own_work: Path) -> None:
    store()  # knows from here on where the file is to be
    own_work.mkdir()
    widget = my_way()
    assert "could not be written" in widget.state["error"]
    assert widget.state["order"] == list(suggested(OUTLINE, "", False).order)


def test_the_list_is_read_from_its_file() -> None:
    assert read(paths.COURSE) == OUTLINE
