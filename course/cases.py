"""The case studies: one YAML file each in ``assets/content/case-studies``, read into checked values."""

from functools import cache
from typing import Literal

import msgspec

from course import paths
from course.content import ContentError, read_yaml
from course.factors import factors

SECTORS = {
    "adult-social-care": "Adult social care",
    "nhs-trust": "NHS trust",
    "gp-practice": "GP practice",
    "hospice": "Hospice",
    "other": "Other",
}
PRINCIPLES = {
    "fairness": "Fairness",
    "respect": "Respect",
    "equality": "Equality",
    "dignity": "Dignity",
    "autonomy": "Autonomy",
}
"""The FREDA principles."""

Sector = Literal["adult-social-care", "nhs-trust", "gp-practice", "hospice", "other"]
Principle = Literal["fairness", "respect", "equality", "dignity", "autonomy"]
Basis = Literal["stated", "inferred"]
"""Whether the source itself ties a case to a factor or principle, or whether we read it out of what it tells."""


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tie of a case to a factor. ``why`` says what in the case it rests on."""

    basis: Basis
    why: str


class Practice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that a service did, and for whom."""

    title: str
    says: str


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of a case, what it shows and what does not follow from it."""

    figure: str
    shows: str
    does_not_show: str


class CaseStudy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One service, told in the past tense and dated.

    ``number`` is its place in the list. ``short`` is its name where there is little room. ``groups`` are the people
    whom the work was for, in words that cases share, since they are what a learner filters by.
    """

    number: int
    name: str
    short: str
    sector: Sector
    setting: str
    place: str
    size: str
    rating: str
    in_short: str
    practices: tuple[Practice, ...]
    groups: tuple[str, ...]
    principles: dict[Principle, Basis]
    factors: dict[str, Link]
    figures: tuple[Figure, ...] = ()
    careful: str = ""
    source: str

    def __post_init__(self) -> None:
        if odd := self.factors.keys() - factors().factors.keys():
            raise ValueError(f"`factors` names what is no success factor: {', '.join(sorted(odd))}")


@cache
def cases() -> dict[str, CaseStudy]:
    """All case studies by the name of their file, in the order of their numbers. Raises ContentError."""
    found = {path.stem: read_yaml(path, CaseStudy) for path in sorted(paths.CASES.glob("*.yaml"))}
    if not found:
        raise ContentError(f"{paths.CASES} has no case studies.")
    return dict(sorted(found.items(), key=lambda item: item[1].number))
