"""The numbers of an estimate, as a learner types them."""

from collections.abc import Mapping
from dataclasses import dataclass

from course.quantity import Unit, read_number


@dataclass(frozen=True)
class Field:
    """A number in ``unit`` from ``least`` to ``most``. An empty box counts as ``start``, if there is one."""

    unit: Unit
    most: float
    least: float = 0
    start: str = ""


_GUESS = Field(Unit.PERCENT, 100, start="0")
FIELDS = {
    "leavers": Field(Unit.COUNT, 5_000_000),
    "cost-per-leaver": Field(Unit.POUNDS, 1_000_000),
    "staff": Field(Unit.COUNT, 5_000_000),
    "days": Field(Unit.COUNT, 366),
    "working-days": Field(Unit.COUNT, 366, least=1, start="229"),
    "pay": Field(Unit.POUNDS, 1_000_000),
    "on-costs": Field(Unit.PERCENT, 100),
    "fewer-leavers-low": _GUESS,
    "fewer-leavers-high": _GUESS,
    "fewer-days-low": _GUESS,
    "fewer-days-high": _GUESS,
}
NOT_LESS = {
    "working-days": ("days", "the days absent"),
    "fewer-leavers-high": ("fewer-leavers-low", "the low guess"),
    "fewer-days-high": ("fewer-days-low", "the low guess"),
}
"""Fields that cannot be less than another one, and what the other one is in words."""


def read(typed: Mapping[str, str]) -> tuple[dict[str, float], dict[str, str]]:
    """The numbers that are clear, by field, and for what is not clear a prompt. An empty box without a start has neither."""
    numbers: dict[str, float] = {}
    prompts: dict[str, str] = {}
    for name, field in FIELDS.items():
        text = typed.get(name, "").strip() or field.start
        if not text:
            continue
        reading = read_number(text, field.unit)
        if reading.value is None:
            prompts[name] = reading.prompt
        elif not field.least <= reading.value <= field.most:
            prompts[name] = f"Type a number from {field.least:,} to {field.most:,}."
        else:
            numbers[name] = reading.value
    for name, (other, words) in NOT_LESS.items():
        if name in numbers and other in numbers and numbers[name] < numbers[other]:
            del numbers[name]
            prompts[name] = f"This is less than {words}. Type {numbers[other]:,.10g} or more."
    return numbers, prompts
