"""What an explorer can show. Python fills these in; ``course/front/pictures.js`` draws each kind of picture."""

from typing import Literal

import msgspec


class Scale(msgspec.Struct, frozen=True):
    """A straight scale with a number at every ``step``, between ``prefix`` and ``unit``, as in "£25m".

    ``names`` are shown in place of the numbers, if there are any. A scale of ``factors`` has every number ``step``
    times the one before: twice as much and half as much then lie equally far from 1.
    """

    start: float
    end: float
    step: float
    unit: str = ""
    prefix: str = ""
    names: tuple[str, ...] = ()
    factors: bool = False


PERCENT = Scale(0, 100, 25, "%")
NOTHING = "\N{EN DASH}"
"""What a cell says that has nothing to say."""


class Bar(msgspec.Struct, frozen=True):
    """A bar from the scale's start to ``value``. ``label`` says the number too.

    ``of`` is the whole that ``value`` is a part of, drawn as an empty bar behind it.
    """

    label: str
    value: float
    of: float | None = None


class Bars(msgspec.Struct, frozen=True, tag="bars", tag_field="kind"):
    """Bars, which stand closer where there are more than five. The scale begins at 0, or the lengths would not compare."""

    bars: tuple[Bar, ...]
    scale: Scale = PERCENT
    title: str = ""

    def __post_init__(self) -> None:
        if self.scale.start != 0:
            raise ValueError(f"Bars on a scale that begins at {self.scale.start:g} mislead: use Intervals.")


class Estimate(msgspec.Struct, frozen=True):
    """A dot, with its interval if it has one. What is not ``chosen`` is drawn hollow and thin.

    ``value`` None draws no dot: of a range, no value is the likeliest. ``more`` draws an arrow: so much or more.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    chosen: bool = True
    more: bool = False


class Intervals(msgspec.Struct, frozen=True, tag="intervals", tag_field="kind"):
    """Estimates, one below the other. ``reference`` is a value to compare them with, drawn as a broken line.

    An interval that goes beyond the scale ends in an arrow there.
    """

    estimates: tuple[Estimate, ...]
    scale: Scale = PERCENT
    reference: float | None = None
    title: str = ""


class Column(msgspec.Struct, frozen=True):
    """How often values from ``low`` to ``high`` come up. ``far`` is the part of ``height`` that is filled."""

    low: float
    high: float
    height: float
    far: float = 0.0


class Columns(msgspec.Struct, frozen=True, tag="columns", tag_field="kind"):
    """How often each value comes up, with one value ``marked``. ``label`` says what the mark is."""

    columns: tuple[Column, ...]
    scale: Scale
    heights: Scale
    marked: float
    label: str
    title: str = ""


class Shape(msgspec.Struct, frozen=True):
    """A labelled shape. The one that is ``chosen`` is filled and has bold words."""

    lines: tuple[str, ...]
    chosen: bool = False


class Ring(msgspec.Struct, frozen=True, tag="ring", tag_field="kind"):
    """A circle in the ``middle`` with five boxes around it, a box ``behind`` that reaches the middle only through
    them, and a frame ``outside`` around all.
    """

    middle: Shape
    around: tuple[Shape, Shape, Shape, Shape, Shape]
    behind: Shape
    outside: Shape
    title: str = ""


class Chain(msgspec.Struct, frozen=True, tag="chain", tag_field="kind"):
    """Boxes below one another, each with an arrow to the next. The one that is chosen is filled.

    The step at ``cut``, counted from 0, and those below it are not reached: the arrow to it is crossed out.
    """

    steps: tuple[Shape, ...]
    cut: int | None = None
    title: str = ""


Mark = Literal["full", "open", ""]
"""A filled square, an open one, or none."""


class Grid(msgspec.Struct, frozen=True, tag="grid", tag_field="kind"):
    """A mark for each row and column. The row or the column that is chosen has a frame and bold words.

    ``marks`` has a line for each row. ``row`` and ``column`` count from 0. ``title`` says what the marks mean.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    marks: tuple[tuple[Mark, ...], ...]
    row: int | None = None
    column: int | None = None
    title: str = ""

    def __post_init__(self) -> None:
        if [len(self.columns)] * len(self.rows) != [len(line) for line in self.marks]:
            raise ValueError(f"{len(self.rows)} rows and {len(self.columns)} columns need a mark for each of both.")


class Level(msgspec.Struct, frozen=True):
    """How far up a ladder something stands: ``level`` counts from 1, and is 0 where none was chosen.

    ``unsure`` is drawn otherwise than a level, and otherwise than no answer. ``label`` says it in words too.
    """

    label: str
    level: int
    unsure: bool = False


class Levels(msgspec.Struct, frozen=True, tag="levels", tag_field="kind"):
    """Rows of ``of`` boxes, filled up to the level."""

    rows: tuple[Level, ...]
    of: int = 4
    title: str = ""


class Tally(msgspec.Struct, frozen=True):
    """How often each of several answers was chosen."""

    label: str
    counts: tuple[int, ...]


class Tallies(msgspec.Struct, frozen=True, tag="tallies", tag_field="kind"):
    """Rows of small columns, one for each of ``columns``, with their counts. ``of`` is the height of a full one."""

    columns: tuple[str, ...]
    rows: tuple[Tally, ...]
    of: int
    title: str = ""


Picture = Bars | Intervals | Columns | Ring | Chain | Grid | Levels | Tallies


class Scene(msgspec.Struct, frozen=True):
    """One setting of the controls: pictures, the same in words (``alt``, ``says``) and as rows of a table.

    Without pictures there is no ``alt``, and words and table say it all. Rows may be shorter than the explorer's
    ``columns``: then the last of these are left out.
    """

    says: str
    numbers: tuple[tuple[str, ...], ...]
    alt: str = ""
    pictures: tuple[Picture, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.alt) != bool(self.pictures):
            raise ValueError("A scene with pictures needs `alt`, and one without pictures has none.")


def signed(value: float, decimals: int = 1) -> str:
    """A number with a real minus sign, which screen readers speak, and none before a nought."""
    return f"{value:z.{decimals}f}".replace("-", "\N{MINUS SIGN}")
