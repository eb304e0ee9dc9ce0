"""What every simulation does: divide in proportion, and deal by chance.

Only whole numbers and ``Random.random`` are used, so that a seed gives the same data on every computer.
"""

from collections.abc import Iterable, Mapping
from random import Random
from typing import TypeVar

Row = dict[str, str | int]
Item = TypeVar("Item")


def pile(counts: Mapping[Item, int]) -> list[Item]:
    """Each item as often as ``counts`` says."""
    return [item for item, count in counts.items() for _ in range(count)]


def shuffled(items: Iterable[Item], random: Random) -> list[Item]:
    """The items in an order drawn by chance."""
    # Python promises the same random() for a seed in every version, but not the same shuffle().
    return sorted(items, key=lambda _: random.random())


def divided(total: int, weights: Mapping[Item, int]) -> dict[Item, int]:
    """``total`` in whole parts that go by the weights (largest remainders get what rounding leaves over)."""
    whole = sum(weights.values())
    parts = {item: total * weight // whole for item, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda item: -(total * weights[item] % whole))
    for item in by_remainder[: total - sum(parts.values())]:
        parts[item] += 1
    return parts
