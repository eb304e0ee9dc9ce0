"""The words of the action plan and of the certificate, as authors write them in YAML."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Literal

import msgspec

from course import paths
from course.content import ContentError, Reflection, parts, read_yaml
from course.texts import Texts

MOST = 3
"""Priorities in a plan."""
EACH = ("what", "first", "who", "when", "measure", "risk", "involve")
"""The fields of a priority."""
LOOK_BACK = ("happened", "figures", "people", "next")
"""The fields of the look-back, which are filled in later."""
DATES = ("start", "review")
FEW_WORDS = ("who", "when")
"""Fields whose boxes begin with one line. All boxes grow with what is typed."""

Kind = Literal["reflection", "estimate", "assessment", "budget", "impact"]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question, a word of help, and how a document calls the answer."""

    label: str
    short: str
    help: str = ""


class Tool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a learner can make for the plan, the ``page`` (part/page) where, and what is said where it is not there."""

    kind: Kind
    page: str
    title: str
    none: str


class KeptWords(Texts, frozen=True):
    """What is in the plan from other pages."""

    filled: ClassVar = {"step": {"factor"}}
    title: str
    intro: str
    nothing: str
    empty: str
    strengths: str
    still_open: str
    step: str
    take_out: str
    take_over: str
    added: str
    taken_out: str


class CouldWords(Texts, frozen=True):
    """What could be added to the plan."""

    title: str
    intro: str
    add: str


class PriorityWords(Texts, frozen=True):
    """The priorities. ``fields`` has the words of each box."""

    filled: ClassVar = {"legend": {"number"}, "full": {"most"}}
    title: str
    intro: str
    legend: str
    add: str
    full: str
    fields: dict[str, Field]


class LookWords(Texts, frozen=True):
    """The look-back."""

    filled: ClassVar = {"suggested": {"date"}}
    title: str
    intro: str
    suggested: str
    take: str
    later: str
    fields: dict[str, Field]


class Asks(Texts, frozen=True):
    """What is asked where something is missing."""

    filled: ClassVar = {field: {"number"} for field in ("empty", *EACH)}
    none: str
    empty: str
    what: str
    first: str
    who: str
    when: str
    measure: str
    risk: str
    involve: str
    ask: str
    start: str
    review: str


class PlanDocument(Texts, frozen=True):
    """Words of the plan as a document."""

    filled: ClassVar = {"made": {"date"}, "author": {"name"}, "to_fill_in": {"date"}}
    title: str
    author: str
    made: str
    glance: str
    kept: str
    open: str
    empty: str
    to_fill_in: str
    end: str


class CertificateWords(Texts, frozen=True):
    """The certificate, and what is still missing for it."""

    filled: ClassVar = {
        "pages": {"done", "of"},
        "through": {"done", "of", "answered", "of_marked"},
        "marked": {"done", "of"},
        "page": {"title", "says"},
        "answered": {"done", "of"},
        "says": {"version"},
        "made": {"date"},
        "author": {"name"},
    }
    title: str
    intro: str
    needs: str
    ready: str
    not_ready: str
    through: str
    marked: str
    pages: str
    plan: str
    yes: str
    not_yet: str
    list: str
    page: str
    ticked: str
    all_answered: str
    answered: str
    reading: str
    name: str
    name_help: str
    document: str
    author: str
    made: str
    says: str
    whole: str
    core: str
    some: str
    limits: str
    limits_list: tuple[str, ...]


class Words(Texts, frozen=True, kw_only=True):
    """All words of the plan and of the certificate. ``tools`` maps the id of a tool to its words."""

    title: str
    intro: str
    private: str
    tools: dict[str, Tool]
    kept: KeptWords
    could: CouldWords
    none: str
    priorities: PriorityWords
    ask_title: str
    ask: Field
    look_back: LookWords
    open: str
    nothing_open: str
    asks: Asks
    file: str
    name: str
    name_help: str
    document: PlanDocument
    certificate: CertificateWords


def faults(words: Words) -> Iterator[str]:
    """What cannot be used in words that can be read."""
    for place, fields, needed in (
        ("priorities", words.priorities.fields, EACH),
        ("look_back", words.look_back.fields, (*DATES, *LOOK_BACK)),
    ):
        if list(fields) != list(needed):
            yield f"`fields` of `{place}` are {', '.join(fields)}; they must be {', '.join(needed)}"
    exercises = [(part.part, one) for part in parts().values() for one in part.exercises]
    pages = {f"{part}/{one.page}" for part, one in exercises}
    known = {
        "reflection": {one.id for _, one in exercises if isinstance(one, Reflection)},
        "estimate": {path.stem for path in paths.ESTIMATES.glob("*.yaml")},
        "assessment": {path.stem for path in paths.ASSESSMENTS.glob("*.yaml")},
        "budget": {"budget"},
        "impact": {"impact-analysis"},
    }
    for name, tool in words.tools.items():
        if name not in known[tool.kind]:
            yield f"`tools` names {name}, which is no {tool.kind} of the course"
        if tool.page not in pages:
            yield f"the `page` of {name} is {tool.page!r}; it must be part and page of a page with questions"


def read(path: Path = paths.ACTION_PLAN) -> Words:
    """The words. Raises ContentError if they cannot be read or used."""
    words: Words = read_yaml(path, Words)
    if fault := next(faults(words), ""):
        raise ContentError(f"{path}: {fault}.")
    return words
