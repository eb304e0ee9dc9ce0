"""Influence: who shapes the care that a person gets, as a picture to walk through."""

from collections.abc import Mapping

import msgspec

from course.explorers.scene import Ring, Scene, Shape
from course.explorers.words import Words

MIDDLE, BEHIND, OUTSIDE = "person", "policy", "wider"
WHOLE = "whole"
"""The choice that marks nobody."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the picture: its words there, in short lines, and what it can do."""

    lines: tuple[str, ...]
    can: str


class Influence(Words, frozen=True, kw_only=True):
    """``parts`` has an entry for every choice but ``WHOLE``: the person, five groups, policy makers, what lies around."""

    asks = ("part",)
    picture: str
    parts: dict[str, Part]
    whole: str
    marked: str

    def __post_init__(self) -> None:
        choices = self.controls["part"].options
        if odd := choices.keys() ^ {WHOLE, *self.parts}:
            raise ValueError(f"`parts` and the options of `controls` do not pair up: {', '.join(sorted(odd))}")

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The picture with one part marked, what that part can do, and the same for all in the table."""
        names, here = self.controls["part"].options, chosen["part"]
        shapes = {name: Shape(part.lines, chosen=name == here) for name, part in self.parts.items()}
        one, two, three, four, five = (shape for name, shape in shapes.items() if name not in (MIDDLE, BEHIND, OUTSIDE))
        return Scene(
            alt=self.alt if here == WHOLE else f"{self.alt} {self.marked.format(names[here])}",
            pictures=(
                Ring(shapes[MIDDLE], (one, two, three, four, five), shapes[BEHIND], shapes[OUTSIDE], self.picture),
            ),
            says=self.whole if here == WHOLE else f"{names[here]}: {self.parts[here].can}",
            numbers=tuple((names[name], part.can) for name, part in self.parts.items()),
        )
