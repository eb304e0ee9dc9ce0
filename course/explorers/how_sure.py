"""How sure: the 95 % interval of one share, from few answers to many."""

from collections.abc import Mapping

from course.explorers.scene import Estimate, Intervals, Scene
from course.explorers.words import Words
from course.intervals import Share, wilson


class HowSure(Words, frozen=True, kw_only=True):
    """``row`` and ``numbers`` are templates for one number of answers. ``says`` has a text for some numbers of
    answers, and one named "else" for the others."""

    asks = ("share", "answers")
    title_of_picture: str
    row: str
    numbers: tuple[str, ...]
    says: dict[str, str]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """An interval for every number of answers, with the chosen one marked."""
        percent, size = int(chosen["share"]), int(chosen["answers"])
        sizes = [int(option) for option in self.controls["answers"].options]
        shares = [nearest(percent, of) for of in sizes]
        values = _values(nearest(percent, size)) | {
            "share": percent,
            "fewest": f"{min(sizes):,}",
            "most": f"{max(sizes):,}",
            "four": f"{4 * size:,}",
            "four_width": _values(nearest(percent, 4 * size))["width"],
        }
        return Scene(
            alt=self.alt.format_map(values),
            pictures=(
                Intervals(
                    tuple(
                        Estimate(
                            self.row.format_map(_values(share)),
                            share.percent,
                            wilson(share).low,
                            wilson(share).high,
                            chosen=share.of == size,
                        )
                        for share in shares
                    ),
                    title=self.title_of_picture,
                ),
            ),
            says=self.says.get(chosen["answers"], self.says["else"]).format_map(values),
            numbers=tuple(tuple(cell.format_map(_values(share)) for cell in self.numbers) for share in shares),
        )


def nearest(percent: float, of: int) -> Share:
    """The whole number of people that comes nearest to ``percent``; a half counts up."""
    return Share(int(percent * of / 100 + 0.5), of)


def _values(share: Share) -> dict[str, str | int]:
    interval = wilson(share)
    return {
        "count": f"{share.count:,}",
        "of": f"{share.of:,}",
        "percent": f"{share.percent:.1f}",
        "low": f"{interval.low:.1f}",
        "high": f"{interval.high:.1f}",
        "width": f"{interval.high - interval.low:.1f}",
    }
