"""One hospital or two: averages of two groups of trusts, together and by type. Simulated for teaching."""

from collections.abc import Mapping

from course.explorers.scene import Bars, Estimate, Intervals, Scale, Scene
from course.explorers.words import Rows, Words, bars, fill

GENERAL, SPECIALIST = "general", "specialist"
SCORES = {
    "outstanding": {GENERAL: 8.90, SPECIALIST: 9.50},
    "good": {GENERAL: 8.95, SPECIALIST: 9.55},
}
"""Invented average scores. Good trusts are a little ahead in each type, and specialist trusts well ahead."""
TRUSTS = 10
GOOD_SPECIALIST = 2


class OneOrTwo(Words, frozen=True, kw_only=True):
    """``says`` has a text for each look and outcome: "together/ahead", "together/behind", "type/ahead" and so on."""

    asks = ("look", "specialist")
    mix: str
    mix_bars: tuple[str, str]
    scores: str
    dots: dict[str, tuple[str, ...]]
    numbers: dict[str, Rows]
    says: dict[str, str]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """How many trusts of each group are specialist, and the averages."""
        look, specialist = chosen["look"], {"outstanding": int(chosen["specialist"]), "good": GOOD_SPECIALIST}
        overall = {group: average(group, count) for group, count in specialist.items()}
        gap = overall["outstanding"] - overall["good"]
        values = {
            "specialist": specialist["outstanding"],
            "good_specialist": specialist["good"],
            "scores": {
                group: {kind: f"{score:.2f}" for kind, score in kinds.items()} for group, kinds in SCORES.items()
            },
            "outstanding": f"{overall['outstanding']:.2f}",
            "good": f"{overall['good']:.2f}",
            "size": f"{abs(gap):.2f}",
        }
        shown = list(overall.items())
        if look == "type":
            shown = [(group, SCORES[group][kind]) for kind in (GENERAL, SPECIALIST) for group in SCORES]
        estimates = tuple(
            Estimate(label.format_map(values), score, chosen=group == "outstanding")
            for label, (group, score) in zip(self.dots[look], shown, strict=True)
        )
        return Scene(
            alt=self.alt.format_map(values | {"shown": "; ".join(estimate.label for estimate in estimates)}),
            pictures=(
                Bars(bars(self.mix_bars, specialist.values(), values), Scale(0, TRUSTS, 2), self.mix),
                Intervals(estimates, Scale(8, 10, 0.5), title=self.scores),
            ),
            says=self.says[f"{look}/{'ahead' if gap > 0 else 'behind'}"].format_map(values),
            numbers=fill(self.numbers[look], values),
        )


def average(group: str, specialist: int) -> float:
    """The average score of a group's ten trusts when so many are specialist. Every trust counts alike."""
    scores = SCORES[group]
    return (specialist * scores[SPECIALIST] + (TRUSTS - specialist) * scores[GENERAL]) / TRUSTS
