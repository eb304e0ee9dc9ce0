"""What an explorer can show. Python fills these in; ``course/front/explorer.js`` draws each kind of picture."""

import msgspec


class Scale(msgspec.Struct, frozen=True):
    """A straight scale with a number at every ``step``, between ``prefix`` and ``unit``, as in "£25m"."""

    start: float
    end: float
    step: float
    unit: str = ""
    prefix: str = ""


PERCENT = Scale(0, 100, 25, "%")


class Bar(msgspec.Struct, frozen=True):
    """A bar from the scale's start to ``value``. ``label`` says the number too.

    ``of`` is the whole that ``value`` is a part of, drawn as an empty bar behind it.
    """

    label: str
    value: float
    of: float | None = None


class Bars(msgspec.Struct, frozen=True, tag="bars", tag_field="kind"):
    """Up to five bars. The scale begins at 0, or the lengths would not compare."""

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
    """Estimates, one below the other. ``reference`` is a value to compare them with, drawn as a broken line."""

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


Picture = Bars | Intervals | Columns | Ring


class Scene(msgspec.Struct, frozen=True):
    """One setting of the controls: pictures, the same in words (``alt``, ``says``) and as rows of a table.

    Without pictures there is no ``alt``, and words and table say it all.
    """

    says: str
    numbers: tuple[tuple[str, ...], ...]
    alt: str = ""
    pictures: tuple[Picture, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.alt) != bool(self.pictures):
            raise ValueError("A scene with pictures needs `alt`, and one without pictures has none.")


def signed(value: float, decimals: int = 1) -> str:
    """A number with a real minus sign, which screen readers speak."""
    return f"{value:.{decimals}f}".replace("-", "\N{MINUS SIGN}")
