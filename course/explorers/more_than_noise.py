"""More than noise: has a share changed from one year to another by more than chance would do? Simulated for teaching."""

from collections.abc import Mapping
from typing import cast

from course.chance import Shuffle, in_words
from course.explorers.same_chance import PERCENTAGES
from course.explorers.scene import Bar, Bars, Estimate, Intervals, Scale, Scene, signed
from course.explorers.words import Rows, Said, Words, fill
from course.intervals import wilson
from course.workforce import FEWEST_SHOWN, MINORITY, WHITE, Measure, share

TOGETHER = "together"
YEARS = {
    "1-2": ((1,), (2,)),
    "2-3": ((2,), (3,)),
    "3-4": ((3,), (4,)),
    "4-5": ((4,), (5,)),
    TOGETHER: ((1, 2, 3), (4, 5)),
}
SELDOM = 0.1
"""Below this chance, a change as large is called one that chance alone seldom gives."""


class MoreThanNoise(Words, frozen=True, kw_only=True):
    """``changed`` has a text for each measure and direction, ``says`` one for "same" and for each case of ``_case``.
    ``periods`` names the years before and after for each choice.
    """

    asks = ("measure", "size", "years")
    periods: dict[str, tuple[str, str]]
    titles: dict[Measure, str]
    dots: tuple[str, str, str, str]
    shuffles: str
    bar: str
    often: tuple[str, str]
    changed: dict[str, str]
    others: dict[Measure, str]
    says: dict[str, str]
    few: str
    numbers: dict[Measure, Rows]
    not_shown: Rows

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """Both groups in both years, and how often a shuffle changes the share of ethnic minority people as much."""
        measure, size, years = (chosen[name] for name in self.asks)
        measure = cast(Measure, measure)
        shares = [share(size, measure, group, period) for group in (MINORITY, WHITE) for period in YEARS[years]]
        if min(one.of for one in shares) < FEWEST_SHOWN:
            return Scene(says=self.few, numbers=self.not_shown)
        before, after, *_ = shares
        shuffle = Shuffle(after, before)
        likely = [wilson(one) for one in shares]
        times, of = in_words(shuffle.chance)
        values = {
            "before": self.periods[years][0],
            "after": self.periods[years][1],
            "shares": [Said(one) for one in shares],
            "likely": [f"{one.low:.1f}% to {one.high:.1f}%" for one in likely],
            "change": signed(shuffle.gap),
            "size": f"{abs(shuffle.gap):.1f}",
            "reach": f"{shuffle.middle().high:.1f}",
            "in_100": f"{100 * shuffle.chance:.1f}",
            "often": self.often[times == of].format(times=times, of=of),
        }
        estimates = tuple(
            Estimate(label.format_map(values), one.percent, interval.low, interval.high, chosen=i < 2)
            for i, (label, one, interval) in enumerate(zip(self.dots, shares, likely, strict=True))
        )
        direction = "same" if values["size"] == "0.0" else "up" if shuffle.gap > 0 else "down"
        case = direction if direction == "same" else _case(years, shuffle)
        says = (self.changed[f"{measure}/{direction}"], self.says[case], self.others[measure])
        return Scene(
            alt=self.alt.format_map(values | {"shown": "; ".join(one.label for one in estimates)}),
            pictures=(
                Intervals(estimates, PERCENTAGES[measure], title=self.titles[measure]),
                Bars(
                    (Bar(self.bar.format_map(values), round(100 * shuffle.chance, 1), 100),),
                    Scale(0, 100, 25),
                    self.shuffles,
                ),
            ),
            says=" ".join(says).format_map(values),
            numbers=fill(self.numbers[measure], values),
        )


def _case(years: str, shuffle: Shuffle) -> str:
    """What to say: how often chance alone gives such a change, and whether several years are already together."""
    often = "seldom" if shuffle.chance < SELDOM else "often"
    return f"{often}/{TOGETHER if years == TOGETHER else 'years'}"
