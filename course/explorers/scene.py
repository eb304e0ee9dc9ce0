"""What an explorer can show. Python fills these in; ``course/front/explorer.js`` draws each kind of picture."""

import msgspec


class Scale(msgspec.Struct, frozen=True):
    """A straight scale with a number at every ``step``. ``unit`` follows each number, as in "25%"."""

    start: float
    end: float
    step: float
    unit: str = ""


PERCENT = Scale(0, 100, 25, "%")


class Bar(msgspec.Struct, frozen=True):
    """A bar from the scale's start to ``value``. ``label`` says the number too."""

    label: str
    value: float


class Bars(msgspec.Struct, frozen=True, tag="bars", tag_field="kind"):
    """Up to five bars. The scale begins at 0, or the lengths would not compare."""

    bars: tuple[Bar, ...]
    scale: Scale = PERCENT
    title: str = ""

    def __post_init__(self) -> None:
        if self.scale.start != 0:
            raise ValueError(f"Bars on a scale that begins at {self.scale.start:g} mislead: use Intervals.")


class Estimate(msgspec.Struct, frozen=True):
    """A dot, with its interval if it has one. What is not ``chosen`` is drawn hollow and thin."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    chosen: bool = True


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


Picture = Bars | Intervals | Columns


class Scene(msgspec.Struct, frozen=True):
    """One setting of the controls: pictures, the same in words (``alt``, ``says``) and as rows of a table."""

    alt: str
    pictures: tuple[Picture, ...]
    says: str
    numbers: tuple[tuple[str, ...], ...]


def signed(value: float, decimals: int = 1) -> str:
    """A number with a real minus sign, which screen readers speak."""
    return f"{value:.{decimals}f}".replace("-", "\N{MINUS SIGN}")
