"""The simulated survey: totals as published, a link where one was put in, and none anywhere else."""

import time
import tracemalloc
from collections import Counter, defaultdict
from itertools import product
from statistics import correlation, mean

import pytest
from texts import published, rows

from course import paths
from course.chance import Shuffle
from course.intervals import Share
from course.simulate import survey as simulation
from course.survey import EFFECT, NO_EFFECT, Group, World, counts

Rows = list[dict[str, str]]
WORLDS: tuple[World, ...] = (EFFECT, NO_EFFECT)
LESBIAN_OR_GAY, HETEROSEXUAL = "lesbian or gay", "heterosexual"
ORIENTATIONS = (HETEROSEXUAL, LESBIAN_OR_GAY, "bisexual", "other", "prefer not to say")
ANSWERS = ("always", "sometimes", "no")

every_world = pytest.mark.parametrize("world", WORLDS)


@pytest.fixture(scope="module")
def trusts() -> dict[str, dict[str, str]]:
    return {row["trust"]: row for row in rows(paths.DATA / "survey-simulated-trusts.csv")}


@pytest.fixture(scope="module")
def worlds() -> dict[World, Rows]:
    return {world: rows(paths.DATA / f"survey-simulated-{world}.csv") for world in WORLDS}


def always(world: World, outstanding: bool, *orientations: str) -> Share:
    """Who says always, of the respondents of these orientations."""
    found = counts(world)
    said = {answer: sum(found[Group(outstanding, one, answer)] for one in orientations) for answer in ANSWERS}
    return Share(said["always"], sum(said.values()))


def said_in_the_dictionary() -> str:
    return " ".join((paths.DATA / "dictionary.md").read_text(encoding="utf-8").split())


def rounded_percent(count: int, of: int) -> int:
    return round(100 * count / of)


def largest_gap(people: Rows, by: dict[str, str] | str) -> float:
    """The largest distance of a group's share of always from the share of all, in standard errors."""
    names = [row[by] if isinstance(by, str) else by[row["trust"]] for row in people]
    said = [row["dignity"] == "always" for row in people]
    p = mean(said)
    groups = defaultdict(list)
    for name, answer in zip(names, said, strict=True):
        groups[name].append(answer)
    assert len(groups) > 1
    return max(abs(mean(group) - p) / (p * (1 - p) / len(group)) ** 0.5 for group in groups.values())


def test_trusts_ask_and_answer_as_many_as_in_the_published_survey(trusts: dict[str, dict[str, str]]) -> None:
    figures = published()
    asked, answered = (sum(int(row[name]) for row in trusts.values()) for name in ("asked", "answered"))
    assert len(trusts) == figures["inpatient-2016-trusts"]
    assert answered == figures["inpatient-2015-respondents"]
    assert rounded_percent(answered, asked) == figures["inpatient-2015-response"]
    assert all(int(row["asked"]) < figures["inpatient-2016-sampled"] for row in trusts.values())


def test_response_differs_between_trusts_and_not_with_type_or_rating(trusts: dict[str, dict[str, str]]) -> None:
    rates = {code: int(row["answered"]) / int(row["asked"]) for code, row in trusts.items()}
    assert 0.29 <= min(rates.values()) < 0.37
    assert 0.57 < max(rates.values()) <= 0.65
    for name in ("type", "rating"):
        for value in {row[name] for row in trusts.values()}:
            group = [rates[code] for code, row in trusts.items() if row[name] == value]
            assert abs(mean(group) - mean(rates.values())) < 2.5 * 0.06 / len(group) ** 0.5, value


def test_eleven_trusts_are_outstanding(trusts: dict[str, dict[str, str]]) -> None:
    kinds = Counter((row["type"], row["rating"] == "outstanding") for row in trusts.values())
    assert kinds == {
        ("general acute", True): 6,
        ("general acute", False): 126,
        ("specialist", True): 5,
        ("specialist", False): 12,
    }


@every_world
def test_totals_round_to_the_published_ones(worlds: dict[World, Rows], world: World) -> None:
    people, figures = worlds[world], published()
    assert len(people) == figures["inpatient-2015-respondents"]
    for answer in ANSWERS:
        count = sum(row["dignity"] == answer for row in people)
        assert rounded_percent(count, len(people)) == figures[f"inpatient-2015-dignity-{answer}"]
    for least, name in ((6, "6-or-more"), (9, "9-or-10")):
        count = sum(int(row["overall"]) >= least for row in people)
        assert rounded_percent(count, len(people)) == figures[f"inpatient-2015-overall-{name}"]


