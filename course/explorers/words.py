"""What all explorers have in common: words from YAML, controls, and a scene for every setting of them."""

from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import Any, ClassVar, Literal

import msgspec
from msgspec.structs import replace

from course.content import ContentError, read_yaml
from course.explorers.scene import Bar, Scene
from course.intervals import Share

Rows = tuple[tuple[str, ...], ...]


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question with a few choices, a slider over ordered steps, or a menu of many choices.

    ``options`` maps an option's id to its words. ``start`` is the option that is chosen at first; without it, the first.
    """

    label: str
    options: dict[str, str]
    kind: Literal["choices", "slider", "menu"] = "choices"
    start: str = ""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The words of an explorer. A subclass adds its own, and says what each setting shows.

    ``alt`` and other templates have names in braces, which the subclass fills. ``columns`` are the table's headings
    and ``caption`` its title.
    """

    asks: ClassVar[tuple[str, ...]]
    """The names of the controls, in order."""

    title: str
    intro: str
    note: str
    controls: dict[str, Control]
    alt: str = ""
    columns: tuple[str, ...]
    caption: str = "The numbers for this choice"

    @property
    def settings(self) -> dict[str, dict[str, str]]:
        """What can be chosen: option ids joined by "/", each with the same as a mapping by control."""
        options = (control.options for control in self.controls.values())
        every = {"/".join(ids): dict(zip(self.controls, ids, strict=True)) for ids in product(*options)}
        return {setting: chosen for setting, chosen in every.items() if self.offers(chosen)}

    def from_data(self) -> Mapping[str, Mapping[str, str]]:
        """Options that do not stand in the words but come from data, by control; they follow those of the words."""
        return {}

    def offers(self, chosen: Mapping[str, str]) -> bool:
        """Whether these options go together. A menu leaves out what does not go with the controls before it."""
        return True

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """What one setting shows. Raises TypeError for a subclass that does not say it."""
        raise TypeError(f"{type(self).__name__} does not say what a setting shows.")


def read_words(path: Path, kind: type[Words]) -> tuple[Words, dict[str, Scene]]:
    """The words in this file and the scene for every setting. Raises ContentError."""
    words: Words = read_yaml(path, kind)
    data = words.from_data()
    if tuple(words.controls) != kind.asks:
        raise ContentError(f"{path}: `controls` are {', '.join(words.controls)}; they must be {', '.join(kind.asks)}.")
    words = replace(
        words,
        controls={
            name: replace(control, options={**control.options, **data.get(name, {})})
            for name, control in words.controls.items()
        },
    )
    for name, control in words.controls.items():
        if control.start not in ("", *control.options):
            raise ContentError(f"{path}: {name!r} starts at {control.start!r}, which is not one of its options.")
    scenes = {}
    for setting, chosen in words.settings.items():
        try:
            scenes[setting] = words.scene(chosen)
        except (LookupError, ValueError) as error:
            raise ContentError(f"{path}: nothing can be shown for {setting}. Cause: {error!r}") from error
    return words, scenes


def fill(rows: Rows, values: Mapping[str, Any]) -> Rows:
    """Rows of templates with their names filled in."""
    return tuple(tuple(cell.format_map(values) for cell in row) for row in rows)


def bars(labels: Iterable[str], values: Iterable[float], named: Mapping[str, Any]) -> tuple[Bar, ...]:
    """A bar for each label, with its names filled in, and value."""
    return tuple(Bar(label.format_map(named), value) for label, value in zip(labels, values, strict=True))


class Said:
    """A share as templates name it: "6 of 8 (75.0%)", or its parts."""

    def __init__(self, share: Share) -> None:
        self.count, self.of, self.without = f"{share.count:,}", f"{share.of:,}", f"{share.of - share.count:,}"
        self.percent, self.odds = f"{share.percent:.1f}%", f"{share.odds:.2f}"

    def __str__(self) -> str:
        return f"{self.count} of {self.of} ({self.percent})"
