"""The words of a self-assessment, from YAML. Names in braces are filled with what was chosen."""

from typing import ClassVar

from course.texts import Texts


class Signs(Texts, frozen=True):
    """Headings of what is told about a factor."""

    well: str
    lip_service: str
    where: str


class ProfileWords(Texts, frozen=True):
    """The profile. ``evidence`` says that there is some, and that there is none."""

    filled: ClassVar = {"done": {"done", "of"}, "bar": {"factor", "answer"}, "alt": {"bars"}}
    title: str
    empty: str
    done: str
    picture: str
    bar: str
    alt: str
    table: str
    columns: tuple[str, str, str]
    evidence: tuple[str, str]


class StrengthWords(Texts, frozen=True):
    """The strengths, and high levels that nothing shows yet."""

    filled: ClassVar = {"says": {"level"}}
    title: str
    says: str
    none: str
    unproved: str


class StepWords(Texts, frozen=True):
    """What may come next. ``left`` stands for a step that was ticked and is one no more."""

    filled: ClassVar = {"lowest": {"level", "factors"}, "same": {"level"}, "step": {"level", "says"}}
    title: str
    lowest: str
    same: str
    urgent: str
    none: str
    step: str
    unsure: str
    left: str


class TeamWords(Texts, frozen=True):
    """Several people's answers side by side."""

    filled: ClassVar = {
        "shown": {"people"},
        "few": {"people"},
        "too_large": {"file"},
        "unreadable": {"file"},
        "handed_in": {"file"},
        "not_work": {"file"},
        "no_assessment": {"file"},
        "same_work": {"files"},
        "differs": {"factor", "low", "high", "rated", "people"},
        "key": {"levels", "unsure"},
        "column": {"number"},
        "level": {"number", "level"},
        "table": {"people"},
    }
    title: str
    intro: str
    privacy: str
    rule: str
    agree: str
    choose: str
    forget: str
    shown: str
    few: str
    nobody: str
    too_many: str
    too_large: str
    unreadable: str
    handed_in: str
    not_work: str
    no_assessment: str
    same_work: str
    result: str
    most: str
    differs: str
    same: str
    too_few: str
    talk: str
    picture: str
    key: str
    column: str
    level: str
    alt: str
    table: str
    factor: str


class Words(Texts, frozen=True):
    """All words of a self-assessment but for its factors and levels, which ``course.factors`` has."""

    filled: ClassVar = {"with_evidence": {"level"}, "without_evidence": {"level"}}
    title: str
    intro: str
    list: str
    signs: Signs
    prompt: str
    unsure: str
    unsure_says: str
    clear: str
    evidence: str
    evidence_help: str
    not_answered: str
    with_evidence: str
    without_evidence: str
    profile: ProfileWords
    strengths: StrengthWords
    steps: StepWords
    team: TeamWords
