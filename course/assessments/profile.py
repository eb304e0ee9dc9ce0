"""One person's answers: the profile, the strengths and possible next steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from course.assessments.words import Words
from course.explorers.scene import Level, Levels, Picture
from course.factors import Factors
from course.work import Work, assessment_name, evidence_name

UNSURE = "unsure"
HIGH = 3
"""The level from which evidence is asked for in any case."""


@dataclass(frozen=True)
class Answer:
    """What stands for one factor: a ``level`` from 1 to 4, or 0 with ``unsure`` where it cannot be said yet, or neither."""

    level: int = 0
    unsure: bool = False
    evidence: bool = False

    @property
    def given(self) -> bool:
        """Whether the factor is answered. Evidence alone is no answer."""
        return self.unsure or self.level > 0


def read(work: Work, assessment_id: str, factors: Factors) -> dict[str, Answer]:
    """The answers that stand in somebody's work, by factor. What is no answer counts as none."""
    return {
        name: _answer(work.value(assessment_name(assessment_id, name)), work.value(evidence_name(assessment_id, name)))
        for name in factors.factors
    }


def _answer(value: object, evidence: object) -> Answer:
    levels = {"1": 1, "2": 2, "3": 3, "4": 4}
    return Answer(
        level=levels.get(value, 0) if isinstance(value, str) else 0,
        unsure=value == UNSURE,
        evidence=isinstance(evidence, str) and bool(evidence.strip()),
    )


@dataclass(frozen=True)
class Shown:
    """What the page shows of the answers.

    ``stands`` says for every factor how far it is. ``steps`` has one sentence for each factor with a next step.
    """

    stands: dict[str, str]
    steps: dict[str, str]
    says: str
    alt: str = ""
    pictures: tuple[Picture, ...] = ()
    rows: tuple[tuple[str, str, str], ...] = ()
    strength: str = ""
    strengths: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


def shown(words: Words, factors: Factors, answers: Mapping[str, Answer], ticked: frozenset[str] = frozenset()) -> Shown:
    """What these answers come to. ``ticked`` names the factors whose next step is kept for the plan."""
    stands = {name: _stands(words, factors, answer) for name, answer in answers.items()}
    steps = _steps(words, factors, answers, ticked)
    if not any(answer.given for answer in answers.values()):
        return Shown(stands, steps, words.profile.empty)
    bars = tuple(
        Level(
            words.profile.bar.format(factor=factors.factors[name].short, answer=said(words, factors, answer)),
            answer.level,
            answer.unsure,
        )
        for name, answer in answers.items()
    )
    yes, no = words.profile.evidence
    strong = strengths(answers)
    return Shown(
        stands=stands,
        steps=steps,
        says=words.profile.done.format(done=sum(answer.given for answer in answers.values()), of=len(answers)),
        alt=words.profile.alt.format(bars=". ".join(bar.label for bar in bars)),
        pictures=(Levels(bars, title=words.profile.picture),),
        rows=tuple(
            (factors.factors[name].name, said(words, factors, answer), yes if answer.evidence else no)
            for name, answer in answers.items()
        ),
        strength=words.strengths.says.format(level=factors.levels[answers[strong[0]].level - 1])
        if strong
        else words.strengths.none,
        strengths=tuple(factors.factors[name].name for name in strong),
        unproved=tuple(
            words.profile.bar.format(factor=factors.factors[name].name, answer=said(words, factors, answers[name]))
            for name in unproved(answers)
        ),
        next=_next(words, factors, answers),
    )


def strengths(answers: Mapping[str, Answer]) -> list[str]:
    """The factors at the highest level that has evidence, all of them where several share it.

    The lowest level of all is no strength.
    """
    proved = {name: answer.level for name, answer in answers.items() if answer.evidence and answer.level > 1}
    return [name for name, level in proved.items() if level == max(proved.values())]


def unproved(answers: Mapping[str, Answer]) -> list[str]:
    """The factors at a high level without evidence: ``HIGH`` or more, or no less than the strengths."""
    strong = strengths(answers)
    least = min(HIGH, answers[strong[0]].level) if strong else HIGH
    return [name for name, answer in answers.items() if answer.level >= least and not answer.evidence]


def lowest(answers: Mapping[str, Answer]) -> list[str]:
    """The factors at the lowest level that was chosen, all of them where several share it; none if it is the top."""
    chosen = {name: answer.level for name, answer in answers.items() if answer.level}
    least = min(chosen.values(), default=4)
    return [name for name, level in chosen.items() if level == least < 4]


def said(words: Words, factors: Factors, answer: Answer) -> str:
    """An answer in words."""
    if answer.unsure:
        return words.unsure
    return factors.levels[answer.level - 1] if answer.level else words.not_answered


def _stands(words: Words, factors: Factors, answer: Answer) -> str:
    if not answer.level:
        return said(words, factors, answer)
    says = words.with_evidence if answer.evidence else words.without_evidence
    return says.format(level=said(words, factors, answer))


def _next(words: Words, factors: Factors, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """What is said before the next steps."""
    low = lowest(answers)
    if not low:
        return () if any(answer.unsure for answer in answers.values()) else (words.steps.none,)
    chosen = [answer.level for answer in answers.values() if answer.level]
    level = factors.levels[min(chosen) - 1]
    if len(chosen) == len(low) > 1:
        return words.steps.same.format(level=level), words.steps.urgent
    names = ", ".join(factors.factors[name].name for name in low)
    return words.steps.lowest.format(level=level, factors=names), words.steps.urgent


def _steps(words: Words, factors: Factors, answers: Mapping[str, Answer], ticked: frozenset[str]) -> dict[str, str]:
    steps = {}
    for name, answer in answers.items():
        if answer.unsure:
            steps[name] = words.steps.unsure
        elif 0 < answer.level < 4:
            # Levels count from 1 and tuples from 0, so this is the level after it.
            level, says = factors.levels[answer.level], factors.factors[name].levels[answer.level]
            steps[name] = words.steps.step.format(level=level, says=says)
        elif name in ticked:
            steps[name] = words.steps.left
    return steps
