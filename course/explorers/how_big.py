"""How big: published sums in billions, one group at a time, with their ranges; and what they make when added."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from course.explorers.scene import Estimate, Intervals, Scale, Scene
from course.explorers.words import Words

SCALES = {currency: Scale(0, 100, 25, prefix=currency) for currency in ("£", "$")}
"""In billions. Each currency has one scale for all groups, so that lengths compare."""


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Billions a year, as a template names them: ``value``, and ``low`` to ``high`` where there is a range."""

    value: float
    low: float | None = None
    high: float | None = None
    more: bool = False

    def says(self, template: str) -> str:
        """The template with the numbers filled in."""
        shown = {"value": self.value, "low": self.low, "high": self.high}
        return template.format_map({name: f"{n:g}" for name, n in shown.items() if n is not None})


class Published(Sum, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A published sum. ``value`` is what Equally Outstanding printed, ``low`` to ``high`` the range of the first source,
    and ``more`` that the first source said so much or more. ``row`` is for the table.
    """

    label: str
    row: tuple[str, str, str, str]


class Added(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the sums ``of`` these names would make together."""

    of: tuple[str, ...]
    label: str
    row: tuple[str, str, str, str]


class Panel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The sums that share a scale, all in one currency, and what to say of each and of all added."""

    currency: Literal["£", "$"]
    sums: tuple[str, ...]
    added: tuple[Added, ...] = ()
    each: str
    together: str


class HowBig(Words, frozen=True, kw_only=True):
    """``panels`` has an entry for every group of the control."""

    asks = ("panel", "look")
    picture: str
    sums: dict[str, Published]
    panels: dict[str, Panel]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The sums of a group, and below them what they would make together if that was asked for."""
        panel = self.panels[chosen["panel"]]
        together = chosen["look"] == "together"
        added = panel.added if together else ()
        shown: list[tuple[Sum, Published | Added, bool]] = [
            *((self.sums[name], self.sums[name], not added) for name in panel.sums),
            *((add([self.sums[name] for name in one.of]), one, True) for one in added),
        ]
        estimates = tuple(
            Estimate(one.says(words.label), one.value, one.low, one.high, marked, one.more)
            for one, words, marked in shown
        )
        return Scene(
            alt=self.alt.format_map({"shown": "; ".join(estimate.label for estimate in estimates)}),
            pictures=(Intervals(estimates, SCALES[panel.currency], title=self.picture),),
            says=panel.together if together else panel.each,
            numbers=tuple(tuple(one.says(cell) for cell in words.row) for one, words, _ in shown),
        )


def add(sums: list[Published]) -> Sum:
    """The sum of all, from all low ends to all high ones. A sum without a range counts with its one value."""
    value, low, high = (
        sum(one.value if (n := getattr(one, end)) is None else n for one in sums) for end in ("value", "low", "high")
    )
    more = any(one.more for one in sums)
    return Sum(value=value, more=more) if low == high else Sum(value=value, low=low, high=high, more=more)
