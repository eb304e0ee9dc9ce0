"""What an equality impact analysis consists of, and its words as authors write them in YAML."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from course import paths
from course.content import ContentError, read_yaml

Step = Literal["change", "groups", "evidence", "impact", "mitigation", "decision", "review"]
Impact = Literal["better", "worse", "same", "unknown"]
Principle = Literal["fairness", "respect", "equality", "dignity", "autonomy"]
Decision = Literal["go-on", "change", "stop"]

ONCE: dict[Step, tuple[str, ...]] = {
    "change": ("what", "why", "when"),
    "groups": ("others",),
    "evidence": (),
    "impact": (),
    "mitigation": (),
    "decision": ("decision", "reasons"),
    "review": ("date", "measure"),
}
"""The steps in order, and the fields that each has once."""

EACH: dict[Step, tuple[str, ...]] = {
    "groups": ("who",),
    "evidence": ("data", "said", "unknown"),
    "impact": ("impact", "how", "principles"),
    "mitigation": ("step", "owner", "by"),
}
"""The fields that a step has for each group."""

FEW_WORDS = ("when", "who", "owner", "by", "date")
"""Fields whose boxes begin with one line. All boxes grow with what is typed."""

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OWN = re.compile(r"own-[1-9][0-9]{0,3}")
"""The id of a group that a learner names."""


class Affected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One group: what is known of it, what the change does to it, and what will be done. "" is: nothing said yet."""

    group: str
    who: str = ""
    data: str = ""
    said: str = ""
    unknown: str = ""
    impact: Impact | Literal[""] = ""
    how: str = ""
    principles: tuple[Principle, ...] = ()
    step: str = ""
    owner: str = ""
    by: str = ""


class Analysis(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole analysis, finished or not. "" is: nothing said yet."""

    what: str = ""
    why: str = ""
    when: str = ""
    affected: tuple[Affected, ...] = ()
    others: str = ""
    decision: Decision | Literal[""] = ""
    reasons: str = ""
    date: str = ""
    measure: str = ""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question, a word of help, and how the sheet calls the answer."""

    label: str
    short: str
    help: str = ""


class StepWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step: its title, what it is about, and its fields."""

    title: str
    says: str
    fields: dict[str, Field]


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes people a group, and people for whom it does, as an example."""

    name: str
    like: str


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Groups that stand together in the list, and whose they are."""

    title: str
    side: str
    groups: dict[str, Group]


class Impacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a change can do to a group."""

    better: str
    worse: str
    same: str
    unknown: str


class Principles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The FREDA principles of human rights."""

    fairness: str
    respect: str
    equality: str
    dignity: str
    autonomy: str


class Decisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"go_on": "go-on"}):
    """What can be decided."""

    go_on: str
    change: str
    stop: str


class Progress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a step is."""

    done: str
    begun: str
    empty: str


class SheetWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the analysis on one page. ``groups`` is the caption of the table."""

    title: str
    groups: str
    columns: tuple[str, str, str, str]
    empty: str
    open: str
    nothing_open: str


class Asks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked where something is missing. Those about groups name them as "{groups}"."""

    what: str
    why: str
    when: str
    nobody: str
    nameless: str
    evidence: str
    said: str
    unknown: str
    impact: str
    how: str
    principles: str
    same: str
    worse: str
    find_out: str
    owner: str
    by: str
    decision: str
    reasons: str
    date: str
    measure: str


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finished analysis to read, and what to know about it."""

    note: str
    analysis: Analysis


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All words of the analysis, the groups to choose from, and the finished example."""

    title: str
    intro: str
    duty_title: str
    duty: str
    private: str
    steps: dict[Step, StepWords]
    choose: str
    another: str
    another_label: str
    another_help: str
    none_yet: str
    groups: tuple[Section, ...]
    named: str
    impacts: Impacts
    principles: Principles
    decisions: Decisions
    progress: Progress
    sheet: SheetWords
    asks: Asks
    example: Example

    def field(self, name: str) -> Field:
        """The words of a field."""
        return next(step.fields[name] for step in self.steps.values() if name in step.fields)

    def group_title(self, group: str) -> str:
        """What a group is called in the list. One that is not there is a learner's own."""
        for section in self.groups:
            if group in section.groups:
                return self.named.format(name=section.groups[group].name, side=section.side)
        return self.another

    def is_own(self, group: str) -> bool:
        """Whether a group is not in the list, so that only its own words say who it is."""
        return not any(group in section.groups for section in self.groups)


def faults(words: Words) -> Iterator[str]:
    """What cannot be used in words that can be read."""
    if list(words.steps) != list(ONCE):
        yield f"`steps` are {', '.join(words.steps)}; they must be {', '.join(ONCE)}"
    for name, step in words.steps.items():
        if (fields := sorted((*ONCE[name], *EACH.get(name, ())))) != sorted(step.fields):
            yield f"`fields` of the step {name} are {', '.join(step.fields)}; they must be {', '.join(fields)}"
    ids = [group for section in words.groups for group in section.groups]
    for group, times in Counter(ids).items():
        if times > 1:
            yield f"the group {group} stands in two lists"
        if len(group) > 50 or not ID.fullmatch(group):
            yield f"the group {group!r} must have an id of up to 50 small letters, digits and hyphens"
        if OWN.fullmatch(group):
            yield f"the group {group} is named as if a learner had added it"
    for group, times in Counter(one.group for one in words.example.analysis.affected).items():
        if times > 1:
            yield f"`example` has the group {group} twice"
        if group not in ids and not OWN.fullmatch(group):
            yield f"`example` has a group that is not in the list and not named as own-1: {group}"
    try:
        words.named.format(name="", side="")
        for ask in msgspec.structs.astuple(words.asks):
            ask.format(groups="")
    except (LookupError, ValueError) as error:
        yield f"a name in braces has nothing to stand for: {error}"


def read(path: Path = paths.IMPACT) -> Words:
    """The words. Raises ContentError if they cannot be read or used."""
    words: Words = read_yaml(path, Words)
    if fault := next(faults(words), ""):
        raise ContentError(f"{path}: {fault}.")
    return words