def test_ages_and_orientations_follow_the_profile_of_2022(worlds: dict[World, Rows]) -> None:
    people, figures = worlds[EFFECT], published()
    ages = Counter(row["age"] for row in people)
    for age, count in ages.items():
        share = figures[f"inpatient-2022-{age.replace('66+', '66-plus')}"]
        assert round(100 * count / len(people), 1) == share, age
    orientations = Counter(row["orientation"] for row in people)
    assert set(orientations) == set(ORIENTATIONS)
    for orientation, count in orientations.items() - {(HETEROSEXUAL, orientations[HETEROSEXUAL])}:
        share = figures[f"inpatient-2022-{orientation.replace(' ', '-')}"]
        assert round(100 * count / len(people), 2) == share, orientation


def test_both_worlds_hold_the_same_people_and_the_same_answers(worlds: dict[World, Rows]) -> None:
    effect, no_effect = worlds[EFFECT], worlds[NO_EFFECT]
    assert all(
        row[name] == other[name]
        for row, other in zip(effect, no_effect, strict=True)
        for name in ("trust", "age", "orientation")
    )
    pairs = [Counter((row["dignity"], row["overall"]) for row in people) for people in worlds.values()]
    assert pairs[0] == pairs[1]


@every_world
def test_each_trust_has_as_many_rows_as_it_had_answers(
    worlds: dict[World, Rows], trusts: dict[str, dict[str, str]], world: World
) -> None:
    answered = {code: int(row["answered"]) for code, row in trusts.items()}
    assert Counter(row["trust"] for row in worlds[world]) == answered


def test_the_dictionary_states_the_gaps_that_were_put_in() -> None:
    dictionary = said_in_the_dictionary()
    for name, outstanding, wanted in (("Outstanding", True, 4), ("All others", False, -4)):
        one, other = (always(EFFECT, outstanding, orientation) for orientation in (LESBIAN_OR_GAY, HETEROSEXUAL))
        gap = one.percent - other.percent
        assert gap == pytest.approx(wanted, abs=50 / one.of)  # as near as whole people come
        cells = (
            name,
            *(f"{share.count:,} of {share.of:,} ({share.percent:.0f}%)" for share in (one, other)),
            f"{abs(gap):.0f} points {'ahead' if gap > 0 else 'behind'}",
        )
        assert f"| {' | '.join(cells)} |" in dictionary


def test_the_dictionary_gives_an_example_of_what_chance_did(
    worlds: dict[World, Rows], trusts: dict[str, dict[str, str]]
) -> None:
    dictionary = said_in_the_dictionary()
    people = worlds[NO_EFFECT]
    group = [row["dignity"] == "no" for row in people if trusts[row["trust"]]["rating"] == "inadequate"]
    everybody = mean(row["dignity"] == "no" for row in people)
    assert (
        f"{sum(group):,} of {len(group):,} people in trusts rated inadequate say no. "
        f"That is {100 * mean(group):.1f}%, against {100 * everybody:.1f}% of all people."
    ) in dictionary
    one, other = (always(NO_EFFECT, True, orientation) for orientation in (LESBIAN_OR_GAY, HETEROSEXUAL))
    shuffle = Shuffle(one, other)
    assert (
        f"{one.count} of {one.of} lesbian or gay people in outstanding trusts say always, "
        f"against {other.percent:.0f}% of heterosexual people. That is a gap of {abs(shuffle.gap):.0f} points"
    ) in dictionary
    assert f"about {100 * shuffle.chance:.0f} times in 100" in dictionary


def test_with_a_link_outstanding_trusts_are_ahead_and_few_answers_hide_it_for_one_group() -> None:
    everybody = Shuffle(always(EFFECT, True, *ORIENTATIONS), always(EFFECT, False, *ORIENTATIONS))
    assert everybody.gap == pytest.approx(4, abs=0.2)
    assert everybody.chance < 1e-10
    few, many = (
        Shuffle(always(EFFECT, outstanding, LESBIAN_OR_GAY), always(EFFECT, outstanding, HETEROSEXUAL))
        for outstanding in (True, False)
    )
    assert few.gap > 0 > many.gap
    assert few.chance > 0.2
    assert many.chance < 0.01


def test_with_a_link_other_orientations_answer_like_heterosexual_people() -> None:
    for outstanding, orientation in product((True, False), ("bisexual", "other", "prefer not to say")):
        share = always(EFFECT, outstanding, orientation)
        wanted = always(EFFECT, outstanding, HETEROSEXUAL).percent
        assert share.percent == pytest.approx(wanted, abs=50 / share.of)


