"""What an explorer can show. Python fills these in; ``course/front/explorer.js`` draws them."""

import msgspec


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question with a few choices. ``options`` maps an option's id to its words."""

    label: str
    options: dict[str, str]


class Bar(msgspec.Struct, frozen=True):
    """A share, drawn on a scale from 0 to 100 per cent. ``label`` says the number too."""

    label: str
    percent: float


class Range(msgspec.Struct, frozen=True):
    """An estimate with its interval, drawn on a scale from ``start`` to ``end`` with a line at zero."""

    label: str
    estimate: float
    low: float
    high: float
    start: float
    end: float
    step: float


class Scene(msgspec.Struct, frozen=True):
    """One setting of the controls: two pictures, what they say in words, and the numbers as a table."""

    alt: str
    bars: tuple[Bar, ...]
    range: Range
    says: str
    columns: tuple[str, ...]
    numbers: tuple[tuple[str, ...], ...]


class Explorer(msgspec.Struct, frozen=True):
    """Controls and a scene for every setting of them, under the option ids joined by "/"."""

    title: str
    intro: str
    note: str
    controls: dict[str, Control]
    scenes: dict[str, Scene]


def signed(value: float) -> str:
    """One decimal, with a real minus sign, which screen readers speak."""
    return f"{value:.1f}".replace("-", "\N{MINUS SIGN}")
