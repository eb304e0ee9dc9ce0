"""Make the simulated hospice data. Run it with ``python -m course.simulate``.

Two worlds hold the same 200 invented hospices. In the first, work on equality goes with an outstanding rating
as strongly as the printed percentages say. In the second, the same work is shuffled over all hospices.
``assets/data/dictionary.md`` says what was put in, and what may not be concluded.
"""

import csv
from pathlib import Path
from random import Random
from typing import TypeVar

from course import paths

Row = dict[str, str | int]
_Item = TypeVar("_Item")

SEED = 2018
EFFECT = "hospices-simulated-effect.csv"
NO_EFFECT = "hospices-simulated-no-effect.csv"

_RATINGS = {"outstanding": 60, "good": 125, "requires improvement": 10, "inadequate": 5}
_DID_THE_WORK = {
    "disability_work": {"outstanding": 45, "other": 77},
    "religion_work": {"outstanding": 53, "other": 91},
}
_FEWEST_BEDS, _MOST_BEDS = 6, 30


def effect_world(seed: int = SEED) -> list[Row]:
    """200 hospices in which the work goes with the rating."""
    rows, random = _hospices(seed)
    for work, done in _DID_THE_WORK.items():
        for group, count in done.items():
            _deal(work, count, [row for row in rows if _group(row) == group], random)
    return _complete(rows)


def no_effect_world(seed: int = SEED) -> list[Row]:
    """The same 200 hospices and as much work, shuffled over all of them without a look at the rating."""
    rows, random = _hospices(seed)
    for work, done in _DID_THE_WORK.items():
        _deal(work, sum(done.values()), rows, random)
    return _complete(rows)


def write(folder: Path = paths.DATA) -> list[Path]:
    """Write both worlds as CSV into ``folder`` and return the files."""
    written = []
    for name, rows in {EFFECT: effect_world(), NO_EFFECT: no_effect_world()}.items():
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        written.append(path)
    return written


def _hospices(seed: int) -> tuple[list[Row], Random]:
    random = Random(seed)
    ratings = _shuffled([rating for rating, count in _RATINGS.items() for _ in range(count)], random)
    beds = [_FEWEST_BEDS + int(random.random() * (_MOST_BEDS - _FEWEST_BEDS + 1)) for _ in ratings]
    return [
        {"hospice": f"S{number:03}", "rating": rating, "beds": size}
        for number, (rating, size) in enumerate(zip(ratings, beds, strict=True), start=1)
    ], random


def _group(row: Row) -> str:
    return "outstanding" if row["rating"] == "outstanding" else "other"


def _deal(work: str, count: int, rows: list[Row], random: Random) -> None:
    answers = _shuffled(["yes"] * count + ["no"] * (len(rows) - count), random)
    for row, answer in zip(rows, answers, strict=True):
        row[work] = answer


def _complete(rows: list[Row]) -> list[Row]:
    for row in rows:
        row["note"] = "simulated for teaching"
    return rows


def _shuffled(items: list[_Item], random: Random) -> list[_Item]:
    # Python promises the same random() for a seed in every version, but not the same shuffle().
    return sorted(items, key=lambda _: random.random())


if __name__ == "__main__":
    for path in write():
        print(f"Written: {path}")