def test_without_a_link_the_gaps_are_ones_that_chance_gives() -> None:
    pairs = [
        (always(NO_EFFECT, True, *ORIENTATIONS), always(NO_EFFECT, False, *ORIENTATIONS)),
        *(
            (always(NO_EFFECT, outstanding, LESBIAN_OR_GAY), always(NO_EFFECT, outstanding, HETEROSEXUAL))
            for outstanding in (True, False)
        ),
    ]
    assert all(Shuffle(one, other).chance > 0.1 for one, other in pairs)


def test_the_way_of_making_a_world_without_a_link_favours_nobody() -> None:
    few, many, ratings = [], [], []
    for seed in range(12):
        best = {row["trust"] for row in simulation.trusts(seed) if row["rating"] == "outstanding"}
        found = Counter(
            (row["trust"] in best, row["orientation"] == LESBIAN_OR_GAY, row["dignity"] == "always")
            for row in simulation.no_effect_world(seed)
        )
        share = {
            group: found[*group, True] / (found[*group, True] + found[*group, False])
            for group in product((True, False), repeat=2)
        }
        few.append(share[True, True] - share[True, False])
        many.append(share[False, True] - share[False, False])
        ratings.append(share[True, False] - share[False, False])
    # Three standard errors of a mean of 12; the standard error of one gap is 4.5, 1.3 and 0.5 points.
    assert abs(mean(few)) < 0.039
    assert abs(mean(many)) < 0.011
    assert abs(mean(ratings)) < 0.0043
    assert min(few) < 0 < max(few)


@every_world
def test_age_and_type_have_nothing_to_do_with_the_answers(
    worlds: dict[World, Rows], trusts: dict[str, dict[str, str]], world: World
) -> None:
    types = {code: row["type"] for code, row in trusts.items()}
    for outstanding in (True, False):
        people = [row for row in worlds[world] if (trusts[row["trust"]]["rating"] == "outstanding") == outstanding]
        assert largest_gap(people, "age") < 3
        assert largest_gap(people, types) < 3


@every_world
def test_the_response_rate_has_nothing_to_do_with_the_answers(
    worlds: dict[World, Rows], trusts: dict[str, dict[str, str]], world: World
) -> None:
    said = Counter(row["trust"] for row in worlds[world] if row["dignity"] == "always")
    rates = [int(row["answered"]) / int(row["asked"]) for row in trusts.values()]
    shares = [said[code] / int(row["answered"]) for code, row in trusts.items()]
    assert abs(correlation(rates, shares)) < 0.16  # what chance stays within 19 times in 20 for 149 trusts


@every_world
def test_whoever_says_always_tends_to_give_a_higher_overall_experience(worlds: dict[World, Rows], world: World) -> None:
    dictionary = said_in_the_dictionary()
    always_, sometimes, no = (
        mean(int(row["overall"]) for row in worlds[world] if row["dignity"] == answer) for answer in ANSWERS
    )
    assert f"{always_:.1f} on average, against {sometimes:.1f} for sometimes and {no:.1f} for no" in dictionary


def test_with_a_link_overall_experience_goes_the_way_of_dignity(
    worlds: dict[World, Rows], trusts: dict[str, dict[str, str]]
) -> None:
    groups = defaultdict(list)
    for row in worlds[EFFECT]:
        groups[trusts[row["trust"]]["rating"] == "outstanding", row["orientation"]].append(int(row["overall"]))
    scores = {group: mean(overall) for group, overall in groups.items()}
    assert scores[True, HETEROSEXUAL] > scores[False, HETEROSEXUAL]
    assert scores[True, LESBIAN_OR_GAY] > scores[True, HETEROSEXUAL]
    assert scores[False, LESBIAN_OR_GAY] < scores[False, HETEROSEXUAL]


@every_world
def test_counts_are_those_of_the_file(
    worlds: dict[World, Rows], trusts: dict[str, dict[str, str]], world: World
) -> None:
    wanted = Counter(
        (trusts[row["trust"]]["rating"] == "outstanding", row["orientation"], row["dignity"]) for row in worlds[world]
    )
    assert counts(world) == wanted


def test_counting_is_quick_and_takes_little_memory() -> None:
    counts.cache_clear()
    start = time.perf_counter()
    counts(EFFECT)
    assert time.perf_counter() - start < 2  # 0.05 s on a free machine
    counts.cache_clear()
    tracemalloc.start()
    counts(EFFECT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
