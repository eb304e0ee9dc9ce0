"""200 invented hospices: with a link between work on equality and the rating, and without."""

from random import Random

from course.simulate.dealing import Row, pile, shuffled

SEED = 2018

_RATINGS = {"outstanding": 60, "good": 125, "requires improvement": 10, "inadequate": 5}
_DID_THE_WORK = {
    "disability_work": {"outstanding": 45, "other": 77},
    "religion_work": {"outstanding": 53, "other": 91},
}
_FEWEST_BEDS, _MOST_BEDS = 6, 30


def effect_world(seed: int = SEED) -> list[Row]:
    """200 hospices in which the work goes with the rating, as strongly as the printed percentages say."""
    rows, random = _hospices(seed)
    for work, done in _DID_THE_WORK.items():
        for group, count in done.items():
            _deal(work, count, [row for row in rows if _group(row) == group], random)
    return rows


def no_effect_world(seed: int = SEED) -> list[Row]:
    """The same 200 hospices and as much work, shuffled over all of them without a look at the rating."""
    rows, random = _hospices(seed)
    for work, done in _DID_THE_WORK.items():
        _deal(work, sum(done.values()), rows, random)
    return rows


def _hospices(seed: int) -> tuple[list[Row], Random]:
    random = Random(seed)
    ratings = shuffled(pile(_RATINGS), random)
    beds = [_FEWEST_BEDS + int(random.random() * (_MOST_BEDS - _FEWEST_BEDS + 1)) for _ in ratings]
    return [
        {"hospice": f"S{number:03}", "rating": rating, "beds": size}
        for number, (rating, size) in enumerate(zip(ratings, beds, strict=True), start=1)
    ], random


def _group(row: Row) -> str:
    return "outstanding" if row["rating"] == "outstanding" else "other"


def _deal(work: str, count: int, rows: list[Row], random: Random) -> None:
    answers = shuffled(pile({"yes": count, "no": len(rows) - count}), random)
    for row, answer in zip(rows, answers, strict=True):
        row[work] = answer
