"""83,116 invented inpatients of 149 invented trusts: with a link between rating, orientation and answers, and without."""

from collections import Counter
from random import Random

from course.simulate.dealing import Row, divided, pile, shuffled

SEED = 2015
RESPONDENTS = 83_116

_TRUSTS = {
    ("general acute", "outstanding"): 6,
    ("general acute", "good"): 40,
    ("general acute", "requires improvement"): 78,
    ("general acute", "inadequate"): 8,
    ("specialist", "outstanding"): 5,
    ("specialist", "good"): 10,
    ("specialist", "requires improvement"): 2,
}
_FEWEST_ASKED, _MOST_ASKED = 1137, 1237
_LOWEST_RATE, _HIGHEST_RATE = 29, 65

# The profile of the survey of 2022 stands in for that of 2015, which was not found. The rest is heterosexual.
_AGES = {"16-35": 49, "36-50": 85, "51-65": 235, "66+": 631}
_ORIENTATIONS = {
    "heterosexual": 9436,
    "lesbian or gay": 107,
    "bisexual": 73,
    "other": 55,
    "prefer not to say": 329,
}

# The link of the first world: per cent who say always, in trusts rated outstanding and in all others.
_ALWAYS = {"outstanding": 88, "other": 84}
_ALWAYS_LESBIAN_OR_GAY = {"outstanding": 92, "other": 80}

# How many of 1,000 people with each answer on dignity give 10, 9, 8 ... 0 for their overall experience.
_OVERALL = {
    "always": (300, 260, 240, 110, 45, 30, 6, 4, 2, 1, 2),
    "sometimes": (50, 70, 190, 170, 120, 150, 100, 70, 40, 20, 20),
    "no": (15, 15, 40, 40, 40, 130, 130, 150, 130, 110, 200),
}

_Group = tuple[str, str]  # the rating, outstanding or other, and the orientation
_Answers = tuple[str, int]  # on dignity and on overall experience


def trusts(seed: int = SEED) -> list[Row]:
    """149 trusts with their type and rating, and how many people each asked and how many of them answered."""
    return _trusts(Random(seed))


def effect_world(seed: int = SEED) -> list[Row]:
    """One row for each respondent. The answers go with the trust's rating and the respondent's orientation."""
    people, groups, random = _people(seed)
    hands = {group: iter(shuffled(answers, random)) for group, answers in _answers(groups).items()}
    return [_answered(person, next(hands[group])) for person, group in zip(people, groups, strict=True)]


def no_effect_world(seed: int = SEED) -> list[Row]:
    """The same respondents and the same answers, shuffled over all of them without a look at rating or orientation."""
    people, groups, random = _people(seed)
    hand = shuffled((one for answers in _answers(groups).values() for one in answers), random)
    return [_answered(person, answer) for person, answer in zip(people, hand, strict=True)]


def _trusts(random: Random) -> list[Row]:
    kinds = shuffled(pile(_TRUSTS), random)
    asked = [_FEWEST_ASKED + int(random.random() * (_MOST_ASKED - _FEWEST_ASKED + 1)) for _ in kinds]
    # The mean of three draws, so that most rates lie near the middle.
    spread = (_HIGHEST_RATE - _LOWEST_RATE) / 3
    rates = [_LOWEST_RATE + spread * sum(random.random() for _ in range(3)) for _ in kinds]
    weights = [int(1000 * people * rate) for people, rate in zip(asked, rates, strict=True)]
    answered = divided(RESPONDENTS, dict(enumerate(weights)))
    return [
        {"trust": f"T{i + 1:03}", "type": kind, "rating": rating, "asked": asked[i], "answered": answered[i]}
        for i, (kind, rating) in enumerate(kinds)
    ]


def _people(seed: int) -> tuple[list[Row], list[_Group], Random]:
    """Everybody who answered, trust by trust, and the group of each."""
    random = Random(seed)
    homes = [trust for trust in _trusts(random) for _ in range(int(trust["answered"]))]
    ages = shuffled(pile(divided(len(homes), _AGES)), random)
    ratings = ["outstanding" if trust["rating"] == "outstanding" else "other" for trust in homes]
    orientations = {
        rating: iter(shuffled(pile(divided(ratings.count(rating), _ORIENTATIONS)), random)) for rating in _ALWAYS
    }
    groups = [(rating, next(orientations[rating])) for rating in ratings]
    people: list[Row] = [
        {"trust": trust["trust"], "age": age, "orientation": orientation}
        for trust, age, (_, orientation) in zip(homes, ages, groups, strict=True)
    ]
    return people, groups, random


def _answers(groups: list[_Group]) -> dict[_Group, list[_Answers]]:
    """The answers of each group, as many as it has people."""
    return {
        group: [
            (dignity, overall)
            for dignity, some in divided(people, _dignity(group)).items()
            for overall in pile(divided(some, dict(zip(range(10, -1, -1), _OVERALL[dignity], strict=True))))
        ]
        for group, people in sorted(Counter(groups).items())
    }


def _dignity(group: _Group) -> dict[str, int]:
    """Of 800 people in the group. One in eight of those who do not say always says no."""
    rating, orientation = group
    always = (_ALWAYS_LESBIAN_OR_GAY if orientation == "lesbian or gay" else _ALWAYS)[rating]
    return {"always": 8 * always, "sometimes": 7 * (100 - always), "no": 100 - always}


def _answered(person: Row, answers: _Answers) -> Row:
    dignity, overall = answers
    return person | {"dignity": dignity, "overall": overall}
