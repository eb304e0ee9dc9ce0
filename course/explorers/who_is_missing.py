"""Who is missing: how many lesbian and gay people a survey of some trusts may expect to hear from."""

from collections.abc import Mapping

from course.explorers.how_sure import nearest
from course.explorers.scene import Bars, Estimate, Intervals, Scene
from course.explorers.words import Rows, Words, bars, fill
from course.intervals import wilson

RESPONDENTS, RESPONSE, TRUSTS = 83_116, 0.47, 149
"""Who answered the survey of 2015 and the share that did (CQC); the number of trusts is of 2016."""
ASKED_IN_EACH = RESPONDENTS / RESPONSE / TRUSTS
LESBIAN_OR_GAY = 0.0107
"""Of the respondents to the survey of 2022 (CQC), as a stand-in."""
SAID_ALWAYS = 90
FEWEST_SHOWN = 30
"""The survey of 2022 showed no result of a question for fewer respondents."""


class WhoIsMissing(Words, frozen=True, kw_only=True):
    """``says`` has a text for "few" expected respondents, fewer than a result is shown for, and for "more"."""

    asks = ("trusts", "response")
    people: str
    bars: tuple[str, str]
    always: str
    intervals: tuple[str, str]
    numbers: Rows
    says: dict[str, str]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """Who is asked, answers and is silent, and how sure a share of the answers would be."""
        trusts, response = int(chosen["trusts"]), int(chosen["response"])
        asked = round(ASKED_IN_EACH * trusts)
        answered = round(ASKED_IN_EACH * trusts * response / 100)
        expected = round(ASKED_IN_EACH * trusts * response / 100 * LESBIAN_OR_GAY)
        shares = [nearest(SAID_ALWAYS, people) for people in (answered, expected)]
        likely = [wilson(share) for share in shares]
        values = {
            "trusts": self.controls["trusts"].options[chosen["trusts"]],
            "response": response,
            "not_response": 100 - response,
            "asked": f"{asked:,}",
            "answered": f"{answered:,}",
            "silent": f"{asked - answered:,}",
            "expected": f"{expected:,}",
            "all_always": f"{shares[0].count:,}",
            "always": f"{shares[1].count:,}",
            "all_low": f"{likely[0].low:.1f}",
            "all_high": f"{likely[0].high:.1f}",
            "low": f"{likely[1].low:.1f}",
            "high": f"{likely[1].high:.1f}",
        }
        estimates = zip(self.intervals, shares, likely, strict=True)
        return Scene(
            alt=self.alt.format_map(values),
            pictures=(
                Bars(bars(self.bars, (response, 100 - response), values), title=self.people.format_map(values)),
                Intervals(
                    tuple(
                        Estimate(label.format_map(values), share.percent, interval.low, interval.high)
                        for label, share, interval in estimates
                    ),
                    title=self.always,
                ),
            ),
            says=self.says["few" if expected < FEWEST_SHOWN else "more"].format_map(values),
            numbers=fill(self.numbers, values),
        )
