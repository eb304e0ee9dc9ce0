"""Survey worlds: could chance alone draw the gap between two groups of respondents? Simulated for teaching."""

from collections.abc import Mapping
from math import ceil

from course.chance import Shuffle
from course.explorers.scene import Bars, Column, Columns, Scale, Scene, signed
from course.explorers.words import Rows, Said, Words, bars, fill
from course.intervals import Share
from course.survey import EFFECT, NO_EFFECT, Group, World, counts

WORLDS: dict[str, World] = {"1": EFFECT, "2": NO_EFFECT}
ONE, OTHER = "lesbian or gay", "heterosexual"
REACH = 20
"""The gaps shown, in points on either side of none. Chance gives larger ones in fewer than 1 in 1,000 shuffles."""
WIDTH = 1.0
"""About how many points one column stands for."""


class SurveyWorlds(Words, frozen=True, kw_only=True):
    """``says`` has a text "guess" for settings that do not tell how the data were made, and one for each that does."""

    asks = ("world", "hospitals", "made")
    people: str
    bars: tuple[str, str]
    shuffles: str
    seen: str
    numbers: Rows
    often: tuple[str, str]
    says: dict[str, str]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The two shares, and how often a shuffle of the answers gives each gap."""
        answers = counts(WORLDS[chosen["world"]])
        outstanding = chosen["hospitals"] == "outstanding"
        shares = [_always(answers, outstanding, orientation) for orientation in (ONE, OTHER)]
        shuffle = Shuffle(*shares)
        middle = shuffle.middle()
        in_1000 = round(1000 * shuffle.chance)
        values = {
            "one": Said(shares[0]),
            "other": Said(shares[1]),
            "gap": signed(shuffle.gap),
            "people": f"{shares[0].of:,}",
            "low": signed(middle.low),
            "high": f"{middle.high:.1f}",
            "often": self.often[in_1000 > 0].format(in_1000),
        }
        columns = _columns(shuffle)
        tallest = max(column.height for column in columns)
        step = 5 if tallest <= 20 else 10
        known = chosen["made"] == "yes"
        return Scene(
            alt=self.alt.format_map(values),
            pictures=(
                Bars(bars(self.bars, [share.percent for share in shares], values), title=self.people),
                Columns(
                    columns,
                    Scale(-REACH, REACH, 10),
                    Scale(0, ceil(tallest / step) * step, step, "%"),
                    shuffle.gap,
                    self.seen.format_map(values),
                    self.shuffles,
                ),
            ),
            says=self.says[f"{chosen['world']}/{chosen['hospitals']}" if known else "guess"].format_map(values),
            numbers=fill(self.numbers, values),
        )


def _always(answers: Mapping[Group, int], outstanding: bool, orientation: str) -> Share:
    always = answers[Group(outstanding, orientation, "always")]
    return Share(always, sum(of for group, of in answers.items() if group[:2] == (outstanding, orientation)))


def _columns(shuffle: Shuffle) -> tuple[Column, ...]:
    """Columns of as many neighbouring gaps each as make about ``WIDTH`` points, with no gap left out in between."""
    gaps = [(gap, chance) for gap, chance in shuffle.gaps.items() if abs(gap) <= REACH - WIDTH]
    each = max(1, round(WIDTH / shuffle.step))
    half = shuffle.step / 2
    found = []
    for first in range(0, len(gaps), each):
        some = gaps[first : first + each]
        found.append(
            Column(
                low=some[0][0] - half,
                high=some[-1][0] + half,
                height=100 * sum(chance for _, chance in some),
                far=100 * sum(chance for gap, chance in some if shuffle.is_far(gap)),
            )
        )
    return tuple(found)
