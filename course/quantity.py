"""Read a number as people type it, in the unit that a question asks for."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a number answer is measured in. The value is the name that authors write in YAML."""

    PERCENT = "percent"
    POINTS = "points"
    PROPORTION = "proportion"
    RATIO = "ratio"
    COUNT = "count"
    POUNDS = "pounds"
    SCORE = "score"

    @property
    def label(self) -> str:
        """The words behind the box in which the learner types."""
        return _LABELS[self]

    @property
    def help(self) -> str:
        """One sentence that says what to type."""
        return _HELP[self]


_LABELS = {
    Unit.PERCENT: "per cent (%)",
    Unit.POINTS: "percentage points",
    Unit.PROPORTION: "as a proportion, 0 to 1",
    Unit.RATIO: "times",
    Unit.COUNT: "",
    Unit.POUNDS: "pounds (£)",
    Unit.SCORE: "out of 10",
}
_HELP = {
    Unit.PERCENT: "Answer in per cent. For half, type 50.",
    Unit.POINTS: "Answer in percentage points. From 10% to 60% is 50 points: type 50.",
    Unit.PROPORTION: "Answer as a proportion between 0 and 1. For half, type 0.5.",
    Unit.RATIO: "Answer with how many times as large. For twice as large, type 2.",
    Unit.COUNT: "Answer with a number.",
    Unit.POUNDS: "Answer in pounds.",
    Unit.SCORE: "Answer with a score from 0 to 10.",
}

_NUMBER = re.compile(
    r"""(?P<sign>-?)\s*(?P<pound>£?)\s*
    (?P<digits>(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:\ \d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*
    (?P<scale>k|m|bn|thousand|million|billion)?\s*
    (?P<suffix>%|per\s?cent|percentage\spoints?|%\s?points?|points?|pp|ppts?|pts?
      |times|x|to\s1|:\s?1|pounds?|gbp|out\sof\s10|/\s?10)?\.?""",
    re.VERBOSE,
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_DECIMAL_COMMA = re.compile(r"-?\s*£?\s*\d+,\d+\s*\S*")
_DASHES = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{HYPHEN}": "-"})


@dataclass(frozen=True)
class Reading:
    """What was understood: a value, or else a prompt that says what to type instead."""

    value: float | None
    prompt: str = ""


def read_number(text: str, unit: Unit) -> Reading:
    """Read ``text`` as a number in ``unit``.

    Reads "20", "20%", "20 percentage points", "£4,500", "4 500" and the like. The value is in the
    unit itself: 20 for 20 %, 0.2 for the proportion. Where the text names another unit, or looks
    like a proportion where a percentage is asked for, there is no value but a prompt.
    """
    plain = " ".join(text.translate(_DASHES).lower().split())
    if not plain:
        return Reading(None, "Type a number.")
    found = _NUMBER.fullmatch(plain)
    if not found:
        if _DECIMAL_COMMA.fullmatch(plain):
            return Reading(
                None, "Use a point for decimals, as in 2.5, and a comma only between thousands, as in 4,500."
            )
        return Reading(None, f"This could not be read as one number. {unit.help}")
    value = float(re.sub("[ ,]", "", found["digits"])) * _SCALES.get(found["scale"] or "", 1)
    if found["sign"]:
        value = -value
    named = {_named(found["suffix"])} | ({Unit.POUNDS} if found["pound"] else set())
    named.discard(None)
    if named - {unit}:
        other = ", ".join(sorted(str(name and name.label) for name in named - {unit}))
        return Reading(None, f"You typed a number in another unit ({other}). {unit.help}")
    if not named:
        if unit in (Unit.PERCENT, Unit.POINTS) and 0 < abs(value) < 1:
            sign = "%" if unit is Unit.PERCENT else " points"
            return Reading(
                None,
                f"Did you mean {_short(value * 100)}{sign}? Then type {_short(value * 100)}. "
                f"If you do mean {_short(value)}{sign}, type {_short(value)}{sign}.",
            )
        if unit is Unit.PROPORTION and 1 < abs(value) <= 100:
            return Reading(None, f"Did you mean {_short(value / 100)}? A proportion lies between 0 and 1.")
    return Reading(value)


def _named(suffix: str | None) -> Unit | None:
    if not suffix:
        return None
    if suffix.startswith(("out", "/")):
        return Unit.SCORE
    if "point" in suffix or suffix.startswith(("pp", "pt")):
        return Unit.POINTS
    if suffix.startswith(("%", "per")):
        return Unit.PERCENT
    if suffix.startswith(("pound", "gbp")):
        return Unit.POUNDS
    return Unit.RATIO


def _short(value: float) -> str:
    return f"{value:.10g}"
