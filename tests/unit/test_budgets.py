"""What a plan comes to, against plans worked out by hand, and how plans are read, kept and shown."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import budget, my_work, paths
from course.budgets.content import Effect, Measure, Mitigation, Service, read
from course.budgets.listed import amount
from course.budgets.model import HIGH, Outcome, harmless, level_of, most, outcome, read_plan
from course.budgets.shown import Compared, Shown, compared, shown
from course.content import ContentError, parts
from course.handin import submission
from course.work import Entry, Work

WORDS, SERVICES = read()


def measure(saving: int, months: int = 1, **more: Any) -> Measure:
    return Measure(
        area="reduce-costs", title=f"Save {saving}", says="It is done.", saving=saving, months=months, **more
    )


def way(cost: int, months: int = 1, **lowers: int) -> Mitigation:
    return Mitigation(f"Pay {cost}", "It helps.", cost, months, lowers)


def effect(size: int, *principles: str) -> Effect:
    return Effect(size, principles or ("dignity",), "They wait.")


HOME = Service(
    name="A home",
    about="Made for a test.",
    budget=1000,
    target=100,
    duties={"services": "Do not discriminate.", "work": "Nor here."},
    measures={
        "posts": measure(
            60,
            months=4,
            effects={"older": effect(3, "dignity", "autonomy"), "deaf": effect(1, "equality")},
            duties=("services", "work"),
            mitigations={"tool": way(10, 6, older=2), "talk": way(5, 2, older=2, deaf=1)},
        ),
        "rooms": measure(50, months=3, effects={"older": effect(2)}, duties=("services",)),
        "lamps": measure(20, months=9, helps={"carers": "They rest."}),
        "guests": measure(30, excludes=("rooms",)),
    },
)


def plan_of(text: str, service: Service = HOME) -> Outcome:
    return outcome(service, read_plan(service, text))


def points(text: str, service: Service = HOME) -> dict[str, tuple[int, int]]:
    """Points for each group: before anything lowers them, and left."""
    return {group: (risk.before, risk.left) for group, risk in plan_of(text, service).risks.items()}


def page(text: str, service: Service = HOME) -> Shown:
    return shown(WORDS, service, read_plan(service, text), "Plan A")


def side_by_side(one: str, other: str) -> Compared:
    return compared(WORDS, HOME, (read_plan(HOME, one), read_plan(HOME, other)))


def test_money_is_what_measures_save_less_what_lowering_their_risks_costs() -> None:
    found = plan_of("posts posts+tool lamps")
    assert (found.saving, found.cost, found.net) == (80, 10, 70)


def test_sizes_add_up_for_each_group_and_ways_take_off_no_more_than_there_is() -> None:
    assert points("posts") == {"older": (3, 3), "deaf": (1, 1)}
    assert points("posts rooms") == {"older": (5, 5), "deaf": (1, 1)}
    assert points("posts posts+tool rooms") == {"older": (5, 3), "deaf": (1, 1)}
    # Both ways take 4 off the 3 of the posts. The one too many takes nothing off the 2 of the rooms.
    assert points("posts posts+tool posts+talk rooms") == {"older": (5, 2), "deaf": (1, 0)}


def test_levels_are_none_low_some_and_high_from_three_points() -> None:
    assert [WORDS.levels[level_of(each)] for each in range(6)] == ["none", "low", "some", "high", "high", "high"]


def test_a_gain_takes_no_risk_off() -> None:
    both = msgspec.structs.replace(HOME.measures["rooms"], helps={"older": "They gain too."})
    assert points("rooms", msgspec.structs.replace(HOME, measures={"rooms": both})) == {"older": (2, 2)}


def test_the_time_is_the_longest_of_any_part() -> None:
    assert [plan_of(text).months for text in ("", "posts", "posts posts+tool", "posts lamps")] == [0, 4, 6, 9]
    assert "after 6 months" in page("posts posts+tool").time
    assert page("posts posts+tool").time.endswith("What takes longest: Pay 10.")


def test_of_two_measures_that_do_not_go_together_the_second_is_left_out_whoever_says_so() -> None:
    for text, stays, goes in (("rooms guests", "rooms", "guests"), ("guests rooms", "guests", "rooms")):
        plan = read_plan(HOME, text)
        assert (plan.ids, plan.left_out) == ((stays,), (goes,))


def test_whatever_a_saved_plan_holds_beside_the_service_is_left_out_and_said() -> None:
    plan = read_plan(HOME, "posts gone posts+gone rooms+tool lamps+tool posts <b>")
    assert plan.ids == ("posts",)
    assert plan.left_out == ("gone", "posts+gone", "rooms+tool", "lamps+tool", "<b>")
    assert "5 entries" in page("posts gone posts+gone rooms+tool lamps+tool <b>").left_out
    assert "One entry" in page("gone").left_out
    assert page("posts").left_out == ""


def test_the_most_that_can_be_saved_counts_one_of_two_that_exclude_each_other() -> None:
    assert most(HOME) == 60 + 50 + 20
    assert harmless(HOME) == 20 + 30


words_of_plans = st.lists(
    st.sampled_from(["posts", "posts+tool", "posts+talk", "rooms", "lamps", "guests", "gone", "rooms+tool"])
)


@given(words_of_plans)
def test_a_plan_that_is_read_saves_and_reads_as_the_same(words: list[str]) -> None:
    plan = read_plan(HOME, " ".join(words))
    again = read_plan(HOME, " ".join(plan.ids))
    assert (again.measures, again.left_out) == (plan.measures, ())
    assert set(plan.ids) | set(plan.left_out) == set(words)


@given(st.sampled_from(list(SERVICES)), st.randoms(use_true_random=False))
def test_a_way_to_lower_a_risk_costs_and_never_raises_one(name: str, random: Any) -> None:
    service = SERVICES[name]
    some = random.sample(list(service.measures), 5)
    ways = [f"{one}+{each}" for one in some for each in service.measures[one].mitigations if random.random() < 0.5]
    without, lowered = plan_of(" ".join(some), service), plan_of(" ".join([*some, *ways]), service)
    assert lowered.net <= without.net
    assert lowered.risks.keys() == without.risks.keys()
    for group, risk in lowered.risks.items():
        assert 0 <= risk.left <= without.risks[group].left <= without.risks[group].before == risk.before


def test_a_plan_that_meets_its_target_with_high_risk_is_told_what_is_left_and_for_whom() -> None:
    found = page("posts rooms")
    money, high, lower = found.verdict
    assert money.startswith("The target of £100 is met, and this plan finds £110 a year. But")
    assert high == "High risk is left for: Older people."
    assert lower == "Low risk is left for: Deaf people and people with hearing loss."
    assert found.says == "Plan A: £110 of £100. High risk left for 1 group."
    group, left, before, why = found.risk_rows[0]
    assert (group, left, before) == ("Older people", "high", "high")
    assert why == (
        "Save 60, large. They wait. (dignity, autonomy)",
        "Save 50, medium. They wait. (dignity)",
    )
    assert found.principles.endswith("equality, dignity, autonomy.")


@pytest.mark.parametrize(
    ("text", "says", "verdict"),
    [
        ("", "Plan A is empty.", "Nothing is chosen in Plan A yet."),
        ("lamps", "Plan A: £20 of £100. No risk left in this model.", "It is £80 short of the target of £100."),
        ("rooms", "Plan A: £50 of £100. No high risk left.", "Some risk is left for: Older people."),
        ("posts posts+tool posts+talk", "Plan A: £45 of £100. No risk left in this model.", "lowered to none"),
        ("lamps guests", "Plan A: £50 of £100. No risk left in this model.", "Would the people concerned say so too?"),
        ("posts rooms lamps", "Plan A: £130 of £100. High risk left for 1 group.", "is met, and this plan finds £130"),
        ("posts posts+talk rooms", "Plan A: £105 of £100. High risk left for 1 group.", "High risk is left for"),
    ],
)
def test_what_is_said_of_a_plan(text: str, says: str, verdict: str) -> None:
    assert page(text).says == says
    assert verdict in " ".join(page(text).verdict)


def test_a_plan_that_costs_more_than_it_finds_says_so() -> None:
    dear = msgspec.structs.replace(HOME.measures["posts"], mitigations={"tool": way(40), "talk": way(30)})
    found = page("posts posts+tool posts+talk", msgspec.structs.replace(HOME, measures={"posts": dear}))
    assert found.verdict[0] == "This plan costs £10 a year more than it finds."
    assert found.money.pictures[0].bars[0].value == 0
    assert amount(-10) == "\N{MINUS SIGN}£10"


def test_the_table_of_the_money_adds_up() -> None:
    assert page("posts posts+tool lamps").money_rows == (
        ("Save 60", "£60", "£10", "£50", "6"),
        ("Save 20", "£20", "£0", "£20", "9"),
        ("All together", "£80", "£10", "£70", "9"),
    )


def test_risk_stands_in_words_beside_its_bar_and_never_in_pounds() -> None:
    picture = page("posts posts+tool").risks
    (bars,) = picture.pictures
    assert [(bar.label, bar.value, bar.of) for bar in bars.bars] == [
        ("Older people: low", 1, 3),
        ("Deaf people and people with hearing loss: low", 1, 1),
    ]
    assert bars.scale.names == ("none", "low", "some", "high")
    assert all(bar.label in picture.alt for bar in bars.bars)
    assert "£" not in picture.alt


def test_duties_are_named_with_what_touches_them() -> None:
    assert page("posts rooms").duties == (
        "Equality Act 2010, towards people who use the service: Do not discriminate. Touched by: Save 60; Save 50.",
        "Equality Act 2010, as an employer: Nor here. Touched by: Save 60.",
    )
    assert page("lamps").duties == ()
    assert page("lamps").gains == ("Unpaid carers: They rest. (Save 20)",)


def test_an_empty_plan_has_no_picture_and_no_table() -> None:
    found = page("")
    assert (found.money.pictures, found.risks.pictures, found.money_rows, found.risk_rows) == ((), (), (), ())
    assert (found.duties, found.gains, found.time, found.principles) == ((), (), "", "")


def test_two_plans_stand_side_by_side() -> None:
    found = side_by_side("posts posts+tool lamps", "posts rooms")
    assert found.money == (
        ("Saves or brings in", "£80", "£110"),
        ("Lowering risks costs", "£10", "£0"),
        ("What is left", "£70", "£110"),
        ("Against the target", "£30 short", "£10 more"),
        ("Months until all is in place", "9", "4"),
    )
    assert found.risks == (
        ("Older people", "low", "high"),
        ("Deaf people and people with hearing loss", "low", "low"),
    )
    assert found.only == (("Save 60: Pay 10", "Save 20"), ("Save 50",))
    assert side_by_side("rooms posts posts+tool", "").money[3] == ("Against the target", "met exactly", "£100 short")
    assert side_by_side("posts posts+tool", "lamps").only[0] == ("Save 60 (Pay 10)",)
    assert side_by_side("", "").empty
    assert not side_by_side("", "lamps").empty


def test_a_real_plan_for_the_care_home_is_what_one_works_out_by_hand() -> None:
    home = SERVICES["care-home"]
    found = plan_of("one-carer-fewer one-carer-fewer+staffing-tool self-funders-only higher-fees", home)
    # £44,000 + £58,000 + £52,000 are £154,000, less £15,000: £6,000 short of £145,000.
    assert (found.saving, found.cost, home.target - found.net) == (154_000, 15_000, 6_000)
    assert {group: risk.left for group, risk in found.risks.items()} == {
        "dementia": 3 - 2,
        "mobility": (2 - 1) + 1,
        "staff-minority-ethnic": 2,
        "low-income": 3 + 2,
        "minority-ethnic": 1,
        "women": 1,
    }
    assert found.months == 12


@pytest.mark.parametrize("name", SERVICES)
def test_a_target_can_be_met_fast_with_high_risk_and_slowly_without(name: str) -> None:
    service = SERVICES[name]
    by_saving = sorted(service.measures, key=lambda one: -service.measures[one].saving)
    fast = plan_of(" ".join(next(some for some in _fitting(service, by_saving) if _saves(service, some))), service)
    assert fast.groups(HIGH)
    careful = [
        " ".join([one, *(f"{one}+{each}" for each in service.measures[one].mitigations)]) for one in service.measures
    ]
    whole = plan_of(" ".join(careful), service)
    assert whole.net >= service.target
    assert not whole.groups(HIGH)
    assert whole.months > fast.months or len(whole.risks) > len(fast.risks)


def _fitting(service: Service, names: list[str]) -> Any:
    """Choices of measures that go together, the smallest first."""
    for size in range(1, len(names) + 1):
        for some in combinations(names, size):
            if not any(set(service.excluded(one)) & set(some) for one in some):
                yield some


def _saves(service: Service, some: tuple[str, ...]) -> bool:
    return sum(service.measures[one].saving for one in some) >= service.target


@pytest.mark.parametrize("name", SERVICES)
def test_no_measure_alone_meets_a_target_and_those_without_risk_are_small(name: str) -> None:
    service = SERVICES[name]
    assert max(one.saving for one in service.measures.values()) < service.target
    assert harmless(service) < service.target / 2
    assert [one for one in service.measures.values() if one.helps], "A service has measures that help people and save."


def test_the_services_bring_all_seven_changes() -> None:
    found = {one.change for service in SERVICES.values() for one in service.measures.values()}
    assert found - {None} == set(WORDS.changes)


def give(value: Any, revision: int = 1, name: str = "budget/care-home/a") -> dict[str, Any]:
    widget = budget()
    widget.receive({"type": "answer", "name": name, "revision": revision, "value": value})
    return widget.state


def on_disk(path: Path) -> dict[str, Any]:
    return {name: entry["value"] for name, entry in json.loads(path.read_text())["entries"].items()}


def test_a_plan_is_on_disk_when_it_is_acknowledged_and_shows_what_it_comes_to(own_work: Path) -> None:
    state = give("higher-fees less-energy", 7)["services"]["care-home"]
    assert state["entries"]["a"] == {"revision": 7, "value": "higher-fees less-energy"}
    assert on_disk(own_work) == {"budget/care-home/a": "higher-fees less-energy"}
    assert state["plans"]["a"]["says"] == "Plan A: £60,000 of £145,000. No high risk left."
    assert state["plans"]["b"]["says"] == "Plan B is empty."
    assert state["compared"]["money"][2] == ("What is left", "£60,000", "£0")


def test_each_service_has_two_plans_and_a_tick_of_its_own(own_work: Path) -> None:
    give("less-energy", 1, "budget/gp-practice/b")
    state = give("yes", 2, "plan/budget/gp-practice")["services"]
    assert [state[name]["plans"]["b"]["chosen"] for name in SERVICES] == [(), ("less-energy",), ()]
    assert [state[name]["tick"]["value"] for name in SERVICES] == [None, "yes", None]
    assert give(None, 3, "budget/gp-practice/b")["services"]["gp-practice"]["plans"]["b"]["chosen"] == ()


def test_the_panel_counts_budgets_by_service_and_their_ticks_one_by_one(own_work: Path) -> None:
    for revision, name in enumerate(
        [
            "budget/care-home/a",
            "budget/care-home/b",
            "budget/nhs-trust/a",
            "plan/budget/care-home",
            "plan/budget/nhs-trust",
        ]
    ):
        give("less-energy", revision + 1, name)
    assert my_work().state["saved"] == "2 budgets and 2 ticks for your plan"


@pytest.mark.parametrize("name", ["answer/hospice-gap", "budget/care-home/c", "budget/shop/a", "plan/other"])
def test_no_other_entry_can_be_written_from_the_page(name: str, own_work: Path) -> None:
    with pytest.raises(KeyError, match="no entry of this budget"):
        give("x", 1, name)
    assert not own_work.exists()


def test_a_plan_never_goes_into_a_submission() -> None:
    part = parts()["2-evidence"]
    work = Work(entries={"budget/care-home/a": Entry(1, "less-energy"), "plan/budget/care-home": Entry(1, "yes")})
    assert "less-energy" not in submission(part, work, "ab12").text()


@pytest.mark.parametrize("value", [7.5, ["x"], {"a": 1}, "gone +", True])
def test_a_work_file_with_something_else_under_a_plan_breaks_nothing(value: Any, own_work: Path) -> None:
    entries = {"budget/care-home/a": {"revision": 1, "value": value}}
    own_work.write_text(json.dumps({"format": "equally-outstanding/work/1", "work_id": "0" * 32, "entries": entries}))
    found = budget().state["services"]["care-home"]["plans"]["a"]
    assert found["chosen"] == ()
    assert "left out" in found["left_out"]


def test_a_plan_that_cannot_be_saved_is_not_acknowledged(own_work: Path) -> None:
    budget()
    own_work.mkdir()
    state = give("less-energy", 3)
    assert state["services"]["care-home"]["entries"]["a"]["revision"] == 0
    assert "could not be written" in state["error"]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("budget.yaml", "levels: [none, low, some, high]", "levels: [none, high]", "levels"),
        ("budget.yaml", "is {less} short", "is {fewer} short", "fewer"),
        ("budget.yaml", 'costs: "Costs {pounds} a year."', 'costs: "Costs {amount} a year."', "amount"),
        ("budget.yaml", "  raise-income: {title", "  reduce-costs: {title", "raise-income"),
        ("budgets/care-home.yaml", "      faith:\n        size: 3", "      nobody:\n        size: 3", "nobody"),
        ("budgets/care-home.yaml", "      faith:\n        size: 3", "      faith:\n        size: 4", "size"),
        ("budgets/care-home.yaml", "area: raise-income\n    change: higher", "area: earn\n    change: higher", "earn"),
        ("budgets/care-home.yaml", "excludes: [no-activities-post]", "excludes: [no-posts]", "no-posts"),
        ("budgets/care-home.yaml", "  one-menu:\n", "  one+menu:\n", "one\\+menu"),
    ],
)
def test_a_mistake_in_the_words_is_named_with_the_file(
    file: str, old: str, new: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "budgets").mkdir()
    for path in (paths.BUDGET_WORDS, *paths.BUDGETS.glob("*.yaml")):
        (tmp_path / path.relative_to(paths.BUDGET_WORDS.parent)).write_text(path.read_text("utf-8"), "utf-8")
    text = (tmp_path / file).read_text("utf-8")
    assert text.count(old) == 1
    (tmp_path / file).write_text(text.replace(old, new), "utf-8")
    monkeypatch.setattr(paths, "BUDGET_WORDS", tmp_path / "budget.yaml")
    monkeypatch.setattr(paths, "BUDGETS", tmp_path / "budgets")
    with pytest.raises(ContentError, match=says) as error:
        budget()
    assert Path(file).name in str(error.value)


def test_without_a_service_the_place_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "BUDGETS", tmp_path)
    with pytest.raises(ContentError, match="no service"):
        budget()
