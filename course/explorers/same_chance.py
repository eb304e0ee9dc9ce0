"""Same chance: how likely one group is to be appointed, or to enter discipline, beside another. Simulated for teaching."""

from collections.abc import Mapping
from typing import NamedTuple, cast

from course.explorers.scene import Estimate, Intervals, Scale, Scene
from course.explorers.words import Rows, Said, Words, fill
from course.intervals import Interval, Share, katz, wilson
from course.workforce import FEWEST_SHOWN, MINORITY, WHITE, Measure, share

ALL = "all"
YEARS = {"1": (1,), "2": (2,), "3": (3,), "4": (4,), "5": (5,), ALL: (1, 2, 3, 4, 5)}
RATIOS = Scale(1 / 8, 8, 2, names=("1/8", "1/4", "1/2", "1", "2", "4", "8"), factors=True)
PERCENTAGES: dict[Measure, Scale] = {"appointed": Scale(0, 60, 15, "%"), "discipline": Scale(0, 16, 4, "%")}


class Ratio(NamedTuple):
    """How many times as likely, with its 95 % interval."""

    value: float
    likely: Interval

    @property
    def side(self) -> str:
        """On which side of 1 it is, as printed."""
        return "even" if f"{self.value:.2f}" == "1.00" else "above" if self.value > 1 else "below"

    @property
    def lies(self) -> str:
        """Where its interval lies: above 1, below 1, or around it."""
        return "above" if self.likely.low > 1 else "below" if self.likely.high < 1 else "around"


def ratio(measure: Measure, white: Share, minority: Share) -> Ratio | None:
    """Above 1 where ethnic minority people fare worse: they are appointed less often, or enter discipline more often.

    That is how the Workforce Race Equality Standard divides. None where a count is 0.
    """
    one, other = (white, minority) if measure == "appointed" else (minority, white)
    return Ratio(one.percent / other.percent, katz(one, other)) if one.count and other.count else None


class SameChance(Words, frozen=True, kw_only=True):
    """``says`` has a text for each way of saying it, measure and side of 1, as "ratio/appointed/above". The other texts
    are for groups too small to show (``few``), for a count of 0 (``zero``), and for where the interval lies (``tells``).
    """

    asks = ("measure", "service", "year", "said")
    titles: dict[str, str]
    alts: dict[str, str]
    labels: dict[str, tuple[str, str]]
    counted: dict[Measure, str]
    says: dict[str, str]
    tells: dict[str, str]
    zero: str
    few: str
    limits: str
    numbers: dict[Measure, Rows]
    together: Rows
    no_ratio: tuple[str, str]
    not_shown: Rows

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The ratio beside that of all years together, or the two shares behind it."""
        measure, service, year, said = (chosen[name] for name in self.asks)
        measure = cast(Measure, measure)
        white, minority = (share(service, measure, group, YEARS[year]) for group in (WHITE, MINORITY))
        if min(white.of, minority.of) < FEWEST_SHOWN:
            return Scene(says=self.few, numbers=self.not_shown)
        now = ratio(measure, white, minority)
        every = ratio(measure, *(share(service, measure, group, YEARS[ALL]) for group in (WHITE, MINORITY)))
        values = {
            "year": self.controls["year"].options[year],
            "white": Said(white),
            "minority": Said(minority),
            "white_likely": _likely(white),
            "minority_likely": _likely(minority),
            "gap": f"{abs(white.percent - minority.percent):.1f}",
            **self._ratio("", now),
            **self._ratio("all_", every),
        }
        if now is None:
            said, tells = "percentages", self.zero
        else:
            tells = f"{self.says[f'{said}/{measure}/{now.side}']} {self.tells[now.lies]}"
        shown: list[tuple[float, Interval, bool]]
        if said == "percentages":
            shown = [(one.percent, wilson(one), True) for one in (white, minority)]
            scale, reference = PERCENTAGES[measure], None
        else:
            ratios = (now,) if year == ALL else (now, every)
            shown = [(one.value, one.likely, one is now) for one in ratios if one]
            scale, reference = RATIOS, 1.0
        estimates = tuple(
            Estimate(label.format_map(values), value, likely.low, likely.high, chosen)
            for label, (value, likely, chosen) in zip(self.labels[said], shown, strict=False)
        )
        title = self.titles[f"{said}/{measure}"]
        return Scene(
            alt=self.alts[said].format_map(
                values | {"title": title, "shown": "; ".join(one.label for one in estimates)}
            ),
            pictures=(Intervals(estimates, scale, reference, title),),
            says=f"{self.counted[measure]} {tells} {self.limits}".format_map(values),
            numbers=fill(self.numbers[measure] + (() if year == ALL else self.together), values),
        )

    def _ratio(self, prefix: str, found: Ratio | None) -> dict[str, str]:
        value, likely = self.no_ratio
        if found:
            value, likely = f"{found.value:.2f}", f"{found.likely.low:.2f} to {found.likely.high:.2f}"
        return {f"{prefix}ratio": value, f"{prefix}likely": likely}


def _likely(one: Share) -> str:
    likely = wilson(one)
    return f"{likely.low:.1f}% to {likely.high:.1f}%"
