"""The words of a self-assessment, from YAML. Names in braces are filled with what was chosen."""

from string import Formatter
from typing import ClassVar

import msgspec


class _Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Texts of which ``filled`` names those with braces, and what may stand in these."""

    filled: ClassVar[dict[str, set[str]]] = {}

    def __post_init__(self) -> None:
        for field in self.__struct_fields__:
            text = getattr(self, field)
            if not isinstance(text, str):
                continue
            try:
                names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            except ValueError as error:
                raise ValueError(f"the braces of `{field}` cannot be read: {error}") from error
            if odd := names - self.filled.get(field, set()):
                raise ValueError(f"`{field}` names in braces what nothing stands for: {', '.join(sorted(odd))}")


class Signs(_Texts, frozen=True):
    """Headings of what is told about a factor."""

    well: str
    lip_service: str
    where: str


class ProfileWords(_Texts, frozen=True):
    """The profile. ``evidence`` says that there is some, and that there is none."""

    filled = {"done": {"done", "of"}, "bar": {"factor", "answer"}, "alt": {"bars"}}
    title: str
    empty: str
    done: str
    picture: str
    bar: str
    alt: str
    table: str
    columns: tuple[str, str, str]
    evidence: tuple[str, str]


class StrengthWords(_Texts, frozen=True):
    """The strengths, and high levels that nothing shows yet."""

    filled = {"says": {"level"}}
    title: str
    says: str
    none: str
    unproved: str


class StepWords(_Texts, frozen=True):
    """What may come next. ``left`` stands for a step that was ticked and is one no more."""

    filled = {"lowest": {"level", "factors"}, "same": {"level"}, "step": {"level", "says"}}
    title: str
    lowest: str
    same: str
    urgent: str
    none: str
    step: str
    unsure: str
    left: str


class TeamWords(_Texts, frozen=True):
    """Several people's answers side by side."""

    filled = {
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


class Words(_Texts, frozen=True):
    """All words of a self-assessment but for its factors and levels, which ``course.factors`` has."""

    filled = {"with_evidence": {"level"}, "without_evidence": {"level"}}
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
