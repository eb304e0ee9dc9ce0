"""Score maker: the score from 0 to 10 that 100 answers give, and what else gives the same score."""

from collections.abc import Mapping
from typing import NamedTuple

from course.explorers.scene import Bars, Scale, Scene
from course.explorers.words import Rows, Words, bars, fill

POINTS = (10, 5, 0)


class Answers(NamedTuple):
    """How many of 100 people gave each answer."""

    always: int
    sometimes: int
    no: int

    @property
    def score(self) -> float:
        """Points of all answers divided by 100, from 0 to 10."""
        return sum(people * points for people, points in zip(self, POINTS, strict=True)) / 100

    @property
    def softest(self) -> "Answers":
        """The same score with nobody at "no": one "always" and one "no" become two "sometimes"."""
        return Answers(self.always - self.no, self.sometimes + 2 * self.no, 0)

    @property
    def hardest(self) -> "Answers":
        """The same score with as few at "sometimes" as can be."""
        pairs = self.sometimes // 2
        return Answers(self.always + pairs, self.sometimes % 2, self.no + pairs)


class ScoreMaker(Words, frozen=True, kw_only=True):
    """``rest`` says how many eighths of the others answered no. ``says`` has a text for each case of ``_case``."""

    asks = ("always", "rest")
    people: str
    bars: tuple[str, str, str]
    score: str
    numbers: Rows
    says: dict[str, str]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """People by answer, and the score."""
        always, eighths = int(chosen["always"]), int(chosen["rest"])
        no = ((100 - always) * eighths + 4) // 8  # to the nearest whole person, a half counts up
        answers = Answers(always, 100 - always - no, no)
        values = {
            "answers": answers,
            "points": Answers(*(people * points for people, points in zip(answers, POINTS, strict=True))),
            "together": f"{100 * answers.score:.0f}",
            "score": f"{answers.score:.2f}",
            "softest": answers.softest,
            "hardest": answers.hardest,
        }
        return Scene(
            alt=self.alt.format_map(values),
            pictures=(
                Bars(bars(self.bars, answers, values), Scale(0, 100, 25), self.people),
                Bars(bars([self.score], [answers.score], values), Scale(0, 10, 2)),
            ),
            says=self.says[_case(answers)].format_map(values),
            numbers=fill(self.numbers, values),
        )


def _case(answers: Answers) -> str:
    """What to say: the score comes from these answers only, or from others with fewer or more at "no"."""
    if answers == answers.softest == answers.hardest:
        return "only"
    if answers == answers.softest:
        return "softest"
    return "hardest" if answers == answers.hardest else "between"
