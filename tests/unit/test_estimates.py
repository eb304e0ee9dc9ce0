"""What an estimate works out, against values computed by hand, and how it reads and keeps what is typed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import estimate, paths
from course.content import ContentError, read_yaml
from course.estimates import staff_costs
from course.estimates.shown import Shown, Words, pound_scale, pounds, shown
from course.estimates.staff_costs import Range
from course.estimates.typed import FIELDS, read
from course.explorers.scene import Bars, Intervals

WORDS: Words = read_yaml(paths.ESTIMATES / "staff-costs.yaml", Words)
# 20 leavers at £4,500 are £90,000. A day is £30,000 and a quarter on top, £37,500, over 250 days: £150. 80 posts with
# 10.7 days each are 856 days, and so £128,400.
TYPED = {
    "leavers": "20",
    "cost-per-leaver": "£4,500",
    "staff": "80",
    "days": "10.7",
    "working-days": "250",
    "pay": "30,000",
    "on-costs": "25%",
}
GUESSES = {"fewer-leavers-low": "5", "fewer-leavers-high": "10", "fewer-days-low": "0", "fewer-days-high": "2.5"}


def all_of(typed: dict[str, str]) -> Shown:
    return shown(WORDS, read(typed)[0])


def test_turnover_and_absence_are_what_one_works_out_by_hand() -> None:
    assert staff_costs.turnover(leavers=20, cost_per_leaver=4500) == 90_000
    day = staff_costs.cost_per_day(pay=30_000, on_costs=25, working_days=250)
    assert day == 150
    assert staff_costs.absence(staff=80, days=10.7, day=day) == pytest.approx(128_400)


def test_the_published_figures_for_the_nhs_come_out_as_published() -> None:
    # 10.7 days each make 10.3 million days, which cost £1.75 billion and are the work of 45,000 full-time posts.
    posts = 10.3e6 / 10.7
    day = staff_costs.cost_per_day(pay=1.75e9 / 45_000, on_costs=0, working_days=10.3e6 / 45_000)
    assert day == pytest.approx(169.90, abs=0.005)
    assert staff_costs.absence(staff=posts, days=10.7, day=day) == pytest.approx(1.75e9)
    assert round(10.3e6 / 45_000) == int(FIELDS["working-days"].start)


def test_a_saving_is_a_range_and_two_ranges_add_at_their_ends() -> None:
    leavers = staff_costs.saving(90_000, low=5, high=10)
    days = staff_costs.saving(128_400, low=0, high=2.5)
    assert (leavers, days) == (Range(4_500, 9_000), Range(0, 3_210))
    assert leavers + days == Range(4_500, 12_210)


def test_savings_start_at_zero_and_the_page_says_so() -> None:
    result = all_of(TYPED)
    assert result.rows == (
        ("Leavers", "£90,000", "£0", "£0"),
        ("Absence", "£128,000", "£0", "£0"),
        ("Both together", "£218,000", "£0", "£0"),
    )
    assert "about £90,000 a year" in result.says
    assert "guesses are at zero" in result.says


def test_guesses_give_a_range_in_words_table_and_picture() -> None:
    result = all_of(TYPED | GUESSES)
    assert result.rows == (
        ("Leavers", "£90,000", "£4,500", "£9,000"),
        ("Absence", "£128,000", "£0", "£3,210"),
        ("Both together", "£218,000", "£4,500", "£12,200"),
    )
    assert "about £4,500 to £12,200 a year" in result.says
    bars, ranges = result.pictures
    assert isinstance(bars, Bars)
    assert isinstance(ranges, Intervals)
    assert bars.scale == ranges.scale
    assert [bar.value * 1000 for bar in bars.bars] == pytest.approx([90_000, 128_400])
    assert [(one.low, one.high) for one in ranges.estimates] == [(4.5, 9), (0, 3.21), (4.5, 12.21)]
    assert [one.value for one in ranges.estimates] == [None] * 3  # no value of a range is the likeliest
    for one in (*bars.bars, *ranges.estimates):
        assert one.label in result.alt


def test_every_number_of_a_formula_stands_in_it() -> None:
    leavers, day, absence, _ = all_of(TYPED).worked
    assert "20 leavers \N{MULTIPLICATION SIGN} £4,500 each = £90,000" in leavers
    assert "£30,000 pay with 25% on top, ÷ 250 days = £150.00" in day
    assert "80 posts \N{MULTIPLICATION SIGN} 10.7 days \N{MULTIPLICATION SIGN} £150.00 = £128,000" in absence


@pytest.mark.parametrize("missing", ["staff", "days", "pay", "on-costs"])
def test_what_is_there_suffices_for_one_cost_and_the_other_is_said_to_be_missing(missing: str) -> None:
    result = all_of(TYPED | {missing: ""})
    assert [row[0] for row in result.rows] == ["Leavers"]
    assert "cost of absence, a number is missing" in result.says


def test_without_numbers_there_is_no_picture_and_no_table() -> None:
    result = all_of({})
    assert (result.pictures, result.rows, result.worked, result.alt) == ((), (), (), "")
    assert "Nothing can be worked out yet" in result.says


def test_a_guess_that_is_not_clear_gives_no_saving_rather_than_none() -> None:
    result = all_of(TYPED | {"fewer-days-high": "a few"})
    assert result.rows[1:] == (("Absence", "£128,000", "", ""), ("Both together", "£218,000", "", ""))
    assert "no saving is worked out" in result.says


@pytest.mark.parametrize(
    ("name", "text", "prompt"),
    [
        ("days", "ten", "could not be read"),
        ("pay", "30%", "another unit"),
        ("on-costs", "0.2", "Did you mean 20%"),
        ("on-costs", "120", "from 0 to 100"),
        ("leavers", "-3", "from 0 to 5,000,000"),
        ("working-days", "0", "from 1 to 366"),
        ("staff", "9" * 400, "from 0 to"),
        ("fewer-days-high", "101", "from 0 to 100"),
    ],
)
def test_a_number_that_is_not_clear_gets_a_prompt_and_is_left_out(name: str, text: str, prompt: str) -> None:
    numbers, prompts = read(TYPED | {name: text})
    assert prompt in prompts.pop(name)
    assert prompts == {}
    assert name not in numbers


def test_a_high_guess_below_the_low_one_and_more_days_absent_than_worked_are_prompted_for() -> None:
    _, prompts = read(TYPED | {"fewer-leavers-low": "10", "fewer-leavers-high": "5", "days": "251"})
    assert prompts == {
        "fewer-leavers-high": "This is less than the low guess. Type 10 or more.",
        "working-days": "This is less than the days absent. Type 251 or more.",
    }


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "£0"),
        (0.4, "£0"),
        (999.6, "£1,000"),
        (1234, "£1,230"),
        (128_400, "£128,000"),
        (999_999, "£1 million"),
        (1_754_000, "£1.75 million"),
        (1.75e9, "£1.75 billion"),
    ],
)
def test_amounts_are_rounded_to_three_figures(amount: float, words: str) -> None:
    assert pounds(amount) == words


@given(st.floats(0, 1e16))
def test_a_scale_holds_its_largest_value_and_has_few_round_steps(most: float) -> None:
    scale, size = pound_scale(most)
    assert (scale.start, scale.prefix) == (0, "£")
    assert most / size <= scale.end * (1 + 1e-9)
    assert 1 <= round(scale.end / scale.step) <= 5
    assert scale.end / scale.step == pytest.approx(round(scale.end / scale.step))


@given(st.dictionaries(st.sampled_from(list(FIELDS)), st.text(max_size=12) | st.floats(0, 1e7).map(str)))
def test_whatever_is_typed_something_can_be_shown(typed: dict[str, str]) -> None:
    numbers, prompts = read(typed)
    assert numbers.keys().isdisjoint(prompts)
    assert shown(WORDS, numbers).says


def give(name: str, value: str | None, revision: int) -> dict[str, Any]:
    widget = estimate("staff-costs")
    widget.receive({"type": "answer", "name": name, "revision": revision, "value": value})
    return widget.state


def test_a_number_is_on_disk_as_it_was_typed_when_it_is_acknowledged(own_work: Path) -> None:
    state = give("estimate/staff-costs/days", " ten or so ", 5)
    assert state["entries"]["days"] == {"revision": 5, "value": " ten or so "}
    assert "could not be read" in state["prompts"]["days"]
    assert json.loads(own_work.read_text())["entries"] == {
        "estimate/staff-costs/days": {"revision": 5, "value": " ten or so "}
    }


def test_the_costs_follow_what_is_typed_and_the_tick_is_kept(own_work: Path) -> None:
    give("estimate/staff-costs/leavers", "20", 1)
    assert give("estimate/staff-costs/cost-per-leaver", "4,500", 2)["shown"]["rows"][0][:2] == ("Leavers", "£90,000")
    assert give("estimate/staff-costs/leavers", None, 3)["shown"]["rows"] == ()
    assert give("plan/staff-costs", "yes", 4)["plan"] == {"revision": 4, "value": "yes"}


@pytest.mark.parametrize("name", ["answer/hospice-gap", "estimate/staff-costs/other", "handed-in/2-evidence"])
def test_no_other_entry_can_be_written_from_the_boxes(name: str, own_work: Path) -> None:
    with pytest.raises(KeyError, match="no entry of this estimate"):
        give(name, "1", 1)
    assert not own_work.exists()


def test_numbers_that_cannot_be_saved_are_not_acknowledged(own_work: Path) -> None:
    widget = estimate("staff-costs")
    own_work.mkdir()
    widget.receive({"type": "answer", "name": "estimate/staff-costs/days", "revision": 3, "value": "5"})
    assert widget.state["entries"]["days"]["revision"] == 0
    assert "could not be written" in widget.state["error"]


def test_a_work_file_with_other_things_than_words_under_its_names_breaks_nothing(own_work: Path) -> None:
    entries = {
        "estimate/staff-costs/days": {"revision": 1, "value": 7.5},
        "estimate/staff-costs/pay": {"revision": 1, "value": ["x"]},
    }
    own_work.write_text(json.dumps({"format": "equally-outstanding/work/1", "work_id": "0" * 32, "entries": entries}))
    assert estimate("staff-costs").state["prompts"].keys() == {"pay"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("      leavers:\n", "      leaver:\n", "must ask for"),
        ("{leavers} leavers", "{leaver} leavers", "leaver"),
        ("  no-saving:", "  none-saved:", "none-saved"),
        ("note: >-", "notes: >-", "notes"),
    ],
)
def test_a_mistake_in_the_words_is_named_with_the_file(
    old: str, new: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (paths.ESTIMATES / "staff-costs.yaml").read_text("utf-8")
    assert text.count(old) == 1
    (tmp_path / "staff-costs.yaml").write_text(text.replace(old, new), "utf-8")
    monkeypatch.setattr(paths, "ESTIMATES", tmp_path)
    with pytest.raises(ContentError, match=says) as error:
        estimate("staff-costs")
    assert "staff-costs.yaml" in str(error.value)
