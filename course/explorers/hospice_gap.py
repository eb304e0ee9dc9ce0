"""Hospice gap: the same two percentages from few, some and many hospices."""

from collections.abc import Mapping

import msgspec

from course.explorers.scene import Bars, Estimate, Intervals, Scale, Scene, signed
from course.explorers.words import Rows, Said, Words, bars, fill
from course.intervals import Share, newcombe


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of how many, in each group, and what that tells."""

    outstanding: tuple[int, int]
    others: tuple[int, int]
    says: str


class HospiceGap(Words, frozen=True, kw_only=True):
    """``counts`` has an entry for every setting."""

    asks = ("work", "size")
    counts: dict[str, Counts]
    bars: tuple[str, str]
    gap: str
    numbers: Rows

    def __post_init__(self) -> None:
        if odd := self.settings.keys() ^ self.counts.keys():
            raise ValueError(f"`counts` and the options of `controls` do not pair up: {', '.join(sorted(odd))}")

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The two shares, and their gap with its interval."""
        counts = self.counts["/".join(chosen.values())]
        shares = Share(*counts.outstanding), Share(*counts.others)
        gap, likely = shares[0].percent - shares[1].percent, newcombe(*shares)
        values = {
            "outstanding": Said(shares[0]),
            "others": Said(shares[1]),
            "gap": f"{gap:.1f}",
            "ratio": f"{shares[0].percent / shares[1].percent:.2f}",
            "odds_ratio": f"{shares[0].odds / shares[1].odds:.2f}",
            "low": signed(likely.low),
            "high": signed(likely.high),
        }
        return Scene(
            alt=self.alt.format_map(values),
            pictures=(
                Bars(bars(self.bars, [share.percent for share in shares], values)),
                Intervals(
                    (Estimate(self.gap.format_map(values), gap, likely.low, likely.high),),
                    Scale(-30, 60, 30),
                    reference=0,
                ),
            ),
            says=counts.says.format_map(values),
            numbers=fill(self.numbers, values),
        )
