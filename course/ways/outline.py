"""The one list of the course's parts and pages, and whom which way is suggested to, as authors write them in YAML."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import msgspec

from course import paths
from course.content import read_yaml

SHORT = "in-short"
"""The name of the page that tells a part in short. It stands beside the Next and Back links, not in them."""

LONGEST_CORE = 180
"""How many minutes a core may have."""

Which = Literal["source", "evidence"]
"""The order of the resource itself, and the one for those who hand in marked work, with evidence second."""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page: its minutes, those of its ``core``, the shortest sensible form, and what to ``do`` in them."""

    minutes: int
    core: int = 0
    do: str = ""


class PartPages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pages of a part by name, in order, and the minutes of the page that tells the part in ``short``; 0 if there is none."""

    pages: dict[str, Page]
    short: int = 0


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order of all parts, and the pages whose core belongs to it."""

    parts: tuple[str, ...]
    core: tuple[str, ...]


class Audience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People to whom a way is suggested: its core in order, why the first pages come early, and what can wait."""

    title: str
    later: str
    core: tuple[str, ...]
    because: dict[str, str]


class Outline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole list. A page's name in it is ``<part>/<page>``."""

    intro: str
    parts: dict[str, PartPages]
    orders: dict[Which, Order]
    audiences: dict[str, Audience]

    @property
    def pages(self) -> dict[str, Page]:
        """All pages by name, in the order of their Next and Back links."""
        return {f"{part}/{name}": page for part, of in self.parts.items() for name, page in of.pages.items()}

    @property
    def shorts(self) -> dict[str, int]:
        """The pages that tell a part in short, and their minutes."""
        return {f"{part}/{SHORT}": of.short for part, of in self.parts.items() if of.short}

    def cores(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The place of each core in the file, and its pages."""
        for name, order in self.orders.items():
            yield f"orders.{name}", order.core
        for who, audience in self.audiences.items():
            yield f"audiences.{who}", audience.core

    def core_minutes(self, pages: tuple[str, ...]) -> int:
        """The minutes of the core of these pages together."""
        return sum(self.pages[name].core for name in pages)


def faults(outline: Outline) -> list[str]:
    """What the form alone does not forbid: unknown names, cores without minutes and cores that are too long."""
    found = [f"there is no order {which!r}" for which in get_args(Which) if which not in outline.orders]
    for which, order in outline.orders.items():
        if sorted(order.parts) != sorted(outline.parts):
            found.append(f"`orders.{which}.parts` does not name every part once")
    for name, page in outline.pages.items():
        if page.core > page.minutes:
            found.append(f"the core of {name} is longer than the page")
        if bool(page.core) != bool(page.do):
            found.append(f"{name} has `core` without `do`, or `do` without `core`")
    for place, pages in outline.cores():
        unknown = [name for name in pages if name not in outline.pages]
        found.extend(f"`{place}` names {name!r}, which is no page" for name in unknown)
        known = tuple(name for name in pages if name not in unknown)
        found.extend(f"`{place}` names {name}, which has no core" for name in known if not outline.pages[name].core)
        if len(set(known)) < len(known):
            found.append(f"`{place}` names a page twice")
        if (minutes := outline.core_minutes(known)) > LONGEST_CORE:
            found.append(f"the core of `{place}` takes {minutes} minutes, more than {LONGEST_CORE}")
    for who, audience in outline.audiences.items():
        strange = [name for name in audience.because if name not in audience.core]
        found.extend(f"`audiences.{who}.because` names {name!r}, which is not in its core" for name in strange)
    return found


def read(path: Path) -> Outline:
    """The list in this file. Raises ContentError that names file and place."""
    outline: Outline = read_yaml(path, Outline)
    return outline


@cache
def outline() -> Outline:
    """The course's own list. Raises ContentError."""
    return read(paths.COURSE)
