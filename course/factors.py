"""The nine success factors: what each means, how it looks, and the frameworks that the resource ties it to."""

from functools import cache
from typing import Annotated

import msgspec

from course import paths
from course.content import ContentError, read_yaml

KeyLine = Annotated[str, msgspec.Meta(pattern="^[SECRW][0-9]\\.[0-9]$")]
"""A key line of enquiry of 2017-18, such as W1.6: its letter is one of the key questions."""


class Factor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One factor. ``short`` is its name where there is little room.

    ``levels`` describes a service at each of the self-assessment's levels, from the lowest to the highest.
    """

    name: str
    short: str
    meaning: str
    well: str
    lip_service: str
    where: str
    adult_social_care: tuple[KeyLine, ...]
    health: tuple[KeyLine, ...]
    elements: tuple[str, ...]
    levels: tuple[str, str, str, str]
    note: str = ""


class Factors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All factors by id, in the resource's order, with the words that they share.

    ``levels`` names the self-assessment's levels from the lowest to the highest.
    """

    source: str
    levels: tuple[str, str, str, str]
    questions: dict[str, str]
    elements: dict[str, str]
    factors: dict[str, Factor]

    def __post_init__(self) -> None:
        for name, factor in self.factors.items():
            if odd := {*factor.elements} - self.elements.keys():
                raise ValueError(f"The factor {name!r} names elements that are not listed: {', '.join(sorted(odd))}.")


@cache
def factors() -> Factors:
    """The nine factors as they stand in ``assets/content/success-factors.yaml``. Raises ContentError."""
    found: Factors = read_yaml(paths.FACTORS, Factors)
    if len(found.factors) != 9:
        raise ContentError(f"{paths.FACTORS}: there are {len(found.factors)} factors; the resource has nine.")
    return found
